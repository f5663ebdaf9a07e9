/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli-table.h"

#include "cli-output.h"

struct _CliTable
{
  guint n_columns;
  guint max_width;
  GPtrArray *cells; /* (element-type utf8): the headings and the rows, one after the other */
  gboolean *is_text; /* by column */
  GHashTable *notes; /* (element-type guint GPtrArray): texts below rows, the headings are row 0 */
};

static guint
character_width (gunichar character)
{
  if (g_unichar_iszerowidth (character))
    return 0;
  return g_unichar_iswide (character) ? 2 : 1;
}

guint
cli_text_width (const char *text)
{
  guint width = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    width += character_width (g_utf8_get_char (text));
  return width;
}

char *
cli_text_cut (const char *text, guint max_width)
{
  const char *mark = cli_has_utf8 () ? "…" : "...";
  guint left = max_width - MIN (max_width, cli_text_width (mark));
  const char *end = text;

  if (cli_text_width (text) <= max_width)
    return g_strdup (text);
  while (*end != '\0' && character_width (g_utf8_get_char (end)) <= left)
    {
      left -= character_width (g_utf8_get_char (end));
      end = g_utf8_next_char (end);
    }
  return g_strdup_printf ("%.*s%s", (int) (end - text), text, mark);
}

static void
add_cell (CliTable *self, const char *text)
{
  g_autofree char *clean = cli_clean_text (text);

  if (self->max_width > 0)
    g_ptr_array_add (self->cells, cli_text_cut (clean, self->max_width));
  else
    g_ptr_array_add (self->cells, g_steal_pointer (&clean));
}

CliTable *
cli_table_new (const char *const *headings, guint max_width)
{
  CliTable *self = g_new0 (CliTable, 1);

  self->n_columns = g_strv_length ((char **) headings);
  self->max_width = max_width;
  self->cells = g_ptr_array_new_with_free_func (g_free);
  self->is_text = g_new0 (gboolean, self->n_columns);
  self->notes = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < self->n_columns; i++)
    add_cell (self, headings[i]);
  return self;
}

void
cli_table_free (CliTable *self)
{
  g_ptr_array_unref (self->cells);
  g_free (self->is_text);
  g_hash_table_unref (self->notes);
  g_free (self);
}

void
cli_table_add (CliTable *self, const char *text)
{
  self->is_text[self->cells->len % self->n_columns] = TRUE;
  add_cell (self, text);
}

void
cli_table_add_number (CliTable *self, const char *text)
{
  add_cell (self, text);
}

void
cli_table_add_count (CliTable *self, guint64 count)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, count);

  cli_table_add_number (self, text);
}

void
cli_table_add_null (CliTable *self)
{
  add_cell (self, "null");
}

static guint
count_rows (CliTable *self)
{
  return self->n_columns > 0 ? self->cells->len / self->n_columns : 0;
}

void
cli_table_add_note (CliTable *self, const char *text)
{
  gpointer row = GUINT_TO_POINTER (count_rows (self) - 1);
  GPtrArray *notes = g_hash_table_lookup (self->notes, row);

  if (notes == NULL)
    {
      notes = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (self->notes, row, notes);
    }
  g_ptr_array_add (notes, cli_clean_text (text));
}

static void
append_blanks (GString *line, guint count)
{
  for (guint i = 0; i < count; i++)
    g_string_append_c (line, ' ');
}

static void
print_row (CliTable *self, guint row, const guint *widths)
{
  g_autoptr(GString) line = g_string_new (NULL);
  guint gap = 0;

  for (guint i = 0; i < self->n_columns; i++)
    {
      const char *text = self->cells->pdata[row * self->n_columns + i];
      guint fill = widths[i] - cli_text_width (text);

      append_blanks (line, gap + (self->is_text[i] ? 0 : fill));
      g_string_append (line, text);
      gap = 2 + (self->is_text[i] ? fill : 0);
    }
  g_print ("%s\n", g_strchomp (line->str));
}

static void
print_notes (CliTable *self, guint row)
{
  GPtrArray *notes = g_hash_table_lookup (self->notes, GUINT_TO_POINTER (row));

  for (guint i = 0; notes != NULL && i < notes->len; i++)
    g_print ("    %s\n", (const char *) notes->pdata[i]);
}

void
cli_table_print (CliTable *self)
{
  g_autofree guint *widths = g_new0 (guint, self->n_columns);
  guint n_rows = count_rows (self);

  for (guint i = 0; i < self->cells->len; i++)
    {
      guint *width = &widths[i % self->n_columns];

      *width = MAX (*width, cli_text_width (self->cells->pdata[i]));
    }
  for (guint row = 0; row < n_rows; row++)
    {
      print_row (self, row, widths);
      print_notes (self, row);
    }
}
