/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

/* Where a download stands between two pages, and what keeps it from going round in circles. */

typedef enum
{
  VMX_ODATA_STYLE_AUTO,
  VMX_ODATA_STYLE_LINK,
  VMX_ODATA_STYLE_KEY,
} VmxOdataPageStyle;

gboolean vmx_odata_page_style_parse (const char *text, VmxOdataPageStyle *style, GError **error);

typedef enum
{
  VMX_ODATA_POSITION_START,
  VMX_ODATA_POSITION_LINK, /* text: path and query of the next page */
  VMX_ODATA_POSITION_KEY,  /* text: the last key, as a literal */
} VmxOdataPositionKind;

typedef struct
{
  VmxOdataPositionKind kind;
  char *text;
} VmxOdataPosition;

/* From and to the text that a batch carries as its next context. */
gboolean vmx_odata_position_parse (VmxOdataPosition *self, const char *context,
                                   VmxObjectSchema *schema, GError **error);
char *vmx_odata_position_to_text (const VmxOdataPosition *self);
void vmx_odata_position_clear (VmxOdataPosition *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VmxOdataPosition, vmx_odata_position_clear)

/* The single column of whole numbers or GUIDs that is the key, or -1. Only there all servers agree
 * on the order. */
int vmx_odata_paging_get_column (VmxObjectSchema *schema);
/* The key of the last row as a literal; whole numbers must have grown from row to row. */
char *vmx_odata_paging_get_last_key (VmxRecordBatch *batch, int column, const char *previous,
                                     GError **error);

/* Knows the positions that each download came through. */
typedef struct _VmxOdataGuard VmxOdataGuard;

VmxOdataGuard *vmx_odata_guard_new (void);
void vmx_odata_guard_free (VmxOdataGuard *self);
/* A download of an object begins anew. */
void vmx_odata_guard_restart (VmxOdataGuard *self, const char *object);
/* FALSE if to was come to before from another position (VMX_ERROR_INVALID_ANSWER). The same step
 * may be done again. from is NULL at the start. */
gboolean vmx_odata_guard_step (VmxOdataGuard *self, const char *object, const char *from,
                               const char *to, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxOdataGuard, vmx_odata_guard_free)

G_END_DECLS
