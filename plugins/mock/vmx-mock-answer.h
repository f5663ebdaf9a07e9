/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-mock-records.h"
#include "vmx-mock-scenario.h"

G_BEGIN_DECLS

/* What became of one change of a request, as the service says it. */
typedef struct
{
  char *object;
  VmxUploadOutcome outcome;
  int status;
  char *code;     /* (nullable) */
  char *message;  /* (nullable) */
  VmxMockRow row; /* the record after the change */
} VmxMockAnswer;

VmxMockAnswer *vmx_mock_answer_new (const char *object);
VmxMockAnswer *vmx_mock_answer_copy (const VmxMockAnswer *self);
void vmx_mock_answer_free (VmxMockAnswer *self);
/* Takes the message; the record is forgotten. */
void vmx_mock_answer_set (VmxMockAnswer *self, VmxUploadOutcome outcome, int status,
                          const char *code, char *message);
void vmx_mock_answer_set_row (VmxMockAnswer *self, VmxRecordBatch *batch, guint row);

/* Copies the records of an object into a batch that may have other columns, in another order. */
typedef struct
{
  GArray *sources; /* (element-type int), the column of each column, -1 for none */
} VmxMockCopier;

/* faults (element-type VmxMockFault): their missing columns are left out. */
void vmx_mock_copier_init (VmxMockCopier *self, VmxObjectSchema *wanted, VmxObjectSchema *schema,
                           GPtrArray *faults);
void vmx_mock_copier_clear (VmxMockCopier *self);
/* Adds a row. */
gboolean vmx_mock_copier_copy (VmxMockCopier *self, VmxRecordBatch *batch, const VmxMockRow *row,
                               GError **error);

/* The reply to a request. answers (element-type VmxMockAnswer) has one for each member; the first
 * n_answered are told. */
VmxUploadReply *vmx_mock_answer_make_reply (VmxMockScenario *scenario, VmxUploadRequest *request,
                                            GPtrArray *answers, guint n_answered,
                                            GPtrArray *faults, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxMockAnswer, vmx_mock_answer_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VmxMockCopier, vmx_mock_copier_clear)

G_END_DECLS
