/* text-table.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli/text-table.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define USUAL_WIDTH 80

struct _SkeinTextTable
{
  unsigned    n_columns;
  const bool *is_number;
  GPtrArray  *cells;     /* row by row */
};

SkeinTextTable *
skein_text_table_new (unsigned    n_columns,
                      const bool *is_number)
{
  SkeinTextTable *self = g_new0 (SkeinTextTable, 1);

  self->n_columns = n_columns;
  self->is_number = is_number;
  self->cells = g_ptr_array_new_with_free_func (g_free);

  return self;
}

void
skein_text_table_free (SkeinTextTable *self)
{
  g_ptr_array_unref (self->cells);
  g_free (self);
}

void
skein_text_table_take_row (SkeinTextTable *self,
                           char *const    *cells)
{
  for (unsigned i = 0; i < self->n_columns; i++)
    g_ptr_array_add (self->cells, cells[i]);
}

static unsigned
get_columns (gunichar character)
{
  if (g_unichar_iszerowidth (character))
    return 0;

  return g_unichar_iswide (character) ? 2 : 1;
}

static unsigned
get_text_width (const char *text)
{
  unsigned width = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    width += get_columns (g_utf8_get_char (text));

  return width;
}

void
skein_text_cut (GString  *text,
                unsigned  width)
{
  const char *end = text->str;
  const char *cut_at = text->str;
  unsigned used = 0;

  if (get_text_width (text->str) <= width)
    return;

  for (; *end != '\0'; end = g_utf8_next_char (end))
    {
      used += get_columns (g_utf8_get_char (end));

      if (used > width - 1)
        break;

      cut_at = g_utf8_next_char (end);
    }

  g_string_truncate (text, (gsize) (cut_at - text->str));
  g_string_append (text, "…");
}

static unsigned *
measure (const SkeinTextTable *self)
{
  unsigned *widths = g_new0 (unsigned, self->n_columns);

  for (guint i = 0; i < self->cells->len; i++)
    {
      unsigned *width = &widths[i % self->n_columns];

      *width = MAX (*width, get_text_width (g_ptr_array_index (self->cells, i)));
    }

  return widths;
}

static void
append_spaces (GString  *line,
               unsigned  n)
{
  while (n-- > 0)
    g_string_append_c (line, ' ');
}

static void
append_cell (GString              *line,
             const SkeinTextTable *self,
             const char           *cell,
             unsigned              column,
             unsigned              width)
{
  unsigned n_spaces = width - get_text_width (cell);

  if (self->is_number[column])
    append_spaces (line, n_spaces);

  g_string_append (line, cell);

  if (!self->is_number[column] && column + 1 < self->n_columns)
    append_spaces (line, n_spaces);
}

void
skein_text_table_print (FILE                 *file,
                        const SkeinTextTable *self,
                        unsigned              indent,
                        unsigned              width)
{
  g_autofree unsigned *widths = measure (self);

  for (guint i = 0; i < self->cells->len; i += self->n_columns)
    {
      g_autoptr (GString) line = g_string_new (NULL);

      append_spaces (line, indent);

      for (unsigned column = 0; column < self->n_columns; column++)
        {
          if (column > 0)
            g_string_append (line, "  ");

          append_cell (line, self, g_ptr_array_index (self->cells, i + column), column, widths[column]);
        }

      if (width > 0)
        skein_text_cut (line, width);

      fprintf (file, "%s\n", line->str);
    }
}

unsigned
skein_text_get_terminal_width (void)
{
  const char *columns = g_getenv ("COLUMNS");
  struct winsize size;

  if (!isatty (STDOUT_FILENO))
    return 0;

  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;

  return columns != NULL ? (unsigned) strtoul (columns, NULL, 10) : USUAL_WIDTH;
}
