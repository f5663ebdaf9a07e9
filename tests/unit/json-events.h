/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/json/vmx-json-reader.h>

#include "vmx-test.h"

G_BEGIN_DECLS

/* Events of a reader as text, one line each, for example "{", "name a", "number 1", "}". */
extern const VmxJsonHandler json_events_handler; /* its data is a GString */

/* Feeds a text in parts: part_size bytes each, or of random size if it is 0. */
gboolean json_events_feed (VmxJsonReader *reader, const char *text, gsize length, gsize part_size,
                           GError **error);
/* Events of a whole document, NULL with an error if it cannot be read. */
char *json_events_read (const char *text, gsize length, gsize part_size, GError **error);

G_END_DECLS
