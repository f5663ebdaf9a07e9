/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "case.h"

#include "fixture-edit.h"

#define MAX_ROUNDS 12
/* Parents, their children and the children of those may have to be resolved one after the other. */
#define MAX_RESOLUTIONS 4

void
case_download (VmxClient *client)
{
  for (guint n = 0; n < REFERENCE_N_OBJECTS; n++)
    fixture_sync_object (client, reference_objects[n]);
}

static gboolean
sync_all (VmxClient *client, const char *json)
{
  gboolean success = TRUE;

  for (guint n = 0; n < REFERENCE_N_OBJECTS; n++)
    {
      g_autoptr(VmxObj) object = fixture_get_object (client, reference_objects[n]);
      g_autoptr(VmxSyncOptions) options = vmx_sync_options_new_from_json (json, NULL);
      g_autoptr(GError) error = NULL;
      g_autoptr(VmxSyncResult) result = vmx_obj_start_sync (object, options, NULL, &error);

      if (error != NULL)
        g_test_message ("%s: %s", reference_objects[n], error->message);
      success = success && result != NULL;
    }
  return success;
}

gboolean
case_upload (VmxClient *client)
{
  return sync_all (client, "{\"syncType\":\"uploadOnly\","
                           "\"uploadBatchSize\":" G_STRINGIFY (CASE_BATCH_SIZE) "}");
}

static char *
read_all_pending (VmxClient *client)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint n = 0; n < REFERENCE_N_OBJECTS; n++)
    {
      g_autoptr(VmxObj) object = fixture_get_object (client, reference_objects[n]);
      g_autofree char *pending = fixture_read_pending (object);

      g_string_append (text, pending);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
case_settle (VmxClient *client)
{
  g_autofree char *before = read_all_pending (client);

  for (guint i = 0; i < MAX_ROUNDS; i++)
    {
      gboolean success = case_upload (client);
      g_autofree char *after = read_all_pending (client);
      gboolean is_quiet = success && g_str_equal (before, after);

      g_free (before);
      before = g_steal_pointer (&after);
      if (!is_quiet)
        continue;
      g_assert_true (sync_all (client, "{}"));
      return;
    }
  g_error ("the upload does not come to rest; this waits:\n%s", before);
}

void
case_check_and_resolve (VmxClient *client, CaseMakeFresh make_fresh, gpointer data,
                        VerdictWaits waits, VerdictWaits later)
{
  for (guint i = 0; i < MAX_RESOLUTIONS; i++)
    {
      g_autoptr(VmxClient) fresh = make_fresh (data);

      verdict_check (fresh, client, i == 0 ? waits : later);
      if (verdict_resolve (fresh, client) == 0)
        {
          reference_check_updates (fresh);
          return;
        }
      case_settle (client);
    }
  g_error ("what was resolved waits again");
}
