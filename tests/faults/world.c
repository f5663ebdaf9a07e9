/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "world.h"

const char *const world_objects[WORLD_N_OBJECTS] = { "House", "Door", "Lock" };
const char *const world_columns[WORLD_N_COLUMNS] = { "A", "B" };

#define COLUMNS                                                                                    \
  "{'name':'Name','type':'string'},{'name':'A','type':'int32','flags':1},"                         \
  "{'name':'B','type':'int32','flags':1},{'name':'Version','type':'int32','flags':3}"
#define SCHEMA                                                                                     \
  "'schema':{'objects':[{'name':'House','key':['Id'],'columns':["                                  \
  "{'name':'Id','type':'int64','flags':2}," COLUMNS "]},"                                          \
  "{'name':'Door','key':['Id'],'columns':[{'name':'Id','type':'guid'},"                            \
  "{'name':'Parent','type':'int64','flags':1}," COLUMNS "],'relationships':["                      \
  "{'name':'House','type':0,'target':'House','columns':[['Parent','Id']]}]},"                      \
  "{'name':'Lock','key':['Id'],'columns':[{'name':'Id','type':'int64','flags':2},"                 \
  "{'name':'Parent','type':'guid','flags':1}," COLUMNS "],'relationships':["                       \
  "{'name':'Door','type':0,'target':'Door','columns':[['Parent','Id']]}]}]}"

int
world_choose (World *self, int n)
{
  return g_rand_int_range (self->random, 0, n);
}

static char *
write_objects (World *self)
{
  static const char *const answers[] = { "'answers':'whole'",
                                         "'answers':'partial','answer-without':['A','Version']",
                                         "'answers':'key'", "'answers':'none'" };
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < WORLD_N_OBJECTS; i++)
    g_string_append_printf (text, "%s'%s':{'etags':%s,'checks-parents':true,%s}",
                            i > 0 ? "," : "", world_objects[i],
                            self->has_etags ? "true" : "false",
                            answers[world_choose (self, G_N_ELEMENTS (answers))]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

World *
world_new (guint32 seed)
{
  static const char *const features[]
      = { "'upload'", "'upload','batch'", "'upload','batch','repeat'", "'upload','repeat'" };
  World *self = g_new0 (World, 1);
  g_autofree char *objects = NULL;
  g_autofree char *more = NULL;
  int feature;

  self->random = g_rand_new_with_seed (seed);
  self->log = g_string_new (NULL);
  self->has_etags = world_choose (self, 2) == 0;
  self->policy = (VmxConflictPolicy) world_choose (self, VMX_CONFLICT_POLICY_MERGE + 1);
  objects = write_objects (self);
  feature = world_choose (self, G_N_ELEMENTS (features));
  self->has_repeats = feature >= 2;
  more = g_strdup_printf (SCHEMA ",'features':[%s]", features[feature]);
  world_log (self, "policy %d, features %s, %s", self->policy, features[feature], objects);
  fixture_upload_set_up_in_memory (&self->upload, objects, more);
  vmx_obj_svc_set_conflict_policy (self->upload.service, self->policy);
  for (guint i = 0; i < WORLD_N_OBJECTS; i++)
    self->records[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
world_free (World *self)
{
  fixture_upload_tear_down (&self->upload);
  for (guint i = 0; i < WORLD_N_OBJECTS; i++)
    g_hash_table_unref (self->records[i]);
  g_string_free (self->log, TRUE);
  g_rand_free (self->random);
  g_free (self);
}

void
world_log (World *self, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_string_append (self->log, "  ");
  g_string_append_vprintf (self->log, format, args);
  g_string_append_c (self->log, '\n');
  va_end (args);
}

void
world_log_calls (World *self)
{
  g_autofree char *calls = fixture_transport_take_log (self->upload.transport);

  world_log (self, "%s", calls);
}

void
world_fail (World *self, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_printerr ("%s", self->log->str);
  g_error ("%s", message);
}

VmxObj *
world_get (World *self, guint object)
{
  return fixture_upload_get (&self->upload, world_objects[object]);
}

WorldRecord *
world_find (World *self, guint object, const char *name)
{
  WorldRecord *record = g_hash_table_lookup (self->records[object], name);

  if (record == NULL)
    world_fail (self, "the record “%s” of %s comes from nowhere", name, world_objects[object]);
  return record;
}

WorldRecord *
world_add (World *self, guint object, const char *name)
{
  WorldRecord *record = g_new0 (WorldRecord, 1);

  for (guint i = 0; i < WORLD_N_COLUMNS; i++)
    record->here[i] = record->there[i] = -1;
  g_hash_table_insert (self->records[object], g_strdup (name), record);
  return record;
}

GPtrArray *
world_read (VmxClient *client, guint object)
{
  g_autoptr(VmxObj) handle = fixture_get_object (client, world_objects[object]);
  g_autoptr(VmxReadOptions) options
      = vmx_read_options_new_from_json ("{\"orderByMap\":[{\"Name\":\"ASC\"}]}", NULL);
  g_autoptr(GError) error = NULL;
  GPtrArray *records = vmx_obj_get (handle, options, NULL, &error);

  g_assert_no_error (error);
  return records;
}

char *
world_get_key (VmxRecord *record)
{
  g_autoptr(VmxRecord) key = vmx_record_new ();

  vmx_record_set_value (key, "Id", vmx_record_get_value (record, "Id"));
  return vmx_record_to_json (key);
}

VmxClient *
world_new_client (World *self)
{
  VmxClient *client = fixture_upload_new_client (&self->upload);

  for (guint i = 0; i < WORLD_N_OBJECTS; i++)
    fixture_sync_object (client, world_objects[i]);
  return client;
}
