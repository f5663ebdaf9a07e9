/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

/* The forms in which changes can be sent, the favourite one first. */
typedef enum
{
  VMX_ODATA_FORM_JSON,
  VMX_ODATA_FORM_MULTIPART,
  VMX_ODATA_FORM_SINGLE,
  VMX_ODATA_FORM_AUTO, /* the one that the service takes */
} VmxOdataForm;

gboolean vmx_odata_form_parse (const char *text, VmxOdataForm *form, GError **error);
const char *vmx_odata_form_to_text (VmxOdataForm form);

/* What is known of the service. */
typedef struct
{
  VmxOdataForm wanted;
  VmxOdataForm current; /* of the next request, never AUTO */
  gboolean is_proven;   /* the service took the current form before */
  gboolean can_repeat;  /* it knows requests again by their ids */
} VmxOdataForms;

void vmx_odata_forms_init (VmxOdataForms *self, VmxOdataForm wanted);
/* Whether a request in this form may be refused because of the form, and another one helps. The
 * next requests then get another form. */
gboolean vmx_odata_forms_give_up (VmxOdataForms *self, VmxOdataForm form);
/* The service took a request in this form. */
void vmx_odata_forms_prove (VmxOdataForms *self, VmxOdataForm form);
gboolean vmx_odata_forms_has_proved (const VmxOdataForms *self, VmxOdataForm form);
/* NULL if there is nothing to remember. */
char *vmx_odata_forms_get_learned (const VmxOdataForms *self);
gboolean vmx_odata_forms_set_learned (VmxOdataForms *self, const char *learned);

G_END_DECLS
