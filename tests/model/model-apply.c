/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a step that succeeded does. */
#include "model.h"

static void
merge (ModelRow *row, const ModelRow *values)
{
  for (guint i = 0; i < MODEL_MAX_COLUMNS; i++)
    if (values->cells[i] != NULL)
      row->cells[i] = values->cells[i];
}

static void
keep_original (ModelRecord *record, ModelAction action)
{
  if (record->has_original)
    return;
  record->has_original = TRUE;
  record->first_action = action;
  record->base = record->main;
  record->server.is_there = FALSE;
}

static void
drop_original (ModelRecord *record)
{
  record->has_original = FALSE;
  record->base.is_there = FALSE;
  record->server.is_there = FALSE;
  g_array_set_size (record->changes, 0);
}

static void
log_change (ModelRecord *record, const Step *step, ModelAction action)
{
  ModelChange change = { action, !step->mark, FALSE, { TRUE, { NULL } } };

  change.latest_only = action == MODEL_UPDATE && !step->intermediate;
  if (action != MODEL_DELETE)
    change.values = step->values;
  g_array_append_val (record->changes, change);
}

static ModelChange *
get_last_change (ModelRecord *record)
{
  return record->changes->len > 0
             ? &g_array_index (record->changes, ModelChange, record->changes->len - 1)
             : NULL;
}

static void
apply_create (Model *self, const Step *step, const ModelRow *created)
{
  ModelRecord *record = model_add (self, step->object, created);
  ModelRow row = step->values;

  if (step->values.cells[0] == NULL && model_objects[step->object].key != MODEL_KEY_CLIENT)
    self->last_temporary_key[model_objects[step->object].service]
        = g_ascii_strtoll (created->cells[0] + (*created->cells[0] == '"' ? 1 : 0), NULL, 10);
  keep_original (record, MODEL_CREATE);
  row.is_there = TRUE;
  merge (&row, created);
  for (guint i = 0; i < model_objects[step->object].n_columns; i++)
    if (row.cells[i] == NULL)
      row.cells[i] = model_null_cell ();
  record->main = row;
  if (step->track)
    log_change (record, step, MODEL_CREATE);
}

static void
log_update (ModelRecord *record, const Step *step)
{
  ModelChange *last = get_last_change (record);
  gboolean folds = last != NULL && last->deferred == !step->mark
                   && ((step->snapshot && last->action == MODEL_CREATE)
                       || (!step->intermediate && last->latest_only));

  if (folds)
    merge (&last->values, &step->values);
  else
    log_change (record, step, MODEL_UPDATE);
}

static void
apply_update (Model *self, const Step *step)
{
  g_autoptr(GPtrArray) matches = model_match (self, step->object, &step->criterion);

  for (guint i = 0; i < matches->len; i++)
    {
      ModelRecord *record = matches->pdata[i];

      keep_original (record, MODEL_UPDATE);
      merge (&record->main, &step->values);
      if (step->track)
        log_update (record, step);
    }
}

/* Deleting what was created here and never sent leaves nothing to send. FALSE if there is none. */
static gboolean
cancel_create (ModelRecord *record)
{
  for (guint i = record->changes->len; i > 0; i--)
    if (g_array_index (record->changes, ModelChange, i - 1).action == MODEL_CREATE)
      {
        g_array_set_size (record->changes, i - 1);
        return TRUE;
      }
  return FALSE;
}

static void
delete_record (ModelRecord *record, const Step *step)
{
  keep_original (record, MODEL_DELETE);
  record->main.is_there = FALSE;
  if (!step->track)
    return;
  if (!cancel_create (record))
    {
      log_change (record, step, MODEL_DELETE);
      return;
    }
  if (record->changes->len > 0 || record->first_action != MODEL_CREATE)
    return;
  record->main = record->server;
  drop_original (record);
}

static void
apply_delete (Model *self, const Step *step)
{
  g_autoptr(GHashTable) deleted = model_match_deletion (self, step);
  GHashTableIter iter;
  ModelRecord *record;

  g_hash_table_iter_init (&iter, deleted);
  while (g_hash_table_iter_next (&iter, (gpointer *) &record, NULL))
    delete_record (record, step);
}

static void
apply_mark (Model *self, const Step *step)
{
  g_autoptr(GPtrArray) matches = model_match_deferred (self, step);

  for (guint i = 0; i < matches->len; i++)
    {
      ModelRecord *record = matches->pdata[i];

      for (guint j = 0; j < record->changes->len; j++)
        g_array_index (record->changes, ModelChange, j).deferred = FALSE;
    }
}

static void
rollback_record (ModelRecord *record)
{
  if (!record->has_original)
    return;
  record->main = record->server.is_there ? record->server : record->base;
  drop_original (record);
}

static void
clear_record (ModelRecord *record)
{
  drop_original (record);
  record->main.is_there = FALSE;
  record->synced.is_there = FALSE;
}

static void
for_each_record (Model *self, gboolean (*in_scope) (const Step *step, guint object),
                 const Step *step, void (*func) (ModelRecord *record))
{
  for (guint i = 0; i < MODEL_N_OBJECTS; i++)
    {
      GHashTableIter iter;
      ModelRecord *record;

      if (!in_scope (step, i))
        continue;
      g_hash_table_iter_init (&iter, self->tables[i]);
      while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &record))
        func (record);
    }
}

static gboolean
is_object (const Step *step, guint object)
{
  return step->object == object;
}

static gboolean
is_in_service (const Step *step, guint object)
{
  return model_objects[step->object].service == model_objects[object].service;
}

static gboolean
is_anything (const Step *step, guint object)
{
  return TRUE;
}

/* A record with an original is protected, unless the program does not want that. */
static void
apply_sync (Model *self, const Step *step)
{
  for (guint i = 0; i < step->n_rows; i++)
    {
      const ModelRow *row = &step->rows[i];
      ModelRecord *record = model_add (self, step->object, row);

      record->synced = *row;
      if (record->has_original)
        record->server = *row;
      if (!record->has_original || !step->reconcile)
        record->main = *row;
    }
}

void
model_apply (Model *self, const Step *step, const ModelRow *created)
{
  switch (step->kind)
    {
    case STEP_CREATE:
      apply_create (self, step, created);
      break;
    case STEP_UPDATE:
    case STEP_UPDATE_BY_PK:
      apply_update (self, step);
      break;
    case STEP_DELETE:
    case STEP_DELETE_BY_PK:
      apply_delete (self, step);
      break;
    case STEP_MARK_FOR_UPLOAD:
      apply_mark (self, step);
      break;
    case STEP_ROLLBACK_RECORD:
      rollback_record (model_find (self, step->object, &step->criterion.key));
      break;
    case STEP_ROLLBACK_OBJECT:
      for_each_record (self, is_object, step, rollback_record);
      break;
    case STEP_ROLLBACK_SERVICE:
      for_each_record (self, is_in_service, step, rollback_record);
      break;
    case STEP_ROLLBACK_EVERYTHING:
      for_each_record (self, is_anything, step, rollback_record);
      break;
    case STEP_CLEAR_RECORD:
      clear_record (model_find (self, step->object, &step->criterion.key));
      break;
    case STEP_CLEAR_OBJECT:
      for_each_record (self, is_object, step, clear_record);
      break;
    case STEP_CLEAR_SERVICE:
      for_each_record (self, is_in_service, step, clear_record);
      break;
    case STEP_SYNC:
      apply_sync (self, step);
      break;
    case STEP_READ:
    case STEP_N_KINDS:
    default:
      break;
    }
}
