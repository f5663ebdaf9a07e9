/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-part.h"

#include <string.h>

VmxOdataPart *
vmx_odata_part_new (void)
{
  VmxOdataPart *self = g_new0 (VmxOdataPart, 1);

  self->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  self->body = g_string_new (NULL);
  return self;
}

void
vmx_odata_part_free (VmxOdataPart *self)
{
  g_free (self->id);
  soup_message_headers_unref (self->headers);
  g_string_free (self->body, TRUE);
  g_free (self);
}

void
vmx_odata_part_add_header (VmxOdataPart *self, const char *name, const char *value)
{
  if (*name != '\0' && strpbrk (name, " \t\r\n:") == NULL && strpbrk (value, "\r\n") == NULL)
    soup_message_headers_append (self->headers, name, value);
}

const char *
vmx_odata_part_get_header (const VmxOdataPart *self, const char *name)
{
  return soup_message_headers_get_one (self->headers, name);
}

const char *
vmx_odata_part_get_content_type (const VmxOdataPart *self)
{
  const char *type = soup_message_headers_get_content_type (self->headers, NULL);

  return type != NULL ? type : "";
}

GPtrArray *
vmx_odata_parts_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) vmx_odata_part_free);
}
