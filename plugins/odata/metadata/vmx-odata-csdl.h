/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a $metadata document says, whatever its form. Texts belong to the model and live as long as
 * it does. Names of types may use aliases; vmx_odata_csdl_resolve() writes them out. */

typedef struct
{
  const char *name; /* without "Collection()" */
  gboolean collection;
} VmxODataTypeRef;

/* -1 where nothing is known. */
typedef struct
{
  int max_length;
  int precision;
  int scale;
} VmxODataFacets;

typedef struct
{
  const char *name;
  VmxODataTypeRef type;
  gboolean nullable;
  VmxODataFacets facets;
  const char *default_text; /* nullable */
} VmxODataProperty;

/* Equal values: property is of the type that has the navigation, referenced of its target. */
typedef struct
{
  const char *property;
  const char *referenced;
} VmxODataConstraint;

typedef struct
{
  const char *name;
  VmxODataTypeRef type;
  const char *partner; /* nullable */
  gboolean contains_target;
  gboolean cascade;
  GArray *constraints; /* (element-type VmxODataConstraint) */
} VmxODataNavigation;

typedef struct
{
  const char *path;
  const char *alias; /* nullable */
} VmxODataKeyRef;

typedef enum
{
  VMX_ODATA_TYPE_ENTITY,
  VMX_ODATA_TYPE_COMPLEX,
  VMX_ODATA_TYPE_ENUM,
  VMX_ODATA_TYPE_DEFINITION,
} VmxODataTypeKind;

typedef struct
{
  VmxODataTypeKind kind;
  const char *name; /* with its namespace */
  const char *base; /* nullable; of a type definition: the underlying type */
  gboolean open;
  gboolean has_derived; /* once the model is complete */
  guint visit;
  VmxODataFacets facets;
  GArray *key;            /* (element-type VmxODataKeyRef) */
  GPtrArray *properties;  /* (element-type VmxODataProperty) */
  GPtrArray *navigations; /* (element-type VmxODataNavigation) */
} VmxODataType;

typedef struct
{
  const char *path;
  const char *target;
} VmxODataBinding;

typedef struct
{
  const char *name;
  const char *type;
  gboolean singleton;
  GArray *bindings; /* (element-type VmxODataBinding) */
} VmxODataSet;

typedef struct
{
  const char *name;    /* with its namespace */
  const char *extends; /* nullable */
  GPtrArray *sets;     /* (element-type VmxODataSet) */
} VmxODataContainer;

/* One value of a term that this plugin knows; others are not kept. */
typedef struct
{
  const char *target;
  const char *term;
  gboolean flag;
  GPtrArray *paths; /* (element-type utf8) */
} VmxODataAnnotation;

typedef struct
{
  const char *version;
  GPtrArray *types;      /* (element-type VmxODataType) */
  GPtrArray *containers; /* (element-type VmxODataContainer) */
  GPtrArray *notes;      /* (element-type utf8) */

  /* Private */
  GStringChunk *strings;
  GHashTable *types_by_name;
  GHashTable *namespaces; /* alias to namespace */
  GHashTable *own;        /* namespaces that the document defines */
  GHashTable *included;   /* namespaces that other documents define */
  GPtrArray *loose;       /* annotations whose names are not resolved yet */
  GHashTable *annotations;
} VmxODataCsdl;

#define VMX_ODATA_TERM_COMPUTED "Org.OData.Core.V1.Computed"
#define VMX_ODATA_TERM_COMPUTED_DEFAULT "Org.OData.Core.V1.ComputedDefaultValue"
#define VMX_ODATA_TERM_IMMUTABLE "Org.OData.Core.V1.Immutable"
#define VMX_ODATA_TERM_CONCURRENCY "Org.OData.Core.V1.OptimisticConcurrency"
#define VMX_ODATA_TERM_TOP_SUPPORTED "Org.OData.Capabilities.V1.TopSupported"
#define VMX_ODATA_TERM_BATCH_SUPPORTED "Org.OData.Capabilities.V1.BatchSupported"

VmxODataCsdl *vmx_odata_csdl_new (void);
void vmx_odata_csdl_free (VmxODataCsdl *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxODataCsdl, vmx_odata_csdl_free)

/* Building */
const char *vmx_odata_csdl_keep (VmxODataCsdl *self, const char *text);
gboolean vmx_odata_csdl_set_version (VmxODataCsdl *self, const char *version, GError **error);
gboolean vmx_odata_csdl_add_namespace (VmxODataCsdl *self, const char *name, const char *alias,
                                       gboolean own, GError **error);
void vmx_odata_csdl_add_note (VmxODataCsdl *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
VmxODataType *vmx_odata_csdl_add_type (VmxODataCsdl *self, VmxODataTypeKind kind,
                                       const char *name_space, const char *name, GError **error);
VmxODataContainer *vmx_odata_csdl_add_container (VmxODataCsdl *self, const char *name_space,
                                                 const char *name);
VmxODataProperty *vmx_odata_csdl_add_property (VmxODataCsdl *self, VmxODataType *type,
                                               const char *name);
VmxODataNavigation *vmx_odata_csdl_add_navigation (VmxODataCsdl *self, VmxODataType *type,
                                                   const char *name);
VmxODataSet *vmx_odata_csdl_add_set (VmxODataCsdl *self, VmxODataContainer *container,
                                     const char *name, gboolean singleton);
/* Metadata can have 100,000 annotations of which we need ten. */
gboolean vmx_odata_csdl_is_kept_term (const char *term);
VmxODataAnnotation *vmx_odata_csdl_add_annotation (VmxODataCsdl *self, const char *target,
                                                   const char *term);
void vmx_odata_csdl_parse_type (VmxODataCsdl *self, const char *text, VmxODataTypeRef *type);
/* -1 where the facet says that there is no limit, or says it in a way that nobody knows: that costs
 * an early check, not the whole service. */
int vmx_odata_csdl_parse_facet (VmxODataCsdl *self, const char *owner, const char *facet,
                                const char *text);
/* Resolves what could only be resolved once everything was read. */
gboolean vmx_odata_csdl_complete (VmxODataCsdl *self, GError **error);

/* Reading */
/* Writes the alias at the start of a name out. */
const char *vmx_odata_csdl_resolve (VmxODataCsdl *self, const char *name);
VmxODataType *vmx_odata_csdl_find_type (VmxODataCsdl *self, const char *name);
/* Whether a name belongs to another document to which this one refers. */
gboolean vmx_odata_csdl_is_elsewhere (VmxODataCsdl *self, const char *name);
const VmxODataAnnotation *vmx_odata_csdl_find_annotation (VmxODataCsdl *self, const char *target,
                                                          const char *term);

G_END_DECLS
