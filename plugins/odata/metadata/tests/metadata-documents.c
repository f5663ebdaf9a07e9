/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "metadata-documents.h"

#include "vmx-odata-schema.h"
#include "vmx-test.h"

#include <string.h>

char *
metadata_load (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "plugins", "odata", "metadata",
                                                 "tests", "data", name, NULL);
  g_autoptr(GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

char *
metadata_wrap (const char *contents)
{
  return g_strconcat ("<x:Edmx Version='4.0' xmlns:x='http://docs.oasis-open.org/odata/ns/edmx'>"
                      "<x:DataServices><Schema Namespace='N'>",
                      contents, "</Schema></x:DataServices></x:Edmx>", NULL);
}

char *
metadata_with_properties (const char *properties)
{
  g_autofree char *contents = g_strconcat (
      "<EntityType Name='T'><Key><PropertyRef Name='ID'/></Key>"
      "<Property Name='ID' Type='Edm.Int32'/>",
      properties,
      "</EntityType><EntityContainer Name='C'><EntitySet Name='Things' EntityType='N.T'/>"
      "</EntityContainer>",
      NULL);

  return metadata_wrap (contents);
}

static void
append_set (GString *text, guint number, guint n_columns)
{
  g_string_append_printf (text,
                          "<EntityType Name='Type%u'><Key><PropertyRef Name='ID'/></Key>\n"
                          "<Property Name='ID' Type='Edm.Int64' Nullable='false'/>\n",
                          number);
  for (guint i = 0; i < n_columns; i++)
    g_string_append_printf (text,
                            "<Property Name='AColumnWithALongName%u' Type='Edm.String' "
                            "MaxLength='%u'><Annotation Term='Core.Computed'/></Property>\n",
                            i, i + 1);
  g_string_append_printf (text,
                          "<NavigationProperty Name='Next' Type='N.Type%u'><ReferentialConstraint "
                          "Property='ID' ReferencedProperty='ID'/></NavigationProperty>"
                          "</EntityType>\n",
                          number == 0 ? 0 : number - 1);
}

char *
metadata_generate (guint n_sets, guint n_columns)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < n_sets; i++)
    append_set (text, i, n_columns);
  g_string_append (text, "<EntityContainer Name='C'>");
  for (guint i = 0; i < n_sets; i++)
    g_string_append_printf (text,
                            "<EntitySet Name='Set%u' EntityType='N.Type%u'>"
                            "<NavigationPropertyBinding Path='Next' Target='Set%u'/></EntitySet>\n",
                            i, i, i == 0 ? 0 : i - 1);
  g_string_append (text, "</EntityContainer>");
  return metadata_wrap (text->str);
}

VmxServiceSchema *
metadata_read (const char *text)
{
  g_autoptr(GError) error = NULL;
  VmxServiceSchema *schema = vmx_odata_schema_from_metadata (text, strlen (text), NULL, &error);

  g_assert_no_error (error);
  g_assert_false (vmx_service_schema_is_sealed (schema));
  vmx_service_schema_seal (schema, &error);
  g_assert_no_error (error);
  return schema;
}

void
metadata_assert_error (const char *text, gssize length, int code, const char *part)
{
  g_autoptr(GError) error = NULL;
  gsize size = length >= 0 ? (gsize) length : strlen (text);
  /* A copy of the exact size, so that tools see each read behind the end. */
  g_autofree char *copy = g_memdup2 (text, MAX (size, 1));
  VmxServiceSchema *schema = vmx_odata_schema_from_metadata (copy, size, "text/xml", &error);

  g_assert_null (schema);
  vmx_assert_error (error, VMX_ERROR, code, part);
}

void
metadata_assert_note (VmxServiceSchema *schema, const char *part)
{
  const char *const *notes = vmx_service_schema_get_notes (schema);

  for (guint i = 0; notes[i] != NULL; i++)
    if (strstr (notes[i], part) != NULL)
      return;
  g_error ("no note says “%s”", part);
}

VmxObjectSchema *
metadata_get_object (VmxServiceSchema *schema, const char *name)
{
  VmxObjectSchema *object = vmx_service_schema_find_object (schema, name);

  g_assert_nonnull (object);
  return object;
}

void
assert_relation (VmxObjectSchema *object, const char *name, VmxRelationshipType type,
                 const char *target, gboolean cascade, const char *pairs)
{
  g_autoptr(GString) found = g_string_new (NULL);
  VmxRelationship *relationship = NULL;

  for (guint i = 0; i < vmx_object_schema_get_n_relationships (object); i++)
    if (g_str_equal (vmx_relationship_get_name (vmx_object_schema_get_relationship (object, i)),
                     name))
      relationship = vmx_object_schema_get_relationship (object, i);
  g_assert_nonnull (relationship);
  g_assert_cmpint (vmx_relationship_get_relationship_type (relationship), ==, type);
  g_assert_cmpstr (vmx_relationship_get_target (relationship), ==, target);
  g_assert_cmpint (vmx_relationship_get_cascade (relationship), ==, cascade);
  for (guint i = 0; i < vmx_relationship_get_n_columns (relationship); i++)
    g_string_append_printf (found, "%s%s=%s", i > 0 ? " " : "",
                            vmx_relationship_get_source_column (relationship, i),
                            vmx_relationship_get_target_column (relationship, i));
  g_assert_cmpstr (found->str, ==, pairs);
}
