/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Edits records without a network, shows what is pending, and undoes it all.
 *
 *     edit-records STORE URL [TRANSPORT]
 */
#include <libvmxsync/vmxsync.h>

#include <locale.h>

static VmxRecord *
create (VmxObj *employees, GError **error)
{
  g_autoptr(VmxRecord) record = vmx_record_new ();
  VmxRecord *created;

  vmx_record_set_text (record, "FirstName", "Mona");
  vmx_record_set_text (record, "LastName", "Lind");
  vmx_record_set_text (record, "Country", "Sweden");
  created = vmx_obj_create (employees, record, NULL, NULL, error);
  if (created != NULL)
    g_print ("created: %s %s, with a temporary key: %s\n",
             vmx_record_get_text (created, "FirstName"), vmx_record_get_text (created, "LastName"),
             vmx_record_get_int64 (created, "EmployeeID") < 0 ? "yes" : "no");
  return created;
}

static gboolean
move_to_london (VmxObj *employees, GError **error)
{
  g_autoptr(VmxRecord) record = vmx_record_new ();
  g_autoptr(VmxWriteOptions) options = vmx_write_options_new ();
  gint64 count;

  vmx_record_set_text (record, "City", "London");
  vmx_write_options_set_filter (options, "Country eq 'UK' and City eq null");
  count = vmx_obj_update (employees, record, options, NULL, error);
  if (count < 0)
    return FALSE;
  g_print ("%" G_GINT64_FORMAT " record moved to London\n", count);
  return TRUE;
}

static VmxWriteOptions *
options_for_key (gint64 key)
{
  VmxWriteOptions *options = vmx_write_options_new ();
  g_autoptr(VmxRecord) keys = vmx_record_new ();

  vmx_record_set_int64 (keys, "EmployeeID", key);
  vmx_write_options_set_primary_keys (options, keys);
  return options;
}

static gboolean
delete_one (VmxObj *employees, GError **error)
{
  g_autoptr(VmxWriteOptions) options = options_for_key (8);

  if (!vmx_obj_delete_by_pk (employees, options, NULL, error))
    return FALSE;
  g_print ("record 8 deleted\n");
  return TRUE;
}

/* Held back until vmx_obj_mark_for_upload() releases it. */
static gboolean
move_later (VmxObj *employees, GError **error)
{
  g_autoptr(VmxWriteOptions) options = options_for_key (7);
  g_autoptr(VmxRecord) record = vmx_record_new ();

  vmx_record_set_text (record, "City", "Wells");
  vmx_write_options_set_mark_for_upload (options, FALSE);
  return vmx_obj_update (employees, record, options, NULL, error) >= 0;
}

/* All of the group, or nothing. */
static gboolean
edit_together (VmxObj *employees, VmxRecord *created, GError **error)
{
  g_autoptr(VmxEditGroup) group = vmx_edit_group_new (vmx_obj_get_client (employees));
  g_autoptr(VmxWriteOptions) options
      = options_for_key (vmx_record_get_int64 (created, "EmployeeID"));
  g_autoptr(VmxRecord) city = vmx_record_new ();
  g_autoptr(VmxRecord) another = vmx_record_new ();

  vmx_record_set_text (city, "City", "Lund");
  vmx_edit_group_update (group, employees, city, options);
  vmx_record_set_text (another, "FirstName", "Noor");
  vmx_record_set_text (another, "LastName", "Bakker");
  vmx_record_set_text (another, "City", "Delft");
  vmx_edit_group_create (group, employees, another, NULL);
  if (!vmx_edit_group_apply (group, NULL, error))
    return FALSE;
  g_print ("%u edits done together\n", vmx_edit_group_get_n_edits (group));
  return TRUE;
}

static void
print_pending (VmxPendingRecord *record)
{
  static const char *const actions[] = {
    [VMX_CHANGE_ACTION_CREATE] = "create",
    [VMX_CHANGE_ACTION_UPDATE] = "update",
    [VMX_CHANGE_ACTION_DELETE] = "delete",
  };
  gint64 key = vmx_record_get_int64 (vmx_pending_record_get_primary_keys (record), "EmployeeID");
  GPtrArray *changes = vmx_pending_record_get_changes (record);

  if (key < 0)
    g_print ("new record: ");
  else
    g_print ("record %" G_GINT64_FORMAT ": ", key);
  for (guint i = 0; i < changes->len; i++)
    g_print ("%s%s", i > 0 ? ", " : "", actions[vmx_change_get_action (changes->pdata[i])]);
  g_print (": %s\n", vmx_pending_record_get_reason (record));
}

static gboolean
show_pending (VmxObj *employees, GError **error)
{
  g_autoptr(GPtrArray) pending
      = vmx_obj_get_pending_records_for_upload (employees, NULL, error);

  for (guint i = 0; pending != NULL && i < pending->len; i++)
    print_pending (pending->pdata[i]);
  return pending != NULL;
}

static gboolean
roll_back (VmxObj *employees, GError **error)
{
  g_autoptr(GPtrArray) pending = NULL;
  g_autoptr(GPtrArray) records = NULL;

  if (!vmx_obj_rollback (employees, NULL, NULL, error))
    return FALSE;
  pending = vmx_obj_get_pending_records_for_upload (employees, NULL, error);
  records = pending != NULL ? vmx_obj_get (employees, NULL, NULL, error) : NULL;
  if (records == NULL)
    return FALSE;
  g_print ("rolled back: %u pending, %u records\n", pending->len, records->len);
  return TRUE;
}

static gboolean
edit_records (const char *store, const char *url, const char *transport, GError **error)
{
  g_autoptr(VmxClient) client = vmx_client_new (store);
  g_autoptr(VmxObj) employees = NULL;
  g_autoptr(VmxSyncResult) result = NULL;
  g_autoptr(VmxRecord) created = NULL;

  if (vmx_client_add_service (client, "HR", transport, url, error) == NULL
      || !vmx_client_setup (client, NULL, NULL, error))
    return FALSE;
  employees = vmx_client_get_object (client, "Employees", error);
  if (employees == NULL)
    return FALSE;
  result = vmx_obj_start_sync (employees, NULL, NULL, error);
  created = result != NULL ? create (employees, error) : NULL;
  return created != NULL && move_to_london (employees, error) && delete_one (employees, error)
         && move_later (employees, error) && edit_together (employees, created, error)
         && show_pending (employees, error) && roll_back (employees, error);
}

int
main (int argc, char **argv)
{
  g_autoptr(GError) error = NULL;

  setlocale (LC_ALL, "");
  if (argc < 3)
    {
      g_printerr ("usage: %s STORE URL [TRANSPORT]\n", argv[0]);
      return 2;
    }
  if (edit_records (argv[1], argv[2], argv[3], &error))
    return 0;
  g_printerr ("edit-records: %d: %s\n", error->code, error->message);
  return 1;
}
