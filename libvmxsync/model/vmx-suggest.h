/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include <libvmxsync/model/vmx-version.h>

G_BEGIN_DECLS

/* C only: this header is not part of the introspected interface. */

/* The candidate that was most likely meant by a misspelt name, or NULL if none is close. A
 * candidate that differs only in case wins over every other. candidates ends with NULL. */
VMX_AVAILABLE_IN_ALL
const char *vmx_suggest_nearest (const char *name, const char *const *candidates);
/* The end of a message about an unknown name: "; did you mean “X”?", or nothing. */
VMX_AVAILABLE_IN_ALL
char *vmx_suggest_tail (const char *name, const char *const *candidates);

G_END_DECLS
