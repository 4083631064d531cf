/* timeline-tiles.h - the drawing of the timeline, kept in tiles of time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "draw/scene.h"

G_BEGIN_DECLS

/* Columns in a tile. A multiple of 8, as textures repeat. */
#define SKEIN_TILE_WIDTH 8

/**
 * SkeinTiles:
 *
 * Each tile is one render node of all lanes without their words, made once: the same node in the next
 * frame costs nothing. Only a tile in which time went on is drawn again.
 */
typedef struct _SkeinTiles SkeinTiles;

SkeinTiles *skein_tiles_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void        skein_tiles_free (SkeinTiles *self);

/* Forgets all tiles: lanes, theme, font or zoom changed. */
void skein_tiles_clear (SkeinTiles *self);

/* Forgets those that reach beyond @time_ns: more is known of it now. */
void skein_tiles_clear_from (SkeinTiles *self,
                             int64_t     time_ns,
                             int64_t     column_ns);

/**
 * skein_tiles_snapshot:
 * @page: the columns of the whole page, its start on a whole column
 *
 * Appends the page, its first column at x = 0. Tiles outside of it are dropped.
 */
void skein_tiles_snapshot (SkeinTiles         *self,
                           GtkSnapshot        *snapshot,
                           const SkeinScene   *scene,
                           const SkeinColumns *page);

G_END_DECLS
