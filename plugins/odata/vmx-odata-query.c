/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-query.h"

#include <string.h>

#include "upload/vmx-odata-key.h"
#include "vmx-odata-url.h"

/* Servers refuse addresses beyond 8 or 16 kB; without a list they send all columns. */
#define LONGEST_SELECT 4000

static gboolean
check_param (const char *name, GError **error)
{
  static const char *const ours[] = { "$filter", "$select", "$count", NULL };

  if (*name == '\0')
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_NETWORK,
                           "a query parameter for downloads has an empty name");
      return FALSE;
    }
  if (!g_strv_contains (ours, name))
    return TRUE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_NETWORK,
               "the query parameter “%s” for downloads is set by the synchronization itself; use "
               "its options instead",
               name);
  return FALSE;
}

static gboolean
add_params (GString *url, VmxFetchRequest *request, GError **error)
{
  const char *const *params = vmx_fetch_request_get_query_params (request);

  for (guint i = 0; params != NULL && params[i] != NULL && params[i + 1] != NULL; i += 2)
    {
      if (!check_param (params[i], error))
        return FALSE;
      vmx_odata_url_add_option (url, params[i], params[i + 1]);
    }
  return TRUE;
}

static void
add_select (GString *url, VmxObjectSchema *schema)
{
  g_autoptr(GString) list = g_string_new (NULL);

  for (guint i = 0; i < vmx_object_schema_get_n_columns (schema); i++)
    {
      VmxColumn *column = vmx_object_schema_get_column (schema, i);

      if (vmx_column_get_column_type (column) == VMX_COLUMN_STREAM)
        continue;
      if (list->len > 0)
        g_string_append_c (list, ',');
      vmx_odata_url_append_escaped (list, vmx_column_get_name (column));
    }
  if (list->len > 0 && list->len <= LONGEST_SELECT)
    vmx_odata_url_add_raw_option (url, "$select", list->str);
}

static GString *
start (const char *root, VmxFetchRequest *request, const char *filter, gboolean is_first)
{
  VmxObjectSchema *schema = vmx_fetch_request_get_schema (request);
  GString *url = vmx_odata_url_start (root, vmx_odata_key_get_set (schema));

  if (filter != NULL)
    vmx_odata_url_add_option (url, "$filter", filter);
  add_select (url, schema);
  if (is_first && vmx_fetch_request_get_want_total (request))
    vmx_odata_url_add_option (url, "$count", "true");
  return url;
}

char *
vmx_odata_query_make_first (const char *root, VmxFetchRequest *request, GError **error)
{
  g_autoptr(GString) url = start (root, request, vmx_fetch_request_get_filter (request), TRUE);

  if (!add_params (url, request, error))
    return NULL;
  return g_strdup (url->str);
}

static char *
make_key_filter (const char *filter, const char *column, const char *last)
{
  if (last == NULL)
    return g_strdup (filter);
  if (filter == NULL)
    return g_strdup_printf ("%s gt %s", column, last);
  return g_strdup_printf ("(%s) and (%s gt %s)", filter, column, last);
}

char *
vmx_odata_query_make_by_key (const char *root, VmxFetchRequest *request, const char *last,
                             GError **error)
{
  VmxObjectSchema *schema = vmx_fetch_request_get_schema (request);
  guint key = (guint) vmx_odata_paging_get_column (schema);
  const char *column = vmx_column_get_name (vmx_object_schema_get_column (schema, key));
  g_autofree char *filter = make_key_filter (vmx_fetch_request_get_filter (request), column, last);
  g_autoptr(GString) url = start (root, request, filter, last == NULL);
  g_autofree char *size = g_strdup_printf ("%u", vmx_fetch_request_get_batch_size (request));

  vmx_odata_url_add_option (url, "$orderby", column);
  vmx_odata_url_add_option (url, "$top", size);
  if (!add_params (url, request, error))
    return NULL;
  return g_strdup (url->str);
}

gboolean
vmx_odata_query_can_page_by_key (VmxFetchRequest *request)
{
  static const char *const hindrances[]
      = { "$orderby", "$top", "$skip", "$search", "$apply", "$compute", NULL };
  const char *const *params = vmx_fetch_request_get_query_params (request);

  if (vmx_fetch_request_get_batch_size (request) == 0
      || vmx_odata_paging_get_column (vmx_fetch_request_get_schema (request)) < 0)
    return FALSE;
  for (guint i = 0; params != NULL && params[i] != NULL && params[i + 1] != NULL; i += 2)
    {
      if (g_strv_contains (hindrances, params[i]))
        return FALSE;
    }
  return TRUE;
}
