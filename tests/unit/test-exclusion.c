/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Acceptance rows 49 and 50: who keeps whom out. */
#include <libvmxsync/sync/vmx-exclusion-private.h>

#include <libvmxsync/model/vmx-error.h>

#include "vmx-test.h"

#define N_THREADS 4
#define N_TURNS 2000

static void
enter_sync (VmxExclusion *exclusion, const char *object)
{
  g_autoptr(GError) error = NULL;

  vmx_exclusion_enter_sync (exclusion, object, &error);
  g_assert_no_error (error);
}

static void
enter_task (VmxExclusion *exclusion, const char *task)
{
  g_autoptr(GError) error = NULL;

  vmx_exclusion_enter_task (exclusion, task, &error);
  g_assert_no_error (error);
}

static void
test_same_object (void)
{
  g_autoptr(VmxExclusion) exclusion = vmx_exclusion_new ();
  g_autoptr(GError) error = NULL;

  enter_sync (exclusion, "Employee");
  g_assert_false (vmx_exclusion_enter_sync (exclusion, "Employee", &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_BUSY, "a sync of “Employee” is running");
  enter_sync (exclusion, "Department");
  enter_sync (exclusion, "employee");
  vmx_exclusion_leave_sync (exclusion, "Employee");
  enter_sync (exclusion, "Employee");
}

static void
test_task_alone (void)
{
  g_autoptr(VmxExclusion) exclusion = vmx_exclusion_new ();
  g_autoptr(GError) error = NULL;

  enter_task (exclusion, "setup");
  g_assert_false (vmx_exclusion_enter_task (exclusion, "drop", &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_BUSY_TASK, "drop cannot start while setup");
  g_assert_false (vmx_exclusion_enter_sync (exclusion, "Employee", &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_BUSY, "while setup is running");
  vmx_exclusion_leave_task (exclusion);
  enter_sync (exclusion, "Employee");
}

static void
test_task_waits_for_syncs (void)
{
  g_autoptr(VmxExclusion) exclusion = vmx_exclusion_new ();
  g_autoptr(GError) error = NULL;

  enter_sync (exclusion, "Employee");
  enter_sync (exclusion, "Department");
  vmx_exclusion_leave_sync (exclusion, "Employee");
  g_assert_false (vmx_exclusion_enter_task (exclusion, "reset", &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_BUSY_TASK, "reset cannot start while a sync");
  vmx_exclusion_leave_sync (exclusion, "Department");
  enter_task (exclusion, "reset");
}

/* A failed attempt leaves nothing behind that could not be left again. */
static void
test_failed_attempts (void)
{
  g_autoptr(VmxExclusion) exclusion = vmx_exclusion_new ();

  enter_task (exclusion, "setup");
  for (guint i = 0; i < 3; i++)
    {
      g_assert_false (vmx_exclusion_enter_task (exclusion, "setup", NULL));
      g_assert_false (vmx_exclusion_enter_sync (exclusion, "Employee", NULL));
    }
  vmx_exclusion_leave_task (exclusion);
  enter_task (exclusion, "setup");
}

typedef struct
{
  VmxExclusion *exclusion;
  gint inside; /* (atomic) */
  gint n_entered;
} Crowd;

static gpointer
push_in (gpointer user_data)
{
  Crowd *crowd = user_data;

  for (guint i = 0; i < N_TURNS; i++)
    {
      gboolean as_task = i % 5 == 0;
      gboolean entered = as_task ? vmx_exclusion_enter_task (crowd->exclusion, "setup", NULL)
                                 : vmx_exclusion_enter_sync (crowd->exclusion, "A", NULL);

      if (!entered)
        continue;
      g_assert_cmpint (g_atomic_int_add (&crowd->inside, 1), ==, 0);
      g_atomic_int_inc (&crowd->n_entered);
      g_atomic_int_add (&crowd->inside, -1);
      if (as_task)
        vmx_exclusion_leave_task (crowd->exclusion);
      else
        vmx_exclusion_leave_sync (crowd->exclusion, "A");
    }
  vmx_exclusion_unref (crowd->exclusion);
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr(VmxExclusion) exclusion = vmx_exclusion_new ();
  Crowd crowd = { exclusion, 0, 0 };
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    {
      vmx_exclusion_ref (exclusion);
      threads[i] = g_thread_new ("push-in", push_in, &crowd);
    }
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (crowd.n_entered, >, 0);
  enter_task (exclusion, "setup");
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/exclusion/row-50/same-object", test_same_object);
  g_test_add_func ("/exclusion/row-49/task-alone", test_task_alone);
  g_test_add_func ("/exclusion/row-49/task-waits-for-syncs", test_task_waits_for_syncs);
  g_test_add_func ("/exclusion/failed-attempts", test_failed_attempts);
  g_test_add_func ("/exclusion/threads", test_threads);
  return g_test_run ();
}
