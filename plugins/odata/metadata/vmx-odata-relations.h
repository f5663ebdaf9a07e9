/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-odata-object.h"

G_BEGIN_DECLS

/* Adds navigations, relationships and their indexes to the schema of an object. objects holds all
 * kept objects by name. */
void vmx_odata_relations_add (VmxODataCsdl *csdl, VmxODataObject *object, GHashTable *objects);

G_END_DECLS
