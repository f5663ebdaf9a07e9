/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/vmx-edit-group.h>

#include <libvmxsync/model/record/vmx-record-private.h>
#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/vmx-edit-job-private.h>

/**
 * VmxEditGroup:
 *
 * Edits that are done together: all of them, or none. Many edits in one group are much faster than
 * the same edits one by one.
 *
 * Edits are collected first and done by [method@Vmx.EditGroup.apply]; nothing is held open
 * meanwhile. A group that failed can be applied again, and one that was applied can take new edits.
 *
 * Since: 0.1
 */
struct _VmxEditGroup
{
  GObject parent_instance;

  VmxClient *client;
  GPtrArray *edits; /* (element-type Edit) */
};

G_DEFINE_FINAL_TYPE (VmxEditGroup, vmx_edit_group, G_TYPE_OBJECT)

#define MAX_CREATES 1000 /* that are done together */

typedef enum
{
  EDIT_CREATE,
  EDIT_UPDATE,
  EDIT_UPDATE_BY_PK,
  EDIT_DELETE,
  EDIT_DELETE_BY_PK,
} EditKind;

typedef enum
{
  EDIT_NEW,
  EDIT_RUNNING,
  EDIT_DONE,
} EditState;

typedef struct
{
  gatomicrefcount ref_count;
  EditKind kind;
  VmxObj *object;
  VmxRecord *record;        /* (nullable) */
  VmxWriteOptions *options; /* (nullable) */
  EditState state; /* changes only in the context that applies the group */
  VmxRecord *created; /* (nullable) */
  gint64 count;
} Edit;

static Edit *
edit_ref (Edit *edit)
{
  g_atomic_ref_count_inc (&edit->ref_count);
  return edit;
}

static void
edit_unref (Edit *edit)
{
  if (!g_atomic_ref_count_dec (&edit->ref_count))
    return;
  g_object_unref (edit->object);
  g_clear_object (&edit->record);
  g_clear_object (&edit->options);
  g_clear_object (&edit->created);
  g_free (edit);
}

static void
vmx_edit_group_finalize (GObject *object)
{
  VmxEditGroup *self = VMX_EDIT_GROUP (object);

  g_object_unref (self->client);
  g_ptr_array_unref (self->edits);
  G_OBJECT_CLASS (vmx_edit_group_parent_class)->finalize (object);
}

static void
vmx_edit_group_class_init (VmxEditGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vmx_edit_group_finalize;
}

static void
vmx_edit_group_init (VmxEditGroup *self)
{
  self->edits = g_ptr_array_new_with_free_func ((GDestroyNotify) edit_unref);
}

/**
 * vmx_edit_group_new:
 * @client: the client of all objects that the group edits
 *
 * Makes a group without edits.
 *
 * Returns: (transfer full): the group
 *
 * Since: 0.1
 */
VmxEditGroup *
vmx_edit_group_new (VmxClient *client)
{
  VmxEditGroup *self;

  g_return_val_if_fail (VMX_IS_CLIENT (client), NULL);

  self = g_object_new (VMX_TYPE_EDIT_GROUP, NULL);
  self->client = g_object_ref (client);
  return self;
}

static guint
add (VmxEditGroup *self, EditKind kind, VmxObj *object, VmxRecord *record,
     VmxWriteOptions *options)
{
  Edit *edit = g_new0 (Edit, 1);

  g_atomic_ref_count_init (&edit->ref_count);
  edit->kind = kind;
  edit->object = g_object_ref (object);
  edit->record = record != NULL ? vmx_record_copy (record) : NULL;
  edit->options = options != NULL ? vmx_write_options_copy (options) : NULL;
  g_ptr_array_add (self->edits, edit);
  return self->edits->len - 1;
}

/**
 * vmx_edit_group_create:
 * @self: a group
 * @object: an object of the group's client
 * @record: (nullable): the values; %NULL fails like a record without any
 * @options: (nullable): how the change is kept
 *
 * Adds what [method@Vmx.Obj.create] does.
 *
 * Returns: the position of the edit, from 0
 *
 * Since: 0.1
 */
guint
vmx_edit_group_create (VmxEditGroup *self, VmxObj *object, VmxRecord *record,
                       VmxWriteOptions *options)
{
  g_return_val_if_fail (VMX_IS_EDIT_GROUP (self), 0);
  g_return_val_if_fail (VMX_IS_OBJ (object), 0);
  g_return_val_if_fail (record == NULL || VMX_IS_RECORD (record), 0);
  g_return_val_if_fail (options == NULL || VMX_IS_WRITE_OPTIONS (options), 0);

  return add (self, EDIT_CREATE, object, record, options);
}

/**
 * vmx_edit_group_update:
 * @self: a group
 * @object: an object of the group's client
 * @record: (nullable): the columns to change and their values; %NULL fails like a record without
 *   any
 * @options: (nullable): which records, and how the change is kept
 *
 * Adds what [method@Vmx.Obj.update] does.
 *
 * Returns: the position of the edit, from 0
 *
 * Since: 0.1
 */
guint
vmx_edit_group_update (VmxEditGroup *self, VmxObj *object, VmxRecord *record,
                       VmxWriteOptions *options)
{
  g_return_val_if_fail (VMX_IS_EDIT_GROUP (self), 0);
  g_return_val_if_fail (VMX_IS_OBJ (object), 0);
  g_return_val_if_fail (record == NULL || VMX_IS_RECORD (record), 0);
  g_return_val_if_fail (options == NULL || VMX_IS_WRITE_OPTIONS (options), 0);

  return add (self, EDIT_UPDATE, object, record, options);
}

/**
 * vmx_edit_group_update_by_pk:
 * @self: a group
 * @object: an object of the group's client
 * @record: (nullable): the columns to change and their values; %NULL fails like a record without
 *   any
 * @options: (nullable): the primary keys, and how the change is kept
 *
 * Adds what [method@Vmx.Obj.update_by_pk] does.
 *
 * Returns: the position of the edit, from 0
 *
 * Since: 0.1
 */
guint
vmx_edit_group_update_by_pk (VmxEditGroup *self, VmxObj *object, VmxRecord *record,
                             VmxWriteOptions *options)
{
  g_return_val_if_fail (VMX_IS_EDIT_GROUP (self), 0);
  g_return_val_if_fail (VMX_IS_OBJ (object), 0);
  g_return_val_if_fail (record == NULL || VMX_IS_RECORD (record), 0);
  g_return_val_if_fail (options == NULL || VMX_IS_WRITE_OPTIONS (options), 0);

  return add (self, EDIT_UPDATE_BY_PK, object, record, options);
}

/**
 * vmx_edit_group_delete:
 * @self: a group
 * @object: an object of the group's client
 * @options: (nullable): which records, and how the change is kept
 *
 * Adds what [method@Vmx.Obj.delete] does.
 *
 * Returns: the position of the edit, from 0
 *
 * Since: 0.1
 */
guint
vmx_edit_group_delete (VmxEditGroup *self, VmxObj *object, VmxWriteOptions *options)
{
  g_return_val_if_fail (VMX_IS_EDIT_GROUP (self), 0);
  g_return_val_if_fail (VMX_IS_OBJ (object), 0);
  g_return_val_if_fail (options == NULL || VMX_IS_WRITE_OPTIONS (options), 0);

  return add (self, EDIT_DELETE, object, NULL, options);
}

/**
 * vmx_edit_group_delete_by_pk:
 * @self: a group
 * @object: an object of the group's client
 * @options: (nullable): the primary keys, and how the change is kept
 *
 * Adds what [method@Vmx.Obj.delete_by_pk] does.
 *
 * Returns: the position of the edit, from 0
 *
 * Since: 0.1
 */
guint
vmx_edit_group_delete_by_pk (VmxEditGroup *self, VmxObj *object, VmxWriteOptions *options)
{
  g_return_val_if_fail (VMX_IS_EDIT_GROUP (self), 0);
  g_return_val_if_fail (VMX_IS_OBJ (object), 0);
  g_return_val_if_fail (options == NULL || VMX_IS_WRITE_OPTIONS (options), 0);

  return add (self, EDIT_DELETE_BY_PK, object, NULL, options);
}

/**
 * vmx_edit_group_get_n_edits:
 * @self: a group
 *
 * Gets how many edits were added.
 *
 * Returns: the number of edits
 *
 * Since: 0.1
 */
guint
vmx_edit_group_get_n_edits (VmxEditGroup *self)
{
  g_return_val_if_fail (VMX_IS_EDIT_GROUP (self), 0);

  return self->edits->len;
}

/* How many edits from this one on create records of the same object in the same way. */
static guint
count_creates (GPtrArray *edits, guint first)
{
  Edit *edit = edits->pdata[first];
  guint n = 1;

  for (; first + n < edits->len && n < MAX_CREATES; n++)
    {
      Edit *next = edits->pdata[first + n];

      if (next->kind != EDIT_CREATE || edit->options != NULL || next->options != NULL
          || !g_str_equal (vmx_obj_get_name (next->object), vmx_obj_get_name (edit->object)))
        break;
    }
  return n;
}

/* Records that follow each other are created together, which is much faster. */
static gboolean
apply_creates (VmxEdit *txn, GPtrArray *edits, guint *position, guint n_creates, GError **error)
{
  g_autoptr(GPtrArray) records = g_ptr_array_new ();
  g_autoptr(GPtrArray) created = g_ptr_array_new_with_free_func (g_object_unref);
  Edit *first = edits->pdata[*position];
  guint failed;

  for (guint i = 0; i < n_creates; i++)
    g_ptr_array_add (records, ((Edit *) edits->pdata[*position + i])->record);
  if (!vmx_edit_create (txn, vmx_obj_get_name (first->object), records, first->options, created,
                        &failed, error))
    {
      *position += failed;
      return FALSE;
    }
  for (guint i = 0; i < n_creates; i++, (*position)++)
    {
      Edit *edit = edits->pdata[*position];

      g_set_object (&edit->created, created->pdata[i]);
      edit->count = 1;
    }
  return TRUE;
}

static gboolean
apply_edit (VmxEdit *txn, Edit *edit, GError **error)
{
  const char *object = vmx_obj_get_name (edit->object);

  switch (edit->kind)
    {
    case EDIT_UPDATE:
    case EDIT_UPDATE_BY_PK:
      edit->count = vmx_edit_update (txn, object, edit->record, edit->options,
                                     edit->kind == EDIT_UPDATE_BY_PK, error);
      break;
    case EDIT_CREATE:
    case EDIT_DELETE:
    case EDIT_DELETE_BY_PK:
    default:
      edit->count = vmx_edit_delete (txn, object, edit->options, edit->kind == EDIT_DELETE_BY_PK,
                                     error);
    }
  return edit->count >= 0;
}

/* position is moved to the next edit, or to that which failed. */
static gboolean
apply_next (VmxEdit *txn, GPtrArray *edits, guint *position, GError **error)
{
  Edit *edit = edits->pdata[*position];

  if (edit->kind == EDIT_CREATE)
    return apply_creates (txn, edits, position, count_creates (edits, *position), error);
  if (!apply_edit (txn, edit, error))
    return FALSE;
  (*position)++;
  return TRUE;
}

static gboolean
apply_edits (VmxEdit *txn, VmxEditJob *job, VmxEditResult *result, GError **error)
{
  GPtrArray *edits = job->data;
  guint position = 0;

  while (position < edits->len)
    if (!apply_next (txn, edits, &position, error))
      {
        g_prefix_error (error, "edit %u of %u: ", position + 1, edits->len);
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_client (VmxEditGroup *self, const Edit *edit, guint position, GError **error)
{
  if (vmx_obj_get_client (edit->object) == self->client)
    return TRUE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_CRUD,
               "edit %u: the object “%s” belongs to another client; edits of one group are done in "
               "one store",
               position + 1, vmx_obj_get_name (edit->object));
  return FALSE;
}

/* Runs in the context that applies, too: what the edits are from now on. */
static void
set_states (gpointer source, gpointer data, gpointer result)
{
  VmxEditJob *job = data;
  GPtrArray *edits = job->data;

  for (guint i = 0; i < edits->len; i++)
    ((Edit *) edits->pdata[i])->state = result != NULL ? EDIT_DONE : EDIT_NEW;
}

/* With those edits that were not applied before. */
static VmxEditJob *
new_job (VmxEditGroup *self, GError **error)
{
  g_autoptr(GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) edit_unref);
  VmxEditJob *job;

  for (guint i = 0; i < self->edits->len; i++)
    {
      Edit *edit = self->edits->pdata[i];

      if (edit->state != EDIT_NEW)
        continue;
      if (!check_client (self, edit, i, error))
        return NULL;
      g_ptr_array_add (edits, edit_ref (edit));
    }
  job = vmx_edit_job_new (self->client, NULL, apply_edits, error);
  if (job == NULL)
    return NULL;
  for (guint i = 0; i < edits->len; i++)
    ((Edit *) edits->pdata[i])->state = EDIT_RUNNING;
  job->data = g_steal_pointer (&edits);
  job->free_data = (GDestroyNotify) g_ptr_array_unref;
  job->done = set_states;
  return job;
}

/**
 * vmx_edit_group_apply:
 * @self: a group
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Does all edits that were not applied yet, in the order in which they were added, in one
 * transaction. When one fails, nothing is changed, and the message says which one it was.
 *
 * Fails like the calls of [class@Vmx.Obj], with [error@Vmx.Error.NOT_SET_UP], and with
 * [error@Vmx.Error.CRUD] for objects of another client.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_edit_group_apply (VmxEditGroup *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (VMX_IS_EDIT_GROUP (self), FALSE);

  return vmx_edit_result_take_success (
      vmx_edit_job_run (new_job (self, error), self, cancellable, error));
}

/**
 * vmx_edit_group_apply_async:
 * @self: a group
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): what to call when it is done
 * @user_data: data for @callback
 *
 * Does [method@Vmx.EditGroup.apply] without blocking.
 *
 * Since: 0.1
 */
void
vmx_edit_group_apply_async (VmxEditGroup *self, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  GError *error = NULL;
  VmxEditJob *job;

  g_return_if_fail (VMX_IS_EDIT_GROUP (self));

  job = new_job (self, &error);
  vmx_edit_job_start (job, self, vmx_edit_group_apply_async, cancellable, callback, user_data,
                      error);
}

/**
 * vmx_edit_group_apply_finish:
 * @self: a group
 * @result: what the callback got
 * @error: return location for an error, or %NULL
 *
 * Ends [method@Vmx.EditGroup.apply_async].
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_edit_group_apply_finish (VmxEditGroup *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (VMX_IS_EDIT_GROUP (self), FALSE);

  return vmx_edit_result_take_success (
      vmx_edit_job_finish (self, result, vmx_edit_group_apply_async, error));
}

static Edit *
get_done (VmxEditGroup *self, guint position)
{
  Edit *edit = position < self->edits->len ? self->edits->pdata[position] : NULL;

  return edit != NULL && edit->state == EDIT_DONE ? edit : NULL;
}

/**
 * vmx_edit_group_get_created:
 * @self: a group
 * @position: the position of an edit
 *
 * Gets the record that an edit created.
 *
 * Returns: (transfer none) (nullable): the record, %NULL if the edit was not applied or creates
 *   nothing
 *
 * Since: 0.1
 */
VmxRecord *
vmx_edit_group_get_created (VmxEditGroup *self, guint position)
{
  Edit *edit;

  g_return_val_if_fail (VMX_IS_EDIT_GROUP (self), NULL);

  edit = get_done (self, position);
  return edit != NULL ? edit->created : NULL;
}

/**
 * vmx_edit_group_get_count:
 * @self: a group
 * @position: the position of an edit
 *
 * Gets how many records an edit found.
 *
 * Returns: the number of records, -1 if the edit was not applied
 *
 * Since: 0.1
 */
gint64
vmx_edit_group_get_count (VmxEditGroup *self, guint position)
{
  Edit *edit;

  g_return_val_if_fail (VMX_IS_EDIT_GROUP (self), -1);

  edit = get_done (self, position);
  return edit != NULL ? edit->count : -1;
}
