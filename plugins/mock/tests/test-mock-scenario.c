/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-mock-scenario.h"

#include <string.h>

#include "vmx-test.h"

/* What "#" stands for in the texts below. */
#define OBJECT "'objects':{'A':{'key':['Id'],'columns':{'Id':'int32','N':'json?'}}}"

typedef struct
{
  const char *text;
  int code;
  const char *words[3];
} BadCase;

/* Quotes are written as ' for the eye. */
static const BadCase bad_cases[] = {
  { "", VMX_ERROR_JSON, { "" } },
  { "{'objects':{}", VMX_ERROR_JSON, { "" } },
  { "{'objects':{},'objects':{}}", VMX_ERROR_JSON, { "objects" } },
  { "[]", VMX_ERROR_INVALID_OPTION, { "the scenario", "an object" } },
  { "{}", VMX_ERROR_INVALID_OPTION, { "objects or a schema" } },
  { "{'object':{}}", VMX_ERROR_INVALID_OPTION, { "“object”", "did you mean “objects”" } },
  { "{'objects':[]}", VMX_ERROR_INVALID_OPTION, { "objects", "an object" } },
  { "{'objects':{'A':1}}", VMX_ERROR_INVALID_OPTION, { "objects.A", "an object" } },
  { "{'objects':{'A':{'colums':{}}}}",
    VMX_ERROR_INVALID_OPTION,
    { "objects.A", "“colums”", "“columns”" } },
  { "{'objects':{'A':{'columns':{'Id':'int32'}}}}",
    VMX_ERROR_INVALID_OPTION,
    { "objects.A", "key and columns" } },
  { "{'objects':{'A':{'key':['Id'],'columns':{'Id':'int23'}}}}",
    VMX_ERROR_INVALID_OPTION,
    { "objects.A.columns.Id", "“int23”", "did you mean “int32”" } },
  { "{'objects':{'A':{'key':['Id'],'columns':{'Id':32}}}}",
    VMX_ERROR_INVALID_OPTION,
    { "objects.A.columns.Id", "a text" } },
  { "{'objects':{'A':{'key':['ID'],'columns':{'Id':'int32'}}}}",
    VMX_ERROR_INVALID_OBJECT,
    { "ID" } },
  { "{'objects':{'A':{'key':[],'columns':{'Id':'int32'}}}}", VMX_ERROR_NO_PRIMARY_KEY, { "A" } },
  { "{'objects':{'A':{'key':['Id',1],'columns':{'Id':'int32'}}}}",
    VMX_ERROR_INVALID_OPTION,
    { "objects.A.key[1]", "a text" } },
  { "{'objects':{'A':{'records':[]}}}", VMX_ERROR_INVALID_OPTION, { "objects.A", "schema" } },
  { "{'objects':{'A':{'key':['Id'],'columns':{'Id':'int32'},'records':[],'generate':{}}}}",
    VMX_ERROR_INVALID_OPTION,
    { "objects.A", "either records or generate" } },
  { "{'objects':{'A':{'key':['Id'],'columns':{'Id':'int32'},'records':[{'Id':1},5]}}}",
    VMX_ERROR_INVALID_VALUE,
    { "objects.A.records[1]" } },
  { "{'objects':{'A':{'key':['Id'],'columns':{'Id':'int32'},'records':[{'Id':2147483648}]}}}",
    VMX_ERROR_INVALID_VALUE,
    { "objects.A.records[0]", "Id" } },
  { "{'objects':{'A':{'key':['Id'],'columns':{'Id':'int32'},'records':[{'Id':1,'Nam':2}]}}}",
    VMX_ERROR_UNKNOWN_COLUMN,
    { "objects.A.records[0]", "Nam" } },
  { "{'objects':{'A':{'key':['Id'],'columns':{'Id':'int32'},'records':[{'@etg':'1','Id':1}]}}}",
    VMX_ERROR_UNKNOWN_COLUMN,
    { "objects.A.records[0]", "@etg", "@etag" } },
  { "{'objects':{'A':{'key':['Id'],'columns':{'Id':'int32'},'records':[{}]}}}",
    VMX_ERROR_KEY_MISSING,
    { "objects.A", "Id" } },
  { "{'objects':{'A':{'key':['Id'],'columns':{'Id':'int32'},'records':[{'Id':1},{'Id':1}]}}}",
    VMX_ERROR_INVALID_OPTION,
    { "objects.A", "[1]" } },
  { "{'objects':{'A':{'key':['Id'],'columns':{'Id':'byte'},'generate':{'count':257}}}}",
    VMX_ERROR_INVALID_OPTION,
    { "objects.A", "[1]" } },
  { "{'objects':{'A':{'key':['Id'],'columns':{'Id':'byte'},'generate':{'cuont':2}}}}",
    VMX_ERROR_INVALID_OPTION,
    { "objects.A.generate", "“count”" } },
  { "{'objects':{'A':{'key':['Id'],'columns':{'Id':'byte'},'page-size':-1}}}",
    VMX_ERROR_INVALID_OPTION,
    { "objects.A.page-size", "from 0 to" } },
  { "{'schema':{'objects':{}}}", VMX_ERROR_INVALID_OPTION, { "schema.objects", "an array" } },
  { "{'schema':[]}", VMX_ERROR_INVALID_OPTION, { "schema", "an object" } },
  { "{'schema':{'objects':[{'name':'A'}]}}", VMX_ERROR_NO_PRIMARY_KEY, { "A" } },
  { "{#,'features':['delta']}", VMX_ERROR_INVALID_OPTION, { "features", "delta", "filter" } },
  { "{#,'faults':{}}", VMX_ERROR_INVALID_OPTION, { "faults", "an array" } },
  { "{#,'faults':[{'objekt':'A'}]}",
    VMX_ERROR_INVALID_OPTION,
    { "faults[0]", "“objekt”", "“object”" } },
  { "{#,'faults':[{},{'object':'a'}]}",
    VMX_ERROR_INVALID_OPTION,
    { "faults[1].object", "“a”", "“A”" } },
  { "{#,'faults':[{'error':'timeuot'}]}",
    VMX_ERROR_INVALID_OPTION,
    { "faults[0].error", "“timeuot”", "“timeout”" } },
  { "{#,'faults':[{'message':'x'}]}", VMX_ERROR_INVALID_OPTION, { "faults[0]", "an error" } },
  { "{#,'faults':[{'call':'close'}]}", VMX_ERROR_INVALID_OPTION, { "faults[0]", "fetch-schema" } },
  { "{#,'faults':[{'call':'open','batch':1}]}",
    VMX_ERROR_INVALID_OPTION,
    { "faults[0]", "fetch-batch" } },
  { "{#,'faults':[{'latency-ms':'5'}]}",
    VMX_ERROR_INVALID_OPTION,
    { "faults[0].latency-ms", "a whole number" } },
  { "{#,'faults':[{'missing-columns':['N']}]}",
    VMX_ERROR_INVALID_OPTION,
    { "faults[0]", "an object" } },
  { "{#,'faults':[{'object':'A','missing-columns':['n']}]}",
    VMX_ERROR_INVALID_OPTION,
    { "faults[0].missing-columns", "“n”", "“N”" } },
  { "{#,'faults':[{'object':'A','missing-columns':['Id']}]}",
    VMX_ERROR_INVALID_OPTION,
    { "faults[0].missing-columns", "key" } },
  { "{#,'faults':[{'object':'A','wrong-type':'N'}]}",
    VMX_ERROR_INVALID_OPTION,
    { "faults[0].wrong-type", "json" } },
  { "{'objects':{'A':{'key':['Id'],'columns':{'Id':'int32'},'generated-key':'sever'}}}",
    VMX_ERROR_INVALID_OPTION,
    { "objects.A.generated-key", "“sever”", "“server”" } },
  { "{'objects':{'A':{'key':['I','J'],'columns':{'I':'int32','J':'int32'},"
    "'generated-key':'server'}}}",
    VMX_ERROR_INVALID_OPTION,
    { "objects.A.generated-key", "one column" } },
  { "{'schema':{},'objects':{'A':{'generated-key':'server'}}}",
    VMX_ERROR_INVALID_OPTION,
    { "objects.A", "beside key" } },
  { "{'objects':{'A':{'key':['Id'],'columns':{'Id':'int32'},'etags':'on'}}}",
    VMX_ERROR_INVALID_OPTION,
    { "objects.A.etags", "“required”" } },
  { "{'objects':{'A':{'key':['Id'],'columns':{'Id':'int32'},'answers':'hole'}}}",
    VMX_ERROR_INVALID_OPTION,
    { "objects.A", "“whole”" } },
  { "{'objects':{'A':{'key':['Id'],'columns':{'Id':'int32'},'answers':'partial'}}}",
    VMX_ERROR_INVALID_OPTION,
    { "objects.A", "answer-without" } },
  { "{'objects':{'A':{'key':['Id'],'columns':{'Id':'int32'},'answers':'partial',"
    "'answer-without':['Id']}}}",
    VMX_ERROR_INVALID_OPTION,
    { "objects.A.answer-without", "key" } },
  { "{'objects':{'A':{'key':['Id'],'columns':{'Id':'int32'},'answers':'partial',"
    "'answer-without':['X']}}}",
    VMX_ERROR_INVALID_OPTION,
    { "objects.A.answer-without", "“X”" } },
  { "{#,'max-members':'5'}", VMX_ERROR_INVALID_OPTION, { "max-members", "a whole number" } },
  { "{#,'faults':[{'call':'fetch-schema','object':'A'}]}",
    VMX_ERROR_INVALID_OPTION,
    { "faults[0]", "push-batch" } },
  { "{#,'faults':[{'call':'push-batch','object':'A','wrong-type':'Id'}]}",
    VMX_ERROR_INVALID_OPTION,
    { "faults[0]", "fetch-batch" } },
  { "{#,'faults':[{'verdict':'busy'}]}",
    VMX_ERROR_INVALID_OPTION,
    { "faults[0].verdict", "push-batch" } },
  { "{#,'faults':[{'call':'push-batch','verdict':'bussy'}]}",
    VMX_ERROR_INVALID_OPTION,
    { "faults[0].verdict", "“bussy”", "“busy”" } },
  { "{#,'faults':[{'call':'push-batch','outcome':'accepted'}]}",
    VMX_ERROR_INVALID_OPTION,
    { "faults[0].outcome", "“accepted”" } },
  { "{#,'faults':[{'call':'push-batch','verdict':'busy','outcome':'busy'}]}",
    VMX_ERROR_INVALID_OPTION,
    { "faults[0]", "only one of" } },
  { "{#,'faults':[{'call':'push-batch','verdict':'refused','retry-after-ms':1}]}",
    VMX_ERROR_INVALID_OPTION,
    { "faults[0].retry-after-ms", "“busy”" } },
  { "{#,'faults':[{'call':'push-batch','error':'offline','when':'after'}]}",
    VMX_ERROR_INVALID_OPTION,
    { "faults[0].when", "“before”" } },
  { "{#,'faults':[{'call':'push-batch','error':'cut','when':'later'}]}",
    VMX_ERROR_INVALID_OPTION,
    { "faults[0].when", "“later”", "after" } },
  { "{#,'faults':[{'call':'push-batch','error':'cut','when':'during'}]}",
    VMX_ERROR_INVALID_OPTION,
    { "faults[0]", "done" } },
  { "{#,'faults':[{'call':'push-batch','error':'cut','when':'during','done':true}]}",
    VMX_ERROR_INVALID_OPTION,
    { "faults[0].done", "a whole number" } },
  { "{#,'faults':[{'call':'push-batch','outcome':'rejected','done':true}]}",
    VMX_ERROR_INVALID_OPTION,
    { "faults[0].done", "“failed”" } },
  { "{#,'faults':[{'call':'push-batch','verdict':'incomplete','when':'during','done':1,"
    "'answered':2}]}",
    VMX_ERROR_INVALID_OPTION,
    { "faults[0].answered", "no more" } },
  { "{#,'faults':[{'call':'push-batch','error':'cut','answered':2}]}",
    VMX_ERROR_INVALID_OPTION,
    { "faults[0].answered", "incomplete" } },
  { "{#,'faults':[{'call':'push-batch','member':1}]}",
    VMX_ERROR_INVALID_OPTION,
    { "faults[0].member", "an outcome" } },
  { "{#,'faults':[{'call':'push-batch','outcome':'gone','member':0}]}",
    VMX_ERROR_INVALID_OPTION,
    { "faults[0].member", "from 1" } },
  { "{#,'faults':[{'call':'push-batch','error':'cut','status':500}]}",
    VMX_ERROR_INVALID_OPTION,
    { "faults[0]", "beside the status" } },
  { "{#,'faults':[{'call':'push-batch','verdict':'refused','code':'x'}]}",
    VMX_ERROR_INVALID_OPTION,
    { "faults[0]", "beside the code" } },
};

static char *
expand (const char *text)
{
  g_autoptr(GString) expanded = g_string_new (text);

  g_string_replace (expanded, "#", OBJECT, 0);
  g_string_replace (expanded, "'", "\"", 0);
  return g_string_free (g_steal_pointer (&expanded), FALSE);
}

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_cases); i++)
    {
      const BadCase *item = &bad_cases[i];
      g_autofree char *text = expand (item->text);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", text);
      g_assert_null (vmx_mock_scenario_new (text, -1, &error));
      g_assert_error (error, VMX_ERROR, item->code);
      for (guint j = 0; j < G_N_ELEMENTS (item->words) && item->words[j] != NULL; j++)
        vmx_test_assert_message (error, item->words[j]);
    }
}

static VmxMockScenario *
make_scenario (const char *text)
{
  g_autofree char *expanded = expand (text);
  g_autoptr(GError) error = NULL;
  VmxMockScenario *scenario = vmx_mock_scenario_new (expanded, -1, &error);

  g_assert_no_error (error);
  return scenario;
}

static char *
get_text (VmxMockScenario *scenario, const char *object, guint row, const char *column)
{
  VmxRecordBatch *records = vmx_mock_scenario_find_object (scenario, object)->records;
  int position
      = vmx_object_schema_get_column_index (vmx_record_batch_get_schema (records), column);

  return vmx_value_to_string (vmx_record_batch_peek_value (records, row, (guint) position));
}

static void
assert_cell (VmxMockScenario *scenario, guint row, const char *column, const char *expected)
{
  g_autofree char *text = get_text (scenario, "A", row, column);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_exact_numbers (void)
{
  g_autoptr(VmxMockScenario) scenario = make_scenario (
      "{'objects':{'A':{'key':['I'],'columns':{'I':'int64','D':'decimal?','J':'json?'},'records':["
      "{'I':9223372036854775807,'D':1234567890123456789012345678901234567890,"
      "'J':{'x':123456789012345678901234567890.50}},"
      "{'I':-9223372036854775808,'D':0.1234567890123456789012345678901234567890},"
      "{'@etag':'W/1','I':'42','D':'-1.50'}]}}}");

  assert_cell (scenario, 0, "I", "9223372036854775807");
  assert_cell (scenario, 0, "D", "1234567890123456789012345678901234567890");
  assert_cell (scenario, 0, "J", "{\"x\":123456789012345678901234567890.50}");
  assert_cell (scenario, 1, "I", "-9223372036854775808");
  assert_cell (scenario, 1, "D", "0.1234567890123456789012345678901234567890");
  assert_cell (scenario, 2, "I", "42");
  assert_cell (scenario, 2, "D", "-1.50");
  g_assert_cmpstr (
      vmx_record_batch_get_etag (vmx_mock_scenario_find_object (scenario, "A")->records, 2), ==,
      "W/1");
}

static void
test_generated (void)
{
  g_autoptr(VmxMockScenario) scenario = make_scenario (
      "{'objects':{'A':{'key':['G'],'columns':{'G':'guid','B':'boolean','Y':'byte','S':'sbyte',"
      "'H':'int16','I':'int32','L':'int64','F':'single','D':'double','M':'decimal','T':'string?',"
      "'A':'date','O':'time-of-day','P':'timestamp','U':'duration','X':'binary','Z':'stream?',"
      "'J':'json'},'generate':{'count':100000}}}}");

  g_assert_cmpuint (vmx_record_batch_get_n_rows (
                        vmx_mock_scenario_find_object (scenario, "A")->records),
                    ==, 100000);
  assert_cell (scenario, 0, "G", "00000000-0000-4000-8000-000000000001");
  assert_cell (scenario, 0, "B", "true");
  assert_cell (scenario, 299, "Y", "44");
  assert_cell (scenario, 0, "D", "1.5");
  assert_cell (scenario, 0, "M", "1.25");
  assert_cell (scenario, 6, "T", "T 7");
  assert_cell (scenario, 9, "T", "");
  assert_cell (scenario, 30, "A", "2000-02-01");
  assert_cell (scenario, 3660, "O", "01:01:01");
  assert_cell (scenario, 60, "P", "2000-01-01T01:01:00Z");
  assert_cell (scenario, 60, "U", "PT61M");
  assert_cell (scenario, 60, "J", "{\"number\":61}");
  assert_cell (scenario, 99999, "L", "100000");
}

/* What the short form lacks comes from the stored form, and both may be in one scenario. */
static void
test_schema_member (void)
{
  g_autoptr(VmxMockScenario) scenario = make_scenario (
      "{'schema':{'version':'4.01','objects':[{'name':'Full','key':['Id'],'columns':["
      "{'name':'Id','type':'int32'},{'name':'Text','type':'string','maxLength':4}],"
      "'changeTrackingColumn':'Text'}]},'objects':{'Full':{'generate':{'count':12}},"
      "'A':{'key':['Id'],'columns':{'Id':'int32'}}}}");
  VmxServiceSchema *schema = vmx_mock_scenario_get_schema (scenario);
  g_autofree char *text = get_text (scenario, "Full", 11, "Text");

  g_assert_cmpuint (vmx_service_schema_get_n_objects (schema), ==, 2);
  g_assert_cmpstr (vmx_service_schema_get_version (schema), ==, "4.01");
  g_assert_cmpstr (text, ==, "t 12");
  g_assert_nonnull (vmx_mock_scenario_find_object (scenario, "A"));
  g_assert_null (vmx_mock_scenario_find_object (scenario, "B"));
}

static void
test_strikes (void)
{
  g_autoptr(VmxMockScenario) scenario = make_scenario (
      "{#,'faults':[{'object':'A','batch':2,'times':2},{'times':0},{'call':'open'}]}");
  static const struct
  {
    VmxMockCall call;
    const char *object;
    guint batch;
    guint n_strikes;
  } calls[] = {
    { VMX_MOCK_CALL_FETCH_BATCH, "A", 1, 1 }, { VMX_MOCK_CALL_FETCH_BATCH, "A", 2, 2 },
    { VMX_MOCK_CALL_FETCH_BATCH, "B", 2, 1 }, { VMX_MOCK_CALL_FETCH_BATCH, "A", 2, 2 },
    { VMX_MOCK_CALL_FETCH_BATCH, "A", 2, 1 }, { VMX_MOCK_CALL_OPEN, NULL, 0, 1 },
    { VMX_MOCK_CALL_OPEN, NULL, 0, 0 },       { VMX_MOCK_CALL_FETCH_SCHEMA, NULL, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      const char *const objects[] = { calls[i].object, NULL };
      g_autoptr(GPtrArray) struck
          = vmx_mock_scenario_strike (scenario, calls[i].call, objects, calls[i].batch);

      g_assert_cmpuint (struck->len, ==, calls[i].n_strikes);
    }
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/mock/scenario/bad", test_bad);
  g_test_add_func ("/mock/scenario/exact-numbers", test_exact_numbers);
  g_test_add_func ("/mock/scenario/generated", test_generated);
  g_test_add_func ("/mock/scenario/schema-member", test_schema_member);
  g_test_add_func ("/mock/scenario/strikes", test_strikes);
  return g_test_run ();
}
