/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "record-list.h"

static char *
read_item (RecordList *self, guint position)
{
  g_autoptr(VmxRecord) record = g_list_model_get_item (G_LIST_MODEL (self->model), position);

  g_assert_true (VMX_IS_RECORD (record));
  return vmx_record_to_json (record);
}

static void
follow (GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  RecordList *self = user_data;

  g_assert_cmpuint (position + removed, <=, self->texts->len);
  if (removed > 0)
    g_ptr_array_remove_range (self->texts, position, removed);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, self->texts->len + added);
  for (guint i = position; i < position + added; i++)
    g_ptr_array_insert (self->texts, (gint) i, read_item (self, i));
  g_assert_null (g_list_model_get_item (model, self->texts->len));
  g_string_append_printf (self->steps, "%u-%u+%u ", position, removed, added);
  self->n_told++;
}

RecordList *
record_list_new (VmxObj *object, const char *options)
{
  RecordList *self = g_new0 (RecordList, 1);
  g_autoptr(VmxReadOptions) parsed = NULL;
  g_autoptr(GError) error = NULL;

  if (options != NULL)
    parsed = vmx_read_options_new_from_json (options, &error);
  g_assert_no_error (error);
  self->model = vmx_record_model_new (object, parsed, &error);
  g_assert_no_error (error);
  g_assert_true (vmx_record_model_get_object (self->model) == object);
  g_assert_true (vmx_record_model_get_options (self->model) == parsed);
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (self->model)) == VMX_TYPE_RECORD);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->model)), ==, 0);
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->steps = g_string_new (NULL);
  g_signal_connect (self->model, "items-changed", G_CALLBACK (follow), self);
  return self;
}

void
record_list_free (RecordList *self)
{
  g_signal_handlers_disconnect_by_data (self->model, self);
  g_object_unref (self->model);
  g_ptr_array_unref (self->texts);
  g_string_free (self->steps, TRUE);
  g_free (self);
}

void
record_list_wait (RecordList *self, guint n_told)
{
  while (vmx_record_model_get_loading (self->model) || self->n_told < n_told)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (vmx_record_model_get_error (self->model));
}

void
record_list_refresh (RecordList *self)
{
  vmx_record_model_refresh (self->model);
  g_assert_true (vmx_record_model_get_loading (self->model));
  record_list_wait (self, 0);
}

void
record_list_assert_steps (RecordList *self, const char *steps)
{
  g_assert_cmpstr (self->steps->str, ==, steps);
  g_string_truncate (self->steps, 0);
}

void
record_list_assert_text (RecordList *self, guint position, const char *json)
{
  g_autofree char *text = read_item (self, position);

  g_assert_cmpstr (text, ==, json);
}

void
record_list_assert_read (RecordList *self, const char *options)
{
  g_autoptr(GString) json = g_string_new ("[");
  g_autofree char *read = fixture_read (vmx_record_model_get_object (self->model), options);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->model)), ==, self->texts->len);
  for (guint i = 0; i < self->texts->len; i++)
    {
      g_string_append_printf (json, "%s%s", i > 0 ? "," : "", (char *) self->texts->pdata[i]);
      record_list_assert_text (self, i, self->texts->pdata[i]);
    }
  g_string_append_c (json, ']');
  g_assert_cmpstr (json->str, ==, read);
}
