/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "server-fixture.h"

#include <string.h>

#define BODY "{\"Title\":\"a\"}"

/* --- Whole requests --- */

typedef struct
{
  const char *name;
  VmxOdataFault fault;
  guint status;    /* what the client sees, 0 for an end of the connection */
  guint n_creates; /* what was done */
  const char *answer;
} Case;

static const Case cases[] = {
  { "reply", { VMX_ODATA_FAULT_REPLY, .status = 503, .body = "no" }, 503, 0, "no" },
  { "do-then-reply", { VMX_ODATA_FAULT_DO_THEN_REPLY, .status = 500, .body = "x" }, 500, 1, "x" },
  { "bare-200", { VMX_ODATA_FAULT_BARE_200 }, 200, 0, "" },
  { "cut", { VMX_ODATA_FAULT_CUT, .n_bytes = 5 }, 0, 1, "" },
  /* libsoup takes this for a whole answer. */
  { "cut-chunked", { VMX_ODATA_FAULT_CUT_CHUNKED, .n_bytes = 5 }, 201, 1, "{\"@od" },
  { "close", { VMX_ODATA_FAULT_CLOSE }, 0, 0, "" },
  { "lose", { VMX_ODATA_FAULT_LOSE }, 0, 1, "" },
  { "delay", { VMX_ODATA_FAULT_DELAY, .delay_ms = 1 }, 201, 1, "\"ID\":1," },
  { "replace",
    { VMX_ODATA_FAULT_REPLACE, .body = "\"ID\":1", .with = "\"ID\":5" },
    201,
    1,
    "\"ID\":5," },
  { "cut-request", { VMX_ODATA_FAULT_CUT_REQUEST }, 0, 0, "" },
  { "twice", { VMX_ODATA_FAULT_TWICE }, 201, 2, "\"ID\":2," },
};

static void
test_request (Fixture *self, gconstpointer data)
{
  const Case *item = data;
  VmxOdataFault fault = item->fault;

  fault.match = "POST /odata/Tickets";
  vmx_odata_server_add_fault (self->server, &fault);
  fixture_ask (self, "GET", "Tickets", NULL, NULL, 200);
  fixture_ask (self, "POST", "Tickets", NULL, BODY, item->status);
  fixture_assert_body (self, item->answer);
  fixture_assert_counts (self, "Tickets", item->n_creates, 0, 0);
  fixture_ask (self, "POST", "Tickets", NULL, BODY, 201);
  fixture_assert_counts (self, "Tickets", item->n_creates + 1, 0, 0);
  g_assert_cmpuint (vmx_odata_server_get_n_requests (self->server), ==, 3);
}

/* More than fits into the buffers of the connection. */
static void
test_cut_long_request (Fixture *self, gconstpointer data)
{
  VmxOdataFault fault = { VMX_ODATA_FAULT_CUT_REQUEST };
  g_autofree char *blanks = g_strnfill (16 << 20, ' ');
  g_autofree char *body = g_strconcat (BODY, blanks, NULL);

  vmx_odata_server_add_fault (self->server, &fault);
  fixture_ask (self, "POST", "Tickets", NULL, body, 0);
  fixture_assert_counts (self, "Tickets", 0, 0, 0);
  fixture_ask (self, "POST", "Tickets", NULL, BODY, 201);
}

/* --- Members --- */

static const char *const batch
    = "{\"requests\":["
      "{\"id\":\"a\",\"method\":\"POST\",\"url\":\"Tickets\",\"body\":{\"Title\":\"a\"}},"
      "{\"id\":\"b\",\"method\":\"PATCH\",\"url\":\"/Tickets(1)\",\"body\":{\"Title\":\"b\"}},"
      "{\"id\":\"c\",\"method\":\"POST\",\"url\":\"Tickets\",\"body\":{\"Title\":\"c\"}}]}";

static void
add_member_fault (Fixture *self, VmxOdataFaultKind kind, const char *member, guint skip)
{
  VmxOdataFault fault
      = { kind, .match = "$batch", .member = member, .skip = skip, .status = 500, .body = "{}" };

  vmx_odata_server_add_fault (self->server, &fault);
}

static void
test_members (Fixture *self, gconstpointer data)
{
  add_member_fault (self, VMX_ODATA_FAULT_REPLY, "PATCH Tickets(1)", 0);
  add_member_fault (self, VMX_ODATA_FAULT_DO_THEN_REPLY, "POST Tickets", 1);
  fixture_ask (self, "POST", "$batch", NULL, batch, 200);
  fixture_assert_body (self, "{\"id\":\"a\",\"status\":201,");
  fixture_assert_body (self, "{\"id\":\"b\",\"status\":500,");
  fixture_assert_body (self, "{\"id\":\"c\",\"status\":500,");
  fixture_assert_counts (self, "Tickets", 2, 0, 0);

  add_member_fault (self, VMX_ODATA_FAULT_BARE_200, "POST Tickets", 0);
  fixture_ask (self, "POST", "Tickets", NULL, BODY, 201);
  fixture_ask (self, "POST", "$batch", NULL, batch, 200);
  fixture_assert_body (self, "{\"id\":\"a\",\"status\":200,\"headers\":{}}");
  fixture_assert_body (self, "{\"id\":\"c\",\"status\":201,");
  fixture_assert_counts (self, "Tickets", 4, 1, 0);
}

/* As when CAP dies inside a group: all others read well, and nothing is there. */
static void
test_member_of_group (Fixture *self, gconstpointer data)
{
  const char *group = "{\"requests\":["
                      "{\"id\":\"a\",\"atomicityGroup\":\"g\",\"method\":\"POST\","
                      "\"url\":\"Tickets\",\"body\":{\"Title\":\"a\"}},"
                      "{\"id\":\"b\",\"atomicityGroup\":\"g\",\"method\":\"POST\","
                      "\"url\":\"Tickets\",\"body\":{\"Title\":\"b\"}}]}";

  add_member_fault (self, VMX_ODATA_FAULT_BARE_200, "POST Tickets", 1);
  fixture_ask (self, "POST", "$batch", NULL, group, 200);
  fixture_assert_body (self, "\"status\":201,");
  fixture_assert_body (self, "\"status\":200,\"headers\":{}}");
  fixture_assert_counts (self, "Tickets", 0, 0, 0);

  add_member_fault (self, VMX_ODATA_FAULT_DO_THEN_REPLY, "POST Tickets", 1);
  fixture_ask (self, "POST", "$batch", NULL, group, 200);
  fixture_assert_body (self, "\"status\":500,");
  fixture_assert_counts (self, "Tickets", 2, 0, 0);
}

/* --- Moments --- */

static void
note_moment (VmxOdataServer *server, VmxOdataMoment moment, const char *line, gpointer data)
{
  VmxOdataServerCounts counts;

  vmx_odata_server_get_counts (server, "Tickets", &counts);
  g_string_append_printf (data, "%s %s %u;", moment == VMX_ODATA_MOMENT_BEFORE ? "before" : "done",
                          line, counts.n_creates);
}

static void
test_observer (Fixture *self, gconstpointer data)
{
  g_autoptr(GString) moments = g_string_new (NULL);

  vmx_odata_server_set_observer (self->server, note_moment, moments);
  fixture_ask (self, "POST", "Tickets", NULL, BODY, 201);
  vmx_odata_server_set_observer (self->server, NULL, NULL);
  fixture_ask (self, "POST", "Tickets", NULL, BODY, 201);
  g_assert_cmpstr (moments->str, ==, "before POST /odata/Tickets 0;done POST /odata/Tickets 1;");
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/odata-server/fault/", cases[i].name, NULL);

      g_test_add (path, Fixture, &cases[i], fixture_set_up, test_request, fixture_tear_down);
    }
  fixture_add_test ("/odata-server/fault/cut-long-request", test_cut_long_request);
  fixture_add_test ("/odata-server/fault/members", test_members);
  fixture_add_test ("/odata-server/fault/member-of-group", test_member_of_group);
  fixture_add_test ("/odata-server/fault/observer", test_observer);

  return g_test_run ();
}
