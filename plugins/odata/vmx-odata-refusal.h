/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-odata-session.h"

G_BEGIN_DECLS

/* Answers to reads that are not what was asked for, as errors. what is what the message names. */

/* TRUE for success. has_filter: the filter may be to blame. */
gboolean vmx_odata_refusal_check_reply (const VmxOdataReply *reply, const char *what,
                                        gboolean has_filter, GError **error);
/* The same for an answer inside a batch; url is where the batch went. */
gboolean vmx_odata_refusal_check (guint status, const char *content_type, const GString *body,
                                  const char *what, const char *url, GError **error);
/* FALSE for a page for people, such as one that asks for a sign-in. */
gboolean vmx_odata_refusal_check_kind (const VmxOdataReply *reply, const char *what,
                                       const char *body, gsize length, GError **error);
gboolean vmx_odata_refusal_is_page (const VmxOdataReply *reply);

G_END_DECLS
