/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "verdict.h"

#include "fixture-edit.h"

/* Records, or states of records, by their titles. */
typedef GHashTable Titles;

/* A record that waits may have come by a download, too: it is left out. pending is (nullable). */
static Titles *
read_records (VmxClient *client, guint n, Titles *pending)
{
  g_autoptr(VmxObj) object = fixture_get_object (client, reference_objects[n]);
  Titles *titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records = vmx_obj_get (object, NULL, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < records->len; i++)
    {
      char *title = g_strdup (vmx_record_get_text (records->pdata[i], reference_titles[n]));

      if (pending != NULL && g_hash_table_contains (pending, title))
        {
          g_free (title);
          continue;
        }
      if (g_hash_table_contains (titles, title))
        g_error ("“%s” is doubled in %s", title, reference_objects[n]);
      g_hash_table_insert (titles, title, vmx_record_to_json (records->pdata[i]));
    }
  return titles;
}

static char *
find_title (VmxObj *object, VmxPendingRecord *pending, guint n)
{
  g_autofree char *key = vmx_record_to_json (vmx_pending_record_get_primary_keys (pending));
  g_autofree char *options = g_strdup_printf ("{\"primaryKeys\":%s}", key);
  g_autoptr(VmxReadOptions) parsed = vmx_read_options_new_from_json (options, NULL);
  g_autoptr(GPtrArray) records = vmx_obj_get (object, parsed, NULL, NULL);

  if (records->len == 0)
    g_error ("the deletion of %s in %s was not uploaded: %s", key, reference_objects[n],
             vmx_pending_record_get_reason (pending));
  return g_strdup (vmx_record_get_text (records->pdata[0], reference_titles[n]));
}

/* The states of records that wait, by title. */
static Titles *
read_pending (VmxClient *client, guint n)
{
  g_autoptr(VmxObj) object = fixture_get_object (client, reference_objects[n]);
  Titles *titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) pending = vmx_obj_get_pending_records_for_upload (object, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < pending->len; i++)
    g_hash_table_insert (titles, find_title (object, pending->pdata[i], n),
                         GINT_TO_POINTER (vmx_pending_record_get_state (pending->pdata[i])));
  return titles;
}

/* What may wait, and how. */
static void
check_pending (Titles *pending, gboolean may_park)
{
  GHashTableIter iter;
  gpointer title, state;

  g_hash_table_iter_init (&iter, pending);
  while (g_hash_table_iter_next (&iter, &title, &state))
    {
      VmxChangeState expected = VMX_CHANGE_STATE_UNKNOWN;

      if (g_str_equal (title, REFERENCE_CONFLICT))
        expected = VMX_CHANGE_STATE_CONFLICT;
      else if (g_str_equal (title, REFERENCE_REJECTED))
        expected = VMX_CHANGE_STATE_REJECTED;
      /* Children of a parent that is parked wait for it. */
      else if (may_park && (*(char *) title == 'L' || *(char *) title == 'M')
               && GPOINTER_TO_INT (state) == VMX_CHANGE_STATE_PENDING)
        continue;
      else if (!may_park)
        g_error ("“%s” waits, with the state %d", (char *) title, GPOINTER_TO_INT (state));
      if (GPOINTER_TO_INT (state) != (int) expected)
        g_error ("“%s” has the state %d, expected %d", (char *) title, GPOINTER_TO_INT (state),
                 (int) expected);
    }
}

static void
check_equal (Titles *ours, Titles *theirs, Titles *pending)
{
  GHashTableIter iter;
  gpointer title, json;

  g_hash_table_iter_init (&iter, ours);
  while (g_hash_table_iter_next (&iter, &title, &json))
    if (!g_str_equal (title, REFERENCE_GONE))
      g_assert_cmpstr (json, ==, g_hash_table_lookup (theirs, title));
  g_hash_table_iter_init (&iter, theirs);
  while (g_hash_table_iter_next (&iter, &title, &json))
    if (!g_hash_table_contains (ours, title) && !g_hash_table_contains (pending, title))
      g_error ("the server has “%s”, and the client has not", (char *) title);
}

static void
check_titles (guint n, Titles *ours, Titles *theirs, Titles *pending)
{
  g_auto(GStrv) created = g_strsplit (reference_created[n], " ", -1);
  g_auto(GStrv) deleted = g_strsplit (reference_deleted[n], " ", -1);

  for (guint i = 0; created[i] != NULL; i++)
    if (*created[i] != '\0' && !g_hash_table_contains (theirs, created[i])
        && !g_hash_table_contains (pending, created[i]))
      g_error ("“%s” is lost", created[i]);
  for (guint i = 0; deleted[i] != NULL; i++)
    if (*deleted[i] != '\0'
        && (g_hash_table_contains (theirs, deleted[i]) || g_hash_table_contains (ours, deleted[i])))
      g_error ("“%s” is back", deleted[i]);
}

static VmxClient *
download_afresh (VmxOdataServer *server)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(GError) error = NULL;
  VmxClient *fresh = vmx_client_new (path);

  vmx_client_add_service (fresh, "Work", "odata", vmx_odata_server_get_url (server), &error);
  g_assert_no_error (error);
  fixture_setup (fresh);
  for (guint n = 0; n < REFERENCE_N_OBJECTS; n++)
    fixture_sync_object (fresh, reference_objects[n]);
  return fresh;
}

void
verdict_check (VmxOdataServer *server, VmxClient *client, gboolean may_park)
{
  g_autoptr(VmxClient) fresh = download_afresh (server);

  for (guint n = 0; n < REFERENCE_N_OBJECTS; n++)
    {
      g_autoptr(GHashTable) pending = read_pending (client, n);
      g_autoptr(GHashTable) ours = read_records (client, n, pending);
      g_autoptr(GHashTable) theirs = read_records (fresh, n, NULL);

      check_pending (pending, may_park);
      check_titles (n, ours, theirs, pending);
      check_equal (ours, theirs, pending);
    }
  reference_check_updates (fresh);
}

/* --- Resolving --- */

/* The key that the server gave to the record of a title, or NULL. */
static VmxRecord *
find_key (VmxClient *fresh, guint n, const char *title)
{
  g_autoptr(VmxObj) object = fixture_get_object (fresh, reference_objects[n]);
  g_autoptr(VmxRecord) condition = vmx_record_new ();
  g_autoptr(VmxReadOptions) options = vmx_read_options_new ();
  g_autoptr(GPtrArray) records = NULL;
  VmxRecord *key;

  vmx_record_set_text (condition, reference_titles[n], title);
  vmx_read_options_set_where_condition (options, condition);
  records = vmx_obj_get (object, options, NULL, NULL);
  g_assert_cmpuint (records->len, <=, 1);
  if (records->len == 0)
    return NULL;
  key = vmx_record_new ();
  vmx_record_set_value (key, "ID", vmx_record_get_value (records->pdata[0], "ID"));
  return key;
}

static void
resolve (VmxObj *object, VmxPendingRecord *pending, VmxClient *fresh, guint n)
{
  g_autofree char *title = find_title (object, pending, n);
  g_autoptr(VmxRecord) key = find_key (fresh, n, title);
  g_autoptr(GError) error = NULL;

  vmx_obj_resolve (object, vmx_pending_record_get_primary_keys (pending),
                   key != NULL ? VMX_RESOLUTION_DONE : VMX_RESOLUTION_SEND_AGAIN, key, NULL,
                   &error);
  g_assert_no_error (error);
}

guint
verdict_resolve_unknown (VmxOdataServer *server, VmxClient *client)
{
  g_autoptr(VmxClient) fresh = download_afresh (server);
  guint n_resolved = 0;

  for (guint n = 0; n < REFERENCE_N_OBJECTS; n++)
    {
      g_autoptr(VmxObj) object = fixture_get_object (client, reference_objects[n]);
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) pending = vmx_obj_get_pending_records_for_upload (object, NULL, &error);

      g_assert_no_error (error);
      for (guint i = 0; i < pending->len; i++)
        if (vmx_pending_record_get_state (pending->pdata[i]) == VMX_CHANGE_STATE_UNKNOWN)
          {
            resolve (object, pending->pdata[i], fresh, n);
            n_resolved++;
          }
    }
  return n_resolved;
}
