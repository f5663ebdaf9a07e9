/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/store/vmx-service-info-private.h>

#include <libvmxsync/model/json/vmx-json-guard-private.h>

#define MAX_OPTION_BYTES (64 * 1024 * 1024)

VmxServiceInfo *
vmx_service_info_new (const char *name, const char *transport, const char *url,
                      const char *const *options, const char *const *objects,
                      const char *const *processors, VmxServiceSchema *schema)
{
  static const char *const none[] = { NULL };
  VmxServiceInfo *self = g_new0 (VmxServiceInfo, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->name = g_strdup (name);
  self->transport = g_strdup (transport);
  self->url = g_strdup (url);
  self->options = g_strdupv ((char **) (options != NULL ? options : none));
  self->objects = g_strdupv ((char **) objects);
  self->processors = g_strdupv ((char **) (processors != NULL ? processors : none));
  g_set_object (&self->schema, schema);
  return self;
}

VmxServiceInfo *
vmx_service_info_ref (VmxServiceInfo *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
vmx_service_info_unref (VmxServiceInfo *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->name);
  g_free (self->transport);
  g_free (self->url);
  g_strfreev (self->options);
  g_strfreev (self->objects);
  g_strfreev (self->processors);
  g_clear_object (&self->schema);
  g_free (self);
}

static void
add_list (JsonBuilder *builder, const char *member, GStrv texts)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (guint i = 0; texts[i] != NULL; i++)
    json_builder_add_string_value (builder, texts[i]);
  json_builder_end_array (builder);
}

char *
vmx_service_info_options_to_json (VmxServiceInfo *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;

  json_builder_begin_object (builder);
  add_list (builder, "set", self->options);
  if (self->objects != NULL)
    add_list (builder, "objects", self->objects);
  add_list (builder, "processors", self->processors);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return vmx_json_guard_print (root, FALSE);
}

/* Leaves *list alone when the member is absent. FALSE when it is not an array of texts. */
static gboolean
read_list (JsonObject *object, const char *member, GStrv *list)
{
  JsonNode *node = json_object_get_member (object, member);
  GStrv texts;

  if (node == NULL)
    return TRUE;
  texts = vmx_json_guard_get_texts (node);
  if (texts == NULL)
    return FALSE;
  g_strfreev (*list);
  *list = texts;
  return TRUE;
}

gboolean
vmx_service_info_options_from_json (VmxServiceInfo *self, const char *json)
{
  g_autoptr(JsonNode) node
      = vmx_json_guard_parse (json, -1, MAX_OPTION_BYTES, "the stored options of a service", NULL);
  JsonObject *object;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  object = json_node_get_object (node);
  return json_object_has_member (object, "set") && read_list (object, "set", &self->options)
         && read_list (object, "objects", &self->objects)
         && read_list (object, "processors", &self->processors);
}
