/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <libvmxsync/model/value/vmx-decimal-private.h>

#include "vmx-test.h"

static void
test_valid (void)
{
  static const char *const right[] = { "0", "-0", "+1", "007", "1.50", "-12345678901234567890.12" };
  static const char *const wrong[]
      = { "", "-", "+", ".5", "5.", "1e2", " 1", "1 ", "1.2.3", "0x1", "--1", "1,5", "INF" };

  for (guint i = 0; i < G_N_ELEMENTS (right); i++)
    g_assert_true (vmx_decimal_is_valid (right[i], strlen (right[i])));
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (vmx_decimal_is_valid (wrong[i], strlen (wrong[i])));
  g_assert_false (vmx_decimal_is_valid ("1\0", 2));
}

static void
test_compare (void)
{
  static const struct
  {
    const char *a, *b;
    int order;
  } cases[] = {
    { "1.0", "1.00", 0 },
    { "0", "-0.000", 0 },
    { "+7", "007", 0 },
    { "9.9", "10", -1 },
    { "-9.9", "-10", 1 },
    { "-1", "1", -1 },
    { "0.1", "0.09", 1 },
    { "0.10", "0.101", -1 },
    { "12345678901234567890.12", "12345678901234567890.13", -1 },
    { "-0.01", "0", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *a = cases[i].a, *b = cases[i].b;

      g_assert_cmpint (vmx_decimal_compare (a, strlen (a), b, strlen (b)), ==, cases[i].order);
      g_assert_cmpint (vmx_decimal_compare (b, strlen (b), a, strlen (a)), ==, -cases[i].order);
    }
}

static void
test_canonical (void)
{
  static const char *const cases[][2] = {
    { "1.50", "1.5" }, { "+007.0", "7" }, { "-0", "0" },   { "-0.00", "0" },
    { "0.0", "0" },    { "-0.10", "-0.1" }, { "100", "100" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = vmx_decimal_canonical (cases[i][0], strlen (cases[i][0]));

      g_assert_cmpstr (text, ==, cases[i][1]);
    }
}

static void
test_scientific (void)
{
  static const char *const cases[][2] = {
    { "1e3", "1000" },
    { "1E+3", "1000" },
    { "-1.5e-3", "-0.0015" },
    { "1.2345678901234569e+23", "123456789012345690000000" },
    { "12.34e1", "123.4" },
    { "0e0", "0" },
    { "1.50", "1.50" },
    { "1e", NULL },
    { "1e+", NULL },
    { "1e+-5", NULL },
    { "1e 5", NULL },
    { "1e5x", NULL },
    { "1e401", NULL },
    { "1e-401", NULL },
    { "1e99999999999999999999", NULL },
    { "e5", NULL },
    { ".5e5", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = vmx_decimal_from_scientific (cases[i][0], strlen (cases[i][0]));

      g_assert_cmpstr (text, ==, cases[i][1]);
    }
  g_assert_null (vmx_decimal_from_scientific ("1e5\0x", 5));
}

static void
test_long (void)
{
  g_autofree char *digits = g_strnfill (1024 * 1024, '9');
  g_autofree char *canonical = vmx_decimal_canonical (digits, strlen (digits));

  g_assert_cmpstr (canonical, ==, digits);
  g_assert_cmpint (vmx_decimal_compare (digits, strlen (digits), "1", 1), ==, 1);
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/decimal/valid", test_valid);
  g_test_add_func ("/decimal/compare", test_compare);
  g_test_add_func ("/decimal/canonical", test_canonical);
  g_test_add_func ("/decimal/scientific", test_scientific);
  g_test_add_func ("/decimal/long", test_long);
  return g_test_run ();
}
