/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/value/vmx-arena-private.h>

#include <string.h>

/* Chunks grow with the arena: many arenas are for one record only. */
#define MIN_CHUNK_SIZE 512
#define MAX_CHUNK_SIZE (32 * 1024)

typedef struct _Chunk Chunk;

struct _Chunk
{
  Chunk *next;
  gsize size;
  char data[] __attribute__ ((aligned (8)));
};

struct _VmxArena
{
  Chunk *chunks; /* the first one is being filled */
  gsize used;
  gsize total;
};

VmxArena *
vmx_arena_new (void)
{
  return g_new0 (VmxArena, 1);
}

void
vmx_arena_free (VmxArena *self)
{
  Chunk *chunk = self->chunks;

  while (chunk != NULL)
    {
      Chunk *next = chunk->next;

      g_free (chunk);
      chunk = next;
    }
  g_free (self);
}

static Chunk *
chunk_new (gsize size)
{
  Chunk *chunk = g_malloc (sizeof (Chunk) + size);

  chunk->next = NULL;
  chunk->size = size;
  return chunk;
}

/* A large block gets a chunk of its own behind the one being filled, so that the rest of that is
 * not lost. */
static gpointer
alloc_large (VmxArena *self, gsize size)
{
  Chunk *chunk = chunk_new (size);

  self->total += size;
  if (self->chunks == NULL)
    {
      self->chunks = chunk;
      self->used = size;
      return chunk->data;
    }
  chunk->next = self->chunks->next;
  self->chunks->next = chunk;
  return chunk->data;
}

static gpointer
alloc_bytes (VmxArena *self, gsize size)
{
  gpointer block;

  if (size > MAX_CHUNK_SIZE / 4)
    return alloc_large (self, size);
  if (self->chunks == NULL || self->used + size > self->chunks->size)
    {
      gsize chunk_size = MAX (size, CLAMP (self->total, MIN_CHUNK_SIZE, MAX_CHUNK_SIZE));
      Chunk *chunk = chunk_new (chunk_size);

      chunk->next = self->chunks;
      self->chunks = chunk;
      self->used = 0;
      self->total += chunk_size;
    }
  block = self->chunks->data + self->used;
  self->used += size;
  return block;
}

gpointer
vmx_arena_alloc (VmxArena *self, gsize size)
{
  self->used = (self->used + 7) & ~(gsize) 7;
  return alloc_bytes (self, size);
}

char *
vmx_arena_copy_text (VmxArena *self, const char *text, gsize length)
{
  char *copy = alloc_bytes (self, length + 1);

  if (length > 0)
    memcpy (copy, text, length);
  copy[length] = '\0';
  return copy;
}

gsize
vmx_arena_get_size (VmxArena *self)
{
  return self->total;
}
