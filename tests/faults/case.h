/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "reference.h"

G_BEGIN_DECLS

/* How a client is connected. */
typedef struct
{
  const char *form;   /* of batches: "json", "multipart" or "single" */
  gboolean repeats;   /* the service knows requests again */
  guint timeout;      /* seconds */
} CaseOptions;

/* A service and a client that has downloaded, edited, and not uploaded yet. */
typedef struct
{
  VmxOdataServer *server;
  VmxClient *client;
  char *path;
} Case;

void case_init (Case *self, const CaseOptions *options);
void case_clear (Case *self);
/* A client of an existing store; for a process of its own. */
VmxClient *case_open (const char *path, const char *url, const CaseOptions *options);
/* Uploads all objects once; errors are left aside. TRUE if there was none. */
gboolean case_upload (VmxClient *client);
/* Uploads until nothing changes any more, and downloads once. */
void case_settle (VmxClient *client);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Case, case_clear)

G_END_DECLS
