/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/store/vmx-service-info-private.h>

#include "vmx-test.h"

static void
assert_options_survive (const char *const *set, const char *const *kept,
                        const char *const *processors)
{
  g_autoptr(VmxServiceInfo) info
      = vmx_service_info_new ("HR", "odata", NULL, set, kept, processors, NULL);
  g_autoptr(VmxServiceInfo) copy = vmx_service_info_new ("HR", NULL, NULL, NULL, NULL, NULL, NULL);
  g_autofree char *json = vmx_service_info_options_to_json (info);

  g_assert_true (vmx_service_info_options_from_json (copy, json));
  g_assert_cmpstrv (copy->options, info->options);
  g_assert_cmpstrv (copy->processors, info->processors);
  if (kept != NULL)
    g_assert_cmpstrv (copy->objects, kept);
  else
    g_assert_null (copy->objects);
}

static void
test_options (void)
{
  static const char *const set[] = { "page-size=5", "a=\"\xc3\xa4\"", NULL };
  static const char *const kept[] = { "Employees", NULL };
  static const char *const none[] = { NULL };

  assert_options_survive (set, kept, NULL);
  assert_options_survive (set, NULL, kept);
  assert_options_survive (NULL, none, none);
}

static void
test_damaged_options (void)
{
  static const char *const wrong[] = {
    "",
    "null",
    "[]",
    "{}",
    "{\"set\":null}",
    "{\"set\":{}}",
    "{\"set\":[1]}",
    "{\"set\":[\"a\",null]}",
    "{\"set\":[],\"objects\":null}",
    "{\"set\":[],\"objects\":\"a\"}",
    "{\"set\":[\"a\"],\"objects\":[1]}",
    "{\"set\":[\"a\"],\"processors\":[{}]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr(VmxServiceInfo) info
          = vmx_service_info_new ("HR", NULL, NULL, NULL, NULL, NULL, NULL);

      g_test_message ("%s", wrong[i]);
      g_assert_false (vmx_service_info_options_from_json (info, wrong[i]));
      g_assert_nonnull (info->options);
      g_assert_nonnull (info->processors);
    }
}

static void
test_references (void)
{
  g_autoptr(VmxServiceInfo) info = vmx_service_info_new ("HR", NULL, "http://a", NULL, NULL, NULL,
                                                        NULL);
  g_autoptr(VmxServiceInfo) other = vmx_service_info_ref (info);

  g_clear_pointer (&info, vmx_service_info_unref);
  g_assert_cmpstr (other->name, ==, "HR");
  g_assert_cmpstr (other->url, ==, "http://a");
  g_assert_null (other->transport);
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/service-info/options", test_options);
  g_test_add_func ("/service-info/damaged-options", test_damaged_options);
  g_test_add_func ("/service-info/references", test_references);
  return g_test_run ();
}
