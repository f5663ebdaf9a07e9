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
} VmxMockFault;

VmxMockFault *vmx_mock_fault_new (const VmxJsonTree *json, VmxServiceSchema *schema,
                                  GError **error);
void vmx_mock_fault_free (VmxMockFault *self);
/* Whether it strikes this call; one strike is then used up. */
gboolean vmx_mock_fault_strike (VmxMockFault *self, VmxMockCall call, const char *object,
                                guint batch);
/* Waits as long as the fault says and sets its error. TRUE if it has none. */
gboolean vmx_mock_fault_run (const VmxMockFault *self, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxMockFault, vmx_mock_fault_free)

G_END_DECLS
