/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

#include "vmx-odata-part.h"

G_BEGIN_DECLS

/* From the answers of the operations to what became of the changes. */

/* FALSE if the parts are not those of the request (VMX_ERROR_INVALID_ANSWER); what could be matched
 * is in the reply all the same. is_whole: nothing of the answer is missing. */
gboolean vmx_odata_answer_take_parts (VmxUploadReply *reply, VmxUploadRequest *request,
                                      const GPtrArray *parts, gboolean is_whole, GError **error);
/* The answer to a request that is one change. */
void vmx_odata_answer_take_single (VmxUploadReply *reply, VmxUploadRequest *request,
                                   const VmxOdataPart *part);
/* Whether the server told that it knows requests again. */
gboolean vmx_odata_answer_can_repeat (SoupMessageHeaders *headers);

G_END_DECLS
