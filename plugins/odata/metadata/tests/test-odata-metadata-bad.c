/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Documents that are wrong, damaged, hostile or huge. */
#include "metadata-documents.h"
#include "vmx-odata-schema.h"
#include "vmx-test.h"

#include <string.h>

static void
test_refused_documents (void)
{
  static const struct
  {
    const char *text;
    int code;
    const char *part;
  } cases[] = {
    { "", VMX_ERROR_INVALID_SCHEMA, "is empty" },
    { " \r\n", VMX_ERROR_INVALID_SCHEMA, "is empty" },
    { "\xef\xbb\xbf", VMX_ERROR_INVALID_SCHEMA, "is empty" },
    { "Unauthorized", VMX_ERROR_INVALID_SCHEMA, "neither XML nor JSON (the server calls it" },
    { "[]", VMX_ERROR_INVALID_SCHEMA, "neither XML nor JSON" },
    { "<!DOCTYPE html>\n<html><head><meta charset=utf-8>", VMX_ERROR_INVALID_SCHEMA, "HTML page" },
    { "<?xml version='1.0'?>\n<!-- hi -->\n<!doctype HTML PUBLIC ''>", VMX_ERROR_INVALID_SCHEMA,
      "HTML page" },
    { "<HTML lang=en><body>", VMX_ERROR_INVALID_SCHEMA, "HTML page" },
    { "<feed/>", VMX_ERROR_INVALID_SCHEMA, "the root element is “feed”, expected “Edmx”" },
    { "<Edmx/>", VMX_ERROR_INVALID_SCHEMA, "needs the attribute “Version”" },
    { "<Edmx Version='1.0'>", VMX_ERROR_NOT_SUPPORTED, "OData V2/V3 services are not supported" },
    { "<Edmx Version='3.0'>", VMX_ERROR_NOT_SUPPORTED, "OData V2/V3 services are not supported" },
    { "<Edmx Version='5'>", VMX_ERROR_NOT_SUPPORTED, "version “5” is not supported" },
    { "<Edmx Version='4.0'/>", VMX_ERROR_INVALID_SCHEMA, "no entity container" },
    { "<Edmx Version='4.0'/><Edmx/>", VMX_ERROR_INVALID_SCHEMA, "second root element" },
    { "<Edmx Version='4.0'/>x", VMX_ERROR_INVALID_SCHEMA, "not well-formed" },
    { "<Edmx Version='4.0'>\n\n<a></b></Edmx>", VMX_ERROR_INVALID_SCHEMA, "line 3" },
    { "<Edmx Version='4.0'>\n<DataServices>\n<Schema/>", VMX_ERROR_INVALID_SCHEMA, "line 3" },
    { "<Edmx Version='4.0'>&nbsp;</Edmx>", VMX_ERROR_INVALID_SCHEMA, "not well-formed" },
    { "<Edmx Version='4.0'>\xff</Edmx>", VMX_ERROR_INVALID_SCHEMA, "not well-formed" },
    { "<!DOCTYPE Edmx SYSTEM 'file:///etc/passwd'><Edmx Version='4.0'/>", VMX_ERROR_INVALID_SCHEMA,
      "document types" },
    { "{}", VMX_ERROR_INVALID_SCHEMA, "$Version" },
    { "{\"error\":{\"message\":\"no\"}}", VMX_ERROR_INVALID_SCHEMA, "$Version" },
    { "{\"$Version\":4.0}", VMX_ERROR_INVALID_SCHEMA, "$Version" },
    { "{\"$Version\":\"3.0\"}", VMX_ERROR_NOT_SUPPORTED, "V2/V3" },
    { "{\"$Version\":\"4.0\"}", VMX_ERROR_INVALID_SCHEMA, "no entity container" },
    { "{\"$Version\":\"4.0\",\"$Version\":\"4.0\"}", VMX_ERROR_INVALID_SCHEMA, "cannot be read" },
    { "{\"$Version\":\"4.0\"} x", VMX_ERROR_INVALID_SCHEMA, "cannot be read" },
    { "{\"$Version\":\"4.0\",\"N\":{\"T\":{\"$Kind\":\"EntityType\",\"p\":1}}}",
      VMX_ERROR_INVALID_SCHEMA, "“p”: expected an object" },
    { "{\"$Version\":\"4.0\",\"N\":{\"T\":{\"$Kind\":\"EntityType\",\"$Key\":[1]}}}",
      VMX_ERROR_INVALID_SCHEMA, "$Key" },
    { "{\"$Version\":\"4.0\",\"N\":{\"T\":{\"$Kind\":\"TypeDefinition\"}}}",
      VMX_ERROR_INVALID_SCHEMA, "$UnderlyingType" },
    { "{\"$Version\":\"4.0\",\"N\":{\"T\":{\"$Kind\":\"EntityType\",\"n\":"
      "{\"$Kind\":\"NavigationProperty\"}}}}",
      VMX_ERROR_INVALID_SCHEMA, "“n”: expected the member $Type" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    metadata_assert_error (cases[i].text, -1, cases[i].code, cases[i].part);
}

static void
test_utf16 (void)
{
  metadata_assert_error ("\xff\xfe<\0E\0", 6, VMX_ERROR_NOT_SUPPORTED, "UTF-16");
  metadata_assert_error ("\xfe\xff\0<\0E", 6, VMX_ERROR_NOT_SUPPORTED, "UTF-16");
  metadata_assert_error ("<\0E\0", 4, VMX_ERROR_NOT_SUPPORTED, "UTF-16");
  metadata_assert_error ("\0<\0E", 4, VMX_ERROR_NOT_SUPPORTED, "UTF-16");
  metadata_assert_error ("<Edmx Version='4.0'>\0</Edmx>", 28, VMX_ERROR_INVALID_SCHEMA, "");
}

static void
test_refused_schemas (void)
{
  static const struct
  {
    const char *contents;
    int code;
    const char *part;
  } cases[] = {
    { "<EntityType Name='A' BaseType='N.B'/><EntityType Name='B' BaseType='N.C'/>"
      "<EntityType Name='C' BaseType='N.A'/>",
      VMX_ERROR_INVALID_SCHEMA, "among its own base types" },
    { "<EntityType Name='A' BaseType='N.A'/>", VMX_ERROR_INVALID_SCHEMA, "“N.A” is among" },
    { "<EntityType Name='A'/><EntityType Name='A'/>", VMX_ERROR_INVALID_SCHEMA, "“N.A” twice" },
    { "<EntityContainer Name='C'><EntitySet Name='S' EntityType='N.No'/></EntityContainer>",
      VMX_ERROR_INVALID_OBJECT, "“N.No” (the type of the entity set “S”)" },
    { "<EntityType Name='A' BaseType='N.No'/><EntityContainer Name='C'>"
      "<EntitySet Name='S' EntityType='N.A'/></EntityContainer>",
      VMX_ERROR_INVALID_OBJECT, "“N.No” (the base type of “N.A”)" },
    { "<EntityType/>", VMX_ERROR_INVALID_SCHEMA, "“EntityType” needs the attribute “Name”" },
    { "<EntityType Name='A'><Property Name='p'/></EntityType>", VMX_ERROR_INVALID_SCHEMA,
      "“Property” needs the attribute “Type”" },
    { "<Annotations Target='N.A'><Annotation/></Annotations>", VMX_ERROR_INVALID_SCHEMA,
      "needs the attribute “Term”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = metadata_wrap (cases[i].contents);

      metadata_assert_error (text, -1, cases[i].code, cases[i].part);
    }
}

static void
test_missing_types (void)
{
  g_autofree char *text = metadata_with_properties (
      "<Property Name='a' Type='Edm.DateTime'/><Property Name='b' Type='N.No'/>");

  metadata_assert_error (text, -1, VMX_ERROR_INVALID_OBJECT,
                         "“Edm.DateTime” (the type of the property “N.T/a”)");
  metadata_assert_error (text, -1, VMX_ERROR_INVALID_OBJECT,
                         "“N.No” (the type of the property “N.T/b”)");
}

static void
test_two_namespaces_of_an_alias (void)
{
  metadata_assert_error ("<Edmx Version='4.0'><DataServices><Schema Namespace='A' Alias='x'/>"
                         "<Schema Namespace='B' Alias='x'/></DataServices></Edmx>",
                         -1, VMX_ERROR_INVALID_SCHEMA, "alias “x” for two namespaces");
}

static void
test_entity_bomb (void)
{
  g_autoptr(GString) text
      = g_string_new ("<?xml version='1.0'?><!DOCTYPE Edmx [<!ENTITY a0 'ha'>");

  for (guint i = 1; i < 30; i++)
    g_string_append_printf (text, "<!ENTITY a%u '&a%u;&a%u;'>", i, i - 1, i - 1);
  g_string_append (text, "]><Edmx Version='4.0'>&a29;</Edmx>");
  metadata_assert_error (text->str, -1, VMX_ERROR_INVALID_SCHEMA, "document types");
  metadata_assert_error ("<Edmx Version='4.0'>&a29;</Edmx>", -1, VMX_ERROR_INVALID_SCHEMA,
                         "not well-formed");
}

static char *
repeat (const char *text, guint times, const char *start)
{
  GString *all = g_string_new (start);

  for (guint i = 0; i < times; i++)
    g_string_append (all, text);
  return g_string_free (all, FALSE);
}

static void
test_depth (void)
{
  g_autofree char *xml = repeat ("<a>", 100000, "<Edmx Version='4.0'>");
  g_autofree char *json = repeat ("{\"a\":", 100000, "{\"$Version\":");

  metadata_assert_error (xml, -1, VMX_ERROR_INVALID_SCHEMA, "nested deeper than");
  metadata_assert_error (json, -1, VMX_ERROR_INVALID_SCHEMA, "cannot be read");
}

/* A chain of base types with properties and some sets on each of them */
static char *
make_chain (guint n_types, guint n_properties, guint n_sets)
{
  g_autoptr(GString) contents = g_string_new (NULL);

  for (guint i = 0; i < n_types; i++)
    {
      g_string_append_printf (contents, "<EntityType Name='T%u'", i);
      if (i == 0)
        g_string_append (contents, "><Key><PropertyRef Name='p0_0'/></Key>");
      else
        g_string_append_printf (contents, " BaseType='N.T%u'>", i - 1);
      for (guint j = 0; j < n_properties; j++)
        g_string_append_printf (contents, "<Property Name='p%u_%u' Type='Edm.Byte'/>", i, j);
      g_string_append (contents, "</EntityType>");
    }
  g_string_append (contents, "<EntityContainer Name='C'>");
  for (guint i = 0; i < n_sets; i++)
    g_string_append_printf (contents, "<EntitySet Name='S%u' EntityType='N.T%u'/>", i,
                            n_types - 1 - i % n_types);
  g_string_append (contents, "</EntityContainer>");
  return metadata_wrap (contents->str);
}

/* Few bytes that ask for very many columns */
static void
test_too_many_columns (void)
{
  g_autofree char *text = make_chain (90, 200, 180);

  metadata_assert_error (text, -1, VMX_ERROR_INVALID_SCHEMA, "more than 1000000 columns");
}

static void
test_too_many_base_types (void)
{
  g_autofree char *text = make_chain (102, 1, 2);
  g_autoptr(VmxServiceSchema) schema = metadata_read (text);

  g_assert_cmpuint (vmx_service_schema_get_n_objects (schema), ==, 1);
  g_assert_cmpuint (vmx_object_schema_get_n_columns (metadata_get_object (schema, "S1")), ==, 101);
  metadata_assert_note (schema, "“S0” is left out: its type has more than 100 base types");
}

static void
assert_every_cut (const char *name)
{
  g_autofree char *text = metadata_load (name);
  gsize length = strlen (g_strchomp (text));

  for (gsize i = 0; i < length; i += i < 600 ? 1 : 7)
    metadata_assert_error (text, (gssize) i, VMX_ERROR_INVALID_SCHEMA, "");
  metadata_assert_error (text, (gssize) length - 1, VMX_ERROR_INVALID_SCHEMA, "");
}

static void
test_truncation (void)
{
  assert_every_cut ("warehouse.xml");
  assert_every_cut ("warehouse.json");
}

/* Any byte may be wrong: the answer is a schema or an error of ours, never a crash. */
static void
assert_every_damage (const char *name)
{
  static const char damage[] = { '<', '"', '\0', (char) 0xff, 'x', '}' };
  g_autofree char *text = metadata_load (name);
  gsize length = strlen (text);

  for (gsize i = 0; i < length; i += 11)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(VmxServiceSchema) schema = NULL;
      char before = text[i];

      text[i] = damage[(i / 11) % G_N_ELEMENTS (damage)];
      schema = vmx_odata_schema_from_metadata (text, length, NULL, &error);
      g_assert_true ((schema != NULL) != (error != NULL));
      g_assert_true (error == NULL || error->domain == VMX_ERROR);
      text[i] = before;
    }
}

static void
test_damage (void)
{
  assert_every_damage ("warehouse.xml");
  assert_every_damage ("warehouse.json");
}

static void
test_large (void)
{
  g_autofree char *text = metadata_generate (400, 220);
  g_autoptr(VmxServiceSchema) schema = NULL;
  VmxObjectSchema *object;
  double seconds;

  g_assert_cmpuint (strlen (text), >, 10 * 1000 * 1000);
  g_test_timer_start ();
  schema = metadata_read (text);
  seconds = g_test_timer_elapsed ();
  g_test_minimized_result (seconds, "%.1f MB of metadata in %.2f s", (double) strlen (text) / 1e6,
                           seconds);
  g_assert_cmpuint (vmx_service_schema_get_n_objects (schema), ==, 400);
  object = metadata_get_object (schema, "Set399");
  g_assert_cmpuint (vmx_object_schema_get_n_columns (object), ==, 221);
  assert_relation (object, "Next", VMX_RELATIONSHIP_MANY_TO_ONE, "Set398", FALSE, "ID=ID");
}

static void
test_too_large (void)
{
  gsize length = 64 * 1024 * 1024 + 1;
  g_autofree char *text = g_malloc0 (length);

  memset (text, ' ', length);
  metadata_assert_error (text, (gssize) length, VMX_ERROR_INVALID_SCHEMA, "at most 67108864");
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/odata/metadata-bad/refused-documents", test_refused_documents);
  g_test_add_func ("/odata/metadata-bad/utf16", test_utf16);
  g_test_add_func ("/odata/metadata-bad/refused-schemas", test_refused_schemas);
  g_test_add_func ("/odata/metadata-bad/missing-types", test_missing_types);
  g_test_add_func ("/odata/metadata-bad/two-namespaces-of-an-alias",
                   test_two_namespaces_of_an_alias);
  g_test_add_func ("/odata/metadata-bad/entity-bomb", test_entity_bomb);
  g_test_add_func ("/odata/metadata-bad/depth", test_depth);
  g_test_add_func ("/odata/metadata-bad/too-many-columns", test_too_many_columns);
  g_test_add_func ("/odata/metadata-bad/too-many-base-types", test_too_many_base_types);
  g_test_add_func ("/odata/metadata-bad/truncation", test_truncation);
  g_test_add_func ("/odata/metadata-bad/damage", test_damage);
  g_test_add_func ("/odata/metadata-bad/large", test_large);
  g_test_add_func ("/odata/metadata-bad/too-large", test_too_large);
  return g_test_run ();
}
