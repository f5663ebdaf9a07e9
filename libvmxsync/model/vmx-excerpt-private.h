/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* As much of a name as a message shows. */
#define VMX_EXCERPT_NAME 60

/* The beginning of a text for a message: at most max_length bytes, with "…" behind it if there is
 * more, and valid UTF-8 whatever the text is. length may be -1. */
char *vmx_excerpt (const char *text, gssize length, gsize max_length);

G_END_DECLS
