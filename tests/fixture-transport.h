/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

#include "vmx-test.h"

G_BEGIN_DECLS

/* A transport that hands everything to the mock transport, and tells what it was asked. */
#define FIXTURE_TYPE_TRANSPORT (fixture_transport_get_type ())
G_DECLARE_FINAL_TYPE (FixtureTransport, fixture_transport, FIXTURE, TRANSPORT, GObject)

typedef void (*FixtureFunc) (gpointer user_data);

struct _FixtureTransport
{
  GObject parent_instance;

  VmxTransport *inner;
  GPtrArray *log;    /* (element-type utf8): a line for each call */
  GPtrArray *ids;    /* (element-type utf8): of the upload requests */
  GPtrArray *bodies; /* (element-type utf8) */
  /* (nullable): what becomes of the next requests, a letter for each: '.' is left to the service,
   * 'l' loses the answer, 'b' is busy, 'r' refuses it, 'o' is offline. */
  const char *script;
  FixtureFunc before_push; /* (nullable): called once */
  FixtureFunc after_push;  /* (nullable): called once, before the answer is handed on */
  gpointer user_data;
};

FixtureTransport *fixture_transport_new (void);
/* What was asked since the last time, a line for each call:
 * push ACTION OBJECT RECORD [ETAG]; ACTION …
 * fetch OBJECT
 * read OBJECT KEY KEY …
 * Query parameters follow the first word, in round brackets. */
char *fixture_transport_take_log (FixtureTransport *self);

G_END_DECLS
