/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-json-reader.h"

#include <string.h>
#include <yajl/yajl_parse.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/json/vmx-json-names-private.h>
#include <libvmxsync/model/json/vmx-json-scan-private.h>

/* The parser looks at an unfinished token again from its start with each chunk. Beyond this size
 * chunks are kept back until they double the token, or long texts in small chunks would take
 * quadratic time. */
#define KEEP_BACK_FROM 4096

static const guint8 byte_order_mark[] = { 0xef, 0xbb, 0xbf };

struct _VmxJsonReader
{
  const VmxJsonHandler *handler;
  gpointer handler_data;
  yajl_handle parser;
  VmxJsonScan scan;

  gsize max_bytes;
  gsize n_fed;      /* bytes given by the caller */
  gsize n_parsed;   /* bytes before the chunk that the parser is reading */
  gsize unfinished; /* bytes since the last event */
  guint8 last_byte; /* of the chunk before */
  GByteArray *kept_back;
  guint n_mark; /* bytes of the byte order mark seen */
  gboolean at_start;

  guint depth;
  VmxJsonNames *names[VMX_JSON_MAX_DEPTH]; /* by depth - 1, made when needed */
  gboolean saw_event;
  gboolean complete;
  GError *error; /* the first one; it is given again after that */
};

/* --- Errors --- */

static gboolean
fail_at (VmxJsonReader *self, gsize position, const char *found, const char *expected)
{
  if (self->error == NULL)
    g_set_error (&self->error, VMX_ERROR, VMX_ERROR_JSON,
                 "JSON text is wrong at byte %" G_GSIZE_FORMAT ": found %s, expected %s",
                 position, found, expected);
  return FALSE;
}

/* For errors found in an event: the parser is just behind the token. */
static gboolean
fail_here (VmxJsonReader *self, const char *found, const char *expected)
{
  gsize position = self->n_parsed + yajl_get_bytes_consumed (self->parser) - 1;

  return fail_at (self, position, found, expected);
}

static gboolean
give_error (VmxJsonReader *self, GError **error)
{
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (self->error));
  return FALSE;
}

static char *
describe_byte (guint8 byte)
{
  if (byte > ' ' && byte < 0x7f)
    return g_strdup_printf ("\"%c\"", byte);
  if (byte == ' ')
    return g_strdup ("a space");
  return g_strdup_printf ("a byte of value 0x%02x", byte);
}

/* What was expected, told from the parser's own words. */
static const char *
get_expectation (const char *words)
{
  static const struct
  {
    const char *part;
    const char *expectation;
  } expectations[] = {
    { "after array element", "\",\" or \"]\" after an array element" },
    { "separated by a colon", "\":\" after a member name" },
    { "invalid object key", "a member name in double quotes" },
    { "after key and value", "\",\" or \"}\" after a member" },
    { "after the minus sign", "a digit after the minus sign" },
    { "after the exponent", "a digit in the exponent" },
    { "after the decimal point", "a digit after the decimal point" },
    { "(non-hex)", "four hexadecimal digits after \\u" },
    { "which it may not", "one of \"\\/bfnrtu after a backslash in a string" },
    { "invalid character inside string", "no control character in a string" },
    { "invalid string in json text", "null, true or false" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (expectations); i++)
    {
      if (strstr (words, expectations[i].part) != NULL)
        return expectations[i].expectation;
    }
  return "a value";
}

/* Where the parser stands after an error: before a byte it wanted otherwise inside a token, but
 * behind a byte that begins none, and behind a whole token (except for one of its messages). */
static gboolean
stands_behind (const char *words)
{
  if (g_str_has_prefix (words, "lexical"))
    return strstr (words, "invalid char in json") != NULL;
  return strstr (words, "after key and value") == NULL;
}

static gboolean
fail_in_parser (VmxJsonReader *self, const guint8 *data)
{
  unsigned char *raw_words = yajl_get_error (self->parser, FALSE, NULL, 0);
  const char *words = (const char *) raw_words;
  gsize consumed = yajl_get_bytes_consumed (self->parser);
  gsize position = self->n_parsed + consumed;
  g_autofree char *found = NULL;

  if (stands_behind (words))
    {
      position--;
      found = describe_byte (consumed > 0 ? data[consumed - 1] : self->last_byte);
    }
  else
    found = position < self->n_fed ? describe_byte (data[consumed]) : g_strdup ("the end");
  fail_at (self, position, found, get_expectation (words));
  yajl_free_error (self->parser, raw_words);
  return FALSE;
}

/* --- Events of the parser --- */

/* The parser is stopped behind a complete document, because it is lax with what follows. */
static inline int
end_event (VmxJsonReader *self, gboolean success)
{
  self->saw_event = TRUE;
  if (!success && self->error == NULL)
    g_set_error_literal (&self->error, VMX_ERROR, VMX_ERROR_JSON,
                         "the reading of JSON text was stopped without a reason");
  self->complete = success && self->depth == 0;
  return success && !self->complete;
}

static int
on_null (void *data)
{
  VmxJsonReader *self = data;

  return end_event (self, self->handler->on_null == NULL
                              || self->handler->on_null (self->handler_data, &self->error));
}

static int
on_boolean (void *data, int value)
{
  VmxJsonReader *self = data;

  return end_event (self, self->handler->on_boolean == NULL
                              || self->handler->on_boolean (self->handler_data, value != 0,
                                                            &self->error));
}

static int
on_number (void *data, const char *text, size_t length)
{
  VmxJsonReader *self = data;

  return end_event (self, self->handler->on_number == NULL
                              || self->handler->on_number (self->handler_data, text, length,
                                                           &self->error));
}

static int
on_string (void *data, const unsigned char *text, size_t length)
{
  VmxJsonReader *self = data;

  return end_event (self, self->handler->on_string == NULL
                              || self->handler->on_string (self->handler_data,
                                                           (const char *) text, length,
                                                           &self->error));
}

static G_GNUC_NO_INLINE gboolean
fail_with_double_name (VmxJsonReader *self, const char *name, gsize length)
{
  g_autofree char *found = g_strdup_printf ("a second member \"%.*s\"", (int) MIN (length, 200),
                                            name);
  g_autofree char *valid = g_utf8_make_valid (found, -1);

  return fail_here (self, valid, "each member of an object once");
}

static int
on_member (void *data, const unsigned char *text, size_t length)
{
  VmxJsonReader *self = data;
  const char *name = (const char *) text;

  if (!vmx_json_names_add (self->names[self->depth - 1], name, length))
    return end_event (self, fail_with_double_name (self, name, length));
  return end_event (self, self->handler->on_member == NULL
                              || self->handler->on_member (self->handler_data, name, length,
                                                           &self->error));
}

static gboolean
go_down (VmxJsonReader *self)
{
  if (self->depth == VMX_JSON_MAX_DEPTH)
    return fail_here (self, "one more level of objects or arrays",
                      "at most " G_STRINGIFY (VMX_JSON_MAX_DEPTH) " levels");
  self->depth++;
  return TRUE;
}

static int
on_start_object (void *data)
{
  VmxJsonReader *self = data;

  if (!go_down (self))
    return end_event (self, FALSE);
  if (self->names[self->depth - 1] == NULL)
    self->names[self->depth - 1] = vmx_json_names_new ();
  vmx_json_names_start (self->names[self->depth - 1]);
  return end_event (self, self->handler->on_start_object == NULL
                              || self->handler->on_start_object (self->handler_data,
                                                                 &self->error));
}

static int
on_end_object (void *data)
{
  VmxJsonReader *self = data;

  self->depth--;
  return end_event (self, self->handler->on_end_object == NULL
                              || self->handler->on_end_object (self->handler_data,
                                                               &self->error));
}

static int
on_start_array (void *data)
{
  VmxJsonReader *self = data;

  return end_event (self, go_down (self)
                              && (self->handler->on_start_array == NULL
                                  || self->handler->on_start_array (self->handler_data,
                                                                    &self->error)));
}

static int
on_end_array (void *data)
{
  VmxJsonReader *self = data;

  self->depth--;
  return end_event (self, self->handler->on_end_array == NULL
                              || self->handler->on_end_array (self->handler_data,
                                                              &self->error));
}

static const yajl_callbacks parser_callbacks = {
  .yajl_null = on_null,
  .yajl_boolean = on_boolean,
  .yajl_number = on_number,
  .yajl_string = on_string,
  .yajl_start_map = on_start_object,
  .yajl_map_key = on_member,
  .yajl_end_map = on_end_object,
  .yajl_start_array = on_start_array,
  .yajl_end_array = on_end_array,
};

/* --- Memory of the parser: running out of it ends the program, as everywhere in GLib --- */

static void *
allocate (void *unused, size_t size)
{
  return g_malloc (size);
}

static void *
reallocate (void *unused, void *memory, size_t size)
{
  return g_realloc (memory, size);
}

static void
release (void *unused, void *memory)
{
  g_free (memory);
}

/* --- Feeding --- */

static inline gboolean
is_white_space (guint8 byte)
{
  return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static gboolean
check_rest (VmxJsonReader *self, const guint8 *data, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (!is_white_space (data[i]))
        {
          g_autofree char *found = describe_byte (data[i]);

          return fail_at (self, self->n_parsed + i, found, "nothing behind the document");
        }
    }
  self->n_parsed += length;
  return TRUE;
}

static gboolean
parse (VmxJsonReader *self, const guint8 *data, gsize length)
{
  yajl_status status;
  gsize consumed;

  if (length == 0)
    return TRUE;
  if (self->complete)
    return check_rest (self, data, length);

  self->saw_event = FALSE;
  status = yajl_parse (self->parser, data, length);
  if (self->error != NULL)
    return FALSE;
  if (self->complete)
    {
      consumed = yajl_get_bytes_consumed (self->parser);
      self->n_parsed += consumed;
      return check_rest (self, data + consumed, length - consumed);
    }
  if (status != yajl_status_ok)
    return fail_in_parser (self, data);
  self->n_parsed += length;
  self->last_byte = data[length - 1];
  self->unfinished = self->saw_event ? 0 : self->unfinished + length;
  return TRUE;
}

/* The parser gets what is before a problem first, so that events and errors come in order and do
 * not depend on how the text is cut. */
static gboolean
scan_and_parse (VmxJsonReader *self, const guint8 *data, gsize length)
{
  const char *problem;
  gsize n_fine = vmx_json_scan (&self->scan, data, length, &problem);

  if (!parse (self, data, n_fine))
    return FALSE;
  if (n_fine < length)
    return fail_at (self, self->n_parsed, problem,
                    "valid UTF-8 without NUL and control characters");
  return TRUE;
}

static gboolean
parse_kept_back (VmxJsonReader *self)
{
  gboolean success = scan_and_parse (self, self->kept_back->data, self->kept_back->len);

  g_byte_array_set_size (self->kept_back, 0);
  return success;
}

static gboolean
accept (VmxJsonReader *self, const guint8 *data, gsize length)
{
  if (self->unfinished < KEEP_BACK_FROM && self->kept_back->len == 0)
    return scan_and_parse (self, data, length);
  g_byte_array_append (self->kept_back, data, length);
  return self->kept_back->len < self->unfinished || parse_kept_back (self);
}

static gboolean
skip_mark (VmxJsonReader *self, const guint8 **data, gsize *length)
{
  while (self->at_start && *length > 0)
    {
      if (self->n_mark == sizeof byte_order_mark || **data != byte_order_mark[self->n_mark])
        self->at_start = FALSE;
      else
        {
          self->n_mark++;
          self->n_parsed++;
          (*data)++;
          (*length)--;
        }
    }
  if (!self->at_start && self->n_mark % sizeof byte_order_mark != 0)
    return fail_at (self, 0, "a byte of value 0xef", "a value");
  return TRUE;
}

/* --- The reader --- */

/**
 * vmx_json_reader_new: (skip)
 * @handler: what is called for each event; members that are %NULL are not called; must stay valid
 * @handler_data: (nullable): passed to the functions of @handler
 *
 * Makes a strict reader of one JSON document.
 *
 * Beyond the grammar of RFC 8259 it refuses more than `VMX_JSON_MAX_DEPTH` levels, invalid UTF-8,
 * NUL characters, unpaired surrogates and doubled members of an object. A byte order mark at
 * the start is passed over. Numbers are given as they are written.
 *
 * Returns: (transfer full): a new reader
 *
 * Since: 0.1
 */
VmxJsonReader *
vmx_json_reader_new (const VmxJsonHandler *handler, gpointer handler_data)
{
  VmxJsonReader *self;
  yajl_alloc_funcs memory = { allocate, reallocate, release, NULL };

  g_return_val_if_fail (handler != NULL, NULL);

  self = g_new0 (VmxJsonReader, 1);
  self->handler = handler;
  self->handler_data = handler_data;
  self->max_bytes = G_MAXSIZE;
  self->at_start = TRUE;
  self->kept_back = g_byte_array_new ();
  self->parser = yajl_alloc (&parser_callbacks, &memory, self);
  /* The scan checks UTF-8, and better. */
  yajl_config (self->parser, yajl_dont_validate_strings, 1);
  return self;
}

/**
 * vmx_json_reader_free: (skip)
 * @self: (transfer full): a reader
 *
 * Frees a reader.
 *
 * Since: 0.1
 */
void
vmx_json_reader_free (VmxJsonReader *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < VMX_JSON_MAX_DEPTH; i++)
    g_clear_pointer (&self->names[i], vmx_json_names_free);
  yajl_free (self->parser);
  g_byte_array_unref (self->kept_back);
  g_clear_error (&self->error);
  g_free (self);
}

/**
 * vmx_json_reader_set_max_bytes: (skip)
 * @self: a reader
 * @max_bytes: how many bytes a document may have
 *
 * Limits the size of the document. There is no limit by default.
 *
 * Since: 0.1
 */
void
vmx_json_reader_set_max_bytes (VmxJsonReader *self, gsize max_bytes)
{
  g_return_if_fail (self != NULL);

  self->max_bytes = max_bytes;
}

/**
 * vmx_json_reader_feed: (skip)
 * @self: a reader
 * @data: (array length=length): the next bytes of the document
 * @length: how many there are
 * @error: return location for an error
 *
 * Reads the next part of a document, of any size, and calls the handler for what it completes.
 * Events of a long text that comes in small parts can be late, at the latest they come in
 * vmx_json_reader_finish().
 *
 * Text of a wrong form is `VMX_ERROR_JSON`; an error of the handler is passed on unchanged. After
 * an error each further call gives the same error again.
 *
 * Returns: whether all is well so far
 *
 * Since: 0.1
 */
gboolean
vmx_json_reader_feed (VmxJsonReader *self, const char *data, gsize length, GError **error)
{
  const guint8 *bytes = (const guint8 *) data;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (data != NULL || length == 0, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (self->error == NULL
      && (length > self->max_bytes || self->n_fed > self->max_bytes - length))
    g_set_error (&self->error, VMX_ERROR, VMX_ERROR_JSON,
                 "JSON text is too large: at most %" G_GSIZE_FORMAT " bytes are read",
                 self->max_bytes);
  if (self->error == NULL)
    {
      self->n_fed += length;
      if (skip_mark (self, &bytes, &length))
        accept (self, bytes, length);
    }
  return give_error (self, error);
}

/**
 * vmx_json_reader_finish: (skip)
 * @self: a reader
 * @error: return location for an error
 *
 * Tells the reader that no more text will come.
 *
 * Returns: whether exactly one complete document was read; else @error is set as by
 *   vmx_json_reader_feed()
 *
 * Since: 0.1
 */
gboolean
vmx_json_reader_finish (VmxJsonReader *self, GError **error)
{
  static const guint8 space[] = { ' ' };

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  /* A number at the top ends only with the text; white space tells the parser so. */
  if (self->error == NULL && parse_kept_back (self) && !self->complete)
    parse (self, space, sizeof space);
  if (self->error == NULL && !self->complete)
    fail_at (self, self->n_fed, "the end",
             self->depth > 0 ? "the rest of a document that was cut off" : "a whole JSON value");
  return give_error (self, error);
}

/**
 * vmx_json_read: (skip)
 * @handler: what is called for each event
 * @handler_data: (nullable): passed to the functions of @handler
 * @text: a JSON document
 * @length: its length in bytes, or -1 if it ends with a NUL
 * @error: return location for an error
 *
 * Reads a whole document at once, as vmx_json_reader_feed() does.
 *
 * Returns: whether the document was read completely
 *
 * Since: 0.1
 */
gboolean
vmx_json_read (const VmxJsonHandler *handler, gpointer handler_data, const char *text,
               gssize length, GError **error)
{
  g_autoptr(VmxJsonReader) reader = NULL;

  g_return_val_if_fail (handler != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  reader = vmx_json_reader_new (handler, handler_data);
  return vmx_json_reader_feed (reader, text, length < 0 ? strlen (text) : (gsize) length, error)
         && vmx_json_reader_finish (reader, error);
}
