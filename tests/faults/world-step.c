/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What happens to the world, here and elsewhere. */
#include "world.h"

/* --- Edits --- */

/* A record that a client has. (transfer full) (nullable) */
static VmxRecord *
choose_record (World *self, VmxClient *client, guint object)
{
  g_autoptr(GPtrArray) records = world_read (client, object);

  return records->len > 0
             ? g_object_ref (records->pdata[world_choose (self, (int) records->len)])
             : NULL;
}

static WorldRecord *
find (World *self, guint object, VmxRecord *record)
{
  return world_find (self, object, vmx_record_get_text (record, "Name"));
}

/* One that stays. (transfer full) (nullable) */
static VmxRecord *
choose_parent (World *self, VmxClient *client, guint object)
{
  g_autoptr(VmxRecord) record = choose_record (self, client, object);
  WorldRecord *known = record != NULL ? find (self, object, record) : NULL;

  if (known == NULL || known->may_vanish || known->is_deleted)
    return NULL;
  known->is_parent = TRUE;
  return g_steal_pointer (&record);
}

/* elsewhere: client is not ours. */
static void
note_write (World *self, WorldRecord *known, guint column, gboolean elsewhere)
{
  if (elsewhere)
    {
      known->there[column] = self->counter;
      known->is_edited_elsewhere = TRUE;
      known->may_vanish = known->may_vanish || known->is_deleted;
    }
  else
    known->here[column] = self->counter;
  known->is_loose = known->is_loose
                    || (known->is_edited_elsewhere
                        && self->policy == VMX_CONFLICT_POLICY_SERVER_WINS);
  known->may_vanish = known->may_vanish || known->is_deleted_elsewhere;
}

static void
create (World *self, VmxClient *client, gboolean elsewhere)
{
  guint object = (guint) world_choose (self, WORLD_N_OBJECTS);
  g_autoptr(VmxObj) handle = fixture_get_object (client, world_objects[object]);
  g_autoptr(VmxRecord) parent = NULL;
  g_autoptr(VmxRecord) record = vmx_record_new ();
  g_autoptr(VmxRecord) created = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *name = g_strdup_printf ("%c%03d", *world_objects[object], ++self->counter);

  if (object != WORLD_HOUSES)
    parent = choose_parent (self, client, object - 1);
  vmx_record_set_text (record, "Name", name);
  vmx_record_set_int64 (record, "A", self->counter);
  if (parent != NULL)
    vmx_record_set_value (record, "Parent", vmx_record_get_value (parent, "Id"));
  world_log (self, "%screate %s", elsewhere ? "elsewhere: " : "", name);
  note_write (self, world_add (self, object, name), 0, elsewhere);
  created = vmx_obj_create (handle, record, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* Between a create of unknown outcome and its resolution the client may have the record twice. */
static gboolean
has_twice (VmxObj *handle, VmxRecord *record)
{
  g_autoptr(VmxRecord) condition = vmx_record_new ();
  g_autoptr(VmxReadOptions) options = vmx_read_options_new ();
  g_autoptr(GPtrArray) records = NULL;

  vmx_record_set_text (condition, "Name", vmx_record_get_text (record, "Name"));
  vmx_read_options_set_where_condition (options, condition);
  records = vmx_obj_get (handle, options, NULL, NULL);
  return records->len > 1;
}

static void
edit (World *self, VmxClient *client, gboolean elsewhere, gboolean deletes)
{
  guint object = (guint) world_choose (self, WORLD_N_OBJECTS);
  g_autoptr(VmxObj) handle = fixture_get_object (client, world_objects[object]);
  g_autoptr(VmxRecord) record = choose_record (self, client, object);
  guint column = (guint) world_choose (self, WORLD_N_COLUMNS);
  WorldRecord *known = record != NULL ? find (self, object, record) : NULL;
  g_autofree char *key = record != NULL ? world_get_key (record) : NULL;
  g_autofree char *options = g_strdup_printf ("{\"primaryKeys\":%s}", key);
  g_autofree char *values = NULL;

  if (record == NULL || (deletes && known->is_parent))
    return;
  world_log (self, "%s%s %s %s", elsewhere ? "elsewhere: " : "", deletes ? "delete" : "update",
             vmx_record_get_text (record, "Name"), deletes ? "" : world_columns[column]);
  /* Which of the two is edited last says nothing about which one goes last. */
  if (has_twice (handle, record))
    known->was_twice = known->is_loose = known->may_vanish = TRUE;
  if (deletes)
    {
      if (elsewhere)
        known->is_deleted_elsewhere = known->may_vanish = known->is_loose = TRUE;
      else
        known->is_deleted = TRUE;
      known->may_vanish = known->may_vanish || known->is_edited_elsewhere;
      fixture_edit (handle, FIXTURE_DELETE_BY_PK, NULL, options);
      return;
    }
  values = g_strdup_printf ("{\"%s\":%d}", world_columns[column], ++self->counter);
  note_write (self, known, column, elsewhere);
  fixture_edit (handle, FIXTURE_UPDATE_BY_PK, values, options);
}

/* Behind the back of our client. */
static void
edit_elsewhere (World *self)
{
  g_autoptr(VmxClient) other = world_new_client (self);
  int what = world_choose (self, 4);

  if (what == 0)
    create (self, other, TRUE);
  else
    edit (self, other, TRUE, what == 1);
  for (guint i = 0; i < WORLD_N_OBJECTS; i++)
    fixture_sync_object (other, world_objects[i]);
}

/* --- Undoing --- */

static void
roll_back (World *self)
{
  guint object = (guint) world_choose (self, WORLD_N_OBJECTS);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) pending
      = vmx_obj_get_pending_records_for_upload (world_get (self, object), NULL, &error);
  g_autoptr(VmxReadOptions) options = vmx_read_options_new ();
  g_autoptr(GPtrArray) records = NULL;
  VmxRecord *key;
  WorldRecord *known;

  g_assert_no_error (error);
  if (pending->len == 0)
    return;
  key = vmx_pending_record_get_primary_keys (
      pending->pdata[world_choose (self, (int) pending->len)]);
  vmx_read_options_set_primary_keys (options, key);
  records = vmx_obj_get (world_get (self, object), options, NULL, &error);
  g_assert_no_error (error);
  /* Nobody could tell what a deletion was of, and the children of a parent would be orphans. */
  known = records->len > 0 ? find (self, object, records->pdata[0]) : NULL;
  if (known == NULL || known->is_parent)
    return;
  world_log (self, "roll back %s", vmx_record_get_text (records->pdata[0], "Name"));
  known->may_vanish = known->is_loose = TRUE;
  vmx_obj_rollback (world_get (self, object), key, NULL, &error);
  g_assert_no_error (error);
}

/* --- Syncs --- */

static char *
make_fault (World *self)
{
  static const char *const kinds[] = {
    "'error':'timeout'", "'error':'server'", "'error':'cut'", "'error':'connect'",
    "'error':'offline'", "'error':'auth'", "'error':'cut','when':'after'",
    "'error':'timeout','when':'after'", "'error':'server','when':'after'",
    "'error':'cut','when':'during','done':1", "'error':'cut','when':'during','done':2",
    "'verdict':'too-large'", "'verdict':'busy','retry-after-ms':0", "'verdict':'refused'",
    "'verdict':'other-form'", "'verdict':'incomplete'",
    "'verdict':'incomplete','when':'after','answered':1",
    "'verdict':'incomplete','when':'during','done':2,'answered':1",
    "'outcome':'failed'", "'outcome':'failed','done':true", "'outcome':'unknown'",
    "'outcome':'unknown','done':true", "'outcome':'failed','done':true,'member':2",
    "'outcome':'unknown','member':1",
    /* Lies, of a service that knows a request again and did it the first time. */
    "'outcome':'unanswered'", "'outcome':'busy','retry-after-ms':0", "'outcome':'rejected'",
  };
  int n_kinds = G_N_ELEMENTS (kinds) - (self->has_repeats ? 3 : 0);

  if (world_choose (self, 5) == 0)
    return g_strdup_printf ("{'call':'fetch-records','error':'cut','times':%d}",
                            1 + world_choose (self, 2));
  return g_strdup_printf ("{'call':'push-batch','batch':%d,'times':%d,%s}",
                          1 + world_choose (self, 3), 1 + world_choose (self, 2),
                          kinds[world_choose (self, n_kinds)]);
}

static gboolean
may_happen (const GError *error)
{
  static const int codes[]
      = { VMX_ERROR_READ_TIMED_OUT, VMX_ERROR_CONNECT_TIMED_OUT, VMX_ERROR_CONNECT_FAILED,
          VMX_ERROR_OFFLINE, VMX_ERROR_NOT_SIGNED_IN, VMX_ERROR_SERVER, VMX_ERROR_INVALID_ANSWER,
          VMX_ERROR_UPLOAD_FAILED, VMX_ERROR_NETWORK, VMX_ERROR_OUTBOX_FAILED };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, VMX_ERROR, codes[i]))
      return TRUE;
  return FALSE;
}

static void
sync_object (World *self, guint object, const char *json)
{
  g_autoptr(VmxSyncOptions) options = vmx_sync_options_new_from_json (json, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxSyncResult) result
      = vmx_obj_start_sync (world_get (self, object), options, NULL, &error);

  world_log (self, "sync %s %s: %s", world_objects[object], json,
             error != NULL ? error->message : "done");
  if (error != NULL && !may_happen (error))
    world_fail (self, "a sync failed for no reason: %d %s", error->code, error->message);
}

static void
sync_some (World *self)
{
  static const char *const types[] = { "uploadOnly", "downloadOnly", "fullSync" };
  g_autofree char *faults = world_choose (self, 3) > 0 ? make_fault (self) : NULL;
  g_autofree char *json = g_strdup_printf (
      "{\"syncType\":\"%s\",\"uploadBatchSize\":%d}", types[world_choose (self, 3)],
      1 + world_choose (self, 5));
  guint object = (guint) world_choose (self, WORLD_N_OBJECTS + 1);

  world_log (self, "faults %s", faults != NULL ? faults : "none");
  fixture_upload_set_faults (&self->upload, faults);
  for (guint i = 0; i < WORLD_N_OBJECTS; i++)
    if (object == i || object == WORLD_N_OBJECTS)
      sync_object (self, i, json);
}

void
world_step (World *self)
{
  int what = world_choose (self, 20);

  if (what < 5)
    create (self, self->upload.client, FALSE);
  else if (what < 10)
    edit (self, self->upload.client, FALSE, what == 5);
  else if (what < 13)
    edit_elsewhere (self);
  else if (what < 14)
    roll_back (self);
  else
    sync_some (self);
}
