/* workers.h - several threads or processes that do the tasks of a job
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "workload/job.h"

/**
 * SkeinWorkerKind:
 * @SKEIN_WORKER_THREADS: threads, each with a task of its own
 * @SKEIN_WORKER_PROCESSES: likewise, processes
 * @SKEIN_WORKER_CARRIERS: threads that carry tasks, and launch them by themselves
 */
typedef enum
{
  SKEIN_WORKER_THREADS,
  SKEIN_WORKER_PROCESSES,
  SKEIN_WORKER_CARRIERS,
} SkeinWorkerKind;

/**
 * SkeinWorkerFunc:
 * @worker: its number, from 0
 * @data: as given
 *
 * What a worker does. A process has a copy of everything but skein_job_get_shared().
 */
typedef void (*SkeinWorkerFunc) (SkeinJob *job,
                                 unsigned  worker,
                                 void     *data);

/**
 * skein_workers_run:
 * @n: how many; at least 1
 *
 * Makes the workers, lets them do @func, and waits until all have; calls skein_job_begin() before the
 * first is made and skein_job_end() when the last is gone. When all have done their work and none is
 * gone yet, it reads what memory they have (smaps_rollup). A thread is named "worker 1", a
 * process as well. Processes end with the program, whatever happens to it.
 *
 * Task n counts as launched when worker n is about to be made, but for carriers.
 */
void skein_workers_run (SkeinJob        *job,
                        SkeinWorkerKind  kind,
                        unsigned         n,
                        SkeinWorkerFunc  func,
                        void            *data);
