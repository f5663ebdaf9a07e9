/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/json/vmx-json-tree.h>
#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

/* Checked reading of the scenario's JSON. */

/* Where the value is, such as objects.Employee.records[3]; for messages. */
char *vmx_mock_json_get_path (const VmxJsonTree *self);

/* All of these set VMX_ERROR_INVALID_OPTION and name the path of the value. */
gboolean vmx_mock_json_fail (const VmxJsonTree *self, const char *expected, GError **error);
gboolean vmx_mock_json_check_kind (const VmxJsonTree *self, VmxJsonTreeKind kind, GError **error);
/* An object with none but these members; names ends with NULL. */
gboolean vmx_mock_json_check_members (const VmxJsonTree *self, const char *const *names,
                                      GError **error);
/* Reading a member of an object; TRUE and value untouched if there is none. */
gboolean vmx_mock_json_read_text (const VmxJsonTree *object, const char *name, const char **value,
                                  GError **error);
gboolean vmx_mock_json_read_uint (const VmxJsonTree *object, const char *name, guint max,
                                  guint *value, GError **error);
gboolean vmx_mock_json_read_boolean (const VmxJsonTree *object, const char *name, gboolean *value,
                                     GError **error);
/* An array of texts. (out) (transfer full) */
gboolean vmx_mock_json_read_texts (const VmxJsonTree *object, const char *name, GStrv *value,
                                   GError **error);
/* The position of a text in a list, -1 with an error that names the nearest right one. */
int vmx_mock_json_choose (const VmxJsonTree *self, const char *what, const char *text,
                          const char *const *choices, GError **error);
/* Whether an object has a column, or columns (nullable) beside its key. */
gboolean vmx_mock_json_check_column (const VmxJsonTree *self, VmxObjectSchema *object,
                                     const char *column, GError **error);
gboolean vmx_mock_json_check_columns (const VmxJsonTree *self, VmxObjectSchema *object,
                                      GStrv columns, GError **error);

G_END_DECLS
