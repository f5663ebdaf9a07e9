/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libsoup/soup.h>

#include "vmx-odata-server.h"
#include "vmx-test.h"

G_BEGIN_DECLS

/* The service with the upload sample, and what it last answered. */
typedef struct
{
  VmxOdataServer *server;
  SoupSession *session;
  SoupMessage *message;
  guint status; /* 0 for none */
  char *body;
} Fixture;

void fixture_set_up (Fixture *self, gconstpointer data);
void fixture_tear_down (Fixture *self, gconstpointer data);

/* headers are lines of "Name: value"; without a Content-Type, a body is JSON. Asserts the status,
 * 0 for a connection that ends without one. */
void fixture_ask (Fixture *self, const char *method, const char *address, const char *headers,
                  const char *body, guint status);
void fixture_configure (Fixture *self, VmxOdataServerOptions options);
const char *fixture_get_header (Fixture *self, const char *name);
void fixture_assert_body (Fixture *self, const char *part);
/* A record, or "none". */
void fixture_assert_record (Fixture *self, const char *set, const char *key, const char *part);
void fixture_assert_counts (Fixture *self, const char *set, guint n_creates, guint n_updates,
                            guint n_deletes);

#define fixture_add_test(path, func)                                                               \
  g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

G_END_DECLS
