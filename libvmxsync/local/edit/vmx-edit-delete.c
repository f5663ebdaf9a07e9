/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Deleting records, and the children that go with them. */
#include <libvmxsync/local/edit/vmx-edit-steps-private.h>

#include <libvmxsync/model/vmx-error.h>

/* A record that is to be deleted. */
typedef struct
{
  VmxEditObject *object;
  VmxRecordBatch *batch;
  guint row;
  char *key;
  gboolean entered; /* its children were looked for */
} Victim;

/* Children go before their parents. The walk keeps its own stack, because a chain of records may be
 * as long as the table. */
typedef struct
{
  VmxEdit *edit;
  GHashTable *victims; /* (element-type utf8 Victim): object and key text, as one text */
  GPtrArray *all;      /* (element-type Victim), unowned: as they were found */
  GPtrArray *stack;    /* (element-type Victim), unowned */
  GPtrArray *order;    /* (element-type Victim), unowned: children first */
} Walk;

static void
victim_free (Victim *victim)
{
  g_object_unref (victim->batch);
  g_free (victim->key);
  g_free (victim);
}

static void
walk_init (Walk *self, VmxEdit *edit)
{
  self->edit = edit;
  self->victims
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) victim_free);
  self->all = g_ptr_array_new ();
  self->stack = g_ptr_array_new ();
  self->order = g_ptr_array_new ();
}

static void
walk_clear (Walk *self)
{
  g_clear_pointer (&self->all, g_ptr_array_unref);
  g_clear_pointer (&self->stack, g_ptr_array_unref);
  g_clear_pointer (&self->order, g_ptr_array_unref);
  g_clear_pointer (&self->victims, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, walk_clear)

static char *
name_victim (VmxEditObject *object, const char *key)
{
  return g_strconcat (object->name, " ", key, NULL);
}

static void
add_victim (Walk *self, VmxEditObject *object, VmxRecordBatch *batch, guint row)
{
  g_autofree char *key = vmx_record_batch_get_key_text (batch, row);
  g_autofree char *name = name_victim (object, key);
  Victim *victim;

  if (g_hash_table_contains (self->victims, name))
    return;
  victim = g_new0 (Victim, 1);
  victim->object = object;
  victim->batch = g_object_ref (batch);
  victim->row = row;
  victim->key = g_steal_pointer (&key);
  g_ptr_array_add (self->all, victim);
  g_hash_table_insert (self->victims, g_steal_pointer (&name), victim);
}

static Victim *
find_victim (Walk *self, VmxEditObject *object, VmxRecordBatch *batch, guint row)
{
  g_autofree char *key = vmx_record_batch_get_key_text (batch, row);
  g_autofree char *name = name_victim (object, key);

  return g_hash_table_lookup (self->victims, name);
}

static VmxRecordBatch *
select_children (Walk *self, const VmxRelation *relation, const Victim *parent,
                 VmxEditObject **object, GError **error)
{
  *object = vmx_edit_find_object (self->edit, vmx_object_schema_get_name (relation->child), error);
  if (*object == NULL)
    return NULL;
  return vmx_relation_select_children (relation, self->edit->txn, parent->batch, parent->row, -1,
                                       error);
}

/* The children of the victims become victims, too, and theirs, where deletions cascade. */
static gboolean
add_children (Walk *self, const Victim *parent, GError **error)
{
  for (guint i = 0; i < parent->object->as_parent->len; i++)
    {
      VmxRelation *relation = parent->object->as_parent->pdata[i];
      g_autoptr(VmxRecordBatch) children = NULL;
      VmxEditObject *object;

      if (!relation->cascade)
        continue;
      children = select_children (self, relation, parent, &object, error);
      if (children == NULL)
        return FALSE;
      for (guint row = 0; row < vmx_record_batch_get_n_rows (children); row++)
        add_victim (self, object, children, row);
    }
  return TRUE;
}

static gboolean
find_all (Walk *self, GError **error)
{
  for (guint i = 0; i < self->all->len; i++)
    if (!add_children (self, self->all->pdata[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
set_referenced (const VmxRelation *relation, const Victim *parent, GError **error)
{
  g_set_error (error, VMX_ERROR, VMX_ERROR_FOREIGN_KEY,
               "object “%s”: the record %s has children in “%s”; delete them first, or give them "
               "another parent",
               parent->object->name, parent->key, vmx_object_schema_get_name (relation->child));
  return FALSE;
}

static gboolean
push_children (Walk *self, const VmxRelation *relation, const Victim *parent, GError **error)
{
  VmxEditObject *object;
  g_autoptr(VmxRecordBatch) children = select_children (self, relation, parent, &object, error);

  if (children == NULL)
    return FALSE;
  for (guint row = 0; row < vmx_record_batch_get_n_rows (children); row++)
    {
      Victim *child = find_victim (self, object, children, row);

      if (child == NULL)
        return set_referenced (relation, parent, error);
      if (!child->entered)
        g_ptr_array_add (self->stack, child);
    }
  return TRUE;
}

static gboolean
enter (Walk *self, Victim *victim, GError **error)
{
  GPtrArray *relations = victim->object->as_parent;

  victim->entered = TRUE;
  for (guint i = 0; i < relations->len; i++)
    if (!push_children (self, relations->pdata[i], victim, error))
      return FALSE;
  return TRUE;
}

static gboolean
order (Walk *self, GError **error)
{
  g_autoptr(GHashTable) left = g_hash_table_new (NULL, NULL);

  for (guint i = self->all->len; i > 0; i--)
    g_ptr_array_add (self->stack, self->all->pdata[i - 1]);

  while (self->stack->len > 0)
    {
      Victim *victim = self->stack->pdata[self->stack->len - 1];

      if (!victim->entered)
        {
          if (!enter (self, victim, error))
            return FALSE;
          continue;
        }
      g_ptr_array_set_size (self->stack, (int) self->stack->len - 1);
      /* It may stand in the stack more than once. */
      if (g_hash_table_add (left, victim))
        g_ptr_array_add (self->order, victim);
    }
  return TRUE;
}

static gboolean
delete_victims (Walk *self, const VmxTracking *tracking, GError **error)
{
  for (guint i = 0; i < self->order->len; i++)
    {
      Victim *victim = self->order->pdata[i];
      VmxEditChange change = { victim->object, tracking,    victim->key, VMX_CHANGE_ACTION_DELETE,
                               victim->batch,  victim->row, NULL };

      if (!vmx_edit_track_delete (self->edit, &change, error))
        return FALSE;
    }
  return TRUE;
}

gint64
vmx_edit_delete (VmxEdit *self, const char *name, VmxWriteOptions *options, gboolean by_key,
                 GError **error)
{
  const VmxTracking *tracking = vmx_write_options_get_tracking (options);
  g_autoptr(VmxRecordBatch) matched = NULL;
  g_auto(Walk) victims = { NULL };
  VmxEditObject *object;

  object
      = vmx_edit_check_tracking (tracking, error) ? vmx_edit_find_object (self, name, error) : NULL;
  matched = object != NULL ? vmx_edit_match (self, object, options, by_key, error) : NULL;
  if (matched == NULL)
    return -1;
  walk_init (&victims, self);
  for (guint row = 0; row < vmx_record_batch_get_n_rows (matched); row++)
    add_victim (&victims, object, matched, row);
  if (!find_all (&victims, error) || !order (&victims, error)
      || !delete_victims (&victims, tracking, error))
    return -1;
  return vmx_record_batch_get_n_rows (matched);
}
