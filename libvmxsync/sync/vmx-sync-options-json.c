/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sync options from and to JSON, with the documented spelling and leniency. */
#include <libvmxsync/sync/vmx-sync-options-private.h>

#include <libvmxsync/local/options/vmx-option-values-private.h>
#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/json/vmx-json-writer.h>

static const char *const sync_type_names[] = {
  [VMX_SYNC_TYPE_FULL] = "fullSync",
  [VMX_SYNC_TYPE_DOWNLOAD_ONLY] = "downloadOnly",
  [VMX_SYNC_TYPE_UPLOAD_ONLY] = "uploadOnly",
};

/* A number or its digits as text; anything else is the default. */
static gboolean
read_size (VmxRecord *values, const char *name, gint64 *size)
{
  const VmxValue *given = vmx_record_get_value (values, name);
  const char *text = given != NULL ? vmx_value_get_text (given, NULL) : NULL;

  if (given == NULL)
    return FALSE;
  if (vmx_value_get_kind (given) == VMX_VALUE_INT64)
    *size = vmx_value_get_int64 (given);
  else if (vmx_value_get_kind (given) != VMX_VALUE_TEXT
           || !g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, size, NULL))
    return FALSE;
  return *size >= 0;
}

static void
read_sizes (VmxSyncOptions *self, VmxRecord *values)
{
  gint64 size;

  if (read_size (values, "downloadBatchSize", &size))
    vmx_sync_options_set_download_batch_size (self, (guint) MIN (size, G_MAXINT32));
  if (read_size (values, "uploadBatchSize", &size) && size > 0)
    vmx_sync_options_set_upload_batch_size (self, (guint) MIN (size, G_MAXINT32));
}

static gboolean
read_sync_type (VmxSyncOptions *self, VmxRecord *values, GError **error)
{
  const VmxValue *given = vmx_record_get_value (values, "syncType");
  const char *text = given != NULL ? vmx_value_get_text (given, NULL) : NULL;

  if (given == NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (sync_type_names); i++)
    if (vmx_value_get_kind (given) == VMX_VALUE_TEXT && g_str_equal (text, sync_type_names[i]))
      {
        vmx_sync_options_set_sync_type (self, (VmxSyncType) i);
        return TRUE;
      }
  g_set_error_literal (error, VMX_ERROR, VMX_ERROR_INVALID_SYNC_TYPE,
                       "option “syncType”: expected “fullSync”, “downloadOnly” or “uploadOnly”");
  return FALSE;
}

typedef gboolean (*AddParamFunc) (VmxSyncOptions *self, const char *name, const char *value,
                                  GError **error);

static gboolean
read_params (VmxSyncOptions *self, VmxRecord *values, const char *name, AddParamFunc add,
             GError **error)
{
  g_autoptr(VmxRecord) params = NULL;
  g_auto(GStrv) names = NULL;

  /* What is not a map is left aside. */
  if (!vmx_option_values_get_record (values, name, &params, NULL) || params == NULL)
    return TRUE;
  names = vmx_record_get_column_names (params);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *value = vmx_value_to_string (vmx_record_get_value (params, names[i]));

      if (add (self, names[i], value, error))
        continue;
      g_prefix_error (error, "option “%s”: ", name);
      return FALSE;
    }
  return TRUE;
}

/* Only true itself switches the statistics on. */
static void
read_stats (VmxSyncOptions *self, VmxRecord *values)
{
  gboolean wanted = FALSE;

  if (vmx_option_values_get_boolean (values, "getSyncStats", &wanted, NULL))
    vmx_sync_options_set_get_sync_stats (self, wanted);
}

static gboolean
read_booleans (VmxSyncOptions *self, VmxRecord *values, GError **error)
{
  gboolean strict = vmx_sync_options_get_strict_filter (self);
  gboolean reconcile = vmx_sync_options_get_download_reconciliation_required (self);
  gboolean preserve = vmx_sync_options_get_preserve_batch_context (self);

  if (!vmx_option_values_get_boolean (values, "strictFilter", &strict, error)
      || !vmx_option_values_get_boolean (values, "downloadReconciliationRequired", &reconcile,
                                         error)
      || !vmx_option_values_get_boolean (values, "preserveBatchContext", &preserve, error))
    return FALSE;
  vmx_sync_options_set_strict_filter (self, strict);
  vmx_sync_options_set_download_reconciliation_required (self, reconcile);
  vmx_sync_options_set_preserve_batch_context (self, preserve);
  return TRUE;
}

static gboolean
read_lists (VmxSyncOptions *self, VmxRecord *values, GError **error)
{
  g_auto(GStrv) objects = NULL;

  if (!vmx_option_values_get_texts (values, "removeAfterUpload", &objects, error))
    return FALSE;
  vmx_sync_options_set_remove_after_upload (self, (const char *const *) objects);
  return read_params (self, values, "downloadRequestQueryParams",
                      vmx_sync_options_add_download_request_query_param, error)
         && read_params (self, values, "uploadRequestQueryParams",
                         vmx_sync_options_add_upload_request_query_param, error);
}

/* Names of older versions of the SDK: they never did harm, so they only warn. */
static void
drop_legacy_names (VmxSyncOptions *self, VmxRecord *values)
{
  static const struct
  {
    const char *name;
    const char *instead;
  } legacy[] = {
    { "BatchSize", "downloadBatchSize and uploadBatchSize" },
    { "GetSyncStats", "getSyncStats" },
    { "isUploadCacheEnabled", "nothing: uploads are always kept until they are answered" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (legacy); i++)
    if (vmx_record_has (values, legacy[i].name))
      {
        g_autofree char *warning
            = g_strdup_printf ("option “%s” is left aside; use %s", legacy[i].name,
                               legacy[i].instead);

        vmx_sync_options_add_warning (self, warning);
        vmx_record_unset (values, legacy[i].name);
      }
}

/**
 * vmx_sync_options_new_from_json:
 * @json: options as a JSON object, with the documented names
 * @error: return location for an error, or %NULL
 *
 * Makes options from JSON text. Sizes and booleans may be texts too, such as `"200"` and `"true"`.
 *
 * Fails with [error@Vmx.Error.INVALID_OPTION] for unknown names and wrong types,
 * [error@Vmx.Error.INVALID_FILTER] for a filter that is not text,
 * [error@Vmx.Error.INVALID_SYNC_TYPE]
 * and [error@Vmx.Error.NETWORK] for empty query parameters.
 *
 * Returns: (transfer full): the options
 *
 * Since: 0.1
 */
VmxSyncOptions *
vmx_sync_options_new_from_json (const char *json, GError **error)
{
  static const char *const known[] = {
    "filter",
    "strictFilter",
    "downloadBatchSize",
    "uploadBatchSize",
    "getSyncStats",
    "syncType",
    "uploadRequestQueryParams",
    "downloadRequestQueryParams",
    "downloadReconciliationRequired",
    "preserveBatchContext",
    "removeAfterUpload",
    NULL,
  };
  g_autoptr(VmxSyncOptions) self = NULL;
  g_autoptr(VmxRecord) values = NULL;
  const char *filter = NULL;

  g_return_val_if_fail (json != NULL, NULL);

  values = vmx_option_values_parse (json, "the sync options", error);
  if (values == NULL)
    return NULL;
  self = vmx_sync_options_new ();
  drop_legacy_names (self, values);
  if (!vmx_option_values_check_names (values, known, "the sync options", error))
    return NULL;
  read_sizes (self, values);
  read_stats (self, values);
  if (!vmx_option_values_get_filter (values, &filter, error)
      || !read_sync_type (self, values, error) || !read_booleans (self, values, error)
      || !read_lists (self, values, error))
    return NULL;
  vmx_sync_options_set_filter (self, filter);
  return g_steal_pointer (&self);
}

static gboolean
refuse (const char *what, GError **error)
{
  g_set_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED, "%s is not supported yet", what);
  return FALSE;
}

gboolean
vmx_sync_options_check_supported (VmxSyncOptions *self, GError **error)
{
  if (vmx_sync_options_get_preserve_batch_context (self))
    return refuse ("option “preserveBatchContext”: going on with an interrupted download", error);
  return TRUE;
}

static void
write_masked_params (VmxJsonWriter *writer, const char *name, const char *const *params)
{
  if (params[0] == NULL)
    return;
  vmx_json_writer_member (writer, name, -1);
  vmx_json_writer_start_object (writer);
  for (guint i = 0; params[i] != NULL; i += 2)
    {
      vmx_json_writer_member (writer, params[i], -1);
      vmx_json_writer_string (writer, "…", -1);
    }
  vmx_json_writer_end_object (writer);
}

char *
vmx_sync_options_to_masked_json (VmxSyncOptions *self)
{
  g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();
  const char *filter = vmx_sync_options_get_filter (self);

  vmx_json_writer_start_object (writer);
  vmx_json_writer_member (writer, "syncType", -1);
  vmx_json_writer_string (writer, sync_type_names[vmx_sync_options_get_sync_type (self)], -1);
  vmx_json_writer_member (writer, "downloadBatchSize", -1);
  vmx_json_writer_int64 (writer, vmx_sync_options_get_download_batch_size (self));
  if (filter != NULL)
    {
      vmx_json_writer_member (writer, "filter", -1);
      vmx_json_writer_string (writer, filter, -1);
    }
  write_masked_params (writer, "downloadRequestQueryParams",
                       vmx_sync_options_get_download_request_query_params (self));
  write_masked_params (writer, "uploadRequestQueryParams",
                       vmx_sync_options_get_upload_request_query_params (self));
  vmx_json_writer_end_object (writer);
  return vmx_json_writer_steal (writer, NULL);
}
