/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The signal that records of an object changed. */
#include "fixture.h"

#define SCENARIO                                                                                   \
  "{\"objects\":{\"Employee\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\"},"                   \
  "\"generate\":{\"count\":20}},\"Nothing\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\"},"     \
  "\"records\":[]}}}"

static void
count_emission (VmxObj *object, gpointer user_data)
{
  guint *n_emissions = user_data;

  ++*n_emissions;
}

static VmxObj *
watch (VmxClient *client, const char *name, guint *n_emissions)
{
  VmxObj *object = fixture_get_object (client, name);

  *n_emissions = 0;
  g_signal_connect (object, "changed", G_CALLBACK (count_emission), n_emissions);
  return object;
}

static void
wait_until (guint *n_emissions, guint n)
{
  while (*n_emissions < n)
    g_main_context_iteration (NULL, TRUE);
}

/* Each sync of the object itself comes as one emission when nobody turns the loop meanwhile. */
static void
test_sync (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (SCENARIO);
  guint n_first, n_second, n_other;
  g_autoptr(VmxObj) first = watch (client, "Employee", &n_first);
  g_autoptr(VmxObj) second = watch (client, "Employee", &n_second);
  g_autoptr(VmxObj) other = watch (client, "Nothing", &n_other);
  g_autoptr(VmxSyncResult) result = fixture_sync (first, "{\"downloadBatchSize\":2}");

  g_assert_cmpuint (n_first, ==, 0);
  wait_until (&n_first, 1);
  wait_until (&n_second, 1);
  fixture_sync_object (client, "Nothing");
  fixture_sync_object (client, "Employee");
  wait_until (&n_first, 2);
  wait_until (&n_second, 2);
  fixture_drain ();
  g_assert_cmpuint (n_first, ==, 2);
  g_assert_cmpuint (n_other, ==, 0);
}

static void
test_before_setup (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = fixture_new_client (path, SCENARIO);
  guint n_emissions;
  g_autoptr(VmxObj) object = watch (client, "Employee", &n_emissions);
  g_autoptr(VmxSyncResult) result = NULL;

  fixture_setup (client);
  wait_until (&n_emissions, 1);
  result = fixture_sync (object, NULL);
  wait_until (&n_emissions, 2);
}

static void
test_reset_and_drop (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (SCENARIO);
  g_autoptr(GError) error = NULL;
  guint n_emissions;
  g_autoptr(VmxObj) object = watch (client, "Employee", &n_emissions);

  g_assert_true (vmx_client_reset (client, NULL, NULL, &error));
  wait_until (&n_emissions, 1);
  g_assert_true (vmx_client_drop (client, NULL, NULL, &error));
  wait_until (&n_emissions, 2);
  fixture_setup (client);
  wait_until (&n_emissions, 3);
}

/* Waits for what comes after all that was due. */
static void
pass_on (VmxClient *client)
{
  guint n_emissions;
  g_autoptr(VmxObj) sentinel = watch (client, "Employee", &n_emissions);

  for (guint i = 1; i <= 3; i++)
    {
      g_autoptr(VmxSyncResult) result = fixture_sync (sentinel, NULL);

      wait_until (&n_emissions, i);
    }
}

static void
test_released (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (SCENARIO);
  guint n_emissions, n_disposed;
  VmxObj *object = watch (client, "Employee", &n_emissions);
  g_autoptr(VmxObj) disposed = watch (client, "Employee", &n_disposed);

  g_object_unref (fixture_sync (object, NULL));
  g_object_run_dispose (G_OBJECT (disposed));
  g_assert_finalize_object (object);
  pass_on (client);
  g_assert_cmpuint (n_emissions, ==, 0);
  g_assert_cmpuint (n_disposed, ==, 0);
}

static void
drop_object (VmxObj *object, gpointer user_data)
{
  g_clear_object ((VmxObj **) user_data);
}

static void
test_released_within (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (SCENARIO);
  guint n_emissions;
  VmxObj *object = watch (client, "Employee", &n_emissions);

  g_signal_connect (object, "changed", G_CALLBACK (drop_object), &object);
  g_object_unref (fixture_sync (object, NULL));
  wait_until (&n_emissions, 1);
  g_assert_null (object);
  pass_on (client);
  g_assert_cmpuint (n_emissions, ==, 1);
}

static void
test_context (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (SCENARIO);
  g_autoptr(GMainContext) context = g_main_context_new ();
  g_autoptr(VmxObj) object = NULL;
  guint n_emissions;

  g_main_context_push_thread_default (context);
  object = watch (client, "Employee", &n_emissions);
  g_main_context_pop_thread_default (context);
  fixture_sync_object (client, "Employee");
  pass_on (client);
  g_assert_cmpuint (n_emissions, ==, 0);
  while (n_emissions == 0)
    g_main_context_iteration (context, TRUE);
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/changed/sync", test_sync);
  g_test_add_func ("/changed/before-setup", test_before_setup);
  g_test_add_func ("/changed/reset-and-drop", test_reset_and_drop);
  g_test_add_func ("/changed/released", test_released);
  g_test_add_func ("/changed/released-within", test_released_within);
  g_test_add_func ("/changed/context", test_context);
  return g_test_run ();
}
