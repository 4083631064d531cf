/* houses-marks.c - what is chosen, and what lies under the pointer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "draw/houses-scene-private.h"

#define CHOSEN_WIDTH  2.5
#define POINTED_WIDTH 1.5

static bool
is_among_floors (const SkeinHousesSpot *spot)
{
  return spot->part == SKEIN_HOUSE_PART_FLOOR || spot->part == SKEIN_HOUSE_PART_GAP ||
         spot->part == SKEIN_HOUSE_PART_JOIN;
}

static void
outline (const SkeinHousesScene *self,
         cairo_t                *cr,
         const SkeinHousesSpot  *spot,
         double                  width,
         const SkeinColour      *colour)
{
  cairo_rectangle_int_t box;
  double inset = width / 2.0;
  double radius = SKEIN_FLOOR_RADIUS;

  if (!skein_houses_scene_get_box (self, spot, &box) || box.height < 2)
    return;

  if (spot->part == SKEIN_HOUSE_PART_HOUSE)
    return;
  if (spot->part == SKEIN_HOUSE_PART_INHABITANT || spot->part == SKEIN_HOUSE_PART_MORE)
    {
      radius = box.height / 2.0 + 2.0;
      inset = -1.5;
    }

  skein_round_box (cr, box.x + inset, box.y + inset, box.width - 2.0 * inset, box.height - 2.0 * inset, radius);
  skein_colour_set_source (colour, cr);
  cairo_set_line_width (cr, width);
  cairo_stroke (cr);
}

static void
outline_floor (const SkeinHousesScene *self,
               cairo_t                *cr,
               uint32_t                house,
               uint32_t                floor,
               double                  width,
               const SkeinColour      *colour)
{
  SkeinHousesSpot spot = { SKEIN_HOUSE_PART_FLOOR, house, floor };

  outline (self, cr, &spot, width, colour);
}

/* From the inhabitant down along the wall, and a branch into the floor. */
static void
draw_way (const SkeinHousesScene *self,
          cairo_t                *cr,
          const SkeinHousesSpot  *inhabitant,
          uint32_t                floor,
          double                  wall,
          double                  width,
          const SkeinColour      *colour)
{
  SkeinHousesSpot to = { SKEIN_HOUSE_PART_FLOOR, inhabitant->house, floor };
  cairo_rectangle_int_t pill;
  cairo_rectangle_int_t box;

  if (!skein_houses_scene_get_box (self, inhabitant, &pill) || !skein_houses_scene_get_box (self, &to, &box))
    return;

  cairo_move_to (cr, pill.x + pill.width / 2.0, pill.y + pill.height);
  cairo_line_to (cr, pill.x + pill.width / 2.0, self->floors_y - 4.0);
  cairo_line_to (cr, wall, self->floors_y - 4.0);
  cairo_line_to (cr, wall, box.y + box.height / 2.0);
  cairo_line_to (cr, box.x + 3.0, box.y + box.height / 2.0);
  skein_colour_set_source (colour, cr);
  cairo_set_line_width (cr, width);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
}

/* The way of a thread: to the stack that is its own, and to the heap that is everybody's. */
static void
mark_inhabitant (const SkeinHousesScene *self,
                 cairo_t                *cr,
                 const SkeinHousesSpot  *spot)
{
  const SkeinHouse *house = &self->houses->houses[spot->house];
  const SkeinInhabitant *inhabitant = &house->inhabitants[spot->index];
  SkeinColour colour = skein_colour_of_thread (house->colour, inhabitant->shade, self->palette->dark);
  double wall = skein_house_x (self, spot->house) - self->scroll_x + SKEIN_HOUSE_PADDING / 2.0 + 1.5;

  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, self->width, self->height);
  cairo_clip (cr);

  for (uint32_t i = 0; i < house->n_floors; i++)
    {
      if (house->floors[i].kind == SKEIN_REGION_HEAP && !house->floors[i].is_mixed)
        {
          draw_way (self, cr, spot, i, wall, 1.5, &colour);
          outline_floor (self, cr, spot->house, i, POINTED_WIDTH, &colour);
        }
    }

  if (inhabitant->floor != SKEIN_HOUSES_NONE)
    {
      draw_way (self, cr, spot, inhabitant->floor, wall, 2.5, &colour);
      outline_floor (self, cr, spot->house, inhabitant->floor, CHOSEN_WIDTH, &colour);
    }

  outline (self, cr, spot, CHOSEN_WIDTH, &self->palette->text);
  cairo_restore (cr);
}

static void
mark_join (const SkeinHousesScene *self,
           cairo_t                *cr,
           uint32_t                index)
{
  const SkeinJoin *join = &self->houses->joins[index];

  cairo_save (cr);
  skein_join_clip (self, cr, join);
  skein_join_path (self, cr, &g_array_index (self->joins, SkeinJoinLine, index));
  skein_join_stroke (self, cr, join->kind, true);
  cairo_restore (cr);

  outline_floor (self, cr, join->house, join->floor, CHOSEN_WIDTH, &self->palette->shared);
  outline_floor (self, cr, join->other_house, join->other_floor, CHOSEN_WIDTH, &self->palette->shared);
}

static bool
spot_exists (const SkeinHousesScene *self,
             const SkeinHousesSpot  *spot)
{
  cairo_rectangle_int_t box;

  if (spot == NULL || !skein_houses_scene_get_box (self, spot, &box))
    return false;

  return spot->part != SKEIN_HOUSE_PART_INHABITANT ||
         spot->index < self->houses->houses[spot->house].n_inhabitants;
}

static void
mark (const SkeinHousesScene *self,
      cairo_t                *cr,
      const SkeinHousesSpot  *spot,
      double                  width,
      const SkeinColour      *colour)
{
  if (!spot_exists (self, spot))
    return;

  cairo_save (cr);
  cairo_rectangle (cr, 0, is_among_floors (spot) ? self->floors_y - 2 : 0, self->width, self->height);
  cairo_clip (cr);

  if (spot->part == SKEIN_HOUSE_PART_INHABITANT)
    mark_inhabitant (self, cr, spot);
  else if (spot->part == SKEIN_HOUSE_PART_JOIN)
    mark_join (self, cr, spot->index);
  else if (spot->part != SKEIN_HOUSE_PART_GAP)
    outline (self, cr, spot, width, colour);

  cairo_restore (cr);
}

void
skein_houses_scene_draw_marks (SkeinHousesScene      *self,
                               cairo_t               *cr,
                               const SkeinHousesSpot *chosen,
                               const SkeinHousesSpot *pointed)
{
  SkeinColour pale = skein_colour_with_alpha (self->palette->text, 0.5f);

  mark (self, cr, pointed, POINTED_WIDTH, &pale);
  mark (self, cr, chosen, CHOSEN_WIDTH, &self->palette->text);
}
