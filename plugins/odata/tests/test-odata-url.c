/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-url.h"

#include <libvmxsync/vmxsync.h>
#include <string.h>

#include "vmx-odata-query.h"
#include "vmx-test.h"

#define ROOT "http://example.com/odata/v4/"

static void
test_root (void)
{
  static const struct
  {
    const char *url, *expected;
  } cases[] = {
    { "http://example.com/odata/v4", ROOT },
    { ROOT, ROOT },
    { "HTTP://Example.com:80/odata/v4/", "http://Example.com/odata/v4/" },
    { "https://example.com:8443", "https://example.com:8443/" },
    { "http://[::1]:4004/a%20b", "http://[::1]:4004/a%20b/" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *root = vmx_odata_url_check_root (cases[i].url, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (root, ==, cases[i].expected);
    }
}

static void
test_wrong_root (void)
{
  static const struct
  {
    const char *url, *words;
  } cases[] = {
    { NULL, "full address" },
    { "", "full address" },
    { "example.com/odata", "full address" },
    { "ftp://example.com/", "http or https" },
    { "http:///odata", "no host" },
    { "http://example.com/odata?sap-client=1", "without" },
    { "http://example.com/odata#x", "without" },
    { "http://example.com/\xff", "full address" },
    { "http://anna:secret-word@example.com/", "user name" },
    { "http://secret-word@example.com/", "user name" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", cases[i].words);
      g_assert_null (vmx_odata_url_check_root (cases[i].url, &error));
      g_assert_null (strstr (error->message, "secret-word"));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_URL, cases[i].words);
    }
}

static void
test_escape (void)
{
  g_autoptr(GString) url = vmx_odata_url_start (ROOT, "Employees");

  vmx_odata_url_add_option (url, "$filter", "Name eq 'O''Neil/50%+#&?' and Ö gt ~-._");
  vmx_odata_url_add_option (url, "a b", "c=d");
  vmx_odata_url_add_raw_option (url, "$select", "ID,Name");
  g_assert_cmpstr (url->str, ==,
                   ROOT "Employees?$filter=Name%20eq%20%27O%27%27Neil%2F50%25%2B%23%26%3F%27%20and"
                        "%20%C3%96%20gt%20~-._&a%20b=c%3Dd&$select=ID,Name");
}

/* --- Links --- */

static void
test_links (void)
{
  static const char request[] = ROOT "Departments(7)/employees?$top=3";
  static const struct
  {
    const char *context, *link, *expected;
  } cases[] = {
    { "$metadata#Employees", "Employees?%24skiptoken=7",
      ROOT "Departments(7)/Employees?%24skiptoken=7" },
    { "../$metadata#Employees", "Departments(7)/employees?%24skiptoken=7",
      ROOT "Departments(7)/employees?%24skiptoken=7" },
    { ROOT "$metadata#Employees", "Employees?$skiptoken=7", ROOT "Employees?$skiptoken=7" },
    { NULL, "Employees?$skiptoken=7", ROOT "Employees?$skiptoken=7" },
    { "../$metadata#E", "?$skiptoken=7", ROOT "Departments(7)/employees?$skiptoken=7" },
    { NULL, "/other/E?x=1", "http://example.com/other/E?x=1" },
    { NULL, ROOT "E?t=2024-01-01T00:00:00+01:00", ROOT "E?t=2024-01-01T00:00:00+01:00" },
    { NULL, "E?$filter=Name eq 'Ö\"'", ROOT "E?$filter=Name%20eq%20'%C3%96%22'" },
    { NULL, "HTTP://EXAMPLE.COM:80/odata/v4/E", "http://EXAMPLE.COM/odata/v4/E" },
    { "http://localhost:4004/x/$metadata", "E?a=b", ROOT "E?a=b" },
    { "http://[", "E?a=b", ROOT "E?a=b" },
    { NULL, "E?$skiptoken=a%2fb%27", ROOT "E?$skiptoken=a%2Fb%27" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *url
          = vmx_odata_url_resolve_link (ROOT, request, cases[i].context, cases[i].link, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (url, ==, cases[i].expected);
    }
}

static void
test_wrong_links (void)
{
  static const char *const links[] = {
    "http://evil.example/odata/v4/E",
    "//evil.example/E",
    "https://example.com/odata/v4/E",
    "http://example.com:8080/odata/v4/E",
    "http://example.com@evil.example/E",
    "http://anna:x@example.com/odata/v4/E",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "http://",
    "http://[::1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", links[i]);
      g_assert_null (vmx_odata_url_resolve_link (ROOT, ROOT "E", NULL, links[i], &error));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER, "link");
    }
}

static void
test_proxy (void)
{
  static const char root[] = "https://example.com/odata/";
  static const struct
  {
    const char *link, *expected;
  } cases[] = {
    { "http://example.com/odata/E?a=b", "https://example.com/odata/E?a=b" },
    { "http://example.com:443/odata/E", "https://example.com/odata/E" },
    { "http://example.com:8080/odata/E", NULL },
    { "http://other.example/odata/E", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *url = vmx_odata_url_resolve_link (root, root, NULL, cases[i].link, NULL);

      g_assert_cmpstr (url, ==, cases[i].expected);
    }
}

static void
test_parts (void)
{
  g_autofree char *place = vmx_odata_url_describe (ROOT "E?token=secret#x");
  g_autofree char *local = vmx_odata_url_get_local_part (ROOT "E?a=%24b");
  g_autofree char *origin = vmx_odata_url_get_origin ("https://[::1]/x");

  g_assert_cmpstr (place, ==, "http://example.com:80/odata/v4/E");
  g_assert_cmpstr (local, ==, "/odata/v4/E?a=%24b");
  g_assert_cmpstr (origin, ==, "https://[::1]:443");
  g_assert_false (vmx_odata_url_is_same_origin (ROOT, "http://example.com.evil/"));
  g_assert_true (vmx_odata_url_is_same_origin (ROOT, "http://example.com:80/"));
}

/* --- Queries --- */

static VmxFetchRequest *
make_request (VmxColumnType key_type)
{
  g_autoptr(VmxObjectSchema) schema = vmx_object_schema_new ("Employees");
  g_autoptr(VmxColumn) key = vmx_column_new ("ID", key_type, VMX_COLUMN_FLAG_NONE);
  g_autoptr(VmxColumn) name
      = vmx_column_new ("Größe", VMX_COLUMN_STRING, VMX_COLUMN_FLAG_NULLABLE);
  g_autoptr(VmxColumn) photo
      = vmx_column_new ("Photo", VMX_COLUMN_STREAM, VMX_COLUMN_FLAG_NULLABLE);

  vmx_object_schema_add_column (schema, key);
  vmx_object_schema_add_column (schema, name);
  vmx_object_schema_add_column (schema, photo);
  vmx_object_schema_add_key_column (schema, "ID");
  g_assert_true (vmx_object_schema_seal (schema, NULL));
  return vmx_fetch_request_new (schema);
}

static void
test_first_query (void)
{
  static const char *const params[] = { "Location ID", "32 001", "$expand", "x", NULL };
  g_autoptr(VmxFetchRequest) request = make_request (VMX_COLUMN_INT32);
  g_autoptr(GError) error = NULL;
  g_autofree char *bare = vmx_odata_query_make_first (ROOT, request, &error);
  g_autofree char *full = NULL;

  g_assert_cmpstr (bare, ==, ROOT "Employees?$select=ID,Gr%C3%B6%C3%9Fe");
  vmx_fetch_request_set_filter (request, "ID gt 5");
  vmx_fetch_request_set_want_total (request, TRUE);
  vmx_fetch_request_set_query_params (request, params);
  full = vmx_odata_query_make_first (ROOT, request, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (full, ==,
                   ROOT "Employees?$filter=ID%20gt%205&$select=ID,Gr%C3%B6%C3%9Fe&$count=true"
                        "&Location%20ID=32%20001&$expand=x");
}

static void
test_key_query (void)
{
  g_autoptr(VmxFetchRequest) request = make_request (VMX_COLUMN_INT32);
  g_autofree char *first = NULL;
  g_autofree char *next = NULL;

  vmx_fetch_request_set_batch_size (request, 50);
  vmx_fetch_request_set_want_total (request, TRUE);
  first = vmx_odata_query_make_by_key (ROOT, request, NULL, NULL);
  g_assert_cmpstr (first, ==,
                   ROOT "Employees?$select=ID,Gr%C3%B6%C3%9Fe&$count=true&$orderby=ID&$top=50");
  vmx_fetch_request_set_filter (request, "A eq 1 or B eq 2");
  next = vmx_odata_query_make_by_key (ROOT, request, "70", NULL);
  g_assert_cmpstr (next, ==,
                   ROOT "Employees?$filter=%28A%20eq%201%20or%20B%20eq%202%29%20and%20%28ID%20gt%20"
                        "70%29&$select=ID,Gr%C3%B6%C3%9Fe&$orderby=ID&$top=50");
}

static void
test_params (void)
{
  static const char *const wrong[][3] = { { "", "x" }, { "$filter", "x" }, { "$count", "true" } };
  static const char *const order[] = { "$orderby", "x", NULL };
  g_autoptr(VmxFetchRequest) request = make_request (VMX_COLUMN_GUID);

  vmx_fetch_request_set_batch_size (request, 50);
  g_assert_true (vmx_odata_query_can_page_by_key (request));
  vmx_fetch_request_set_query_params (request, order);
  g_assert_false (vmx_odata_query_can_page_by_key (request));
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr(GError) error = NULL;

      vmx_fetch_request_set_query_params (request, wrong[i]);
      g_assert_null (vmx_odata_query_make_first (ROOT, request, &error));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NETWORK, "query parameter");
    }
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/odata/url/root", test_root);
  g_test_add_func ("/odata/url/wrong-root", test_wrong_root);
  g_test_add_func ("/odata/url/escape", test_escape);
  g_test_add_func ("/odata/url/links", test_links);
  g_test_add_func ("/odata/url/wrong-links", test_wrong_links);
  g_test_add_func ("/odata/url/proxy", test_proxy);
  g_test_add_func ("/odata/url/parts", test_parts);
  g_test_add_func ("/odata/query/first", test_first_query);
  g_test_add_func ("/odata/query/by-key", test_key_query);
  g_test_add_func ("/odata/query/params", test_params);
  return g_test_run ();
}
