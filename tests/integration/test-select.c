/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* execute_select_query: acceptance row 48. */
#include "fixture.h"

#include <string.h>

#define SCENARIO                                                                                   \
  "{\"objects\":{\"Employee\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\",\"Name\":\"string?"  \
  "\","                                                                                            \
  "\"Salary\":\"decimal?\"},\"records\":[{\"Id\":1,\"Name\":\"Anna\",\"Salary\":10.50},"           \
  "{\"Id\":2,\"Name\":\"Ben\",\"Salary\":9.5},{\"Id\":3,\"Name\":null,\"Salary\":null}]}}}"

static VmxClient *
set_up_with_records (void)
{
  VmxClient *client = fixture_set_up (SCENARIO);
  g_autoptr(VmxObj) employee = fixture_get_object (client, "Employee");

  g_object_unref (fixture_sync (employee, NULL));
  return client;
}

static char *
to_json (GPtrArray *records)
{
  g_autoptr(GString) json = g_string_new (NULL);

  for (guint i = 0; i < records->len; i++)
    {
      g_autofree char *record = vmx_record_to_json (records->pdata[i]);

      g_string_append (json, record);
    }
  return g_string_free (g_steal_pointer (&json), FALSE);
}

static const struct
{
  const char *query;
  const char *json;
} queries[] = {
  { "SELECT Id, Name FROM Employee ORDER BY Id",
    "{\"Id\":1,\"Name\":\"Anna\"}{\"Id\":2,\"Name\":\"Ben\"}{\"Id\":3,\"Name\":null}" },
  { "select count(*) as n from Employee where Name is not null", "{\"n\":2}" },
  { "SELECT Id FROM Employee WHERE Id > 5", "" },
  { "SELECT 1 AS one, 'é' AS text, NULL AS gone",
    "{\"one\":1,\"text\":\"é\",\"gone\":null}" },
  { "  SELECT Name FROM Employee WHERE Id = 2 ; ", "{\"Name\":\"Ben\"}" },
  { "WITH x(a) AS (SELECT 7) SELECT a FROM x", "{\"a\":7}" },
};

static void
test_queries (void)
{
  g_autoptr(VmxClient) client = set_up_with_records ();

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) records
          = vmx_client_execute_select_query (client, queries[i].query, NULL, &error);
      g_autofree char *json = NULL;

      if (!fixture_uses_sqlite ())
        {
          vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED, "run_select");
          continue;
        }
      g_assert_no_error (error);
      json = to_json (records);
      g_assert_cmpstr (json, ==, queries[i].json);
    }
}

/* Everything that could write, and everything that is not one statement. */
static const char *const refused[] = {
  "DELETE FROM Employee",
  "UPDATE Employee SET Name = 'x'",
  "INSERT INTO Employee (Id) VALUES (9)",
  "DROP TABLE Employee",
  "CREATE TABLE x (a)",
  "ALTER TABLE Employee ADD x",
  "PRAGMA journal_mode = DELETE",
  "PRAGMA user_version = 9",
  "ATTACH 'other.db' AS other",
  "VACUUM",
  "BEGIN",
  "COMMIT",
  "REINDEX",
  "SELECT 1; SELECT 2",
  "SELECT 1; DELETE FROM Employee",
  "WITH x AS (SELECT 1) DELETE FROM Employee",
  "SELECT * FROM NoSuchTable",
  "SELECT NoSuchColumn FROM Employee",
  "SELECT load_extension('x')",
  "SELEC 1",
  "SELECT ?",
  ";",
  "   ",
  "-- nothing",
};

static void
test_refused (void)
{
  g_autoptr(VmxClient) client = set_up_with_records ();
  g_autoptr(VmxObj) employee = fixture_get_object (client, "Employee");

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) records
          = vmx_client_execute_select_query (client, refused[i], NULL, &error);

      g_test_message ("%s: %s", refused[i], error != NULL ? error->message : "accepted");
      g_assert_null (records);
      g_assert_true (error->domain == VMX_ERROR);
      if (!fixture_uses_sqlite ())
        g_assert_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED);
      else
        g_assert_true (error->code == VMX_ERROR_INVALID_QUERY
                       || error->code == VMX_ERROR_SELECT_FAILED);
    }
  g_assert_cmpuint (fixture_count (employee), ==, 3);
  g_object_unref (fixture_sync (employee, NULL));
}

static void
test_bad_text (void)
{
  static const char *const texts[] = { NULL, "", "SELECT '\xff'", "\xc3" };
  g_autoptr(VmxClient) client = set_up_with_records ();

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (vmx_client_execute_select_query (client, texts[i], NULL, &error));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_QUERY, "UTF-8");
    }
}

static void
test_not_set_up (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = fixture_new_client (path, SCENARIO);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_null (vmx_client_execute_select_query (client, "SELECT 1", NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NOT_SET_UP, "setup");
  vmx_client_execute_select_query_async (client, "SELECT 1", NULL, fixture_keep_result, &result);
  fixture_wait_for (&result);
  g_assert_null (vmx_client_execute_select_query_finish (client, result, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NOT_SET_UP, "setup");
}

static void
test_async (void)
{
  g_autoptr(VmxClient) client = set_up_with_records ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(GError) error = NULL;

  vmx_client_execute_select_query_async (client, "SELECT max(Id) AS Id FROM Employee", NULL,
                                         fixture_keep_result, &result);
  fixture_wait_for (&result);
  records = vmx_client_execute_select_query_finish (client, result, &error);
  if (!fixture_uses_sqlite ())
    {
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED, "run_select");
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpint (vmx_record_get_int64 (records->pdata[0], "Id"), ==, 3);
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (100 * 1000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* A query that would never end. */
static void
test_cancel (void)
{
  g_autoptr(VmxClient) client = set_up_with_records ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  GThread *thread;

  if (!fixture_uses_sqlite ())
    {
      g_test_skip ("this storage has no language");
      return;
    }
  thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_assert_null (vmx_client_execute_select_query (
      client,
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(i) FROM n",
      cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/select/row-48/queries", test_queries);
  g_test_add_func ("/select/row-48/refused", test_refused);
  g_test_add_func ("/select/bad-text", test_bad_text);
  g_test_add_func ("/select/not-set-up", test_not_set_up);
  g_test_add_func ("/select/async", test_async);
  g_test_add_func ("/select/cancel", test_cancel);
  return g_test_run ();
}
