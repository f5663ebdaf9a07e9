/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/options/vmx-criteria-private.h>

#include <libvmxsync/local/options/vmx-option-values-private.h>
#include <libvmxsync/model/record/vmx-record-private.h>

void
vmx_criteria_clear (VmxCriteria *self)
{
  g_clear_object (&self->primary_keys);
  g_clear_object (&self->where_condition);
  g_clear_pointer (&self->where_condition_as_a_string, g_free);
  g_clear_object (&self->like_condition);
  g_clear_pointer (&self->filter, g_free);
}

static VmxRecord *
copy_record (VmxRecord *record)
{
  return record != NULL ? vmx_record_copy (record) : NULL;
}

void
vmx_criteria_copy (VmxCriteria *self, const VmxCriteria *from)
{
  self->primary_keys = copy_record (from->primary_keys);
  self->where_condition = copy_record (from->where_condition);
  self->where_condition_as_a_string = g_strdup (from->where_condition_as_a_string);
  self->like_condition = copy_record (from->like_condition);
  self->filter = g_strdup (from->filter);
}

gboolean
vmx_criteria_parse (VmxCriteria *self, VmxRecord *values, GError **error)
{
  const char *filter = NULL;

  if (!vmx_option_values_get_record (values, "primaryKeys", &self->primary_keys, error)
      || !vmx_option_values_get_record (values, "whereCondition", &self->where_condition, error)
      || !vmx_option_values_get_text (values, "whereConditionAsAString",
                                      &self->where_condition_as_a_string, error)
      || !vmx_option_values_get_record (values, "likeCondition", &self->like_condition, error)
      || !vmx_option_values_get_filter (values, &filter, error))
    return FALSE;
  g_free (self->filter);
  self->filter = g_strdup (filter);
  return TRUE;
}

gboolean
vmx_criteria_is_empty (const VmxCriteria *self)
{
  return self->primary_keys == NULL && self->where_condition == NULL
         && self->where_condition_as_a_string == NULL && self->like_condition == NULL
         && self->filter == NULL;
}
