/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-mock-state.h"

G_BEGIN_DECLS

/* What the service has, in a file that processes share. The state is locked. */

/* Leaves the state as it is when there is no file. */
gboolean vmx_mock_state_file_load (VmxMockState *state, const char *path, GError **error);
gboolean vmx_mock_state_file_save (VmxMockState *state, const char *path, GError **error);

G_END_DECLS
