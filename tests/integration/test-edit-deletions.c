/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The server deletes records that were edited here. */
#include "fixture-edit.h"
#include "test-transport.h"

static VmxRecordBatch *
give_three (TestTransport *transport, VmxFetchRequest *request, GCancellable *cancellable,
            GError **error)
{
  return test_transport_make_batch (request, 3, 1, NULL);
}

typedef struct
{
  TestTransport *transport;
  VmxClient *client;
  VmxObj *item;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->transport = test_transport_new ();
  fixture->client = test_transport_set_up (fixture->transport);
  fixture->transport->fetch = give_three;
  fixture->item = fixture_get_object (fixture->client, "Item");
  g_object_unref (fixture_sync (fixture->item, NULL));
  fixture_edit (fixture->item, FIXTURE_UPDATE_BY_PK, "{\"Name\":\"mine\"}",
                "{\"primaryKeys\":{\"Id\":1}}");
  fixture_edit (fixture->item, FIXTURE_DELETE_BY_PK, NULL, "{\"primaryKeys\":{\"Id\":2}}");
  fixture_edit (fixture->item, FIXTURE_CREATE, "{\"Id\":50,\"Name\":\"new\"}", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->item);
  g_object_unref (fixture->client);
  g_object_unref (fixture->transport);
}

static VmxRecordBatch *
delete_all (TestTransport *transport, VmxFetchRequest *request, GCancellable *cancellable,
            GError **error)
{
  static const gint64 ids[] = { 1, 2, 3, 50 };
  VmxRecordBatch *batch = vmx_record_batch_new (vmx_fetch_request_get_schema (request));

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      guint row = vmx_record_batch_add_row (batch);

      vmx_record_batch_put_int64 (batch, row, 0, ids[i]);
      vmx_record_batch_add_deleted (batch, row);
    }
  return batch;
}

static VmxRecordBatch *
give_two (TestTransport *transport, VmxFetchRequest *request, GCancellable *cancellable,
          GError **error)
{
  return test_transport_make_batch (request, 2, 1, NULL);
}

static void
sync_with (Fixture *fixture, TestFetchFunc fetch, const char *options)
{
  fixture->transport->fetch = fetch;
  g_object_unref (fixture_sync (
      fixture->item, options != NULL ? options : "{\"syncType\":\"downloadOnly\"}"));
}

static const char pending[] = "{\"Id\":1} pending: update pending {\"Name\":\"mine\"}\n"
                              "{\"Id\":2} pending: delete pending\n"
                              "{\"Id\":50} pending: create pending {\"Name\":\"new\"}";

/* What was edited stays, and a rollback leaves nothing of it. */
static void
test_protected (Fixture *fixture, gconstpointer data)
{
  sync_with (fixture, delete_all, NULL);
  fixture_assert_all (fixture->item, "[{\"Id\":1,\"Name\":\"mine\"},{\"Id\":50,\"Name\":\"new\"}]");
  fixture_assert_pending (fixture->item, pending);
  fixture_edit (fixture->item, FIXTURE_ROLLBACK, NULL, NULL);
  fixture_assert_all (fixture->item, "[]");
  fixture_assert_pending (fixture->item, "");
}

static void
test_without_reconciliation (Fixture *fixture, gconstpointer data)
{
  sync_with (fixture, delete_all,
             "{\"downloadReconciliationRequired\":false,\"syncType\":\"downloadOnly\"}");
  fixture_assert_all (fixture->item, "[]");
  fixture_assert_pending (fixture->item, pending);
  fixture_edit (fixture->item, FIXTURE_ROLLBACK, NULL, NULL);
  fixture_assert_all (fixture->item, "[]");
}

/* The last that was heard of it counts. */
static void
test_back_again (Fixture *fixture, gconstpointer data)
{
  sync_with (fixture, delete_all, NULL);
  sync_with (fixture, give_two, NULL);
  fixture_assert_all (fixture->item, "[{\"Id\":1,\"Name\":\"mine\"},{\"Id\":50,\"Name\":\"new\"}]");
  fixture_edit (fixture->item, FIXTURE_ROLLBACK, NULL, NULL);
  fixture_assert_all (fixture->item,
                      "[{\"Id\":1,\"Name\":\"item 1\"},{\"Id\":2,\"Name\":\"item 2\"}]");
}

/* A record of the same key came and went at the server; the one made here is still new. */
static void
test_created (Fixture *fixture, gconstpointer data)
{
  fixture_edit (fixture->item, FIXTURE_ROLLBACK, NULL, NULL);
  sync_with (fixture, delete_all, NULL);
  fixture_edit (fixture->item, FIXTURE_CREATE, "{\"Id\":1,\"Name\":\"new\"}", NULL);
  sync_with (fixture, give_two, NULL);
  sync_with (fixture, delete_all, NULL);
  fixture_assert_records (fixture->item, "{\"primaryKeys\":{\"Id\":1}}",
                          "[{\"Id\":1,\"Name\":\"new\"}]");
  fixture_edit (fixture->item, FIXTURE_DELETE_BY_PK, NULL, "{\"primaryKeys\":{\"Id\":1}}");
  fixture_assert_all (fixture->item, "[]");
  fixture_assert_pending (fixture->item, "");
  g_assert_cmpuint (
      fixture_count_rows (vmx_client_get_storage (fixture->client), &fixture_originals), ==, 0);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  ADD ("/edit-deletions/protected", test_protected);
  ADD ("/edit-deletions/without-reconciliation", test_without_reconciliation);
  ADD ("/edit-deletions/back-again", test_back_again);
  ADD ("/edit-deletions/created", test_created);
  return g_test_run ();
}
