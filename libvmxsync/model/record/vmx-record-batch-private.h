/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/record/vmx-record-batch.h>
#include <libvmxsync/model/value/vmx-value-private.h>

G_BEGIN_DECLS

/* What a row has besides its cells. */
typedef struct
{
  const char *etag; /* in the arena */
  gboolean deleted;
} VmxRowInfo;

struct _VmxRecordBatch
{
  GObject parent_instance;

  VmxObjectSchema *schema;
  VmxArena *arena;
  VmxValue *cells; /* n_rows times n_columns */
  VmxRowInfo *rows;
  guint n_rows;
  guint n_allocated;
  guint n_columns;
  guint n_deleted;
  VmxColumnType *types; /* of the columns */
  gboolean *is_key;
  char *next_context;
  char *bookmark;
  gint64 total;
  gint64 network_time;
  gint64 parsing_time;
  gint64 creation_time; /* of the request: what the call took beside the two above */
  GPtrArray *warnings; /* (element-type utf8) (nullable), NULL-terminated */
};

static inline VmxValue *
vmx_record_batch_cell (VmxRecordBatch *self, guint row, guint column)
{
  return self->cells + (gsize) row * self->n_columns + column;
}

G_END_DECLS
