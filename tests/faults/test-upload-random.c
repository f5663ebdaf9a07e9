/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Random edits, here and elsewhere, random syncs and random faults: nothing is lost and nothing
 * doubled. How to replay a sequence is in CONTRIBUTING.md. */
#include "world.h"

static guint32 first_seed = 1;
static guint n_sequences = 300;

static void
play (guint32 seed)
{
  g_autoptr(World) world = world_new (seed);
  int n_steps = 10 + world_choose (world, 30);

  for (int i = 0; i < n_steps; i++)
    world_step (world);
  world_settle (world);
  world_check (world);
}

static void
test_sequences (void)
{
  for (guint i = 0; i < n_sequences; i++)
    {
      g_test_message ("replay with: upload-random %u 1", first_seed + i);
      play (first_seed + i);
    }
}

/* The arguments are the first seed and the number of sequences. */
int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  if (argc == 3)
    {
      first_seed = (guint32) g_ascii_strtoull (argv[1], NULL, 10);
      n_sequences = (guint) g_ascii_strtoull (argv[2], NULL, 10);
    }
  g_test_add_func ("/upload-random/sequences", test_sequences);
  return g_test_run ();
}
