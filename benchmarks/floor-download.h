/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The least that a program can do by hand on one thread: libsoup, a yajl callback that binds, a
 * prepared upsert, one transaction a page. */
void floor_download (const char *url, const char *store_path);

G_END_DECLS
