/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "mock-case.h"

#include "fixture-edit.h"

/* The objects of the OData server's sample. Quotes in texts are written as ' for the eye. */
#define SCHEMA                                                                                     \
  "{'objects':["                                                                                   \
  "{'name':'Projects','key':['ID'],'columns':[{'name':'ID','type':'int64','flags':2},"             \
  "{'name':'Name','type':'string'},{'name':'Budget','type':'decimal','flags':1}," MODIFIED_AT      \
  "],'relationships':[{'name':'Tasks','type':1,'target':'Tasks','columns':[['ID','ProjectID']]}"   \
  "]},"                                                                                            \
  "{'name':'Tasks','key':['ID'],'columns':[{'name':'ID','type':'guid'},"                           \
  "{'name':'ProjectID','type':'int64','flags':1},{'name':'Title','type':'string'},"                \
  "{'name':'Done','type':'boolean','flags':1},{'name':'Hours','type':'decimal','flags':1},"        \
  MODIFIED_AT "],'relationships':[{'name':'Project','type':0,'target':'Projects','columns':["      \
  "['ProjectID','ID']]},{'name':'Notes','type':1,'target':'Notes','columns':[['ID','TaskID']]}"    \
  "]},"                                                                                            \
  "{'name':'Notes','key':['ID'],'columns':[{'name':'ID','type':'guid','flags':2},"                 \
  "{'name':'TaskID','type':'guid','flags':1},{'name':'Text','type':'string','flags':1},"           \
  MODIFIED_AT "],'relationships':[{'name':'Task','type':0,'target':'Tasks','columns':["            \
  "['TaskID','ID']]}]},"                                                                           \
  "{'name':'Tickets','key':['ID'],'columns':[{'name':'ID','type':'int32','flags':2},"              \
  "{'name':'Title','type':'string'},{'name':'Amount','type':'decimal','flags':1},"                 \
  "{'name':'Serial','type':'int64','flags':1},{'name':'DueAt','type':'timestamp','flags':1},"      \
  "{'name':'Done','type':'boolean','flags':1}," MODIFIED_AT "]},"                                  \
  "{'name':'Places','key':['Region','Name'],'columns':[{'name':'Region','type':'string'},"         \
  "{'name':'Name','type':'string'},{'name':'Population','type':'int64','flags':1},"                \
  "{'name':'VisitedAt','type':'timestamp','flags':1}," MODIFIED_AT "]}]}"
#define MODIFIED_AT "{'name':'ModifiedAt','type':'timestamp','flags':3}"

/* What a partial answer leaves out. */
static const char *const left_out[REFERENCE_N_OBJECTS]
    = { "Budget", "Hours", "TaskID", "Amount", "Population" };

/* --- The scenario --- */

typedef struct
{
  GString *records[REFERENCE_N_OBJECTS];
  gboolean has_etags;
} Records;

static void
add_record (gpointer data, const char *object, const char *json)
{
  Records *self = data;
  GString *records;
  guint n = 0;

  while (!g_str_equal (reference_objects[n], object))
    n++;
  records = self->records[n];
  g_string_append_printf (records, "%s{%s%s", records->len > 0 ? "," : "",
                          self->has_etags ? "\"@etag\":\"first\"," : "", json + 1);
}

static char *
write_object (const MockCaseOptions *options, guint n, const char *records)
{
  g_autofree char *without = g_str_equal (options->answers, "partial")
                                 ? g_strdup_printf (",\"answer-without\":[\"%s\"]", left_out[n])
                                 : g_strdup ("");

  return g_strdup_printf ("\"%s\":{\"etags\":%s,\"answers\":\"%s\"%s,\"checks-parents\":true,"
                          "\"records\":[%s]}",
                          reference_objects[n], options->etags ? "true" : "false",
                          options->answers, without, records);
}

static char *
write_objects (const MockCaseOptions *options)
{
  Records records = { .has_etags = options->etags };
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint n = 0; n < REFERENCE_N_OBJECTS; n++)
    records.records[n] = g_string_new (NULL);
  reference_fill (add_record, &records);
  for (guint n = 0; n < REFERENCE_N_OBJECTS; n++)
    {
      g_autofree char *object = write_object (options, n, records.records[n]->str);

      g_string_append_printf (text, "%s%s", n > 0 ? "," : "", object);
      g_string_free (records.records[n], TRUE);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Without its end, so that faults can be added. */
static char *
write_scenario (const MockCaseOptions *options)
{
  g_autofree char *schema = g_strdelimit (g_strdup (SCHEMA), "'", '"');
  g_autofree char *objects = write_objects (options);

  return g_strdup_printf ("{\"schema\":%s,\"objects\":{%s},\"features\":[\"upload\"%s%s]", schema,
                          objects, options->batches ? ",\"batch\"" : "",
                          options->repeats ? ",\"repeat\"" : "");
}

/* --- Clients --- */

static gpointer
create_plugin (VmxPluginKinds kind)
{
  g_autoptr(GError) error = NULL;
  GObject *plugin = vmx_plugin_loader_create (vmx_plugin_loader_get_default (), "mock", kind,
                                              &error);

  g_assert_no_error (error);
  return plugin;
}

/* Takes the client; it talks to the service of the case. */
static VmxClient *
connect_client (MockCase *self, VmxClient *client, VmxTransport *transport)
{
  g_autoptr(GError) error = NULL;
  VmxObjSvc *service = vmx_client_add_service (client, "Work", NULL, NULL, &error);

  g_assert_no_error (error);
  vmx_obj_svc_set_transport (service, transport);
  if (self->options->fills)
    vmx_obj_svc_add_processor_by_name (service, "fill-missing", &error);
  g_assert_no_error (error);
  fixture_setup (client);
  case_download (client);
  return client;
}

static void
set_faults (MockCase *self, VmxTransport *transport, const char *faults)
{
  g_autofree char *text = g_strdup_printf ("%s,\"faults\":[%s]}", self->scenario, faults);

  g_object_set (transport, "scenario-text", text, NULL);
}

void
mock_case_set_faults (MockCase *self, const char *faults)
{
  set_faults (self, self->transport, faults);
}

static VmxTransport *
create_transport (MockCase *self)
{
  VmxTransport *transport = create_plugin (VMX_PLUGIN_KIND_TRANSPORT);

  g_object_set (transport, "name", self->name, NULL);
  set_faults (self, transport, "");
  return transport;
}

/* A client that has what the service has at the moment. */
static VmxClient *
make_fresh (gpointer data)
{
  MockCase *self = data;
  g_autoptr(VmxTransport) transport = create_transport (self);
  g_autoptr(VmxStorage) storage = create_plugin (VMX_PLUGIN_KIND_STORAGE);

  return connect_client (self, vmx_client_new_with_storage (storage), transport);
}

static void
disturb (MockCase *self)
{
  g_autoptr(VmxClient) other = make_fresh (self);
  g_autoptr(VmxObj) tickets = fixture_get_object (other, "Tickets");
  g_autoptr(VmxObj) projects = fixture_get_object (other, "Projects");

  fixture_edit (tickets, FIXTURE_UPDATE_BY_PK, "{\"Amount\":" REFERENCE_CONFLICT_AMOUNT "}",
                "{\"primaryKeys\":{\"ID\":" G_STRINGIFY (REFERENCE_CONFLICT_ID) "}}");
  fixture_edit (projects, FIXTURE_DELETE_BY_PK, NULL,
                "{\"primaryKeys\":{\"ID\":" G_STRINGIFY (REFERENCE_GONE_ID) "}}");
  g_assert_true (case_upload (other));
}

void
mock_case_init (MockCase *self, const MockCaseOptions *options)
{
  static guint n_cases = 0;
  g_autofree char *path = fixture_new_path ();

  self->options = options;
  self->name = g_strdup_printf ("case %u", ++n_cases);
  self->scenario = write_scenario (options);
  self->transport = create_transport (self);
  self->client = connect_client (self, vmx_client_new (path), self->transport);
  reference_edit (self->client);
  disturb (self);
}

void
mock_case_clear (MockCase *self)
{
  g_clear_object (&self->client);
  g_clear_object (&self->transport);
  g_clear_pointer (&self->scenario, g_free);
  g_clear_pointer (&self->name, g_free);
}

guint
mock_case_count_changes (MockCase *self, guint object)
{
  g_autoptr(VmxObj) handle = fixture_get_object (self->client, reference_objects[object]);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) pending = vmx_obj_get_pending_records_for_upload (handle, NULL, &error);
  guint n = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < pending->len; i++)
    n += vmx_pending_record_get_changes (pending->pdata[i])->len;
  return n;
}

void
mock_case_check (MockCase *self, VerdictWaits waits)
{
  /* A key that no answer tells has to be looked up by somebody. */
  VerdictWaits always
      = g_str_equal (self->options->answers, "none") ? VERDICT_UNKNOWN : VERDICT_NOTHING;

  /* Children of such a record go late, and then meet what goes wrong. */
  case_check_and_resolve (self->client, make_fresh, self, waits | always,
                          always != VERDICT_NOTHING ? waits | always : VERDICT_NOTHING);
}
