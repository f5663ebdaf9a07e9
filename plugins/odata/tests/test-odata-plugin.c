/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The module as a program gets it: by name. */
#include <libvmxsync/vmxsync.h>

#include "vmx-odata-server.h"
#include "vmx-test.h"

static void
test_info (void)
{
  g_autoptr(GError) error = NULL;
  VmxPluginLoader *loader = vmx_plugin_loader_get_default ();
  VmxPluginInfo *info = vmx_plugin_loader_load (loader, "odata", &error);

  g_assert_no_error (error);
  g_assert_cmpint (vmx_plugin_info_get_kinds (info), ==, VMX_PLUGIN_KIND_TRANSPORT);
  g_assert_null (vmx_plugin_loader_create (loader, "odata", VMX_PLUGIN_KIND_STORAGE, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_NOT_FOUND, "odata");
}

static void
test_download (void)
{
  g_autoptr(VmxOdataServer) server = vmx_odata_server_new (NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GObject) object = vmx_plugin_loader_create (vmx_plugin_loader_get_default (), NULL,
                                                         VMX_PLUGIN_KIND_TRANSPORT, &error);
  g_autoptr(VmxServiceSchema) service = NULL;
  g_autoptr(VmxFetchRequest) request = NULL;
  g_autoptr(VmxRecordBatch) batch = NULL;

  g_assert_no_error (error);
  vmx_odata_server_add_hr_sample (server, 30);
  g_object_set (object, "url", vmx_odata_server_get_url (server), NULL);
  g_assert_true (vmx_transport_open (VMX_TRANSPORT (object), NULL, NULL, &error));
  service = vmx_transport_fetch_schema (VMX_TRANSPORT (object), NULL, &error);
  g_assert_no_error (error);
  g_assert_true (vmx_service_schema_seal (service, &error));
  request = vmx_fetch_request_new (vmx_service_schema_find_object (service, "Employees"));
  batch = vmx_transport_fetch_batch (VMX_TRANSPORT (object), request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (vmx_record_batch_get_n_rows (batch), ==, 30);
  g_assert_true (vmx_transport_close (VMX_TRANSPORT (object), &error));
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/odata/plugin/info", test_info);
  g_test_add_func ("/odata/plugin/download", test_download);
  return g_test_run ();
}
