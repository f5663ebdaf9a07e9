/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What steps are, in words and as the calls' JSON. */
#include "step.h"

#include <string.h>

const char *
model_null_cell (void)
{
  return g_intern_static_string ("null");
}

gboolean
model_cell_is_null (const char *cell)
{
  return cell == NULL || cell == model_null_cell ();
}

gboolean
step_is_update (const Step *self)
{
  return self->kind == STEP_UPDATE || self->kind == STEP_UPDATE_BY_PK;
}

gboolean
step_is_by_pk (const Step *self)
{
  return self->kind == STEP_UPDATE_BY_PK || self->kind == STEP_DELETE_BY_PK;
}

gboolean
step_is_write (const Step *self)
{
  return self->kind <= STEP_DELETE_BY_PK;
}

/* --- Criteria --- */

static gboolean
has_key (const ModelRow *row, const ModelRow *key, guint n)
{
  for (guint i = 0; i < n; i++)
    if (row->cells[i] != key->cells[i])
      return FALSE;
  return TRUE;
}

/* Null equals null in maps and filters, and nothing in SQL. */
gboolean
model_criterion_matches (const ModelCriterion *self, guint object, const ModelRow *row)
{
  const char *cell = row->cells[self->column];
  gboolean equal = cell == self->value;

  switch (self->kind)
    {
    case CRITERION_KEY:
      return has_key (row, &self->key, model_objects[object].n_key_columns);
    case CRITERION_WHERE:
    case CRITERION_LIKE:
      return equal;
    case CRITERION_FILTER:
      return equal != self->negated;
    case CRITERION_TEXT:
      if (model_cell_is_null (self->value))
        return equal != self->negated;
      return !model_cell_is_null (cell) && equal != self->negated;
    case CRITERION_NONE:
    case CRITERION_EMPTY:
    default:
      return TRUE;
    }
}

/* --- JSON --- */

static void
append_cells (GString *json, guint object, const ModelRow *row, guint n_columns)
{
  const char *separator = "";

  for (guint i = 0; i < n_columns; i++)
    {
      if (row->cells[i] == NULL)
        continue;
      g_string_append_printf (json, "%s\"%s\":%s", separator, model_objects[object].columns[i].name,
                              row->cells[i]);
      separator = ",";
    }
}

/* The value in a text for people: 'a', 1.50, 7. */
static char *
write_literal (const ModelColumn *column, const char *cell)
{
  g_autofree char *bare = NULL;

  if (*cell != '"')
    return g_strdup (cell);
  bare = g_strndup (cell + 1, strlen (cell) - 2);
  return column->type == MODEL_TEXT ? g_strdup_printf ("'%s'", bare) : g_steal_pointer (&bare);
}

static void
append_text (GString *json, const ModelCriterion *self, const ModelColumn *column)
{
  g_autofree char *literal = write_literal (column, self->value);

  if (self->kind == CRITERION_FILTER)
    g_string_append_printf (json, "\"filter\":\"%s %s %s\"", column->name,
                            self->negated ? "ne" : "eq", literal);
  else if (model_cell_is_null (self->value))
    g_string_append_printf (json, "\"whereConditionAsAString\":\"%s IS %sNULL\"", column->name,
                            self->negated ? "NOT " : "");
  else
    g_string_append_printf (json, "\"whereConditionAsAString\":\"%s %s %s\"", column->name,
                            self->negated ? "<>" : "=", literal);
}

static void
append_criterion (GString *json, const Step *step)
{
  const ModelCriterion *self = &step->criterion;
  const ModelObject *object = &model_objects[step->object];
  const ModelColumn *column = &object->columns[self->column];

  switch (self->kind)
    {
    case CRITERION_KEY:
      g_string_append (json, "\"primaryKeys\":{");
      append_cells (json, step->object, &self->key, object->n_key_columns);
      g_string_append_c (json, '}');
      break;
    case CRITERION_WHERE:
      g_string_append_printf (json, "\"whereCondition\":{\"%s\":%s}", column->name, self->value);
      break;
    case CRITERION_LIKE:
      g_string_append_printf (json, "\"likeCondition\":{\"%s\":%s}", column->name, self->value);
      break;
    case CRITERION_TEXT:
    case CRITERION_FILTER:
      append_text (json, self, column);
      break;
    case CRITERION_NONE:
    case CRITERION_EMPTY:
    default:
      break;
    }
}

static void
append_flag (GString *json, const char *name, gboolean value, gboolean otherwise)
{
  if (value != otherwise)
    g_string_append_printf (json, "%s\"%s\":%s", json->len > 1 ? "," : "", name,
                            value ? "true" : "false");
}

char *
step_write_options (const Step *self)
{
  g_autoptr(GString) json = g_string_new ("{");

  append_criterion (json, self);
  if (step_is_write (self))
    {
      append_flag (json, "trackChanges", self->track, TRUE);
      append_flag (json, "trackIntermediateUpdates", self->intermediate, TRUE);
      append_flag (json, "markForUpload", self->mark, TRUE);
      append_flag (json, "syncLatestObjectSnapshot", self->snapshot, FALSE);
    }
  if (self->fault == FAULT_CRITERION)
    g_string_append_printf (json, "%s\"whereCondition\":{\"%s\":null}", json->len > 1 ? "," : "",
                            model_objects[self->object].columns[0].name);
  if (json->len == 1 && self->criterion.kind == CRITERION_NONE)
    return NULL;
  g_string_append_c (json, '}');
  return g_string_free (g_steal_pointer (&json), FALSE);
}

char *
step_write_record (const Step *self)
{
  const ModelObject *object = &model_objects[self->object];
  g_autoptr(GString) json = NULL;

  if (self->kind != STEP_CREATE && !step_is_update (self))
    return NULL;
  json = g_string_new ("{");
  append_cells (json, self->object, &self->values, object->n_columns);
  if (self->fault == FAULT_UNKNOWN_COLUMN)
    g_string_append_printf (json, "%s\"Nonsense\":1", json->len > 1 ? "," : "");
  if (self->fault == FAULT_WRONG_TYPE)
    g_string_append_printf (json, "%s\"%s\":[1]", json->len > 1 ? "," : "",
                            object->columns[object->n_columns - 1].name);
  g_string_append_c (json, '}');
  return g_string_free (g_steal_pointer (&json), FALSE);
}

char *
step_write_key (const Step *self)
{
  g_autoptr(GString) json = g_string_new ("{");

  append_cells (json, self->object, &self->criterion.key,
                model_objects[self->object].n_key_columns);
  g_string_append_c (json, '}');
  return g_string_free (g_steal_pointer (&json), FALSE);
}

char *
step_write_rows (const Step *self)
{
  g_autoptr(GString) json = g_string_new ("[");

  for (guint i = 0; i < self->n_rows; i++)
    {
      g_string_append (json, i > 0 ? ",{" : "{");
      if (self->rows[i].etag != NULL)
        g_string_append_printf (json, "\"@etag\":\"%s\",", self->rows[i].etag);
      append_cells (json, self->object, &self->rows[i], model_objects[self->object].n_columns);
      g_string_append_c (json, '}');
    }
  g_string_append_c (json, ']');
  return g_string_free (g_steal_pointer (&json), FALSE);
}

/* --- Words --- */

char *
step_to_string (const Step *self)
{
  static const char *const names[STEP_N_KINDS] = { "create",
                                                   "update",
                                                   "update_by_pk",
                                                   "delete",
                                                   "delete_by_pk",
                                                   "mark_for_upload",
                                                   "rollback record",
                                                   "rollback object",
                                                   "rollback service",
                                                   "rollback everything",
                                                   "clear record",
                                                   "clear object",
                                                   "clear service",
                                                   "sync",
                                                   "get" };
  const ModelObject *object = &model_objects[self->object];
  g_autofree char *record = step_write_record (self);
  g_autofree char *options = step_write_options (self);
  g_autofree char *rows = step_write_rows (self);

  if (self->kind == STEP_SYNC)
    return g_strdup_printf ("%s: sync %s%s", object->name, rows,
                            self->reconcile ? "" : " downloadReconciliationRequired:false");
  if (self->kind == STEP_ROLLBACK_EVERYTHING)
    return g_strdup (names[self->kind]);
  if (self->kind == STEP_ROLLBACK_SERVICE || self->kind == STEP_CLEAR_SERVICE)
    return g_strdup_printf ("%s: %s", model_services[object->service], names[self->kind]);
  return g_strdup_printf ("%s: %s%s%s%s%s", object->name, names[self->kind],
                          record != NULL ? " " : "", record != NULL ? record : "",
                          options != NULL ? " " : "", options != NULL ? options : "");
}
