/* scene-private.h - the parts that a scene is drawn from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "draw/scene.h"

G_BEGIN_DECLS

/* Where two pieces of a lane meet, one more column on either side shows whether an
 * outline ends or goes on. */
#define SKEIN_MARGIN 1

/* Columns whose time is known to be unmeasured: @gaps[i] for column i. */
void skein_draw_gaps (const SkeinScene  *self,
                      cairo_t           *cr,
                      const bool        *gaps,
                      int                n,
                      const SkeinStripe *lane);

/* What a core's lane is high, without the room below. */
int skein_core_bar_height (const SkeinScene *self);

void skein_draw_core_lane (const SkeinScene   *self,
                           cairo_t            *cr,
                           unsigned            core,
                           const SkeinStripe  *lane,
                           const SkeinColumns *columns);

void skein_draw_thread_lane (const SkeinScene   *self,
                             cairo_t            *cr,
                             const SkeinLane    *thread,
                             const SkeinStripe  *lane,
                             const SkeinColumns *columns);

/* What is written on the bars and above the waits of a lane: see skein_scene_place_labels(). */
void skein_place_core_labels   (const SkeinScene   *self,
                                unsigned            core,
                                const SkeinStripe  *lane,
                                const SkeinColumns *columns,
                                GArray             *labels);
void skein_place_thread_labels (const SkeinScene   *self,
                                const SkeinLane    *thread,
                                const SkeinStripe  *lane,
                                const SkeinColumns *columns,
                                GArray             *labels);

void skein_draw_once (const SkeinScene   *self,
                      cairo_t            *cr,
                      const SkeinColumns *columns);

/* Writes @text with its top at @y; @width: cut with an ellipsis there; less than 0: not cut.
 * Returns: its width */
int skein_draw_text (const SkeinScene  *self,
                     cairo_t           *cr,
                     const char        *text,
                     int                x,
                     int                y,
                     int                width,
                     bool               bold,
                     bool               small,
                     const SkeinColour *colour);

/* Returns: (transfer full): words, as skein_draw_text() writes them */
PangoLayout *skein_text_layout_new (const SkeinScene *self,
                                    const char       *text,
                                    bool              bold,
                                    bool              small) G_GNUC_WARN_UNUSED_RESULT;

/* What the legend needs below the heading, 0 where it fits beside it. */
int skein_legend_height (const SkeinScene *self);

int skein_measure_text (const SkeinScene *self,
                        const char       *text,
                        bool              bold,
                        bool              small);

/* The textures of the states, one lane high, for lanes and legend. */
void skein_draw_ready (const SkeinScene            *self,
                       cairo_t                     *cr,
                       const cairo_rectangle_int_t *box);
void skein_draw_derived_ready (const SkeinScene            *self,
                               cairo_t                     *cr,
                               const cairo_rectangle_int_t *box);
void skein_draw_waiting (const SkeinScene *self,
                         cairo_t          *cr,
                         SkeinState        state,
                         int               x,
                         int               middle,
                         int               width);

G_END_DECLS
