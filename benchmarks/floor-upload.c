/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "floor-upload.h"

#include <libsoup/soup.h>
#include <string.h>

#include "bench-common.h"

void
floor_upload (const char *url, GPtrArray *bodies)
{
  g_autoptr(SoupSession) session = soup_session_new ();

  for (guint i = 0; i < bodies->len; i++)
    {
      g_autoptr(SoupMessage) message = soup_message_new ("POST", url);
      g_autoptr(GBytes) body = g_bytes_new_static (bodies->pdata[i], strlen (bodies->pdata[i]));
      g_autoptr(GBytes) answer = NULL;
      g_autoptr(GError) error = NULL;

      soup_message_headers_append (soup_message_get_request_headers (message), "Accept",
                                   "application/json");
      soup_message_set_request_body_from_bytes (message, "application/json", body);
      answer = soup_session_send_and_read (session, message, NULL, &error);
      bench_check (error);
      g_assert_cmpuint (soup_message_get_status (message), ==, 200);
    }
}
