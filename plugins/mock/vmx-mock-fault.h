/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-mock-json.h"

G_BEGIN_DECLS

/* What a fault strikes. */
typedef enum
{
  VMX_MOCK_CALL_FETCH_BATCH,
  VMX_MOCK_CALL_FETCH_SCHEMA,
  VMX_MOCK_CALL_OPEN,
  VMX_MOCK_CALL_ENCODE_PUSH,
  VMX_MOCK_CALL_PUSH_BATCH,
  VMX_MOCK_CALL_FETCH_RECORDS,
} VmxMockCall;

/* How far the service gets with an upload before it goes wrong. */
typedef enum
{
  VMX_MOCK_WHEN_BEFORE,
  VMX_MOCK_WHEN_DURING,
  VMX_MOCK_WHEN_AFTER,
} VmxMockWhen;

/* Something that goes wrong in a call. */
typedef struct
{
  VmxMockCall call;
  char *object;      /* (nullable), NULL for every object */
  guint batch;       /* counted from 1, 0 for every batch */
  guint left;        /* how often it still strikes */
  gboolean always;   /* then left does not count */
  guint latency;     /* milliseconds */
  int error_code;    /* 0 for none */
  char *message;     /* (nullable) */
  GStrv missing;     /* (nullable), columns that the answer leaves out */
  char *wrong_type;  /* (nullable), a column that has a value of a wrong type */

  /* Of uploads only */
  VmxMockWhen when;
  guint n_done;       /* during: how many members were done */
  gboolean twice;     /* the service carries the request out twice */
  int verdict;        /* a VmxUploadVerdict, -1 for none */
  guint n_answered;   /* how many members an incomplete reply tells of */
  int outcome;        /* a VmxUploadOutcome of members, -1 for none */
  guint member;       /* counted from 1, 0 for every member */
  gboolean done;      /* the member was done all the same */
  guint status;       /* of the verdict or outcome */
  char *code;         /* (nullable), of the outcome */
  gint64 retry_after; /* milliseconds, -1 for none */
} VmxMockFault;

VmxMockFault *vmx_mock_fault_new (const VmxJsonTree *json, VmxServiceSchema *schema,
                                  GError **error);
void vmx_mock_fault_free (VmxMockFault *self);
/* Reads the members that are about uploads, after all others. */
gboolean vmx_mock_fault_read_push (VmxMockFault *self, const VmxJsonTree *json, GError **error);
/* Whether it strikes this call; one strike is then used up. objects (nullable) are those that the
 * call is about, of an upload one for each member. */
gboolean vmx_mock_fault_strike (VmxMockFault *self, VmxMockCall call, const char *const *objects,
                                guint batch);
/* Whether it says what becomes of a member of an upload, counted from 0. */
gboolean vmx_mock_fault_hits_member (const VmxMockFault *self, guint member, const char *object);
/* Waits as long as the fault says and sets its error, if that comes before anything is done. */
gboolean vmx_mock_fault_run (const VmxMockFault *self, GCancellable *cancellable, GError **error);
/* Sets its error. FALSE. */
gboolean vmx_mock_fault_fail (const VmxMockFault *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxMockFault, vmx_mock_fault_free)

G_END_DECLS
