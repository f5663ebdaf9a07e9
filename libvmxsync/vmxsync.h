/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The one header that programs and plugins include. */

#include <libvmxsync/model/vmx-column.h>
#include <libvmxsync/model/vmx-enums.h>
#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/vmx-object-schema.h>
#include <libvmxsync/model/vmx-query.h>
#include <libvmxsync/model/vmx-record-batch.h>
#include <libvmxsync/model/vmx-record.h>
#include <libvmxsync/model/vmx-relationship.h>
#include <libvmxsync/model/vmx-service-schema.h>
#include <libvmxsync/model/vmx-value.h>
#include <libvmxsync/model/vmx-version.h>
#include <libvmxsync/vmx-enum-types.h>
