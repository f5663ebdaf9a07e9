/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <vmx-odata-server.h>

#include "case.h"

G_BEGIN_DECLS

/* How a client is connected. */
typedef struct
{
  const char *form;   /* of batches: "json", "multipart" or "single" */
  gboolean repeats;   /* the service knows requests again */
  guint timeout;      /* seconds */
} OdataCaseOptions;

/* A service and a client that has downloaded, edited, and not uploaded yet. */
typedef struct
{
  VmxOdataServer *server;
  VmxClient *client;
  char *path;
} OdataCase;

void odata_case_init (OdataCase *self, const OdataCaseOptions *options);
void odata_case_clear (OdataCase *self);
/* A client of an existing store; for a process of its own. */
VmxClient *odata_case_open (const char *path, const char *url, const OdataCaseOptions *options);
/* Judges the settled client, and resolves what waits. */
void odata_case_check (OdataCase *self, VerdictWaits waits);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OdataCase, odata_case_clear)

G_END_DECLS
