/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The least that a program can do by hand: libsoup sends bodies (element-type utf8) one after the
 * other, and reads the answers without looking at them. */
void floor_upload (const char *url, GPtrArray *bodies);

G_END_DECLS
