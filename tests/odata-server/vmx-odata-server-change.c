/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-server-change.h"

typedef enum
{
  ENTRY_CREATE,
  ENTRY_UPDATE,
  ENTRY_DELETE,
} EntryKind;

typedef struct
{
  EntryKind kind;
  VmxServerSet *set;
  guint row;
  guint version;          /* before */
  VmxRecordBatch *before; /* (nullable): the row as it was */
} Entry;

static void
entry_free (gpointer data)
{
  Entry *self = data;

  g_clear_object (&self->before);
  g_free (self);
}

VmxServerJournal *
vmx_server_journal_new (void)
{
  return g_ptr_array_new_with_free_func (entry_free);
}

static void
copy_row (VmxRecordBatch *from, guint from_row, VmxRecordBatch *to, guint to_row)
{
  for (guint i = 0; i < vmx_record_batch_get_n_columns (from); i++)
    vmx_record_batch_put_copy (to, to_row, i, vmx_record_batch_peek_value (from, from_row, i));
}

static void
merge_row (VmxServerSet *self, guint row, VmxRecordBatch *values)
{
  for (guint i = 0; i < vmx_record_batch_get_n_columns (values); i++)
    {
      const VmxValue *value = vmx_record_batch_peek_value (values, 0, i);

      if (vmx_value_get_kind (value) != VMX_VALUE_MISSING)
        vmx_record_batch_put_copy (self->batch, row, i, value);
    }
}

static Entry *
add_entry (VmxServerJournal *journal, EntryKind kind, VmxServerSet *set, guint row)
{
  Entry *entry;

  if (journal == NULL)
    return NULL;
  entry = g_new0 (Entry, 1);
  entry->kind = kind;
  entry->set = set;
  entry->row = row;
  entry->version = g_array_index (set->versions, guint, row);
  g_ptr_array_add (journal, entry);
  return entry;
}

static void
raise_version (VmxServerSet *self, guint row)
{
  self->last_version = MAX (self->last_version, 1) + 1;
  g_array_index (self->versions, guint, row) = self->last_version;
}

guint
vmx_server_set_create (VmxServerSet *self, VmxRecordBatch *values, VmxServerJournal *journal)
{
  guint row = vmx_record_batch_add_row (self->batch);

  copy_row (values, 0, self->batch, row);
  vmx_server_set_index_rows (self);
  raise_version (self, row);
  self->counts.n_creates++;
  add_entry (journal, ENTRY_CREATE, self, row);
  return row;
}

void
vmx_server_set_update (VmxServerSet *self, guint row, VmxRecordBatch *values,
                       VmxServerJournal *journal)
{
  Entry *entry = add_entry (journal, ENTRY_UPDATE, self, row);

  if (entry != NULL)
    {
      entry->before = vmx_record_batch_new (self->schema);
      copy_row (self->batch, row, entry->before, vmx_record_batch_add_row (entry->before));
    }
  merge_row (self, row, values);
  raise_version (self, row);
  self->counts.n_updates++;
}

void
vmx_server_set_delete (VmxServerSet *self, guint row, VmxServerJournal *journal)
{
  add_entry (journal, ENTRY_DELETE, self, row);
  vmx_server_set_remove (self, row);
  self->counts.n_deletes++;
}

static void
undo (Entry *entry)
{
  VmxServerSet *set = entry->set;

  if (entry->kind == ENTRY_CREATE)
    {
      vmx_server_set_remove (set, entry->row);
      set->counts.n_creates--;
      return;
    }
  g_array_index (set->versions, guint, entry->row) = entry->version;
  if (entry->kind == ENTRY_UPDATE)
    {
      copy_row (entry->before, 0, set->batch, entry->row);
      set->counts.n_updates--;
      return;
    }
  g_hash_table_insert (set->rows_by_key, vmx_record_batch_get_key_text (set->batch, entry->row),
                       GUINT_TO_POINTER (entry->row));
  set->counts.n_deletes--;
}

void
vmx_server_journal_undo (VmxServerJournal *self)
{
  for (guint i = self->len; i > 0; i--)
    undo (self->pdata[i - 1]);
  g_ptr_array_set_size (self, 0);
}
