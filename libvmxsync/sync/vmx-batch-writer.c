/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/sync/vmx-download-private.h>

#include <libvmxsync/local/settle/vmx-settlement-private.h>
#include <libvmxsync/local/store/vmx-store-watch-private.h>
#include <libvmxsync/local/store/vmx-system-tables-private.h>
#include <libvmxsync/local/track/vmx-absorb-private.h>
#include <libvmxsync/model/record/vmx-record-batch-private.h>
#include <libvmxsync/model/vmx-error.h>

struct _VmxBatchWriter
{
  VmxSyncRun *run;
  GPtrArray *processors; /* (element-type VmxProcessor) */
  guint batch_number;
  gint64 expected;
  gboolean *checked_columns; /* columns in which a null or a hole is worth a warning */
  gboolean *told_columns;
  guint n_columns;
};

VmxBatchWriter *
vmx_batch_writer_new (VmxSyncRun *run, GPtrArray *processors)
{
  VmxBatchWriter *self = g_new0 (VmxBatchWriter, 1);

  self->run = run;
  self->processors = g_ptr_array_ref (processors);
  self->expected = -1;
  self->n_columns = vmx_object_schema_get_n_columns (run->schema);
  self->checked_columns = g_new0 (gboolean, self->n_columns);
  self->told_columns = g_new0 (gboolean, self->n_columns);
  for (guint i = 0; i < self->n_columns; i++)
    self->checked_columns[i]
        = vmx_column_get_column_type (vmx_object_schema_get_column (run->schema, i))
          != VMX_COLUMN_STREAM;
  return self;
}

void
vmx_batch_writer_free (VmxBatchWriter *self)
{
  g_ptr_array_unref (self->processors);
  g_free (self->checked_columns);
  g_free (self->told_columns);
  g_free (self);
}

static gboolean
has_missing_cells (VmxBatchWriter *self, VmxRecordBatch *batch)
{
  for (guint row = 0; row < vmx_record_batch_get_n_rows (batch); row++)
    for (guint column = 0; column < self->n_columns; column++)
      if (self->checked_columns[column] && !vmx_record_batch_is_deleted (batch, row)
          && vmx_value_get_kind (vmx_record_batch_peek_value (batch, row, column))
                 == VMX_VALUE_MISSING)
        return TRUE;
  return FALSE;
}

static VmxRecordBatch *
lookup_stored (VmxBatchWriter *self, VmxRecordBatch *batch, GCancellable *cancellable,
               GError **error)
{
  g_autoptr(VmxStorageTxn) txn = vmx_sync_run_begin (self->run, VMX_TXN_READ, cancellable, error);

  return txn != NULL ? vmx_absorb_lookup (txn, batch, error) : NULL;
}

/* No transaction is open while a processor, which may be the program's own code, runs. */
static gboolean
process (VmxBatchWriter *self, VmxRecordBatch *batch, GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxRecordBatch) stored = NULL;

  if (self->processors->len == 0)
    return TRUE;
  if (has_missing_cells (self, batch))
    {
      stored = lookup_stored (self, batch, cancellable, error);
      if (stored == NULL)
        return FALSE;
    }
  for (guint i = 0; i < self->processors->len; i++)
    if (!vmx_processor_process_download (self->processors->pdata[i], batch, stored, error))
      return FALSE;
  return TRUE;
}

static void
tell_column (VmxBatchWriter *self, guint column, VmxValueKind kind)
{
  VmxColumn *info = vmx_object_schema_get_column (self->run->schema, column);
  g_autofree char *warning = NULL;

  self->told_columns[column] = TRUE;
  if (kind == VMX_VALUE_MISSING)
    warning = g_strdup_printf ("object “%s”: the server left out column “%s”, which is stored as "
                               "null; the processor “fill-missing” can keep the old value",
                               vmx_object_schema_get_name (self->run->schema),
                               vmx_column_get_name (info));
  else
    warning = g_strdup_printf ("object “%s”: the server sent null for column “%s”, which it "
                               "declares as never null; it is stored as it came",
                               vmx_object_schema_get_name (self->run->schema),
                               vmx_column_get_name (info));
  vmx_sync_run_add_warning (self->run, warning);
}

static void
check_column (VmxBatchWriter *self, VmxRecordBatch *batch, guint column)
{
  gboolean nullable
      = vmx_column_is_nullable (vmx_object_schema_get_column (self->run->schema, column));

  for (guint row = 0; row < vmx_record_batch_get_n_rows (batch); row++)
    {
      VmxValueKind kind = vmx_value_get_kind (vmx_record_batch_peek_value (batch, row, column));

      if (kind > VMX_VALUE_NULL || (kind == VMX_VALUE_NULL && nullable)
          || vmx_record_batch_is_deleted (batch, row))
        continue;
      tell_column (self, column, kind);
      return;
    }
}

static void
collect_warnings (VmxBatchWriter *self, VmxRecordBatch *batch)
{
  const char *const *warnings = vmx_record_batch_get_warnings (batch);

  for (guint i = 0; warnings[i] != NULL; i++)
    vmx_sync_run_add_warning (self->run, warnings[i]);
  for (guint column = 0; column < self->n_columns; column++)
    if (self->checked_columns[column] && !self->told_columns[column])
      check_column (self, batch, column);
}

/* rows: (nullable): 0 for those to leave out. */
static gboolean
remove_deleted (VmxStorageTxn *txn, VmxRecordBatch *batch, GBytes *rows, GError **error)
{
  guint n_rows = vmx_record_batch_get_n_rows (batch);
  const guint8 *kept = rows != NULL ? g_bytes_get_data (rows, NULL) : NULL;
  g_autofree guint8 *mask = NULL;
  g_autoptr(GBytes) deleted = NULL;

  if (vmx_record_batch_get_n_deleted (batch) == 0)
    return TRUE;
  mask = g_new0 (guint8, n_rows);
  for (guint row = 0; row < n_rows; row++)
    mask[row]
        = vmx_record_batch_is_deleted (batch, row) && (kept == NULL || kept[row] != 0) ? 1 : 0;
  deleted = g_bytes_new_take (g_steal_pointer (&mask), n_rows);
  return vmx_storage_txn_remove (txn, batch, deleted, NULL, error);
}

/* A record that was edited here stays as it is, and its original takes the server's version.
 * Without reconciliation the record is overwritten, and its changes are uploaded all the same. */
static gboolean
put_records (VmxBatchWriter *self, VmxStorageTxn *txn, VmxRecordBatch *batch, GError **error)
{
  g_autoptr(GBytes) rows = NULL;

  if (!vmx_absorb_batch (txn, batch, &rows, error)
      || (rows != NULL && !vmx_settle_download (self->run->store, txn, batch, rows, error)))
    return FALSE;
  if (!vmx_sync_options_get_download_reconciliation_required (self->run->options))
    g_clear_pointer (&rows, g_bytes_unref);
  return vmx_storage_txn_put (txn, batch, VMX_PUT_REPLACE, rows, error)
         && remove_deleted (txn, batch, rows, error);
}

/* Where the download stands after this batch. */
static gboolean
put_bookmark (VmxBatchWriter *self, VmxStorageTxn *txn, VmxRecordBatch *batch, GError **error)
{
  g_autoptr(VmxRecordBatch) row = vmx_system_table_new_row (
      VMX_TABLE_BOOKMARKS, "object", vmx_object_schema_get_name (self->run->schema), "filter",
      self->run->filter != NULL ? self->run->filter : "", "kind", "full", "token",
      vmx_record_batch_get_bookmark (batch), "batch_context",
      vmx_record_batch_get_next_context (batch), "first_mark", self->run->start_text, NULL);

  return vmx_storage_txn_put (txn, row, VMX_PUT_REPLACE, NULL, error);
}

static gboolean
store (VmxBatchWriter *self, VmxRecordBatch *batch, GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxStorageTxn) txn = vmx_sync_run_begin (self->run, VMX_TXN_WRITE, cancellable, error);

  return txn != NULL && put_records (self, txn, batch, error)
         && put_bookmark (self, txn, batch, error) && vmx_storage_txn_commit (txn, error);
}

static void
count (VmxBatchWriter *self, VmxRecordBatch *batch, gint64 processing, gint64 storing)
{
  VmxBatchStats stats = {
    .n_records = vmx_record_batch_get_n_rows (batch),
    .creation_time = batch->creation_time,
    .network_time = vmx_record_batch_get_network_time (batch),
    .parsing_time = vmx_record_batch_get_parsing_time (batch),
    .processing_time = processing,
    .storing_time = storing,
  };

  vmx_sync_stats_add_download (self->run->stats, &stats);
}

gboolean
vmx_batch_writer_write (VmxBatchWriter *self, VmxRecordBatch *batch, GCancellable *cancellable,
                        GError **error)
{
  gint64 before = g_get_monotonic_time ();
  gint64 between;

  self->batch_number++;
  if (vmx_record_batch_get_total (batch) >= 0)
    self->expected = vmx_record_batch_get_total (batch);
  vmx_sync_run_post (self->run, VMX_SYNC_PHASE_DOWNLOAD, VMX_SYNC_STATE_IN_PROGRESS,
                     self->batch_number, self->expected);
  if (!process (self, batch, cancellable, error))
    {
      vmx_sync_run_prefix_error (self->run, self->batch_number, error);
      return FALSE;
    }
  between = g_get_monotonic_time ();
  collect_warnings (self, batch);
  if (!store (self, batch, cancellable, error))
    {
      vmx_sync_run_prefix_error (self->run, self->batch_number, error);
      return FALSE;
    }
  if (vmx_record_batch_get_n_rows (batch) > 0)
    vmx_store_notify_changed (self->run->store, vmx_object_schema_get_name (self->run->schema));
  count (self, batch, between - before, g_get_monotonic_time () - between);
  vmx_sync_run_post (self->run, VMX_SYNC_PHASE_DOWNLOAD, VMX_SYNC_STATE_ENDED, self->batch_number,
                     self->expected);
  if (vmx_record_batch_get_next_context (batch) != NULL)
    vmx_sync_run_post (self->run, VMX_SYNC_PHASE_DOWNLOAD, VMX_SYNC_STATE_STARTED,
                       self->batch_number + 1, self->expected);
  return TRUE;
}
