/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/store/vmx-service-options-private.h>

#include <libvmxsync/local/store/vmx-schema-settings-private.h>
#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/vmx-excerpt-private.h>

#define CONFLICT_POLICY "conflict-policy"
#define ATOMIC_UPLOADS "atomic-uploads"

static const char *const policy_names[]
    = { "ask", "none", "client-wins", "server-wins", "merge" };

const char *
vmx_conflict_policy_to_string (VmxConflictPolicy policy)
{
  return policy_names[policy];
}

gboolean
vmx_service_option_is_own (const char *name)
{
  return g_str_equal (name, CONFLICT_POLICY) || g_str_equal (name, ATOMIC_UPLOADS);
}

static gboolean
set_invalid (const char *name, const char *expected, const char *value, GError **error)
{
  g_autofree char *excerpt = vmx_excerpt (value, -1, VMX_EXCERPT_NAME);

  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION,
               "service option “%s”: expected %s, found “%s”", name, expected, excerpt);
  return FALSE;
}

static gboolean
read_policy (VmxServiceOptions *self, const char *value, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (policy_names); i++)
    if (g_str_equal (value, policy_names[i]))
      {
        self->conflict_policy = (VmxConflictPolicy) i;
        return TRUE;
      }
  return set_invalid (CONFLICT_POLICY, "ask, none, client-wins, server-wins or merge", value,
                      error);
}

static gboolean
read_atomic (VmxServiceOptions *self, const char *value, GError **error)
{
  self->atomic_uploads = g_str_equal (value, "true");
  return self->atomic_uploads || g_str_equal (value, "false")
         || set_invalid (ATOMIC_UPLOADS, "true or false", value, error);
}

gboolean
vmx_service_options_read (VmxServiceOptions *self, const char *const *options, GError **error)
{
  *self = (VmxServiceOptions){ VMX_CONFLICT_POLICY_ASK, FALSE };
  for (guint i = 0; options != NULL && options[i] != NULL; i++)
    {
      g_autofree char *object = NULL;
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;

      if (!vmx_service_option_split (options[i], &object, &name, &value, error))
        return FALSE;
      if (object != NULL)
        continue;
      if ((g_str_equal (name, CONFLICT_POLICY) && !read_policy (self, value, error))
          || (g_str_equal (name, ATOMIC_UPLOADS) && !read_atomic (self, value, error)))
        return FALSE;
    }
  return TRUE;
}
