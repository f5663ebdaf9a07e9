/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "server-fixture.h"

#include <string.h>

void
fixture_set_up (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  self->server = vmx_odata_server_new (&error);
  g_assert_no_error (error);
  vmx_odata_server_add_upload_sample (self->server);
  self->session = soup_session_new ();
}

void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  soup_session_abort (self->session);
  g_clear_object (&self->message);
  g_clear_object (&self->session);
  g_free (self->body);
  g_assert_finalize_object (self->server);
}

static void
set_headers (SoupMessage *message, const char *headers)
{
  g_auto(GStrv) lines = g_strsplit (headers != NULL ? headers : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto(GStrv) pair = g_strsplit (lines[i], ": ", 2);

      if (pair[0] != NULL)
        soup_message_headers_replace (soup_message_get_request_headers (message), pair[0], pair[1]);
    }
}

void
fixture_ask (Fixture *self, const char *method, const char *address, const char *headers,
             const char *body, guint status)
{
  g_autofree char *url = g_strconcat (vmx_odata_server_get_url (self->server), address, NULL);
  g_autoptr(GBytes) request = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;
  g_autoptr(GBytes) answer = NULL;
  g_autoptr(GError) error = NULL;

  g_clear_object (&self->message);
  g_clear_pointer (&self->body, g_free);
  self->message = soup_message_new (method, url);
  g_assert_nonnull (self->message);
  if (body != NULL)
    soup_message_set_request_body_from_bytes (self->message, "application/json", request);
  set_headers (self->message, headers);
  /* One connection each, because libsoup sends again on an old one that ends. */
  soup_message_add_flags (self->message, SOUP_MESSAGE_NEW_CONNECTION);
  answer = soup_session_send_and_read (self->session, self->message, NULL, &error);
  self->status = answer != NULL ? soup_message_get_status (self->message) : 0;
  if (status != 0)
    g_assert_no_error (error);
  self->body = answer != NULL && g_bytes_get_size (answer) > 0
                   ? g_strndup (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer))
                   : g_strdup ("");
  if (self->status != status)
    g_test_message ("%s %s: %u %s", method, address, self->status, self->body);
  g_assert_cmpuint (self->status, ==, status);
}

void
fixture_configure (Fixture *self, VmxOdataServerOptions options)
{
  vmx_odata_server_configure (self->server, &options);
}

const char *
fixture_get_header (Fixture *self, const char *name)
{
  return soup_message_headers_get_one (soup_message_get_response_headers (self->message), name);
}

static void
assert_part (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_test_message ("%s", text);
  g_assert_nonnull (strstr (text, part));
}

void
fixture_assert_body (Fixture *self, const char *part)
{
  assert_part (self->body, part);
}

void
fixture_assert_record (Fixture *self, const char *set, const char *key, const char *part)
{
  g_autofree char *json = vmx_odata_server_get_json (self->server, set, key);

  assert_part (json != NULL ? json : "none", part);
}

void
fixture_assert_counts (Fixture *self, const char *set, guint n_creates, guint n_updates,
                       guint n_deletes)
{
  VmxOdataServerCounts counts;

  vmx_odata_server_get_counts (self->server, set, &counts);
  g_assert_cmpuint (counts.n_creates, ==, n_creates);
  g_assert_cmpuint (counts.n_updates, ==, n_updates);
  g_assert_cmpuint (counts.n_deletes, ==, n_deletes);
}
