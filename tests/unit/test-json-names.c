/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/json/vmx-json-names-private.h>

#include "json-events.h"

/* Names of all lengths that differ in one byte only, and parts of each other. */
static void
test_similar_names (void)
{
  g_autoptr(VmxJsonNames) names = vmx_json_names_new ();

  for (guint round = 0; round < 3; round++)
    {
      char name[41];

      vmx_json_names_start (names);
      memset (name, 'x', sizeof name);
      for (gsize length = 0; length < sizeof name; length++)
        {
          g_assert_true (vmx_json_names_add (names, name, length));
          for (gsize i = 0; i < length; i++)
            {
              name[i] = (char) ('a' + round % 2);
              g_assert_true (vmx_json_names_add (names, name, length));
              g_assert_false (vmx_json_names_add (names, name, length));
              name[i] = 'x';
            }
        }
      g_assert_false (vmx_json_names_add (names, name, 7));
    }
}

static char *
make_members (guint n, const char *last)
{
  GString *text = g_string_new ("{");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "\"member-%u\":%u,", i, i);
  g_string_append_printf (text, "\"%s\":0}", last);
  return g_string_free (text, FALSE);
}

/* Sizes around where the list of names becomes a table, and a large one. */
static void
test_many_members (void)
{
  static const guint sizes[] = { 1, 2, 31, 32, 33, 34, 63, 64, 65, 127, 128, 129, 1000, 100000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *last = g_strdup_printf ("member-%u", sizes[i] - 1);
      g_autofree char *good = make_members (sizes[i], "another");
      g_autofree char *first_again = make_members (sizes[i], "member-0");
      g_autofree char *last_again = make_members (sizes[i], last);
      g_autoptr(GError) error = NULL;
      g_autofree char *events = json_events_read (good, strlen (good), 16384, &error);

      g_assert_no_error (error);
      g_assert_nonnull (events);
      g_assert_null (json_events_read (first_again, strlen (first_again), 16384, &error));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_JSON, "a second member \"member-0\"");
      g_assert_null (json_events_read (last_again, strlen (last_again), 16384, &error));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_JSON, last);
    }
}

/* Objects of one array that have the same, fewer, more and other members than the one before. */
static void
test_changing_members (void)
{
  g_autoptr(GString) text = g_string_new ("[");
  g_autofree char *doubled = NULL;
  g_autofree char *events = NULL;
  g_autoptr(GError) error = NULL;

  for (guint round = 0; round < 200; round++)
    {
      guint n = (round * 37) % 90;
      guint first = round % 3 == 0 ? 0 : round % 7;

      g_string_append (text, round > 0 ? ",{" : "{");
      for (guint i = 0; i < n; i++)
        g_string_append_printf (text, "%s\"m%u\":0", i > 0 ? "," : "",
                                (i * first + i) % 97 + 97 * i);
      g_string_append_c (text, '}');
    }
  doubled = g_strdup_printf ("%s,{\"m0\":0,\"x\":0,\"m97\":0,\"x\":0}]", text->str);
  g_string_append_c (text, ']');

  events = json_events_read (text->str, text->len, 4096, &error);
  g_assert_no_error (error);
  g_assert_nonnull (events);
  g_assert_null (json_events_read (doubled, strlen (doubled), 4096, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_JSON, "a second member \"x\"");
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);

  g_test_add_func ("/json-names/similar-names", test_similar_names);
  g_test_add_func ("/json-names/many-members", test_many_members);
  g_test_add_func ("/json-names/changing-members", test_changing_members);
  return g_test_run ();
}
