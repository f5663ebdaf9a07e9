/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/store/vmx-store-private.h>

#include <libvmxsync/local/store/vmx-system-tables-private.h>
#include <libvmxsync/model/vmx-error.h>

G_DEFINE_FINAL_TYPE (VmxStore, vmx_store, G_TYPE_OBJECT)

static void
vmx_store_finalize (GObject *object)
{
  VmxStore *self = VMX_STORE (object);

  if (vmx_store_is_open (self))
    vmx_storage_close (self->storage, NULL);
  g_object_unref (self->storage);
  vmx_watch_list_unref (self->watches);
  g_clear_pointer (&self->services, g_ptr_array_unref);
  g_mutex_clear (&self->services_mutex);
  G_OBJECT_CLASS (vmx_store_parent_class)->finalize (object);
}

static void
vmx_store_class_init (VmxStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vmx_store_finalize;
}

static void
vmx_store_init (VmxStore *self)
{
  self->watches = vmx_watch_list_new ();
  g_mutex_init (&self->services_mutex);
}

VmxStore *
vmx_store_new (VmxStorage *storage)
{
  VmxStore *self = g_object_new (VMX_TYPE_STORE, NULL);

  self->storage = g_object_ref (storage);
  return self;
}

VmxStorage *
vmx_store_get_storage (VmxStore *self)
{
  return self->storage;
}

gboolean
vmx_store_is_open (VmxStore *self)
{
  return g_atomic_int_get (&self->open) != 0;
}

char *
vmx_store_get_meta (VmxStorageTxn *txn, const char *name, GError **error)
{
  g_autoptr(VmxRecordBatch) key = vmx_system_table_new_row (VMX_TABLE_META, "name", name, NULL);
  g_autoptr(VmxRecordBatch) found = vmx_storage_txn_lookup (txn, key, error);

  return found != NULL ? g_strdup (vmx_system_table_get_text (found, 0, "value")) : NULL;
}

gboolean
vmx_store_parse_meta_number (const char *name, const char *text, gint64 *number, GError **error)
{
  *number = 0;
  if (text == NULL || g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, number, NULL))
    return TRUE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_DATABASE,
               "the store is damaged: “%s” in vmx_meta is “%s”, expected a whole number", name,
               text);
  return FALSE;
}

gboolean
vmx_store_get_meta_number (VmxStorageTxn *txn, const char *name, gint64 *number, GError **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autofree char *text = vmx_store_get_meta (txn, name, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return vmx_store_parse_meta_number (name, text, number, error);
}

gboolean
vmx_store_set_meta_number (VmxStorageTxn *txn, const char *name, gint64 number, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  return vmx_store_set_meta (txn, name, text, error);
}

gboolean
vmx_store_set_meta (VmxStorageTxn *txn, const char *name, const char *value, GError **error)
{
  g_autoptr(VmxRecordBatch) row
      = vmx_system_table_new_row (VMX_TABLE_META, "name", name, "value", value, NULL);

  return vmx_storage_txn_put (txn, row, VMX_PUT_REPLACE, NULL, error);
}

gboolean
vmx_store_open (VmxStore *self, gboolean create, GCancellable *cancellable, GError **error)
{
  if (vmx_store_is_open (self))
    return TRUE;
  if (!vmx_storage_open (self->storage, create, cancellable, error))
    return FALSE;
  if (!vmx_store_prepare (self, cancellable, error))
    {
      vmx_storage_close (self->storage, NULL);
      return FALSE;
    }
  g_atomic_int_set (&self->open, TRUE);
  return TRUE;
}

gboolean
vmx_store_close (VmxStore *self, GError **error)
{
  if (!vmx_store_is_open (self))
    return TRUE;
  g_atomic_int_set (&self->open, FALSE);
  vmx_store_forget_services (self);
  return vmx_storage_close (self->storage, error);
}

VmxStorageTxn *
vmx_store_begin (VmxStore *self, VmxTxnMode mode, GCancellable *cancellable, GError **error)
{
  if (!vmx_store_is_open (self))
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_NOT_SET_UP,
                           "the store is not open; run setup first");
      return NULL;
    }
  return vmx_storage_begin (self->storage, mode, cancellable, error);
}
