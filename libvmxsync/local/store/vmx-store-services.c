/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The services of a store, and the tables of their objects. */
#include <libvmxsync/local/store/vmx-store-private.h>

#include <libvmxsync/local/store/vmx-store-change-private.h>
#include <libvmxsync/local/store/vmx-system-tables-private.h>
#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/vmx-excerpt-private.h>

#define GENERATION "schema-generation"

static VmxServiceInfo *
info_from_row (VmxRecordBatch *batch, guint row, GError **error)
{
  const char *name = vmx_system_table_get_text (batch, row, "name");
  const char *options = vmx_system_table_get_text (batch, row, "options");
  const char *schema = vmx_system_table_get_text (batch, row, "schema");
  g_autoptr(VmxServiceInfo) info = vmx_service_info_new (
      name, vmx_system_table_get_text (batch, row, "transport"),
      vmx_system_table_get_text (batch, row, "url"), NULL, NULL, NULL, NULL);

  if (options == NULL || schema == NULL || !vmx_service_info_options_from_json (info, options))
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_SCHEMA,
                   "service “%s”: what the store keeps of it cannot be read; drop the store and "
                   "run setup again",
                   name);
      return NULL;
    }
  info->schema = vmx_service_schema_new_from_json (schema, error);
  if (info->schema != NULL)
    return g_steal_pointer (&info);
  g_prefix_error (error, "service “%s”: ", name);
  return NULL;
}

static GPtrArray *
load_services (VmxStorageTxn *txn, GCancellable *cancellable, GError **error)
{
  VmxObjectSchema *table = vmx_system_table_get_schema (VMX_TABLE_SERVICES);
  g_autoptr(GPtrArray) services
      = g_ptr_array_new_with_free_func ((GDestroyNotify) vmx_service_info_unref);
  g_autoptr(VmxSelection) selection = vmx_selection_new (table);
  g_autoptr(VmxStorageCursor) cursor = NULL;
  g_autoptr(VmxRecordBatch) batch = NULL;

  vmx_selection_add_order (selection,
                           (guint) vmx_object_schema_get_column_index (table, "position"),
                           VMX_ORDER_ASCENDING);
  cursor = vmx_storage_txn_select (txn, selection, error);
  batch = cursor != NULL ? vmx_storage_cursor_next (cursor, G_MAXINT16, cancellable, error) : NULL;
  if (batch == NULL)
    return NULL;
  for (guint row = 0; row < vmx_record_batch_get_n_rows (batch); row++)
    {
      VmxServiceInfo *info = info_from_row (batch, row, error);

      if (info == NULL)
        return NULL;
      g_ptr_array_add (services, info);
    }
  return g_steal_pointer (&services);
}

GPtrArray *
vmx_store_load_services (VmxStore *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxStorageTxn) txn = vmx_store_begin (self, VMX_TXN_READ, cancellable, error);

  return txn != NULL ? load_services (txn, cancellable, error) : NULL;
}

/* Every read asks for this, so the key is only made once; nobody changes it. */
gboolean
vmx_store_get_generation (VmxStorageTxn *txn, gint64 *generation, GError **error)
{
  static VmxRecordBatch *key;
  g_autoptr(VmxRecordBatch) found = NULL;

  if (g_once_init_enter (&key))
    g_once_init_leave (&key, vmx_system_table_new_row (VMX_TABLE_META, "name", GENERATION, NULL));
  found = vmx_storage_txn_lookup (txn, key, error);
  if (found == NULL)
    return FALSE;
  return vmx_store_parse_meta_number (GENERATION, vmx_system_table_get_text (found, 0, "value"),
                                      generation, error);
}

/* Other programs may change the schemas at any time, and tell so by the generation. A transaction
 * that began earlier sees an earlier state, which is not kept. */
GPtrArray *
vmx_store_ref_services (VmxStore *self, VmxStorageTxn *txn, GError **error)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->services_mutex);
  g_autoptr(GPtrArray) services = NULL;
  gint64 generation;

  if (!vmx_store_get_generation (txn, &generation, error))
    return NULL;
  if (self->services != NULL && self->generation == generation)
    return g_ptr_array_ref (self->services);
  services = load_services (txn, NULL, error);
  if (services == NULL)
    return NULL;
  if (self->services == NULL || self->generation < generation)
    {
      g_clear_pointer (&self->services, g_ptr_array_unref);
      self->services = g_ptr_array_ref (services);
      self->generation = generation;
    }
  return g_steal_pointer (&services);
}

gboolean
vmx_store_refresh_services (VmxStore *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxStorageTxn) txn = vmx_store_begin (self, VMX_TXN_READ, cancellable, error);
  g_autoptr(GPtrArray) services = txn != NULL ? vmx_store_ref_services (self, txn, error) : NULL;

  return services != NULL;
}

GPtrArray *
vmx_store_take_services (VmxStore *self, gint64 *generation)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->services_mutex);

  if (self->services == NULL || self->generation <= *generation)
    return NULL;
  *generation = self->generation;
  return g_ptr_array_ref (self->services);
}

void
vmx_store_forget_services (VmxStore *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->services_mutex);

  g_clear_pointer (&self->services, g_ptr_array_unref);
}

VmxServiceInfo *
vmx_store_find_object (VmxStore *self, VmxStorageTxn *txn, const char *object,
                       VmxObjectSchema **schema, GError **error)
{
  g_autoptr(GPtrArray) services = vmx_store_ref_services (self, txn, error);

  return services != NULL ? vmx_services_find_object (services, object, schema, error) : NULL;
}

VmxServiceInfo *
vmx_services_find_object (GPtrArray *services, const char *object, VmxObjectSchema **schema,
                          GError **error)
{
  g_autofree char *shown = NULL;

  for (guint i = 0; i < services->len; i++)
    {
      VmxServiceInfo *service = services->pdata[i];

      *schema = vmx_service_schema_find_object (service->schema, object);
      if (*schema != NULL)
        return vmx_service_info_ref (service);
    }
  shown = vmx_excerpt (object, -1, VMX_EXCERPT_NAME);
  g_set_error (error, VMX_ERROR, VMX_ERROR_OBJECT_NOT_FOUND,
               "the store has no object “%s”; names differ in upper and lower case, and another "
               "program may have removed it",
               shown);
  return NULL;
}

static gboolean
put_service (VmxStorageTxn *txn, VmxServiceInfo *service, guint position, GError **error)
{
  g_autofree char *options = vmx_service_info_options_to_json (service);
  g_autofree char *schema = vmx_service_schema_to_json (service->schema);
  g_autofree char *place = g_strdup_printf ("%u", position);
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *set_up = g_date_time_format_iso8601 (now);
  g_autoptr(VmxRecordBatch) row = vmx_system_table_new_row (
      VMX_TABLE_SERVICES, "name", service->name, "transport", service->transport, "url",
      service->url, "options", options, "schema", schema, "version",
      vmx_service_schema_get_version (service->schema), "schema_time",
      vmx_service_schema_get_timestamp (service->schema), "set_up", set_up, "position", place,
      NULL);

  return vmx_storage_txn_put (txn, row, VMX_PUT_REPLACE, NULL, error);
}

static gboolean
raise_generation (VmxStorageTxn *txn, GError **error)
{
  gint64 generation;

  return vmx_store_get_generation (txn, &generation, error)
         && vmx_store_set_meta_number (txn, GENERATION, generation + 1, error);
}

/* Tables differ without case, whatever the storage makes of that. */
static gboolean
check_clash (VmxServiceInfo *service, VmxServiceInfo *other, GError **error)
{
  for (guint i = 0; i < vmx_service_schema_get_n_objects (service->schema); i++)
    for (guint j = 0; j < vmx_service_schema_get_n_objects (other->schema); j++)
      {
        const char *name
            = vmx_object_schema_get_name (vmx_service_schema_get_object (service->schema, i));
        const char *taken
            = vmx_object_schema_get_name (vmx_service_schema_get_object (other->schema, j));

        if (g_ascii_strcasecmp (name, taken) != 0)
          continue;
        g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_ATTRIBUTE,
                     "services “%s” and “%s” both have an object “%s”, but names are unique in a "
                     "store; rename one with the service option %s.rename=NEWNAME",
                     service->name, other->name, name, name);
        return FALSE;
      }
  return TRUE;
}

static gboolean
create_tables (VmxStorageTxn *txn, VmxServiceInfo *service, GError **error)
{
  for (guint i = 0; i < vmx_service_schema_get_n_objects (service->schema); i++)
    {
      VmxObjectSchema *object = vmx_service_schema_get_object (service->schema, i);

      if (vmx_storage_txn_create_table (txn, object, error))
        continue;
      g_prefix_error (error, "service “%s”, object “%s”: ", service->name,
                      vmx_object_schema_get_name (object));
      return FALSE;
    }
  return TRUE;
}

gboolean
vmx_store_install_service (VmxStore *self, VmxServiceInfo *service, GCancellable *cancellable,
                           GError **error)
{
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autoptr(GPtrArray) others = NULL;

  txn = vmx_store_begin (self, VMX_TXN_WRITE_DURABLE, cancellable, error);
  others = txn != NULL ? load_services (txn, cancellable, error) : NULL;
  if (others == NULL)
    return FALSE;
  for (guint i = 0; i < others->len; i++)
    if (!check_clash (service, others->pdata[i], error))
      return FALSE;
  return create_tables (txn, service, error) && put_service (txn, service, others->len, error)
         && raise_generation (txn, error) && vmx_storage_txn_commit (txn, error);
}

/* The service of this name among known, as the store has it. */
static VmxServiceInfo *
find_known (GPtrArray *known, const char *name, guint *position, GError **error)
{
  for (guint i = 0; i < known->len; i++)
    {
      VmxServiceInfo *info = known->pdata[i];

      if (!g_str_equal (info->name, name))
        continue;
      *position = i;
      return info;
    }
  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_SERVICE_NAME,
               "the store has no service “%s”; run setup again", name);
  return NULL;
}

gboolean
vmx_store_update_service (VmxStore *self, VmxServiceInfo *service, GCancellable *cancellable,
                          GError **error)
{
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autoptr(GPtrArray) known = NULL;
  g_autoptr(VmxServiceInfo) merged = NULL;
  VmxServiceInfo *info = NULL;
  guint position = 0;

  txn = vmx_store_begin (self, VMX_TXN_WRITE_DURABLE, cancellable, error);
  known = txn != NULL ? load_services (txn, cancellable, error) : NULL;
  if (known != NULL)
    info = find_known (known, service->name, &position, error);
  if (info == NULL)
    return FALSE;
  merged = vmx_service_info_new (
      service->name, service->transport, service->url, (const char *const *) service->options,
      (const char *const *) info->objects, (const char *const *) service->processors, info->schema);
  if (!put_service (txn, merged, position, error) || !vmx_storage_txn_commit (txn, error))
    return FALSE;
  vmx_store_forget_services (self);
  return TRUE;
}

/* Only changed objects raise the generation: downloads of other programs end when it rises. */
static gboolean
change_service (VmxStorageTxn *txn, GPtrArray *known, VmxServiceInfo *service, GError **error)
{
  guint position = 0;
  VmxServiceInfo *info = find_known (known, service->name, &position, error);
  gboolean is_changed;

  if (info == NULL)
    return FALSE;
  for (guint i = 0; i < known->len; i++)
    if (i != position && !check_clash (service, known->pdata[i], error))
      return FALSE;
  return vmx_store_change_tables (txn, info, service, &is_changed, error)
         && put_service (txn, service, position, error)
         && (!is_changed || raise_generation (txn, error));
}

gboolean
vmx_store_change_service (VmxStore *self, VmxServiceInfo *service, GCancellable *cancellable,
                          GError **error)
{
  g_autoptr(VmxStorageTxn) txn = vmx_store_begin (self, VMX_TXN_WRITE_DURABLE, cancellable, error);
  g_autoptr(GPtrArray) known = txn != NULL ? load_services (txn, cancellable, error) : NULL;

  if (known == NULL || !change_service (txn, known, service, error)
      || !vmx_storage_txn_commit (txn, error))
    return FALSE;
  vmx_store_forget_services (self);
  return TRUE;
}

static gboolean
drop_tables (VmxStorageTxn *txn, GPtrArray *services, GError **error)
{
  for (guint i = 0; i < services->len; i++)
    {
      VmxServiceInfo *service = services->pdata[i];

      for (guint j = 0; j < vmx_service_schema_get_n_objects (service->schema); j++)
        {
          VmxObjectSchema *object = vmx_service_schema_get_object (service->schema, j);

          if (!vmx_storage_txn_drop_table (txn, vmx_object_schema_get_name (object), error))
            return FALSE;
        }
    }
  for (guint i = VMX_TABLE_SERVICES; i < VMX_N_TABLES; i++)
    if (!vmx_storage_txn_clear (txn, vmx_system_table_get_schema (i), error))
      return FALSE;
  return TRUE;
}

static gboolean
check_clashes (GPtrArray *services, GError **error)
{
  for (guint i = 0; i < services->len; i++)
    for (guint j = 0; j < i; j++)
      if (!check_clash (services->pdata[i], services->pdata[j], error))
        return FALSE;
  return TRUE;
}

gboolean
vmx_store_reset_services (VmxStore *self, GPtrArray *services, GCancellable *cancellable,
                          GError **error)
{
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autoptr(GPtrArray) old = NULL;

  if (!check_clashes (services, error))
    return FALSE;
  txn = vmx_store_begin (self, VMX_TXN_WRITE_DURABLE, cancellable, error);
  old = txn != NULL ? load_services (txn, cancellable, error) : NULL;
  if (old == NULL || !drop_tables (txn, old, error))
    return FALSE;
  for (guint i = 0; i < services->len; i++)
    if (!create_tables (txn, services->pdata[i], error)
        || !put_service (txn, services->pdata[i], i, error))
      return FALSE;
  return raise_generation (txn, error) && vmx_storage_txn_commit (txn, error);
}
