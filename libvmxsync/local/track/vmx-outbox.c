/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/track/vmx-outbox-private.h>

#include <libvmxsync/local/store/vmx-system-tables-private.h>
#include <libvmxsync/model/json/vmx-json-tree.h>
#include <libvmxsync/model/vmx-error.h>

/* What became of the list of a request. */
typedef struct
{
  gboolean changed;
  gboolean alive; /* it still carries a change */
  char *json;
} Carried;

static gboolean
strike_out (const char *seqs_text, GHashTable *abandoned, Carried *carried, GError **error)
{
  g_autoptr(VmxJsonTree) seqs = vmx_json_tree_new (seqs_text != NULL ? seqs_text : "", -1, error);
  g_autoptr(VmxJsonWriter) writer = NULL;

  if (seqs == NULL)
    return FALSE;
  writer = vmx_json_writer_new ();
  vmx_json_writer_start_array (writer);
  for (guint i = 0; i < vmx_json_tree_get_n_children (seqs); i++)
    {
      const VmxJsonTree *member = vmx_json_tree_get_child (seqs, i);
      gint64 seq = member->text != NULL ? g_ascii_strtoll (member->text, NULL, 10) : 0;

      if (seq != 0 && !g_hash_table_contains (abandoned, &seq))
        {
          vmx_json_writer_int64 (writer, seq);
          carried->alive = TRUE;
          continue;
        }
      carried->changed = carried->changed || seq != 0;
      vmx_json_writer_null (writer);
    }
  vmx_json_writer_end_array (writer);
  carried->json = vmx_json_writer_steal (writer, NULL);
  return TRUE;
}

static gboolean
abandon_in_request (VmxStorageTxn *txn, VmxRecordBatch *requests, guint row, GHashTable *seqs,
                    GError **error)
{
  const char *id = vmx_system_table_get_text (requests, row, "request_id");
  g_autoptr(VmxRecordBatch) request = NULL;
  Carried carried = { FALSE, FALSE, NULL };
  g_autofree char *json = NULL;

  if (!strike_out (vmx_system_table_get_text (requests, row, "seqs"), seqs, &carried, error))
    {
      g_prefix_error (error, "the request %s in the outbox cannot be read: ", id);
      return FALSE;
    }
  json = carried.json;
  if (!carried.changed)
    return TRUE;
  request = vmx_system_table_new_row (VMX_TABLE_OUTBOX, "request_id", id, "seqs", json, NULL);
  return carried.alive ? vmx_storage_txn_put (txn, request, VMX_PUT_MERGE, NULL, error)
                       : vmx_storage_txn_remove (txn, request, NULL, NULL, error);
}

gboolean
vmx_outbox_abandon (VmxStorageTxn *txn, GHashTable *seqs, GError **error)
{
  g_autoptr(VmxRecordBatch) requests = NULL;

  if (g_hash_table_size (seqs) == 0)
    return TRUE;
  requests = vmx_system_table_select (txn, VMX_TABLE_OUTBOX, "request_id", error, NULL, NULL);
  if (requests == NULL)
    return FALSE;
  for (guint row = 0; row < vmx_record_batch_get_n_rows (requests); row++)
    if (!abandon_in_request (txn, requests, row, seqs, error))
      return FALSE;
  return TRUE;
}
