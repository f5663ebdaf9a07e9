/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Several programs with one store: edits, downloads, one that is killed, one that drops it. */
#include "sqlite-worker.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define N_EDITORS 2
/* Each editor and the download have numbers of their own. */
#define SHARE 100000
#define LONG_TIMEOUT (60 * 1000)
/* Of the lock file. */
#define INTENT_BYTE 0
#define OVERDUE_BYTE 1

static const char *worker;

typedef struct
{
  GSubprocess *process;
  GDataInputStream *output;
} Child;

static void
start (Child *child, const char *role, const char *path, int first)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *number = g_strdup_printf ("%d", first);

  child->process
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                          worker, role, path, number, NULL);
  g_assert_no_error (error);
  child->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child->process));
}

static char *
read_line (Child *child)
{
  g_autoptr(GError) error = NULL;
  char *line = g_data_input_stream_read_line (child->output, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (line);
  return line;
}

static void
wait_until_ready (Child *child)
{
  g_autofree char *line = read_line (child);

  g_assert_cmpstr (line, ==, "ready");
}

static void
end_input (Child *child)
{
  g_assert_true (
      g_output_stream_close (g_subprocess_get_stdin_pipe (child->process), NULL, NULL));
}

static void
wait_for_end (Child *child)
{
  g_autoptr(GError) error = NULL;

  g_subprocess_wait_check (child->process, NULL, &error);
  g_assert_no_error (error);
}

static void
child_clear (Child *child)
{
  g_object_unref (child->output);
  g_object_unref (child->process);
}

static void
run (const char *role, const char *path)
{
  Child child;

  start (&child, role, path, 0);
  wait_for_end (&child);
  child_clear (&child);
}

static char *
get_lock_name (SqliteFixture *self)
{
  return g_strconcat (self->path, "-lock", NULL);
}

/* A lock as another program would hold it; closing the file releases it. */
static int
lock (SqliteFixture *self, off_t byte)
{
  g_autofree char *name = get_lock_name (self);
  struct flock shared = { .l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1 };
  int fd = open (name, O_RDWR | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (fcntl (fd, F_OFD_SETLK, &shared), ==, 0);
  return fd;
}

static gboolean
is_locked (SqliteFixture *self, off_t byte)
{
  g_autofree char *name = get_lock_name (self);
  struct flock other = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1 };
  int fd = open (name, O_RDWR | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (fcntl (fd, F_OFD_GETLK, &other), ==, 0);
  close (fd);
  return other.l_type != F_UNLCK;
}

static void
assert_begin_fails (VmxStorage *storage, VmxTxnMode mode, VmxError code, const char *part)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (vmx_storage_begin (storage, mode, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, (int) code, part);
}

/* part says who was in the way. */
static void
assert_begin_times_out (VmxStorage *storage, VmxTxnMode mode, const char *part)
{
  g_autoptr(GError) error = NULL;
  const char *waited;
  guint timeout;

  g_object_get (storage, "busy-timeout", &timeout, NULL);
  g_assert_null (vmx_storage_begin (storage, mode, NULL, &error));
  waited = strstr (error->message, "waited ");
  g_assert_nonnull (waited);
  g_assert_cmpint (atoi (waited + strlen ("waited ")), >=, timeout);
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_TRANSACTION_FAILED, part);
}

/* The download has to come to its end while the editors never stop, and no edit may be lost. */
static void
test_edits_and_batches (SqliteFixture *self, gconstpointer data)
{
  Child editors[N_EDITORS];
  gint64 n_rows = WORKER_BATCHES * WORKER_BATCH_ROWS;

  sqlite_create (self);
  for (int i = 0; i < N_EDITORS; i++)
    start (&editors[i], "edit", self->path, (i + 1) * SHARE);
  for (int i = 0; i < N_EDITORS; i++)
    wait_until_ready (&editors[i]);
  run ("download", self->path);
  for (int i = 0; i < N_EDITORS; i++)
    end_input (&editors[i]);
  for (int i = 0; i < N_EDITORS; i++)
    {
      g_autofree char *done = read_line (&editors[i]);
      int n_edits = atoi (done);
      g_autofree char *sql = g_strdup_printf (
          "SELECT count(*) || ' ' || max(ID) FROM Thing WHERE ID >= %d AND ID < %d",
          (i + 1) * SHARE, (i + 2) * SHARE);
      g_autofree char *expected
          = g_strdup_printf ("%d %d", 3 * n_edits, (i + 1) * SHARE + 3 * n_edits - 1);

      wait_for_end (&editors[i]);
      g_assert_cmpint (n_edits, <, WORKER_MAX_EDITS);
      sqlite_assert_raw (self->path, sql, expected);
      n_rows += 3 * n_edits;
      child_clear (&editors[i]);
    }
  g_assert_cmpint (sqlite_count (self->storage, self->schema), ==, n_rows);
  g_assert_false (is_locked (self, INTENT_BYTE));
}

static void
test_killed (SqliteFixture *self, gconstpointer data)
{
  Child editor;

  sqlite_create (self);
  start (&editor, "hold", self->path, 0);
  wait_until_ready (&editor);
  g_assert_true (is_locked (self, INTENT_BYTE));
  g_object_set (self->storage, "busy-timeout", 20, NULL);
  sqlite_close (self);
  sqlite_open (self);
  assert_begin_times_out (self->storage, VMX_TXN_WRITE_DURABLE, "locked by another program");
  assert_begin_times_out (self->storage, VMX_TXN_WRITE, "locked by another program");
  g_subprocess_force_exit (editor.process);
  g_assert_true (g_subprocess_wait (editor.process, NULL, NULL));
  g_assert_false (is_locked (self, INTENT_BYTE));
  g_assert_cmpint (sqlite_count (self->storage, self->schema), ==, 0);
  sqlite_put_rows (self->storage, VMX_TXN_WRITE_DURABLE, 1, 1);
  sqlite_put_rows (self->storage, VMX_TXN_WRITE, 2, 1);
  child_clear (&editor);
}

/* A download waits for edits, but not for ever; edits do not wait for one another's intents. */
static void
test_patience (SqliteFixture *self, gconstpointer data)
{
  gint64 started;
  int other;

  sqlite_create (self);
  g_object_set (self->storage, "busy-timeout", LONG_TIMEOUT, NULL);
  other = lock (self, INTENT_BYTE);
  sqlite_put_rows (self->storage, VMX_TXN_WRITE_DURABLE, 1, 1);
  started = g_get_monotonic_time ();
  sqlite_put_rows (self->storage, VMX_TXN_WRITE, 2, 1);
  g_assert_cmpint (g_get_monotonic_time () - started, >=, 100 * G_TIME_SPAN_MILLISECOND);
  /* The own intents are gone, that of the other is not. */
  g_assert_true (is_locked (self, INTENT_BYTE));
  close (other);
  g_assert_false (is_locked (self, INTENT_BYTE));
}

/* An edit lets whoever has waited for too long go first, but not for ever. */
static void
test_edit_patience (SqliteFixture *self, gconstpointer data)
{
  gint64 started;
  int other;

  sqlite_create (self);
  other = lock (self, OVERDUE_BYTE);
  started = g_get_monotonic_time ();
  sqlite_put_rows (self->storage, VMX_TXN_WRITE_DURABLE, 1, 1);
  g_assert_cmpint (g_get_monotonic_time () - started, >=, 20 * G_TIME_SPAN_MILLISECOND);
  close (other);
}

static gpointer
edit (gpointer storage)
{
  sqlite_put_rows (storage, VMX_TXN_WRITE_DURABLE, 7, 1);
  return NULL;
}

/* Other programs see that an edit waits at the gate of this one. */
static void
test_edit_in_this_program (SqliteFixture *self, gconstpointer data)
{
  g_autoptr(VmxStorageTxn) txn = NULL;
  GThread *thread;

  sqlite_create (self);
  g_object_set (self->storage, "busy-timeout", LONG_TIMEOUT, NULL);
  txn = sqlite_begin (self->storage, VMX_TXN_WRITE);
  g_assert_false (is_locked (self, INTENT_BYTE));
  thread = g_thread_new ("editor", edit, self->storage);
  while (!is_locked (self, INTENT_BYTE))
    g_usleep (1000);
  g_assert_true (vmx_storage_txn_commit (txn, NULL));
  g_thread_join (thread);
  g_assert_cmpint (sqlite_count (self->storage, self->schema), ==, 1);
  g_assert_false (is_locked (self, INTENT_BYTE));
}

static void
test_overdue (SqliteFixture *self, gconstpointer data)
{
  GThread *thread;
  Child editor;

  sqlite_create (self);
  g_object_set (self->storage, "busy-timeout", LONG_TIMEOUT, NULL);
  sqlite_close (self);
  sqlite_open (self);
  start (&editor, "hold", self->path, 0);
  wait_until_ready (&editor);
  g_assert_false (is_locked (self, OVERDUE_BYTE));
  thread = g_thread_new ("editor", edit, self->storage);
  while (!is_locked (self, OVERDUE_BYTE))
    g_usleep (1000);
  end_input (&editor);
  g_thread_join (thread);
  g_assert_false (is_locked (self, OVERDUE_BYTE));
  wait_for_end (&editor);
  child_clear (&editor);

  /* Nor does it stay so after giving up. */
  g_object_set (self->storage, "busy-timeout", 50, NULL);
  sqlite_close (self);
  sqlite_open (self);
  start (&editor, "hold", self->path, 0);
  wait_until_ready (&editor);
  assert_begin_times_out (self->storage, VMX_TXN_WRITE_DURABLE, "locked by another program");
  g_assert_false (is_locked (self, OVERDUE_BYTE));
  end_input (&editor);
  wait_for_end (&editor);
  child_clear (&editor);
}

static void
test_timeout_in_this_program (SqliteFixture *self, gconstpointer data)
{
  static const VmxTxnMode modes[] = { VMX_TXN_WRITE, VMX_TXN_WRITE_DURABLE };
  g_autoptr(VmxStorage) second = sqlite_make_storage (self->path);

  sqlite_create (self);
  g_object_set (self->storage, "busy-timeout", 20, NULL);
  g_object_set (second, "busy-timeout", 20, NULL);
  g_assert_true (vmx_storage_open (second, FALSE, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    for (guint j = 0; j < G_N_ELEMENTS (modes); j++)
      {
        g_autoptr(VmxStorageTxn) txn = sqlite_begin (self->storage, modes[i]);

        assert_begin_times_out (self->storage, modes[j], "another transaction of this program");
        /* Not through the same gate. */
        assert_begin_times_out (second, modes[j], "by another storage of this one");
        /* Whoever gave up shows nothing any more. */
        g_assert_cmpint (is_locked (self, INTENT_BYTE), ==, modes[i] == VMX_TXN_WRITE_DURABLE);
      }
  g_assert_false (is_locked (self, INTENT_BYTE));
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (30 * 1000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancel (SqliteFixture *self, gconstpointer data)
{
  static const VmxTxnMode modes[] = { VMX_TXN_WRITE, VMX_TXN_WRITE_DURABLE };
  Child editor;

  sqlite_create (self);
  g_object_set (self->storage, "busy-timeout", LONG_TIMEOUT, NULL);
  sqlite_close (self);
  sqlite_open (self);
  start (&editor, "hold", self->path, 0);
  wait_until_ready (&editor);
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(GError) error = NULL;
      GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);

      g_assert_null (vmx_storage_begin (self->storage, modes[i], cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_thread_join (thread);
    }
  end_input (&editor);
  wait_for_end (&editor);
  g_assert_false (is_locked (self, INTENT_BYTE));
  sqlite_put_rows (self->storage, VMX_TXN_WRITE, 2, 1);
  child_clear (&editor);
}

/* The descriptor of the lock file in this process. */
static int
find_lock_fd (const char *name)
{
  g_autoptr(GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  const char *number;

  while (dir != NULL && (number = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *link = g_build_filename ("/proc/self/fd", number, NULL);
      g_autofree char *target = g_file_read_link (link, NULL);

      if (g_strcmp0 (target, name) == 0)
        return atoi (number);
    }
  return -1;
}

static void
test_lock_file (SqliteFixture *self, gconstpointer data)
{
  g_autofree char *name = get_lock_name (self);
  g_autoptr(VmxStorageTxn) txn = NULL;
  GStatBuf info;

  sqlite_open (self);
  txn = sqlite_begin (self->storage, VMX_TXN_READ);
  g_clear_object (&txn);
  g_assert_false (g_file_test (name, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_chmod (self->path, 0640), ==, 0);
  txn = sqlite_begin (self->storage, VMX_TXN_WRITE);
  g_assert_cmpint (g_stat (name, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0640);
  g_assert_cmpint (find_lock_fd (name), >=, 0);
  g_assert_cmpint (fcntl (find_lock_fd (name), F_GETFD) & FD_CLOEXEC, !=, 0);
  g_clear_object (&txn);
  sqlite_close (self);
  g_assert_cmpint (find_lock_fd (name), ==, -1);
  g_assert_true (vmx_storage_destroy (self->storage, NULL));
  g_assert_false (g_file_test (name, G_FILE_TEST_EXISTS));
}

static void
test_no_lock_file (SqliteFixture *self, gconstpointer data)
{
  g_autofree char *name = get_lock_name (self);

  sqlite_create (self);
  sqlite_put_rows (self->storage, VMX_TXN_WRITE, 1, 1);
  sqlite_close (self);
  g_assert_cmpint (g_unlink (name), ==, 0);
  g_assert_cmpint (g_mkdir (name, 0700), ==, 0);
  sqlite_open (self);
  g_assert_cmpint (sqlite_count (self->storage, self->schema), ==, 1);
  assert_begin_fails (self->storage, VMX_TXN_WRITE, VMX_ERROR_STORE_UNAVAILABLE, "lock file");
  assert_begin_fails (self->storage, VMX_TXN_WRITE_DURABLE, VMX_ERROR_STORE_UNAVAILABLE, name);
  g_assert_cmpint (g_rmdir (name), ==, 0);
  /* Nor is a link followed to what may belong to somebody else. */
  g_assert_cmpint (symlink (self->path, name), ==, 0);
  assert_begin_fails (self->storage, VMX_TXN_WRITE, VMX_ERROR_STORE_UNAVAILABLE, "lock file");
  g_assert_cmpint (g_unlink (name), ==, 0);
  sqlite_put_rows (self->storage, VMX_TXN_WRITE_DURABLE, 2, 1);
}

/* What is written after a drop would be lost without a word. */
static void
test_dropped (SqliteFixture *self, gconstpointer data)
{
  g_autofree char *name = get_lock_name (self);
  g_autoptr(VmxStorage) next = sqlite_make_storage (self->path);
  g_autoptr(GError) error = NULL;

  sqlite_create (self);
  sqlite_put_rows (self->storage, VMX_TXN_WRITE_DURABLE, 1, 1);
  g_assert_cmpint (sqlite_count (self->storage, self->schema), ==, 1);
  run ("drop", self->path);
  g_assert_false (g_file_test (name, G_FILE_TEST_EXISTS));
  assert_begin_fails (self->storage, VMX_TXN_WRITE, VMX_ERROR_STORE_UNAVAILABLE, "removed");
  assert_begin_fails (self->storage, VMX_TXN_WRITE_DURABLE, VMX_ERROR_STORE_UNAVAILABLE,
                      "removed");
  assert_begin_fails (self->storage, VMX_TXN_READ, VMX_ERROR_STORE_UNAVAILABLE, "removed");
  g_assert_null (vmx_storage_execute_select (self->storage, "SELECT 1", NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_STORE_UNAVAILABLE, self->path);

  /* A new store in its place comes to no harm when the old one is closed. */
  g_assert_true (vmx_storage_open (next, TRUE, NULL, NULL));
  {
    g_autoptr(VmxStorageTxn) txn = sqlite_begin (next, VMX_TXN_WRITE_DURABLE);

    g_assert_true (vmx_storage_txn_create_table (txn, self->schema, NULL));
    g_assert_true (vmx_storage_txn_commit (txn, NULL));
  }
  sqlite_put_rows (next, VMX_TXN_WRITE_DURABLE, 1, 2);
  assert_begin_fails (self->storage, VMX_TXN_WRITE, VMX_ERROR_STORE_UNAVAILABLE, "replaced");
  sqlite_close (self);
  sqlite_assert_raw (self->path, "SELECT count(*) FROM Thing", "2");
  sqlite_open (self);
  sqlite_put_rows (self->storage, VMX_TXN_WRITE, 3, 1);
  g_assert_cmpint (sqlite_count (next, self->schema), ==, 3);
}

/* Dropped before the first transaction: no lock file is left behind. */
static void
test_dropped_early (SqliteFixture *self, gconstpointer data)
{
  g_autofree char *name = get_lock_name (self);

  sqlite_open (self);
  run ("drop", self->path);
  assert_begin_fails (self->storage, VMX_TXN_WRITE, VMX_ERROR_STORE_UNAVAILABLE, self->path);
  g_assert_false (g_file_test (name, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);
  worker = argv[1];
  sqlite_add_test ("/sqlite/programs/edits-and-batches", test_edits_and_batches);
  sqlite_add_test ("/sqlite/programs/killed", test_killed);
  sqlite_add_test ("/sqlite/programs/patience", test_patience);
  sqlite_add_test ("/sqlite/programs/edit-patience", test_edit_patience);
  sqlite_add_test ("/sqlite/programs/overdue", test_overdue);
  sqlite_add_test ("/sqlite/programs/edit-in-this-program", test_edit_in_this_program);
  sqlite_add_test ("/sqlite/programs/timeout-in-this-program", test_timeout_in_this_program);
  sqlite_add_test ("/sqlite/programs/cancel", test_cancel);
  sqlite_add_test ("/sqlite/programs/lock-file", test_lock_file);
  sqlite_add_test ("/sqlite/programs/no-lock-file", test_no_lock_file);
  sqlite_add_test ("/sqlite/programs/dropped", test_dropped);
  sqlite_add_test ("/sqlite/programs/dropped-early", test_dropped_early);
  return g_test_run ();
}
