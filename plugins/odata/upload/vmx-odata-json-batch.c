/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-json-batch.h"

#include <string.h>

#include <libvmxsync/model/json/vmx-json-reader.h>
#include <libvmxsync/model/json/vmx-json-writer.h>

#include "vmx-odata-error.h"

/* --- Writing --- */

static void
write_text (VmxJsonWriter *writer, const char *name, const char *value)
{
  vmx_json_writer_member (writer, name, -1);
  vmx_json_writer_string (writer, value, -1);
}

/* Names of headers have to be in small letters here. */
static void
write_headers (VmxJsonWriter *writer, const VmxOdataOperation *operation)
{
  g_auto(GStrv) headers = vmx_odata_operation_get_headers (operation);

  vmx_json_writer_member (writer, "headers", -1);
  vmx_json_writer_start_object (writer);
  for (guint i = 0; headers[i] != NULL; i += 2)
    {
      g_autofree char *name = g_ascii_strdown (headers[i], -1);

      write_text (writer, name, headers[i + 1]);
    }
  vmx_json_writer_end_object (writer);
}

char *
vmx_odata_json_batch_write (const GArray *operations, gboolean is_atomic)
{
  g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();

  vmx_json_writer_start_object (writer);
  vmx_json_writer_member (writer, "requests", -1);
  vmx_json_writer_start_array (writer);
  for (guint i = 0; i < operations->len; i++)
    {
      const VmxOdataOperation *operation = &g_array_index (operations, VmxOdataOperation, i);
      g_autofree char *id = g_strdup_printf ("%u", i + 1);

      vmx_json_writer_start_object (writer);
      write_text (writer, "id", id);
      if (is_atomic)
        write_text (writer, "atomicityGroup", "g1");
      write_text (writer, "method", operation->method);
      write_text (writer, "url", operation->url);
      write_headers (writer, operation);
      if (operation->body != NULL)
        {
          vmx_json_writer_member (writer, "body", -1);
          vmx_json_writer_raw (writer, operation->body, -1);
        }
      vmx_json_writer_end_object (writer);
    }
  vmx_json_writer_end_array (writer);
  vmx_json_writer_end_object (writer);
  return vmx_json_writer_steal (writer, NULL);
}

/* --- Reading --- */

typedef enum
{
  LEVEL_OUTSIDE,
  LEVEL_DOCUMENT,
  LEVEL_LIST,
  LEVEL_ANSWER,
  LEVEL_HEADERS,
} Level;

typedef struct
{
  GPtrArray *parts;
  Level level;
  GString *member; /* the current one of the level */
  VmxOdataPart *part;
  /* What is inside of a member but is no level: the body of an answer, or something unknown. */
  VmxJsonWriter *inner;
  guint inner_depth;
  gboolean had_responses;
  gboolean had_problem;   /* an error beside the answers */
  gboolean had_next_link; /* more answers are elsewhere */
} Reader;

static gboolean
is_member (Reader *self, Level level, const char *name)
{
  return self->level == level && strcmp (self->member->str, name) == 0;
}

static gboolean
fail (GError **error, const char *words)
{
  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER, "the answer to the batch %s", words);
  return FALSE;
}

/* A single value that is not inside of a body. */
static gboolean
take_text (Reader *self, const char *text, gsize length, GError **error)
{
  g_autofree char *value = g_strndup (text, length);

  if (self->level == LEVEL_OUTSIDE)
    return fail (error, "is a single value, expected a JSON object");
  self->had_problem = self->had_problem || is_member (self, LEVEL_DOCUMENT, "error");
  if (self->level == LEVEL_DOCUMENT && g_str_has_suffix (self->member->str, "nextLink"))
    self->had_next_link = TRUE;
  if (self->level == LEVEL_HEADERS)
    vmx_odata_part_add_header (self->part, self->member->str, value);
  else if (is_member (self, LEVEL_ANSWER, "status"))
    self->part->status = (guint) MIN (g_ascii_strtoull (value, NULL, 10), 999);
  else if (is_member (self, LEVEL_ANSWER, "body"))
    g_string_append_len (self->part->body, text, (gssize) length);
  else if (is_member (self, LEVEL_ANSWER, "id"))
    {
      g_free (self->part->id);
      self->part->id = g_steal_pointer (&value);
    }
  return TRUE;
}

static gboolean
on_null (gpointer data, GError **error)
{
  Reader *self = data;

  if (self->inner_depth > 0)
    vmx_json_writer_null (self->inner);
  return TRUE;
}

static gboolean
on_boolean (gpointer data, gboolean value, GError **error)
{
  Reader *self = data;

  if (self->inner_depth > 0)
    vmx_json_writer_boolean (self->inner, value);
  return TRUE;
}

static gboolean
on_number (gpointer data, const char *text, gsize length, GError **error)
{
  Reader *self = data;

  if (self->inner_depth == 0)
    return take_text (self, text, length, error);
  vmx_json_writer_number (self->inner, text, (gssize) length);
  return TRUE;
}

static gboolean
on_string (gpointer data, const char *text, gsize length, GError **error)
{
  Reader *self = data;

  if (self->inner_depth == 0)
    return take_text (self, text, length, error);
  vmx_json_writer_string (self->inner, text, (gssize) length);
  return TRUE;
}

static gboolean
on_member (gpointer data, const char *name, gsize length, GError **error)
{
  Reader *self = data;

  if (self->inner_depth > 0)
    {
      vmx_json_writer_member (self->inner, name, (gssize) length);
      return TRUE;
    }
  g_string_truncate (self->member, 0);
  g_string_append_len (self->member, name, (gssize) length);
  return TRUE;
}

/* The level that a structure opens, or LEVEL_OUTSIDE if it opens none. */
static Level
find_level (Reader *self, gboolean is_array)
{
  if (self->inner_depth > 0)
    return LEVEL_OUTSIDE;
  if (is_array)
    return is_member (self, LEVEL_DOCUMENT, "responses") ? LEVEL_LIST : LEVEL_OUTSIDE;
  if (self->level == LEVEL_OUTSIDE || self->level == LEVEL_LIST)
    return self->level + 1;
  return is_member (self, LEVEL_ANSWER, "headers") ? LEVEL_HEADERS : LEVEL_OUTSIDE;
}

static gboolean
start_structure (Reader *self, gboolean is_array, GError **error)
{
  Level level = find_level (self, is_array);

  if (level == LEVEL_OUTSIDE && self->level == LEVEL_OUTSIDE)
    return fail (error, "is an array, expected a JSON object");
  if (level == LEVEL_OUTSIDE)
    {
      self->had_problem = self->had_problem || is_member (self, LEVEL_DOCUMENT, "error");
      self->inner_depth++;
      if (is_array)
        vmx_json_writer_start_array (self->inner);
      else
        vmx_json_writer_start_object (self->inner);
      return TRUE;
    }
  self->level = level;
  self->had_responses = self->had_responses || level == LEVEL_LIST;
  if (level == LEVEL_ANSWER)
    self->part = vmx_odata_part_new ();
  return TRUE;
}

static gboolean
on_start_object (gpointer data, GError **error)
{
  return start_structure (data, FALSE, error);
}

static gboolean
on_start_array (gpointer data, GError **error)
{
  return start_structure (data, TRUE, error);
}

static void
end_inner (Reader *self)
{
  gsize length;
  const char *text = vmx_json_writer_peek (self->inner, &length);

  if (--self->inner_depth > 0)
    return;
  if (is_member (self, LEVEL_ANSWER, "body"))
    g_string_append_len (self->part->body, text, (gssize) length);
  vmx_json_writer_reset (self->inner);
}

static void
end_level (Reader *self)
{
  if (self->level == LEVEL_ANSWER)
    g_ptr_array_add (self->parts, g_steal_pointer (&self->part));
  self->level--;
  g_string_truncate (self->member, 0);
}

static gboolean
on_end_object (gpointer data, GError **error)
{
  Reader *self = data;

  if (self->inner_depth == 0)
    {
      end_level (self);
      return TRUE;
    }
  vmx_json_writer_end_object (self->inner);
  end_inner (self);
  return TRUE;
}

static gboolean
on_end_array (gpointer data, GError **error)
{
  Reader *self = data;

  if (self->inner_depth == 0)
    {
      end_level (self);
      return TRUE;
    }
  vmx_json_writer_end_array (self->inner);
  end_inner (self);
  return TRUE;
}

static const VmxJsonHandler batch_handler = {
  .on_null = on_null,
  .on_boolean = on_boolean,
  .on_number = on_number,
  .on_string = on_string,
  .on_member = on_member,
  .on_start_object = on_start_object,
  .on_end_object = on_end_object,
  .on_start_array = on_start_array,
  .on_end_array = on_end_array,
};

static gboolean
fail_with_problem (const char *text, gsize length, GError **error)
{
  g_autoptr(VmxOdataError) problem = vmx_odata_error_new (0, "application/json", text, length);
  g_autofree char *words = vmx_odata_error_to_text (problem);
  g_autofree char *all = g_strconcat ("has an error in it: ", words, NULL);

  return fail (error, all);
}

static gboolean
check_document (const Reader *self, const char *text, gsize length, GError **error)
{
  if (self->had_problem)
    return fail_with_problem (text, length, error);
  if (self->had_next_link)
    return fail (error, "is only its first page");
  if (!self->had_responses)
    return fail (error, "has no member “responses”");
  return TRUE;
}

gboolean
vmx_odata_json_batch_read (const char *text, gsize length, GPtrArray *parts, GError **error)
{
  Reader reader = { .parts = parts, .member = g_string_new (NULL) };
  g_autoptr(GError) local_error = NULL;
  gboolean success;

  reader.inner = vmx_json_writer_new ();
  success = vmx_json_read (&batch_handler, &reader, text, (gssize) length, &local_error);
  if (success)
    success = check_document (&reader, text, length, &local_error);
  else if (local_error->code != VMX_ERROR_INVALID_ANSWER)
    {
      g_prefix_error (&local_error, "the answer to the batch is broken or cut off: ");
      local_error->code = VMX_ERROR_INVALID_ANSWER;
    }
  g_clear_pointer (&reader.part, vmx_odata_part_free);
  g_string_free (reader.member, TRUE);
  vmx_json_writer_free (reader.inner);
  if (!success)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return success;
}
