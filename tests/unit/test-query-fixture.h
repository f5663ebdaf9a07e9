/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/query/vmx-query-evaluate-private.h>

#include "vmx-test.h"

G_BEGIN_DECLS

/* An object with a column of every type, and a batch with one record of it. */
VmxObjectSchema *query_fixture_make_schema (void);
VmxRecordBatch *query_fixture_make_batch (VmxObjectSchema *schema);
/* 't', 'f', or 'u' for neither: the query is met, its negation is, or none is. */
char query_fixture_get_truth (VmxQuery *query, VmxRecordBatch *batch);

G_END_DECLS
