/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/read/vmx-record-index-private.h>

#include <libvmxsync/model/value/vmx-value-private.h>

#include <string.h>

#define HASH_START G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)
#define HASH_FACTOR G_GUINT64_CONSTANT (0xff51afd7ed558ccd)

typedef struct
{
  guint64 key_hash;
  guint64 fingerprint;
} Entry;

struct _VmxRecordIndex
{
  gatomicrefcount ref_count;
  VmxReadPlan *plan;
  guint n_keys;
  GArray *entries; /* (element-type Entry) */
  GArray *keys;    /* (element-type VmxValue): n_keys of each record */
  VmxArena *arena; /* what the keys point into */
};

VmxRecordIndex *
vmx_record_index_new (VmxReadPlan *plan)
{
  VmxRecordIndex *self = g_new0 (VmxRecordIndex, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->plan = plan;
  self->n_keys = vmx_object_schema_get_n_key_columns (vmx_read_plan_get_schema (plan));
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->keys = g_array_new (FALSE, FALSE, sizeof (VmxValue));
  self->arena = vmx_arena_new ();
  return self;
}

VmxRecordIndex *
vmx_record_index_ref (VmxRecordIndex *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
vmx_record_index_unref (VmxRecordIndex *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  vmx_read_plan_free (self->plan);
  g_array_unref (self->entries);
  g_array_unref (self->keys);
  vmx_arena_free (self->arena);
  g_free (self);
}

static guint64
hash_word (guint64 hash, guint64 word)
{
  hash = (hash ^ word) * HASH_FACTOR;
  return hash ^ (hash >> 32);
}

static guint64
hash_bytes (guint64 hash, const guint8 *bytes, gsize length)
{
  guint64 word = 0;

  for (; length >= sizeof word; bytes += sizeof word, length -= sizeof word)
    {
      memcpy (&word, bytes, sizeof word);
      hash = hash_word (hash, word);
    }
  word = 0;
  if (length > 0)
    memcpy (&word, bytes, length);
  return hash_word (hash, word);
}

static gboolean
has_bytes (const VmxValue *value)
{
  return value->kind == VMX_VALUE_BLOB || vmx_value_kind_is_text (value->kind);
}

static guint64
hash_value (guint64 hash, const VmxValue *value)
{
  guint64 word = 0;

  hash = hash_word (hash, value->kind);
  if (value->kind <= VMX_VALUE_NULL)
    return hash;
  if (has_bytes (value))
    return hash_bytes (hash_word (hash, value->length), value->bytes, value->length);
  memcpy (&word, &value->int64, sizeof word);
  return hash_word (hash, word);
}

static gboolean
is_same_value (const VmxValue *a, const VmxValue *b)
{
  if (a->kind != b->kind)
    return FALSE;
  if (has_bytes (a))
    return a->length == b->length && memcmp (a->bytes, b->bytes, a->length) == 0;
  return a->kind <= VMX_VALUE_NULL || a->int64 == b->int64;
}

static guint64
get_fingerprint (VmxReadPlan *plan, VmxRecordBatch *batch, guint row)
{
  GArray *projection = vmx_read_plan_get_projection (plan);
  guint n = projection != NULL ? projection->len : vmx_record_batch_get_n_columns (batch);
  guint64 hash = HASH_START;

  for (guint i = 0; i < n; i++)
    {
      guint column = projection != NULL ? g_array_index (projection, guint, i) : i;

      hash = hash_value (hash, vmx_record_batch_peek_value (batch, row, column));
    }
  return hash;
}

void
vmx_record_index_add (VmxRecordIndex *self, VmxRecordBatch *batch, guint row)
{
  VmxObjectSchema *schema = vmx_read_plan_get_schema (self->plan);
  Entry entry = { HASH_START, get_fingerprint (self->plan, batch, row) };

  for (guint i = 0; i < self->n_keys; i++)
    {
      guint column = vmx_object_schema_get_key_column_index (schema, i);
      const VmxValue *value = vmx_record_batch_peek_value (batch, row, column);
      VmxValue key = VMX_VALUE_INIT_NULL;

      vmx_value_set_copy (&key, value, self->arena);
      g_array_append_val (self->keys, key);
      entry.key_hash = hash_value (entry.key_hash, value);
    }
  g_array_append_val (self->entries, entry);
}

static void
add_rows (VmxReadPlan *plan, VmxRecordBatch *batch, GArray *rows, gpointer index)
{
  for (guint i = 0; i < rows->len; i++)
    vmx_record_index_add (index, batch, g_array_index (rows, guint, i));
}

VmxRecordIndex *
vmx_record_index_scan (VmxStore *store, const char *object, VmxReadOptions *options,
                       GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxStorageTxn) txn = vmx_store_begin (store, VMX_TXN_READ, cancellable, error);
  g_autoptr(VmxServiceInfo) service = NULL;
  g_autoptr(VmxRecordIndex) self = NULL;
  VmxObjectSchema *schema = NULL;
  VmxReadPlan *plan;

  if (txn != NULL)
    service = vmx_store_find_object (store, txn, object, &schema, error);
  plan = service != NULL ? vmx_read_plan_new (schema, options, error) : NULL;
  if (plan == NULL)
    return NULL;
  vmx_read_plan_add_keys (plan);
  self = vmx_record_index_new (plan);
  if (!vmx_read_plan_step (plan, txn, add_rows, self, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

VmxReadPlan *
vmx_record_index_get_plan (VmxRecordIndex *self)
{
  return self->plan;
}

guint
vmx_record_index_get_n_records (VmxRecordIndex *self)
{
  return self->entries->len;
}

guint64
vmx_record_index_get_key_hash (VmxRecordIndex *self, guint position)
{
  return g_array_index (self->entries, Entry, position).key_hash;
}

guint64
vmx_record_index_get_fingerprint (VmxRecordIndex *self, guint position)
{
  return g_array_index (self->entries, Entry, position).fingerprint;
}

static const VmxValue *
get_key (VmxRecordIndex *self, guint position, guint part)
{
  return &g_array_index (self->keys, VmxValue, (gsize) position * self->n_keys + part);
}

gboolean
vmx_record_index_is_same (VmxRecordIndex *self, guint position, VmxRecordIndex *other,
                          guint other_position)
{
  if (self->n_keys != other->n_keys
      || vmx_record_index_get_key_hash (self, position)
             != vmx_record_index_get_key_hash (other, other_position))
    return FALSE;
  for (guint i = 0; i < self->n_keys; i++)
    if (!is_same_value (get_key (self, position, i), get_key (other, other_position, i)))
      return FALSE;
  return TRUE;
}

VmxRecordBatch *
vmx_record_index_make_keys (VmxRecordIndex *self, guint position, guint n_records)
{
  VmxObjectSchema *schema = vmx_read_plan_get_schema (self->plan);
  VmxRecordBatch *batch = vmx_record_batch_new (schema);

  for (guint i = 0; i < n_records; i++)
    {
      guint row = vmx_record_batch_add_row (batch);

      for (guint part = 0; part < self->n_keys; part++)
        vmx_record_batch_put_copy (batch, row,
                                   vmx_object_schema_get_key_column_index (schema, part),
                                   get_key (self, position + i, part));
    }
  return batch;
}
