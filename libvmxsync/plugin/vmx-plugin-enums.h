/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

#include <libvmxsync/model/vmx-version.h>

G_BEGIN_DECLS

/**
 * VmxPluginKinds:
 * @VMX_PLUGIN_KIND_NONE: nothing
 * @VMX_PLUGIN_KIND_TRANSPORT: talks to a service; [iface@Vmx.Transport]
 * @VMX_PLUGIN_KIND_STORAGE: keeps records on the disk; [iface@Vmx.Storage]
 * @VMX_PLUGIN_KIND_PROCESSOR: works on records between the two; [iface@Vmx.Processor]
 *
 * What a plugin can be.
 *
 * Since: 0.1
 */
typedef enum /*< flags >*/
{
  VMX_PLUGIN_KIND_NONE = 0,
  VMX_PLUGIN_KIND_TRANSPORT = 1 << 0,
  VMX_PLUGIN_KIND_STORAGE = 1 << 1,
  VMX_PLUGIN_KIND_PROCESSOR = 1 << 2,
} VmxPluginKinds;

/**
 * VmxTransportFeatures:
 * @VMX_TRANSPORT_FEATURE_NONE: only whole downloads
 * @VMX_TRANSPORT_FEATURE_FILTER: the service picks records by a filter
 * @VMX_TRANSPORT_FEATURE_TOTAL: the service can tell how many records a download has
 * @VMX_TRANSPORT_FEATURE_DELTA: the service can tell what changed since a bookmark
 *
 * What a transport, or the service behind it, can do.
 *
 * Since: 0.1
 */
typedef enum /*< flags >*/
{
  VMX_TRANSPORT_FEATURE_NONE = 0,
  VMX_TRANSPORT_FEATURE_FILTER = 1 << 0,
  VMX_TRANSPORT_FEATURE_TOTAL = 1 << 1,
  VMX_TRANSPORT_FEATURE_DELTA = 1 << 2,
} VmxTransportFeatures;

/**
 * VmxTxnMode:
 * @VMX_TXN_READ: sees the store as it is now, and nothing that comes later
 * @VMX_TXN_WRITE: the only writer until it ends
 * @VMX_TXN_WRITE_DURABLE: like @VMX_TXN_WRITE, and a commit survives a power cut
 *
 * What a transaction is for.
 *
 * Since: 0.1
 */
typedef enum
{
  VMX_TXN_READ,
  VMX_TXN_WRITE,
  VMX_TXN_WRITE_DURABLE,
} VmxTxnMode;

/**
 * VmxPutMode:
 * @VMX_PUT_REPLACE: missing cells become null
 * @VMX_PUT_MERGE: missing cells leave what is stored; null in a new record
 *
 * What writing a record does with its missing cells.
 *
 * Since: 0.1
 */
typedef enum
{
  VMX_PUT_REPLACE,
  VMX_PUT_MERGE,
} VmxPutMode;

/**
 * VmxOrder:
 * @VMX_ORDER_ASCENDING: from small to large, null first
 * @VMX_ORDER_DESCENDING: from large to small, null last
 * @VMX_ORDER_ASCENDING_IGNORE_CASE: from small to large, upper and lower case alike
 * @VMX_ORDER_DESCENDING_IGNORE_CASE: from large to small, upper and lower case alike
 *
 * How records are ordered by a column.
 *
 * Since: 0.1
 */
typedef enum
{
  VMX_ORDER_ASCENDING,
  VMX_ORDER_DESCENDING,
  VMX_ORDER_ASCENDING_IGNORE_CASE,
  VMX_ORDER_DESCENDING_IGNORE_CASE,
} VmxOrder;

G_END_DECLS
