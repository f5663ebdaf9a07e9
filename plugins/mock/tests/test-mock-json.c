/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-mock-json.h"

#include "vmx-test.h"

static void
test_path (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxJsonTree) json = vmx_json_tree_new ("{\"objects\":[]}", -1, &error);
  g_autofree char *path = NULL;
  g_autofree char *root_path = NULL;

  g_assert_no_error (error);
  path = vmx_mock_json_get_path (vmx_json_tree_get_member (json, "objects"));
  g_assert_cmpstr (path, ==, "objects");
  root_path = vmx_mock_json_get_path (json);
  g_assert_cmpstr (root_path, ==, "the scenario");
}

static void
test_numbers (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxJsonTree) json
      = vmx_json_tree_new ("{\"good\":10,\"large\":11,\"less\":-1,\"part\":1.5,\"text\":\"1\"}", -1,
                           &error);
  static const char *const bad[] = { "large", "less", "part", "text" };
  guint value = 7;

  g_assert_no_error (error);
  g_assert_true (vmx_mock_json_read_uint (json, "other", 10, &value, &error));
  g_assert_cmpuint (value, ==, 7);
  g_assert_true (vmx_mock_json_read_uint (json, "good", 10, &value, &error));
  g_assert_cmpuint (value, ==, 10);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_false (vmx_mock_json_read_uint (json, bad[i], 10, &value, &error));
      vmx_test_assert_message (error, bad[i]);
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "from 0 to 10");
    }
  g_assert_cmpuint (value, ==, 10);
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/mock/json/path", test_path);
  g_test_add_func ("/mock/json/numbers", test_numbers);
  return g_test_run ();
}
