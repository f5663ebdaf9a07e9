/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Small documents, such as options, as a tree of json-glib. Its parser is lax, changes numbers it
 * cannot hold and breaks on deep text, so the strict reader goes first. Whole numbers beyond 64
 * bits and numbers too large for a double are refused. what names the text in messages, for example
 * "the sync options". length may be -1. Never NULL without an error (VMX_ERROR_JSON). */
JsonNode *vmx_json_guard_parse (const char *text, gssize length, gsize max_bytes, const char *what,
                                GError **error);
/* NULL for a node that is not a string, or not an array of nothing else. */
const char *vmx_json_guard_get_text (JsonNode *node);
GStrv vmx_json_guard_get_texts (JsonNode *node);
/* JSON text of a tree, with numbers that read back equal. */
char *vmx_json_guard_print (JsonNode *node, gboolean pretty);

G_END_DECLS
