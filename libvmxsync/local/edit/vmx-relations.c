/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/edit/vmx-relations-private.h>

#include <libvmxsync/model/query/vmx-query.h>

#include <string.h>

static void
relation_free (VmxRelation *self)
{
  g_object_unref (self->child);
  g_object_unref (self->parent);
  g_array_unref (self->child_columns);
  g_array_unref (self->parent_columns);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxRelation, relation_free)

static gboolean
add_pair (VmxRelation *self, const char *child_name, const char *parent_name)
{
  int child = vmx_object_schema_get_column_index (self->child, child_name);
  int parent = vmx_object_schema_get_column_index (self->parent, parent_name);

  if (child < 0 || parent < 0)
    return FALSE;
  g_array_append_val (self->child_columns, child);
  g_array_append_val (self->parent_columns, parent);
  return TRUE;
}

/* NULL when an end is not kept, so that nothing can be said of it. */
static VmxRelation *
relation_new (VmxServiceSchema *schema, VmxObjectSchema *object, VmxRelationship *relationship)
{
  VmxObjectSchema *target
      = vmx_service_schema_find_object (schema, vmx_relationship_get_target (relationship));
  gboolean is_child
      = vmx_relationship_get_relationship_type (relationship) == VMX_RELATIONSHIP_MANY_TO_ONE;
  g_autoptr(VmxRelation) self = NULL;

  if (target == NULL || vmx_relationship_get_n_columns (relationship) == 0)
    return NULL;
  self = g_new0 (VmxRelation, 1);
  self->child = g_object_ref (is_child ? object : target);
  self->parent = g_object_ref (is_child ? target : object);
  self->child_columns = g_array_new (FALSE, FALSE, sizeof (guint));
  self->parent_columns = g_array_new (FALSE, FALSE, sizeof (guint));
  self->cascade = vmx_relationship_get_cascade (relationship);
  for (guint i = 0; i < vmx_relationship_get_n_columns (relationship); i++)
    {
      const char *source = vmx_relationship_get_source_column (relationship, i);
      const char *target_column = vmx_relationship_get_target_column (relationship, i);

      if (!add_pair (self, is_child ? source : target_column, is_child ? target_column : source))
        return NULL;
    }
  return g_steal_pointer (&self);
}

static gboolean
has_pair (const VmxRelation *self, guint child, guint parent)
{
  for (guint i = 0; i < self->child_columns->len; i++)
    if (g_array_index (self->child_columns, guint, i) == child
        && g_array_index (self->parent_columns, guint, i) == parent)
      return TRUE;
  return FALSE;
}

static gboolean
is_same (const VmxRelation *a, const VmxRelation *b)
{
  if (a->child != b->child || a->parent != b->parent
      || a->child_columns->len != b->child_columns->len)
    return FALSE;
  for (guint i = 0; i < a->child_columns->len; i++)
    if (!has_pair (b, g_array_index (a->child_columns, guint, i),
                   g_array_index (a->parent_columns, guint, i)))
      return FALSE;
  return TRUE;
}

/* Both ends may describe it; either may know that deletions cascade. */
static void
take_relation (GPtrArray *relations, VmxRelation *relation)
{
  for (guint i = 0; i < relations->len; i++)
    {
      VmxRelation *known = relations->pdata[i];

      if (!is_same (known, relation))
        continue;
      known->cascade = known->cascade || relation->cascade;
      relation_free (relation);
      return;
    }
  g_ptr_array_add (relations, relation);
}

GPtrArray *
vmx_relations_new (VmxServiceSchema *schema)
{
  GPtrArray *relations = g_ptr_array_new_with_free_func ((GDestroyNotify) relation_free);

  for (guint i = 0; i < vmx_service_schema_get_n_objects (schema); i++)
    {
      VmxObjectSchema *object = vmx_service_schema_get_object (schema, i);

      for (guint j = 0; j < vmx_object_schema_get_n_relationships (object); j++)
        {
          VmxRelation *relation
              = relation_new (schema, object, vmx_object_schema_get_relationship (object, j));

          if (relation != NULL)
            take_relation (relations, relation);
        }
    }
  return relations;
}

char *
vmx_relation_join_values (VmxRecordBatch *batch, guint row, GArray *columns)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < columns->len; i++)
    {
      const VmxValue *value
          = vmx_record_batch_peek_value (batch, row, g_array_index (columns, guint, i));
      g_autofree char *part = NULL;

      if (vmx_value_is_null (value))
        return NULL;
      part = vmx_value_to_string (value);
      g_string_append_printf (text, "%" G_GSIZE_FORMAT ":%s", strlen (part), part);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
vmx_relation_describe (const VmxRelation *self, VmxRecordBatch *child, guint row)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->child_columns->len; i++)
    {
      guint column = g_array_index (self->child_columns, guint, i);
      g_autofree char *value
          = vmx_value_to_string (vmx_record_batch_peek_value (child, row, column));

      g_string_append_printf (
          text, "%s%s = %s", i > 0 ? ", " : "",
          vmx_column_get_name (vmx_object_schema_get_column (self->child, column)),
          value != NULL ? value : "null");
    }
  return g_string_free (text, FALSE);
}

/* column = value for each pair; NULL when a value is null, or cannot be in the column. */
static VmxQuery *
make_match (VmxObjectSchema *schema, GArray *columns, VmxRecordBatch *values, guint row,
            GArray *value_columns)
{
  g_autoptr(VmxRecordBatch) converted = vmx_record_batch_new (schema);
  g_autoptr(VmxQuery) condition = NULL;

  vmx_record_batch_add_row (converted);
  for (guint i = 0; i < columns->len; i++)
    {
      guint column = g_array_index (columns, guint, i);
      const VmxValue *value
          = vmx_record_batch_peek_value (values, row, g_array_index (value_columns, guint, i));
      g_autoptr(VmxQuery) left = vmx_query_new_column (schema, column);
      g_autoptr(VmxQuery) right = NULL;
      g_autoptr(VmxQuery) equal = NULL;
      g_autoptr(VmxQuery) before = g_steal_pointer (&condition);

      if (vmx_value_is_null (value)
          || !vmx_record_batch_set_value (converted, 0, column, value, NULL))
        return NULL;
      right = vmx_query_new_literal (vmx_record_batch_peek_value (converted, 0, column));
      equal = vmx_query_new_comparison (VMX_QUERY_EQ, VMX_QUERY_NULLS_SQL, left, right);
      condition = before != NULL ? vmx_query_new_and (before, equal) : g_steal_pointer (&equal);
    }
  return g_steal_pointer (&condition);
}

static gboolean
names_parent (const VmxRelation *self, VmxRecordBatch *child, guint row)
{
  for (guint i = 0; i < self->child_columns->len; i++)
    if (vmx_value_is_null (vmx_record_batch_peek_value (
            child, row, g_array_index (self->child_columns, guint, i))))
      return FALSE;
  return TRUE;
}

gboolean
vmx_relation_has_parent (const VmxRelation *self, VmxStorageTxn *txn, VmxRecordBatch *child,
                         guint row, gboolean *has_parent, GError **error)
{
  g_autoptr(VmxSelection) selection = NULL;
  g_autoptr(VmxQuery) match = NULL;
  gint64 n_parents;

  *has_parent = TRUE;
  if (!names_parent (self, child, row))
    return TRUE;
  match = make_match (self->parent, self->parent_columns, child, row, self->child_columns);
  if (match == NULL)
    {
      *has_parent = FALSE;
      return TRUE;
    }
  selection = vmx_selection_new (self->parent);
  vmx_selection_set_query (selection, match);
  n_parents = vmx_storage_txn_count (txn, selection, error);
  *has_parent = n_parents > 0;
  return n_parents >= 0;
}

VmxRecordBatch *
vmx_relation_select_children (const VmxRelation *self, VmxStorageTxn *txn, VmxRecordBatch *parent,
                              guint row, gint64 limit, GError **error)
{
  g_autoptr(VmxQuery) match
      = make_match (self->child, self->child_columns, parent, row, self->parent_columns);
  g_autoptr(VmxSelection) selection = NULL;
  g_autoptr(VmxStorageCursor) cursor = NULL;

  if (match == NULL)
    return vmx_record_batch_new (self->child);
  selection = vmx_selection_new (self->child);
  vmx_selection_set_query (selection, match);
  vmx_selection_set_with_etags (selection, TRUE);
  vmx_selection_set_limit (selection, limit);
  cursor = vmx_storage_txn_select (txn, selection, error);
  return cursor != NULL ? vmx_storage_cursor_next (cursor, G_MAXUINT, NULL, error) : NULL;
}
