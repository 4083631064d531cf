/* colour.h - colour is identity: a hue for each process, a shade for each thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "model/process.h"
#include "model/region.h"

G_BEGIN_DECLS

/* Red, green, blue and opacity, 0 to 1, as cairo and GDK take them. */
typedef struct
{
  float red;
  float green;
  float blue;
  float alpha;
} SkeinColour;

/**
 * skein_colour_of_process:
 * @number: a small number that stands for the process, as skein_store_get_process_number()
 * @dark: for a dark background
 *
 * Numbers that follow each other get hues far apart. The amber of Ready is left
 * out, and so is grey, which means "not in focus". Lightness and strength are the
 * same to the eye for all.
 */
SkeinColour skein_colour_of_process (uint32_t number,
                                     bool     dark);

/**
 * skein_colour_of_thread:
 * @process: the number of its process
 * @index: its place among the threads of its process, the main thread is 0
 */
SkeinColour skein_colour_of_thread (uint32_t process,
                                    uint32_t index,
                                    bool     dark);

/* The colour of a state, for views that are coloured by state and for legends. */
SkeinColour skein_colour_of_state (SkeinState state,
                                   bool       dark);

/* A pale colour of a kind of memory, to lie behind words: it tells kinds apart, no process. */
SkeinColour skein_colour_of_region (SkeinRegionKind kind,
                                    bool            dark);

/* Of what is shared, whoever shares it: bridges, and the dots of shared memory. */
SkeinColour skein_colour_of_shared (bool dark);

/* What is not in focus. */
SkeinColour skein_colour_of_rest (bool dark);

/* Black or white, whichever reads better on @background. */
SkeinColour skein_colour_of_text_on (const SkeinColour *background);

G_END_DECLS
