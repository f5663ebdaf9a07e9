/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which results of a step are right. A call that is wrong in several ways may name any of them. */
#include "model.h"

static void
add (ModelCodes *codes, int code)
{
  if (model_codes_contain (codes, code))
    return;
  g_assert_cmpuint (codes->n_codes, <, G_N_ELEMENTS (codes->codes));
  codes->codes[codes->n_codes++] = code;
}

gboolean
model_codes_contain (const ModelCodes *codes, int code)
{
  for (guint i = 0; i < codes->n_codes; i++)
    if (codes->codes[i] == code)
      return TRUE;
  return FALSE;
}

static gboolean
is_deferred_change (const Step *step)
{
  return step->track && !step->mark;
}

/* Rule of 2314: a change that is to be uploaded cannot overtake those held back. */
static void
expect_no_deferred (const Step *step, const ModelRecord *record, ModelExpectation *expected)
{
  if (step->track && !is_deferred_change (step) && record != NULL
      && model_record_has_deferred (record))
    add (&expected->errors, 2314);
}

/* --- Records --- */

static gboolean
is_empty (const Step *step)
{
  for (guint i = 0; i < MODEL_MAX_COLUMNS; i++)
    if (step->values.cells[i] != NULL)
      return FALSE;
  return step->fault != FAULT_UNKNOWN_COLUMN && step->fault != FAULT_WRONG_TYPE;
}

static void
expect_good_record (const Step *step, ModelExpectation *expected)
{
  const ModelObject *object = &model_objects[step->object];

  if (is_empty (step))
    add (&expected->errors, 2307);
  if (step->fault == FAULT_UNKNOWN_COLUMN)
    add (&expected->errors, 2310);
  if (step->fault == FAULT_WRONG_TYPE)
    add (&expected->errors, 2311);
  for (guint i = object->n_key_columns; i < object->n_columns; i++)
    {
      const char *cell = step->values.cells[i];
      const ModelColumn *column = &object->columns[i];
      gboolean optional = (column->flags & (MODEL_NULLABLE | MODEL_COMPUTED | MODEL_DEFAULT)) != 0;

      if (cell == model_null_cell () && !(column->flags & MODEL_NULLABLE))
        add (&expected->errors, 2308);
      if (cell == NULL && step->kind == STEP_CREATE && !optional)
        add (&expected->errors, 2308);
      if (cell != NULL && (column->flags & MODEL_COMPUTED) && step->track)
        add (&expected->errors, 2309);
    }
}

static void
expect_good_key (const Step *step, ModelExpectation *expected)
{
  const ModelObject *object = &model_objects[step->object];
  gboolean given = step->values.cells[0] != NULL;

  if (object->key == MODEL_KEY_GIVEN && !given)
    add (&expected->errors, 2308);
  if (object->key == MODEL_KEY_SERVER && given && step->track)
    add (&expected->errors, 2309);
  if (object->key == MODEL_KEY_SERVER && !given && !step->track)
    add (&expected->errors, 2305);
  if (object->key == MODEL_KEY_OPEN && !given && !step->track)
    add (&expected->errors, 2305);
}

static void
expect_create (Model *self, const Step *step, ModelExpectation *expected)
{
  const ModelRecord *record
      = step->values.cells[0] != NULL ? model_find (self, step->object, &step->values) : NULL;
  ModelRow row = step->values;

  if (row.cells[0] == NULL)
    model_predict_key (self, step->object, &row);
  expect_good_record (step, expected);
  expect_good_key (step, expected);
  if (step->fault == FAULT_CRITERION)
    add (&expected->errors, 2304);
  if (record != NULL && record->main.is_there)
    add (&expected->errors, 2300);
  expect_no_deferred (step, record, expected);
  for (guint i = 0; i < MODEL_N_RELATIONS; i++)
    {
      const ModelRelation *relation = &model_relations[i];

      if (relation->child == step->object
          && !model_cell_is_null (row.cells[relation->child_columns[0]])
          && !model_has_parent (self, relation, &row) && !model_is_own_parent (relation, &row))
        add (&expected->errors, 2302);
    }
  expected->count = 1;
}

/* --- Options --- */

static gboolean
has_options (const Step *step)
{
  return step->criterion.kind != CRITERION_NONE || !step->track || !step->intermediate
         || !step->mark || step->snapshot;
}

static void
expect_good_options (const Step *step, ModelExpectation *expected)
{
  if (!step->track && !step->intermediate)
    add (&expected->errors, 2313);
  if (!step_is_by_pk (step) || step->criterion.kind == CRITERION_KEY)
    return;
  add (&expected->errors, has_options (step) ? 2305 : 2312);
  if (step->criterion.kind == CRITERION_EMPTY)
    add (&expected->errors, 2312); /* both numbers are documented for it */
}

/* --- Updates --- */

static ModelRow
merge_rows (const ModelRow *row, const ModelRow *values)
{
  ModelRow merged = *row;

  for (guint i = 0; i < MODEL_MAX_COLUMNS; i++)
    if (values->cells[i] != NULL)
      merged.cells[i] = values->cells[i];
  return merged;
}

static gboolean
is_changed (const ModelRow *a, const ModelRow *b, const guint *columns, guint n)
{
  for (guint i = 0; i < n; i++)
    if (a->cells[columns[i]] != b->cells[columns[i]])
      return TRUE;
  return FALSE;
}

static gboolean
has_nulls (const ModelRow *row, const guint *columns, guint n)
{
  for (guint i = 0; i < n; i++)
    if (model_cell_is_null (row->cells[columns[i]]))
      return TRUE;
  return FALSE;
}

/* Asked only of records that would change in the columns of the relation. */
static void
expect_parent (Model *self, const ModelRelation *relation, const Step *step, const ModelRow *old,
               ModelExpectation *expected)
{
  ModelRow row = merge_rows (old, &step->values);

  if (relation->child == step->object
      && is_changed (old, &row, relation->child_columns, relation->n_columns)
      && !has_nulls (&row, relation->child_columns, relation->n_columns)
      && !model_has_parent (self, relation, &row))
    add (&expected->errors, 2302);
}

static void
expect_no_children (Model *self, const ModelRelation *relation, const Step *step,
                    const ModelRow *old, ModelExpectation *expected)
{
  ModelRow row = merge_rows (old, &step->values);
  g_autoptr(GPtrArray) children = NULL;

  if (relation->parent != step->object
      || !is_changed (old, &row, relation->parent_columns, relation->n_columns))
    return;
  children = model_list_children (self, relation, old);
  if (children->len > 0)
    add (&expected->errors, 2302);
}

static gboolean
names_key (const Step *step)
{
  for (guint i = 0; i < model_objects[step->object].n_key_columns; i++)
    if (step->values.cells[i] != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
names_others (const Step *step)
{
  for (guint i = model_objects[step->object].n_key_columns; i < MODEL_MAX_COLUMNS; i++)
    if (step->values.cells[i] != NULL)
      return TRUE;
  return step->fault == FAULT_UNKNOWN_COLUMN || step->fault == FAULT_WRONG_TYPE;
}

/* The same key is accepted for one record, beside something to change. */
static void
expect_same_key (const Step *step, GPtrArray *matches, ModelExpectation *expected)
{
  const ModelObject *object = &model_objects[step->object];
  gboolean same = matches->len == 1;

  if (!names_key (step))
    return;
  for (guint i = 0; i < object->n_key_columns && same; i++)
    same = step->values.cells[i] == NULL
           || step->values.cells[i] == ((ModelRecord *) matches->pdata[0])->main.cells[i];
  if (!names_others (step))
    add (&expected->errors, 2307);
  if (same)
    return;
  add (&expected->errors, 2303);
  if (object->columns[0].flags & MODEL_COMPUTED)
    add (&expected->errors, 2309);
}

static void
expect_update (Model *self, const Step *step, ModelExpectation *expected)
{
  g_autoptr(GPtrArray) matches = model_match (self, step->object, &step->criterion);

  expect_good_record (step, expected);
  expect_good_options (step, expected);
  expect_same_key (step, matches, expected);
  if (matches->len == 0)
    add (&expected->errors, 2301);
  for (guint i = 0; i < matches->len; i++)
    {
      ModelRecord *record = matches->pdata[i];

      expect_no_deferred (step, record, expected);
      for (guint j = 0; j < MODEL_N_RELATIONS; j++)
        {
          expect_parent (self, &model_relations[j], step, &record->main, expected);
          expect_no_children (self, &model_relations[j], step, &record->main, expected);
        }
    }
  expected->count = matches->len;
}

/* --- Deletions --- */

static void
expect_no_orphans (Model *self, GHashTable *deleted, guint object, const ModelRecord *record,
                   ModelExpectation *expected)
{
  for (guint i = 0; i < MODEL_N_RELATIONS; i++)
    {
      const ModelRelation *relation = &model_relations[i];
      g_autoptr(GPtrArray) children = NULL;

      if (relation->parent != object || relation->cascade)
        continue;
      children = model_list_children (self, relation, &record->main);
      for (guint j = 0; j < children->len; j++)
        if (!g_hash_table_contains (deleted, children->pdata[j]))
          add (&expected->errors, 2302);
    }
}

static void
expect_delete (Model *self, const Step *step, ModelExpectation *expected)
{
  g_autoptr(GHashTable) deleted = model_match_deletion (self, step);
  GHashTableIter iter;
  ModelRecord *record;
  gpointer object;

  expect_good_options (step, expected);
  if (g_hash_table_size (deleted) == 0)
    add (&expected->errors, 2301);
  g_hash_table_iter_init (&iter, deleted);
  while (g_hash_table_iter_next (&iter, (gpointer *) &record, &object))
    {
      expect_no_deferred (step, record, expected);
      expect_no_orphans (self, deleted, GPOINTER_TO_UINT (object), record, expected);
    }
  expected->count = 1;
}

/* --- The rest --- */

static void
expect_mark (Model *self, const Step *step, ModelExpectation *expected)
{
  g_autoptr(GPtrArray) matches = model_match_deferred (self, step);

  if (step->criterion.kind == CRITERION_NONE || step->criterion.kind == CRITERION_EMPTY)
    add (&expected->errors, 2312);
  else if (matches->len == 0)
    add (&expected->errors, 2301);
  expected->count = matches->len;
}

static void
expect_known_record (Model *self, const Step *step, ModelExpectation *expected)
{
  const ModelRecord *record = model_find (self, step->object, &step->criterion.key);
  gboolean is_edited = record != NULL && record->has_original;

  if (step->kind == STEP_ROLLBACK_RECORD && !is_edited)
    add (&expected->errors, 2471);
  if (step->kind == STEP_CLEAR_RECORD && !is_edited && (record == NULL || !record->main.is_there))
    add (&expected->errors, 2316);
  expected->count = 1;
}

void
model_expect (Model *self, const Step *step, ModelExpectation *expected)
{
  *expected = (ModelExpectation){ { { 0 }, 0 }, 1 };
  switch (step->kind)
    {
    case STEP_CREATE:
      expect_create (self, step, expected);
      break;
    case STEP_UPDATE:
    case STEP_UPDATE_BY_PK:
      expect_update (self, step, expected);
      break;
    case STEP_DELETE:
    case STEP_DELETE_BY_PK:
      expect_delete (self, step, expected);
      break;
    case STEP_MARK_FOR_UPLOAD:
      expect_mark (self, step, expected);
      break;
    case STEP_ROLLBACK_RECORD:
    case STEP_CLEAR_RECORD:
      expect_known_record (self, step, expected);
      break;
    case STEP_ROLLBACK_OBJECT:
    case STEP_ROLLBACK_SERVICE:
    case STEP_ROLLBACK_EVERYTHING:
    case STEP_CLEAR_OBJECT:
    case STEP_CLEAR_SERVICE:
    case STEP_SYNC:
    case STEP_READ:
    case STEP_N_KINDS:
    default:
      break;
    }
}
