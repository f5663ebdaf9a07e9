/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-server-private.h"

/* What tests look at and change beside the requests. */

/* Takes the lock in any case; NULL if there is no such set. */
static VmxServerSet *
lock_set (VmxOdataServer *self, const char *name)
{
  return vmx_server_state_find_set (vmx_odata_server_lock (self), name);
}

void
vmx_odata_server_set_generates_keys (VmxOdataServer *self, const char *set, gboolean generates)
{
  VmxServerSet *target = lock_set (self, set);

  if (target != NULL)
    target->generates_keys = generates;
  vmx_odata_server_unlock (self);
  g_return_if_fail (target != NULL);
}

static gboolean
update_row (VmxServerState *state, VmxServerSet *set, guint row, const char *json, GError **error)
{
  g_autoptr(VmxRecordBatch) values = vmx_record_batch_new (set->schema);
  VmxOdataServerCounts counts = set->counts;

  if (!vmx_record_batch_append_json (values, json, error))
    return FALSE;
  vmx_server_state_stamp (state, set, values);
  vmx_server_set_update (set, row, values, NULL);
  set->counts = counts;
  return TRUE;
}

gboolean
vmx_odata_server_update_json (VmxOdataServer *self, const char *set, const char *key,
                              const char *json, GError **error)
{
  VmxServerState *state = vmx_odata_server_lock (self);
  VmxServerSet *target = vmx_server_state_find_set (state, set);
  gint64 row = target != NULL ? vmx_server_set_find (target, key) : -1;
  gboolean success = FALSE;

  if (row >= 0)
    success = update_row (state, target, (guint) row, json, error);
  else
    g_set_error (error, VMX_ERROR, VMX_ERROR_KEY_NOT_FOUND, "%s: there is no record %s", set, key);
  vmx_odata_server_unlock (self);
  return success;
}

char *
vmx_odata_server_get_json (VmxOdataServer *self, const char *set, const char *key)
{
  const VmxServerFormat format = { "@odata.", TRUE, NULL, FALSE };
  g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();
  VmxServerSet *target = lock_set (self, set);
  gint64 row = target != NULL ? vmx_server_set_find (target, key) : -1;

  if (row >= 0)
    vmx_server_set_write_row (target, (guint) row, &format, writer);
  vmx_odata_server_unlock (self);
  return row >= 0 ? vmx_json_writer_steal (writer, NULL) : NULL;
}

char **
vmx_odata_server_list_keys (VmxOdataServer *self, const char *set)
{
  g_autoptr(GStrvBuilder) keys = g_strv_builder_new ();
  VmxServerSet *target = lock_set (self, set);

  for (guint row = 0; target != NULL && row < target->versions->len; row++)
    {
      g_autofree char *key = vmx_record_batch_get_key_text (target->batch, row);

      if (g_array_index (target->versions, guint, row) != 0)
        g_strv_builder_add (keys, key);
    }
  vmx_odata_server_unlock (self);
  return g_strv_builder_end (keys);
}

void
vmx_odata_server_get_counts (VmxOdataServer *self, const char *set, VmxOdataServerCounts *counts)
{
  VmxServerSet *target = lock_set (self, set);

  if (target != NULL)
    *counts = target->counts;
  vmx_odata_server_unlock (self);
  g_return_if_fail (target != NULL);
}

char *
vmx_odata_server_get_request_body (VmxOdataServer *self, guint position)
{
  VmxServerState *state = vmx_odata_server_lock (self);
  char *text = NULL;

  if (position < state->log->len)
    {
      VmxServerLogEntry *entry = state->log->pdata[position];
      gsize length;
      const char *data = g_bytes_get_data (entry->body, &length);

      text = g_strndup (data != NULL ? data : "", length);
    }
  vmx_odata_server_unlock (self);
  return text;
}
