/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/track/vmx-outbox-private.h>

#include <libvmxsync/local/store/vmx-system-tables-private.h>
#include <libvmxsync/model/json/vmx-json-tree.h>
#include <libvmxsync/model/vmx-error.h>

VmxOutboxEntry *
vmx_outbox_entry_new (const char *request_id, const char *service, const char *object,
                      const char *first_sent)
{
  VmxOutboxEntry *self = g_new0 (VmxOutboxEntry, 1);

  self->request_id = g_strdup (request_id);
  self->service = g_strdup (service);
  self->object = g_strdup (object);
  self->first_sent = g_strdup (first_sent);
  self->seqs = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

void
vmx_outbox_entry_free (VmxOutboxEntry *self)
{
  g_free (self->request_id);
  g_free (self->service);
  g_free (self->object);
  g_free (self->first_sent);
  g_free (self->last_sent);
  g_free (self->form);
  g_free (self->method);
  g_free (self->url);
  g_free (self->headers);
  g_free (self->body);
  g_array_unref (self->seqs);
  g_free (self);
}

/* --- Numbers of changes --- */

static char *
write_seqs (GArray *seqs)
{
  g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();

  vmx_json_writer_start_array (writer);
  for (guint i = 0; i < seqs->len; i++)
    {
      gint64 seq = g_array_index (seqs, gint64, i);

      if (seq != 0)
        vmx_json_writer_int64 (writer, seq);
      else
        vmx_json_writer_null (writer);
    }
  vmx_json_writer_end_array (writer);
  return vmx_json_writer_steal (writer, NULL);
}

static gboolean
read_seqs (const char *text, GArray *seqs, GError **error)
{
  g_autoptr(VmxJsonTree) tree = vmx_json_tree_new (text != NULL ? text : "", -1, error);

  if (tree == NULL)
    return FALSE;
  for (guint i = 0; i < vmx_json_tree_get_n_children (tree); i++)
    {
      const VmxJsonTree *member = vmx_json_tree_get_child (tree, i);
      gint64 seq = member->text != NULL ? g_ascii_strtoll (member->text, NULL, 10) : 0;

      g_array_append_val (seqs, seq);
    }
  return TRUE;
}

/* --- Rows --- */

static VmxOutboxEntry *
read_row (VmxRecordBatch *rows, guint row, GError **error)
{
  const char *id = vmx_system_table_get_text (rows, row, "request_id");
  g_autoptr(VmxOutboxEntry) self
      = vmx_outbox_entry_new (id, vmx_system_table_get_text (rows, row, "service"),
                              vmx_system_table_get_text (rows, row, "object"),
                              vmx_system_table_get_text (rows, row, "first_sent"));

  self->last_sent = g_strdup (vmx_system_table_get_text (rows, row, "last_sent"));
  self->form = g_strdup (vmx_system_table_get_text (rows, row, "form"));
  self->method = g_strdup (vmx_system_table_get_text (rows, row, "method"));
  self->url = g_strdup (vmx_system_table_get_text (rows, row, "url"));
  self->headers = g_strdup (vmx_system_table_get_text (rows, row, "headers"));
  self->body = g_strdup (vmx_system_table_get_text (rows, row, "body"));
  self->attempts = (guint) vmx_system_table_get_int64 (rows, row, "attempts");
  if (read_seqs (vmx_system_table_get_text (rows, row, "seqs"), self->seqs, error))
    return g_steal_pointer (&self);
  g_prefix_error (error, "the request %s in the outbox cannot be read: ", id);
  return NULL;
}

gboolean
vmx_outbox_put (VmxStorageTxn *txn, const VmxOutboxEntry *entry, GError **error)
{
  g_autofree char *seqs = write_seqs (entry->seqs);
  g_autofree char *attempts = g_strdup_printf ("%u", entry->attempts);
  g_autoptr(VmxRecordBatch) row = vmx_system_table_new_row (
      VMX_TABLE_OUTBOX, "request_id", entry->request_id, "service", entry->service, "object",
      entry->object, "first_sent", entry->first_sent, "last_sent", entry->last_sent, "form",
      entry->form, "method", entry->method, "url", entry->url, "headers", entry->headers, "body",
      entry->body, "attempts", attempts, "seqs", seqs, NULL);

  return vmx_storage_txn_put (txn, row, VMX_PUT_REPLACE, NULL, error);
}

gboolean
vmx_outbox_remove (VmxStorageTxn *txn, const char *request_id, GError **error)
{
  g_autoptr(VmxRecordBatch) row
      = vmx_system_table_new_row (VMX_TABLE_OUTBOX, "request_id", request_id, NULL);

  return vmx_storage_txn_remove (txn, row, NULL, NULL, error);
}

gboolean
vmx_outbox_lookup (VmxStorageTxn *txn, const char *request_id, VmxOutboxEntry **entry,
                   GError **error)
{
  g_autoptr(VmxRecordBatch) wanted
      = vmx_system_table_new_row (VMX_TABLE_OUTBOX, "request_id", request_id, NULL);
  g_autoptr(VmxRecordBatch) found = vmx_storage_txn_lookup (txn, wanted, error);

  *entry = NULL;
  if (found == NULL)
    return FALSE;
  if (vmx_system_table_get_text (found, 0, "request_id") == NULL)
    return TRUE;
  *entry = read_row (found, 0, error);
  return *entry != NULL;
}

GPtrArray *
vmx_outbox_select (VmxStorageTxn *txn, const char *service, const char *object, GError **error)
{
  g_autoptr(GPtrArray) entries
      = g_ptr_array_new_with_free_func ((GDestroyNotify) vmx_outbox_entry_free);
  g_autoptr(VmxRecordBatch) rows = vmx_system_table_select (txn, VMX_TABLE_OUTBOX, "last_sent",
                                                            error, "service", service, NULL);

  if (rows == NULL)
    return NULL;
  for (guint row = 0; row < vmx_record_batch_get_n_rows (rows); row++)
    {
      const char *owner = vmx_system_table_get_text (rows, row, "object");
      VmxOutboxEntry *entry;

      if (object != NULL && owner != NULL && g_strcmp0 (owner, object) != 0)
        continue;
      entry = read_row (rows, row, error);
      if (entry == NULL)
        return NULL;
      g_ptr_array_add (entries, entry);
    }
  return g_steal_pointer (&entries);
}

/* --- Abandoning --- */

static gboolean
abandon_in_request (VmxStorageTxn *txn, VmxOutboxEntry *entry, GHashTable *seqs, GError **error)
{
  gboolean changed = FALSE;
  gboolean alive = FALSE;

  for (guint i = 0; i < entry->seqs->len; i++)
    {
      gint64 *seq = &g_array_index (entry->seqs, gint64, i);

      if (*seq != 0 && g_hash_table_contains (seqs, seq))
        {
          *seq = 0;
          changed = TRUE;
        }
      alive = alive || *seq != 0;
    }
  if (!changed)
    return TRUE;
  return alive ? vmx_outbox_put (txn, entry, error)
               : vmx_outbox_remove (txn, entry->request_id, error);
}

gboolean
vmx_outbox_abandon (VmxStorageTxn *txn, GHashTable *seqs, GError **error)
{
  g_autoptr(VmxRecordBatch) rows = NULL;

  if (g_hash_table_size (seqs) == 0)
    return TRUE;
  rows = vmx_system_table_select (txn, VMX_TABLE_OUTBOX, "request_id", error, NULL, NULL);
  for (guint row = 0; rows != NULL && row < vmx_record_batch_get_n_rows (rows); row++)
    {
      g_autoptr(VmxOutboxEntry) entry = read_row (rows, row, error);

      if (entry == NULL || !abandon_in_request (txn, entry, seqs, error))
        return FALSE;
    }
  return rows != NULL;
}
