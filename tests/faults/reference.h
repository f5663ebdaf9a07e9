/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>
#include <vmx-odata-server.h>

G_BEGIN_DECLS

/* The upload that everything is tried on: 40 changes of five objects, with keys of the server and
 * of the client, parents and children, one record that the server refuses and one in conflict. */

/* Parents before their children. */
#define REFERENCE_N_OBJECTS 5
extern const char *const reference_objects[REFERENCE_N_OBJECTS];
/* The column by which a person knows a record again. */
extern const char *const reference_titles[REFERENCE_N_OBJECTS];

/* What the service has at first. */
void reference_fill (VmxOdataServer *server);
/* The changes; the client has downloaded everything. */
void reference_edit (VmxClient *client);
/* What somebody else does meanwhile. */
void reference_disturb (VmxOdataServer *server);

#define REFERENCE_CONFLICT "T3"
#define REFERENCE_REJECTED "L7"
/* A record that the client still has, because deletions at the server are not told. */
#define REFERENCE_GONE "P3"
/* What was created, by object, with blanks between the titles. */
extern const char *const reference_created[REFERENCE_N_OBJECTS];
/* What was deleted. */
extern const char *const reference_deleted[REFERENCE_N_OBJECTS];

/* Whether the service has what the updates set. */
void reference_check_updates (VmxClient *fresh);

G_END_DECLS
