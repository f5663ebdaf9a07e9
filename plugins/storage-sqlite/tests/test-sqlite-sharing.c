/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Other programs with the same file, and disks without room. */
#include "sqlite-fixture.h"

#include <string.h>

#define N_CHILDREN 2
#define N_STEPS 40

static const char *program;

/* The lock of another program, held by a plain connection. */
static sqlite3 *
lock_raw (const char *path, const char *sql)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  return db;
}

static void
test_locked (SqliteFixture *self, gconstpointer data)
{
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autoptr(GError) error = NULL;
  sqlite3 *other;
  gint64 start;

  sqlite_create (self);
  g_object_set (self->storage, "busy-timeout", 150, NULL);
  sqlite_close (self);
  sqlite_open (self);
  other = lock_raw (self->path, "BEGIN IMMEDIATE");
  start = g_get_monotonic_time ();
  g_assert_null (vmx_storage_begin (self->storage, VMX_TXN_WRITE, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_TRANSACTION_FAILED, "locked by another program");
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 150 * G_TIME_SPAN_MILLISECOND);
  /* Reading goes on. */
  g_assert_cmpint (sqlite_count (self->storage, self->schema), ==, 0);
  g_assert_cmpint (sqlite3_close (other), ==, SQLITE_OK);
  sqlite_put (self->storage, self->schema, 1, "x");
}

static void
test_locked_for_all (SqliteFixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  sqlite3 *other;

  sqlite_create (self);
  sqlite_close (self);
  g_object_set (self->storage, "busy-timeout", 50, NULL);
  other = lock_raw (self->path, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
  g_assert_false (vmx_storage_open (self->storage, FALSE, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_TRANSACTION_FAILED, "locked by another program");
  g_assert_cmpint (sqlite3_close (other), ==, SQLITE_OK);
  sqlite_open (self);
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (50 * 1000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancel_waiting (SqliteFixture *self, gconstpointer data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  GThread *thread;
  sqlite3 *other;
  gint64 start = g_get_monotonic_time ();

  sqlite_create (self);
  other = lock_raw (self->path, "BEGIN IMMEDIATE");
  thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_assert_null (vmx_storage_begin (self->storage, VMX_TXN_WRITE, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 3 * G_TIME_SPAN_SECOND);
  g_thread_join (thread);
  g_assert_cmpint (sqlite3_close (other), ==, SQLITE_OK);
  sqlite_put (self->storage, self->schema, 1, "x");
}

/* Reads the counter, adds one, writes it. */
static void
count_up (VmxStorage *storage, VmxObjectSchema *schema)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxStorageTxn) txn = sqlite_begin (storage, VMX_TXN_WRITE);
  g_autoptr(VmxRecordBatch) batch = vmx_record_batch_new (schema);
  g_autoptr(VmxRecordBatch) found = NULL;
  const char *text;

  g_assert_true (vmx_record_batch_append_json (batch, "{\"ID\":1}", NULL));
  found = vmx_storage_txn_lookup (txn, batch, &error);
  g_assert_no_error (error);
  text = vmx_value_get_text (vmx_record_batch_peek_value (found, 0, 2), NULL);
  vmx_record_batch_put_text (batch, 0, 1, "counter", 7);
  {
    g_autofree char *next = g_strdup_printf (
        "%" G_GINT64_FORMAT, (text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0) + 1);

    vmx_record_batch_put_text (batch, 0, 2, next, strlen (next));
  }
  vmx_storage_txn_put (txn, batch, VMX_PUT_REPLACE, NULL, &error);
  g_assert_no_error (error);
  vmx_storage_txn_commit (txn, &error);
  g_assert_no_error (error);
}

static void
be_child (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxStorage) storage = sqlite_make_storage (path);
  g_autoptr(VmxObjectSchema) schema = sqlite_make_schema ();

  g_object_set (storage, "busy-timeout", 60 * 1000, NULL);
  vmx_storage_open (storage, TRUE, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N_STEPS; i++)
    count_up (storage, schema);
  vmx_storage_close (storage, &error);
  g_assert_no_error (error);
}

static void
test_processes (SqliteFixture *self, gconstpointer data)
{
  g_autofree char *expected = g_strdup_printf ("%d", (N_CHILDREN + 1) * N_STEPS);
  GSubprocess *children[N_CHILDREN];
  g_autoptr(GError) error = NULL;

  g_object_set (self->storage, "busy-timeout", 60 * 1000, NULL);
  sqlite_create (self);
  for (guint i = 0; i < N_CHILDREN; i++)
    {
      children[i] = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, program, "--child",
                                      self->path, NULL);
      g_assert_no_error (error);
    }
  for (guint i = 0; i < N_STEPS; i++)
    count_up (self->storage, self->schema);
  for (guint i = 0; i < N_CHILDREN; i++)
    {
      g_subprocess_wait_check (children[i], NULL, &error);
      g_assert_no_error (error);
      g_object_unref (children[i]);
    }
  sqlite_assert_raw (self->path, "SELECT Amount FROM Thing", expected);
}

static VmxRecordBatch *
make_big_batch (VmxObjectSchema *schema, int n_rows)
{
  g_autofree char *text = g_strnfill (10000, 'x');
  VmxRecordBatch *batch = vmx_record_batch_new (schema);

  for (int i = 0; i < n_rows; i++)
    {
      guint row = vmx_record_batch_add_row (batch);

      vmx_record_batch_put_int64 (batch, row, 0, i);
      vmx_record_batch_put_text (batch, row, 1, text, 10000);
    }
  return batch;
}

static void
fill_up (SqliteFixture *self)
{
  g_autoptr(VmxRecordBatch) batch = make_big_batch (self->schema, 200);
  g_autoptr(VmxStorageTxn) txn = sqlite_begin (self->storage, VMX_TXN_WRITE);
  g_autoptr(VmxSelection) selection = vmx_selection_new (self->schema);
  g_autoptr(GError) error = NULL;

  g_assert_false (vmx_storage_txn_put (txn, batch, VMX_PUT_REPLACE, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_TRANSACTION_ROLLED_BACK, "free some space");
  /* What is half written must not be committed. */
  g_assert_cmpint (vmx_storage_txn_count (txn, selection, &error), ==, -1);
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_TRANSACTION_ROLLED_BACK, "earlier write");
  g_assert_false (vmx_storage_txn_commit (txn, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_TRANSACTION_ROLLED_BACK, "earlier write");
}

static void
test_full (SqliteFixture *self, gconstpointer data)
{
  g_autoptr(VmxRecordBatch) batch = make_big_batch (self->schema, 200);
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autoptr(GError) error = NULL;

  g_object_set (self->storage, "max-page-count", 40, NULL);
  sqlite_create (self);
  sqlite_put (self->storage, self->schema, 7, "kept");
  fill_up (self);
  sqlite_assert_raw (self->path, "SELECT ID || Name FROM Thing", "7kept");
  fill_up (self);
  /* Small things still fit, and after somebody made room everything does. */
  sqlite_put (self->storage, self->schema, 8, "small");
  sqlite_close (self);
  g_object_set (self->storage, "max-page-count", 0, NULL);
  sqlite_open (self);
  txn = sqlite_begin (self->storage, VMX_TXN_WRITE);
  vmx_storage_txn_put (txn, batch, VMX_PUT_REPLACE, NULL, &error);
  g_assert_no_error (error);
  vmx_storage_txn_commit (txn, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sqlite_count (self->storage, self->schema), ==, 200);
  sqlite_assert_raw (self->path, "PRAGMA integrity_check", "ok");
}

int
main (int argc, char **argv)
{
  program = argv[0];
  if (argc == 3 && g_str_equal (argv[1], "--child"))
    {
      be_child (argv[2]);
      return 0;
    }
  vmx_test_init (&argc, &argv);
  sqlite_add_test ("/sqlite/sharing/locked", test_locked);
  sqlite_add_test ("/sqlite/sharing/locked-for-all", test_locked_for_all);
  sqlite_add_test ("/sqlite/sharing/cancel-waiting", test_cancel_waiting);
  sqlite_add_test ("/sqlite/sharing/processes", test_processes);
  sqlite_add_test ("/sqlite/sharing/full", test_full);
  return g_test_run ();
}
