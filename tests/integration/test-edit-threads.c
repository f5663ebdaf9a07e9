/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Several threads edit one client at once: every edit is there, with its change. */
#include "fixture-edit.h"

#define N_THREADS 4
#define N_ROUNDS 25

typedef struct
{
  VmxClient *client;
  guint number;
} Editor;

/* One thread's edits: records of its own, with keys made by the library, and one that all share. */
static gpointer
edit (gpointer data)
{
  Editor *editor = data;
  g_autoptr(VmxObj) ticket = fixture_get_object (editor->client, "Ticket");
  g_autoptr(VmxObj) room = fixture_get_object (editor->client, "Room");

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autofree char *title = g_strdup_printf ("{\"Title\":\"%u-%u\"}", editor->number, i);
      g_autofree char *record
          = g_strdup_printf ("{\"Number\":\"%u-%u\",\"Seats\":1}", editor->number, i);
      g_autofree char *options
          = g_strdup_printf ("{\"primaryKeys\":{\"Number\":\"%u-%u\"}}", editor->number, i);

      fixture_edit (ticket, FIXTURE_CREATE, title, NULL);
      fixture_edit (room, FIXTURE_CREATE, record, NULL);
      fixture_edit (room, FIXTURE_UPDATE_BY_PK, "{\"Seats\":2}", options);
      fixture_edit (room, FIXTURE_UPDATE_BY_PK, "{\"Seats\":3}",
                    "{\"primaryKeys\":{\"Number\":\"shared\"}}");
      if (i % 5 == 0)
        fixture_edit (room, FIXTURE_DELETE_BY_PK, NULL, options);
    }
  return NULL;
}

static void
run_editors (VmxClient *client)
{
  Editor editors[N_THREADS];
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    {
      editors[i] = (Editor){ client, i };
      threads[i] = g_thread_new ("editor", edit, &editors[i]);
    }
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
}

/* No key was given out twice, and none was skipped. */
static void
assert_tickets (VmxObj *ticket)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records = vmx_obj_get (ticket, NULL, NULL, &error);
  g_autoptr(GHashTable) titles = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, N_THREADS * N_ROUNDS);
  for (guint i = 0; i < records->len; i++)
    {
      gint64 key = g_ascii_strtoll (vmx_record_get_text (records->pdata[i], "Code"), NULL, 10);

      g_assert_cmpint (key, <, 0);
      g_assert_cmpint (key, >=, -(N_THREADS * N_ROUNDS));
      g_hash_table_add (titles, (gpointer) vmx_record_get_text (records->pdata[i], "Title"));
    }
  g_assert_cmpuint (g_hash_table_size (titles), ==, N_THREADS * N_ROUNDS);
}

static void
assert_rooms (VmxObj *room)
{
  g_autofree char *pending = fixture_read_pending (room);
  g_auto(GStrv) lines = g_strsplit (pending, "\n", -1);
  guint n_left = N_THREADS * (N_ROUNDS - N_ROUNDS / 5);

  g_assert_cmpuint (fixture_count (room), ==, n_left + 1);
  g_assert_cmpuint (g_strv_length (lines), ==, n_left + 1);
  for (guint i = 0; i < n_left; i++)
    g_assert_true (g_str_has_suffix (lines[i], " pending: create pending {\"Seats\":1};"
                                               " update pending {\"Seats\":2}"));
}

static void
test_editors (void)
{
  g_autoptr(VmxClient) client = fixture_set_up_hr (NULL);
  g_autoptr(VmxObj) ticket = fixture_get_object (client, "Ticket");
  g_autoptr(VmxObj) room = fixture_get_object (client, "Room");
  VmxStorage *storage = vmx_client_get_storage (client);
  guint n_left = N_THREADS * (N_ROUNDS - N_ROUNDS / 5);

  fixture_edit (room, FIXTURE_CREATE, "{\"Number\":\"shared\"}", NULL);
  run_editors (client);
  assert_tickets (ticket);
  assert_rooms (room);
  /* Tickets, rooms with an update each, and the shared one with all updates. */
  g_assert_cmpuint (fixture_count_rows (storage, &fixture_changes), ==,
                    N_THREADS * N_ROUNDS + 2 * n_left + 1 + N_THREADS * N_ROUNDS);
  g_assert_cmpuint (fixture_count_rows (storage, &fixture_originals), ==,
                    N_THREADS * N_ROUNDS + n_left + 1);
}

/* A rollback of everything is one step: no edit is half undone. */
static gpointer
roll_back (gpointer data)
{
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_true (vmx_client_rollback (data, NULL, &error));
      g_assert_no_error (error);
    }
  return NULL;
}

static gpointer
create_rooms (gpointer data)
{
  g_autoptr(VmxObj) room = fixture_get_object (data, "Room");

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autofree char *record = g_strdup_printf ("{\"Number\":\"%u\"}", i);

      fixture_edit (room, FIXTURE_CREATE, record, NULL);
    }
  return NULL;
}

static void
test_rollback_meanwhile (void)
{
  g_autoptr(VmxClient) client = fixture_set_up_hr (NULL);
  g_autoptr(VmxObj) room = fixture_get_object (client, "Room");
  VmxStorage *storage = vmx_client_get_storage (client);
  GThread *writer = g_thread_new ("writer", create_rooms, client);
  GThread *undoer = g_thread_new ("undoer", roll_back, client);
  guint n;

  g_thread_join (writer);
  g_thread_join (undoer);
  n = fixture_count (room);
  g_assert_cmpuint (fixture_count_rows (storage, &fixture_changes), ==, n);
  g_assert_cmpuint (fixture_count_rows (storage, &fixture_originals), ==, n);
  roll_back (client);
  g_assert_cmpuint (fixture_count (room), ==, 0);
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/edit-threads/editors", test_editors);
  g_test_add_func ("/edit-threads/rollback-meanwhile", test_rollback_meanwhile);
  return g_test_run ();
}
