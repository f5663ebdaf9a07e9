/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/plugin/vmx-plugin-check-private.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/plugin/vmx-plugin-enums.h>
#include <libvmxsync/vmx-enum-types.h>

#include "vmx-test.h"

/* A plugin with an option of each type. */
#define TEST_TYPE_PLUGIN (test_plugin_get_type ())
G_DECLARE_FINAL_TYPE (TestPlugin, test_plugin, TEST, PLUGIN, GObject)

enum
{
  PROP_0,
  PROP_ON,
  PROP_DELAY,
  PROP_PAGE_SIZE,
  PROP_OFFSET,
  PROP_LIMIT,
  PROP_RATIO,
  PROP_URL,
  PROP_ORDER,
  PROP_OTHER,
  PROP_FIXED,
  PROP_STATE,
  N_PROPS
};

struct _TestPlugin
{
  GObject parent_instance;
  GValue values[N_PROPS];
};

G_DEFINE_FINAL_TYPE (TestPlugin, test_plugin, G_TYPE_OBJECT)

static void
test_plugin_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GValue *kept = &TEST_PLUGIN (object)->values[id];

  if (!G_IS_VALUE (kept))
    g_value_init (kept, G_VALUE_TYPE (value));
  g_value_copy (value, kept);
}

static void
test_plugin_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GValue *kept = &TEST_PLUGIN (object)->values[id];

  if (G_IS_VALUE (kept))
    g_value_copy (kept, value);
}

static void
test_plugin_finalize (GObject *object)
{
  for (guint i = 0; i < N_PROPS; i++)
    if (G_IS_VALUE (&TEST_PLUGIN (object)->values[i]))
      g_value_unset (&TEST_PLUGIN (object)->values[i]);
  G_OBJECT_CLASS (test_plugin_parent_class)->finalize (object);
}

static void
test_plugin_class_init (TestPluginClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamSpec *pspecs[N_PROPS] = {
    NULL,
    g_param_spec_boolean ("on", NULL, NULL, FALSE, G_PARAM_READWRITE),
    g_param_spec_int ("delay", NULL, NULL, -5, 500, 0, G_PARAM_READWRITE),
    g_param_spec_uint ("page-size", NULL, NULL, 1, G_MAXUINT, 1, G_PARAM_READWRITE),
    g_param_spec_int64 ("offset", NULL, NULL, G_MININT64, G_MAXINT64, 0, G_PARAM_READWRITE),
    g_param_spec_uint64 ("limit", NULL, NULL, 0, G_MAXUINT64, 0, G_PARAM_READWRITE),
    g_param_spec_double ("ratio", NULL, NULL, -0.5, 1, 0, G_PARAM_READWRITE),
    g_param_spec_string ("url", NULL, NULL, NULL, G_PARAM_READWRITE),
    g_param_spec_enum ("order", NULL, NULL, VMX_TYPE_ORDER, 0, G_PARAM_READWRITE),
    g_param_spec_object ("other", NULL, NULL, G_TYPE_OBJECT, G_PARAM_READWRITE),
    g_param_spec_string ("fixed", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY),
    g_param_spec_string ("state", NULL, NULL, NULL, G_PARAM_READABLE),
  };

  object_class->set_property = test_plugin_set_property;
  object_class->get_property = test_plugin_get_property;
  object_class->finalize = test_plugin_finalize;
  g_object_class_install_properties (object_class, N_PROPS, pspecs);
}

static void
test_plugin_init (TestPlugin *self)
{
}

/* Values as g_strdup_value_contents() shows them. */
static const struct
{
  const char *name;
  const char *text;
  const char *expected;
} good_cases[] = {
  { "on", "true", "TRUE" },
  { "on", "false", "FALSE" },
  { "delay", "-5", "-5" },
  { "delay", "500", "500" },
  { "page-size", "4294967295", "4294967295" },
  { "page_size", "7", "7" },
  { "offset", "-9223372036854775808", "-9223372036854775808" },
  { "offset", "9223372036854775807", "9223372036854775807" },
  { "limit", "18446744073709551615", "18446744073709551615" },
  { "ratio", "-0.5", "-0.500000" },
  { "ratio", "2.5e-1", "0.250000" },
  { "url", "", "\"\"" },
  { "url", "https://example.com/ö", "\"https://example.com/ö\"" },
  { "order", "descending", "((VmxOrder) VMX_ORDER_DESCENDING)" },
};

static void
test_good (void)
{
  g_autoptr(GObject) plugin = g_object_new (TEST_TYPE_PLUGIN, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (good_cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_auto(GValue) value = G_VALUE_INIT;
      g_autofree char *shown = NULL;

      g_assert_true (vmx_plugin_set_property_from_text (plugin, good_cases[i].name,
                                                        good_cases[i].text, &error));
      g_assert_no_error (error);
      g_object_get_property (plugin, good_cases[i].name, &value);
      shown = g_strdup_value_contents (&value);
      if (G_VALUE_HOLDS_STRING (&value))
        {
          g_free (shown);
          shown = g_strdup_printf ("\"%s\"", g_value_get_string (&value));
        }
      g_assert_cmpstr (shown, ==, good_cases[i].expected);
    }
}

static const struct
{
  const char *name;
  const char *text;
  int code;
  const char *part;
} bad_cases[] = {
  { "on", "yes", VMX_ERROR_INVALID_OPTION, "expected true or false" },
  { "on", "", VMX_ERROR_INVALID_OPTION, "expected true or false" },
  { "delay", "501", VMX_ERROR_INVALID_OPTION, "from -5 to 500" },
  { "delay", "-6", VMX_ERROR_INVALID_OPTION, "from -5 to 500" },
  { "delay", "99999999999999999999", VMX_ERROR_INVALID_OPTION, "from -5 to 500" },
  { "delay", "4294967296", VMX_ERROR_INVALID_OPTION, "from -5 to 500" },
  { "delay", "1.5", VMX_ERROR_INVALID_OPTION, "cannot be “1.5”" },
  { "delay", " 1", VMX_ERROR_INVALID_OPTION, "cannot be “ 1”" },
  { "delay", "1x", VMX_ERROR_INVALID_OPTION, "cannot be “1x”" },
  { "delay", "0x10", VMX_ERROR_INVALID_OPTION, "whole number" },
  { "page-size", "0", VMX_ERROR_INVALID_OPTION, "from 1 to 4294967295" },
  { "page-size", "-1", VMX_ERROR_INVALID_OPTION, "from 1 to 4294967295" },
  { "offset", "9223372036854775808", VMX_ERROR_INVALID_OPTION, "to 9223372036854775807" },
  { "limit", "-1", VMX_ERROR_INVALID_OPTION, "from 0 to 18446744073709551615" },
  { "ratio", "1.01", VMX_ERROR_INVALID_OPTION, "from -0.5 to 1" },
  { "ratio", "nan", VMX_ERROR_INVALID_OPTION, "from -0.5 to 1" },
  { "ratio", "0x0", VMX_ERROR_INVALID_OPTION, "from -0.5 to 1" },
  { "ratio", "1e", VMX_ERROR_INVALID_OPTION, "from -0.5 to 1" },
  { "ratio", "0,5", VMX_ERROR_INVALID_OPTION, "from -0.5 to 1" },
  { "url", "\xff", VMX_ERROR_INVALID_OPTION, "UTF-8" },
  { "order", "sideways", VMX_ERROR_INVALID_OPTION, "one of ascending, descending" },
  { "order", "Descending", VMX_ERROR_INVALID_OPTION, "descending-ignore-case" },
  { "other", "x", VMX_ERROR_NOT_SUPPORTED, "GObject" },
  { "dellay", "1", VMX_ERROR_INVALID_OPTION, "did you mean “delay”?" },
  { "colour", "1", VMX_ERROR_INVALID_OPTION, "It has: on, delay, page-size" },
  { "fixed", "1", VMX_ERROR_INVALID_OPTION, "no option “fixed”" },
  { "state", "1", VMX_ERROR_INVALID_OPTION, "no option “state”" },
  { "", "1", VMX_ERROR_INVALID_OPTION, "no option “”" },
  { "\xff\xff", "1", VMX_ERROR_INVALID_OPTION, "TestPlugin" },
};

static void
test_bad (void)
{
  g_autoptr(GObject) plugin = g_object_new (TEST_TYPE_PLUGIN, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (bad_cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (vmx_plugin_set_property_from_text (plugin, bad_cases[i].name,
                                                         bad_cases[i].text, &error));
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      vmx_assert_error (error, VMX_ERROR, bad_cases[i].code, bad_cases[i].part);
    }
  for (guint i = 0; i < N_PROPS; i++)
    g_assert_false (i != PROP_FIXED && G_IS_VALUE (&TEST_PLUGIN (plugin)->values[i]));
}

static void
test_huge (void)
{
  g_autoptr(GObject) plugin = g_object_new (TEST_TYPE_PLUGIN, NULL);
  g_autofree char *huge = g_strnfill (1024 * 1024, '9');
  static const char *const names[] = { "on", "delay", "offset", "ratio", "order" };
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_false (vmx_plugin_set_property_from_text (plugin, names[i], huge, &error));
      g_assert_cmpuint (strlen (error->message), <, 400);
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "999");
    }
  g_assert_false (vmx_plugin_set_property_from_text (plugin, huge, "1", &error));
  g_assert_cmpuint (strlen (error->message), <, 400);
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "no option “999");
  g_assert_true (vmx_plugin_set_property_from_text (plugin, "url", huge, &error));
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/plugin-property/good", test_good);
  g_test_add_func ("/plugin-property/bad", test_bad);
  g_test_add_func ("/plugin-property/huge", test_huge);
  return g_test_run ();
}
