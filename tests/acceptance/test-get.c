/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading what was made offline: acceptance rows 63 to 67. The details are in
 * integration/test-read.c. */
#include "fixture-edit.h"

#include <string.h>

typedef struct
{
  VmxClient *client;
  VmxObj *room;
  VmxObj *line;
} Fixture;

/* Two rooms from the service, the others are local. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxObj) order = NULL;

  fixture->client = fixture_set_up_hr (
      "\"Room\":{\"records\":[{\"Number\":\"A1\",\"DepartmentCode\":null,\"Seats\":4},"
      "{\"Number\":\"a2\",\"DepartmentCode\":null,\"Seats\":2}]}");
  fixture->room = fixture_get_object (fixture->client, "Room");
  fixture->line = fixture_get_object (fixture->client, "OrderLine");
  order = fixture_get_object (fixture->client, "Order");
  g_object_unref (fixture_sync (fixture->room, NULL));
  fixture_edit (fixture->room, FIXTURE_CREATE, "{\"Number\":\"B1\",\"Seats\":4}", NULL);
  fixture_edit (fixture->room, FIXTURE_CREATE, "{\"Number\":\"C%\"}", NULL);
  fixture_edit (order, FIXTURE_CREATE, "{\"Region\":\"N\",\"Number\":1}", NULL);
  fixture_edit (fixture->line, FIXTURE_CREATE,
                "{\"Region\":\"N\",\"Number\":1,\"Position\":1,\"Text\":\"x\"}", NULL);
  fixture_edit (fixture->line, FIXTURE_CREATE,
                "{\"Region\":\"N\",\"Number\":1,\"Position\":2,\"Text\":\"y\"}", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->room);
  g_object_unref (fixture->line);
  g_object_unref (fixture->client);
}

/* Without an order of the options, the order is not defined. */
static char *
join (GPtrArray *texts, const char *options)
{
  if (options == NULL || strstr (options, "orderByMap") == NULL)
    return vmx_test_join_sorted (texts, " ");
  g_ptr_array_add (texts, NULL);
  return g_strjoinv (" ", (char **) texts->pdata);
}

/* The numbers of the rooms that the options find, in their order. */
static void
assert_rooms (Fixture *fixture, const char *options, const char *numbers)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxReadOptions) parsed
      = options != NULL ? vmx_read_options_new_from_json (options, &error) : NULL;
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(GPtrArray) texts = g_ptr_array_new ();
  g_autofree char *found = NULL;

  g_assert_no_error (error);
  records = vmx_obj_get (fixture->room, parsed, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (texts, (gpointer) vmx_record_get_text (records->pdata[i], "Number"));
  found = join (texts, options);
  g_test_message ("%s", options);
  g_assert_cmpstr (found, ==, numbers);
}

static void
test_row_63 (Fixture *fixture, gconstpointer data)
{
  assert_rooms (fixture, NULL, "A1 B1 C% a2");
  assert_rooms (fixture, "{}", "A1 B1 C% a2");
  g_assert_cmpuint (fixture_count (fixture->line), ==, 2);
}

static void
test_row_64 (Fixture *fixture, gconstpointer data)
{
  assert_rooms (fixture, "{\"primaryKeys\":{\"Number\":\"B1\"}}", "B1");
  assert_rooms (fixture, "{\"primaryKeys\":{\"Number\":\"b1\"}}", "");
  assert_rooms (fixture, "{\"whereCondition\":{\"Seats\":4}}", "A1 B1");
  assert_rooms (fixture, "{\"whereConditionAsAString\":\"Seats < 4 OR Seats IS NULL\"}", "C% a2");
  assert_rooms (fixture,
                "{\"whereConditionAsAString\":\"Seats = 4\",\"whereCondition\":{\"Seats\":2},"
                "\"primaryKeys\":{\"Number\":\"C%\"}}",
                "C%");
  assert_rooms (fixture,
                "{\"whereConditionAsAString\":\"Seats = 4\",\"whereCondition\":{\"Seats\":2}}",
                "a2");
  fixture_assert_records (fixture->line,
                          "{\"primaryKeys\":{\"Region\":\"N\",\"Number\":1,\"Position\":2}}",
                          "[{\"Region\":\"N\",\"Number\":1,\"Position\":2,\"Text\":\"y\"}]");
  fixture_assert_read_fails (fixture->line, "{\"primaryKeys\":{\"Region\":\"N\",\"Number\":1}}",
                             VMX_ERROR_KEY_MISSING, "Position");
  fixture_assert_read_fails (fixture->room, "{\"primaryKeys\":{\"Seats\":4}}",
                             VMX_ERROR_INVALID_OPTION, "Seats");
}

static void
test_row_65 (Fixture *fixture, gconstpointer data)
{
  assert_rooms (fixture, "{\"likeCondition\":{\"Number\":\"a_\"}}", "A1 a2");
  assert_rooms (fixture, "{\"likeCondition\":{\"Number\":\"%1\"}}", "A1 B1");
  assert_rooms (fixture, "{\"likeCondition\":{\"Number\":\"x%\"}}", "");
}

static void
test_row_66 (Fixture *fixture, gconstpointer data)
{
  assert_rooms (fixture, "{\"orderByMap\":[{\"Number\":\"DESC\"}]}", "a2 C% B1 A1");
  assert_rooms (fixture, "{\"orderByMap\":[{\"Number\":\"ASC_IGNORECASE\"}]}", "A1 a2 B1 C%");
  assert_rooms (fixture, "{\"orderByMap\":[{\"Seats\":\"DESC\"},{\"Number\":\"DESC\"}]}",
                "B1 A1 a2 C%");
  fixture_assert_read_fails (fixture->room, "{\"orderByMap\":[{\"\":\"ASC\"}]}",
                             VMX_ERROR_ORDER_COLUMN_MISSING, "orderByMap");
}

static void
test_row_67 (Fixture *fixture, gconstpointer data)
{
  fixture_assert_records (fixture->room,
                          "{\"projectionColumns\":[\"Seats\"],\"primaryKeys\":{\"Number\":\"B1\"}}",
                          "[{\"Seats\":4}]");
  fixture_assert_records (fixture->room,
                          "{\"projectionColumns\":[\"Seats\"],\"distinct\":true,"
                          "\"orderByMap\":[{\"Seats\":\"DESC\"}]}",
                          "[{\"Seats\":4},{\"Seats\":2},{\"Seats\":null}]");
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  ADD ("/acceptance/row-63-get-without-options", test_row_63);
  ADD ("/acceptance/row-64-get-by-key-map-string", test_row_64);
  ADD ("/acceptance/row-65-like-condition", test_row_65);
  ADD ("/acceptance/row-66-order-by-map", test_row_66);
  ADD ("/acceptance/row-67-projection-and-distinct", test_row_67);
  return g_test_run ();
}
