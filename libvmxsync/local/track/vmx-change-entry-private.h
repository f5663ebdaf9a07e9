/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/track/vmx-track-enums.h>
#include <libvmxsync/model/record/vmx-record-batch.h>
#include <libvmxsync/plugin/vmx-storage-txn.h>

G_BEGIN_DECLS

/* Whether the key of a created record stands for the one that the server will make. */
typedef enum
{
  VMX_KEY_LASTING,
  VMX_KEY_TEMPORARY,
  VMX_KEY_UNTOLD, /* written by a version that did not tell */
} VmxKeyKind;

/* What the server said of a change. */
typedef struct
{
  int status; /* 0 for none */
  const char *code;    /* (nullable) */
  const char *message; /* (nullable) */
} VmxAnswer;

/* A row of vmx_changes. */
typedef struct
{
  gint64 seq;
  char *service;
  char *object;
  char *key; /* key text */
  VmxChangeAction action;
  VmxChangeState state;
  gboolean latest_only; /* may be overwritten by the next such update */
  VmxKeyKind key_kind;  /* of a create */
  guint attempts;
  char *values;     /* JSON, (nullable): what a create or update sets */
  char *changed_at; /* ISO 8601 */
  char *answer;     /* (nullable): what the server said last */
  char *answer_code; /* (nullable) */
  int answer_status; /* 0 for none */
} VmxChangeEntry;

VmxChangeEntry *vmx_change_entry_new (VmxChangeAction action, const char *service,
                                      const char *object, const char *key);
void vmx_change_entry_free (VmxChangeEntry *self);
/* What the server said of it; NULL for nothing. */
void vmx_change_entry_set_answer (VmxChangeEntry *self, const VmxAnswer *answer);
void vmx_change_entry_append (const VmxChangeEntry *self, VmxRecordBatch *rows);
/* Just enough to remove it. */
void vmx_change_entry_append_key (const VmxChangeEntry *self, VmxRecordBatch *rows);
/* NULL with an error for a row that we did not write. */
VmxChangeEntry *vmx_change_entry_read (VmxRecordBatch *rows, guint row, GError **error);
/* Those of the numbers (element-type gint64) that there are, by seq; (element-type
 * VmxChangeEntry). */
GPtrArray *vmx_change_entry_lookup (VmxStorageTxn *txn, GArray *seqs, GError **error);
/* (element-type VmxChangeEntry), by seq. key NULL: of all records; object NULL: of all objects. */
GPtrArray *vmx_change_entry_select (VmxStorageTxn *txn, const char *object, const char *key,
                                    GError **error);
/* The server may have taken it already, so it stays as it is. */
gboolean vmx_change_entry_is_frozen (const VmxChangeEntry *self);

const char *vmx_change_action_to_string (VmxChangeAction action);
gboolean vmx_change_action_from_string (const char *text, VmxChangeAction *action);
const char *vmx_change_state_to_string (VmxChangeState state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxChangeEntry, vmx_change_entry_free)

G_END_DECLS
