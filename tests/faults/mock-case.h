/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "case.h"

G_BEGIN_DECLS

/* What the service is like. */
typedef struct
{
  gboolean batches;    /* else one change a request */
  gboolean repeats;    /* it knows requests again */
  gboolean etags;
  const char *answers; /* "whole", "partial", "key" or "none" */
  gboolean fills;      /* the client has the processor fill-missing */
} MockCaseOptions;

/* A service in this process and a client that has downloaded, edited, and not uploaded yet. */
typedef struct
{
  const MockCaseOptions *options;
  char *name;     /* of the service */
  char *scenario; /* without faults */
  VmxTransport *transport;
  VmxClient *client;
} MockCase;

void mock_case_init (MockCase *self, const MockCaseOptions *options);
void mock_case_clear (MockCase *self);
/* What goes wrong from now on: faults of a scenario. */
void mock_case_set_faults (MockCase *self, const char *faults);
/* How many changes of an object wait. */
guint mock_case_count_changes (MockCase *self, guint object);
/* Judges the settled client, and resolves what waits. */
void mock_case_check (MockCase *self, VerdictWaits waits);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MockCase, mock_case_clear)

G_END_DECLS
