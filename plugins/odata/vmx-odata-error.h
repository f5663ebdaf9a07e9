/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a server says when it refuses something, whatever form its words have. */

typedef struct
{
  guint status; /* of HTTP, 0 if there is none */
  char *code;
  char *message;
  char *target;
} VmxOdataError;

VmxOdataError *vmx_odata_error_new (guint status, const char *content_type, const char *body,
                                    gsize length);
void vmx_odata_error_free (VmxOdataError *self);
/* One line for people: status, message, code and target. */
char *vmx_odata_error_to_text (const VmxOdataError *self);
/* The title of an HTML page, or its first words. */
char *vmx_odata_error_get_page_title (const char *body, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxOdataError, vmx_odata_error_free)

G_END_DECLS
