/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/schema/vmx-service-schema.h>

G_BEGIN_DECLS

/* What is kept of a service: who talks to it, how, and its schema. */
typedef struct
{
  gatomicrefcount ref_count;
  char *name;
  char *transport; /* plugin name, (nullable): an instance of the program */
  char *url;       /* (nullable) */
  GStrv options;   /* "name=value" */
  GStrv objects;   /* (nullable): the objects to keep, NULL for all */
  GStrv processors; /* plugin names */
  VmxServiceSchema *schema; /* (nullable) before setup */
} VmxServiceInfo;

VmxServiceInfo *vmx_service_info_new (const char *name, const char *transport, const char *url,
                                      const char *const *options, const char *const *objects,
                                      const char *const *processors, VmxServiceSchema *schema);
VmxServiceInfo *vmx_service_info_ref (VmxServiceInfo *self);
void vmx_service_info_unref (VmxServiceInfo *self);
char *vmx_service_info_options_to_json (VmxServiceInfo *self);
/* Fills in options, objects and processors; FALSE for text that options_to_json() did not write. */
gboolean vmx_service_info_options_from_json (VmxServiceInfo *self, const char *json);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxServiceInfo, vmx_service_info_unref)

G_END_DECLS
