/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Stores that are whole, and stores in which something does not fit. */
#include "fixture-edit.h"

static char *
check (VmxClient *client)
{
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) findings = vmx_client_check_store (client, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (findings);
  return g_strjoinv ("\n", findings);
}

static void
assert_whole (VmxClient *client)
{
  g_autofree char *findings = check (client);

  g_assert_cmpstr (findings, ==, "");
}

static void
assert_finding (VmxClient *client, const char *part)
{
  g_autofree char *findings = check (client);

  g_test_message ("%s", findings);
  g_assert_nonnull (strstr (findings, part));
}

static void
test_whole (void)
{
  g_autoptr(VmxClient) client = fixture_set_up_hr (NULL);
  g_autoptr(VmxObj) department = fixture_get_object (client, "Department");

  assert_whole (client);
  fixture_edit (department, FIXTURE_CREATE, "{\"Id\":1,\"Title\":\"A\"}", NULL);
  fixture_edit (department, FIXTURE_UPDATE, "{\"Title\":\"B\"}", NULL);
  fixture_edit (department, FIXTURE_CREATE, "{\"Id\":2,\"Title\":\"C\"}",
                "{\"trackChanges\":false}");
  assert_whole (client);
  fixture_edit (department, FIXTURE_ROLLBACK, NULL, NULL);
  assert_whole (client);
}

/* Rows that were put there past the library, and what is said of them. */
static const struct
{
  const FixtureTable *table;
  const char *row;
  const char *finding;
} damages[] = {
  { &fixture_changes,
    "{\"seq\":7,\"service\":\"HR\",\"object\":\"Department\",\"key\":\"[9]\",\"action\":\"delete\","
    "\"state\":\"pending\"}",
    "has no original" },
  { &fixture_changes,
    "{\"seq\":7,\"service\":\"HR\",\"object\":\"Department\",\"key\":\"[9]\",\"action\":\"delete\","
    "\"state\":\"pending\"}",
    "the next change would get the number 1" },
  { &fixture_changes,
    "{\"seq\":7,\"service\":\"HR\",\"object\":\"Departed\",\"key\":\"[9]\",\"action\":\"delete\","
    "\"state\":\"pending\"}",
    "which no service has" },
  { &fixture_changes,
    "{\"seq\":7,\"service\":\"HR\",\"object\":\"Department\",\"key\":\"[9]\",\"action\":\"burn\","
    "\"state\":\"pending\"}",
    "the change 7 in vmx_changes cannot be read" },
  { &fixture_changes,
    "{\"seq\":7,\"service\":\"HR\",\"object\":\"Department\",\"key\":\"[9,1]\","
    "\"action\":\"delete\",\"state\":\"pending\"}",
    "has not 1 values" },
  { &fixture_originals,
    "{\"object\":\"Department\",\"key\":\"[9]\",\"first_action\":\"update\","
    "\"server_state\":\"updated\"}",
    "cannot be read" },
  { &fixture_originals,
    "{\"object\":\"Department\",\"key\":\"[9]\",\"first_action\":\"update\","
    "\"server_state\":\"same\",\"base_image\":{\"Id\":\"x\"}}",
    "the original of [9]" },
  { &fixture_outbox, "{\"request_id\":\"r1\",\"service\":\"HR\",\"seqs\":[5]}",
    "carries the change 5" },
  { &fixture_outbox, "{\"request_id\":\"r1\",\"service\":\"HR\"}", "does not tell" },
};

static void
test_damaged (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr(VmxClient) client = fixture_set_up_hr (NULL);

  fixture_put_row (vmx_client_get_storage (client), damages[i].table, damages[i].row);
  assert_finding (client, damages[i].finding);
}

static void
test_before_setup (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = fixture_new_client (path, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (vmx_client_check_store (client, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NOT_SET_UP, "setup");
}

static void
test_async (void)
{
  g_autoptr(VmxClient) client = fixture_set_up_hr (NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) findings = NULL;

  vmx_client_check_store_async (client, NULL, fixture_keep_result, &result);
  fixture_wait_for (&result);
  findings = vmx_client_check_store_finish (client, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (findings), ==, 0);
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/doctor/whole", test_whole);
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *name = g_strdup_printf ("/doctor/damaged/%u", i);

      g_test_add_data_func (name, GUINT_TO_POINTER (i), test_damaged);
    }
  g_test_add_func ("/doctor/before-setup", test_before_setup);
  g_test_add_func ("/doctor/async", test_async);
  return g_test_run ();
}
