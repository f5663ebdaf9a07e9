/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "metadata-documents.h"
#include "vmx-odata-schema.h"
#include "vmx-test.h"

#include <string.h>

#define NULLABLE VMX_COLUMN_FLAG_NULLABLE
#define COMPUTED VMX_COLUMN_FLAG_COMPUTED
#define IMMUTABLE VMX_COLUMN_FLAG_IMMUTABLE
#define HAS_DEFAULT VMX_COLUMN_FLAG_HAS_DEFAULT

static VmxColumn *
get_column (VmxObjectSchema *object, const char *name)
{
  VmxColumn *column = vmx_object_schema_find_column (object, name);

  g_assert_nonnull (column);
  return column;
}

static void
assert_column (VmxObjectSchema *object, const char *name, VmxColumnType type, const char *type_name,
               VmxColumnFlags flags)
{
  VmxColumn *column = get_column (object, name);

  g_assert_cmpint (vmx_column_get_column_type (column), ==, type);
  g_assert_cmpstr (vmx_column_get_type_name (column), ==, type_name);
  g_assert_cmpint (vmx_column_get_flags (column), ==, flags);
}

static void
assert_index (VmxObjectSchema *object, guint position, const char *columns)
{
  const char *const *index = vmx_object_schema_get_index (object, position);
  g_autofree char *found = index != NULL ? g_strjoinv (" ", (char **) index) : NULL;

  g_assert_cmpstr (found, ==, columns);
}

/* --- Mapping --- */

static void
test_columns (void)
{
  g_autofree char *text = metadata_load ("warehouse.xml");
  g_autoptr(VmxServiceSchema) schema = metadata_read (text);
  VmxObjectSchema *products = metadata_get_object (schema, "Products");

  g_assert_cmpstr (vmx_service_schema_get_version (schema), ==, "4.01");
  g_assert_cmpstr (vmx_object_schema_get_type_name (products), ==, "Example.Warehouse.Product");
  g_assert_true (vmx_object_schema_is_open (products));
  assert_column (products, "createdAt", VMX_COLUMN_TIMESTAMP, "Edm.DateTimeOffset",
                 NULLABLE | COMPUTED | IMMUTABLE | HAS_DEFAULT);
  assert_column (products, "modifiedAt", VMX_COLUMN_TIMESTAMP, "Edm.DateTimeOffset",
                 NULLABLE | COMPUTED);
  assert_column (products, "ID", VMX_COLUMN_GUID, "Edm.Guid", 0);
  assert_column (products, "Name", VMX_COLUMN_STRING, "Edm.String", 0);
  assert_column (products, "Code", VMX_COLUMN_STRING, "Example.Base.Code", NULLABLE | IMMUTABLE);
  assert_column (products, "Price", VMX_COLUMN_DECIMAL, "Example.Base.Money", HAS_DEFAULT);
  assert_column (products, "Weight", VMX_COLUMN_DECIMAL, "Edm.Decimal", NULLABLE);
  assert_column (products, "Colours", VMX_COLUMN_STRING, "Example.Base.Colour", NULLABLE);
  assert_column (products, "Origin", VMX_COLUMN_JSON, "Example.Base.Address", 0);
  assert_column (products, "Tags", VMX_COLUMN_JSON, "Collection(Edm.String)", NULLABLE);
  assert_column (products, "Hints", VMX_COLUMN_JSON, "Far.Away.Hint", NULLABLE);
  assert_column (products, "Number", VMX_COLUMN_INT32, "Edm.Int32", HAS_DEFAULT);
  assert_column (metadata_get_object (schema, "Categories"), "createdAt", VMX_COLUMN_TIMESTAMP,
                 "Edm.DateTimeOffset", NULLABLE | COMPUTED | IMMUTABLE);
  g_assert_cmpstr (vmx_column_get_name (vmx_object_schema_get_column (products, 0)), ==,
                   "createdAt");
}

static void
test_facets (void)
{
  g_autofree char *text = metadata_load ("warehouse.xml");
  g_autoptr(VmxServiceSchema) schema = metadata_read (text);
  VmxObjectSchema *products = metadata_get_object (schema, "Products");
  VmxColumn *price = get_column (products, "Price");
  VmxColumn *weight = get_column (products, "Weight");

  g_assert_cmpuint (vmx_column_get_max_length (get_column (products, "Name")), ==, 0);
  g_assert_cmpuint (vmx_column_get_max_length (get_column (products, "Code")), ==, 8);
  g_assert_cmpuint (vmx_column_get_max_length (get_column (products, "ShortCode")), ==, 4);
  g_assert_cmpuint (vmx_column_get_max_length (get_column (products, "Tags")), ==, 0);
  g_assert_cmpint (vmx_column_get_precision (price), ==, 15);
  g_assert_cmpint (vmx_column_get_scale (price), ==, 2);
  g_assert_cmpstr (vmx_column_get_default (price), ==, "0.00");
  g_assert_cmpint (vmx_column_get_precision (weight), ==, 10);
  g_assert_cmpint (vmx_column_get_scale (weight), ==, -1);
  g_assert_cmpint (vmx_column_get_precision (get_column (products, "createdAt")), ==, 7);
}

static void
test_relationships (void)
{
  g_autofree char *text = metadata_load ("warehouse.xml");
  g_autoptr(VmxServiceSchema) schema = metadata_read (text);
  VmxObjectSchema *products = metadata_get_object (schema, "Products");
  VmxObjectSchema *lines = metadata_get_object (schema, "OrderLines");
  VmxObjectSchema *orders = metadata_get_object (schema, "Orders");

  assert_relation (metadata_get_object (schema, "Categories"), "Products",
                   VMX_RELATIONSHIP_ONE_TO_MANY, "Products", FALSE, "ID=Category_ID");
  assert_relation (products, "Category", VMX_RELATIONSHIP_MANY_TO_ONE, "Categories", FALSE,
                   "Category_ID=ID");
  assert_relation (products, "Label", VMX_RELATIONSHIP_ONE_TO_ONE, "Labels", FALSE,
                   "ID=Product_ID");
  assert_relation (metadata_get_object (schema, "Labels"), "Product", VMX_RELATIONSHIP_MANY_TO_ONE,
                   "Products", FALSE, "Product_ID=ID");
  assert_relation (orders, "Lines", VMX_RELATIONSHIP_ONE_TO_MANY, "OrderLines", TRUE,
                   "ID=Order_ID");
  assert_relation (lines, "Order", VMX_RELATIONSHIP_MANY_TO_ONE, "Orders", TRUE, "Order_ID=ID");
  assert_relation (lines, "Place", VMX_RELATIONSHIP_MANY_TO_ONE, "Places", FALSE,
                   "Site=Site Bin=Bin");
  g_assert_cmpuint (vmx_object_schema_get_n_relationships (products), ==, 2);
  g_assert_cmpuint (vmx_object_schema_get_n_relationships (lines), ==, 2);
  g_assert_cmpuint (vmx_object_schema_get_n_relationships (orders), ==, 1);
  g_assert_true (vmx_object_schema_has_navigation (products, "Related"));
  g_assert_true (vmx_object_schema_has_navigation (lines, "Broken"));
  g_assert_true (vmx_object_schema_has_navigation (orders, "Remarks"));
  metadata_assert_note (schema, "“OrderLines”: the relationship “Broken” is not used");
  metadata_assert_note (schema, "“Orders/Remarks”: contained records");
}

/* A foreign key gets an index, unless it is the start of the key. */
static void
test_indexes (void)
{
  g_autofree char *text = metadata_load ("warehouse.xml");
  g_autoptr(VmxServiceSchema) schema = metadata_read (text);

  assert_index (metadata_get_object (schema, "Products"), 0, "Category_ID");
  assert_index (metadata_get_object (schema, "Products"), 1, NULL);
  assert_index (metadata_get_object (schema, "OrderLines"), 0, "Site Bin");
  assert_index (metadata_get_object (schema, "OrderLines"), 1, NULL);
  assert_index (metadata_get_object (schema, "Labels"), 0, NULL);
}

static void
test_what_is_kept (void)
{
  static const char *const kept[]
      = { "Categories", "Products", "Labels", "Orders", "OrderLines", "Places" };
  g_autofree char *text = metadata_load ("warehouse.xml");
  g_autoptr(VmxServiceSchema) schema = metadata_read (text);
  VmxObjectSchema *orders = metadata_get_object (schema, "Orders");

  g_assert_cmpuint (vmx_service_schema_get_n_objects (schema), ==, G_N_ELEMENTS (kept));
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    g_assert_cmpstr (vmx_object_schema_get_name (vmx_service_schema_get_object (schema, i)), ==,
                     kept[i]);
  metadata_assert_note (schema, "“Log” is left out: its type has no key");
  metadata_assert_note (schema, "“Nests” is left out: its key is inside a complex property");
  metadata_assert_note (schema, "“Strangers” is left out: its type is defined in another");
  metadata_assert_note (schema, "the singleton “Owner” is left out");
  metadata_assert_note (schema, "“Orders” of the container “Example.Base.Common” is left out");
  metadata_assert_note (schema, "does not know $batch");
  metadata_assert_note (schema, "“Orders”: only the columns of “Example.Warehouse.Order”");
  g_assert_true (vmx_object_schema_is_open (orders));
  g_assert_null (vmx_object_schema_find_column (orders, "Reason"));
  g_assert_false (vmx_object_schema_is_open (metadata_get_object (schema, "Categories")));
}

static void
test_settings (void)
{
  g_autofree char *text = metadata_load ("warehouse.xml");
  g_autoptr(VmxServiceSchema) schema = metadata_read (text);
  VmxObjectSchema *products = metadata_get_object (schema, "Products");
  VmxObjectSchema *orders = metadata_get_object (schema, "Orders");

  g_assert_cmpstr (vmx_object_schema_get_setting (products, "etag-column"), ==, "modifiedAt");
  g_assert_null (vmx_object_schema_get_setting (products, "top-supported"));
  g_assert_null (vmx_object_schema_get_change_tracking_column (products));
  g_assert_null (vmx_object_schema_get_setting (orders, "etag-column"));
  g_assert_cmpstr (vmx_object_schema_get_setting (orders, "top-supported"), ==, "false");
}

static void
test_cap (void)
{
  g_autofree char *text = metadata_load ("staff-cap.xml");
  g_autoptr(VmxServiceSchema) schema = metadata_read (text);
  VmxObjectSchema *people = metadata_get_object (schema, "People");

  assert_column (people, "createdAt", VMX_COLUMN_TIMESTAMP, "Edm.DateTimeOffset",
                 NULLABLE | COMPUTED | IMMUTABLE);
  assert_column (people, "modifiedBy", VMX_COLUMN_STRING, "Edm.String", NULLABLE);
  assert_column (people, "grade", VMX_COLUMN_INT32, "Edm.Int32", NULLABLE | HAS_DEFAULT);
  g_assert_cmpstr (vmx_object_schema_get_setting (people, "etag-column"), ==, "modifiedAt");
  assert_relation (people, "team", VMX_RELATIONSHIP_MANY_TO_ONE, "Teams", TRUE, "team_ID=ID");
  assert_relation (people, "boss", VMX_RELATIONSHIP_MANY_TO_ONE, "People", FALSE, "boss_ID=ID");
  assert_relation (metadata_get_object (schema, "Teams"), "members", VMX_RELATIONSHIP_ONE_TO_MANY,
                   "People", TRUE, "ID=team_ID");
  assert_index (people, 0, "team_ID");
  assert_index (people, 1, "boss_ID");
  g_assert_null (vmx_service_schema_get_notes (schema)[0]);
}

static void
test_json_is_equal (void)
{
  g_autofree char *xml = metadata_load ("warehouse.xml");
  g_autofree char *json = metadata_load ("warehouse.json");
  g_autoptr(VmxServiceSchema) from_xml = metadata_read (xml);
  g_autoptr(VmxServiceSchema) from_json = metadata_read (json);
  g_autofree char *xml_schema = vmx_service_schema_to_json (from_xml);
  g_autofree char *json_schema = vmx_service_schema_to_json (from_json);

  g_assert_cmpstr (xml_schema, ==, json_schema);
}

static void
test_edm_types (void)
{
  static const struct
  {
    const char *edm;
    VmxColumnType type;
  } cases[] = {
    { "Edm.Binary", VMX_COLUMN_BINARY },
    { "Edm.Boolean", VMX_COLUMN_BOOLEAN },
    { "Edm.Byte", VMX_COLUMN_BYTE },
    { "Edm.Date", VMX_COLUMN_DATE },
    { "Edm.DateTimeOffset", VMX_COLUMN_TIMESTAMP },
    { "Edm.Decimal", VMX_COLUMN_DECIMAL },
    { "Edm.Double", VMX_COLUMN_DOUBLE },
    { "Edm.Duration", VMX_COLUMN_DURATION },
    { "Edm.Guid", VMX_COLUMN_GUID },
    { "Edm.Int16", VMX_COLUMN_INT16 },
    { "Edm.Int32", VMX_COLUMN_INT32 },
    { "Edm.Int64", VMX_COLUMN_INT64 },
    { "Edm.SByte", VMX_COLUMN_SBYTE },
    { "Edm.Single", VMX_COLUMN_SINGLE },
    { "Edm.Stream", VMX_COLUMN_STREAM },
    { "Edm.String", VMX_COLUMN_STRING },
    { "Edm.TimeOfDay", VMX_COLUMN_TIME_OF_DAY },
    { "Edm.Geography", VMX_COLUMN_JSON },
    { "Edm.GeographyPoint", VMX_COLUMN_JSON },
    { "Edm.GeographyCollection", VMX_COLUMN_JSON },
    { "Edm.GeometryMultiPolygon", VMX_COLUMN_JSON },
    { "Edm.Untyped", VMX_COLUMN_JSON },
    { "Edm.PrimitiveType", VMX_COLUMN_JSON },
    { "Edm.ComplexType", VMX_COLUMN_JSON },
    { "Collection(Edm.Stream)", VMX_COLUMN_JSON },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *property
          = g_strdup_printf ("<Property Name='p' Type='%s' Nullable='false'/>", cases[i].edm);
      g_autofree char *text = metadata_with_properties (property);
      g_autoptr(VmxServiceSchema) schema = metadata_read (text);
      gboolean nullable
          = cases[i].type == VMX_COLUMN_STREAM || g_str_has_prefix (cases[i].edm, "Collection");

      assert_column (metadata_get_object (schema, "Things"), "p", cases[i].type, cases[i].edm,
                     nullable ? NULLABLE : 0);
    }
}

/* --- Leniency --- */

static void
test_prefixes_and_marks (void)
{
  static const char document[]
      = "\xef\xbb\xbf \n<?xml version='1.0'?><!-- <html> --><Edmx Version='4.0'><any:DataServices>"
        "<e:Schema Namespace='N' Alias='Self'><e:EntityType Name='T'><e:Key>"
        "<e:PropertyRef Name='ID'/></e:Key><e:Property sap:Type='x' Name='ID' Type='Edm.String' "
        "MaxLength='many'/></e:EntityType><unknown><e:EntityType/></unknown>"
        "<e:EntityContainer Name='C'><e:EntitySet Name='&#x54;s' EntityType='Self.T'/>"
        "</e:EntityContainer></e:Schema></any:DataServices></Edmx>\n";
  g_autoptr(VmxServiceSchema) schema = metadata_read (document);

  assert_column (metadata_get_object (schema, "Ts"), "ID", VMX_COLUMN_STRING, "Edm.String", 0);
  metadata_assert_note (schema, "MaxLength “many” of “ID” is not known");
}

static void
test_bad_sets_are_left_out (void)
{
  static const struct
  {
    const char *type;
    const char *note;
  } cases[] = {
    { "<EntityType Name='X'><Key><PropertyRef Name='No'/></Key></EntityType>",
      "its key names a property that it does not have" },
    { "<EntityType Name='X'><Key><PropertyRef Name='S'/></Key>"
      "<Property Name='S' Type='Edm.Stream'/></EntityType>",
      "not a simple value" },
    { "<EntityType Name='X'><Key><PropertyRef Name='a'/></Key><Property Name='a' Type='Edm.Byte'/>"
      "<Property Name='a' Type='Edm.Byte'/></EntityType>",
      "two properties of the same name" },
    { "<ComplexType Name='X'/>", "not an entity type" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *contents = g_strconcat (
          cases[i].type,
          "<EntityType Name='T'><Key><PropertyRef Name='ID'/></Key><Property Name='ID' "
          "Type='Edm.Int32'/></EntityType><EntityContainer Name='C'>"
          "<EntitySet Name='Bad' EntityType='N.X'/><EntitySet Name='Good' EntityType='N.T'/>"
          "</EntityContainer>",
          NULL);
      g_autofree char *text = metadata_wrap (contents);
      g_autoptr(VmxServiceSchema) schema = metadata_read (text);

      g_assert_cmpuint (vmx_service_schema_get_n_objects (schema), ==, 1);
      metadata_get_object (schema, "Good");
      metadata_assert_note (schema, cases[i].note);
    }
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/odata/metadata/columns", test_columns);
  g_test_add_func ("/odata/metadata/facets", test_facets);
  g_test_add_func ("/odata/metadata/relationships", test_relationships);
  g_test_add_func ("/odata/metadata/indexes", test_indexes);
  g_test_add_func ("/odata/metadata/what-is-kept", test_what_is_kept);
  g_test_add_func ("/odata/metadata/settings", test_settings);
  g_test_add_func ("/odata/metadata/cap", test_cap);
  g_test_add_func ("/odata/metadata/json-is-equal", test_json_is_equal);
  g_test_add_func ("/odata/metadata/edm-types", test_edm_types);
  g_test_add_func ("/odata/metadata/prefixes-and-marks", test_prefixes_and_marks);
  g_test_add_func ("/odata/metadata/bad-sets", test_bad_sets_are_left_out);
  return g_test_run ();
}
