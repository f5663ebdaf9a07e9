/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Serves pages that were written before the first request, so that a benchmark measures the client.
 * Prints its address on the standard output and ends when its standard input does. */
#include <libsoup/soup.h>

#define METADATA                                                                                   \
  "<?xml version=\"1.0\"?><edmx:Edmx Version=\"4.0\" "                                             \
  "xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\"><edmx:DataServices>"                    \
  "<Schema Namespace=\"Bench\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">"                 \
  "<EntityType Name=\"Record\"><Key><PropertyRef Name=\"Id\"/></Key>"                              \
  "<Property Name=\"Id\" Type=\"Edm.Int32\" Nullable=\"false\"/>"                                  \
  "<Property Name=\"Name\" Type=\"Edm.String\"/>"                                                  \
  "<Property Name=\"Email\" Type=\"Edm.String\"/>"                                                 \
  "<Property Name=\"City\" Type=\"Edm.String\"/>"                                                  \
  "<Property Name=\"Notes\" Type=\"Edm.String\"/>"                                                 \
  "<Property Name=\"Salary\" Type=\"Edm.Decimal\" Scale=\"2\"/>"                                   \
  "<Property Name=\"HiredAt\" Type=\"Edm.DateTimeOffset\"/>"                                       \
  "<Property Name=\"Birthday\" Type=\"Edm.Date\"/>"                                                \
  "<Property Name=\"Active\" Type=\"Edm.Boolean\"/>"                                               \
  "<Property Name=\"Rating\" Type=\"Edm.Double\"/>"                                                \
  "<Property Name=\"Revision\" Type=\"Edm.Int64\"/>"                                               \
  "</EntityType><EntityContainer Name=\"Container\">"                                              \
  "<EntitySet Name=\"Records\" EntityType=\"Bench.Record\"/></EntityContainer></Schema>"           \
  "</edmx:DataServices></edmx:Edmx>"

typedef struct
{
  GPtrArray *pages; /* (element-type GBytes) */
  guint page_size;
} Service;

static void
append_record (GString *page, guint id)
{
  g_string_append_printf (
      page,
      "{\"@odata.etag\":\"W/\\\"%u\\\"\",\"Id\":%u,\"Name\":\"Employee number %u\","
      "\"Email\":\"employee.%u@example.org\",\"City\":\"Zürich\",\"Notes\":\"This note tells "
      "something about employee %u that is long enough to be like a real one.\","
      "\"Salary\":%u.%02u,\"HiredAt\":\"2020-%02u-%02uT08:%02u:00.250Z\","
      "\"Birthday\":\"19%02u-%02u-%02u\",\"Active\":%s,\"Rating\":%u.5,"
      "\"Revision\":%" G_GUINT64_FORMAT "}",
      id, id, id, id, id, 1000 + id % 9000, id % 100, id % 12 + 1, id % 28 + 1, id % 60,
      id % 60 + 40, id % 12 + 1, id % 28 + 1, id % 2 == 0 ? "true" : "false", id % 10,
      G_GUINT64_CONSTANT (9007199254740993) + id);
}

static GBytes *
write_page (guint first, guint last, guint total)
{
  GString *page = g_string_new ("{\"@odata.context\":\"$metadata#Records\",");

  g_string_append_printf (page, "\"@odata.count\":%u,\"value\":[", total);
  for (guint id = first; id <= last; id++)
    {
      if (id > first)
        g_string_append_c (page, ',');
      append_record (page, id);
    }
  g_string_append_c (page, ']');
  if (last < total)
    g_string_append_printf (page, ",\"@odata.nextLink\":\"Records?$skiptoken=%u\"", last);
  g_string_append_c (page, '}');
  return g_string_free_to_bytes (page);
}

static void
answer (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
        gpointer user_data)
{
  Service *service = user_data;
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  const char *token = query != NULL ? g_hash_table_lookup (query, "$skiptoken") : NULL;
  guint page = token != NULL ? (guint) g_ascii_strtoull (token, NULL, 10) / service->page_size : 0;

  soup_server_message_set_status (message, 200, NULL);
  soup_message_headers_replace (headers, "OData-Version", "4.0");
  if (g_str_has_suffix (path, "/$metadata"))
    {
      soup_message_headers_set_content_type (headers, "application/xml", NULL);
      soup_message_body_append (body, SOUP_MEMORY_STATIC, METADATA, sizeof METADATA - 1);
      return;
    }
  soup_message_headers_set_content_type (headers, "application/json", NULL);
  soup_message_body_append_bytes (body, service->pages->pdata[MIN (page, service->pages->len - 1)]);
}

static gboolean
on_input (GIOChannel *channel, GIOCondition condition, gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

int
main (int argc, char **argv)
{
  guint total = argc > 1 ? (guint) g_ascii_strtoull (argv[1], NULL, 10) : 100000;
  Service service = { g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref), 500 };
  g_autoptr(SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GIOChannel) input = g_io_channel_unix_new (0);
  g_autoptr(GError) error = NULL;
  GSList *uris;

  for (guint first = 1; first <= total; first += service.page_size)
    g_ptr_array_add (service.pages,
                     write_page (first, MIN (first + service.page_size - 1, total), total));
  soup_server_add_handler (server, "/svc", answer, &service, NULL);
  if (!soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error))
    {
      g_printerr ("page-server: %s\n", error->message);
      return 1;
    }
  uris = soup_server_get_uris (server);
  g_print ("http://127.0.0.1:%d/svc/\n", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  g_io_add_watch (input, G_IO_IN | G_IO_HUP, on_input, loop);
  g_main_loop_run (loop);
  g_ptr_array_unref (service.pages);
  return 0;
}
