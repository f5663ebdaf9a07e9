/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/json/vmx-json-capture-private.h>

void
vmx_json_capture_init (VmxJsonCapture *self)
{
  *self = (VmxJsonCapture){ .writer = vmx_json_writer_new () };
}

void
vmx_json_capture_clear (VmxJsonCapture *self)
{
  g_clear_pointer (&self->writer, vmx_json_writer_free);
}

static gboolean
is_writing (VmxJsonCapture *self)
{
  return self->depth > 0 && self->writing;
}

void
vmx_json_capture_start (VmxJsonCapture *self, gboolean is_array, gboolean writing)
{
  if (self->depth++ == 0)
    {
      self->writing = writing;
      vmx_json_writer_reset (self->writer);
    }
  if (!self->writing)
    return;
  if (is_array)
    vmx_json_writer_start_array (self->writer);
  else
    vmx_json_writer_start_object (self->writer);
}

gboolean
vmx_json_capture_end (VmxJsonCapture *self, gboolean is_array)
{
  if (self->writing && is_array)
    vmx_json_writer_end_array (self->writer);
  else if (self->writing)
    vmx_json_writer_end_object (self->writer);
  return --self->depth == 0;
}

const char *
vmx_json_capture_peek (VmxJsonCapture *self, gsize *length)
{
  return self->writing ? vmx_json_writer_peek (self->writer, length) : NULL;
}

const char *
vmx_json_capture_quote (VmxJsonCapture *self, const char *text, gsize *length)
{
  vmx_json_writer_reset (self->writer);
  vmx_json_writer_string (self->writer, text, (gssize) *length);
  return vmx_json_writer_peek (self->writer, length);
}

gboolean
vmx_json_capture_null (VmxJsonCapture *self)
{
  if (is_writing (self))
    vmx_json_writer_null (self->writer);
  return self->depth > 0;
}

gboolean
vmx_json_capture_boolean (VmxJsonCapture *self, gboolean value)
{
  if (is_writing (self))
    vmx_json_writer_boolean (self->writer, value);
  return self->depth > 0;
}

gboolean
vmx_json_capture_number (VmxJsonCapture *self, const char *text, gsize length)
{
  if (is_writing (self))
    vmx_json_writer_number (self->writer, text, (gssize) length);
  return self->depth > 0;
}

gboolean
vmx_json_capture_string (VmxJsonCapture *self, const char *text, gsize length)
{
  if (is_writing (self))
    vmx_json_writer_string (self->writer, text, (gssize) length);
  return self->depth > 0;
}

gboolean
vmx_json_capture_member (VmxJsonCapture *self, const char *name, gsize length)
{
  if (is_writing (self))
    vmx_json_writer_member (self->writer, name, (gssize) length);
  return self->depth > 0;
}
