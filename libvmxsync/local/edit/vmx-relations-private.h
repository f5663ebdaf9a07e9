/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/record/vmx-record-batch.h>
#include <libvmxsync/model/schema/vmx-service-schema.h>
#include <libvmxsync/plugin/vmx-storage-txn.h>

G_BEGIN_DECLS

/* A relationship, whichever end describes it: columns of a child name a record of the parent. */
typedef struct
{
  VmxObjectSchema *child;
  VmxObjectSchema *parent;
  GArray *child_columns;  /* (element-type guint) */
  GArray *parent_columns; /* (element-type guint), as many */
  gboolean cascade; /* deleting the parent deletes the children */
} VmxRelation;

/* All of a service, each once; (element-type VmxRelation). */
GPtrArray *vmx_relations_new (VmxServiceSchema *schema);

/* The values that columns of a row have, as one text; NULL when one of them is null or missing. */
char *vmx_relation_join_values (VmxRecordBatch *batch, guint row, GArray *columns);
/* Columns and values of a row as words, "DepartmentId = 7", for messages. */
char *vmx_relation_describe (const VmxRelation *self, VmxRecordBatch *child, guint row);
/* Whether the parent that a row of the child names is there. A row that names none is right. */
gboolean vmx_relation_has_parent (const VmxRelation *self, VmxStorageTxn *txn,
                                  VmxRecordBatch *child, guint row, gboolean *has_parent,
                                  GError **error);
/* The children of a row of the parent, with their etags; limit -1 for all. */
VmxRecordBatch *vmx_relation_select_children (const VmxRelation *self, VmxStorageTxn *txn,
                                              VmxRecordBatch *parent, guint row, gint64 limit,
                                              GError **error);

G_END_DECLS
