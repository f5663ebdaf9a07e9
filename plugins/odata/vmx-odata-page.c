/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-page.h"

#include <string.h>

#include <libvmxsync/model/json/vmx-json-reader.h>
#include <libvmxsync/model/json/vmx-json-writer.h>
#include <libvmxsync/model/record/vmx-record-decoder.h>

#include "upload/vmx-odata-record.h"

/* What the current member of the envelope is. */
typedef enum
{
  PART_OTHER,
  PART_CONTEXT,
  PART_NEXT_LINK,
  PART_DELTA_LINK,
  PART_COUNT,
  PART_VALUE,
  PART_ERROR,
  PART_V2,
  N_PARTS,
} Part;

struct _VmxOdataPage
{
  VmxObjectSchema *schema;
  VmxRecordBatch *batch;
  VmxRecordDecoder *decoder;
  const VmxJsonHandler *records; /* of the decoder */
  VmxJsonReader *reader;
  GString *etag;

  guint depth; /* outside of records */
  Part part;
  gboolean in_rows;
  gboolean had_rows;
  gboolean had_v2;
  gboolean had_error;
  char *texts[N_PARTS];
  VmxJsonWriter *problem; /* the "error" of a reply that should be fine */
  gint64 count;
  guint max_rows;
  gboolean stopped;
};

static gboolean
fail (VmxOdataPage *self, GError **error, const char *words)
{
  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER, "object “%s”: %s",
               vmx_object_schema_get_name (self->schema), words);
  return FALSE;
}

/* --- The envelope --- */

static const struct
{
  const char *name;
  Part part;
} members[] = {
  { "value", PART_VALUE },
  { "error", PART_ERROR },
  { "@context", PART_CONTEXT },
  { "@nextLink", PART_NEXT_LINK },
  { "@deltaLink", PART_DELTA_LINK },
  { "@count", PART_COUNT },
  { "d", PART_V2 },
};

/* A 4.01 service may leave out the "odata." of its own annotations. */
static Part
find_part (const char *name, gsize length)
{
  static const char prefix[] = "@odata.";
  char buffer[32];

  if (length >= sizeof buffer)
    return PART_OTHER;
  memcpy (buffer, name, length);
  buffer[length] = '\0';
  if (g_str_has_prefix (buffer, prefix))
    memmove (buffer + 1, buffer + strlen (prefix), length - strlen (prefix) + 1);
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      if (strcmp (buffer, members[i].name) == 0)
        return members[i].part;
    }
  return PART_OTHER;
}

static gboolean
set_count (VmxOdataPage *self, const char *text, GError **error)
{
  char *end;
  guint64 count = g_ascii_strtoull (text, &end, 10);

  if (!g_ascii_isdigit (*text) || *end != '\0' || count > G_MAXINT64)
    return fail (self, error, "the count of records in the answer is not a whole number");
  self->count = (gint64) count;
  return TRUE;
}

static gboolean
take_scalar (VmxOdataPage *self, const char *text, gsize length, GError **error)
{
  if (self->depth == 0)
    return fail (self, error, "the answer is a single value, expected a JSON object with records");
  if (self->depth > 1)
    return TRUE;
  if (self->part == PART_VALUE)
    return fail (self, error, "“value” in the answer is a single value, expected an array");
  self->had_error = self->had_error || self->part == PART_ERROR;
  g_free (self->texts[self->part]);
  self->texts[self->part] = g_strndup (text, length);
  return self->part != PART_COUNT || set_count (self, self->texts[PART_COUNT], error);
}

/* --- Events: those of records go on, the others are the envelope's --- */

static gboolean
on_null (gpointer data, GError **error)
{
  VmxOdataPage *self = data;

  if (self->in_rows)
    return self->records->on_null (self->decoder, error);
  if (self->part == PART_ERROR)
    vmx_json_writer_null (self->problem);
  return self->depth > 0 || take_scalar (self, "null", 4, error);
}

static gboolean
on_boolean (gpointer data, gboolean value, GError **error)
{
  VmxOdataPage *self = data;

  if (self->in_rows)
    return self->records->on_boolean (self->decoder, value, error);
  if (self->part == PART_ERROR)
    vmx_json_writer_boolean (self->problem, value);
  return take_scalar (self, value ? "true" : "false", value ? 4 : 5, error);
}

static gboolean
on_number (gpointer data, const char *text, gsize length, GError **error)
{
  VmxOdataPage *self = data;

  if (self->in_rows)
    return self->records->on_number (self->decoder, text, length, error);
  if (self->part == PART_ERROR)
    vmx_json_writer_number (self->problem, text, (gssize) length);
  return take_scalar (self, text, length, error);
}

static gboolean
on_string (gpointer data, const char *text, gsize length, GError **error)
{
  VmxOdataPage *self = data;

  if (self->in_rows)
    return self->records->on_string (self->decoder, text, length, error);
  if (self->part == PART_ERROR)
    vmx_json_writer_string (self->problem, text, (gssize) length);
  return take_scalar (self, text, length, error);
}

static gboolean
on_member (gpointer data, const char *name, gsize length, GError **error)
{
  VmxOdataPage *self = data;

  if (self->in_rows)
    return self->records->on_member (self->decoder, name, length, error);
  if (self->depth == 1)
    self->part = find_part (name, length);
  if (self->part == PART_ERROR)
    vmx_json_writer_member (self->problem, name, (gssize) length);
  return TRUE;
}

static gboolean
on_start_object (gpointer data, GError **error)
{
  VmxOdataPage *self = data;

  if (self->in_rows)
    return self->records->on_start_object (self->decoder, error);
  if (self->depth == 1 && self->part == PART_VALUE)
    return fail (self, error, "“value” in the answer is one object, expected an array");
  if (self->part == PART_ERROR)
    vmx_json_writer_start_object (self->problem);
  self->had_v2 = self->had_v2 || self->part == PART_V2;
  self->had_error = self->had_error || self->part == PART_ERROR;
  self->depth++;
  return TRUE;
}

/* The decoder has ended a record or something inside one. */
static gboolean
check_limit (VmxOdataPage *self, GError **error)
{
  if (self->max_rows == 0 || vmx_record_decoder_in_record (self->decoder)
      || vmx_record_batch_get_n_rows (self->batch) <= self->max_rows)
    return TRUE;
  self->stopped = TRUE;
  return fail (self, error, "the page has more records than were asked for");
}

static gboolean
on_end_object (gpointer data, GError **error)
{
  VmxOdataPage *self = data;

  if (self->in_rows)
    return self->records->on_end_object (self->decoder, error) && check_limit (self, error);
  if (self->part == PART_ERROR && self->depth > 1)
    vmx_json_writer_end_object (self->problem);
  self->depth--;
  return TRUE;
}

static gboolean
on_start_array (gpointer data, GError **error)
{
  VmxOdataPage *self = data;

  if (self->in_rows)
    return self->records->on_start_array (self->decoder, error);
  if (self->depth == 0)
    return fail (self, error, "the answer is an array, expected a JSON object with records");
  if (self->part == PART_ERROR)
    vmx_json_writer_start_array (self->problem);
  self->had_error = self->had_error || self->part == PART_ERROR;
  if (self->depth == 1 && self->part == PART_VALUE)
    self->in_rows = self->had_rows = TRUE;
  else
    self->depth++;
  return TRUE;
}

static gboolean
on_end_array (gpointer data, GError **error)
{
  VmxOdataPage *self = data;

  if (self->in_rows && vmx_record_decoder_in_record (self->decoder))
    return self->records->on_end_array (self->decoder, error);
  if (self->in_rows)
    {
      self->in_rows = FALSE;
      return TRUE;
    }
  if (self->part == PART_ERROR)
    vmx_json_writer_end_array (self->problem);
  self->depth--;
  return TRUE;
}

static const VmxJsonHandler page_handler = {
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

/* --- The page --- */

VmxOdataPage *
vmx_odata_page_new (VmxObjectSchema *schema)
{
  VmxOdataPage *self = g_new0 (VmxOdataPage, 1);

  self->schema = g_object_ref (schema);
  self->batch = vmx_record_batch_new (schema);
  self->decoder = vmx_record_decoder_new (self->batch);
  self->records = vmx_record_decoder_get_handler ();
  self->reader = vmx_json_reader_new (&page_handler, self);
  self->etag = g_string_new (NULL);
  self->problem = vmx_json_writer_new ();
  self->count = -1;
  vmx_record_decoder_set_annotation_func (self->decoder, vmx_odata_record_take_annotation,
                                          self->etag);
  vmx_json_writer_start_object (self->problem);
  return self;
}

void
vmx_odata_page_free (VmxOdataPage *self)
{
  vmx_json_reader_free (self->reader);
  vmx_record_decoder_free (self->decoder);
  g_object_unref (self->batch);
  g_object_unref (self->schema);
  g_string_free (self->etag, TRUE);
  vmx_json_writer_free (self->problem);
  for (guint i = 0; i < N_PARTS; i++)
    g_free (self->texts[i]);
  g_free (self);
}

void
vmx_odata_page_set_max_rows (VmxOdataPage *self, guint max_rows)
{
  self->max_rows = max_rows;
}

/* Errors of the JSON reader do not know the object, those of the decoder do. */
static void
mend_error (VmxOdataPage *self, GError **error)
{
  if (error == NULL || *error == NULL
      || g_error_matches (*error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER))
    return;
  if (g_error_matches (*error, VMX_ERROR, VMX_ERROR_JSON))
    g_prefix_error (error, "object “%s”: the answer cannot be read: ",
                    vmx_object_schema_get_name (self->schema));
  if ((*error)->domain == VMX_ERROR)
    (*error)->code = VMX_ERROR_INVALID_ANSWER;
}

gboolean
vmx_odata_page_feed (VmxOdataPage *self, const char *data, gsize length, GError **error)
{
  g_autoptr(GError) local_error = NULL;

  if (vmx_json_reader_feed (self->reader, data, length, &local_error))
    return TRUE;
  mend_error (self, &local_error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
vmx_odata_page_finish (VmxOdataPage *self, GError **error)
{
  g_autoptr(GError) local_error = NULL;

  if (vmx_json_reader_finish (self->reader, &local_error))
    return TRUE;
  mend_error (self, &local_error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
fail_with_problem (VmxOdataPage *self, GError **error)
{
  g_autoptr(VmxOdataError) problem = NULL;
  g_autofree char *text = NULL;
  g_autofree char *words = NULL;
  const char *json;
  gsize length;

  vmx_json_writer_end_object (self->problem);
  json = vmx_json_writer_peek (self->problem, &length);
  problem = vmx_odata_error_new (0, "application/json", json, length);
  text = vmx_odata_error_to_text (problem);
  words = g_strconcat ("the server broke off with an error inside its answer: ", text, NULL);
  return fail (self, error, words);
}

gboolean
vmx_odata_page_check (VmxOdataPage *self, GError **error)
{
  g_autoptr(GError) local_error = NULL;

  if (self->had_error)
    return fail_with_problem (self, error);
  if (!self->had_rows && self->had_v2)
    return fail (self, error,
                 "the server answers in the form of OData 2, this plugin needs OData 4");
  if (!self->had_rows)
    return fail (self, error, "the answer has no member “value” with records");
  if (vmx_record_batch_check_keys (self->batch, &local_error))
    return TRUE;
  mend_error (self, &local_error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
vmx_odata_page_was_stopped (VmxOdataPage *self)
{
  return self->stopped;
}

VmxRecordBatch *
vmx_odata_page_get_batch (VmxOdataPage *self)
{
  return self->batch;
}

const char *
vmx_odata_page_get_context (VmxOdataPage *self)
{
  return self->texts[PART_CONTEXT];
}

const char *
vmx_odata_page_get_next_link (VmxOdataPage *self)
{
  return self->texts[PART_NEXT_LINK];
}

const char *
vmx_odata_page_get_delta_link (VmxOdataPage *self)
{
  return self->texts[PART_DELTA_LINK];
}

gint64
vmx_odata_page_get_count (VmxOdataPage *self)
{
  return self->count;
}
