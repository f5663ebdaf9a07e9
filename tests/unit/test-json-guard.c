/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/json/vmx-json-guard-private.h>

#include "vmx-test.h"

static void
test_print (void)
{
  static const struct
  {
    const char *text;
    const char *printed;
  } documents[] = {
    { "null", "null" },
    { " [ 1 , -0.5, 1e300 , true,false,null,\"\" ] ", "[1,-0.5,1e+300,true,false,null,\"\"]" },
    { "{\"a\":{},\"b\":[],\"c\":{\"d\":0.1}}", "{\"a\":{},\"b\":[],\"c\":{\"d\":0.1}}" },
    { "9223372036854775807", "9223372036854775807" },
    { "-9223372036854775808", "-9223372036854775808" },
    { "[1E5,1e+5,1.0]", "[100000,100000,1]" },
    { "\"\\u00e9\\ud83d\\ude00\\/\\n\"", "\"\xc3\xa9\xf0\x9f\x98\x80/\\n\"" },
    { "{\"\\u0061\\\"\":1}", "{\"a\\\"\":1}" },
    { "\xef\xbb\xbf{}", "{}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) node
          = vmx_json_guard_parse (documents[i].text, -1, 1000, "the test", &error);
      g_autofree char *printed = NULL;

      g_assert_no_error (error);
      g_assert_nonnull (node);
      printed = vmx_json_guard_print (node, FALSE);
      g_assert_cmpstr (printed, ==, documents[i].printed);
    }
}

static void
test_pretty (void)
{
  static const char text[] = "{\"a\":[],\"b\":{},\"c\":[1,{\"d\":\"}\\\",[\"}],\"e\":null}";
  static const char pretty[] = "{\n"
                               "  \"a\": [],\n"
                               "  \"b\": {},\n"
                               "  \"c\": [\n"
                               "    1,\n"
                               "    {\n"
                               "      \"d\": \"}\\\",[\"\n"
                               "    }\n"
                               "  ],\n"
                               "  \"e\": null\n"
                               "}";
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = vmx_json_guard_parse (text, -1, G_MAXSIZE, "the test", &error);
  g_autofree char *printed = NULL;

  g_assert_no_error (error);
  printed = vmx_json_guard_print (node, TRUE);
  g_assert_cmpstr (printed, ==, pretty);
}

static void
test_infinity (void)
{
  g_autoptr(JsonNode) node = json_node_init_double (json_node_alloc (), G_MAXDOUBLE * 10);
  g_autofree char *printed = vmx_json_guard_print (node, FALSE);

  g_assert_cmpstr (printed, ==, "\"INF\"");
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    gssize length;
    const char *message;
  } documents[] = {
    { NULL, -1, "the sync options cannot be read: JSON text is wrong at byte 0: found the end" },
    { "", -1, "the sync options cannot be read: " },
    { "{}", 1, "cut off" },
    { "{'a':1}", -1, "byte 1" },
    { "{a:1}", -1, "byte 1" },
    { "[1,]", -1, "byte 3" },
    { "// x\n{}", -1, "byte 0" },
    { "{}{}", -1, "byte 2" },
    { "{\"a\":1,\"a\":2}", -1, "second member \"a\"" },
    { "\"\\u0000\"", -1, "NUL" },
    { "\"\xff\"", -1, "UTF-8" },
    { "{}\0", 3, "byte 2" },
    { "9223372036854775808", -1, "the number 9223372036854775808 is too large here" },
    { "[-9223372036854775809]", -1, "too large" },
    { "1e400", -1, "too large" },
    { "[1,2,3,4,5,6,7,8,9,10,11]", -1, "at most 20 bytes" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (vmx_json_guard_parse (documents[i].text, documents[i].length, 20,
                                           "the sync options", &error));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_JSON, documents[i].message);
    }
}

static void
test_deep (void)
{
  g_autofree char *text = g_strnfill (200 * 1000, '[');
  g_autoptr(GError) error = NULL;

  g_assert_null (vmx_json_guard_parse (text, -1, G_MAXSIZE, "the test", &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_JSON, "64 levels");
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);

  g_test_add_func ("/json-guard/print", test_print);
  g_test_add_func ("/json-guard/pretty", test_pretty);
  g_test_add_func ("/json-guard/infinity", test_infinity);
  g_test_add_func ("/json-guard/refused", test_refused);
  g_test_add_func ("/json-guard/deep", test_deep);
  return g_test_run ();
}
