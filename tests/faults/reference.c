/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "reference.h"

#include "fixture-edit.h"

const char *const reference_objects[REFERENCE_N_OBJECTS]
    = { "Projects", "Tasks", "Notes", "Tickets", "Places" };
const char *const reference_titles[REFERENCE_N_OBJECTS]
    = { "Name", "Title", "Text", "Title", "Name" };
const char *const reference_created[REFERENCE_N_OBJECTS]
    = { "Q1 Q2 Q3 Q4", "L1 L2 L3 L4 L5 L6", "M1 M2 M3 M4", "N1 N2 N3 N4 N5 N6",
        "O'Hara/Ost Ä+B 50%_& #1?x=y" };
const char *const reference_deleted[REFERENCE_N_OBJECTS] = { "", "K6", "", "T5 T6", "C3" };

#define TASK "0000000%u-0000-4000-8000-00000000000%u"

/* --- The service --- */

static void
add (VmxOdataServer *server, const char *set, const char *format, ...) G_GNUC_PRINTF (3, 4);

static void
add (VmxOdataServer *server, const char *set, const char *format, ...)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *json = NULL;
  va_list args;

  va_start (args, format);
  json = g_strdup_vprintf (format, args);
  va_end (args);
  vmx_odata_server_add_json (server, set, json, &error);
  g_assert_no_error (error);
}

void
reference_fill (VmxOdataServer *server)
{
  const VmxOdataServerOptions options = { .checks_parents = TRUE };

  vmx_odata_server_add_upload_sample (server);
  vmx_odata_server_configure (server, &options);
  for (guint i = 1; i <= 6; i++)
    {
      if (i <= 3)
        add (server, "Projects", "{\"ID\":%u,\"Name\":\"P%u\",\"Budget\":10.50}", i, i);
      add (server, "Tasks",
           "{\"ID\":\"" TASK "\",\"ProjectID\":1,\"Title\":\"K%u\",\"Hours\":1}", i, i, i);
      add (server, "Tickets", "{\"ID\":%u,\"Title\":\"T%u\",\"Amount\":1.25,\"Done\":false}", i, i);
      if (i <= 3)
        add (server, "Places", "{\"Region\":\"East\",\"Name\":\"C%u\",\"Population\":%u}", i, i);
    }
}

void
reference_disturb (VmxOdataServer *server)
{
  g_autoptr(GError) error = NULL;

  vmx_odata_server_update_json (server, "Tickets", "[3]", "{\"Amount\":99.99}", &error);
  g_assert_no_error (error);
  g_assert_true (vmx_odata_server_remove (server, "Projects", "[3]"));
}

/* --- The changes --- */

static void
create (VmxClient *client, const char *name, const char *format, ...) G_GNUC_PRINTF (3, 4);

static void
create (VmxClient *client, const char *name, const char *format, ...)
{
  g_autoptr(VmxObj) object = fixture_get_object (client, name);
  g_autofree char *json = NULL;
  g_autofree char *created = NULL;
  va_list args;

  va_start (args, format);
  json = g_strdup_vprintf (format, args);
  va_end (args);
  created = fixture_create (object, json, NULL);
}

static void
edit (VmxClient *client, const char *name, const char *record, const char *key)
{
  g_autoptr(VmxObj) object = fixture_get_object (client, name);
  g_autofree char *options = g_strdup_printf ("{\"primaryKeys\":%s}", key);

  fixture_edit (object, record != NULL ? FIXTURE_UPDATE_BY_PK : FIXTURE_DELETE_BY_PK, record,
                options);
}

static void
edit_tickets (VmxClient *client)
{
  for (guint i = 1; i <= 6; i++)
    create (client, "Tickets", "{\"Title\":\"N%u\",\"Serial\":900719925474099%u}", i, i);
  edit (client, "Tickets", "{\"Amount\":2.50}", "{\"ID\":1}");
  edit (client, "Tickets", "{\"Amount\":3.75,\"DueAt\":\"2026-01-02T03:04:05.678Z\"}",
        "{\"ID\":1}");
  edit (client, "Tickets", "{\"Done\":true}", "{\"ID\":2}");
  edit (client, "Tickets", "{\"Amount\":7}", "{\"ID\":3}");
  edit (client, "Tickets", NULL, "{\"ID\":5}");
  edit (client, "Tickets", NULL, "{\"ID\":6}");
}

/* The temporary keys of a service count down, whatever the object. */
static void
edit_projects_and_tasks (VmxClient *client)
{
  for (guint i = 1; i <= 4; i++)
    create (client, "Projects", "{\"Name\":\"Q%u\",\"Budget\":null}", i);
  edit (client, "Projects", "{\"Budget\":123456789.01}", "{\"ID\":1}");
  for (guint i = 1; i <= 4; i++)
    create (client, "Tasks",
            "{\"ID\":\"1000000%u-0000-4000-8000-000000000000\",\"Title\":\"L%u\","
            "\"ProjectID\":-%u}",
            i, i, i);
  for (guint i = 5; i <= 6; i++)
    create (client, "Tasks", "{\"Title\":\"L%u\",\"ProjectID\":1}", i);
  create (client, "Tasks", "{\"Title\":\"L7\",\"ProjectID\":3}");
  edit (client, "Tasks", "{\"Hours\":1.5}", "{\"ID\":\"00000001-0000-4000-8000-000000000001\"}");
  edit (client, "Tasks", "{\"Done\":true}", "{\"ID\":\"00000002-0000-4000-8000-000000000002\"}");
  edit (client, "Tasks", NULL, "{\"ID\":\"00000006-0000-4000-8000-000000000006\"}");
  for (guint i = 1; i <= 4; i++)
    create (client, "Notes",
            "{\"Text\":\"M%u\",\"TaskID\":\"1000000%u-0000-4000-8000-000000000000\"}", i, i);
}

static void
edit_places (VmxClient *client)
{
  create (client, "Places", "{\"Region\":\"North\",\"Name\":\"O'Hara/Ost\",\"Population\":1}");
  create (client, "Places", "{\"Region\":\"a'b\",\"Name\":\"Ä+B\",\"Population\":2}");
  create (client, "Places", "{\"Region\":\"x=y,z\",\"Name\":\"50%%_&\",\"Population\":3}");
  create (client, "Places", "{\"Region\":\" \",\"Name\":\"#1?x=y\"}");
  edit (client, "Places", "{\"Population\":1000}", "{\"Region\":\"East\",\"Name\":\"C1\"}");
  edit (client, "Places", "{\"Population\":null}", "{\"Region\":\"East\",\"Name\":\"C2\"}");
  edit (client, "Places", NULL, "{\"Region\":\"East\",\"Name\":\"C3\"}");
}

static void
edit_new_ticket (VmxClient *client)
{
  g_autoptr(VmxObj) tickets = fixture_get_object (client, "Tickets");

  fixture_edit (tickets, FIXTURE_UPDATE, "{\"Done\":true}",
                "{\"whereCondition\":{\"Title\":\"N1\"}}");
}

void
reference_edit (VmxClient *client)
{
  edit_projects_and_tasks (client);
  edit_tickets (client);
  edit_places (client);
  edit_new_ticket (client);
}

/* --- What comes of it --- */

static void
assert_one (VmxClient *client, const char *name, const char *condition, const char *columns,
            const char *json)
{
  g_autoptr(VmxObj) object = fixture_get_object (client, name);
  g_autofree char *options = g_strdup_printf (
      "{\"whereCondition\":{%s},\"projectionColumns\":[%s]}", condition, columns);

  fixture_assert_records (object, options, json);
}

void
reference_check_updates (VmxClient *fresh)
{
  assert_one (fresh, "Tickets", "\"Title\":\"T1\"", "\"Amount\",\"DueAt\"",
              "[{\"Amount\":\"3.75\",\"DueAt\":\"2026-01-02T03:04:05.678Z\"}]");
  assert_one (fresh, "Tickets", "\"Title\":\"T2\"", "\"Done\"", "[{\"Done\":true}]");
  assert_one (fresh, "Tickets", "\"Title\":\"T3\"", "\"Amount\"", "[{\"Amount\":\"99.99\"}]");
  assert_one (fresh, "Projects", "\"Name\":\"P1\"", "\"Budget\"",
              "[{\"Budget\":\"123456789.01\"}]");
  assert_one (fresh, "Tasks", "\"Title\":\"K1\"", "\"Hours\"", "[{\"Hours\":\"1.5\"}]");
  assert_one (fresh, "Tasks", "\"Title\":\"K2\"", "\"Done\"", "[{\"Done\":true}]");
  assert_one (fresh, "Places", "\"Name\":\"C1\"", "\"Population\"", "[{\"Population\":1000}]");
  assert_one (fresh, "Places", "\"Name\":\"C2\"", "\"Population\"", "[{\"Population\":null}]");
}
