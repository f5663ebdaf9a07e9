/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "server-fixture.h"

#define SENT "Repeatability-First-Sent: Tue, 24 Nov 2015 08:49:37 GMT"
#define FIRST "Repeatability-Request-ID: 1b4e28ba-2fa1-11d2-883f-0016d3cca427\n" SENT
#define SECOND "Repeatability-Request-ID: 2b4e28ba-2fa1-11d2-883f-0016d3cca427\n" SENT

static const char *
get_result (Fixture *self)
{
  return fixture_get_header (self, "Repeatability-Result");
}

static void
test_single (Fixture *self, gconstpointer data)
{
  g_autofree char *answer = NULL;

  fixture_configure (self, (VmxOdataServerOptions){ .knows_repeats = TRUE });
  fixture_ask (self, "POST", "Tickets", FIRST, "{\"Title\":\"a\"}", 201);
  g_assert_cmpstr (get_result (self), ==, "accepted");
  answer = g_steal_pointer (&self->body);
  fixture_ask (self, "POST", "Tickets", FIRST, "{\"Title\":\"a\"}", 201);
  g_assert_cmpstr (self->body, ==, answer);
  g_assert_cmpstr (get_result (self), ==, "accepted");
  g_assert_cmpstr (fixture_get_header (self, "Location"), ==, "Tickets(1)");
  fixture_assert_counts (self, "Tickets", 1, 0, 0);
  fixture_ask (self, "POST", "Tickets", SECOND, "{\"Title\":\"a\"}", 201);
  g_assert_cmpstr (fixture_get_header (self, "Location"), ==, "Tickets(2)");
  fixture_ask (self, "POST", "Tickets", NULL, "{\"Title\":\"a\"}", 201);
  g_assert_null (get_result (self));
  fixture_assert_counts (self, "Tickets", 3, 0, 0);
}

/* A delete that was done reads 204 again, and a refusal stays one. */
static void
test_same_answer (Fixture *self, gconstpointer data)
{
  fixture_configure (self, (VmxOdataServerOptions){ .knows_repeats = TRUE });
  fixture_ask (self, "DELETE", "Tickets(1)", SECOND, NULL, 404);
  fixture_ask (self, "POST", "Tickets", NULL, "{\"Title\":\"a\"}", 201);
  fixture_ask (self, "DELETE", "Tickets(1)", SECOND, NULL, 404);
  fixture_ask (self, "DELETE", "Tickets(1)", FIRST, NULL, 204);
  fixture_ask (self, "DELETE", "Tickets(1)", FIRST, NULL, 204);
  fixture_assert_counts (self, "Tickets", 1, 0, 1);
}

static void
test_batch (Fixture *self, gconstpointer data)
{
  const char *batch = "{\"requests\":[{\"id\":\"a\",\"method\":\"POST\",\"url\":\"Tickets\","
                      "\"body\":{\"Title\":\"a\"}}]}";
  g_autofree char *answer = NULL;

  fixture_configure (self, (VmxOdataServerOptions){ .knows_repeats = TRUE });
  fixture_ask (self, "POST", "$batch", FIRST, batch, 200);
  answer = g_steal_pointer (&self->body);
  fixture_ask (self, "POST", "$batch", FIRST, batch, 200);
  g_assert_cmpstr (self->body, ==, answer);
  fixture_assert_counts (self, "Tickets", 1, 0, 0);
}

static void
test_refusals (Fixture *self, gconstpointer data)
{
  fixture_configure (self,
                     (VmxOdataServerOptions){ .knows_repeats = TRUE, .repeat_window = 86400 });
  fixture_ask (self, "POST", "Tickets", FIRST, "{\"Title\":\"a\"}", 412);
  g_assert_cmpstr (get_result (self), ==, "rejected");
  fixture_ask (self, "POST", "Tickets", "Repeatability-Request-ID: 1", "{\"Title\":\"a\"}", 400);
  g_assert_cmpstr (get_result (self), ==, "rejected");
  fixture_assert_counts (self, "Tickets", 0, 0, 0);
}

static void
test_unknown (Fixture *self, gconstpointer data)
{
  fixture_ask (self, "POST", "Tickets", FIRST, "{\"Title\":\"a\"}", 201);
  g_assert_null (get_result (self));
  fixture_ask (self, "POST", "Tickets", FIRST, "{\"Title\":\"a\"}", 201);
  fixture_assert_counts (self, "Tickets", 2, 0, 0);
}

/* A proxy sends it twice. */
static void
test_twice (Fixture *self, gconstpointer data)
{
  VmxOdataFault fault = { VMX_ODATA_FAULT_TWICE, .match = "POST", .times = 2 };

  vmx_odata_server_add_fault (self->server, &fault);
  fixture_ask (self, "POST", "Tickets", NULL, "{\"Title\":\"a\"}", 201);
  fixture_assert_body (self, "\"ID\":2,");
  fixture_configure (self, (VmxOdataServerOptions){ .knows_repeats = TRUE });
  fixture_ask (self, "POST", "Tickets", FIRST, "{\"Title\":\"a\"}", 201);
  fixture_assert_body (self, "\"ID\":3,");
  fixture_assert_counts (self, "Tickets", 3, 0, 0);
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);

  fixture_add_test ("/odata-server/repeat/single", test_single);
  fixture_add_test ("/odata-server/repeat/same-answer", test_same_answer);
  fixture_add_test ("/odata-server/repeat/batch", test_batch);
  fixture_add_test ("/odata-server/repeat/refusals", test_refusals);
  fixture_add_test ("/odata-server/repeat/unknown", test_unknown);
  fixture_add_test ("/odata-server/repeat/twice", test_twice);

  return g_test_run ();
}
