/* footprint-bars.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "draw/footprint-bars.h"

#include <math.h>

#include <glib/gi18n.h>

#include "base/format.h"
#include "draw/legend.h"

#define ROW_PADDING 8
#define NAME_GAP    10

/* Of the width. */
#define MOST_NAMES   0.26
#define MOST_FIGURES 0.36

typedef enum
{
  PART_OWN,
  PART_SHARED,
  PART_REST,
  PART_FREE,
  N_PARTS
} Part;

static const char *const part_words[N_PARTS] = {
  [PART_OWN] = NC_ ("memory", "private"),
  [PART_SHARED] = NC_ ("memory", "shared by programs"),
  [PART_REST] = NC_ ("memory", "the rest: kernel, files"),
  [PART_FREE] = NC_ ("memory", "free"),
};

SkeinFootprintBars *
skein_footprint_bars_new (void)
{
  SkeinFootprintBars *self = g_new0 (SkeinFootprintBars, 1);

  self->texts = skein_texts_new ();

  return self;
}

void
skein_footprint_bars_free (SkeinFootprintBars *self)
{
  if (self == NULL)
    return;

  skein_texts_free (self->texts);
  g_clear_object (&self->text);
  g_free (self);
}

static uint64_t
amount (const SkeinFootprints *footprints,
        Part                   part)
{
  const uint64_t amounts[N_PARTS] = {
    [PART_OWN] = footprints->own,
    [PART_SHARED] = footprints->shared,
    [PART_REST] = footprints->rest,
    [PART_FREE] = footprints->free,
  };

  return amounts[part];
}

static void
fill_as (const SkeinFootprintBars *self,
         cairo_t                  *cr,
         Part                      part)
{
  SkeinColour solid = skein_colour_with_alpha (self->palette->text, 0.55f);

  switch (part)
    {
    case PART_OWN:
      skein_colour_set_source (&solid, cr);
      break;

    case PART_SHARED:
      skein_colour_set_source (&self->palette->shared_fill, cr);
      cairo_fill_preserve (cr);
      cairo_set_source (cr, self->palette->shared_dots);
      break;

    case PART_REST:
      skein_colour_set_source (&self->palette->track, cr);
      cairo_fill_preserve (cr);
      cairo_set_source (cr, self->palette->gap);
      break;

    case PART_FREE:
    case N_PARTS:
    default:
      skein_colour_set_source (&self->palette->track, cr);
      break;
    }

  cairo_fill (cr);
}

static int
machine_height (const SkeinFootprintBars *self)
{
  return self->line_height;
}

/* What may not be read is told, where it is counted. */
static char *
dup_words (const SkeinFootprints *footprints,
           Part                   part)
{
  uint32_t n = footprints->n_unreadable;

  if (part == PART_REST && n > 0)
    return g_strdup_printf (ngettext ("the rest: kernel, files, %u process that may not be read",
                                      "the rest: kernel, files, %u processes that may not be read", n), n);

  return g_strdup (g_dpgettext2 (NULL, "memory", part_words[part]));
}

/* Amounts below the machine's bar; draws where @cr is given. Returns: the height */
static int
flow_legend (SkeinFootprintBars *self,
             cairo_t            *cr,
             int                 y)
{
  SkeinLegend legend = { self->texts, cr, &self->palette->dim, y, self->width };

  for (Part part = 0; part < N_PARTS; part++)
    {
      char bytes[SKEIN_FORMAT_SIZE];
      g_autofree char *part_of = dup_words (self->footprints, part);
      g_autofree char *words = NULL;
      cairo_rectangle_int_t swatch;

      skein_format_bytes (amount (self->footprints, part), bytes, sizeof bytes);
      words = g_strdup_printf ("%s %s", bytes, part_of);

      if (skein_legend_add (&legend, words, &swatch))
        {
          cairo_rectangle (cr, swatch.x, swatch.y, swatch.width, swatch.height);
          fill_as (self, cr, part);
        }
    }

  return legend.height;
}

/* The number of a process whose name others have too. Returns: its width, with the room beside it */
static int
measure_pid (SkeinFootprintBars      *self,
             const SkeinFootprintRow *row,
             char                    *buffer,
             size_t                   size)
{
  g_snprintf (buffer, size, "%d", (int) row->process.pid);

  return row->is_named_twice ? skein_texts_measure (self->texts, buffer, SKEIN_TEXT_SMALL) + 6 : 0;
}

/* A number that is cut would be another: the name is. */
static void
write_name (SkeinFootprintBars      *self,
            cairo_t                 *cr,
            const SkeinFootprintRow *row,
            int                      y)
{
  int small = skein_texts_get_line_height (self->texts, SKEIN_TEXT_SMALL);
  char pid[SKEIN_FORMAT_SIZE];
  int width = measure_pid (self, row, pid, sizeof pid);

  skein_texts_draw (self->texts, cr, row->name, 0, y, self->names_width - width, SKEIN_TEXT_RIGHT,
                    &self->palette->text);
  if (width > 0)
    skein_texts_draw (self->texts, cr, pid, self->names_width - width, y + self->line_height - small - 1, width,
                      SKEIN_TEXT_SMALL | SKEIN_TEXT_RIGHT, &self->palette->dim);
}

static void
measure_rows (SkeinFootprintBars *self)
{
  int names = 0;
  int figures = 0;

  /* Of the largest ones: they are what is seen, and what follows is shorter in figures. */
  for (uint32_t i = 0; i < MIN (self->footprints->n_rows, 40); i++)
    {
      const SkeinFootprintRow *row = &self->footprints->rows[i];
      char pid[SKEIN_FORMAT_SIZE];

      names = MAX (names, skein_texts_measure (self->texts, row->name, SKEIN_TEXT_PLAIN) +
                            measure_pid (self, row, pid, sizeof pid));
      figures = MAX (figures, skein_texts_measure (self->texts, row->figure, SKEIN_TEXT_SMALL));
    }

  self->names_width = MIN (names, (int) (MOST_NAMES * self->width));
  figures = MIN (figures, (int) (MOST_FIGURES * self->width));
  self->bars_width = MAX (self->width - self->names_width - figures - 2 * NAME_GAP, 1);
}

static void
layout (SkeinFootprintBars *self)
{
  skein_texts_set_context (self->texts, self->text);
  skein_texts_begin (self->texts);
  self->line_height = skein_texts_get_line_height (self->texts, SKEIN_TEXT_PLAIN);
  self->row_height = self->line_height + ROW_PADDING;
  self->rows_y = machine_height (self) + 6 + flow_legend (self, NULL, 0) + 10;
  self->content_height = (int) self->footprints->n_rows * self->row_height;
  measure_rows (self);
}

void
skein_footprint_bars_layout (SkeinFootprintBars *self)
{
  layout (self);
  self->scroll = CLAMP (self->scroll, 0, MAX (self->content_height - (self->height - self->rows_y), 0));
}

int
skein_footprint_bars_natural_height (SkeinFootprintBars *self,
                                     uint32_t            n_rows)
{
  layout (self);

  return self->rows_y + (int) MIN (n_rows, self->footprints->n_rows) * self->row_height;
}

int
skein_footprint_bars_hit (const SkeinFootprintBars *self,
                          double                    x,
                          double                    y)
{
  int row;

  if (x < 0 || x >= self->width || y < 0 || y >= self->height)
    return SKEIN_BARS_NONE;
  if (y < self->rows_y)
    return SKEIN_BARS_MACHINE;

  row = ((int) y - self->rows_y + self->scroll) / self->row_height;

  return row < (int) self->footprints->n_rows ? row : SKEIN_BARS_NONE;
}

bool
skein_footprint_bars_get_box (const SkeinFootprintBars *self,
                              int                       row,
                              cairo_rectangle_int_t    *ret)
{
  *ret = (cairo_rectangle_int_t) { .width = self->width };

  if (row == SKEIN_BARS_MACHINE)
    {
      ret->height = self->rows_y;

      return true;
    }

  ret->y = self->rows_y - self->scroll + row * self->row_height;
  ret->height = self->row_height;

  return row >= 0 && row < (int) self->footprints->n_rows;
}

static void
draw_machine (SkeinFootprintBars *self,
              cairo_t            *cr)
{
  double total = (double) MAX (self->footprints->total, 1);
  uint64_t before = 0;

  for (Part part = 0; part < N_PARTS; part++)
    {
      uint64_t bytes = amount (self->footprints, part);
      double x = round (self->width * ((double) before / total));
      double end = round (self->width * ((double) (before + bytes) / total));

      /* What is free is seen beside what is not by an edge. */
      cairo_rectangle (cr, x, 0, MAX (end - x - (part + 1 < N_PARTS ? 1.0 : 0.0), 0.0), machine_height (self));
      fill_as (self, cr, part);
      before += bytes;
    }

  flow_legend (self, cr, machine_height (self) + 6);
}

static void
draw_row (SkeinFootprintBars *self,
          cairo_t            *cr,
          uint32_t            index,
          int                 y)
{
  const SkeinFootprintRow *row = &self->footprints->rows[index];
  const SkeinFootprintRow *first = self->footprints->rows;
  double most = (double) MAX (first->own + first->rest, 1);
  double own = round (self->bars_width * ((double) row->own / most));
  double rest = round (self->bars_width * ((double) row->rest / most));
  int left = self->names_width + NAME_GAP;
  int height = self->row_height - ROW_PADDING;
  int small = skein_texts_get_line_height (self->texts, SKEIN_TEXT_SMALL);
  SkeinColour colour = self->palette->rest;
  uint32_t number;
  int end;

  if (self->colour != NULL && self->colour (&row->process, &number, self->colour_data))
    colour = skein_colour_of_process (number, self->palette->dark);

  /* What is little is seen, and the figure keeps its room. */
  rest = row->rest > 0 ? MAX (rest, 1.0) : 0.0;
  own = row->own > 0 ? MAX (MIN (own, self->bars_width - rest), 1.0) : 0.0;
  write_name (self, cr, row, y + ROW_PADDING / 2);

  cairo_rectangle (cr, left, y + ROW_PADDING / 2, own, height);
  skein_colour_set_source (&colour, cr);
  cairo_fill (cr);
  cairo_rectangle (cr, left + own, y + ROW_PADDING / 2, rest, height);
  fill_as (self, cr, PART_SHARED);

  end = left + (int) (own + rest) + NAME_GAP;
  skein_texts_draw (self->texts, cr, row->figure, end, y + (self->row_height - small) / 2, self->width - end,
                    SKEIN_TEXT_SMALL, &self->palette->dim);
}

void
skein_footprint_bars_draw (SkeinFootprintBars *self,
                           cairo_t            *cr)
{
  int first = self->scroll / self->row_height;

  skein_texts_begin (self->texts);
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, self->width, self->height);
  cairo_clip (cr);
  draw_machine (self, cr);

  cairo_rectangle (cr, 0, self->rows_y, self->width, MAX (self->height - self->rows_y, 0));
  cairo_clip (cr);

  for (uint32_t i = (uint32_t) first; i < self->footprints->n_rows; i++)
    {
      int y = self->rows_y - self->scroll + (int) i * self->row_height;

      if (y >= self->height)
        break;
      draw_row (self, cr, i, y);
    }

  cairo_restore (cr);
}
