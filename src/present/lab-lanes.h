/* lab-lanes.h - who had the cores in a run of an experiment, in pixels
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "lab/run.h"

G_BEGIN_DECLS

/* In place of a task's number: a thread of the run that was at no task: it made others, or waited for them. */
#define SKEIN_LAB_NO_TASK (UINT32_MAX - 1)

/* In place of a task's number: somebody else had the core. */
#define SKEIN_LAB_OTHERS_TASK UINT32_MAX

/* So many tasks share a column, at most; the rest of them is one. */
#define SKEIN_LAB_COLUMN_PARTS 6

/**
 * SkeinLabStay:
 * @start_ns: CLOCK_MONOTONIC
 * @end_ns: likewise
 * @task: at which task; where the marks are not there yet, which thread; %SKEIN_LAB_NO_TASK; %SKEIN_LAB_OTHERS_TASK
 * @tid: the thread; of others 0
 *
 * A time in which a core was at one thing.
 */
typedef struct
{
  int64_t  start_ns;
  int64_t  end_ns;
  uint32_t task;
  pid_t    tid;
} SkeinLabStay;

/**
 * SkeinLabBox:
 * @x: the first of its columns
 * @end: the one behind its last
 * @stay: which of the core's stays it is
 *
 * A stay that is wide enough to be seen by itself.
 */
typedef struct
{
  int      x;
  int      end;
  uint32_t stay;
} SkeinLabBox;

typedef struct
{
  uint32_t task;
  float    share;
} SkeinLabPart;

/**
 * SkeinLabColumn:
 * @observed: share of the column of which something is known; 0: a gap, or outside of the run
 * @in_box: a box covers it
 * @n_parts: how many @parts are filled
 * @parts: shares of the column, the smallest number of a task first
 */
typedef struct
{
  float        observed;
  bool         in_box;
  uint8_t      n_parts;
  SkeinLabPart parts[SKEIN_LAB_COLUMN_PARTS];
} SkeinLabColumn;

/**
 * SkeinLabLane:
 * @columns: (array length=n_columns): one for each pixel
 * @boxes: (element-type SkeinLabBox): oldest first
 *
 * One core, laid out on a time axis.
 */
typedef struct
{
  int             n_columns;
  SkeinLabColumn *columns;
  GArray         *boxes;
} SkeinLabLane;

/**
 * SkeinLabCoreSums:
 * @own_ns: time that threads of the run had the core
 * @others_ns: time that others had it, as far as is known
 * @n_turns: how often a thread of the run got it; of samples 0
 * @n_tasks: how many tasks were at it there
 */
typedef struct
{
  int64_t  own_ns;
  int64_t  others_ns;
  uint32_t n_turns;
  uint32_t n_tasks;
} SkeinLabCoreSums;

/**
 * SkeinLabLanes:
 *
 * What the cores did in one run, told by the tasks of the experiment. Where every switch was recorded, as
 * stays, which are made of the slices once; where not, as shares, from the store at each layout.
 */
typedef struct _SkeinLabLanes SkeinLabLanes;

/* @run: (transfer none): lives as long */
SkeinLabLanes *skein_lab_lanes_new  (const SkeinLabRun *run) G_GNUC_WARN_UNUSED_RESULT;
void           skein_lab_lanes_free (SkeinLabLanes *self);

/* Takes what came since: costs that. Once the run has ended, all is told by its marks. */
void skein_lab_lanes_update (SkeinLabLanes *self);

/* Returns: whether a stay tells the task, and not only the thread */
bool skein_lab_lanes_has_tasks (const SkeinLabLanes *self);

/**
 * skein_lab_lanes_get_stays:
 * @core: place among the run's cores
 *
 * Returns: (array length=ret_n) (transfer none): good until the next update; of a run made of samples there are none
 */
const SkeinLabStay *skein_lab_lanes_get_stays (const SkeinLabLanes *self,
                                               unsigned             core,
                                               uint32_t            *ret_n);

/* Returns: (nullable): what the core was at, at @time_ns */
const SkeinLabStay *skein_lab_lanes_find_stay (const SkeinLabLanes *self,
                                               unsigned             core,
                                               int64_t              time_ns);

/**
 * skein_lab_lanes_lay_out:
 * @core: place among the run's cores
 * @column_ns: length of a column; the first begins with the run
 * @n_columns: how many
 * @least: so many columns wide is a box, at least
 *
 * Returns: (transfer full): the lane
 */
SkeinLabLane *skein_lab_lanes_lay_out (const SkeinLabLanes *self,
                                       unsigned             core,
                                       double               column_ns,
                                       int                  n_columns,
                                       int                  least) G_GNUC_WARN_UNUSED_RESULT;

void skein_lab_lane_free (SkeinLabLane *self);

/* What the core's whole lane adds up to. */
void skein_lab_lanes_sum (const SkeinLabLanes *self,
                          unsigned             core,
                          SkeinLabCoreSums    *ret);

/* Returns: how many tasks were on a core at an instant, at most; 0: that is not known: it is made of samples, or there
 *   are no marks */
unsigned skein_lab_lanes_count_at_once (const SkeinLabLanes *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinLabLanes, skein_lab_lanes_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinLabLane, skein_lab_lane_free)

G_END_DECLS
