/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "fixture.h"
#include "fixture-store.h"

G_BEGIN_DECLS

/* The service "HR" with relations and every kind of key; see data/hr-schema.json. objects are the
 * members of a scenario's objects, (nullable) for none. */
char *fixture_hr_scenario (const char *objects);
/* A client of it at a new place, set up. */
VmxClient *fixture_set_up_hr (const char *objects);
/* What the service has from now on; syncs an object with it. Without options it only downloads. */
void fixture_sync_hr (VmxClient *client, VmxObj *object, const char *objects,
                      const char *sync_options);

typedef enum
{
  FIXTURE_CREATE,
  FIXTURE_UPDATE,
  FIXTURE_UPDATE_BY_PK,
  FIXTURE_DELETE,
  FIXTURE_DELETE_BY_PK,
  FIXTURE_MARK_FOR_UPLOAD,
  FIXTURE_ROLLBACK, /* options are the key */
  FIXTURE_CLEAR,
} FixtureEdit;

/* Records and options are JSON, (nullable). The count, 1 where a call gives none, -1 on failure. */
gint64 fixture_try_edit (VmxObj *object, FixtureEdit edit, const char *record, const char *options,
                         GError **error);
/* The same that has to succeed. */
gint64 fixture_edit (VmxObj *object, FixtureEdit edit, const char *record, const char *options);
/* What the library gives for the new record, as JSON. */
char *fixture_create (VmxObj *object, const char *record, const char *options);
/* Has to fail, and to leave the object and its changes as they were. */
void fixture_assert_edit_fails (VmxObj *object, FixtureEdit edit, const char *record,
                                const char *options, int code, const char *part);

/* All records, in the order of their keys. */
void fixture_assert_all (VmxObj *object, const char *json);
/* A line for each pending record, in the order of the keys:
 * KEY STATE: ACTION STATE VALUES; ACTION STATE VALUES
 * Values are without those of key columns; a deletion has none. */
char *fixture_read_pending (VmxObj *object);
void fixture_assert_pending (VmxObj *object, const char *text);
/* One JSON array of the keys, in order. */
char *fixture_read_deferred (VmxObj *object);

G_END_DECLS
