/* houses-draw.c - what houses look like
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "draw/houses-scene-private.h"

#include <math.h>

#include <glib/gi18n.h>

#include "base/format.h"

/* Of what a floor has in RAM: a strip, or a bar with words on it. */
#define STRIP_HEIGHT 4
#define STRIP_MARGIN 4
#define STRIP_ROOM   2 /* from the words above it */
#define BAR_MARGIN   7
#define THREAD_BAR   4
#define GAP_DOTS     24
#define DOT_RADIUS   5.5

void
skein_round_box (cairo_t *cr,
                 double   x,
                 double   y,
                 double   width,
                 double   height,
                 double   radius)
{
  radius = MIN (radius, MIN (width, height) / 2.0);

  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - radius, y + radius, radius, -G_PI_2, 0.0);
  cairo_arc (cr, x + width - radius, y + height - radius, radius, 0.0, G_PI_2);
  cairo_arc (cr, x + radius, y + height - radius, radius, G_PI_2, G_PI);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 3.0 * G_PI_2);
  cairo_close_path (cr);
}

static SkeinColour
colour_of_house (const SkeinHousesScene *self,
                 uint32_t                house)
{
  return skein_colour_of_process (self->houses->houses[house].colour, self->palette->dark);
}

static SkeinColour
colour_of_inhabitant (const SkeinHousesScene *self,
                      uint32_t                house,
                      uint32_t                inhabitant)
{
  const SkeinHouse *it = &self->houses->houses[house];

  return skein_colour_of_thread (it->colour, it->inhabitants[inhabitant].shade, self->palette->dark);
}

/* Walls and heads */

static void
draw_card (const SkeinHousesScene *self,
           cairo_t                *cr,
           uint32_t                house)
{
  static const double dashes[] = { 6.0, 5.0 };
  const SkeinHouse *it = &self->houses->houses[house];
  SkeinColour colour = colour_of_house (self, house);
  double inset = SKEIN_HOUSE_WALL / 2.0;

  skein_round_box (cr, skein_house_x (self, house) - self->scroll_x + inset, inset, self->house_width - 2.0 * inset,
                   self->content_height - self->scroll_y - 2.0 * inset, SKEIN_HOUSE_RADIUS);
  if (!it->is_kernel)
    {
      skein_colour_set_source (&self->palette->card, cr);
      cairo_fill_preserve (cr);
    }

  /* What has no house of its own has no walls. */
  cairo_save (cr);
  skein_colour_set_source (it->is_kernel ? &self->palette->dim : &colour, cr);
  cairo_set_line_width (cr, it->is_kernel ? 1.0 : SKEIN_HOUSE_WALL);
  if (it->n_floors == 0)
    cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0.0);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
draw_name (SkeinHousesScene *self,
           cairo_t          *cr,
           uint32_t          house,
           int               left,
           int               width)
{
  const SkeinHouse *it = &self->houses->houses[house];
  g_autofree char *pid = g_strdup_printf (_("pid %d"), (int) it->process.pid);
  SkeinColour colour = colour_of_house (self, house);
  int indent = (int) (2.0 * DOT_RADIUS) + 8;
  int pid_width = self->narrow ? 0 : skein_texts_measure (self->texts, pid, SKEIN_TEXT_SMALL);
  int y = SKEIN_HOUSE_PADDING;

  cairo_new_sub_path (cr);
  cairo_arc (cr, left + DOT_RADIUS, y + self->line_height / 2.0, DOT_RADIUS, 0.0, 2.0 * G_PI);
  skein_colour_set_source (it->is_kernel ? &self->palette->rest : &colour, cr);
  cairo_fill (cr);

  skein_texts_draw (self->texts, cr, it->name, left + indent, y, width - indent - pid_width - (pid_width > 0 ? 8 : 0),
                    SKEIN_TEXT_BOLD, &self->palette->text);
  if (self->narrow)
    skein_texts_draw (self->texts, cr, pid, left, y + self->line_height + 4, width, SKEIN_TEXT_SMALL,
                      &self->palette->dim);
  else
    skein_texts_draw (self->texts, cr, pid, left + width - pid_width, y + self->line_height - self->small_height - 1,
                      pid_width, SKEIN_TEXT_SMALL, &self->palette->dim);
}

static void
draw_memory (SkeinHousesScene *self,
             cairo_t          *cr,
             uint32_t          house,
             int               left,
             int               width)
{
  const SkeinHouse *it = &self->houses->houses[house];
  int y = SKEIN_HOUSE_PADDING + self->line_height + 4 + (self->narrow ? self->small_height : 0);
  g_autofree char *both = NULL;

  if (it->share == NULL)
    return;

  both = g_strdup_printf ("%s, %s", it->share, it->private);
  if (skein_texts_measure (self->texts, both, SKEIN_TEXT_SMALL) <= width)
    {
      skein_texts_draw (self->texts, cr, both, left, y, width, SKEIN_TEXT_SMALL, &self->palette->dim);

      return;
    }

  skein_texts_draw (self->texts, cr, it->share, left, y, width, SKEIN_TEXT_SMALL, &self->palette->dim);
  skein_texts_draw (self->texts, cr, it->private, left, y + self->small_height, width, SKEIN_TEXT_SMALL,
                    &self->palette->dim);
}

static void
draw_pill (SkeinHousesScene *self,
           cairo_t          *cr,
           const SkeinPill  *pill)
{
  const SkeinHouse *house = &self->houses->houses[pill->house];
  SkeinColour fill = self->palette->track;
  SkeinColour ink = self->palette->text;
  g_autofree char *more = NULL;
  const char *name = NULL;
  int x = pill->box.x - self->scroll_x;

  if (pill->is_more)
    {
      more = g_strdup_printf ("+%u", house->n_inhabitants - pill->index);
      name = more;
    }
  else
    {
      name = house->inhabitants[pill->index].name;
      fill = colour_of_inhabitant (self, pill->house, pill->index);
      ink = skein_colour_of_text_on (&fill);
    }

  skein_round_box (cr, x, pill->box.y, pill->box.width, pill->box.height, pill->box.height / 2.0);
  skein_colour_set_source (&fill, cr);
  cairo_fill (cr);
  skein_texts_draw (self->texts, cr, name, x + 7, pill->box.y + 3, pill->box.width - 14,
                    SKEIN_TEXT_SMALL | SKEIN_TEXT_BOLD | SKEIN_TEXT_CENTRE, &ink);
}

static void
draw_head (SkeinHousesScene *self,
           cairo_t          *cr,
           uint32_t          house)
{
  int left = skein_house_x (self, house) - self->scroll_x + SKEIN_HOUSE_PADDING + 2;
  int width = self->house_width - 2 * SKEIN_HOUSE_PADDING - 4;

  draw_name (self, cr, house, left, width);
  draw_memory (self, cr, house, left, width);

  for (guint i = 0; i < self->pills->len; i++)
    {
      const SkeinPill *pill = &g_array_index (self->pills, SkeinPill, i);

      if (pill->house == house)
        draw_pill (self, cr, pill);
    }
}

/* Floors */

/* What a floor has in RAM or moved out, and the part of it that is its own, and swapped. */
static uint64_t
amounts (const SkeinFloor *floor,
         double           *ret_own,
         double           *ret_swap)
{
  uint64_t all = floor->own + floor->shared + floor->swap;

  *ret_own = all > 0 ? (double) floor->own / (double) all : 0.0;
  *ret_swap = all > 0 ? (double) floor->swap / (double) all : 0.0;

  return all;
}

static void
fill_part (cairo_t *cr,
           double   x,
           double   y,
           double   width,
           double   height)
{
  cairo_rectangle (cr, x, y, width, height);
  cairo_fill (cr);
}

/* The texture of what is shared, where it is too low for its pattern. */
static void
draw_strip_dots (const SkeinHousesScene *self,
                 cairo_t                *cr,
                 double                  x,
                 double                  y,
                 double                  width)
{
  static const double dots[] = { 0.0, 6.0 };

  if (width < 4.0)
    return;

  cairo_save (cr);
  cairo_move_to (cr, x + 3.0, y + STRIP_HEIGHT / 2.0);
  cairo_rel_line_to (cr, width - 4.0, 0.0);
  skein_colour_set_source (&self->palette->shared, cr);
  cairo_set_line_width (cr, 2.5);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_dash (cr, dots, G_N_ELEMENTS (dots), 0.0);
  cairo_stroke (cr);
  cairo_restore (cr);
}

/* Its own filled, shared dotted, swapped hatched. */
static void
draw_shares (const SkeinHousesScene *self,
             cairo_t                *cr,
             const SkeinFloor       *floor,
             const SkeinColour      *own_colour,
             const cairo_rectangle_int_t *box)
{
  double own;
  double swap;
  double x = box->x;
  double own_width;
  double swap_width;
  double shared_width;

  if (amounts (floor, &own, &swap) == 0)
    return;

  own_width = floor->own > 0 ? CLAMP (round (own * box->width), 1.0, (double) box->width) : 0.0;
  swap_width = floor->swap > 0 ? CLAMP (round (swap * box->width), 1.0, box->width - own_width) : 0.0;
  shared_width = box->width - own_width - swap_width;

  cairo_save (cr);
  skein_round_box (cr, box->x, box->y, box->width, box->height, SKEIN_FLOOR_RADIUS - 1);
  cairo_clip (cr);

  skein_colour_set_source (own_colour, cr);
  fill_part (cr, x, box->y, own_width, box->height);
  x += own_width;

  skein_colour_set_source (&self->palette->shared_fill, cr);
  fill_part (cr, x, box->y, shared_width, box->height);
  if (box->height > STRIP_HEIGHT)
    {
      cairo_set_source (cr, self->palette->shared_dots);
      fill_part (cr, x, box->y, shared_width, box->height);
    }
  else
    draw_strip_dots (self, cr, x, box->y, shared_width);
  x += shared_width;

  skein_colour_set_source (&self->palette->card, cr);
  fill_part (cr, x, box->y, swap_width, box->height);
  cairo_set_source (cr, self->palette->swap_hatch);
  fill_part (cr, x, box->y, swap_width, box->height);
  cairo_restore (cr);
}

static void
draw_share_words (SkeinHousesScene            *self,
                  cairo_t                     *cr,
                  const SkeinFloor            *floor,
                  const SkeinColour           *own_colour,
                  const cairo_rectangle_int_t *box)
{
  SkeinTextStyle style = SKEIN_TEXT_SMALL | SKEIN_TEXT_BOLD;
  SkeinColour ink = skein_colour_of_text_on (own_colour);
  int y = box->y + (box->height - self->small_height) / 2;
  char percent[SKEIN_FORMAT_SIZE];
  g_autofree char *own_words = NULL;
  g_autofree char *shared_words = NULL;
  double own;
  double swap;
  int own_width;
  int shared_width;

  if (amounts (floor, &own, &swap) == 0)
    return;

  own_width = (int) round (own * box->width);
  shared_width = box->width - own_width - (int) round (swap * box->width);
  own_words = g_strdup_printf (_("%s its own"), skein_format_percent (own, percent, sizeof percent));
  shared_words = g_strdup_printf (floor->copied_by > 1 ? _("%s still shared") : _("%s shared"),
                                  skein_format_percent (1.0 - own - swap, percent, sizeof percent));

  if (skein_texts_measure (self->texts, own_words, style) + 12 <= own_width)
    skein_texts_draw (self->texts, cr, own_words, box->x + 7, y, own_width - 8, style, &ink);

  if (floor->shared > 0 && skein_texts_measure (self->texts, shared_words, style) + 12 <= shared_width)
    {
      int width = skein_texts_measure (self->texts, shared_words, style);
      int x = box->x + own_width + shared_width - width - 7;

      /* Dots behind letters make them hard to read. */
      skein_round_box (cr, x - 3, y, width + 6, self->small_height, 3.0);
      skein_colour_set_source (&self->palette->shared_fill, cr);
      cairo_fill (cr);
      skein_texts_draw (self->texts, cr, shared_words, x, y, width + 1, style, &self->palette->text);
    }
}

/* Of shared memory the kernel tells who touched which page, not whose it is: that is nobody's. */
static bool
shows_shares (const SkeinFloor *floor)
{
  bool is_shared = floor->kind == SKEIN_REGION_SHARED && !floor->is_mixed;

  return !is_shared && floor->has_figures && floor->own + floor->shared + floor->swap > 0;
}

static void
draw_floor_box (const SkeinHousesScene      *self,
                cairo_t                     *cr,
                const SkeinFloor            *floor,
                const cairo_rectangle_int_t *box)
{
  SkeinRegionKind kind = floor->is_mixed ? SKEIN_REGION_LIBRARY : floor->kind; /* grey */
  SkeinColour fill = self->palette->regions[kind];

  skein_round_box (cr, box->x, box->y, box->width, box->height, SKEIN_FLOOR_RADIUS);

  /* What nobody may touch is not there, but for its outline. */
  if (floor->mapped == 0)
    {
      skein_colour_set_source (&self->palette->track, cr);
      cairo_fill (cr);

      return;
    }

  skein_colour_set_source (&fill, cr);
  if (kind == SKEIN_REGION_SHARED)
    {
      cairo_fill_preserve (cr);
      cairo_set_source (cr, self->palette->shared_dots);
    }
  if (self->palette->high_contrast)
    {
      cairo_fill_preserve (cr);
      skein_colour_set_source (&self->palette->dim, cr);
      cairo_set_line_width (cr, 1.0);
      cairo_stroke (cr);
    }
  else
    cairo_fill (cr);
}

/* The bar at the left of a stack has the colour of the thread it belongs to. */
static void
draw_owner (const SkeinHousesScene      *self,
            cairo_t                     *cr,
            uint32_t                     house,
            const SkeinFloor            *floor,
            const cairo_rectangle_int_t *box)
{
  SkeinColour colour;

  if (floor->inhabitant == SKEIN_HOUSES_NONE)
    return;

  colour = colour_of_inhabitant (self, house, floor->inhabitant);
  cairo_save (cr);
  skein_round_box (cr, box->x, box->y, box->width, box->height, SKEIN_FLOOR_RADIUS);
  cairo_clip (cr);
  skein_colour_set_source (&colour, cr);
  fill_part (cr, box->x, box->y, THREAD_BAR, box->height);
  cairo_restore (cr);
}

/* Dots behind letters make them hard to read. */
static void
clear_behind (const SkeinHousesScene *self,
              cairo_t                *cr,
              const SkeinFloor       *floor,
              int                     x,
              int                     y,
              int                     width,
              int                     height)
{
  if (floor->kind != SKEIN_REGION_SHARED || floor->is_mixed || width <= 0)
    return;

  skein_round_box (cr, x - 3, y, width + 6, height, 3.0);
  skein_colour_set_source (&self->palette->regions[floor->kind], cr);
  cairo_fill (cr);
}

static void
write_line (SkeinHousesScene  *self,
            cairo_t           *cr,
            const SkeinFloor  *floor,
            const char        *text,
            int                x,
            int                y,
            int                width,
            SkeinTextStyle     style,
            const SkeinColour *colour)
{
  int needed = MIN (skein_texts_measure (self->texts, text, style), width);
  int left = style & SKEIN_TEXT_RIGHT ? x + width - needed : x;

  clear_behind (self, cr, floor, left, y, needed, skein_texts_get_line_height (self->texts, style));
  skein_texts_draw (self->texts, cr, text, x, y, width, style, colour);
}

/* A short title says more than the beginning of a long one. */
static const char *
title_for (SkeinHousesScene *self,
           const SkeinFloor *floor,
           SkeinTextStyle    style,
           int               width)
{
  if (floor->short_title != NULL && skein_texts_measure (self->texts, floor->title, style) > width)
    return floor->short_title;

  return floor->title;
}

/* Figures stand below titles. Returns: where the next line begins */
static int
write_narrow_title (SkeinHousesScene *self,
                    cairo_t          *cr,
                    const SkeinFloor *floor,
                    int               left,
                    int               y,
                    int               width)
{
  const char *figure = floor->figure;
  const char *title = title_for (self, floor, SKEIN_TEXT_BOLD | SKEIN_TEXT_SMALL, width);
  bool is_small = skein_texts_measure (self->texts, title, SKEIN_TEXT_BOLD) > width;

  if (skein_texts_measure (self->texts, figure, SKEIN_TEXT_SMALL) > width)
    figure = floor->short_figure;

  write_line (self, cr, floor, title, left, y + (is_small ? self->line_height - self->small_height - 1 : 0), width,
              SKEIN_TEXT_BOLD | (is_small ? SKEIN_TEXT_SMALL : SKEIN_TEXT_PLAIN), &self->palette->text);
  write_line (self, cr, floor, figure, left, y + self->line_height, width, SKEIN_TEXT_SMALL, &self->palette->text);

  return y + self->line_height + self->small_height;
}

/* Title at the left, figure at the right: where both do not fit the figure is the short one, then so is the title,
 * and what does not fit of it is cut; where too little of it were left, there is no figure. Returns: where the next
 * line begins */
static int
write_title (SkeinHousesScene            *self,
             cairo_t                     *cr,
             const SkeinFloor            *floor,
             const cairo_rectangle_int_t *box)
{
  int y = box->y + 4;
  int left = box->x + SKEIN_FLOOR_PADDING;
  int width = box->width - 2 * SKEIN_FLOOR_PADDING;
  const char *text = floor->figure;
  int figure = skein_texts_measure (self->texts, text, SKEIN_TEXT_SMALL);
  int title = skein_texts_measure (self->texts, floor->title, SKEIN_TEXT_BOLD);
  int least = MIN (title, 7 * skein_texts_get_char_width (self->texts));
  int room;

  if (self->narrow)
    return write_narrow_title (self, cr, floor, left, y, width);

  /* What is in RAM matters more than the end of a title, and that more than what is mapped. */
  if (title + 8 + figure > width)
    {
      text = floor->short_figure;
      figure = skein_texts_measure (self->texts, text, SKEIN_TEXT_SMALL);
    }

  if (width - figure - 8 < least)
    figure = 0;
  else
    write_line (self, cr, floor, text, left + width - figure, y + self->line_height - self->small_height - 1, figure,
                SKEIN_TEXT_SMALL | SKEIN_TEXT_RIGHT, &self->palette->text);
  room = width - (figure > 0 ? figure + 8 : 0);
  write_line (self, cr, floor, title_for (self, floor, SKEIN_TEXT_BOLD, room), left, y, room, SKEIN_TEXT_BOLD,
              &self->palette->text);

  return y + self->line_height;
}

static void
draw_floor (SkeinHousesScene            *self,
            cairo_t                     *cr,
            uint32_t                     house,
            const SkeinFloor            *floor,
            const cairo_rectangle_int_t *box)
{
  SkeinColour own = colour_of_house (self, house);
  cairo_rectangle_int_t bar = { .x = box->x + SKEIN_FLOOR_PADDING, .width = box->width - 2 * SKEIN_FLOOR_PADDING };
  int least_bar = self->small_height + 6;
  int room;
  int y;
  bool has_shares = shows_shares (floor);
  bool has_words;
  bool has_detail;

  draw_floor_box (self, cr, floor, box);
  draw_owner (self, cr, house, floor, box);
  y = write_title (self, cr, floor, box);

  room = box->y + box->height - y - BAR_MARGIN;
  has_detail = floor->detail != NULL && room >= self->small_height + (has_shares ? STRIP_ROOM : 0) &&
               (!self->narrow || skein_texts_measure (self->texts, floor->detail, SKEIN_TEXT_SMALL) <= bar.width);
  if (has_detail)
    room -= self->small_height;
  has_words = has_shares && room >= least_bar + 4;
  if (has_detail)
    write_line (self, cr, floor, floor->detail, bar.x, y, bar.width, SKEIN_TEXT_SMALL, &self->palette->dim);
  if (!has_shares)
    return;

  bar.height = has_words ? MIN (room - 5, 2 * self->line_height) : STRIP_HEIGHT;
  bar.y = box->y + box->height - bar.height - (has_words ? BAR_MARGIN : STRIP_MARGIN);
  draw_shares (self, cr, floor, &own, &bar);
  if (has_words)
    draw_share_words (self, cr, floor, &own, &bar);
}

static void
draw_gap (SkeinHousesScene            *self,
          cairo_t                     *cr,
          const SkeinFloor            *floor,
          const cairo_rectangle_int_t *box)
{
  int y = box->y + (MIN (box->height, self->small_height + 4) - self->small_height) / 2;
  int padding = self->narrow ? 2 : SKEIN_FLOOR_PADDING;
  int left = box->x + padding;
  int width = box->width - 2 * padding;
  double middle = y + self->small_height / 2.0;
  const char *text = floor->gap_text;
  bool has_dots;

  if (text == NULL)
    return;
  if (floor->short_gap_text != NULL && skein_texts_measure (self->texts, text, SKEIN_TEXT_SMALL) > width)
    text = floor->short_gap_text;

  has_dots = skein_texts_measure (self->texts, text, SKEIN_TEXT_SMALL) <= width - GAP_DOTS;
  for (int i = -1; has_dots && i <= 1; i++)
    {
      cairo_new_sub_path (cr);
      cairo_arc (cr, left + 8 + i * 7, middle, 1.5, 0.0, 2.0 * G_PI);
    }
  skein_colour_set_source (&self->palette->dim, cr);
  cairo_fill (cr);
  skein_texts_draw (self->texts, cr, text, left, y, width, SKEIN_TEXT_SMALL | SKEIN_TEXT_RIGHT,
                    &self->palette->dim);
}

static void
draw_floors (SkeinHousesScene *self,
             cairo_t          *cr,
             uint32_t          house)
{
  const SkeinHouse *it = &self->houses->houses[house];
  int shift = self->floors_y - self->scroll_y;

  for (uint32_t i = skein_house_first_floor (self, house, self->scroll_y); i < it->n_floors; i++)
    {
      cairo_rectangle_int_t box = *skein_house_floor_box (self, house, i);
      cairo_rectangle_int_t gap = skein_house_gap_box (self, house, i);

      box.x -= self->scroll_x;
      box.y += shift;
      gap.x -= self->scroll_x;
      gap.y += shift;
      if (box.y >= self->height)
        break;

      draw_floor (self, cr, house, &it->floors[i], &box);
      draw_gap (self, cr, &it->floors[i], &gap);
    }

  if (it->reason != NULL)
    skein_texts_draw_lines (self->texts, cr, it->reason,
                            skein_house_x (self, house) - self->scroll_x + SKEIN_HOUSE_PADDING, shift,
                            self->house_width - 2 * SKEIN_HOUSE_PADDING, SKEIN_TEXT_PLAIN, &self->palette->dim);
}

void
skein_houses_scene_draw (SkeinHousesScene *self,
                         cairo_t          *cr)
{
  int step = self->house_width + self->gutter;
  uint32_t first = (uint32_t) (self->scroll_x / step);
  uint32_t end = (uint32_t) MIN ((self->scroll_x + self->width) / step + 1, (int) self->houses->n_houses);

  skein_texts_begin (self->texts);
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, self->width, self->height);
  cairo_clip (cr);

  for (uint32_t i = first; i < end; i++)
    draw_card (self, cr, i);

  cairo_save (cr);
  cairo_rectangle (cr, 0, self->floors_y - 3, self->width, MAX (self->height - self->floors_y + 3, 0));
  cairo_clip (cr);
  for (uint32_t i = first; i < end; i++)
    draw_floors (self, cr, i);
  skein_houses_draw_joins (self, cr);
  cairo_restore (cr);

  for (uint32_t i = first; i < end; i++)
    draw_head (self, cr, i);

  cairo_restore (cr);
}
