/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Many syncs of several objects at once, with reads, refusals and cancellations between them. */
#include "fixture.h"

#define N_SYNCS 50
#define N_OBJECTS 4
#define N_RECORDS 400

#define OBJECT(name)                                                                               \
  "\"" name "\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\",\"T\":\"string?\","                \
  "\"D\":\"decimal?\"},\"generate\":{\"count\":400},\"page-size\":50}"
#define SCENARIO                                                                                   \
  "{\"objects\":{" OBJECT ("A") "," OBJECT ("B") "," OBJECT ("C") "," OBJECT ("D") "},"            \
  "\"faults\":[{\"latency-ms\":1,\"times\":0}]}"

typedef struct
{
  guint n_started;
  guint n_running;
  guint n_done;
  guint n_cancelled;
  guint n_refused;
  guint n_reads_running;
  guint n_reads;
  guint n_progress;
} Stress;

typedef struct
{
  Stress *stress;
  GCancellable *cancellable;
} Run;

static void start_sync (Stress *stress, VmxObj *object);

static void
on_synced (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Run *run = user_data;
  Stress *stress = run->stress;
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxSyncResult) sync_result
      = vmx_obj_start_sync_finish (VMX_OBJ (source), result, &error);

  stress->n_running--;
  if (sync_result != NULL)
    {
      g_assert_cmpuint (vmx_sync_result_get_total_downloaded_records (sync_result), ==, N_RECORDS);
      stress->n_done++;
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    stress->n_cancelled++;
  else if (g_error_matches (error, VMX_ERROR, VMX_ERROR_BUSY))
    {
      stress->n_refused++;
      stress->n_started--;
    }
  else
    g_assert_no_error (error);
  g_object_unref (run->cancellable);
  /* Each end is the start of the next one, so that there are always some at work. */
  if (!g_error_matches (error, VMX_ERROR, VMX_ERROR_BUSY) && stress->n_started < N_SYNCS)
    start_sync (stress, VMX_OBJ (source));
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Stress *stress = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records = vmx_obj_get_finish (VMX_OBJ (source), result, &error);

  g_assert_no_error (error);
  /* Whole batches only. */
  g_assert_cmpuint (records->len % 50, ==, 0);
  stress->n_reads_running--;
  stress->n_reads++;
}

static gboolean
cancel (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
on_progress (VmxObj *object, VmxSyncProgress *progress, gpointer user_data)
{
  Stress *stress = user_data;

  if (stress->n_progress++ % 4 != 0)
    return;
  vmx_obj_get_async (object, NULL, NULL, on_read, stress);
  stress->n_reads_running++;
  if (stress->n_progress % 16 == 1)
    g_assert_cmpuint (fixture_count (object) % 50, ==, 0);
}

static void
start_sync (Stress *stress, VmxObj *object)
{
  g_autoptr(VmxSyncOptions) options = vmx_sync_options_new ();
  Run *run = g_new0 (Run, 1);

  run->stress = stress;
  run->cancellable = g_cancellable_new ();
  vmx_sync_options_set_filter (options, "Id ge 0");
  vmx_obj_start_sync_async (object, options, run->cancellable, on_synced, run);
  vmx_sync_options_set_filter (options, NULL);
  stress->n_running++;
  stress->n_started++;
  if (g_test_rand_int_range (0, 3) == 0)
    g_timeout_add_full (G_PRIORITY_DEFAULT, (guint) g_test_rand_int_range (0, 60), cancel,
                        g_object_ref (run->cancellable), g_object_unref);
}

static void
test_stress (void)
{
  static const char *const names[N_OBJECTS] = { "A", "B", "C", "D" };
  g_autoptr(VmxClient) client = fixture_set_up (SCENARIO);
  Stress stress = { 0 };

  for (guint i = 0; i < N_OBJECTS; i++)
    {
      g_autoptr(VmxObj) object = fixture_get_object (client, names[i]);
      g_autoptr(VmxObj) rival = fixture_get_object (client, names[i]);

      g_signal_connect (object, "progress", G_CALLBACK (on_progress), &stress);
      start_sync (&stress, object);
      start_sync (&stress, rival);
    }
  while (stress.n_running > 0 || stress.n_reads_running > 0)
    g_main_context_iteration (NULL, TRUE);
  fixture_drain ();
  g_test_message ("%u done, %u cancelled, %u refused, %u reads", stress.n_done,
                  stress.n_cancelled, stress.n_refused, stress.n_reads);
  g_assert_cmpuint (stress.n_done + stress.n_cancelled, ==, N_SYNCS);
  g_assert_cmpuint (stress.n_refused, ==, N_OBJECTS);
  g_assert_cmpuint (stress.n_done, >, 0);
  g_assert_cmpuint (stress.n_reads, >, 0);
  for (guint i = 0; i < N_OBJECTS; i++)
    {
      g_autoptr(VmxObj) object = fixture_get_object (client, names[i]);

      g_object_unref (fixture_sync (object, NULL));
      g_assert_cmpuint (fixture_count (object), ==, N_RECORDS);
    }
}

typedef struct
{
  char *path;
  const char *object;
} Program;

/* A thread with a main context of its own, and a client that is its own. */
static gpointer
run_in_thread (gpointer user_data)
{
  Program *program = user_data;
  g_autoptr(GMainContext) context = g_main_context_new ();
  g_autoptr(VmxClient) client = NULL;
  g_autoptr(VmxObj) object = NULL;

  g_main_context_push_thread_default (context);
  client = fixture_new_client (program->path, SCENARIO);
  fixture_setup (client);
  object = fixture_get_object (client, program->object);
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(VmxSyncResult) sync_result = NULL;
      g_autoptr(GError) error = NULL;

      vmx_obj_start_sync_async (object, NULL, NULL, fixture_keep_result, &result);
      while (result == NULL)
        g_main_context_iteration (context, TRUE);
      sync_result = vmx_obj_start_sync_finish (object, result, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (fixture_count (object), ==, N_RECORDS);
    }
  g_clear_object (&object);
  g_clear_object (&client);
  g_main_context_pop_thread_default (context);
  return NULL;
}

static void
test_contexts (void)
{
  static const char *const names[N_OBJECTS] = { "A", "B", "C", "D" };
  Program programs[N_OBJECTS];
  GThread *threads[N_OBJECTS];

  for (guint i = 0; i < N_OBJECTS; i++)
    {
      programs[i].path = fixture_new_path ();
      programs[i].object = names[i];
      threads[i] = g_thread_new ("program", run_in_thread, &programs[i]);
    }
  for (guint i = 0; i < N_OBJECTS; i++)
    {
      g_thread_join (threads[i]);
      g_free (programs[i].path);
    }
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/stress/objects", test_stress);
  g_test_add_func ("/stress/contexts", test_contexts);
  return g_test_run ();
}
