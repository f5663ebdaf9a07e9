/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/sync/vmx-setup-private.h>

#include <libvmxsync/local/store/vmx-schema-settings-private.h>
#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/plugin/vmx-transport.h>

static void
request_free (VmxSetupRequest *request)
{
  vmx_service_info_unref (request->info);
  vmx_plugin_spec_free (request->transport);
  g_free (request);
}

VmxSetup *
vmx_setup_new (VmxSetupTask task, VmxStore *store, VmxAuthenticator *authenticator)
{
  VmxSetup *self = g_new0 (VmxSetup, 1);

  self->task = task;
  self->store = g_object_ref (store);
  self->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) request_free);
  g_set_object (&self->authenticator, authenticator);
  return self;
}

void
vmx_setup_free (VmxSetup *self)
{
  g_object_unref (self->store);
  g_ptr_array_unref (self->requests);
  g_clear_object (&self->authenticator);
  g_clear_pointer (&self->services, g_ptr_array_unref);
  g_free (self);
}

void
vmx_setup_add_request (VmxSetup *self, VmxServiceInfo *info, const VmxPluginSpec *transport)
{
  VmxSetupRequest *request = g_new0 (VmxSetupRequest, 1);

  request->info = vmx_service_info_ref (info);
  request->transport = vmx_plugin_spec_copy (transport);
  g_ptr_array_add (self->requests, request);
}

static VmxServiceSchema *
fetch_open (VmxTransport *transport, VmxAuthenticator *authenticator, GCancellable *cancellable,
            GError **error)
{
  VmxServiceSchema *schema = NULL;

  if (vmx_transport_open (transport, authenticator, cancellable, error))
    schema = vmx_transport_fetch_schema (transport, cancellable, error);
  vmx_transport_close (transport, NULL);
  return schema;
}

/* The request's service with the schema that it offers now. */
static VmxServiceInfo *
fetch_service (VmxSetup *self, VmxSetupRequest *request, GCancellable *cancellable,
               GError **error)
{
  VmxServiceInfo *info = request->info;
  GObject *transport = vmx_plugin_spec_acquire (request->transport, error);
  g_autoptr(VmxServiceSchema) offered = NULL;
  g_autoptr(VmxServiceSchema) kept = NULL;

  if (transport == NULL)
    return NULL;
  offered = fetch_open (VMX_TRANSPORT (transport), self->authenticator, cancellable, error);
  vmx_plugin_spec_release (request->transport, transport);
  if (offered != NULL)
    kept = vmx_schema_apply_settings (offered, (const char *const *) info->objects,
                                      (const char *const *) info->options, error);
  if (kept == NULL)
    return NULL;
  return vmx_service_info_new (info->name, info->transport, info->url,
                               (const char *const *) info->options,
                               (const char *const *) info->objects,
                               (const char *const *) info->processors, kept);
}

static VmxServiceInfo *
find_service (GPtrArray *services, const char *name, guint *position)
{
  for (guint i = 0; i < services->len; i++)
    {
      VmxServiceInfo *info = services->pdata[i];

      if (!g_str_equal (info->name, name))
        continue;
      *position = i;
      return info;
    }
  return NULL;
}

static gboolean
check_same_objects (VmxServiceInfo *known, VmxServiceInfo *asked, GError **error)
{
  if (asked->objects == NULL
      || (known->objects != NULL
          && g_strv_equal ((const char *const *) known->objects,
                           (const char *const *) asked->objects)))
    return TRUE;
  g_set_error_literal (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED,
                       "the store was set up with other objects, and setup leaves them as they "
                       "are; use incremental_setup, which adds and removes objects and keeps the "
                       "records of the others");
  return FALSE;
}

/* The store's schema stays, but how the service is reached may have changed. */
static gboolean
update_access (VmxSetup *self, VmxSetupRequest *request, GPtrArray *services, guint position,
               GCancellable *cancellable, GError **error)
{
  VmxServiceInfo *known = services->pdata[position];
  VmxServiceInfo *info = request->info;
  g_autoptr(VmxServiceInfo) merged = NULL;

  if (g_strcmp0 (known->transport, info->transport) == 0 && g_strcmp0 (known->url, info->url) == 0
      && g_strv_equal ((const char *const *) known->options, (const char *const *) info->options)
      && g_strv_equal ((const char *const *) known->processors,
                       (const char *const *) info->processors))
    return TRUE;
  merged = vmx_service_info_new (info->name, info->transport, info->url,
                                 (const char *const *) info->options,
                                 (const char *const *) known->objects,
                                 (const char *const *) info->processors, known->schema);
  if (!vmx_store_update_service (self->store, merged, cancellable, error))
    return FALSE;
  vmx_service_info_unref (known);
  services->pdata[position] = g_steal_pointer (&merged);
  return TRUE;
}

/* No complete answer came. A server that answers with an error is no such case: somebody has to
 * know of it. */
static gboolean
is_network_failure (const GError *error)
{
  return error->domain == VMX_ERROR && error->code >= VMX_ERROR_NETWORK
         && error->code <= VMX_ERROR_INVALID_ANSWER;
}

/* The schema that the service offers now takes the place of the stored one; without a network the
 * stored one goes on. */
static gboolean
change_service (VmxSetup *self, VmxSetupRequest *request, GPtrArray *services, guint position,
                GCancellable *cancellable, GError **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(VmxServiceInfo) fetched = fetch_service (self, request, cancellable, &local_error);

  if (fetched == NULL && is_network_failure (local_error))
    return update_access (self, request, services, position, cancellable, error);
  if (fetched == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!vmx_store_change_service (self->store, fetched, cancellable, error))
    return FALSE;
  vmx_service_info_unref (services->pdata[position]);
  services->pdata[position] = g_steal_pointer (&fetched);
  return TRUE;
}

/* Of a service that the store knows. */
static gboolean
refresh_service (VmxSetup *self, VmxSetupRequest *request, GPtrArray *services, guint position,
                 GCancellable *cancellable, GError **error)
{
  if (self->task == VMX_SETUP_TASK_INCREMENTAL)
    return change_service (self, request, services, position, cancellable, error);
  return check_same_objects (services->pdata[position], request->info, error)
         && update_access (self, request, services, position, cancellable, error);
}

static gboolean
set_up_service (VmxSetup *self, VmxSetupRequest *request, GPtrArray *services,
                GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxServiceInfo) fetched = NULL;
  guint position;

  if (find_service (services, request->info->name, &position) != NULL)
    return refresh_service (self, request, services, position, cancellable, error);
  fetched = fetch_service (self, request, cancellable, error);
  if (fetched == NULL || !vmx_store_open (self->store, TRUE, cancellable, error)
      || !vmx_store_install_service (self->store, fetched, cancellable, error))
    return FALSE;
  g_ptr_array_add (services, g_steal_pointer (&fetched));
  return TRUE;
}

/* The failure of a lone service keeps its code, and so does a clash of names, which the program has
 * to settle; otherwise one error lists all failures. */
static gboolean
finish_failures (GPtrArray *failures, guint n_requests, GPtrArray *services, GError **error)
{
  g_autoptr(GString) text = NULL;
  g_autoptr(GString) usable = NULL;

  if (failures->len == 0)
    return TRUE;
  if (n_requests == 1
      || (failures->len == 1
          && g_error_matches (failures->pdata[0], VMX_ERROR, VMX_ERROR_INVALID_ATTRIBUTE)))
    {
      g_propagate_error (error, g_error_copy (failures->pdata[0]));
      return FALSE;
    }
  text = g_string_new (NULL);
  for (guint i = 0; i < failures->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "; " : "",
                            ((GError *) failures->pdata[i])->message);
  usable = g_string_new (NULL);
  for (guint i = 0; i < services->len; i++)
    g_string_append_printf (usable, "%s“%s”", i > 0 ? ", " : "",
                            ((VmxServiceInfo *) services->pdata[i])->name);
  g_set_error (error, VMX_ERROR, VMX_ERROR_SCHEMA_REFRESH,
               "%u of %u services could not be set up (%s); what can be used: %s", failures->len,
               n_requests, text->str, usable->len > 0 ? usable->str : "nothing");
  return FALSE;
}

static gboolean
set_up_services (VmxSetup *self, GPtrArray *services, GCancellable *cancellable, GError **error)
{
  g_autoptr(GPtrArray) failures = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);

  for (guint i = 0; i < self->requests->len; i++)
    {
      VmxSetupRequest *request = self->requests->pdata[i];
      GError *local_error = NULL;

      if (set_up_service (self, request, services, cancellable, &local_error))
        continue;
      if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, local_error);
          return FALSE;
        }
      g_prefix_error (&local_error, "service “%s”: ", request->info->name);
      g_ptr_array_add (failures, local_error);
    }
  return finish_failures (failures, self->requests->len, services, error);
}

/* A store is only made when there is something to put into it, so that a first setup that fails
 * leaves nothing behind. */
static gboolean
load_known (VmxSetup *self, GCancellable *cancellable, GError **error)
{
  gboolean wanted = self->requests->len > 0;

  if (wanted && !vmx_store_is_open (self->store)
      && !vmx_storage_exists (vmx_store_get_storage (self->store)))
    {
      self->services = g_ptr_array_new_with_free_func ((GDestroyNotify) vmx_service_info_unref);
      return TRUE;
    }
  if (vmx_store_open (self->store, wanted, cancellable, error))
    self->services = vmx_store_load_services (self->store, cancellable, error);
  return self->services != NULL;
}

static VmxPluginSpec *
spec_for_known (VmxServiceInfo *info)
{
  return vmx_plugin_spec_new (VMX_PLUGIN_KIND_TRANSPORT, info->transport, NULL, info->url,
                              (const char *const *) info->options);
}

/* Services that only the store knows are fetched too. */
static void
add_known_requests (VmxSetup *self, GPtrArray *known)
{
  for (guint i = 0; i < known->len; i++)
    {
      VmxServiceInfo *info = known->pdata[i];
      gboolean requested = FALSE;

      for (guint j = 0; j < self->requests->len && !requested; j++)
        requested = g_str_equal (((VmxSetupRequest *) self->requests->pdata[j])->info->name,
                                 info->name);
      if (!requested)
        {
          g_autoptr(VmxPluginSpec) spec = spec_for_known (info);

          vmx_setup_add_request (self, info, spec);
        }
    }
}

static gboolean
run_setup (VmxSetup *self, GCancellable *cancellable, GError **error)
{
  if (!load_known (self, cancellable, error))
    return FALSE;
  if (self->task == VMX_SETUP_TASK_INCREMENTAL)
    add_known_requests (self, self->services);
  if (!set_up_services (self, self->services, cancellable, error))
    return FALSE;
  if (self->services->len > 0)
    return TRUE;
  g_set_error_literal (error, VMX_ERROR, VMX_ERROR_SETUP,
                       "the store has no service yet; add one before setup");
  return FALSE;
}

/* All schemas are there before anything is emptied. */
static gboolean
run_reset (VmxSetup *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(GPtrArray) services
      = g_ptr_array_new_with_free_func ((GDestroyNotify) vmx_service_info_unref);
  g_autoptr(GPtrArray) known = NULL;

  if (!load_known (self, cancellable, error))
    return FALSE;
  known = g_steal_pointer (&self->services);
  add_known_requests (self, known);
  for (guint i = 0; i < self->requests->len; i++)
    {
      VmxSetupRequest *request = self->requests->pdata[i];
      VmxServiceInfo *fetched = fetch_service (self, request, cancellable, error);

      if (fetched == NULL)
        {
          g_prefix_error (error, "service “%s”: ", request->info->name);
          return FALSE;
        }
      g_ptr_array_add (services, fetched);
    }
  if (!vmx_store_open (self->store, TRUE, cancellable, error)
      || !vmx_store_reset_services (self->store, services, cancellable, error))
    return FALSE;
  self->services = g_steal_pointer (&services);
  return TRUE;
}

static gboolean
run_drop (VmxSetup *self, GError **error)
{
  g_autoptr(GError) local_error = NULL;

  if (vmx_store_close (self->store, &local_error)
      && vmx_storage_destroy (vmx_store_get_storage (self->store), &local_error))
    return TRUE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_DROP_FAILED, "the store could not be dropped: %s",
               local_error->message);
  return FALSE;
}

static gboolean
run_task (VmxSetup *self, GCancellable *cancellable, GError **error)
{
  switch (self->task)
    {
    case VMX_SETUP_TASK_RESET:
      return run_reset (self, cancellable, error);
    case VMX_SETUP_TASK_DROP:
      return run_drop (self, error);
    case VMX_SETUP_TASK_SETUP:
    case VMX_SETUP_TASK_INCREMENTAL:
    default:
      return run_setup (self, cancellable, error);
    }
}

gpointer
vmx_setup_work (VmxWorker *worker, gpointer setup, GCancellable *cancellable, GError **error)
{
  VmxSetup *self = setup;
  gboolean success = run_task (self, cancellable, error);

  /* For the face, which takes what it sees last; if this fails, the next call does it. */
  vmx_store_forget_services (self->store);
  if (vmx_store_is_open (self->store))
    vmx_store_refresh_services (self->store, NULL, NULL);
  return success ? self : NULL;
}
