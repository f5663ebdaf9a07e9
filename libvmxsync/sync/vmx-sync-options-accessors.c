/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is read and set one by one; the properties are defined with the class. */
#include <libvmxsync/sync/vmx-sync-options-private.h>

#include <libvmxsync/local/options/vmx-option-values-private.h>

/**
 * vmx_sync_options_get_filter:
 * @self: options
 *
 * Gets which records are downloaded, as OData filter text.
 *
 * Returns: (nullable): the text
 *
 * Since: 0.1
 */
const char *
vmx_sync_options_get_filter (VmxSyncOptions *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_OPTIONS (self), NULL);

  return self->filter;
}

/**
 * vmx_sync_options_set_filter:
 * @self: options
 * @filter: (nullable): a filter, %NULL for all records
 *
 * Sets which records are downloaded, as OData filter text.
 *
 * Since: 0.1
 */
void
vmx_sync_options_set_filter (VmxSyncOptions *self, const char *filter)
{
  g_return_if_fail (VMX_IS_SYNC_OPTIONS (self));

  if (g_strcmp0 (self->filter, filter) == 0)
    return;
  vmx_option_values_replace_text (&self->filter, filter);
  g_object_notify (G_OBJECT (self), "filter");
}

/**
 * vmx_sync_options_get_strict_filter:
 * @self: options
 *
 * Says whether an invalid filter fails the sync instead of being left aside.
 *
 * Returns: %TRUE if so
 *
 * Since: 0.1
 */
gboolean
vmx_sync_options_get_strict_filter (VmxSyncOptions *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_OPTIONS (self), FALSE);

  return self->strict_filter;
}

/**
 * vmx_sync_options_set_strict_filter:
 * @self: options
 * @strict_filter: whether it does
 *
 * Sets whether an invalid filter fails the sync instead of being left aside.
 *
 * Since: 0.1
 */
void
vmx_sync_options_set_strict_filter (VmxSyncOptions *self, gboolean strict_filter)
{
  g_return_if_fail (VMX_IS_SYNC_OPTIONS (self));

  strict_filter = strict_filter != FALSE;
  if (self->strict_filter == strict_filter)
    return;
  self->strict_filter = strict_filter;
  g_object_notify (G_OBJECT (self), "strict-filter");
}

/**
 * vmx_sync_options_get_download_batch_size:
 * @self: options
 *
 * Gets how many records a download request asks for; 0 asks for all at once.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
vmx_sync_options_get_download_batch_size (VmxSyncOptions *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_OPTIONS (self), 0);

  return self->download_batch_size;
}

/**
 * vmx_sync_options_set_download_batch_size:
 * @self: options
 * @download_batch_size: records a request
 *
 * Sets how many records a download request asks for; 0 asks for all at once.
 *
 * Since: 0.1
 */
void
vmx_sync_options_set_download_batch_size (VmxSyncOptions *self, guint download_batch_size)
{
  g_return_if_fail (VMX_IS_SYNC_OPTIONS (self));

  if (self->download_batch_size == download_batch_size)
    return;
  self->download_batch_size = download_batch_size;
  g_object_notify (G_OBJECT (self), "download-batch-size");
}

/**
 * vmx_sync_options_get_upload_batch_size:
 * @self: options
 *
 * Gets how many changes an upload request carries.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
vmx_sync_options_get_upload_batch_size (VmxSyncOptions *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_OPTIONS (self), 0);

  return self->upload_batch_size;
}

/**
 * vmx_sync_options_set_upload_batch_size:
 * @self: options
 * @upload_batch_size: changes a request, at least 1
 *
 * Sets how many changes an upload request carries.
 *
 * Since: 0.1
 */
void
vmx_sync_options_set_upload_batch_size (VmxSyncOptions *self, guint upload_batch_size)
{
  g_return_if_fail (VMX_IS_SYNC_OPTIONS (self));

  upload_batch_size = MAX (upload_batch_size, 1);
  if (self->upload_batch_size == upload_batch_size)
    return;
  self->upload_batch_size = upload_batch_size;
  g_object_notify (G_OBJECT (self), "upload-batch-size");
}

/**
 * vmx_sync_options_get_get_sync_stats:
 * @self: options
 *
 * Says whether the result has statistics.
 *
 * Returns: %TRUE if so
 *
 * Since: 0.1
 */
gboolean
vmx_sync_options_get_get_sync_stats (VmxSyncOptions *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_OPTIONS (self), FALSE);

  return self->get_sync_stats;
}

/**
 * vmx_sync_options_set_get_sync_stats:
 * @self: options
 * @get_sync_stats: whether it has
 *
 * Sets whether the result has statistics.
 *
 * Since: 0.1
 */
void
vmx_sync_options_set_get_sync_stats (VmxSyncOptions *self, gboolean get_sync_stats)
{
  g_return_if_fail (VMX_IS_SYNC_OPTIONS (self));

  get_sync_stats = get_sync_stats != FALSE;
  if (self->get_sync_stats == get_sync_stats)
    return;
  self->get_sync_stats = get_sync_stats;
  g_object_notify (G_OBJECT (self), "get-sync-stats");
}

/**
 * vmx_sync_options_get_sync_type:
 * @self: options
 *
 * Gets which ways records go.
 *
 * Returns: the type
 *
 * Since: 0.1
 */
VmxSyncType
vmx_sync_options_get_sync_type (VmxSyncOptions *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_OPTIONS (self), VMX_SYNC_TYPE_FULL);

  return self->sync_type;
}

/**
 * vmx_sync_options_set_sync_type:
 * @self: options
 * @sync_type: the type
 *
 * Sets which ways records go.
 *
 * Since: 0.1
 */
void
vmx_sync_options_set_sync_type (VmxSyncOptions *self, VmxSyncType sync_type)
{
  g_return_if_fail (VMX_IS_SYNC_OPTIONS (self));

  if (self->sync_type == sync_type)
    return;
  self->sync_type = sync_type;
  g_object_notify (G_OBJECT (self), "sync-type");
}

/**
 * vmx_sync_options_get_download_reconciliation_required:
 * @self: options
 *
 * Says whether a download leaves pending local edits alone.
 *
 * Returns: %TRUE if so
 *
 * Since: 0.1
 */
gboolean
vmx_sync_options_get_download_reconciliation_required (VmxSyncOptions *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_OPTIONS (self), FALSE);

  return self->download_reconciliation_required;
}

/**
 * vmx_sync_options_set_download_reconciliation_required:
 * @self: options
 * @required: whether it does
 *
 * Sets whether a download leaves pending local edits alone.
 *
 * Since: 0.1
 */
void
vmx_sync_options_set_download_reconciliation_required (VmxSyncOptions *self,
                                                       gboolean required)
{
  g_return_if_fail (VMX_IS_SYNC_OPTIONS (self));

  required = required != FALSE;
  if (self->download_reconciliation_required == required)
    return;
  self->download_reconciliation_required = required;
  g_object_notify (G_OBJECT (self), "download-reconciliation-required");
}

/**
 * vmx_sync_options_get_preserve_batch_context:
 * @self: options
 *
 * Says whether a download goes on after the last batch that was stored.
 *
 * Returns: %TRUE if so
 *
 * Since: 0.1
 */
gboolean
vmx_sync_options_get_preserve_batch_context (VmxSyncOptions *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_OPTIONS (self), FALSE);

  return self->preserve_batch_context;
}

/**
 * vmx_sync_options_set_preserve_batch_context:
 * @self: options
 * @preserve_batch_context: whether it does
 *
 * Sets whether a download goes on after the last batch that was stored.
 *
 * Since: 0.1
 */
void
vmx_sync_options_set_preserve_batch_context (VmxSyncOptions *self,
                                             gboolean preserve_batch_context)
{
  g_return_if_fail (VMX_IS_SYNC_OPTIONS (self));

  preserve_batch_context = preserve_batch_context != FALSE;
  if (self->preserve_batch_context == preserve_batch_context)
    return;
  self->preserve_batch_context = preserve_batch_context;
  g_object_notify (G_OBJECT (self), "preserve-batch-context");
}
