/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "fixture.h"

G_BEGIN_DECLS

/* A widget's view of a VmxRecordModel: it changes its own list only as it is told, and looks at the
 * model's promises each time. */
typedef struct
{
  VmxRecordModel *model;
  GPtrArray *texts; /* (element-type utf8): the records as JSON */
  GString *steps;   /* "position-removed+added " of what was told */
  guint n_told;
} RecordList;

/* With a model of its own; options are JSON, (nullable). */
RecordList *record_list_new (VmxObj *object, const char *options);
void record_list_free (RecordList *self);
/* Runs the default main context until the model has read, and n things were told in all. */
void record_list_wait (RecordList *self, guint n_told);
/* Reads once more. */
void record_list_refresh (RecordList *self);
/* The steps since the last look. */
void record_list_assert_steps (RecordList *self, const char *steps);
void record_list_assert_text (RecordList *self, guint position, const char *json);
/* That view and model have what vmx_obj_get() finds with these options. */
void record_list_assert_read (RecordList *self, const char *options);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecordList, record_list_free)

G_END_DECLS
