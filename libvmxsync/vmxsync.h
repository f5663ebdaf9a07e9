/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The one header that programs and plugins include. */

#include <libvmxsync/local/options/vmx-read-options.h>
#include <libvmxsync/local/options/vmx-write-options.h>
#include <libvmxsync/local/settle/vmx-conflict-enums.h>
#include <libvmxsync/local/settle/vmx-conflict.h>
#include <libvmxsync/local/track/vmx-change.h>
#include <libvmxsync/local/track/vmx-pending-record.h>
#include <libvmxsync/local/track/vmx-track-enums.h>
#include <libvmxsync/model/query/vmx-query.h>
#include <libvmxsync/model/record/vmx-record-batch.h>
#include <libvmxsync/model/record/vmx-record.h>
#include <libvmxsync/model/schema/vmx-column.h>
#include <libvmxsync/model/schema/vmx-object-schema.h>
#include <libvmxsync/model/schema/vmx-relationship.h>
#include <libvmxsync/model/schema/vmx-service-schema.h>
#include <libvmxsync/model/value/vmx-value.h>
#include <libvmxsync/model/vmx-enums.h>
#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/vmx-version.h>
#include <libvmxsync/plugin/vmx-authenticator.h>
#include <libvmxsync/plugin/vmx-fetch-request.h>
#include <libvmxsync/plugin/vmx-plugin-enums.h>
#include <libvmxsync/plugin/vmx-plugin-info.h>
#include <libvmxsync/plugin/vmx-plugin-loader.h>
#include <libvmxsync/plugin/vmx-processor.h>
#include <libvmxsync/plugin/vmx-selection.h>
#include <libvmxsync/plugin/vmx-storage-txn.h>
#include <libvmxsync/plugin/vmx-storage.h>
#include <libvmxsync/plugin/vmx-token-authenticator.h>
#include <libvmxsync/plugin/vmx-transport.h>
#include <libvmxsync/plugin/vmx-upload-reply.h>
#include <libvmxsync/plugin/vmx-upload-request.h>
#include <libvmxsync/sync/vmx-setup-options.h>
#include <libvmxsync/sync/vmx-sync-enums.h>
#include <libvmxsync/sync/vmx-sync-options.h>
#include <libvmxsync/sync/vmx-sync-progress.h>
#include <libvmxsync/sync/vmx-sync-result.h>
#include <libvmxsync/sync/vmx-sync-stats.h>
#include <libvmxsync/vmx-client.h>
#include <libvmxsync/vmx-edit-group.h>
#include <libvmxsync/vmx-enum-types.h>
#include <libvmxsync/vmx-obj-svc.h>
#include <libvmxsync/vmx-obj.h>
#include <libvmxsync/vmx-record-model.h>
