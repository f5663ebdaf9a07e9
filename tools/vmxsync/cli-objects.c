/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli-objects.h"

#include "cli-order.h"

static gboolean
add_service_objects (GPtrArray *objects, VmxObjSvc *service, GError **error)
{
  g_autoptr(GPtrArray) ordered = cli_order_objects (vmx_obj_svc_get_schema (service));

  for (guint i = 0; i < ordered->len; i++)
    {
      VmxObj *object = vmx_obj_svc_get_object (
          service, vmx_object_schema_get_name (ordered->pdata[i]), error);

      if (object == NULL)
        return FALSE;
      g_ptr_array_add (objects, object);
    }
  return TRUE;
}

static gboolean
add_all_objects (GPtrArray *objects, VmxClient *client, GError **error)
{
  GListModel *services = vmx_client_get_services (client);

  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr(VmxObjSvc) service = g_list_model_get_item (services, i);

      if (!add_service_objects (objects, service, error))
        return FALSE;
    }
  return TRUE;
}

GPtrArray *
cli_choose_objects (VmxClient *client, const char *object_name, const char *service_name,
                    GError **error)
{
  g_autoptr(GPtrArray) objects = g_ptr_array_new_with_free_func (g_object_unref);

  if (object_name != NULL)
    {
      VmxObj *object = vmx_client_get_object (client, object_name, error);

      if (object == NULL)
        return NULL;
      g_ptr_array_add (objects, object);
    }
  else if (service_name != NULL)
    {
      VmxObjSvc *service = vmx_client_get_service (client, service_name, error);

      if (service == NULL || !add_service_objects (objects, service, error))
        return NULL;
    }
  else if (!add_all_objects (objects, client, error))
    return NULL;
  return g_steal_pointer (&objects);
}
