/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Errors of the network in the library's terms. Cancellation stays as it is. */

/* place is what the message names; sent tells whether the request had gone out. */
void vmx_odata_network_error_translate (GError **error, const char *place, gboolean sent);
/* Whether a code of ours says that the request had not gone out. */
gboolean vmx_odata_network_error_is_before_sending (int code);
/* Of an error that is not yet translated: may it go better another time? */
gboolean vmx_odata_network_error_is_passing (const GError *error);

G_END_DECLS
