/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The small steps from one list of records to another. */
#include <libvmxsync/local/read/vmx-record-index-private.h>

#include <string.h>

/* Each step costs whoever shows the list some work; with more of them, it is cheaper to let steps
 * run together over records that did not change. */
#define MAX_STEPS 1000

#define NOWHERE G_MAXUINT

/* Where the records of a list are, by key. */
typedef struct
{
  VmxRecordIndex *index;
  guint *places; /* NOWHERE or a position */
  gsize mask;
} PlaceTable;

typedef struct
{
  VmxRecordIndex *before;
  VmxRecordIndex *after;
  guint first;      /* so many are alike in front */
  guint before_end; /* from here on the two are alike */
  guint after_end;
  guint *sources;   /* of the records of after from first: their positions in before */
} Diff;

static PlaceTable *
place_table_new (VmxRecordIndex *index, guint first, guint end)
{
  PlaceTable *self = g_new0 (PlaceTable, 1);
  gsize size = 16;

  while (size < 2 * (gsize) (end - first))
    size *= 2;
  self->index = index;
  self->mask = size - 1;
  self->places = g_new (guint, size);
  memset (self->places, 0xff, size * sizeof (guint));
  for (guint position = first; position < end; position++)
    {
      gsize slot = vmx_record_index_get_key_hash (index, position) & self->mask;

      while (self->places[slot] != NOWHERE)
        slot = (slot + 1) & self->mask;
      self->places[slot] = position;
    }
  return self;
}

static void
place_table_free (PlaceTable *self)
{
  g_free (self->places);
  g_free (self);
}

static guint
place_table_find (PlaceTable *self, VmxRecordIndex *other, guint position)
{
  gsize slot = vmx_record_index_get_key_hash (other, position) & self->mask;

  for (; self->places[slot] != NOWHERE; slot = (slot + 1) & self->mask)
    if (vmx_record_index_is_same (self->index, self->places[slot], other, position))
      break;
  return self->places[slot];
}

/* Where values[position] would lengthen the best of the rising rows; tails are their ends. */
static guint
find_tail (const guint *values, const guint *tails, guint n_tails, guint value)
{
  guint low = 0;
  guint high = n_tails;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (values[tails[middle]] < value)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Leaves a longest row of rising positions, whose records need not move; the others go NOWHERE. */
static void
keep_longest_rise (guint *values, guint n)
{
  g_autofree guint *tails = g_new (guint, n);
  g_autofree guint *previous = g_new (guint, n);
  guint n_tails = 0;
  guint kept;

  for (guint i = 0; i < n; i++)
    {
      guint place;

      if (values[i] == NOWHERE)
        continue;
      place = find_tail (values, tails, n_tails, values[i]);
      previous[i] = place > 0 ? tails[place - 1] : NOWHERE;
      tails[place] = i;
      n_tails = MAX (n_tails, place + 1);
    }
  kept = n_tails > 0 ? tails[n_tails - 1] : NOWHERE;
  for (guint i = n; i-- > 0;)
    {
      if (i == kept)
        kept = previous[i];
      else
        values[i] = NOWHERE;
    }
}

static void
skip_ends (Diff *self)
{
  guint n_before = vmx_record_index_get_n_records (self->before);
  guint n_after = vmx_record_index_get_n_records (self->after);
  guint shorter = MIN (n_before, n_after);
  guint last = 0;

  while (self->first < shorter
         && vmx_record_index_is_same (self->before, self->first, self->after, self->first))
    self->first++;
  while (last < shorter - self->first
         && vmx_record_index_is_same (self->before, n_before - 1 - last, self->after,
                                      n_after - 1 - last))
    last++;
  self->before_end = n_before - last;
  self->after_end = n_after - last;
}

static void
find_sources (Diff *self)
{
  guint n = self->after_end - self->first;
  PlaceTable *table = place_table_new (self->before, self->first, self->before_end);

  self->sources = g_new (guint, n);
  for (guint i = 0; i < n; i++)
    self->sources[i] = place_table_find (table, self->after, self->first + i);
  place_table_free (table);
  keep_longest_rise (self->sources, n);
}

/* The position in before of a record that stays, or NOWHERE. */
static guint
get_source (Diff *self, guint position)
{
  if (position < self->first)
    return position;
  if (position >= self->after_end)
    return position - self->after_end + self->before_end;
  return self->sources[position - self->first];
}

static void
add_step (GArray *steps, guint position, guint removed, guint added)
{
  VmxListStep *last = steps->len > 0 ? &g_array_index (steps, VmxListStep, steps->len - 1) : NULL;
  VmxListStep step = { position, removed, added };

  if (removed == 0 && added == 0)
    return;
  if (last != NULL && last->position + last->added == position)
    {
      last->removed += removed;
      last->added += added;
    }
  else
    g_array_append_val (steps, step);
}

static GArray *
make_steps (Diff *self)
{
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (VmxListStep));
  guint n_before = vmx_record_index_get_n_records (self->before);
  guint n_after = vmx_record_index_get_n_records (self->after);
  guint source = 0; /* all before it is dealt with */
  guint start = 0;  /* of those that came in since the last one that stayed */

  for (guint position = 0; position < n_after; position++)
    {
      guint found = get_source (self, position);

      if (found == NOWHERE)
        continue;
      add_step (steps, start, found - source, position - start);
      if (vmx_record_index_get_fingerprint (self->before, found)
          != vmx_record_index_get_fingerprint (self->after, position))
        add_step (steps, position, 1, 1);
      source = found + 1;
      start = position + 1;
    }
  add_step (steps, start, n_before - source, n_after - start);
  return steps;
}

static void
join_steps (GArray *steps, guint gap)
{
  guint n = 0;

  for (guint i = 1; i < steps->len; i++)
    {
      VmxListStep *last = &g_array_index (steps, VmxListStep, n);
      VmxListStep *step = &g_array_index (steps, VmxListStep, i);
      guint between = step->position - (last->position + last->added);

      if (between <= gap)
        {
          last->removed += between + step->removed;
          last->added += between + step->added;
        }
      else
        g_array_index (steps, VmxListStep, ++n) = *step;
    }
  g_array_set_size (steps, n + 1);
}

GArray *
vmx_record_index_diff (VmxRecordIndex *before, VmxRecordIndex *after)
{
  Diff diff = { .before = before, .after = after };
  GArray *steps;

  if (before == NULL)
    {
      steps = g_array_new (FALSE, FALSE, sizeof (VmxListStep));
      add_step (steps, 0, 0, vmx_record_index_get_n_records (after));
      return steps;
    }
  skip_ends (&diff);
  find_sources (&diff);
  steps = make_steps (&diff);
  for (guint gap = 1; steps->len > MAX_STEPS; gap *= 2)
    join_steps (steps, gap);
  g_free (diff.sources);
  return steps;
}
