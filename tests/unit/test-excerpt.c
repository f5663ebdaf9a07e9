/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/vmx-excerpt-private.h>

#include <string.h>

#include "vmx-test.h"

static void
test_short (void)
{
  g_autofree char *empty = vmx_excerpt ("", -1, VMX_EXCERPT_NAME);
  g_autofree char *name = vmx_excerpt ("Employee “é”", -1, VMX_EXCERPT_NAME);
  g_autofree char *broken = vmx_excerpt ("a\xff", -1, VMX_EXCERPT_NAME);

  g_assert_cmpstr (empty, ==, "");
  g_assert_cmpstr (name, ==, "Employee “é”");
  g_assert_cmpstr (broken, ==, "a\xef\xbf\xbd");
}

/* The cut is made between characters, wherever they begin. */
static void
test_long (void)
{
  for (guint start = 0; start < 4; start++)
    {
      g_autoptr(GString) name = g_string_new (NULL);
      g_autofree char *shown = NULL;

      for (guint i = 0; i < start; i++)
        g_string_append_c (name, 'x');
      for (guint i = 0; i < 100; i++)
        g_string_append (name, "€");
      shown = vmx_excerpt (name->str, -1, VMX_EXCERPT_NAME);
      g_assert_true (g_utf8_validate (shown, -1, NULL));
      g_assert_null (strstr (shown, "\xef\xbf\xbd"));
      g_assert_true (g_str_has_suffix (shown, "…"));
      g_assert_cmpuint (strlen (shown), <=, 63);
    }
}

static void
test_long_and_broken (void)
{
  g_autofree char *name = g_strnfill (1024 * 1024, '\x80');
  g_autofree char *shown = vmx_excerpt (name, -1, VMX_EXCERPT_NAME);

  g_assert_cmpstr (shown, ==, "…");
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/excerpt/short", test_short);
  g_test_add_func ("/excerpt/long", test_long);
  g_test_add_func ("/excerpt/long-and-broken", test_long_and_broken);
  return g_test_run ();
}
