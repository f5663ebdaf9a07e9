/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

/* What a status of HTTP means for a write. Nothing here knows more than the status. */

typedef struct
{
  guint status;
  gboolean has_retry_after;
  gboolean is_repeat_rejected; /* the time in which the server knows a request again has passed */
} VmxOdataStatus;

/* Of a request that carries a batch, none of success: 401 is not asked about. is_proven: the
 * service took a batch in this form before. */
VmxUploadVerdict vmx_odata_verdict_for_batch (const VmxOdataStatus *status, gboolean is_proven);
/* Of a request that is one change, likewise. COMPLETE: the status is about the change. */
VmxUploadVerdict vmx_odata_verdict_for_single (const VmxOdataStatus *status);
/* Of one change, for all but success. */
VmxUploadOutcome vmx_odata_outcome (const VmxOdataStatus *status, VmxChangeAction action,
                                    gboolean is_single);

G_END_DECLS
