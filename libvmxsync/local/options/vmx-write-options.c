/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/options/vmx-write-options-private.h>

#include <libvmxsync/local/options/vmx-option-values-private.h>
#include <libvmxsync/model/vmx-error.h>

/**
 * VmxWriteOptions:
 *
 * Which records an edit is about, and how the change is kept.
 *
 * Without a criterion an update or a delete is about all records. When several are given, the first
 * of these counts and the others are left aside: primary keys, where condition, where condition as
 * a string, like condition, filter.
 *
 * Since: 0.1
 */
struct _VmxWriteOptions
{
  GObject parent_instance;

  VmxCriteria criteria;
  VmxTracking tracking;
};

G_DEFINE_FINAL_TYPE (VmxWriteOptions, vmx_write_options, G_TYPE_OBJECT)

static void
vmx_write_options_finalize (GObject *object)
{
  vmx_criteria_clear (&VMX_WRITE_OPTIONS (object)->criteria);
  G_OBJECT_CLASS (vmx_write_options_parent_class)->finalize (object);
}

static void
vmx_write_options_class_init (VmxWriteOptionsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vmx_write_options_finalize;
}

static void
vmx_write_options_init (VmxWriteOptions *self)
{
  self->tracking = (VmxTracking) VMX_TRACKING_DEFAULT;
}

/**
 * vmx_write_options_new:
 *
 * Makes options without a criterion, for a change that is tracked and waits for the next upload.
 *
 * Returns: (transfer full): the options
 *
 * Since: 0.1
 */
VmxWriteOptions *
vmx_write_options_new (void)
{
  return g_object_new (VMX_TYPE_WRITE_OPTIONS, NULL);
}

/**
 * vmx_write_options_new_from_json:
 * @json: options as a JSON object, with the documented names
 * @error: return location for an error, or %NULL
 *
 * Makes options from JSON text: `primaryKeys`, `whereCondition`, `whereConditionAsAString`,
 * `likeCondition`, `filter`, `trackChanges`, `trackIntermediateUpdates`, `markForUpload` and
 * `syncLatestObjectSnapshot`. The last four take true or false, also as text.
 *
 * Fails with [error@Vmx.Error.INVALID_OPTION] or [error@Vmx.Error.INVALID_FILTER].
 *
 * Returns: (transfer full): the options
 *
 * Since: 0.1
 */
VmxWriteOptions *
vmx_write_options_new_from_json (const char *json, GError **error)
{
  static const char *const known[] = {
    VMX_CRITERIA_NAMES,         "trackChanges", "trackIntermediateUpdates", "markForUpload",
    "syncLatestObjectSnapshot", NULL,
  };
  g_autoptr(VmxWriteOptions) self = NULL;
  g_autoptr(VmxRecord) values = NULL;

  g_return_val_if_fail (json != NULL, NULL);

  values = vmx_option_values_parse (json, "the write options", error);
  if (values == NULL || !vmx_option_values_check_names (values, known, "the write options", error))
    return NULL;
  self = vmx_write_options_new ();
  if (!vmx_criteria_parse (&self->criteria, values, error)
      || !vmx_option_values_get_boolean (values, "trackChanges", &self->tracking.changes, error)
      || !vmx_option_values_get_boolean (values, "trackIntermediateUpdates",
                                         &self->tracking.intermediate_updates, error)
      || !vmx_option_values_get_boolean (values, "markForUpload", &self->tracking.mark_for_upload,
                                         error)
      || !vmx_option_values_get_boolean (values, "syncLatestObjectSnapshot",
                                         &self->tracking.latest_snapshot, error))
    return NULL;
  return g_steal_pointer (&self);
}

const VmxCriteria *
vmx_write_options_get_criteria (VmxWriteOptions *self)
{
  static const VmxCriteria none;

  return self != NULL ? &self->criteria : &none;
}

const VmxTracking *
vmx_write_options_get_tracking (VmxWriteOptions *self)
{
  static const VmxTracking by_default = VMX_TRACKING_DEFAULT;

  return self != NULL ? &self->tracking : &by_default;
}

VmxWriteOptions *
vmx_write_options_copy (VmxWriteOptions *self)
{
  VmxWriteOptions *copy = vmx_write_options_new ();

  vmx_criteria_copy (&copy->criteria, &self->criteria);
  copy->tracking = self->tracking;
  return copy;
}

/**
 * vmx_write_options_get_primary_keys:
 * @self: options
 *
 * Gets the primary key of the record to change: a value for each key column.
 *
 * Returns: (transfer none) (nullable): a record
 *
 * Since: 0.1
 */
VmxRecord *
vmx_write_options_get_primary_keys (VmxWriteOptions *self)
{
  g_return_val_if_fail (VMX_IS_WRITE_OPTIONS (self), NULL);

  return self->criteria.primary_keys;
}

/**
 * vmx_write_options_set_primary_keys:
 * @self: options
 * @primary_keys: (nullable): column names and values; %NULL for none
 *
 * Sets the primary key of the record to change: a value for each key column.
 *
 * Since: 0.1
 */
void
vmx_write_options_set_primary_keys (VmxWriteOptions *self, VmxRecord *primary_keys)
{
  g_return_if_fail (VMX_IS_WRITE_OPTIONS (self));

  g_set_object (&self->criteria.primary_keys, primary_keys);
}

/**
 * vmx_write_options_get_where_condition:
 * @self: options
 *
 * Gets the values that records have to have; a null finds null.
 *
 * Returns: (transfer none) (nullable): a record
 *
 * Since: 0.1
 */
VmxRecord *
vmx_write_options_get_where_condition (VmxWriteOptions *self)
{
  g_return_val_if_fail (VMX_IS_WRITE_OPTIONS (self), NULL);

  return self->criteria.where_condition;
}

/**
 * vmx_write_options_set_where_condition:
 * @self: options
 * @condition: (nullable): column names and values; %NULL for none
 *
 * Sets the values that records have to have; a null finds null.
 *
 * Since: 0.1
 */
void
vmx_write_options_set_where_condition (VmxWriteOptions *self, VmxRecord *condition)
{
  g_return_if_fail (VMX_IS_WRITE_OPTIONS (self));

  g_set_object (&self->criteria.where_condition, condition);
}

/**
 * vmx_write_options_get_where_condition_as_a_string:
 * @self: options
 *
 * Gets the condition as SQL where text, such as `Age > 30 AND Name IS NOT NULL`.
 *
 * Returns: (nullable): the text
 *
 * Since: 0.1
 */
const char *
vmx_write_options_get_where_condition_as_a_string (VmxWriteOptions *self)
{
  g_return_val_if_fail (VMX_IS_WRITE_OPTIONS (self), NULL);

  return self->criteria.where_condition_as_a_string;
}

/**
 * vmx_write_options_set_where_condition_as_a_string:
 * @self: options
 * @text: (nullable): a text; %NULL for none
 *
 * Sets the condition as SQL where text, such as `Age > 30 AND Name IS NOT NULL`.
 *
 * Since: 0.1
 */
void
vmx_write_options_set_where_condition_as_a_string (VmxWriteOptions *self, const char *text)
{
  g_return_if_fail (VMX_IS_WRITE_OPTIONS (self));

  vmx_option_values_replace_text (&self->criteria.where_condition_as_a_string, text);
}

/**
 * vmx_write_options_get_like_condition:
 * @self: options
 *
 * Gets the patterns that columns have to match; `%` and `_` are wild.
 *
 * Returns: (transfer none) (nullable): a record
 *
 * Since: 0.1
 */
VmxRecord *
vmx_write_options_get_like_condition (VmxWriteOptions *self)
{
  g_return_val_if_fail (VMX_IS_WRITE_OPTIONS (self), NULL);

  return self->criteria.like_condition;
}

/**
 * vmx_write_options_set_like_condition:
 * @self: options
 * @patterns: (nullable): column names and values; %NULL for none
 *
 * Sets the patterns that columns have to match; `%` and `_` are wild.
 *
 * Since: 0.1
 */
void
vmx_write_options_set_like_condition (VmxWriteOptions *self, VmxRecord *patterns)
{
  g_return_if_fail (VMX_IS_WRITE_OPTIONS (self));

  g_set_object (&self->criteria.like_condition, patterns);
}

/**
 * vmx_write_options_get_filter:
 * @self: options
 *
 * Gets the condition as OData filter text.
 *
 * Returns: (nullable): the text
 *
 * Since: 0.1
 */
const char *
vmx_write_options_get_filter (VmxWriteOptions *self)
{
  g_return_val_if_fail (VMX_IS_WRITE_OPTIONS (self), NULL);

  return self->criteria.filter;
}

/**
 * vmx_write_options_set_filter:
 * @self: options
 * @filter: (nullable): a text; %NULL for none
 *
 * Sets the condition as OData filter text.
 *
 * Since: 0.1
 */
void
vmx_write_options_set_filter (VmxWriteOptions *self, const char *filter)
{
  g_return_if_fail (VMX_IS_WRITE_OPTIONS (self));

  vmx_option_values_replace_text (&self->criteria.filter, filter);
}

/**
 * vmx_write_options_get_track_changes:
 * @self: options
 *
 * Says whether the change is kept to be uploaded; on by default. A change that is not kept can be
 * rolled back, but no server ever hears of it.
 *
 * Returns: %TRUE if so
 *
 * Since: 0.1
 */
gboolean
vmx_write_options_get_track_changes (VmxWriteOptions *self)
{
  g_return_val_if_fail (VMX_IS_WRITE_OPTIONS (self), FALSE);

  return self->tracking.changes;
}

/**
 * vmx_write_options_set_track_changes:
 * @self: options
 * @track_changes: whether to do so
 *
 * Sets whether the change is kept to be uploaded; on by default. A change that is not kept can be
 * rolled back, but no server ever hears of it.
 *
 * Since: 0.1
 */
void
vmx_write_options_set_track_changes (VmxWriteOptions *self, gboolean track_changes)
{
  g_return_if_fail (VMX_IS_WRITE_OPTIONS (self));

  self->tracking.changes = track_changes;
}

/**
 * vmx_write_options_get_track_intermediate_updates:
 * @self: options
 *
 * Says whether every update of a record is uploaded on its own; on by default. When it is off, an
 * update takes the place of the one before that was made in the same way and not sent yet.
 *
 * Returns: %TRUE if so
 *
 * Since: 0.1
 */
gboolean
vmx_write_options_get_track_intermediate_updates (VmxWriteOptions *self)
{
  g_return_val_if_fail (VMX_IS_WRITE_OPTIONS (self), FALSE);

  return self->tracking.intermediate_updates;
}

/**
 * vmx_write_options_set_track_intermediate_updates:
 * @self: options
 * @track: whether to do so
 *
 * Sets whether every update of a record is uploaded on its own; on by default. When it is off, an
 * update takes the place of the one before that was made in the same way and not sent yet.
 *
 * Since: 0.1
 */
void
vmx_write_options_set_track_intermediate_updates (VmxWriteOptions *self, gboolean track)
{
  g_return_if_fail (VMX_IS_WRITE_OPTIONS (self));

  self->tracking.intermediate_updates = track;
}

/**
 * vmx_write_options_get_mark_for_upload:
 * @self: options
 *
 * Says whether the change goes out with the next upload; on by default. When it is off, the
 * change is held back until [method@Vmx.Obj.mark_for_upload] releases it.
 *
 * Returns: %TRUE if so
 *
 * Since: 0.1
 */
gboolean
vmx_write_options_get_mark_for_upload (VmxWriteOptions *self)
{
  g_return_val_if_fail (VMX_IS_WRITE_OPTIONS (self), FALSE);

  return self->tracking.mark_for_upload;
}

/**
 * vmx_write_options_set_mark_for_upload:
 * @self: options
 * @mark_for_upload: whether to do so
 *
 * Sets whether the change goes out with the next upload; on by default. When it is off, the
 * change is held back until [method@Vmx.Obj.mark_for_upload] releases it.
 *
 * Since: 0.1
 */
void
vmx_write_options_set_mark_for_upload (VmxWriteOptions *self, gboolean mark_for_upload)
{
  g_return_if_fail (VMX_IS_WRITE_OPTIONS (self));

  self->tracking.mark_for_upload = mark_for_upload;
}

/**
 * vmx_write_options_get_sync_latest_object_snapshot:
 * @self: options
 *
 * Says whether an update of a record that was created here and not sent yet becomes part of the
 * create, so that one change is uploaded in place of two; off by default.
 *
 * Returns: %TRUE if so
 *
 * Since: 0.1
 */
gboolean
vmx_write_options_get_sync_latest_object_snapshot (VmxWriteOptions *self)
{
  g_return_val_if_fail (VMX_IS_WRITE_OPTIONS (self), FALSE);

  return self->tracking.latest_snapshot;
}

/**
 * vmx_write_options_set_sync_latest_object_snapshot:
 * @self: options
 * @latest: whether to do so
 *
 * Sets whether an update of a record that was created here and not sent yet becomes part of the
 * create, so that one change is uploaded in place of two; off by default.
 *
 * Since: 0.1
 */
void
vmx_write_options_set_sync_latest_object_snapshot (VmxWriteOptions *self, gboolean latest)
{
  g_return_if_fail (VMX_IS_WRITE_OPTIONS (self));

  self->tracking.latest_snapshot = latest;
}
