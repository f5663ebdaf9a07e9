/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the world has to come to. */
#include "world.h"

#define MAX_ROUNDS 12
#define MAX_RESOLUTIONS 6

/* --- Coming to rest --- */

static char *
read_pending (World *self)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < WORLD_N_OBJECTS; i++)
    {
      g_autofree char *pending = fixture_read_pending (world_get (self, i));

      g_string_append_printf (text, "%s\n", pending);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
sync_until_quiet (World *self)
{
  g_autofree char *before = read_pending (self);

  for (guint n = 0; n < MAX_ROUNDS; n++)
    {
      g_autofree char *after = NULL;

      for (guint i = 0; i < WORLD_N_OBJECTS; i++)
        g_object_unref (fixture_sync (world_get (self, i), NULL));
      after = read_pending (self);
      world_log_calls (self);
      world_log (self, "this waits:\n%s", after);
      if (g_str_equal (before, after))
        return;
      g_free (before);
      before = g_steal_pointer (&after);
    }
  world_fail (self, "it does not come to rest; this waits:\n%s", before);
}

/* Resolved as a person would who looks at the server. */
static VmxResolution
choose_resolution (World *self, VmxChangeState state, WorldRecord *known, gboolean is_there)
{
  switch (state)
    {
    case VMX_CHANGE_STATE_CONFLICT:
      /* Who creates both again has two. */
      if (world_choose (self, 2) == 0 && (known == NULL || !known->was_twice))
        return VMX_RESOLUTION_KEEP_CLIENT;
      if (known != NULL)
        known->is_loose = known->may_vanish = TRUE;
      return VMX_RESOLUTION_KEEP_SERVER;
    case VMX_CHANGE_STATE_UNKNOWN:
      return is_there ? VMX_RESOLUTION_DONE : VMX_RESOLUTION_SEND_AGAIN;
    case VMX_CHANGE_STATE_REJECTED:
    case VMX_CHANGE_STATE_PENDING:
    case VMX_CHANGE_STATE_DEFERRED:
    case VMX_CHANGE_STATE_IN_FLIGHT:
    default:
      return VMX_RESOLUTION_SEND_AGAIN;
    }
}

static VmxRecord *
look_up (VmxClient *client, guint object, VmxRecord *condition, gboolean is_key)
{
  g_autoptr(VmxObj) handle = fixture_get_object (client, world_objects[object]);
  g_autoptr(VmxReadOptions) options = vmx_read_options_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records = NULL;

  if (is_key)
    vmx_read_options_set_primary_keys (options, condition);
  else
    vmx_read_options_set_where_condition (options, condition);
  records = vmx_obj_get (handle, options, NULL, &error);
  g_assert_no_error (error);
  return records->len > 0 ? g_object_ref (records->pdata[0]) : NULL;
}

/* The name of a record that waits; what was created and deleted has it in its first change. */
static char *
find_name (World *self, VmxClient *fresh, guint object, VmxPendingRecord *pending)
{
  VmxRecord *key = vmx_pending_record_get_primary_keys (pending);
  VmxChange *first = vmx_pending_record_get_changes (pending)->pdata[0];
  g_autoptr(VmxRecord) record = look_up (self->upload.client, object, key, TRUE);

  if (record == NULL)
    record = look_up (fresh, object, key, TRUE);
  if (record != NULL)
    return g_strdup (vmx_record_get_text (record, "Name"));
  return vmx_change_get_action (first) == VMX_CHANGE_ACTION_CREATE
             ? g_strdup (vmx_record_get_text (vmx_change_get_values (first), "Name"))
             : NULL;
}

static VmxRecord *
find_there (VmxClient *fresh, guint object, const char *name)
{
  g_autoptr(VmxRecord) condition = vmx_record_new ();

  vmx_record_set_text (condition, "Name", name);
  return look_up (fresh, object, condition, FALSE);
}

static void
resolve (World *self, VmxClient *fresh, guint object, VmxPendingRecord *pending)
{
  VmxChangeState state = vmx_pending_record_get_state (pending);
  g_autofree char *name = find_name (self, fresh, object, pending);
  g_autoptr(VmxRecord) there = name != NULL ? find_there (fresh, object, name) : NULL;
  g_autoptr(VmxRecord) key = NULL;
  g_autoptr(GError) error = NULL;
  VmxResolution resolution;

  if (state != VMX_CHANGE_STATE_CONFLICT && state != VMX_CHANGE_STATE_UNKNOWN
      && state != VMX_CHANGE_STATE_REJECTED)
    return;
  resolution = choose_resolution (
      self, state, name != NULL ? world_find (self, object, name) : NULL, there != NULL);
  if (resolution == VMX_RESOLUTION_DONE)
    {
      key = vmx_record_new ();
      vmx_record_set_value (key, "Id", vmx_record_get_value (there, "Id"));
    }
  world_log (self, "resolve %s, in state %d, by %d", name, state, resolution);
  if (!vmx_obj_resolve (world_get (self, object), vmx_pending_record_get_primary_keys (pending),
                        resolution, key, NULL, &error))
    world_fail (self, "cannot resolve: %s", error->message);
}

static guint
resolve_all (World *self)
{
  g_autoptr(VmxClient) fresh = world_new_client (self);
  guint n = 0;

  for (guint i = 0; i < WORLD_N_OBJECTS; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) pending
          = vmx_obj_get_pending_records_for_upload (world_get (self, i), NULL, &error);

      g_assert_no_error (error);
      for (guint k = 0; k < pending->len; k++)
        resolve (self, fresh, i, pending->pdata[k]);
      n += pending->len;
    }
  return n;
}

void
world_settle (World *self)
{
  g_autofree char *pending = NULL;

  fixture_upload_set_faults (&self->upload, NULL);
  world_log_calls (self);
  world_log (self, "settle");
  for (guint i = 0; i < MAX_RESOLUTIONS; i++)
    {
      sync_until_quiet (self);
      if (resolve_all (self) == 0)
        return;
    }
  pending = read_pending (self);
  world_fail (self, "this still waits:\n%s", pending);
}

/* --- Judging --- */

/* Deletions are not told, so the client may have a copy of what was deleted elsewhere and created
 * again. */
static GHashTable *
read_by_name (World *self, VmxClient *client, guint object)
{
  gboolean is_ours = client == self->upload.client;
  g_autoptr(GPtrArray) records = world_read (client, object);
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);

  for (guint i = 0; i < records->len; i++)
    {
      const char *name = vmx_record_get_text (records->pdata[i], "Name");

      if (is_ours && world_find (self, object, name)->is_deleted_elsewhere)
        continue;
      if (!g_hash_table_insert (names, g_strdup (name), g_object_ref (records->pdata[i])))
        world_fail (self, "“%s” is doubled", name);
    }
  return names;
}

static int
get_number (VmxRecord *record, const char *column)
{
  const VmxValue *value = vmx_record_get_value (record, column);

  return value != NULL && vmx_value_get_kind (value) == VMX_VALUE_INT64
             ? (int) vmx_value_get_int64 (value)
             : -1;
}

static void
check_values (World *self, const char *name, WorldRecord *known, VmxRecord *record)
{
  for (guint i = 0; i < WORLD_N_COLUMNS && !known->is_loose; i++)
    {
      int number = get_number (record, world_columns[i]);

      if (number == known->here[i] || (number == known->there[i] && number >= 0))
        continue;
      if (number == known->there[i] && known->here[i] < 0)
        continue;
      world_fail (self, "%s of “%s” is %d, and was written last as %d here and %d elsewhere",
                  world_columns[i], name, number, known->here[i], known->there[i]);
    }
}

static void
check_server (World *self, guint object, GHashTable *theirs)
{
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, self->records[object]);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      WorldRecord *known = value;
      VmxRecord *record = g_hash_table_lookup (theirs, name);

      if (record == NULL && !known->is_deleted && !known->may_vanish)
        world_fail (self, "“%s” is lost", (char *) name);
      if (record != NULL && known->is_deleted && !known->may_vanish)
        world_fail (self, "“%s” is back", (char *) name);
      if (record != NULL)
        check_values (self, name, known, record);
    }
}

static void
check_equal (World *self, guint object, GHashTable *ours, GHashTable *theirs)
{
  GHashTableIter iter;
  gpointer name, record;

  g_hash_table_iter_init (&iter, ours);
  while (g_hash_table_iter_next (&iter, &name, &record))
    {
      VmxRecord *other = g_hash_table_lookup (theirs, name);
      g_autofree char *here = vmx_record_to_json (record);
      g_autofree char *there = other != NULL ? vmx_record_to_json (other) : g_strdup ("nothing");

      if (!g_str_equal (here, there))
        world_fail (self, "“%s” is %s here and %s there", (char *) name, here, there);
    }
  g_hash_table_iter_init (&iter, theirs);
  while (g_hash_table_iter_next (&iter, &name, &record))
    if (!g_hash_table_contains (ours, name)
        && !world_find (self, object, name)->is_deleted_elsewhere)
      world_fail (self, "“%s” is only there", (char *) name);
}

void
world_check (World *self)
{
  g_autoptr(VmxClient) fresh = world_new_client (self);
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) findings = vmx_client_check_store (self->upload.client, NULL, &error);

  g_assert_no_error (error);
  if (*findings != NULL)
    world_fail (self, "the store is damaged: %s", *findings);
  for (guint i = 0; i < WORLD_N_OBJECTS; i++)
    {
      g_autoptr(GHashTable) ours = read_by_name (self, self->upload.client, i);
      g_autoptr(GHashTable) theirs = read_by_name (self, fresh, i);

      check_server (self, i, theirs);
      check_equal (self, i, ours, theirs);
    }
}
