/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "renewer.h"

static GHashTable *
renewer_get_headers (VmxAuthenticator *authenticator, const char *origin, gboolean refused,
                     GCancellable *cancellable, GError **error)
{
  Renewer *self = TEST_RENEWER (authenticator);
  const char *token = self->tokens[refused ? 1 : 0];
  GHashTable *headers;

  self->n_refused += refused ? 1 : 0;
  if (token == NULL)
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_NETWORK, "the token service is away");
      return NULL;
    }
  headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_free (self->origin);
  self->origin = g_strdup (origin);
  g_hash_table_insert (headers, g_strdup ("Authorization"), g_strconcat ("Bearer ", token, NULL));
  return headers;
}

static void
renewer_init_interface (VmxAuthenticatorInterface *iface)
{
  iface->get_headers = renewer_get_headers;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (Renewer, renewer, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (VMX_TYPE_AUTHENTICATOR,
                                                      renewer_init_interface))

static void
renewer_finalize (GObject *object)
{
  g_free (TEST_RENEWER (object)->origin);
  G_OBJECT_CLASS (renewer_parent_class)->finalize (object);
}

static void
renewer_class_init (RenewerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = renewer_finalize;
}

static void
renewer_init (Renewer *self)
{
}

Renewer *
renewer_new (const char *first, const char *second)
{
  Renewer *self = g_object_new (TYPE_RENEWER, NULL);

  self->tokens[0] = first;
  self->tokens[1] = second;
  return self;
}
