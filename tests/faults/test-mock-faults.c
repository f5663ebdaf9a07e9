/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One upload to the mock service, disturbed in every way at every request and at every change:
 * nothing is lost and nothing doubled. How to run all cases or one is in CONTRIBUTING.md. */
#include "mock-case.h"
#include "mock-trouble.h"

#include "fixture.h"

#include <stdlib.h>

/* With a store on the disk every case waits for it: there only each seventh is tried. */
#define DISK_STRIDE 7
/* Of services: whether they know requests again, etags, what they answer. */
#define N_VARIANTS 20

/* Each trouble meets one variant, the next trouble the next one; "all" makes it meet all. */
static gboolean tries_all = FALSE;
/* Only this trouble and variant, if not negative. */
static int only_trouble = -1;
static int only_variant = -1;

static MockCaseOptions
make_options (gboolean batches, guint variant)
{
  static const char *const answers[] = { "whole", "partial", "partial", "key", "none" };
  guint n = variant % G_N_ELEMENTS (answers);

  return (MockCaseOptions){ .batches = batches,
                            .repeats = variant / 5 % 2 == 1,
                            .etags = variant / 10 % 2 == 0,
                            .answers = answers[n],
                            .fills = n == 2 };
}

static void
run_case (gboolean batches, guint number, const MockTrouble *trouble, guint variant)
{
  const MockCaseOptions options = make_options (batches, variant);
  g_auto(MockCase) self = { 0 };

  if (trouble->for_repeats && !options.repeats)
    return;
  g_test_message ("%u %u: repeats %d, etags %d, answers %s, fills %d; %s", number, variant,
                  options.repeats, options.etags, options.answers, options.fills,
                  trouble->faults);
  mock_case_init (&self, &options);
  mock_case_set_faults (&self, trouble->faults);
  case_settle (self.client);
  mock_case_check (&self, trouble->waits);
}

/* The same upload undisturbed; also what it consists of. */
static GPtrArray *
list_troubles (gboolean batches)
{
  guint stride = fixture_uses_sqlite () && !tries_all ? DISK_STRIDE : 1;
  guint n_changes[REFERENCE_N_OBJECTS];

  for (guint variant = 0; variant < N_VARIANTS; variant += stride)
    {
      const MockCaseOptions options = make_options (batches, variant);
      g_auto(MockCase) self = { 0 };

      mock_case_init (&self, &options);
      for (guint n = 0; n < REFERENCE_N_OBJECTS; n++)
        n_changes[n] = mock_case_count_changes (&self, n);
      g_assert_true (case_upload (self.client));
      case_settle (self.client);
      mock_case_check (&self, VERDICT_NOTHING);
    }
  return mock_trouble_list (n_changes, batches ? CASE_BATCH_SIZE : 1);
}

static gboolean
is_wanted (guint trouble, guint variant)
{
  if (only_trouble >= 0)
    return (int) trouble == only_trouble && (int) variant == only_variant;
  if (fixture_uses_sqlite () && !tries_all && trouble % DISK_STRIDE != 0)
    return FALSE;
  return tries_all || variant == trouble % N_VARIANTS;
}

static void
test_troubles (gconstpointer data)
{
  gboolean batches = GPOINTER_TO_INT (data);
  g_autoptr(GPtrArray) troubles = list_troubles (batches);

  for (guint i = 0; i < troubles->len; i++)
    for (guint n = 0; n < N_VARIANTS; n++)
      if (is_wanted (i, n))
        run_case (batches, i, troubles->pdata[i], n);
}

/* The arguments are "all", or the number of a trouble and that of a variant. */
int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  if (argc == 3)
    {
      only_trouble = atoi (argv[1]);
      only_variant = atoi (argv[2]);
    }
  tries_all = argc == 2 && g_str_equal (argv[1], "all");
  g_test_add_data_func ("/mock-faults/batches", GINT_TO_POINTER (TRUE), test_troubles);
  g_test_add_data_func ("/mock-faults/single", GINT_TO_POINTER (FALSE), test_troubles);
  return g_test_run ();
}
