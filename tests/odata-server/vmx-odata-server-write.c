/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "vmx-odata-server-private.h"

/* --- What all writes have in common --- */

void
vmx_server_state_stamp (VmxServerState *self, VmxServerSet *set, VmxRecordBatch *values)
{
  g_autoptr(GDateTime) start = g_date_time_new_utc (2025, 1, 1, 0, 0, 0);
  g_autoptr(GDateTime) now = g_date_time_add_seconds (start, ++self->n_writes);
  g_autofree char *text = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");

  for (guint i = 0; i < vmx_record_batch_get_n_columns (values); i++)
    {
      VmxColumn *column = vmx_object_schema_get_column (set->schema, i);

      if (vmx_column_get_column_type (column) == VMX_COLUMN_TIMESTAMP
          && vmx_column_get_flags (column) & VMX_COLUMN_FLAG_COMPUTED)
        vmx_record_batch_put_text (values, 0, i, text, strlen (text));
    }
}

static gboolean
is_minimal (VmxServerState *self, VmxServerRequest *request)
{
  return self->options.returns_minimal || vmx_server_request_prefers (request, "return=minimal");
}

static void
answer_minimal (VmxServerState *self, VmxServerSet *set, guint row, VmxServerRequest *request,
                VmxServerReply *reply)
{
  reply->status = SOUP_STATUS_NO_CONTENT;
  vmx_server_reply_set_etag (self, set, row, reply);
  if (vmx_server_request_prefers (request, "return=minimal"))
    soup_message_headers_replace (reply->headers, "Preference-Applied", "return=minimal");
}

static VmxRecordBatch *
read_body (VmxServerState *self, VmxServerSet *set, VmxServerRequest *request, gboolean is_update,
           VmxServerReply *reply)
{
  VmxServerBody body = { request->body, is_update, FALSE };
  const char *type = soup_message_headers_get_one (request->headers, "Content-Type");

  if (type == NULL || !g_str_has_prefix (type, "application/json"))
    {
      vmx_server_reply_set_error (reply, 415, "415", "the Content-Type must be application/json");
      return NULL;
    }
  body.numbers_as_text
      = !self->options.strict_numbers || strstr (type, "IEEE754Compatible=true") != NULL;
  return vmx_server_body_read (&body, set, reply);
}

/* --- Parents --- */

/* The key of the record that a row points to, or NULL if it points to none. */
static char *
make_parent_key (VmxRelationship *relationship, VmxServerSet *set, VmxServerSet *parents,
                 VmxRecordBatch *values)
{
  g_autoptr(VmxRecordBatch) key = vmx_record_batch_new (parents->schema);

  vmx_record_batch_add_row (key);
  for (guint i = 0; i < vmx_relationship_get_n_columns (relationship); i++)
    {
      int source = vmx_object_schema_get_column_index (
          set->schema, vmx_relationship_get_source_column (relationship, i));
      int target = vmx_object_schema_get_column_index (
          parents->schema, vmx_relationship_get_target_column (relationship, i));
      const VmxValue *value = vmx_record_batch_peek_value (values, 0, (guint) source);

      if (vmx_value_is_null (value)
          || !vmx_record_batch_set_value (key, 0, (guint) target, value, NULL))
        return NULL;
    }
  return vmx_record_batch_check_keys (key, NULL) ? vmx_record_batch_get_key_text (key, 0) : NULL;
}

static gboolean
check_parents (VmxServerState *self, VmxServerSet *set, VmxRecordBatch *values,
               VmxServerReply *reply)
{
  for (guint i = 0; i < vmx_object_schema_get_n_relationships (set->schema); i++)
    {
      VmxRelationship *relationship = vmx_object_schema_get_relationship (set->schema, i);
      VmxServerSet *parents
          = vmx_server_state_find_set (self, vmx_relationship_get_target (relationship));
      g_autofree char *key = NULL;

      if (parents == NULL
          || vmx_relationship_get_relationship_type (relationship) != VMX_RELATIONSHIP_MANY_TO_ONE)
        continue;
      key = make_parent_key (relationship, set, parents, values);
      if (key == NULL || vmx_server_set_find (parents, key) >= 0)
        continue;
      vmx_server_reply_refuse_column (reply, vmx_relationship_get_source_column (relationship, 0),
                                      "there is no such parent");
      return FALSE;
    }
  return TRUE;
}

/* --- Creating --- */

static void
add_address (VmxServerState *self, VmxServerSet *set, guint row, gboolean minimal,
             VmxServerReply *reply)
{
  g_autofree char *address = vmx_server_set_make_address (set, row);
  g_autofree char *location
      = g_strconcat (self->options.absolute_links ? self->url : "", address, NULL);

  soup_message_headers_replace (reply->headers, "Location", location);
  if (minimal && !self->options.omits_entity_id)
    soup_message_headers_replace (reply->headers, "OData-EntityId", location);
}

static void
create (VmxServerState *self, VmxServerSet *set, VmxServerRequest *request, VmxServerReply *reply)
{
  g_autoptr(VmxRecordBatch) values = read_body (self, set, request, FALSE, reply);
  gboolean minimal = is_minimal (self, request);
  g_autofree char *key = NULL;
  guint row;

  if (values == NULL || !vmx_server_body_complete (set, values, reply))
    return;
  key = vmx_record_batch_get_key_text (values, 0);
  if (vmx_server_set_find (set, key) >= 0)
    {
      guint status = self->options.duplicate_status;

      vmx_server_reply_set_error (reply, status > 0 ? status : 409, "DUPLICATE",
                                  "there is a record with this key");
      return;
    }
  if (self->options.checks_parents && !check_parents (self, set, values, reply))
    return;
  vmx_server_state_stamp (self, set, values);
  row = vmx_server_set_create (set, values, self->journal);
  reply->status = SOUP_STATUS_CREATED;
  if (minimal)
    answer_minimal (self, set, row, request, reply);
  else
    vmx_server_answer_row (self, set, row, request, reply);
  add_address (self, set, row, minimal, reply);
}

/* --- Updating and deleting --- */

static const char *
skip_weak (const char *etag)
{
  return g_str_has_prefix (etag, "W/") ? etag + 2 : etag;
}

/* The row that may be written, or -1 with the refusal in reply. */
static gint64
find_target (VmxServerState *self, VmxServerSet *set, const char *key, VmxServerRequest *request,
             VmxServerReply *reply)
{
  const char *if_match = self->options.no_etags
                             ? NULL
                             : soup_message_headers_get_list (request->headers, "If-Match");
  gint64 row = vmx_server_set_find_literal (set, key);
  g_autofree char *etag = NULL;

  if (if_match == NULL && self->options.requires_if_match && !self->options.no_etags)
    {
      vmx_server_reply_set_error (reply, 428, "428", "If-Match is required");
      return -1;
    }
  if (row < 0)
    {
      vmx_server_reply_set_error (reply, 404, "404", "there is no record with this key");
      return -1;
    }
  etag = vmx_server_set_get_etag (set, (guint) row);
  if (if_match == NULL || strcmp (if_match, "*") == 0
      || strcmp (skip_weak (if_match), skip_weak (etag)) == 0)
    return row;
  vmx_server_reply_set_error (reply, 412, "412", "the record has another etag");
  return -1;
}

/* Whether the parents are there once the row has the new values. */
static gboolean
check_new_parents (VmxServerState *self, VmxServerSet *set, guint row, VmxRecordBatch *values,
                   VmxServerReply *reply)
{
  g_autoptr(VmxRecordBatch) merged = vmx_record_batch_new (set->schema);

  vmx_record_batch_add_row (merged);
  for (guint i = 0; i < vmx_record_batch_get_n_columns (values); i++)
    {
      const VmxValue *value = vmx_record_batch_peek_value (values, 0, i);

      if (vmx_value_get_kind (value) == VMX_VALUE_MISSING)
        value = vmx_record_batch_peek_value (set->batch, row, i);
      vmx_record_batch_put_copy (merged, 0, i, value);
    }
  return check_parents (self, set, merged, reply);
}

static void
update (VmxServerState *self, VmxServerSet *set, const char *key, VmxServerRequest *request,
        VmxServerReply *reply)
{
  gint64 row = find_target (self, set, key, request, reply);
  g_autoptr(VmxRecordBatch) values = row >= 0 ? read_body (self, set, request, TRUE, reply) : NULL;

  if (values == NULL
      || (self->options.checks_parents
          && !check_new_parents (self, set, (guint) row, values, reply)))
    return;
  vmx_server_state_stamp (self, set, values);
  vmx_server_set_update (set, (guint) row, values, self->journal);
  if (is_minimal (self, request))
    answer_minimal (self, set, (guint) row, request, reply);
  else
    vmx_server_answer_row (self, set, (guint) row, request, reply);
}

static void delete (VmxServerState *self, VmxServerSet *set, const char *key,
                    VmxServerRequest *request, VmxServerReply *reply)
{
  gint64 row = find_target (self, set, key, request, reply);

  if (row < 0)
    return;
  self->n_writes++;
  vmx_server_set_delete (set, (guint) row, self->journal);
  reply->status = SOUP_STATUS_NO_CONTENT;
}

void
vmx_server_answer_write (VmxServerState *self, VmxServerSet *set, const char *key,
                         VmxServerRequest *request, VmxServerReply *reply)
{
  if (key == NULL && strcmp (request->method, SOUP_METHOD_POST) == 0)
    create (self, set, request, reply);
  else if (key != NULL && strcmp (request->method, "PATCH") == 0)
    update (self, set, key, request, reply);
  else if (key != NULL && strcmp (request->method, SOUP_METHOD_DELETE) == 0)
    delete (self, set, key, request, reply);
  else
    {
      vmx_server_reply_set_error (reply, 405, "405", "this cannot be done here");
      soup_message_headers_replace (reply->headers, "Allow",
                                    key == NULL ? "GET, POST" : "GET, PATCH, DELETE");
    }
}
