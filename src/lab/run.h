/* run.h - what is known of one run of an experiment in one mode
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include <glib.h>

#include "experiments/experiments.h"
#include "store/store.h"
#include "trace/support.h"

G_BEGIN_DECLS

/**
 * SkeinLabFigure:
 * @SKEIN_LAB_WALL: from the start of the work to its end, ns
 * @SKEIN_LAB_CPU: time on cores, of all its threads together, ns
 * @SKEIN_LAB_CONCURRENCY: tasks under way, mean over the wall time (from the marks)
 * @SKEIN_LAB_CONCURRENCY_MOST: the most at an instant
 * @SKEIN_LAB_PARALLELISM: threads on a core, mean (from the switches)
 * @SKEIN_LAB_PARALLELISM_MOST: the most at an instant; of samples: not known
 * @SKEIN_LAB_TOGETHER: share of the wall time with two or more on a core
 * @SKEIN_LAB_READY: time that its threads wanted a core and had none, ns
 * @SKEIN_LAB_GIVEN_UP: how often a core was given up to wait
 * @SKEIN_LAB_TAKEN: how often one was taken away
 * @SKEIN_LAB_MOVES: how often a thread went to another core
 * @SKEIN_LAB_PRIVATE: private memory of a worker, bytes: of threads, by how much that of
 *   their process grew, divided by their number
 * @SKEIN_LAB_PROPORTIONAL: proportional share of all its processes together, bytes
 * @SKEIN_LAB_START: from the launch of a task to its first instruction, mean, ns
 * @SKEIN_LAB_OTHERS: of the time on the cores that it could use and wanted, the share that others took, 0 to 1: how
 *   far the machine was from being quiet. Work of others on a core that it leaves idle disturbs nothing. What it
 *   wanted is one core at least, so that moments in a run that mostly waits count for no more than they are
 *
 * The common table.
 */
typedef enum
{
  SKEIN_LAB_WALL,
  SKEIN_LAB_CPU,
  SKEIN_LAB_CONCURRENCY,
  SKEIN_LAB_CONCURRENCY_MOST,
  SKEIN_LAB_PARALLELISM,
  SKEIN_LAB_PARALLELISM_MOST,
  SKEIN_LAB_TOGETHER,
  SKEIN_LAB_READY,
  SKEIN_LAB_GIVEN_UP,
  SKEIN_LAB_TAKEN,
  SKEIN_LAB_MOVES,
  SKEIN_LAB_PRIVATE,
  SKEIN_LAB_PROPORTIONAL,
  SKEIN_LAB_START,
  SKEIN_LAB_OTHERS,
  SKEIN_LAB_N_FIGURES,
} SkeinLabFigure;

/**
 * SkeinLabTask:
 * @pid: the process that did it
 * @tid: the thread
 * @launched_ns: when it was called for; 0: nobody did
 * @start_ns: its first instruction; 0: it never began
 * @end_ns: its last; 0: it never ended
 *
 * A task, as the worker marked it. Its number is its place.
 */
typedef struct
{
  pid_t   pid;
  pid_t   tid;
  int64_t launched_ns;
  int64_t start_ns;
  int64_t end_ns;
} SkeinLabTask;

/* A stretch in which thread @tid was at a task, where one thread does several by turns. */
typedef struct
{
  uint32_t task;
  pid_t    tid;
  int64_t  start_ns;
  int64_t  end_ns;
} SkeinLabSpan;

/**
 * SkeinLabRun:
 * @mode: place of the mode
 * @repeat: the how manieth of it, from 0
 * @is_exact: every switch of its threads was recorded; otherwise it is made of samples
 * @refusal: why not, if not
 * @start_ns: where the work began, CLOCK_MONOTONIC; of one that has not ended: when it was started
 * @end_ns: where it ended; of one that has not ended: as far as is known
 * @store: what the cores and its threads did. It is the run's own, and changes only until the run has ended
 * @processes: (element-type SkeinId): of @store: its processes, but for the one that only watches over them
 * @cores: (element-type uint16_t): the cores that the program was given, by the kernel's numbers
 * @n_usable: how many of them, from the first on, its mode can use; 0: not known yet
 * @tasks: (element-type SkeinLabTask): empty until it has ended
 * @spans: (element-type SkeinLabSpan): in the order of time; empty where each thread does one task at a time
 * @has_ended: the figures below are known
 * @figures: the common table; NAN: not measured
 * @measures: those of the experiment, one for each; NAN: not measured
 * @has_answer: it said what came out
 * @answer_ok: and that was right
 * @expected: what should have come out
 * @got: what did
 * @lost: how many switches were lost
 * @problem: (nullable): in words: why it did not get to its end
 *
 * Counted; what has ended does not change any more.
 */
typedef struct
{
  unsigned     mode;
  unsigned     repeat;
  bool         is_exact;
  SkeinRefusal refusal;
  int64_t      start_ns;
  int64_t      end_ns;
  SkeinStore  *store;
  GArray      *processes;
  GArray      *cores;
  unsigned     n_usable;
  GArray      *tasks;
  GArray      *spans;
  bool         has_ended;
  double       figures[SKEIN_LAB_N_FIGURES];
  double       measures[SKEIN_EXPERIMENT_MEASURES];
  bool         has_answer;
  bool         answer_ok;
  uint64_t     expected;
  uint64_t     got;
  uint64_t     lost;
  char        *problem;

  /*< private >*/
  unsigned     n_refs;
} SkeinLabRun;

SkeinLabRun *skein_lab_run_ref   (SkeinLabRun *self);
void         skein_lab_run_unref (SkeinLabRun *self);

/* Returns: the key of a figure in JSON, as cli.md has the common table: "wall_ns", … */
const char *skein_lab_figure_get_key (SkeinLabFigure figure);

/* Returns: what number it is */
SkeinUnit skein_lab_figure_get_unit (SkeinLabFigure figure);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinLabRun, skein_lab_run_unref)

G_END_DECLS
