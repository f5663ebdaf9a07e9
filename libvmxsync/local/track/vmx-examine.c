/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/track/vmx-examine-private.h>

#include <libvmxsync/local/store/vmx-system-tables-private.h>
#include <libvmxsync/local/track/vmx-change-entry-private.h>
#include <libvmxsync/local/track/vmx-image-private.h>
#include <libvmxsync/local/track/vmx-original-private.h>
#include <libvmxsync/local/track/vmx-tracker-private.h>
#include <libvmxsync/model/json/vmx-json-tree.h>
#include <libvmxsync/model/vmx-error.h>

typedef struct
{
  VmxStorageTxn *txn;
  GPtrArray *services;   /* (element-type VmxServiceInfo) */
  GPtrArray *findings;   /* (element-type utf8) */
  GHashTable *originals; /* object and key text of each, as one text */
  GHashTable *seqs;      /* (element-type gint64*) */
} Examination;

static void
examination_clear (Examination *self)
{
  g_clear_pointer (&self->services, g_ptr_array_unref);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->originals, g_hash_table_unref);
  g_clear_pointer (&self->seqs, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Examination, examination_clear)

static void add_finding (Examination *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
add_finding (Examination *self, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (self->findings, g_strdup_vprintf (format, args));
  va_end (args);
}

/* An error that says what is wrong with one row does not end the examination. */
static void
take_finding (Examination *self, GError *error)
{
  add_finding (self, "%s", error->message);
  g_error_free (error);
}

static VmxObjectSchema *
find_schema (Examination *self, const char *object)
{
  VmxObjectSchema *schema = NULL;
  g_autoptr(VmxServiceInfo) service
      = vmx_services_find_object (self->services, object, &schema, NULL);

  return service != NULL ? schema : NULL;
}

static gboolean
examine_tables (Examination *self, VmxServiceSchema *schema, GError **error)
{
  for (guint i = 0; i < vmx_service_schema_get_n_objects (schema); i++)
    {
      const char *name = vmx_object_schema_get_name (vmx_service_schema_get_object (schema, i));
      gboolean exists;

      if (!vmx_storage_txn_has_table (self->txn, name, &exists, error))
        return FALSE;
      if (!exists)
        add_finding (self, "the object “%s” has no table", name);
    }
  return TRUE;
}

/* image is NULL where there is nothing to read. */
static void
examine_row (Examination *self, const char *what, const char *object, const char *key,
             const char *const *images)
{
  VmxObjectSchema *schema = find_schema (self, object);
  g_autoptr(VmxRecordBatch) batch = NULL;
  GError *error = NULL;

  if (schema == NULL)
    {
      add_finding (self, "%s is about the object “%s”, which no service has", what, object);
      return;
    }
  batch = vmx_record_batch_new (schema);
  if (!vmx_key_text_decode (key, batch, &error))
    take_finding (self, g_steal_pointer (&error));
  for (guint i = 0; i < 2; i++)
    if (images[i] != NULL && !vmx_image_decode (images[i], batch, what, &error))
      take_finding (self, g_steal_pointer (&error));
}

static gboolean
examine_originals (Examination *self, GError **error)
{
  g_autoptr(VmxRecordBatch) rows
      = vmx_system_table_select (self->txn, VMX_TABLE_ORIGINALS, "key", error, NULL, NULL);

  for (guint row = 0; rows != NULL && row < vmx_record_batch_get_n_rows (rows); row++)
    {
      GError *reason = NULL;
      g_autoptr(VmxOriginal) original = vmx_original_read (rows, row, &reason);
      g_autofree char *what = NULL;

      if (original == NULL)
        {
          take_finding (self, reason);
          continue;
        }
      what = g_strdup_printf ("the original of %s in object “%s”", original->key,
                              original->object);
      examine_row (self, what, original->object, original->key,
                   (const char *const[]){ original->base_image, original->server_image });
      g_hash_table_add (self->originals, g_strconcat (original->object, " ", original->key, NULL));
    }
  return rows != NULL;
}

static void
examine_change (Examination *self, const VmxChangeEntry *entry)
{
  g_autofree char *what = g_strdup_printf ("the change %" G_GINT64_FORMAT, entry->seq);
  g_autofree char *name = g_strconcat (entry->object, " ", entry->key, NULL);

  examine_row (self, what, entry->object, entry->key,
               (const char *const[]){ entry->values, NULL });
  if (!g_hash_table_contains (self->originals, name))
    add_finding (self, "%s of the record %s in object “%s” has no original, so it cannot be undone",
                 what, entry->key, entry->object);
  if ((entry->values == NULL) != (entry->action == VMX_CHANGE_ACTION_DELETE))
    add_finding (self, "%s has %s values", what, entry->values == NULL ? "no" : "needless");
  g_hash_table_add (self->seqs, g_memdup2 (&entry->seq, sizeof entry->seq));
}

static gboolean
examine_changes (Examination *self, GError **error)
{
  g_autoptr(VmxRecordBatch) rows
      = vmx_system_table_select (self->txn, VMX_TABLE_CHANGES, "seq", error, NULL, NULL);
  gint64 next_seq;
  gint64 last_seq = 0;

  if (rows == NULL || !vmx_tracker_get_next_seq (self->txn, &next_seq, error))
    return FALSE;
  for (guint row = 0; row < vmx_record_batch_get_n_rows (rows); row++)
    {
      GError *reason = NULL;
      g_autoptr(VmxChangeEntry) entry = vmx_change_entry_read (rows, row, &reason);

      last_seq = vmx_system_table_get_int64 (rows, row, "seq");
      if (entry != NULL)
        examine_change (self, entry);
      else
        take_finding (self, reason);
    }
  if (last_seq >= next_seq)
    add_finding (self, "the next change would get the number %" G_GINT64_FORMAT ", which is taken",
                 next_seq);
  return TRUE;
}

static void
examine_request (Examination *self, const char *id, const char *text)
{
  g_autoptr(VmxJsonTree) seqs = vmx_json_tree_new (text != NULL ? text : "", -1, NULL);

  if (seqs == NULL || seqs->kind != VMX_JSON_TREE_ARRAY)
    {
      add_finding (self, "the request %s in the outbox does not tell which changes it carries", id);
      return;
    }
  for (guint i = 0; i < vmx_json_tree_get_n_children (seqs); i++)
    {
      const VmxJsonTree *member = vmx_json_tree_get_child (seqs, i);
      gint64 seq = member->text != NULL ? g_ascii_strtoll (member->text, NULL, 10) : 0;

      if (member->kind != VMX_JSON_TREE_NULL && !g_hash_table_contains (self->seqs, &seq))
        add_finding (self, "the request %s in the outbox carries the change %" G_GINT64_FORMAT
                           ", which there is not",
                     id, seq);
    }
}

static gboolean
examine_outbox (Examination *self, GError **error)
{
  g_autoptr(VmxRecordBatch) rows
      = vmx_system_table_select (self->txn, VMX_TABLE_OUTBOX, "request_id", error, NULL, NULL);

  for (guint row = 0; rows != NULL && row < vmx_record_batch_get_n_rows (rows); row++)
    examine_request (self, vmx_system_table_get_text (rows, row, "request_id"),
                     vmx_system_table_get_text (rows, row, "seqs"));
  return rows != NULL;
}

/* A storage that cannot look says so, and the rest is examined all the same. */
static gboolean
examine_storage (Examination *self, VmxStorage *storage, GCancellable *cancellable,
                 GError **error)
{
  g_autoptr(GError) local_error = NULL;
  g_auto(GStrv) damages = vmx_storage_check (storage, cancellable, &local_error);

  if (damages == NULL && !g_error_matches (local_error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  for (guint i = 0; damages != NULL && damages[i] != NULL; i++)
    add_finding (self, "the store is damaged: %s", damages[i]);
  return TRUE;
}

static gboolean
examine_rows (Examination *self, GError **error)
{
  for (guint i = 0; i < self->services->len; i++)
    {
      VmxServiceInfo *service = self->services->pdata[i];

      if (!examine_tables (self, service->schema, error))
        return FALSE;
    }
  return examine_originals (self, error) && examine_changes (self, error)
         && examine_outbox (self, error);
}

GStrv
vmx_examine_store (VmxStore *store, GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxStorageTxn) txn = vmx_store_begin (store, VMX_TXN_READ, cancellable, error);
  g_auto(Examination) self = { NULL };

  if (txn == NULL)
    return NULL;
  self.txn = txn;
  self.findings = g_ptr_array_new_with_free_func (g_free);
  self.originals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.seqs = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self.services = vmx_store_ref_services (store, txn, error);
  if (self.services == NULL
      || !examine_storage (&self, vmx_store_get_storage (store), cancellable, error)
      || !examine_rows (&self, error))
    return NULL;
  g_ptr_array_add (self.findings, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&self.findings), FALSE);
}
