/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include <libvmxsync/model/record/vmx-record-batch.h>

G_BEGIN_DECLS

#define VMX_TYPE_PROCESSOR (vmx_processor_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_INTERFACE (VmxProcessor, vmx_processor, VMX, PROCESSOR, GObject)

/**
 * VmxProcessorInterface:
 * @parent_iface: the parent interface
 * @prepare: gets ready for the records of an object
 * @process_download: works on downloaded records before they are stored
 * @process_upload_reply: works on records that came back for changes, before they are stored
 *
 * The interface of those who work on records between transport and storage.
 *
 * A processor may set cells, and nothing else: it neither adds nor removes rows. The calls of a run
 * come one after the other, @prepare perhaps from another thread than the rest.
 *
 * Since: 0.1
 */
struct _VmxProcessorInterface
{
  GTypeInterface parent_iface;

  /**
   * VmxProcessorInterface::prepare:
   * @self: a processor
   * @schema: the schema of an object
   * @error: return location for an error, or %NULL
   *
   * Gets ready for the records of an object. It is called before the first batch of each object.
   *
   * Returns: %TRUE on success
   *
   * Since: 0.1
   */
  gboolean (*prepare) (VmxProcessor *self, VmxObjectSchema *schema, GError **error);

  /**
   * VmxProcessorInterface::process_download:
   * @self: a processor
   * @batch: downloaded records
   * @stored: (nullable): the records as they are stored, row by row; missing where there is none.
   *   %NULL when no cell of @batch is missing
   * @error: return location for an error, or %NULL
   *
   * Works on downloaded records before they are stored.
   *
   * Returns: %TRUE on success
   *
   * Since: 0.1
   */
  gboolean (*process_download) (VmxProcessor *self, VmxRecordBatch *batch,
                                VmxRecordBatch *stored, GError **error);

  /**
   * VmxProcessorInterface::process_upload_reply:
   * @self: a processor
   * @request: what was sent, row by row: all that a create gave, or what an update set beside the
   *   key; other cells are missing
   * @reply: the records that came back for it
   * @error: return location for an error, or %NULL
   *
   * Works on records that came back for changes, before they are stored.
   *
   * Returns: %TRUE on success
   *
   * Since: 0.1
   */
  gboolean (*process_upload_reply) (VmxProcessor *self, VmxRecordBatch *request,
                                    VmxRecordBatch *reply, GError **error);
};

VMX_AVAILABLE_IN_ALL
gboolean vmx_processor_prepare (VmxProcessor *self, VmxObjectSchema *schema, GError **error);
VMX_AVAILABLE_IN_ALL
gboolean vmx_processor_process_download (VmxProcessor *self, VmxRecordBatch *batch,
                                         VmxRecordBatch *stored, GError **error);
VMX_AVAILABLE_IN_ALL
gboolean vmx_processor_process_upload_reply (VmxProcessor *self, VmxRecordBatch *request,
                                             VmxRecordBatch *reply, GError **error);

G_END_DECLS
