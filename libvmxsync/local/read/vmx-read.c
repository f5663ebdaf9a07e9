/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/read/vmx-read-private.h>

#include <libvmxsync/local/store/vmx-key-alias-private.h>
#include <libvmxsync/local/options/vmx-option-values-private.h>
#include <libvmxsync/local/options/vmx-read-options-private.h>
#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/json/vmx-json-writer.h>
#include <libvmxsync/model/schema/vmx-object-schema-private.h>

#define ROWS_A_STEP 1024

/* What the storage is asked for, and what is still done with the records that it finds. */
struct _VmxReadPlan
{
  VmxObjectSchema *schema;
  VmxSelection *selection;
  VmxQuery *residual; /* (nullable): the part of the condition that the storage cannot judge */
  GArray *projection; /* (element-type guint) (nullable): columns; NULL for all */
  GHashTable *seen;   /* (element-type utf8) (nullable): values, when they shall be distinct */
};

void
vmx_read_plan_free (VmxReadPlan *self)
{
  g_object_unref (self->schema);
  g_clear_object (&self->selection);
  g_clear_pointer (&self->residual, vmx_query_unref);
  g_clear_pointer (&self->projection, g_array_unref);
  g_clear_pointer (&self->seen, g_hash_table_unref);
  g_free (self);
}

static void
add_condition (VmxQuery **condition, VmxQuery *more)
{
  g_autoptr(VmxQuery) before = g_steal_pointer (condition);

  *condition = before != NULL ? vmx_query_new_and (before, more) : vmx_query_ref (more);
}

/* The storage gets every conjunct that it can judge; the others are judged here. */
void
vmx_read_share_out (VmxQuery *query, VmxObjectSchema *schema, VmxQuery **pushed,
                    VmxQuery **residual)
{
  if (vmx_selection_can_push (query, schema))
    add_condition (pushed, query);
  else if (vmx_query_get_kind (query) == VMX_QUERY_AND)
    for (guint i = 0; i < vmx_query_get_n_children (query); i++)
      vmx_read_share_out (vmx_query_get_child (query, i), schema, pushed, residual);
  else
    add_condition (residual, query);
}

static gboolean
resolve_column (VmxObjectSchema *schema, const char *option, const char *name, guint *column,
                GError **error)
{
  int index = vmx_object_schema_get_column_index (schema, name);

  if (index < 0)
    return vmx_criteria_set_unknown_column (option, name, schema, error);
  *column = (guint) index;
  return TRUE;
}

static gboolean
plan_projection (VmxReadPlan *plan, VmxReadOptions *options, GError **error)
{
  const char *const *names = vmx_read_options_get_projection_columns (options);
  gboolean distinct = vmx_read_options_get_distinct (options);

  if (names == NULL || names[0] == NULL)
    return !distinct
           || vmx_option_values_refuse ("distinct", "projectionColumns beside it, because the "
                                                    "values of the first one are read",
                                        error);
  plan->projection = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; names[i] != NULL && !(distinct && i > 0); i++)
    {
      guint column = 0;

      if (!resolve_column (plan->schema, "projectionColumns", names[i], &column, error))
        return FALSE;
      g_array_append_val (plan->projection, column);
    }
  if (distinct)
    plan->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return TRUE;
}

static gboolean
plan_order (VmxSelection *selection, VmxReadOptions *options, GError **error)
{
  VmxObjectSchema *schema = vmx_selection_get_schema (selection);

  for (guint i = 0; i < vmx_read_options_get_n_orders (options); i++)
    {
      const char *name = vmx_read_options_get_order_column (options, i);
      guint column = 0;

      if (*name == '\0')
        {
          g_set_error_literal (error, VMX_ERROR, VMX_ERROR_ORDER_COLUMN_MISSING,
                               "option “orderByMap”: an entry has an empty column name");
          return FALSE;
        }
      if (!resolve_column (schema, "orderByMap", name, &column, error))
        return FALSE;
      vmx_selection_add_order (selection, column, vmx_read_options_get_order (options, i));
    }
  return TRUE;
}

static VmxSelection *
make_selection (VmxReadPlan *plan, VmxReadOptions *options, GError **error)
{
  g_autoptr(VmxSelection) selection = vmx_selection_new (plan->schema);
  g_autoptr(VmxQuery) query = NULL;
  g_autoptr(VmxQuery) pushed = NULL;

  if (options == NULL)
    return g_steal_pointer (&selection);
  if (!vmx_criteria_make_query (vmx_read_options_get_criteria (options), plan->schema, &query,
                                error)
      || !plan_projection (plan, options, error) || !plan_order (selection, options, error))
    return NULL;
  if (query != NULL)
    vmx_read_share_out (query, plan->schema, &pushed, &plan->residual);
  vmx_selection_set_query (selection, pushed);
  /* A condition that is judged here may need any column. */
  for (guint i = 0; plan->residual == NULL && plan->projection != NULL && i < plan->projection->len;
       i++)
    vmx_selection_add_column (selection, g_array_index (plan->projection, guint, i));
  return g_steal_pointer (&selection);
}

static gboolean
is_new_value (VmxReadPlan *plan, VmxRecordBatch *batch, guint row)
{
  guint column = g_array_index (plan->projection, guint, 0);
  g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();

  vmx_json_writer_value (writer, vmx_record_batch_peek_value (batch, row, column));
  return g_hash_table_add (plan->seen, vmx_json_writer_steal (writer, NULL));
}

VmxRecordBatch *
vmx_read_plan_project (VmxReadPlan *plan, VmxRecordBatch *batch, GArray *rows)
{
  VmxRecordBatch *projected;

  if (plan->projection == NULL)
    return NULL;
  projected = vmx_record_batch_new (plan->schema);
  for (guint i = 0; i < rows->len; i++)
    {
      guint row = vmx_record_batch_add_row (projected);

      for (guint j = 0; j < plan->projection->len; j++)
        {
          guint column = g_array_index (plan->projection, guint, j);

          vmx_record_batch_put_copy (
              projected, row, column,
              vmx_record_batch_peek_value (batch, g_array_index (rows, guint, i), column));
        }
    }
  return projected;
}

static GArray *
find_rows (VmxReadPlan *plan, VmxRecordBatch *batch)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint row = 0; row < vmx_record_batch_get_n_rows (batch); row++)
    {
      if (plan->residual != NULL && !vmx_query_matches (plan->residual, batch, row))
        continue;
      if (plan->seen == NULL || is_new_value (plan, batch, row))
        g_array_append_val (rows, row);
    }
  return rows;
}

static void
collect (VmxReadPlan *plan, VmxRecordBatch *batch, GArray *rows, gpointer user_data)
{
  GPtrArray *records = user_data;
  g_autoptr(VmxRecordBatch) projected = NULL;

  /* With a condition judged here whole records were read; only the asked columns go on. */
  if (plan->residual != NULL)
    projected = vmx_read_plan_project (plan, batch, rows);
  if (projected != NULL)
    {
      for (guint i = 0; i < rows->len; i++)
        g_ptr_array_add (records, vmx_record_batch_get_record (projected, i));
      return;
    }
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (records,
                     vmx_record_batch_get_record (batch, g_array_index (rows, guint, i)));
}

gboolean
vmx_read_plan_step (VmxReadPlan *plan, VmxStorageTxn *txn, VmxReadStepFunc step,
                    gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxStorageCursor) cursor = vmx_storage_txn_select (txn, plan->selection, error);
  gboolean more = cursor != NULL;

  if (cursor == NULL)
    return FALSE;
  while (more)
    {
      g_autoptr(VmxRecordBatch) batch
          = vmx_storage_cursor_next (cursor, ROWS_A_STEP, cancellable, error);
      g_autoptr(GArray) rows = NULL;

      if (batch == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      rows = find_rows (plan, batch);
      step (plan, batch, rows, user_data);
      more = vmx_record_batch_get_n_rows (batch) > 0;
    }
  return TRUE;
}

static gboolean
has_exact_order (VmxSelection *selection, guint column)
{
  for (guint i = 0; i < vmx_selection_get_n_orders (selection); i++)
    {
      VmxOrder order = vmx_selection_get_order (selection, i);

      if (vmx_selection_get_order_column (selection, i) == column
          && (order == VMX_ORDER_ASCENDING || order == VMX_ORDER_DESCENDING))
        return TRUE;
    }
  return FALSE;
}

void
vmx_read_plan_add_keys (VmxReadPlan *self)
{
  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (self->schema); i++)
    {
      guint column = vmx_object_schema_get_key_column_index (self->schema, i);

      if (!has_exact_order (self->selection, column))
        vmx_selection_add_order (self->selection, column, VMX_ORDER_ASCENDING);
      if (self->projection != NULL && self->residual == NULL)
        vmx_selection_add_column (self->selection, column);
    }
}

VmxObjectSchema *
vmx_read_plan_get_schema (VmxReadPlan *self)
{
  return self->schema;
}

GArray *
vmx_read_plan_get_projection (VmxReadPlan *self)
{
  return self->projection;
}

VmxReadPlan *
vmx_read_plan_new (VmxObjectSchema *schema, VmxReadOptions *options, GError **error)
{
  g_autoptr(VmxReadPlan) self = g_new0 (VmxReadPlan, 1);

  self->schema = g_object_ref (schema);
  self->selection = make_selection (self, options, error);
  return self->selection != NULL ? g_steal_pointer (&self) : NULL;
}

/* A program may ask by the temporary key that a record had. (transfer full) (nullable): no options,
 * or an error. */
static VmxReadOptions *
follow_key (VmxStorageTxn *txn, VmxObjectSchema *schema, VmxReadOptions *options, GError **error)
{
  VmxRecord *key
      = options != NULL ? vmx_read_options_get_criteria (options)->primary_keys : NULL;
  g_autoptr(VmxRecord) real = NULL;
  VmxReadOptions *copy;

  if (key == NULL)
    return options != NULL ? g_object_ref (options) : NULL;
  real = vmx_key_alias_translate (txn, schema, key, error);
  if (real == NULL || real == key)
    return real != NULL ? g_object_ref (options) : NULL;
  copy = vmx_read_options_copy (options);
  vmx_read_options_set_primary_keys (copy, real);
  return copy;
}

GPtrArray *
vmx_read_records (VmxStore *store, const char *object, VmxReadOptions *options,
                  GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxStorageTxn) txn = vmx_store_begin (store, VMX_TXN_READ, cancellable, error);
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(VmxServiceInfo) service = NULL;
  g_autoptr(VmxReadOptions) real = NULL;
  g_autoptr(VmxReadPlan) plan = NULL;
  VmxObjectSchema *schema = NULL;

  if (txn != NULL)
    service = vmx_store_find_object (store, txn, object, &schema, error);
  if (service != NULL)
    real = follow_key (txn, schema, options, error);
  if (service != NULL && (real != NULL || options == NULL))
    plan = vmx_read_plan_new (schema, real, error);
  if (plan == NULL || !vmx_read_plan_step (plan, txn, collect, records, cancellable, error))
    return NULL;
  return g_steal_pointer (&records);
}
