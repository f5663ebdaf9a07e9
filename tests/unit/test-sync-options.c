/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Acceptance rows 4 to 23, as far as the options themselves answer for them. */
#include <libvmxsync/sync/vmx-sync-options-private.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/sync/vmx-setup-options.h>

#include <string.h>

#include "vmx-test.h"

#define INVALID_OPTION VMX_ERROR_INVALID_OPTION

/* One line of text that tells all values, so that a table can compare them. */
static char *
describe (VmxSyncOptions *options)
{
  static const char *const types[] = { "full", "download", "upload" };
  const char *const *remove = vmx_sync_options_get_remove_after_upload (options);
  const char *filter = vmx_sync_options_get_filter (options);
  g_autofree char *down = g_strjoinv (
      ",", (char **) vmx_sync_options_get_download_request_query_params (options));
  g_autofree char *up
      = g_strjoinv (",", (char **) vmx_sync_options_get_upload_request_query_params (options));
  g_autofree char *objects = remove != NULL ? g_strjoinv (",", (char **) remove) : g_strdup ("-");

  return g_strdup_printf (
      "%s%s %u %u %s %s %s %s d=%s u=%s r=%s w=%u", filter != NULL ? filter : "-",
      vmx_sync_options_get_strict_filter (options) ? "!" : "",
      vmx_sync_options_get_download_batch_size (options),
      vmx_sync_options_get_upload_batch_size (options),
      vmx_sync_options_get_get_sync_stats (options) ? "stats" : "no-stats",
      types[vmx_sync_options_get_sync_type (options)],
      vmx_sync_options_get_download_reconciliation_required (options) ? "reconcile" : "overwrite",
      vmx_sync_options_get_preserve_batch_context (options) ? "preserve" : "restart", down, up,
      objects, g_strv_length ((GStrv) vmx_sync_options_get_warnings (options)));
}

#define DEFAULTS "- 500 50 no-stats full reconcile restart d= u= r=- w=0"
#define SIZES(down, up) "- " down " " up " no-stats full reconcile restart d= u= r=- w=0"
#define STATS(stats) "- 500 50 " stats " full reconcile restart d= u= r=- w=0"
#define TYPE(type) "- 500 50 no-stats " type " reconcile restart d= u= r=- w=0"
#define PARAMS(down, up) "- 500 50 no-stats full reconcile restart d=" down " u=" up " r=- w=0"
#define WARNINGS(n) "- 500 50 no-stats full reconcile restart d= u= r=- w=" n

static const struct
{
  const char *json;
  const char *values;
} good[] = {
  { "{}", DEFAULTS },
  { " { } ", DEFAULTS },
  { "{\"filter\":\"EmployeeID eq 2\"}",
    "EmployeeID eq 2 500 50 no-stats full reconcile restart d= u= r=- w=0" },
  { "{\"filter\":\"Name eq 'é'\",\"strictFilter\":\"true\"}",
    "Name eq 'é'! 500 50 no-stats full reconcile restart d= u= r=- w=0" },
  /* Rows 8 to 12. */
  { "{\"downloadBatchSize\":200}", SIZES ("200", "50") },
  { "{\"downloadBatchSize\":\"200\"}", SIZES ("200", "50") },
  { "{\"downloadBatchSize\":0}", SIZES ("0", "50") },
  { "{\"downloadBatchSize\":\"0\"}", SIZES ("0", "50") },
  { "{\"downloadBatchSize\":-1}", SIZES ("500", "50") },
  { "{\"downloadBatchSize\":\"-7\"}", SIZES ("500", "50") },
  { "{\"downloadBatchSize\":\"many\"}", SIZES ("500", "50") },
  { "{\"downloadBatchSize\":\"\"}", SIZES ("500", "50") },
  { "{\"downloadBatchSize\":\"2x\"}", SIZES ("500", "50") },
  { "{\"downloadBatchSize\":2.5}", SIZES ("500", "50") },
  { "{\"downloadBatchSize\":true}", SIZES ("500", "50") },
  { "{\"downloadBatchSize\":null}", SIZES ("500", "50") },
  { "{\"downloadBatchSize\":[1]}", SIZES ("500", "50") },
  { "{\"downloadBatchSize\":{}}", SIZES ("500", "50") },
  { "{\"downloadBatchSize\":99999999999}", SIZES ("2147483647", "50") },
  { "{\"downloadBatchSize\":99999999999999999999}", SIZES ("500", "50") },
  { "{\"uploadBatchSize\":7}", SIZES ("500", "7") },
  { "{\"uploadBatchSize\":\"7\"}", SIZES ("500", "7") },
  { "{\"uploadBatchSize\":0}", SIZES ("500", "50") },
  { "{\"uploadBatchSize\":-3}", SIZES ("500", "50") },
  { "{\"uploadBatchSize\":\"junk\"}", SIZES ("500", "50") },
  { "{\"uploadBatchSize\":null}", SIZES ("500", "50") },
  /* Row 13. */
  { "{\"getSyncStats\":\"true\"}", STATS ("stats") },
  { "{\"getSyncStats\":true}", STATS ("stats") },
  { "{\"getSyncStats\":\"false\"}", STATS ("no-stats") },
  { "{\"getSyncStats\":false}", STATS ("no-stats") },
  { "{\"getSyncStats\":\"True\"}", STATS ("no-stats") },
  { "{\"getSyncStats\":1}", STATS ("no-stats") },
  { "{\"getSyncStats\":null}", STATS ("no-stats") },
  { "{\"getSyncStats\":[]}", STATS ("no-stats") },
  /* Row 14. */
  { "{\"syncType\":\"fullSync\"}", TYPE ("full") },
  { "{\"syncType\":\"downloadOnly\"}", TYPE ("download") },
  { "{\"syncType\":\"uploadOnly\"}", TYPE ("upload") },
  /* Rows 16 and 17. */
  { "{\"downloadRequestQueryParams\":{\"a\":\"1\",\"b\":\"x y\"}}", PARAMS ("a,1,b,x y", "") },
  { "{\"uploadRequestQueryParams\":{\"a\":1}}", PARAMS ("", "a,1") },
  { "{\"downloadRequestQueryParams\":{\"n\":12345678901234567890.5}}",
    PARAMS ("n,12345678901234567890.5", "") },
  { "{\"downloadRequestQueryParams\":{}}", DEFAULTS },
  { "{\"downloadRequestQueryParams\":\"a=1\"}", DEFAULTS },
  { "{\"downloadRequestQueryParams\":[\"a\"]}", DEFAULTS },
  { "{\"uploadRequestQueryParams\":null}", DEFAULTS },
  { "{\"uploadRequestQueryParams\":7}", DEFAULTS },
  /* Rows 19 to 23. */
  { "{\"downloadReconciliationRequired\":false}",
    "- 500 50 no-stats full overwrite restart d= u= r=- w=0" },
  { "{\"downloadReconciliationRequired\":\"false\"}",
    "- 500 50 no-stats full overwrite restart d= u= r=- w=0" },
  { "{\"downloadReconciliationRequired\":\"true\"}", DEFAULTS },
  { "{\"preserveBatchContext\":true}",
    "- 500 50 no-stats full reconcile preserve d= u= r=- w=0" },
  { "{\"preserveBatchContext\":\"true\"}",
    "- 500 50 no-stats full reconcile preserve d= u= r=- w=0" },
  { "{\"removeAfterUpload\":[\"A\",\"B\"]}",
    "- 500 50 no-stats full reconcile restart d= u= r=A,B w=0" },
  { "{\"removeAfterUpload\":[]}", "- 500 50 no-stats full reconcile restart d= u= r= w=0" },
  /* Names of older versions. */
  { "{\"BatchSize\":10}", WARNINGS ("1") },
  { "{\"GetSyncStats\":\"true\"}", WARNINGS ("1") },
  { "{\"isUploadCacheEnabled\":true,\"BatchSize\":null}", WARNINGS ("2") },
};

static void
test_good (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(VmxSyncOptions) options = vmx_sync_options_new_from_json (good[i].json, &error);
      g_autofree char *values = NULL;

      g_test_message ("%s", good[i].json);
      g_assert_no_error (error);
      values = describe (options);
      g_assert_cmpstr (values, ==, good[i].values);
    }
}

static const struct
{
  const char *json;
  int code;
  const char *part;
} bad[] = {
  { "", INVALID_OPTION, "the sync options" },
  { "[]", INVALID_OPTION, "the sync options" },
  { "null", INVALID_OPTION, "the sync options" },
  { "\"x\"", INVALID_OPTION, "the sync options" },
  { "{", INVALID_OPTION, "the sync options" },
  { "{} {}", INVALID_OPTION, "the sync options" },
  { "{\"filter\":\"a\",}", INVALID_OPTION, "the sync options" },
  { "{\"filter\":\"a\",\"filter\":\"b\"}", INVALID_OPTION, "filter" },
  { "{\"filter\":\"\xff\"}", INVALID_OPTION, "UTF-8" },
  { "{\"\xc3\":1}", INVALID_OPTION, "UTF-8" },
  { "{\"filter\":\"a\\u0000b\"}", INVALID_OPTION, "the sync options" },
  /* Row 6. */
  { "{\"filter\":null}", VMX_ERROR_INVALID_FILTER, "filter" },
  { "{\"filter\":\"\"}", VMX_ERROR_INVALID_FILTER, "filter" },
  { "{\"filter\":7}", VMX_ERROR_INVALID_FILTER, "filter" },
  { "{\"filter\":{\"Employee\":\"a eq 1\"}}", VMX_ERROR_INVALID_FILTER, "filter" },
  { "{\"filter\":[]}", VMX_ERROR_INVALID_FILTER, "filter" },
  { "{\"filter\":true}", VMX_ERROR_INVALID_FILTER, "filter" },
  /* Row 15. */
  { "{\"syncType\":null}", VMX_ERROR_INVALID_SYNC_TYPE, "downloadOnly" },
  { "{\"syncType\":\"FullSync\"}", VMX_ERROR_INVALID_SYNC_TYPE, "fullSync" },
  { "{\"syncType\":\"\"}", VMX_ERROR_INVALID_SYNC_TYPE, "uploadOnly" },
  { "{\"syncType\":1}", VMX_ERROR_INVALID_SYNC_TYPE, "syncType" },
  { "{\"syncType\":[\"fullSync\"]}", VMX_ERROR_INVALID_SYNC_TYPE, "syncType" },
  /* Row 18. */
  { "{\"downloadRequestQueryParams\":{\"\":\"1\"}}", VMX_ERROR_NETWORK,
    "downloadRequestQueryParams" },
  { "{\"downloadRequestQueryParams\":{\"a\":\"\"}}", VMX_ERROR_NETWORK, "not empty" },
  { "{\"uploadRequestQueryParams\":{\"a\":null}}", VMX_ERROR_NETWORK,
    "uploadRequestQueryParams" },
  /* Row 21, and the other booleans. */
  { "{\"downloadReconciliationRequired\":null}", INVALID_OPTION,
    "downloadReconciliationRequired" },
  { "{\"downloadReconciliationRequired\":1}", INVALID_OPTION, "true or false" },
  { "{\"downloadReconciliationRequired\":\"yes\"}", INVALID_OPTION, "true or false" },
  { "{\"preserveBatchContext\":\"TRUE\"}", INVALID_OPTION, "preserveBatchContext" },
  { "{\"strictFilter\":0}", INVALID_OPTION, "strictFilter" },
  { "{\"removeAfterUpload\":\"A\"}", INVALID_OPTION, "removeAfterUpload" },
  { "{\"removeAfterUpload\":[1]}", INVALID_OPTION, "array of texts" },
  { "{\"removeAfterUpload\":[null]}", INVALID_OPTION, "array of texts" },
  { "{\"removeAfterUpload\":{}}", INVALID_OPTION, "array of texts" },
  { "{\"removeAfterUpload\":null}", INVALID_OPTION, "array of texts" },
  /* Unknown names. */
  { "{\"downloadBatchsize\":1}", INVALID_OPTION, "did you mean “downloadBatchSize”?" },
  { "{\"Filter\":\"a\"}", INVALID_OPTION, "did you mean “filter”?" },
  { "{\"synctype\":\"fullSync\"}", INVALID_OPTION, "did you mean “syncType”?" },
  { "{\"quite something else\":1}", INVALID_OPTION, "no option “quite something else”" },
  { "{\"\":1}", INVALID_OPTION, "no option “”" },
};

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%u", i);
      g_assert_null (vmx_sync_options_new_from_json (bad[i].json, &error));
      g_assert_error (error, VMX_ERROR, bad[i].code);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      vmx_assert_error (error, VMX_ERROR, bad[i].code, bad[i].part);
    }
}

/* Nothing is proposed for a name that resembles none, and a long one is cut between characters. */
static void
test_long_name (void)
{
  g_autoptr(GString) json = g_string_new ("{\"x");
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 500000; i++)
    g_string_append (json, "é");
  g_string_append (json, "\":1}");
  g_assert_null (vmx_sync_options_new_from_json (json->str, &error));
  g_assert_error (error, VMX_ERROR, INVALID_OPTION);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpuint (strlen (error->message), <, 200);
  g_assert_null (strstr (error->message, "did you mean"));
}

static void
test_depth (void)
{
  g_autoptr(GString) json = g_string_new ("{\"removeAfterUpload\":");
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 200000; i++)
    g_string_append_c (json, '[');
  g_assert_null (vmx_sync_options_new_from_json (json->str, &error));
  vmx_assert_error (error, VMX_ERROR, INVALID_OPTION, "the sync options");
}

static void
on_notify (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  guint *n_notified = user_data;

  ++*n_notified;
}

static void
test_properties (void)
{
  g_autoptr(VmxSyncOptions) options = vmx_sync_options_new ();
  g_autofree char *filter = NULL;
  guint n_notified = 0;
  guint size;
  VmxSyncType type;

  g_signal_connect (options, "notify", G_CALLBACK (on_notify), &n_notified);
  g_object_set (options, "filter", "a eq 1", "download-batch-size", 7u, "upload-batch-size", 8u,
                "sync-type", VMX_SYNC_TYPE_DOWNLOAD_ONLY, "get-sync-stats", TRUE, NULL);
  g_object_set (options, "filter", "a eq 1", "download-batch-size", 7u, NULL);
  vmx_sync_options_set_get_sync_stats (options, 5);
  g_assert_cmpuint (n_notified, ==, 5);
  g_object_get (options, "filter", &filter, "download-batch-size", &size, "sync-type", &type, NULL);
  g_assert_cmpstr (filter, ==, "a eq 1");
  g_assert_cmpuint (size, ==, 7);
  g_assert_cmpint (type, ==, VMX_SYNC_TYPE_DOWNLOAD_ONLY);
  vmx_sync_options_set_upload_batch_size (options, 0);
  g_assert_cmpuint (vmx_sync_options_get_upload_batch_size (options), ==, 1);
}

static void
test_params (void)
{
  static const struct
  {
    const char *name;
    const char *value;
  } refused[] = { { NULL, "1" }, { "", "1" }, { "a", NULL }, { "a", "" }, { "\xff", "1" },
                  { "a", "\xff" } };
  g_autoptr(VmxSyncOptions) options = vmx_sync_options_new ();
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_assert_false (vmx_sync_options_add_download_request_query_param (
          options, refused[i].name, refused[i].value, &error));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NETWORK, "query parameter");
      g_assert_false (vmx_sync_options_add_upload_request_query_param (
          options, refused[i].name, refused[i].value, &error));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NETWORK, "query parameter");
    }
  g_assert_null (vmx_sync_options_get_download_request_query_params (options)[0]);
}

static void
test_copy (void)
{
  const char *json = "{\"filter\":\"a eq 1\",\"strictFilter\":true,\"downloadBatchSize\":3,"
                     "\"uploadBatchSize\":4,\"getSyncStats\":true,\"syncType\":\"uploadOnly\","
                     "\"downloadReconciliationRequired\":false,\"preserveBatchContext\":true,"
                     "\"downloadRequestQueryParams\":{\"a\":\"1\"},"
                     "\"uploadRequestQueryParams\":{\"b\":\"2\"},\"removeAfterUpload\":[\"A\"],"
                     "\"BatchSize\":1}";
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxSyncOptions) options = vmx_sync_options_new_from_json (json, &error);
  g_autoptr(VmxSyncOptions) copy = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_assert_no_error (error);
  before = describe (options);
  copy = vmx_sync_options_copy (options);
  vmx_sync_options_set_filter (options, "b eq 2");
  vmx_sync_options_add_warning (options, "one more");
  g_clear_object (&options);
  after = describe (copy);
  g_assert_cmpstr (after, ==, before);
}

/* What the run history keeps of the options: names of parameters, not their values. */
static void
test_masked (void)
{
  const char *json = "{\"filter\":\"a eq 1\",\"downloadRequestQueryParams\":{\"key\":\"secret\"},"
                     "\"uploadRequestQueryParams\":{\"token\":\"secret\"}}";
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxSyncOptions) options = vmx_sync_options_new_from_json (json, &error);
  g_autofree char *masked = NULL;

  g_assert_no_error (error);
  masked = vmx_sync_options_to_masked_json (options);
  g_assert_cmpstr (masked, ==,
                   "{\"syncType\":\"fullSync\",\"downloadBatchSize\":500,\"filter\":\"a eq 1\","
                   "\"downloadRequestQueryParams\":{\"key\":\"…\"},"
                   "\"uploadRequestQueryParams\":{\"token\":\"…\"}}");
}

static const struct
{
  const char *json;
  const char *part;
} unsupported[] = {
  { "{\"preserveBatchContext\":true}", "preserveBatchContext" },
};

static void
test_unsupported (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (unsupported); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(VmxSyncOptions) options
          = vmx_sync_options_new_from_json (unsupported[i].json, &error);

      g_assert_no_error (error);
      g_assert_false (vmx_sync_options_check_supported (options, &error));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED, unsupported[i].part);
    }
}

/* Rows 38 to 42. */
static const struct
{
  const char *json;
  int code; /* 0 for none */
  const char *text; /* the path, or a part of the message */
} setups[] = {
  { "{}", 0, NULL },
  { "{\"deviceDbPath\":\"/a/b\"}", 0, "/a/b" },
  { "{\"deviceDbPath\":null}", INVALID_OPTION, "deviceDbPath" },
  { "{\"deviceDbPath\":7}", INVALID_OPTION, "expected text" },
  { "{\"deviceDbEncryptionKey\":\"12345\"}", VMX_ERROR_INVALID_PASSPHRASE, "6 characters" },
  { "{\"deviceDbEncryptionKey\":\"éééééé\"}", VMX_ERROR_NOT_SUPPORTED, "deviceDbEncryptionKey" },
  { "{\"deviceDbEncryptionKey\":\"ééééé\"}", VMX_ERROR_INVALID_PASSPHRASE, "6 characters" },
  { "{\"deviceDbEncryptionKey\":123456}", VMX_ERROR_INVALID_PASSPHRASE, "text" },
  { "{\"deviceDbEncryptionKey\":null}", VMX_ERROR_INVALID_PASSPHRASE, "text" },
  { "{\"treatBooleanFieldValuesAsNumeric\":false}", 0, NULL },
  { "{\"treatBooleanFieldValuesAsNumeric\":\"false\"}", 0, NULL },
  { "{\"treatBooleanFieldValuesAsNumeric\":true}", VMX_ERROR_NOT_SUPPORTED, "Numeric" },
  { "{\"treatBooleanFieldValuesAsNumeric\":3}", INVALID_OPTION, "true or false" },
  { "{\"deviceDBPath\":\"/a\"}", INVALID_OPTION, "did you mean “deviceDbPath”?" },
  { "{", INVALID_OPTION, "the setup options" },
};

static void
test_setup_options (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (setups); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(VmxSetupOptions) options = vmx_setup_options_new_from_json (setups[i].json, &error);

      g_test_message ("%s", setups[i].json);
      if (setups[i].code == 0)
        {
          g_assert_no_error (error);
          g_assert_cmpstr (vmx_setup_options_get_device_db_path (options), ==, setups[i].text);
          continue;
        }
      g_assert_null (options);
      vmx_assert_error (error, VMX_ERROR, setups[i].code, setups[i].text);
    }
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/sync-options/good", test_good);
  g_test_add_func ("/sync-options/bad", test_bad);
  g_test_add_func ("/sync-options/long-name", test_long_name);
  g_test_add_func ("/sync-options/depth", test_depth);
  g_test_add_func ("/sync-options/properties", test_properties);
  g_test_add_func ("/sync-options/params", test_params);
  g_test_add_func ("/sync-options/copy", test_copy);
  g_test_add_func ("/sync-options/masked", test_masked);
  g_test_add_func ("/sync-options/unsupported", test_unsupported);
  g_test_add_func ("/setup-options", test_setup_options);
  return g_test_run ();
}
