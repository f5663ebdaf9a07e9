/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-retry.h"

#include "vmx-test.h"

static void
test_status (void)
{
  static const guint worth[] = { 408, 429, 500, 502, 503, 504, 599 };
  static const guint not_worth[]
      = { 200, 204, 304, 400, 401, 403, 404, 409, 410, 412, 501, 505, 600 };

  for (guint i = 0; i < G_N_ELEMENTS (worth); i++)
    g_assert_true (vmx_odata_retry_is_worth_it (worth[i]));
  for (guint i = 0; i < G_N_ELEMENTS (not_worth); i++)
    g_assert_false (vmx_odata_retry_is_worth_it (not_worth[i]));
}

static void
test_after (void)
{
  static const struct
  {
    const char *text;
    gint64 expected;
  } cases[] = {
    { "0", 0 },
    { "120", 120000 },
    { "0.249", 249 },
    { " 1.5 ", 1500 },
    { ".5", 500 },
    { "Thu, 01 Jan 1970 00:16:50 GMT", 10000 },
    { "Thursday, 01-Jan-70 00:16:45 GMT", 5000 },
    { "Thu, 01 Jan 1970 00:00:00 GMT", 0 },
    { NULL, -1 },
    { "", -1 },
    { "soon", -1 },
    { "-5", -1 },
    { "1e3", -1 },
    { "5 seconds", -1 },
    { "0x10", -1 },
    { "inf", -1 },
    { "nan", -1 },
    { "1.2.3", -1 },
    { "99999999999999999999999999", -1 },
    { "Fri, 31 Dec 9999 23:59:59 GMT", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (vmx_odata_retry_parse_after (cases[i].text, 1000 * 1000), ==,
                       cases[i].expected);
    }
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/odata/retry/status", test_status);
  g_test_add_func ("/odata/retry/after", test_after);
  return g_test_run ();
}
