/* run-sampled.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli/run.h"

#include "base/clock.h"
#include "sampler/budget.h"
#include "sampler/scan.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

/* The whole machine is sampled, since that is how new processes are found. */
#define CADENCE_NS (10 * SKEIN_NS_PER_MS)
#define BUDGET 0.05

/* A share of a core that close to a whole one is the clock's grain. */
#define GRAIN 0.03

typedef struct
{
  SkeinRun     *run;
  SkeinScan    *scan;
  SkeinBudget   budget;
  pid_t         pid;
  int64_t       tick_ns;
  uint64_t      waited_ns; /* CPU time of the process before it became the command … */
  uint64_t      waited_ready_ns; /* … and its ready time */
  int64_t       last_ns;
  GHashTable   *family; /* of SkeinTaskKey: processes */
  GHashTable   *places; /* SkeinTaskKey → place in @run's threads + 1 */
  GArray       *pids;
} Sampling;

static gpointer
dup_key (SkeinTaskKey key)
{
  return g_memdup2 (&key, sizeof key);
}

static bool
is_of_family (const Sampling      *self,
              const SkeinSnapshot *snapshot,
              const SkeinProcess  *process)
{
  SkeinTaskKey key = skein_process_get_key (process);
  const SkeinProcess *parent;

  if (process->pid == self->pid || g_hash_table_contains (self->family, &key))
    return true;

  parent = process->ppid > 1 ? skein_snapshot_find_process (snapshot, process->ppid) : NULL;

  return parent != NULL && is_of_family (self, snapshot, parent);
}

static int64_t
get_start_ns (const Sampling      *self,
              const SkeinSnapshot *snapshot,
              const SkeinThread   *thread)
{
  int64_t start_ns = (int64_t) thread->start_ticks * self->tick_ns - snapshot->boot_ns;

  return CLAMP (start_ns, self->run->start_ns, snapshot->taken_ns);
}

static SkeinRunThread *
find_thread (Sampling            *self,
             const SkeinSnapshot *snapshot,
             const SkeinProcess  *process,
             const SkeinThread   *thread)
{
  SkeinTaskKey key = skein_thread_get_key (process, thread);
  gpointer place = g_hash_table_lookup (self->places, &key);
  SkeinRunThread *found;

  if (place != NULL)
    return &g_array_index (self->run->threads, SkeinRunThread, GPOINTER_TO_UINT (place) - 1);

  found = skein_run_add_thread (self->run);
  found->pid = process->pid;
  found->tid = thread->tid;
  found->start_ns = get_start_ns (self, snapshot, thread);
  g_hash_table_insert (self->places, dup_key (key), GUINT_TO_POINTER (self->run->threads->len));

  return found;
}

static void
add_core_time (SkeinRunThread *thread,
               int             core,
               int64_t         ns)
{
  if (core < 0 || ns <= 0)
    return;

  if ((unsigned) core >= thread->core_ns->len)
    g_array_set_size (thread->core_ns, (unsigned) core + 1);

  g_array_index (thread->core_ns, int64_t, core) += ns;
}

static void
look_at_thread (Sampling                *self,
                const SkeinSnapshot     *snapshot,
                const SkeinProcess      *process,
                const SkeinThread       *thread,
                const SkeinThreadDetail *detail)
{
  SkeinRunThread *found = find_thread (self, snapshot, process, thread);
  bool was_waiting = thread->tid == self->pid;
  int64_t run_ns = (int64_t) (thread->run_ns - (was_waiting ? MIN (self->waited_ns, thread->run_ns) : 0));
  int64_t ready_ns = (int64_t) (thread->ready_ns - (was_waiting ? MIN (self->waited_ready_ns, thread->ready_ns) : 0));

  add_core_time (found, thread->core, run_ns - found->run_ns);
  memcpy (found->name, thread->name, sizeof found->name);
  found->end_ns = snapshot->taken_ns;
  found->is_alive = thread->letter != 'Z' && thread->letter != 'X';
  found->run_ns = run_ns;
  found->ready_ns = ready_ns;
  found->wait_ns = MAX (found->end_ns - found->start_ns - run_ns - ready_ns, 0);

  if (detail == NULL)
    return;

  found->given_up = MAX (found->given_up, detail->voluntary);
  found->taken = MAX (found->taken, detail->preempted);
  found->moves = (uint64_t) MAX ((int64_t) found->moves, detail->moves);
}

/* A mean over an interval is no number of threads: it counts as the two whole
 * numbers around it, in proportion. */
static void
add_share (SkeinAtOnce *at_once,
           double       mean,
           int64_t      ns)
{
  double whole = floor (mean + GRAIN);
  double above = mean - whole < GRAIN ? 0 : mean - whole;
  int64_t above_ns = (int64_t) (above * (double) ns);

  if (above_ns > 0)
    skein_at_once_add (at_once, (unsigned) whole + 1, above_ns);

  skein_at_once_add (at_once, (unsigned) whole, ns - above_ns);
}

static void
look_at_process (Sampling            *self,
                 const SkeinSnapshot *snapshot,
                 const SkeinProcess  *process)
{
  SkeinTaskKey key = skein_process_get_key (process);

  if (!g_hash_table_contains (self->family, &key))
    g_hash_table_add (self->family, dup_key (key));

  g_array_append_val (self->pids, process->pid);

  for (uint32_t i = 0; i < process->n_threads; i++)
    look_at_thread (self, snapshot, process, &process->threads[i],
                    process->details != NULL ? &process->details[i] : NULL);
}

static unsigned
count_cores (const SkeinSnapshot *snapshot)
{
  unsigned n = 0;

  for (uint32_t i = 0; i < snapshot->n_cores; i++)
    n += snapshot->cores[i].is_online;

  return MAX (n, 1);
}

static void
set_all_ended (Sampling *self)
{
  for (unsigned i = 0; i < self->run->threads->len; i++)
    g_array_index (self->run->threads, SkeinRunThread, i).is_alive = false;
}

static void
take_sample (Sampling *self)
{
  g_autoptr (SkeinSnapshot) snapshot = skein_scan_take (self->scan);
  int64_t ns = snapshot->taken_ns - MAX (self->last_ns, self->run->start_ns);
  uint64_t run_ns = 0, ready_ns = 0;
  double running;

  skein_budget_add (&self->budget, snapshot->effort.cpu_ns);
  g_array_set_size (self->pids, 0);
  set_all_ended (self);

  for (uint32_t i = 0; i < snapshot->n_processes; i++)
    {
      const SkeinProcess *process = snapshot->processes[i];

      if (!is_of_family (self, snapshot, process))
        continue;

      look_at_process (self, snapshot, process);
      run_ns += process->run_delta_ns;
      ready_ns += process->ready_delta_ns;
    }

  skein_scan_set_focus (self->scan, (const pid_t *) self->pids->data, self->pids->len);
  self->last_ns = snapshot->taken_ns;

  if (ns <= 0 || snapshot->interval_ns == 0)
    return;

  running = MIN ((double) run_ns / (double) ns, (double) count_cores (snapshot));
  add_share (&self->run->parallelism, running, ns);
  add_share (&self->run->demand, running + (double) ready_ns / (double) ns, ns);
}

static void
finish (Sampling *self)
{
  SkeinRun *run = self->run;

  take_sample (self);
  run->end_ns = self->last_ns;

  for (unsigned i = 0; i < run->threads->len; i++)
    {
      const SkeinRunThread *thread = &g_array_index (run->threads, SkeinRunThread, i);

      run->switches += thread->given_up + thread->taken;
    }
}

/* What the process cost before it became the command. */
static void
remember_waiting (Sampling *self)
{
  g_autoptr (SkeinSnapshot) snapshot = skein_scan_take (self->scan);
  const SkeinProcess *process = skein_snapshot_find_process (snapshot, self->pid);

  if (process == NULL || process->n_threads == 0)
    return;

  self->waited_ns = process->threads[0].run_ns;
  self->waited_ready_ns = process->threads[0].ready_ns;
}

static int
sample (Sampling     *self,
        SkeinCommand *command)
{
  int result;

  remember_waiting (self);
  self->run->start_ns = self->last_ns = skein_clock_now_ns ();
  result = skein_command_release (command);

  if (result < 0)
    return result;

  while (!skein_run_wait (command, skein_clock_now_ns () +
                                     skein_budget_get_cadence (&self->budget, CADENCE_NS, BUDGET)))
    take_sample (self);

  finish (self);

  return 0;
}

int
skein_run_sampled (SkeinRun     *run,
                   SkeinCommand *command)
{
  int proc_fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  Sampling self = {
    .run = run,
    .pid = skein_command_get_pid (command),
    .tick_ns = SKEIN_NS_PER_S / sysconf (_SC_CLK_TCK),
  };
  int result;

  if (proc_fd < 0)
    return -errno;

  self.scan = skein_scan_new (proc_fd);
  self.family = g_hash_table_new_full (skein_task_key_hash, skein_task_key_equal, g_free, NULL);
  self.places = g_hash_table_new_full (skein_task_key_hash, skein_task_key_equal, g_free, NULL);
  self.pids = g_array_new (FALSE, FALSE, sizeof (pid_t));
  run->is_exact = false;
  result = sample (&self, command);

  g_array_unref (self.pids);
  g_hash_table_unref (self.places);
  g_hash_table_unref (self.family);
  skein_scan_free (self.scan);
  close (proc_fd);

  return result;
}
