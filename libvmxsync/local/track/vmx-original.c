/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/track/vmx-original-private.h>

#include <libvmxsync/local/store/vmx-system-tables-private.h>
#include <libvmxsync/local/track/vmx-change-entry-private.h>
#include <libvmxsync/model/vmx-error.h>

static const char *const server_states[] = { "same", "updated", "deleted" };

VmxOriginal *
vmx_original_new (VmxChangeAction first_action, const char *object, const char *key)
{
  VmxOriginal *self = g_new0 (VmxOriginal, 1);

  self->first_action = first_action;
  self->object = g_strdup (object);
  self->key = g_strdup (key);
  return self;
}

void
vmx_original_free (VmxOriginal *self)
{
  g_free (self->object);
  g_free (self->key);
  g_free (self->base_image);
  g_free (self->base_etag);
  g_free (self->server_image);
  g_free (self->server_etag);
  g_free (self);
}

void
vmx_original_append (const VmxOriginal *self, VmxRecordBatch *rows)
{
  vmx_system_table_add_row (rows, "object", self->object, "key", self->key, "first_action",
                            vmx_change_action_to_string (self->first_action), "base_image",
                            self->base_image, "base_etag", self->base_etag, "server_state",
                            server_states[self->server_state], "server_image", self->server_image,
                            "server_etag", self->server_etag, NULL);
}

static gboolean
read_server_state (const char *text, VmxServerState *state)
{
  for (guint i = 0; i < G_N_ELEMENTS (server_states); i++)
    if (g_strcmp0 (text, server_states[i]) == 0)
      {
        *state = (VmxServerState) i;
        return TRUE;
      }
  return FALSE;
}

VmxOriginal *
vmx_original_read (VmxRecordBatch *rows, guint row, GError **error)
{
  g_autoptr(VmxOriginal) self
      = vmx_original_new (VMX_CHANGE_ACTION_CREATE, vmx_system_table_get_text (rows, row, "object"),
                          vmx_system_table_get_text (rows, row, "key"));

  self->base_image = g_strdup (vmx_system_table_get_text (rows, row, "base_image"));
  self->base_etag = g_strdup (vmx_system_table_get_text (rows, row, "base_etag"));
  self->server_image = g_strdup (vmx_system_table_get_text (rows, row, "server_image"));
  self->server_etag = g_strdup (vmx_system_table_get_text (rows, row, "server_etag"));
  if (vmx_change_action_from_string (vmx_system_table_get_text (rows, row, "first_action"),
                                     &self->first_action)
      && read_server_state (vmx_system_table_get_text (rows, row, "server_state"),
                            &self->server_state)
      && (self->server_image != NULL) == (self->server_state == VMX_SERVER_STATE_UPDATED))
    return g_steal_pointer (&self);
  g_set_error (error, VMX_ERROR, VMX_ERROR_DATABASE,
               "the store is damaged: the original of %s in object “%s” cannot be read", self->key,
               self->object);
  return NULL;
}

gboolean
vmx_original_lookup (VmxStorageTxn *txn, const char *object, const char *key,
                     VmxOriginal **original, GError **error)
{
  g_autoptr(VmxRecordBatch) wanted
      = vmx_system_table_new_row (VMX_TABLE_ORIGINALS, "object", object, "key", key, NULL);
  g_autoptr(VmxRecordBatch) found = vmx_storage_txn_lookup (txn, wanted, error);

  *original = NULL;
  if (found == NULL)
    return FALSE;
  if (vmx_system_table_get_text (found, 0, "key") == NULL)
    return TRUE;
  *original = vmx_original_read (found, 0, error);
  return *original != NULL;
}

static void
free_if_any (gpointer original)
{
  g_clear_pointer ((VmxOriginal **) &original, vmx_original_free);
}

GPtrArray *
vmx_original_lookup_all (VmxStorageTxn *txn, GPtrArray *entries, GError **error)
{
  g_autoptr(GPtrArray) originals = g_ptr_array_new_with_free_func (free_if_any);
  g_autoptr(VmxRecordBatch) wanted
      = vmx_record_batch_new (vmx_system_table_get_schema (VMX_TABLE_ORIGINALS));
  g_autoptr(VmxRecordBatch) found = NULL;

  for (guint i = 0; i < entries->len; i++)
    {
      const VmxChangeEntry *entry = entries->pdata[i];

      vmx_system_table_add_row (wanted, "object", entry->object, "key", entry->key, NULL);
    }
  found = vmx_storage_txn_lookup (txn, wanted, error);
  for (guint i = 0; found != NULL && i < entries->len; i++)
    {
      VmxOriginal *original = NULL;

      if (vmx_system_table_get_text (found, i, "key") != NULL)
        {
          original = vmx_original_read (found, i, error);
          if (original == NULL)
            return NULL;
        }
      g_ptr_array_add (originals, original);
    }
  return found != NULL ? g_steal_pointer (&originals) : NULL;
}

void
vmx_original_set_server (VmxOriginal *self, VmxServerState state, const char *image,
                         const char *etag)
{
  g_free (self->server_image);
  g_free (self->server_etag);
  self->server_state = state;
  self->server_image = g_strdup (image);
  self->server_etag = g_strdup (etag);
}

GPtrArray *
vmx_original_select (VmxStorageTxn *txn, const char *object, GError **error)
{
  g_autoptr(GPtrArray) originals
      = g_ptr_array_new_with_free_func ((GDestroyNotify) vmx_original_free);
  g_autoptr(VmxRecordBatch) rows = vmx_system_table_select (
      txn, VMX_TABLE_ORIGINALS, "key", error, object != NULL ? "object" : NULL, object, NULL);

  if (rows == NULL)
    return NULL;
  for (guint row = 0; row < vmx_record_batch_get_n_rows (rows); row++)
    {
      VmxOriginal *original = vmx_original_read (rows, row, error);

      if (original == NULL)
        return NULL;
      g_ptr_array_add (originals, original);
    }
  return g_steal_pointer (&originals);
}

const char *
vmx_original_get_restored (const VmxOriginal *self, const char **etag)
{
  *etag = NULL;
  switch (self->server_state)
    {
    case VMX_SERVER_STATE_UPDATED:
      *etag = self->server_etag;
      return self->server_image;
    case VMX_SERVER_STATE_SAME:
      *etag = self->base_etag;
      return self->base_image;
    case VMX_SERVER_STATE_DELETED:
    default:
      return NULL;
    }
}
