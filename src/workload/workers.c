/* workers.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "workload/workers.h"

#include "workload/job-private.h"
#include "workload/memory.h"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define LOOK_AFTER_NS 200000000

/* In shared memory: the workers say that they have done their work, and are kept until their memory was read. */
typedef struct
{
  _Atomic unsigned n_working;
  _Atomic unsigned is_over;
  SkeinJobUsage    usage[]; /* of each process */
} Gate;

typedef struct
{
  SkeinJob        *job;
  SkeinWorkerKind  kind;
  SkeinWorkerFunc  func;
  void            *data;
  Gate            *gate;
  unsigned         worker;
} Worker;

typedef struct
{
  Worker    *worker;
  pthread_t  thread;
  pid_t      pid;
} Place;

static void
wait_for_end (Gate *gate)
{
  while (atomic_load (&gate->is_over) == 0)
    syscall (SYS_futex, &gate->is_over, FUTEX_WAIT, 0, NULL, NULL, 0);
}

static void
wake (_Atomic unsigned *word)
{
  syscall (SYS_futex, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

static void
work (Worker *self)
{
  char name[16];

  snprintf (name, sizeof name, "worker %u", self->worker + 1);
  prctl (PR_SET_NAME, name);
  self->func (self->job, self->worker, self->data);

  if (self->kind == SKEIN_WORKER_PROCESSES)
    skein_usage_take (&self->gate->usage[self->worker]);

  if (atomic_fetch_sub (&self->gate->n_working, 1) == 1)
    wake (&self->gate->n_working);

  wait_for_end (self->gate);
}

static void *
run_thread (void *data)
{
  work (data);

  return NULL;
}

static int
start_process (Place *place)
{
  pid_t parent = getpid ();

  place->pid = fork ();

  if (place->pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      if (getppid () == parent)
        work (place->worker);
      _exit (EXIT_SUCCESS);
    }

  return place->pid < 0 ? errno : 0;
}

static void
start (SkeinJob        *job,
       SkeinWorkerKind  kind,
       Place           *place,
       unsigned         n_before)
{
  int error;

  /* What the first carrier has launched, another may have begun before its own turn to be made comes. */
  if (kind != SKEIN_WORKER_CARRIERS && n_before < job->n_tasks)
    skein_job_launch_task (job, n_before);

  error = kind == SKEIN_WORKER_PROCESSES ? start_process (place)
                                         : pthread_create (&place->thread, NULL, run_thread, place->worker);

  /* Those that were made end with the program. */
  if (error != 0)
    skein_job_fail (job, "after %u workers no more can be had: %s", n_before, strerror (error));
}

static void
read_memory (SkeinJob        *job,
             SkeinWorkerKind  kind,
             const Place     *places,
             unsigned         n)
{
  SkeinTally *tally = job->tally;
  int64_t own_private, proportional;
  int64_t workers_private = 0;

  if (skein_memory_read (0, &own_private, &proportional) < 0)
    return;

  for (unsigned i = 0; kind == SKEIN_WORKER_PROCESSES && i < n; i++)
    {
      int64_t its_private, its_proportional;

      if (skein_memory_read (places[i].pid, &its_private, &its_proportional) < 0)
        return;

      workers_private += its_private;
      proportional += its_proportional;
    }

  if (kind != SKEIN_WORKER_PROCESSES)
    workers_private = own_private > job->private_before ? own_private - job->private_before : 0;

  if (kind == SKEIN_WORKER_PROCESSES || job->private_before >= 0)
    tally->private_bytes = workers_private / n;

  tally->proportional_bytes = proportional;
}

/* A process that was killed never says that it has done its work. */
static void
check_processes (SkeinJob *job)
{
  siginfo_t info = { 0 };

  if (waitid (P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0)
    skein_job_fail (job, "process %d ended before its work was done", (int) info.si_pid);
}

static void
wait_until_all_are_done (SkeinJob        *job,
                         SkeinWorkerKind  kind,
                         Gate            *gate)
{
  const struct timespec a_while = { .tv_nsec = LOOK_AFTER_NS };
  unsigned n_working;

  while ((n_working = atomic_load (&gate->n_working)) > 0)
    {
      if (syscall (SYS_futex, &gate->n_working, FUTEX_WAIT, n_working, &a_while, NULL, 0) < 0 && errno == ETIMEDOUT &&
          kind == SKEIN_WORKER_PROCESSES)
        check_processes (job);
    }
}

void
skein_workers_run (SkeinJob        *job,
                   SkeinWorkerKind  kind,
                   unsigned         n,
                   SkeinWorkerFunc  func,
                   void            *data)
{
  size_t gate_bytes = sizeof (Gate) + n * sizeof (SkeinJobUsage);
  Gate *gate = skein_job_map (job, gate_bytes, "gate");
  Worker *workers = calloc (n, sizeof *workers);
  Place *places = calloc (n, sizeof *places);

  if (workers == NULL || places == NULL)
    skein_job_fail (job, "%s", strerror (ENOMEM));

  atomic_store (&gate->n_working, n);
  skein_job_begin (job);

  for (unsigned i = 0; i < n; i++)
    {
      workers[i] = (Worker) { job, kind, func, data, gate, i };
      places[i].worker = &workers[i];
      start (job, kind, &places[i], i);
    }

  wait_until_all_are_done (job, kind, gate);
  skein_job_count_usage (job);
  read_memory (job, kind, places, n);
  atomic_store (&gate->is_over, 1);
  wake (&gate->is_over);

  for (unsigned i = 0; i < n; i++)
    {
      if (kind == SKEIN_WORKER_PROCESSES)
        (void) TEMP_FAILURE_RETRY (waitpid (places[i].pid, NULL, 0));
      else
        pthread_join (places[i].thread, NULL);

      job->tally->usage.cpu_ns += gate->usage[i].cpu_ns;
      job->tally->usage.given_up += gate->usage[i].given_up;
      job->tally->usage.taken += gate->usage[i].taken;
    }

  job->tally->workers = n;
  skein_job_end (job);
  munmap (gate, gate_bytes);
  free (places);
  free (workers);
}
