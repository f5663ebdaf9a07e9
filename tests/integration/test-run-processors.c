/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fixture.h"

#include <string.h>

/* --- A processor of the program --- */

#define TEST_TYPE_PROCESSOR (test_processor_get_type ())
G_DECLARE_FINAL_TYPE (TestProcessor, test_processor, TEST, PROCESSOR, GObject)

typedef enum
{
  ACT_APPEND, /* its name to every text in column 1 */
  ACT_FAIL,
  ACT_FAIL_TO_PREPARE,
  ACT_FAIL_SILENTLY,
  ACT_ADD_ROW,
  ACT_TAKE_KEY,
  ACT_READ,   /* the client, to see that no transaction is in its way */
} Act;

struct _TestProcessor
{
  GObject parent_instance;

  Act act;
  const char *name;
  VmxObj *object;
  gint n_prepared; /* (atomic) */
  guint n_processed;
  guint n_stored; /* calls that came with stored records */
};

static gboolean
test_processor_prepare (VmxProcessor *processor, VmxObjectSchema *schema, GError **error)
{
  TestProcessor *self = TEST_PROCESSOR (processor);

  g_atomic_int_inc (&self->n_prepared);
  if (self->act == ACT_FAIL_TO_PREPARE)
    g_set_error_literal (error, VMX_ERROR, VMX_ERROR_INVALID_SCHEMA, "cannot work on this");
  return self->act != ACT_FAIL_TO_PREPARE;
}

static void
append_name (TestProcessor *self, VmxRecordBatch *batch)
{
  for (guint row = 0; row < vmx_record_batch_get_n_rows (batch); row++)
    {
      const char *text = vmx_value_get_text (vmx_record_batch_peek_value (batch, row, 1), NULL);
      g_autofree char *longer = g_strconcat (text != NULL ? text : "", self->name, NULL);

      vmx_record_batch_put_text (batch, row, 1, longer, strlen (longer));
    }
}

static gboolean
test_processor_process (VmxProcessor *processor, VmxRecordBatch *batch, VmxRecordBatch *stored,
                        GError **error)
{
  TestProcessor *self = TEST_PROCESSOR (processor);

  self->n_processed++;
  self->n_stored += stored != NULL ? 1 : 0;
  if (self->act == ACT_APPEND)
    append_name (self, batch);
  else if (self->act == ACT_ADD_ROW)
    vmx_record_batch_put_int64 (batch, vmx_record_batch_add_row (batch), 0, 99);
  else if (self->act == ACT_TAKE_KEY)
    vmx_record_batch_set_null (batch, 0, 0);
  else if (self->act == ACT_READ)
    fixture_count (self->object);
  else if (self->act == ACT_FAIL && self->n_processed == 2)
    g_set_error_literal (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE, "does not like it");
  return (self->act != ACT_FAIL || self->n_processed != 2) && self->act != ACT_FAIL_SILENTLY;
}

static void
processor_init (VmxProcessorInterface *iface)
{
  iface->prepare = test_processor_prepare;
  iface->process_download = test_processor_process;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestProcessor, test_processor, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (VMX_TYPE_PROCESSOR, processor_init))

static void
test_processor_class_init (TestProcessorClass *klass)
{
}

static void
test_processor_init (TestProcessor *self)
{
}

static TestProcessor *
new_processor (Act act, const char *name)
{
  TestProcessor *self = g_object_new (TEST_TYPE_PROCESSOR, NULL);

  self->act = act;
  self->name = name;
  return self;
}

/* --- Scenarios --- */

#define COLUMNS                                                                                    \
  "{\"objects\":{\"Employee\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\",\"Name\":\"string?"  \
  "\","                                                                                            \
  "\"Note\":\"string?\",\"Age\":\"int32\"},\"page-size\":2,\"records\":["
#define FULL                                                                                       \
  COLUMNS "{\"Id\":1,\"Name\":\"Anna\",\"Note\":\"long 1\",\"Age\":1},"                            \
          "{\"Id\":2,\"Name\":\"Ben\",\"Note\":null,\"Age\":2},"                                   \
          "{\"Id\":3,\"Name\":\"Cem\",\"Note\":\"long 3\",\"Age\":3}]}}}"
/* The note is left out, null in one record, and there is a new record. */
#define PARTIAL                                                                                    \
  COLUMNS "{\"Id\":1,\"Name\":\"Anna 2\",\"Age\":11},"                                             \
          "{\"Id\":2,\"Name\":\"Ben 2\",\"Age\":12},"                                              \
          "{\"Id\":3,\"Name\":\"Cem 2\",\"Note\":null,\"Age\":13},"                                \
          "{\"Id\":4,\"Name\":\"Dora\",\"Age\":14}]}}}"
#define NULL_AGE                                                                                   \
  COLUMNS "{\"Id\":1,\"Name\":\"Anna\",\"Note\":\"n\",\"Age\":null},"                              \
          "{\"Id\":2,\"Name\":\"Ben\",\"Note\":\"n\",\"Age\":2},"                                  \
          "{\"Id\":3,\"Name\":\"Cem\",\"Note\":\"n\",\"Age\":null}]}}}"

#define NAMES "{\"projectionColumns\":[\"Name\"],\"orderByMap\":[{\"Id\":\"ASC\"}]}"
#define NOTES "{\"projectionColumns\":[\"Id\",\"Note\"],\"orderByMap\":[{\"Id\":\"ASC\"}]}"

static guint
count_warnings (VmxSyncResult *result, const char *part)
{
  const char *const *warnings = vmx_sync_result_get_warnings (result);
  guint n = 0;

  for (guint i = 0; warnings[i] != NULL; i++)
    n += strstr (warnings[i], part) != NULL ? 1 : 0;
  return n;
}

/* First the service's processors, then the object's, each in the order in which they came. */
static void
test_order (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (FULL);
  g_autoptr(VmxObj) employee = fixture_get_object (client, "Employee");
  g_autoptr(VmxObj) plain = fixture_get_object (client, "Employee");
  g_autoptr(TestProcessor) a = new_processor (ACT_APPEND, "-a");
  g_autoptr(TestProcessor) b = new_processor (ACT_APPEND, "-b");
  g_autoptr(TestProcessor) c = new_processor (ACT_APPEND, "-c");
  VmxObjSvc *service = vmx_obj_get_service (employee);
  g_auto(GStrv) names = NULL;
  g_autofree char *joined = NULL;
  g_autoptr(GError) error = NULL;

  vmx_obj_add_processor (employee, VMX_PROCESSOR (c));
  vmx_obj_svc_add_processor (service, VMX_PROCESSOR (a));
  vmx_obj_svc_add_processor (service, VMX_PROCESSOR (b));
  vmx_obj_add_processor_by_name (employee, "fill-missing", &error);
  g_assert_no_error (error);
  names = vmx_obj_get_processor_names (employee);
  joined = g_strjoinv (" ", names);
  g_assert_cmpstr (joined, ==, "TestProcessor TestProcessor TestProcessor fill-missing");
  g_object_unref (fixture_sync (employee, NULL));
  fixture_assert_records (
      employee, NAMES,
      "[{\"Name\":\"Anna-a-b-c\"},{\"Name\":\"Ben-a-b-c\"},{\"Name\":\"Cem-a-b-c\"}]");
  g_assert_cmpint (a->n_prepared, ==, 1);
  g_assert_cmpuint (a->n_processed, ==, 2);
  /* The object's own ones belong to the handle. */
  g_object_unref (fixture_sync (plain, NULL));
  fixture_assert_records (
      plain, NAMES, "[{\"Name\":\"Anna-a-b\"},{\"Name\":\"Ben-a-b\"},{\"Name\":\"Cem-a-b\"}]");
}

static void
test_fill_missing (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (FULL);
  g_autoptr(VmxObj) employee = fixture_get_object (client, "Employee");
  g_autoptr(VmxSyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  vmx_obj_svc_add_processor_by_name (vmx_obj_get_service (employee), "fill-missing", &error);
  g_assert_no_error (error);
  g_object_unref (fixture_sync (employee, NULL));
  fixture_set_scenario (client, "HR", PARTIAL);
  result = fixture_sync (employee, NULL);
  fixture_assert_records (employee, NOTES,
                          "[{\"Id\":1,\"Note\":\"long 1\"},{\"Id\":2,\"Note\":null},"
                          "{\"Id\":3,\"Note\":null},{\"Id\":4,\"Note\":null}]");
  /* The new record has nothing to be filled from. */
  g_assert_cmpuint (count_warnings (result, "“Note”"), ==, 1);
}

/* Without it a full download makes the column null, and says so once. */
static void
test_missing (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (FULL);
  g_autoptr(VmxObj) employee = fixture_get_object (client, "Employee");
  g_autoptr(VmxSyncResult) full = fixture_sync (employee, NULL);
  g_autoptr(VmxSyncResult) result = NULL;

  g_assert_cmpuint (g_strv_length ((GStrv) vmx_sync_result_get_warnings (full)), ==, 0);
  fixture_set_scenario (client, "HR", PARTIAL);
  result = fixture_sync (employee, NULL);
  fixture_assert_records (employee, NOTES,
                          "[{\"Id\":1,\"Note\":null},{\"Id\":2,\"Note\":null},"
                          "{\"Id\":3,\"Note\":null},{\"Id\":4,\"Note\":null}]");
  g_assert_cmpuint (g_strv_length ((GStrv) vmx_sync_result_get_warnings (result)), ==, 1);
  g_assert_cmpuint (count_warnings (result, "left out column “Note”"), ==, 1);
  g_assert_cmpuint (count_warnings (result, "fill-missing"), ==, 1);
}

/* The server's word is kept, even where it breaks its own promise. */
static void
test_null_in_non_nullable (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (NULL_AGE);
  g_autoptr(VmxObj) employee = fixture_get_object (client, "Employee");
  g_autoptr(VmxSyncResult) result = fixture_sync (employee, NULL);

  g_assert_cmpuint (g_strv_length ((GStrv) vmx_sync_result_get_warnings (result)), ==, 1);
  g_assert_cmpuint (count_warnings (result, "null for column “Age”"), ==, 1);
  fixture_assert_records (
      employee, "{\"projectionColumns\":[\"Age\"],\"orderByMap\":[{\"Id\":\"ASC\"}]}",
      "[{\"Age\":null},{\"Age\":2},{\"Age\":null}]");
}

/* Stored records are looked up only for batches in which something is missing. */
static void
test_stored (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (FULL);
  g_autoptr(VmxObj) employee = fixture_get_object (client, "Employee");
  g_autoptr(TestProcessor) processor = new_processor (ACT_APPEND, "");

  vmx_obj_add_processor (employee, VMX_PROCESSOR (processor));
  g_object_unref (fixture_sync (employee, NULL));
  g_assert_cmpuint (processor->n_processed, ==, 2);
  g_assert_cmpuint (processor->n_stored, ==, 0);
  fixture_set_scenario (client, "HR", PARTIAL);
  g_object_unref (fixture_sync (employee, NULL));
  g_assert_cmpuint (processor->n_processed, ==, 4);
  g_assert_cmpuint (processor->n_stored, ==, 2);
}

static const struct
{
  Act act;
  int code;
  const char *part;
  guint n_stored;
} failures[] = {
  { ACT_FAIL, VMX_ERROR_INVALID_VALUE, "object “Employee”, batch 2: does not like it", 2 },
  { ACT_FAIL_TO_PREPARE, VMX_ERROR_INVALID_SCHEMA, "cannot work on this", 0 },
  { ACT_FAIL_SILENTLY, VMX_ERROR_PLUGIN_MISBEHAVED, "batch 1: TestProcessor", 0 },
  { ACT_ADD_ROW, VMX_ERROR_PLUGIN_MISBEHAVED, "batch 1: TestProcessor", 0 },
  { ACT_TAKE_KEY, VMX_ERROR_KEY_MISSING, "batch 1", 0 },
};

static void
test_failures (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autoptr(VmxClient) client = fixture_set_up (FULL);
      g_autoptr(VmxObj) employee = fixture_get_object (client, "Employee");
      g_autoptr(VmxObj) plain = fixture_get_object (client, "Employee");
      g_autoptr(TestProcessor) good = new_processor (ACT_APPEND, "");
      g_autoptr(TestProcessor) bad = new_processor (failures[i].act, "");

      vmx_obj_add_processor (employee, VMX_PROCESSOR (good));
      vmx_obj_add_processor (employee, VMX_PROCESSOR (bad));
      /* Twice: the first one gave both instances back. */
      for (guint turn = 0; turn < 2; turn++)
        {
          bad->n_processed = 0;
          fixture_assert_sync_fails (employee, NULL, VMX_ERROR, failures[i].code,
                                     failures[i].part);
          g_assert_cmpuint (fixture_count (employee), ==, failures[i].n_stored);
        }
      g_object_unref (fixture_sync (plain, NULL));
      g_assert_cmpuint (fixture_count (plain), ==, 3);
    }
}

/* One instance, two runs. */
static void
test_busy (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (FULL);
  g_autoptr(VmxClient) other_client = fixture_set_up (FULL);
  g_autoptr(VmxObj) one = fixture_get_object (client, "Employee");
  g_autoptr(VmxObj) other = fixture_get_object (other_client, "Employee");
  g_autoptr(TestProcessor) processor = new_processor (ACT_APPEND, "");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  vmx_obj_add_processor (one, VMX_PROCESSOR (processor));
  vmx_obj_add_processor (other, VMX_PROCESSOR (processor));
  fixture_set_scenario (
      client, "HR",
      "{\"objects\":{\"Employee\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\","
      "\"Name\":\"string?\",\"Note\":\"string?\",\"Age\":\"int32\"}}},"
      "\"faults\":[{\"latency-ms\":60000,\"times\":0}]}");
  vmx_obj_start_sync_async (one, NULL, cancellable, fixture_keep_result, &result);
  while (g_atomic_int_get (&processor->n_prepared) == 0)
    g_usleep (1000);
  fixture_assert_sync_fails (other, NULL, VMX_ERROR, VMX_ERROR_BUSY, "TestProcessor");
  g_cancellable_cancel (cancellable);
  fixture_wait_for (&result);
  g_assert_null (vmx_obj_start_sync_finish (one, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_object_unref (fixture_sync (other, NULL));
}

/* The same instance twice in one chain would be used by two at once, so it is refused. */
static void
test_twice_in_chain (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (FULL);
  g_autoptr(VmxObj) employee = fixture_get_object (client, "Employee");
  g_autoptr(TestProcessor) processor = new_processor (ACT_APPEND, "");

  vmx_obj_add_processor (employee, VMX_PROCESSOR (processor));
  vmx_obj_add_processor (employee, VMX_PROCESSOR (processor));
  fixture_assert_sync_fails (employee, NULL, VMX_ERROR, VMX_ERROR_BUSY, "TestProcessor");
  fixture_assert_sync_fails (employee, NULL, VMX_ERROR, VMX_ERROR_BUSY, "TestProcessor");
}

/* A processor may read the store. */
static void
test_reads (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (FULL);
  g_autoptr(VmxObj) employee = fixture_get_object (client, "Employee");
  g_autoptr(TestProcessor) processor = new_processor (ACT_READ, "");

  processor->object = employee;
  vmx_obj_add_processor (employee, VMX_PROCESSOR (processor));
  g_object_unref (fixture_sync (employee, NULL));
  g_assert_cmpuint (processor->n_processed, ==, 2);
}

static void
test_unknown_name (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (FULL);
  g_autoptr(VmxObj) employee = fixture_get_object (client, "Employee");
  static const char *const names[] = { "no-such-processor", "", "../mock", "\xff", "mock" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (vmx_obj_add_processor_by_name (employee, names[i], &error));
      g_assert_true (error->domain == VMX_ERROR && error->code >= VMX_ERROR_PLUGIN_NOT_FOUND);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
  g_object_unref (fixture_sync (employee, NULL));
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/run-processors/order", test_order);
  g_test_add_func ("/run-processors/fill-missing", test_fill_missing);
  g_test_add_func ("/run-processors/missing", test_missing);
  g_test_add_func ("/run-processors/null-in-non-nullable", test_null_in_non_nullable);
  g_test_add_func ("/run-processors/stored", test_stored);
  g_test_add_func ("/run-processors/failures", test_failures);
  g_test_add_func ("/run-processors/busy", test_busy);
  g_test_add_func ("/run-processors/twice-in-chain", test_twice_in_chain);
  g_test_add_func ("/run-processors/reads", test_reads);
  g_test_add_func ("/run-processors/unknown-name", test_unknown_name);
  return g_test_run ();
}
