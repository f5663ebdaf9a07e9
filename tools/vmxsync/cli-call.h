/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cli-args.h"

G_BEGIN_DECLS

/* Waits for asynchronous calls. The first Ctrl+C cancels them, the second one ends the program. */
typedef struct
{
  GMainLoop *loop;
  GCancellable *cancellable;
  GAsyncResult *result;
  guint interrupt;
  guint terminate;
} CliCall;

void cli_call_init (CliCall *self);
void cli_call_clear (CliCall *self);
/* The callback for the call, with the CliCall as its data. */
void cli_call_done (GObject *source, GAsyncResult *result, gpointer self);
/* (transfer none): the result of the call that was just started. */
GAsyncResult *cli_call_wait (CliCall *self);

/* A client for --store that signs in with the token; nothing is opened yet. */
VmxClient *cli_make_client (CliArgs *args);
/* One that is set up from its store. Needs no network. */
VmxClient *cli_open_client (CliArgs *args, GError **error);
/* The object that the first operand names, of such a client. */
VmxObj *cli_open_object (CliArgs *args, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliCall, cli_call_clear)

G_END_DECLS
