/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Acceptance rows 92 to 94: the key names of progress, statistics and results, exactly. */
#include <libvmxsync/sync/vmx-sync-progress-private.h>
#include <libvmxsync/sync/vmx-sync-result-private.h>
#include <libvmxsync/sync/vmx-sync-stats-private.h>

#include "vmx-test.h"

static const struct
{
  VmxSyncPhase phase;
  VmxSyncState state;
  const char *json;
} events[] = {
  { VMX_SYNC_PHASE_SYNC, VMX_SYNC_STATE_STARTED,
    "{\"name\":\"Employee\",\"phase\":\"Sync\",\"state\":\"Started\","
    "\"startTime\":\"2026-01-02T03:04:05Z\",\"totalObjectsToSync\":1}" },
  { VMX_SYNC_PHASE_DOWNLOAD, VMX_SYNC_STATE_STARTED,
    "{\"name\":\"Employee\",\"phase\":\"Download\",\"state\":\"Started\",\"batchNumber\":3}" },
  { VMX_SYNC_PHASE_DOWNLOAD, VMX_SYNC_STATE_IN_PROGRESS,
    "{\"name\":\"Employee\",\"phase\":\"Download\",\"state\":\"InProgress\",\"batchNumber\":3}" },
  { VMX_SYNC_PHASE_DOWNLOAD, VMX_SYNC_STATE_ENDED,
    "{\"name\":\"Employee\",\"phase\":\"Download\",\"state\":\"Ended\","
    "\"totalDownloadedRecords\":9007199254740991,\"batchNumber\":3}" },
  { VMX_SYNC_PHASE_SYNC, VMX_SYNC_STATE_ENDED,
    "{\"name\":\"Employee\",\"phase\":\"Sync\",\"state\":\"Ended\",\"syncElapsedTime\":77,"
    "\"totalUploadedRecords\":4,\"totalDownloadedRecords\":9007199254740991}" },
};

static void
test_progress (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    {
      VmxSyncProgressInfo info = {
        .phase = events[i].phase,
        .state = events[i].state,
        .name = "Employee",
        .start_time = "2026-01-02T03:04:05Z",
        .n_objects = 1,
        .batch_number = 3,
        .downloaded = 9007199254740991,
        .uploaded = 4,
        .expected = 12,
        .elapsed = 77,
        .fraction = 0.5,
      };
      g_autoptr(VmxSyncProgress) progress = vmx_sync_progress_new (&info);
      g_autofree char *json = vmx_sync_progress_to_json (progress);

      g_assert_cmpstr (json, ==, events[i].json);
      g_assert_cmpint (vmx_sync_progress_get_phase (progress), ==, events[i].phase);
      g_assert_cmpint (vmx_sync_progress_get_state (progress), ==, events[i].state);
      g_assert_cmpstr (vmx_sync_progress_get_name (progress), ==, "Employee");
      g_assert_cmpstr (vmx_sync_progress_get_start_time (progress), ==, info.start_time);
      g_assert_cmpuint (vmx_sync_progress_get_total_objects_to_sync (progress), ==, 1);
      g_assert_cmpuint (vmx_sync_progress_get_batch_number (progress), ==, 3);
      g_assert_cmpuint (vmx_sync_progress_get_total_downloaded_records (progress), ==,
                        9007199254740991);
      g_assert_cmpuint (vmx_sync_progress_get_total_uploaded_records (progress), ==, 4);
      g_assert_cmpint (vmx_sync_progress_get_expected_records (progress), ==, 12);
      g_assert_cmpint (vmx_sync_progress_get_elapsed_time (progress), ==, 77);
      g_assert_cmpfloat (vmx_sync_progress_get_fraction (progress), ==, 0.5);
    }
}

static gboolean
is_superseded (VmxSyncState first, guint first_batch, VmxSyncState second, guint second_batch)
{
  VmxSyncProgressInfo a = { VMX_SYNC_PHASE_DOWNLOAD, first, .batch_number = first_batch };
  VmxSyncProgressInfo b = { VMX_SYNC_PHASE_DOWNLOAD, second, .batch_number = second_batch };
  g_autoptr(VmxSyncProgress) earlier = vmx_sync_progress_new (&a);
  g_autoptr(VmxSyncProgress) later = vmx_sync_progress_new (&b);

  return vmx_sync_progress_is_superseded (G_OBJECT (earlier), G_OBJECT (later));
}

/* Only two reports of the same batch in progress are one. */
static void
test_superseded (void)
{
  const VmxSyncState started = VMX_SYNC_STATE_STARTED;
  const VmxSyncState in_progress = VMX_SYNC_STATE_IN_PROGRESS;
  const VmxSyncState ended = VMX_SYNC_STATE_ENDED;

  g_assert_true (is_superseded (in_progress, 1, in_progress, 1));
  g_assert_false (is_superseded (in_progress, 1, in_progress, 2));
  g_assert_false (is_superseded (in_progress, 1, ended, 1));
  g_assert_false (is_superseded (started, 1, in_progress, 1));
  g_assert_false (is_superseded (started, 1, started, 1));
  g_assert_false (is_superseded (ended, 1, ended, 1));
}

static VmxSyncStats *
make_stats (void)
{
  const VmxBatchStats first = { 500, 1000, 2500, 3000, 500, 1250 };
  const VmxBatchStats second = { .n_records = 7 };
  VmxSyncStats *stats = vmx_sync_stats_new ("Employee", "2026-01-02T03:04:05Z");

  vmx_sync_stats_add_download (stats, &first);
  vmx_sync_stats_add_download (stats, &second);
  vmx_sync_stats_set_elapsed (stats, 42);
  return stats;
}

#define STATS_JSON                                                                                 \
  "{\"name\":\"Employee\",\"startTime\":\"2026-01-02T03:04:05Z\",\"syncElapsedTime\":42,"          \
  "\"totalUploadedRecords\":0,\"totalDownloadedRecords\":507,\"numberOfRecordsSynced\":507,"       \
  "\"uploadStats\":[],\"downloadStats\":["                                                         \
  "{\"batchNumber\":1,\"numberOfRecords\":500,\"requestCreationTime\":1,"                          \
  "\"networkDurationTime\":2.5,\"responseParsingTime\":3,\"sdkObjectCreationTime\":0.5,"           \
  "\"dataPersistanceTime\":1.25},"                                                                 \
  "{\"batchNumber\":2,\"numberOfRecords\":7,\"requestCreationTime\":0,"                            \
  "\"networkDurationTime\":0,\"responseParsingTime\":0,\"sdkObjectCreationTime\":0,"               \
  "\"dataPersistanceTime\":0}]}"

static void
test_stats (void)
{
  g_autoptr(VmxSyncStats) stats = make_stats ();
  g_autofree char *json = vmx_sync_stats_to_json (stats);

  g_assert_cmpstr (json, ==, STATS_JSON);
  g_assert_cmpuint (vmx_sync_stats_get_n_download_batches (stats), ==, 2);
  g_assert_cmpuint (vmx_sync_stats_get_total_downloaded_records (stats), ==, 507);
  g_assert_cmpuint (vmx_sync_stats_get_batch_records (stats, 0), ==, 500);
  g_assert_cmpfloat (vmx_sync_stats_get_batch_network_time (stats, 0), ==, 2.5);
  g_assert_cmpfloat (vmx_sync_stats_get_batch_parsing_time (stats, 0), ==, 3);
  g_assert_cmpfloat (vmx_sync_stats_get_batch_processing_time (stats, 0), ==, 0.5);
  g_assert_cmpfloat (vmx_sync_stats_get_batch_storing_time (stats, 0), ==, 1.25);
  g_assert_cmpuint (vmx_sync_stats_get_batch_records (stats, 2), ==, 0);
  g_assert_cmpint (vmx_sync_stats_get_elapsed_time (stats), ==, 42);
}

static void
test_result (void)
{
  static const char *const none[] = { NULL };
  static const char *const some[] = { "first “one”", "second", NULL };
  g_autoptr(VmxSyncStats) stats = make_stats ();
  g_autoptr(GPtrArray) errors = g_ptr_array_new ();
  g_autoptr(VmxSyncResult) plain = vmx_sync_result_new (stats, FALSE, none, errors, NULL);
  g_autoptr(VmxSyncResult) full = vmx_sync_result_new (stats, TRUE, some, errors, NULL);
  g_autofree char *plain_json = vmx_sync_result_to_json (plain);
  g_autofree char *full_json = vmx_sync_result_to_json (full);

  g_assert_cmpstr (plain_json, ==, "{\"status\":0,\"name\":\"Employee\"}");
  g_assert_cmpstr (full_json, ==,
                   "{\"status\":0,\"name\":\"Employee\",\"syncStats\":" STATS_JSON
                   ",\"warnings\":[\"first “one”\",\"second\"]}");
  g_assert_null (vmx_sync_result_get_stats (plain));
  g_assert_true (vmx_sync_result_get_stats (full) == stats);
  g_assert_cmpuint (vmx_sync_result_get_total_downloaded_records (plain), ==, 507);
  g_assert_cmpstr (vmx_sync_result_get_name (plain), ==, "Employee");
  g_assert_cmpuint (g_strv_length ((GStrv) vmx_sync_result_get_warnings (full)), ==, 2);
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/sync-json/row-92/progress", test_progress);
  g_test_add_func ("/sync-json/superseded", test_superseded);
  g_test_add_func ("/sync-json/row-94/stats", test_stats);
  g_test_add_func ("/sync-json/result", test_result);
  return g_test_run ();
}
