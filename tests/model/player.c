/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "player.h"

#include "model.h"

typedef struct
{
  Model *model;
  VmxClient *client;
  VmxObj *objects[MODEL_N_OBJECTS];
  gboolean in_play[MODEL_N_OBJECTS]; /* the others stay empty, which is looked at in the end */
} Player;

/* --- The store --- */

static void
player_init (Player *self)
{
  g_autofree char *path = fixture_new_path ();
  g_autofree char *scenario = fixture_hr_scenario (NULL);

  self->model = model_new ();
  self->client = fixture_new_client (path, scenario);
  fixture_add_service (self->client, "Shop",
                       "{\"objects\":{\"Part\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\","
                       "\"Text\":\"string?\"}}}}");
  fixture_setup (self->client);
  for (guint i = 0; i < MODEL_N_OBJECTS; i++)
    self->objects[i] = fixture_get_object (self->client, model_objects[i].name);
}

static void
player_clear (Player *self)
{
  for (guint i = 0; i < MODEL_N_OBJECTS; i++)
    g_object_unref (self->objects[i]);
  g_object_unref (self->client);
  model_free (self->model);
}

static VmxObjSvc *
get_service (Player *self, const Step *step)
{
  const char *name = model_services[model_objects[step->object].service];

  return vmx_client_get_service (self->client, name, NULL);
}

/* --- Calls --- */

static const char *
intern_cell (VmxRecord *record, const ModelColumn *column)
{
  g_autofree char *text = vmx_value_to_string (vmx_record_get_value (record, column->name));
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", text);

  return g_intern_string (column->type == MODEL_NUMBER ? text : quoted);
}

/* -1 with error; the key of the new record in *created. */
static gint64
create (Player *self, const Step *step, ModelRow *created, char **json, GError **error)
{
  const ModelObject *object = &model_objects[step->object];
  g_autofree char *record = step_write_record (step);
  g_autofree char *options = step_write_options (step);
  g_autoptr(VmxRecord) values = vmx_record_new_from_json (record, error);
  g_autoptr(VmxWriteOptions) parsed
      = options != NULL ? vmx_write_options_new_from_json (options, error) : NULL;
  g_autoptr(VmxRecord) result = NULL;

  if (values != NULL && (options == NULL || parsed != NULL))
    result = vmx_obj_create (self->objects[step->object], values, parsed, NULL, error);
  if (result == NULL)
    return -1;
  for (guint i = 0; i < object->n_key_columns; i++)
    created->cells[i] = intern_cell (result, &object->columns[i]);
  *json = vmx_record_to_json (result);
  return 1;
}

static gint64
run_sync (Player *self, const Step *step, GError **error)
{
  const ModelObject *object = &model_objects[step->object];
  g_autofree char *rows = step_write_rows (step);
  g_autofree char *records = g_strdup_printf ("\"%s\":{\"records\":%s}", object->name, rows);
  g_autofree char *scenario = NULL;
  g_autoptr(VmxSyncOptions) options = vmx_sync_options_new ();
  g_autoptr(VmxSyncResult) result = NULL;

  if (object->service == 0)
    scenario = fixture_hr_scenario (records);
  else
    scenario
        = g_strdup_printf ("{\"objects\":{\"Part\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\","
                           "\"Text\":\"string?\"},\"records\":%s}}}",
                           rows);
  fixture_set_scenario (self->client, model_services[object->service], scenario);
  vmx_sync_options_set_sync_type (options, VMX_SYNC_TYPE_DOWNLOAD_ONLY);
  vmx_sync_options_set_download_reconciliation_required (options, step->reconcile);
  result = vmx_obj_start_sync (self->objects[step->object], options, NULL, error);
  return result != NULL ? 1 : -1;
}

static char *
read_records (VmxObj *object, const char *options, GError **error)
{
  g_autoptr(VmxReadOptions) parsed
      = options != NULL ? vmx_read_options_new_from_json (options, error) : NULL;
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  if (options == NULL || parsed != NULL)
    records = vmx_obj_get (object, parsed, NULL, error);
  if (records == NULL)
    return NULL;
  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (lines, vmx_record_to_json (records->pdata[i]));
  return vmx_test_join_sorted (lines, "\n");
}

static gint64
run_step (Player *self, const Step *step, ModelRow *created, char **text, GError **error)
{
  static const FixtureEdit edits[STEP_N_KINDS] = {
    [STEP_UPDATE] = FIXTURE_UPDATE,
    [STEP_UPDATE_BY_PK] = FIXTURE_UPDATE_BY_PK,
    [STEP_DELETE] = FIXTURE_DELETE,
    [STEP_DELETE_BY_PK] = FIXTURE_DELETE_BY_PK,
    [STEP_MARK_FOR_UPLOAD] = FIXTURE_MARK_FOR_UPLOAD,
    [STEP_ROLLBACK_RECORD] = FIXTURE_ROLLBACK,
    [STEP_ROLLBACK_OBJECT] = FIXTURE_ROLLBACK,
    [STEP_CLEAR_RECORD] = FIXTURE_CLEAR,
    [STEP_CLEAR_OBJECT] = FIXTURE_CLEAR,
  };
  VmxObj *object = self->objects[step->object];
  g_autofree char *record = step_write_record (step);
  g_autofree char *options = step_write_options (step);

  if (step->kind == STEP_CREATE)
    return create (self, step, created, text, error);
  if (step->kind == STEP_SYNC)
    return run_sync (self, step, error);
  if (step->kind == STEP_ROLLBACK_SERVICE)
    return vmx_obj_svc_rollback (get_service (self, step), NULL, error) ? 1 : -1;
  if (step->kind == STEP_CLEAR_SERVICE)
    return vmx_obj_svc_clear_offline_data (get_service (self, step), NULL, error) ? 1 : -1;
  if (step->kind == STEP_ROLLBACK_EVERYTHING)
    return vmx_client_rollback (self->client, NULL, error) ? 1 : -1;
  if (step->kind == STEP_READ)
    {
      *text = read_records (object, options, error);
      return *text != NULL ? 1 : -1;
    }
  if (step->kind == STEP_ROLLBACK_RECORD)
    {
      g_autofree char *key = step_write_key (step);

      return fixture_try_edit (object, FIXTURE_ROLLBACK, NULL, key, error);
    }
  return fixture_try_edit (object, edits[step->kind], record, options, error);
}

/* --- Comparing --- */

static char *
compare (const char *what, const char *expected, const char *found)
{
  if (g_str_equal (expected, found))
    return NULL;
  return g_strdup_printf ("%s: expected\n%s\nfound\n%s", what, expected, found);
}

static char *
describe_codes (const ModelCodes *codes)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < codes->n_codes; i++)
    g_string_append_printf (text, "%s%d", i > 0 ? " or " : "", codes->codes[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
compare_failure (const ModelExpectation *expected, const GError *error)
{
  g_autofree char *codes = describe_codes (&expected->errors);

  if (error != NULL && !g_utf8_validate (error->message, -1, NULL))
    return g_strdup ("the message of the error is not UTF-8");
  if (expected->errors.n_codes == 0 && error == NULL)
    return NULL;
  if (expected->errors.n_codes == 0)
    return g_strdup_printf ("expected success, found %d: %s", error->code, error->message);
  if (error == NULL)
    return g_strdup_printf ("expected the error %s, found success", codes);
  if (error->domain == VMX_ERROR && model_codes_contain (&expected->errors, error->code))
    return NULL;
  return g_strdup_printf ("expected the error %s, found %d: %s", codes, error->code,
                          error->message);
}

/* Which version of the server's a record stands on; reads do not tell. */
static char *
read_etags (Player *self, VmxObj *object)
{
  VmxObjectSchema *schema = vmx_obj_get_schema (object);
  g_autoptr(VmxSelection) selection = vmx_selection_new (schema);
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autoptr(VmxStorageCursor) cursor = NULL;
  g_autoptr(VmxRecordBatch) batch = NULL;
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (schema); i++)
    vmx_selection_add_column (selection, vmx_object_schema_get_key_column_index (schema, i));
  vmx_selection_set_with_etags (selection, TRUE);
  txn = vmx_storage_begin (vmx_client_get_storage (self->client), VMX_TXN_READ, NULL, NULL);
  cursor = vmx_storage_txn_select (txn, selection, NULL);
  batch = vmx_storage_cursor_next (cursor, G_MAXUINT, NULL, NULL);
  for (guint i = 0; i < vmx_record_batch_get_n_rows (batch); i++)
    {
      g_autoptr(VmxRecord) key = vmx_record_batch_get_record (batch, i);
      g_autofree char *json = vmx_record_to_json (key);

      g_ptr_array_add (lines, g_strjoin (" ", json, vmx_record_batch_get_etag (batch, i), NULL));
    }
  return vmx_test_join_sorted (lines, "\n");
}

static char *
compare_object (Player *self, guint number)
{
  const ModelCriterion all = { CRITERION_NONE };
  VmxObj *object = self->objects[number];
  g_autofree char *records = read_records (object, NULL, NULL);
  g_autofree char *pending = fixture_read_pending (object);
  g_autofree char *deferred = fixture_read_deferred (object);
  g_autofree char *etags = read_etags (self, object);
  g_autofree char *expected_records = model_write_records (self->model, number, &all);
  g_autofree char *expected_pending = model_write_pending (self->model, number);
  g_autofree char *expected_deferred = model_write_deferred (self->model, number);
  g_autofree char *expected_etags = model_write_etags (self->model, number);
  char *difference = compare ("records", expected_records, records);

  if (difference == NULL)
    difference = compare ("pending", expected_pending, pending);
  if (difference == NULL)
    difference = compare ("deferred", expected_deferred, deferred);
  return difference != NULL ? difference : compare ("etags", expected_etags, etags);
}

static char *
compare_objects (Player *self)
{
  for (guint i = 0; i < MODEL_N_OBJECTS; i++)
    {
      char *difference = self->in_play[i] ? compare_object (self, i) : NULL;

      if (difference != NULL)
        return difference;
    }
  return NULL;
}

static char *
compare_tables (Player *self)
{
  VmxStorage *storage = vmx_client_get_storage (self->client);
  guint n_changes = fixture_count_rows (storage, &fixture_changes);
  guint n_originals = fixture_count_rows (storage, &fixture_originals);

  if (n_changes != model_count_changes (self->model))
    return g_strdup_printf ("changes: expected %u, found %u", model_count_changes (self->model),
                            n_changes);
  if (n_originals != model_count_originals (self->model))
    return g_strdup_printf ("originals: expected %u, found %u", model_count_originals (self->model),
                            n_originals);
  return NULL;
}

/* The key of a new record: the given one, the next temporary one, or one that nobody had. */
static char *
check_created (Player *self, const Step *step, const ModelRow *created)
{
  ModelRow expected = step->values;

  if (expected.cells[0] != NULL || model_predict_key (self->model, step->object, &expected))
    return compare ("key", expected.cells[0], created->cells[0]);
  if (model_find (self->model, step->object, created) != NULL)
    return g_strdup_printf ("the new key %s is not new", created->cells[0]);
  return NULL;
}

/* What the call gave back. */
static char *
compare_result (Player *self, const Step *step, const ModelRow *created, const char *text)
{
  g_autofree char *expected = NULL;

  if (step->kind == STEP_READ)
    expected = model_write_records (self->model, step->object, &step->criterion);
  else if (step->kind == STEP_CREATE)
    expected
        = model_write_row (step->object, &model_find (self->model, step->object, created)->main);
  else
    return NULL;
  return compare ("result", expected, text);
}

static char *
play_step (Player *self, const Step *step)
{
  ModelExpectation expected;
  ModelRow created = { TRUE, { NULL } };
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  gint64 n;
  char *difference;

  model_expect (self->model, step, &expected);
  n = run_step (self, step, &created, &text, &error);
  difference = compare_failure (&expected, error);
  if (difference == NULL && error == NULL && n != expected.count)
    difference = g_strdup_printf (
        "expected the count %" G_GINT64_FORMAT ", found %" G_GINT64_FORMAT, expected.count, n);
  if (difference == NULL && error == NULL && step->kind == STEP_CREATE)
    difference = check_created (self, step, &created);
  if (difference != NULL)
    return difference;
  if (error == NULL)
    model_apply (self->model, step, &created);
  if (error == NULL)
    difference = compare_result (self, step, &created, text);
  if (difference == NULL)
    difference = compare_objects (self);
  return difference != NULL ? difference : compare_tables (self);
}

/* --- Playing --- */

char *
player_play (GArray *steps)
{
  const Step last = { .kind = STEP_ROLLBACK_EVERYTHING };
  Player self = { NULL };
  char *difference = NULL;

  player_init (&self);
  for (guint i = 0; i < steps->len; i++)
    self.in_play[g_array_index (steps, Step, i).object] = TRUE;
  for (guint i = 0; i < steps->len && difference == NULL; i++)
    {
      g_autofree char *found = play_step (&self, &g_array_index (steps, Step, i));

      if (found != NULL)
        difference = g_strdup_printf ("step %u: %s", i + 1, found);
    }
  if (difference == NULL)
    {
      for (guint i = 0; i < MODEL_N_OBJECTS; i++)
        self.in_play[i] = TRUE;
      difference = play_step (&self, &last);
      if (difference == NULL && !model_is_as_synced (self.model))
        difference = g_strdup ("a rollback of everything did not restore what was synced");
    }
  player_clear (&self);
  return difference;
}

static GArray *
copy_without (GArray *steps, guint first, guint n)
{
  GArray *copy = g_array_new (FALSE, TRUE, sizeof (Step));

  g_array_append_vals (copy, steps->data, steps->len);
  g_array_remove_range (copy, first, MIN (n, steps->len - first));
  return copy;
}

GArray *
player_shrink (GArray *steps)
{
  GArray *left = copy_without (steps, 0, 0);

  for (guint size = MAX (left->len / 2, 1); size > 0; size /= 2)
    for (guint first = 0; first < left->len;)
      {
        g_autoptr(GArray) fewer = copy_without (left, first, size);
        g_autofree char *difference = player_play (fewer);

        if (difference == NULL)
          {
            first += size;
            continue;
          }
        g_array_unref (left);
        left = g_steal_pointer (&fewer);
      }
  return left;
}
