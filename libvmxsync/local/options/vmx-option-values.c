/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/options/vmx-option-values-private.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/vmx-excerpt-private.h>
#include <libvmxsync/model/json/vmx-json-guard-private.h>
#include <libvmxsync/model/vmx-suggest-private.h>

#define MAX_OPTION_BYTES (16 * 1024 * 1024)

VmxRecord *
vmx_option_values_parse (const char *json, const char *what, GError **error)
{
  g_autoptr(GError) local_error = NULL;
  VmxRecord *values = vmx_record_new_from_json (json, &local_error);

  if (values == NULL)
    g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "%s: %s", what,
                 local_error->message);
  return values;
}

gboolean
vmx_option_values_check_names (VmxRecord *values, const char *const *known, const char *what,
                               GError **error)
{
  g_auto(GStrv) names = vmx_record_get_column_names (values);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *excerpt = NULL;
      g_autofree char *tail = NULL;

      if (g_strv_contains (known, names[i]))
        continue;
      excerpt = vmx_excerpt (names[i], -1, VMX_EXCERPT_NAME);
      tail = vmx_suggest_tail (names[i], known);
      g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "%s have no option “%s”%s", what,
                   excerpt, tail);
      return FALSE;
    }
  return TRUE;
}

gboolean
vmx_option_values_refuse (const char *name, const char *expected, GError **error)
{
  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "option “%s”: expected %s", name,
               expected);
  return FALSE;
}

gboolean
vmx_option_values_get_boolean (VmxRecord *values, const char *name, gboolean *value,
                               GError **error)
{
  const VmxValue *given = vmx_record_get_value (values, name);
  const char *text;

  if (given == NULL)
    return TRUE;
  text = vmx_value_get_text (given, NULL);
  if (vmx_value_get_kind (given) == VMX_VALUE_BOOLEAN)
    *value = vmx_value_get_boolean (given);
  else if (g_strcmp0 (text, "true") == 0 || g_strcmp0 (text, "false") == 0)
    *value = g_str_equal (text, "true");
  else
    return vmx_option_values_refuse (name, "true or false", error);
  return TRUE;
}

gboolean
vmx_option_values_get_text (VmxRecord *values, const char *name, char **text, GError **error)
{
  const VmxValue *given = vmx_record_get_value (values, name);

  if (given == NULL)
    return TRUE;
  if (vmx_value_get_kind (given) != VMX_VALUE_TEXT)
    return vmx_option_values_refuse (name, "text", error);
  g_free (*text);
  *text = g_strdup (vmx_value_get_text (given, NULL));
  return TRUE;
}

gboolean
vmx_option_values_get_record (VmxRecord *values, const char *name, VmxRecord **record,
                              GError **error)
{
  const VmxValue *given = vmx_record_get_value (values, name);
  g_autoptr(VmxRecord) parsed = NULL;

  if (given == NULL)
    return TRUE;
  if (vmx_value_get_kind (given) == VMX_VALUE_JSON)
    parsed = vmx_record_new_from_json (vmx_value_get_text (given, NULL), NULL);
  if (parsed == NULL)
    return vmx_option_values_refuse (name, "a JSON object of column names and values", error);
  g_set_object (record, parsed);
  return TRUE;
}

gboolean
vmx_option_values_get_texts (VmxRecord *values, const char *name, GStrv *texts, GError **error)
{
  const VmxValue *given = vmx_record_get_value (values, name);
  g_autoptr(JsonNode) node = NULL;
  GStrv parsed = NULL;

  if (given == NULL)
    return TRUE;
  if (vmx_value_get_kind (given) == VMX_VALUE_JSON)
    node = vmx_json_guard_parse (vmx_value_get_text (given, NULL), -1, MAX_OPTION_BYTES, name,
                                 NULL);
  if (node != NULL)
    parsed = vmx_json_guard_get_texts (node);
  if (parsed == NULL)
    return vmx_option_values_refuse (name, "an array of texts", error);
  g_strfreev (*texts);
  *texts = parsed;
  return TRUE;
}

gboolean
vmx_option_values_get_filter (VmxRecord *values, const char **filter, GError **error)
{
  const VmxValue *given = vmx_record_get_value (values, "filter");
  const char *text = given != NULL ? vmx_value_get_text (given, NULL) : NULL;

  if (given == NULL)
    return TRUE;
  if (vmx_value_get_kind (given) == VMX_VALUE_TEXT && *text != '\0')
    {
      *filter = text;
      return TRUE;
    }
  g_set_error_literal (error, VMX_ERROR, VMX_ERROR_INVALID_FILTER,
                       "option “filter”: expected the text of an OData filter, such as "
                       "“EmployeeID eq 2”; leave the option out for all records");
  return FALSE;
}

void
vmx_option_values_replace_text (char **text, const char *value)
{
  char *copy = g_strdup (value);

  g_free (*text);
  *text = copy;
}
