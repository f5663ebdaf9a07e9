/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files that are not as they should be. */
#include "sqlite-fixture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define NOBODY 65534

static void
assert_open_fails (SqliteFixture *self, gboolean create, int code, const char *part)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (vmx_storage_open (self->storage, create, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, code, part);
  /* A failed opening leaves nothing half open. */
  g_assert_null (vmx_storage_begin (self->storage, VMX_TXN_READ, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_STORE_NOT_OPEN, "not open");
}

static void
assert_destroy_refused (SqliteFixture *self, const char *part)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (vmx_storage_destroy (self->storage, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_DROP_FAILED, part);
  g_assert_true (g_file_test (self->path, G_FILE_TEST_EXISTS));
}

static void
write_file (const char *path, const char *content, gssize length)
{
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, content, length, &error);
  g_assert_no_error (error);
}

static void
test_not_a_database (SqliteFixture *self, gconstpointer data)
{
  g_autofree char *text = g_strnfill (5000, 'x');
  g_autofree char *after = NULL;

  write_file (self->path, text, -1);
  g_assert_true (vmx_storage_exists (self->storage));
  assert_open_fails (self, FALSE, VMX_ERROR_STORE_UNAVAILABLE, "not a SQLite database");
  assert_open_fails (self, TRUE, VMX_ERROR_STORE_UNAVAILABLE, "not a SQLite database");
  assert_destroy_refused (self, "not a store");
  g_assert_true (g_file_get_contents (self->path, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, text);
}

static void
test_database_of_others (SqliteFixture *self, gconstpointer data)
{
  sqlite_assert_raw (self->path, "CREATE TABLE t (a); INSERT INTO t VALUES (1)", "");
  assert_open_fails (self, FALSE, VMX_ERROR_STORE_UNAVAILABLE, "another program");
  assert_open_fails (self, TRUE, VMX_ERROR_STORE_UNAVAILABLE, "another program");
  assert_destroy_refused (self, "not a store");
  sqlite_assert_raw (self->path, "PRAGMA journal_mode", "delete");
  sqlite_assert_raw (self->path, "SELECT a FROM t", "1");
}

/* An empty database that another program has marked is not ours either. */
static void
test_marked_by_others (SqliteFixture *self, gconstpointer data)
{
  sqlite_assert_raw (self->path, "PRAGMA application_id = 7", "");
  assert_open_fails (self, TRUE, VMX_ERROR_STORE_UNAVAILABLE, "another program");
}

static void
test_empty_file (SqliteFixture *self, gconstpointer data)
{
  write_file (self->path, "", 0);
  g_assert_false (vmx_storage_exists (self->storage));
  assert_open_fails (self, FALSE, VMX_ERROR_STORE_UNAVAILABLE, "set the store up first");
  sqlite_create (self);
  g_assert_true (vmx_storage_exists (self->storage));
}

static void
test_newer_layout (SqliteFixture *self, gconstpointer data)
{
  sqlite_create (self);
  sqlite_close (self);
  sqlite_assert_raw (self->path, "PRAGMA user_version = 2", "");
  assert_open_fails (self, FALSE, VMX_ERROR_STORE_VERSION, "version 2");
  assert_open_fails (self, TRUE, VMX_ERROR_STORE_VERSION, "version 2");
  sqlite_assert_raw (self->path, "PRAGMA user_version = 1", "");
  sqlite_open (self);
}

static void
test_no_file (SqliteFixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  assert_open_fails (self, FALSE, VMX_ERROR_STORE_UNAVAILABLE, "there is no such file");
  g_assert_false (g_file_test (self->path, G_FILE_TEST_EXISTS));
  g_assert_true (vmx_storage_destroy (self->storage, &error));
  g_assert_no_error (error);
  g_object_set (self->storage, "path", NULL, NULL);
  g_assert_false (vmx_storage_exists (self->storage));
  assert_open_fails (self, TRUE, VMX_ERROR_STORE_UNAVAILABLE, "path");
  g_assert_false (vmx_storage_destroy (self->storage, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_STORE_UNAVAILABLE, "path");
}

static void
test_folders (SqliteFixture *self, gconstpointer data)
{
  g_autofree char *deep = g_build_filename (self->folder, "a", "b", "store.db", NULL);
  g_autofree char *made = g_build_filename (self->folder, "a", NULL);
  g_autofree char *below_file = g_build_filename (deep, "store.db", NULL);
  GStatBuf info;

  g_object_set (self->storage, "path", self->folder, NULL);
  assert_open_fails (self, TRUE, VMX_ERROR_STORE_UNAVAILABLE, "cannot be opened");
  g_object_set (self->storage, "path", deep, NULL);
  sqlite_create (self);
  g_assert_cmpint (g_stat (made, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
  sqlite_close (self);
  g_object_set (self->storage, "path", below_file, NULL);
  assert_open_fails (self, TRUE, VMX_ERROR_STORE_UNAVAILABLE, "folder");
}

/* What SQLite could take for something else than a file. */
static void
test_odd_paths (SqliteFixture *self, gconstpointer data)
{
  static const char *const names[] = {
    ":memory:", "file:memory?mode=memory", "ü %41 ?#.db", "file:x", "-v", "a'b\"c",
  };
  g_autofree char *before = g_get_current_dir ();

  g_assert_cmpint (g_chdir (self->folder), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *full = g_build_filename (self->folder, names[i], NULL);

      g_object_set (self->storage, "path", names[i], NULL);
      sqlite_create (self);
      sqlite_put (self->storage, self->schema, 1, "x");
      g_assert_cmpint (sqlite_count (self->storage, self->schema), ==, 1);
      sqlite_close (self);
      g_assert_true (g_file_test (full, G_FILE_TEST_IS_REGULAR));
      g_assert_true (vmx_storage_destroy (self->storage, NULL));
      g_assert_false (g_file_test (full, G_FILE_TEST_EXISTS));
    }
  g_assert_cmpint (g_chdir (before), ==, 0);
}

/* Root may write anywhere, so it has to be somebody else for a moment. */
static gboolean
become_nobody (const char *folder, const char *path)
{
  if (geteuid () != 0)
    return TRUE;
  if (chown (folder, NOBODY, NOBODY) != 0 || chown (path, NOBODY, NOBODY) != 0)
    return FALSE;
  return seteuid (NOBODY) == 0;
}

static void
become_root (void)
{
  if (getuid () == 0)
    g_assert_cmpint (seteuid (0), ==, 0);
}

static void
check_read_only (SqliteFixture *self, int folder_mode, int file_mode)
{
  sqlite_create (self);
  sqlite_close (self);
  if (!become_nobody (self->folder, self->path))
    {
      g_test_skip ("cannot become another user");
      return;
    }
  g_assert_cmpint (g_chmod (self->path, file_mode), ==, 0);
  g_assert_cmpint (g_chmod (self->folder, folder_mode), ==, 0);
  assert_open_fails (self, FALSE, VMX_ERROR_STORE_UNAVAILABLE, self->path);
  assert_open_fails (self, TRUE, VMX_ERROR_STORE_UNAVAILABLE, self->path);
  g_assert_cmpint (g_chmod (self->folder, 0700), ==, 0);
  g_assert_cmpint (g_chmod (self->path, 0600), ==, 0);
  sqlite_open (self);
  become_root ();
}

static void
test_read_only_folder (SqliteFixture *self, gconstpointer data)
{
  check_read_only (self, 0500, 0600);
}

static void
test_read_only_file (SqliteFixture *self, gconstpointer data)
{
  check_read_only (self, 0700, 0400);
}

static void
test_no_access (SqliteFixture *self, gconstpointer data)
{
  check_read_only (self, 0700, 0000);
}

static void
damage (const char *path, glong from, gsize length)
{
  g_autofree char *garbage = g_strnfill (length, 'Z');
  FILE *file = g_fopen (path, "r+b");

  g_assert_nonnull (file);
  g_assert_cmpint (fseek (file, from, SEEK_SET), ==, 0);
  g_assert_cmpint (fwrite (garbage, 1, length, file), ==, length);
  fclose (file);
}

static void
read_everything (SqliteFixture *self, GError **error)
{
  g_autoptr(VmxStorageTxn) txn = vmx_storage_begin (self->storage, VMX_TXN_READ, NULL, error);
  g_autoptr(VmxSelection) selection = vmx_selection_new (self->schema);
  g_autoptr(VmxStorageCursor) cursor = NULL;
  g_autoptr(VmxRecordBatch) batch = NULL;

  if (txn != NULL)
    cursor = vmx_storage_txn_select (txn, selection, error);
  if (cursor != NULL)
    batch = vmx_storage_cursor_next (cursor, 10000, NULL, error);
}

static void
test_damaged (SqliteFixture *self, gconstpointer data)
{
  g_autofree char *text = g_strnfill (2000, 'x');
  g_autoptr(GError) error = NULL;

  sqlite_create (self);
  for (int i = 0; i < 50; i++)
    sqlite_put (self->storage, self->schema, i, text);
  sqlite_close (self);
  damage (self->path, 4096, 16 * 4096);
  sqlite_open (self);
  read_everything (self, &error);
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_DATABASE, "damaged");
}

static char **
check (SqliteFixture *self)
{
  g_autoptr(GError) error = NULL;
  char **damages = vmx_storage_check (self->storage, NULL, &error);

  g_assert_no_error (error);
  return damages;
}

static gboolean
mentions (char **damages, const char *part)
{
  for (guint i = 0; damages[i] != NULL; i++)
    if (strstr (damages[i], part) != NULL)
      return TRUE;
  return FALSE;
}

static void
test_check_pages (SqliteFixture *self, gconstpointer data)
{
  g_autofree char *text = g_strnfill (2000, 'x');
  g_auto(GStrv) whole = NULL;
  g_auto(GStrv) damages = NULL;

  sqlite_create (self);
  for (int i = 0; i < 500; i++)
    sqlite_put (self->storage, self->schema, i, text);
  whole = check (self);
  g_assert_cmpuint (g_strv_length (whole), ==, 0);
  sqlite_close (self);
  damage (self->path, 4 * 4096, 150 * 4096);
  sqlite_open (self);
  damages = check (self);
  /* Not a line for each of them. */
  g_assert_cmpuint (g_strv_length (damages), >, 1);
  g_assert_cmpuint (g_strv_length (damages), <=, 101);
  g_assert_true (mentions (damages, "age "));
  g_assert_false (mentions (damages, "***"));
}

/* What is readable and wrong all the same: a row that the key does not lead to. */
static void
test_check_rows (SqliteFixture *self, gconstpointer data)
{
  g_auto(GStrv) damages = NULL;

  sqlite_create (self);
  sqlite_put (self->storage, self->schema, 1, "x");
  sqlite_close (self);
  g_free (sqlite_run_raw (self->path,
                          "CREATE INDEX vmx_index_Thing_0 ON Thing (Name);"
                          "PRAGMA writable_schema = ON;"
                          "DELETE FROM sqlite_schema WHERE name = 'vmx_index_Thing_0'"));
  sqlite_open (self);
  damages = check (self);
  g_assert_cmpuint (g_strv_length (damages), ==, 1);
  g_assert_true (mentions (damages, "never used"));
}

/* So badly that SQLite gives up. */
static void
test_check_schema (SqliteFixture *self, gconstpointer data)
{
  g_auto(GStrv) damages = NULL;

  sqlite_create (self);
  g_free (sqlite_run_raw (self->path, "PRAGMA wal_checkpoint (TRUNCATE)"));
  damage (self->path, 0, 4096);
  damages = check (self);
  g_assert_true (mentions (damages, "cannot be checked to the end"));
}

static void
test_damaged_head (SqliteFixture *self, gconstpointer data)
{
  sqlite_create (self);
  sqlite_close (self);
  damage (self->path, 0, 16);
  assert_open_fails (self, FALSE, VMX_ERROR_STORE_UNAVAILABLE, "not a SQLite database");
}

static void
test_cut_off (SqliteFixture *self, gconstpointer data)
{
  g_autofree char *text = g_strnfill (2000, 'x');
  g_autoptr(GError) error = NULL;

  sqlite_create (self);
  for (int i = 0; i < 50; i++)
    sqlite_put (self->storage, self->schema, i, text);
  sqlite_close (self);
  g_assert_cmpint (truncate (self->path, 3 * 4096), ==, 0);
  if (vmx_storage_open (self->storage, FALSE, NULL, &error))
    read_everything (self, &error);
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_DATABASE, "damaged");
}

static void
copy_file (const char *from, const char *to, const char *suffix)
{
  g_autofree char *source = g_strconcat (from, suffix, NULL);
  g_autofree char *target = g_strconcat (to, suffix, NULL);
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (source, &content, &length, NULL));
  write_file (target, content, (gssize) length);
}

/* The files as a program leaves them that was killed between two transactions. */
static void
test_killed (SqliteFixture *self, gconstpointer data)
{
  g_autofree char *left = g_build_filename (self->folder, "left.db", NULL);
  g_autoptr(VmxStorage) storage = sqlite_make_storage (left);
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autoptr(VmxSelection) selection = vmx_selection_new (self->schema);
  g_autoptr(GError) error = NULL;

  sqlite_create (self);
  sqlite_put (self->storage, self->schema, 1, "kept");
  txn = sqlite_begin (self->storage, VMX_TXN_WRITE);
  g_assert_true (vmx_storage_txn_clear (txn, self->schema, NULL));
  copy_file (self->path, left, "");
  copy_file (self->path, left, "-wal");
  vmx_storage_open (storage, FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sqlite_count (storage, self->schema), ==, 1);
}

static void
test_destroy (SqliteFixture *self, gconstpointer data)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", "-journal", "-lock" };
  g_autofree char *neighbour = g_strconcat (self->path, ".bak", NULL);
  g_autoptr(GError) error = NULL;

  sqlite_create (self);
  write_file (neighbour, "x", 1);
  assert_destroy_refused (self, "it is open");
  sqlite_close (self);
  for (guint i = 1; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (self->path, suffixes[i], NULL);

      write_file (name, "", 0);
    }
  g_assert_true (vmx_storage_destroy (self->storage, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (self->path, suffixes[i], NULL);

      g_assert_false (g_file_test (name, G_FILE_TEST_EXISTS));
    }
  g_assert_true (g_file_test (neighbour, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  sqlite_add_test ("/sqlite/file/not-a-database", test_not_a_database);
  sqlite_add_test ("/sqlite/file/database-of-others", test_database_of_others);
  sqlite_add_test ("/sqlite/file/marked-by-others", test_marked_by_others);
  sqlite_add_test ("/sqlite/file/empty", test_empty_file);
  sqlite_add_test ("/sqlite/file/newer-layout", test_newer_layout);
  sqlite_add_test ("/sqlite/file/none", test_no_file);
  sqlite_add_test ("/sqlite/file/folders", test_folders);
  sqlite_add_test ("/sqlite/file/odd-paths", test_odd_paths);
  sqlite_add_test ("/sqlite/file/read-only-folder", test_read_only_folder);
  sqlite_add_test ("/sqlite/file/read-only-file", test_read_only_file);
  sqlite_add_test ("/sqlite/file/no-access", test_no_access);
  sqlite_add_test ("/sqlite/file/damaged", test_damaged);
  sqlite_add_test ("/sqlite/file/check-pages", test_check_pages);
  sqlite_add_test ("/sqlite/file/check-rows", test_check_rows);
  sqlite_add_test ("/sqlite/file/check-schema", test_check_schema);
  sqlite_add_test ("/sqlite/file/damaged-head", test_damaged_head);
  sqlite_add_test ("/sqlite/file/cut-off", test_cut_off);
  sqlite_add_test ("/sqlite/file/killed", test_killed);
  sqlite_add_test ("/sqlite/file/destroy", test_destroy);
  return g_test_run ();
}
