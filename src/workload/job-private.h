/* job-private.h - what the engine knows of a job
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "workload/job.h"

#include <sched.h>
#include <stdatomic.h>
#include <sys/types.h>

/* A task's marks; 0: never. */
typedef struct
{
  pid_t    pid;
  pid_t    tid;
  int64_t  launched_ns;
  int64_t  start_ns;
  int64_t  end_ns;
  uint64_t answer;
} SkeinTaskMark;

typedef struct
{
  unsigned task;
  pid_t    tid;
  int64_t  start_ns;
  int64_t  end_ns;
} SkeinSpanMark;

/* What was used between the beginning and the end of the work. */
typedef struct
{
  int64_t cpu_ns;
  int64_t given_up;
  int64_t taken;
} SkeinJobUsage;

/* In memory that all processes of the job share. */
typedef struct
{
  int64_t         start_ns;
  int64_t         end_ns;
  SkeinJobUsage   usage;
  _Atomic int64_t n_spans;
  unsigned        workers;
  int64_t         private_bytes;      /* of a worker; -1: not measured */
  int64_t         proportional_bytes; /* of all; likewise */
  bool            has_answer;
  uint64_t        expected;
  uint64_t        got;
  bool            has_measure[SKEIN_EXPERIMENT_MEASURES];
  double          measures[SKEIN_EXPERIMENT_MEASURES];
} SkeinTally;

struct _SkeinJob
{
  const SkeinExperimentInfo *experiment;
  SkeinMode                  mode;
  int64_t                    values[SKEIN_EXPERIMENT_PARAMETERS];
  unsigned                   n_cores;
  unsigned                   cores[SKEIN_EXPERIMENT_MOST_CORES];
  unsigned                   n_usable; /* of them: the first so many, see skein_job_confine() */

  /* Of the round that is under way. */
  SkeinTally                *tally;
  SkeinTaskMark             *tasks;
  unsigned                   n_tasks;
  SkeinSpanMark             *spans;
  unsigned                   n_spans;
  void                      *shared;
  size_t                     map_bytes;
  SkeinJobUsage              before;
  int64_t                    private_before;
  bool                       is_counted;
};

/* Finds out where the program may run. */
void skein_job_init_cores (SkeinJob *self);

/* Takes the usage of this process since skein_job_begin(), once; skein_job_end() does it for who did not. */
void skein_job_count_usage (SkeinJob *self);

/* Forgets a round. */
void skein_job_clear (SkeinJob *self);

/* Returns: memory shared with processes that are forked from now on, zero; never %NULL */
void *skein_job_map (SkeinJob   *self,
                     size_t      n_bytes,
                     const char *name);

/* Adds the usage of the calling process. */
void skein_usage_take (SkeinJobUsage *ret);
