/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/plugin/vmx-plugin-check-private.h>

#include <libvmxsync/model/vmx-error.h>

#include <gio/gio.h>

gboolean
vmx_plugin_check_call (gpointer plugin, const char *call, gboolean implemented, GError **error)
{
  if (implemented)
    return TRUE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED,
               "%s: %s() is not supported by this plugin; choose one that implements it",
               G_OBJECT_TYPE_NAME (plugin), call);
  return FALSE;
}

void
vmx_plugin_set_misbehaved (gpointer plugin, const char *call, GError **error, const char *format,
                           ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_MISBEHAVED,
               "%s: %s() broke the rules of its interface: %s", G_OBJECT_TYPE_NAME (plugin), call,
               what);
}

static int
get_code_for_io_error (int code)
{
  switch (code)
    {
    case G_IO_ERROR_TIMED_OUT:
      return VMX_ERROR_READ_TIMED_OUT;
    case G_IO_ERROR_CONNECTION_REFUSED:
    case G_IO_ERROR_HOST_UNREACHABLE:
    case G_IO_ERROR_PROXY_FAILED:
    case G_IO_ERROR_PROXY_AUTH_FAILED:
    case G_IO_ERROR_PROXY_NEED_AUTH:
    case G_IO_ERROR_PROXY_NOT_ALLOWED:
      return VMX_ERROR_CONNECT_FAILED;
    case G_IO_ERROR_HOST_NOT_FOUND:
      return VMX_ERROR_HOST_NOT_FOUND;
    case G_IO_ERROR_NETWORK_UNREACHABLE:
      return VMX_ERROR_OFFLINE;
    case G_IO_ERROR_CONNECTION_CLOSED:
    case G_IO_ERROR_NOT_CONNECTED:
      return VMX_ERROR_NETWORK;
    case G_IO_ERROR_PARTIAL_INPUT:
      return VMX_ERROR_INVALID_ANSWER;
    default:
      return VMX_ERROR_PLUGIN_MISBEHAVED;
    }
}

int
vmx_error_code_for_foreign (const GError *error)
{
  if (error->domain == G_RESOLVER_ERROR)
    return VMX_ERROR_HOST_NOT_FOUND;
  if (error->domain == G_TLS_ERROR)
    return VMX_ERROR_TLS;
  if (error->domain == G_IO_ERROR)
    return get_code_for_io_error (error->code);
  return VMX_ERROR_PLUGIN_MISBEHAVED;
}

static void
propagate_from_plugin (gpointer plugin, const char *call, GError *local_error, GError **error)
{
  g_autoptr(GError) foreign = local_error;
  int code;

  if (foreign->domain == VMX_ERROR
      || g_error_matches (foreign, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&foreign));
      return;
    }
  code = vmx_error_code_for_foreign (foreign);
  if (code == VMX_ERROR_PLUGIN_MISBEHAVED)
    vmx_plugin_set_misbehaved (plugin, call, error,
                               "it failed with %s %d, which is not an error of this library: %s",
                               g_quark_to_string (foreign->domain), foreign->code,
                               foreign->message);
  else
    g_set_error (error, VMX_ERROR, code, "%s: %s(): %s (%s %d)", G_OBJECT_TYPE_NAME (plugin), call,
                 foreign->message, g_quark_to_string (foreign->domain), foreign->code);
}

gboolean
vmx_plugin_check_result (gpointer plugin, const char *call, gboolean success, GError **local_error,
                         GError **error)
{
  g_autoptr(GError) unexpected = NULL;

  if (success && *local_error == NULL)
    return TRUE;
  if (!success && *local_error != NULL)
    {
      propagate_from_plugin (plugin, call, g_steal_pointer (local_error), error);
      return FALSE;
    }

  unexpected = g_steal_pointer (local_error);
  if (unexpected != NULL)
    vmx_plugin_set_misbehaved (plugin, call, error, "it gave a result and an error: %s",
                               unexpected->message);
  else
    /* This is also what an exception in Python looks like from here. */
    vmx_plugin_set_misbehaved (plugin, call, error,
                               "it failed without an error, or was called on a thread that its "
                               "language does not allow");
  return FALSE;
}

static gboolean
schemas_match (VmxObjectSchema *a, VmxObjectSchema *b)
{
  guint n_columns = vmx_object_schema_get_n_columns (a);

  if (a == b)
    return TRUE;
  if (n_columns != vmx_object_schema_get_n_columns (b)
      || g_strcmp0 (vmx_object_schema_get_name (a), vmx_object_schema_get_name (b)) != 0)
    return FALSE;
  for (guint i = 0; i < n_columns; i++)
    {
      VmxColumn *a_column = vmx_object_schema_get_column (a, i);
      VmxColumn *b_column = vmx_object_schema_get_column (b, i);

      if (vmx_column_get_column_type (a_column) != vmx_column_get_column_type (b_column)
          || g_strcmp0 (vmx_column_get_name (a_column), vmx_column_get_name (b_column)) != 0)
        return FALSE;
    }
  return TRUE;
}

gboolean
vmx_plugin_check_schema (gpointer plugin, const char *call, VmxRecordBatch *batch,
                         VmxObjectSchema *schema, GError **error)
{
  VmxObjectSchema *given = vmx_record_batch_get_schema (batch);

  if (schemas_match (given, schema))
    return TRUE;
  vmx_plugin_set_misbehaved (plugin, call, error,
                             "object “%s” with %u columns was asked for, but the batch is of “%s” "
                             "with %u columns",
                             vmx_object_schema_get_name (schema),
                             vmx_object_schema_get_n_columns (schema),
                             vmx_object_schema_get_name (given),
                             vmx_object_schema_get_n_columns (given));
  return FALSE;
}

gboolean
vmx_plugin_check_keys (gpointer plugin, const char *call, VmxRecordBatch *batch, GError **error)
{
  if (vmx_record_batch_check_keys (batch, error))
    return TRUE;
  g_prefix_error (error, "%s: %s(): ", G_OBJECT_TYPE_NAME (plugin), call);
  return FALSE;
}
