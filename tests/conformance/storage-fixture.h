/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

#include "vmx-test.h"

G_BEGIN_DECLS

/* An open, empty store of the storage that is tested. */
typedef struct
{
  VmxStorage *storage;
  VmxObjectSchema *schema; /* "Thing", a column of each type; see storage_make_schema() */
} StorageFixture;

/* The plugin that the suite runs over. */
void storage_fixture_set_plugin (const char *name);
VmxStorage *storage_fixture_make (void);
void storage_fixture_set_up (StorageFixture *self, gconstpointer data);
void storage_fixture_tear_down (StorageFixture *self, gconstpointer data);

/* name, then columns as "Name:type", key columns as "*Name:type". */
VmxObjectSchema *storage_make_schema (const char *name, ...) G_GNUC_NULL_TERMINATED;
VmxRecordBatch *storage_make_batch (VmxObjectSchema *schema, ...) G_GNUC_NULL_TERMINATED;

/* These assert success. */
VmxStorageTxn *storage_begin (VmxStorage *storage, VmxTxnMode mode);
void storage_commit (VmxStorageTxn *txn);
void storage_create_table (VmxStorage *storage, VmxObjectSchema *schema);
/* Writes JSON records in a transaction of their own. */
void storage_put (VmxStorage *storage, VmxObjectSchema *schema, VmxPutMode mode,
                  ...) G_GNUC_NULL_TERMINATED;
VmxRecordBatch *storage_select (VmxStorageTxn *txn, VmxSelection *selection);
/* All that a table has, in key order, in a new transaction; see storage_print(). */
char *storage_read_all (VmxStorage *storage, VmxObjectSchema *schema);
/* The records of a batch as JSON, one per line, each with " etag" behind it if it has one. */
char *storage_print (VmxRecordBatch *batch);
/* The values of one column, with blanks between them. */
char *storage_print_column (VmxRecordBatch *batch, const char *column);

#define storage_assert_all(self, object, expected)                                                 \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *found_text = storage_read_all ((self)->storage, object);                      \
    g_assert_cmpstr (found_text, ==, expected);                                                    \
  }                                                                                                \
  G_STMT_END

#define storage_add_test(path, func)                                                               \
  g_test_add (path, StorageFixture, NULL, storage_fixture_set_up, func, storage_fixture_tear_down)

/* The parts of the suite */
void storage_add_table_tests (void);
void storage_add_value_tests (void);
void storage_add_write_tests (void);
void storage_add_read_tests (void);
void storage_add_query_tests (void);
void storage_add_txn_tests (void);
void storage_add_thread_tests (void);

G_END_DECLS
