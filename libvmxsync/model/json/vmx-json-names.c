/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-json-names-private.h"

#include <string.h>

/* Up to here a look at every hash is as fast as a table. */
#define SMALL_OBJECT 32

typedef struct
{
  guint64 hash;
  gsize offset; /* in text */
  gsize length;
} VmxJsonName;

struct _VmxJsonNames
{
  GArray *names; /* (element-type VmxJsonName); those from n_seen on are of an earlier object */
  GString *text;
  guint n_seen;

  guint32 *table; /* positions in names plus one, 0 is free; open addressing */
  gsize table_size;
  guint n_in_table;
};

/* Secret, so that nobody can send names that all share a hash. */
static guint64 secrets[2];

static gpointer
make_secrets (gpointer unused)
{
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    secrets[i] = ((guint64) g_random_int () << 32) | g_random_int () | 1;
  return secrets;
}

VmxJsonNames *
vmx_json_names_new (void)
{
  static GOnce once = G_ONCE_INIT;
  VmxJsonNames *self = g_new0 (VmxJsonNames, 1);

  g_once (&once, make_secrets, NULL);
  self->names = g_array_new (FALSE, FALSE, sizeof (VmxJsonName));
  self->text = g_string_new (NULL);
  return self;
}

void
vmx_json_names_free (VmxJsonNames *self)
{
  g_array_unref (self->names);
  g_string_free (self->text, TRUE);
  g_free (self->table);
  g_free (self);
}

void
vmx_json_names_start (VmxJsonNames *self)
{
  self->n_seen = 0;
}

static inline guint64
mix (guint64 hash, guint64 word)
{
  guint64 sum = hash ^ word;

  return (sum * secrets[0]) ^ (((sum << 32) | (sum >> 32)) * secrets[1]);
}

static guint64
hash_name (const char *name, gsize length)
{
  guint64 hash = length;
  guint64 word;

  for (; length >= sizeof word; name += sizeof word, length -= sizeof word)
    {
      memcpy (&word, name, sizeof word);
      hash = mix (hash, word);
    }
  word = 0;
  memcpy (&word, name, length);
  hash = mix (hash, word);
  return hash ^ (hash >> 32);
}

static inline VmxJsonName *
get_name (VmxJsonNames *self, guint position)
{
  return &g_array_index (self->names, VmxJsonName, position);
}

static inline gboolean
has_text (VmxJsonNames *self, const VmxJsonName *entry, const char *name, gsize length)
{
  return entry->length == length && memcmp (self->text->str + entry->offset, name, length) == 0;
}

/* Forgets what an earlier object had behind the members seen so far. */
static void
forget_rest (VmxJsonNames *self)
{
  g_string_truncate (self->text, get_name (self, self->n_seen)->offset);
  g_array_set_size (self->names, self->n_seen);
  g_clear_pointer (&self->table, g_free);
  self->table_size = 0;
  self->n_in_table = 0;
}

static void
put_in_table (VmxJsonNames *self, guint position)
{
  gsize slot = get_name (self, position)->hash & (self->table_size - 1);

  while (self->table[slot] != 0)
    slot = (slot + 1) & (self->table_size - 1);
  self->table[slot] = position + 1;
}

static void
complete_table (VmxJsonNames *self)
{
  if ((gsize) self->n_seen * 2 >= self->table_size)
    {
      self->table_size = MAX (self->table_size * 2, SMALL_OBJECT * 4);
      while (self->table_size <= (gsize) self->n_seen * 2)
        self->table_size *= 2;
      g_free (self->table);
      self->table = g_new0 (guint32, self->table_size);
      self->n_in_table = 0;
    }
  for (; self->n_in_table < self->n_seen; self->n_in_table++)
    put_in_table (self, self->n_in_table);
}

static gboolean
is_in_table (VmxJsonNames *self, guint64 hash, const char *name, gsize length)
{
  gsize slot = hash & (self->table_size - 1);

  for (; self->table[slot] != 0; slot = (slot + 1) & (self->table_size - 1))
    {
      const VmxJsonName *entry = get_name (self, self->table[slot] - 1);

      if (entry->hash == hash && has_text (self, entry, name, length))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_in_list (VmxJsonNames *self, guint64 hash, const char *name, gsize length)
{
  for (guint i = 0; i < self->n_seen; i++)
    {
      const VmxJsonName *entry = get_name (self, i);

      if (entry->hash == hash && has_text (self, entry, name, length))
        return TRUE;
    }
  return FALSE;
}

/* Kept out of the short way through vmx_json_names_add(). */
static G_GNUC_NO_INLINE gboolean
add_new (VmxJsonNames *self, const char *name, gsize length)
{
  VmxJsonName entry = { hash_name (name, length), 0, length };

  if (self->n_seen < self->names->len)
    forget_rest (self);
  entry.offset = self->text->len;
  if (self->n_seen <= SMALL_OBJECT)
    {
      if (is_in_list (self, entry.hash, name, length))
        return FALSE;
    }
  else
    {
      complete_table (self);
      if (is_in_table (self, entry.hash, name, length))
        return FALSE;
    }
  g_array_append_val (self->names, entry);
  g_string_append_len (self->text, name, (gssize) length);
  self->n_seen++;
  return TRUE;
}

gboolean
vmx_json_names_add (VmxJsonNames *self, const char *name, gsize length)
{
  /* A name that stands here in an earlier object is not one of those before it. */
  if (self->n_seen < self->names->len
      && has_text (self, get_name (self, self->n_seen), name, length))
    {
      self->n_seen++;
      return TRUE;
    }
  return add_new (self, name, length);
}
