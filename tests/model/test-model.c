/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Random sequences of all edits against a plain model; how to replay one is in CONTRIBUTING.md. */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "player.h"

static guint32 first_seed = 1;
static guint n_sequences = 100;

/* A crash has to name its sequence, too. */
static char current[256];

static void
on_crash (int number)
{
  if (write (STDERR_FILENO, current, strlen (current)) < 0)
    _exit (1);
  signal (number, SIG_DFL);
}

static void
set_current (guint32 seed)
{
  g_snprintf (current, sizeof current,
              "replay with: VMX_MODEL_SEED=%u VMX_MODEL_SEQUENCES=1 ./dev test -v model-%s\n", seed,
              g_getenv ("VMX_USE_STORAGE"));
}

static void
report (GArray *steps)
{
  g_autoptr(GArray) left = player_shrink (steps);
  g_autofree char *difference = player_play (left);

  for (guint i = 0; i < left->len; i++)
    {
      g_autofree char *text = step_to_string (&g_array_index (left, Step, i));

      g_printerr ("  %u. %s\n", i + 1, text);
    }
  g_printerr ("%s\n%s", difference, current);
}

static void
test_sequences (void)
{
  for (guint i = 0; i < n_sequences; i++)
    {
      g_autoptr(GArray) steps = step_make_sequence (first_seed + i);
      g_autofree char *difference = NULL;

      set_current (first_seed + i);
      difference = player_play (steps);
      if (difference == NULL)
        continue;
      g_printerr ("sequence %u fails: %s\n", first_seed + i, difference);
      report (steps);
      g_test_fail ();
      return;
    }
}

static guint
get_number (const char *variable, guint otherwise)
{
  const char *text = g_getenv (variable);
  guint64 number;

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, &number, NULL)
             ? (guint) number
             : otherwise;
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
  first_seed = get_number ("VMX_MODEL_SEED", first_seed);
  n_sequences = get_number ("VMX_MODEL_SEQUENCES", n_sequences);
  signal (SIGABRT, on_crash);
  signal (SIGSEGV, on_crash);
  g_test_add_func ("/model/sequences", test_sequences);
  return g_test_run ();
}
