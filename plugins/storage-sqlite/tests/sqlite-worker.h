/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "sqlite-fixture.h"

/* What sqlite-worker does. */
#define WORKER_BATCHES 6
#define WORKER_BATCH_ROWS 200
#define WORKER_MAX_EDITS 20000
