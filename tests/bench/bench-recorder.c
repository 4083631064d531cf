/* bench-recorder.c - what it costs to read switches, and to add them up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "base/clock.h"
#include "store/schedule.h"
#include "trace/recorder.h"

#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define FOR_NS (2 * SKEIN_NS_PER_S)

/* Measured 25 to 30 on a quick machine and 80 on a slow one; others may be busy besides. */
#define MOST_NS_READ 200.0
#define MOST_NS_ADDED 250.0

static void
stay_on_core (unsigned core)
{
  cpu_set_t cores;

  CPU_ZERO (&cores);
  CPU_SET (core, &cores);
  (void) !sched_setaffinity (0, sizeof cores, &cores);
}

static void
play (int in,
      int out)
{
  char ball = 0;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  stay_on_core (0);

  while (write (out, &ball, 1) == 1 && read (in, &ball, 1) == 1)
    continue;

  _exit (0);
}

/* Two processes hand a byte to and fro on one core: as many switches as can be. */
static void
start_players (pid_t pids[2])
{
  int to[2], fro[2];

  g_assert_cmpint (pipe (to), ==, 0);
  g_assert_cmpint (pipe (fro), ==, 0);

  for (int i = 0; i < 2; i++)
    {
      pids[i] = fork ();
      g_assert_cmpint (pids[i], >=, 0);

      if (pids[i] == 0)
        play (i == 0 ? to[0] : fro[0], i == 0 ? fro[1] : to[1]);
    }
}

typedef struct
{
  uint64_t n_records;
  int64_t  cpu_ns;
} Added;

static void
add_up (SkeinRecorder *recorder,
        SkeinSchedule *schedule,
        Added         *added)
{
  SkeinSwitchBatch *batch;
  int64_t before_ns = skein_clock_thread_cpu_ns ();

  while ((batch = skein_recorder_pop (recorder)) != NULL)
    {
      skein_schedule_append (schedule, batch);
      added->n_records += batch->n_switches;
      skein_switch_batch_unref (batch);
    }

  added->cpu_ns += skein_clock_thread_cpu_ns () - before_ns;
}

static void
check (int         number,
       const char *what,
       bool        good)
{
  printf ("%s %d - %s\n", good ? "ok" : "not ok", number, what);
}

int
main (void)
{
  SkeinRecorderSettings settings = { .target = SKEIN_TARGET_PROCESSES, .n_pids = 2 };
  g_autoptr (SkeinSchedule) schedule = skein_schedule_new ();
  SkeinRecorder *recorder = NULL;
  SkeinRecorderCost cost;
  SkeinScheduleTotals totals;
  Added added = { 0 };
  pid_t pids[2];
  int64_t end_ns;
  double ns_read, ns_added;

  start_players (pids);
  settings.pids = pids;

  if (skein_recorder_new (&settings, &recorder) < 0)
    {
      printf ("1..0 # SKIP switches cannot be recorded here\n");
      return 0;
    }

  end_ns = skein_clock_now_ns () + FOR_NS;

  while (skein_clock_now_ns () < end_ns)
    {
      struct pollfd fd = { .fd = skein_recorder_get_fd (recorder), .events = POLLIN };

      poll (&fd, 1, 50);
      add_up (recorder, schedule, &added);
    }

  skein_recorder_stop (recorder);
  add_up (recorder, schedule, &added);
  skein_recorder_get_cost (recorder, &cost);
  skein_schedule_get_totals (schedule, &totals);
  ns_read = (double) cost.cpu_ns / (double) MAX (cost.n_records, 1);
  ns_added = (double) added.cpu_ns / (double) MAX (added.n_records, 1);

  printf ("# %.0f records a second, %u lost\n", (double) cost.n_records * SKEIN_NS_PER_S / FOR_NS,
          (unsigned) totals.lost);
  printf ("# %.1f ns to read one, %.1f ns to add it up\n", ns_read, ns_added);
  printf ("# together %.1f %% of a core\n", (double) (cost.cpu_ns + (uint64_t) added.cpu_ns) * 100 / FOR_NS);
  printf ("1..3\n");
  check (1, "no record is lost", totals.lost == 0);
  check (2, "a record is read in little time", ns_read <= MOST_NS_READ);
  check (3, "and added up in little time", ns_added <= MOST_NS_ADDED);

  skein_recorder_free (recorder);

  for (int i = 0; i < 2; i++)
    {
      kill (pids[i], SIGKILL);
      waitpid (pids[i], NULL, 0);
    }

  return totals.lost > 0 || ns_read > MOST_NS_READ || ns_added > MOST_NS_ADDED;
}
