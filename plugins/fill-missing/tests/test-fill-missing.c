/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/vmxsync.h>

#include <string.h>

#include "vmx-test.h"

#define SCHEMA                                                                                     \
  "{\"objects\":[{\"name\":\"Item\",\"key\":[\"Id\"],\"columns\":["                                \
  "{\"name\":\"Id\",\"type\":\"int32\"},{\"name\":\"Name\",\"type\":\"string\",\"flags\":1},"      \
  "{\"name\":\"Price\",\"type\":\"decimal\",\"flags\":1},"                                         \
  "{\"name\":\"Photo\",\"type\":\"binary\",\"flags\":1},"                                          \
  "{\"name\":\"Scan\",\"type\":\"stream\",\"flags\":1}]}]}"

typedef struct
{
  const char *columns; /* the property */
  const char *batch;   /* a record as downloaded, or as it came back */
  const char *stored;  /* as stored or sent, {} for none */
  const char *expected;
} FillCase;

/* Quotes are written as ' for the eye. */
static const FillCase cases[] = {
  /* Missing cells are filled, numbers keep their digits. */
  { NULL, "{'Id':1}", "{'Id':1,'Name':'Anna','Price':'1.50','Photo':'AAEC','Scan':null}",
    "{'Id':1,'Name':'Anna','Price':'1.50','Photo':'AAEC'}" },
  /* Present ones are not touched, null included. */
  { NULL, "{'Id':1,'Name':null,'Price':'2','Photo':''}",
    "{'Id':1,'Name':'Anna','Price':'1.50','Photo':'AAEC'}",
    "{'Id':1,'Name':null,'Price':'2','Photo':''}" },
  { NULL, "{'Id':1,'Price':null}", "{'Id':1,'Name':'Anna','Price':'1.50'}",
    "{'Id':1,'Name':'Anna','Price':null}" },
  /* A stored null is a value. */
  { NULL, "{'Id':1}", "{'Id':1,'Name':null,'Price':null,'Photo':null}",
    "{'Id':1,'Name':null,'Price':null,'Photo':null}" },
  /* No stored record. */
  { NULL, "{'Id':1,'Price':'2'}", "{}", "{'Id':1,'Price':'2'}" },
  { "Price", "{'Id':1}", "{'Id':1,'Name':'Anna','Price':'1.50'}", "{'Id':1,'Price':'1.50'}" },
  { " Price , ,Photo ", "{'Id':1}", "{'Id':1,'Name':'Anna','Price':'1.50','Photo':'AAEC'}",
    "{'Id':1,'Price':'1.50','Photo':'AAEC'}" },
  { " , ", "{'Id':1}", "{'Id':1,'Name':'Anna'}", "{'Id':1,'Name':'Anna'}" },
  { "", "{'Id':1}", "{'Id':1,'Name':'Anna'}", "{'Id':1,'Name':'Anna'}" },
  { "name,Other", "{'Id':1}", "{'Id':1,'Name':'Anna'}", "{'Id':1}" },
};

static VmxProcessor *
make_processor (const char *columns)
{
  g_autoptr(GError) error = NULL;
  GObject *processor
      = vmx_plugin_loader_create (vmx_plugin_loader_get_default (), "fill-missing",
                                  VMX_PLUGIN_KIND_PROCESSOR, &error);

  g_assert_no_error (error);
  g_object_set (processor, "columns", columns, NULL);
  return VMX_PROCESSOR (processor);
}

static char *
with_quotes (const char *text)
{
  return g_strdelimit (g_strdup (text), "'", '"');
}

static VmxObjectSchema *
make_schema (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxServiceSchema) service = vmx_service_schema_new_from_json (SCHEMA, &error);

  g_assert_no_error (error);
  return g_object_ref (vmx_service_schema_get_object (service, 0));
}

static void
append (VmxRecordBatch *batch, const char *text)
{
  g_autofree char *json = with_quotes (text);
  g_autoptr(GError) error = NULL;

  vmx_record_batch_append_json (batch, json, &error);
  g_assert_no_error (error);
}

static void
process (VmxProcessor *processor, VmxRecordBatch *batch, VmxRecordBatch *stored)
{
  g_autoptr(GError) error = NULL;

  vmx_processor_prepare (processor, vmx_record_batch_get_schema (batch), &error);
  g_assert_no_error (error);
  vmx_processor_process_download (processor, batch, stored, &error);
  g_assert_no_error (error);
}

static void
assert_row (VmxRecordBatch *batch, guint row, const char *expected)
{
  g_autoptr(VmxRecord) record = vmx_record_batch_get_record (batch, row);
  g_autofree char *found = vmx_record_to_json (record);
  g_autofree char *json = with_quotes (expected);

  g_assert_cmpstr (found, ==, json);
}

static void
test_cases (void)
{
  g_autoptr(VmxObjectSchema) schema = make_schema ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(VmxProcessor) processor = make_processor (cases[i].columns);
      g_autoptr(VmxRecordBatch) batch = vmx_record_batch_new (schema);
      g_autoptr(VmxRecordBatch) stored = vmx_record_batch_new (schema);

      append (batch, cases[i].batch);
      append (stored, cases[i].stored);
      process (processor, batch, stored);
      assert_row (batch, 0, cases[i].expected);
    }
}

/* Each row takes from its own stored row, and a deleted one from none. */
static void
test_rows (void)
{
  g_autoptr(VmxObjectSchema) schema = make_schema ();
  g_autoptr(VmxProcessor) processor = make_processor (NULL);
  g_autoptr(VmxRecordBatch) batch = vmx_record_batch_new (schema);
  g_autoptr(VmxRecordBatch) stored = vmx_record_batch_new (schema);

  append (batch, "{'Id':1}");
  append (batch, "{'Id':2}");
  append (batch, "{'Id':3}");
  vmx_record_batch_add_deleted (batch, 1);
  append (stored, "{'Id':1,'Name':'one'}");
  append (stored, "{'Id':2,'Name':'two'}");
  append (stored, "{'Id':3,'Name':'three'}");
  process (processor, batch, stored);
  assert_row (batch, 0, "{'Id':1,'Name':'one'}");
  assert_row (batch, 1, "{'Id':2}");
  assert_row (batch, 2, "{'Id':3,'Name':'three'}");
}

static void
test_nothing_stored (void)
{
  g_autoptr(VmxObjectSchema) schema = make_schema ();
  g_autoptr(VmxProcessor) processor = make_processor (NULL);
  g_autoptr(VmxRecordBatch) batch = vmx_record_batch_new (schema);

  process (processor, batch, NULL);
  append (batch, "{'Id':1,'Name':null}");
  process (processor, batch, NULL);
  assert_row (batch, 0, "{'Id':1,'Name':null}");
}

/* The same rules as for downloads, with what was sent instead of what is stored. */
static void
test_upload_reply (void)
{
  g_autoptr(VmxObjectSchema) schema = make_schema ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(VmxProcessor) processor = make_processor (cases[i].columns);
      g_autoptr(VmxRecordBatch) reply = vmx_record_batch_new (schema);
      g_autoptr(VmxRecordBatch) request = vmx_record_batch_new (schema);
      g_autoptr(GError) error = NULL;

      append (reply, "{'Id':2,'Name':'first row','Price':null,'Photo':null}");
      append (request, "{'Id':2,'Name':'sent','Price':'7','Photo':'AA'}");
      append (reply, cases[i].batch);
      append (request, cases[i].stored);
      vmx_processor_prepare (processor, schema, &error);
      g_assert_no_error (error);
      g_assert_true (vmx_processor_process_upload_reply (processor, request, reply, &error));
      g_assert_no_error (error);
      assert_row (reply, 0, "{'Id':2,'Name':'first row','Price':null,'Photo':null}");
      assert_row (reply, 1, cases[i].expected);
      assert_row (request, 1, cases[i].stored);
    }
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/fill-missing/cases", test_cases);
  g_test_add_func ("/fill-missing/rows", test_rows);
  g_test_add_func ("/fill-missing/nothing-stored", test_nothing_stored);
  g_test_add_func ("/fill-missing/upload-reply", test_upload_reply);
  return g_test_run ();
}
