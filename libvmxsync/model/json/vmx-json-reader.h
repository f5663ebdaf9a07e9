/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include <libvmxsync/model/vmx-version.h>

G_BEGIN_DECLS

/* C only: this header is not part of the introspected interface. */

/* What a handler is told, in document order. FALSE with an error set ends the reading. Texts are
 * only valid during the call and not NUL-terminated. Numbers come as written. */
typedef struct
{
  gboolean (*on_null) (gpointer self, GError **error);
  gboolean (*on_boolean) (gpointer self, gboolean value, GError **error);
  gboolean (*on_number) (gpointer self, const char *text, gsize length, GError **error);
  gboolean (*on_string) (gpointer self, const char *text, gsize length, GError **error);
  gboolean (*on_member) (gpointer self, const char *name, gsize length, GError **error);
  gboolean (*on_start_object) (gpointer self, GError **error);
  gboolean (*on_end_object) (gpointer self, GError **error);
  gboolean (*on_start_array) (gpointer self, GError **error);
  gboolean (*on_end_array) (gpointer self, GError **error);
} VmxJsonHandler;

#define VMX_JSON_MAX_DEPTH 64

typedef struct _VmxJsonReader VmxJsonReader;

VMX_AVAILABLE_IN_ALL
VmxJsonReader *vmx_json_reader_new (const VmxJsonHandler *handler, gpointer handler_data);
VMX_AVAILABLE_IN_ALL
void vmx_json_reader_free (VmxJsonReader *self);
/* No limit by default. */
VMX_AVAILABLE_IN_ALL
void vmx_json_reader_set_max_bytes (VmxJsonReader *self, gsize max_bytes);
VMX_AVAILABLE_IN_ALL
gboolean vmx_json_reader_feed (VmxJsonReader *self, const char *data, gsize length,
                               GError **error);
/* Says whether one complete document was read. */
VMX_AVAILABLE_IN_ALL
gboolean vmx_json_reader_finish (VmxJsonReader *self, GError **error);
VMX_AVAILABLE_IN_ALL
gboolean vmx_json_read (const VmxJsonHandler *handler, gpointer handler_data, const char *text,
                        gssize length, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxJsonReader, vmx_json_reader_free)

G_END_DECLS
