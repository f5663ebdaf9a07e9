/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Random steps. The same seed gives the same sequence, whatever the library does. */
#include "step.h"

#include <string.h>

#define MAX_STEPS 60

/* What a sequence is like, so that some have more of what is rare. */
typedef struct
{
  GRand *rand;
  guint n_keys; /* how many values of each key column it uses at most */
  int tracked;  /* percent */
  int marked;   /* percent */
} Dice;

static gboolean
chance (Dice *dice, int percent)
{
  return g_rand_int_range (dice->rand, 0, 100) < percent;
}

static const char *
pick_among (Dice *dice, const ModelColumn *column, guint n_most)
{
  g_auto(GStrv) values = g_strsplit (column->pool, " ", -1);
  guint n = MIN (g_strv_length (values), n_most);

  return g_intern_string (values[g_rand_int_range (dice->rand, 0, (gint32) n)]);
}

static const char *
pick (Dice *dice, const ModelColumn *column)
{
  return pick_among (dice, column, G_MAXUINT);
}

static void
pick_key (Dice *dice, guint object, ModelRow *key)
{
  for (guint i = 0; i < model_objects[object].n_key_columns; i++)
    key->cells[i] = pick_among (dice, &model_objects[object].columns[i], dice->n_keys);
}

/* --- Values --- */

static const char *
pick_value (Dice *dice, const ModelColumn *column)
{
  if (!(column->flags & MODEL_NULLABLE) && chance (dice, 2))
    return model_null_cell ();
  return pick (dice, column);
}

/* Foreign keys of several columns are given in whole: all null, or none. */
static gboolean
is_part_of_foreign_key (guint object, guint column)
{
  for (guint i = 0; i < MODEL_N_RELATIONS; i++)
    for (guint j = 0; j < model_relations[i].n_columns; j++)
      if (model_relations[i].child == object && model_relations[i].n_columns > 1
          && model_relations[i].child_columns[j] == column)
        return TRUE;
  return FALSE;
}

static void
set_whole_foreign_key (Dice *dice, guint object, ModelRow *values, int percent)
{
  const ModelObject *info = &model_objects[object];
  gboolean given = chance (dice, percent);
  gboolean nulls = chance (dice, 20);

  for (guint i = info->n_key_columns; given && i < info->n_columns; i++)
    if (is_part_of_foreign_key (object, i))
      values->cells[i] = nulls ? model_null_cell () : pick (dice, &info->columns[i]);
}

static void
set_new_key (Dice *dice, Step *step)
{
  int given = 0;

  switch (model_objects[step->object].key)
    {
    case MODEL_KEY_GIVEN:
      given = 97;
      break;
    case MODEL_KEY_SERVER:
      given = step->track ? 5 : 70;
      break;
    case MODEL_KEY_OPEN:
    case MODEL_KEY_CLIENT:
    default:
      given = 60;
    }
  if (chance (dice, given))
    pick_key (dice, step->object, &step->values);
}

static int
get_share (const ModelColumn *column, gboolean is_new)
{
  if (column->flags & MODEL_COMPUTED)
    return 4;
  if (!is_new)
    return 35;
  if (column->flags & MODEL_DEFAULT)
    return 100; /* what a default puts there is not the library's affair */
  return column->flags & MODEL_NULLABLE ? 60 : 97;
}

static void
set_values (Dice *dice, Step *step)
{
  const ModelObject *object = &model_objects[step->object];
  gboolean is_new = step->kind == STEP_CREATE;

  if (is_new)
    set_new_key (dice, step);
  else if (chance (dice, 5))
    pick_key (dice, step->object, &step->values);
  for (guint i = object->n_key_columns; i < object->n_columns; i++)
    if (!is_part_of_foreign_key (step->object, i)
        && chance (dice, get_share (&object->columns[i], is_new)))
      step->values.cells[i] = pick_value (dice, &object->columns[i]);
  set_whole_foreign_key (dice, step->object, &step->values, is_new ? 60 : 30);
}

/* --- Criteria --- */

static void
set_condition (Dice *dice, Step *step, CriterionKind kind)
{
  const ModelObject *object = &model_objects[step->object];
  ModelCriterion *criterion = &step->criterion;
  guint column = (guint) g_rand_int_range (dice->rand, 0, (gint32) object->n_columns);
  const ModelColumn *info = &object->columns[column];
  const char *value = pick (dice, info);

  if (info->type == MODEL_GUID && kind != CRITERION_WHERE)
    kind = CRITERION_WHERE;
  if (kind == CRITERION_LIKE && (info->type != MODEL_TEXT || model_cell_is_null (value)))
    kind = CRITERION_TEXT;
  criterion->kind = kind;
  criterion->column = column;
  criterion->value = value;
  criterion->negated = (kind == CRITERION_TEXT || kind == CRITERION_FILTER) && chance (dice, 40);
}

static void
set_criterion (Dice *dice, Step *step, int key_percent)
{
  static const CriterionKind others[] = { CRITERION_NONE, CRITERION_EMPTY, CRITERION_WHERE,
                                          CRITERION_TEXT, CRITERION_LIKE,  CRITERION_FILTER };
  CriterionKind kind = others[g_rand_int_range (dice->rand, 0, G_N_ELEMENTS (others))];

  if (chance (dice, key_percent))
    kind = CRITERION_KEY;
  step->criterion.kind = kind;
  if (kind == CRITERION_KEY)
    pick_key (dice, step->object, &step->criterion.key);
  else if (kind >= CRITERION_WHERE)
    set_condition (dice, step, kind);
}

/* --- Steps --- */

static void
set_options (Dice *dice, Step *step)
{
  step->track = chance (dice, dice->tracked);
  step->mark = chance (dice, dice->marked);
  step->intermediate = TRUE;
  if (!step_is_update (step))
    return;
  step->intermediate = chance (dice, 65);
  step->snapshot = chance (dice, 30);
}

static void
set_fault (Dice *dice, Step *step)
{
  if (step->kind == STEP_CREATE || step_is_update (step))
    {
      if (chance (dice, 2))
        step->fault = FAULT_UNKNOWN_COLUMN;
      else if (chance (dice, 2)
               && step->values.cells[model_objects[step->object].n_columns - 1] == NULL)
        step->fault = FAULT_WRONG_TYPE;
    }
  if (step->kind == STEP_CREATE && step->fault == FAULT_NONE && chance (dice, 2))
    step->fault = FAULT_CRITERION;
}

static gboolean
has_row (const Step *step, const ModelRow *key)
{
  for (guint i = 0; i < step->n_rows; i++)
    if (memcmp (step->rows[i].cells, key->cells,
                model_objects[step->object].n_key_columns * sizeof key->cells[0])
        == 0)
      return TRUE;
  return FALSE;
}

/* Servers have no temporary keys. */
static gboolean
is_temporary (const char *cell)
{
  return g_str_has_prefix (cell, "-") || g_str_has_prefix (cell, "\"-");
}

static void
set_rows (Dice *dice, Step *step)
{
  static const char *const etags[] = { NULL, "1", "2" };
  const ModelObject *object = &model_objects[step->object];
  gint32 n = g_rand_int_range (dice->rand, 0, MODEL_MAX_ROWS + 1);

  step->reconcile = chance (dice, 80);
  for (gint32 i = 0; i < n; i++)
    {
      ModelRow row = { TRUE, { NULL } };

      pick_key (dice, step->object, &row);
      if (is_temporary (row.cells[0]) || has_row (step, &row))
        continue;
      for (guint j = object->n_key_columns; j < object->n_columns; j++)
        row.cells[j] = pick (dice, &object->columns[j]);
      row.etag = etags[g_rand_int_range (dice->rand, 0, G_N_ELEMENTS (etags))];
      step->rows[step->n_rows++] = row;
    }
}

static StepKind
pick_kind (Dice *dice)
{
  static const guint8 weights[STEP_N_KINDS] = { 25, 14, 12, 4, 9, 7, 6, 2, 1, 1, 4, 1, 1, 10, 4 };
  guint total = 0;
  guint chosen;

  for (guint i = 0; i < STEP_N_KINDS; i++)
    total += weights[i];
  chosen = (guint) g_rand_int_range (dice->rand, 0, (gint32) total);
  for (guint i = 0; i < STEP_N_KINDS; i++)
    {
      if (chosen < weights[i])
        return i;
      chosen -= weights[i];
    }
  g_assert_not_reached ();
}

static void
make_step (Dice *dice, guint n_objects, const guint *objects, Step *step)
{
  step->kind = pick_kind (dice);
  step->object = objects[g_rand_int_range (dice->rand, 0, (gint32) n_objects)];
  if (step_is_write (step))
    set_options (dice, step);
  if (step->kind == STEP_CREATE || step_is_update (step))
    set_values (dice, step);
  if (step->kind == STEP_SYNC)
    set_rows (dice, step);
  else if (step->kind == STEP_ROLLBACK_RECORD || step->kind == STEP_CLEAR_RECORD)
    set_criterion (dice, step, 100);
  else if (step_is_by_pk (step))
    set_criterion (dice, step, 95);
  else if (step->kind == STEP_READ || step->kind == STEP_MARK_FOR_UPLOAD || step_is_update (step)
           || step->kind == STEP_DELETE)
    set_criterion (dice, step, 20);
  set_fault (dice, step);
}

/* A sequence works with a few objects, so that its steps meet; those with relations together. */
GArray *
step_make_sequence (guint32 seed)
{
  static const guint groups[][3] = { { 0, 1, 2 }, { 3, 4, 5 }, { 6, 7, 8 }, { 0, 3, 8 },
                                     { 1, 1, 1 }, { 2, 2, 2 }, { 4, 4, 3 }, { 6, 6, 1 } };
  static const int shares[] = { 95, 80, 50 };
  g_autoptr(GRand) rand = g_rand_new_with_seed (seed);
  Dice dice = { rand, G_MAXUINT, 0, 0 };
  GArray *steps = g_array_new (FALSE, TRUE, sizeof (Step));
  const guint *objects = groups[g_rand_int_range (rand, 0, G_N_ELEMENTS (groups))];
  guint n = (guint) g_rand_int_range (rand, 5, MAX_STEPS + 1);

  if (g_rand_boolean (rand))
    dice.n_keys = 2;
  dice.tracked = shares[g_rand_int_range (rand, 0, G_N_ELEMENTS (shares))];
  dice.marked = shares[g_rand_int_range (rand, 0, G_N_ELEMENTS (shares))];
  g_array_set_size (steps, n);
  for (guint i = 0; i < n; i++)
    make_step (&dice, G_N_ELEMENTS (groups[0]), objects, &g_array_index (steps, Step, i));
  return steps;
}
