/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Keys that the server makes: acceptance rows 105 to 107. */
#include "fixture-upload.h"

#define UPLOAD_ONLY "{'syncType':'uploadOnly'}"
#define KEY(id) "{'primaryKeys':{'Id':" #id "}}"

/* The server makes the keys of customers and orders; see data/keys-schema.json. A line has the key
 * of its order in its own, and a remark refers to a line. */
#define OBJECTS                                                                                    \
  "'Customer':{'records':[{'@etag':'a','Id':7,'Name':'old','ParentId':null}]},"                    \
  "'Order':{'records':[{'@etag':'a','Id':40,'CustomerId':7,'Text':'old'}]},"                       \
  "'Entry':{'records':[{'@etag':'a','Area':'N','Number':3,'Text':'old'}]}"

#define CUSTOMER(id, name, parent) "{'Id':" #id ",'Name':'" name "','ParentId':" #parent "}"
#define ORDER(id, customer, text) "{'Id':" #id ",'CustomerId':" #customer ",'Text':'" text "'}"
#define LINE(order, position, text)                                                                \
  "{'OrderId':" #order ",'Position':" #position ",'Text':'" text "'}"
#define REMARK(code, order, position)                                                              \
  "{'Code':'" code "','OrderId':" #order ",'Position':" #position "}"
#define OLD_CUSTOMER CUSTOMER (7, "old", null)
#define OLD_ORDER ORDER (40, 7, "old")

static void
set_up (FixtureUpload *fixture, gconstpointer data)
{
  static const char *const names[] = { "Customer", "Order", "Entry" };

  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "keys-schema.json", NULL);
  g_autofree char *schema = NULL;
  g_autofree char *more = NULL;
  g_autoptr(GError) error = NULL;

  g_file_get_contents (path, &schema, NULL, &error);
  g_assert_no_error (error);
  more = g_strdup_printf ("'schema':%s", schema);
  fixture_upload_set_up (fixture, OBJECTS, more);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_object_unref (fixture_upload_sync (fixture, names[i], NULL));
  g_free (fixture_transport_take_log (fixture->transport));
}

static void
tear_down (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_tear_down (fixture);
}

static void
create (FixtureUpload *fixture, const char *object, const char *record)
{
  fixture_upload_edit (fixture, object, FIXTURE_CREATE, record, NULL);
}

static void
update (FixtureUpload *fixture, const char *object, const char *record, const char *key)
{
  fixture_upload_edit (fixture, object, FIXTURE_UPDATE_BY_PK, record, key);
}

/* --- The record itself --- */

static void
test_row_105 (FixtureUpload *fixture, gconstpointer data)
{
  create (fixture, "Customer", "{'Name':'new'}");
  create (fixture, "Customer", "{'Name':'newer'}");
  update (fixture, "Customer", "{'Name':'renamed'}", KEY (-1));
  fixture_upload_assert_synced (fixture, "Customer", UPLOAD_ONLY, 3, "");
  /* The key is not sent, and the later change goes with the real one. */
  fixture_upload_assert_sent (
      fixture, "push create Customer {'Name':'new'}; create Customer {'Name':'newer'}\n"
               "push update Customer {'Id':8,'Name':'renamed'} [mock-1]");
  fixture_upload_assert_both (
      fixture, "Customer",
      "[" OLD_CUSTOMER "," CUSTOMER (8, "renamed", null) "," CUSTOMER (9, "newer", null) "]");
  fixture_upload_assert_pending (fixture, "Customer", "");
  fixture_upload_assert_synced (fixture, "Customer", NULL, 0, "");
  fixture_upload_assert_both (
      fixture, "Customer",
      "[" OLD_CUSTOMER "," CUSTOMER (8, "renamed", null) "," CUSTOMER (9, "newer", null) "]");
}

/* Temporary keys are never used twice, not even after the record was undone. */
static void
test_row_105_never_again (FixtureUpload *fixture, gconstpointer data)
{
  create (fixture, "Customer", "{'Name':'new'}");
  fixture_upload_assert_synced (fixture, "Customer", UPLOAD_ONLY, 1, "");
  create (fixture, "Customer", "{'Name':'newer'}");
  fixture_upload_assert_pending (fixture, "Customer",
                                 "{'Id':-2} pending: create pending {'Name':'newer'}");
}

static void
test_row_105_text (FixtureUpload *fixture, gconstpointer data)
{
  create (fixture, "Ticket", "{'Text':'a'}");
  create (fixture, "Ticket", "{'Text':'b'}");
  fixture_upload_assert_local (fixture, "Ticket",
                               "[{'Code':'-1','Text':'a'},{'Code':'-2','Text':'b'}]");
  fixture_upload_assert_synced (fixture, "Ticket", NULL, 2, "");
  fixture_upload_assert_both (fixture, "Ticket",
                              "[{'Code':'key-1','Text':'a'},{'Code':'key-2','Text':'b'}]");
}

static void
edit_in_flight (gpointer user_data)
{
  update (user_data, "Customer", "{'Name':'again'}", KEY (-1));
}

static void
delete_in_flight (gpointer user_data)
{
  fixture_upload_edit (user_data, "Customer", FIXTURE_DELETE_BY_PK, NULL, KEY (-1));
}

/* The change made meanwhile and the original follow. */
static void
test_row_105_edited (FixtureUpload *fixture, gconstpointer data)
{
  create (fixture, "Customer", "{'Name':'new'}");
  fixture->transport->before_push = edit_in_flight;
  fixture->transport->user_data = fixture;
  fixture_upload_assert_synced (fixture, "Customer", NULL, 1, "");
  fixture_upload_assert_local (fixture, "Customer",
                               "[" OLD_CUSTOMER "," CUSTOMER (8, "again", null) "]");
  fixture_upload_assert_pending (fixture, "Customer",
                                 "{'Id':8} pending: update pending {'Name':'again'}");
  fixture_upload_edit (fixture, "Customer", FIXTURE_ROLLBACK, NULL, NULL);
  fixture_upload_assert_local (fixture, "Customer",
                               "[" OLD_CUSTOMER "," CUSTOMER (8, "new", null) "]");
}

static void
test_row_105_deleted (FixtureUpload *fixture, gconstpointer data)
{
  create (fixture, "Customer", "{'Name':'new'}");
  fixture->transport->before_push = delete_in_flight;
  fixture->transport->user_data = fixture;
  fixture_upload_assert_synced (fixture, "Customer", NULL, 1, "");
  fixture_upload_assert_local (fixture, "Customer", "[" OLD_CUSTOMER "]");
  fixture_upload_assert_pending (fixture, "Customer", "{'Id':8} pending: delete pending");
  fixture_upload_assert_synced (fixture, "Customer", NULL, 1, "");
  fixture_upload_assert_both (fixture, "Customer", "[" OLD_CUSTOMER "]");
}

/* A program that still holds the temporary key finds the record by it. */
static void
test_row_105_held (FixtureUpload *fixture, gconstpointer data)
{
  create (fixture, "Customer", "{'Name':'new'}");
  fixture_upload_assert_synced (fixture, "Customer", UPLOAD_ONLY, 1, "");
  update (fixture, "Customer", "{'Name':'held'}", KEY (-1));
  fixture_upload_assert_pending (fixture, "Customer",
                                 "{'Id':8} pending: update pending {'Name':'held'}");
  create (fixture, "Order", "{'CustomerId':-1,'Text':'held'}");
  fixture_upload_assert_pending (
      fixture, "Order", "{'Id':-2} pending: create pending {'CustomerId':8,'Text':'held'}");
}

/* --- Those that refer to it --- */

/* A customer, two orders of it, three lines, two remarks. */
static void
create_all (FixtureUpload *fixture)
{
  create (fixture, "Customer", "{'Name':'new'}");
  create (fixture, "Order", "{'CustomerId':-1,'Text':'first'}");
  create (fixture, "Order", "{'CustomerId':7,'Text':'second'}");
  create (fixture, "Line", LINE (-2, 1, "a"));
  create (fixture, "Line", LINE (-2, 2, "b"));
  create (fixture, "Line", LINE (-3, 1, "c"));
  create (fixture, "Remark", REMARK ("x", -2, 2));
  create (fixture, "Remark", REMARK ("y", -3, 1));
}

static void
test_row_106 (FixtureUpload *fixture, gconstpointer data)
{
  create_all (fixture);
  fixture_upload_assert_synced (fixture, "Customer", UPLOAD_ONLY, 1, "");
  fixture_upload_assert_local (
      fixture, "Order", "[" ORDER (-3, 7, "second") "," ORDER (-2, 8, "first") "," OLD_ORDER "]");
  fixture_upload_assert_pending (
      fixture, "Order",
      "{'Id':-2} pending: create pending {'CustomerId':8,'Text':'first'}\n"
      "{'Id':-3} pending: create pending {'CustomerId':7,'Text':'second'}");
  fixture_upload_assert_synced (fixture, "Order", UPLOAD_ONLY, 2, "");
  /* The order is part of the line's own key, and of what remarks refer to. */
  fixture_upload_assert_local (
      fixture, "Line", "[" LINE (41, 1, "a") "," LINE (41, 2, "b") "," LINE (42, 1, "c") "]");
  fixture_upload_assert_local (fixture, "Remark",
                               "[" REMARK ("x", 41, 2) "," REMARK ("y", 42, 1) "]");
  fixture_upload_assert_pending (
      fixture, "Line",
      "{'OrderId':41,'Position':1} pending: create pending {'Text':'a'}\n"
      "{'OrderId':41,'Position':2} pending: create pending {'Text':'b'}\n"
      "{'OrderId':42,'Position':1} pending: create pending {'Text':'c'}");
  fixture_upload_assert_pending (
      fixture, "Remark",
      "{'Code':'x'} pending: create pending {'OrderId':41,'Position':2}\n"
      "{'Code':'y'} pending: create pending {'OrderId':42,'Position':1}");
  fixture_upload_assert_synced (fixture, "Line", UPLOAD_ONLY, 3, "");
  fixture_upload_assert_synced (fixture, "Remark", UPLOAD_ONLY, 2, "");
  fixture_upload_assert_both (fixture, "Customer",
                              "[" OLD_CUSTOMER "," CUSTOMER (8, "new", null) "]");
  fixture_upload_assert_both (
      fixture, "Order", "[" OLD_ORDER "," ORDER (41, 8, "first") "," ORDER (42, 7, "second") "]");
  fixture_upload_assert_both (
      fixture, "Line", "[" LINE (41, 1, "a") "," LINE (41, 2, "b") "," LINE (42, 1, "c") "]");
  fixture_upload_assert_both (fixture, "Remark",
                              "[" REMARK ("x", 41, 2) "," REMARK ("y", 42, 1) "]");
}

/* What cannot go before its parent waits, and says for what. */
static void
test_row_106_waits (FixtureUpload *fixture, gconstpointer data)
{
  g_autoptr(GPtrArray) pending = NULL;
  g_autoptr(GError) error = NULL;

  create_all (fixture);
  fixture_upload_assert_synced (fixture, "Line", UPLOAD_ONLY, 0, "");
  fixture_upload_assert_sent (fixture, "");
  fixture_upload_assert_synced (fixture, "Order", UPLOAD_ONLY, 1, "");
  fixture_upload_assert_sent (fixture, "push create Order {'CustomerId':7,'Text':'second'}");
  pending = vmx_obj_get_pending_records_for_upload (fixture_upload_get (fixture, "Order"), NULL,
                                                    &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pending->len, ==, 1);
  g_assert_nonnull (
      g_strstr_len (vmx_pending_record_get_reason (pending->pdata[0]), -1, "“Customer”"));
  /* Only the line whose order is there now. */
  fixture_upload_assert_synced (fixture, "Line", UPLOAD_ONLY, 1, "");
  fixture_upload_assert_sent (fixture, "push create Line " LINE (41, 1, "c"));
}

/* Records that were there before, and refer to the new one since an edit. */
static void
test_row_106_originals (FixtureUpload *fixture, gconstpointer data)
{
  create (fixture, "Customer", "{'Name':'new'}");
  update (fixture, "Order", "{'CustomerId':-1}", KEY (40));
  update (fixture, "Order", "{'Text':'moved'}", KEY (40));
  fixture_upload_assert_synced (fixture, "Customer", UPLOAD_ONLY, 1, "");
  fixture_upload_assert_pending (fixture, "Order",
                                 "{'Id':40} pending: update pending {'CustomerId':8};"
                                 " update pending {'Text':'moved'}");
  fixture_upload_assert_local (fixture, "Order", "[" ORDER (40, 8, "moved") "]");
  fixture_upload_assert_synced (fixture, "Order", UPLOAD_ONLY, 2, "");
  fixture_upload_assert_both (fixture, "Order", "[" ORDER (40, 8, "moved") "]");
  /* And back to the state before. */
  update (fixture, "Order", "{'CustomerId':7}", KEY (40));
  fixture_upload_edit (fixture, "Order", FIXTURE_ROLLBACK, NULL, NULL);
  fixture_upload_assert_local (fixture, "Order", "[" ORDER (40, 8, "moved") "]");
}

/* The original of a child that was created, edited while it was sent, and renamed since. */
static void
edit_line (gpointer user_data)
{
  update (user_data, "Line", "{'Text':'again'}", "{'primaryKeys':{'OrderId':40,'Position':1}}");
}

static void
test_row_106_in_flight (FixtureUpload *fixture, gconstpointer data)
{
  create (fixture, "Line", LINE (40, 1, "a"));
  create (fixture, "Order", "{'CustomerId':7,'Text':'new'}");
  create (fixture, "Line", LINE (-1, 1, "b"));
  fixture->transport->before_push = edit_line;
  fixture->transport->user_data = fixture;
  fixture_upload_assert_synced (fixture, "Line", UPLOAD_ONLY, 1, "");
  fixture_upload_assert_synced (fixture, "Order", UPLOAD_ONLY, 1, "");
  fixture_upload_assert_pending (
      fixture, "Line",
      "{'OrderId':40,'Position':1} pending: update pending {'Text':'again'}\n"
      "{'OrderId':41,'Position':1} pending: create pending {'Text':'b'}");
  fixture_upload_assert_synced (fixture, "Line", UPLOAD_ONLY, 2, "");
  fixture_upload_assert_both (fixture, "Line", "[" LINE (40, 1, "again") "," LINE (41, 1, "b") "]");
}

/* A record that refers to others of its object, and to itself. */
static void
test_row_106_self (FixtureUpload *fixture, gconstpointer data)
{
  create (fixture, "Customer", "{'Name':'top'}");
  create (fixture, "Customer", "{'Name':'middle','ParentId':-1}");
  create (fixture, "Customer", "{'Name':'bottom','ParentId':-2}");
  update (fixture, "Customer", "{'ParentId':-3}", KEY (7));
  fixture_upload_assert_synced (fixture, "Customer", UPLOAD_ONLY, 4, "");
  fixture_upload_assert_sent (fixture, "push create Customer {'Name':'top'}\n"
                                       "push create Customer {'Name':'middle','ParentId':8}\n"
                                       "push create Customer {'Name':'bottom','ParentId':9}\n"
                                       "push update Customer {'Id':7,'ParentId':10} [a]");
  fixture_upload_assert_both (
      fixture, "Customer",
      "[" CUSTOMER (7, "old", 10) "," CUSTOMER (8, "top", null) "," CUSTOMER (
          9, "middle", 8) "," CUSTOMER (10, "bottom", 9) "]");
}

/* A deleted child still has a change, and an original, with the parent's key. */
static void
test_row_106_deleted_child (FixtureUpload *fixture, gconstpointer data)
{
  create (fixture, "Order", "{'CustomerId':7,'Text':'new'}");
  create (fixture, "Line", LINE (-1, 1, "a"));
  fixture_upload_edit (fixture, "Line", FIXTURE_DELETE_BY_PK, NULL,
                       "{'primaryKeys':{'OrderId':-1,'Position':1}}");
  fixture_upload_assert_pending (fixture, "Line", "");
  update (fixture, "Order", "{'CustomerId':null}", KEY (-1));
  fixture_upload_assert_synced (fixture, "Order", UPLOAD_ONLY, 2, "");
  fixture_upload_assert_synced (fixture, "Line", UPLOAD_ONLY, 0, "");
  fixture_upload_assert_both (fixture, "Line", "[]");
}

/* Whose parent is refused waits until somebody has done something about that. */
static void
test_row_106_rejected_parent (FixtureUpload *fixture, gconstpointer data)
{
  create (fixture, "Customer", "{'Name':'new'}");
  create (fixture, "Order", "{'CustomerId':-1,'Text':'first'}");
  fixture_upload_set_faults (fixture, "{'call':'push-batch','outcome':'rejected'}");
  fixture_upload_assert_synced (fixture, "Customer", UPLOAD_ONLY, 0, "400 {'Id':-1}");
  fixture_upload_assert_synced (fixture, "Order", UPLOAD_ONLY, 0, "");
  update (fixture, "Customer", "{'Name':'better'}", KEY (-1));
  fixture_upload_assert_synced (fixture, "Customer", UPLOAD_ONLY, 1, "");
  fixture_upload_assert_synced (fixture, "Order", UPLOAD_ONLY, 1, "");
  fixture_upload_assert_both (fixture, "Order", "[" OLD_ORDER "," ORDER (41, 8, "first") "]");
  fixture_upload_assert_both (fixture, "Customer",
                              "[" OLD_CUSTOMER "," CUSTOMER (8, "better", null) "]");
}

/* Children are deleted before their parents. */
static void
test_row_106_deletions (FixtureUpload *fixture, gconstpointer data)
{
  update (fixture, "Order", "{'CustomerId':null}", KEY (40));
  fixture_upload_edit (fixture, "Customer", FIXTURE_DELETE_BY_PK, NULL, KEY (7));
  fixture_upload_assert_synced (fixture, "Customer", UPLOAD_ONLY, 0, "");
  fixture_upload_assert_sent (fixture, "");
  fixture_upload_assert_synced (fixture, "Order", UPLOAD_ONLY, 1, "");
  fixture_upload_assert_synced (fixture, "Customer", UPLOAD_ONLY, 1, "");
  fixture_upload_assert_both (fixture, "Customer", "[]");
}

/* --- Longer keys --- */

static void
test_row_107 (FixtureUpload *fixture, gconstpointer data)
{
  create (fixture, "Entry", "{'Area':'S','Text':'new'}");
  create (fixture, "Entry", "{'Area':'N','Text':'newer'}");
  fixture_upload_assert_pending (
      fixture, "Entry",
      "{'Area':'N','Number':-2} pending: create pending {'Text':'newer'}\n"
      "{'Area':'S','Number':-1} pending: create pending {'Text':'new'}");
  fixture_upload_assert_synced (fixture, "Entry", UPLOAD_ONLY, 2, "");
  fixture_upload_assert_sent (fixture, "push create Entry {'Area':'S','Text':'new'};"
                                       " create Entry {'Area':'N','Text':'newer'}");
  fixture_upload_assert_both (fixture, "Entry",
                              "[{'Area':'N','Number':3,'Text':'old'},"
                              "{'Area':'N','Number':5,'Text':'newer'},"
                              "{'Area':'S','Number':4,'Text':'new'}]");
}

#define ADD(path, function) g_test_add (path, FixtureUpload, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  ADD ("/acceptance/row-105-server-assigned-key", test_row_105);
  ADD ("/acceptance/row-105-never-again", test_row_105_never_again);
  ADD ("/acceptance/row-105-text-key", test_row_105_text);
  ADD ("/acceptance/row-105-edited-in-flight", test_row_105_edited);
  ADD ("/acceptance/row-105-deleted-in-flight", test_row_105_deleted);
  ADD ("/acceptance/row-105-held-key", test_row_105_held);
  ADD ("/acceptance/row-106-foreign-keys", test_row_106);
  ADD ("/acceptance/row-106-waits-for-parent", test_row_106_waits);
  ADD ("/acceptance/row-106-changes-of-others", test_row_106_originals);
  ADD ("/acceptance/row-106-in-flight", test_row_106_in_flight);
  ADD ("/acceptance/row-106-own-object", test_row_106_self);
  ADD ("/acceptance/row-106-deleted-child", test_row_106_deleted_child);
  ADD ("/acceptance/row-106-rejected-parent", test_row_106_rejected_parent);
  ADD ("/acceptance/row-106-deletions", test_row_106_deletions);
  ADD ("/acceptance/row-107-composite-key", test_row_107);
  return g_test_run ();
}
