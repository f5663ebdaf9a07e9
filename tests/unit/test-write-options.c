/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/options/vmx-write-options-private.h>
#include <libvmxsync/model/vmx-error.h>

#include "vmx-test.h"

static VmxWriteOptions *
parse (const char *json)
{
  g_autoptr(GError) error = NULL;
  VmxWriteOptions *options = vmx_write_options_new_from_json (json, &error);

  g_assert_no_error (error);
  return options;
}

static void
test_all (void)
{
  g_autoptr(VmxWriteOptions) options
      = parse ("{\"primaryKeys\":{\"ID\":7},\"whereCondition\":{\"Name\":null},"
               "\"whereConditionAsAString\":\"Age > 30\",\"likeCondition\":{\"Name\":\"A%\"},"
               "\"filter\":\"Age gt 30\",\"trackChanges\":false,\"trackIntermediateUpdates\":"
               "\"false\",\"markForUpload\":\"false\",\"syncLatestObjectSnapshot\":\"true\"}");

  g_assert_cmpint (vmx_record_get_int64 (vmx_write_options_get_primary_keys (options), "ID"), ==,
                   7);
  g_assert_true (vmx_record_is_null (vmx_write_options_get_where_condition (options), "Name"));
  g_assert_cmpstr (vmx_write_options_get_where_condition_as_a_string (options), ==, "Age > 30");
  g_assert_cmpstr (vmx_record_get_text (vmx_write_options_get_like_condition (options), "Name"), ==,
                   "A%");
  g_assert_cmpstr (vmx_write_options_get_filter (options), ==, "Age gt 30");
  g_assert_false (vmx_write_options_get_track_changes (options));
  g_assert_false (vmx_write_options_get_track_intermediate_updates (options));
  g_assert_false (vmx_write_options_get_mark_for_upload (options));
  g_assert_true (vmx_write_options_get_sync_latest_object_snapshot (options));
}

static void
assert_defaults (const VmxTracking *tracking)
{
  g_assert_true (tracking->changes);
  g_assert_true (tracking->intermediate_updates);
  g_assert_true (tracking->mark_for_upload);
  g_assert_false (tracking->latest_snapshot);
}

static void
test_defaults (void)
{
  g_autoptr(VmxWriteOptions) options = parse ("{}");

  assert_defaults (vmx_write_options_get_tracking (options));
  assert_defaults (vmx_write_options_get_tracking (NULL));
  g_assert_true (vmx_criteria_is_empty (vmx_write_options_get_criteria (options)));
  g_assert_true (vmx_criteria_is_empty (vmx_write_options_get_criteria (NULL)));
  g_assert_null (vmx_write_options_get_primary_keys (options));
  g_assert_null (vmx_write_options_get_filter (options));
}

static void
test_wrong (void)
{
  static const struct
  {
    const char *json;
    int code;
    const char *part;
  } cases[] = {
    { "[]", VMX_ERROR_INVALID_OPTION, "the write options" },
    { "null", VMX_ERROR_INVALID_OPTION, "the write options" },
    { "{", VMX_ERROR_INVALID_OPTION, "the write options" },
    { "{\"trackchanges\":true}", VMX_ERROR_INVALID_OPTION, "did you mean “trackChanges”?" },
    { "{\"orderByMap\":[]}", VMX_ERROR_INVALID_OPTION, "“orderByMap”" },
    { "{\"primaryKeys\":null}", VMX_ERROR_INVALID_OPTION, "“primaryKeys”" },
    { "{\"primaryKeys\":[1]}", VMX_ERROR_INVALID_OPTION, "“primaryKeys”" },
    { "{\"whereCondition\":\"a = 1\"}", VMX_ERROR_INVALID_OPTION, "“whereCondition”" },
    { "{\"whereConditionAsAString\":{}}", VMX_ERROR_INVALID_OPTION, "“whereConditionAsAString”" },
    { "{\"likeCondition\":5}", VMX_ERROR_INVALID_OPTION, "“likeCondition”" },
    { "{\"filter\":null}", VMX_ERROR_INVALID_FILTER, "“filter”" },
    { "{\"trackChanges\":null}", VMX_ERROR_INVALID_OPTION, "“trackChanges”" },
    { "{\"trackChanges\":1}", VMX_ERROR_INVALID_OPTION, "“trackChanges”" },
    { "{\"trackIntermediateUpdates\":\"yes\"}", VMX_ERROR_INVALID_OPTION,
      "“trackIntermediateUpdates”" },
    { "{\"markForUpload\":[]}", VMX_ERROR_INVALID_OPTION, "“markForUpload”" },
    { "{\"syncLatestObjectSnapshot\":{}}", VMX_ERROR_INVALID_OPTION, "“syncLatestObjectSnapshot”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", cases[i].json);
      g_assert_null (vmx_write_options_new_from_json (cases[i].json, &error));
      vmx_assert_error (error, VMX_ERROR, cases[i].code, cases[i].part);
    }
}

/* What a getter gave can be set again. */
static void
test_setters (void)
{
  g_autoptr(VmxWriteOptions) options = vmx_write_options_new ();
  g_autoptr(VmxRecord) record = vmx_record_new ();

  vmx_write_options_set_where_condition_as_a_string (options, "Age > 30");
  vmx_write_options_set_where_condition_as_a_string (
      options, vmx_write_options_get_where_condition_as_a_string (options));
  g_assert_cmpstr (vmx_write_options_get_where_condition_as_a_string (options), ==, "Age > 30");
  vmx_write_options_set_filter (options, "Age gt 30");
  vmx_write_options_set_filter (options, vmx_write_options_get_filter (options));
  g_assert_cmpstr (vmx_write_options_get_filter (options), ==, "Age gt 30");
  vmx_write_options_set_filter (options, NULL);
  g_assert_null (vmx_write_options_get_filter (options));
  vmx_write_options_set_primary_keys (options, record);
  vmx_write_options_set_primary_keys (options, vmx_write_options_get_primary_keys (options));
  g_assert_true (vmx_write_options_get_primary_keys (options) == record);
  vmx_write_options_set_track_changes (options, FALSE);
  g_assert_false (vmx_write_options_get_track_changes (options));
}

/* A call that runs later must not see what the program does to its options meanwhile. */
static void
test_copy (void)
{
  g_autoptr(VmxWriteOptions) options
      = parse ("{\"primaryKeys\":{\"ID\":7},\"filter\":\"a eq 1\",\"markForUpload\":false}");
  g_autoptr(VmxWriteOptions) copy = vmx_write_options_copy (options);

  vmx_record_set_int64 (vmx_write_options_get_primary_keys (options), "ID", 8);
  vmx_write_options_set_filter (options, "b eq 2");
  vmx_write_options_set_mark_for_upload (options, TRUE);
  g_assert_cmpint (vmx_record_get_int64 (vmx_write_options_get_primary_keys (copy), "ID"), ==, 7);
  g_assert_cmpstr (vmx_write_options_get_filter (copy), ==, "a eq 1");
  g_assert_false (vmx_write_options_get_mark_for_upload (copy));
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/write-options/all", test_all);
  g_test_add_func ("/write-options/defaults", test_defaults);
  g_test_add_func ("/write-options/wrong", test_wrong);
  g_test_add_func ("/write-options/setters", test_setters);
  g_test_add_func ("/write-options/copy", test_copy);
  return g_test_run ();
}
