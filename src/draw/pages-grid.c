/* pages-grid.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "draw/pages-grid.h"

#include <math.h>

#include <glib/gi18n.h>

#include "draw/legend.h"

/* Pixels from one cell to the next. */
#define LEAST_CELL 6

/* Cells are divided by a line of so many pixels. */
#define CELL_GAP 1

/* More columns than this are a multiple of 8: addresses are easier to find. */
#define FEW_COLUMNS 16

typedef enum
{
  PART_OWN,
  PART_SHARED,
  PART_SWAPPED,
  PART_UNTOUCHED,
  PART_UNSEEN,
  PART_FILE,
  N_PARTS
} Part;

static const char *const part_words[N_PARTS] = {
  [PART_OWN] = NC_ ("pages", "its own"),
  [PART_SHARED] = NC_ ("pages", "shared"),
  [PART_SWAPPED] = NC_ ("pages", "swapped"),
  [PART_UNTOUCHED] = NC_ ("pages", "never touched"),
  [PART_UNSEEN] = NC_ ("pages", "not read yet"),
  [PART_FILE] = NC_ ("pages", "of a file"),
};

SkeinPagesGrid *
skein_pages_grid_new (void)
{
  SkeinPagesGrid *self = g_new0 (SkeinPagesGrid, 1);

  self->texts = skein_texts_new ();

  return self;
}

void
skein_pages_grid_free (SkeinPagesGrid *self)
{
  if (self == NULL)
    return;

  skein_texts_free (self->texts);
  g_clear_object (&self->text);
  g_free (self);
}

static uint32_t
amount (const SkeinPageCell *cell,
        Part                 part)
{
  const uint32_t amounts[N_PARTS] = {
    [PART_OWN] = cell->own,
    [PART_SHARED] = cell->shared,
    [PART_SWAPPED] = cell->swapped,
    [PART_UNTOUCHED] = cell->untouched,
    [PART_UNSEEN] = cell->unseen,
    [PART_FILE] = cell->file,
  };

  return amounts[part];
}

/* What is always told, and what only where there is some. */
static bool
is_in_legend (const SkeinPagesGrid *self,
              Part                  part)
{
  return part == PART_OWN || part == PART_SHARED || part == PART_UNTOUCHED || amount (&self->map->total, part) > 0;
}

static SkeinColour
own_colour (const SkeinPagesGrid *self)
{
  return skein_colour_of_process (self->colour, self->palette->dark);
}

static void
fill_as (const SkeinPagesGrid *self,
         cairo_t              *cr,
         Part                  part)
{
  SkeinColour own = own_colour (self);
  SkeinColour corner = skein_colour_with_alpha (self->palette->text, 0.55f);

  switch (part)
    {
    case PART_OWN:
      skein_colour_set_source (&own, cr);
      break;

    case PART_SHARED:
      skein_colour_set_source (&self->palette->shared_fill, cr);
      cairo_fill_preserve (cr);
      cairo_set_source (cr, self->palette->shared_dots);
      break;

    case PART_SWAPPED:
      cairo_set_source (cr, self->palette->swap_hatch);
      break;

    case PART_UNSEEN:
      cairo_set_source (cr, self->palette->gap);
      break;

    case PART_FILE:
      skein_colour_set_source (&corner, cr);
      break;

    case PART_UNTOUCHED:
    case N_PARTS:
    default:
      skein_colour_set_source (self->palette->high_contrast ? &self->palette->line : &self->palette->track, cr);
      break;
    }

  cairo_fill (cr);
}

/* A corner: of pages of a file. */
static void
add_corner (cairo_t *cr,
            double   x,
            double   y,
            double   size)
{
  cairo_move_to (cr, x - size, y);
  cairo_line_to (cr, x, y);
  cairo_line_to (cr, x, y + size);
  cairo_close_path (cr);
}

/* Draws where @cr is given. Returns: its height */
static int
flow_legend (SkeinPagesGrid *self,
             cairo_t        *cr,
             int             y)
{
  SkeinLegend legend = { self->texts, cr, &self->palette->dim, y, self->width };

  for (Part part = 0; part < N_PARTS; part++)
    {
      cairo_rectangle_int_t swatch;

      if (!is_in_legend (self, part) ||
          !skein_legend_add (&legend, g_dpgettext2 (NULL, "pages", part_words[part]), &swatch))
        continue;

      if (part == PART_FILE)
        add_corner (cr, swatch.x + swatch.width, swatch.y, swatch.width * 0.5);
      else
        cairo_rectangle (cr, swatch.x, swatch.y, swatch.width, swatch.height);
      fill_as (self, cr, part);
    }

  return legend.height;
}

static int
columns_for (const SkeinPagesGrid *self,
             int                   cell)
{
  int columns = MAX (self->width / cell, 1);

  return columns > FEW_COLUMNS ? columns / 8 * 8 : columns;
}

/* The largest cells with which so many fit; the least ones where none do. */
static int
cell_for (const SkeinPagesGrid *self,
          uint64_t              n,
          int                   liked,
          int                   height)
{
  int cell = liked;

  while (cell > LEAST_CELL && (uint64_t) columns_for (self, cell) * (uint64_t) (height / cell) < n)
    cell--;

  return cell;
}

/* Leaves the scale its lines and the legend its own. Returns: the height that is left for cells,
 * of which each has at least @least pixels */
static int
arrange (SkeinPagesGrid *self,
         int             least)
{
  g_autofree char *scale = skein_page_map_dup_scale (self->map);
  int room;

  self->cells_y = skein_texts_measure_lines (self->texts, scale, self->width, SKEIN_TEXT_SMALL) + 6;
  room = MAX (self->height - self->cells_y - flow_legend (self, NULL, 0) - 10, LEAST_CELL);
  skein_page_map_arrange (self->map, (uint32_t) (columns_for (self, least) * MAX (room / least, 1)));

  return room;
}

void
skein_pages_grid_layout (SkeinPagesGrid *self)
{
  int liked;
  int least;
  int room;

  skein_texts_set_context (self->texts, self->text);
  skein_texts_begin (self->texts);
  self->line_height = skein_texts_get_line_height (self->texts, SKEIN_TEXT_PLAIN);
  liked = MAX (self->line_height * 2 / 3, LEAST_CELL + 2);
  least = MAX (LEAST_CELL + 1, liked * 2 / 3);

  /* The scale tells how many pages are a cell, which depends on the room that it leaves. */
  arrange (self, least);
  room = arrange (self, least);

  self->cell = cell_for (self, self->map->n_cells, liked, room);
  self->n_columns = columns_for (self, self->cell);
  self->n_rows = (int) (self->map->n_cells + (uint32_t) self->n_columns - 1) / self->n_columns;
  self->legend_y = self->cells_y + self->n_rows * self->cell + 8;
}

uint32_t
skein_pages_grid_hit (const SkeinPagesGrid *self,
                      double                x,
                      double                y)
{
  int column = (int) floor (x / self->cell);
  int row = (int) floor ((y - self->cells_y) / self->cell);
  uint32_t cell;

  if (column < 0 || column >= self->n_columns || row < 0 || row >= self->n_rows)
    return UINT32_MAX;

  cell = (uint32_t) (row * self->n_columns + column);

  return cell < self->map->n_cells ? cell : UINT32_MAX;
}

bool
skein_pages_grid_get_box (const SkeinPagesGrid  *self,
                          uint32_t               cell,
                          cairo_rectangle_int_t *ret)
{
  if (cell >= self->map->n_cells)
    return false;

  ret->x = (int) (cell % (uint32_t) self->n_columns) * self->cell;
  ret->y = self->cells_y + (int) (cell / (uint32_t) self->n_columns) * self->cell;
  ret->width = self->cell - CELL_GAP;
  ret->height = self->cell - CELL_GAP;

  return true;
}

/* Cells are filled from the bottom up: its own, shared, swapped, the rest. */
static void
add_part (const SkeinPagesGrid *self,
          cairo_t              *cr,
          uint32_t              index,
          Part                  part)
{
  const SkeinPageCell *cell = &self->map->cells[index];
  uint32_t n = cell->own + cell->shared + cell->swapped + cell->untouched + cell->unseen;
  uint32_t below = 0;
  cairo_rectangle_int_t box;
  double bottom;
  double top;

  skein_pages_grid_get_box (self, index, &box);

  for (Part other = 0; other < part; other++)
    below += amount (cell, other);

  bottom = box.y + box.height - round ((double) box.height * below / n);
  top = box.y + box.height - round ((double) box.height * (below + amount (cell, part)) / n);

  /* However few they are they are seen. */
  if (top >= bottom)
    top = bottom - 1.0;
  if (top < box.y)
    {
      top = box.y;
      bottom = box.y + 1.0;
    }

  cairo_rectangle (cr, box.x, top, box.width, bottom - top);
}

/* Of a cell that is mixed a corner tells what most of it is. */
static bool
is_of_file (const SkeinPageCell *cell)
{
  return cell->file > 0 && 2 * cell->file >= cell->own + cell->shared;
}

static void
draw_part (const SkeinPagesGrid *self,
           cairo_t              *cr,
           Part                  part)
{
  bool any = false;

  for (uint32_t i = 0; i < self->map->n_cells; i++)
    {
      cairo_rectangle_int_t box;

      if (amount (&self->map->cells[i], part) == 0)
        continue;

      any = true;
      if (part != PART_FILE)
        add_part (self, cr, i, part);
      else if (is_of_file (&self->map->cells[i]) && skein_pages_grid_get_box (self, i, &box))
        add_corner (cr, box.x + box.width, box.y, MAX (box.width * 0.4, 3.0));
    }

  if (any)
    fill_as (self, cr, part);
}

void
skein_pages_grid_draw (SkeinPagesGrid *self,
                       cairo_t        *cr)
{
  g_autofree char *scale = skein_page_map_dup_scale (self->map);

  skein_texts_begin (self->texts);
  skein_texts_draw_lines (self->texts, cr, scale, 0, 0, self->width, SKEIN_TEXT_SMALL, &self->palette->dim);

  cairo_save (cr);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  /* A part that is too little to be seen is drawn over its greater neighbours. */
  for (Part part = PART_FILE; part-- > 0;)
    draw_part (self, cr, part);
  cairo_restore (cr);
  draw_part (self, cr, PART_FILE);

  if (self->map->n_pages > 0)
    flow_legend (self, cr, self->legend_y);
}

/* The curve */

static double
x_of (const SkeinPagePast         *past,
      uint32_t                     index,
      int64_t                      span_ns,
      const cairo_rectangle_int_t *box)
{
  int64_t newest_ns = skein_page_past_get (past, past->n - 1)->time_ns;
  int64_t age_ns = newest_ns - skein_page_past_get (past, index)->time_ns;

  return box->x + box->width * (1.0 - (double) age_ns / (double) span_ns);
}

static double
y_of (const SkeinPagePast         *past,
      uint32_t                     index,
      uint64_t                     n_pages,
      const cairo_rectangle_int_t *box)
{
  double share = (double) skein_page_past_get (past, index)->own / (double) MAX (n_pages, 1);

  return box->y + box->height - 1.0 - (box->height - 2.0) * CLAMP (share, 0.0, 1.0);
}

/* Points from @first up to @end, without a gap. */
static void
draw_stretch (const SkeinPagePast         *past,
              cairo_t                     *cr,
              uint32_t                     first,
              uint32_t                     end,
              int64_t                      span_ns,
              uint64_t                     n_pages,
              const SkeinColour           *own,
              const cairo_rectangle_int_t *box)
{
  SkeinColour pale = skein_colour_with_alpha (*own, 0.22f);

  cairo_move_to (cr, x_of (past, first, span_ns, box), y_of (past, first, n_pages, box));
  for (uint32_t i = first + 1; i < end; i++)
    cairo_line_to (cr, x_of (past, i, span_ns, box), y_of (past, i, n_pages, box));
  if (end - first == 1)
    cairo_rel_line_to (cr, -1.0, 0.0);

  skein_colour_set_source (own, cr);
  cairo_set_line_width (cr, 2.0);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke_preserve (cr);
  cairo_line_to (cr, x_of (past, end - 1, span_ns, box), box->y + box->height);
  cairo_line_to (cr, x_of (past, first, span_ns, box), box->y + box->height);
  cairo_close_path (cr);
  skein_colour_set_source (&pale, cr);
  cairo_fill (cr);
}

void
skein_pages_draw_past (const SkeinPagePast         *past,
                       cairo_t                     *cr,
                       const SkeinPalette          *palette,
                       int64_t                      span_ns,
                       int64_t                      gap_ns,
                       uint64_t                     n_pages,
                       const SkeinColour           *own,
                       const cairo_rectangle_int_t *box)
{
  uint32_t first = 0;

  cairo_save (cr);
  cairo_rectangle (cr, box->x, box->y, box->width, box->height);
  cairo_clip (cr);
  skein_colour_set_source (&palette->track, cr);
  cairo_paint (cr);

  for (uint32_t i = 1; i <= past->n; i++)
    {
      if (i < past->n &&
          skein_page_past_get (past, i)->time_ns - skein_page_past_get (past, i - 1)->time_ns <= gap_ns)
        continue;

      draw_stretch (past, cr, first, i, span_ns, n_pages, own, box);
      first = i;
    }

  cairo_restore (cr);
}
