/* run-exact.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli/run.h"

#include "base/clock.h"
#include "proc/schedstat.h"
#include "store/schedule.h"
#include "trace/recorder.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#define BEAT_NS (50 * SKEIN_NS_PER_MS)

/* Ready time after a wait comes from one file for each thread. So many of them are
 * read at a beat: a per cent of a core at most. */
#define MOST_READINGS 32

/* Of a command that makes millions of switches, only sums are kept: the queue need
 * not be long, but for the time in which this program gets no core. */
#define QUEUE_LENGTH (4 * 1000 * 1000)

static void
note_ready (SkeinSchedule *schedule,
            pid_t          pid,
            pid_t          tid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task/%d/schedstat", (int) pid, (int) tid);
  int64_t now_ns = skein_clock_now_ns ();
  SkeinSchedstat stat;

  if (skein_schedstat_read_at (AT_FDCWD, path, &stat) == 0)
    skein_schedule_note_ready (schedule, tid, now_ns, stat.wait_ns);
}

static void
note_ready_of_all (SkeinSchedule *schedule)
{
  unsigned n_threads = skein_schedule_get_n_threads (schedule);
  unsigned n_read = 0;

  /* The latest first: who is alive still is most often among them. */
  for (unsigned i = n_threads; i > 0 && n_threads - i < 4 * MOST_READINGS && n_read < MOST_READINGS; i--)
    {
      SkeinScheduleThread thread;

      skein_schedule_get_thread (schedule, i - 1, &thread);

      if (thread.state == SKEIN_SCHEDULE_ENDED)
        continue;

      note_ready (schedule, thread.pid, thread.tid);
      n_read++;
    }
}

static void
take_batches (SkeinRecorder *recorder,
              SkeinSchedule *schedule)
{
  SkeinSwitchBatch *batch;

  while ((batch = skein_recorder_pop (recorder)) != NULL)
    {
      skein_schedule_append (schedule, batch);
      skein_switch_batch_unref (batch);
    }
}

static void
add_thread (SkeinRun                  *run,
            const SkeinScheduleThread *from)
{
  SkeinRunThread *thread = skein_run_add_thread (run);

  thread->pid = from->pid;
  thread->tid = from->tid;
  memcpy (thread->name, from->name, sizeof thread->name);
  thread->start_ns = from->start_ns;
  thread->end_ns = from->end_ns;
  thread->is_alive = from->state != SKEIN_SCHEDULE_ENDED;
  thread->run_ns = from->ns_in[SKEIN_SCHEDULE_RUNNING];
  thread->ready_ns = from->ns_in[SKEIN_SCHEDULE_READY] + from->derived_ready_ns;
  thread->wait_ns = from->ns_in[SKEIN_SCHEDULE_WAITING] - from->derived_ready_ns;
  thread->given_up = from->given_up;
  thread->taken = from->taken;
  thread->moves = from->moves;
  g_array_append_vals (thread->core_ns, from->core_ns, from->n_cores);
}

static void
fill (SkeinRun            *run,
      const SkeinSchedule *schedule)
{
  SkeinScheduleTotals totals;

  skein_schedule_get_totals (schedule, &totals);
  run->start_ns = totals.start_ns;
  run->end_ns = totals.end_ns;
  run->switches = totals.switches;
  run->lost = totals.lost;
  run->unseen_ns = totals.unseen_ns;
  skein_at_once_clear (&run->parallelism);
  skein_at_once_clear (&run->demand);
  skein_schedule_get_parallelism (schedule, &run->parallelism);
  skein_schedule_get_demand (schedule, &run->demand);

  for (unsigned i = 0; i < skein_schedule_get_n_threads (schedule); i++)
    {
      SkeinScheduleThread thread;

      skein_schedule_get_thread (schedule, i, &thread);
      add_thread (run, &thread);
    }
}

static void
record (SkeinCommand  *command,
        SkeinRecorder *recorder,
        SkeinSchedule *schedule)
{
  pid_t pid = skein_command_get_pid (command);

  while (!skein_run_wait (command, skein_clock_now_ns () + BEAT_NS))
    {
      take_batches (recorder, schedule);
      note_ready_of_all (schedule);
    }

  note_ready (schedule, pid, pid);
  skein_recorder_stop (recorder);
  take_batches (recorder, schedule);
}

int
skein_run_exact (SkeinRun     *run,
                 SkeinCommand *command)
{
  pid_t pid = skein_command_get_pid (command);
  SkeinRecorderSettings settings = {
    .target = SKEIN_TARGET_COMMAND,
    .pids = &pid,
    .n_pids = 1,
    .queue_length = QUEUE_LENGTH,
  };
  g_autoptr (SkeinSchedule) schedule = skein_schedule_new ();
  g_autoptr (SkeinRecorder) recorder = NULL;
  int result = skein_recorder_new (&settings, &recorder);

  if (result < 0)
    {
      skein_recorder_probe (&run->support);
      run->refusal = skein_refusal_from_errno (result, SKEIN_TARGET_COMMAND, run->support.paranoid);
      return -EXDEV;
    }

  note_ready (schedule, pid, pid);
  result = skein_command_release (command);

  if (result < 0)
    return result;

  run->is_exact = true;
  record (command, recorder, schedule);
  fill (run, schedule);

  return 0;
}
