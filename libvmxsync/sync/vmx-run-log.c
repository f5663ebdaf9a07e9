/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The history of runs. */
#include <libvmxsync/sync/vmx-sync-run-private.h>

#include <libvmxsync/local/store/vmx-system-tables-private.h>
#include <libvmxsync/model/vmx-error.h>

#define KEPT_RUNS 50

static const char *
outcome_name (const GError *error)
{
  if (error == NULL)
    return "done";
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? "cancelled" : "failed";
}

static gint64
next_run_number (VmxStorageTxn *txn)
{
  g_autofree char *last = vmx_store_get_meta (txn, "last-run", NULL);

  return last != NULL ? g_ascii_strtoll (last, NULL, 10) + 1 : 1;
}

static gboolean
forget_run (VmxStorageTxn *txn, gint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  g_autoptr(VmxRecordBatch) row = vmx_system_table_new_row (VMX_TABLE_RUNS, "run", text, NULL);

  return vmx_storage_txn_remove (txn, row, NULL, NULL, NULL);
}

static gboolean
put_run (VmxStorageTxn *txn, VmxSyncRun *run, gint64 number, const GError *outcome)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  g_autofree char *options = vmx_sync_options_to_masked_json (run->options);
  g_autofree char *downloaded = g_strdup_printf (
      "%" G_GUINT64_FORMAT, vmx_sync_stats_get_total_downloaded_records (run->stats));
  g_autofree char *uploaded = g_strdup_printf (
      "%" G_GUINT64_FORMAT, vmx_sync_stats_get_total_uploaded_records (run->stats));
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *ended = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  g_autoptr(VmxRecordBatch) row = vmx_system_table_new_row (
      VMX_TABLE_RUNS, "run", text, "service", run->service->name, "object",
      vmx_object_schema_get_name (run->schema), "started", run->start_text, "ended", ended,
      "outcome", outcome_name (outcome), "message", outcome != NULL ? outcome->message : NULL,
      "downloaded", downloaded, "uploaded", uploaded, "options", options, NULL);

  return vmx_storage_txn_put (txn, row, VMX_PUT_REPLACE, NULL, NULL)
         && vmx_store_set_meta (txn, "last-run", text, NULL);
}

void
vmx_run_log_write (VmxSyncRun *run, const GError *outcome)
{
  g_autoptr(VmxStorageTxn) txn = vmx_store_begin (run->store, VMX_TXN_WRITE, NULL, NULL);
  gint64 number;

  if (txn == NULL)
    return;
  number = next_run_number (txn);
  if (put_run (txn, run, number, outcome) && forget_run (txn, number - KEPT_RUNS))
    vmx_storage_txn_commit (txn, NULL);
}
