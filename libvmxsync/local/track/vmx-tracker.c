/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/track/vmx-tracker-private.h>

#include <libvmxsync/local/store/vmx-store-private.h>
#include <libvmxsync/local/store/vmx-system-tables-private.h>
#include <libvmxsync/local/track/vmx-outbox-private.h>

#define NEXT_SEQ "next-seq"
#define MAX_WAITING_ROWS 1024

struct _VmxTracker
{
  VmxStorageTxn *txn; /* (unowned) */
  gint64 next_seq;    /* 0 until it is needed */
  char *now;
  VmxRecordBatch *changes;   /* rows that wait to be written */
  VmxRecordBatch *originals; /* the same */
  GHashTable *waiting; /* object and key text of rows that wait, as one text */
  GHashTable *without; /* the same of records that have no original, as far as was looked */
};

VmxTracker *
vmx_tracker_new (VmxStorageTxn *txn)
{
  VmxTracker *self = g_new0 (VmxTracker, 1);
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();

  self->txn = txn;
  self->now = g_date_time_format_iso8601 (now);
  self->changes = vmx_record_batch_new (vmx_system_table_get_schema (VMX_TABLE_CHANGES));
  self->originals = vmx_record_batch_new (vmx_system_table_get_schema (VMX_TABLE_ORIGINALS));
  self->waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->without = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
vmx_tracker_free (VmxTracker *self)
{
  g_free (self->now);
  g_object_unref (self->changes);
  g_object_unref (self->originals);
  g_hash_table_unref (self->waiting);
  g_hash_table_unref (self->without);
  g_free (self);
}

static char *
name_record (const char *object, const char *key)
{
  return g_strconcat (object, " ", key, NULL);
}

static gboolean
write_rows (VmxTracker *self, VmxRecordBatch **rows, VmxSystemTable table, GError **error)
{
  if (vmx_record_batch_get_n_rows (*rows) == 0)
    return TRUE;
  if (!vmx_storage_txn_put (self->txn, *rows, VMX_PUT_REPLACE, NULL, error))
    return FALSE;
  g_object_unref (*rows);
  *rows = vmx_record_batch_new (vmx_system_table_get_schema (table));
  return TRUE;
}

static gboolean
write_waiting (VmxTracker *self, GError **error)
{
  g_hash_table_remove_all (self->waiting);
  return write_rows (self, &self->changes, VMX_TABLE_CHANGES, error)
         && write_rows (self, &self->originals, VMX_TABLE_ORIGINALS, error);
}

static gboolean
note_waiting (VmxTracker *self, const char *object, const char *key, GError **error)
{
  g_hash_table_add (self->waiting, name_record (object, key));
  return vmx_record_batch_get_n_rows (self->changes) + vmx_record_batch_get_n_rows (self->originals)
             < MAX_WAITING_ROWS
         || write_waiting (self, error);
}

/* Rows of the record that wait have to be written before it is read. */
static gboolean
settle (VmxTracker *self, const char *object, const char *key, GError **error)
{
  g_autofree char *name = name_record (object, key);

  return !g_hash_table_contains (self->waiting, name) || write_waiting (self, error);
}

gboolean
vmx_tracker_finish (VmxTracker *self, GError **error)
{
  return write_waiting (self, error)
         && (self->next_seq == 0
             || vmx_store_set_meta_number (self->txn, NEXT_SEQ, self->next_seq, error));
}

gboolean
vmx_tracker_get_next_seq (VmxStorageTxn *txn, gint64 *next_seq, GError **error)
{
  if (!vmx_store_get_meta_number (txn, NEXT_SEQ, next_seq, error))
    return FALSE;
  *next_seq = MAX (*next_seq, 1);
  return TRUE;
}

gboolean
vmx_tracker_add_change (VmxTracker *self, VmxChangeEntry *entry, GError **error)
{
  g_autoptr(VmxChangeEntry) owned = entry;

  if (self->next_seq == 0 && !vmx_tracker_get_next_seq (self->txn, &self->next_seq, error))
    return FALSE;
  owned->seq = self->next_seq++;
  owned->changed_at = g_strdup (self->now);
  vmx_change_entry_append (owned, self->changes);
  return note_waiting (self, owned->object, owned->key, error);
}

gboolean
vmx_tracker_put_change (VmxTracker *self, const VmxChangeEntry *entry, GError **error)
{
  vmx_change_entry_append (entry, self->changes);
  return note_waiting (self, entry->object, entry->key, error);
}

gboolean
vmx_tracker_remove_changes (VmxTracker *self, GPtrArray *entries, GError **error)
{
  g_autoptr(GHashTable) frozen = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr(VmxRecordBatch) rows
      = vmx_record_batch_new (vmx_system_table_get_schema (VMX_TABLE_CHANGES));

  if (entries->len == 0)
    return TRUE;
  for (guint i = 0; i < entries->len; i++)
    {
      VmxChangeEntry *entry = entries->pdata[i];

      vmx_change_entry_append_key (entry, rows);
      if (vmx_change_entry_is_frozen (entry))
        g_hash_table_add (frozen, &entry->seq);
    }
  return write_waiting (self, error) && vmx_storage_txn_remove (self->txn, rows, NULL, NULL, error)
         && vmx_outbox_abandon (self->txn, frozen, error);
}

gboolean
vmx_tracker_end_change (VmxTracker *self, const VmxChangeEntry *entry, GError **error)
{
  g_autoptr(VmxRecordBatch) row
      = vmx_record_batch_new (vmx_system_table_get_schema (VMX_TABLE_CHANGES));

  vmx_change_entry_append_key (entry, row);
  return settle (self, entry->object, entry->key, error)
         && vmx_storage_txn_remove (self->txn, row, NULL, NULL, error);
}

GPtrArray *
vmx_tracker_select_changes (VmxTracker *self, const char *object, const char *key, GError **error)
{
  if (key != NULL ? !settle (self, object, key, error) : !write_waiting (self, error))
    return NULL;
  return vmx_change_entry_select (self->txn, object, key, error);
}

GPtrArray *
vmx_tracker_lookup_changes (VmxTracker *self, GArray *seqs, GError **error)
{
  return write_waiting (self, error) ? vmx_change_entry_lookup (self->txn, seqs, error) : NULL;
}

gboolean
vmx_tracker_expect (VmxTracker *self, const char *object, const char *const *keys, GError **error)
{
  g_autoptr(VmxRecordBatch) wanted
      = vmx_record_batch_new (vmx_system_table_get_schema (VMX_TABLE_ORIGINALS));
  g_autoptr(VmxRecordBatch) found = NULL;

  for (guint i = 0; keys[i] != NULL; i++)
    {
      if (!settle (self, object, keys[i], error))
        return FALSE;
      vmx_system_table_add_row (wanted, "object", object, "key", keys[i], NULL);
    }
  found = vmx_storage_txn_lookup (self->txn, wanted, error);
  for (guint i = 0; found != NULL && keys[i] != NULL; i++)
    if (vmx_system_table_get_text (found, i, "key") == NULL)
      g_hash_table_add (self->without, name_record (object, keys[i]));
  return found != NULL;
}

gboolean
vmx_tracker_find_original (VmxTracker *self, const char *object, const char *key,
                           VmxOriginal **original, GError **error)
{
  g_autofree char *name = name_record (object, key);

  *original = NULL;
  return g_hash_table_contains (self->without, name)
         || (settle (self, object, key, error)
             && vmx_original_lookup (self->txn, object, key, original, error));
}

gboolean
vmx_tracker_put_original (VmxTracker *self, VmxOriginal *original, GError **error)
{
  g_autoptr(VmxOriginal) owned = original;
  g_autofree char *name = name_record (owned->object, owned->key);

  g_hash_table_remove (self->without, name);
  vmx_original_append (owned, self->originals);
  return note_waiting (self, owned->object, owned->key, error);
}

gboolean
vmx_tracker_remove_originals (VmxTracker *self, GPtrArray *originals, GError **error)
{
  g_autoptr(VmxRecordBatch) rows
      = vmx_record_batch_new (vmx_system_table_get_schema (VMX_TABLE_ORIGINALS));

  for (guint i = 0; i < originals->len; i++)
    {
      const VmxOriginal *original = originals->pdata[i];

      vmx_system_table_add_row (rows, "object", original->object, "key", original->key, NULL);
    }
  return write_waiting (self, error) && vmx_storage_txn_remove (self->txn, rows, NULL, NULL, error);
}

GPtrArray *
vmx_tracker_select_originals (VmxTracker *self, const char *object, GError **error)
{
  return write_waiting (self, error) ? vmx_original_select (self->txn, object, error) : NULL;
}
