/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/value/vmx-arena-private.h>
#include <libvmxsync/model/value/vmx-decimal-private.h>
#include <libvmxsync/model/value/vmx-time-private.h>
#include <libvmxsync/model/value/vmx-value.h>

G_BEGIN_DECLS

/* One cell of a record batch, and the head of a value on the heap. Sixteen bytes, so that a batch
 * is one flat array. Text and blobs point into the batch's arena, or just behind a heap value; text
 * always ends with a NUL that length does not count. */
struct _VmxValue
{
  guint8 kind; /* VmxValueKind */
  guint32 length;
  union
  {
    gint64 int64;
    double number;
    const char *text;
    const guint8 *bytes;
  };
};

#define VMX_VALUE_INIT_NULL { .kind = VMX_VALUE_NULL }
#define VMX_VALUE_MAX_LENGTH (G_MAXUINT32 - 1)

/* A value on the heap with a copy of text that is known to be right for its kind, or of bytes. */
VmxValue *vmx_value_new_content (VmxValueKind kind, gconstpointer content, gsize length);

/* TRUE for the kinds whose content is the text member. */
gboolean vmx_value_kind_is_text (VmxValueKind kind);
const char *vmx_value_kind_to_string (VmxValueKind kind);
/* The kind that cells of a column of this type have. */
VmxValueKind vmx_column_type_get_value_kind (VmxColumnType type);
const char *vmx_column_type_to_string (VmxColumnType type);
gboolean vmx_column_type_from_string (const char *text, VmxColumnType *type);
gboolean vmx_column_type_is_integer (VmxColumnType type);
/* FALSE for numbers that are no type, as damaged data may have them. */
gboolean vmx_column_type_is_valid (VmxColumnType type);

/* These check and normalise what a server or program gave for a column of a type. Text is copied
 * into the arena. VMX_ERROR_INVALID_VALUE tells what was expected, without naming the column. */
gboolean vmx_value_set_number_text (VmxValue *self, VmxColumnType type, const char *text,
                                    gsize length, VmxArena *arena, GError **error);
gboolean vmx_value_set_string (VmxValue *self, VmxColumnType type, const char *text, gsize length,
                               VmxArena *arena, GError **error);
gboolean vmx_value_set_boolean (VmxValue *self, VmxColumnType type, gboolean value,
                                VmxArena *arena, GError **error);
/* Converts a value of any kind to what a column of the type holds. */
gboolean vmx_value_convert (VmxValue *self, VmxColumnType type, const VmxValue *source,
                            VmxArena *arena, GError **error);
void vmx_value_set_copy (VmxValue *self, const VmxValue *source, VmxArena *arena);
/* One spelling for equal decimals, instants and times of day, as keys need it. */
void vmx_value_normalise_key (VmxValue *self, VmxArena *arena);

G_END_DECLS
