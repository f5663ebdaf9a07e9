/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-odata-session.h"
#include "vmx-odata-form.h"

G_BEGIN_DECLS

/* Sends an upload request in the form that it has, and tells what became of it. */
VmxUploadReply *vmx_odata_push (VmxOdataSession *session, VmxOdataForms *forms,
                                VmxUploadRequest *request, GCancellable *cancellable,
                                GError **error);

G_END_DECLS
