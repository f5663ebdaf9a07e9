/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-verdict.h"

static gboolean
may_be_done (const VmxOdataStatus *status)
{
  return (status->status == 412 && status->is_repeat_rejected)
         || (status->status >= 500 && status->status != 501 && status->status != 505
             && (status->status != 503 || !status->has_retry_after));
}

VmxUploadVerdict
vmx_odata_verdict_for_batch (const VmxOdataStatus *status, gboolean is_proven)
{
  if (may_be_done (status))
    return VMX_UPLOAD_VERDICT_INCOMPLETE;
  switch (status->status)
    {
    case 429:
      return status->has_retry_after ? VMX_UPLOAD_VERDICT_BUSY : VMX_UPLOAD_VERDICT_TOO_LARGE;
    case 408: /* the server gave up before it had the whole request */
    case 503:
      return VMX_UPLOAD_VERDICT_BUSY;
    case 413:
    case 414:
    case 431:
      return VMX_UPLOAD_VERDICT_TOO_LARGE;
    case 405:
    case 415:
    case 501:
      return VMX_UPLOAD_VERDICT_OTHER_FORM;
    case 400:
    case 404: /* a service that took batches before is not there now: single requests do not help */
    case 406:
      return is_proven ? VMX_UPLOAD_VERDICT_REFUSED : VMX_UPLOAD_VERDICT_OTHER_FORM;
    default:
      return VMX_UPLOAD_VERDICT_REFUSED;
    }
}

VmxUploadVerdict
vmx_odata_verdict_for_single (const VmxOdataStatus *status)
{
  if (status->status == 412 && status->is_repeat_rejected)
    return VMX_UPLOAD_VERDICT_INCOMPLETE;
  if (status->status == 429 || status->status == 408
      || (status->status == 503 && status->has_retry_after))
    return VMX_UPLOAD_VERDICT_BUSY;
  if (status->status < 400 || status->status == 407)
    return VMX_UPLOAD_VERDICT_REFUSED;
  return VMX_UPLOAD_VERDICT_COMPLETE;
}

static VmxUploadOutcome
judge_server_failure (const VmxOdataStatus *status, gboolean is_single)
{
  if (status->status == 501 || status->status == 505)
    return VMX_UPLOAD_OUTCOME_REJECTED;
  /* A proxy may say it after the work was done; a member of a whole batch it is of the service. */
  if (status->status == 503 && (!is_single || status->has_retry_after))
    return VMX_UPLOAD_OUTCOME_BUSY;
  return VMX_UPLOAD_OUTCOME_FAILED;
}

VmxUploadOutcome
vmx_odata_outcome (const VmxOdataStatus *status, VmxChangeAction action, gboolean is_single)
{
  if (status->status >= 500)
    return judge_server_failure (status, is_single);
  switch (status->status)
    {
    case 404:
    case 410:
      return action == VMX_CHANGE_ACTION_CREATE ? VMX_UPLOAD_OUTCOME_REJECTED
                                                : VMX_UPLOAD_OUTCOME_GONE;
    case 409:
      return VMX_UPLOAD_OUTCOME_CONFLICT;
    case 412:
      return status->is_repeat_rejected ? VMX_UPLOAD_OUTCOME_UNKNOWN : VMX_UPLOAD_OUTCOME_CONFLICT;
    case 428:
      return VMX_UPLOAD_OUTCOME_ETAG_REQUIRED;
    case 408:
    case 424: /* what it depends on failed */
    case 429:
      return VMX_UPLOAD_OUTCOME_BUSY;
    default:
      return status->status >= 300 ? VMX_UPLOAD_OUTCOME_REJECTED : VMX_UPLOAD_OUTCOME_UNKNOWN;
    }
}
