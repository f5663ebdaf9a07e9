/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The first two functions are public for plugins; the library's own files include them by this
 * name. */
#include <libvmxsync/model/vmx-suggest.h>

G_BEGIN_DECLS

/* vmx_suggest_tail() for a suggestion in hand, NULL for none. */
char *vmx_suggest_print_tail (const char *nearest);

G_END_DECLS
