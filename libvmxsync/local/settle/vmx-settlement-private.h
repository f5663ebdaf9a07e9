/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/edit/vmx-edit-private.h>
#include <libvmxsync/local/settle/vmx-conflict-private.h>

G_BEGIN_DECLS

/* One transaction in which the store learns what became of changes. Like an edit, everything done
 * in it lasts when it is committed, or nothing does. */
typedef struct
{
  VmxEdit *edit;
  GHashTable *references; /* what pending changes of children refer to; made when it is needed */
} VmxSettlement;

/* A record as the server has it. */
typedef struct
{
  VmxRecordBatch *batch; /* (nullable): it has none */
  guint row;
} VmxServerRecord;

/* What is to be done about a conflict. */
typedef struct
{
  VmxConflictDecision decision;
  gboolean merges;   /* KEEP_CLIENT, unless both sides gave a column different values: then ASK */
  VmxRecord *record; /* (nullable): that of KEEP_RECORD */
  const char *seen;  /* (nullable): the changes that it was made about; see VmxConflictInfo */
  gboolean is_stale; /* out: there are others by now, so it was not carried out */
} VmxConflictChoice;

VmxSettlement *vmx_settlement_begin (VmxStore *store, GCancellable *cancellable, GError **error);
gboolean vmx_settlement_commit (VmxSettlement *self, GError **error);
void vmx_settlement_free (VmxSettlement *self);

/* Whether a created record has a key that stands for the server's. */
gboolean vmx_settlement_has_temporary_key (const VmxChangeEntry *entry, VmxObjectSchema *schema);
/* The change is done. The record becomes the server's, with the changes on top that came after it;
 * remove: it goes from this store, if no such changes are left. */
gboolean vmx_settlement_accept (VmxSettlement *self, const VmxChangeEntry *entry,
                                const VmxServerRecord *server, gboolean remove, GError **error);
/* An accepted create or update that is the only change of its record. */
typedef struct
{
  const VmxChangeEntry *entry;
  const VmxOriginal *original; /* (nullable) */
  VmxRecordBatch *sent;
  guint row;
  VmxServerRecord server;
  gboolean done; /* it was accepted; else vmx_settlement_accept() has to do it */
} VmxAcceptance;

/* The same of many of one object (element-type VmxAcceptance), as far as they are simple. */
gboolean vmx_settlement_accept_together (VmxSettlement *self, const char *object, GArray *items,
                                         GError **error);
/* The change is not done; answer is NULL to keep what was said before. */
gboolean vmx_settlement_set_state (VmxSettlement *self, VmxChangeEntry *entry,
                                   VmxChangeState state, const VmxAnswer *answer, GError **error);
/* Applies a choice to all changes of the record, whose conflict was found with entry. The decision
 * becomes that which was carried out. */
gboolean vmx_settlement_decide (VmxSettlement *self, VmxChangeEntry *entry,
                                const VmxServerRecord *server, VmxConflictChoice *choice,
                                const VmxAnswer *answer, GError **error);
/* Puts the key of a record of the server in the place of a temporary one, everywhere. */
gboolean vmx_settlement_replace_key (VmxSettlement *self, VmxEditObject *object, const char *key,
                                     const VmxServerRecord *server, GError **error);
/* After the rows of a download that belong to edited records were absorbed, in its transaction:
 * creates of unknown outcome whose records came are done. rows is that of vmx_absorb_batch(). */
gboolean vmx_settle_download (VmxStore *store, VmxStorageTxn *txn, VmxRecordBatch *batch,
                              GBytes *rows, GError **error);

/* What a conflict is about, from a reading transaction. NULL with an error. */
VmxConflict *vmx_conflict_read (VmxStorageTxn *txn, VmxObjectSchema *schema,
                                const VmxChangeEntry *entry, const VmxServerRecord *server,
                                const char *reason, GError **error);

/* Whether a record (nullable) can be what is kept of the record with a key. */
gboolean vmx_conflict_check_record (VmxObjectSchema *schema, const char *key, VmxRecord *record,
                                    GError **error);

/* What a person decided about the changes of a record. as (nullable) is the key or the record. */
gboolean vmx_edit_resolve (VmxEdit *edit, const char *object, VmxRecord *primary_keys,
                           VmxResolution resolution, VmxRecord *as, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxSettlement, vmx_settlement_free)

G_END_DECLS
