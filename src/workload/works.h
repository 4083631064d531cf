/* works.h - the work of each experiment, one file each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "workload/job.h"

void skein_work_both         (SkeinJob *job);
void skein_work_contention   (SkeinJob *job);
void skein_work_event_loop   (SkeinJob *job);
void skein_work_green        (SkeinJob *job);
void skein_work_parallel     (SkeinJob *job);
void skein_work_priority     (SkeinJob *job);
void skein_work_race         (SkeinJob *job);
void skein_work_scheduler    (SkeinJob *job);
void skein_work_slices       (SkeinJob *job);
void skein_work_speedup      (SkeinJob *job);
void skein_work_thread_local (SkeinJob *job);
void skein_work_waiting      (SkeinJob *job);

/* Returns: what does the work of an experiment; %NULL: nothing does */
SkeinJobFunc skein_works_find (const char *experiment);
