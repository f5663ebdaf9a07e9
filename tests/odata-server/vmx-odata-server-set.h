/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/json/vmx-json-writer.h>
#include <libvmxsync/vmxsync.h>

#include "vmx-odata-server.h"

G_BEGIN_DECLS

/* The records of one entity set. */
typedef struct
{
  VmxObjectSchema *schema;
  VmxRecordBatch *batch;
  GHashTable *rows_by_key; /* key text → row */
  GArray *versions;        /* guint by row, 0 for a row that is gone */
  guint last_version;      /* of any row that was written */
  gint64 last_key;         /* the highest of a first key column of whole numbers */
  gboolean generates_keys;
  VmxOdataServerCounts counts;
} VmxServerSet;

VmxServerSet *vmx_server_set_new (VmxObjectSchema *schema);
void vmx_server_set_free (VmxServerSet *self);
const char *vmx_server_set_get_name (VmxServerSet *self);

/* Takes in the rows that the batch got since the last call. */
void vmx_server_set_index_rows (VmxServerSet *self);
/* The row of a key, or -1. */
gint64 vmx_server_set_find (VmxServerSet *self, const char *key_text);
/* Whether the set makes the values of a key column. */
gboolean vmx_server_set_makes_key (VmxServerSet *self, guint column);
/* The row of a key as it stands in an address: `1`, `'a'` or `A=1,B='b'`; -1 if there is none. */
gint64 vmx_server_set_find_literal (VmxServerSet *self, const char *literal);
/* `Set(key)` for a row, encoded. */
char *vmx_server_set_make_address (VmxServerSet *self, guint row);
void vmx_server_set_remove (VmxServerSet *self, guint row);
char *vmx_server_set_get_etag (VmxServerSet *self, guint row);

/* Rows that meet a filter, in the order asked for. Both may be NULL. */
GArray *vmx_server_set_select (VmxServerSet *self, const char *filter, const char *order,
                               GError **error);

/* How records are written. */
typedef struct
{
  const char *prefix;      /* of annotations: "@odata." or "@" */
  gboolean exact_strings;  /* Int64 and Decimal as strings, else as numbers */
  const gboolean *columns; /* (nullable): which columns; NULL for all */
  gboolean no_etags;
} VmxServerFormat;

void vmx_server_set_write_row (VmxServerSet *self, guint row, const VmxServerFormat *format,
                               VmxJsonWriter *writer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxServerSet, vmx_server_set_free)

G_END_DECLS
