/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* The answer to one operation. */
typedef struct
{
  char *id;     /* (nullable): the position of the operation from 1, as the server gave it back */
  guint status; /* 0 if there is none */
  SoupMessageHeaders *headers;
  GString *body;
} VmxOdataPart;

VmxOdataPart *vmx_odata_part_new (void);
void vmx_odata_part_free (VmxOdataPart *self);
/* Passes over what is no header. */
void vmx_odata_part_add_header (VmxOdataPart *self, const char *name, const char *value);
/* NULL if the part has no such header. */
const char *vmx_odata_part_get_header (const VmxOdataPart *self, const char *name);
/* Without parameters; "" if there is none. */
const char *vmx_odata_part_get_content_type (const VmxOdataPart *self);

/* (element-type VmxOdataPart) */
GPtrArray *vmx_odata_parts_new (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxOdataPart, vmx_odata_part_free)

G_END_DECLS
