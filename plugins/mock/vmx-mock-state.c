/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-mock-state.h"

/* 2000-01-01T00:00:00Z */
#define FIRST_SECOND 946684800

struct _VmxMockState
{
  gatomicrefcount ref_count;
  GMutex lock;
  char *service; /* what the scenario says, but for its faults */
  GHashTable *objects;    /* (element-type utf8 VmxMockRecords) */
  GHashTable *numbers;    /* (element-type utf8 gint64), the last one of each kind */
  GHashTable *remembered; /* (element-type utf8 GPtrArray), answers by request id */
};

/* --- The states of the process --- */

static void
add_object (gpointer key, gpointer value, gpointer user_data)
{
  const VmxMockObject *object = value;

  g_hash_table_insert (user_data, g_strdup (key), vmx_mock_records_new (object->records));
}

VmxMockState *
vmx_mock_state_new (VmxMockScenario *scenario)
{
  VmxMockState *self = g_new0 (VmxMockState, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->service = g_strdup (vmx_mock_scenario_get_service (scenario));
  self->objects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) vmx_mock_records_free);
  self->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->remembered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                            (GDestroyNotify) g_ptr_array_unref);
  vmx_mock_scenario_foreach_object (scenario, add_object, self->objects);
  return self;
}

VmxMockState *
vmx_mock_state_get (const char *name, VmxMockScenario *scenario)
{
  static GMutex registry_lock;
  static GHashTable *registry;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&registry_lock);
  VmxMockState *self;

  if (registry == NULL)
    registry = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                      (GDestroyNotify) vmx_mock_state_unref);
  self = g_hash_table_lookup (registry, name);
  if (self == NULL
      || !g_str_equal (self->service, vmx_mock_scenario_get_service (scenario)))
    {
      self = vmx_mock_state_new (scenario);
      g_hash_table_insert (registry, g_strdup (name), self);
    }
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
vmx_mock_state_unref (VmxMockState *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_mutex_clear (&self->lock);
  g_free (self->service);
  g_hash_table_unref (self->objects);
  g_hash_table_unref (self->numbers);
  g_hash_table_unref (self->remembered);
  g_free (self);
}

void
vmx_mock_state_lock (VmxMockState *self)
{
  g_mutex_lock (&self->lock);
}

void
vmx_mock_state_unlock (VmxMockState *self)
{
  g_mutex_unlock (&self->lock);
}

VmxMockRecords *
vmx_mock_state_find (VmxMockState *self, const char *object)
{
  return g_hash_table_lookup (self->objects, object);
}

GHashTable *
vmx_mock_state_get_objects (VmxMockState *self)
{
  return self->objects;
}

GHashTable *
vmx_mock_state_get_numbers (VmxMockState *self)
{
  return self->numbers;
}

/* --- What the service makes --- */

/* 0 when it is new. */
static gint64 *
get_number (VmxMockState *self, const char *name)
{
  gint64 *number = g_hash_table_lookup (self->numbers, name);

  if (number == NULL)
    {
      number = g_new0 (gint64, 1);
      g_hash_table_insert (self->numbers, g_strdup (name), number);
    }
  return number;
}

char *
vmx_mock_state_make_etag (VmxMockState *self)
{
  return g_strdup_printf ("mock-%" G_GINT64_FORMAT, ++*get_number (self, "etag"));
}

/* Later than all timestamps, so that a download of what is newer finds the change. */
static gint64
find_last_second (VmxMockRecords *records)
{
  VmxObjectSchema *schema = vmx_mock_records_get_schema (records);
  gint64 last = FIRST_SECOND - 1;

  for (guint column = 0; column < vmx_object_schema_get_n_columns (schema); column++)
    {
      if (vmx_column_get_column_type (vmx_object_schema_get_column (schema, column))
          != VMX_COLUMN_TIMESTAMP)
        continue;
      for (guint place = 0; place < vmx_mock_records_get_n_places (records); place++)
        {
          VmxMockRow row = vmx_mock_records_get (records, place);
          const VmxValue *value
              = row.batch != NULL ? vmx_record_batch_peek_value (row.batch, row.row, column) : NULL;
          g_autoptr(GDateTime) instant = NULL;

          if (value != NULL && vmx_value_get_kind (value) == VMX_VALUE_TIMESTAMP)
            instant = g_date_time_new_from_iso8601 (vmx_value_get_text (value, NULL), NULL);
          if (instant != NULL)
            last = MAX (last, g_date_time_to_unix (instant));
        }
    }
  return last;
}

char *
vmx_mock_state_make_timestamp (VmxMockState *self)
{
  gint64 *clock = get_number (self, "second");
  g_autoptr(GDateTime) instant = NULL;
  GHashTableIter iter;
  gpointer records;

  if (*clock == 0)
    {
      g_hash_table_iter_init (&iter, self->objects);
      while (g_hash_table_iter_next (&iter, NULL, &records))
        *clock = MAX (*clock, find_last_second (records));
    }
  instant = g_date_time_new_from_unix_utc (++*clock);
  return g_date_time_format (instant, "%Y-%m-%dT%H:%M:%SZ");
}

static gint64
find_largest (VmxMockRecords *records, guint column)
{
  gint64 largest = 0;

  for (guint place = 0; place < vmx_mock_records_get_n_places (records); place++)
    {
      VmxMockRow row = vmx_mock_records_get (records, place);
      const VmxValue *value
          = row.batch != NULL ? vmx_record_batch_peek_value (row.batch, row.row, column) : NULL;

      if (value != NULL && vmx_value_get_kind (value) == VMX_VALUE_INT64)
        largest = MAX (largest, vmx_value_get_int64 (value));
    }
  return largest;
}

static gint64 *
get_last_number (VmxMockState *self, VmxMockRecords *records, guint column)
{
  VmxObjectSchema *schema = vmx_mock_records_get_schema (records);
  g_autofree char *name
      = g_strdup_printf ("%s/%s", vmx_object_schema_get_name (schema),
                         vmx_column_get_name (vmx_object_schema_get_column (schema, column)));
  gboolean is_new = !g_hash_table_contains (self->numbers, name);
  gint64 *last = get_number (self, name);

  if (is_new)
    *last = find_largest (records, column);
  return last;
}

void
vmx_mock_state_count_from (VmxMockState *self, VmxMockRecords *records, guint column)
{
  get_last_number (self, records, column);
}

gint64
vmx_mock_state_make_number (VmxMockState *self, VmxMockRecords *records, guint column)
{
  gint64 *last = get_last_number (self, records, column);

  return *last < G_MAXINT64 ? ++*last : 0;
}

/* --- Requests that were carried out --- */

GPtrArray *
vmx_mock_state_recall (VmxMockState *self, const char *request_id)
{
  return g_hash_table_lookup (self->remembered, request_id);
}

void
vmx_mock_state_remember (VmxMockState *self, const char *request_id, GPtrArray *answers)
{
  g_hash_table_replace (self->remembered, g_strdup (request_id), g_ptr_array_ref (answers));
}
