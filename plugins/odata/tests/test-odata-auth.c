/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "odata-fixture.h"
#include "renewer.h"

#define TOKEN "very-secret-token"

/* --- Signing in --- */

static void
demand_token (VmxOdataServer *server)
{
  VmxOdataServerOptions options = { .token = TOKEN };

  vmx_odata_server_configure (server, &options);
}

static void
test_no_token (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxFetchRequest) request = fixture_new_request (fixture, 100);
  g_autoptr(GError) error = NULL;

  demand_token (fixture->server);
  g_assert_null (fixture_download (fixture, request, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NOT_SIGNED_IN, "object “Employees”");
  g_assert_null (vmx_transport_fetch_schema (fixture->transport, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NOT_SIGNED_IN, "sign-in");
}

static void
test_token (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxTokenAuthenticator) authenticator = vmx_token_authenticator_new (TOKEN);
  g_autoptr(VmxFetchRequest) request = fixture_new_request (fixture, 100);
  g_autoptr(GArray) keys = NULL;
  g_autoptr(GError) error = NULL;

  demand_token (fixture->server);
  fixture_open (fixture, VMX_AUTHENTICATOR (authenticator));
  keys = fixture_download (fixture, request, NULL, &error);
  g_assert_no_error (error);
  fixture_assert_keys (keys, N_EMPLOYEES);
}

static void
test_renewed (Fixture *fixture, gconstpointer data)
{
  g_autoptr(Renewer) authenticator = renewer_new ("old", TOKEN);
  g_autoptr(VmxFetchRequest) request = fixture_new_request (fixture, 100);
  g_autoptr(GArray) keys = NULL;
  g_autoptr(GError) error = NULL;

  demand_token (fixture->server);
  fixture_open (fixture, VMX_AUTHENTICATOR (authenticator));
  keys = fixture_download (fixture, request, NULL, &error);
  g_assert_no_error (error);
  fixture_assert_keys (keys, N_EMPLOYEES);
  g_assert_cmpuint (authenticator->n_refused, ==, 1);
  g_assert_true (g_str_has_prefix (authenticator->origin, "http://127.0.0.1:"));
  g_assert_cmpuint (vmx_odata_server_get_n_requests (fixture->server), ==, 11);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr(Renewer) authenticator = renewer_new ("old-secret", "wrong-secret");
  g_autoptr(VmxFetchRequest) request = fixture_new_request (fixture, 100);
  g_autoptr(GError) error = NULL;

  demand_token (fixture->server);
  fixture_open (fixture, VMX_AUTHENTICATOR (authenticator));
  g_assert_null (fixture_download (fixture, request, NULL, &error));
  g_assert_null (strstr (error->message, "secret"));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NOT_SIGNED_IN, "401");
  g_assert_cmpuint (vmx_odata_server_get_n_requests (fixture->server), ==, 2);
}

static void
test_wrong_header (Fixture *fixture, gconstpointer data)
{
  g_autoptr(Renewer) authenticator = renewer_new ("secret\r\nX-Evil: 1", "x");
  g_autoptr(GError) error = NULL;

  g_assert_false (
      vmx_transport_open (fixture->transport, VMX_AUTHENTICATOR (authenticator), NULL, &error));
  g_assert_null (strstr (error->message, "secret"));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_MISBEHAVED, "control character");
}

/* --- Other origins --- */

static void
test_redirect_elsewhere (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxTokenAuthenticator) authenticator = vmx_token_authenticator_new (TOKEN);
  g_autoptr(VmxOdataServer) other = vmx_odata_server_new (NULL);
  g_autofree char *location
      = g_strdup_printf ("Location: %sEmployees?x=1", vmx_odata_server_get_url (other));
  VmxOdataFault redirect = { VMX_ODATA_FAULT_REPLY, .status = 302, .headers = location };
  g_autoptr(VmxFetchRequest) request = fixture_new_request (fixture, 0);
  g_autoptr(VmxRecordBatch) batch = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *sent = NULL;
  g_autofree char *kept = NULL;

  vmx_odata_server_add_hr_sample (other, 5);
  fixture_open (fixture, VMX_AUTHENTICATOR (authenticator));
  vmx_odata_server_add_fault (fixture->server, &redirect);
  batch = vmx_transport_fetch_batch (fixture->transport, request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (vmx_record_batch_get_n_rows (batch), ==, 5);
  sent = vmx_odata_server_get_request_header (fixture->server, 0, "Authorization");
  g_assert_cmpstr (sent, ==, "Bearer " TOKEN);
  kept = vmx_odata_server_get_request_header (other, 0, "Authorization");
  g_assert_null (kept);
}

static void
test_link_elsewhere (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxTokenAuthenticator) authenticator = vmx_token_authenticator_new (TOKEN);
  g_autoptr(VmxOdataServer) other = vmx_odata_server_new (NULL);
  g_autofree char *link = g_strdup_printf ("%sEmployees", vmx_odata_server_get_url (other));
  VmxOdataFault fault = { VMX_ODATA_FAULT_LINK, .body = link };
  g_autoptr(VmxFetchRequest) request = fixture_new_request (fixture, 0);
  g_autoptr(GError) error = NULL;

  fixture_open (fixture, VMX_AUTHENTICATOR (authenticator));
  vmx_odata_server_add_fault (fixture->server, &fault);
  g_assert_null (fixture_download (fixture, request, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER, "not followed");
  g_assert_cmpuint (vmx_odata_server_get_n_requests (other), ==, 0);
}

/* Parameters can be secret, too: messages show no query. */
static void
test_quiet_messages (Fixture *fixture, gconstpointer data)
{
  static const char *const params[] = { "api-key", TOKEN, NULL };
  static const VmxOdataFault faults[] = {
    { VMX_ODATA_FAULT_REPLY, .status = 500, .times = 4 },
    { VMX_ODATA_FAULT_CLOSE, .times = 4 },
    { VMX_ODATA_FAULT_REPLY, .status = 404 },
    { VMX_ODATA_FAULT_CUT_CHUNKED, .times = 4 },
    { VMX_ODATA_FAULT_REPLY, .headers = "Content-Type: text/html", .body = "<p>x" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr(VmxFetchRequest) request = fixture_new_request (fixture, 100);
      g_autoptr(GError) error = NULL;

      vmx_fetch_request_set_query_params (request, params);
      vmx_odata_server_add_fault (fixture->server, &faults[i]);
      g_assert_null (fixture_download (fixture, request, NULL, &error));
      g_assert_nonnull (error);
      g_assert_null (strstr (error->message, TOKEN));
    }
}

#define ADD(name, func)                                                                            \
  g_test_add ("/odata/transport/auth/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

void
add_auth_tests (void)
{
  ADD ("no-token", test_no_token);
  ADD ("token", test_token);
  ADD ("renewed", test_renewed);
  ADD ("refused", test_refused);
  ADD ("wrong-header", test_wrong_header);
  ADD ("redirect-elsewhere", test_redirect_elsewhere);
  ADD ("link-elsewhere", test_link_elsewhere);
  ADD ("quiet-messages", test_quiet_messages);
}
