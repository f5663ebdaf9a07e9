/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-push.h"

#include <string.h>

#include <libvmxsync/model/json/vmx-json-reader.h>

#include "vmx-odata-retry.h"
#include "vmx-odata-sink.h"
#include "vmx-odata-url.h"
#include "vmx-odata-answer.h"
#include "vmx-odata-encode.h"
#include "vmx-odata-json-batch.h"
#include "vmx-odata-multipart.h"
#include "vmx-odata-verdict.h"

/* One call of vmx_odata_push(). */
typedef struct
{
  VmxOdataForms *forms;
  VmxUploadRequest *request;
  VmxOdataForm form;
  const VmxOdataReply *answer;
  GString *body;
  const GError *problem; /* (nullable): why there is no more of the answer */
  VmxUploadReply *reply;
} Push;

/* --- Answers that are none of success --- */

static char *
describe_redirect (const VmxOdataReply *answer)
{
  const char *location = soup_message_headers_get_one (answer->headers, "Location");
  g_autofree char *target
      = location != NULL ? vmx_odata_url_resolve_location (answer->url, location, NULL) : NULL;
  g_autofree char *place = target != NULL ? vmx_odata_url_describe (target) : NULL;

  if (place == NULL)
    return g_strdup ("");
  return g_strdup_printf ("; it points to %s, which is not followed with changes: if that is the "
                          "service, change the url",
                          place);
}

static char *
describe_failure (const Push *self)
{
  g_autofree char *words = vmx_odata_error_to_text (self->answer->failure);
  g_autofree char *place = vmx_odata_url_describe (self->answer->url);
  g_autofree char *redirect = NULL;

  if (self->answer->status >= 300 && self->answer->status < 400)
    redirect = describe_redirect (self->answer);
  return g_strdup_printf ("%s (%s)%s", words, place, redirect != NULL ? redirect : "");
}

static gint64
get_retry_after (const VmxOdataReply *answer)
{
  return vmx_odata_retry_parse_after (soup_message_headers_get_one (answer->headers, "Retry-After"),
                                      g_get_real_time () / 1000);
}

/* The answer as it is taken for that of a single change. */
static VmxOdataPart *
make_part (const Push *self)
{
  VmxOdataPart *part = vmx_odata_part_new ();

  part->status = self->answer->status;
  soup_message_headers_unref (part->headers);
  part->headers = soup_message_headers_ref (self->answer->headers);
  g_string_append_len (part->body, self->body->str, (gssize) self->body->len);
  return part;
}

/* The reader of errors has the words of the server already. */
static void
take_single_failure (Push *self)
{
  const VmxOdataError *failure = self->answer->failure;
  g_autoptr(VmxOdataPart) part = make_part (self);
  VmxUploadOutcome outcome;

  vmx_odata_answer_take_single (self->reply, self->request, part);
  outcome = vmx_upload_reply_get_outcome (self->reply, 0);
  if (*failure->message != '\0' || failure->code != NULL)
    vmx_upload_reply_set_outcome (self->reply, 0, outcome, (int) failure->status, failure->code,
                                  failure->message);
}

static void
take_failure (Push *self)
{
  gint64 retry_after = get_retry_after (self->answer);
  const char *repeatability
      = soup_message_headers_get_one (self->answer->headers, "Repeatability-Result");
  VmxOdataStatus status
      = { self->answer->status, retry_after >= 0,
          repeatability != NULL && g_ascii_strcasecmp (repeatability, "rejected") == 0 };
  g_autofree char *words = describe_failure (self);
  VmxUploadVerdict verdict;

  if (self->form == VMX_ODATA_FORM_SINGLE)
    verdict = vmx_odata_verdict_for_single (&status);
  else
    verdict = vmx_odata_verdict_for_batch (&status,
                                           vmx_odata_forms_has_proved (self->forms, self->form));
  if (verdict == VMX_UPLOAD_VERDICT_OTHER_FORM
      && !vmx_odata_forms_give_up (self->forms, self->form))
    verdict = VMX_UPLOAD_VERDICT_REFUSED;
  if (verdict == VMX_UPLOAD_VERDICT_COMPLETE)
    take_single_failure (self);
  else
    vmx_upload_reply_set_verdict (self->reply, verdict, (int) status.status, words);
  if (verdict == VMX_UPLOAD_VERDICT_BUSY)
    vmx_upload_reply_set_retry_after (self->reply, retry_after);
}

/* --- Answers of success --- */

static void
set_incomplete (Push *self, const GError *why)
{
  g_autofree char *place = vmx_odata_url_describe (self->answer->url);
  g_autofree char *words = g_strdup_printf ("%s: %s", place, why->message);

  vmx_upload_reply_set_verdict (self->reply, VMX_UPLOAD_VERDICT_INCOMPLETE,
                                (int) self->answer->status,
                                strstr (why->message, place) != NULL ? why->message : words);
}

/* Of JSON and multipart the service may send what it likes better. */
static gboolean
read_parts (const Push *self, GPtrArray *parts, GError **error)
{
  const char *type = self->answer->content_type;
  g_autoptr(GHashTable) params = NULL;
  g_autofree char *title = NULL;

  if (g_str_has_prefix (type, "multipart/"))
    {
      soup_message_headers_get_content_type (self->answer->headers, &params);
      return vmx_odata_multipart_read (
          self->body->str, self->body->len,
          params != NULL ? g_hash_table_lookup (params, "boundary") : NULL, parts, error);
    }
  if (strstr (type, "json") != NULL || *type == '\0')
    return vmx_odata_json_batch_read (self->body->str, self->body->len, parts, error);
  title = vmx_odata_error_get_page_title (self->body->str, self->body->len);
  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER,
               "the answer to the batch is of type %s, “%.200s”, expected JSON or multipart", type,
               title);
  return FALSE;
}

static void
look_for_repeatability (Push *self, const GPtrArray *parts)
{
  for (guint i = 0; i < parts->len; i++)
    {
      const VmxOdataPart *part = parts->pdata[i];

      if (vmx_odata_answer_can_repeat (part->headers))
        self->forms->can_repeat = TRUE;
    }
}

static void
take_batch (Push *self)
{
  g_autoptr(GPtrArray) parts = vmx_odata_parts_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) mismatch = NULL;
  gboolean is_whole = read_parts (self, parts, &error) && self->problem == NULL;

  look_for_repeatability (self, parts);
  vmx_odata_answer_take_parts (self->reply, self->request, parts, is_whole, &mismatch);
  if (is_whole && mismatch == NULL)
    vmx_odata_forms_prove (self->forms, self->form);
  else if (self->problem != NULL)
    set_incomplete (self, self->problem);
  else
    set_incomplete (self, error != NULL ? error : mismatch);
}

/* FALSE unless the body is nothing at all or one whole JSON document. */
static gboolean
check_single_body (const Push *self, GError **error)
{
  static const VmxJsonHandler nothing = { NULL };
  g_autoptr(GError) local_error = NULL;

  if (self->problem != NULL)
    {
      g_propagate_error (error, g_error_copy (self->problem));
      return FALSE;
    }
  if (self->body->len == 0
      || vmx_json_read (&nothing, NULL, self->body->str, (gssize) self->body->len, &local_error))
    return TRUE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER,
               "the answer of type %s is no whole JSON document: %s",
               *self->answer->content_type != '\0' ? self->answer->content_type : "unknown",
               local_error->message);
  return FALSE;
}

static void
take_single (Push *self)
{
  g_autoptr(VmxOdataPart) part = NULL;
  g_autoptr(GError) error = NULL;

  if (!check_single_body (self, &error))
    {
      set_incomplete (self, error);
      return;
    }
  part = make_part (self);
  vmx_odata_answer_take_single (self->reply, self->request, part);
  vmx_odata_forms_prove (self->forms, self->form);
}

/* --- Sending --- */

static gboolean
get_form (VmxUploadRequest *request, VmxOdataForm *form, GError **error)
{
  if (vmx_odata_form_parse (vmx_upload_request_get_form (request), form, NULL)
      && *form != VMX_ODATA_FORM_AUTO && vmx_upload_request_get_url (request) != NULL
      && vmx_upload_request_get_method (request) != NULL)
    return TRUE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED,
               "the upload request is stored in the form “%s”, which this transport does not know",
               vmx_upload_request_get_form (request));
  return FALSE;
}

static VmxUploadReply *
fail_with_sign_in (const VmxOdataReply *answer, GError **error)
{
  g_autofree char *place = vmx_odata_url_describe (answer->url);
  g_autofree char *words = vmx_odata_error_to_text (answer->failure);

  g_set_error (error, VMX_ERROR, VMX_ERROR_NOT_SIGNED_IN,
               "the server asks for a sign-in or does not accept the one given: %s (%s)", words,
               place);
  return NULL;
}

/* What is known of an answer that broke off counts if it has begun. */
static gboolean
has_beginning (const VmxOdataReply *answer, const GString *body, const GError *problem)
{
  return problem->domain == VMX_ERROR && SOUP_STATUS_IS_SUCCESSFUL (answer->status)
         && body->len > 0;
}

static gboolean
send (VmxOdataSession *session, VmxUploadRequest *request, GString *body, VmxOdataReply *answer,
      GCancellable *cancellable, GError **error)
{
  g_auto(GStrv) headers = vmx_odata_encode_get_headers (request, error);
  g_autofree char *url = g_strconcat (vmx_odata_session_get_root (session),
                                      vmx_upload_request_get_url (request), NULL);
  VmxOdataRequest message = { .url = url,
                              .method = vmx_upload_request_get_method (request),
                              .headers = (const char *const *) headers,
                              .body = vmx_upload_request_get_body (request) };

  return headers != NULL
         && vmx_odata_session_write (session, &message, &vmx_odata_text_sink, body, answer,
                                     cancellable, error);
}

static void
take_answer (Push *self)
{
  if (vmx_odata_answer_can_repeat (self->answer->headers))
    self->forms->can_repeat = TRUE;
  if (self->answer->failure != NULL)
    take_failure (self);
  else if (self->form == VMX_ODATA_FORM_SINGLE)
    take_single (self);
  else
    take_batch (self);
}

VmxUploadReply *
vmx_odata_push (VmxOdataSession *session, VmxOdataForms *forms, VmxUploadRequest *request,
                GCancellable *cancellable, GError **error)
{
  g_auto(VmxOdataReply) answer = { 0 };
  g_autoptr(GString) body = g_string_new (NULL);
  g_autoptr(GError) problem = NULL;
  Push push = { .forms = forms, .request = request, .answer = &answer, .body = body };
  gint64 start;

  if (vmx_upload_request_get_form (request) == NULL
      && !vmx_odata_encode (request, forms->current, error))
    return NULL;
  if (!get_form (request, &push.form, error))
    return NULL;
  if (!send (session, request, body, &answer, cancellable, &problem)
      && !has_beginning (&answer, body, problem))
    {
      g_propagate_prefixed_error (error, g_steal_pointer (&problem), "upload: ");
      return NULL;
    }
  if (answer.status == SOUP_STATUS_UNAUTHORIZED)
    return fail_with_sign_in (&answer, error);
  push.problem = problem;
  push.reply = vmx_upload_reply_new (vmx_upload_request_get_n_members (request));
  start = g_get_monotonic_time ();
  take_answer (&push);
  vmx_upload_reply_set_times (push.reply, answer.network_time,
                              answer.parsing_time + g_get_monotonic_time () - start);
  return push.reply;
}
