/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-mock-fault.h"

G_BEGIN_DECLS

/* What the mock service has and does; see README.md for the format. */
typedef struct _VmxMockScenario VmxMockScenario;

/* What an object does with version tags. */
typedef enum
{
  VMX_MOCK_ETAGS_ON,
  VMX_MOCK_ETAGS_OFF,
  VMX_MOCK_ETAGS_REQUIRED,
} VmxMockEtags;

/* How much of a record comes back for a change. */
typedef enum
{
  VMX_MOCK_ANSWERS_WHOLE,
  VMX_MOCK_ANSWERS_PARTIAL,
  VMX_MOCK_ANSWERS_KEY,
  VMX_MOCK_ANSWERS_NONE,
} VmxMockAnswers;

/* One object. */
typedef struct
{
  VmxRecordBatch *records; /* at first */
  guint page_size;         /* records of an answer at most, 0 for no limit */
  VmxMockEtags etags;
  VmxMockAnswers answers;
  GStrv answer_without; /* (nullable), columns that a partial answer leaves out */
  gboolean checks_parents;
} VmxMockObject;

VmxMockScenario *vmx_mock_scenario_new (const char *text, gssize length, GError **error);
void vmx_mock_scenario_free (VmxMockScenario *self);

VmxServiceSchema *vmx_mock_scenario_get_schema (VmxMockScenario *self);
VmxTransportFeatures vmx_mock_scenario_get_features (VmxMockScenario *self);
/* How many changes a request may have, 0 for no limit. */
guint vmx_mock_scenario_get_max_members (VmxMockScenario *self);
/* The file that keeps what the service has. (nullable) */
const char *vmx_mock_scenario_get_state_path (VmxMockScenario *self);
/* What the scenario says, but for its faults. */
const char *vmx_mock_scenario_get_service (VmxMockScenario *self);
/* Reads an array of records with different keys. */
gboolean vmx_mock_scenario_read_records (const VmxJsonTree *json, VmxRecordBatch *batch,
                                         GError **error);
/* func gets the name and the VmxMockObject. */
void vmx_mock_scenario_foreach_object (VmxMockScenario *self, GHFunc func, gpointer user_data);
/* (nullable) */
const VmxMockObject *vmx_mock_scenario_find_object (VmxMockScenario *self, const char *name);
/* The faults that strike a call, in the order of the scenario.
 * (transfer container) (element-type VmxMockFault) */
GPtrArray *vmx_mock_scenario_strike (VmxMockScenario *self, VmxMockCall call,
                                     const char *const *objects, guint batch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxMockScenario, vmx_mock_scenario_free)

G_END_DECLS
