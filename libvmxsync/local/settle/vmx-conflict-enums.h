/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

#include <libvmxsync/model/vmx-version.h>

G_BEGIN_DECLS

/**
 * VmxConflictPolicy:
 * @VMX_CONFLICT_POLICY_ASK: the changes wait until somebody decides; both versions can be read
 * @VMX_CONFLICT_POLICY_NONE: the last one who writes wins, nobody looks
 * @VMX_CONFLICT_POLICY_CLIENT_WINS: the columns that were changed here win, the others take the
 *   server's values
 * @VMX_CONFLICT_POLICY_SERVER_WINS: the server's record wins, and the changes made here are dropped
 * @VMX_CONFLICT_POLICY_MERGE: columns that only one side changed are put together; where both
 *   changed the same column, the changes wait as with @VMX_CONFLICT_POLICY_ASK
 *
 * What happens to local changes of a record that was changed at the server, too.
 *
 * Since: 0.1
 */
typedef enum
{
  VMX_CONFLICT_POLICY_ASK,
  VMX_CONFLICT_POLICY_NONE,
  VMX_CONFLICT_POLICY_CLIENT_WINS,
  VMX_CONFLICT_POLICY_SERVER_WINS,
  VMX_CONFLICT_POLICY_MERGE,
} VmxConflictPolicy;

/**
 * VmxConflictDecision:
 * @VMX_CONFLICT_DECISION_ASK: nothing yet; the changes wait until somebody decides
 * @VMX_CONFLICT_DECISION_KEEP_CLIENT: the changes made here are sent again, on top of the server's
 *   version
 * @VMX_CONFLICT_DECISION_KEEP_SERVER: the server's record is taken, and the changes made here are
 *   dropped
 * @VMX_CONFLICT_DECISION_KEEP_RECORD: the values of another record are sent, on top of the server's
 *   version
 *
 * What is to be done about one conflict.
 *
 * Since: 0.1
 */
typedef enum
{
  VMX_CONFLICT_DECISION_ASK,
  VMX_CONFLICT_DECISION_KEEP_CLIENT,
  VMX_CONFLICT_DECISION_KEEP_SERVER,
  VMX_CONFLICT_DECISION_KEEP_RECORD,
} VmxConflictDecision;

/**
 * VmxResolution:
 * @VMX_RESOLUTION_KEEP_CLIENT: of a conflict: send the changes made here, on top of the server's
 *   version
 * @VMX_RESOLUTION_KEEP_SERVER: of a conflict: take the server's record and drop the changes made
 *   here
 * @VMX_RESOLUTION_KEEP_RECORD: of a conflict: send the values of another record, on top of the
 *   server's version
 * @VMX_RESOLUTION_SEND_AGAIN: send the changes again as they are
 * @VMX_RESOLUTION_DONE: of an unknown outcome: the server has done it
 * @VMX_RESOLUTION_DISCARD: forget the changes of the record
 *
 * What a person decides about changes that wait for a decision.
 *
 * Since: 0.1
 */
typedef enum
{
  VMX_RESOLUTION_KEEP_CLIENT,
  VMX_RESOLUTION_KEEP_SERVER,
  VMX_RESOLUTION_KEEP_RECORD,
  VMX_RESOLUTION_SEND_AGAIN,
  VMX_RESOLUTION_DONE,
  VMX_RESOLUTION_DISCARD,
} VmxResolution;

G_END_DECLS
