/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/plugin/vmx-token-authenticator.h>

#include <libvmxsync/model/vmx-error.h>

/**
 * VmxTokenAuthenticator:
 *
 * Signs requests with a bearer token, from the program or from a file.
 *
 * The token is sent as `Authorization: Bearer …`. It must consist of visible ASCII characters;
 * another one, and one that is empty, is refused with [error@Vmx.Error.NOT_SIGNED_IN] when a
 * request asks for it.
 *
 * Since: 0.1
 */
struct _VmxTokenAuthenticator
{
  GObject parent_instance;

  GMutex lock; /* over the token: programs set it while a run asks for it */
  char *token; /* NULL while nothing was read from the file */
  char *path;  /* NULL without a file */
};

static void authenticator_iface_init (VmxAuthenticatorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VmxTokenAuthenticator, vmx_token_authenticator, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (VMX_TYPE_AUTHENTICATOR,
                                                      authenticator_iface_init))

static void
vmx_token_authenticator_finalize (GObject *object)
{
  VmxTokenAuthenticator *self = VMX_TOKEN_AUTHENTICATOR (object);

  g_free (self->token);
  g_free (self->path);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (vmx_token_authenticator_parent_class)->finalize (object);
}

static void
vmx_token_authenticator_class_init (VmxTokenAuthenticatorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vmx_token_authenticator_finalize;
}

static void
vmx_token_authenticator_init (VmxTokenAuthenticator *self)
{
  g_mutex_init (&self->lock);
}

static gboolean
read_token (VmxTokenAuthenticator *self, GError **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_get_contents (self->path, &text, &length, &local_error))
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_NOT_SIGNED_IN,
                   "the token cannot be read: %s; put the token into this file or name another one",
                   local_error->message);
      return FALSE;
    }
  if (strlen (text) != length)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_NOT_SIGNED_IN,
                   "the token file “%s” is not text; it must have the token and nothing else",
                   self->path);
      return FALSE;
    }
  g_free (self->token);
  self->token = g_strchomp (g_steal_pointer (&text));
  return TRUE;
}

/* Never shows what it refuses. */
static gboolean
check_token (VmxTokenAuthenticator *self, GError **error)
{
  g_autofree char *where
      = self->path != NULL ? g_strdup_printf (" in the file “%s”", self->path) : g_strdup ("");

  if (self->token == NULL || *self->token == '\0')
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_NOT_SIGNED_IN, "the token%s is empty; sign in first",
                   where);
      return FALSE;
    }
  for (const char *at = self->token; *at != '\0'; at++)
    if (!g_ascii_isgraph (*at))
      {
        g_set_error (error, VMX_ERROR, VMX_ERROR_NOT_SIGNED_IN,
                     "the token%s has a character at position %" G_GSIZE_FORMAT
                     " that no token can have; it must be one word of visible ASCII characters",
                     where, (gsize) (at - self->token) + 1);
        return FALSE;
      }
  return TRUE;
}

static GHashTable *
vmx_token_authenticator_get_headers (VmxAuthenticator *authenticator, const char *origin,
                                     gboolean refused, GCancellable *cancellable, GError **error)
{
  VmxTokenAuthenticator *self = VMX_TOKEN_AUTHENTICATOR (authenticator);
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr(GHashTable) headers = NULL;

  if (self->path != NULL && (refused || self->token == NULL) && !read_token (self, error))
    return NULL;
  if (!check_token (self, error))
    return NULL;
  headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert (headers, g_strdup ("Authorization"),
                       g_strconcat ("Bearer ", self->token, NULL));
  return g_steal_pointer (&headers);
}

static void
authenticator_iface_init (VmxAuthenticatorInterface *iface)
{
  iface->get_headers = vmx_token_authenticator_get_headers;
}

/**
 * vmx_token_authenticator_new:
 * @token: a token
 *
 * Makes an authenticator that knows a token.
 *
 * Returns: (transfer full): the authenticator
 *
 * Since: 0.1
 */
VmxTokenAuthenticator *
vmx_token_authenticator_new (const char *token)
{
  VmxTokenAuthenticator *self;

  g_return_val_if_fail (token != NULL, NULL);

  self = g_object_new (VMX_TYPE_TOKEN_AUTHENTICATOR, NULL);
  self->token = g_strdup (token);
  return self;
}

/**
 * vmx_token_authenticator_new_for_file:
 * @path: (type filename): a file with a token and nothing else; white space at the end is left out
 *
 * Makes an authenticator that reads its token from a file when it is first needed, and again each
 * time the server refused it.
 *
 * Returns: (transfer full): the authenticator
 *
 * Since: 0.1
 */
VmxTokenAuthenticator *
vmx_token_authenticator_new_for_file (const char *path)
{
  VmxTokenAuthenticator *self;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (VMX_TYPE_TOKEN_AUTHENTICATOR, NULL);
  self->path = g_strdup (path);
  return self;
}

/**
 * vmx_token_authenticator_set_token:
 * @self: an authenticator
 * @token: another token
 *
 * Replaces the token. It takes effect with the next request that asks, and a file is not read any
 * more. Any thread may call this.
 *
 * Since: 0.1
 */
void
vmx_token_authenticator_set_token (VmxTokenAuthenticator *self, const char *token)
{
  g_autoptr(GMutexLocker) locker = NULL;

  g_return_if_fail (VMX_IS_TOKEN_AUTHENTICATOR (self));
  g_return_if_fail (token != NULL);

  locker = g_mutex_locker_new (&self->lock);
  g_free (self->token);
  self->token = g_strdup (token);
  g_clear_pointer (&self->path, g_free);
}
