/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/vmx-record-model.h>

#include <libvmxsync/local/options/vmx-option-values-private.h>
#include <libvmxsync/local/options/vmx-read-options-private.h>
#include <libvmxsync/local/read/vmx-record-pages-private.h>
#include <libvmxsync/vmx-obj-private.h>
#include <libvmxsync/vmx-record-scan-private.h>

/**
 * VmxRecordModel:
 *
 * A list of the records of an object that follows the store: a [iface@Gio.ListModel] of
 * [class@Vmx.Record] for widgets such as `GtkColumnView`.
 *
 * The records are those that [method@Vmx.Obj.get] finds with the same options, in the same order;
 * where that leaves several open, they are in the order of the primary key. The model keeps their
 * keys, and fetches records where somebody looks, so that a list of 100,000 records costs little.
 *
 * It is empty until the first reading is done, which goes on beside the program. After each edit or
 * sync of this process the store is read again, and [signal@Gio.ListModel::items-changed] tells of
 * the records that came, went, moved or show something else, and of no others. A record that was
 * got from the model is as it was then; it does not change by itself. A record that is gone from
 * the store, while the model does not know that yet, has the columns of its primary key only.
 *
 * A model is used on the thread that runs the main context that was the thread's default when the
 * model was made.
 *
 * Since: 0.1
 */
struct _VmxRecordModel
{
  GObject parent_instance;

  VmxObj *object;          /* (nullable): NULL once disposed */
  VmxReadOptions *options; /* (nullable): the program's */
  VmxReadOptions *asked;   /* (nullable): what they were at the beginning */
  GMainContext *context;
  guint watch;

  VmxStore *store; /* (nullable): the one of the last scan */
  VmxRecordPages *pages;
  VmxRecordIndex *index;  /* (nullable) */
  VmxRecordIndex *before; /* (nullable): what comes behind n_shown, while steps are told */
  guint n_shown;          /* so many of index are in front then */
  guint n_dealt;          /* so many of before are dealt with */

  GCancellable *scanning; /* (nullable) */
  GSource *pause;         /* (nullable): until the next scan may start */
  gboolean wanted;
  gboolean loading;
  GError *error; /* (nullable) */
};

/* The data of what may come back after the model is gone. */
typedef GWeakRef ModelRef;

static void vmx_record_model_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VmxRecordModel, vmx_record_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      vmx_record_model_list_model_init))

typedef enum
{
  PROP_OBJECT = 1,
  PROP_OPTIONS,
  PROP_LOADING,
  PROP_ERROR,
} VmxRecordModelProperty;

static GParamSpec *properties[PROP_ERROR + 1];

static void start_scan (VmxRecordModel *self);

static ModelRef *
model_ref_new (VmxRecordModel *self)
{
  ModelRef *ref = g_new0 (ModelRef, 1);

  g_weak_ref_init (ref, self);
  return ref;
}

static void
model_ref_free (gpointer ref)
{
  g_weak_ref_clear (ref);
  g_free (ref);
}

static GType
vmx_record_model_get_item_type (GListModel *model)
{
  return VMX_TYPE_RECORD;
}

static guint
count (VmxRecordIndex *index)
{
  return index != NULL ? vmx_record_index_get_n_records (index) : 0;
}

static guint
vmx_record_model_get_n_items (GListModel *model)
{
  VmxRecordModel *self = VMX_RECORD_MODEL (model);

  if (self->before != NULL)
    return self->n_shown + (count (self->before) - self->n_dealt);
  return count (self->index);
}

static gpointer
vmx_record_model_get_item (GListModel *model, guint position)
{
  VmxRecordModel *self = VMX_RECORD_MODEL (model);

  if (position >= vmx_record_model_get_n_items (model))
    return NULL;
  if (self->before == NULL || position < self->n_shown)
    return vmx_record_pages_get (self->pages, self->store, self->index, position);
  return vmx_record_pages_get (self->pages, self->store, self->before,
                               position - self->n_shown + self->n_dealt);
}

static void
vmx_record_model_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = vmx_record_model_get_item_type;
  iface->get_n_items = vmx_record_model_get_n_items;
  iface->get_item = vmx_record_model_get_item;
}

static void
set_loading (VmxRecordModel *self, gboolean loading)
{
  if (self->loading == loading || self->object == NULL)
    return;
  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
take_error (VmxRecordModel *self, GError *error)
{
  g_autoptr(GError) before = g_steal_pointer (&self->error);

  self->error = error;
  if (self->object != NULL && (before != NULL || error != NULL))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

/* Nothing is told once a handler has disposed of the model. */
static void
tell_steps (VmxRecordModel *self, GArray *steps)
{
  for (guint i = 0; i < steps->len && self->object != NULL; i++)
    {
      const VmxListStep *step = &g_array_index (steps, VmxListStep, i);

      self->n_dealt += step->position - self->n_shown + step->removed;
      self->n_shown = step->position + step->added;
      g_list_model_items_changed (G_LIST_MODEL (self), step->position, step->removed,
                                  step->added);
    }
}

/* With the same schema and no step, the pages are as good as before. */
static gboolean
is_unchanged (VmxRecordModel *self, VmxRecordScan *scan)
{
  return self->index != NULL && scan->steps->len == 0
         && vmx_read_plan_get_schema (vmx_record_index_get_plan (self->index))
                == vmx_read_plan_get_schema (vmx_record_index_get_plan (scan->index));
}

static void
apply_scan (VmxRecordModel *self, VmxRecordScan *scan)
{
  g_autoptr(VmxRecordIndex) before = NULL;

  if (is_unchanged (self, scan))
    return;
  before = g_steal_pointer (&self->index);
  self->index = vmx_record_index_ref (scan->index);
  if (before == NULL)
    {
      tell_steps (self, scan->steps);
      return;
    }
  vmx_record_pages_drop (self->pages, before);
  self->n_shown = self->n_dealt = 0;
  self->before = before;
  tell_steps (self, scan->steps);
  self->before = NULL;
  vmx_record_pages_drop (self->pages, before);
}

static gboolean
end_pause (gpointer user_data)
{
  g_autoptr(VmxRecordModel) self = g_weak_ref_get (user_data);

  if (self == NULL || self->object == NULL)
    return G_SOURCE_REMOVE;
  g_clear_pointer (&self->pause, g_source_unref);
  start_scan (self);
  return G_SOURCE_REMOVE;
}

/* Scans take half of the time at most while the store changes all the time. */
static void
start_pause (VmxRecordModel *self, gint64 duration)
{
  self->pause = g_timeout_source_new ((guint) CLAMP (duration / 1000, 1, G_MAXINT));
  g_source_set_static_name (self->pause, "[vmx] pause between scans");
  g_source_set_priority (self->pause, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->pause, end_pause, model_ref_new (self), model_ref_free);
  g_source_attach (self->pause, self->context);
}

/* Until the end of this, a handler's refresh has to wait. */
static void
finish_scan (VmxRecordModel *self, VmxRecordScan *scan, GError *error)
{
  if (scan != NULL)
    apply_scan (self, scan);
  if (self->object == NULL)
    {
      g_clear_error (&error);
      return;
    }
  take_error (self, error);
  g_clear_object (&self->scanning);
  if (self->object == NULL)
    return;
  if (self->wanted)
    start_pause (self, scan != NULL ? scan->duration : 0);
  else
    set_loading (self, FALSE);
}

static void
scan_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(VmxRecordModel) self = g_weak_ref_get (user_data);
  g_autoptr(VmxRecordScan) scan = NULL;
  GError *error = NULL;

  model_ref_free (user_data);
  scan = g_task_propagate_pointer (G_TASK (result), &error);
  if (self != NULL && self->object != NULL)
    finish_scan (self, scan, error);
  else
    g_clear_error (&error);
}

/* The task returns where the model lives, whichever context is the default of the moment. */
static GTask *
new_task (VmxRecordModel *self)
{
  g_autoptr(GMainContext) context = g_main_context_ref_thread_default ();
  gboolean elsewhere = context != self->context;
  GTask *task;

  if (elsewhere)
    g_main_context_push_thread_default (self->context);
  task = g_task_new (NULL, self->scanning, scan_done, model_ref_new (self));
  if (elsewhere)
    g_main_context_pop_thread_default (self->context);
  g_task_set_source_tag (task, vmx_record_model_refresh);
  return task;
}

static gboolean
check_options (VmxReadOptions *options, GError **error)
{
  if (options == NULL || !vmx_read_options_get_distinct (options))
    return TRUE;
  return vmx_option_values_refuse ("distinct", "false, because a list that is kept up to date has "
                                               "whole records; read distinct values with get",
                                   error);
}

static void
start_scan (VmxRecordModel *self)
{
  GError *error = NULL;
  VmxStore *store;

  self->wanted = self->scanning != NULL || self->pause != NULL;
  if (self->wanted)
    return;
  store = vmx_client_get_store (vmx_obj_get_client (self->object), &error);
  if (store == NULL || !check_options (self->asked, &error))
    {
      take_error (self, error);
      set_loading (self, FALSE);
      return;
    }
  g_set_object (&self->store, store);
  self->scanning = g_cancellable_new ();
  vmx_record_scan_start (store, vmx_obj_get_name (self->object), self->asked, self->index,
                         new_task (self));
  set_loading (self, TRUE);
}

static void
follow_store (GObject *receiver)
{
  VmxRecordModel *self = VMX_RECORD_MODEL (receiver);

  if (self->object != NULL)
    start_scan (self);
}

static void
vmx_record_model_constructed (GObject *object)
{
  VmxRecordModel *self = VMX_RECORD_MODEL (object);

  G_OBJECT_CLASS (vmx_record_model_parent_class)->constructed (object);
  if (self->object == NULL)
    return;
  self->asked = vmx_read_options_copy (self->options);
  self->watch = vmx_watch_list_add_receiver (
      vmx_client_get_watches (vmx_obj_get_client (self->object)),
      vmx_obj_get_name (self->object), object, follow_store);
  start_scan (self);
}

static void
vmx_record_model_dispose (GObject *object)
{
  VmxRecordModel *self = VMX_RECORD_MODEL (object);
  g_autoptr(VmxObj) kept = g_steal_pointer (&self->object);

  if (kept != NULL)
    vmx_watch_list_remove (vmx_client_get_watches (vmx_obj_get_client (kept)), self->watch);
  g_cancellable_cancel (self->scanning);
  g_clear_object (&self->scanning);
  if (self->pause != NULL)
    g_source_destroy (self->pause);
  g_clear_pointer (&self->pause, g_source_unref);
  G_OBJECT_CLASS (vmx_record_model_parent_class)->dispose (object);
}

static void
vmx_record_model_finalize (GObject *object)
{
  VmxRecordModel *self = VMX_RECORD_MODEL (object);

  vmx_record_pages_free (self->pages);
  g_clear_pointer (&self->index, vmx_record_index_unref);
  g_clear_object (&self->store);
  g_clear_object (&self->options);
  g_clear_object (&self->asked);
  g_main_context_unref (self->context);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (vmx_record_model_parent_class)->finalize (object);
}

static void
vmx_record_model_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  VmxRecordModel *self = VMX_RECORD_MODEL (object);

  switch ((VmxRecordModelProperty) id)
    {
    case PROP_OBJECT:
      g_value_set_object (value, self->object);
      break;
    case PROP_OPTIONS:
      g_value_set_object (value, self->options);
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vmx_record_model_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  VmxRecordModel *self = VMX_RECORD_MODEL (object);

  switch ((VmxRecordModelProperty) id)
    {
    case PROP_OBJECT:
      self->object = g_value_dup_object (value);
      break;
    case PROP_OPTIONS:
      self->options = g_value_dup_object (value);
      break;
    case PROP_LOADING:
    case PROP_ERROR:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vmx_record_model_class_init (VmxRecordModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags made_with = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = vmx_record_model_constructed;
  object_class->dispose = vmx_record_model_dispose;
  object_class->finalize = vmx_record_model_finalize;
  object_class->get_property = vmx_record_model_get_property;
  object_class->set_property = vmx_record_model_set_property;

  /**
   * VmxRecordModel:object: (getter get_object)
   *
   * The object whose records are in the list.
   *
   * Since: 0.1
   */
  properties[PROP_OBJECT] = g_param_spec_object ("object", NULL, NULL, VMX_TYPE_OBJ, made_with);
  /**
   * VmxRecordModel:options: (getter get_options)
   *
   * Which records, and in which order; %NULL for all. Later changes of the options do not count.
   *
   * Since: 0.1
   */
  properties[PROP_OPTIONS]
      = g_param_spec_object ("options", NULL, NULL, VMX_TYPE_READ_OPTIONS, made_with);
  /**
   * VmxRecordModel:loading: (getter get_loading)
   *
   * Whether the store is being read; the list may be behind it.
   *
   * Since: 0.1
   */
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  /**
   * VmxRecordModel:error: (getter get_error)
   *
   * Why the store could not be read the last time; the list is as it was then. %NULL after a
   * reading that succeeded.
   *
   * Since: 0.1
   */
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
vmx_record_model_init (VmxRecordModel *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->pages = vmx_record_pages_new ();
}

/* What cannot be judged before setup is told by the property error. */
static gboolean
check_plan (VmxObj *object, VmxReadOptions *options, GError **error)
{
  g_autoptr(VmxReadPlan) plan = NULL;
  VmxObjectSchema *schema = NULL;

  if (!check_options (options, error))
    return FALSE;
  if (!vmx_client_is_set_up (vmx_obj_get_client (object)))
    return TRUE;
  if (vmx_obj_look_up (object, &schema, error) != NULL)
    plan = vmx_read_plan_new (schema, options, error);
  return plan != NULL;
}

/**
 * vmx_record_model_new:
 * @object: the object whose records shall be in the list
 * @options: (nullable): which records, and in which order; %NULL for all. Later changes of the
 *   options do not count
 * @error: return location for an error, or %NULL
 *
 * Makes a list of records and starts to fill it. Before setup of the client it stays empty, with
 * [error@Vmx.Error.NOT_SET_UP] as its error, and is filled after that.
 *
 * Fails for bad options like [method@Vmx.Obj.get], and with [error@Vmx.Error.INVALID_OPTION] for
 * distinct values.
 *
 * Returns: (transfer full): the list
 *
 * Since: 0.1
 */
VmxRecordModel *
vmx_record_model_new (VmxObj *object, VmxReadOptions *options, GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ (object), NULL);
  g_return_val_if_fail (options == NULL || VMX_IS_READ_OPTIONS (options), NULL);

  if (!check_plan (object, options, error))
    return NULL;
  return g_object_new (VMX_TYPE_RECORD_MODEL, "object", object, "options", options, NULL);
}

/**
 * vmx_record_model_get_object: (get-property object)
 * @self: a list of records
 *
 * Gets the object whose records are in the list.
 *
 * Returns: (transfer none) (nullable): the object
 *
 * Since: 0.1
 */
VmxObj *
vmx_record_model_get_object (VmxRecordModel *self)
{
  g_return_val_if_fail (VMX_IS_RECORD_MODEL (self), NULL);

  return self->object;
}

/**
 * vmx_record_model_get_options: (get-property options)
 * @self: a list of records
 *
 * Gets which records are in the list, and in which order.
 *
 * Returns: (transfer none) (nullable): the options that the list was made with
 *
 * Since: 0.1
 */
VmxReadOptions *
vmx_record_model_get_options (VmxRecordModel *self)
{
  g_return_val_if_fail (VMX_IS_RECORD_MODEL (self), NULL);

  return self->options;
}

/**
 * vmx_record_model_get_loading: (get-property loading)
 * @self: a list of records
 *
 * Says whether the store is being read; the list may be behind it.
 *
 * Returns: %TRUE if it is
 *
 * Since: 0.1
 */
gboolean
vmx_record_model_get_loading (VmxRecordModel *self)
{
  g_return_val_if_fail (VMX_IS_RECORD_MODEL (self), FALSE);

  return self->loading;
}

/**
 * vmx_record_model_get_error: (get-property error)
 * @self: a list of records
 *
 * Gets why the store could not be read the last time. The list is as it was before.
 *
 * Returns: (transfer none) (nullable): the error, %NULL if the last reading succeeded
 *
 * Since: 0.1
 */
const GError *
vmx_record_model_get_error (VmxRecordModel *self)
{
  g_return_val_if_fail (VMX_IS_RECORD_MODEL (self), NULL);

  return self->error;
}

/**
 * vmx_record_model_refresh:
 * @self: a list of records
 *
 * Reads the store again, beside the program. The list does that by itself after edits and syncs of
 * this process; this is for changes by others.
 *
 * Since: 0.1
 */
void
vmx_record_model_refresh (VmxRecordModel *self)
{
  g_return_if_fail (VMX_IS_RECORD_MODEL (self));

  if (self->object != NULL)
    start_scan (self);
}
