/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The tables of the model and what is found in them. */
#include "model.h"

#include <string.h>

#include "vmx-test.h"

static void
record_free (gpointer data)
{
  ModelRecord *record = data;

  g_array_unref (record->changes);
  g_free (record);
}

Model *
model_new (void)
{
  Model *self = g_new0 (Model, 1);

  for (guint i = 0; i < MODEL_N_OBJECTS; i++)
    self->tables[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, record_free);
  return self;
}

void
model_free (Model *self)
{
  for (guint i = 0; i < MODEL_N_OBJECTS; i++)
    g_hash_table_unref (self->tables[i]);
  g_free (self);
}

/* GUIDs and all other key texts of the steps have one spelling. */
static char *
make_key_text (guint object, const ModelRow *key)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < model_objects[object].n_key_columns; i++)
    g_string_append_printf (text, "%s,", key->cells[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

ModelRecord *
model_find (Model *self, guint object, const ModelRow *key)
{
  g_autofree char *text = make_key_text (object, key);

  return g_hash_table_lookup (self->tables[object], text);
}

ModelRecord *
model_add (Model *self, guint object, const ModelRow *key)
{
  ModelRecord *record = model_find (self, object, key);

  if (record != NULL)
    return record;
  record = g_new0 (ModelRecord, 1);
  record->changes = g_array_new (FALSE, TRUE, sizeof (ModelChange));
  for (guint i = 0; i < model_objects[object].n_key_columns; i++)
    record->key.cells[i] = key->cells[i];
  g_hash_table_insert (self->tables[object], make_key_text (object, key), record);
  return record;
}

gboolean
model_record_has_deferred (const ModelRecord *record)
{
  for (guint i = 0; i < record->changes->len; i++)
    if (g_array_index (record->changes, ModelChange, i).deferred)
      return TRUE;
  return FALSE;
}

/* Temporary keys count down in a service. Those that a record has already, or had and somebody may
 * still wait for, are left out. */
gboolean
model_predict_key (Model *self, guint object, ModelRow *key)
{
  const ModelObject *info = &model_objects[object];
  gint64 number = self->last_temporary_key[info->service];
  const ModelRecord *record;

  if (info->key == MODEL_KEY_CLIENT || info->key == MODEL_KEY_GIVEN)
    return FALSE;
  do
    {
      g_autofree char *cell = g_strdup_printf (
          info->columns[0].type == MODEL_TEXT ? "\"%" G_GINT64_FORMAT "\"" : "%" G_GINT64_FORMAT,
          --number);

      key->cells[0] = g_intern_string (cell);
      record = model_find (self, object, key);
    }
  while (record != NULL && (record->main.is_there || record->has_original));
  return TRUE;
}

/* --- Finding --- */

GPtrArray *
model_match (Model *self, guint object, const ModelCriterion *criterion)
{
  GPtrArray *found = g_ptr_array_new ();
  GHashTableIter iter;
  ModelRecord *record;

  g_hash_table_iter_init (&iter, self->tables[object]);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &record))
    if (record->main.is_there && model_criterion_matches (criterion, object, &record->main))
      g_ptr_array_add (found, record);
  return found;
}

static ModelRow
make_bare_row (guint object, const ModelRecord *record)
{
  ModelRow row = record->key;

  for (guint i = model_objects[object].n_key_columns; i < MODEL_MAX_COLUMNS; i++)
    row.cells[i] = model_null_cell ();
  return row;
}

/* Records that are not there are judged by what they were before, or by their bare key. */
GPtrArray *
model_match_deferred (Model *self, const Step *step)
{
  GPtrArray *found = g_ptr_array_new ();
  GHashTableIter iter;
  ModelRecord *record;

  g_hash_table_iter_init (&iter, self->tables[step->object]);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &record))
    {
      ModelRow row = record->main.is_there ? record->main : record->base;

      if (!row.is_there)
        row = make_bare_row (step->object, record);
      if (model_record_has_deferred (record)
          && model_criterion_matches (&step->criterion, step->object, &row))
        g_ptr_array_add (found, record);
    }
  return found;
}

static gboolean
is_child (const ModelRelation *relation, const ModelRow *child, const ModelRow *parent)
{
  for (guint i = 0; i < relation->n_columns; i++)
    {
      const char *cell = child->cells[relation->child_columns[i]];

      if (model_cell_is_null (cell) || cell != parent->cells[relation->parent_columns[i]])
        return FALSE;
    }
  return TRUE;
}

gboolean
model_is_own_parent (const ModelRelation *relation, const ModelRow *row)
{
  return relation->child == relation->parent && is_child (relation, row, row);
}

GPtrArray *
model_list_children (Model *self, const ModelRelation *relation, const ModelRow *row)
{
  GPtrArray *found = g_ptr_array_new ();
  GHashTableIter iter;
  ModelRecord *record;

  g_hash_table_iter_init (&iter, self->tables[relation->child]);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &record))
    if (record->main.is_there && is_child (relation, &record->main, row))
      g_ptr_array_add (found, record);
  return found;
}

gboolean
model_has_parent (Model *self, const ModelRelation *relation, const ModelRow *row)
{
  GHashTableIter iter;
  ModelRecord *record;

  g_hash_table_iter_init (&iter, self->tables[relation->parent]);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &record))
    if (record->main.is_there && is_child (relation, row, &record->main))
      return TRUE;
  return FALSE;
}

static void
add_with_cascade (Model *self, guint object, ModelRecord *record, GHashTable *found)
{
  if (g_hash_table_contains (found, record))
    return;
  g_hash_table_insert (found, record, GUINT_TO_POINTER (object));
  for (guint i = 0; i < MODEL_N_RELATIONS; i++)
    {
      const ModelRelation *relation = &model_relations[i];
      g_autoptr(GPtrArray) children = NULL;

      if (relation->parent != object || !relation->cascade)
        continue;
      children = model_list_children (self, relation, &record->main);
      for (guint j = 0; j < children->len; j++)
        add_with_cascade (self, relation->child, children->pdata[j], found);
    }
}

GHashTable *
model_match_deletion (Model *self, const Step *step)
{
  GHashTable *found = g_hash_table_new (NULL, NULL);
  g_autoptr(GPtrArray) matches = model_match (self, step->object, &step->criterion);

  for (guint i = 0; i < matches->len; i++)
    add_with_cascade (self, step->object, matches->pdata[i], found);
  return found;
}

/* --- Writing --- */

static char *
write_cells (guint object, const ModelRow *row, guint first, guint end, const char *missing)
{
  g_autoptr(GString) json = g_string_new ("{");

  for (guint i = first; i < end; i++)
    {
      const char *cell = row->cells[i] != NULL ? row->cells[i] : missing;

      if (cell != NULL)
        g_string_append_printf (json, "%s\"%s\":%s", json->len > 1 ? "," : "",
                                model_objects[object].columns[i].name, cell);
    }
  g_string_append_c (json, '}');
  return g_string_free (g_steal_pointer (&json), FALSE);
}

char *
model_write_row (guint object, const ModelRow *row)
{
  return write_cells (object, row, 0, model_objects[object].n_columns, "null");
}

static char *
write_key (guint object, const ModelRecord *record)
{
  return write_cells (object, &record->key, 0, model_objects[object].n_key_columns, NULL);
}

char *
model_write_records (Model *self, guint object, const ModelCriterion *criterion)
{
  g_autoptr(GPtrArray) matches = model_match (self, object, criterion);
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < matches->len; i++)
    g_ptr_array_add (texts, model_write_row (object, &((ModelRecord *) matches->pdata[i])->main));
  return vmx_test_join_sorted (texts, "\n");
}

char *
model_write_etags (Model *self, guint object)
{
  const ModelCriterion all = { CRITERION_NONE };
  g_autoptr(GPtrArray) matches = model_match (self, object, &all);
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < matches->len; i++)
    {
      const ModelRecord *record = matches->pdata[i];
      g_autofree char *key = write_key (object, record);

      g_ptr_array_add (texts, g_strjoin (" ", key, record->main.etag, NULL));
    }
  return vmx_test_join_sorted (texts, "\n");
}

static char *
write_pending_record (guint object, const ModelRecord *record)
{
  static const char *const actions[] = { "create", "update", "delete" };
  const ModelObject *info = &model_objects[object];
  g_autofree char *key = write_key (object, record);
  g_autoptr(GString) line = g_string_new (key);

  g_string_append_printf (line,
                          " %s:", model_record_has_deferred (record) ? "deferred" : "pending");
  for (guint i = 0; i < record->changes->len; i++)
    {
      const ModelChange *change = &g_array_index (record->changes, ModelChange, i);

      g_string_append_printf (line, "%s %s %s", i > 0 ? ";" : "", actions[change->action],
                              change->deferred ? "deferred" : "pending");
      if (change->action != MODEL_DELETE)
        {
          g_autofree char *values
              = write_cells (object, &change->values, info->n_key_columns, info->n_columns, NULL);

          g_string_append_printf (line, " %s", values);
        }
    }
  return g_string_free (g_steal_pointer (&line), FALSE);
}

char *
model_write_pending (Model *self, guint object)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  ModelRecord *record;

  g_hash_table_iter_init (&iter, self->tables[object]);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &record))
    if (record->changes->len > 0)
      g_ptr_array_add (lines, write_pending_record (object, record));
  return vmx_test_join_sorted (lines, "\n");
}

char *
model_write_deferred (Model *self, guint object)
{
  g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *joined = NULL;
  GHashTableIter iter;
  ModelRecord *record;

  g_hash_table_iter_init (&iter, self->tables[object]);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &record))
    if (model_record_has_deferred (record))
      g_ptr_array_add (keys, write_key (object, record));
  joined = vmx_test_join_sorted (keys, ",");
  return g_strdup_printf ("[%s]", joined);
}

/* --- Counting --- */

guint
model_count_changes (Model *self)
{
  guint n = 0;

  for (guint i = 0; i < MODEL_N_OBJECTS; i++)
    {
      GHashTableIter iter;
      ModelRecord *record;

      g_hash_table_iter_init (&iter, self->tables[i]);
      while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &record))
        n += record->changes->len;
    }
  return n;
}

guint
model_count_originals (Model *self)
{
  guint n = 0;

  for (guint i = 0; i < MODEL_N_OBJECTS; i++)
    {
      GHashTableIter iter;
      ModelRecord *record;

      g_hash_table_iter_init (&iter, self->tables[i]);
      while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &record))
        n += record->has_original ? 1 : 0;
    }
  return n;
}

static gboolean
is_same_row (const ModelRow *a, const ModelRow *b)
{
  return a->is_there == b->is_there
         && (!a->is_there
             || (memcmp (a->cells, b->cells, sizeof a->cells) == 0
                 && g_strcmp0 (a->etag, b->etag) == 0));
}

gboolean
model_is_as_synced (Model *self)
{
  for (guint i = 0; i < MODEL_N_OBJECTS; i++)
    {
      GHashTableIter iter;
      ModelRecord *record;

      g_hash_table_iter_init (&iter, self->tables[i]);
      while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &record))
        if (record->has_original || record->changes->len > 0
            || !is_same_row (&record->main, &record->synced))
          return FALSE;
    }
  return TRUE;
}
