/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/sync/upload/vmx-upload-plan-private.h>

G_BEGIN_DECLS

typedef enum
{
  VMX_PLAN_READY,
  VMX_PLAN_TAKEN,
  VMX_PLAN_DONE,
  VMX_PLAN_STUCK,
} VmxPlanState;

/* One change. */
typedef struct
{
  gint64 seq;
  guint record;      /* which record it is of; the same for all changes of one */
  gboolean in_scope; /* it may be sent by this upload */
  VmxPlanState state;
  guint n_taken;
  GArray *waits_for; /* (element-type guint) (nullable): positions of earlier items */
} VmxPlanItem;

struct _VmxUploadPlan
{
  GArray *items;       /* (element-type VmxPlanItem), by seq */
  GHashTable *by_seq;  /* gint64* → position + 1 */
  guint n_records;
  gint64 next_seq;
  GArray *n_changes;   /* (element-type guint): of each record */
  guint first;         /* all items before it are done or stuck */
};

/* Fills in all items. */
gboolean vmx_upload_plan_read (VmxUploadPlan *self, VmxStorageTxn *txn, VmxServiceInfo *service,
                               const char *const *objects, GError **error);

G_END_DECLS
