/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/vmxsync.h>

/* program NAME…: loads plugins; the processor "stamp" has to do its work, too. */

static gboolean
load (const char *name, GError **error)
{
  VmxPluginInfo *info = vmx_plugin_loader_load (vmx_plugin_loader_get_default (), name, error);

  if (info == NULL)
    return FALSE;
  g_print ("%s: %s\n", vmx_plugin_info_get_name (info), vmx_plugin_info_get_path (info));
  return TRUE;
}

static VmxRecordBatch *
make_batch (GError **error)
{
  g_autoptr(VmxObjectSchema) schema = vmx_object_schema_new ("Letter");
  g_autoptr(VmxColumn) id = vmx_column_new ("ID", VMX_COLUMN_INT32, VMX_COLUMN_FLAG_NONE);
  g_autoptr(VmxColumn) stamp = vmx_column_new ("Stamp", VMX_COLUMN_STRING,
                                               VMX_COLUMN_FLAG_NULLABLE);
  g_autoptr(VmxRecordBatch) batch = NULL;

  vmx_object_schema_add_column (schema, id);
  vmx_object_schema_add_column (schema, stamp);
  vmx_object_schema_add_key_column (schema, "ID");
  if (!vmx_object_schema_seal (schema, error))
    return NULL;
  batch = vmx_record_batch_new (schema);
  if (!vmx_record_batch_append_json (batch, "{\"ID\": 1}", error))
    return NULL;
  return g_steal_pointer (&batch);
}

static gboolean
stamp (GError **error)
{
  g_autoptr(VmxRecordBatch) batch = make_batch (error);
  g_autoptr(VmxRecord) record = NULL;
  g_autoptr(GObject) processor = NULL;

  if (batch == NULL)
    return FALSE;
  processor = vmx_plugin_loader_create (vmx_plugin_loader_get_default (), "stamp",
                                        VMX_PLUGIN_KIND_PROCESSOR, error);
  if (processor == NULL
      || !vmx_processor_prepare (VMX_PROCESSOR (processor), vmx_record_batch_get_schema (batch),
                                 error)
      || !vmx_processor_process_download (VMX_PROCESSOR (processor), batch, NULL, error))
    return FALSE;
  record = vmx_record_batch_get_record (batch, 0);
  g_print ("stamp says %s\n", vmx_record_get_text (record, "Stamp"));
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr(GError) error = NULL;

  for (int i = 1; i < argc; i++)
    if (!load (argv[i], &error))
      break;
  if (error != NULL || !stamp (&error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  return 0;
}
