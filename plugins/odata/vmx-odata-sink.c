/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-sink.h"

#include <string.h>

#include <libvmxsync/model/json/vmx-json-reader.h>

static gboolean
text_begin (gpointer data, const VmxOdataReply *reply, GError **error)
{
  g_string_truncate (data, 0);
  return TRUE;
}

static gboolean
text_feed (gpointer data, const char *bytes, gsize length, GError **error)
{
  g_string_append_len (data, bytes, (gssize) length);
  return TRUE;
}

static gboolean
text_finish (gpointer data, GError **error)
{
  return TRUE;
}

const VmxOdataSink vmx_odata_text_sink = { text_begin, text_feed, text_finish };

static gboolean
json_finish (gpointer data, GError **error)
{
  static const VmxJsonHandler nothing = { NULL };
  const GString *text = data;

  /* A web page is told by its type. */
  if (text->str[strspn (text->str, "\xef\xbb\xbf \t\r\n")] == '<'
      || vmx_json_read (&nothing, NULL, text->str, (gssize) text->len, error))
    return TRUE;
  g_prefix_error (error, "the answer cannot be read: ");
  if (error != NULL)
    (*error)->code = VMX_ERROR_INVALID_ANSWER;
  return FALSE;
}

const VmxOdataSink vmx_odata_json_sink = { text_begin, text_feed, json_finish };
