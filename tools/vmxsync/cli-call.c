/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli-call.h"

#include <glib-unix.h>

static gboolean
on_signal (CliCall *self, guint *source)
{
  g_cancellable_cancel (self->cancellable);
  *source = 0;
  /* Without the source, the signal does again what it usually does. */
  return G_SOURCE_REMOVE;
}

static gboolean
on_interrupt (gpointer self)
{
  return on_signal (self, &((CliCall *) self)->interrupt);
}

static gboolean
on_terminate (gpointer self)
{
  return on_signal (self, &((CliCall *) self)->terminate);
}

void
cli_call_init (CliCall *self)
{
  self->loop = g_main_loop_new (NULL, FALSE);
  self->cancellable = g_cancellable_new ();
  self->result = NULL;
  self->interrupt = g_unix_signal_add (SIGINT, on_interrupt, self);
  self->terminate = g_unix_signal_add (SIGTERM, on_terminate, self);
}

void
cli_call_clear (CliCall *self)
{
  g_clear_handle_id (&self->interrupt, g_source_remove);
  g_clear_handle_id (&self->terminate, g_source_remove);
  g_clear_object (&self->result);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->loop, g_main_loop_unref);
}

void
cli_call_done (GObject *source, GAsyncResult *result, gpointer data)
{
  CliCall *self = data;

  g_set_object (&self->result, result);
  g_main_loop_quit (self->loop);
}

GAsyncResult *
cli_call_wait (CliCall *self)
{
  g_clear_object (&self->result);
  while (self->result == NULL)
    g_main_loop_run (self->loop);
  return self->result;
}

VmxClient *
cli_make_client (CliArgs *args)
{
  VmxClient *client = vmx_client_new (args->store);
  const char *token = g_getenv ("VMXSYNC_TOKEN");
  g_autoptr(VmxTokenAuthenticator) authenticator = NULL;

  if (args->token_file != NULL)
    authenticator = vmx_token_authenticator_new_for_file (args->token_file);
  else if (token != NULL && *token != '\0')
    authenticator = vmx_token_authenticator_new (token);
  if (authenticator != NULL)
    vmx_client_set_authenticator (client, VMX_AUTHENTICATOR (authenticator));
  return client;
}

VmxClient *
cli_open_client (CliArgs *args, GError **error)
{
  g_autoptr(VmxClient) client = cli_make_client (args);

  return vmx_client_setup (client, NULL, NULL, error) ? g_steal_pointer (&client) : NULL;
}

VmxObj *
cli_open_object (CliArgs *args, GError **error)
{
  g_autoptr(VmxClient) client = cli_open_client (args, error);

  return client != NULL ? vmx_client_get_object (client, args->operands[0], error) : NULL;
}
