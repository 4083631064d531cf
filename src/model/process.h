/* process.h - one process and its threads, as one sample saw them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include <glib.h>

#include "model/key.h"

G_BEGIN_DECLS

/* Of a thread; a kernel's worker may have a longer one, then it is its process's name. */
#define SKEIN_THREAD_NAME_SIZE 16

/**
 * SkeinState:
 *
 * The states of the textbooks, from the kernel's letter and from what the
 * thread got in the interval. See skein_thread_get_state().
 */
typedef enum
{
  SKEIN_STATE_UNKNOWN,
  SKEIN_STATE_RUNNING,    /* R, and it had a core */
  SKEIN_STATE_READY,      /* R, and it had none: it wants a core */
  SKEIN_STATE_WAITING,    /* S, I: for anything but a disk */
  SKEIN_STATE_DISK,       /* D: waiting, and not to be interrupted; most often for a disk */
  SKEIN_STATE_SUSPENDED,  /* T, t: stopped by a signal or a debugger */
  SKEIN_STATE_TERMINATED, /* Z, X: ended, not yet collected by its parent */
  SKEIN_N_STATES
} SkeinState;

/**
 * SkeinThread:
 * @start_ticks: field 22 of stat, in clock ticks since boot
 * @run_ns: CPU time since the thread started, of schedstat
 * @ready_ns: time it wanted a core and had none, since it started, of schedstat
 * @slices: how many times it was put on a core, of schedstat
 * @run_delta_ns: growth of @run_ns in the snapshot's interval
 * @ready_delta_ns: time it was ready in the snapshot's interval. Not simply the
 *   growth of @ready_ns: the kernel adds that only when the wait ends, the
 *   sampler gives it to the intervals in which the thread was waiting
 * @tid: the thread's number
 * @core: the core it ran on last, field 39 of stat; -1: not known
 * @nice: -20 to 19, field 19 of stat
 * @policy: SCHED_OTHER, SCHED_FIFO …, field 41 of stat
 * @rt_priority: 1 to 99 for a real-time policy, else 0; field 40 of stat
 * @letter: the kernel's letter for its state, field 3 of stat
 * @is_new: it started within the snapshot's interval
 * @name: comm, terminated; the bytes may be anything, not only UTF-8
 */
typedef struct
{
  uint64_t start_ticks;
  uint64_t run_ns;
  uint64_t ready_ns;
  uint64_t slices;
  uint64_t run_delta_ns;
  uint64_t ready_delta_ns;
  pid_t    tid;
  int16_t  core;
  int8_t   nice;
  uint8_t  policy;
  uint8_t  rt_priority;
  char     letter;
  bool     is_new;
  char     name[SKEIN_THREAD_NAME_SIZE];
} SkeinThread;

/**
 * SkeinThreadDetail:
 * @voluntary: switches given up, since the thread started
 * @preempted: switches taken away, since the thread started
 * @moves: how often it was moved to another core (of sched); -1: the kernel does not say
 * @syscall: the number of the system call it is in; -1: in none, or running;
 *   -2: not allowed to know
 * @syscall_args: its arguments, where @syscall is 0 or more
 * @wchan: (nullable): the kernel function it waits in
 * @wait_from_ns: between this and
 * @wait_until_ns: the two were read last; 0: then it did not wait
 * @allowed_cores: the kernel's list, as "0-3,7"
 *
 * What costs more than the hot path may: read only for threads somebody looks at.
 * The strings are #GRefString.
 */
typedef struct
{
  uint64_t voluntary;
  uint64_t preempted;
  int64_t  moves;
  int32_t  syscall;
  uint64_t syscall_args[6];
  int64_t  wait_from_ns;
  int64_t  wait_until_ns;
  char    *wchan;
  char    *allowed_cores;
} SkeinThreadDetail;

/**
 * SkeinProcess:
 * @pid: the process, as seen in the proc that was read
 * @ppid: its parent; 0: none
 * @uid: its effective user
 * @start_ticks: when it started
 * @name: comm of its main thread, bytes (a kernel worker's may be 63 long)
 * @command: its command line, arguments joined by spaces, bytes; empty for a kernel thread
 * @user: name of @uid, or the number as text
 * @cgroup: its control group's path, or empty
 * @rss_bytes: resident memory
 * @run_ns: CPU time of all its threads, ended ones included: the process's own CPU clock
 * @run_delta_ns: growth of @run_ns in the snapshot's interval
 * @ready_delta_ns: sum of its threads'
 * @letter: state letter of its main thread
 * @is_kernel: it is a thread of the kernel
 * @is_new: it started within the snapshot's interval
 * @n_threads: how many threads follow
 * @details: (array length=n_threads) (nullable): only while somebody looks
 * @threads: sorted by tid
 *
 * One immutable record. A process at which nothing changed keeps its record from
 * snapshot to snapshot: the same pointer says that nothing changed, and that all
 * its deltas are zero in both. The texts are #GRefString.
 */
typedef struct
{
  gatomicrefcount    refs;
  pid_t              pid;
  pid_t              ppid;
  uid_t              uid;
  uint64_t           start_ticks;
  char              *name;
  char              *command;
  char              *user;
  char              *cgroup;
  uint64_t           rss_bytes;
  uint64_t           run_ns;
  uint64_t           run_delta_ns;
  uint64_t           ready_delta_ns;
  char               letter;
  bool               is_kernel;
  bool               is_new;
  uint32_t           n_threads;
  SkeinThreadDetail *details;
  SkeinThread        threads[];
} SkeinProcess;

/**
 * skein_process_new:
 * @n_threads: how many threads it gets
 *
 * Makes an empty record, everything zero, for its maker to fill before it is
 * published; the texts are taken over: each must be a #GRefString of its own
 * reference. None may be %NULL in a published record: empty says unknown.
 *
 * Returns: (transfer full): a record with one reference
 */
SkeinProcess *skein_process_new (uint32_t n_threads) G_GNUC_WARN_UNUSED_RESULT;

/**
 * skein_process_add_details:
 *
 * Makes room for @details, all zero. Only before the record is published.
 */
void skein_process_add_details (SkeinProcess *self);

SkeinProcess *skein_process_ref   (const SkeinProcess *self);
void          skein_process_unref (const SkeinProcess *self);

/**
 * skein_threads_find:
 * @threads: (array length=n): sorted by tid
 *
 * Returns: the place of @tid, found in logarithmic time; @n if it is not there
 */
uint32_t skein_threads_find (const SkeinThread *threads,
                             uint32_t           n,
                             pid_t              tid);

/**
 * skein_process_find_thread:
 *
 * Returns: (nullable): the thread @tid, found in logarithmic time
 */
const SkeinThread *skein_process_find_thread (const SkeinProcess *self,
                                              pid_t               tid);

SkeinTaskKey skein_process_get_key (const SkeinProcess *self);
SkeinTaskKey skein_thread_get_key  (const SkeinProcess *self,
                                    const SkeinThread  *thread);

/**
 * skein_state_from_letter:
 * @letter: as the kernel has it in stat
 * @run_ns: what the thread ran in the interval
 * @ready_ns: how long it was ready in the interval
 *
 * Running and ready share the kernel's letter R. A thread that ran at least as
 * long as it was ready counts as running: what was sampled allows no better.
 */
SkeinState skein_state_from_letter (char     letter,
                                    uint64_t run_ns,
                                    uint64_t ready_ns);
SkeinState skein_thread_get_state  (const SkeinThread *thread);

/**
 * skein_process_get_state:
 *
 * The liveliest state among its threads: running before ready before disk
 * before waiting. A process whose main thread ended lives on in the others.
 */
SkeinState skein_process_get_state (const SkeinProcess *self);

/* The kernel's letter of that thread, which may be another one than the main thread's. */
char skein_process_get_letter (const SkeinProcess *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinProcess, skein_process_unref)

G_END_DECLS
