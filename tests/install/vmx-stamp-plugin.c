/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/plugin/vmx-plugin-abi.h>
#include <libvmxsync/vmxsync.h>

#include <string.h>

/* A processor as somebody else would write it: it puts a word into the column "Stamp". */

#define VMX_TYPE_STAMP (vmx_stamp_get_type ())
G_DECLARE_FINAL_TYPE (VmxStamp, vmx_stamp, VMX, STAMP, GObject)

struct _VmxStamp
{
  GObject parent_instance;
};

static void vmx_stamp_processor_init (VmxProcessorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VmxStamp, vmx_stamp, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (VMX_TYPE_PROCESSOR,
                                                      vmx_stamp_processor_init))

static gboolean
vmx_stamp_prepare (VmxProcessor *processor, VmxObjectSchema *schema, GError **error)
{
  return TRUE;
}

static gboolean
vmx_stamp_process_download (VmxProcessor *processor, VmxRecordBatch *batch,
                            VmxRecordBatch *stored, GError **error)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (batch);
  int column = vmx_object_schema_get_column_index (schema, "Stamp");

  if (column < 0)
    return TRUE;
  for (guint row = 0; row < vmx_record_batch_get_n_rows (batch); row++)
    if (!vmx_record_batch_set_string (batch, row, column, "seen", strlen ("seen"), error))
      return FALSE;
  return TRUE;
}

static void
vmx_stamp_processor_init (VmxProcessorInterface *iface)
{
  iface->prepare = vmx_stamp_prepare;
  iface->process_download = vmx_stamp_process_download;
}

static void
vmx_stamp_class_init (VmxStampClass *klass)
{
}

static void
vmx_stamp_init (VmxStamp *self)
{
}

static GType
get_type_for_kind (VmxPluginKinds kind)
{
  return kind == VMX_PLUGIN_KIND_PROCESSOR ? VMX_TYPE_STAMP : G_TYPE_INVALID;
}

VMX_PLUGIN_DEFINE (stamp, "stamp", VMX_PLUGIN_KIND_PROCESSOR, "1.0",
                   "Puts a word into a column", "LGPL-2.1-or-later", get_type_for_kind)
