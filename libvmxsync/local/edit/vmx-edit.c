/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/edit/vmx-edit-private.h>

#include <libvmxsync/local/edit/vmx-key-maker-private.h>
#include <libvmxsync/local/edit/vmx-relations-private.h>
#include <libvmxsync/local/store/vmx-store-watch-private.h>

static void
edit_object_free (VmxEditObject *object)
{
  vmx_service_info_unref (object->service);
  g_ptr_array_unref (object->as_child);
  g_ptr_array_unref (object->as_parent);
  g_free (object);
}

VmxEdit *
vmx_edit_begin (VmxStore *store, GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxStorageTxn) txn
      = vmx_store_begin (store, VMX_TXN_WRITE_DURABLE, cancellable, error);

  return txn != NULL ? vmx_edit_join (store, txn, cancellable, error) : NULL;
}

VmxEdit *
vmx_edit_join (VmxStore *store, VmxStorageTxn *txn, GCancellable *cancellable, GError **error)
{
  GPtrArray *services = vmx_store_ref_services (store, txn, error);
  VmxEdit *self;

  if (services == NULL)
    return NULL;
  self = g_new0 (VmxEdit, 1);
  self->store = g_object_ref (store);
  self->tracker = vmx_tracker_new (txn);
  self->txn = g_object_ref (txn);
  self->services = services;
  g_set_object (&self->cancellable, cancellable);
  self->objects
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) edit_object_free);
  self->relations = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->temporary_keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
vmx_edit_free (VmxEdit *self)
{
  vmx_tracker_free (self->tracker);
  g_hash_table_unref (self->objects);
  g_hash_table_unref (self->relations);
  g_ptr_array_unref (self->services);
  g_hash_table_unref (self->temporary_keys);
  g_hash_table_unref (self->changed);
  g_clear_object (&self->cancellable);
  g_object_unref (self->txn);
  g_object_unref (self->store);
  g_free (self);
}

static void
notify (VmxEdit *self)
{
  GHashTableIter iter;
  gpointer object;

  g_hash_table_iter_init (&iter, self->changed);
  while (g_hash_table_iter_next (&iter, &object, NULL))
    vmx_store_notify_changed (self->store, object);
}

gboolean
vmx_edit_finish (VmxEdit *self, GError **error)
{
  return vmx_key_maker_finish (self, error) && vmx_tracker_finish (self->tracker, error);
}

gboolean
vmx_edit_commit (VmxEdit *self, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error)
      || !vmx_edit_finish (self, error) || !vmx_storage_txn_commit (self->txn, error))
    return FALSE;
  notify (self);
  return TRUE;
}

static GPtrArray *
get_relations (VmxEdit *self, VmxServiceInfo *service)
{
  GPtrArray *relations = g_hash_table_lookup (self->relations, service);

  if (relations == NULL)
    {
      relations = vmx_relations_new (service->schema);
      g_hash_table_insert (self->relations, service, relations);
    }
  return relations;
}

VmxEditObject *
vmx_edit_find_object (VmxEdit *self, const char *name, GError **error)
{
  VmxEditObject *object = g_hash_table_lookup (self->objects, name);
  VmxObjectSchema *schema = NULL;
  VmxServiceInfo *service;
  GPtrArray *relations;

  if (object != NULL)
    return object;
  service = vmx_services_find_object (self->services, name, &schema, error);
  if (service == NULL)
    return NULL;
  relations = get_relations (self, service);
  object = g_new0 (VmxEditObject, 1);
  object->service = service;
  object->schema = schema;
  object->name = vmx_object_schema_get_name (schema);
  object->as_child = g_ptr_array_new ();
  object->as_parent = g_ptr_array_new ();
  for (guint i = 0; i < relations->len; i++)
    {
      VmxRelation *relation = relations->pdata[i];

      if (relation->child == schema)
        g_ptr_array_add (object->as_child, relation);
      if (relation->parent == schema)
        g_ptr_array_add (object->as_parent, relation);
    }
  g_hash_table_insert (self->objects, (gpointer) object->name, object);
  return object;
}
