/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/store/vmx-store-private.h>
#include <libvmxsync/local/store/vmx-watch-list-private.h>

G_BEGIN_DECLS

typedef VmxWatchFunc VmxStoreWatchFunc;

/* func runs in the main context that is the thread's default now, some time after a change was
 * committed; many changes may be told at once. NULL object: any. */
guint vmx_store_add_watch (VmxStore *self, const char *object, VmxStoreWatchFunc func,
                           gpointer user_data);
/* No func begins after this. */
void vmx_store_remove_watch (VmxStore *self, guint watch);
/* After a commit, on any thread; object NULL: everything. */
void vmx_store_notify_changed (VmxStore *self, const char *object);

/* From now on those who watch this list are told instead; before anybody watches the store. */
void vmx_store_set_watches (VmxStore *self, VmxWatchList *watches);

G_END_DECLS
