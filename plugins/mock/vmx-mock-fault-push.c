/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a scenario says of faults of uploads. */
#include "vmx-mock-fault.h"

#define MAX_STATUS 999
#define MAX_RETRY_AFTER (60 * 60 * 1000)

typedef struct
{
  const char *name;
  int value;
  guint status; /* unless the fault says another one */
} Kind;

static const Kind verdicts[] = {
  { "incomplete", VMX_UPLOAD_VERDICT_INCOMPLETE, 200 },
  { "too-large", VMX_UPLOAD_VERDICT_TOO_LARGE, 413 },
  { "busy", VMX_UPLOAD_VERDICT_BUSY, 503 },
  { "refused", VMX_UPLOAD_VERDICT_REFUSED, 403 },
  { "other-form", VMX_UPLOAD_VERDICT_OTHER_FORM, 415 },
};

static const Kind outcomes[] = {
  { "rejected", VMX_UPLOAD_OUTCOME_REJECTED, 400 },
  { "conflict", VMX_UPLOAD_OUTCOME_CONFLICT, 412 },
  { "etag-required", VMX_UPLOAD_OUTCOME_ETAG_REQUIRED, 428 },
  { "gone", VMX_UPLOAD_OUTCOME_GONE, 404 },
  { "busy", VMX_UPLOAD_OUTCOME_BUSY, 503 },
  { "failed", VMX_UPLOAD_OUTCOME_FAILED, 500 },
  { "unknown", VMX_UPLOAD_OUTCOME_UNKNOWN, 0 },
  { "unanswered", VMX_UPLOAD_OUTCOME_UNANSWERED, 0 },
};

/* value is -1 without the member. */
static gboolean
read_kind (VmxMockFault *self, const VmxJsonTree *json, const char *member, const Kind *kinds,
           guint n_kinds, int *value, GError **error)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) names = NULL;
  const char *name = NULL;
  int position;

  *value = -1;
  if (!vmx_mock_json_read_text (json, member, &name, error))
    return FALSE;
  if (name == NULL)
    return TRUE;
  for (guint i = 0; i < n_kinds; i++)
    g_strv_builder_add (builder, kinds[i].name);
  names = g_strv_builder_end (builder);
  position = vmx_mock_json_choose (vmx_json_tree_get_member (json, member), member, name,
                                   (const char *const *) names, error);
  if (position < 0)
    return FALSE;
  *value = kinds[position].value;
  self->status = kinds[position].status;
  return TRUE;
}

static gboolean
is_busy (const VmxMockFault *self)
{
  return self->verdict == VMX_UPLOAD_VERDICT_BUSY || self->outcome == VMX_UPLOAD_OUTCOME_BUSY;
}

static gboolean
read_result (VmxMockFault *self, const VmxJsonTree *json, GError **error)
{
  const VmxJsonTree *retry = vmx_json_tree_get_member (json, "retry-after-ms");
  const char *code = NULL;
  guint retry_after = 0;

  if (!read_kind (self, json, "verdict", verdicts, G_N_ELEMENTS (verdicts), &self->verdict, error)
      || !read_kind (self, json, "outcome", outcomes, G_N_ELEMENTS (outcomes), &self->outcome,
                     error)
      || !vmx_mock_json_read_uint (json, "status", MAX_STATUS, &self->status, error)
      || !vmx_mock_json_read_text (json, "code", &code, error)
      || !vmx_mock_json_read_uint (json, "member", G_MAXINT, &self->member, error)
      || !vmx_mock_json_read_uint (json, "retry-after-ms", MAX_RETRY_AFTER, &retry_after, error))
    return FALSE;
  self->code = g_strdup (code);
  self->retry_after = retry != NULL ? (gint64) retry_after : -1;
  if ((self->error_code != 0) + (self->verdict >= 0) + (self->outcome >= 0) > 1)
    return vmx_mock_json_fail (json, "only one of error, verdict and outcome", error);
  if (retry != NULL && !is_busy (self))
    return vmx_mock_json_fail (retry, "a verdict or an outcome “busy” beside retry-after-ms",
                               error);
  return TRUE;
}

/* --- How much is done --- */

/* A number of members with during, true or false with an outcome. */
static gboolean
read_done (VmxMockFault *self, const VmxJsonTree *json, GError **error)
{
  const VmxJsonTree *done = vmx_json_tree_get_member (json, "done");

  if (self->when == VMX_MOCK_WHEN_DURING)
    return done != NULL ? vmx_mock_json_read_uint (json, "done", G_MAXINT, &self->n_done, error)
                        : vmx_mock_json_fail (json, "done, a number of members, beside when "
                                                    "“during”", error);
  if (!vmx_mock_json_read_boolean (json, "done", &self->done, error))
    return FALSE;
  return done == NULL || self->outcome == VMX_UPLOAD_OUTCOME_FAILED
         || self->outcome == VMX_UPLOAD_OUTCOME_UNKNOWN
         || self->outcome == VMX_UPLOAD_OUTCOME_UNANSWERED
         || vmx_mock_json_fail (done, "when “during”, or an outcome “failed”, “unknown” or "
                                      "“unanswered” beside done", error);
}

static gboolean
read_answered (VmxMockFault *self, const VmxJsonTree *json, GError **error)
{
  const VmxJsonTree *node = vmx_json_tree_get_member (json, "answered");

  if (node == NULL)
    return TRUE;
  if (self->verdict != VMX_UPLOAD_VERDICT_INCOMPLETE)
    return vmx_mock_json_fail (node, "a verdict “incomplete” beside answered", error);
  if (!vmx_mock_json_read_uint (json, "answered", G_MAXINT, &self->n_answered, error))
    return FALSE;
  return self->when == VMX_MOCK_WHEN_AFTER || self->n_answered <= self->n_done
         || vmx_mock_json_fail (node, "no more members answered than done", error);
}

/* Whether the service can have done something before the client saw it fail. */
static gboolean
may_be_late (const VmxMockFault *self)
{
  return self->verdict == VMX_UPLOAD_VERDICT_INCOMPLETE
         || self->error_code == VMX_ERROR_READ_TIMED_OUT || self->error_code == VMX_ERROR_SERVER
         || self->error_code == VMX_ERROR_INVALID_ANSWER;
}

static gboolean
read_extent (VmxMockFault *self, const VmxJsonTree *json, GError **error)
{
  static const char *const choices[] = {
    [VMX_MOCK_WHEN_BEFORE] = "before",
    [VMX_MOCK_WHEN_DURING] = "during",
    [VMX_MOCK_WHEN_AFTER] = "after",
    NULL,
  };
  const VmxJsonTree *node = vmx_json_tree_get_member (json, "when");
  const char *name = choices[VMX_MOCK_WHEN_BEFORE];
  int position;

  if (!vmx_mock_json_read_text (json, "when", &name, error)
      || !vmx_mock_json_read_boolean (json, "twice", &self->twice, error))
    return FALSE;
  position = vmx_mock_json_choose (node, "when", name, choices, error);
  if (position < 0)
    return FALSE;
  self->when = (VmxMockWhen) position;
  if (node != NULL && self->when != VMX_MOCK_WHEN_BEFORE && !may_be_late (self))
    return vmx_mock_json_fail (node, "“before”, because only the errors timeout, server and cut "
                                     "and the verdict incomplete can come later", error);
  return read_done (self, json, error) && read_answered (self, json, error);
}

/* --- What goes together --- */

static gboolean
check_call (VmxMockFault *self, const VmxJsonTree *json, GError **error)
{
  static const char *const names[]
      = { "verdict", "outcome",  "status", "code",           "member",
          "when",    "answered", "done",   "retry-after-ms", "twice" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const VmxJsonTree *node = vmx_json_tree_get_member (json, names[i]);

      if (node != NULL && self->call != VMX_MOCK_CALL_PUSH_BATCH)
        return vmx_mock_json_fail (node, "the call push-batch beside it", error);
    }
  return TRUE;
}

static gboolean
check_words (VmxMockFault *self, const VmxJsonTree *json, GError **error)
{
  const VmxJsonTree *message = vmx_json_tree_get_member (json, "message");
  const VmxJsonTree *status = vmx_json_tree_get_member (json, "status");
  const VmxJsonTree *code = vmx_json_tree_get_member (json, "code");
  const VmxJsonTree *member = vmx_json_tree_get_member (json, "member");

  if (message != NULL && self->error_code == 0 && self->verdict < 0 && self->outcome < 0)
    return vmx_mock_json_fail (json, "an error, verdict or outcome beside the message", error);
  if (status != NULL && self->verdict < 0 && self->outcome < 0)
    return vmx_mock_json_fail (json, "a verdict or an outcome beside the status", error);
  if (code != NULL && self->outcome < 0)
    return vmx_mock_json_fail (json, "an outcome beside the code", error);
  if (member != NULL && (self->outcome < 0 || self->member == 0))
    return vmx_mock_json_fail (member, "a number from 1, and an outcome beside it", error);
  return TRUE;
}

gboolean
vmx_mock_fault_read_push (VmxMockFault *self, const VmxJsonTree *json, GError **error)
{
  return check_call (self, json, error) && read_result (self, json, error)
         && read_extent (self, json, error) && check_words (self, json, error);
}
