/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* In which requests changes go, and in which order. */
#include "fixture-edit.h"
#include "push-transport.h"

#include <string.h>

typedef struct
{
  PushTransport *transport;
  VmxClient *client;
  VmxObj *department;
  VmxObj *employee;
  VmxObj *room;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->transport = push_transport_new ();
  fixture->client = push_transport_set_up (fixture->transport);
  fixture->department = fixture_get_object (fixture->client, "Department");
  fixture->employee = fixture_get_object (fixture->client, "Employee");
  fixture->room = fixture_get_object (fixture->client, "Room");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->department);
  g_object_unref (fixture->employee);
  g_object_unref (fixture->room);
  g_object_unref (fixture->client);
  g_object_unref (fixture->transport);
}

static void
create (VmxObj *object, const char *json)
{
  g_autofree char *created = fixture_create (object, json, NULL);
}

static void
upload (VmxObj *object, const char *more_options)
{
  g_autofree char *options = g_strdup_printf ("{\"syncType\":\"uploadOnly\"%s}",
                                              more_options != NULL ? more_options : "");

  g_object_unref (fixture_sync (object, options));
}

#define assert_log(fixture, text)                                                                  \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *found_log = push_transport_take_log ((fixture)->transport);                   \
    g_assert_cmpstr (found_log, ==, text);                                                         \
  }                                                                                                \
  G_STMT_END

static void
create_rooms (Fixture *fixture, guint n)
{
  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"Number\":\"%u\",\"Seats\":%u}", i, i);

      create (fixture->room, json);
    }
}

/* The records of each request. */
static char *
count_members (Fixture *fixture)
{
  g_autofree char *log = push_transport_take_log (fixture->transport);
  g_auto(GStrv) lines = g_strsplit (log, "\n", -1);
  g_autoptr(GString) counts = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto(GStrv) members = g_strsplit (lines[i], "; ", -1);

      g_string_append_printf (counts, "%s%u", i > 0 ? " " : "", g_strv_length (members));
    }
  return g_string_free (g_steal_pointer (&counts), FALSE);
}

static void
test_sizes (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *options;
    const char *counts;
    guint n_batches;
  } sizes[] = {
    { ",\"uploadBatchSize\":4", "4 4 4", 3 },
    { ",\"uploadBatchSize\":5", "5 5 2", 3 },
    { ",\"uploadBatchSize\":\"1\"", "1 1 1 1 1 1 1 1 1 1 1 1", 12 },
    { NULL, "12", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *counts = NULL;
      g_autofree char *options = g_strdup_printf ("{\"syncType\":\"uploadOnly\",\"getSyncStats\":"
                                                  "true%s}",
                                                  sizes[i].options != NULL ? sizes[i].options : "");
      g_autoptr(VmxSyncResult) result = NULL;
      VmxSyncStats *stats;

      create_rooms (fixture, 12);
      result = fixture_sync (fixture->room, options);
      counts = count_members (fixture);
      g_assert_cmpstr (counts, ==, sizes[i].counts);
      stats = vmx_sync_result_get_stats (result);
      g_assert_cmpuint (vmx_sync_stats_get_n_upload_batches (stats), ==, sizes[i].n_batches);
      g_assert_cmpuint (vmx_sync_stats_get_total_uploaded_records (stats), ==, 12);
      fixture_edit (fixture->room, FIXTURE_DELETE, NULL, NULL);
      upload (fixture->room, NULL);
      g_free (push_transport_take_log (fixture->transport));
    }
}

/* More than 50 at once gain nothing; the batch is still one of 120. */
static void
test_large_batch (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxSyncResult) result = NULL;
  g_autofree char *counts = NULL;

  create_rooms (fixture, 120);
  result = fixture_sync (fixture->room, "{\"syncType\":\"uploadOnly\",\"uploadBatchSize\":500,"
                                        "\"getSyncStats\":true}");
  counts = count_members (fixture);
  g_assert_cmpstr (counts, ==, "50 50 20");
  g_assert_cmpuint (vmx_sync_stats_get_n_upload_batches (vmx_sync_result_get_stats (result)), ==,
                    1);
}

static void
test_single_requests (Fixture *fixture, gconstpointer data)
{
  g_autofree char *counts = NULL;

  fixture->transport->features = VMX_TRANSPORT_FEATURE_UPLOAD;
  create_rooms (fixture, 3);
  upload (fixture->room, NULL);
  counts = count_members (fixture);
  g_assert_cmpstr (counts, ==, "1 1 1");
}

/* A request has at most one change of a record, because the next needs what the answer tells. */
static void
test_one_change_of_a_record (Fixture *fixture, gconstpointer data)
{
  create (fixture->room, "{\"Number\":\"A\"}");
  fixture_edit (fixture->room, FIXTURE_UPDATE, "{\"Seats\":1}", NULL);
  create (fixture->room, "{\"Number\":\"B\"}");
  fixture_edit (fixture->room, FIXTURE_UPDATE, "{\"Seats\":2}", NULL);
  upload (fixture->room, NULL);
  assert_log (fixture,
              "create Room {\"Number\":\"A\"}; create Room {\"Number\":\"B\"}\n"
              "update Room {\"Number\":\"A\",\"Seats\":1}; "
              "update Room {\"Number\":\"B\",\"Seats\":2}\n"
              "update Room {\"Number\":\"A\",\"Seats\":2}");
}

/* Employees that lead others are created before those that they lead, and get their keys first. */
static void
test_parents_of_the_same_object (Fixture *fixture, gconstpointer data)
{
  create (fixture->employee, "{\"Name\":\"Ada\",\"Grade\":1}");
  create (fixture->employee, "{\"Name\":\"Bob\",\"Grade\":1,\"ManagerId\":-1}");
  create (fixture->employee, "{\"Name\":\"Cy\",\"Grade\":1,\"ManagerId\":-2}");
  create (fixture->employee, "{\"Name\":\"Di\",\"Grade\":1}");
  upload (fixture->employee, NULL);
  assert_log (fixture, "create Employee {\"Name\":\"Ada\",\"Grade\":1}; "
                       "create Employee {\"Name\":\"Di\",\"Grade\":1}\n"
                       "create Employee {\"Name\":\"Bob\",\"Grade\":1,\"ManagerId\":1000}\n"
                       "create Employee {\"Name\":\"Cy\",\"Grade\":1,\"ManagerId\":1002}");
  fixture_assert_pending (fixture->employee, "");
}

static char *
read_reason (VmxObj *object)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) pending = vmx_obj_get_pending_records_for_upload (object, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (pending->len, ==, 1);
  return g_strdup (vmx_pending_record_get_reason (pending->pdata[0]));
}

/* The department goes with its own sync; until then the employee waits and says for what. */
static void
test_parent_of_another_object (Fixture *fixture, gconstpointer data)
{
  g_autofree char *reason = NULL;

  create (fixture->department, "{\"Id\":7,\"Title\":\"Sales\"}");
  create (fixture->employee, "{\"Name\":\"Ada\",\"Grade\":1,\"DepartmentId\":7}");
  upload (fixture->employee, NULL);
  assert_log (fixture, "");
  reason = read_reason (fixture->employee);
  g_assert_nonnull (strstr (reason, "creation of [7] in “Department”"));
  upload (fixture->department, NULL);
  upload (fixture->employee, NULL);
  assert_log (fixture, "create Department {\"Id\":7,\"Title\":\"Sales\"}\n"
                       "create Employee {\"Name\":\"Ada\",\"Grade\":1,\"DepartmentId\":7}");
}

/* Who leaves a parent that is deleted goes first, in a request before. */
static void
test_deletions (Fixture *fixture, gconstpointer data)
{
  create (fixture->employee, "{\"Name\":\"Ada\",\"Grade\":1}");
  upload (fixture->employee, NULL);
  create (fixture->employee, "{\"Name\":\"Bob\",\"Grade\":1,\"ManagerId\":1000}");
  upload (fixture->employee, NULL);
  g_free (push_transport_take_log (fixture->transport));
  fixture_edit (fixture->employee, FIXTURE_DELETE_BY_PK, NULL, "{\"primaryKeys\":{\"Id\":1001}}");
  fixture_edit (fixture->employee, FIXTURE_DELETE_BY_PK, NULL, "{\"primaryKeys\":{\"Id\":1000}}");
  upload (fixture->employee, NULL);
  assert_log (fixture, "delete Employee {\"Id\":1001}\ndelete Employee {\"Id\":1000}");
}

static void
test_request_facts (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  VmxObjSvc *service = vmx_client_get_service (fixture->client, "HR", &error);

  g_assert_no_error (error);
  create_rooms (fixture, 2);
  upload (fixture->room, ",\"uploadBatchSize\":1,\"uploadRequestQueryParams\":{\"Site\":\"2\"}");
  g_assert_cmpuint (fixture->transport->ids->len, ==, 2);
  g_assert_cmpstr (fixture->transport->ids->pdata[0], !=, fixture->transport->ids->pdata[1]);
  g_assert_true (g_uuid_string_is_valid (fixture->transport->ids->pdata[0]));
  g_assert_cmpstr (fixture->transport->params, ==, "Site|2");
  g_assert_false (fixture->transport->atomic);
  g_assert_true (vmx_obj_svc_set_option (service, "atomic-uploads", "true", &error));
  fixture_edit (fixture->room, FIXTURE_UPDATE, "{\"Seats\":0}", NULL);
  upload (fixture->room, NULL);
  g_assert_true (fixture->transport->atomic);
  g_assert_false (vmx_obj_svc_set_option (service, "atomic-uploads", "maybe", &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "true or false");
}

/* What the transport found out is there again in the next run. */
static void
test_learned (Fixture *fixture, gconstpointer data)
{
  fixture->transport->learned = g_strdup ("batch=multipart");
  create_rooms (fixture, 1);
  upload (fixture->room, NULL);
  g_assert_null (fixture->transport->remembered);
  upload (fixture->room, NULL);
  g_assert_cmpstr (fixture->transport->remembered, ==, "batch=multipart");
}

static VmxUploadReply *
take_two (PushTransport *self, VmxUploadRequest *request, GCancellable *cancellable,
          GError **error)
{
  VmxUploadReply *reply;

  if (vmx_upload_request_get_n_members (request) <= 2)
    return push_transport_accept (self, request, cancellable, error);
  reply = vmx_upload_reply_new (vmx_upload_request_get_n_members (request));
  vmx_upload_reply_set_verdict (reply, VMX_UPLOAD_VERDICT_TOO_LARGE, 413, "too large");
  return reply;
}

/* Too large a request is halved until it passes, and the rest goes in such requests, too. */
static void
test_halving (Fixture *fixture, gconstpointer data)
{
  g_autofree char *counts = NULL;

  fixture->transport->push = take_two;
  create_rooms (fixture, 9);
  upload (fixture->room, NULL);
  counts = count_members (fixture);
  g_assert_cmpstr (counts, ==, "9 4 2 2 2 2 1");
  fixture_assert_pending (fixture->room, "");
}

static VmxUploadReply *
refuse_four (PushTransport *self, VmxUploadRequest *request, GCancellable *cancellable,
             GError **error)
{
  VmxUploadReply *reply;

  if (strstr (self->log->pdata[self->log->len - 1], "\"Number\":\"4\"") == NULL)
    return push_transport_accept (self, request, cancellable, error);
  reply = vmx_upload_reply_new (vmx_upload_request_get_n_members (request));
  vmx_upload_reply_set_verdict (reply, VMX_UPLOAD_VERDICT_REFUSED, 400, "Four is no number");
  return reply;
}

/* One bad record holds back nobody, even if the server takes the whole request amiss. */
static void
test_culprit (Fixture *fixture, gconstpointer data)
{
  g_autofree char *reason = NULL;

  fixture->transport->push = refuse_four;
  create_rooms (fixture, 9);
  upload (fixture->room, NULL);
  fixture_assert_pending (fixture->room,
                          "{\"Number\":\"4\"} rejected: create rejected {\"Seats\":4}");
  reason = read_reason (fixture->room);
  g_assert_nonnull (strstr (reason, "Four is no number"));
}

/* Answers as if all were well, and ends over the room 2. */
static VmxUploadReply *
end_over_two (PushTransport *self, VmxUploadRequest *request, GCancellable *cancellable,
              GError **error)
{
  VmxUploadReply *reply = push_transport_accept (self, request, cancellable, error);

  for (guint i = 0; i < vmx_upload_request_get_n_members (request); i++)
    {
      g_autoptr(VmxRecord) record = vmx_upload_request_get_record (request, i);

      if (g_strcmp0 (vmx_record_get_text (record, "Number"), "2") != 0)
        continue;
      vmx_upload_reply_set_outcome (reply, i, VMX_UPLOAD_OUTCOME_UNKNOWN, 200, NULL, "no record");
      self->is_down = TRUE;
    }
  return reply;
}

/* A change that ends the server each time it is sent does not do so in every run for ever. */
static void
test_fatal_change (Fixture *fixture, gconstpointer data)
{
  fixture->transport->push = end_over_two;
  create_rooms (fixture, 3);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr(VmxSyncOptions) options = vmx_sync_options_new ();
      g_autoptr(VmxSyncResult) result = NULL;

      vmx_sync_options_set_sync_type (options, VMX_SYNC_TYPE_UPLOAD_ONLY);
      result = vmx_obj_start_sync (fixture->room, options, NULL, NULL);
    }
  fixture_assert_pending (fixture->room,
                          "{\"Number\":\"2\"} unknown: create unknown {\"Seats\":2}");
  create (fixture->room, "{\"Number\":\"4\"}");
  upload (fixture->room, NULL);
  fixture_assert_pending (fixture->room,
                          "{\"Number\":\"2\"} unknown: create unknown {\"Seats\":2}");
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
#define ADD(name, func)                                                                            \
  g_test_add ("/upload-order/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("sizes", test_sizes);
  ADD ("large-batch", test_large_batch);
  ADD ("single-requests", test_single_requests);
  ADD ("one-change-of-a-record", test_one_change_of_a_record);
  ADD ("parents-of-the-same-object", test_parents_of_the_same_object);
  ADD ("parent-of-another-object", test_parent_of_another_object);
  ADD ("deletions", test_deletions);
  ADD ("request-facts", test_request_facts);
  ADD ("learned", test_learned);
  ADD ("halving", test_halving);
  ADD ("culprit", test_culprit);
  ADD ("fatal-change", test_fatal_change);
#undef ADD
  return g_test_run ();
}
