/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finding out which changes have to wait for which others. */
#include <libvmxsync/sync/upload/vmx-upload-plan-items-private.h>

#include <libvmxsync/local/edit/vmx-relations-private.h>
#include <libvmxsync/local/track/vmx-change-entry-private.h>
#include <libvmxsync/local/track/vmx-image-private.h>
#include <libvmxsync/local/track/vmx-original-private.h>
#include <libvmxsync/model/value/vmx-value-private.h>

/* Positions of items by the values with which one side of a relation is found. */
typedef struct
{
  GHashTable *creates;  /* parents that are still to be created */
  GHashTable *releases; /* children that are still to let go of their parent */
  gboolean has_creates;   /* there are such parents, and children that could wait for them */
  gboolean has_deletions; /* there are parents that are to be deleted, and such children */
} Side;

typedef struct
{
  VmxUploadPlan *plan;
  VmxStorageTxn *txn;
  VmxServiceSchema *schema;
  const char *const *scope;
  GPtrArray *relations; /* (element-type VmxRelation) */
  Side *sides;          /* one for each relation */
  GHashTable *records;  /* object and key text → number + 1 */
  GHashTable *bases;    /* object and key text → base image; only when something is deleted */
} Reader;

static GHashTable *
new_index (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
}

static void
reader_clear (Reader *self)
{
  for (guint i = 0; self->relations != NULL && i < self->relations->len; i++)
    {
      g_hash_table_unref (self->sides[i].creates);
      g_hash_table_unref (self->sides[i].releases);
    }
  g_free (self->sides);
  g_clear_pointer (&self->relations, g_ptr_array_unref);
  g_clear_pointer (&self->records, g_hash_table_unref);
  g_clear_pointer (&self->bases, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

/* --- What items are found by --- */

static void
add_to_index (GHashTable *index, char *text, guint position)
{
  GArray *positions;

  if (text == NULL)
    return;
  positions = g_hash_table_lookup (index, text);
  if (positions == NULL)
    {
      positions = g_array_new (FALSE, FALSE, sizeof (guint));
      g_hash_table_insert (index, g_strdup (text), positions);
    }
  g_array_append_val (positions, position);
}

static void
wait_for (Reader *self, VmxPlanItem *item, GHashTable *index, const char *text)
{
  GArray *positions = text != NULL ? g_hash_table_lookup (index, text) : NULL;

  for (guint i = 0; positions != NULL && i < positions->len; i++)
    {
      guint position = g_array_index (positions, guint, i);

      /* A record may refer to itself. */
      if (g_array_index (self->plan->items, VmxPlanItem, position).record == item->record)
        continue;
      if (item->waits_for == NULL)
        item->waits_for = g_array_new (FALSE, FALSE, sizeof (guint));
      g_array_append_val (item->waits_for, position);
    }
}

/* --- Records --- */

static guint
number_record (Reader *self, const VmxChangeEntry *entry)
{
  g_autofree char *name = g_strconcat (entry->object, " ", entry->key, NULL);
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->records, name));

  if (number > 0)
    return number - 1;
  g_hash_table_insert (self->records, g_steal_pointer (&name),
                       GUINT_TO_POINTER (++self->plan->n_records));
  return self->plan->n_records - 1;
}

/* The record as it was before it was edited; without rows when nobody knows. */
static VmxRecordBatch *
read_base (Reader *self, const VmxChangeEntry *entry, VmxObjectSchema *schema, GError **error)
{
  g_autofree char *name = g_strconcat (entry->object, " ", entry->key, NULL);
  const char *image = self->bases != NULL ? g_hash_table_lookup (self->bases, name) : NULL;
  g_autoptr(VmxRecordBatch) base = vmx_record_batch_new (schema);

  if (image != NULL && !vmx_image_decode (image, base, "an original", error))
    return NULL;
  return g_steal_pointer (&base);
}

static VmxRecordBatch *
read_values (const VmxChangeEntry *entry, VmxObjectSchema *schema, GError **error)
{
  g_autoptr(VmxRecordBatch) values = vmx_record_batch_new (schema);

  if (entry->values != NULL && !vmx_image_decode (entry->values, values, "a local change", error))
    return NULL;
  return g_steal_pointer (&values);
}

/* --- Relations --- */

static gboolean
has_change (GPtrArray *entries, VmxObjectSchema *schema, gboolean any, VmxChangeAction action)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const VmxChangeEntry *entry = entries->pdata[i];

      if ((any || entry->action == action)
          && g_str_equal (entry->object, vmx_object_schema_get_name (schema)))
        return TRUE;
    }
  return FALSE;
}

/* Most relations make nobody wait, and then no values have to be looked at. */
static void
look_at_sides (Reader *self, GPtrArray *entries)
{
  for (guint i = 0; i < self->relations->len; i++)
    {
      const VmxRelation *relation = self->relations->pdata[i];
      Side *side = &self->sides[i];
      gboolean has_children = has_change (entries, relation->child, TRUE, 0);

      side->has_creates
          = has_children
            && has_change (entries, relation->parent, FALSE, VMX_CHANGE_ACTION_CREATE);
      side->has_deletions
          = has_children
            && has_change (entries, relation->parent, FALSE, VMX_CHANGE_ACTION_DELETE);
    }
}

static gboolean
has_relation (Reader *self, VmxObjectSchema *schema)
{
  for (guint i = 0; i < self->relations->len; i++)
    {
      const VmxRelation *relation = self->relations->pdata[i];

      if ((self->sides[i].has_creates || self->sides[i].has_deletions)
          && (relation->child == schema || relation->parent == schema))
        return TRUE;
    }
  return FALSE;
}

static void
relate_as_child (Reader *self, VmxPlanItem *item, guint position, guint n, VmxRecordBatch *values,
                 VmxRecordBatch *base)
{
  const VmxRelation *relation = self->relations->pdata[n];

  if (vmx_record_batch_get_n_rows (values) > 0)
    {
      g_autofree char *text = vmx_relation_join_values (values, 0, relation->child_columns);

      wait_for (self, item, self->sides[n].creates, text);
    }
  if (vmx_record_batch_get_n_rows (base) > 0)
    {
      g_autofree char *text = vmx_relation_join_values (base, 0, relation->child_columns);

      add_to_index (self->sides[n].releases, text, position);
    }
}

static void
relate_as_parent (Reader *self, VmxPlanItem *item, guint position, guint n,
                  VmxChangeAction action, VmxRecordBatch *values, VmxRecordBatch *base)
{
  const VmxRelation *relation = self->relations->pdata[n];
  g_autofree char *text = NULL;

  if (action == VMX_CHANGE_ACTION_CREATE)
    {
      text = vmx_relation_join_values (values, 0, relation->parent_columns);
      add_to_index (self->sides[n].creates, text, position);
    }
  else if (action == VMX_CHANGE_ACTION_DELETE && vmx_record_batch_get_n_rows (base) > 0)
    {
      text = vmx_relation_join_values (base, 0, relation->parent_columns);
      wait_for (self, item, self->sides[n].releases, text);
    }
}

static gboolean
relate (Reader *self, VmxPlanItem *item, guint position, const VmxChangeEntry *entry,
        VmxObjectSchema *schema, GError **error)
{
  g_autoptr(VmxRecordBatch) values = NULL;
  g_autoptr(VmxRecordBatch) base = NULL;

  if (!has_relation (self, schema))
    return TRUE;
  values = read_values (entry, schema, error);
  base = values != NULL ? read_base (self, entry, schema, error) : NULL;
  for (guint n = 0; base != NULL && n < self->relations->len; n++)
    {
      const VmxRelation *relation = self->relations->pdata[n];

      if (relation->child == schema)
        relate_as_child (self, item, position, n, values, base);
      if (relation->parent == schema)
        relate_as_parent (self, item, position, n, entry->action, values, base);
    }
  return base != NULL;
}

/* --- Items --- */

static int
compare_seqs (gconstpointer a, gconstpointer b)
{
  const VmxChangeEntry *first = *(const VmxChangeEntry *const *) a;
  const VmxChangeEntry *second = *(const VmxChangeEntry *const *) b;

  return (first->seq > second->seq) - (first->seq < second->seq);
}

/* All of the service, because a change may have to wait for one of another object. */
static GPtrArray *
read_entries (Reader *self, GError **error)
{
  g_autoptr(GPtrArray) entries
      = g_ptr_array_new_with_free_func ((GDestroyNotify) vmx_change_entry_free);

  for (guint i = 0; i < vmx_service_schema_get_n_objects (self->schema); i++)
    {
      VmxObjectSchema *schema = vmx_service_schema_get_object (self->schema, i);
      g_autoptr(GPtrArray) found = vmx_change_entry_select (
          self->txn, vmx_object_schema_get_name (schema), NULL, error);

      if (found == NULL)
        return NULL;
      g_ptr_array_extend_and_steal (entries, g_steal_pointer (&found));
    }
  g_ptr_array_sort (entries, compare_seqs);
  return g_steal_pointer (&entries);
}

static gboolean
read_bases (Reader *self, GError **error)
{
  g_autoptr(GPtrArray) originals = NULL;
  gboolean has_deletions = FALSE;

  for (guint i = 0; i < self->relations->len; i++)
    has_deletions = has_deletions || self->sides[i].has_deletions;
  if (!has_deletions)
    return TRUE;
  originals = vmx_original_select (self->txn, NULL, error);
  if (originals == NULL)
    return FALSE;
  self->bases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < originals->len; i++)
    {
      VmxOriginal *original = originals->pdata[i];

      if (original->base_image != NULL)
        g_hash_table_insert (self->bases, g_strconcat (original->object, " ", original->key, NULL),
                             g_strdup (original->base_image));
    }
  return TRUE;
}

static gboolean
add_item (Reader *self, const VmxChangeEntry *entry, GError **error)
{
  VmxObjectSchema *schema = vmx_service_schema_find_object (self->schema, entry->object);
  VmxPlanItem item = {
    .seq = entry->seq,
    .record = number_record (self, entry),
    .in_scope = g_strv_contains (self->scope, entry->object),
    .state = entry->state == VMX_CHANGE_STATE_PENDING ? VMX_PLAN_READY : VMX_PLAN_STUCK,
  };
  gboolean success = relate (self, &item, self->plan->items->len, entry, schema, error);

  g_array_append_val (self->plan->items, item);
  return success;
}

gboolean
vmx_upload_plan_read (VmxUploadPlan *self, VmxStorageTxn *txn, VmxServiceInfo *service,
                      const char *const *objects, GError **error)
{
  g_auto(Reader) reader = { self, txn, service->schema, objects };
  g_autoptr(GPtrArray) entries = NULL;

  reader.relations = vmx_relations_new (service->schema);
  reader.sides = g_new0 (Side, reader.relations->len);
  for (guint i = 0; i < reader.relations->len; i++)
    reader.sides[i] = (Side){ new_index (), new_index (), FALSE, FALSE };
  reader.records = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  entries = read_entries (&reader, error);
  if (entries == NULL)
    return FALSE;
  look_at_sides (&reader, entries);
  if (!read_bases (&reader, error))
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    if (!add_item (&reader, entries->pdata[i], error))
      return FALSE;
  return TRUE;
}
