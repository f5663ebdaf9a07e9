/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

/* A transport of the program, with one object "Item" (Id int64, Name string?), that does what a
 * test says and remembers what it was asked. */
#define TEST_TYPE_TRANSPORT (test_transport_get_type ())
G_DECLARE_FINAL_TYPE (TestTransport, test_transport, TEST, TRANSPORT, GObject)

typedef VmxRecordBatch *(*TestFetchFunc) (TestTransport *self, VmxFetchRequest *request,
                                          GCancellable *cancellable, GError **error);

struct _TestTransport
{
  GObject parent_instance;

  TestFetchFunc fetch;  /* NULL: three batches of two records */
  GError *open_error;   /* (nullable) */
  GError *close_error;  /* (nullable) */
  gint total;           /* what a batch tells of all; -1 for nothing */
  gint n_opened;        /* (atomic) */
  gint n_closed;        /* (atomic) */
  gint n_fetched;       /* (atomic) */
  GMutex gate;          /* fetching waits for it */
  GThread *thread;      /* of the last call */
  char *filter;         /* of the last request */
  char *params;
  guint batch_size;
  gboolean want_total;
};

TestTransport *test_transport_new (void);
/* n records from an id on, named after it. */
VmxRecordBatch *test_transport_make_batch (VmxFetchRequest *request, guint n_rows, gint64 first_id,
                                           const char *next_context);
/* A client, set up, whose one service uses the transport. */
VmxClient *test_transport_set_up (TestTransport *self);

G_END_DECLS
