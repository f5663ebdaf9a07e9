/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/store/vmx-service-info-private.h>
#include <libvmxsync/local/store/vmx-watch-list-private.h>
#include <libvmxsync/plugin/vmx-storage.h>

G_BEGIN_DECLS

/* Raised when the system tables change. A store of a newer format is not opened. */
#define VMX_STORE_FORMAT 3

#define VMX_TYPE_STORE (vmx_store_get_type ())
G_DECLARE_FINAL_TYPE (VmxStore, vmx_store, VMX, STORE, GObject)

struct _VmxStore
{
  GObject parent_instance;

  VmxStorage *storage;
  VmxWatchList *watches;
  gint open; /* (atomic) */

  GMutex services_mutex; /* for what follows */
  GPtrArray *services;   /* (element-type VmxServiceInfo) (nullable): as they were at generation */
  gint64 generation;
};

/* A storage together with the library's own tables in it. Its calls may come from any thread. */
VmxStore *vmx_store_new (VmxStorage *storage);
VmxStorage *vmx_store_get_storage (VmxStore *self);
gboolean vmx_store_open (VmxStore *self, gboolean create, GCancellable *cancellable,
                         GError **error);
gboolean vmx_store_is_open (VmxStore *self);
gboolean vmx_store_close (VmxStore *self, GError **error);
/* A transaction, VMX_ERROR_NOT_SET_UP when the store is not open. */
VmxStorageTxn *vmx_store_begin (VmxStore *self, VmxTxnMode mode, GCancellable *cancellable,
                                GError **error);

/* (element-type VmxServiceInfo), in the order in which they were set up. */
GPtrArray *vmx_store_load_services (VmxStore *self, GCancellable *cancellable, GError **error);
/* Makes the tables of a service that has none yet, and remembers the service, in one transaction.
 * Another service's tables of the same names are VMX_ERROR_INVALID_ATTRIBUTE. */
gboolean vmx_store_install_service (VmxStore *self, VmxServiceInfo *service,
                                    GCancellable *cancellable, GError **error);
/* Takes over another schema of a known service while records and local edits stay, in one
 * transaction; see vmx_store_change_tables(). VMX_ERROR_NOT_SUPPORTED for what cannot be done. */
gboolean vmx_store_change_service (VmxStore *self, VmxServiceInfo *service,
                                   GCancellable *cancellable, GError **error);
/* Remembers how a known service is reached now; its schema and its objects stay. */
gboolean vmx_store_update_service (VmxStore *self, VmxServiceInfo *service,
                                   GCancellable *cancellable, GError **error);
/* Empties everything and makes the tables of these services, in one transaction. */
gboolean vmx_store_reset_services (VmxStore *self, GPtrArray *services,
                                   GCancellable *cancellable, GError **error);

/* (element-type VmxServiceInfo): the services as they were last seen in the store, if that is a
 * newer state than *generation, which is raised; otherwise NULL. Needs no transaction. */
GPtrArray *vmx_store_take_services (VmxStore *self, gint64 *generation);
/* Looks at the services in the store, for vmx_store_take_services(). */
gboolean vmx_store_refresh_services (VmxStore *self, GCancellable *cancellable, GError **error);
/* Forgets what was seen: it is read again. */
void vmx_store_forget_services (VmxStore *self);
/* The state of the schemas, which every change of them raises. */
gboolean vmx_store_get_generation (VmxStorageTxn *txn, gint64 *generation, GError **error);

/* The services as the store has them now, whichever program changed them. */
GPtrArray *vmx_store_ref_services (VmxStore *self, VmxStorageTxn *txn, GError **error);
/* The service that has an object, and the object's schema; (transfer full).
 * VMX_ERROR_OBJECT_NOT_FOUND. */
VmxServiceInfo *vmx_services_find_object (GPtrArray *services, const char *object,
                                          VmxObjectSchema **schema, GError **error);
/* The same of the services as they are now. */
VmxServiceInfo *vmx_store_find_object (VmxStore *self, VmxStorageTxn *txn, const char *object,
                                       VmxObjectSchema **schema, GError **error);

/* Makes the system tables of a new store, and brings older ones up to this format. */
gboolean vmx_store_prepare (VmxStore *self, GCancellable *cancellable, GError **error);

/* Facts. A number that is not there is 0. */
char *vmx_store_get_meta (VmxStorageTxn *txn, const char *name, GError **error);
gboolean vmx_store_set_meta (VmxStorageTxn *txn, const char *name, const char *value,
                             GError **error);
gboolean vmx_store_parse_meta_number (const char *name, const char *text, gint64 *number,
                                      GError **error);
gboolean vmx_store_get_meta_number (VmxStorageTxn *txn, const char *name, gint64 *number,
                                    GError **error);
gboolean vmx_store_set_meta_number (VmxStorageTxn *txn, const char *name, gint64 number,
                                    GError **error);

G_END_DECLS
