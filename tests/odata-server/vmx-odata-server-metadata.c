/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-server-private.h"

#define NAME_SPACE "VmxSample"

static const char *const edm_types[] = {
  [VMX_COLUMN_BOOLEAN] = "Edm.Boolean",
  [VMX_COLUMN_BYTE] = "Edm.Byte",
  [VMX_COLUMN_SBYTE] = "Edm.SByte",
  [VMX_COLUMN_INT16] = "Edm.Int16",
  [VMX_COLUMN_INT32] = "Edm.Int32",
  [VMX_COLUMN_INT64] = "Edm.Int64",
  [VMX_COLUMN_SINGLE] = "Edm.Single",
  [VMX_COLUMN_DOUBLE] = "Edm.Double",
  [VMX_COLUMN_DECIMAL] = "Edm.Decimal",
  [VMX_COLUMN_STRING] = "Edm.String",
  [VMX_COLUMN_DATE] = "Edm.Date",
  [VMX_COLUMN_TIME_OF_DAY] = "Edm.TimeOfDay",
  [VMX_COLUMN_TIMESTAMP] = "Edm.DateTimeOffset",
  [VMX_COLUMN_DURATION] = "Edm.Duration",
  [VMX_COLUMN_GUID] = "Edm.Guid",
  [VMX_COLUMN_BINARY] = "Edm.Binary",
  [VMX_COLUMN_STREAM] = "Edm.Stream",
  [VMX_COLUMN_JSON] = "Edm.Untyped",
};

static void
write_key (VmxObjectSchema *schema, GString *xml)
{
  g_string_append (xml, "<Key>");
  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (schema); i++)
    {
      guint column = vmx_object_schema_get_key_column_index (schema, i);

      g_string_append_printf (xml, "<PropertyRef Name=\"%s\"/>",
                              vmx_column_get_name (vmx_object_schema_get_column (schema, column)));
    }
  g_string_append (xml, "</Key>");
}

static void
write_facets (VmxColumn *column, GString *xml)
{
  if (!vmx_column_is_nullable (column))
    g_string_append (xml, " Nullable=\"false\"");
  if (vmx_column_get_max_length (column) > 0)
    g_string_append_printf (xml, " MaxLength=\"%u\"", vmx_column_get_max_length (column));
  if (vmx_column_get_column_type (column) != VMX_COLUMN_DECIMAL)
    return;
  if (vmx_column_get_precision (column) > 0)
    g_string_append_printf (xml, " Precision=\"%d\"", vmx_column_get_precision (column));
  if (vmx_column_get_scale (column) >= 0)
    g_string_append_printf (xml, " Scale=\"%d\"", vmx_column_get_scale (column));
  else
    g_string_append (xml, " Scale=\"variable\"");
}

static void
write_property (VmxServerSet *set, guint position, GString *xml)
{
  VmxColumn *column = vmx_object_schema_get_column (set->schema, position);

  g_string_append_printf (xml, "<Property Name=\"%s\" Type=\"%s\"", vmx_column_get_name (column),
                          edm_types[vmx_column_get_column_type (column)]);
  write_facets (column, xml);
  if (vmx_column_get_flags (column) & VMX_COLUMN_FLAG_COMPUTED
      || vmx_server_set_makes_key (set, position))
    g_string_append (xml, "><Annotation Term=\"Org.OData.Core.V1.Computed\" Bool=\"true\"/>"
                          "</Property>");
  else
    g_string_append (xml, "/>");
}

static void
write_navigation (VmxRelationship *relationship, GString *xml)
{
  gboolean is_many
      = vmx_relationship_get_relationship_type (relationship) == VMX_RELATIONSHIP_ONE_TO_MANY;
  const char *target = vmx_relationship_get_target (relationship);

  g_string_append_printf (xml, "<NavigationProperty Name=\"%s\" Type=\"",
                          vmx_relationship_get_name (relationship));
  g_string_append_printf (xml, is_many ? "Collection(" NAME_SPACE ".%s)\">" : NAME_SPACE ".%s\">",
                          target);
  for (guint i = 0; !is_many && i < vmx_relationship_get_n_columns (relationship); i++)
    g_string_append_printf (xml,
                            "<ReferentialConstraint Property=\"%s\" ReferencedProperty=\"%s\"/>",
                            vmx_relationship_get_source_column (relationship, i),
                            vmx_relationship_get_target_column (relationship, i));
  g_string_append (xml, "</NavigationProperty>");
}

static void
write_type (VmxServerSet *set, GString *xml)
{
  VmxObjectSchema *schema = set->schema;

  g_string_append_printf (xml, "<EntityType Name=\"%s\">", vmx_object_schema_get_name (schema));
  write_key (schema, xml);
  for (guint i = 0; i < vmx_object_schema_get_n_columns (schema); i++)
    write_property (set, i, xml);
  for (guint i = 0; i < vmx_object_schema_get_n_relationships (schema); i++)
    write_navigation (vmx_object_schema_get_relationship (schema, i), xml);
  g_string_append (xml, "</EntityType>");
}

static void
write_set (VmxObjectSchema *schema, GString *xml)
{
  const char *name = vmx_object_schema_get_name (schema);

  g_string_append_printf (xml, "<EntitySet Name=\"%s\" EntityType=\"" NAME_SPACE ".%s\">", name,
                          name);
  for (guint i = 0; i < vmx_object_schema_get_n_relationships (schema); i++)
    {
      VmxRelationship *relationship = vmx_object_schema_get_relationship (schema, i);

      g_string_append_printf (xml, "<NavigationPropertyBinding Path=\"%s\" Target=\"%s\"/>",
                              vmx_relationship_get_name (relationship),
                              vmx_relationship_get_target (relationship));
    }
  g_string_append (xml, "</EntitySet>");
}

void
vmx_server_write_metadata (VmxServerState *self, GString *xml)
{
  g_string_append (xml, "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
                        "<edmx:Edmx Version=\"4.0\" "
                        "xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\">"
                        "<edmx:DataServices><Schema Namespace=\"" NAME_SPACE "\" "
                        "xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">");
  for (guint i = 0; i < self->sets->len; i++)
    write_type (self->sets->pdata[i], xml);
  g_string_append (xml, "<EntityContainer Name=\"Container\">");
  for (guint i = 0; i < self->sets->len; i++)
    write_set (((VmxServerSet *) self->sets->pdata[i])->schema, xml);
  g_string_append (xml, "</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>");
}
