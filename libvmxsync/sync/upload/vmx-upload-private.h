/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/settle/vmx-settlement-private.h>
#include <libvmxsync/local/track/vmx-outbox-private.h>
#include <libvmxsync/sync/upload/vmx-upload-plan-private.h>
#include <libvmxsync/sync/vmx-sync-run-private.h>

G_BEGIN_DECLS

#define VMX_UPLOAD_MAX_FORMS 4

/* The upload phase of a run. */
typedef struct
{
  VmxSyncRun *run;
  VmxTransport *transport;
  GPtrArray *processors;  /* (element-type VmxProcessor) */
  const char *scope;      /* (nullable): the object that is synchronised; NULL for the service */
  VmxUploadPlan *plan;    /* (nullable): while the outbox is replayed */
  guint limit;            /* changes in one request, at most */
  gboolean timed_out;     /* requests of that size were not answered in time */
  guint n_forms;          /* how often the transport changed the form of requests */
  gint64 retry_after;     /* milliseconds that a busy server wants to be left alone, -1 for none */
  gboolean is_busy;       /* it was too busy for some changes */
  guint n_pauses;
  char *learned;          /* (nullable): what the transport told last */
  GHashTable *conflicts;  /* object and key → how often it was in conflict in this run */
  GHashTable *errors;     /* gint64 seq → VmxSyncError, of changes that are not done so far */

  guint batch_number;
  guint n_undecided; /* changes that were sent and not done, for reasons of server or network */
  guint n_decided;   /* those that the server, or somebody else, decided about */
  guint n_uploaded;  /* of them, those that it accepted */
  char *trouble;    /* (nullable): why the first of the others was not decided about */
  VmxBatchStats stats; /* of the batch that is being sent */
} VmxUpload;

/* What is going to happen to a change that was sent. */
typedef enum
{
  VMX_FATE_OPEN,      /* not known yet */
  VMX_FATE_ACCEPT,    /* the record is as the server says */
  VMX_FATE_CONFLICT,  /* see decision */
  VMX_FATE_REJECT,
  VMX_FATE_AGAIN,     /* nothing was done: it may go once more in this run */
  VMX_FATE_UNTOUCHED, /* it was not sent at all, or not in this form */
  VMX_FATE_LATER,     /* it may go in the next run */
  VMX_FATE_UNKNOWN,   /* somebody has to find out */
  VMX_FATE_IN_FLIGHT, /* the answer is still outstanding */
} VmxUploadFate;

/* What has to be read at the server before the fate of a change is known. */
typedef enum
{
  VMX_NEED_NOTHING,
  VMX_NEED_RECORD,  /* the record that was accepted */
  VMX_NEED_VERSION, /* the version that is in the way */
  VMX_NEED_PROOF,   /* whether it was done */
} VmxUploadNeed;

/* A change in a request. */
typedef struct
{
  VmxChangeEntry *entry; /* (nullable): abandoned */
  VmxObjectSchema *schema;
  gboolean has_temporary_key;
  VmxRecordBatch *sent; /* as it is sent */
  guint row;
  VmxOriginal *original; /* (nullable) */

  VmxUploadFate fate;
  VmxUploadNeed need;
  VmxServerRecord server; /* with a reference to its batch */
  gboolean server_known;
  gboolean processed; /* the processor chain has seen it */
  gboolean written;   /* it was accepted together with others */
  gboolean unheard;   /* the request as a whole came to nothing, so that it is no attempt */
  int status;
  char *code;    /* (nullable) */
  char *message; /* (nullable) */
  VmxConflictDecision decision;
  gboolean merges; /* the decision counts unless columns clash */
  VmxRecord *kept; /* (nullable): of the decision */
  char *seen;      /* (nullable): what the program decided about */
} VmxUploadMember;

/* One request with its changes. */
typedef struct
{
  VmxUpload *upload;
  VmxUploadRequest *request; /* (nullable) until it is encoded */
  GPtrArray *members;        /* (element-type VmxUploadMember) */
  guint attempts;            /* how often it was sent */
  gboolean is_complete;      /* there was a whole answer */
  gboolean is_expired;       /* the server does not know the request any more by its id */
} VmxUploadBatch;

/* --- A batch --- */

/* Reads changes as they are now. Those that cannot be sent any more are left out; the batch may be
 * empty. */
VmxUploadBatch *vmx_upload_batch_new (VmxUpload *upload, GArray *seqs, GCancellable *cancellable,
                                      GError **error);
/* The same of a request that was sent before. */
VmxUploadBatch *vmx_upload_batch_new_for_outbox (VmxUpload *upload, const VmxOutboxEntry *entry,
                                                 GCancellable *cancellable, GError **error);
void vmx_upload_batch_free (VmxUploadBatch *self);
VmxUploadMember *vmx_upload_batch_get (VmxUploadBatch *self, guint position);
/* Encodes the request and keeps it in the outbox. sealed is FALSE when a change was edited
 * meanwhile: then the batch has to be read again. */
gboolean vmx_upload_batch_seal (VmxUploadBatch *self, gboolean *sealed,
                                GCancellable *cancellable, GError **error);
/* Notes that a request in the outbox goes once more. */
gboolean vmx_upload_batch_seal_again (VmxUploadBatch *self, GCancellable *cancellable,
                                      GError **error);

void vmx_upload_member_set_fate (VmxUploadMember *self, VmxUploadFate fate);
void vmx_upload_member_set_server (VmxUploadMember *self, VmxRecordBatch *batch, guint row);
void vmx_upload_member_set_answer (VmxUploadMember *self, int status, const char *code,
                                   const char *message);

/* --- What becomes of it --- */

/* What a reply says; sets fate or need of every member. */
void vmx_upload_judge_reply (VmxUploadBatch *self, VmxUploadReply *reply);
/* What records that were read say. */
void vmx_upload_judge_record (VmxUploadBatch *self, VmxUploadMember *member);
/* Reads at the server what members need, and judges it. FALSE when it cannot be read now: then
 * those members are in flight, unless the server has accepted them. */
gboolean vmx_upload_fetch (VmxUploadBatch *self, GCancellable *cancellable, GError **error);
/* Whether the server answers anything at all: reads a record, whatever it says. */
gboolean vmx_upload_probe (VmxUploadBatch *self, GCancellable *cancellable, GError **error);
/* Runs accepted records that came newly through the processor chain. */
gboolean vmx_upload_process (VmxUploadBatch *self, GError **error);
/* Accepted records that are not whole have to be read. */
void vmx_upload_require_whole (VmxUploadBatch *self);
/* Asks the policy about conflicts. */
gboolean vmx_upload_decide (VmxUploadBatch *self, GError **error);
/* Everything in one transaction. */
gboolean vmx_upload_settle (VmxUploadBatch *self, GError **error);
/* All of these for a batch that was judged. What answers there are is stored whatever fails. */
gboolean vmx_upload_finish (VmxUploadBatch *self, GCancellable *cancellable, GError **error);

/* --- Sending --- */

/* Sends changes; as many requests as that takes. FALSE when the run has to end. */
gboolean vmx_upload_send (VmxUpload *self, GArray *seqs, GCancellable *cancellable,
                          GError **error);
/* Whether nobody but us can see that the record is another one by now. */
gboolean vmx_upload_is_unguarded (VmxUpload *self, VmxUploadMember *member);
/* Sends a sealed batch, and takes the answer over. */
gboolean vmx_upload_push (VmxUploadBatch *self, GCancellable *cancellable, GError **error);
/* Requests of earlier runs to which there is no answer. */
gboolean vmx_upload_recover (VmxUpload *self, GCancellable *cancellable, GError **error);

/* What happens in between counts as one batch, and is told to the program. */
void vmx_upload_start_batch (VmxUpload *self, guint n_left);
void vmx_upload_end_batch (VmxUpload *self);
void vmx_upload_count (VmxUpload *self, VmxUploadMember *member);
void vmx_upload_member_free (VmxUploadMember *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxUploadBatch, vmx_upload_batch_free)

G_END_DECLS
