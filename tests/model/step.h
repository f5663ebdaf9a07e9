/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The objects of the model test, a part of data/hr-schema.json and one of a second service, and
 * the steps of a sequence. A step holds all that it needs: dropping others never changes it. */

#define MODEL_MAX_COLUMNS 7
#define MODEL_N_OBJECTS 9
#define MODEL_N_RELATIONS 5
#define MODEL_MAX_ROWS 3

typedef enum
{
  MODEL_NUMBER,
  MODEL_TEXT,
  MODEL_DECIMAL,
  MODEL_GUID,
} ModelType;

typedef enum
{
  MODEL_KEY_GIVEN,  /* the program has to give it */
  MODEL_KEY_OPEN,   /* the program may give it, else it is temporary */
  MODEL_KEY_SERVER, /* it is temporary, and may only be given untracked */
  MODEL_KEY_CLIENT, /* the program may give it, else the library makes one that is final */
} ModelKey;

typedef enum
{
  MODEL_NULLABLE = 1 << 0,
  MODEL_COMPUTED = 1 << 1,
  MODEL_DEFAULT = 1 << 2,
} ModelFlags;

typedef struct
{
  const char *name;
  ModelType type;
  guint flags;
  const char *pool; /* the values that steps use, as JSON, separated by blanks */
} ModelColumn;

typedef struct
{
  const char *name;
  guint service;
  ModelKey key;
  guint n_key_columns; /* the first ones */
  guint n_columns;
  ModelColumn columns[MODEL_MAX_COLUMNS];
} ModelObject;

typedef struct
{
  guint child;
  guint parent;
  gboolean cascade;
  guint n_columns;
  guint child_columns[3];
  guint parent_columns[3];
} ModelRelation;

extern const char *const model_services[2];
extern const ModelObject model_objects[MODEL_N_OBJECTS];
extern const ModelRelation model_relations[MODEL_N_RELATIONS];

/* Cells are interned JSON, so that equal ones are the same pointer; NULL is missing. */
typedef struct
{
  gboolean is_there;
  const char *cells[MODEL_MAX_COLUMNS];
  const char *etag; /* (nullable), interned: the server's */
} ModelRow;

gboolean model_cell_is_null (const char *cell);
const char *model_null_cell (void);

typedef enum
{
  CRITERION_NONE,
  CRITERION_EMPTY, /* options without a criterion */
  CRITERION_KEY,
  CRITERION_WHERE,
  CRITERION_TEXT,
  CRITERION_LIKE,
  CRITERION_FILTER,
} CriterionKind;

typedef struct
{
  CriterionKind kind;
  ModelRow key;
  guint column;
  const char *value;
  gboolean negated; /* of texts and filters */
} ModelCriterion;

gboolean model_criterion_matches (const ModelCriterion *self, guint object, const ModelRow *row);

typedef enum
{
  STEP_CREATE,
  STEP_UPDATE,
  STEP_UPDATE_BY_PK,
  STEP_DELETE,
  STEP_DELETE_BY_PK,
  STEP_MARK_FOR_UPLOAD,
  STEP_ROLLBACK_RECORD,
  STEP_ROLLBACK_OBJECT,
  STEP_ROLLBACK_SERVICE,
  STEP_ROLLBACK_EVERYTHING,
  STEP_CLEAR_RECORD,
  STEP_CLEAR_OBJECT,
  STEP_CLEAR_SERVICE,
  STEP_SYNC,
  STEP_READ,
  STEP_N_KINDS,
} StepKind;

typedef enum
{
  FAULT_NONE,
  FAULT_UNKNOWN_COLUMN,
  FAULT_WRONG_TYPE,
  FAULT_CRITERION, /* where there may be none */
} StepFault;

typedef struct
{
  StepKind kind;
  guint object;
  ModelRow values;
  ModelCriterion criterion;
  StepFault fault;
  gboolean track;
  gboolean intermediate;
  gboolean mark;
  gboolean snapshot;
  gboolean reconcile;
  guint n_rows; /* of a sync */
  ModelRow rows[MODEL_MAX_ROWS];
} Step;

/* (element-type Step): up to 60 of them. */
GArray *step_make_sequence (guint32 seed);
gboolean step_is_update (const Step *self);
gboolean step_is_by_pk (const Step *self);
gboolean step_is_write (const Step *self);
/* The record and the options of the call as JSON; (nullable). */
char *step_write_record (const Step *self);
char *step_write_options (const Step *self);
char *step_write_key (const Step *self);
/* The records of a sync as the value of a scenario's member. */
char *step_write_rows (const Step *self);
char *step_to_string (const Step *self);

G_END_DECLS
