/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Who keeps whom out within one client: tasks of the whole application (setup, reset, drop) run
 * alone; syncs of different objects run side by side. */
typedef struct _VmxExclusion VmxExclusion;

VmxExclusion *vmx_exclusion_new (void);
VmxExclusion *vmx_exclusion_ref (VmxExclusion *self);
void vmx_exclusion_unref (VmxExclusion *self);
/* VMX_ERROR_BUSY_TASK while any task or sync runs. */
gboolean vmx_exclusion_enter_task (VmxExclusion *self, const char *task, GError **error);
void vmx_exclusion_leave_task (VmxExclusion *self);
/* VMX_ERROR_BUSY while a task or a sync of the same object runs. */
gboolean vmx_exclusion_enter_sync (VmxExclusion *self, const char *object, GError **error);
void vmx_exclusion_leave_sync (VmxExclusion *self, const char *object);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxExclusion, vmx_exclusion_unref)

G_END_DECLS
