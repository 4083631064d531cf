/* stage.h - a timeline's scene, as tests and benches have it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "draw/scene.h"

#include "tale.h"

/* All processes have the first colour. */
static inline uint32_t
stage_colour (SkeinId  process,
              gpointer data)
{
  return 0;
}

/* Returns: (transfer full): the lanes of @timeline and of so many cores, laid out */
static inline SkeinScene *
stage_scene_new (const Tale          *tale,
                 const SkeinTimeline *timeline,
                 const SkeinPalette  *palette,
                 uint16_t             n_cores,
                 int                  width,
                 int                  height)
{
  SkeinScene *scene = skein_scene_new ();

  scene->store = tale->store;
  scene->timeline = timeline;
  scene->palette = palette;
  scene->text = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  scene->colour = stage_colour;
  scene->width = width;
  scene->height = height;
  scene->once_most = 4;
  for (uint16_t i = 0; i < n_cores; i++)
    g_array_append_val (scene->cores, i);
  skein_scene_layout (scene);

  return scene;
}
