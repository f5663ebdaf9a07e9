/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

#include <libvmxsync/model/vmx-version.h>

G_BEGIN_DECLS

/**
 * VmxValueKind:
 * @VMX_VALUE_MISSING: no value is known; not the same as null
 * @VMX_VALUE_NULL: null
 * @VMX_VALUE_INT64: a whole number
 * @VMX_VALUE_DOUBLE: a floating-point number, never NaN
 * @VMX_VALUE_BOOLEAN: true or false
 * @VMX_VALUE_DECIMAL: a decimal number as text, with all its digits
 * @VMX_VALUE_TEXT: UTF-8 text without NUL characters
 * @VMX_VALUE_DATE: a date, `YYYY-MM-DD`
 * @VMX_VALUE_TIME_OF_DAY: a time of day, `HH:MM:SS[.fraction]`
 * @VMX_VALUE_TIMESTAMP: an instant in UTC, `YYYY-MM-DDTHH:MM:SS[.fraction]Z`
 * @VMX_VALUE_DURATION: an ISO 8601 duration, for example `P1DT2H`
 * @VMX_VALUE_GUID: a GUID in the spelling of its server
 * @VMX_VALUE_BLOB: bytes
 * @VMX_VALUE_JSON: JSON text of a complex value or a collection
 *
 * What a [struct@Vmx.Value] holds.
 *
 * Since: 0.1
 */
typedef enum
{
  VMX_VALUE_MISSING,
  VMX_VALUE_NULL,
  VMX_VALUE_INT64,
  VMX_VALUE_DOUBLE,
  VMX_VALUE_BOOLEAN,
  VMX_VALUE_DECIMAL,
  VMX_VALUE_TEXT,
  VMX_VALUE_DATE,
  VMX_VALUE_TIME_OF_DAY,
  VMX_VALUE_TIMESTAMP,
  VMX_VALUE_DURATION,
  VMX_VALUE_GUID,
  VMX_VALUE_BLOB,
  VMX_VALUE_JSON,
} VmxValueKind;

/**
 * VmxColumnType:
 * @VMX_COLUMN_BOOLEAN: true or false
 * @VMX_COLUMN_BYTE: 0 to 255
 * @VMX_COLUMN_SBYTE: -128 to 127
 * @VMX_COLUMN_INT16: 16-bit whole numbers
 * @VMX_COLUMN_INT32: 32-bit whole numbers
 * @VMX_COLUMN_INT64: 64-bit whole numbers
 * @VMX_COLUMN_SINGLE: single-precision floating-point numbers
 * @VMX_COLUMN_DOUBLE: double-precision floating-point numbers
 * @VMX_COLUMN_DECIMAL: decimal numbers, kept as text
 * @VMX_COLUMN_STRING: text; also the members of an enumeration
 * @VMX_COLUMN_DATE: dates
 * @VMX_COLUMN_TIME_OF_DAY: times of day
 * @VMX_COLUMN_TIMESTAMP: instants
 * @VMX_COLUMN_DURATION: durations
 * @VMX_COLUMN_GUID: GUIDs, compared without case
 * @VMX_COLUMN_BINARY: bytes inside the record
 * @VMX_COLUMN_STREAM: a binary column: bytes outside the record, fetched on their own
 * @VMX_COLUMN_JSON: complex values, collections and geographic values, as JSON text
 *
 * The type of a column.
 *
 * Since: 0.1
 */
typedef enum
{
  VMX_COLUMN_BOOLEAN,
  VMX_COLUMN_BYTE,
  VMX_COLUMN_SBYTE,
  VMX_COLUMN_INT16,
  VMX_COLUMN_INT32,
  VMX_COLUMN_INT64,
  VMX_COLUMN_SINGLE,
  VMX_COLUMN_DOUBLE,
  VMX_COLUMN_DECIMAL,
  VMX_COLUMN_STRING,
  VMX_COLUMN_DATE,
  VMX_COLUMN_TIME_OF_DAY,
  VMX_COLUMN_TIMESTAMP,
  VMX_COLUMN_DURATION,
  VMX_COLUMN_GUID,
  VMX_COLUMN_BINARY,
  VMX_COLUMN_STREAM,
  VMX_COLUMN_JSON,
} VmxColumnType;

/**
 * VmxColumnFlags:
 * @VMX_COLUMN_FLAG_NONE: nothing special
 * @VMX_COLUMN_FLAG_NULLABLE: null is allowed
 * @VMX_COLUMN_FLAG_COMPUTED: the server computes the value
 * @VMX_COLUMN_FLAG_IMMUTABLE: the value cannot be changed once it is set
 * @VMX_COLUMN_FLAG_HAS_DEFAULT: the server has a default for it
 *
 * Properties of a column.
 *
 * Since: 0.1
 */
typedef enum /*< flags >*/
{
  VMX_COLUMN_FLAG_NONE = 0,
  VMX_COLUMN_FLAG_NULLABLE = 1 << 0,
  VMX_COLUMN_FLAG_COMPUTED = 1 << 1,
  VMX_COLUMN_FLAG_IMMUTABLE = 1 << 2,
  VMX_COLUMN_FLAG_HAS_DEFAULT = 1 << 3,
} VmxColumnFlags;

/**
 * VmxRelationshipType:
 * @VMX_RELATIONSHIP_MANY_TO_ONE: each record has one parent in the target object
 * @VMX_RELATIONSHIP_ONE_TO_MANY: each record has children in the target object
 * @VMX_RELATIONSHIP_ONE_TO_ONE: treated as one to many
 *
 * The kind of a relationship.
 *
 * Since: 0.1
 */
typedef enum
{
  VMX_RELATIONSHIP_MANY_TO_ONE,
  VMX_RELATIONSHIP_ONE_TO_MANY,
  VMX_RELATIONSHIP_ONE_TO_ONE,
} VmxRelationshipType;

/**
 * VmxFilterVerdict:
 * @VMX_FILTER_VALID: syntax, names and types are right
 * @VMX_FILTER_NOT_JUDGED: the syntax is right, but the filter uses what the kept schema cannot
 *   judge, such as navigation to objects that are not kept, custom functions or aliases
 * @VMX_FILTER_INVALID: wrong syntax, a property the type surely lacks, or a clash of types
 *
 * What is known of a filter before it is sent.
 *
 * Since: 0.1
 */
typedef enum
{
  VMX_FILTER_VALID,
  VMX_FILTER_NOT_JUDGED,
  VMX_FILTER_INVALID,
} VmxFilterVerdict;

G_END_DECLS
