/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/vmx-excerpt-private.h>
#include <libvmxsync/model/vmx-suggest-private.h>

#include "vmx-test.h"

#include <string.h>

static const char *const columns[] = {
  "ID", "FirstName", "LastName", "Age", "hireDate", "uploadBatchSize", "age2", NULL,
};

static const struct
{
  const char *name;
  const char *nearest;
} cases[] = {
  { "FirstName", "FirstName" },
  { "firstname", "FirstName" },
  { "FristName", "FirstName" },
  { "FirstNam", "FirstName" },
  { "FirstNames", "FirstName" },
  { "LastNome", "LastName" },
  { "AGE", "Age" },
  { "AGE2", "age2" },
  { "Agee", "Age" },
  { "uploadBatchSzie", "uploadBatchSize" },
  { "uploadBachSise", "uploadBatchSize" },
  { "id", "ID" },
  { "IX", NULL },
  { "X", NULL },
  { "", NULL },
  { "Department", NULL },
  { "SomethingElse", NULL },
};

static void
test_nearest (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (vmx_suggest_nearest (cases[i].name, columns), ==, cases[i].nearest);
}

static void
test_empty_list (void)
{
  const char *const none[] = { NULL };

  g_assert_null (vmx_suggest_nearest ("Age", none));
}

static void
test_long_names (void)
{
  g_autofree char *big = g_strnfill (1024 * 1024, 'a');
  g_autofree char *upper = g_ascii_strup (big, -1);
  const char *const candidates[] = { "Age", big, NULL };

  g_assert_true (vmx_suggest_nearest (upper, candidates) == big);
  upper[1000] = 'B';
  g_assert_null (vmx_suggest_nearest (upper, candidates));
}

static void
test_tail (void)
{
  static const char *const candidates[] = { "Name", NULL };
  g_autofree char *near = vmx_suggest_tail ("nmae", candidates);
  g_autofree char *none = vmx_suggest_tail ("Zebra", candidates);

  g_assert_cmpstr (near, ==, "; did you mean “Name”?");
  g_assert_cmpstr (none, ==, "");
}

static void
test_excerpt (void)
{
  static const struct
  {
    const char *text;
    gssize length;
    const char *expected;
  } examples[] = {
    { "", -1, "" },
    { "abc", -1, "abc" },
    { "abcd", -1, "abc…" },
    { "abcd", 3, "abc" },
    { "ab\xc3\xa4", -1, "ab…" },
    { "a\xc3\xa4", -1, "a\xc3\xa4" },
    { "a\xff", -1, "a\xef\xbf\xbd" },
    { "a\0b", 3, "a\xef\xbf\xbd" "b" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      g_autofree char *excerpt = vmx_excerpt (examples[i].text, examples[i].length, 3);

      g_assert_cmpstr (excerpt, ==, examples[i].expected);
    }
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/suggest/nearest", test_nearest);
  g_test_add_func ("/suggest/empty-list", test_empty_list);
  g_test_add_func ("/suggest/long-names", test_long_names);
  g_test_add_func ("/suggest/tail", test_tail);
  g_test_add_func ("/suggest/excerpt", test_excerpt);
  return g_test_run ();
}
