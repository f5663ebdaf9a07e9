/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/store/vmx-store-watch-private.h>

guint
vmx_store_add_watch (VmxStore *self, const char *object, VmxStoreWatchFunc func,
                     gpointer user_data)
{
  return vmx_watch_list_add (self->watches, object, func, user_data, NULL);
}

void
vmx_store_remove_watch (VmxStore *self, guint watch)
{
  vmx_watch_list_remove (self->watches, watch);
}

void
vmx_store_notify_changed (VmxStore *self, const char *object)
{
  vmx_watch_list_notify (self->watches, object);
}

void
vmx_store_set_watches (VmxStore *self, VmxWatchList *watches)
{
  VmxWatchList *before = self->watches;

  self->watches = vmx_watch_list_ref (watches);
  vmx_watch_list_unref (before);
}
