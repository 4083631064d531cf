/* job.h - one run of an experiment in one mode: what it is asked for, what it marks, what it found
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * No library but libc: nothing may disturb what is shown. Times are CLOCK_MONOTONIC in
 * nanoseconds. What is marked lies in memory that is shared with all processes that the
 * job forks, at a place that was made before the work began: to mark costs a clock read.
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "experiments/experiments.h"

typedef struct _SkeinJob SkeinJob;

/**
 * SkeinJobFunc:
 *
 * An experiment: makes ready (skein_job_prepare()), begins, does the work in the mode that is
 * asked for, ends, and says what came out. Called once for each round, in a process that has one thread.
 * What cannot be had on this machine is skein_job_fail().
 */
typedef void (*SkeinJobFunc) (SkeinJob *self);

/* Returns: the value of the parameter with that id */
int64_t skein_job_get (const SkeinJob *self,
                       const char     *parameter);

/* Returns: whether the mode is the one with that id */
bool skein_job_is (const SkeinJob *self,
                   const char     *mode);

/* Returns: of an experiment with a mode for each number of workers: that */
unsigned skein_job_get_workers (const SkeinJob *self);

/**
 * skein_job_prepare:
 * @n_tasks: how many tasks are marked
 * @n_spans: how many stretches of tasks can be marked; more are counted, and said to be left out
 * @n_bytes: memory, zero, shared between all processes of the job, for the experiment itself
 *
 * Once, before skein_job_begin().
 */
void skein_job_prepare (SkeinJob *self,
                        unsigned  n_tasks,
                        unsigned  n_spans,
                        size_t    n_bytes);

/* Returns: (transfer none): the memory that skein_job_prepare() was asked for */
void *skein_job_get_shared (SkeinJob *self);

/* The work begins, or is over: what the job costs is counted between the two. Workers of
 * skein_workers_run() must not be alive at either. */
void skein_job_begin (SkeinJob *self);
void skein_job_end   (SkeinJob *self);

/* Returns: when the work began */
int64_t skein_job_get_begin (const SkeinJob *self);

/* Marks the start of a task, by the thread that does it, unless that was done. */
void skein_job_start_task (SkeinJob *self,
                           unsigned  task);

/* Likewise, of one that had the thread since @start_ns. */
void skein_job_start_task_at (SkeinJob *self,
                              unsigned  task,
                              int64_t   start_ns);

/* And its end. The memory of the job has its answer. */
void skein_job_finish_task (SkeinJob *self,
                            unsigned  task,
                            uint64_t  answer);

/* When whoever is to do a task is about to be made or called for: of workers it is marked for them. */
void skein_job_launch_task (SkeinJob *self,
                            unsigned  task);

/* Likewise, of one that was called for at @launched_ns, for example an event that came then. */
void skein_job_launch_task_at (SkeinJob *self,
                               unsigned  task,
                               int64_t   launched_ns);

/* Where one thread of the kernel does several tasks by turns: that it was at @task from
 * @start_ns until @end_ns. @tid: that thread's number, which whoever calls this often asks the kernel
 * for only once. May be called by several threads at once. */
void skein_job_add_span (SkeinJob *self,
                         unsigned  task,
                         pid_t     tid,
                         int64_t   start_ns,
                         int64_t   end_ns);

/* Returns: the stretch at place @i, as they were added; false: there are not so many, or it had no room */
bool skein_job_get_span (const SkeinJob *self,
                         unsigned        i,
                         unsigned       *ret_task,
                         int64_t        *ret_start_ns,
                         int64_t        *ret_end_ns);

/* Returns: the sum of the answers of all tasks that were finished */
uint64_t skein_job_sum_answers (const SkeinJob *self);

/* Returns: the latest end of a task; 0: none */
int64_t skein_job_get_last_end (const SkeinJob *self);

/* Returns: when a task was launched, when it started, when it ended; 0: never */
int64_t skein_job_get_launch (const SkeinJob *self,
                              unsigned        task);
int64_t skein_job_get_start  (const SkeinJob *self,
                              unsigned        task);
int64_t skein_job_get_end    (const SkeinJob *self,
                              unsigned        task);

/* Returns: after skein_workers_run(): the private memory of all workers together (of threads: by how much that of their
 * process grew), bytes; -1: not measured */
int64_t skein_job_get_private (const SkeinJob *self);

/* What should have come out and what did. The answer is right if they are equal. */
void skein_job_answer (SkeinJob *self,
                       uint64_t  expected,
                       uint64_t  got);

/* A measure of the experiment, by its id; one that is not put was not measured. */
void skein_job_put (SkeinJob   *self,
                    const char *measure,
                    double      value);

/* Ends the program with one line on standard error, and the exit status 1. printf() format. */
void skein_job_fail (SkeinJob   *self,
                     const char *format,
                     ...) __attribute__ ((format (printf, 2, 3), noreturn));

/* Lets the calling thread, and what it makes from now on, run on the first @n_cores of the cores
 * that the program was given: those are told to be the usable ones. */
void skein_job_confine (SkeinJob *self,
                        unsigned  n_cores);

/* Lets the calling thread run on one core: the one at place @i of those that the program was given. */
void skein_job_pin (SkeinJob *self,
                    unsigned  i);

/* Returns: how many cores the program was given; at least 1 */
unsigned skein_job_count_cores (const SkeinJob *self);

/* Returns: CLOCK_MONOTONIC now */
int64_t skein_job_now (void);
