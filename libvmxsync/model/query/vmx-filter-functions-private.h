/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What an expression can be, as far as filters care. Flags, so that a set of types is one too. */
typedef enum
{
  VMX_FILTER_TYPE_UNKNOWN = 0,
  VMX_FILTER_TYPE_NULL = 1 << 0,
  VMX_FILTER_TYPE_BOOLEAN = 1 << 1,
  VMX_FILTER_TYPE_NUMBER = 1 << 2,
  VMX_FILTER_TYPE_TEXT = 1 << 3,
  VMX_FILTER_TYPE_DATE = 1 << 4,
  VMX_FILTER_TYPE_TIME_OF_DAY = 1 << 5,
  VMX_FILTER_TYPE_TIMESTAMP = 1 << 6,
  VMX_FILTER_TYPE_DURATION = 1 << 7,
  VMX_FILTER_TYPE_GUID = 1 << 8,
  VMX_FILTER_TYPE_BINARY = 1 << 9,
  VMX_FILTER_TYPE_ENUM = 1 << 10,
  VMX_FILTER_TYPE_LIST = 1 << 11,
  VMX_FILTER_TYPE_OBJECT = 1 << 12,
} VmxFilterType;

#define VMX_FILTER_MAX_ARGUMENTS 3

typedef struct
{
  const char *name; /* in small letters */
  guint min_arguments;
  guint max_arguments;
  VmxFilterType result;
  VmxFilterType arguments[VMX_FILTER_MAX_ARGUMENTS]; /* unknown: anything */
} VmxFilterFunction;

/* Names are compared without case; NULL when there is no such built-in function. `case` is not in
 * this list, because its arguments come in pairs. */
const VmxFilterFunction *vmx_filter_function_find (const char *name, gsize length);

G_END_DECLS
