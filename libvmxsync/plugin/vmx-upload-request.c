/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/plugin/vmx-upload-request.h>

/**
 * VmxUploadRequest:
 *
 * Changes that a transport is to send to a service, and the form that it gave them.
 *
 * The run fills a request with members, one for each change. The transport encodes it
 * ([method@Vmx.Transport.encode_push]), the run keeps the encoded form on the disk, and only then
 * it is sent ([method@Vmx.Transport.push_batch]), perhaps again in a later run, with the same id
 * and the same bytes.
 *
 * Since: 0.1
 */
typedef struct
{
  VmxChangeAction action;
  VmxRecordBatch *batch; /* (nullable): abandoned */
  guint row;
} Member;

struct _VmxUploadRequest
{
  GObject parent_instance;

  char *request_id;
  char *first_sent;
  GArray *members; /* (element-type Member) */
  char **query_params;
  gboolean atomic;
  char *form;
  char *method;
  char *url;
  char *headers;
  char *body;
};

G_DEFINE_FINAL_TYPE (VmxUploadRequest, vmx_upload_request, G_TYPE_OBJECT)

static void
member_clear (gpointer member)
{
  g_clear_object (&((Member *) member)->batch);
}

static void
vmx_upload_request_finalize (GObject *object)
{
  VmxUploadRequest *self = VMX_UPLOAD_REQUEST (object);

  g_free (self->request_id);
  g_free (self->first_sent);
  g_array_unref (self->members);
  g_strfreev (self->query_params);
  g_free (self->form);
  g_free (self->method);
  g_free (self->url);
  g_free (self->headers);
  g_free (self->body);
  G_OBJECT_CLASS (vmx_upload_request_parent_class)->finalize (object);
}

static void
vmx_upload_request_class_init (VmxUploadRequestClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vmx_upload_request_finalize;
}

static void
vmx_upload_request_init (VmxUploadRequest *self)
{
  self->members = g_array_new (FALSE, TRUE, sizeof (Member));
  g_array_set_clear_func (self->members, member_clear);
  self->query_params = g_new0 (char *, 1);
}

/**
 * vmx_upload_request_new:
 * @request_id: a UUID that no other request has
 * @first_sent: when it is sent for the first time, in ISO 8601 and UTC
 *
 * Makes a request without members.
 *
 * Returns: (transfer full): the request
 *
 * Since: 0.1
 */
VmxUploadRequest *
vmx_upload_request_new (const char *request_id, const char *first_sent)
{
  VmxUploadRequest *self;

  g_return_val_if_fail (request_id != NULL, NULL);
  g_return_val_if_fail (first_sent != NULL, NULL);

  self = g_object_new (VMX_TYPE_UPLOAD_REQUEST, NULL);
  self->request_id = g_strdup (request_id);
  self->first_sent = g_strdup (first_sent);
  return self;
}

/**
 * vmx_upload_request_get_request_id:
 * @self: a request
 *
 * Gets the id, by which a service can know the request again.
 *
 * Returns: a UUID
 *
 * Since: 0.1
 */
const char *
vmx_upload_request_get_request_id (VmxUploadRequest *self)
{
  g_return_val_if_fail (VMX_IS_UPLOAD_REQUEST (self), NULL);

  return self->request_id;
}

/**
 * vmx_upload_request_get_first_sent:
 * @self: a request
 *
 * Gets when the request was sent for the first time.
 *
 * Returns: the time, in ISO 8601 and UTC
 *
 * Since: 0.1
 */
const char *
vmx_upload_request_get_first_sent (VmxUploadRequest *self)
{
  g_return_val_if_fail (VMX_IS_UPLOAD_REQUEST (self), NULL);

  return self->first_sent;
}

/* --- Members --- */

/**
 * vmx_upload_request_add:
 * @self: a request
 * @action: what was done to the record
 * @batch: records of one object; it must not change any more
 * @row: the row of the record
 *
 * Adds a change. The row holds what a create gives, or what an update sets beside the key, or the
 * key of a deletion; other cells are missing. A create whose key the server makes has no key cells.
 * The etag of the row is that of the record that was changed, if one is known.
 *
 * Returns: the position of the member
 *
 * Since: 0.1
 */
guint
vmx_upload_request_add (VmxUploadRequest *self, VmxChangeAction action, VmxRecordBatch *batch,
                        guint row)
{
  Member member = { action, batch, row };

  g_return_val_if_fail (VMX_IS_UPLOAD_REQUEST (self), 0);
  g_return_val_if_fail (VMX_IS_RECORD_BATCH (batch), 0);
  g_return_val_if_fail (row < vmx_record_batch_get_n_rows (batch), 0);

  g_object_ref (batch);
  g_array_append_val (self->members, member);
  return self->members->len - 1;
}

/**
 * vmx_upload_request_add_abandoned:
 * @self: a request
 *
 * Adds a change of a request that was sent before, whose answer nobody wants any more. It keeps its
 * place, so that the answers of the others are found.
 *
 * Returns: the position of the member
 *
 * Since: 0.1
 */
guint
vmx_upload_request_add_abandoned (VmxUploadRequest *self)
{
  const Member member = { VMX_CHANGE_ACTION_UPDATE, NULL, 0 };

  g_return_val_if_fail (VMX_IS_UPLOAD_REQUEST (self), 0);

  g_array_append_val (self->members, member);
  return self->members->len - 1;
}

/**
 * vmx_upload_request_get_n_members:
 * @self: a request
 *
 * Gets how many changes the request carries, abandoned ones included.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
vmx_upload_request_get_n_members (VmxUploadRequest *self)
{
  g_return_val_if_fail (VMX_IS_UPLOAD_REQUEST (self), 0);

  return self->members->len;
}

static const Member *
get_member (VmxUploadRequest *self, guint member)
{
  return &g_array_index (self->members, Member, member);
}

/**
 * vmx_upload_request_get_action:
 * @self: a request
 * @member: the position of a change
 *
 * Gets what was done to the record of a change.
 *
 * Returns: the action; without meaning for an abandoned change
 *
 * Since: 0.1
 */
VmxChangeAction
vmx_upload_request_get_action (VmxUploadRequest *self, guint member)
{
  g_return_val_if_fail (VMX_IS_UPLOAD_REQUEST (self), VMX_CHANGE_ACTION_CREATE);
  g_return_val_if_fail (member < self->members->len, VMX_CHANGE_ACTION_CREATE);

  return get_member (self, member)->action;
}

/**
 * vmx_upload_request_get_batch:
 * @self: a request
 * @member: the position of a change
 *
 * Gets the batch in which the record of a change is; see [method@Vmx.UploadRequest.add].
 *
 * Returns: (transfer none) (nullable): the batch, %NULL if the change was abandoned
 *
 * Since: 0.1
 */
VmxRecordBatch *
vmx_upload_request_get_batch (VmxUploadRequest *self, guint member)
{
  g_return_val_if_fail (VMX_IS_UPLOAD_REQUEST (self), NULL);
  g_return_val_if_fail (member < self->members->len, NULL);

  return get_member (self, member)->batch;
}

/**
 * vmx_upload_request_get_row:
 * @self: a request
 * @member: the position of a change
 *
 * Gets the row of the record of a change in its batch.
 *
 * Returns: the row
 *
 * Since: 0.1
 */
guint
vmx_upload_request_get_row (VmxUploadRequest *self, guint member)
{
  g_return_val_if_fail (VMX_IS_UPLOAD_REQUEST (self), 0);
  g_return_val_if_fail (member < self->members->len, 0);

  return get_member (self, member)->row;
}

/**
 * vmx_upload_request_get_record:
 * @self: a request
 * @member: the position of a change
 *
 * Gets the record of a change; see [method@Vmx.UploadRequest.add].
 *
 * Returns: (transfer full) (nullable): the record, %NULL if the change was abandoned
 *
 * Since: 0.1
 */
VmxRecord *
vmx_upload_request_get_record (VmxUploadRequest *self, guint member)
{
  const Member *found;

  g_return_val_if_fail (VMX_IS_UPLOAD_REQUEST (self), NULL);
  g_return_val_if_fail (member < self->members->len, NULL);

  found = get_member (self, member);
  return found->batch != NULL ? vmx_record_batch_get_record (found->batch, found->row) : NULL;
}

/* --- How it is sent --- */

/**
 * vmx_upload_request_get_query_params:
 * @self: a request
 *
 * Gets query parameters that the application wants in every upload request.
 *
 * Returns: (transfer none) (array zero-terminated=1): names and values by turns, in the order to
 *   send them
 *
 * Since: 0.1
 */
const char *const *
vmx_upload_request_get_query_params (VmxUploadRequest *self)
{
  g_return_val_if_fail (VMX_IS_UPLOAD_REQUEST (self), NULL);

  return (const char *const *) self->query_params;
}

/**
 * vmx_upload_request_set_query_params:
 * @self: a request
 * @params: (nullable) (array zero-terminated=1): names and values by turns, %NULL for none
 *
 * Sets the query parameters.
 *
 * Since: 0.1
 */
void
vmx_upload_request_set_query_params (VmxUploadRequest *self, const char *const *params)
{
  char **copy;

  g_return_if_fail (VMX_IS_UPLOAD_REQUEST (self));
  g_return_if_fail (params == NULL || g_strv_length ((char **) params) % 2 == 0);

  copy = params != NULL ? g_strdupv ((char **) params) : g_new0 (char *, 1);
  g_strfreev (self->query_params);
  self->query_params = copy;
}

/**
 * vmx_upload_request_get_atomic:
 * @self: a request
 *
 * Gets whether the service has to do all changes of the request or none.
 *
 * Returns: %TRUE if so
 *
 * Since: 0.1
 */
gboolean
vmx_upload_request_get_atomic (VmxUploadRequest *self)
{
  g_return_val_if_fail (VMX_IS_UPLOAD_REQUEST (self), FALSE);

  return self->atomic;
}

/**
 * vmx_upload_request_set_atomic:
 * @self: a request
 * @atomic: whether the service has to do all changes of the request or none
 *
 * Sets whether the changes belong together. They do not unless this is called.
 *
 * Since: 0.1
 */
void
vmx_upload_request_set_atomic (VmxUploadRequest *self, gboolean atomic)
{
  g_return_if_fail (VMX_IS_UPLOAD_REQUEST (self));

  self->atomic = atomic;
}

/* --- What the transport made of it --- */

static void
replace_text (char **place, const char *text)
{
  char *copy = g_strdup (text);

  g_free (*place);
  *place = copy;
}

/**
 * vmx_upload_request_set_wire:
 * @self: a request
 * @form: (nullable): what the transport calls this way of encoding
 * @method: (nullable): how it is sent
 * @url: (nullable): where to
 * @headers: (nullable): a JSON object of header values by name, without credentials
 * @body: (nullable): the body, as text
 *
 * Sets the encoded form of the request. It is kept on the disk until there is an answer, so nothing
 * in it may be secret.
 *
 * Since: 0.1
 */
void
vmx_upload_request_set_wire (VmxUploadRequest *self, const char *form, const char *method,
                             const char *url, const char *headers, const char *body)
{
  g_return_if_fail (VMX_IS_UPLOAD_REQUEST (self));

  replace_text (&self->form, form);
  replace_text (&self->method, method);
  replace_text (&self->url, url);
  replace_text (&self->headers, headers);
  replace_text (&self->body, body);
}

/**
 * vmx_upload_request_get_form:
 * @self: a request
 *
 * Gets what the transport calls this way of encoding.
 *
 * Returns: (nullable): the name
 *
 * Since: 0.1
 */
const char *
vmx_upload_request_get_form (VmxUploadRequest *self)
{
  g_return_val_if_fail (VMX_IS_UPLOAD_REQUEST (self), NULL);

  return self->form;
}

/**
 * vmx_upload_request_get_method:
 * @self: a request
 *
 * Gets how the request is sent.
 *
 * Returns: (nullable): the method
 *
 * Since: 0.1
 */
const char *
vmx_upload_request_get_method (VmxUploadRequest *self)
{
  g_return_val_if_fail (VMX_IS_UPLOAD_REQUEST (self), NULL);

  return self->method;
}

/**
 * vmx_upload_request_get_url:
 * @self: a request
 *
 * Gets where the request is sent.
 *
 * Returns: (nullable): the address
 *
 * Since: 0.1
 */
const char *
vmx_upload_request_get_url (VmxUploadRequest *self)
{
  g_return_val_if_fail (VMX_IS_UPLOAD_REQUEST (self), NULL);

  return self->url;
}

/**
 * vmx_upload_request_get_headers:
 * @self: a request
 *
 * Gets the headers of the request.
 *
 * Returns: (nullable): a JSON object of header values by name
 *
 * Since: 0.1
 */
const char *
vmx_upload_request_get_headers (VmxUploadRequest *self)
{
  g_return_val_if_fail (VMX_IS_UPLOAD_REQUEST (self), NULL);

  return self->headers;
}

/**
 * vmx_upload_request_get_body:
 * @self: a request
 *
 * Gets the body of the request.
 *
 * Returns: (nullable): the text
 *
 * Since: 0.1
 */
const char *
vmx_upload_request_get_body (VmxUploadRequest *self)
{
  g_return_val_if_fail (VMX_IS_UPLOAD_REQUEST (self), NULL);

  return self->body;
}
