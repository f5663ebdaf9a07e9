/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/store/vmx-store-watch-private.h>

#include "test-plugin-double.h"
#include "vmx-test.h"

#define N_TOLD 1000
#define N_THREADS 4

typedef struct
{
  VmxStore *store;
  GThread *owner;
  guint n_deliveries;
  guint watch;
  guint removes;     /* a watch that a delivery removes */
  gboolean tells_on; /* the first delivery tells of a change */
} Test;

static void
count_delivery (gpointer user_data)
{
  Test *test = user_data;

  g_assert_true (g_thread_self () == test->owner);
  test->n_deliveries++;
  if (test->removes != 0)
    vmx_store_remove_watch (test->store, test->removes);
  if (test->tells_on && test->n_deliveries == 1)
    vmx_store_notify_changed (test->store, "A");
}

static void
wait_for (Test *test, guint n_deliveries)
{
  while (test->n_deliveries < n_deliveries)
    g_main_context_iteration (NULL, TRUE);
}

static VmxStore *
new_store (void)
{
  g_autoptr(TestDouble) storage = test_double_new ();

  return vmx_store_new (VMX_STORAGE (storage));
}

static void
start (Test *test, VmxStore *store, const char *object)
{
  test->store = store;
  test->owner = g_thread_self ();
  test->watch = vmx_store_add_watch (store, object, count_delivery, test);
  g_assert_cmpuint (test->watch, !=, 0);
}

/* Waits for a delivery that comes after all that were due. */
static void
wait_for_sentinel (VmxStore *store)
{
  Test sentinel = { NULL };

  start (&sentinel, store, NULL);
  for (guint i = 1; i <= 3; i++)
    {
      vmx_store_notify_changed (store, "sentinel");
      wait_for (&sentinel, i);
    }
  vmx_store_remove_watch (store, sentinel.watch);
}

static gpointer
tell_often (gpointer store)
{
  for (guint i = 0; i < N_TOLD; i++)
    vmx_store_notify_changed (store, "A");
  return NULL;
}

static void
test_coalesced (void)
{
  g_autoptr(VmxStore) store = new_store ();
  Test test = { NULL };

  start (&test, store, "A");
  g_thread_join (g_thread_new ("tell", tell_often, store));
  g_assert_cmpuint (test.n_deliveries, ==, 0);
  wait_for_sentinel (store);
  g_assert_cmpuint (test.n_deliveries, ==, 1);
  vmx_store_notify_changed (store, "A");
  wait_for (&test, 2);
  vmx_store_remove_watch (store, test.watch);
}

static void
test_objects (void)
{
  g_autoptr(VmxStore) store = new_store ();
  Test a = { NULL };
  Test b = { NULL };
  Test any = { NULL };

  start (&a, store, "A");
  start (&b, store, "B");
  start (&any, store, NULL);
  vmx_store_notify_changed (store, "B");
  wait_for (&any, 1);
  wait_for (&b, 1);
  g_assert_cmpuint (a.n_deliveries, ==, 0);
  vmx_store_notify_changed (store, NULL);
  wait_for (&a, 1);
  wait_for (&b, 2);
  wait_for (&any, 2);
  vmx_store_notify_changed (store, "a");
  wait_for (&any, 3);
  g_assert_cmpuint (a.n_deliveries, ==, 1);
  vmx_store_remove_watch (store, a.watch);
  vmx_store_remove_watch (store, a.watch);
  vmx_store_remove_watch (store, 0);
  vmx_store_remove_watch (store, b.watch);
  vmx_store_remove_watch (store, any.watch);
}

static void
test_tell_while_told (void)
{
  g_autoptr(VmxStore) store = new_store ();
  Test test = { .tells_on = TRUE };

  start (&test, store, "A");
  vmx_store_notify_changed (store, "A");
  wait_for (&test, 2);
  wait_for_sentinel (store);
  g_assert_cmpuint (test.n_deliveries, ==, 2);
  vmx_store_remove_watch (store, test.watch);
}

static void
test_removed_before (void)
{
  g_autoptr(VmxStore) store = new_store ();
  Test test = { NULL };

  start (&test, store, "A");
  vmx_store_notify_changed (store, "A");
  vmx_store_remove_watch (store, test.watch);
  wait_for_sentinel (store);
  g_assert_cmpuint (test.n_deliveries, ==, 0);
}

static void
test_removed_within (void)
{
  g_autoptr(VmxStore) store = new_store ();
  Test test = { NULL };

  start (&test, store, "A");
  test.removes = test.watch;
  vmx_store_notify_changed (store, "A");
  wait_for (&test, 1);
  vmx_store_notify_changed (store, "A");
  wait_for_sentinel (store);
  g_assert_cmpuint (test.n_deliveries, ==, 1);
}

/* Both are due in the same turn of the loop. */
static void
test_removed_by_other (void)
{
  g_autoptr(VmxStore) store = new_store ();
  Test first = { NULL };
  Test second = { NULL };

  start (&first, store, "A");
  start (&second, store, "A");
  first.removes = second.watch;
  second.removes = first.watch;
  vmx_store_notify_changed (store, "A");
  wait_for_sentinel (store);
  g_assert_cmpuint (first.n_deliveries + second.n_deliveries, ==, 1);
  vmx_store_remove_watch (store, first.watch);
  vmx_store_remove_watch (store, second.watch);
}

static void
test_context (void)
{
  g_autoptr(VmxStore) store = new_store ();
  g_autoptr(GMainContext) context = g_main_context_new ();
  Test test = { NULL };

  g_main_context_push_thread_default (context);
  start (&test, store, "A");
  g_main_context_pop_thread_default (context);
  vmx_store_notify_changed (store, "A");
  wait_for_sentinel (store);
  g_assert_cmpuint (test.n_deliveries, ==, 0);
  while (test.n_deliveries == 0)
    g_main_context_iteration (context, TRUE);
  vmx_store_remove_watch (store, test.watch);
}

static void
count_end (gpointer user_data)
{
  ++*(guint *) user_data;
}

/* Nothing is kept, though the context never runs and nobody removes the watch. */
static void
test_idle_context (void)
{
  g_autoptr(VmxWatchList) watches = vmx_watch_list_new ();
  g_autoptr(VmxStore) store = new_store ();
  g_autoptr(GMainContext) context = g_main_context_new ();
  guint n_ended = 0;

  vmx_store_set_watches (store, watches);
  g_main_context_push_thread_default (context);
  vmx_watch_list_add (watches, NULL, count_end, &n_ended, count_end);
  g_main_context_pop_thread_default (context);
  vmx_store_notify_changed (store, "A");
  g_clear_object (&store);
  g_assert_cmpuint (n_ended, ==, 0);
  g_clear_pointer (&watches, vmx_watch_list_unref);
  g_assert_cmpuint (n_ended, ==, 1);
}

static void
count_received (GObject *receiver)
{
  guint *n_received = g_object_get_data (receiver, "count");

  ++*n_received;
}

static void
test_receiver (void)
{
  g_autoptr(VmxWatchList) watches = vmx_watch_list_new ();
  g_autoptr(VmxStore) store = new_store ();
  GObject *receiver = g_object_new (G_TYPE_OBJECT, NULL);
  guint n_received = 0;

  vmx_store_set_watches (store, watches);
  g_object_set_data (receiver, "count", &n_received);
  vmx_watch_list_add_receiver (watches, "A", receiver, count_received);
  vmx_store_notify_changed (store, "A");
  while (n_received == 0)
    g_main_context_iteration (NULL, TRUE);
  vmx_store_notify_changed (store, "A");
  g_assert_finalize_object (receiver);
  wait_for_sentinel (store);
  g_assert_cmpuint (n_received, ==, 1);
}

static void
ignore (gpointer user_data)
{
}

static gpointer
come_and_go (gpointer store)
{
  g_autoptr(GMainContext) context = g_main_context_new ();

  g_main_context_push_thread_default (context);
  for (guint i = 0; i < N_TOLD; i++)
    {
      guint watch = vmx_store_add_watch (store, "A", ignore, NULL);

      vmx_store_notify_changed (store, "A");
      if (i % 2 == 0)
        g_main_context_iteration (context, FALSE);
      vmx_store_remove_watch (store, watch);
    }
  g_main_context_pop_thread_default (context);
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr(VmxStore) store = new_store ();
  GThread *threads[N_THREADS];
  Test test = { NULL };

  start (&test, store, "A");
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("come-and-go", come_and_go, store);
  wait_for (&test, 1);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  vmx_store_remove_watch (store, test.watch);
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/store-watch/coalesced", test_coalesced);
  g_test_add_func ("/store-watch/objects", test_objects);
  g_test_add_func ("/store-watch/tell-while-told", test_tell_while_told);
  g_test_add_func ("/store-watch/removed-before", test_removed_before);
  g_test_add_func ("/store-watch/removed-within", test_removed_within);
  g_test_add_func ("/store-watch/removed-by-other", test_removed_by_other);
  g_test_add_func ("/store-watch/context", test_context);
  g_test_add_func ("/store-watch/idle-context", test_idle_context);
  g_test_add_func ("/store-watch/receiver", test_receiver);
  g_test_add_func ("/store-watch/threads", test_threads);
  return g_test_run ();
}
