/* run.h - skein-cli run: what a command does with the cores
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include <glib.h>

#include "store/at-once.h"
#include "trace/command.h"
#include "trace/support.h"

G_BEGIN_DECLS

/**
 * SkeinRunThread:
 * @pid: its process
 * @tid: its number
 * @name: its latest name, bytes
 * @start_ns: when it started, or was first seen, CLOCK_MONOTONIC
 * @end_ns: when it ended, or was last seen
 * @is_alive: it outlived the command
 * @run_ns: time on a core
 * @ready_ns: time it wanted a core and had none
 * @wait_ns: all other time
 * @given_up: how often it gave up its core to wait
 * @taken: how often its core was taken away
 * @moves: how often it went to another core
 * @core_ns: (element-type int64_t): time on each core, by number
 */
typedef struct
{
  pid_t    pid;
  pid_t    tid;
  char     name[16];
  int64_t  start_ns;
  int64_t  end_ns;
  bool     is_alive;
  int64_t  run_ns;
  int64_t  ready_ns;
  int64_t  wait_ns;
  uint64_t given_up;
  uint64_t taken;
  uint64_t moves;
  GArray  *core_ns;
} SkeinRunThread;

/**
 * SkeinRun:
 * @argv: (transfer none): the command
 * @is_exact: every switch was recorded; otherwise it is made of samples
 * @refusal: why not every switch was; %SKEIN_REFUSAL_NONE: nobody asked for it
 * @support: what the kernel allows, where @refusal says something
 * @start_ns: when the command began, CLOCK_MONOTONIC
 * @end_ns: when it and all that it made had ended, or it had, and the others went on
 * @status: as waitpid() gives it
 * @threads: (element-type SkeinRunThread): in the order in which they started
 * @parallelism: how many were on a core
 * @demand: how many wanted one
 * @switches: how often a core was left; of samples, as far as it is known
 * @lost: records lost
 * @unseen_ns: time of which @parallelism and @demand know nothing
 *
 * All that is known of a command's run.
 */
typedef struct
{
  char *const  *argv;
  bool          is_exact;
  SkeinRefusal  refusal;
  SkeinSupport  support;
  int64_t       start_ns;
  int64_t       end_ns;
  int           status;
  GArray       *threads;
  SkeinAtOnce   parallelism;
  SkeinAtOnce   demand;
  uint64_t      switches;
  uint64_t      lost;
  int64_t       unseen_ns;
} SkeinRun;

/**
 * skein_cli_run:
 * @argv: (array length=argc): from the name of the command on
 *
 * Returns: an exit status: the command's own, or 128 + the signal that ended it;
 *   127 where there is no such command, 126 where it cannot be started, 1 the work
 *   failed, 2 the call is wrong
 */
int skein_cli_run (int    argc,
                   char **argv);

/**
 * skein_run_exact:
 * @command: waits to be released; is released
 *
 * Runs it to its end and records every switch.
 *
 * Returns: 0; -EXDEV: no switch can be recorded, @run says why, and the command
 *   still waits; or another negative errno: it could not be started
 */
int skein_run_exact (SkeinRun     *run,
                     SkeinCommand *command) G_GNUC_WARN_UNUSED_RESULT;

/* As skein_run_exact(), with samples; never -EXDEV. */
int skein_run_sampled (SkeinRun     *run,
                       SkeinCommand *command) G_GNUC_WARN_UNUSED_RESULT;

/**
 * skein_run_wait:
 * @until_ns: not longer than until then, CLOCK_MONOTONIC
 *
 * Waits for the command to end, and passes on to it the signals that are meant
 * for it. It is not collected yet, so that its figures can still be read.
 *
 * Returns: whether it ended
 */
bool skein_run_wait (SkeinCommand *command,
                     int64_t       until_ns);

/* The signals that skein_run_wait() waits for come only there. */
void skein_run_block_signals (void);

void skein_run_init  (SkeinRun *self);
void skein_run_clear (SkeinRun *self);

/* Adds a thread, all zero. Valid until the next one is added. */
SkeinRunThread *skein_run_add_thread (SkeinRun *self);

void skein_run_print_json (FILE           *file,
                           const SkeinRun *self);

/* For people. */
void skein_run_print_text (FILE           *file,
                           const SkeinRun *self);

/* Returns: (transfer full) (nullable): in words why not every switch was recorded */
char *skein_run_dup_reason (const SkeinRun *self);

G_END_DECLS
