/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/record/vmx-record-private.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/schema/vmx-object-schema-private.h>
#include <libvmxsync/model/value/vmx-value-private.h>

/**
 * VmxRecord:
 *
 * A record: values by column name.
 *
 * Programs make records to create or update them, and get them from reading calls. A column without
 * a value is missing, which is not the same as null: an update leaves missing columns alone and
 * sets null ones to null.
 *
 * Since: 0.1
 */
struct _VmxRecord
{
  GObject parent_instance;

  /* A record that was read shows a row of a batch until it is changed. */
  VmxRecordBatch *batch; /* (nullable) */
  guint row;
  GPtrArray *names;  /* (element-type utf8) (nullable) */
  GPtrArray *values; /* (element-type VmxValue) (nullable) */
  gint shared; /* (atomic): names and values belong to copies, too, and must not change */
  VmxObjectSchema *schema; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (VmxRecord, vmx_record, G_TYPE_OBJECT)

static void
vmx_record_finalize (GObject *object)
{
  VmxRecord *self = VMX_RECORD (object);

  g_clear_object (&self->batch);
  g_clear_object (&self->schema);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  G_OBJECT_CLASS (vmx_record_parent_class)->finalize (object);
}

static void
vmx_record_class_init (VmxRecordClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vmx_record_finalize;
}

static void
vmx_record_init (VmxRecord *self)
{
}

/**
 * vmx_record_new:
 *
 * Makes a record without values.
 *
 * Returns: (transfer full): the record
 *
 * Since: 0.1
 */
VmxRecord *
vmx_record_new (void)
{
  return g_object_new (VMX_TYPE_RECORD, NULL);
}

VmxRecord *
vmx_record_new_for_row (VmxRecordBatch *batch, guint row)
{
  VmxRecord *self = vmx_record_new ();

  self->batch = g_object_ref (batch);
  self->schema = g_object_ref (vmx_record_batch_get_schema (batch));
  self->row = row;
  return self;
}

/* Nothing is copied before one of the two changes. */
VmxRecord *
vmx_record_copy (VmxRecord *self)
{
  VmxRecord *copy = vmx_record_new ();

  g_set_object (&copy->batch, self->batch);
  g_set_object (&copy->schema, self->schema);
  copy->row = self->row;
  if (self->names != NULL)
    {
      copy->names = g_ptr_array_ref (self->names);
      copy->values = g_ptr_array_ref (self->values);
      copy->shared = TRUE;
      g_atomic_int_set (&self->shared, TRUE);
    }
  return copy;
}

static const char *
schema_column_name (VmxRecord *self, guint column)
{
  return vmx_column_get_name (vmx_object_schema_get_column (self->schema, column));
}

static void
make_arrays (VmxRecord *self)
{
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->values = g_ptr_array_new_with_free_func ((GDestroyNotify) vmx_value_free);
  g_atomic_int_set (&self->shared, FALSE);
}

static void
add_copy (VmxRecord *self, const char *name, const VmxValue *value)
{
  g_ptr_array_add (self->names, g_strdup (name));
  g_ptr_array_add (self->values, vmx_value_copy (value));
}

static void
stop_sharing (VmxRecord *self)
{
  g_autoptr(GPtrArray) names = g_steal_pointer (&self->names);
  g_autoptr(GPtrArray) values = g_steal_pointer (&self->values);

  make_arrays (self);
  for (guint i = 0; i < names->len; i++)
    add_copy (self, names->pdata[i], values->pdata[i]);
}

/* From here on the record has values of its own. */
static void
detach (VmxRecord *self)
{
  if (g_atomic_int_get (&self->shared))
    stop_sharing (self);
  if (self->names != NULL)
    return;
  make_arrays (self);
  if (self->batch == NULL)
    return;
  for (guint i = 0; i < vmx_record_batch_get_n_columns (self->batch); i++)
    {
      const VmxValue *value = vmx_record_batch_peek_value (self->batch, self->row, i);

      if (value->kind != VMX_VALUE_MISSING)
        add_copy (self, schema_column_name (self, i), value);
    }
  g_clear_object (&self->batch);
}

static gboolean
find_own (VmxRecord *self, const char *column, guint *position)
{
  return self->names != NULL
         && g_ptr_array_find_with_equal_func (self->names, column, g_str_equal, position);
}

/**
 * vmx_record_get_schema:
 * @self: a record
 *
 * Gets the schema of the object that the record was read from.
 *
 * Returns: (transfer none) (nullable): the schema, %NULL for a record that a program made
 *
 * Since: 0.1
 */
VmxObjectSchema *
vmx_record_get_schema (VmxRecord *self)
{
  g_return_val_if_fail (VMX_IS_RECORD (self), NULL);

  return self->schema;
}

/**
 * vmx_record_get_value:
 * @self: a record
 * @column: the name of a column
 *
 * Gets the value of a column.
 *
 * Returns: (transfer none) (nullable): the value, %NULL if the column is missing; it is valid until
 *   the record is changed
 *
 * Since: 0.1
 */
const VmxValue *
vmx_record_get_value (VmxRecord *self, const char *column)
{
  const VmxValue *value;
  guint position;
  int index;

  g_return_val_if_fail (VMX_IS_RECORD (self) && column != NULL, NULL);

  if (find_own (self, column, &position))
    return self->values->pdata[position];
  if (self->batch == NULL)
    return NULL;
  index = vmx_object_schema_get_column_index (self->schema, column);
  if (index < 0)
    return NULL;
  value = vmx_record_batch_peek_value (self->batch, self->row, (guint) index);
  return value->kind == VMX_VALUE_MISSING ? NULL : value;
}

/**
 * vmx_record_get_column_names:
 * @self: a record
 *
 * Gets the names of the columns that have a value, null included.
 *
 * Returns: (transfer full) (array zero-terminated=1): the names
 *
 * Since: 0.1
 */
char **
vmx_record_get_column_names (VmxRecord *self)
{
  g_autoptr(GStrvBuilder) builder = NULL;

  g_return_val_if_fail (VMX_IS_RECORD (self), NULL);

  builder = g_strv_builder_new ();
  for (guint i = 0; self->names != NULL && i < self->names->len; i++)
    g_strv_builder_add (builder, self->names->pdata[i]);
  for (guint i = 0; self->batch != NULL && i < vmx_record_batch_get_n_columns (self->batch); i++)
    if (vmx_record_batch_peek_value (self->batch, self->row, i)->kind != VMX_VALUE_MISSING)
      g_strv_builder_add (builder, schema_column_name (self, i));
  return g_strv_builder_end (builder);
}

/**
 * vmx_record_has:
 * @self: a record
 * @column: the name of a column
 *
 * Says whether a column has a value, null included.
 *
 * Returns: %TRUE if it has
 *
 * Since: 0.1
 */
gboolean
vmx_record_has (VmxRecord *self, const char *column)
{
  return vmx_record_get_value (self, column) != NULL;
}

/**
 * vmx_record_is_null:
 * @self: a record
 * @column: the name of a column
 *
 * Says whether a column is null or missing.
 *
 * Returns: %TRUE if there is no content
 *
 * Since: 0.1
 */
gboolean
vmx_record_is_null (VmxRecord *self, const char *column)
{
  const VmxValue *value = vmx_record_get_value (self, column);

  return value == NULL || vmx_value_is_null (value);
}

/**
 * vmx_record_get_text:
 * @self: a record
 * @column: the name of a column
 *
 * Gets the text of a column that is kept as text: text, decimals, dates, times, durations, GUIDs
 * and JSON.
 *
 * Returns: (nullable): the text, %NULL if the column is missing, null or of another kind
 *
 * Since: 0.1
 */
const char *
vmx_record_get_text (VmxRecord *self, const char *column)
{
  const VmxValue *value = vmx_record_get_value (self, column);

  return value != NULL ? vmx_value_get_text (value, NULL) : NULL;
}

/**
 * vmx_record_get_int64:
 * @self: a record
 * @column: the name of a column
 *
 * Gets a whole number.
 *
 * Returns: the number, 0 if the column is missing or of another kind
 *
 * Since: 0.1
 */
gint64
vmx_record_get_int64 (VmxRecord *self, const char *column)
{
  const VmxValue *value = vmx_record_get_value (self, column);

  return value != NULL ? vmx_value_get_int64 (value) : 0;
}

/**
 * vmx_record_get_double:
 * @self: a record
 * @column: the name of a column
 *
 * Gets a number as a double, which may round it.
 *
 * Returns: the number, 0 if the column is missing or not a number
 *
 * Since: 0.1
 */
double
vmx_record_get_double (VmxRecord *self, const char *column)
{
  const VmxValue *value = vmx_record_get_value (self, column);

  return value != NULL ? vmx_value_get_double (value) : 0;
}

/**
 * vmx_record_get_boolean:
 * @self: a record
 * @column: the name of a column
 *
 * Gets a boolean.
 *
 * Returns: the value, %FALSE if the column is missing or of another kind
 *
 * Since: 0.1
 */
gboolean
vmx_record_get_boolean (VmxRecord *self, const char *column)
{
  const VmxValue *value = vmx_record_get_value (self, column);

  return value != NULL ? vmx_value_get_boolean (value) : FALSE;
}

/**
 * vmx_record_get_blob:
 * @self: a record
 * @column: the name of a column
 *
 * Gets the bytes of a binary column.
 *
 * Returns: (transfer full) (nullable): the bytes, %NULL if the column is missing or of another kind
 *
 * Since: 0.1
 */
GBytes *
vmx_record_get_blob (VmxRecord *self, const char *column)
{
  const VmxValue *value = vmx_record_get_value (self, column);

  return value != NULL ? vmx_value_get_blob (value) : NULL;
}

static void
take_value (VmxRecord *self, const char *column, VmxValue *value)
{
  guint position;

  detach (self);
  if (!find_own (self, column, &position))
    {
      g_ptr_array_add (self->names, g_strdup (column));
      g_ptr_array_add (self->values, value);
      return;
    }
  vmx_value_free (self->values->pdata[position]);
  self->values->pdata[position] = value;
}

/**
 * vmx_record_set_value:
 * @self: a record
 * @column: the name of a column
 * @value: a value; one of the kind missing unsets the column
 *
 * Sets a column.
 *
 * Since: 0.1
 */
void
vmx_record_set_value (VmxRecord *self, const char *column, const VmxValue *value)
{
  g_return_if_fail (VMX_IS_RECORD (self) && column != NULL && value != NULL);

  if (value->kind == VMX_VALUE_MISSING)
    vmx_record_unset (self, column);
  else
    take_value (self, column, vmx_value_copy (value));
}

/**
 * vmx_record_set_text:
 * @self: a record
 * @column: the name of a column
 * @text: (nullable): UTF-8 text, which also sets decimals, dates, times, durations, GUIDs and JSON;
 *   %NULL sets null
 *
 * Sets a column.
 *
 * Since: 0.1
 */
void
vmx_record_set_text (VmxRecord *self, const char *column, const char *text)
{
  g_return_if_fail (VMX_IS_RECORD (self) && column != NULL);

  take_value (self, column, vmx_value_new_text (text));
}

/**
 * vmx_record_set_int64:
 * @self: a record
 * @column: the name of a column
 * @value: a whole number
 *
 * Sets a column.
 *
 * Since: 0.1
 */
void
vmx_record_set_int64 (VmxRecord *self, const char *column, gint64 value)
{
  g_return_if_fail (VMX_IS_RECORD (self) && column != NULL);

  take_value (self, column, vmx_value_new_int64 (value));
}

/**
 * vmx_record_set_double:
 * @self: a record
 * @column: the name of a column
 * @value: a number
 *
 * Sets a column.
 *
 * Since: 0.1
 */
void
vmx_record_set_double (VmxRecord *self, const char *column, double value)
{
  g_return_if_fail (VMX_IS_RECORD (self) && column != NULL);

  take_value (self, column, vmx_value_new_double (value));
}

/**
 * vmx_record_set_boolean:
 * @self: a record
 * @column: the name of a column
 * @value: true or false
 *
 * Sets a column.
 *
 * Since: 0.1
 */
void
vmx_record_set_boolean (VmxRecord *self, const char *column, gboolean value)
{
  g_return_if_fail (VMX_IS_RECORD (self) && column != NULL);

  take_value (self, column, vmx_value_new_boolean (value));
}

/**
 * vmx_record_set_blob:
 * @self: a record
 * @column: the name of a column
 * @bytes: (nullable): bytes; %NULL sets null
 *
 * Sets a column.
 *
 * Since: 0.1
 */
void
vmx_record_set_blob (VmxRecord *self, const char *column, GBytes *bytes)
{
  g_return_if_fail (VMX_IS_RECORD (self) && column != NULL);

  take_value (self, column, vmx_value_new_blob (bytes));
}

/**
 * vmx_record_set_null:
 * @self: a record
 * @column: the name of a column
 *
 * Sets a column to null.
 *
 * Since: 0.1
 */
void
vmx_record_set_null (VmxRecord *self, const char *column)
{
  g_return_if_fail (VMX_IS_RECORD (self) && column != NULL);

  take_value (self, column, vmx_value_new_null ());
}

/**
 * vmx_record_unset:
 * @self: a record
 * @column: the name of a column
 *
 * Makes a column missing.
 *
 * Since: 0.1
 */
void
vmx_record_unset (VmxRecord *self, const char *column)
{
  guint position;

  g_return_if_fail (VMX_IS_RECORD (self) && column != NULL);

  detach (self);
  if (!find_own (self, column, &position))
    return;
  g_ptr_array_remove_index (self->names, position);
  g_ptr_array_remove_index (self->values, position);
}

static gboolean
fill_cell (VmxRecordBatch *batch, guint row, const char *name, const VmxValue *value,
           GError **error)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (batch);
  int column = vmx_object_schema_get_column_index (schema, name);

  if (column < 0)
    {
      g_autofree char *message = vmx_object_schema_describe_unknown (schema, name);

      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_UNKNOWN_COLUMN, message);
      return FALSE;
    }
  if (vmx_record_batch_set_value (batch, row, (guint) column, value, error))
    return TRUE;
  g_prefix_error (error, "object “%s”, column “%s”: ", vmx_object_schema_get_name (schema), name);
  return FALSE;
}

gboolean
vmx_record_fill_row (VmxRecord *self, VmxRecordBatch *batch, guint row, GError **error)
{
  g_auto(GStrv) names = vmx_record_get_column_names (self);

  for (guint i = 0; names[i] != NULL; i++)
    if (!fill_cell (batch, row, names[i], vmx_record_get_value (self, names[i]), error))
      return FALSE;
  return TRUE;
}
