/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/sync/upload/vmx-upload-plan-items-private.h>

#include <libvmxsync/local/track/vmx-tracker-private.h>

/* Something that never ends, such as a record that is changed at the server all the time, is left
 * for another run. */
#define MAX_TAKEN 4

static void
item_clear (gpointer item)
{
  g_clear_pointer (&((VmxPlanItem *) item)->waits_for, g_array_unref);
}

static VmxPlanItem *
get_item (VmxUploadPlan *self, guint position)
{
  return &g_array_index (self->items, VmxPlanItem, position);
}

static VmxPlanItem *
find_item (VmxUploadPlan *self, gint64 seq)
{
  guint position = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_seq, &seq));

  return position > 0 ? get_item (self, position - 1) : NULL;
}

static void
index_items (VmxUploadPlan *self)
{
  for (guint i = 0; i < self->items->len; i++)
    g_hash_table_insert (self->by_seq, &get_item (self, i)->seq, GUINT_TO_POINTER (i + 1));
  g_array_set_size (self->n_changes, self->n_records);
  for (guint i = 0; i < self->items->len; i++)
    g_array_index (self->n_changes, guint, get_item (self, i)->record)++;
}

VmxUploadPlan *
vmx_upload_plan_new (VmxStorageTxn *txn, VmxServiceInfo *service, const char *const *objects,
                     GError **error)
{
  g_autoptr(VmxUploadPlan) self = g_new0 (VmxUploadPlan, 1);

  self->items = g_array_new (FALSE, TRUE, sizeof (VmxPlanItem));
  g_array_set_clear_func (self->items, item_clear);
  self->by_seq = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->n_changes = g_array_new (FALSE, TRUE, sizeof (guint));
  if (!vmx_upload_plan_read (self, txn, service, objects, error)
      || !vmx_tracker_get_next_seq (txn, &self->next_seq, error))
    return NULL;
  index_items (self);
  return g_steal_pointer (&self);
}

void
vmx_upload_plan_free (VmxUploadPlan *self)
{
  g_hash_table_unref (self->by_seq);
  g_array_unref (self->n_changes);
  g_array_unref (self->items);
  g_free (self);
}

guint
vmx_upload_plan_get_n_left (VmxUploadPlan *self)
{
  guint n = 0;

  for (guint i = self->first; i < self->items->len; i++)
    {
      VmxPlanItem *item = get_item (self, i);

      if (item->in_scope && (item->state == VMX_PLAN_READY || item->state == VMX_PLAN_TAKEN))
        n++;
    }
  return n;
}

/* The item that this one has to wait for, or NULL. */
static VmxPlanItem *
find_obstacle (VmxUploadPlan *self, const VmxPlanItem *item)
{
  for (guint i = 0; item->waits_for != NULL && i < item->waits_for->len; i++)
    {
      VmxPlanItem *other = get_item (self, g_array_index (item->waits_for, guint, i));

      if (other->state != VMX_PLAN_DONE)
        return other;
    }
  return NULL;
}

static void
skip_ended (VmxUploadPlan *self)
{
  while (self->first < self->items->len && get_item (self, self->first)->state == VMX_PLAN_DONE)
    self->first++;
}

GArray *
vmx_upload_plan_take (VmxUploadPlan *self, guint max)
{
  GArray *seqs = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree gboolean *busy = g_new0 (gboolean, self->n_records);

  skip_ended (self);
  for (guint i = self->first; i < self->items->len && seqs->len < max; i++)
    {
      VmxPlanItem *item = get_item (self, i);

      if (item->state == VMX_PLAN_DONE)
        continue;
      if (item->in_scope && item->state == VMX_PLAN_READY && !busy[item->record]
          && find_obstacle (self, item) == NULL)
        {
          item->state = VMX_PLAN_TAKEN;
          item->n_taken++;
          g_array_append_val (seqs, item->seq);
        }
      busy[item->record] = TRUE;
    }
  return seqs;
}

gboolean
vmx_upload_plan_is_alone (VmxUploadPlan *self, gint64 seq, gint64 next_seq)
{
  VmxPlanItem *item = find_item (self, seq);

  return item != NULL && next_seq == self->next_seq
         && g_array_index (self->n_changes, guint, item->record) == 1;
}

static void
set_state (VmxUploadPlan *self, gint64 seq, VmxPlanState state)
{
  VmxPlanItem *item = find_item (self, seq);

  if (item != NULL)
    item->state = state;
}

void
vmx_upload_plan_set_done (VmxUploadPlan *self, gint64 seq)
{
  set_state (self, seq, VMX_PLAN_DONE);
}

gboolean
vmx_upload_plan_set_again (VmxUploadPlan *self, gint64 seq)
{
  VmxPlanItem *item = find_item (self, seq);
  gboolean may = item != NULL && item->n_taken < MAX_TAKEN;

  set_state (self, seq, may ? VMX_PLAN_READY : VMX_PLAN_STUCK);
  return may;
}

void
vmx_upload_plan_set_untouched (VmxUploadPlan *self, gint64 seq)
{
  VmxPlanItem *item = find_item (self, seq);

  if (item == NULL)
    return;
  item->state = VMX_PLAN_READY;
  item->n_taken--;
}

void
vmx_upload_plan_set_stuck (VmxUploadPlan *self, gint64 seq)
{
  set_state (self, seq, VMX_PLAN_STUCK);
}

gboolean
vmx_upload_plan_has_waiting (VmxUploadPlan *self)
{
  for (guint i = self->first; i < self->items->len; i++)
    {
      VmxPlanItem *item = get_item (self, i);

      if (item->in_scope && item->state == VMX_PLAN_READY && find_obstacle (self, item) != NULL)
        return TRUE;
    }
  return FALSE;
}

void
vmx_upload_plan_foreach_waiting (VmxUploadPlan *self, VmxUploadPlanFunc func, gpointer user_data)
{
  for (guint i = self->first; i < self->items->len; i++)
    {
      VmxPlanItem *item = get_item (self, i);
      VmxPlanItem *obstacle = find_obstacle (self, item);

      if (item->in_scope && item->state == VMX_PLAN_READY && obstacle != NULL)
        func (item->seq, obstacle->seq, user_data);
    }
}
