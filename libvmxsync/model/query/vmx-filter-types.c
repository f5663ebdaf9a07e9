/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-filter-types-private.h"

#include <string.h>

#define NUMBER VMX_FILTER_TYPE_NUMBER
#define DATE VMX_FILTER_TYPE_DATE
#define TIMESTAMP VMX_FILTER_TYPE_TIMESTAMP
#define DURATION VMX_FILTER_TYPE_DURATION

#define EDM_PREFIX "Edm."

typedef struct
{
  const char *name;
  VmxFilterType type;
} NamedType;

typedef struct
{
  VmxQueryKind operation;
  VmxFilterType left;
  VmxFilterType right;
  VmxFilterType result;
} Calculation;

static const VmxFilterType column_types[] = {
  [VMX_COLUMN_BOOLEAN] = VMX_FILTER_TYPE_BOOLEAN,
  [VMX_COLUMN_BYTE] = NUMBER,
  [VMX_COLUMN_SBYTE] = NUMBER,
  [VMX_COLUMN_INT16] = NUMBER,
  [VMX_COLUMN_INT32] = NUMBER,
  [VMX_COLUMN_INT64] = NUMBER,
  [VMX_COLUMN_SINGLE] = NUMBER,
  [VMX_COLUMN_DOUBLE] = NUMBER,
  [VMX_COLUMN_DECIMAL] = NUMBER,
  [VMX_COLUMN_STRING] = VMX_FILTER_TYPE_TEXT,
  [VMX_COLUMN_DATE] = DATE,
  [VMX_COLUMN_TIME_OF_DAY] = VMX_FILTER_TYPE_TIME_OF_DAY,
  [VMX_COLUMN_TIMESTAMP] = TIMESTAMP,
  [VMX_COLUMN_DURATION] = DURATION,
  [VMX_COLUMN_GUID] = VMX_FILTER_TYPE_GUID,
  [VMX_COLUMN_BINARY] = VMX_FILTER_TYPE_BINARY,
  [VMX_COLUMN_STREAM] = VMX_FILTER_TYPE_UNKNOWN,
  [VMX_COLUMN_JSON] = VMX_FILTER_TYPE_UNKNOWN,
};

static const NamedType edm_types[] = {
  { "Binary", VMX_FILTER_TYPE_BINARY },
  { "Boolean", VMX_FILTER_TYPE_BOOLEAN },
  { "Byte", NUMBER },
  { "Date", DATE },
  { "DateTimeOffset", TIMESTAMP },
  { "Decimal", NUMBER },
  { "Double", NUMBER },
  { "Duration", DURATION },
  { "Guid", VMX_FILTER_TYPE_GUID },
  { "Int16", NUMBER },
  { "Int32", NUMBER },
  { "Int64", NUMBER },
  { "SByte", NUMBER },
  { "Single", NUMBER },
  { "Stream", VMX_FILTER_TYPE_UNKNOWN },
  { "String", VMX_FILTER_TYPE_TEXT },
  { "TimeOfDay", VMX_FILTER_TYPE_TIME_OF_DAY },
};

static const char *const edm_geo_shapes[] = {
  "", "Collection", "LineString", "MultiLineString", "MultiPoint", "MultiPolygon", "Point",
  "Polygon",
};

/* In the order of their flags. */
static const char *const descriptions[] = {
  "null", "a condition", "a number", "text", "a date", "a time of day", "a timestamp",
  "a duration", "a GUID", "bytes", "an enumeration", "a list", "an object",
};

static const Calculation calculations[] = {
  { VMX_QUERY_ADD, NUMBER, NUMBER, NUMBER },
  { VMX_QUERY_ADD, DATE, DURATION, DATE },
  { VMX_QUERY_ADD, TIMESTAMP, DURATION, TIMESTAMP },
  { VMX_QUERY_ADD, DURATION, DURATION, DURATION },
  { VMX_QUERY_SUB, NUMBER, NUMBER, NUMBER },
  { VMX_QUERY_SUB, DATE, DURATION, DATE },
  { VMX_QUERY_SUB, TIMESTAMP, DURATION, TIMESTAMP },
  { VMX_QUERY_SUB, DURATION, DURATION, DURATION },
  { VMX_QUERY_SUB, DATE, DATE, DURATION },
  { VMX_QUERY_SUB, TIMESTAMP, TIMESTAMP, DURATION },
  { VMX_QUERY_MUL, NUMBER, NUMBER, NUMBER },
  { VMX_QUERY_MUL, DURATION, NUMBER, DURATION },
  { VMX_QUERY_MUL, NUMBER, DURATION, DURATION },
  { VMX_QUERY_DIV, NUMBER, NUMBER, NUMBER },
  { VMX_QUERY_DIV, DURATION, NUMBER, DURATION },
  { VMX_QUERY_DIVBY, NUMBER, NUMBER, NUMBER },
  { VMX_QUERY_DIVBY, DURATION, NUMBER, DURATION },
  { VMX_QUERY_MOD, NUMBER, NUMBER, NUMBER },
};

VmxFilterType
vmx_filter_type_from_column (VmxColumnType type)
{
  return column_types[type];
}

static gboolean
is_geo (const char *name)
{
  const char *shape = NULL;

  if (g_str_has_prefix (name, "Geography"))
    shape = name + strlen ("Geography");
  else if (g_str_has_prefix (name, "Geometry"))
    shape = name + strlen ("Geometry");
  for (guint i = 0; shape != NULL && i < G_N_ELEMENTS (edm_geo_shapes); i++)
    {
      if (strcmp (shape, edm_geo_shapes[i]) == 0)
        return TRUE;
    }
  return FALSE;
}

gboolean
vmx_filter_type_from_name (const char *name, VmxFilterType *type)
{
  *type = VMX_FILTER_TYPE_UNKNOWN;
  if (!g_str_has_prefix (name, EDM_PREFIX))
    return TRUE;
  name += strlen (EDM_PREFIX);
  for (guint i = 0; i < G_N_ELEMENTS (edm_types); i++)
    {
      if (strcmp (edm_types[i].name, name) == 0)
        {
          *type = edm_types[i].type;
          return TRUE;
        }
    }
  return is_geo (name);
}

char *
vmx_filter_type_describe (VmxFilterType type)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (descriptions); i++)
    {
      if ((type & (1 << i)) == 0)
        continue;
      if (text->len > 0)
        g_string_append (text, " or ");
      g_string_append (text, descriptions[i]);
    }
  return g_string_free (text, FALSE);
}

VmxFilterType
vmx_filter_type_calculate (VmxQueryKind operation, VmxFilterType left, VmxFilterType right)
{
  for (guint i = 0; i < G_N_ELEMENTS (calculations); i++)
    {
      if (calculations[i].operation == operation && calculations[i].left == left
          && calculations[i].right == right)
        return calculations[i].result;
    }
  return VMX_FILTER_TYPE_UNKNOWN;
}
