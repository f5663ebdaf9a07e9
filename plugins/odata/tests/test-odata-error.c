/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-error.h"

#include <string.h>

#include "vmx-test.h"

static char *
describe (const char *type, const char *body)
{
  g_autoptr(VmxOdataError) error = vmx_odata_error_new (400, type, body, strlen (body));

  return vmx_odata_error_to_text (error);
}

static void
test_shapes (void)
{
  static const struct
  {
    const char *type, *body, *expected;
  } cases[] = {
    { "application/json",
      "{\"error\":{\"message\":\"Parsing failed\",\"code\":\"400\",\"target\":\"Name\","
      "\"@Common.numericSeverity\":4}}",
      "code 400, target Name: “Parsing failed”" },
    { "application/json",
      "{\"error\":{\"code\":\"MULTIPLE_ERRORS\",\"message\":\"Several\",\"details\":["
      "{\"message\":\"one\",\"code\":\"A\"},{\"message\":\"two\"},{\"message\":\"three\"},"
      "{\"message\":\"four\"}]}}",
      "code MULTIPLE_ERRORS: “Several: one; two; three”" },
    { "application/json",
      "{\"error\":{\"code\":\"X/1\",\"message\":{\"lang\":\"en\",\"value\":\"Old style\"},"
      "\"innererror\":{\"message\":\"inner\"}}}",
      "code X/1: “Old style”" },
    { "application/json", "{\"odata.error\":{\"code\":\"\",\"message\":{\"value\":\"Third\"}}}",
      "“Third”" },
    { "application/json", "{\"code\":412001,\"message\":\"Precondition\"}",
      "code 412001: “Precondition”" },
    { "application/json", "{\"error\":{\"code\":500,\"message\":\"x\",\"stack\":\"at foo\"}}",
      "code 500: “x”" },
    { "application/json",
      "{\"error\":\"invalid_token\",\"error_description\":\"The token expired\"}",
      "“The token expired”" },
    { "application/json", "{\"error\":\"bare\"}", "“bare”" },
    { "application/problem+json", "{\"title\":\"Bad\",\"status\":400}", "“Bad”" },
    { "application/json", "[{\"message\":\"in a list\"}]", "“in a list”" },
    { "application/json", "\xef\xbb\xbf{\"error\":{\"message\":\"with a mark\"}}",
      "“with a mark”" },
    { "application/json", "{\"error\":{\"message\":\"cut off\",\"code", "“cut off”" },
    { "application/xml",
      "<?xml version=\"1.0\"?><m:error xmlns:m=\"urn:m\"><m:code>E1</m:code>"
      "<m:message xml:lang=\"en\">a &lt; b &amp; c</m:message></m:error>",
      "code E1: “a < b & c”" },
    { "text/html", "<html><head><TITLE>Not\n Found</TITLE></head><body>x</body></html>",
      "“Not Found”" },
    { "text/html", "<p>It <b>broke</b></p>", "“It broke”" },
    { "text/plain", " Unauthorized\n", "“Unauthorized”" },
    { "text/plain", "", "" },
    { "application/json", "{}", "“{}”" },
    { "application/json", "{\"error\":null}", "“{\"error\":null}”" },
    { "text/plain", "bad \xff\x01 bytes", "“bad \xef\xbf\xbd bytes”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = describe (cases[i].type, cases[i].body);
      const char *start = "HTTP 400 Bad Request";

      g_test_message ("case %u", i);
      g_assert_true (g_str_has_prefix (text, start));
      text = (memmove (text, text + strlen (start), strlen (text) - strlen (start) + 1), text);
      if (g_str_has_prefix (text, ", ") || g_str_has_prefix (text, ": "))
        g_assert_cmpstr (text + 2, ==, cases[i].expected);
      else
        g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_long (void)
{
  g_autofree char *value = g_strnfill (1024 * 1024, 'x');
  g_autofree char *json = g_strdup_printf ("{\"error\":{\"message\":\"Value %s is long\"}}", value);
  g_autofree char *html = g_strdup_printf ("<html><body>%s", value);
  g_autofree char *open = g_strnfill (1024 * 1024, '<');
  const char *const bodies[] = { value, json, html, open };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autofree char *text = describe ("application/json", bodies[i]);

      g_assert_cmpuint (strlen (text), <, 700);
      g_assert_true (g_utf8_validate (text, -1, NULL));
    }
}

static void
test_hostile (void)
{
  g_autofree char *deep = g_strnfill (200 * 1024, '[');
  g_autoptr(VmxOdataError) nothing = vmx_odata_error_new (0, NULL, NULL, 0);
  g_autoptr(VmxOdataError) nul = vmx_odata_error_new (500, "text/plain", "a\0b", 3);
  g_autofree char *text = describe ("application/json", deep);

  g_assert_cmpstr (nothing->message, ==, "");
  g_assert_cmpstr (nul->message, ==, "a");
  g_assert_cmpuint (strlen (text), <, 700);
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/odata/error/shapes", test_shapes);
  g_test_add_func ("/odata/error/long", test_long);
  g_test_add_func ("/odata/error/hostile", test_hostile);
  return g_test_run ();
}
