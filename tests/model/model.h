/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "step.h"

G_BEGIN_DECLS

/* What a store has to be after some steps: records, originals and the change log in plain tables.
 * It is written from the documentation and never calls the library. */

typedef enum
{
  MODEL_CREATE,
  MODEL_UPDATE,
  MODEL_DELETE,
} ModelAction;

typedef struct
{
  ModelAction action;
  gboolean deferred;
  gboolean latest_only;
  ModelRow values;
} ModelChange;

/* All that is known of one key. */
typedef struct
{
  ModelRow key;    /* its key cells */
  ModelRow main;   /* what reads see */
  ModelRow synced; /* what a rollback of everything has to restore */
  gboolean has_original;
  ModelAction first_action;
  ModelRow base;
  ModelRow server;
  GArray *changes; /* (element-type ModelChange) */
} ModelRecord;

typedef struct
{
  GHashTable *tables[MODEL_N_OBJECTS]; /* key text to ModelRecord */
  gint64 last_temporary_key[2];        /* by service */
} Model;

Model *model_new (void);
void model_free (Model *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Model, model_free)

ModelRecord *model_find (Model *self, guint object, const ModelRow *key);
ModelRecord *model_add (Model *self, guint object, const ModelRow *key);
gboolean model_record_has_deferred (const ModelRecord *record);
/* The records that have a row that the criterion finds. */
GPtrArray *model_match (Model *self, guint object, const ModelCriterion *criterion);
/* Those and what a deletion takes along. */
GHashTable *model_match_deletion (Model *self, const Step *step);
/* Rows of a child object that name this row, which is there. */
GPtrArray *model_list_children (Model *self, const ModelRelation *relation, const ModelRow *row);
gboolean model_has_parent (Model *self, const ModelRelation *relation, const ModelRow *row);
/* The key that the next new record gets that has none, FALSE where that cannot be known. */
gboolean model_predict_key (Model *self, guint object, ModelRow *key);
/* Whether such a row, not there yet, is its own parent. */
gboolean model_is_own_parent (const ModelRelation *relation, const ModelRow *row);
/* What mark_for_upload releases. */
GPtrArray *model_match_deferred (Model *self, const Step *step);

/* Which outcomes are right. */
typedef struct
{
  int codes[16];
  guint n_codes;
} ModelCodes;

typedef struct
{
  ModelCodes errors; /* if there are any, the step has to fail with one of them */
  gint64 count;      /* what it returns else */
} ModelExpectation;

void model_expect (Model *self, const Step *step, ModelExpectation *expected);
gboolean model_codes_contain (const ModelCodes *codes, int code);
/* The step succeeded. created has the key of a new record. */
void model_apply (Model *self, const Step *step, const ModelRow *created);

/* In the forms that the player gives to what it reads: a line per record. */
char *model_write_records (Model *self, guint object, const ModelCriterion *criterion);
/* KEY ETAG */
char *model_write_etags (Model *self, guint object);
char *model_write_pending (Model *self, guint object);
char *model_write_deferred (Model *self, guint object);
char *model_write_row (guint object, const ModelRow *row);
guint model_count_changes (Model *self);
guint model_count_originals (Model *self);
/* Whether the records are exactly those of the last syncs, with nothing pending. */
gboolean model_is_as_synced (Model *self);

G_END_DECLS
