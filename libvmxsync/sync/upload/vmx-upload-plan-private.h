/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/store/vmx-service-info-private.h>
#include <libvmxsync/plugin/vmx-storage-txn.h>

G_BEGIN_DECLS

/* In which order changes go: by seq for each record, one change of a record at a time, parents
 * before their children, and children that are deleted before their parents. It is made once at the
 * start of an upload; changes that come later wait for the next one. */
typedef struct _VmxUploadPlan VmxUploadPlan;

/* objects: names of those whose changes are sent; the others of the service may be waited for. */
VmxUploadPlan *vmx_upload_plan_new (VmxStorageTxn *txn, VmxServiceInfo *service,
                                    const char *const *objects, GError **error);
void vmx_upload_plan_free (VmxUploadPlan *self);

/* Changes that are not done and may still be sent in this run. */
guint vmx_upload_plan_get_n_left (VmxUploadPlan *self);
/* The next ones to send together (element-type gint64), at most max; none when all that is left has
 * to wait. */
GArray *vmx_upload_plan_take (VmxUploadPlan *self, guint max);
/* Whether the change was the only one of its record when the plan was made, and no change of any
 * record came since; next_seq is the number that the next one gets. */
gboolean vmx_upload_plan_is_alone (VmxUploadPlan *self, gint64 seq, gint64 next_seq);
/* What became of one: it is done, may be taken again, or has to wait for another run. */
void vmx_upload_plan_set_done (VmxUploadPlan *self, gint64 seq);
/* FALSE when it was taken so often that it has to wait, too. */
gboolean vmx_upload_plan_set_again (VmxUploadPlan *self, gint64 seq);
/* It was not sent, so it does not count. */
void vmx_upload_plan_set_untouched (VmxUploadPlan *self, gint64 seq);
void vmx_upload_plan_set_stuck (VmxUploadPlan *self, gint64 seq);
gboolean vmx_upload_plan_has_waiting (VmxUploadPlan *self);
/* The changes that only wait for others: calls func with each, and the one that it waits for. */
typedef void (*VmxUploadPlanFunc) (gint64 seq, gint64 waits_for, gpointer user_data);
void vmx_upload_plan_foreach_waiting (VmxUploadPlan *self, VmxUploadPlanFunc func,
                                      gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxUploadPlan, vmx_upload_plan_free)

G_END_DECLS
