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
 * @VMX_TRANSPORT_FEATURE_UPLOAD: the service takes changes
 * @VMX_TRANSPORT_FEATURE_BATCH: one upload request can carry more than one change
 * @VMX_TRANSPORT_FEATURE_REPEAT: the service has proved that it knows an upload request again by
 *   its id, so that sending it twice does nothing twice
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
  VMX_TRANSPORT_FEATURE_UPLOAD = 1 << 3,
  VMX_TRANSPORT_FEATURE_BATCH = 1 << 4,
  VMX_TRANSPORT_FEATURE_REPEAT = 1 << 5,
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

/**
 * VmxChangeAction:
 * @VMX_CHANGE_ACTION_CREATE: a record was created
 * @VMX_CHANGE_ACTION_UPDATE: columns of a record were changed
 * @VMX_CHANGE_ACTION_DELETE: a record was deleted
 *
 * What a local change did.
 *
 * Since: 0.1
 */
typedef enum
{
  VMX_CHANGE_ACTION_CREATE,
  VMX_CHANGE_ACTION_UPDATE,
  VMX_CHANGE_ACTION_DELETE,
} VmxChangeAction;

/**
 * VmxUploadVerdict:
 * @VMX_UPLOAD_VERDICT_COMPLETE: the reply is whole; changes that it does not mention were not done
 * @VMX_UPLOAD_VERDICT_INCOMPLETE: the reply breaks off; whether the changes that it does not
 *   mention were done is unknown
 * @VMX_UPLOAD_VERDICT_TOO_LARGE: nothing was done; fewer changes at once may pass
 * @VMX_UPLOAD_VERDICT_BUSY: nothing was done; the same request may pass later
 * @VMX_UPLOAD_VERDICT_OTHER_FORM: nothing was done; the service does not take this form of request,
 *   and the transport will encode the next one in another form
 * @VMX_UPLOAD_VERDICT_REFUSED: nothing was done, and sending the request again does not help
 *
 * What became of an upload request as a whole.
 *
 * Since: 0.1
 */
typedef enum
{
  VMX_UPLOAD_VERDICT_COMPLETE,
  VMX_UPLOAD_VERDICT_INCOMPLETE,
  VMX_UPLOAD_VERDICT_TOO_LARGE,
  VMX_UPLOAD_VERDICT_BUSY,
  VMX_UPLOAD_VERDICT_OTHER_FORM,
  VMX_UPLOAD_VERDICT_REFUSED,
} VmxUploadVerdict;

/**
 * VmxUploadOutcome:
 * @VMX_UPLOAD_OUTCOME_UNANSWERED: the reply does not mention the change
 * @VMX_UPLOAD_OUTCOME_ACCEPTED: it is done
 * @VMX_UPLOAD_OUTCOME_CONFLICT: it was not done, because the record was changed at the server, or
 *   is there already
 * @VMX_UPLOAD_OUTCOME_ETAG_REQUIRED: it was not done, because the service asks for the etag of the
 *   record
 * @VMX_UPLOAD_OUTCOME_GONE: it was not done, because the record is not there (any more)
 * @VMX_UPLOAD_OUTCOME_REJECTED: it was not done, and will not be as it is
 * @VMX_UPLOAD_OUTCOME_BUSY: it was not done, and may pass later
 * @VMX_UPLOAD_OUTCOME_FAILED: the service failed; it may have done it all the same
 * @VMX_UPLOAD_OUTCOME_UNKNOWN: the answer does not tell whether it was done
 *
 * What became of one change of an upload request.
 *
 * Since: 0.1
 */
typedef enum
{
  VMX_UPLOAD_OUTCOME_UNANSWERED,
  VMX_UPLOAD_OUTCOME_ACCEPTED,
  VMX_UPLOAD_OUTCOME_CONFLICT,
  VMX_UPLOAD_OUTCOME_ETAG_REQUIRED,
  VMX_UPLOAD_OUTCOME_GONE,
  VMX_UPLOAD_OUTCOME_REJECTED,
  VMX_UPLOAD_OUTCOME_BUSY,
  VMX_UPLOAD_OUTCOME_FAILED,
  VMX_UPLOAD_OUTCOME_UNKNOWN,
} VmxUploadOutcome;

G_END_DECLS
