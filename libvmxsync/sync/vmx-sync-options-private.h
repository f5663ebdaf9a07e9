/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/sync/vmx-sync-options.h>

G_BEGIN_DECLS

struct _VmxSyncOptions
{
  GObject parent_instance;

  char *filter;
  gboolean strict_filter;
  guint download_batch_size;
  guint upload_batch_size;
  gboolean get_sync_stats;
  VmxSyncType sync_type;
  gboolean download_reconciliation_required;
  gboolean preserve_batch_context;
  GPtrArray *download_params; /* (element-type utf8), names and values by turns, NULL-terminated */
  GPtrArray *upload_params;   /* likewise */
  GStrv remove_after_upload;
  GPtrArray *warnings; /* (element-type utf8) */
};

/* For a run, so that the program may go on changing its own. */
VmxSyncOptions *vmx_sync_options_copy (VmxSyncOptions *self);
/* Sentences about the options themselves, for the result. */
void vmx_sync_options_add_warning (VmxSyncOptions *self, const char *warning);
const char *const *vmx_sync_options_get_warnings (VmxSyncOptions *self);
/* VMX_ERROR_NOT_SUPPORTED for what this version cannot do yet. */
gboolean vmx_sync_options_check_supported (VmxSyncOptions *self, GError **error);
/* The options as JSON, with the values of query parameters masked. */
char *vmx_sync_options_to_masked_json (VmxSyncOptions *self);

G_END_DECLS
