/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "fixture-edit.h"
#include "fixture-transport.h"

G_BEGIN_DECLS

/* A service "HR" of a test's own, and a client that is set up, which tells what it sends. All JSON
 * here has single quotes, also where text is compared. */
typedef struct
{
  char *name;
  char *state;   /* (nullable): the file with what the service has */
  char *objects; /* the members of the scenario's objects */
  char *more;    /* (nullable): more members of the scenario */
  FixtureTransport *transport;
  VmxClient *client;
  VmxObjSvc *service;
  GHashTable *handles; /* name → VmxObj */
} FixtureUpload;

void fixture_upload_set_up (FixtureUpload *self, const char *objects, const char *more);
/* A service that knows requests again, but never has faults. */
void fixture_upload_set_up_repeatable (FixtureUpload *self, const char *objects);
void fixture_upload_tear_down (FixtureUpload *self);
/* Another store of another program, which uploads and downloads without faults. */
VmxClient *fixture_upload_new_client (FixtureUpload *self);
/* (transfer none) */
VmxObj *fixture_upload_get (FixtureUpload *self, const char *object);
/* What goes wrong from now on; NULL for nothing any more. The service keeps what it has. */
void fixture_upload_set_faults (FixtureUpload *self, const char *faults);

gint64 fixture_upload_edit (FixtureUpload *self, const char *object, FixtureEdit edit,
                            const char *record, const char *options);
/* Somebody else does it, and uploads it. */
void fixture_upload_edit_elsewhere (FixtureUpload *self, const char *object, FixtureEdit edit,
                                    const char *record, const char *options);

VmxSyncResult *fixture_upload_sync (FixtureUpload *self, const char *object, const char *options);
/* errors: OPSTATUS KEY, separated by "; "; "" for none. */
void fixture_upload_assert_synced (FixtureUpload *self, const char *object, const char *options,
                                   guint n_uploaded, const char *errors);
void fixture_upload_assert_sync_fails (FixtureUpload *self, const char *object, const char *options,
                                       int code, const char *part);
char *fixture_upload_list_errors (VmxSyncResult *result);

/* Records in the order of their keys. */
void fixture_upload_assert_server (FixtureUpload *self, const char *object, const char *json);
void fixture_upload_assert_local (FixtureUpload *self, const char *object, const char *json);
void fixture_upload_assert_both (FixtureUpload *self, const char *object, const char *json);
/* See fixture_assert_pending(). */
void fixture_upload_assert_pending (FixtureUpload *self, const char *object, const char *text);
/* See fixture_transport_take_log(). */
void fixture_upload_assert_sent (FixtureUpload *self, const char *text);
guint fixture_upload_count_outbox (FixtureUpload *self);

/* The text with double quotes. */
char *fixture_upload_quote (const char *text);

G_END_DECLS
