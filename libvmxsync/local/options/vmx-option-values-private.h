/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/record/vmx-record.h>
#include <libvmxsync/model/value/vmx-value.h>

G_BEGIN_DECLS

/* Options come as a JSON object and are read like a record, so that numbers keep their digits.
 * An explicit null is a value, not absence. All errors are VMX_ERROR_INVALID_OPTION and begin with
 * the name of the option. */
VmxRecord *vmx_option_values_parse (const char *json, const char *what, GError **error);
/* Unknown names are an error that suggests the nearest known one. */
gboolean vmx_option_values_check_names (VmxRecord *values, const char *const *known,
                                        const char *what, GError **error);
/* Each leaves *value alone when the option is absent. */
/* A boolean or the text "true" or "false". */
gboolean vmx_option_values_get_boolean (VmxRecord *values, const char *name, gboolean *value,
                                        GError **error);
/* A JSON object of values; *record is a new one. */
gboolean vmx_option_values_get_record (VmxRecord *values, const char *name, VmxRecord **record,
                                       GError **error);
gboolean vmx_option_values_get_text (VmxRecord *values, const char *name, char **text,
                                     GError **error);
/* An array of texts. */
gboolean vmx_option_values_get_texts (VmxRecord *values, const char *name, GStrv *texts,
                                      GError **error);
/* The text of an OData filter; anything else is VMX_ERROR_INVALID_FILTER. It belongs to values. */
gboolean vmx_option_values_get_filter (VmxRecord *values, const char **filter, GError **error);
/* For setters: the new text may be the old one itself. */
void vmx_option_values_replace_text (char **text, const char *value);
gboolean vmx_option_values_refuse (const char *name, const char *expected, GError **error);

G_END_DECLS
