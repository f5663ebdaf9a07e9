/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-mock-json.h"

G_BEGIN_DECLS

/* One change, as the body of a request tells it. */
typedef struct
{
  VmxChangeAction action;
  const char *object;
  const char *etag;          /* (nullable) */
  const VmxJsonTree *key;    /* an object */
  const VmxJsonTree *values; /* an object */
} VmxMockChange;

/* The program may have renamed the object. */
const char *vmx_mock_body_get_object_name (VmxObjectSchema *schema);
/* Abandoned members cannot be written. */
char *vmx_mock_body_write (VmxUploadRequest *request);

/* The changes of a body. What is in it belongs to the body. */
typedef struct
{
  VmxJsonTree *json;
  gboolean atomic;
  GArray *changes; /* (element-type VmxMockChange) */
} VmxMockBody;

VmxMockBody *vmx_mock_body_read (const char *text, GError **error);
void vmx_mock_body_free (VmxMockBody *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxMockBody, vmx_mock_body_free)

G_END_DECLS
