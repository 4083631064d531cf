/* tasks.h - the tasks that history knows, each with its small number
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "model/key.h"
#include "store/flow.h"
#include "store/shares.h"
#include "store/track.h"
#include "store/waits.h"

G_BEGIN_DECLS

/* A number that is not a time: the task still lives. */
#define SKEIN_TASK_ALIVE INT64_MAX

typedef struct _SkeinTask SkeinTask;

/**
 * SkeinTask:
 * @key: what identifies it; first, so that a key finds it in a hash table
 * @last_ns: the end of the last interval it was seen in, or %SKEIN_TASK_ALIVE
 * @name: (transfer full): a #GRefString
 * @process: the process it is a thread of; %NULL: it is a process
 * @first, @last: of a process: its threads, in the order of their birth
 * @previous, @next: its place among those, or among the processes
 * @number: of a process: how many came before it; a thread has that of its process
 * @owed_run_ns: run time measured beyond the end of the interval, which the next gets
 * @owed_ready_ns: ready time likewise
 * @flow: (nullable): of a thread: what switches tell of it
 * @waits: (nullable): of a thread: what it was seen to wait for
 * @shares: (nullable): of a thread: what it got of milliseconds
 * @is_provisional: only switches told of it so far: its start is not known, its track is empty
 * @is_recorded: of a process: switches told of one of its threads at least
 * @seen_ns: when switches told of its beginning, or of it, if that was before any
 *   snapshot did; else INT64_MAX
 * @gone_ns: when a snapshot did not have it any more, or its end as switches told it; INT64_MAX
 *   while it lives
 *
 * A process or a thread. A process and its main thread are two.
 */
struct _SkeinTask
{
  SkeinTaskKey key;
  SkeinTrack   track;
  int64_t      last_ns;
  char        *name;
  SkeinTask   *process;
  SkeinTask   *first;
  SkeinTask   *last;
  SkeinTask   *previous;
  SkeinTask   *next;
  uint32_t     id;
  uint32_t     number;
  int64_t      owed_run_ns;
  int64_t      owed_ready_ns;
  SkeinFlow   *flow;
  SkeinWaits  *waits;
  SkeinShares *shares;
  bool         start_is_seen;
  bool         is_provisional;
  bool         is_recorded;
  int64_t      seen_ns;
  int64_t      gone_ns;
};

/* So many threads are found by their numbers at once. */
#define SKEIN_TASKS_RECENT 1024

/**
 * SkeinTasks:
 * @by_id: sorted by id; a forgotten one leaves %NULL until skein_tasks_pack()
 * @ids: their ids
 * @n: length of both
 * @n_forgotten: how many %NULL there are
 * @processes: set of #SkeinTask, by key
 * @threads: likewise
 * @first_process, @last_process: in the order they were first seen
 * @next_id: what the next task gets
 * @next_number: and the next process
 * @bytes: what all of it takes, but the flows and shares
 * @flow_bytes: what the flows take
 * @n_waits: how many looks at a wait were noted, in all
 * @shares_bytes: what the shares take
 * @by_tid: by number: whom switches mean by it
 * @recent: some of these, by the low bits of the number
 */
typedef struct
{
  SkeinTask **by_id;
  uint32_t   *ids;
  uint32_t    n;
  uint32_t    capacity;
  uint32_t    n_forgotten;
  GHashTable *processes;
  GHashTable *threads;
  SkeinTask  *first_process;
  SkeinTask  *last_process;
  uint32_t    next_id;
  uint32_t    next_number;
  size_t      bytes;
  size_t      flow_bytes;
  uint64_t    n_waits;
  size_t      shares_bytes;
  GHashTable *by_tid;
  SkeinTask  *recent[SKEIN_TASKS_RECENT];
} SkeinTasks;

void skein_tasks_init  (SkeinTasks *self,
                        uint32_t    first_id);
void skein_tasks_clear (SkeinTasks *self);

SkeinTask *skein_tasks_find_process (const SkeinTasks   *self,
                                     const SkeinTaskKey *key);
SkeinTask *skein_tasks_find_thread  (const SkeinTasks   *self,
                                     const SkeinTaskKey *key);

/* Returns: (nullable): the task @id, in logarithmic time */
SkeinTask *skein_tasks_get (const SkeinTasks *self,
                            uint32_t          id);

/**
 * skein_tasks_add:
 * @key: its key. One that was seen before, gone and is here again is found by it
 *   from now on, and the earlier one only by its id
 * @process: (nullable): the process it is a thread of; %NULL: it is a process
 * @name: (transfer full): a #GRefString
 */
SkeinTask *skein_tasks_add (SkeinTasks         *self,
                            const SkeinTaskKey *key,
                            SkeinTask          *process,
                            char               *name);

/* @name is taken over. */
void skein_tasks_rename (SkeinTasks *self,
                         SkeinTask  *task,
                         char       *name);

/* Keeps what @detail tells that the thread @task waits for. */
void skein_tasks_note_wait (SkeinTasks              *self,
                            SkeinTask               *task,
                            const SkeinThreadDetail *detail);

/* Forgets a task, a process with all its threads. */
void skein_tasks_forget (SkeinTasks *self,
                         SkeinTask  *task);

/* A snapshot has a provisional task, too: from now on @key finds it. */
void skein_tasks_adopt (SkeinTasks         *self,
                        SkeinTask          *task,
                        const SkeinTaskKey *key);

/* Returns: (nullable): the thread that switches mean by @tid */
SkeinTask *skein_tasks_find_tid (SkeinTasks *self,
                                 pid_t       tid);

/* From now on switches mean @task by its number. */
void skein_tasks_set_tid (SkeinTasks *self,
                          SkeinTask  *task);

/* Closes the gaps that forgotten tasks left. */
void skein_tasks_pack (SkeinTasks *self);

G_END_DECLS
