/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-json-scan-private.h"

#include <string.h>

typedef enum
{
  ESCAPE_NONE,
  ESCAPE_BACKSLASH,    /* after "\" */
  ESCAPE_HEX,          /* inside the four digits of "\uXXXX" */
  ESCAPE_EXPECT_SLASH, /* after a high surrogate: only "\uXXXX" may follow */
  ESCAPE_EXPECT_U,
} VmxJsonEscape;

#define EACH_BYTE(byte) (G_GUINT64_CONSTANT (0x0101010101010101) * (byte))

/* Vertical tab and form feed. */
#define IS_LAX_SPACE(byte) ((byte) == 0x0b || (byte) == 0x0c)

/* Eight bytes at once: zero if they are ASCII and none is a backslash or a control character. Else
 * the lowest bit that is set is in the first byte that is something else. */
static inline guint64
find_other (const guint8 *data)
{
  guint64 word, other;

  memcpy (&word, data, sizeof word);
  word = GUINT64_FROM_LE (word);
  other = word ^ EACH_BYTE ('\\');
  /* The high bit of a byte gets set if it was set before, or if the subtraction borrows. */
  return ((other - EACH_BYTE (1)) | (word - EACH_BYTE (' ')) | word) & EACH_BYTE (0x80);
}

static inline gboolean
byte_is_plain (guint8 byte)
{
  return byte < 0x80 && byte != '\\' && !IS_LAX_SPACE (byte);
}

static gsize
skip_plain (const guint8 *data, gsize length)
{
  gsize position = 0;

  while (position < length)
    {
      guint64 other = position + 8 <= length ? find_other (data + position) : 1;

      if (other == 0)
        {
          position += 8;
          continue;
        }
      position += (gsize) __builtin_ctzll (other) / 8;
      if (!byte_is_plain (data[position]))
        break;
      position++;
    }
  return position;
}

static gboolean
start_character (VmxJsonScan *self, guint8 lead)
{
  self->lowest = 0x80;
  self->highest = 0xbf;
  if (lead >= 0xc2 && lead <= 0xdf)
    self->n_continuation = 1;
  else if (lead >= 0xe0 && lead <= 0xef)
    self->n_continuation = 2;
  else if (lead >= 0xf0 && lead <= 0xf4)
    self->n_continuation = 3;
  else
    return FALSE;
  /* These lead bytes could also begin overlong forms, surrogates or codes beyond U+10FFFF. */
  if (lead == 0xe0)
    self->lowest = 0xa0;
  else if (lead == 0xed)
    self->highest = 0x9f;
  else if (lead == 0xf0)
    self->lowest = 0x90;
  else if (lead == 0xf4)
    self->highest = 0x8f;
  return TRUE;
}

static gboolean
continue_character (VmxJsonScan *self, guint8 byte)
{
  if (byte < self->lowest || byte > self->highest)
    return FALSE;
  self->n_continuation--;
  self->lowest = 0x80;
  self->highest = 0xbf;
  return TRUE;
}

static const char *
end_code_unit (VmxJsonScan *self)
{
  gboolean is_high = (self->code_unit & 0xfc00) == 0xd800;
  gboolean is_low = (self->code_unit & 0xfc00) == 0xdc00;

  if (self->code_unit == 0)
    return "an escaped NUL character (\\u0000), which no text may hold";
  if (self->after_high && !is_low)
    return "a high surrogate escape without a low one behind it";
  if (is_low && !self->after_high)
    return "a low surrogate escape without a high one before it";
  self->after_high = is_high;
  self->escape = is_high ? ESCAPE_EXPECT_SLASH : ESCAPE_NONE;
  return NULL;
}

static void
start_code_unit (VmxJsonScan *self)
{
  self->escape = ESCAPE_HEX;
  self->n_hex = 0;
  self->code_unit = 0;
}

/* Wrong escapes end the escape here and are left to the parser. */
static const char *
continue_escape (VmxJsonScan *self, guint8 byte)
{
  switch ((VmxJsonEscape) self->escape)
    {
    case ESCAPE_BACKSLASH:
      self->escape = ESCAPE_NONE;
      if (byte == 'u')
        start_code_unit (self);
      return NULL;

    case ESCAPE_HEX:
      if (!g_ascii_isxdigit (byte))
        {
          self->escape = ESCAPE_NONE;
          self->after_high = FALSE;
          return NULL;
        }
      self->code_unit = self->code_unit * 16 + (guint32) g_ascii_xdigit_value (byte);
      return ++self->n_hex == 4 ? end_code_unit (self) : NULL;

    case ESCAPE_EXPECT_SLASH:
      self->escape = ESCAPE_EXPECT_U;
      return byte == '\\' ? NULL : "a high surrogate escape without a low one behind it";

    case ESCAPE_EXPECT_U:
      start_code_unit (self);
      return byte == 'u' ? NULL : "a high surrogate escape without a low one behind it";

    case ESCAPE_NONE:
    default:
      g_assert_not_reached ();
    }
}

static const char *
scan_byte (VmxJsonScan *self, guint8 byte)
{
  const char *problem = NULL;

  if (self->n_continuation > 0)
    return continue_character (self, byte) ? NULL : "a byte that is not valid UTF-8";
  if (self->escape != ESCAPE_NONE)
    problem = continue_escape (self, byte);
  else if (byte == '\\')
    self->escape = ESCAPE_BACKSLASH;
  else if (IS_LAX_SPACE (byte))
    problem = "a vertical tab or form feed";
  if (problem == NULL && byte >= 0x80 && !start_character (self, byte))
    problem = "a byte that is not valid UTF-8";
  return problem;
}

gsize
vmx_json_scan (VmxJsonScan *self, const guint8 *data, gsize length, const char **problem)
{
  gsize position = 0;

  *problem = NULL;
  while (position < length)
    {
      if (self->n_continuation == 0 && self->escape == ESCAPE_NONE)
        position += skip_plain (data + position, length - position);
      if (position == length)
        break;
      *problem = scan_byte (self, data[position]);
      if (*problem != NULL)
        break;
      position++;
    }
  return position;
}
