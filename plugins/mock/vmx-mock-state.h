/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-mock-records.h"
#include "vmx-mock-scenario.h"

G_BEGIN_DECLS

/* What the service has at the moment, shared by all transports to it. The same thread may lock it
 * once. */
typedef struct _VmxMockState VmxMockState;

/* One that nobody shares. */
VmxMockState *vmx_mock_state_new (VmxMockScenario *scenario);
/* The state of a service of this name; a new one if there is none, or if the scenario that it was
 * made of differs in more than its faults. (transfer full) */
VmxMockState *vmx_mock_state_get (const char *name, VmxMockScenario *scenario);
void vmx_mock_state_unref (VmxMockState *self);

void vmx_mock_state_lock (VmxMockState *self);
void vmx_mock_state_unlock (VmxMockState *self);

/* All of these only while it is locked. (nullable) */
VmxMockRecords *vmx_mock_state_find (VmxMockState *self, const char *object);
/* (element-type utf8 VmxMockRecords) */
GHashTable *vmx_mock_state_get_objects (VmxMockState *self);
/* The last number of everything that is counted. (element-type utf8 gint64) */
GHashTable *vmx_mock_state_get_numbers (VmxMockState *self);
/* A version tag that no record had before. */
char *vmx_mock_state_make_etag (VmxMockState *self);
/* An instant later than all before, one second after the last. */
char *vmx_mock_state_make_timestamp (VmxMockState *self);
/* Notes the largest number of a column, unless it is counted already. */
void vmx_mock_state_count_from (VmxMockState *self, VmxMockRecords *records, guint column);
/* A number greater than all that the column has or had since; counts texts and GUIDs from 1. 0 when
 * there is none. */
gint64 vmx_mock_state_make_number (VmxMockState *self, VmxMockRecords *records, guint column);
/* The answers to a request that was carried out before.
 * (transfer none) (nullable) (element-type VmxMockAnswer) */
GPtrArray *vmx_mock_state_recall (VmxMockState *self, const char *request_id);
void vmx_mock_state_remember (VmxMockState *self, const char *request_id, GPtrArray *answers);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxMockState, vmx_mock_state_unref)

G_END_DECLS
