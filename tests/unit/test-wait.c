/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/plugin/vmx-wait.h>

#include "vmx-test.h"

static void
test_delay (void)
{
  g_assert_cmpint (vmx_wait_get_delay (0, 500, 0.5), ==, 500);
  g_assert_cmpint (vmx_wait_get_delay (1, 500, 0.5), ==, 1000);
  g_assert_cmpint (vmx_wait_get_delay (2, 500, 0.5), ==, 2000);
  g_assert_cmpint (vmx_wait_get_delay (0, 1000, 0.0), ==, 750);
  g_assert_cmpint (vmx_wait_get_delay (0, 1000, 1.0), ==, 1250);
  g_assert_cmpint (vmx_wait_get_delay (1000, 500, 0.5), ==, 30000);
  g_assert_cmpint (vmx_wait_get_delay (16, G_MAXUINT, 0.5), ==, 30000);
  g_assert_cmpint (vmx_wait_get_delay (3, 0, 0.9), ==, 0);
}

static gpointer
cancel_soon (gpointer data)
{
  g_usleep (20 * 1000);
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_wait (void)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  GThread *thread;
  gint64 start = g_get_monotonic_time ();

  g_assert_true (vmx_wait (30, NULL, &error));
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 30 * 1000);
  g_assert_true (vmx_wait (0, cancellable, &error));

  start = g_get_monotonic_time ();
  thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_assert_false (vmx_wait (60 * 1000, cancellable, &error));
  vmx_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
  g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_USEC_PER_SEC);
  g_thread_join (thread);
  g_assert_false (vmx_wait (0, cancellable, &error));
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/wait/delay", test_delay);
  g_test_add_func ("/wait/wait", test_wait);
  return g_test_run ();
}
