/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-form.h"

#include <libvmxsync/model/json/vmx-json-tree.h>
#include <libvmxsync/model/json/vmx-json-writer.h>

static const char *const names[] = {
  [VMX_ODATA_FORM_JSON] = "json",
  [VMX_ODATA_FORM_MULTIPART] = "multipart",
  [VMX_ODATA_FORM_SINGLE] = "single",
  [VMX_ODATA_FORM_AUTO] = "auto",
};

static gboolean
find_form (const char *text, VmxOdataForm *form)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_strcmp0 (text, names[i]) == 0)
        {
          *form = i;
          return TRUE;
        }
    }
  return FALSE;
}

gboolean
vmx_odata_form_parse (const char *text, VmxOdataForm *form, GError **error)
{
  if (find_form (text, form))
    return TRUE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION,
               "“batch-form” is “%s”, expected auto, json, multipart or single",
               text != NULL ? text : "");
  return FALSE;
}

const char *
vmx_odata_form_to_text (VmxOdataForm form)
{
  return names[form];
}

void
vmx_odata_forms_init (VmxOdataForms *self, VmxOdataForm wanted)
{
  *self = (VmxOdataForms){ .wanted = wanted, .current = wanted };
  if (wanted == VMX_ODATA_FORM_AUTO)
    self->current = VMX_ODATA_FORM_JSON;
}

gboolean
vmx_odata_forms_give_up (VmxOdataForms *self, VmxOdataForm form)
{
  /* An old request in a form of old: the current one is another. */
  if (form != self->current)
    return TRUE;
  if (self->wanted != VMX_ODATA_FORM_AUTO || form == VMX_ODATA_FORM_SINGLE)
    return FALSE;
  self->current = form + 1;
  self->is_proven = FALSE;
  return TRUE;
}

void
vmx_odata_forms_prove (VmxOdataForms *self, VmxOdataForm form)
{
  self->is_proven = self->is_proven || form == self->current;
}

gboolean
vmx_odata_forms_has_proved (const VmxOdataForms *self, VmxOdataForm form)
{
  return self->is_proven && form == self->current;
}

char *
vmx_odata_forms_get_learned (const VmxOdataForms *self)
{
  g_autoptr(VmxJsonWriter) writer = NULL;

  if (!self->is_proven && !self->can_repeat)
    return NULL;
  writer = vmx_json_writer_new ();
  vmx_json_writer_start_object (writer);
  if (self->is_proven)
    {
      vmx_json_writer_member (writer, "batch", -1);
      vmx_json_writer_string (writer, names[self->current], -1);
    }
  if (self->can_repeat)
    {
      vmx_json_writer_member (writer, "repeat", -1);
      vmx_json_writer_boolean (writer, TRUE);
    }
  vmx_json_writer_end_object (writer);
  return vmx_json_writer_steal (writer, NULL);
}

gboolean
vmx_odata_forms_set_learned (VmxOdataForms *self, const char *learned)
{
  g_autoptr(VmxJsonTree) tree = vmx_json_tree_new (learned, -1, NULL);
  gboolean can_repeat = vmx_json_tree_is_true (vmx_json_tree_get_member (tree, "repeat"));
  VmxOdataForm form = VMX_ODATA_FORM_AUTO;

  find_form (vmx_json_tree_get_member_string (tree, "batch"), &form);
  self->can_repeat = self->can_repeat || can_repeat;
  if (form == VMX_ODATA_FORM_AUTO)
    return can_repeat;
  if (self->wanted == VMX_ODATA_FORM_AUTO || self->wanted == form)
    {
      self->current = form;
      self->is_proven = TRUE;
    }
  return TRUE;
}
