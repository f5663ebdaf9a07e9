/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/plugin/vmx-storage-txn.h>

G_BEGIN_DECLS

/* A row of vmx_outbox: an upload request to which there is no answer yet. */
typedef struct
{
  char *request_id;
  char *service;
  char *object; /* (nullable): whose sync sent it; NULL for that of the service */
  char *first_sent; /* ISO 8601 */
  char *last_sent;  /* ISO 8601 */
  char *form;    /* (nullable) */
  char *method;  /* (nullable) */
  char *url;     /* (nullable) */
  char *headers; /* (nullable): JSON, without credentials */
  char *body;    /* (nullable) */
  guint attempts;
  GArray *seqs; /* (element-type gint64): the changes by position, 0 for abandoned ones */
} VmxOutboxEntry;

VmxOutboxEntry *vmx_outbox_entry_new (const char *request_id, const char *service,
                                      const char *object, const char *first_sent);
void vmx_outbox_entry_free (VmxOutboxEntry *self);
gboolean vmx_outbox_put (VmxStorageTxn *txn, const VmxOutboxEntry *entry, GError **error);
gboolean vmx_outbox_remove (VmxStorageTxn *txn, const char *request_id, GError **error);
/* entry is NULL when there is no such request any more. */
gboolean vmx_outbox_lookup (VmxStorageTxn *txn, const char *request_id, VmxOutboxEntry **entry,
                            GError **error);
/* (element-type VmxOutboxEntry): those of a service's sync and those of an object's sync, or of all
 * objects when object is NULL; oldest last sending first. */
GPtrArray *vmx_outbox_select (VmxStorageTxn *txn, const char *service, const char *object,
                              GError **error);

/* Forgets changes (a set of gint64) that requests in flight carry: their answers will not be taken
 * over. The members of a request keep their places; a request of which nothing is left goes. */
gboolean vmx_outbox_abandon (VmxStorageTxn *txn, GHashTable *seqs, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxOutboxEntry, vmx_outbox_entry_free)

G_END_DECLS
