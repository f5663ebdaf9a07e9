/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <string.h>

#include "vmx-mock-transport.h"
#include "vmx-test.h"

/* A service with the objects Item and Made, whose keys it makes, and what tests do with it. Quotes
 * in texts are written as ' for the eye. */

char *push_quotes (const char *text);
/* name NULL for a service of its own; more (nullable) are more members of the scenario. */
VmxTransport *push_new (const char *name, const char *more);
/* The same with this whole scenario. */
VmxTransport *push_new_scenario (const char *name, const char *scenario);
/* Gives the transport back. */
VmxTransport *push_open (VmxTransport *transport);
VmxUploadRequest *push_request (const char *id);
void push_add (VmxTransport *transport, VmxUploadRequest *request, const char *object,
               VmxChangeAction action, const char *record, const char *etag);
VmxUploadReply *push_send (VmxTransport *transport, VmxUploadRequest *request);
/* record NULL if none came back. */
void push_assert_record (VmxUploadReply *reply, guint member, const char *record);
/* What the service has of the object Item; record NULL for nothing. */
void push_assert_item (VmxTransport *transport, int id, const char *record, const char *etag);
/* One letter for each member: - unanswered, A accepted, C conflict, E etag required, G gone,
 * R rejected, B busy, F failed, U unknown. */
void push_assert_outcomes (VmxUploadReply *reply, const char *letters);
/* The ids of all records of an object, in the order of the service. */
char *push_list_ids (VmxTransport *transport, const char *object);
