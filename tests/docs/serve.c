/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An OData service for the programs in the documentation: prints its address and runs until the
 * standard input ends. */
#include <stdio.h>

#include <vmx-odata-server.h>

#define N_EMPLOYEES 25

int
main (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxOdataServer) server = vmx_odata_server_new (&error);

  if (server == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  vmx_odata_server_add_hr_sample (server, N_EMPLOYEES);
  g_print ("%s\n", vmx_odata_server_get_url (server));
  fflush (stdout);
  while (getchar () != EOF)
    continue;
  return 0;
}
