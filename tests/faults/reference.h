/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

/* The upload that everything is tried on: 40 changes of five objects, with keys of the server and
 * of the client, parents and children, one record that the server refuses and one in conflict. */

/* Parents before their children. */
#define REFERENCE_N_OBJECTS 5
extern const char *const reference_objects[REFERENCE_N_OBJECTS];
/* The column by which a person knows a record again. */
extern const char *const reference_titles[REFERENCE_N_OBJECTS];

/* Whether the server makes the keys. */
extern const gboolean reference_server_keys[REFERENCE_N_OBJECTS];

/* Takes a record of an object as JSON. */
typedef void (*ReferenceAdd) (gpointer data, const char *object, const char *json);

/* What the service has at first. */
void reference_fill (ReferenceAdd func, gpointer data);
/* The changes; the client has downloaded everything. */
void reference_edit (VmxClient *client);

/* Meanwhile somebody else changes this ticket … */
#define REFERENCE_CONFLICT "T3"
#define REFERENCE_CONFLICT_ID 3
#define REFERENCE_CONFLICT_AMOUNT "99.99"
/* … and deletes this project, which the client may keep: deletions at the server are not told. The
 * task that belongs to it is refused. */
#define REFERENCE_GONE "P3"
#define REFERENCE_GONE_ID 3
#define REFERENCE_REJECTED "L7"
/* What was created, by object, with blanks between the titles. */
extern const char *const reference_created[REFERENCE_N_OBJECTS];
/* What was deleted. */
extern const char *const reference_deleted[REFERENCE_N_OBJECTS];

/* Whether the service has what the updates set. */
void reference_check_updates (VmxClient *fresh);

G_END_DECLS
