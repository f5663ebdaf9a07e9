/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/plugin/vmx-token-authenticator.h>

#include <libvmxsync/model/vmx-error.h>

#include "vmx-test.h"

#include <glib/gstdio.h>

#define ORIGIN "https://example.com:443"

static GHashTable *
get_headers (VmxTokenAuthenticator *self, gboolean refused, GError **error)
{
  return vmx_authenticator_get_headers (VMX_AUTHENTICATOR (self), ORIGIN, refused, NULL, error);
}

static void
assert_header (VmxTokenAuthenticator *self, gboolean refused, const char *expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GHashTable) headers = get_headers (self, refused, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (headers), ==, 1);
  g_assert_cmpstr (g_hash_table_lookup (headers, "Authorization"), ==, expected);
}

static void
write_file (const char *path, const char *text, gssize length)
{
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, text, length, &error);
  g_assert_no_error (error);
}

static void
test_token (void)
{
  g_autoptr(VmxTokenAuthenticator) self = vmx_token_authenticator_new ("abc.DEF-123_~+/=");

  assert_header (self, FALSE, "Bearer abc.DEF-123_~+/=");
  assert_header (self, TRUE, "Bearer abc.DEF-123_~+/=");
  vmx_token_authenticator_set_token (self, "second");
  assert_header (self, TRUE, "Bearer second");
}

static void
test_bad_tokens (void)
{
  static const char *const tokens[]
      = { "s3cret\r\nX-Evil: 1", "s3cret\n", "\ns3cret", "s3cret token", "s3cret\t", "s3cret\x7f",
          "s3cret\x01", "s3crét",    "s3cret\xff" };
  g_autoptr(VmxTokenAuthenticator) self = vmx_token_authenticator_new ("");
  g_autoptr(GError) error = NULL;

  g_assert_null (get_headers (self, FALSE, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NOT_SIGNED_IN, "empty");
  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      vmx_token_authenticator_set_token (self, tokens[i]);
      g_assert_null (get_headers (self, FALSE, &error));
      g_assert_null (strstr (error->message, "s3cr"));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NOT_SIGNED_IN, "position");
    }
}

static void
test_file (void)
{
  g_autofree char *folder = vmx_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "token", NULL);
  g_autoptr(VmxTokenAuthenticator) self = vmx_token_authenticator_new_for_file (path);

  write_file (path, "first\n", -1);
  assert_header (self, FALSE, "Bearer first");
  /* Kept, until the server refuses it. */
  write_file (path, "second\r\n\n", -1);
  assert_header (self, FALSE, "Bearer first");
  assert_header (self, TRUE, "Bearer second");

  vmx_token_authenticator_set_token (self, "third");
  assert_header (self, TRUE, "Bearer third");
}

static void
test_bad_files (void)
{
  static const struct
  {
    const char *text;
    gssize length;
    const char *part;
  } cases[] = {
    { "", 0, "is empty" },
    { "\n\n", 2, "is empty" },
    { "s3cret\nsecond line\n", -1, "position 7" },
    { "s3cret\0more", 11, "is not text" },
  };
  g_autofree char *folder = vmx_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "token", NULL);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(VmxTokenAuthenticator) self = vmx_token_authenticator_new_for_file (path);

      write_file (path, cases[i].text, cases[i].length);
      g_assert_null (get_headers (self, FALSE, &error));
      vmx_test_assert_message (error, path);
      g_assert_null (strstr (error->message, "s3cret"));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NOT_SIGNED_IN, cases[i].part);
    }
}

static void
test_missing_file (void)
{
  g_autofree char *folder = vmx_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "token", NULL);
  g_autoptr(VmxTokenAuthenticator) self = vmx_token_authenticator_new_for_file (path);
  g_autoptr(GError) error = NULL;

  g_assert_null (get_headers (self, FALSE, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NOT_SIGNED_IN, path);
  write_file (path, "s3cret", -1);
  assert_header (self, FALSE, "Bearer s3cret");
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_null (get_headers (self, TRUE, &error));
  g_assert_null (strstr (error->message, "s3cret"));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NOT_SIGNED_IN, path);
}

static gpointer
set_tokens (gpointer data)
{
  for (guint i = 0; i < 2000; i++)
    vmx_token_authenticator_set_token (data, i % 2 == 0 ? "even" : "odd");
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr(VmxTokenAuthenticator) self = vmx_token_authenticator_new ("even");
  GThread *thread = g_thread_new ("set", set_tokens, self);

  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GHashTable) headers = get_headers (self, FALSE, &error);
      const char *value = g_hash_table_lookup (headers, "Authorization");

      g_assert_true (g_str_equal (value, "Bearer even") || g_str_equal (value, "Bearer odd"));
    }
  g_thread_join (thread);
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/token-authenticator/token", test_token);
  g_test_add_func ("/token-authenticator/bad-tokens", test_bad_tokens);
  g_test_add_func ("/token-authenticator/file", test_file);
  g_test_add_func ("/token-authenticator/bad-files", test_bad_files);
  g_test_add_func ("/token-authenticator/missing-file", test_missing_file);
  g_test_add_func ("/token-authenticator/threads", test_threads);
  return g_test_run ();
}
