/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The member names of one JSON object, to find doubled ones. Kept for the next object at the same
 * depth: as long as its members come in the same order, each costs one comparison and no hash. */
typedef struct _VmxJsonNames VmxJsonNames;

VmxJsonNames *vmx_json_names_new (void);
void vmx_json_names_free (VmxJsonNames *self);
/* A new object begins. */
void vmx_json_names_start (VmxJsonNames *self);
/* FALSE if the object has the name already. */
gboolean vmx_json_names_add (VmxJsonNames *self, const char *name, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxJsonNames, vmx_json_names_free)

G_END_DECLS
