/* sweep.h - looks, now and then, at what no clock tells
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sampler/reader.h"
#include "sampler/watch.h"

G_BEGIN_DECLS

/**
 * SkeinPlace:
 *
 * Where a round over all threads of all processes got to.
 */
typedef struct
{
  pid_t    pid;
  uint32_t index;
} SkeinPlace;

/**
 * SkeinSweep:
 * @stat: the round that reads all of a thread: names changed by others, and what else there may be
 * @policy: the round that asks the scheduler for nice and policy
 * @leader: the process up to which the faster one got, that asks so for main threads
 * @times: the process up to which the round got that reads the times of main threads
 * @ready: the round that looks for threads that want a core and never got one
 *
 * The CPU clock tells what ran. What others do to a thread that sleeps it does not
 * tell, nor that a thread became ready and got no core, nor, in a virtual machine,
 * a slice of which the hypervisor took all.
 */
typedef struct
{
  SkeinPlace stat;
  SkeinPlace policy;
  pid_t      leader;
  pid_t      times;
  SkeinPlace ready;

  /*< private >*/
  double     stat_owed;
  double     policy_owed;
  double     leaders_owed;
  double     times_owed;
  uint32_t   n_excess;
  uint32_t   n_searched;
  uint32_t   n_rests;
  uint32_t   rest;
  bool       has_found;
} SkeinSweep;

/**
 * skein_sweep_all:
 * @watches: (element-type SkeinWatch): sorted by pid
 * @n_threads: of all of them
 *
 * Goes on with the rounds of times, of nice and of names, in proportion to the time
 * since the last sample.
 */
void skein_sweep_all   (SkeinSweep  *self,
                        SkeinReader *reader,
                        GPtrArray   *watches,
                        uint32_t     n_threads);

/**
 * skein_sweep_ready:
 * @n_running: tasks that run or are ready, of loadavg
 *
 * If more threads want a core than are known to, looks for them.
 */
void skein_sweep_ready (SkeinSweep  *self,
                        SkeinReader *reader,
                        GPtrArray   *watches,
                        uint32_t     n_threads,
                        uint32_t     n_running);

G_END_DECLS
