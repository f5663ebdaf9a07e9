/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/json/vmx-json-writer.h>

G_BEGIN_DECLS

/* Writes the events of one nested object or array again, as a text of its own, while a handler
 * reads a flat record around it. */
typedef struct
{
  VmxJsonWriter *writer;
  guint depth; /* of the nested structure, 0 outside of it */
  gboolean writing;
} VmxJsonCapture;

void vmx_json_capture_init (VmxJsonCapture *self);
void vmx_json_capture_clear (VmxJsonCapture *self);

/* The event starts the nested structure, or is inside of it. Whether it is written is decided at
 * its start; otherwise it is passed over. */
void vmx_json_capture_start (VmxJsonCapture *self, gboolean is_array, gboolean writing);
/* TRUE when this was the end of the nested structure. */
gboolean vmx_json_capture_end (VmxJsonCapture *self, gboolean is_array);
/* The text of the structure that has ended, NULL if it was passed over. */
const char *vmx_json_capture_peek (VmxJsonCapture *self, gsize *length);
/* The JSON text of a string. Valid until the next use. */
const char *vmx_json_capture_quote (VmxJsonCapture *self, const char *text, gsize *length);

/* FALSE outside of a nested structure: the event is the caller's. */
gboolean vmx_json_capture_null (VmxJsonCapture *self);
gboolean vmx_json_capture_boolean (VmxJsonCapture *self, gboolean value);
gboolean vmx_json_capture_number (VmxJsonCapture *self, const char *text, gsize length);
gboolean vmx_json_capture_string (VmxJsonCapture *self, const char *text, gsize length);
gboolean vmx_json_capture_member (VmxJsonCapture *self, const char *name, gsize length);

G_END_DECLS
