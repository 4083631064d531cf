/* houses-scene.h - houses as a drawing: where everything lies, and what it looks like
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <pango/pangocairo.h>

#include "draw/palette.h"
#include "draw/text.h"
#include "present/houses.h"

G_BEGIN_DECLS

/* So many houses lie side by side where there is room; more are found by scrolling. */
#define SKEIN_HOUSES_ABREAST 6

typedef enum
{
  SKEIN_HOUSE_PART_NONE,
  SKEIN_HOUSE_PART_HOUSE,      /* its head */
  SKEIN_HOUSE_PART_INHABITANT,
  SKEIN_HOUSE_PART_MORE,       /* "+12": inhabitants for whom there is no room */
  SKEIN_HOUSE_PART_FLOOR,
  SKEIN_HOUSE_PART_GAP,        /* not mapped, below floor @index */
  SKEIN_HOUSE_PART_JOIN,
} SkeinHousePart;

/**
 * SkeinHousesSpot:
 * @part: what it is
 * @house: of the houses; of a join its left one
 * @index: which inhabitant, floor or join
 */
typedef struct
{
  SkeinHousePart part;
  uint32_t       house;
  uint32_t       index;
} SkeinHousesSpot;

/**
 * SkeinHousesScene:
 *
 * Houses side by side; from the top down in each: its name, its memory, its
 * inhabitants, its floors in the order of addresses; between them bridges. Floors of
 * one row lie at one height. Scrolls both ways where there are more houses or floors
 * than fit; the same drawing fills a window and a file.
 */
typedef struct
{
  /* Set by the owner before skein_houses_scene_layout() */
  const SkeinHouses  *houses;
  const SkeinPalette *palette;
  PangoContext       *text; /* (transfer full): its font sets the size of everything */
  int                 width;
  int                 height;
  int                 scroll_x; /* pixels; brought into range by the layout */
  int                 scroll_y;

  /* Set by skein_houses_scene_layout() */
  int content_width; /* of all houses, seen or not */
  int content_height;
  int line_height;
  int small_height;
  int house_width;
  int gutter; /* between two houses */
  int floors_y; /* where the first row begins */
  bool narrow; /* figures stand below titles */

  /*< private >*/
  GArray     *row_tops; /* of int: where each row begins, and the last one ends */
  GArray     *floor_boxes; /* of all houses, one after the other */
  GArray     *house_floors; /* of uint32_t: where each house begins in it */
  GArray     *pills;
  GArray     *joins;
  SkeinTexts *texts;
  double      growth; /* pixels of a floor with the greatest height, beyond the least */
} SkeinHousesScene;

SkeinHousesScene *skein_houses_scene_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void              skein_houses_scene_free (SkeinHousesScene *self);

/**
 * skein_houses_scene_layout:
 *
 * Places everything, after a change of what the owner sets. The heights of floors
 * shrink as far as they can to fit; what then does not scrolls.
 */
void skein_houses_scene_layout (SkeinHousesScene *self);

/* The height that shows everything without scrolling, as for a file, with heights of
 * floors as they are liked best. */
int skein_houses_scene_natural_height (SkeinHousesScene *self);

/* What is under a point of the scene. */
SkeinHousesSpot skein_houses_scene_hit (const SkeinHousesScene *self,
                                        double                  x,
                                        double                  y);

/**
 * skein_houses_scene_get_box:
 * @ret: (out): its pixels in the scene, as it is scrolled; they may be out of view
 *
 * Returns: false if there is no such spot
 */
bool skein_houses_scene_get_box (const SkeinHousesScene *self,
                                 const SkeinHousesSpot  *spot,
                                 cairo_rectangle_int_t  *ret);

/* Scrolls as little as shows @spot. Returns: whether it scrolled */
bool skein_houses_scene_reveal (SkeinHousesScene      *self,
                                const SkeinHousesSpot *spot);

/**
 * skein_houses_scene_move:
 * @spot: (inout): a floor, or none yet
 * @across: houses to the right; less than 0: to the left
 * @down: floors down; less than 0: up
 *
 * Moves a keyboard's cursor: across, to the floor at the same height.
 *
 * Returns: false where there is nothing further
 */
bool skein_houses_scene_move (const SkeinHousesScene *self,
                              SkeinHousesSpot        *spot,
                              int                     across,
                              int                     down);

/* Draws everything but the marks. Only what is seen costs time. */
void skein_houses_scene_draw (SkeinHousesScene *self,
                              cairo_t          *cr);

/**
 * skein_houses_scene_draw_marks:
 * @chosen: (nullable): has an outline
 * @pointed: (nullable): under the pointer: a paler one; of an inhabitant also the way to its
 *   stack and to the heap; of a join both its ends
 *
 * What changes with the pointer, over skein_houses_scene_draw().
 */
void skein_houses_scene_draw_marks (SkeinHousesScene      *self,
                                    cairo_t               *cr,
                                    const SkeinHousesSpot *chosen,
                                    const SkeinHousesSpot *pointed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinHousesScene, skein_houses_scene_free)

G_END_DECLS
