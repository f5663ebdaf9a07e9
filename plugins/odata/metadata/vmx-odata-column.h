/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-odata-object.h"

G_BEGIN_DECLS

/* Makes the column for a property that an object has from one of its types. NULL when the metadata
 * does not define the type of the property. */
VmxColumn *vmx_odata_column_new (VmxODataCsdl *csdl, const VmxODataObject *object,
                                 const VmxODataType *owner, const VmxODataProperty *property);

G_END_DECLS
