/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/record/vmx-record-batch.h>
#include <libvmxsync/model/schema/vmx-service-schema.h>

G_BEGIN_DECLS

/* Adds a column and gives it back, for changes until the schema is sealed. */
VmxColumn *model_fixture_add_column (VmxObjectSchema *schema, const char *name, VmxColumnType type,
                                     VmxColumnFlags flags);
/* An object "Everything" with a column for each type, named like the type, and the key int32. */
VmxObjectSchema *model_fixture_make_everything (void);
/* A batch for it. */
VmxRecordBatch *model_fixture_make_batch (void);
/* Departments and Employees with all that a schema can tell; sealed. */
VmxServiceSchema *model_fixture_make_service (void);

G_END_DECLS
