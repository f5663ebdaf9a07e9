/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Lists of records that follow the store. */
#include "record-list.h"

#define N_MANY 100000

#define MANY(n)                                                                                    \
  "\"Many\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\",\"Name\":\"string?\"},"                \
  "\"generate\":{\"count\":" n "}}"

#define OBJECTS(employees)                                                                         \
  "{\"objects\":{\"Employee\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\",\"Name\":\"string?"  \
  "\",\"Age\":\"int32?\",\"Photo\":\"binary?\"},\"records\":[" employees "]},"                     \
  "\"Line\":{\"key\":[\"Order\",\"Pos\"],\"columns\":{\"Order\":\"string\",\"Pos\":\"int32\","     \
  "\"Text\":\"string?\"},\"records\":["                                                            \
  "{\"Order\":\"B\",\"Pos\":1,\"Text\":\"x\"},{\"Order\":\"A\",\"Pos\":2,\"Text\":\"y\"},"         \
  "{\"Order\":\"a\",\"Pos\":1,\"Text\":\"x\"},{\"Order\":\"A\",\"Pos\":1,\"Text\":\"y\"}]},"       \
  MANY ("3000") "}}"

#define EMPLOYEE(id, name, age, photo)                                                             \
  "{\"Id\":" id ",\"Name\":\"" name "\",\"Age\":" age ",\"Photo\":" photo "}"

#define ANNA EMPLOYEE ("1", "Anna", "30", "null")
#define BEN EMPLOYEE ("2", "ben", "20", "\"AAE=\"")
#define CEM EMPLOYEE ("3", "Cem", "20", "\"AAI=\"")
#define DORA EMPLOYEE ("4", "Dora", "40", "null")

#define SCENARIO OBJECTS (DORA "," CEM "," BEN "," ANNA)
#define BY_AGE "{\"orderByMap\":[{\"Age\":\"DESC\"},{\"Id\":\"ASC\"}]}"

typedef struct
{
  VmxClient *client;
  VmxObj *employee;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->client = fixture_set_up (SCENARIO);
  fixture->employee = fixture_get_object (fixture->client, "Employee");
  g_object_unref (fixture_sync (fixture->employee, NULL));
  fixture_drain ();
}

/* Worker threads that lost their model end here. */
static void
tear_down (Fixture *fixture, gconstpointer data)
{
  fixture_drain ();
  g_object_unref (fixture->employee);
  g_object_unref (fixture->client);
}

static void
sync_with (Fixture *fixture, const char *scenario)
{
  fixture_set_scenario (fixture->client, "HR", scenario);
  g_object_unref (fixture_sync (fixture->employee, NULL));
}

/* As another program would do it: nobody is told. */
static void
change_store (Fixture *fixture, gint64 id, gboolean removes)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxStorageTxn) txn = vmx_storage_begin (vmx_client_get_storage (fixture->client),
                                                    VMX_TXN_WRITE, NULL, &error);
  g_autoptr(VmxRecordBatch) batch
      = vmx_record_batch_new (vmx_obj_get_schema (fixture->employee));
  guint row = vmx_record_batch_add_row (batch);

  g_assert_no_error (error);
  vmx_record_batch_put_int64 (batch, row, 0, id);
  if (removes)
    vmx_storage_txn_remove (txn, batch, NULL, NULL, &error);
  else
    vmx_storage_txn_put (txn, batch, VMX_PUT_REPLACE, NULL, &error);
  g_assert_no_error (error);
  vmx_storage_txn_commit (txn, &error);
  g_assert_no_error (error);
}

static void
test_load (Fixture *fixture, gconstpointer data)
{
  g_autoptr(RecordList) list = record_list_new (fixture->employee, NULL);
  guint n_notified = 0;

  g_signal_connect (list->model, "notify::loading", G_CALLBACK (fixture_count_notify),
                    &n_notified);
  g_assert_true (vmx_record_model_get_loading (list->model));
  record_list_wait (list, 1);
  g_assert_cmpuint (n_notified, ==, 1);
  record_list_assert_steps (list, "0-0+4 ");
  record_list_assert_text (list, 1, BEN);
  record_list_assert_read (list, "{\"orderByMap\":[{\"Id\":\"ASC\"}]}");
  record_list_refresh (list);
  g_assert_cmpuint (n_notified, ==, 3);
  record_list_assert_steps (list, "");
}

/* Options whose order leaves nothing open, so that get() has to find the same. */
static const struct
{
  const char *object;
  const char *options;
} readings[] = {
  { "Employee", BY_AGE },
  { "Employee", "{\"orderByMap\":[{\"Name\":\"ASC\"}]}" },
  { "Employee", "{\"orderByMap\":[{\"Name\":\"DESC_IGNORECASE\"}]}" },
  { "Employee", "{\"orderByMap\":[{\"Id\":\"DESC\"}]}" },
  { "Employee", "{\"primaryKeys\":{\"Id\":3}}" },
  { "Employee", "{\"primaryKeys\":{\"Id\":99}}" },
  { "Employee", "{\"whereCondition\":{\"Age\":20},\"orderByMap\":[{\"Id\":\"DESC\"}]}" },
  { "Employee", "{\"filter\":\"length(Name) eq 3 and Age eq 20\","
                "\"orderByMap\":[{\"Id\":\"ASC\"}]}" },
  { "Employee", "{\"filter\":\"length(Name) eq 4\",\"projectionColumns\":[\"Name\",\"Age\"],"
                "\"orderByMap\":[{\"Age\":\"DESC\"}]}" },
  { "Employee", "{\"projectionColumns\":[\"Age\"],\"orderByMap\":[{\"Name\":\"ASC\"}]}" },
  { "Employee", "{\"projectionColumns\":[\"Photo\",\"Id\"],\"orderByMap\":[{\"Id\":\"ASC\"}]}" },
  { "Line", "{\"orderByMap\":[{\"Order\":\"ASC\"},{\"Pos\":\"DESC\"}]}" },
  { "Line", "{\"filter\":\"tolower(Order) eq 'a'\",\"orderByMap\":[{\"Pos\":\"ASC\"},"
            "{\"Order\":\"ASC\"}]}" },
};

static void
test_options (Fixture *fixture, gconstpointer data)
{
  fixture_sync_object (fixture->client, "Line");
  for (guint i = 0; i < G_N_ELEMENTS (readings); i++)
    {
      g_autoptr(VmxObj) object = fixture_get_object (fixture->client, readings[i].object);
      g_autoptr(RecordList) list = record_list_new (object, readings[i].options);

      g_test_message ("%s", readings[i].options);
      record_list_wait (list, 0);
      record_list_assert_read (list, readings[i].options);
    }
}

/* Where the options leave the order open, the key decides. */
static void
test_total_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxObj) line = fixture_get_object (fixture->client, "Line");
  g_autoptr(RecordList) list = NULL;

  g_object_unref (fixture_sync (line, NULL));
  list = record_list_new (line, "{\"orderByMap\":[{\"Text\":\"DESC\"}]}");
  record_list_wait (list, 1);
  record_list_assert_read (list, "{\"orderByMap\":[{\"Text\":\"DESC\"},{\"Order\":\"ASC\"},"
                                 "{\"Pos\":\"ASC\"}]}");
  g_clear_pointer (&list, record_list_free);
  list = record_list_new (line, "{\"orderByMap\":[{\"Order\":\"ASC_IGNORECASE\"}]}");
  record_list_wait (list, 1);
  record_list_assert_read (list, "{\"orderByMap\":[{\"Order\":\"ASC_IGNORECASE\"},"
                                 "{\"Order\":\"ASC\"},{\"Pos\":\"ASC\"}]}");
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *options;
    int code;
    const char *part;
  } bad[] = {
    { "{\"distinct\":true,\"projectionColumns\":[\"Age\"]}", VMX_ERROR_INVALID_OPTION, "distinct" },
    { "{\"projectionColumns\":[\"Aeg\"]}", VMX_ERROR_INVALID_OPTION, "Age" },
    { "{\"orderByMap\":[{\"Aeg\":\"ASC\"}]}", VMX_ERROR_INVALID_OPTION, "Age" },
    { "{\"filter\":\"Age eq\"}", VMX_ERROR_INVALID_FILTER, "" },
    { "{\"whereCondition\":{\"Id\":\"x\"}}", VMX_ERROR_INVALID_OPTION, "Id" },
    { "{\"primaryKeys\":{}}", VMX_ERROR_KEY_MISSING, "Id" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(VmxReadOptions) options = vmx_read_options_new_from_json (bad[i].options, &error);

      g_assert_no_error (error);
      g_assert_null (vmx_record_model_new (fixture->employee, options, &error));
      vmx_assert_error (error, VMX_ERROR, bad[i].code, bad[i].part);
    }
}

/* Whoever makes the model as a plain object hears of bad options from the model. */
static void
test_refused_later (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxReadOptions) options
      = vmx_read_options_new_from_json ("{\"filter\":\"Aeg eq 1\"}", &error);
  g_autoptr(VmxRecordModel) model
      = g_object_new (VMX_TYPE_RECORD_MODEL, "object", fixture->employee, "options", options, NULL);
  g_autoptr(VmxRecordModel) empty = g_object_new (VMX_TYPE_RECORD_MODEL, NULL);

  while (vmx_record_model_get_loading (model))
    g_main_context_iteration (NULL, TRUE);
  error = g_error_copy (vmx_record_model_get_error (model));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_FILTER, "Age");
  vmx_record_model_refresh (empty);
  g_assert_false (vmx_record_model_get_loading (empty));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (empty)), ==, 0);
}

/* Later changes of the options are the program's business. */
static void
test_options_kept (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxReadOptions) options = vmx_read_options_new ();
  g_autoptr(VmxRecord) where = vmx_record_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxRecordModel) model = NULL;

  vmx_record_set_int64 (where, "Age", 20);
  vmx_read_options_set_where_condition (options, where);
  model = vmx_record_model_new (fixture->employee, options, &error);
  g_assert_no_error (error);
  vmx_record_set_int64 (where, "Age", 40);
  vmx_read_options_set_distinct (options, TRUE);
  vmx_record_model_refresh (model);
  while (vmx_record_model_get_loading (model))
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (vmx_record_model_get_error (model));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 2);
}

static void
test_sync (Fixture *fixture, gconstpointer data)
{
  g_autoptr(RecordList) list = record_list_new (fixture->employee, BY_AGE);
  g_autoptr(RecordList) ages
      = record_list_new (fixture->employee, "{\"projectionColumns\":[\"Age\"]}");

  record_list_wait (list, 1);
  record_list_wait (ages, 1);
  record_list_assert_steps (list, "0-0+4 ");
  record_list_assert_text (list, 0, DORA);

  /* Ben shows something else, Eva comes. */
  sync_with (fixture, OBJECTS (EMPLOYEE ("2", "Ben", "20", "null") "," EMPLOYEE (
                          "5", "Eva", "35", "null")));
  record_list_wait (list, 3);
  record_list_wait (ages, 2);
  record_list_assert_steps (list, "1-0+1 3-1+1 ");
  record_list_assert_read (list, BY_AGE);
  record_list_assert_steps (ages, "0-0+4 4-0+1 ");

  /* Dora moves to the end, nobody else is touched. */
  sync_with (fixture, OBJECTS (EMPLOYEE ("4", "Dora", "10", "null")));
  record_list_wait (list, 5);
  record_list_assert_steps (list, "0-1+0 4-0+1 ");
  record_list_assert_read (list, BY_AGE);

  /* The same once more is no change. */
  sync_with (fixture, OBJECTS (EMPLOYEE ("4", "Dora", "10", "null")));
  record_list_refresh (list);
  record_list_assert_steps (list, "");
}

static void
test_vanished (Fixture *fixture, gconstpointer data)
{
  g_autoptr(RecordList) list
      = record_list_new (fixture->employee, "{\"projectionColumns\":[\"Name\"]}");
  g_autoptr(VmxRecordModel) late = NULL;
  g_autoptr(VmxRecord) kept = NULL;
  g_autoptr(VmxRecord) gone = NULL;
  g_autofree char *json = NULL;

  record_list_wait (list, 1);
  kept = g_list_model_get_item (G_LIST_MODEL (list->model), 1);
  late = vmx_record_model_new (fixture->employee, NULL, NULL);
  while (vmx_record_model_get_loading (late))
    g_main_context_iteration (NULL, TRUE);
  change_store (fixture, 2, TRUE);
  gone = g_list_model_get_item (G_LIST_MODEL (late), 1);
  json = vmx_record_to_json (gone);
  g_assert_cmpstr (json, ==, "{\"Id\":2}");
  g_assert_cmpstr (vmx_record_get_text (kept, "Name"), ==, "ben");

  record_list_assert_steps (list, "0-0+4 ");
  record_list_refresh (list);
  record_list_assert_steps (list, "1-1+0 ");
  record_list_assert_text (list, 1, "{\"Name\":\"Cem\"}");
  g_assert_cmpstr (vmx_record_get_text (kept, "Name"), ==, "ben");
}

static gint n_records; /* (atomic): that live */
static GObjectClass record_class; /* as it was */

static void
count_constructed (GObject *object)
{
  record_class.constructed (object);
  g_atomic_int_inc (&n_records);
}

static void
count_finalized (GObject *object)
{
  g_atomic_int_add (&n_records, -1);
  record_class.finalize (object);
}

/* Nobody else sees records that nobody asked for. */
static void
start_counting (void)
{
  GObjectClass *klass = g_type_class_ref (VMX_TYPE_RECORD);

  record_class = *klass;
  klass->constructed = count_constructed;
  klass->finalize = count_finalized;
}

static void
stop_counting (void)
{
  GObjectClass *klass = g_type_class_peek (VMX_TYPE_RECORD);

  klass->constructed = record_class.constructed;
  klass->finalize = record_class.finalize;
  g_type_class_unref (klass);
}

static void
test_lazy (Fixture *fixture, gconstpointer data)
{
  static const guint places[] = { 0, N_MANY / 2, N_MANY - 1 };
  g_autoptr(VmxObj) many = fixture_get_object (fixture->client, "Many");
  g_autoptr(VmxRecordModel) model = NULL;

  fixture_set_scenario (fixture->client, "HR", "{\"objects\":{" MANY ("100000") "}}");
  g_object_unref (fixture_sync (many, "{\"downloadBatchSize\":20000}"));
  start_counting ();
  model = vmx_record_model_new (many, NULL, NULL);
  while (vmx_record_model_get_loading (model))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, N_MANY);
  g_assert_cmpint (g_atomic_int_get (&n_records), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr(VmxRecord) record = g_list_model_get_item (G_LIST_MODEL (model), places[i]);
      g_autoptr(VmxRecord) again = g_list_model_get_item (G_LIST_MODEL (model), places[i]);

      g_assert_true (record == again);
      g_assert_cmpint (vmx_record_get_int64 (record, "Id"), ==, places[i] + 1);
    }
  g_assert_cmpint (g_atomic_int_get (&n_records), ==, G_N_ELEMENTS (places));
  for (guint i = 0; i < N_MANY; i += 7)
    g_object_unref (g_list_model_get_item (G_LIST_MODEL (model), i));
  g_assert_cmpint (g_atomic_int_get (&n_records), <, 1000);
  g_clear_object (&model);
  g_assert_cmpint (g_atomic_int_get (&n_records), ==, 0);
  stop_counting ();
}

static void
fail_if_called (void)
{
  g_assert_not_reached ();
}

static void
test_disposed_while_reading (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxObj) many = fixture_get_object (fixture->client, "Many");
  g_autoptr(VmxRecordModel) disposed = NULL;

  g_object_unref (fixture_sync (many, NULL));
  for (guint i = 0; i < 10; i++)
    {
      VmxRecordModel *model = vmx_record_model_new (many, NULL, NULL);

      if (i % 2 == 0)
        g_main_context_iteration (NULL, FALSE);
      g_signal_connect (model, "items-changed", G_CALLBACK (fail_if_called), NULL);
      g_signal_connect (model, "notify", G_CALLBACK (fail_if_called), NULL);
      g_assert_finalize_object (model);
    }
  disposed = vmx_record_model_new (many, NULL, NULL);
  g_signal_connect (disposed, "items-changed", G_CALLBACK (fail_if_called), NULL);
  g_object_run_dispose (G_OBJECT (disposed));
  vmx_record_model_refresh (disposed);
  g_assert_null (vmx_record_model_get_object (disposed));
}

static void
dispose_model (GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  RecordList *list = user_data;

  if (list->n_told == 2)
    g_object_run_dispose (G_OBJECT (model));
}

static void
test_disposed_while_telling (Fixture *fixture, gconstpointer data)
{
  g_autoptr(RecordList) list = record_list_new (fixture->employee, BY_AGE);
  g_autoptr(RecordList) other = record_list_new (fixture->employee, BY_AGE);

  record_list_wait (list, 1);
  record_list_wait (other, 1);
  g_signal_connect (list->model, "items-changed", G_CALLBACK (dispose_model), list);
  sync_with (fixture, OBJECTS (EMPLOYEE ("4", "Dora", "10", "null")));
  record_list_wait (other, 3);
  while (list->n_told < 2)
    g_main_context_iteration (NULL, TRUE);
  fixture_drain ();
  g_assert_cmpuint (list->n_told, ==, 2);
}

static void
refresh_and_turn (GListModel *model, guint position, guint removed, guint added,
                  gpointer user_data)
{
  change_store (user_data, 100 + g_list_model_get_n_items (model), FALSE);
  vmx_record_model_refresh (VMX_RECORD_MODEL (model));
  fixture_drain ();
  if (g_list_model_get_n_items (model) >= 8)
    g_signal_handlers_disconnect_by_data (model, user_data);
}

/* A handler that changes records and turns the loop gets its changes after what is being told. */
static void
test_changes_while_telling (Fixture *fixture, gconstpointer data)
{
  g_autoptr(RecordList) list = record_list_new (fixture->employee, BY_AGE);

  record_list_wait (list, 1);
  g_signal_connect (list->model, "items-changed", G_CALLBACK (refresh_and_turn), fixture);
  sync_with (fixture, OBJECTS (EMPLOYEE ("4", "Dora", "10", "null") "," EMPLOYEE (
                          "5", "Eva", "35", "null")));
  record_list_wait (list, 6);
  record_list_assert_read (list, BY_AGE);
}

static void
test_busy_sync (Fixture *fixture, gconstpointer data)
{
  const char *by_name = "{\"orderByMap\":[{\"Name\":\"ASC\"},{\"Id\":\"DESC\"}]}";
  g_autoptr(VmxObj) many = fixture_get_object (fixture->client, "Many");
  g_autoptr(RecordList) list = record_list_new (many, by_name);
  g_autoptr(VmxSyncOptions) options = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  options = fixture_sync_options ("{\"downloadBatchSize\":20}");
  vmx_obj_start_sync_async (many, options, NULL, fixture_keep_result, &result);
  fixture_wait_for (&result);
  g_object_unref (vmx_obj_start_sync_finish (many, result, &error));
  g_assert_no_error (error);
  while (g_list_model_get_n_items (G_LIST_MODEL (list->model)) < 3000)
    g_main_context_iteration (NULL, TRUE);
  record_list_wait (list, 0);
  record_list_assert_read (list, by_name);
}

static void
test_drop (Fixture *fixture, gconstpointer data)
{
  g_autoptr(RecordList) list = record_list_new (fixture->employee, NULL);
  g_autoptr(GError) error = NULL;
  guint n_notified = 0;

  record_list_wait (list, 1);
  g_signal_connect (list->model, "notify::error", G_CALLBACK (fixture_count_notify), &n_notified);
  g_assert_true (vmx_client_drop (fixture->client, NULL, NULL, &error));
  while (n_notified == 0)
    g_main_context_iteration (NULL, TRUE);
  error = g_error_copy (vmx_record_model_get_error (list->model));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NOT_SET_UP, "setup");
  g_assert_false (vmx_record_model_get_loading (list->model));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list->model)), ==, 4);

  fixture_setup (fixture->client);
  while (vmx_record_model_get_error (list->model) != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_notified, ==, 2);
  g_object_unref (fixture_sync (fixture->employee, NULL));
  record_list_wait (list, 3);
  record_list_assert_steps (list, "0-0+4 0-4+0 0-0+4 ");
}

static void
test_gone_store (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxRecordModel) model = vmx_record_model_new (fixture->employee, NULL, NULL);
  g_autoptr(VmxRecord) record = NULL;
  g_autofree char *json = NULL;

  while (vmx_record_model_get_loading (model))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (vmx_client_drop (fixture->client, NULL, NULL, NULL));
  record = g_list_model_get_item (G_LIST_MODEL (model), 3);
  json = vmx_record_to_json (record);
  g_assert_cmpstr (json, ==, "{\"Id\":4}");
}

static void
test_reset (Fixture *fixture, gconstpointer data)
{
  g_autoptr(RecordList) list = record_list_new (fixture->employee, NULL);
  g_autoptr(GError) error = NULL;

  record_list_wait (list, 1);
  fixture_set_scenario (fixture->client, "HR",
                        "{\"objects\":{\"Employee\":{\"key\":[\"Key\"],\"columns\":{\"Key\":"
                        "\"string\"},\"records\":[{\"Key\":\"x\"}]}}}");
  g_assert_true (vmx_client_reset (fixture->client, NULL, NULL, &error));
  g_object_unref (fixture_sync (fixture->employee, NULL));
  record_list_wait (list, 2);
  record_list_assert_steps (list, "0-0+4 0-4+1 ");
  record_list_assert_text (list, 0, "{\"Key\":\"x\"}");
}

static void
test_before_setup (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = fixture_new_client (path, SCENARIO);
  g_autoptr(VmxObj) employee = fixture_get_object (client, "Employee");
  g_autoptr(RecordList) list = record_list_new (employee, BY_AGE);
  g_autoptr(GError) error = g_error_copy (vmx_record_model_get_error (list->model));

  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NOT_SET_UP, "setup");
  g_assert_false (vmx_record_model_get_loading (list->model));
  fixture_setup (client);
  g_object_unref (fixture_sync (employee, NULL));
  while (list->n_told == 0)
    g_main_context_iteration (NULL, TRUE);
  record_list_wait (list, 1);
  record_list_assert_read (list, BY_AGE);
}

static void
count_told (GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  ++*(guint *) user_data;
}

static void
test_context (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GMainContext) context = g_main_context_new ();
  g_autoptr(VmxRecordModel) model = NULL;
  g_autoptr(RecordList) other = NULL;
  guint n_told = 0;

  g_main_context_push_thread_default (context);
  model = vmx_record_model_new (fixture->employee, NULL, NULL);
  g_main_context_pop_thread_default (context);
  g_signal_connect (model, "items-changed", G_CALLBACK (count_told), &n_told);
  while (n_told == 0)
    g_main_context_iteration (context, TRUE);
  other = record_list_new (fixture->employee, NULL);
  record_list_wait (other, 1);
  sync_with (fixture, OBJECTS (EMPLOYEE ("5", "Eva", "35", "null")));
  record_list_wait (other, 2);
  g_assert_cmpuint (n_told, ==, 1);
  while (n_told < 2)
    g_main_context_iteration (context, TRUE);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/record-model/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  ADD ("load", test_load);
  ADD ("options", test_options);
  ADD ("total-order", test_total_order);
  ADD ("refused", test_refused);
  ADD ("refused-later", test_refused_later);
  ADD ("options-kept", test_options_kept);
  ADD ("sync", test_sync);
  ADD ("vanished", test_vanished);
  ADD ("lazy", test_lazy);
  ADD ("disposed-while-reading", test_disposed_while_reading);
  ADD ("disposed-while-telling", test_disposed_while_telling);
  ADD ("changes-while-telling", test_changes_while_telling);
  ADD ("busy-sync", test_busy_sync);
  ADD ("drop", test_drop);
  ADD ("gone-store", test_gone_store);
  ADD ("reset", test_reset);
  g_test_add_func ("/record-model/before-setup", test_before_setup);
  ADD ("context", test_context);
  return g_test_run ();
}
