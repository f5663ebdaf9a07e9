/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/schema/vmx-object-schema.h>

G_BEGIN_DECLS

struct _VmxObjectSchema
{
  GObject parent_instance;

  char *name;
  char *type_name;
  char *soft_delete_column;
  char *change_tracking_column;
  gboolean open;
  gboolean sealed;
  GPtrArray *columns;       /* (element-type VmxColumn) */
  GPtrArray *key_names;     /* (element-type utf8) */
  GArray *key_columns;      /* (element-type guint), once sealed */
  GPtrArray *relationships; /* (element-type VmxRelationship) */
  GPtrArray *indexes;       /* (element-type GStrv) */
  GPtrArray *navigations;   /* (element-type utf8) */
  GHashTable *settings;     /* (element-type utf8 utf8) */
  GHashTable *column_index; /* name to position + 1 */
};

/* "object “Employee” has no column “Nmae”; did you mean “Name”?" */
char *vmx_object_schema_describe_unknown (VmxObjectSchema *self, const char *column);
/* The end of such a message; see vmx_suggest_tail(). */
char *vmx_object_schema_suggest_tail (VmxObjectSchema *self, const char *column);

/* One object of vmx_service_schema_to_json(): schemas are the same if their texts are. */
char *vmx_object_schema_to_json (VmxObjectSchema *self);

G_END_DECLS
