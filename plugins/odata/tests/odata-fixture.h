/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-odata-server.h"
#include "vmx-odata-transport.h"
#include "vmx-test.h"

G_BEGIN_DECLS

/* A server with the sample data, and an open transport to it that repeats at once. */
typedef struct
{
  VmxOdataServer *server;
  VmxTransport *transport;
  VmxServiceSchema *service;
  VmxObjectSchema *employees;
} Fixture;

#define N_EMPLOYEES 1000

void fixture_set_up (Fixture *self, gconstpointer data);
void fixture_tear_down (Fixture *self, gconstpointer data);
void fixture_open (Fixture *self, VmxAuthenticator *authenticator);

VmxFetchRequest *fixture_new_request (Fixture *self, guint batch_size);
/* All pages of a download. Gives the keys in their order, 0 for those that are no numbers, and how
 * many batches there were. */
GArray *fixture_download (Fixture *self, VmxFetchRequest *request, guint *n_batches,
                          GError **error);
/* Asserts that the keys are 1 to n, in order. */
void fixture_assert_keys (GArray *keys, guint n);

/* The parts of the test program. */
void add_auth_tests (void);
void add_fault_tests (void);

G_END_DECLS
