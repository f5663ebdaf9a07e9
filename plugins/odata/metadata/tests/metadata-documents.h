/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

/* Texts of a file in data/ */
char *metadata_load (const char *name);
/* A document around the contents of a schema with the namespace N */
char *metadata_wrap (const char *contents);
/* A whole document with one set "Things" of a type with the key ID and these properties */
char *metadata_with_properties (const char *properties);
/* A large document with many sets of many columns */
char *metadata_generate (guint n_sets, guint n_columns);

/* Reads and seals a document that must be right. */
VmxServiceSchema *metadata_read (const char *text);
void metadata_assert_error (const char *text, gssize length, int code, const char *part);
void metadata_assert_note (VmxServiceSchema *schema, const char *part);

VmxObjectSchema *metadata_get_object (VmxServiceSchema *schema, const char *name);
/* pairs: "source=target source=target" */
void assert_relation (VmxObjectSchema *object, const char *name, VmxRelationshipType type,
                      const char *target, gboolean cascade, const char *pairs);

G_END_DECLS
