/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Edits a store without end, for test-crash.py, which kills it:
 *
 *   crash-writer STORE SEED    edits
 *   crash-writer STORE         sets the store up and downloads
 *
 * A line "begin JSON" goes out before each call, and "done JSON" after it has returned. */
#include <libvmxsync/vmxsync.h>

#include <string.h>
#include <unistd.h>

#define SCENARIO                                                                                   \
  "{\"objects\":{\"Room\":{\"key\":[\"Number\"],\"columns\":{\"Number\":\"string\","               \
  "\"Text\":\"string?\",\"Seats\":\"int32?\"},\"generate\":{\"count\":30}},"                       \
  "\"Counter\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int32\",\"Value\":\"int64?\"}}}}"

typedef struct
{
  VmxClient *client;
  VmxObj *room;
  VmxObj *counter;
  GPtrArray *keys; /* (element-type utf8) of the rooms that are there */
  GRand *rand;
  guint32 seed;
  guint n;
} Writer;

/* In one write, so that a line is whole or not there. */
static void
tell (const char *word, const char *json)
{
  g_autofree char *line = g_strdup_printf ("%s %s\n", word, json);

  if (write (STDOUT_FILENO, line, strlen (line)) < 0)
    _exit (0);
}

static void
fail (const GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

static void
open_store (Writer *self, const char *path)
{
  g_autoptr(GError) error = NULL;
  VmxObjSvc *service;

  self->client = vmx_client_new (path);
  service = vmx_client_add_service (self->client, "HR", "mock", NULL, &error);
  fail (error);
  vmx_obj_svc_set_option (service, "scenario-text", SCENARIO, &error);
  fail (error);
  vmx_client_setup (self->client, NULL, NULL, &error);
  fail (error);
  self->room = vmx_client_get_object (self->client, "Room", &error);
  fail (error);
  self->counter = vmx_client_get_object (self->client, "Counter", &error);
  fail (error);
}

static void
download (Writer *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxSyncResult) result = vmx_obj_start_sync (self->room, NULL, NULL, &error);

  fail (error);
}

static void
load_keys (Writer *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records = vmx_obj_get (self->room, NULL, NULL, &error);

  fail (error);
  self->keys = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (self->keys, g_strdup (vmx_record_get_text (records->pdata[i], "Number")));
}

/* --- Edits, each with the JSON that tells of it --- */

static VmxWriteOptions *
make_options (const char *key)
{
  VmxWriteOptions *options = vmx_write_options_new ();
  g_autoptr(VmxRecord) keys = vmx_record_new ();

  vmx_record_set_text (keys, "Number", key);
  vmx_write_options_set_primary_keys (options, keys);
  return options;
}

/* The text is long at times, so that a transaction has several pages. */
static VmxRecord *
make_values (Writer *self, char **json)
{
  VmxRecord *values = vmx_record_new ();
  g_autofree char *text = g_strnfill (
      g_rand_boolean (self->rand) ? 3 : (gsize) g_rand_int_range (self->rand, 1, 20000),
      (char) ('a' + self->n % 26));

  vmx_record_set_int64 (values, "Seats", g_rand_int_range (self->rand, 0, 1000));
  vmx_record_set_text (values, "Text", text);
  *json = vmx_record_to_json (values);
  return values;
}

static char *
make_key (Writer *self)
{
  return g_strdup_printf ("r%u-%u", self->seed, self->n);
}

static void
create_room (Writer *self)
{
  g_autofree char *key = make_key (self);
  g_autofree char *values = NULL;
  g_autoptr(VmxRecord) record = make_values (self, &values);
  g_autofree char *json
      = g_strdup_printf ("[{\"action\":\"create\",\"key\":\"%s\",\"values\":%s}]", key, values);
  g_autoptr(VmxRecord) created = NULL;
  g_autoptr(GError) error = NULL;

  vmx_record_set_text (record, "Number", key);
  tell ("begin", json);
  created = vmx_obj_create (self->room, record, NULL, NULL, &error);
  fail (error);
  tell ("done", json);
  g_ptr_array_add (self->keys, g_steal_pointer (&key));
}

static void
update_room (Writer *self, const char *key)
{
  g_autofree char *values = NULL;
  g_autoptr(VmxRecord) record = make_values (self, &values);
  g_autofree char *json
      = g_strdup_printf ("[{\"action\":\"update\",\"key\":\"%s\",\"values\":%s}]", key, values);
  g_autoptr(VmxWriteOptions) options = make_options (key);
  g_autoptr(GError) error = NULL;

  tell ("begin", json);
  vmx_obj_update_by_pk (self->room, record, options, NULL, &error);
  fail (error);
  tell ("done", json);
}

static void
delete_room (Writer *self, guint position)
{
  const char *key = self->keys->pdata[position];
  g_autofree char *json = g_strdup_printf ("[{\"action\":\"delete\",\"key\":\"%s\"}]", key);
  g_autoptr(VmxWriteOptions) options = make_options (key);
  g_autoptr(GError) error = NULL;

  tell ("begin", json);
  vmx_obj_delete_by_pk (self->room, options, NULL, &error);
  fail (error);
  tell ("done", json);
  g_ptr_array_remove_index (self->keys, position);
}

/* The value tells one from the other, because the key is not known before. */
static void
create_counter (Writer *self)
{
  g_autofree char *json
      = g_strdup_printf ("[{\"action\":\"count\",\"value\":%" G_GINT64_FORMAT "}]",
                         (gint64) self->seed * 1000000 + self->n);
  g_autoptr(VmxRecord) record = vmx_record_new ();
  g_autoptr(VmxRecord) created = NULL;
  g_autoptr(GError) error = NULL;

  vmx_record_set_int64 (record, "Value", (gint64) self->seed * 1000000 + self->n);
  tell ("begin", json);
  created = vmx_obj_create (self->counter, record, NULL, NULL, &error);
  fail (error);
  tell ("done", json);
}

/* Both edits, or none. */
static void
edit_group (Writer *self, const char *other)
{
  g_autofree char *key = make_key (self);
  g_autofree char *values = NULL;
  g_autoptr(VmxRecord) record = make_values (self, &values);
  g_autofree char *json = g_strdup_printf ("[{\"action\":\"update\",\"key\":\"%s\",\"values\":%s},"
                                           "{\"action\":\"create\",\"key\":\"%s\",\"values\":%s}]",
                                           other, values, key, values);
  g_autoptr(VmxWriteOptions) options = make_options (other);
  g_autoptr(VmxEditGroup) group = vmx_edit_group_new (self->client);
  g_autoptr(GError) error = NULL;

  vmx_edit_group_update_by_pk (group, self->room, record, options);
  vmx_record_set_text (record, "Number", key);
  vmx_edit_group_create (group, self->room, record, NULL);
  tell ("begin", json);
  vmx_edit_group_apply (group, NULL, &error);
  fail (error);
  tell ("done", json);
  g_ptr_array_add (self->keys, g_steal_pointer (&key));
}

static void
edit (Writer *self)
{
  gint32 chosen = g_rand_int_range (self->rand, 0, 100);
  guint position;

  self->n++;
  if (self->keys->len == 0 || chosen < 30)
    {
      create_room (self);
      return;
    }
  position = (guint) g_rand_int_range (self->rand, 0, (gint32) self->keys->len);
  if (chosen < 40)
    create_counter (self);
  else if (chosen < 65)
    update_room (self, self->keys->pdata[position]);
  else if (chosen < 80)
    delete_room (self, position);
  else
    edit_group (self, self->keys->pdata[position]);
}

int
main (int argc, char **argv)
{
  Writer self = { NULL };

  if (argc < 2)
    return 2;
  open_store (&self, argv[1]);
  if (argc == 2)
    {
      download (&self);
      return 0;
    }
  self.seed = (guint32) g_ascii_strtoull (argv[2], NULL, 10);
  self.rand = g_rand_new_with_seed (self.seed);
  load_keys (&self);
  for (;;)
    edit (&self);
}
