/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "fixture-upload.h"

G_BEGIN_DECLS

/* Houses have doors, and doors have locks. The server makes the keys of houses and locks. Names are
 * never changed and never used again; the numbers A and B are. */
#define WORLD_N_OBJECTS 3
extern const char *const world_objects[WORLD_N_OBJECTS];
#define WORLD_HOUSES 0
#define WORLD_DOORS 1
#define WORLD_LOCKS 2
#define WORLD_N_COLUMNS 2
extern const char *const world_columns[WORLD_N_COLUMNS];

/* What has to become of a record. */
typedef struct
{
  gboolean may_vanish; /* somebody chose to give it up, or may have done so by a policy */
  gboolean is_deleted; /* by its client */
  gboolean is_deleted_elsewhere;
  gboolean is_edited_elsewhere;
  gboolean is_loose;   /* edits of it may have been dropped, because somebody chose so */
  gboolean is_parent;
  gboolean was_twice;  /* its client had it under two keys, and edited it */
  int here[WORLD_N_COLUMNS];  /* what was written last, -1 for nothing */
  int there[WORLD_N_COLUMNS]; /* by somebody else */
} WorldRecord;

typedef struct
{
  GRand *random;
  gboolean has_etags;
  gboolean has_repeats;
  VmxConflictPolicy policy;
  FixtureUpload upload;
  GHashTable *records[WORLD_N_OBJECTS]; /* name → WorldRecord */
  int counter;
  GString *log; /* what was done, for the reader of a failure */
} World;

World *world_new (guint32 seed);
void world_free (World *self);
void world_log (World *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* What the client asked the service since the last time. */
void world_log_calls (World *self);
/* Ends the test, after the log. */
void world_fail (World *self, const char *format, ...) G_GNUC_PRINTF (2, 3) G_GNUC_NORETURN;
int world_choose (World *self, int n);
VmxObj *world_get (World *self, guint object);
WorldRecord *world_find (World *self, guint object, const char *name);
WorldRecord *world_add (World *self, guint object, const char *name);
/* What a client has. (element-type VmxRecord) */
GPtrArray *world_read (VmxClient *client, guint object);
/* The key of a record, as JSON. */
char *world_get_key (VmxRecord *record);
/* Somebody who has just downloaded everything. */
VmxClient *world_new_client (World *self);

/* One random step. */
void world_step (World *self);
/* Tries one after the other until nothing waits any more. */
void world_settle (World *self);
/* What every sequence has to come to. */
void world_check (World *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

G_END_DECLS
