/* houses-joins.c - bridges between houses, with what is written on them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "draw/houses-scene-private.h"

#include <limits.h>
#include <math.h>

void
skein_join_path (const SkeinHousesScene *self,
                 cairo_t                *cr,
                 const SkeinJoinLine    *line)
{
  int shift = self->floors_y - self->scroll_y;
  double x = line->x - self->scroll_x;
  double other_x = line->other_x - self->scroll_x;
  double bend = (other_x - x) / 2.0;

  cairo_move_to (cr, x, line->y + shift);
  cairo_curve_to (cr, x + bend, line->y + shift, other_x - bend, line->other_y + shift, other_x, line->other_y + shift);
}

void
skein_join_stroke (const SkeinHousesScene *self,
                   cairo_t                *cr,
                   SkeinJoinKind           kind,
                   bool                    strong)
{
  static const double dashes[] = { 5.0, 3.5 };
  SkeinColour band = skein_colour_with_alpha (self->palette->shared, self->palette->dark ? 0.45f : 0.30f);

  cairo_save (cr);

  if (kind == SKEIN_JOIN_BOTH_WRITE || strong)
    {
      skein_colour_set_source (&band, cr);
      cairo_set_line_width (cr, 8.0);
      cairo_stroke_preserve (cr);
    }

  skein_colour_set_source (&self->palette->shared, cr);
  cairo_set_line_width (cr, kind == SKEIN_JOIN_BOTH_WRITE ? 3.0 : 1.5);
  if (kind == SKEIN_JOIN_READ_ONLY || kind == SKEIN_JOIN_UNTIL_WRITTEN)
    cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0.0);
  cairo_stroke (cr);

  cairo_restore (cr);
}

void
skein_join_clip (const SkeinHousesScene *self,
                 cairo_t                *cr,
                 const SkeinJoin        *join)
{
  int start = skein_house_x (self, join->house) - self->scroll_x;

  /* A bridge passes behind the houses between its ends. */
  for (uint32_t i = join->house; i < join->other_house; i++)
    {
      int left = skein_house_x (self, i) - self->scroll_x + self->house_width;
      int before = i == join->house ? SKEIN_HOUSE_PADDING : 0;
      int behind = i + 1 == join->other_house ? SKEIN_HOUSE_PADDING : 0;

      cairo_rectangle (cr, MAX (left - before, start), self->floors_y, self->gutter + before + behind,
                       MAX (self->height - self->floors_y, 0));
    }

  cairo_clip (cr);
}

static bool
join_is_seen (const SkeinHousesScene *self,
              const SkeinJoinLine    *line)
{
  int top = self->scroll_y;
  int end = self->scroll_y + self->height - self->floors_y;

  return MAX (line->y, line->other_y) >= top && MIN (line->y, line->other_y) < end &&
         line->other_x >= self->scroll_x && line->x < self->scroll_x + self->width;
}

static void
draw_end (const SkeinHousesScene *self,
          cairo_t                *cr,
          double                  x,
          double                  y,
          double                  radius)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x - self->scroll_x, y + self->floors_y - self->scroll_y, radius, 0.0, 2.0 * G_PI);
}

/* Faintly, where it passes behind a house. */
static void
draw_passage (const SkeinHousesScene *self,
              cairo_t                *cr,
              const SkeinJoin        *join,
              const SkeinJoinLine    *line)
{
  SkeinColour faint = skein_colour_with_alpha (self->palette->shared, 0.4f);
  static const double dots[] = { 1.0, 4.0 };

  if (join->other_house - join->house < 2)
    return;

  cairo_save (cr);
  for (uint32_t i = join->house + 1; i < join->other_house; i++)
    cairo_rectangle (cr, skein_house_x (self, i) - self->scroll_x, self->floors_y, self->house_width,
                     MAX (self->height - self->floors_y, 0));
  cairo_clip (cr);
  skein_join_path (self, cr, line);
  skein_colour_set_source (&faint, cr);
  cairo_set_line_width (cr, 1.5);
  cairo_set_dash (cr, dots, G_N_ELEMENTS (dots), 0.0);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
draw_join (const SkeinHousesScene *self,
           cairo_t                *cr,
           uint32_t                index)
{
  const SkeinJoin *join = &self->houses->joins[index];
  const SkeinJoinLine *line = &g_array_index (self->joins, SkeinJoinLine, index);
  double radius = join->kind == SKEIN_JOIN_BOTH_WRITE ? 4.0 : 2.5;

  draw_passage (self, cr, join, line);
  cairo_save (cr);
  skein_join_clip (self, cr, join);
  skein_join_path (self, cr, line);
  skein_join_stroke (self, cr, join->kind, false);
  draw_end (self, cr, line->x, line->y, radius);
  draw_end (self, cr, line->other_x, line->other_y, radius);
  skein_colour_set_source (&self->palette->shared, cr);
  cairo_fill (cr);
  cairo_restore (cr);
}

/* What is taken of the gutter right of a house, by lines and by words. */
typedef struct
{
  uint32_t house;
  int      top;
  int      end;
  uint32_t join;
} Taken;

static bool
take_room (GArray   *taken,
           uint32_t  house,
           uint32_t  join,
           int       top,
           int       end)
{
  Taken room = { house, top, end, join };

  for (guint i = 0; i < taken->len; i++)
    {
      const Taken *other = &g_array_index (taken, Taken, i);

      if (other->house == house && other->join != join && other->top < end && top < other->end)
        return false;
    }

  g_array_append_val (taken, room);

  return true;
}

static void
write_label (SkeinHousesScene *self,
             cairo_t          *cr,
             const SkeinJoin  *join,
             bool              words,
             int               y)
{
  int x = skein_house_x (self, join->house) + self->house_width - self->scroll_x;

  skein_texts_draw (self->texts, cr, words ? join->words : join->figure, x + 3, y, self->gutter - 6,
                    SKEIN_TEXT_SMALL | SKEIN_TEXT_CENTRE | (words ? SKEIN_TEXT_BOLD : SKEIN_TEXT_PLAIN),
                    &self->palette->shared);
}

/* Where a join passes the middle of the gutter at its left end. */
static int
label_y (const SkeinHousesScene *self,
         uint32_t                index)
{
  const SkeinJoin *join = &self->houses->joins[index];
  const SkeinJoinLine *line = &g_array_index (self->joins, SkeinJoinLine, index);
  double middle = skein_house_x (self, join->house) + self->house_width + self->gutter / 2.0;
  double along = (middle - line->x) / (line->other_x - line->x);
  double bent = along * along * (3.0 - 2.0 * along); /* the height of the curve, near enough */

  return (int) lround (line->y + bent * (line->other_y - line->y)) + self->floors_y - self->scroll_y;
}

/* The size above the line and the words below it; or both on one side of it; or only the words.
 * Where all that is taken, a hover says it. */
static void
label_join (SkeinHousesScene *self,
            cairo_t          *cr,
            uint32_t          index,
            GArray           *taken)
{
  const SkeinJoin *join = &self->houses->joins[index];
  int height = self->small_height;
  int half = join->kind == SKEIN_JOIN_BOTH_WRITE ? 5 : 2;
  int above = label_y (self, index) - half;
  int below = label_y (self, index) + half;
  bool fits = skein_texts_measure (self->texts, join->words, SKEIN_TEXT_SMALL | SKEIN_TEXT_BOLD) <= self->gutter - 6;
  const struct
  {
    int figure; /* tops; INT_MIN: left out */
    int words;
  } places[] = {
    { above - height, below },
    { above - 2 * height, above - height },
    { below, below + height },
    { INT_MIN, below },
    { INT_MIN, above - height },
  };

  /* Words that are cut say less than the line itself does. */
  if (!fits)
    {
      if (above - height >= self->floors_y - 3 && take_room (taken, join->house, index, above - height, above))
        write_label (self, cr, join, false, above - height);
      else if (take_room (taken, join->house, index, below, below + height))
        write_label (self, cr, join, false, below);

      return;
    }

  for (size_t i = 0; i < G_N_ELEMENTS (places); i++)
    {
      int top = places[i].figure != INT_MIN ? places[i].figure : places[i].words;

      if (top < self->floors_y - 3 || !take_room (taken, join->house, index, top, places[i].words + height))
        continue;

      if (places[i].figure != INT_MIN)
        write_label (self, cr, join, false, places[i].figure);
      write_label (self, cr, join, true, places[i].words);
      break;
    }
}

void
skein_houses_draw_joins (SkeinHousesScene *self,
                         cairo_t          *cr)
{
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (Taken));
  g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (uint32_t));

  for (uint32_t i = 0; i < self->houses->n_joins; i++)
    {
      int y = label_y (self, i);
      Taken line = { self->houses->joins[i].house, y - 1, y + 1, i };

      if (!join_is_seen (self, &g_array_index (self->joins, SkeinJoinLine, i)))
        continue;

      g_array_append_val (seen, i);
      g_array_append_val (taken, line);
    }

  /* The thick ones come first in the list, and lie on top. */
  for (guint i = seen->len; i-- > 0;)
    draw_join (self, cr, g_array_index (seen, uint32_t, i));
  for (guint i = 0; i < seen->len; i++)
    label_join (self, cr, g_array_index (seen, uint32_t, i), taken);
}
