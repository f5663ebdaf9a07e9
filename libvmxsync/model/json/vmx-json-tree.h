/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/json/vmx-json-writer.h>

G_BEGIN_DECLS

/* C only: this header is not part of the introspected interface. */

typedef enum
{
  VMX_JSON_TREE_NULL,
  VMX_JSON_TREE_BOOLEAN,
  VMX_JSON_TREE_NUMBER,
  VMX_JSON_TREE_STRING,
  VMX_JSON_TREE_OBJECT,
  VMX_JSON_TREE_ARRAY,
} VmxJsonTreeKind;

/* A JSON value with all that is in it, for documents whose members come in any order. It belongs
 * to the array or object that it is in. All members are for reading only. */
typedef struct _VmxJsonTree VmxJsonTree;

struct _VmxJsonTree
{
  VmxJsonTreeKind kind;
  guint index;         /* in the array or object above */
  char *name;          /* (nullable), of a member of an object */
  char *text;          /* (nullable), of a boolean or string, and of a number as written */
  VmxJsonTree *parent; /* (nullable), NULL for the whole document */
  GPtrArray *children; /* (element-type VmxJsonTree) (nullable), of an array or object, in order */
};

VMX_AVAILABLE_IN_ALL
VmxJsonTree *vmx_json_tree_new (const char *text, gssize length, GError **error);
VMX_AVAILABLE_IN_ALL
void vmx_json_tree_free (VmxJsonTree *self);
/* Writes the value as it was read. */
VMX_AVAILABLE_IN_ALL
void vmx_json_tree_write (const VmxJsonTree *self, VmxJsonWriter *writer);
/* Where the value is, such as objects.Employee.records[3]; for messages. */
VMX_AVAILABLE_IN_ALL
char *vmx_json_tree_get_path (const VmxJsonTree *self);

/* All of these take NULL for self, and answer as if the value were empty. */
VMX_AVAILABLE_IN_ALL
guint vmx_json_tree_get_n_children (const VmxJsonTree *self);
VMX_AVAILABLE_IN_ALL
const VmxJsonTree *vmx_json_tree_get_child (const VmxJsonTree *self, guint position);
VMX_AVAILABLE_IN_ALL
const VmxJsonTree *vmx_json_tree_get_member (const VmxJsonTree *self, const char *name);
/* NULL unless the value is a string. */
VMX_AVAILABLE_IN_ALL
const char *vmx_json_tree_get_string (const VmxJsonTree *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_json_tree_get_member_string (const VmxJsonTree *self, const char *name);
VMX_AVAILABLE_IN_ALL
gboolean vmx_json_tree_is_true (const VmxJsonTree *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxJsonTree, vmx_json_tree_free)

G_END_DECLS
