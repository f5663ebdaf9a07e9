/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Sending again: which answers deserve it, and when. Times are in milliseconds. */

gboolean vmx_odata_retry_is_worth_it (guint status);
/* What a Retry-After header asks for: seconds, with or without a fraction, or a date; else -1. */
gint64 vmx_odata_retry_parse_after (const char *text, gint64 now);

G_END_DECLS
