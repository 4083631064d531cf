/* houses-scene-private.h - where the parts of houses lie
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "draw/houses-scene.h"

G_BEGIN_DECLS

#define SKEIN_HOUSE_PADDING 10 /* from the wall to what is inside */
#define SKEIN_HOUSE_WALL    3
#define SKEIN_HOUSE_RADIUS  8
#define SKEIN_FLOOR_RADIUS  4
#define SKEIN_FLOOR_PADDING 9

/* An inhabitant, or those for whom there was no room (of @index on). */
typedef struct
{
  cairo_rectangle_int_t box; /* x as if nothing was scrolled */
  uint32_t              house;
  uint32_t              index;
  bool                  is_more;
} SkeinPill;

/* A line from the right edge of a floor to the left edge of another, as if nothing was scrolled. */
typedef struct
{
  double x;
  double y;
  double other_x;
  double other_y;
} SkeinJoinLine;

/* All as if nothing was scrolled; floors_y is added to what scrolls up and down. */
static inline int
skein_house_x (const SkeinHousesScene *self,
               uint32_t                house)
{
  return (int) house * (self->house_width + self->gutter);
}

static inline const cairo_rectangle_int_t *
skein_house_floor_box (const SkeinHousesScene *self,
                       uint32_t                house,
                       uint32_t                floor)
{
  uint32_t first = g_array_index (self->house_floors, uint32_t, house);

  return &g_array_index (self->floor_boxes, cairo_rectangle_int_t, first + floor);
}

/* The first floor of @house that ends below @y. */
uint32_t skein_house_first_floor (const SkeinHousesScene *self,
                                  uint32_t                house,
                                  int                     y);

/* The room below floor @floor, up to the next floor of the house. */
cairo_rectangle_int_t skein_house_gap_box (const SkeinHousesScene *self,
                                           uint32_t                house,
                                           uint32_t                floor);

void skein_round_box (cairo_t *cr,
                      double   x,
                      double   y,
                      double   width,
                      double   height,
                      double   radius);

/* All that are seen, and their labels where there is room for them. */
void skein_houses_draw_joins (SkeinHousesScene *self,
                              cairo_t          *cr);

/* The line of a join as a path, as scrolled: it bends only where its ends are not level. */
void skein_join_path (const SkeinHousesScene *self,
                      cairo_t                *cr,
                      const SkeinJoinLine    *line);

void skein_join_stroke (const SkeinHousesScene *self,
                        cairo_t                *cr,
                        SkeinJoinKind           kind,
                        bool                    strong);

/* Cuts off what lies within the walls of houses between two that are joined. */
void skein_join_clip (const SkeinHousesScene *self,
                      cairo_t                *cr,
                      const SkeinJoin        *join);

G_END_DECLS
