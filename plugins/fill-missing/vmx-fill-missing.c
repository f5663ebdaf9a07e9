/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-fill-missing.h"

#include <libvmxsync/plugin/vmx-plugin-abi.h>

/* Gives the columns that a service left out of its answer the values that are stored, or that were
 * sent. */
struct _VmxFillMissing
{
  GObject parent_instance;

  char *columns; /* (nullable), as the property was set */
  GStrv names;   /* (nullable), NULL for all columns */
};

enum
{
  PROP_COLUMNS = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void vmx_fill_missing_processor_init (VmxProcessorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VmxFillMissing, vmx_fill_missing, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (VMX_TYPE_PROCESSOR,
                                                      vmx_fill_missing_processor_init))

static gboolean
vmx_fill_missing_prepare (VmxProcessor *processor, VmxObjectSchema *schema, GError **error)
{
  return TRUE;
}

/* The key is what found the other record, and the content of a stream is not in the record. */
static gboolean
may_fill (VmxFillMissing *self, VmxObjectSchema *schema, guint column)
{
  VmxColumn *info = vmx_object_schema_get_column (schema, column);

  if (vmx_object_schema_is_key_column (schema, column)
      || vmx_column_get_column_type (info) == VMX_COLUMN_STREAM)
    return FALSE;
  return self->names == NULL
         || g_strv_contains ((const char *const *) self->names, vmx_column_get_name (info));
}

static void
fill_column (VmxRecordBatch *batch, VmxRecordBatch *source, guint column)
{
  guint n_rows = vmx_record_batch_get_n_rows (batch);

  for (guint row = 0; row < n_rows; row++)
    {
      const VmxValue *value = vmx_record_batch_peek_value (batch, row, column);

      if (vmx_value_get_kind (value) == VMX_VALUE_MISSING
          && !vmx_record_batch_is_deleted (batch, row))
        vmx_record_batch_put_copy (batch, row, column,
                                   vmx_record_batch_peek_value (source, row, column));
    }
}

static void
fill (VmxFillMissing *self, VmxRecordBatch *batch, VmxRecordBatch *source)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (batch);

  for (guint column = 0; column < vmx_record_batch_get_n_columns (batch); column++)
    if (may_fill (self, schema, column))
      fill_column (batch, source, column);
}

static gboolean
vmx_fill_missing_process_download (VmxProcessor *processor, VmxRecordBatch *batch,
                                   VmxRecordBatch *stored, GError **error)
{
  if (stored != NULL)
    fill (VMX_FILL_MISSING (processor), batch, stored);
  return TRUE;
}

static gboolean
vmx_fill_missing_process_upload_reply (VmxProcessor *processor, VmxRecordBatch *request,
                                       VmxRecordBatch *reply, GError **error)
{
  fill (VMX_FILL_MISSING (processor), reply, request);
  return TRUE;
}

static void
vmx_fill_missing_processor_init (VmxProcessorInterface *iface)
{
  iface->prepare = vmx_fill_missing_prepare;
  iface->process_download = vmx_fill_missing_process_download;
  iface->process_upload_reply = vmx_fill_missing_process_upload_reply;
}

/* NULL for an empty list; spaces around names and empty names do not count. */
static GStrv
split_names (const char *list)
{
  g_auto(GStrv) parts = g_strsplit (list != NULL ? list : "", ",", -1);
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();
  gboolean is_empty = TRUE;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *name = g_strstrip (parts[i]);

      if (*name == '\0')
        continue;
      g_strv_builder_add (names, name);
      is_empty = FALSE;
    }
  return is_empty ? NULL : g_strv_builder_end (names);
}

static void
vmx_fill_missing_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_string (value, VMX_FILL_MISSING (object)->columns);
}

static void
vmx_fill_missing_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  VmxFillMissing *self = VMX_FILL_MISSING (object);

  g_free (self->columns);
  g_strfreev (self->names);
  self->columns = g_value_dup_string (value);
  self->names = split_names (self->columns);
}

static void
vmx_fill_missing_finalize (GObject *object)
{
  VmxFillMissing *self = VMX_FILL_MISSING (object);

  g_free (self->columns);
  g_strfreev (self->names);
  G_OBJECT_CLASS (vmx_fill_missing_parent_class)->finalize (object);
}

static void
vmx_fill_missing_class_init (VmxFillMissingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = vmx_fill_missing_get_property;
  object_class->set_property = vmx_fill_missing_set_property;
  object_class->finalize = vmx_fill_missing_finalize;

  properties[PROP_COLUMNS]
      = g_param_spec_string ("columns", "Columns",
                             "The columns to fill, with commas between them; empty for all", NULL,
                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
vmx_fill_missing_init (VmxFillMissing *self)
{
}

static GType
get_type_for_kind (VmxPluginKinds kind)
{
  return VMX_TYPE_FILL_MISSING;
}

VMX_PLUGIN_DEFINE (fill_missing, "fill-missing", VMX_PLUGIN_KIND_PROCESSOR, VMX_VERSION_S,
                   "Fills columns that an answer left out with the stored or sent values",
                   "LGPL-2.1-or-later", get_type_for_kind)
