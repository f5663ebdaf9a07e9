/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Memory that is only freed as a whole. */
typedef struct _VmxArena VmxArena;

VmxArena *vmx_arena_new (void);
void vmx_arena_free (VmxArena *self);
gpointer vmx_arena_alloc (VmxArena *self, gsize size);
/* A copy with a NUL behind it. */
char *vmx_arena_copy_text (VmxArena *self, const char *text, gsize length);
gsize vmx_arena_get_size (VmxArena *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxArena, vmx_arena_free)

G_END_DECLS
