/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/vmx-store-private.h>

#include <libvmxsync/local/vmx-system-tables-private.h>
#include <libvmxsync/model/vmx-error.h>

#include <string.h>

struct _VmxStore
{
  GObject parent_instance;

  VmxStorage *storage;
  gint open; /* (atomic) */
};

G_DEFINE_FINAL_TYPE (VmxStore, vmx_store, G_TYPE_OBJECT)

static void
vmx_store_finalize (GObject *object)
{
  VmxStore *self = VMX_STORE (object);

  if (vmx_store_is_open (self))
    vmx_storage_close (self->storage, NULL);
  g_object_unref (self->storage);
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
vmx_store_set_meta (VmxStorageTxn *txn, const char *name, const char *value, GError **error)
{
  g_autoptr(VmxRecordBatch) row
      = vmx_system_table_new_row (VMX_TABLE_META, "name", name, "value", value, NULL);

  return vmx_storage_txn_put (txn, row, VMX_PUT_REPLACE, NULL, error);
}

static gboolean
create_system_tables (VmxStorageTxn *txn, GError **error)
{
  g_autofree char *format = g_strdup_printf ("%d", VMX_STORE_FORMAT);
  g_autofree char *id = g_uuid_string_random ();

  for (guint i = 0; i < VMX_N_TABLES; i++)
    if (!vmx_storage_txn_create_table (txn, vmx_system_table_get_schema (i), error))
      return FALSE;
  return vmx_store_set_meta (txn, "format", format, error)
         && vmx_store_set_meta (txn, "store-id", id, error)
         && vmx_store_set_meta (txn, "schema-generation", "0", error);
}

static gboolean
check_format (VmxStorageTxn *txn, GError **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autofree char *format = vmx_store_get_meta (txn, "format", &local_error);
  gint64 number;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (format != NULL && g_ascii_string_to_signed (format, 10, 1, G_MAXINT32, &number, NULL)
      && number <= VMX_STORE_FORMAT)
    return TRUE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_STORE_VERSION,
               "the store has the format %s, this program knows formats up to %d; use a newer "
               "version of the program, the store is left as it is",
               format != NULL ? format : "“unknown”", VMX_STORE_FORMAT);
  return FALSE;
}

static gboolean
check_or_create (VmxStore *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxStorageTxn) reader = NULL;
  g_autoptr(VmxStorageTxn) writer = NULL;
  gboolean exists = FALSE;

  reader = vmx_storage_begin (self->storage, VMX_TXN_READ, cancellable, error);
  if (reader == NULL || !vmx_storage_txn_has_table (reader, "vmx_meta", &exists, error))
    return FALSE;
  if (exists)
    return check_format (reader, error) && vmx_storage_txn_rollback (reader, error);
  if (!vmx_storage_txn_rollback (reader, error))
    return FALSE;
  writer = vmx_storage_begin (self->storage, VMX_TXN_WRITE_DURABLE, cancellable, error);
  if (writer == NULL || !vmx_storage_txn_has_table (writer, "vmx_meta", &exists, error))
    return FALSE;
  /* Another program may have been faster. */
  if (exists)
    return check_format (writer, error) && vmx_storage_txn_rollback (writer, error);
  return create_system_tables (writer, error) && vmx_storage_txn_commit (writer, error);
}

gboolean
vmx_store_open (VmxStore *self, gboolean create, GCancellable *cancellable, GError **error)
{
  if (vmx_store_is_open (self))
    return TRUE;
  if (!vmx_storage_open (self->storage, create, cancellable, error))
    return FALSE;
  if (!check_or_create (self, cancellable, error))
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
