/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <libvmxsync/local/options/vmx-option-values-private.h>
#include <libvmxsync/model/vmx-error.h>

#include "vmx-test.h"

static VmxRecord *
parse (const char *json)
{
  g_autoptr(GError) error = NULL;
  VmxRecord *values = vmx_option_values_parse (json, "the options", &error);

  g_assert_no_error (error);
  return values;
}

static void
test_parse (void)
{
  static const char *const wrong[] = { "", "[]", "null", "5", "{\"a\":1", "{\"a\":1,\"a\":2}" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (vmx_option_values_parse (wrong[i], "the options", &error));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "the options: ");
    }
}

static void
test_names (void)
{
  static const char *const known[] = { "distinct", "filter", NULL };
  g_autoptr(VmxRecord) right = parse ("{\"filter\":null}");
  g_autoptr(VmxRecord) wrong = parse ("{\"Distinkt\":true}");
  g_autoptr(VmxRecord) strange = parse ("{\"zebra\":true}");
  g_autoptr(GError) error = NULL;

  g_assert_true (vmx_option_values_check_names (right, known, "the options", &error));
  g_assert_false (vmx_option_values_check_names (wrong, known, "the options", &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION,
                    "the options have no option “Distinkt”; did you mean “distinct”?");
  g_assert_false (vmx_option_values_check_names (strange, known, "the options", &error));
  g_assert_null (strstr (error->message, "did you mean"));
}

static void
test_boolean (void)
{
  static const struct
  {
    const char *json;
    int expected; /* -1 if it is refused */
  } cases[] = {
    { "{}", 1 },                { "{\"a\":true}", 1 },      { "{\"a\":false}", 0 },
    { "{\"a\":\"true\"}", 1 },  { "{\"a\":\"false\"}", 0 }, { "{\"a\":null}", -1 },
    { "{\"a\":0}", -1 },        { "{\"a\":\"\"}", -1 },     { "{\"a\":\"True\"}", -1 },
    { "{\"a\":[true]}", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(VmxRecord) values = parse (cases[i].json);
      g_autoptr(GError) error = NULL;
      gboolean value = TRUE;

      if (vmx_option_values_get_boolean (values, "a", &value, &error))
        g_assert_cmpint (value, ==, cases[i].expected);
      else
        {
          g_assert_cmpint (cases[i].expected, ==, -1);
          vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION,
                            "option “a”: expected true or false");
        }
    }
}

static void
test_text (void)
{
  static const struct
  {
    const char *json;
    const char *expected; /* NULL if it is refused */
  } cases[] = {
    { "{}", "before" },       { "{\"a\":\"x\"}", "x" }, { "{\"a\":\"\"}", "" },
    { "{\"a\":null}", NULL }, { "{\"a\":5}", NULL },    { "{\"a\":1.5}", NULL },
    { "{\"a\":{}}", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(VmxRecord) values = parse (cases[i].json);
      g_autofree char *text = g_strdup ("before");
      g_autoptr(GError) error = NULL;

      if (vmx_option_values_get_text (values, "a", &text, &error))
        g_assert_cmpstr (text, ==, cases[i].expected);
      else
        {
          g_assert_null (cases[i].expected);
          g_assert_cmpstr (text, ==, "before");
          g_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION);
        }
    }
}

static void
test_record (void)
{
  static const char *const wrong[]
      = { "{\"a\":null}", "{\"a\":[]}", "{\"a\":5}", "{\"a\":\"{}\"}" };
  g_autoptr(VmxRecord) values = parse ("{\"a\":{\"ID\":9223372036854775807,\"x\":null}}");
  g_autoptr(VmxRecord) record = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (vmx_option_values_get_record (values, "b", &record, &error));
  g_assert_null (record);
  g_assert_true (vmx_option_values_get_record (values, "a", &record, &error));
  g_assert_cmpint (vmx_record_get_int64 (record, "ID"), ==, G_MAXINT64);
  g_assert_true (vmx_record_has (record, "x"));
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr(VmxRecord) other = parse (wrong[i]);

      g_assert_false (vmx_option_values_get_record (other, "a", &record, &error));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "option “a”");
    }
}

static void
test_texts (void)
{
  static const char *const wrong[] = { "{\"a\":null}", "{\"a\":\"x\"}", "{\"a\":{}}",
                                       "{\"a\":[1]}",  "{\"a\":[\"x\",null]}" };
  g_autoptr(VmxRecord) values = parse ("{\"a\":[\"x\",\"\"],\"b\":[]}");
  g_auto(GStrv) texts = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (vmx_option_values_get_texts (values, "c", &texts, &error));
  g_assert_null (texts);
  g_assert_true (vmx_option_values_get_texts (values, "a", &texts, &error));
  g_assert_cmpuint (g_strv_length (texts), ==, 2);
  g_assert_cmpstr (texts[0], ==, "x");
  g_assert_true (vmx_option_values_get_texts (values, "b", &texts, &error));
  g_assert_cmpuint (g_strv_length (texts), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr(VmxRecord) other = parse (wrong[i]);

      g_assert_false (vmx_option_values_get_texts (other, "a", &texts, &error));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "an array of texts");
    }
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/option-values/parse", test_parse);
  g_test_add_func ("/option-values/names", test_names);
  g_test_add_func ("/option-values/boolean", test_boolean);
  g_test_add_func ("/option-values/text", test_text);
  g_test_add_func ("/option-values/record", test_record);
  g_test_add_func ("/option-values/texts", test_texts);
  return g_test_run ();
}
