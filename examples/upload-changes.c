/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Uploads changes that were made without a network, and solves a conflict with a colleague.
 *
 *     upload-changes STORE URL [TRANSPORT]
 *
 * The colleague has a store of its own, STORE-colleague. What is uploaded stays at the service.
 */
#include <libvmxsync/vmxsync.h>

#include <locale.h>

static VmxObj *
open_employees (const char *store, const char *url, const char *transport, GError **error)
{
  g_autoptr(VmxClient) client = vmx_client_new (store);
  g_autoptr(VmxSyncOptions) options = vmx_sync_options_new ();
  g_autoptr(VmxSyncResult) result = NULL;
  g_autoptr(VmxObj) employees = NULL;

  if (vmx_client_add_service (client, "HR", transport, url, error) == NULL
      || !vmx_client_setup (client, NULL, NULL, error))
    return NULL;
  employees = vmx_client_get_object (client, "Employees", error);
  if (employees == NULL)
    return NULL;
  vmx_sync_options_set_sync_type (options, VMX_SYNC_TYPE_DOWNLOAD_ONLY);
  result = vmx_obj_start_sync (employees, options, NULL, error);
  return result != NULL ? g_steal_pointer (&employees) : NULL;
}

/* --- Edits: they need no network, and wait for the next sync --- */

static VmxRecord *
new_key (gint64 number)
{
  VmxRecord *key = vmx_record_new ();

  vmx_record_set_int64 (key, "EmployeeID", number);
  return key;
}

static VmxRecord *
create (VmxObj *employees, GError **error)
{
  g_autoptr(VmxRecord) record = vmx_record_new ();

  vmx_record_set_text (record, "FirstName", "Mona");
  vmx_record_set_text (record, "LastName", "Lind");
  vmx_record_set_text (record, "City", "Lund");
  return vmx_obj_create (employees, record, NULL, NULL, error);
}

static gboolean
move (VmxObj *employees, gint64 number, const char *city, GError **error)
{
  g_autoptr(VmxRecord) key = new_key (number);
  g_autoptr(VmxRecord) record = vmx_record_new ();
  g_autoptr(VmxWriteOptions) options = vmx_write_options_new ();

  vmx_write_options_set_primary_keys (options, key);
  vmx_record_set_text (record, "City", city);
  return vmx_obj_update_by_pk (employees, record, options, NULL, error);
}

static gboolean
delete_one (VmxObj *employees, gint64 number, GError **error)
{
  g_autoptr(VmxRecord) key = new_key (number);
  g_autoptr(VmxWriteOptions) options = vmx_write_options_new ();

  vmx_write_options_set_primary_keys (options, key);
  return vmx_obj_delete_by_pk (employees, options, NULL, error);
}

static gboolean
show_waiting (VmxObj *employees, GError **error)
{
  g_autoptr(GPtrArray) pending
      = vmx_obj_get_pending_records_for_upload (employees, NULL, error);

  if (pending == NULL)
    return FALSE;
  g_print ("%u records wait\n", pending->len);
  return TRUE;
}

static VmxRecord *
edit (VmxObj *employees, GError **error)
{
  g_autoptr(VmxRecord) created = create (employees, error);

  if (created == NULL || !move (employees, 4, "Hull", error) || !delete_one (employees, 8, error)
      || !move (employees, 1, "London", error) || !show_waiting (employees, error))
    return NULL;
  return g_steal_pointer (&created);
}

/* --- Uploads --- */

static gboolean
upload (VmxObj *employees, const char *who, GError **error)
{
  g_autoptr(VmxSyncOptions) options = vmx_sync_options_new ();
  g_autoptr(VmxSyncResult) result = NULL;
  GPtrArray *errors;

  vmx_sync_options_set_sync_type (options, VMX_SYNC_TYPE_UPLOAD_ONLY);
  result = vmx_obj_start_sync (employees, options, NULL, error);
  if (result == NULL)
    return FALSE;
  g_print ("%s: %" G_GUINT64_FORMAT " uploaded\n", who,
           vmx_sync_result_get_total_uploaded_records (result));
  errors = vmx_sync_result_get_sync_errors (result);
  for (guint i = 0; i < errors->len; i++)
    g_print ("%s: record %" G_GINT64_FORMAT " was not uploaded: %s\n", who,
             vmx_record_get_int64 (vmx_sync_error_get_primary_keys (errors->pdata[i]),
                                   "EmployeeID"),
             vmx_sync_error_get_message (errors->pdata[i]));
  return TRUE;
}

static VmxRecord *
get_one (VmxObj *employees, gint64 number, GError **error)
{
  g_autoptr(VmxRecord) key = new_key (number);
  g_autoptr(VmxReadOptions) options = vmx_read_options_new ();
  g_autoptr(GPtrArray) records = NULL;

  vmx_read_options_set_primary_keys (options, key);
  records = vmx_obj_get (employees, options, NULL, error);
  if (records == NULL)
    return NULL;
  if (records->len > 0)
    return g_ptr_array_steal_index (records, 0);
  g_set_error (error, VMX_ERROR, VMX_ERROR_NO_RECORD, "there is no record %" G_GINT64_FORMAT,
               number);
  return NULL;
}

/* The temporary key of the new record still finds it. */
static gboolean
show_new_key (VmxObj *employees, VmxRecord *created, GError **error)
{
  g_autoptr(VmxRecord) record
      = get_one (employees, vmx_record_get_int64 (created, "EmployeeID"), error);

  if (record == NULL)
    return FALSE;
  g_print ("%s has a key of the service: %s\n", vmx_record_get_text (record, "FirstName"),
           vmx_record_get_int64 (record, "EmployeeID") > 0 ? "yes" : "no");
  return TRUE;
}

/* --- The conflict --- */

static gboolean
solve_conflict (VmxObj *employees, VmxPendingRecord *record, GError **error)
{
  VmxRecord *ours = vmx_pending_record_get_local_record (record);
  VmxRecord *theirs = vmx_pending_record_get_server_record (record);

  if (ours != NULL && theirs != NULL)
    g_print ("%s: %s here, %s there\n", vmx_record_get_text (ours, "FirstName"),
             vmx_record_get_text (ours, "City"), vmx_record_get_text (theirs, "City"));
  return vmx_obj_resolve (employees, vmx_pending_record_get_primary_keys (record),
                          VMX_RESOLUTION_KEEP_CLIENT, NULL, NULL, error);
}

static gboolean
solve_conflicts (VmxObj *employees, GError **error)
{
  g_autoptr(GPtrArray) pending
      = vmx_obj_get_pending_records_for_upload (employees, NULL, error);

  for (guint i = 0; pending != NULL && i < pending->len; i++)
    if (vmx_pending_record_get_state (pending->pdata[i]) == VMX_CHANGE_STATE_CONFLICT
        && !solve_conflict (employees, pending->pdata[i], error))
      return FALSE;
  return pending != NULL;
}

static gboolean
show_to_colleague (VmxObj *colleague, GError **error)
{
  g_autoptr(VmxSyncResult) result = vmx_obj_start_sync (colleague, NULL, NULL, error);
  g_autoptr(VmxRecord) record = result != NULL ? get_one (colleague, 1, error) : NULL;

  if (record == NULL)
    return FALSE;
  g_print ("the colleague sees: %s %s\n", vmx_record_get_text (record, "FirstName"),
           vmx_record_get_text (record, "City"));
  return TRUE;
}

static gboolean
upload_changes (const char *store, const char *url, const char *transport, GError **error)
{
  g_autofree char *other_store = g_strconcat (store, "-colleague", NULL);
  g_autoptr(VmxObj) employees = open_employees (store, url, transport, error);
  g_autoptr(VmxObj) colleague = NULL;
  g_autoptr(VmxRecord) created = NULL;

  if (employees != NULL)
    colleague = open_employees (other_store, url, transport, error);
  created = colleague != NULL ? edit (employees, error) : NULL;
  return created != NULL && move (colleague, 1, "Bristol", error)
         && upload (colleague, "colleague", error) && upload (employees, "we", error)
         && show_new_key (employees, created, error) && solve_conflicts (employees, error)
         && upload (employees, "we", error) && show_waiting (employees, error)
         && show_to_colleague (colleague, error);
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
  if (upload_changes (argv[1], argv[2], argv[3], &error))
    return 0;
  g_printerr ("upload-changes: %d: %s\n", error->code, error->message);
  return 1;
}
