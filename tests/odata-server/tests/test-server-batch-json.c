/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "server-fixture.h"

#define CREATE(id, more, title)                                                                    \
  "{\"id\":\"" id "\"," more "\"method\":\"POST\",\"url\":\"Tickets\",\"body\":{\"Title\":" title  \
  "}}"
#define GROUP "\"atomicityGroup\":\"g\","

static void
send (Fixture *self, const char *headers, const char *requests, guint status)
{
  g_autofree char *body = g_strdup_printf ("{\"requests\":[%s]}", requests);

  fixture_ask (self, "POST", "$batch", headers, body, status);
}

static void
test_members (Fixture *self, gconstpointer data)
{
  send (self, NULL,
        CREATE ("a", "", "\"x\"") "," CREATE (
            "b", "", "1") ","
                          "{\"id\":\"c\",\"method\":\"PATCH\",\"url\":\"/"
                          "Tickets(1)\",\"body\":{\"Done\":true},"
                          "\"headers\":{\"prefer\":\"return=minimal\",\"if-match\":\"*\"}},"
                          "{\"id\":\"d\",\"method\":\"GET\",\"url\":\"Tickets/$count\"},"
                          "{\"id\":\"e\",\"method\":\"GET\",\"url\":\"Tickets?$filter=ID%20eq%201&$"
                          "select=ID\"},"
                          "{\"id\":\"f\",\"method\":\"DELETE\",\"url\":\"Tickets(1)\"},"
                          "{\"id\":\"g\",\"method\":\"GET\",\"url\":\"/odata/Tickets\"},"
                          "{\"id\":\"h\",\"method\":\"GET\",\"url\":\"$metadata\"}",
        200);
  fixture_assert_body (self, "{\"responses\":[{\"id\":\"a\",\"status\":201,\"headers\":{"
                             "\"content-type\":\"application/json;odata.metadata=minimal\","
                             "\"etag\":\"W/");
  fixture_assert_body (
      self, "\"location\":\"Tickets(1)\",\"odata-version\":\"4.0\"},\"body\":{\"@odata.etag\":");
  fixture_assert_body (self, "{\"id\":\"b\",\"status\":400,");
  fixture_assert_body (self, "{\"id\":\"c\",\"status\":204,\"headers\":{\"etag\":");
  fixture_assert_body (self, "\"body\":\"1\"");
  fixture_assert_body (self, "\"value\":[{\"@odata.etag\":");
  fixture_assert_body (self, "{\"id\":\"f\",\"status\":204,");
  fixture_assert_body (self, "{\"id\":\"g\",\"status\":404,");
  fixture_assert_body (self, "{\"id\":\"h\",\"status\":404,");
  fixture_assert_counts (self, "Tickets", 1, 1, 1);
}

static void
test_stop (Fixture *self, gconstpointer data)
{
  send (self, "Prefer: odata.continue-on-error=false",
        CREATE ("a", "", "\"x\"") "," CREATE ("b", "", "1") "," CREATE ("c", "", "\"y\""), 200);
  fixture_assert_body (self, "\"id\":\"b\"");
  g_assert_null (strstr (self->body, "\"id\":\"c\""));
  fixture_assert_counts (self, "Tickets", 1, 0, 0);
}

/* All three kinds of writes are taken back, and what stands outside of the group stays. */
static void
test_rollback (Fixture *self, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  fixture_ask (self, "POST", "Tickets", NULL, "{\"Title\":\"one\",\"Amount\":1}", 201);
  fixture_ask (self, "POST", "Tickets", NULL, "{\"Title\":\"two\"}", 201);
  before = vmx_odata_server_get_json (self->server, "Tickets", "[1]");
  send (self, NULL,
        CREATE ("a", "", "\"outside\"") "," CREATE (
            "b", GROUP,
            "\"inside\"") ","
                          "{\"id\":\"c\"," GROUP "\"method\":\"PATCH\",\"url\":\"Tickets(1)\","
                          "\"body\":{\"Title\":\"new\",\"Amount\":null}},"
                          "{\"id\":\"d\"," GROUP "\"method\":\"PATCH\",\"url\":\"Tickets(1)\","
                          "\"body\":{\"Title\":\"newer\"}},"
                          "{\"id\":\"e\"," GROUP
                          "\"method\":\"DELETE\",\"url\":\"Tickets(2)\"}," CREATE (
                              "f", GROUP, "1") "," CREATE ("g", GROUP,
                                                           "\"behind\"") "," CREATE ("h", "",
                                                                                     "\"last\""),
        200);
  fixture_assert_body (self, "{\"id\":\"b\",\"atomicityGroup\":\"g\",\"status\":201,");
  fixture_assert_body (self, "{\"id\":\"f\",\"atomicityGroup\":\"g\",\"status\":400,");
  fixture_assert_body (self, "{\"id\":\"g\",\"atomicityGroup\":\"g\",\"status\":201,");
  fixture_assert_counts (self, "Tickets", 4, 0, 0);
  after = vmx_odata_server_get_json (self->server, "Tickets", "[1]");
  g_assert_cmpstr (after, ==, before);
  fixture_assert_record (self, "Tickets", "[2]", "two");
  fixture_assert_record (self, "Tickets", "[3]", "outside");
  fixture_assert_record (self, "Tickets", "[4]", "none");
  fixture_assert_record (self, "Tickets", "[6]", "last");
}

static void
test_group_answers (Fixture *self, gconstpointer data)
{
  const char *requests = CREATE ("a", GROUP, "\"x\"") "," CREATE ("b", GROUP, "1");

  send (self, NULL, CREATE ("a", GROUP, "\"x\"") "," CREATE ("b", GROUP, "\"y\""), 200);
  fixture_assert_counts (self, "Tickets", 2, 0, 0);
  fixture_configure (self, (VmxOdataServerOptions){ .group_answers = VMX_ODATA_GROUP_ONLY_FAILED });
  send (self, NULL, requests, 200);
  fixture_assert_body (self, "{\"responses\":[{\"id\":\"b\",");
  fixture_configure (self, (VmxOdataServerOptions){ .group_answers = VMX_ODATA_GROUP_ALL_FAILED });
  send (self, NULL, requests, 200);
  fixture_assert_body (self, "{\"id\":\"a\",\"atomicityGroup\":\"g\",\"status\":500,");
  fixture_assert_body (self, "{\"id\":\"b\",\"atomicityGroup\":\"g\",\"status\":400,");
  fixture_assert_counts (self, "Tickets", 2, 0, 0);
}

static void
test_needs (Fixture *self, gconstpointer data)
{
  send (self, NULL,
        CREATE ("a", "", "1") "," CREATE ("b", "\"dependsOn\":[\"a\"],", "\"x\"") "," CREATE (
            "c", "", "\"y\"") "," CREATE ("d", "\"dependsOn\":[\"c\"],", "\"z\""),
        200);
  fixture_assert_body (self, "{\"id\":\"b\",\"status\":424,");
  fixture_assert_body (self, "{\"id\":\"d\",\"status\":201,");
  fixture_assert_counts (self, "Tickets", 2, 0, 0);
}

static void
test_header_names (Fixture *self, gconstpointer data)
{
  fixture_configure (self, (VmxOdataServerOptions){ .requires_if_match = TRUE });
  fixture_ask (self, "POST", "Tickets", NULL, "{\"Title\":\"a\"}", 201);
  send (self, NULL,
        "{\"id\":\"a\",\"method\":\"DELETE\",\"url\":\"Tickets(1)\","
        "\"headers\":{\"If-Match\":\"*\"}},"
        "{\"id\":\"b\",\"method\":\"DELETE\",\"url\":\"Tickets(1)\","
        "\"headers\":{\"if-match\":\"*\"}}",
        200);
  fixture_assert_body (self, "{\"id\":\"a\",\"status\":428,");
  fixture_assert_body (self, "{\"id\":\"b\",\"status\":204,");
}

static void
test_order_and_ids (Fixture *self, gconstpointer data)
{
  fixture_configure (self, (VmxOdataServerOptions){ .shuffles_answers = TRUE });
  send (self, NULL, CREATE ("a", "", "\"x\"") "," CREATE ("b", "", "\"y\""), 200);
  fixture_assert_body (self, "{\"responses\":[{\"id\":\"b\",");
  fixture_assert_body (self, "\"ID\":2,\"Title\":\"y\"");
  fixture_configure (self, (VmxOdataServerOptions){ .omits_ids = TRUE });
  send (self, NULL, CREATE ("a", GROUP, "\"x\""), 200);
  fixture_assert_body (self, "{\"responses\":[{\"status\":201,");
}

static void
test_refusals (Fixture *self, gconstpointer data)
{
  static const char *const broken[] = {
    "",
    CREATE ("a", "", "\"x\"") "," CREATE ("a", "", "\"y\""),
    "{\"id\":1,\"method\":\"POST\",\"url\":\"Tickets\"}",
    "{\"id\":\"1\",\"url\":\"Tickets\"}",
    "{\"id\":\"1\",\"method\":\"GET\"}",
    CREATE ("a", GROUP, "\"x\"") "," CREATE ("b", "", "\"x\"") "," CREATE ("c", GROUP, "\"x\""),
  };

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    send (self, NULL, broken[i], 400);
  fixture_ask (self, "POST", "$batch", NULL, "{\"requests\":", 400);
  fixture_ask (self, "GET", "$batch", NULL, NULL, 405);
  fixture_assert_counts (self, "Tickets", 0, 0, 0);
}

static void
test_forms_and_limit (Fixture *self, gconstpointer data)
{
  const char *two = CREATE ("a", "", "\"x\"") "," CREATE ("b", "", "\"y\"");

  fixture_configure (self, (VmxOdataServerOptions){ .batch_forms = VMX_ODATA_BATCH_NONE });
  send (self, NULL, two, 404);
  fixture_configure (self, (VmxOdataServerOptions){ .batch_forms = VMX_ODATA_BATCH_MULTIPART });
  send (self, NULL, two, 415);
  fixture_configure (self, (VmxOdataServerOptions){ .batch_limit = 1 });
  send (self, NULL, two, 429);
  g_assert_null (fixture_get_header (self, "Retry-After"));
  fixture_configure (self, (VmxOdataServerOptions){ .batch_limit = 1, .batch_limit_status = 413 });
  send (self, NULL, two, 413);
  fixture_assert_counts (self, "Tickets", 0, 0, 0);
  fixture_configure (
      self, (VmxOdataServerOptions){ .batch_limit = 2, .batch_forms = VMX_ODATA_BATCH_JSON });
  send (self, NULL, two, 200);
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);

  fixture_add_test ("/odata-server/batch-json/members", test_members);
  fixture_add_test ("/odata-server/batch-json/stop", test_stop);
  fixture_add_test ("/odata-server/batch-json/rollback", test_rollback);
  fixture_add_test ("/odata-server/batch-json/group-answers", test_group_answers);
  fixture_add_test ("/odata-server/batch-json/needs", test_needs);
  fixture_add_test ("/odata-server/batch-json/header-names", test_header_names);
  fixture_add_test ("/odata-server/batch-json/order-and-ids", test_order_and_ids);
  fixture_add_test ("/odata-server/batch-json/refusals", test_refusals);
  fixture_add_test ("/odata-server/batch-json/forms-and-limit", test_forms_and_limit);

  return g_test_run ();
}
