/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include <libvmxsync/model/vmx-version.h>

G_BEGIN_DECLS

VMX_AVAILABLE_IN_ALL
gboolean vmx_wait (gint64 milliseconds, GCancellable *cancellable, GError **error);
VMX_AVAILABLE_IN_ALL
gint64 vmx_wait_get_delay (guint attempt, guint first_delay, double random);

G_END_DECLS
