/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/sync/vmx-sync-options-private.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/vmx-enum-types.h>

#define DEFAULT_DOWNLOAD_BATCH_SIZE 500
#define DEFAULT_UPLOAD_BATCH_SIZE 50

/**
 * VmxSyncOptions:
 *
 * How to synchronise.
 *
 * Since: 0.1
 */
G_DEFINE_FINAL_TYPE (VmxSyncOptions, vmx_sync_options, G_TYPE_OBJECT)

typedef enum
{
  PROP_FILTER = 1,
  PROP_STRICT_FILTER,
  PROP_DOWNLOAD_BATCH_SIZE,
  PROP_UPLOAD_BATCH_SIZE,
  PROP_GET_SYNC_STATS,
  PROP_SYNC_TYPE,
  PROP_DOWNLOAD_RECONCILIATION_REQUIRED,
  PROP_PRESERVE_BATCH_CONTEXT,
} VmxSyncOptionsProperty;

static GParamSpec *properties[PROP_PRESERVE_BATCH_CONTEXT + 1];

static void
vmx_sync_options_finalize (GObject *object)
{
  VmxSyncOptions *self = VMX_SYNC_OPTIONS (object);

  g_free (self->filter);
  g_ptr_array_unref (self->download_params);
  g_ptr_array_unref (self->upload_params);
  g_strfreev (self->remove_after_upload);
  g_ptr_array_unref (self->warnings);
  G_OBJECT_CLASS (vmx_sync_options_parent_class)->finalize (object);
}

static void
vmx_sync_options_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  VmxSyncOptions *self = VMX_SYNC_OPTIONS (object);

  switch ((VmxSyncOptionsProperty) id)
    {
    case PROP_FILTER:
      g_value_set_string (value, self->filter);
      break;
    case PROP_STRICT_FILTER:
      g_value_set_boolean (value, self->strict_filter);
      break;
    case PROP_DOWNLOAD_BATCH_SIZE:
      g_value_set_uint (value, self->download_batch_size);
      break;
    case PROP_UPLOAD_BATCH_SIZE:
      g_value_set_uint (value, self->upload_batch_size);
      break;
    case PROP_GET_SYNC_STATS:
      g_value_set_boolean (value, self->get_sync_stats);
      break;
    case PROP_SYNC_TYPE:
      g_value_set_enum (value, self->sync_type);
      break;
    case PROP_DOWNLOAD_RECONCILIATION_REQUIRED:
      g_value_set_boolean (value, self->download_reconciliation_required);
      break;
    case PROP_PRESERVE_BATCH_CONTEXT:
      g_value_set_boolean (value, self->preserve_batch_context);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vmx_sync_options_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  VmxSyncOptions *self = VMX_SYNC_OPTIONS (object);

  switch ((VmxSyncOptionsProperty) id)
    {
    case PROP_FILTER:
      vmx_sync_options_set_filter (self, g_value_get_string (value));
      break;
    case PROP_STRICT_FILTER:
      vmx_sync_options_set_strict_filter (self, g_value_get_boolean (value));
      break;
    case PROP_DOWNLOAD_BATCH_SIZE:
      vmx_sync_options_set_download_batch_size (self, g_value_get_uint (value));
      break;
    case PROP_UPLOAD_BATCH_SIZE:
      vmx_sync_options_set_upload_batch_size (self, g_value_get_uint (value));
      break;
    case PROP_GET_SYNC_STATS:
      vmx_sync_options_set_get_sync_stats (self, g_value_get_boolean (value));
      break;
    case PROP_SYNC_TYPE:
      vmx_sync_options_set_sync_type (self, g_value_get_enum (value));
      break;
    case PROP_DOWNLOAD_RECONCILIATION_REQUIRED:
      vmx_sync_options_set_download_reconciliation_required (self, g_value_get_boolean (value));
      break;
    case PROP_PRESERVE_BATCH_CONTEXT:
      vmx_sync_options_set_preserve_batch_context (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

#define PROPERTY_FLAGS (G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS)

static void
describe_sizes (void)
{
  /**
   * VmxSyncOptions:download-batch-size:
   *
   * How many records a download request asks for; 0 asks for all at once.
   *
   * Since: 0.1
   */
  properties[PROP_DOWNLOAD_BATCH_SIZE]
      = g_param_spec_uint ("download-batch-size", NULL, NULL, 0, G_MAXINT32,
                           DEFAULT_DOWNLOAD_BATCH_SIZE, PROPERTY_FLAGS);
  /**
   * VmxSyncOptions:upload-batch-size:
   *
   * How many changes an upload request carries.
   *
   * Since: 0.1
   */
  properties[PROP_UPLOAD_BATCH_SIZE]
      = g_param_spec_uint ("upload-batch-size", NULL, NULL, 1, G_MAXINT32,
                           DEFAULT_UPLOAD_BATCH_SIZE, PROPERTY_FLAGS);
}

static void
describe_choices (void)
{
  /**
   * VmxSyncOptions:filter:
   *
   * Which records are downloaded, as OData filter text.
   *
   * Since: 0.1
   */
  properties[PROP_FILTER]
      = g_param_spec_string ("filter", NULL, NULL, NULL, PROPERTY_FLAGS);
  /**
   * VmxSyncOptions:strict-filter:
   *
   * Whether an invalid filter fails the sync instead of being left aside.
   *
   * Since: 0.1
   */
  properties[PROP_STRICT_FILTER]
      = g_param_spec_boolean ("strict-filter", NULL, NULL, FALSE, PROPERTY_FLAGS);
  /**
   * VmxSyncOptions:get-sync-stats:
   *
   * Whether the result has statistics.
   *
   * Since: 0.1
   */
  properties[PROP_GET_SYNC_STATS]
      = g_param_spec_boolean ("get-sync-stats", NULL, NULL, FALSE, PROPERTY_FLAGS);
  /**
   * VmxSyncOptions:sync-type:
   *
   * Which ways records go.
   *
   * Since: 0.1
   */
  properties[PROP_SYNC_TYPE]
      = g_param_spec_enum ("sync-type", NULL, NULL, VMX_TYPE_SYNC_TYPE, VMX_SYNC_TYPE_FULL,
                           PROPERTY_FLAGS);
  /**
   * VmxSyncOptions:download-reconciliation-required:
   *
   * Whether a download leaves pending local edits alone.
   *
   * Since: 0.1
   */
  properties[PROP_DOWNLOAD_RECONCILIATION_REQUIRED]
      = g_param_spec_boolean ("download-reconciliation-required", NULL, NULL, TRUE, PROPERTY_FLAGS);
  /**
   * VmxSyncOptions:preserve-batch-context:
   *
   * Whether a download goes on after the last batch that was stored.
   *
   * Since: 0.1
   */
  properties[PROP_PRESERVE_BATCH_CONTEXT]
      = g_param_spec_boolean ("preserve-batch-context", NULL, NULL, FALSE, PROPERTY_FLAGS);
}

static void
vmx_sync_options_class_init (VmxSyncOptionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = vmx_sync_options_finalize;
  object_class->get_property = vmx_sync_options_get_property;
  object_class->set_property = vmx_sync_options_set_property;
  describe_sizes ();
  describe_choices ();
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static GPtrArray *
new_texts (void)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (texts, NULL);
  return texts;
}

static void
vmx_sync_options_init (VmxSyncOptions *self)
{
  self->download_batch_size = DEFAULT_DOWNLOAD_BATCH_SIZE;
  self->upload_batch_size = DEFAULT_UPLOAD_BATCH_SIZE;
  self->download_reconciliation_required = TRUE;
  self->download_params = new_texts ();
  self->upload_params = new_texts ();
  self->warnings = new_texts ();
}

/**
 * vmx_sync_options_new:
 *
 * Makes options with their defaults.
 *
 * Returns: (transfer full): the options
 *
 * Since: 0.1
 */
VmxSyncOptions *
vmx_sync_options_new (void)
{
  return g_object_new (VMX_TYPE_SYNC_OPTIONS, NULL);
}

static void
add_text (GPtrArray *texts, const char *text)
{
  g_ptr_array_insert (texts, (int) texts->len - 1, g_strdup (text));
}

static void
copy_texts (GPtrArray *to, GPtrArray *from)
{
  for (guint i = 0; i + 1 < from->len; i++)
    add_text (to, from->pdata[i]);
}

VmxSyncOptions *
vmx_sync_options_copy (VmxSyncOptions *self)
{
  VmxSyncOptions *copy = vmx_sync_options_new ();

  copy->filter = g_strdup (self->filter);
  copy->strict_filter = self->strict_filter;
  copy->download_batch_size = self->download_batch_size;
  copy->upload_batch_size = self->upload_batch_size;
  copy->get_sync_stats = self->get_sync_stats;
  copy->sync_type = self->sync_type;
  copy->download_reconciliation_required = self->download_reconciliation_required;
  copy->preserve_batch_context = self->preserve_batch_context;
  copy_texts (copy->download_params, self->download_params);
  copy_texts (copy->upload_params, self->upload_params);
  copy->remove_after_upload = g_strdupv (self->remove_after_upload);
  copy_texts (copy->warnings, self->warnings);
  return copy;
}

void
vmx_sync_options_add_warning (VmxSyncOptions *self, const char *warning)
{
  add_text (self->warnings, warning);
}

const char *const *
vmx_sync_options_get_warnings (VmxSyncOptions *self)
{
  return (const char *const *) self->warnings->pdata;
}

static gboolean
add_param (GPtrArray *params, const char *name, const char *value, GError **error)
{
  if (name == NULL || *name == '\0' || value == NULL || *value == '\0'
      || !g_utf8_validate (name, -1, NULL) || !g_utf8_validate (value, -1, NULL))
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_NETWORK,
                           "a query parameter needs a name and a value, both UTF-8 text that is "
                           "not empty");
      return FALSE;
    }
  add_text (params, name);
  add_text (params, value);
  return TRUE;
}

/**
 * vmx_sync_options_add_download_request_query_param:
 * @self: options
 * @name: the name of a query parameter
 * @value: its value
 * @error: return location for an error, or %NULL
 *
 * Adds a query parameter to the download requests; the service sees it, not the library.
 *
 * Fails with [error@Vmx.Error.NETWORK] when name or value is empty.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_sync_options_add_download_request_query_param (VmxSyncOptions *self, const char *name,
                                                   const char *value, GError **error)
{
  g_return_val_if_fail (VMX_IS_SYNC_OPTIONS (self), FALSE);

  return add_param (self->download_params, name, value, error);
}

/**
 * vmx_sync_options_get_download_request_query_params:
 * @self: options
 *
 * Gets the query parameters of download requests.
 *
 * Returns: (transfer none) (array zero-terminated=1): names and values by turns
 *
 * Since: 0.1
 */
const char *const *
vmx_sync_options_get_download_request_query_params (VmxSyncOptions *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_OPTIONS (self), NULL);

  return (const char *const *) self->download_params->pdata;
}

/**
 * vmx_sync_options_add_upload_request_query_param:
 * @self: options
 * @name: the name of a query parameter
 * @value: its value
 * @error: return location for an error, or %NULL
 *
 * Adds a query parameter to the upload requests; the service sees it, not the library.
 *
 * Fails with [error@Vmx.Error.NETWORK] when name or value is empty.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_sync_options_add_upload_request_query_param (VmxSyncOptions *self, const char *name,
                                                 const char *value, GError **error)
{
  g_return_val_if_fail (VMX_IS_SYNC_OPTIONS (self), FALSE);

  return add_param (self->upload_params, name, value, error);
}

/**
 * vmx_sync_options_get_upload_request_query_params:
 * @self: options
 *
 * Gets the query parameters of upload requests.
 *
 * Returns: (transfer none) (array zero-terminated=1): names and values by turns
 *
 * Since: 0.1
 */
const char *const *
vmx_sync_options_get_upload_request_query_params (VmxSyncOptions *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_OPTIONS (self), NULL);

  return (const char *const *) self->upload_params->pdata;
}

/**
 * vmx_sync_options_get_remove_after_upload:
 * @self: options
 *
 * Gets the objects whose records are removed here once they were uploaded.
 *
 * Returns: (transfer none) (array zero-terminated=1) (nullable): names of objects
 *
 * Since: 0.1
 */
const char *const *
vmx_sync_options_get_remove_after_upload (VmxSyncOptions *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_OPTIONS (self), NULL);

  return (const char *const *) self->remove_after_upload;
}

/**
 * vmx_sync_options_set_remove_after_upload:
 * @self: options
 * @objects: (array zero-terminated=1) (nullable): names of objects
 *
 * Sets the objects whose records are removed here once they were uploaded.
 *
 * Since: 0.1
 */
void
vmx_sync_options_set_remove_after_upload (VmxSyncOptions *self, const char *const *objects)
{
  g_auto(GStrv) copy = g_strdupv ((char **) objects);

  g_return_if_fail (VMX_IS_SYNC_OPTIONS (self));

  g_strfreev (self->remove_after_upload);
  self->remove_after_upload = g_steal_pointer (&copy);
}
