/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "floor-download.h"

#include <libsoup/soup.h>
#include <sqlite3.h>
#include <string.h>
#include <yajl/yajl_parse.h>

static const char *const columns[] = {
  "Id",       "Name",   "Email",  "City",     "Notes",       "Salary",   "HiredAt",
  "Birthday", "Active", "Rating", "Revision", "@odata.etag", NULL,
};

typedef struct
{
  sqlite3_stmt *upsert;
  int depth;
  int column; /* of the bound parameter, 0 for none */
  gboolean is_next_link;
  char *next_link;
} Floor;

static int
on_null (void *data)
{
  Floor *self = data;

  if (self->column > 0)
    sqlite3_bind_null (self->upsert, self->column);
  return 1;
}

static int
on_boolean (void *data, int value)
{
  Floor *self = data;

  if (self->column > 0)
    sqlite3_bind_int (self->upsert, self->column, value);
  return 1;
}

static int
on_number (void *data, const char *text, size_t length)
{
  Floor *self = data;
  const char *name = self->column > 0 ? columns[self->column - 1] : "";

  if (g_str_equal (name, "Salary"))
    sqlite3_bind_text (self->upsert, self->column, text, (int) length, SQLITE_TRANSIENT);
  else if (g_str_equal (name, "Rating"))
    sqlite3_bind_double (self->upsert, self->column, g_ascii_strtod (text, NULL));
  else if (self->column > 0)
    sqlite3_bind_int64 (self->upsert, self->column, g_ascii_strtoll (text, NULL, 10));
  return 1;
}

static int
on_string (void *data, const unsigned char *text, size_t length)
{
  Floor *self = data;

  if (self->column > 0)
    sqlite3_bind_text (self->upsert, self->column, (const char *) text, (int) length,
                       SQLITE_TRANSIENT);
  else if (self->is_next_link)
    self->next_link = g_strndup ((const char *) text, length);
  return 1;
}

static int
on_member (void *data, const unsigned char *name, size_t length)
{
  Floor *self = data;

  self->column = 0;
  self->is_next_link
      = self->depth == 1 && length == 15 && memcmp (name, "@odata.nextLink", 15) == 0;
  for (int i = 0; self->depth == 2 && columns[i] != NULL; i++)
    if (strlen (columns[i]) == length && memcmp (columns[i], name, length) == 0)
      self->column = i + 1;
  return 1;
}

static int
on_start (void *data)
{
  Floor *self = data;

  self->depth++;
  self->column = 0;
  return 1;
}

static int
on_end_object (void *data)
{
  Floor *self = data;

  if (self->depth-- == 2)
    {
      g_assert (sqlite3_step (self->upsert) == SQLITE_DONE);
      sqlite3_reset (self->upsert);
      sqlite3_clear_bindings (self->upsert);
    }
  return 1;
}

static const yajl_callbacks callbacks = {
  .yajl_null = on_null,
  .yajl_boolean = on_boolean,
  .yajl_number = on_number,
  .yajl_string = on_string,
  .yajl_map_key = on_member,
  .yajl_start_map = on_start,
  .yajl_end_map = on_end_object,
};

static void
run (sqlite3 *db, const char *sql)
{
  g_assert (sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK);
}

static sqlite3 *
open_store (const char *path)
{
  sqlite3 *db;

  g_assert (sqlite3_open (path, &db) == SQLITE_OK);
  run (db, "PRAGMA journal_mode=WAL");
  run (db, "PRAGMA synchronous=NORMAL");
  run (db, "CREATE TABLE Records (Id INTEGER PRIMARY KEY, Name TEXT, Email TEXT, City TEXT, "
           "Notes TEXT, Salary TEXT, HiredAt TEXT, Birthday TEXT, Active INTEGER, Rating REAL, "
           "Revision INTEGER, vmx_etag TEXT) STRICT");
  return db;
}

static sqlite3_stmt *
prepare_upsert (sqlite3 *db)
{
  sqlite3_stmt *upsert;

  g_assert (
      sqlite3_prepare_v2 (
          db,
          "INSERT INTO Records VALUES (?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (Id) DO UPDATE SET "
          "Name=excluded.Name, Email=excluded.Email, City=excluded.City, "
          "Notes=excluded.Notes, Salary=excluded.Salary, HiredAt=excluded.HiredAt, "
          "Birthday=excluded.Birthday, Active=excluded.Active, Rating=excluded.Rating, "
          "Revision=excluded.Revision, vmx_etag=excluded.vmx_etag",
          -1, &upsert, NULL)
      == SQLITE_OK);
  return upsert;
}

static void
read_page (Floor *self, SoupSession *session, const char *url)
{
  g_autoptr(SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr(GInputStream) stream = soup_session_send (session, message, NULL, NULL);
  yajl_handle parser = yajl_alloc (&callbacks, NULL, self);
  char buffer[64 * 1024];
  gssize length;

  g_assert (stream != NULL);
  self->depth = 0;
  while ((length = g_input_stream_read (stream, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_assert (yajl_parse (parser, (const unsigned char *) buffer, (size_t) length)
              == yajl_status_ok);
  g_assert (yajl_complete_parse (parser) == yajl_status_ok);
  yajl_free (parser);
}

void
floor_download (const char *url, const char *store_path)
{
  g_autoptr(SoupSession) session = soup_session_new ();
  g_autofree char *next = g_strconcat (url, "Records", NULL);
  sqlite3 *db = open_store (store_path);
  Floor self = { .upsert = prepare_upsert (db) };

  while (next != NULL)
    {
      run (db, "BEGIN IMMEDIATE");
      read_page (&self, session, next);
      run (db, "COMMIT");
      g_clear_pointer (&next, g_free);
      if (self.next_link != NULL)
        next = g_strconcat (url, self.next_link, NULL);
      g_clear_pointer (&self.next_link, g_free);
    }
  sqlite3_finalize (self.upsert);
  sqlite3_close (db);
}
