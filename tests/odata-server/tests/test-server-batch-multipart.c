/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "server-fixture.h"

#include <string.h>

#define TYPE "Content-Type: multipart/mixed;boundary=b_1"
#define GROUP_START "--b_1\r\nContent-Type: multipart/mixed;boundary=c-1\r\n\r\n"
#define GROUP_END "--c-1--\r\n"
#define END "--b_1--\r\n"
#define PART(boundary, more, request)                                                              \
  "--" boundary "\r\nContent-Type: application/http\r\n" more                                      \
  "Content-Transfer-Encoding: binary\r\n\r\n" request "\r\n"
#define CREATE(title)                                                                              \
  "POST Tickets HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{\"Title\":" title "}"
#define ALONE(title) PART ("b_1", "", CREATE (title))
#define IN_GROUP(id, title) PART ("c-1", "Content-ID: " id "\r\n", CREATE (title))

static void
send (Fixture *self, const char *headers, const char *body, guint status)
{
  fixture_ask (self, "POST", "$batch", headers != NULL ? headers : TYPE, body, status);
}

static guint
count (Fixture *self, const char *part)
{
  guint n = 0;

  for (const char *at = self->body; (at = strstr (at, part)) != NULL; at++)
    n++;
  return n;
}

static void
test_parts (Fixture *self, gconstpointer data)
{
  send (self, NULL,
        "preamble\r\n" ALONE ("\"a\"")
            PART ("b_1", "Content-ID: 7\r\n",
                  "PATCH Tickets(1) HTTP/1.1\r\nContent-Type: application/json\r\n"
                  "If-Match: *\r\nPrefer: return=minimal\r\n\r\n{\"Done\":true}")
                PART ("b_1", "", "GET /Tickets?$select=ID HTTP/1.1\r\n\r\n")
                    PART ("b_1", "", "DELETE Tickets(1) HTTP/1.1\r\n\r\n") END "epilogue",
        200);
  g_assert_cmpstr (fixture_get_header (self, "Content-Type"), ==,
                   "multipart/mixed;boundary=vmx_batch_answer");
  fixture_assert_body (self, "--vmx_batch_answer\r\ncontent-type: application/http\r\n"
                             "content-transfer-encoding: binary\r\n\r\n"
                             "HTTP/1.1 201 Created\r\n");
  fixture_assert_body (self, "location: Tickets(1)\r\n");
  fixture_assert_body (self, "\r\n\r\n{\"@odata.etag\":\"W/");
  fixture_assert_body (self, "HTTP/1.1 204 No Content\r\netag: W/");
  fixture_assert_body (self, "\"value\":[{");
  g_assert_true (g_str_has_suffix (self->body, "\r\n--vmx_batch_answer--\r\n"));
  g_assert_cmpuint (count (self, "content-id"), ==, 0);
  g_assert_cmpuint (count (self, "HTTP/1.1 204"), ==, 2);
  fixture_assert_counts (self, "Tickets", 1, 1, 1);
}

static void
test_group (Fixture *self, gconstpointer data)
{
  send (self, NULL,
        GROUP_START IN_GROUP ("1", "\"a\"") IN_GROUP ("2", "\"b\"") GROUP_END ALONE ("\"c\"") END,
        200);
  fixture_assert_body (self, "--vmx_batch_answer\r\n"
                             "content-type: multipart/mixed;boundary=vmx_group_answer\r\n\r\n"
                             "--vmx_group_answer\r\ncontent-type: application/http\r\n"
                             "content-transfer-encoding: binary\r\ncontent-id: 1\r\n\r\n"
                             "HTTP/1.1 201 Created\r\n");
  fixture_assert_body (self, "content-id: 2\r\n");
  fixture_assert_body (self, "\r\n--vmx_group_answer--\r\n\r\n--vmx_batch_answer\r\n");
  fixture_assert_counts (self, "Tickets", 3, 0, 0);
}

/* One boundary begins with the other. */
static void
test_boundaries (Fixture *self, gconstpointer data)
{
  send (self, NULL,
        "--b_1\r\nContent-Type: multipart/mixed;boundary=b_1_2\r\n\r\n" PART (
            "b_1_2", "Content-ID: 1\r\n", CREATE ("\"a\"")) "--b_1_2--\r\n" ALONE ("\"b\"") END,
        200);
  g_assert_cmpuint (count (self, "HTTP/1.1 201"), ==, 2);
  fixture_assert_counts (self, "Tickets", 2, 0, 0);
}

/* One part for all, and what is behind it is not done. */
static void
test_failed_group (Fixture *self, gconstpointer data)
{
  const char *body
      = GROUP_START IN_GROUP ("1", "\"a\"") IN_GROUP ("2", "1") GROUP_END ALONE ("\"c\"") END;

  send (self, NULL, body, 200);
  g_assert_cmpuint (count (self, "HTTP/1.1"), ==, 1);
  g_assert_cmpuint (count (self, "vmx_group_answer"), ==, 0);
  fixture_assert_body (self, "HTTP/1.1 400 Bad Request\r\n");
  fixture_assert_counts (self, "Tickets", 0, 0, 0);
  send (self, TYPE "\nPrefer: odata.continue-on-error", body, 200);
  g_assert_cmpuint (count (self, "HTTP/1.1"), ==, 2);
  fixture_assert_counts (self, "Tickets", 1, 0, 0);
}

static void
test_stop (Fixture *self, gconstpointer data)
{
  const char *body = ALONE ("\"a\"") ALONE ("1") ALONE ("\"c\"") END;

  send (self, NULL, body, 200);
  g_assert_cmpuint (count (self, "HTTP/1.1"), ==, 2);
  fixture_assert_counts (self, "Tickets", 1, 0, 0);
  send (self, TYPE "\nPrefer: odata.continue-on-error=false", body, 200);
  g_assert_cmpuint (count (self, "HTTP/1.1"), ==, 2);
  send (self, TYPE "\nPrefer: odata.continue-on-error=true", body, 200);
  g_assert_cmpuint (count (self, "HTTP/1.1"), ==, 3);
  fixture_assert_counts (self, "Tickets", 4, 0, 0);
}

static void
test_line_ends_and_chunks (Fixture *self, gconstpointer data)
{
  fixture_configure (self, (VmxOdataServerOptions){ .lf_only = TRUE, .chunked = TRUE });
  send (self, NULL, ALONE ("\"a\"") GROUP_START IN_GROUP ("1", "\"b\"") GROUP_END END, 200);
  g_assert_null (strchr (self->body, '\r'));
  g_assert_true (g_str_has_suffix (self->body, "\n--vmx_batch_answer--\n"));
  g_assert_null (fixture_get_header (self, "Content-Length"));
  g_assert_cmpstr (fixture_get_header (self, "Transfer-Encoding"), ==, "chunked");
  fixture_assert_counts (self, "Tickets", 2, 0, 0);
}

static void
test_refusals (Fixture *self, gconstpointer data)
{
  static const char *const broken[] = {
    "",
    END,
    ALONE ("\"a\""),
    "--b_1\nContent-Type: application/http\n\n" CREATE ("\"a\"") "\n--b_1--\n",
    "--b_1\r\nContent-Type: text/plain\r\n\r\n" CREATE ("\"a\"") "\r\n" END,
    PART ("b_1", "", "POST Tickets\r\n\r\n{}") END,
    PART ("b_1", "", "DELETE Tickets(1) HTTP/1.1\r\n") END,
    GROUP_START PART ("c-1", "", CREATE ("\"a\"")) GROUP_END END,
    GROUP_START IN_GROUP ("1", "\"a\"") END,
  };

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_test_message ("broken %u", i);
      send (self, NULL, broken[i], 400);
    }
  send (self, "Content-Type: multipart/mixed", ALONE ("\"a\"") END, 400);
  send (self, "Content-Type: multipart/mixed;boundary=\"b_1\"", ALONE ("\"a\"") END, 400);
  send (self, "Content-Type: text/plain", ALONE ("\"a\"") END, 415);
  fixture_configure (self, (VmxOdataServerOptions){ .batch_forms = VMX_ODATA_BATCH_JSON });
  send (self, NULL, ALONE ("\"a\"") END, 415);
  fixture_configure (self, (VmxOdataServerOptions){ .batch_limit = 1 });
  send (self, NULL, GROUP_START IN_GROUP ("1", "\"a\"") IN_GROUP ("2", "\"b\"") GROUP_END END, 429);
  fixture_assert_counts (self, "Tickets", 0, 0, 0);
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);

  fixture_add_test ("/odata-server/batch-multipart/parts", test_parts);
  fixture_add_test ("/odata-server/batch-multipart/group", test_group);
  fixture_add_test ("/odata-server/batch-multipart/boundaries", test_boundaries);
  fixture_add_test ("/odata-server/batch-multipart/failed-group", test_failed_group);
  fixture_add_test ("/odata-server/batch-multipart/stop", test_stop);
  fixture_add_test ("/odata-server/batch-multipart/line-ends-and-chunks",
                    test_line_ends_and_chunks);
  fixture_add_test ("/odata-server/batch-multipart/refusals", test_refusals);

  return g_test_run ();
}
