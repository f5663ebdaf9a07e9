/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli-progress.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli-args.h"
#include "cli-output.h"
#include "cli-table.h"

#define DEFAULT_WIDTH 80
#define MAX_BAR 50
#define MIN_BAR 8

typedef enum
{
  KIND_BAR,
  KIND_JSON,
  KIND_NONE,
} ProgressKind;

struct _CliProgress
{
  ProgressKind kind;
  VmxObj *object; /* (nullable): the one that is followed */
  gulong handler;
  guint position;
  guint n_objects;
  gboolean is_shown;
};

CliProgress *
cli_progress_new (const char *kind, GError **error)
{
  static const char *const names[] = { "bar", "json", "none", NULL };
  CliProgress *self;
  guint found = isatty (STDERR_FILENO) ? KIND_BAR : KIND_NONE;

  if (kind != NULL)
    for (found = 0; names[found] != NULL && !g_str_equal (kind, names[found]);)
      found++;
  if (found > KIND_NONE)
    {
      cli_set_usage_error (error, "option --progress: expected bar, json or none, not “%s”", kind);
      return NULL;
    }
  self = g_new0 (CliProgress, 1);
  self->kind = (ProgressKind) found;
  return self;
}

static void
forget_object (CliProgress *self)
{
  if (self->object != NULL)
    g_signal_handler_disconnect (self->object, self->handler);
  g_clear_object (&self->object);
}

void
cli_progress_clear (CliProgress *self)
{
  if (self->is_shown)
    fputs ("\r\033[K", stderr);
  self->is_shown = FALSE;
}

void
cli_progress_free (CliProgress *self)
{
  cli_progress_clear (self);
  forget_object (self);
  g_free (self);
}

static guint
get_width (void)
{
  struct winsize size;

  if (ioctl (STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  return DEFAULT_WIDTH;
}

static void
describe_upload (GString *text, VmxSyncProgress *event)
{
  guint64 done = vmx_sync_progress_get_total_uploaded_records (event);

  g_string_append_printf (text, "Uploading %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT, done,
                          done + vmx_sync_progress_get_total_records_to_upload (event));
}

static void
describe_download (GString *text, VmxSyncProgress *event)
{
  guint64 done = vmx_sync_progress_get_total_downloaded_records (event);
  gint64 expected = vmx_sync_progress_get_expected_records (event);

  if (vmx_sync_progress_get_fraction (event) >= 0)
    g_string_append_printf (text, "%3d %%  ", (int) (vmx_sync_progress_get_fraction (event) * 100));
  g_string_append_printf (text, "%" G_GUINT64_FORMAT, done);
  if (expected >= 0)
    g_string_append_printf (text, " of %" G_GINT64_FORMAT, expected);
  g_string_append (text, " records");
}

static char *
describe (VmxSyncProgress *event)
{
  double seconds = (double) vmx_sync_progress_get_elapsed_time (event) / 1000;
  g_autoptr(GString) text = g_string_new (NULL);

  if (vmx_sync_progress_get_phase (event) == VMX_SYNC_PHASE_UPLOAD)
    describe_upload (text, event);
  else
    describe_download (text, event);
  g_string_append_printf (text, "  %.1f s", seconds);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
draw_bar (guint width, double fraction)
{
  const char *full = cli_has_utf8 () ? "█" : "#";
  const char *empty = cli_has_utf8 () ? "░" : "-";
  guint done = (guint) (CLAMP (fraction, 0, 1) * width);
  g_autoptr(GString) bar = g_string_new (NULL);

  for (guint i = 0; i < width; i++)
    g_string_append (bar, i < done ? full : empty);
  return g_string_free (g_steal_pointer (&bar), FALSE);
}

/* Name, bar and numbers; a narrow terminal gets what fits. */
static void
show_bar (CliProgress *self, VmxSyncProgress *event)
{
  g_autofree char *numbers = describe (event);
  g_autofree char *name = cli_clean_text (vmx_sync_progress_get_name (event));
  g_autofree char *place = self->n_objects > 1
                               ? g_strdup_printf ("%u/%u  ", self->position, self->n_objects)
                               : g_strdup ("");
  guint taken = cli_text_width (name) + cli_text_width (numbers) + cli_text_width (place) + 4;
  guint width = get_width () - 1;
  g_autofree char *bar = NULL;

  cli_progress_clear (self);
  if (vmx_sync_progress_get_fraction (event) >= 0 && width >= taken + MIN_BAR)
    bar = draw_bar (MIN (width - taken, MAX_BAR), vmx_sync_progress_get_fraction (event));
  if (width >= taken)
    g_printerr ("%s%s  %s%s%s", place, name, bar != NULL ? bar : "", bar != NULL ? "  " : "",
                numbers);
  else if (width >= cli_text_width (numbers))
    g_printerr ("%s", numbers);
  self->is_shown = TRUE;
}

static void
on_progress (VmxObj *object, VmxSyncProgress *event, gpointer data)
{
  CliProgress *self = data;
  g_autofree char *json = NULL;

  if (self->kind == KIND_BAR)
    {
      show_bar (self, event);
      return;
    }
  json = vmx_sync_progress_to_json (event);
  fprintf (stderr, "%s\n", json);
}

void
cli_progress_follow (CliProgress *self, VmxObj *object, guint position, guint n_objects)
{
  forget_object (self);
  self->position = position;
  self->n_objects = n_objects;
  if (self->kind == KIND_NONE)
    return;
  self->object = g_object_ref (object);
  self->handler = g_signal_connect (object, "progress", G_CALLBACK (on_progress), self);
}
