/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/edit/vmx-edit-private.h>

G_BEGIN_DECLS

/* Who makes the value of a key column. */
typedef enum
{
  VMX_KEY_SOURCE_PROGRAM,
  VMX_KEY_SOURCE_CLIENT, /* we do, unless the program has */
  VMX_KEY_SOURCE_SERVER, /* a temporary value stands for it until then */
  VMX_KEY_SOURCE_ANY,    /* the program, or else the server */
} VmxKeySource;

VmxKeySource vmx_key_maker_get_source (VmxObjectSchema *schema, guint column);
/* Fills the generated key columns of a row, which has what the program gave. */
gboolean vmx_key_maker_fill (VmxEdit *edit, VmxEditObject *object, const VmxTracking *tracking,
                             VmxRecordBatch *batch, guint row, VmxKeyKind *kind, GError **error);
/* Before the commit: no temporary key is ever used twice. */
gboolean vmx_key_maker_finish (VmxEdit *edit, GError **error);

G_END_DECLS
