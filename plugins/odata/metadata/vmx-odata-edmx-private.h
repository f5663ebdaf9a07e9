/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-odata-csdl.h"

G_BEGIN_DECLS

/* What vmx-odata-edmx.c (the parser) and vmx-odata-edmx-elements.c (what elements mean) share. */

typedef enum
{
  IN_DOCUMENT,
  IN_EDMX,
  IN_REFERENCE,
  IN_DATA_SERVICES,
  IN_SCHEMA,
  IN_TYPE,
  IN_KEY,
  IN_PROPERTY,
  IN_NAVIGATION,
  IN_CONTAINER,
  IN_SET,
  IN_ANNOTATIONS,
  IN_ANNOTATION,
  IN_COLLECTION,
  IN_FLAG,
  IN_PATH,
  IN_LEAF,
  IN_OTHER,
} VmxODataPlace;

typedef struct
{
  const char *name; /* without prefix */
  const char **attributes;
  const char **values;
} VmxODataElement;

typedef struct
{
  VmxODataCsdl *csdl;
  GMarkupParseContext *context;
  GArray *places; /* (element-type VmxODataPlace) */
  gboolean saw_root;

  /* What the open elements are about */
  const char *name_space;
  const char *target;
  VmxODataType *type;
  VmxODataProperty *property;
  VmxODataNavigation *navigation;
  VmxODataContainer *container;
  VmxODataSet *set;
  VmxODataAnnotation *annotation;
  GString *text;
} VmxODataEdmxReader;

/* What an element says when it opens. */
typedef gboolean (*VmxODataStartFunc) (VmxODataEdmxReader *self, const VmxODataElement *element,
                                       GError **error);

typedef struct
{
  VmxODataPlace parent;
  const char *name; /* NULL for any */
  VmxODataPlace place;
  VmxODataStartFunc start; /* nullable */
} VmxODataRule;

/* The rule for an element in a place, or NULL if nobody needs it. */
const VmxODataRule *vmx_odata_edmx_find_rule (VmxODataPlace parent, const char *name);

/* What the text of a Bool element says; otherwise where it is no such text. */
gboolean vmx_odata_edmx_parse_boolean (const char *text, gboolean otherwise);
/* Returns FALSE. The error names line and column. */
gboolean vmx_odata_edmx_fail (VmxODataEdmxReader *self, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

G_END_DECLS
