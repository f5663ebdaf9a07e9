/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/options/vmx-write-options-private.h>
#include <libvmxsync/local/store/vmx-store-private.h>
#include <libvmxsync/local/track/vmx-tracker-private.h>

G_BEGIN_DECLS

/* One transaction in which a program edits records. Everything that is done in it lasts when it is
 * committed, or nothing does: after an error it can only be freed. */
typedef struct
{
  VmxStore *store;
  VmxStorageTxn *txn;
  VmxTracker *tracker;
  GCancellable *cancellable; /* (nullable) */
  GPtrArray *services;  /* (element-type VmxServiceInfo) */
  GHashTable *objects;  /* (element-type utf8 VmxEditObject), those that were asked for */
  GHashTable *relations; /* (element-type VmxServiceInfo GPtrArray) */
  GHashTable *temporary_keys; /* (element-type utf8 gint64*): the last one of each service */
  GHashTable *changed; /* names of objects whose records were changed */
} VmxEdit;

/* An object as it is now in the store. */
typedef struct
{
  VmxServiceInfo *service;
  VmxObjectSchema *schema;
  const char *name;
  GPtrArray *as_child;  /* (element-type VmxRelation), unowned */
  GPtrArray *as_parent; /* (element-type VmxRelation), unowned */
} VmxEditObject;

VmxEdit *vmx_edit_begin (VmxStore *store, GCancellable *cancellable, GError **error);
gboolean vmx_edit_commit (VmxEdit *self, GError **error);
/* The same inside of a transaction that somebody else commits; the others are not told. */
VmxEdit *vmx_edit_join (VmxStore *store, VmxStorageTxn *txn, GCancellable *cancellable,
                        GError **error);
gboolean vmx_edit_finish (VmxEdit *self, GError **error);
/* Undoes what was not committed. */
void vmx_edit_free (VmxEdit *self);
/* It belongs to the edit. */
VmxEditObject *vmx_edit_find_object (VmxEdit *self, const char *name, GError **error);

/* What programs do. options may be NULL. */
/* Creates records (element-type VmxRecord) and adds them as they are then to created. failed is the
 * position of the first one that cannot be created. */
gboolean vmx_edit_create (VmxEdit *self, const char *object, GPtrArray *records,
                          VmxWriteOptions *options, GPtrArray *created, guint *failed,
                          GError **error);
/* by_key: only primary keys count, and they have to be there. -1 on failure. */
gint64 vmx_edit_update (VmxEdit *self, const char *object, VmxRecord *record,
                        VmxWriteOptions *options, gboolean by_key, GError **error);
gint64 vmx_edit_delete (VmxEdit *self, const char *object, VmxWriteOptions *options,
                        gboolean by_key, GError **error);
gint64 vmx_edit_mark_for_upload (VmxEdit *self, const char *object, VmxWriteOptions *options,
                                 GError **error);
/* primary_keys NULL: all records of the object. */
gboolean vmx_edit_roll_back (VmxEdit *self, const char *object, VmxRecord *primary_keys,
                             GError **error);
/* service NULL: of all services. */
gboolean vmx_edit_roll_back_service (VmxEdit *self, const char *service, GError **error);
gboolean vmx_edit_clear (VmxEdit *self, const char *object, VmxWriteOptions *options,
                         GError **error);
gboolean vmx_edit_clear_service (VmxEdit *self, const char *service, GError **error);

/* What is pending; without a writing transaction. (element-type VmxPendingRecord) */
GPtrArray *vmx_pending_select (VmxStore *store, const char *object, GCancellable *cancellable,
                               GError **error);
/* (element-type VmxRecord) of key columns. */
GPtrArray *vmx_pending_select_deferred_keys (VmxStore *store, const char *object,
                                             GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxEdit, vmx_edit_free)

G_END_DECLS
