/* render.h - skein-cli render: the window's pictures, in files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A program of its own, skein-render, that skein-cli becomes: what draws needs many libraries, and
 * to load them costs more than all else that "skein-cli run" adds to a short command.
 */

#pragma once

#include <stdint.h>
#include <stdio.h>

#include <glib.h>

#include "cli/picture.h"
#include "lab/plan.h"
#include "store/store.h"
#include "trace/command.h"

G_BEGIN_DECLS

/**
 * SkeinRendering:
 * @store: what was seen, to be freed
 * @processes: (element-type SkeinId): the command's, and all that it made
 * @cores: (element-type uint16_t): the machine's
 * @start_ns: when the command began, CLOCK_MONOTONIC
 * @end_ns: when it and all that it made had ended, or it had, and the others went on
 *
 * A command's run, to be drawn.
 */
typedef struct
{
  SkeinStore *store;
  GArray     *processes;
  GArray     *cores;
  int64_t     start_ns;
  int64_t     end_ns;
} SkeinRendering;

/**
 * skein_render:
 * @argv: (array length=argc): from the name of the command on
 *
 * Returns: an exit status: 0 done, 1 the work failed, 2 the call is wrong
 */
int skein_render (int    argc,
                  char **argv);

/**
 * skein_render_record:
 * @self: cleared, is filled
 * @command: waits to be released; is released
 * @sampled: record no switches, even where that is possible
 *
 * Runs it to its end, and keeps all that is seen of the machine meanwhile: each switch
 * where the kernel allows it (of all threads, or else of the command's), and samples.
 *
 * Returns: 0, or a negative errno: it could not be started
 */
int skein_render_record (SkeinRendering *self,
                         SkeinCommand   *command,
                         bool            sampled) G_GNUC_WARN_UNUSED_RESULT;

void skein_rendering_clear (SkeinRendering *self);

/**
 * skein_render_memory:
 * @pids: (array zero-terminated=1): as text, of processes that exist
 * @file: is closed
 *
 * Draws their memory, and what all processes take of the machine's.
 *
 * Returns: an exit status
 */
int skein_render_memory (const SkeinPicture *picture,
                         const char *const  *pids,
                         FILE               *file);

/**
 * skein_render_plan_lab:
 * @plan: (out): what is to be run
 * @settings: (nullable) (array zero-terminated=1): as of --set
 *
 * Returns: false, with @error set, if there is no such experiment, or it cannot be run like that
 */
bool skein_render_plan_lab (SkeinLabPlan       *plan,
                            const char         *experiment,
                            const char *const  *settings,
                            int                 repeats,
                            bool                sampled,
                            GError            **error);

/**
 * skein_render_lab:
 * @plan: was checked
 * @file: is closed
 *
 * Runs it, and draws what it showed.
 *
 * Returns: an exit status
 */
int skein_render_lab (const SkeinPicture *picture,
                      const SkeinLabPlan *plan,
                      FILE               *file);

/* Says on standard error what failed, and why. Returns: an exit status */
int skein_render_fail (const char *what,
                       const char *why);

G_END_DECLS
