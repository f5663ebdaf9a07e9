/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "sqlite-fixture.h"

static void
set_up (SqliteFixture *self, gconstpointer data)
{
  sqlite_fixture_set_up (self, data);
  sqlite_create (self);
  sqlite_put (self->storage, self->schema, 1, "one");
  sqlite_put (self->storage, self->schema, 2, "two");
}

static const struct
{
  const char *statement;
  const char *part; /* of the message */
} refused[] = {
  { "INSERT INTO Thing (ID) VALUES (3)", "INSERT" },
  { "INSERT INTO Thing (ID) VALUES (3) RETURNING ID", "INSERT" },
  { "REPLACE INTO Thing (ID) VALUES (1)", "INSERT" },
  { "UPDATE Thing SET Name = 'x' RETURNING ID", "UPDATE" },
  { "DELETE FROM Thing", "DELETE" },
  { "DELETE FROM Thing RETURNING ID", "DELETE" },
  { "WITH x AS (SELECT 9) INSERT INTO Thing (ID) SELECT * FROM x", "INSERT" },
  { "WITH x AS (SELECT 1) DELETE FROM Thing WHERE ID IN (SELECT * FROM x)", "DELETE" },
  { "DROP TABLE Thing", "only read" },
  { "CREATE TABLE t (a)", "only read" },
  { "CREATE TEMP TABLE t (a)", "only read" },
  { "CREATE VIEW v AS SELECT 1", "only read" },
  { "CREATE TRIGGER t AFTER INSERT ON Thing BEGIN SELECT 1; END", "only read" },
  { "ALTER TABLE Thing ADD COLUMN x", "only read" },
  { "UPDATE sqlite_master SET sql = 'x'", "sqlite_master" },
  { "UPDATE sqlite_schema SET sql = 'x' RETURNING name", "sqlite_master" },
  { "DELETE FROM sqlite_master", "sqlite_master" },
  { "CREATE VIRTUAL TABLE v USING fts5 (a)", "only read" },
  { "PRAGMA user_version", "PRAGMA" },
  { "PRAGMA user_version = 7", "PRAGMA" },
  { "PRAGMA writable_schema = 1", "PRAGMA" },
  { "SELECT * FROM pragma_table_info ('Thing')", "PRAGMA" },
  { "ATTACH DATABASE '/tmp/vmx-attached.db' AS other", "ATTACH" },
  { "DETACH DATABASE main", "DETACH" },
  { "VACUUM", "" },
  { "VACUUM INTO '/tmp/vmx-vacuum.db'", "" },
  { "ANALYZE", "" },
  { "REINDEX", "" },
  { "BEGIN", "BEGIN" },
  { "COMMIT", "COMMIT" },
  { "SAVEPOINT a", "SAVEPOINT" },
  { "SELECT load_extension ('libm.so')", "" },
  { "SELECT fts3_tokenizer ('simple')", "" },
  { "SELECT 1; SELECT 2", "more text" },
  { "SELECT 1; DROP TABLE Thing", "" },
  { "SELECT 1;; -- end\n SELECT 2", "more text" },
  { "SELECT 1; nonsense", "" },
  { "", "empty" },
  { "   \n", "empty" },
  { "-- only a comment", "empty" },
  { "/* only a comment */ ;", "" },
  { "EXPLAIN SELECT 1", "EXPLAIN" },
  { "EXPLAIN QUERY PLAN SELECT 1", "EXPLAIN" },
  { "SELECT ?1", "parameters" },
  { "SELECT :name", "parameters" },
  { "SELECT FROM", "syntax error" },
  { "SELECT * FROM Nothing", "Nothing" },
  { "SELECT Missing FROM Thing", "Missing" },
  { "SELECT \"Missing\" FROM Thing", "Missing" },
  { "SELECT 'open", "" },
  { "SELECT '\xff'", "UTF-8" },
  { "nonsense", "syntax error" },
};

static void
test_refused (SqliteFixture *self, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) records = NULL;
      g_autofree char *shown = g_utf8_make_valid (refused[i].statement, -1);

      g_test_message ("%s", shown);
      records = vmx_storage_execute_select (self->storage, refused[i].statement, NULL, &error);
      g_assert_null (records);
      g_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_QUERY);
      vmx_test_assert_message (error, refused[i].part);
      vmx_test_assert_message (error, "SELECT");
    }
  g_assert_cmpint (sqlite_count (self->storage, self->schema), ==, 2);
  g_assert_false (g_file_test ("/tmp/vmx-attached.db", G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test ("/tmp/vmx-vacuum.db", G_FILE_TEST_EXISTS));
  sqlite_assert_raw (self->path, "PRAGMA user_version", "1");
  /* A refusal leaves nothing behind on the connection. */
  sqlite_put (self->storage, self->schema, 3, "three");
  g_assert_cmpint (sqlite_count (self->storage, self->schema), ==, 3);
}

static const struct
{
  const char *statement;
  const char *expected; /* JSON records, with blanks between them */
} allowed[] = {
  { "SELECT ID, Name FROM Thing ORDER BY ID",
    "{\"ID\":1,\"Name\":\"one\"} {\"ID\":2,\"Name\":\"two\"}" },
  { "select count(*) AS n from Thing;", "{\"n\":2}" },
  { "SELECT 1 AS a; ; -- done\n", "{\"a\":1}" },
  { "/* first */ SELECT NULL AS n, 1.5 AS r, x'0001' AS b, 'ü' AS t",
    "{\"n\":null,\"r\":1.5,\"b\":\"AAE=\",\"t\":\"ü\"}" },
  { "SELECT x'' AS b, '' AS t, 9223372036854775807 AS i",
    "{\"b\":\"\",\"t\":\"\",\"i\":\"9223372036854775807\"}" },
  { "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT i FROM n",
    "{\"i\":1} {\"i\":2} {\"i\":3}" },
  { "SELECT a.ID, b.ID FROM Thing AS a JOIN Thing AS b ON b.ID = a.ID + 1",
    "{\"ID\":1,\"ID:1\":2}" },
  { "SELECT value AS v FROM json_each ('[1, 2]')", "{\"v\":1} {\"v\":2}" },
  { "VALUES (1), (2)", "{\"column1\":1} {\"column1\":2}" },
  { "SELECT Name FROM Thing WHERE ID > 5", "" },
  { "SELECT upper (Name) AS u FROM Thing WHERE Name LIKE 'T%'", "{\"u\":\"TWO\"}" },
  { "SELECT v FROM (SELECT '10' AS v UNION SELECT '9') ORDER BY v COLLATE VMX_DECIMAL",
    "{\"v\":\"9\"} {\"v\":\"10\"}" },
};

static void
test_allowed (SqliteFixture *self, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (allowed); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) records = NULL;
      g_autoptr(GString) text = g_string_new (NULL);

      g_test_message ("%s", allowed[i].statement);
      records = vmx_storage_execute_select (self->storage, allowed[i].statement, NULL, &error);
      g_assert_no_error (error);
      for (guint j = 0; j < records->len; j++)
        {
          g_autofree char *json = vmx_record_to_json (records->pdata[j]);

          g_string_append_printf (text, "%s%s", j > 0 ? " " : "", json);
        }
      g_assert_cmpstr (text->str, ==, allowed[i].expected);
    }
}

static void
test_fails_while_running (SqliteFixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (vmx_storage_execute_select (
      self->storage, "SELECT abs (-9223372036854775807 - ID) FROM Thing", NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_SELECT_FAILED, "overflow");
}

/* It reads what is committed, even while somebody writes. */
static void
test_sees_commits (SqliteFixture *self, gconstpointer data)
{
  g_autoptr(VmxStorageTxn) txn = sqlite_begin (self->storage, VMX_TXN_WRITE);
  g_autoptr(GPtrArray) records = NULL;

  g_assert_true (vmx_storage_txn_clear (txn, self->schema, NULL));
  records = vmx_storage_execute_select (self->storage, "SELECT ID FROM Thing", NULL, NULL);
  g_assert_cmpuint (records->len, ==, 2);
}

static void
test_closed (SqliteFixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  sqlite_close (self);
  g_assert_null (vmx_storage_execute_select (self->storage, "SELECT 1", NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_STORE_NOT_OPEN, "not open");
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (50 * 1000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* Without an end, if nobody stopped it. */
static void
test_cancel (SqliteFixture *self, gconstpointer data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);

  g_assert_null (vmx_storage_execute_select (
      self->storage,
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max (i) FROM n",
      cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  g_assert_cmpint (sqlite_count (self->storage, self->schema), ==, 2);
}

#define add(path, func)                                                                            \
  g_test_add (path, SqliteFixture, NULL, set_up, func, sqlite_fixture_tear_down)

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  add ("/sqlite/select/refused", test_refused);
  add ("/sqlite/select/allowed", test_allowed);
  add ("/sqlite/select/fails-while-running", test_fails_while_running);
  add ("/sqlite/select/sees-commits", test_sees_commits);
  add ("/sqlite/select/closed", test_closed);
  add ("/sqlite/select/cancel", test_cancel);
  return g_test_run ();
}
