/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What waits to be uploaded. */
#include <libvmxsync/local/edit/vmx-edit-private.h>

#include <libvmxsync/local/track/vmx-change-private.h>
#include <libvmxsync/local/track/vmx-image-private.h>
#include <libvmxsync/model/vmx-error.h>

/* The changes of an object, and its schema, from one reading of the store. */
static GPtrArray *
select_changes (VmxStore *store, VmxStorageTxn *txn, const char *object, VmxServiceInfo **service,
                VmxObjectSchema **schema, GError **error)
{
  *service = txn != NULL ? vmx_store_find_object (store, txn, object, schema, error) : NULL;
  return *service != NULL ? vmx_change_entry_select (txn, object, NULL, error) : NULL;
}

static gboolean
set_error (GError *reason, GError **error)
{
  if (reason->domain == VMX_ERROR && reason->code == VMX_ERROR_DATABASE)
    reason->code = VMX_ERROR_PENDING_FAILED;
  g_propagate_error (error, reason);
  return FALSE;
}

GPtrArray *
vmx_pending_select (VmxStore *store, const char *object, GCancellable *cancellable, GError **error)
{
  GError *reason = NULL;
  g_autoptr(VmxStorageTxn) txn = vmx_store_begin (store, VMX_TXN_READ, cancellable, &reason);
  g_autoptr(VmxServiceInfo) service = NULL;
  g_autoptr(GPtrArray) entries = NULL;
  GPtrArray *records = NULL;
  VmxObjectSchema *schema;

  entries = select_changes (store, txn, object, &service, &schema, &reason);
  if (entries != NULL)
    records = vmx_pending_records_new (entries, txn, schema, &reason);
  if (records == NULL)
    set_error (reason, error);
  return records;
}

GPtrArray *
vmx_pending_select_deferred_keys (VmxStore *store, const char *object, GCancellable *cancellable,
                                  GError **error)
{
  g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(VmxStorageTxn) txn = vmx_store_begin (store, VMX_TXN_READ, cancellable, error);
  g_autoptr(VmxServiceInfo) service = NULL;
  g_autoptr(GPtrArray) entries = NULL;
  VmxObjectSchema *schema;

  entries = select_changes (store, txn, object, &service, &schema, error);
  if (entries == NULL)
    return NULL;
  for (guint i = 0; i < entries->len; i++)
    {
      VmxChangeEntry *entry = entries->pdata[i];
      VmxRecord *key;

      if (entry->state != VMX_CHANGE_STATE_DEFERRED || !g_hash_table_add (seen, entry->key))
        continue;
      key = vmx_key_text_to_record (entry->key, schema, error);
      if (key == NULL)
        return NULL;
      g_ptr_array_add (keys, key);
    }
  return g_steal_pointer (&keys);
}
