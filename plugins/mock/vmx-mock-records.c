/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-mock-records.h"

struct _VmxMockRecords
{
  VmxObjectSchema *schema;
  GArray *places;    /* (element-type VmxMockRow) */
  GHashTable *index; /* (element-type utf8 guint) (nullable), places by key; made when needed */
  GArray *journal;   /* (element-type Undo) (nullable), between begin and end */
};

/* What was at a place before. */
typedef struct
{
  guint place;
  VmxMockRow row;
} Undo;

static void
row_clear (gpointer row)
{
  g_clear_object (&((VmxMockRow *) row)->batch);
}

static void
undo_clear (gpointer undo)
{
  row_clear (&((Undo *) undo)->row);
}

static VmxMockRow
row_copy (const VmxMockRow *row)
{
  VmxMockRow copy = *row;

  if (copy.batch != NULL)
    g_object_ref (copy.batch);
  return copy;
}

static void
append (VmxMockRecords *self, VmxRecordBatch *batch, guint row)
{
  VmxMockRow place = { g_object_ref (batch), row };

  g_array_append_val (self->places, place);
}

VmxMockRecords *
vmx_mock_records_new (VmxRecordBatch *batch)
{
  VmxMockRecords *self = g_new0 (VmxMockRecords, 1);

  self->schema = g_object_ref (vmx_record_batch_get_schema (batch));
  self->places = g_array_new (FALSE, FALSE, sizeof (VmxMockRow));
  g_array_set_clear_func (self->places, row_clear);
  for (guint row = 0; row < vmx_record_batch_get_n_rows (batch); row++)
    append (self, batch, row);
  return self;
}

void
vmx_mock_records_free (VmxMockRecords *self)
{
  g_object_unref (self->schema);
  g_array_unref (self->places);
  g_clear_pointer (&self->index, g_hash_table_unref);
  g_clear_pointer (&self->journal, g_array_unref);
  g_free (self);
}

VmxObjectSchema *
vmx_mock_records_get_schema (VmxMockRecords *self)
{
  return self->schema;
}

guint
vmx_mock_records_get_n_places (VmxMockRecords *self)
{
  return self->places->len;
}

VmxMockRow
vmx_mock_records_get (VmxMockRecords *self, guint place)
{
  return g_array_index (self->places, VmxMockRow, place);
}

/* --- By key --- */

static void
index_place (VmxMockRecords *self, guint place)
{
  VmxMockRow row = vmx_mock_records_get (self, place);

  g_hash_table_replace (self->index, vmx_record_batch_get_key_text (row.batch, row.row),
                        GUINT_TO_POINTER (place));
}

static void
make_index (VmxMockRecords *self)
{
  self->index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint place = 0; place < self->places->len; place++)
    if (vmx_mock_records_get (self, place).batch != NULL)
      index_place (self, place);
}

static gboolean
find_place (VmxMockRecords *self, VmxRecordBatch *batch, guint row, guint *place)
{
  g_autofree char *key = vmx_record_batch_get_key_text (batch, row);
  gpointer found;

  if (self->index == NULL)
    make_index (self);
  if (!g_hash_table_lookup_extended (self->index, key, NULL, &found))
    return FALSE;
  *place = GPOINTER_TO_UINT (found);
  return TRUE;
}

VmxMockRow
vmx_mock_records_find (VmxMockRecords *self, VmxRecordBatch *batch, guint row)
{
  const VmxMockRow none = { NULL, 0 };
  guint place;

  return find_place (self, batch, row, &place) ? vmx_mock_records_get (self, place) : none;
}

/* --- Changing --- */

static void
note (VmxMockRecords *self, guint place, const VmxMockRow *before)
{
  Undo undo = { place, { NULL, 0 } };

  if (self->journal == NULL)
    return;
  undo.row = row_copy (before);
  g_array_append_val (self->journal, undo);
}

/* Takes the row. */
static void
set_place (VmxMockRecords *self, guint place, VmxMockRow row)
{
  VmxMockRow *current = &g_array_index (self->places, VmxMockRow, place);

  if (current->batch != NULL)
    {
      g_autofree char *key = vmx_record_batch_get_key_text (current->batch, current->row);

      g_hash_table_remove (self->index, key);
    }
  row_clear (current);
  *current = row;
  if (row.batch != NULL)
    index_place (self, place);
}

void
vmx_mock_records_put (VmxMockRecords *self, VmxRecordBatch *batch, guint row)
{
  VmxMockRow none = { NULL, 0 };
  VmxMockRow record = { g_object_ref (batch), row };
  guint place;

  if (!find_place (self, batch, row, &place))
    {
      place = self->places->len;
      g_array_append_val (self->places, none);
    }
  note (self, place, &g_array_index (self->places, VmxMockRow, place));
  set_place (self, place, record);
}

void
vmx_mock_records_remove (VmxMockRecords *self, VmxRecordBatch *batch, guint row)
{
  const VmxMockRow none = { NULL, 0 };
  guint place;

  if (!find_place (self, batch, row, &place))
    return;
  note (self, place, &g_array_index (self->places, VmxMockRow, place));
  set_place (self, place, none);
}

void
vmx_mock_records_begin (VmxMockRecords *self)
{
  self->journal = g_array_new (FALSE, FALSE, sizeof (Undo));
  g_array_set_clear_func (self->journal, undo_clear);
}

void
vmx_mock_records_end (VmxMockRecords *self, gboolean keep)
{
  g_autoptr(GArray) journal = g_steal_pointer (&self->journal);

  for (guint i = journal->len; !keep && i > 0; i--)
    {
      const Undo *undo = &g_array_index (journal, Undo, i - 1);

      set_place (self, undo->place, row_copy (&undo->row));
    }
}
