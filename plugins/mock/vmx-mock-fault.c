/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-mock-fault.h"

#define MAX_LATENCY (60 * 60 * 1000)

typedef struct
{
  const char *name;
  int code;
  const char *message;
} ErrorKind;

static const ErrorKind error_kinds[] = {
  { "timeout", VMX_ERROR_READ_TIMED_OUT, "the server did not answer in time" },
  { "connect", VMX_ERROR_CONNECT_FAILED, "the connection was refused" },
  { "offline", VMX_ERROR_OFFLINE, "there is no network" },
  { "auth", VMX_ERROR_NOT_SIGNED_IN, "the server did not accept the sign-in (401)" },
  { "server", VMX_ERROR_SERVER, "the server answered with an error (500)" },
  { "cut", VMX_ERROR_INVALID_ANSWER, "the answer was cut off before its end" },
};

/* --- Reading --- */

static gboolean
read_error (VmxMockFault *self, const VmxJsonTree *json, GError **error)
{
  const char *names[G_N_ELEMENTS (error_kinds) + 1] = { NULL };
  const char *name = NULL;
  const char *message = NULL;
  int position;

  if (!vmx_mock_json_read_text (json, "error", &name, error)
      || !vmx_mock_json_read_text (json, "message", &message, error))
    return FALSE;
  self->message = g_strdup (message);
  if (name == NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (error_kinds); i++)
    names[i] = error_kinds[i].name;
  position = vmx_mock_json_choose (vmx_json_tree_get_member (json, "error"), "error", name, names,
                                   error);
  if (position < 0)
    return FALSE;
  self->error_code = error_kinds[position].code;
  if (message == NULL)
    self->message = g_strdup (error_kinds[position].message);
  return TRUE;
}

static gboolean
read_call (VmxMockFault *self, const VmxJsonTree *json, GError **error)
{
  static const char *const calls[] = {
    [VMX_MOCK_CALL_FETCH_BATCH] = "fetch-batch",
    [VMX_MOCK_CALL_FETCH_SCHEMA] = "fetch-schema",
    [VMX_MOCK_CALL_OPEN] = "open",
    [VMX_MOCK_CALL_ENCODE_PUSH] = "encode-push",
    [VMX_MOCK_CALL_PUSH_BATCH] = "push-batch",
    [VMX_MOCK_CALL_FETCH_RECORDS] = "fetch-records",
    NULL,
  };
  const char *name = calls[VMX_MOCK_CALL_FETCH_BATCH];
  int position;

  if (!vmx_mock_json_read_text (json, "call", &name, error))
    return FALSE;
  position = vmx_mock_json_choose (json, "call", name, calls, error);
  if (position < 0)
    return FALSE;
  self->call = (VmxMockCall) position;
  if (self->object != NULL && self->call != VMX_MOCK_CALL_FETCH_BATCH
      && self->call != VMX_MOCK_CALL_PUSH_BATCH && self->call != VMX_MOCK_CALL_FETCH_RECORDS)
    return vmx_mock_json_fail (json, "an object only with the calls fetch-batch, push-batch and "
                                     "fetch-records", error);
  if (self->batch != 0 && self->call != VMX_MOCK_CALL_FETCH_BATCH
      && self->call != VMX_MOCK_CALL_PUSH_BATCH)
    return vmx_mock_json_fail (json, "a batch only with the calls fetch-batch and push-batch",
                               error);
  return self->wrong_type == NULL || self->call == VMX_MOCK_CALL_FETCH_BATCH
         || vmx_mock_json_fail (json, "wrong-type only with the call fetch-batch", error);
}

static gboolean
read_numbers (VmxMockFault *self, const VmxJsonTree *json, GError **error)
{
  self->left = 1;
  if (!vmx_mock_json_read_uint (json, "batch", G_MAXINT, &self->batch, error)
      || !vmx_mock_json_read_uint (json, "times", G_MAXINT, &self->left, error)
      || !vmx_mock_json_read_uint (json, "latency-ms", MAX_LATENCY, &self->latency, error))
    return FALSE;
  self->always = self->left == 0;
  return TRUE;
}

/* No text is a wrong value for a column that takes every JSON value. */
static gboolean
check_wrong_type (VmxMockFault *self, VmxObjectSchema *object, const VmxJsonTree *json,
                  GError **error)
{
  const VmxJsonTree *node = vmx_json_tree_get_member (json, "wrong-type");
  VmxColumn *column;

  if (self->wrong_type == NULL)
    return TRUE;
  if (!vmx_mock_json_check_column (node, object, self->wrong_type, error))
    return FALSE;
  column = vmx_object_schema_find_column (object, self->wrong_type);
  if (vmx_column_get_column_type (column) != VMX_COLUMN_JSON)
    return TRUE;
  return vmx_mock_json_fail (node, "a column of another type than json, which takes every value",
                             error);
}

static gboolean
check_object (VmxMockFault *self, const VmxJsonTree *json, VmxServiceSchema *schema,
              GError **error)
{
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();
  g_auto(GStrv) all = NULL;
  VmxObjectSchema *object;

  if (self->object == NULL)
    return (self->missing == NULL && self->wrong_type == NULL)
           || vmx_mock_json_fail (json, "an object beside missing-columns and wrong-type", error);
  for (guint i = 0; i < vmx_service_schema_get_n_objects (schema); i++)
    g_strv_builder_add (names, vmx_object_schema_get_name (
                                   vmx_service_schema_get_object (schema, i)));
  all = g_strv_builder_end (names);
  if (vmx_mock_json_choose (vmx_json_tree_get_member (json, "object"), "object", self->object,
                            (const char *const *) all, error)
      < 0)
    return FALSE;
  object = vmx_service_schema_find_object (schema, self->object);
  return vmx_mock_json_check_columns (vmx_json_tree_get_member (json, "missing-columns"), object,
                                      self->missing, error)
         && check_wrong_type (self, object, json, error);
}

VmxMockFault *
vmx_mock_fault_new (const VmxJsonTree *json, VmxServiceSchema *schema, GError **error)
{
  static const char *const members[]
      = { "call",   "object",   "batch",   "times",      "error",          "message",
          "member", "verdict",  "outcome", "latency-ms", "retry-after-ms", "missing-columns",
          "when",   "answered", "done",    "wrong-type", "status",         "code",
          "twice",  NULL };
  g_autoptr(VmxMockFault) self = g_new0 (VmxMockFault, 1);
  const char *object = NULL;
  const char *wrong_type = NULL;

  if (!vmx_mock_json_check_members (json, members, error)
      || !vmx_mock_json_read_text (json, "object", &object, error)
      || !vmx_mock_json_read_text (json, "wrong-type", &wrong_type, error)
      || !vmx_mock_json_read_texts (json, "missing-columns", &self->missing, error)
      || !read_numbers (self, json, error) || !read_error (self, json, error))
    return NULL;
  self->object = g_strdup (object);
  self->wrong_type = g_strdup (wrong_type);
  if (!read_call (self, json, error) || !check_object (self, json, schema, error)
      || !vmx_mock_fault_read_push (self, json, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
vmx_mock_fault_free (VmxMockFault *self)
{
  g_free (self->object);
  g_free (self->message);
  g_free (self->wrong_type);
  g_free (self->code);
  g_strfreev (self->missing);
  g_free (self);
}

/* --- Striking --- */

static gboolean
is_about (const VmxMockFault *self, const char *const *objects)
{
  guint n_objects = objects != NULL ? g_strv_length ((GStrv) objects) : 0;

  if (self->member != 0)
    return self->member <= n_objects
           && vmx_mock_fault_hits_member (self, self->member - 1, objects[self->member - 1]);
  return self->object == NULL || (n_objects > 0 && g_strv_contains (objects, self->object));
}

gboolean
vmx_mock_fault_strike (VmxMockFault *self, VmxMockCall call, const char *const *objects,
                       guint batch)
{
  if (self->call != call || (self->batch != 0 && self->batch != batch)
      || (!self->always && self->left == 0) || !is_about (self, objects))
    return FALSE;
  if (!self->always)
    self->left--;
  return TRUE;
}

gboolean
vmx_mock_fault_hits_member (const VmxMockFault *self, guint member, const char *object)
{
  return self->outcome >= 0 && (self->member == 0 || self->member == member + 1)
         && (self->object == NULL || g_str_equal (self->object, object));
}

gboolean
vmx_mock_fault_run (const VmxMockFault *self, GCancellable *cancellable, GError **error)
{
  if (!vmx_wait (self->latency, cancellable, error))
    return FALSE;
  return self->error_code == 0 || self->when != VMX_MOCK_WHEN_BEFORE
         || vmx_mock_fault_fail (self, error);
}

gboolean
vmx_mock_fault_fail (const VmxMockFault *self, GError **error)
{
  g_set_error (error, VMX_ERROR, self->error_code, "%s%s%smock service: %s",
               self->object != NULL ? "object " : "", self->object != NULL ? self->object : "",
               self->object != NULL ? ", " : "", self->message);
  return FALSE;
}
