/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/edit/vmx-edit-private.h>
#include <libvmxsync/sync/vmx-worker-private.h>
#include <libvmxsync/vmx-obj-private.h>

G_BEGIN_DECLS

/* One call that edits records or asks what is pending, in its blocking or its asynchronous form. It
 * has copies of what the program gave. */
typedef struct _VmxEditJob VmxEditJob;

/* What such a call gives; which member counts depends on the call. */
typedef struct
{
  gint64 count;
  VmxRecord *record;  /* (nullable) */
  GPtrArray *records; /* (nullable) */
} VmxEditResult;

/* In the transaction of the job; FALSE with an error. */
typedef gboolean (*VmxEditFunc) (VmxEdit *edit, VmxEditJob *job, VmxEditResult *result,
                                 GError **error);
/* Without one. */
typedef GPtrArray *(*VmxPendingFunc) (VmxStore *store, const char *object,
                                      GCancellable *cancellable, GError **error);

struct _VmxEditJob
{
  VmxClient *client;
  VmxStore *store;
  char *object; /* (nullable): object or service that the call is about */
  VmxRecord *record;        /* (nullable) */
  VmxWriteOptions *options; /* (nullable) */
  VmxEditFunc edit;         /* (nullable) */
  VmxPendingFunc pending;   /* (nullable) */
  int failure_code; /* what failures of the storage become, 0 for what they are */
  gboolean is_exclusive; /* others see the call as a task */
  /* Runs in the starting context, as with a VmxWork. (nullable) */
  void (*done) (gpointer source, gpointer job, gpointer result);
  gpointer data;           /* (nullable) */
  GDestroyNotify free_data;
};

/* NULL with VMX_ERROR_NOT_SET_UP. */
VmxEditJob *vmx_edit_job_new (VmxClient *client, const char *name, VmxEditFunc edit,
                              GError **error);
/* record and options are copied. */
VmxEditJob *vmx_edit_job_new_for_object (VmxObj *object, VmxRecord *record,
                                         VmxWriteOptions *options, VmxEditFunc edit,
                                         GError **error);
/* No sync runs while the job does, and no other task; VMX_ERROR_BUSY_TASK. */
gboolean vmx_edit_job_exclude (VmxEditJob *self, const char *task, GError **error);
void vmx_edit_job_free (VmxEditJob *self);

/* Both take the job, which may be NULL with an error set. */
VmxEditResult *vmx_edit_job_run (VmxEditJob *self, gpointer source, GCancellable *cancellable,
                                 GError **error);
void vmx_edit_job_start (VmxEditJob *self, gpointer source, gpointer tag,
                         GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer user_data, GError *error);
VmxEditResult *vmx_edit_job_finish (gpointer source, GAsyncResult *result, gpointer tag,
                                    GError **error);

/* What the calls return; all take the result, NULL included. */
gboolean vmx_edit_result_take_success (VmxEditResult *self);
gint64 vmx_edit_result_take_count (VmxEditResult *self);
VmxRecord *vmx_edit_result_take_record (VmxEditResult *self);
GPtrArray *vmx_edit_result_take_records (VmxEditResult *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxEditJob, vmx_edit_job_free)

G_END_DECLS
