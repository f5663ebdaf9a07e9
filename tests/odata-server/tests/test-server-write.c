/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "server-fixture.h"

#define GUID "1B4E28BA-2fa1-11d2-883f-0016d3cca427"
#define ODD_PLACE "Places(Region='a%2Fb',Name='O%27%27Neil%20%C3%B6%252F')"
#define ODD_KEY "[\"a/b\",\"O'Neil ö%2F\"]"

/* --- Creating --- */

static void
test_create (Fixture *self, gconstpointer data)
{
  fixture_ask (self, "POST", "Tickets", NULL,
               "{\"Title\":\"a\",\"Amount\":1.10,\"Serial\":\"9007199254740993\",\"Done\":true,"
               "\"ModifiedAt\":\"1999-01-01T00:00:00Z\",\"Title@x\":1}",
               201);
  fixture_assert_body (self, "\"ID\":1,\"Title\":\"a\",\"Amount\":1.10,\"Serial\":9007199254740993,"
                             "\"DueAt\":null,\"Done\":true,"
                             "\"ModifiedAt\":\"2025-01-01T00:00:01Z\"}");
  g_assert_cmpstr (fixture_get_header (self, "Location"), ==, "Tickets(1)");
  g_assert_null (fixture_get_header (self, "OData-EntityId"));
  g_assert_cmpstr (fixture_get_header (self, "ETag"), ==, "W/\"0-2\\+%2F='&#\"");
  fixture_assert_body (self, "{\"@odata.etag\":\"W/\\\"0-2\\\\+%2F='&#\\\"\",");
  fixture_ask (self, "POST", "Tickets", NULL, "{\"Title\":\"b\"}", 201);
  fixture_assert_record (self, "Tickets", "[2]", "\"Title\":\"b\",\"Amount\":null");
  fixture_assert_counts (self, "Tickets", 2, 0, 0);
}

static void
test_minimal (Fixture *self, gconstpointer data)
{
  fixture_ask (self, "POST", "Tickets", "Prefer: a, return=minimal", "{\"Title\":\"a\"}", 204);
  g_assert_cmpstr (self->body, ==, "");
  g_assert_cmpstr (fixture_get_header (self, "Location"), ==, "Tickets(1)");
  g_assert_cmpstr (fixture_get_header (self, "OData-EntityId"), ==, "Tickets(1)");
  g_assert_cmpstr (fixture_get_header (self, "Preference-Applied"), ==, "return=minimal");
  g_assert_nonnull (fixture_get_header (self, "ETag"));

  fixture_configure (self, (VmxOdataServerOptions){ .returns_minimal = TRUE,
                                                    .omits_entity_id = TRUE,
                                                    .absolute_links = TRUE });
  fixture_ask (self, "POST", "Tickets", NULL, "{\"Title\":\"b\"}", 204);
  g_assert_null (fixture_get_header (self, "OData-EntityId"));
  g_assert_null (fixture_get_header (self, "Preference-Applied"));
  g_assert_true (g_str_has_prefix (fixture_get_header (self, "Location"), "http://127.0.0.1:"));
  fixture_ask (self, "PATCH", "Tickets(2)", NULL, "{\"Title\":\"c\"}", 204);
  g_assert_cmpstr (fixture_get_header (self, "ETag"), ==, "W/\"1-4\\+%2F='&#\"");
}

static void
test_keys (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) keys = NULL;

  fixture_ask (self, "POST", "Tickets", NULL, "{\"ID\":7,\"Title\":\"a\"}", 400);
  fixture_assert_body (self, "\"target\":\"ID\"");
  fixture_ask (self, "POST", "Tasks", NULL, "{\"Title\":\"a\"}", 400);
  fixture_assert_body (self, "\"target\":\"ID\"");
  fixture_ask (self, "POST", "Tasks", NULL, "{\"ID\":\"" GUID "\",\"Title\":\"a\"}", 201);
  g_assert_cmpstr (fixture_get_header (self, "Location"), ==, "Tasks(" GUID ")");
  fixture_ask (self, "POST", "Tasks", NULL, "{\"ID\":\"" GUID "\",\"Title\":\"b\"}", 409);
  fixture_configure (self, (VmxOdataServerOptions){ .duplicate_status = 500 });
  fixture_ask (self, "POST", "Tasks", NULL, "{\"ID\":\"" GUID "\",\"Title\":\"b\"}", 500);

  fixture_ask (self, "POST", "Notes", NULL, "{\"Text\":\"x\"}", 201);
  keys = vmx_odata_server_list_keys (self->server, "Notes");
  g_assert_cmpuint (g_strv_length (keys), ==, 1);
  g_assert_cmpuint (strlen (keys[0]), ==, strlen (GUID) + 4);

  vmx_odata_server_add_json (self->server, "Tickets", "{\"ID\":40,\"Title\":\"x\"}", &error);
  g_assert_no_error (error);
  fixture_ask (self, "POST", "Tickets", NULL, "{\"Title\":\"y\"}", 201);
  fixture_assert_body (self, "\"ID\":41");
}

static void
test_generated_by_option (Fixture *self, gconstpointer data)
{
  vmx_odata_server_add_hr_sample (self->server, 3);
  fixture_ask (self, "POST", "Departments", NULL, "{\"Name\":\"x\"}", 400);
  vmx_odata_server_set_generates_keys (self->server, "Departments", TRUE);
  fixture_ask (self, "POST", "Departments", NULL, "{\"Name\":\"x\"}", 201);
  fixture_assert_body (self, "\"ID\":13");
  fixture_ask (self, "GET", "$metadata", NULL, NULL, 200);
  fixture_assert_body (self,
                       "<EntityType Name=\"Departments\"><Key><PropertyRef Name=\"ID\"/></Key>"
                       "<Property Name=\"ID\" Type=\"Edm.Int32\" Nullable=\"false\">"
                       "<Annotation Term=\"Org.OData.Core.V1.Computed\" Bool=\"true\"/>");
}

static void
test_odd_keys (Fixture *self, gconstpointer data)
{
  fixture_ask (self, "POST", "Places", NULL,
               "{\"Region\":\"a/b\",\"Name\":\"O'Neil ö%2F\",\"Population\":1}", 201);
  g_assert_cmpstr (fixture_get_header (self, "Location"), ==, ODD_PLACE);
  fixture_ask (self, "GET", ODD_PLACE, NULL, NULL, 200);
  fixture_ask (self, "GET", "Places(Name='O%27%27Neil%20%C3%B6%252F',Region='a%2Fb')", NULL, NULL,
               200);
  fixture_ask (self, "PATCH", ODD_PLACE, NULL, "{\"Population\":2}", 200);
  fixture_assert_record (self, "Places", ODD_KEY, "\"Population\":\"2\"");
  fixture_ask (self, "GET", "Places(Region='a%2Fb',Name='O%27Neil%20%C3%B6%252F')", NULL, NULL,
               404);
  fixture_ask (self, "GET", "Places(Region='a%2Fb')", NULL, NULL, 404);
  fixture_ask (self, "GET", "Places(Region=a%2Fb,Name='O%27%27Neil%20%C3%B6%252F')", NULL, NULL,
               404);
  fixture_ask (self, "DELETE", ODD_PLACE, NULL, NULL, 204);

  fixture_ask (self, "POST", "Tasks", NULL, "{\"ID\":\"" GUID "\",\"Title\":\"a\"}", 201);
  fixture_ask (self, "GET", "Tasks(" GUID ")", NULL, NULL, 200);
  fixture_assert_body (self, GUID);
  fixture_ask (self, "GET", "Tasks(1b4e28ba-2fa1-11d2-883f-0016d3cca427)", NULL, NULL, 200);
  fixture_ask (self, "GET", "Tasks('" GUID "')", NULL, NULL, 404);
}

static void
test_refusals (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *body;
    const char *part;
  } refused[] = {
    { "{\"Amount\":1}", "\"target\":\"Title\"" },
    { "{\"Title\":null}", "\"target\":\"Title\"" },
    { "{\"Title\":\"a\",\"Titel\":1}", "\"target\":\"Titel\"" },
    { "{\"Title\":1}", "\"target\":\"Title\"" },
    { "{\"Title\":\"a\",\"Done\":\"true\"}", "\"target\":\"Done\"" },
    { "{\"Title\":\"a\",\"Amount\":true}", "\"target\":\"Amount\"" },
    { "{\"Title\":\"a\",\"Serial\":9223372036854775808}", "\"target\":\"Serial\"" },
    { "{\"Title\":\"a\",\"DueAt\":\"2024-13-01T00:00:00Z\"}", "\"target\":\"DueAt\"" },
    { "{\"Title\":{}}", "\"target\":\"Title\"" },
    { "[]", "no object" },
    { "{\"Title\":", "error" },
  };
  g_autofree char *long_text = g_strnfill (101, 'x');
  g_autofree char *long_body = g_strdup_printf ("{\"Title\":\"%s\"}", long_text);

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      fixture_ask (self, "POST", "Tickets", NULL, refused[i].body, 400);
      fixture_assert_body (self, refused[i].part);
    }
  fixture_ask (self, "POST", "Tickets", NULL, long_body, 400);
  fixture_ask (self, "POST", "Tickets", "Content-Type: text/plain", "{\"Title\":\"a\"}", 415);
  fixture_ask (self, "POST", "Nothing", NULL, "{\"Title\":\"a\"}", 404);
  fixture_ask (self, "POST", "Tickets(1)", NULL, "{\"Title\":\"a\"}", 405);
  fixture_ask (self, "PUT", "Tickets(1)", NULL, "{\"Title\":\"a\"}", 405);
  fixture_ask (self, "PATCH", "Tickets", NULL, "{\"Title\":\"a\"}", 405);
  g_assert_cmpuint (vmx_odata_server_get_n_rows (self->server, "Tickets"), ==, 0);

  fixture_configure (self, (VmxOdataServerOptions){ .strict_numbers = TRUE });
  fixture_ask (self, "POST", "Tickets", NULL, "{\"Title\":\"a\",\"Amount\":\"1.5\"}", 400);
  fixture_ask (self, "POST", "Tickets", "Content-Type: application/json;IEEE754Compatible=true",
               "{\"Title\":\"a\",\"Amount\":\"1.5\"}", 201);
}

static void
test_parents (Fixture *self, gconstpointer data)
{
  const char *task = "{\"ID\":\"" GUID "\",\"Title\":\"a\",\"ProjectID\":1}";

  fixture_ask (self, "POST", "Tasks", NULL, task, 201);
  fixture_ask (self, "DELETE", "Tasks(" GUID ")", NULL, NULL, 204);
  fixture_configure (self, (VmxOdataServerOptions){ .checks_parents = TRUE });
  fixture_ask (self, "POST", "Tasks", NULL, task, 400);
  fixture_assert_body (self, "\"target\":\"ProjectID\"");
  fixture_ask (self, "POST", "Projects", NULL, "{\"Name\":\"p\"}", 201);
  fixture_ask (self, "POST", "Tasks", NULL, task, 201);
  fixture_ask (self, "PATCH", "Tasks(" GUID ")", NULL, "{\"ProjectID\":2}", 400);
  fixture_ask (self, "PATCH", "Tasks(" GUID ")", NULL, "{\"ProjectID\":null}", 200);
}

/* --- Updating and deleting --- */

static void
test_update (Fixture *self, gconstpointer data)
{
  fixture_ask (self, "POST", "Tickets", NULL, "{\"Title\":\"a\",\"Amount\":1}", 201);
  fixture_ask (self, "PATCH", "Tickets(1)", NULL,
               "{\"ID\":9,\"Done\":false,\"ModifiedAt\":\"1999-01-01T00:00:00Z\"}", 200);
  fixture_assert_body (self, "\"ID\":1,\"Title\":\"a\",\"Amount\":1,\"Serial\":null,"
                             "\"DueAt\":null,\"Done\":false,"
                             "\"ModifiedAt\":\"2025-01-01T00:00:02Z\"}");
  fixture_ask (self, "PATCH", "Tickets(1)", NULL, "{\"Title\":null}", 400);
  fixture_ask (self, "PATCH", "Tickets(2)", NULL, "{\"Done\":false}", 404);
  fixture_ask (self, "DELETE", "Tickets(1)", NULL, NULL, 204);
  fixture_ask (self, "DELETE", "Tickets(1)", NULL, NULL, 404);
  fixture_assert_counts (self, "Tickets", 1, 1, 1);
  fixture_assert_record (self, "Tickets", "[1]", "none");
}

static void
test_etags (Fixture *self, gconstpointer data)
{
  g_autofree char *etag = NULL;
  g_autofree char *header = NULL;
  g_autofree char *strong = NULL;

  fixture_ask (self, "POST", "Tickets", NULL, "{\"Title\":\"a\"}", 201);
  etag = g_strdup (fixture_get_header (self, "ETag"));
  header = g_strconcat ("If-Match: ", etag, NULL);
  strong = g_strconcat ("If-Match: ", etag + 2, NULL);
  fixture_ask (self, "PATCH", "Tickets(1)", strong, "{\"Title\":\"b\"}", 200);
  fixture_ask (self, "PATCH", "Tickets(1)", header, "{\"Title\":\"c\"}", 412);
  fixture_ask (self, "DELETE", "Tickets(1)", header, NULL, 412);
  fixture_ask (self, "PATCH", "Tickets(1)", "If-Match: *", "{\"Title\":\"d\"}", 200);
  g_free (header);
  header = g_strconcat ("If-Match: ", fixture_get_header (self, "ETag"), NULL);

  fixture_configure (self, (VmxOdataServerOptions){ .requires_if_match = TRUE });
  fixture_ask (self, "PATCH", "Tickets(1)", NULL, "{\"Title\":\"e\"}", 428);
  fixture_ask (self, "DELETE", "Tickets(9)", NULL, NULL, 428);
  fixture_ask (self, "DELETE", "Tickets(9)", "If-Match: *", NULL, 404);
  fixture_ask (self, "PATCH", "Tickets(1)", header, "{\"Title\":\"f\"}", 200);

  fixture_configure (self, (VmxOdataServerOptions){ .no_etags = TRUE, .requires_if_match = TRUE });
  fixture_ask (self, "PATCH", "Tickets(1)", header, "{\"Title\":\"g\"}", 200);
  g_assert_null (fixture_get_header (self, "ETag"));
  g_assert_null (strstr (self->body, "etag"));
  fixture_ask (self, "GET", "Tickets", NULL, NULL, 200);
  g_assert_null (strstr (self->body, "etag"));
  fixture_assert_counts (self, "Tickets", 1, 4, 0);
}

/* --- Behind the client's back --- */

static void
test_look (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *etag = NULL;
  g_autofree char *body = NULL;

  fixture_ask (self, "POST", "Tickets", NULL, "{\"Title\":\"a\"}", 201);
  etag = g_strconcat ("If-Match: ", fixture_get_header (self, "ETag"), NULL);
  g_assert_true (
      vmx_odata_server_update_json (self->server, "Tickets", "[1]", "{\"Title\":\"z\"}", &error));
  g_assert_no_error (error);
  fixture_assert_record (self, "Tickets", "[1]", "\"Title\":\"z\"");
  g_assert_false (
      vmx_odata_server_update_json (self->server, "Tickets", "[2]", "{\"Title\":\"z\"}", &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_KEY_NOT_FOUND, "[2]");
  fixture_ask (self, "PATCH", "Tickets(1)", etag, "{\"Title\":\"b\"}", 412);
  fixture_assert_counts (self, "Tickets", 1, 0, 0);
  body = vmx_odata_server_get_request_body (self->server, 1);
  g_assert_cmpstr (body, ==, "{\"Title\":\"b\"}");
  g_assert_null (vmx_odata_server_get_request_body (self->server, 2));
}

static void
test_metadata (Fixture *self, gconstpointer data)
{
  fixture_ask (self, "GET", "$metadata", NULL, NULL, 200);
  fixture_assert_body (self, "<Property Name=\"ID\" Type=\"Edm.Int32\" Nullable=\"false\">"
                             "<Annotation Term=\"Org.OData.Core.V1.Computed\" Bool=\"true\"/>");
  fixture_assert_body (self, "<NavigationProperty Name=\"Task\" Type=\"VmxSample.Tasks\">"
                             "<ReferentialConstraint Property=\"TaskID\" "
                             "ReferencedProperty=\"ID\"/>");
  fixture_assert_body (self, "<Key><PropertyRef Name=\"Region\"/><PropertyRef Name=\"Name\"/>"
                             "</Key>");
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);

  fixture_add_test ("/odata-server/create", test_create);
  fixture_add_test ("/odata-server/minimal", test_minimal);
  fixture_add_test ("/odata-server/keys", test_keys);
  fixture_add_test ("/odata-server/generated-by-option", test_generated_by_option);
  fixture_add_test ("/odata-server/odd-keys", test_odd_keys);
  fixture_add_test ("/odata-server/refusals", test_refusals);
  fixture_add_test ("/odata-server/parents", test_parents);
  fixture_add_test ("/odata-server/update", test_update);
  fixture_add_test ("/odata-server/etags", test_etags);
  fixture_add_test ("/odata-server/look", test_look);
  fixture_add_test ("/odata-server/metadata", test_metadata);

  return g_test_run ();
}
