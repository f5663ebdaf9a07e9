/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Who wants to know that records changed. A client has one, and lends it to its store, so that one
 * can watch before there is a store. Its calls may come from any thread. */
typedef struct _VmxWatchList VmxWatchList;

typedef void (*VmxWatchFunc) (gpointer user_data);
typedef void (*VmxWatchReceiverFunc) (GObject *receiver);

VmxWatchList *vmx_watch_list_new (void);
VmxWatchList *vmx_watch_list_ref (VmxWatchList *self);
void vmx_watch_list_unref (VmxWatchList *self);

/* func runs in the main context that is the thread's default now; many changes may be told at once.
 * object NULL: any. destroy runs on whichever thread ends the watch. The number is never 0. */
guint vmx_watch_list_add (VmxWatchList *self, const char *object, VmxWatchFunc func,
                          gpointer user_data, GDestroyNotify destroy);
/* The same for a receiver that the watch does not keep alive; nothing is told to one that is being
 * disposed of, if that removes the watch. */
guint vmx_watch_list_add_receiver (VmxWatchList *self, const char *object, GObject *receiver,
                                   VmxWatchReceiverFunc func);
/* No func begins after this. It is no error if the watch is gone. */
void vmx_watch_list_remove (VmxWatchList *self, guint watch);
/* object NULL: everything. */
void vmx_watch_list_notify (VmxWatchList *self, const char *object);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxWatchList, vmx_watch_list_unref)

G_END_DECLS
