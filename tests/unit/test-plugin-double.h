/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/plugin/vmx-processor.h>
#include <libvmxsync/plugin/vmx-storage.h>
#include <libvmxsync/plugin/vmx-transport.h>

G_BEGIN_DECLS

/* One class that plays all roles and does in each call what a test says. */
#define TEST_TYPE_DOUBLE (test_double_get_type ())
G_DECLARE_FINAL_TYPE (TestDouble, test_double, TEST, DOUBLE, GObject)

struct _TestDouble
{
  GObject parent_instance;

  gboolean success;    /* what the calls return, in their own way */
  GError *error;       /* what they set */
  GObject *result;     /* what those return that give an object */
  GHashTable *headers; /* what get_headers returns */
  gint64 count;        /* what count returns */
  guint n_added;       /* rows that the processor adds */
  gboolean takes_key;  /* whether the processor sets a key to null */
  gboolean marks;      /* whether the processor marks a row as deleted */
};

TestDouble *test_double_new (void);

/* A class that implements nothing of the interfaces that it claims. */
#define TEST_TYPE_EMPTY (test_empty_get_type ())
G_DECLARE_FINAL_TYPE (TestEmpty, test_empty, TEST, EMPTY, GObject)

/* An object with the key column "id" and perhaps a second column, and a batch of it. */
VmxObjectSchema *test_double_make_schema (const char *name, const char *second_column,
                                          VmxColumnType second_type);
VmxRecordBatch *test_double_make_batch (VmxObjectSchema *schema, guint n_rows);

G_END_DECLS
