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

/* NULL if the client does not have the record. */
static char *
look_up_title (VmxClient *client, VmxRecord *key, guint n)
{
  g_autoptr(VmxObj) object = fixture_get_object (client, reference_objects[n]);
  g_autoptr(VmxReadOptions) options = vmx_read_options_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records = NULL;

  vmx_read_options_set_primary_keys (options, key);
  records = vmx_obj_get (object, options, NULL, &error);
  g_assert_no_error (error);
  return records->len > 0
             ? g_strdup (vmx_record_get_text (records->pdata[0], reference_titles[n]))
             : NULL;
}

/* What was deleted is still at the server if it waits. */
static char *
find_title (VmxClient *fresh, VmxClient *client, VmxPendingRecord *pending, guint n)
{
  VmxRecord *key = vmx_pending_record_get_primary_keys (pending);
  g_autofree char *json = vmx_record_to_json (key);
  char *title = look_up_title (client, key, n);

  if (title == NULL)
    title = look_up_title (fresh, key, n);
  if (title == NULL)
    g_error ("the deletion of %s in %s waits, but it was done: %s", json, reference_objects[n],
             vmx_pending_record_get_reason (pending));
  return title;
}

/* The states of records that wait, by title. */
static Titles *
read_pending (VmxClient *fresh, VmxClient *client, guint n)
{
  g_autoptr(VmxObj) object = fixture_get_object (client, reference_objects[n]);
  Titles *titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) pending = vmx_obj_get_pending_records_for_upload (object, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < pending->len; i++)
    g_hash_table_insert (titles, find_title (fresh, client, pending->pdata[i], n),
                         GINT_TO_POINTER (vmx_pending_record_get_state (pending->pdata[i])));
  return titles;
}

/* What may wait, and how. */
static gboolean
may_wait (const char *title, int state, VerdictWaits waits)
{
  switch (state)
    {
    case VMX_CHANGE_STATE_UNKNOWN:
      return (waits & VERDICT_UNKNOWN) != 0;
    case VMX_CHANGE_STATE_REJECTED:
      return (waits & VERDICT_REJECTED) != 0;
    /* Children of a parent that waits for somebody wait for it. */
    case VMX_CHANGE_STATE_PENDING:
      return waits != VERDICT_NOTHING && (*title == 'L' || *title == 'M');
    default:
      return FALSE;
    }
}

static void
check_pending (Titles *pending, VerdictWaits waits)
{
  GHashTableIter iter;
  gpointer title, state;

  g_hash_table_iter_init (&iter, pending);
  while (g_hash_table_iter_next (&iter, &title, &state))
    {
      int found = GPOINTER_TO_INT (state);
      gboolean expected;

      if (g_str_equal (title, REFERENCE_CONFLICT))
        expected = found == VMX_CHANGE_STATE_CONFLICT;
      else if (g_str_equal (title, REFERENCE_REJECTED))
        expected = found == VMX_CHANGE_STATE_REJECTED;
      else
        expected = may_wait (title, found, waits);
      if (!expected)
        g_error ("“%s” waits, with the state %d", (char *) title, found);
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
        && !g_hash_table_contains (pending, deleted[i])
        && (g_hash_table_contains (theirs, deleted[i]) || g_hash_table_contains (ours, deleted[i])))
      g_error ("“%s” is back", deleted[i]);
}

static void
check_store (VmxClient *client)
{
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) findings = vmx_client_check_store (client, NULL, &error);

  g_assert_no_error (error);
  if (*findings != NULL)
    g_error ("the store is damaged: %s", *findings);
}

void
verdict_check (VmxClient *fresh, VmxClient *client, VerdictWaits waits)
{
  for (guint n = 0; n < REFERENCE_N_OBJECTS; n++)
    {
      g_autoptr(GHashTable) pending = read_pending (fresh, client, n);
      g_autoptr(GHashTable) ours = read_records (client, n, pending);
      g_autoptr(GHashTable) theirs = read_records (fresh, n, NULL);

      check_pending (pending, waits);
      check_titles (n, ours, theirs, pending);
      check_equal (ours, theirs, pending);
    }
  check_store (client);
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

/* FALSE when it is to stay as it is. */
static gboolean
resolve (VmxClient *fresh, VmxClient *client, VmxPendingRecord *pending, guint n)
{
  VmxChangeState state = vmx_pending_record_get_state (pending);
  g_autoptr(VmxObj) object = fixture_get_object (client, reference_objects[n]);
  g_autofree char *title = find_title (fresh, client, pending, n);
  g_autoptr(VmxRecord) key = NULL;
  g_autoptr(GError) error = NULL;

  if (state == VMX_CHANGE_STATE_UNKNOWN)
    key = find_key (fresh, n, title);
  else if (state != VMX_CHANGE_STATE_REJECTED || g_str_equal (title, REFERENCE_REJECTED))
    return FALSE;
  vmx_obj_resolve (object, vmx_pending_record_get_primary_keys (pending),
                   key != NULL ? VMX_RESOLUTION_DONE : VMX_RESOLUTION_SEND_AGAIN, key, NULL,
                   &error);
  g_assert_no_error (error);
  return TRUE;
}

guint
verdict_resolve (VmxClient *fresh, VmxClient *client)
{
  guint n_resolved = 0;

  for (guint n = 0; n < REFERENCE_N_OBJECTS; n++)
    {
      g_autoptr(VmxObj) object = fixture_get_object (client, reference_objects[n]);
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) pending = vmx_obj_get_pending_records_for_upload (object, NULL, &error);

      g_assert_no_error (error);
      for (guint i = 0; i < pending->len; i++)
        if (resolve (fresh, client, pending->pdata[i], n))
          n_resolved++;
    }
  return n_resolved;
}
