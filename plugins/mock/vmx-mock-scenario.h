/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-mock-fault.h"

G_BEGIN_DECLS

/* What the mock service has and does; see README.md for the format. */
typedef struct _VmxMockScenario VmxMockScenario;

/* The records of one object. */
typedef struct
{
  VmxRecordBatch *records;
  guint page_size; /* records of an answer at most, 0 for no limit */
} VmxMockObject;

VmxMockScenario *vmx_mock_scenario_new (const char *text, gssize length, GError **error);
void vmx_mock_scenario_free (VmxMockScenario *self);

VmxServiceSchema *vmx_mock_scenario_get_schema (VmxMockScenario *self);
VmxTransportFeatures vmx_mock_scenario_get_features (VmxMockScenario *self);
/* (nullable) */
const VmxMockObject *vmx_mock_scenario_find_object (VmxMockScenario *self, const char *name);
/* The faults that strike a call, in the order of the scenario.
 * (transfer container) (element-type VmxMockFault) */
GPtrArray *vmx_mock_scenario_strike (VmxMockScenario *self, VmxMockCall call, const char *object,
                                     guint batch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxMockScenario, vmx_mock_scenario_free)

G_END_DECLS
