/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The options of a sync that are about uploads: acceptance rows 11 to 18 and 24 to 26. */
#include "fixture-upload.h"

#include <string.h>

#define ITEM(id, name) "{'Id':" #id ",'Name':'" name "'}"
#define OBJECTS                                                                                    \
  "'Item':{'key':['Id'],'columns':{'Id':'int32','Name':'string?'},'records':["                     \
  "{'@etag':'a','Id':1,'Name':'one'},{'@etag':'b','Id':2,'Name':'two'}]},"                         \
  "'Other':{'key':['Id'],'columns':{'Id':'int32'}}"
#define UPLOAD_ONLY "'syncType':'uploadOnly'"

static void
set_up (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_set_up (fixture, OBJECTS, data);
}

static void
set_up_with_records (FixtureUpload *fixture, gconstpointer data)
{
  set_up (fixture, data);
  g_object_unref (fixture_upload_sync (fixture, "Item", NULL));
  g_free (fixture_transport_take_log (fixture->transport));
}

static void
tear_down (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_tear_down (fixture);
}

/* Creates so many items, from a number on. */
static void
create_items (FixtureUpload *fixture, guint n, guint first)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *record = g_strdup_printf ("{'Id':%u,'Name':'new'}", first + i);

      fixture_upload_edit (fixture, "Item", FIXTURE_CREATE, record, NULL);
    }
}

/* How many changes each request had, separated by blanks. */
static char *
take_sizes (FixtureUpload *fixture)
{
  g_autofree char *log = fixture_transport_take_log (fixture->transport);
  g_auto(GStrv) lines = g_strsplit (log, "\n", -1);
  g_autoptr(GString) sizes = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto(GStrv) members = g_strsplit (lines[i], ";", -1);

      if (g_str_has_prefix (lines[i], "push"))
        g_string_append_printf (sizes, "%s%u", sizes->len > 0 ? " " : "", g_strv_length (members));
    }
  return g_string_free (g_steal_pointer (&sizes), FALSE);
}

/* n changes go in requests of these sizes, and in batches of those. */
static void
assert_sizes (FixtureUpload *fixture, guint n, const char *options, const char *requests,
              const char *batches)
{
  static guint n_created = 100;
  g_autofree char *all = g_strdup_printf ("{" UPLOAD_ONLY ",'getSyncStats':true%s}", options);
  g_autoptr(VmxSyncResult) result = NULL;
  g_autoptr(GString) counts = g_string_new (NULL);
  g_autofree char *sizes = NULL;
  VmxSyncStats *stats;

  g_test_message ("%s", options);
  create_items (fixture, n, n_created);
  n_created += n;
  result = fixture_upload_sync (fixture, "Item", all);
  g_assert_cmpuint (vmx_sync_result_get_total_uploaded_records (result), ==, n);
  stats = vmx_sync_result_get_stats (result);
  for (guint i = 0; i < vmx_sync_stats_get_n_upload_batches (stats); i++)
    g_string_append_printf (counts, "%s%" G_GUINT64_FORMAT, i > 0 ? " " : "",
                            vmx_sync_stats_get_upload_batch_records (stats, i));
  g_assert_cmpstr (counts->str, ==, batches);
  sizes = take_sizes (fixture);
  g_assert_cmpstr (sizes, ==, requests);
}

static void
test_row_11 (FixtureUpload *fixture, gconstpointer data)
{
  assert_sizes (fixture, 20, ",'uploadBatchSize':7", "7 7 6", "7 7 6");
  assert_sizes (fixture, 4, ",'uploadBatchSize':'2'", "2 2", "2 2");
  assert_sizes (fixture, 3, ",'uploadBatchSize':1", "1 1 1", "1 1 1");
  assert_sizes (fixture, 3, ",'uploadBatchSize':3", "3", "3");
  /* More than 50 do not go at once, whatever the batch is. */
  assert_sizes (fixture, 130, ",'uploadBatchSize':120", "50 50 20 10", "120 10");
  assert_sizes (fixture, 51, "", "50 1", "50 1");
  assert_sizes (fixture, 0, ",'uploadBatchSize':7", "", "");
}

/* A service without requests of several changes. */
static void
test_row_11_single (FixtureUpload *fixture, gconstpointer data)
{
  assert_sizes (fixture, 5, ",'uploadBatchSize':3", "1 1 1 1 1", "3 2");
}

/* Requests become smaller until the service takes them. */
static void
test_row_11_too_large (FixtureUpload *fixture, gconstpointer data)
{
  assert_sizes (fixture, 10, "", "10 5 2 2 2 2 2", "10");
  create_items (fixture, 2, 10);
  fixture_upload_set_faults (fixture, "{'call':'push-batch','verdict':'too-large','times':3}");
  fixture_upload_assert_synced (fixture, "Item", "{" UPLOAD_ONLY "}", 0,
                                "413 {'Id':10}; 413 {'Id':11}");
}

/* A service that wants them in another form gets them so. */
static void
test_row_11_other_form (FixtureUpload *fixture, gconstpointer data)
{
  create_items (fixture, 2, 10);
  fixture_upload_set_faults (fixture, "{'call':'push-batch','verdict':'other-form'}");
  fixture_upload_assert_synced (fixture, "Item", "{" UPLOAD_ONLY "}", 2, "");
  fixture_upload_set_faults (fixture, "{'call':'push-batch','verdict':'other-form','times':0}");
  create_items (fixture, 1, 12);
  fixture_upload_assert_sync_fails (fixture, "Item", "{" UPLOAD_ONLY "}", VMX_ERROR_NOT_SUPPORTED,
                                    "");
  fixture_upload_assert_pending (fixture, "Item",
                                 "{'Id':12} pending: create pending {'Name':'new'}");
}

static void
test_row_12 (FixtureUpload *fixture, gconstpointer data)
{
  static const char *const sizes[]
      = { "0", "-1", "'0'", "'-3'", "'many'", "''", "null", "true", "2.5", "[7]", "{}" };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *option = g_strdup_printf (",'uploadBatchSize':%s", sizes[i]);

      assert_sizes (fixture, 51, option, "50 1", "50 1");
    }
}

static void
test_row_13 (FixtureUpload *fixture, gconstpointer data)
{
  static const struct
  {
    const char *options;
    gboolean shown;
  } asked[] = {
    { "{'getSyncStats':true}", TRUE },
    { "{'getSyncStats':'true'}", TRUE },
    { "{'getSyncStats':false}", FALSE },
    { "{'getSyncStats':'yes'}", FALSE },
    { "{'getSyncStats':1}", FALSE },
    { "{'getSyncStats':null}", FALSE },
    { "{}", FALSE },
    { "{'GetSyncStats':true}", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    {
      g_autoptr(VmxSyncResult) result = NULL;
      g_autofree char *json = NULL;

      g_test_message ("%s", asked[i].options);
      create_items (fixture, 1, 100 + i);
      result = fixture_upload_sync (fixture, "Item", asked[i].options);
      json = vmx_sync_result_to_json (result);
      g_assert_cmpint (vmx_sync_result_get_stats (result) != NULL, ==, asked[i].shown);
      g_assert_cmpint (strstr (json, "\"syncStats\"") != NULL, ==, asked[i].shown);
      if (asked[i].shown)
        g_assert_nonnull (
            strstr (json, "\"uploadStats\":[{\"batchNumber\":1,\"numberOfRecords\":1"));
    }
}

/* The events of a sync, one letter each: phase, state. */
static void
log_progress (VmxObj *object, VmxSyncProgress *progress, gpointer user_data)
{
  g_string_append_printf (user_data, "%c%c ", "SUD"[vmx_sync_progress_get_phase (progress)],
                          "sie"[vmx_sync_progress_get_state (progress)]);
}

static void
assert_phases (FixtureUpload *fixture, const char *options, const char *events, const char *sent)
{
  VmxObj *item = fixture_upload_get (fixture, "Item");
  g_autoptr(GString) log = g_string_new (NULL);
  gulong handler = g_signal_connect (item, "progress", G_CALLBACK (log_progress), log);

  g_test_message ("%s", options);
  g_object_unref (fixture_upload_sync (fixture, "Item", options));
  g_signal_handler_disconnect (item, handler);
  g_assert_cmpstr (log->str, ==, events);
  fixture_upload_assert_sent (fixture, sent);
}

static void
test_row_14 (FixtureUpload *fixture, gconstpointer data)
{
  create_items (fixture, 1, 10);
  assert_phases (fixture, "{'syncType':'downloadOnly'}", "Ss Ds Di De Se ", "fetch Item");
  fixture_upload_assert_pending (fixture, "Item",
                                 "{'Id':10} pending: create pending {'Name':'new'}");
  assert_phases (fixture, "{" UPLOAD_ONLY "}", "Ss Us Ui Ue Se ",
                 "push create Item " ITEM (10, "new"));
  fixture_upload_assert_pending (fixture, "Item", "");
  create_items (fixture, 1, 11);
  assert_phases (fixture, "{'syncType':'fullSync'}", "Ss Us Ui Ue Ds Di De Se ",
                 "push create Item " ITEM (11, "new") "\nfetch Item");
  create_items (fixture, 1, 12);
  assert_phases (fixture, "{}", "Ss Us Ui Ue Ds Di De Se ",
                 "push create Item " ITEM (12, "new") "\nfetch Item");
  assert_phases (fixture, NULL, "Ss Ds Di De Se ", "fetch Item");
  assert_phases (fixture, "{" UPLOAD_ONLY "}", "Ss Se ", "");
}

static void
assert_options_fail (const char *options, int code, const char *part)
{
  g_autofree char *json = fixture_upload_quote (options);
  g_autoptr(GError) error = NULL;

  g_test_message ("%s", options);
  g_assert_null (vmx_sync_options_new_from_json (json, &error));
  vmx_assert_error (error, VMX_ERROR, code, part);
}

static void
test_row_15 (FixtureUpload *fixture, gconstpointer data)
{
  static const char *const types[]
      = { "null", "'both'", "''", "'uploadonly'", "'UploadOnly'", "1", "true", "['uploadOnly']" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *options = g_strdup_printf ("{'syncType':%s}", types[i]);

      assert_options_fail (options, VMX_ERROR_INVALID_SYNC_TYPE, "uploadOnly");
    }
}

static void
test_row_16 (FixtureUpload *fixture, gconstpointer data)
{
  create_items (fixture, 2, 10);
  fixture_upload_assert_synced (
      fixture, "Item",
      "{'uploadBatchSize':1,'uploadRequestQueryParams':{'sap-client':'100','n':7}}", 2, "");
  fixture_upload_assert_sent (
      fixture,
      "push(sap-client=100&n=7) create Item " ITEM (
          10, "new") "\npush(sap-client=100&n=7) create Item " ITEM (11, "new") "\nfetch Item");
  create_items (fixture, 1, 12);
  fixture_upload_assert_synced (fixture, "Item",
                                "{" UPLOAD_ONLY ",'uploadRequestQueryParams':'a=b'}", 1, "");
  fixture_upload_assert_sent (fixture, "push create Item " ITEM (12, "new"));
}

static void
test_row_17 (FixtureUpload *fixture, gconstpointer data)
{
  create_items (fixture, 1, 10);
  fixture_upload_assert_synced (fixture, "Item",
                                "{'uploadRequestQueryParams':{'a':'1'},"
                                "'downloadRequestQueryParams':{'b':'2'}}",
                                1, "");
  fixture_upload_assert_sent (fixture,
                              "push(a=1) create Item " ITEM (10, "new") "\nfetch(b=2) Item");
}

static void
test_row_18 (FixtureUpload *fixture, gconstpointer data)
{
  static const char *const params[] = { "{'a':''}", "{'a':null}", "{'':'b'}", "{'a':'b','c':''}" };

  for (guint i = 0; i < G_N_ELEMENTS (params); i++)
    {
      g_autofree char *upload = g_strdup_printf ("{'uploadRequestQueryParams':%s}", params[i]);
      g_autofree char *download = g_strdup_printf ("{'downloadRequestQueryParams':%s}", params[i]);

      assert_options_fail (upload, VMX_ERROR_NETWORK, "uploadRequestQueryParams");
      assert_options_fail (download, VMX_ERROR_NETWORK, "downloadRequestQueryParams");
    }
}

#define REMOVE ",'removeAfterUpload':['Item']"

/* Those that the server took go, and nothing else. */
static void
test_row_24 (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_edit (fixture, "Item", FIXTURE_UPDATE_BY_PK, "{'Name':'changed'}",
                       "{'primaryKeys':{'Id':1}}");
  create_items (fixture, 2, 10);
  fixture_upload_edit (fixture, "Item", FIXTURE_CREATE, "{'Id':12,'Name':'later'}",
                       "{'markForUpload':false}");
  fixture_upload_set_faults (fixture, "{'call':'push-batch','outcome':'rejected','member':3}");
  fixture_upload_assert_synced (fixture, "Item", "{" UPLOAD_ONLY REMOVE "}", 2, "400 {'Id':11}");
  fixture_upload_assert_local (fixture, "Item",
                               "[" ITEM (2, "two") "," ITEM (11, "new") "," ITEM (12, "later") "]");
  fixture_upload_assert_pending (fixture, "Item",
                                 "{'Id':11} rejected: create rejected {'Name':'new'}\n"
                                 "{'Id':12} deferred: create deferred {'Name':'later'}");
  fixture_upload_assert_server (
      fixture, "Item", "[" ITEM (1, "changed") "," ITEM (2, "two") "," ITEM (10, "new") "]");
  fixture_upload_assert_synced (fixture, "Item", "{'syncType':'downloadOnly'}", 0, "");
  fixture_upload_assert_local (fixture, "Item",
                               "[" ITEM (1, "changed") "," ITEM (2, "two") "," ITEM (
                                   10, "new") "," ITEM (11, "new") "," ITEM (12, "later") "]");
}

static void
edit_again (gpointer fixture)
{
  fixture_upload_edit (fixture, "Item", FIXTURE_UPDATE_BY_PK, "{'Name':'again'}",
                       "{'primaryKeys':{'Id':1}}");
}

/* What was edited while it was sent stays until that is sent, too. */
static void
test_row_24_edited (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_edit (fixture, "Item", FIXTURE_UPDATE_BY_PK, "{'Name':'changed'}",
                       "{'primaryKeys':{'Id':1}}");
  fixture->transport->before_push = edit_again;
  fixture->transport->user_data = fixture;
  fixture_upload_assert_synced (fixture, "Item", "{" UPLOAD_ONLY REMOVE "}", 1, "");
  fixture_upload_assert_local (fixture, "Item", "[" ITEM (1, "again") "," ITEM (2, "two") "]");
  fixture_upload_assert_synced (fixture, "Item", "{" UPLOAD_ONLY REMOVE "}", 1, "");
  fixture_upload_assert_local (fixture, "Item", "[" ITEM (2, "two") "]");
  fixture_upload_assert_server (fixture, "Item", "[" ITEM (1, "again") "," ITEM (2, "two") "]");
}

/* Another filter has to bring what was removed, so no bookmark stays. */
static void
test_row_24_bookmarks (FixtureUpload *fixture, gconstpointer data)
{
  VmxStorage *storage = vmx_client_get_storage (fixture->client);

  g_object_unref (fixture_upload_sync (fixture, "Item", "{'filter':'Id lt 9'}"));
  g_assert_cmpuint (fixture_count_rows (storage, &fixture_bookmarks), ==, 2);
  create_items (fixture, 1, 10);
  fixture_upload_assert_synced (fixture, "Item", "{" UPLOAD_ONLY REMOVE "}", 1, "");
  g_assert_cmpuint (fixture_count_rows (storage, &fixture_bookmarks), ==, 0);
}

static void
test_row_25 (FixtureUpload *fixture, gconstpointer data)
{
  create_items (fixture, 1, 10);
  fixture_upload_assert_synced (fixture, "Item", "{'syncType':'downloadOnly'" REMOVE "}", 0, "");
  fixture_upload_assert_synced (fixture, "Item", "{'syncType':'fullSync'" REMOVE "}", 1, "");
  create_items (fixture, 1, 11);
  fixture_upload_assert_synced (fixture, "Item", "{'removeAfterUpload':['Item']}", 1, "");
  fixture_upload_assert_both (
      fixture, "Item",
      "[" ITEM (1, "one") "," ITEM (2, "two") "," ITEM (10, "new") "," ITEM (11, "new") "]");
}

static void
test_row_26 (FixtureUpload *fixture, gconstpointer data)
{
  static const char *const lists[]
      = { "['Nothing']", "['Item','Nothing']", "['item']", "['Other']", "['Item','Other']" };

  create_items (fixture, 1, 10);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autofree char *options
          = g_strdup_printf ("{" UPLOAD_ONLY ",'removeAfterUpload':%s}", lists[i]);

      fixture_upload_assert_sync_fails (fixture, "Item", options, VMX_ERROR_INVALID_OPTION,
                                        "removeAfterUpload");
    }
  assert_options_fail ("{'removeAfterUpload':'Item'}", VMX_ERROR_INVALID_OPTION,
                       "removeAfterUpload");
  assert_options_fail ("{'removeAfterUpload':[1]}", VMX_ERROR_INVALID_OPTION, "removeAfterUpload");
  fixture_upload_assert_sent (fixture, "");
  fixture_upload_assert_pending (fixture, "Item",
                                 "{'Id':10} pending: create pending {'Name':'new'}");
}

#define ADD(path, set_up_function, data, function)                                                 \
  g_test_add (path, FixtureUpload, data, set_up_function, function, tear_down)

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  ADD ("/acceptance/row-11-upload-batch-size", set_up, NULL, test_row_11);
  ADD ("/acceptance/row-11-single-requests", set_up, "'features':['upload']", test_row_11_single);
  ADD ("/acceptance/row-11-too-large", set_up, "'max-members':3", test_row_11_too_large);
  ADD ("/acceptance/row-11-other-form", set_up, NULL, test_row_11_other_form);
  ADD ("/acceptance/row-12-upload-batch-size-junk", set_up, NULL, test_row_12);
  ADD ("/acceptance/row-13-get-sync-stats", set_up, NULL, test_row_13);
  ADD ("/acceptance/row-14-sync-type", set_up, NULL, test_row_14);
  ADD ("/acceptance/row-15-sync-type-invalid", set_up, NULL, test_row_15);
  ADD ("/acceptance/row-16-upload-request-query-params", set_up, NULL, test_row_16);
  ADD ("/acceptance/row-17-download-request-query-params", set_up, NULL, test_row_17);
  ADD ("/acceptance/row-18-query-params-empty", set_up, NULL, test_row_18);
  ADD ("/acceptance/row-24-remove-after-upload", set_up_with_records, NULL, test_row_24);
  ADD ("/acceptance/row-24-edited-meanwhile", set_up_with_records, NULL, test_row_24_edited);
  ADD ("/acceptance/row-24-bookmarks", set_up_with_records, NULL, test_row_24_bookmarks);
  ADD ("/acceptance/row-25-remove-after-upload-other-types", set_up_with_records, NULL,
       test_row_25);
  ADD ("/acceptance/row-26-remove-after-upload-unknown", set_up, NULL, test_row_26);
  return g_test_run ();
}
