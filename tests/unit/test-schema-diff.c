/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/store/vmx-schema-diff-private.h>
#include <libvmxsync/model/vmx-error.h>

#include "vmx-test.h"

/* JSON as vmx_service_schema_to_json() writes it, with ' for " to be readable. */
static VmxServiceSchema *
parse (const char *objects)
{
  g_autofree char *text = g_strdup_printf ("{'notes':[],'objects':[%s]}", objects);
  g_autoptr(GError) error = NULL;
  VmxServiceSchema *schema;

  g_strdelimit (text, "'", '"');
  schema = vmx_service_schema_new_from_json (text, &error);
  g_assert_no_error (error);
  return schema;
}

#define OBJECT(name, key, columns, more)                                                           \
  "{'name':'" name "','key':[" key "],'columns':[" columns                                         \
  "],'relationships':[],'navigations':[],'indexes':[],'settings':{}" more "}"
#define ID "{'name':'Id','type':'int32'}"
#define NAME "{'name':'Name','type':'string','flags':1,'maxLength':40}"
#define PAY "{'name':'Pay','type':'decimal','flags':1,'precision':10,'scale':2}"
#define STAFF OBJECT ("Staff", "'Id'", ID "," NAME "," PAY, "")
#define SITE OBJECT ("Site", "'Id'", ID, "")

/* What becomes of each object, such as "=Site ~Staff". */
static char *
diff (const char *before, const char *after)
{
  static const char marks[] = {
    [VMX_OBJECT_DIFF_UNCHANGED] = '=',
    [VMX_OBJECT_DIFF_ALTERED] = '~',
    [VMX_OBJECT_DIFF_ADDED] = '+',
    [VMX_OBJECT_DIFF_REMOVED] = '-',
  };
  g_autoptr(VmxServiceSchema) old_schema = parse (before);
  g_autoptr(VmxServiceSchema) new_schema = parse (after);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) diffs = vmx_schema_diff (old_schema, new_schema, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < diffs->len; i++)
    {
      VmxObjectDiff *one = diffs->pdata[i];
      VmxObjectSchema *object = one->after != NULL ? one->after : one->before;

      g_assert_true ((one->before == NULL) == (one->kind == VMX_OBJECT_DIFF_ADDED));
      g_assert_true ((one->after == NULL) == (one->kind == VMX_OBJECT_DIFF_REMOVED));
      g_string_append_printf (text, "%s%c%s", i > 0 ? " " : "", marks[one->kind],
                              vmx_object_schema_get_name (object));
    }
  return g_string_free (text, FALSE);
}

static void
test_supported (void)
{
  static const struct
  {
    const char *before, *after, *expected;
  } cases[] = {
    { STAFF "," SITE, STAFF "," SITE, "=Staff =Site" },
    { STAFF "," SITE, SITE "," STAFF, "=Staff =Site" },
    { STAFF, STAFF "," SITE, "=Staff +Site" },
    { STAFF "," SITE, SITE, "-Staff =Site" },
    { STAFF, SITE, "-Staff +Site" },
    { SITE, OBJECT ("SITE", "'Id'", ID, ""), "-Site +SITE" },
    { SITE, "", "-Site" },
    /* Columns come and go, and change their places. */
    { STAFF, OBJECT ("Staff", "'Id'", ID "," NAME, ""), "~Staff" },
    { STAFF, OBJECT ("Staff", "'Id'", PAY "," NAME "," ID, ""), "~Staff" },
    { SITE, OBJECT ("Site", "'Id'", ID "," PAY, ""), "~Site" },
    { SITE, OBJECT ("Site", "'Id'", ID ",{'name':'ID2','type':'int32','flags':1}", ""), "~Site" },
    /* What the documentation allows of a column. */
    { STAFF,
      OBJECT ("Staff", "'Id'", ID ",{'name':'Name','type':'string','maxLength':40}," PAY, ""),
      "~Staff" },
    { STAFF,
      OBJECT ("Staff", "'Id'",
              ID ",{'name':'Name','type':'string','flags':3,'maxLength':40,'default':'x'}," PAY,
              ""),
      "~Staff" },
    { STAFF, OBJECT ("Staff", "'Id'", ID "," NAME "," PAY, ",'softDeleteColumn':'Name'"),
      "~Staff" },
    { STAFF, OBJECT ("Staff", "'Id'", ID "," NAME "," PAY, ",'changeTrackingColumn':'Name'"),
      "~Staff" },
    { SITE,
      "{'name':'Site','key':['Id'],'columns':[" ID
      "],'relationships':[],'navigations':[],'indexes':[['Id']],'settings':{}}",
      "~Site" },
    { SITE,
      "{'name':'Site','key':['Id'],'columns':[" ID
      "],'relationships':[],'navigations':[],'indexes':[],'settings':{'page-style':'skip'}}",
      "~Site" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = diff (cases[i].before, cases[i].after);

      g_test_message ("case %u", i);
      g_assert_cmpstr (found, ==, cases[i].expected);
    }
}

#define TWO_KEYS(first, second)                                                                    \
  OBJECT ("Line", first "," second, "{'name':'A','type':'int32'},{'name':'B','type':'int32'}", "")

static void
test_unsupported (void)
{
  static const struct
  {
    const char *before, *after, *part;
  } cases[] = {
    { SITE, OBJECT ("Site", "'Id'", "{'name':'Id','type':'int64'}", ""),
      "object “Site”, column “Id”: its type was int32 and now is int64" },
    { TWO_KEYS ("'A'", "'B'"), TWO_KEYS ("'B'", "'A'"),
      "object “Line”: its key was “A”, “B” and now is “B”, “A”" },
    { SITE, OBJECT ("Site", "'Id','X'", ID ",{'name':'X','type':'int32'}", ""),
      "its key was “Id” and now is “Id”, “X”" },
    { SITE, OBJECT ("Site", "'X'", "{'name':'X','type':'int32'}", ""), "now is “X”" },
    { STAFF, OBJECT ("Staff", "'Id'", ID ",{'name':'Name','type':'date','flags':1}," PAY, ""),
      "column “Name”: its type was string and now is date" },
    { STAFF, OBJECT ("Staff", "'Id'", ID ",{'name':'Name','type':'string','maxLength':41}", ""),
      "column “Name”: its max length was 40 and now is 41" },
    { STAFF, OBJECT ("Staff", "'Id'", ID ",{'name':'Name','type':'string'}", ""),
      "column “Name”: its max length was 40 and now is unlimited" },
    { STAFF,
      OBJECT ("Staff", "'Id'", ID ",{'name':'Pay','type':'decimal','precision':12,'scale':2}", ""),
      "column “Pay”: its precision was 10 and now is 12" },
    { STAFF, OBJECT ("Staff", "'Id'", ID ",{'name':'Pay','type':'decimal','precision':10}", ""),
      "column “Pay”: its scale was 2 and now is unlimited" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(VmxServiceSchema) before = parse (cases[i].before);
      g_autoptr(VmxServiceSchema) after = parse (cases[i].after);
      g_autoptr(GError) error = NULL;

      g_assert_null (vmx_schema_diff (before, after, &error));
      vmx_test_assert_message (error, "upload or roll back the local changes, then reset");
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED, cases[i].part);
    }
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/schema-diff/supported", test_supported);
  g_test_add_func ("/schema-diff/unsupported", test_unsupported);
  return g_test_run ();
}
