/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-mock-answer.h"
#include "vmx-mock-body.h"
#include "vmx-mock-state.h"

G_BEGIN_DECLS

/* Carries out one change, as a service does, and says what became of it. */
void vmx_mock_write (VmxMockState *state, VmxMockScenario *scenario, const VmxMockChange *change,
                     VmxMockAnswer *answer);

G_END_DECLS
