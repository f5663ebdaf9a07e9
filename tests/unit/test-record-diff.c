/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/read/vmx-record-index-private.h>

#include "test-plugin-double.h"
#include "vmx-test.h"

#define N_RECORDS 1000

/* A record of a list as the test sees it. */
typedef struct
{
  gint64 id;
  gint64 shown;
} Item;

static VmxObjectSchema *schema;

static GArray *
new_items (void)
{
  return g_array_new (FALSE, FALSE, sizeof (Item));
}

static GArray *
count_up (guint n)
{
  GArray *items = new_items ();

  for (guint i = 0; i < n; i++)
    {
      Item item = { i, i };

      g_array_append_val (items, item);
    }
  return items;
}

static GArray *
copy_items (GArray *items)
{
  return g_array_append_vals (new_items (), items->data, items->len);
}

static Item *
get_item (GArray *items, guint position)
{
  g_assert_cmpuint (position, <, items->len);
  return &g_array_index (items, Item, position);
}

static VmxRecordIndex *
make_index (GArray *items)
{
  g_autoptr(GError) error = NULL;
  VmxReadPlan *plan = vmx_read_plan_new (schema, NULL, &error);
  VmxRecordIndex *index;
  g_autoptr(VmxRecordBatch) batch = vmx_record_batch_new (schema);

  g_assert_no_error (error);
  index = vmx_record_index_new (plan);
  for (guint i = 0; i < items->len; i++)
    {
      guint row = vmx_record_batch_add_row (batch);

      vmx_record_batch_put_int64 (batch, row, 0, get_item (items, i)->id);
      vmx_record_batch_put_int64 (batch, row, 1, get_item (items, i)->shown);
      vmx_record_index_add (index, batch, row);
    }
  return index;
}

/* Does each step with what after has at its place, and looks at all that the model promises. */
static void
replay (GArray *steps, GArray *before, GArray *after)
{
  g_autoptr(GArray) list = copy_items (before);
  guint end = 0;

  for (guint i = 0; i < steps->len; i++)
    {
      VmxListStep *step = &g_array_index (steps, VmxListStep, i);

      g_assert_cmpuint (step->removed + step->added, >, 0);
      g_assert_cmpuint (step->position, >=, end + (i > 0 ? 1 : 0));
      g_assert_cmpuint (step->position + step->removed, <=, list->len);
      g_assert_cmpuint (step->position + step->added, <=, after->len);
      if (step->removed > 0)
        g_array_remove_range (list, step->position, step->removed);
      if (step->added > 0)
        g_array_insert_vals (list, step->position, get_item (after, step->position), step->added);
      end = step->position + step->added;
      g_assert_cmpmem (list->data, end * sizeof (Item), after->data, end * sizeof (Item));
    }
  g_assert_cmpmem (list->data, list->len * sizeof (Item), after->data,
                   after->len * sizeof (Item));
}

static GArray *
diff (GArray *before, GArray *after)
{
  g_autoptr(VmxRecordIndex) left = make_index (before);
  g_autoptr(VmxRecordIndex) right = make_index (after);
  GArray *steps = vmx_record_index_diff (left, right);

  replay (steps, before, after);
  return steps;
}

static void
assert_step (GArray *steps, guint i, guint position, guint removed, guint added)
{
  VmxListStep *step = &g_array_index (steps, VmxListStep, i);

  g_assert_cmpuint (i, <, steps->len);
  g_assert_cmpuint (step->position, ==, position);
  g_assert_cmpuint (step->removed, ==, removed);
  g_assert_cmpuint (step->added, ==, added);
}

static void
test_single (gconstpointer data)
{
  guint position = GPOINTER_TO_UINT (data);
  g_autoptr(GArray) before = count_up (N_RECORDS);
  g_autoptr(GArray) inserted = copy_items (before);
  g_autoptr(GArray) deleted = copy_items (before);
  g_autoptr(GArray) changed = copy_items (before);
  g_autoptr(GArray) steps = NULL;
  Item item = { -1, 0 };

  g_array_insert_val (inserted, position, item);
  steps = diff (before, inserted);
  g_assert_cmpuint (steps->len, ==, 1);
  assert_step (steps, 0, position, 0, 1);
  g_array_unref (steps);

  g_array_remove_index (deleted, position);
  steps = diff (before, deleted);
  g_assert_cmpuint (steps->len, ==, 1);
  assert_step (steps, 0, position, 1, 0);
  g_array_unref (steps);

  get_item (changed, position)->shown = -1;
  steps = diff (before, changed);
  g_assert_cmpuint (steps->len, ==, 1);
  assert_step (steps, 0, position, 1, 1);
}

static void
test_move (void)
{
  g_autoptr(GArray) low = count_up (N_RECORDS);
  g_autoptr(GArray) high = copy_items (low);
  g_autoptr(GArray) steps = NULL;
  Item item = *get_item (low, 100);

  g_array_remove_index (high, 100);
  g_array_insert_val (high, 700, item);
  steps = diff (low, high);
  g_assert_cmpuint (steps->len, ==, 2);
  assert_step (steps, 0, 100, 1, 0);
  assert_step (steps, 1, 700, 0, 1);
  g_array_unref (steps);

  steps = diff (high, low);
  g_assert_cmpuint (steps->len, ==, 2);
  assert_step (steps, 0, 100, 0, 1);
  assert_step (steps, 1, 701, 1, 0);
}

static void
test_whole (void)
{
  g_autoptr(GArray) nothing = new_items ();
  g_autoptr(GArray) all = count_up (N_RECORDS);
  g_autoptr(VmxRecordIndex) index = make_index (all);
  g_autoptr(GArray) steps = vmx_record_index_diff (NULL, index);

  g_assert_cmpuint (steps->len, ==, 1);
  assert_step (steps, 0, 0, 0, N_RECORDS);
  g_array_unref (steps);
  steps = diff (all, all);
  g_assert_cmpuint (steps->len, ==, 0);
  g_array_unref (steps);
  steps = diff (all, nothing);
  g_assert_cmpuint (steps->len, ==, 1);
  assert_step (steps, 0, 0, N_RECORDS, 0);
  g_array_unref (steps);
  steps = diff (nothing, all);
  assert_step (steps, 0, 0, 0, N_RECORDS);
  g_array_unref (steps);
  steps = diff (nothing, nothing);
  g_assert_cmpuint (steps->len, ==, 0);
}

/* What changed side by side is told at once. */
static void
test_neighbours (void)
{
  g_autoptr(GArray) before = count_up (N_RECORDS);
  g_autoptr(GArray) after = copy_items (before);
  g_autoptr(GArray) steps = NULL;
  Item item = { -1, 0 };

  get_item (after, 10)->shown = -1;
  get_item (after, 11)->shown = -1;
  g_array_remove_index (after, 12);
  g_array_insert_val (after, 12, item);
  g_array_insert_val (after, 12, item);
  get_item (after, 12)->id = -2;
  get_item (after, 20)->shown = -1;
  steps = diff (before, after);
  g_assert_cmpuint (steps->len, ==, 2);
  assert_step (steps, 0, 10, 3, 4);
  assert_step (steps, 1, 20, 1, 1);
}

static void
test_many_steps (void)
{
  g_autoptr(GArray) before = count_up (20 * N_RECORDS);
  g_autoptr(GArray) after = copy_items (before);
  g_autoptr(GArray) steps = NULL;

  for (guint i = 0; i < after->len / 2; i += 2)
    get_item (after, i)->shown = -1;
  get_item (after, after->len - 1)->shown = -1;
  steps = diff (before, after);
  g_assert_cmpuint (steps->len, ==, 2);
  assert_step (steps, 1, after->len - 1, 1, 1);
}

static GArray *
make_random (guint n_ids, gboolean changes)
{
  GArray *items = new_items ();

  for (guint id = 0; id < n_ids; id++)
    {
      Item item = { id, changes ? g_test_rand_int_range (0, 2) : 0 };

      if (g_test_rand_bit ())
        g_array_insert_val (items, (guint) g_test_rand_int_range (0, (gint) items->len + 1), item);
    }
  return items;
}

static int
find_id (GArray *items, gint64 id)
{
  for (guint i = 0; i < items->len; i++)
    if (get_item (items, i)->id == id)
      return (int) i;
  return -1;
}

/* How many records can stay, by looking at every pair. */
static guint
count_kept (GArray *before, GArray *after)
{
  guint kept[32] = { 0 };
  guint most = 0;

  for (guint i = 0; i < after->len; i++)
    {
      int place = find_id (before, get_item (after, i)->id);

      if (place < 0)
        continue;
      kept[i] = 1;
      for (guint j = 0; j < i; j++)
        if (kept[j] > 0 && find_id (before, get_item (after, j)->id) < place)
          kept[i] = MAX (kept[i], kept[j] + 1);
      most = MAX (most, kept[i]);
    }
  return most;
}

static void
test_random (void)
{
  for (guint i = 0; i < 20000; i++)
    {
      guint n_ids = (guint) g_test_rand_int_range (0, 24);
      g_autoptr(GArray) before = make_random (n_ids, TRUE);
      g_autoptr(GArray) after = make_random (n_ids, TRUE);
      g_autoptr(GArray) steps = diff (before, after);
    }
}

static void
test_least (void)
{
  for (guint i = 0; i < 5000; i++)
    {
      guint n_ids = (guint) g_test_rand_int_range (0, 24);
      g_autoptr(GArray) before = make_random (n_ids, FALSE);
      g_autoptr(GArray) after = make_random (n_ids, FALSE);
      g_autoptr(GArray) steps = diff (before, after);
      guint removed = 0;

      for (guint j = 0; j < steps->len; j++)
        removed += g_array_index (steps, VmxListStep, j).removed;
      g_assert_cmpuint (before->len - removed, ==, count_kept (before, after));
    }
}

int
main (int argc, char **argv)
{
  int result;

  vmx_test_init (&argc, &argv);
  schema = test_double_make_schema ("Item", "shown", VMX_COLUMN_INT64);
  g_test_add_data_func ("/record-diff/single/first", GUINT_TO_POINTER (0), test_single);
  g_test_add_data_func ("/record-diff/single/middle", GUINT_TO_POINTER (500), test_single);
  g_test_add_data_func ("/record-diff/single/last", GUINT_TO_POINTER (N_RECORDS - 1), test_single);
  g_test_add_func ("/record-diff/move", test_move);
  g_test_add_func ("/record-diff/whole", test_whole);
  g_test_add_func ("/record-diff/neighbours", test_neighbours);
  g_test_add_func ("/record-diff/many-steps", test_many_steps);
  g_test_add_func ("/record-diff/random", test_random);
  g_test_add_func ("/record-diff/least", test_least);
  result = g_test_run ();
  g_object_unref (schema);
  return result;
}
