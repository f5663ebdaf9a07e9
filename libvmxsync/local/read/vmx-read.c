/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/read/vmx-read-private.h>

#include <libvmxsync/local/options/vmx-option-values-private.h>
#include <libvmxsync/local/options/vmx-read-options-private.h>
#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/json/vmx-json-writer.h>
#include <libvmxsync/model/schema/vmx-object-schema-private.h>

#define ROWS_A_STEP 1024

/* What the storage is asked for, and what is still done with the records that it finds. */
typedef struct
{
  VmxObjectSchema *schema;
  VmxSelection *selection;
  VmxQuery *residual; /* (nullable): the part of the condition that the storage cannot judge */
  GArray *projection; /* (element-type guint) (nullable): columns; NULL for all */
  GHashTable *seen;   /* (element-type utf8) (nullable): values, when they shall be distinct */
} VmxReadPlan;

static void
read_plan_clear (VmxReadPlan *self)
{
  g_clear_object (&self->schema);
  g_clear_object (&self->selection);
  g_clear_pointer (&self->residual, vmx_query_unref);
  g_clear_pointer (&self->projection, g_array_unref);
  g_clear_pointer (&self->seen, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VmxReadPlan, read_plan_clear)

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

/* With a condition judged here whole records were read; only the asked columns go on. */
static VmxRecordBatch *
project (VmxReadPlan *plan, VmxRecordBatch *batch, GArray *rows)
{
  VmxRecordBatch *projected = vmx_record_batch_new (plan->schema);

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

static void
collect (VmxReadPlan *plan, VmxRecordBatch *batch, GPtrArray *records)
{
  g_autoptr(GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr(VmxRecordBatch) projected = NULL;

  for (guint row = 0; row < vmx_record_batch_get_n_rows (batch); row++)
    {
      if (plan->residual != NULL && !vmx_query_matches (plan->residual, batch, row))
        continue;
      if (plan->seen == NULL || is_new_value (plan, batch, row))
        g_array_append_val (rows, row);
    }
  if (plan->residual != NULL && plan->projection != NULL)
    {
      projected = project (plan, batch, rows);
      for (guint i = 0; i < rows->len; i++)
        g_ptr_array_add (records, vmx_record_batch_get_record (projected, i));
      return;
    }
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (records,
                     vmx_record_batch_get_record (batch, g_array_index (rows, guint, i)));
}

static GPtrArray *
read_selection (VmxReadPlan *plan, VmxStorageTxn *txn, GCancellable *cancellable, GError **error)
{
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(VmxStorageCursor) cursor = vmx_storage_txn_select (txn, plan->selection, error);
  gboolean more = cursor != NULL;

  if (cursor == NULL)
    return NULL;
  while (more)
    {
      g_autoptr(VmxRecordBatch) batch
          = vmx_storage_cursor_next (cursor, ROWS_A_STEP, cancellable, error);

      if (batch == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      collect (plan, batch, records);
      more = vmx_record_batch_get_n_rows (batch) > 0;
    }
  return g_steal_pointer (&records);
}

GPtrArray *
vmx_read_records (VmxStore *store, const char *object, VmxReadOptions *options,
                  GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxStorageTxn) txn = vmx_store_begin (store, VMX_TXN_READ, cancellable, error);
  g_auto(VmxReadPlan) plan = { 0 };
  g_autoptr(VmxServiceInfo) service = NULL;
  VmxObjectSchema *schema = NULL;

  if (txn != NULL)
    service = vmx_store_find_object (store, txn, object, &schema, error);
  if (service == NULL)
    return NULL;
  plan.schema = g_object_ref (schema);
  plan.selection = make_selection (&plan, options, error);
  return plan.selection != NULL ? read_selection (&plan, txn, cancellable, error) : NULL;
}
