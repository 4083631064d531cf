/* test-schedule.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/schedule.h"

#include <string.h>

#define N_CORES 3
#define MOST_THREADS 64

/* A stream, written as it is made. */
typedef struct
{
  GArray *switches;
  GArray *names;
} Stream;

static void
stream_init (Stream *stream)
{
  stream->switches = g_array_new (FALSE, FALSE, sizeof (SkeinSwitch));
  stream->names = g_array_new (FALSE, FALSE, SKEIN_SWITCH_NAME_SIZE);
}

static SkeinSwitch *
add (Stream          *stream,
     int64_t          time_ns,
     SkeinSwitchKind  kind,
     pid_t            tid,
     unsigned         core)
{
  SkeinSwitch record = {
    .time_ns = time_ns, .pid = 1, .tid = tid, .core = (uint16_t) core, .kind = (uint8_t) kind, .name = SKEIN_NO_NAME
  };

  if (kind == SKEIN_SWITCH_FORK)
    record.parent_pid = record.parent_tid = 1;

  g_array_append_val (stream->switches, record);

  return &g_array_index (stream->switches, SkeinSwitch, stream->switches->len - 1);
}

static void
add_exec (Stream     *stream,
          int64_t     time_ns,
          pid_t       tid,
          unsigned    core,
          const char *name)
{
  char padded[SKEIN_SWITCH_NAME_SIZE] = { 0 };

  add (stream, time_ns, SKEIN_SWITCH_EXEC, tid, core)->name = stream->names->len;
  g_strlcpy (padded, name, sizeof padded);
  g_array_append_vals (stream->names, padded, 1);
}

/* Hands over what was added, and begins anew. */
static void
append (SkeinSchedule *schedule,
        Stream        *stream,
        int64_t        to_ns)
{
  g_autoptr (SkeinSwitchBatch) batch = skein_switch_batch_new_take (0, to_ns, stream->switches, stream->names);

  stream_init (stream);
  skein_schedule_append (schedule, batch);
}

static void
stream_clear (Stream *stream)
{
  g_array_unref (stream->switches);
  g_array_unref (stream->names);
}

/* "name running/ready/waiting/unseen given_up+taken moves" */
static void
assert_thread (const SkeinSchedule *schedule,
               unsigned             index,
               const char          *expected)
{
  g_autofree char *text = NULL;
  SkeinScheduleThread thread;

  skein_schedule_get_thread (schedule, index, &thread);
  text = g_strdup_printf ("%s %d/%d/%d/%d %d+%d %d", thread.name, (int) thread.ns_in[SKEIN_SCHEDULE_RUNNING],
                          (int) thread.ns_in[SKEIN_SCHEDULE_READY], (int) thread.ns_in[SKEIN_SCHEDULE_WAITING],
                          (int) thread.ns_in[SKEIN_SCHEDULE_UNSEEN], (int) thread.given_up, (int) thread.taken,
                          (int) thread.moves);
  g_assert_cmpstr (text, ==, expected);
}

static int64_t
get_ns_at (const SkeinAtOnce *at_once,
           unsigned           n)
{
  return n < at_once->ns_at->len ? g_array_index (at_once->ns_at, int64_t, n) : 0;
}

static void
assert_at_once (const SkeinSchedule *schedule,
                bool                 demand,
                const char          *expected)
{
  g_autoptr (GString) text = g_string_new ("");
  SkeinAtOnce at_once;

  if (demand)
    skein_schedule_get_demand (schedule, &at_once);
  else
    skein_schedule_get_parallelism (schedule, &at_once);

  for (unsigned n = 0; n <= skein_at_once_get_most (&at_once); n++)
    g_string_append_printf (text, "%s%d", n > 0 ? " " : "",
                            (int) get_ns_at (&at_once, n));

  g_assert_cmpstr (text->str, ==, expected);
  skein_at_once_clear (&at_once);
}

static void
test_two_on_one_core (void)
{
  g_autoptr (SkeinSchedule) schedule = skein_schedule_new ();
  SkeinScheduleTotals totals;
  Stream stream;

  stream_init (&stream);
  add_exec (&stream, 100, 1, 0, "main");
  add (&stream, 110, SKEIN_SWITCH_FORK, 2, 0);
  add (&stream, 120, SKEIN_SWITCH_OUT_PREEMPTED, 1, 0);
  add (&stream, 121, SKEIN_SWITCH_IN, 2, 0);
  append (schedule, &stream, 130);
  add (&stream, 141, SKEIN_SWITCH_OUT_BLOCKED, 2, 0);
  add (&stream, 141, SKEIN_SWITCH_IN, 1, 0);
  add (&stream, 150, SKEIN_SWITCH_OUT_BLOCKED, 1, 0);
  add (&stream, 160, SKEIN_SWITCH_IN, 2, 1);
  add (&stream, 161, SKEIN_SWITCH_EXIT, 2, 1);
  add (&stream, 170, SKEIN_SWITCH_IN, 1, 0);
  add (&stream, 180, SKEIN_SWITCH_EXIT, 1, 0);
  append (schedule, &stream, 500);

  assert_thread (schedule, 0, "main 39/21/20/0 1+1 0");
  assert_thread (schedule, 1, "main 21/11/19/0 1+0 1");
  assert_at_once (schedule, false, "20 60");
  assert_at_once (schedule, true, "19 30 31");
  skein_schedule_get_totals (schedule, &totals);
  g_assert_cmpint (totals.start_ns, ==, 100);
  g_assert_cmpint (totals.end_ns, ==, 180);
  g_assert_cmpuint (totals.switches, ==, 3);
  stream_clear (&stream);
}

/* The thread that calls it takes over the number of the first. */
static void
test_exec_of_second_thread (void)
{
  g_autoptr (SkeinSchedule) schedule = skein_schedule_new ();
  SkeinScheduleThread thread;
  Stream stream;

  stream_init (&stream);
  add_exec (&stream, 0, 1, 0, "old");
  add (&stream, 10, SKEIN_SWITCH_FORK, 2, 0);
  add (&stream, 10, SKEIN_SWITCH_IN, 2, 1);
  add (&stream, 20, SKEIN_SWITCH_EXIT, 1, 0);
  add_exec (&stream, 30, 1, 1, "new");
  add (&stream, 50, SKEIN_SWITCH_OUT_BLOCKED, 1, 1);
  append (schedule, &stream, 60);

  g_assert_cmpuint (skein_schedule_get_n_threads (schedule), ==, 3);
  assert_thread (schedule, 0, "old 20/0/0/0 0+0 0");
  assert_thread (schedule, 1, "old 20/0/0/0 0+0 0");
  assert_thread (schedule, 2, "new 20/0/10/0 1+0 0");
  skein_schedule_get_thread (schedule, 1, &thread);
  g_assert_cmpint (thread.state, ==, SKEIN_SCHEDULE_ENDED);
  assert_at_once (schedule, false, "10 40 10");
  stream_clear (&stream);
}

/* It ends, leaves its core a little later, and only one that was made after that is another. */
static void
test_after_its_end (void)
{
  g_autoptr (SkeinSchedule) schedule = skein_schedule_new ();
  SkeinSwitch *loss;
  Stream stream;

  stream_init (&stream);
  add_exec (&stream, 0, 1, 0, "main");
  add (&stream, 10, SKEIN_SWITCH_FORK, 2, 0);
  add (&stream, 10, SKEIN_SWITCH_IN, 2, 1);
  add (&stream, 20, SKEIN_SWITCH_EXIT, 2, 1);
  add (&stream, 22, SKEIN_SWITCH_OUT_PREEMPTED, 2, 1);
  add (&stream, 25, SKEIN_SWITCH_IN, 2, 1);
  append (schedule, &stream, 26);
  add (&stream, 28, SKEIN_SWITCH_OUT_BLOCKED, 2, 1);
  append (schedule, &stream, 30);

  g_assert_cmpuint (skein_schedule_get_n_threads (schedule), ==, 2);
  assert_thread (schedule, 1, "main 10/0/0/0 0+0 0");
  assert_at_once (schedule, false, "0 20 10");

  /* The number comes again. */
  add (&stream, 40, SKEIN_SWITCH_FORK, 2, 0);
  add (&stream, 45, SKEIN_SWITCH_IN, 2, 1);
  add (&stream, 50, SKEIN_SWITCH_EXIT, 2, 1);
  append (schedule, &stream, 60);
  g_assert_cmpuint (skein_schedule_get_n_threads (schedule), ==, 3);
  assert_thread (schedule, 2, "main 5/5/0/0 0+0 0");

  /* And again, but that was not told. */
  loss = add (&stream, 60, SKEIN_SWITCH_LOST, 0, SKEIN_CORE_ANY);
  loss->until_ns = 65;
  loss->count = 1;
  add (&stream, 70, SKEIN_SWITCH_IN, 2, 1);
  add (&stream, 80, SKEIN_SWITCH_OUT_BLOCKED, 2, 1);
  append (schedule, &stream, 90);
  g_assert_cmpuint (skein_schedule_get_n_threads (schedule), ==, 4);
  stream_clear (&stream);
}

/* A hole is no waiting. */
static void
test_lost (void)
{
  g_autoptr (SkeinSchedule) schedule = skein_schedule_new ();
  SkeinScheduleTotals totals;
  SkeinSwitch *loss;
  Stream stream;

  stream_init (&stream);
  add_exec (&stream, 0, 1, 0, "a");
  add (&stream, 0, SKEIN_SWITCH_FORK, 2, 0);
  add (&stream, 0, SKEIN_SWITCH_FORK, 3, 0);
  add (&stream, 0, SKEIN_SWITCH_IN, 2, 1);
  loss = add (&stream, 10, SKEIN_SWITCH_LOST, 0, 0);
  loss->until_ns = 30;
  loss->count = 5;
  add (&stream, 40, SKEIN_SWITCH_IN, 3, 0);
  add (&stream, 50, SKEIN_SWITCH_OUT_BLOCKED, 3, 0);
  append (schedule, &stream, 60);

  assert_thread (schedule, 0, "a 10/0/0/50 0+0 0");
  assert_thread (schedule, 1, "a 60/0/0/0 0+0 0");
  assert_thread (schedule, 2, "a 10/10/10/30 1+0 0");
  assert_at_once (schedule, false, "0 20 20");
  skein_schedule_get_totals (schedule, &totals);
  g_assert_cmpint (totals.unseen_ns, ==, 20);
  g_assert_cmpuint (totals.lost, ==, 5);
  stream_clear (&stream);
}

/* Two cannot be on one core: that the first left it was not told. */
static void
test_missed (void)
{
  g_autoptr (SkeinSchedule) schedule = skein_schedule_new ();
  Stream stream;

  stream_init (&stream);
  add_exec (&stream, 0, 1, 0, "a");
  add (&stream, 0, SKEIN_SWITCH_FORK, 2, 0);
  add (&stream, 10, SKEIN_SWITCH_IN, 2, 0);
  add (&stream, 30, SKEIN_SWITCH_IN, 1, 1);
  add (&stream, 40, SKEIN_SWITCH_IN, 1, 2);
  add (&stream, 41, SKEIN_SWITCH_OUT_BLOCKED, 1, 1); /* late */
  append (schedule, &stream, 50);

  assert_thread (schedule, 0, "a 30/0/0/20 1+0 2");
  assert_thread (schedule, 1, "a 40/10/0/0 0+0 0");
  assert_at_once (schedule, false, "0 30 20");
  stream_clear (&stream);
}

static int64_t
get_derived (const SkeinSchedule *schedule,
             unsigned             index)
{
  SkeinScheduleThread thread;

  skein_schedule_get_thread (schedule, index, &thread);

  return thread.derived_ready_ns;
}

static void
test_derived (void)
{
  g_autoptr (SkeinSchedule) schedule = skein_schedule_new ();
  Stream stream;

  stream_init (&stream);
  skein_schedule_note_ready (schedule, 1, -5, 1000); /* before it became the command */
  add_exec (&stream, 0, 1, 0, "a");
  add (&stream, 10, SKEIN_SWITCH_OUT_PREEMPTED, 1, 0);
  add (&stream, 15, SKEIN_SWITCH_IN, 1, 0);
  add (&stream, 20, SKEIN_SWITCH_OUT_BLOCKED, 1, 0);
  append (schedule, &stream, 25);

  /* Read later than the switches have come: of what is ready till then, 5 are seen already and 4 will be. */
  skein_schedule_note_ready (schedule, 1, 50, 1000 + 5 + 4 + 3);
  add (&stream, 30, SKEIN_SWITCH_IN, 1, 0);
  add (&stream, 40, SKEIN_SWITCH_OUT_PREEMPTED, 1, 0);
  add (&stream, 44, SKEIN_SWITCH_IN, 1, 0);
  append (schedule, &stream, 45);
  g_assert_cmpint (get_derived (schedule, 0), ==, 0);

  add (&stream, 60, SKEIN_SWITCH_OUT_PREEMPTED, 1, 0);
  add (&stream, 80, SKEIN_SWITCH_IN, 1, 0);
  append (schedule, &stream, 90);
  g_assert_cmpint (get_derived (schedule, 0), ==, 3);

  /* Never more than the time it waited. */
  skein_schedule_note_ready (schedule, 1, 95, 5000);
  append (schedule, &stream, 100);
  g_assert_cmpint (get_derived (schedule, 0), ==, 10);
  stream_clear (&stream);
}

/* A command was ready before it became one: that is told by the first reading in which it has not waited yet, and is
 * none of the time that it waits. */
static void
test_ready_before (void)
{
  g_autoptr (SkeinSchedule) schedule = skein_schedule_new ();
  Stream stream;

  stream_init (&stream);
  skein_schedule_note_ready (schedule, 1, -5, 1000);
  add_exec (&stream, 0, 1, 0, "a");
  add (&stream, 10, SKEIN_SWITCH_OUT_BLOCKED, 1, 0);
  append (schedule, &stream, 25);
  skein_schedule_note_ready (schedule, 1, 30, 1000 + 20);
  append (schedule, &stream, 100);
  g_assert_cmpint (get_derived (schedule, 0), ==, 0);

  add (&stream, 110, SKEIN_SWITCH_IN, 1, 0);
  add (&stream, 120, SKEIN_SWITCH_OUT_BLOCKED, 1, 0);
  append (schedule, &stream, 130);
  skein_schedule_note_ready (schedule, 1, 135, 1000 + 20 + 7);
  append (schedule, &stream, 140);
  g_assert_cmpint (get_derived (schedule, 0), ==, 7);
  assert_at_once (schedule, true, "113 27");
  stream_clear (&stream);
}

/* Who was there before is not known to do anything. */
static void
test_found (void)
{
  g_autoptr (SkeinSchedule) schedule = skein_schedule_new ();
  SkeinScheduleThread thread;
  Stream stream;

  stream_init (&stream);
  add (&stream, 0, SKEIN_SWITCH_FOUND, 1, SKEIN_CORE_ANY);
  add (&stream, 0, SKEIN_SWITCH_FOUND, 2, SKEIN_CORE_ANY);
  add (&stream, 10, SKEIN_SWITCH_OUT_PREEMPTED, 1, 0);
  add (&stream, 20, SKEIN_SWITCH_IN, 2, 0);
  append (schedule, &stream, 30);

  assert_thread (schedule, 0, " 0/20/0/10 0+1 0");
  assert_thread (schedule, 1, " 10/0/0/20 0+0 0");
  skein_schedule_get_thread (schedule, 0, &thread);
  g_assert_false (thread.start_is_seen);
  stream_clear (&stream);
}

/* The slow model: what each thread did at each instant, asked instant by instant. */
typedef struct
{
  int                tid;
  int                core;
  int                last_core;
  SkeinScheduleState states[4096];
  int                cores[4096];
  unsigned           given_up, taken, moves;
} Model;

static Model models[MOST_THREADS];

static void
fill_model (Model              *model,
            int                 from,
            int                 to,
            SkeinScheduleState  state,
            int                 core)
{
  for (int t = from; t < to; t++)
    {
      model->states[t] = state;
      model->cores[t] = state == SKEIN_SCHEDULE_RUNNING ? core : -1;
    }
}

/* Makes a random stream of threads that come, run on cores, leave them, and go. */
static int
make_random (Stream *stream,
             int     length,
             int    *ret_n_threads)
{
  int runner[N_CORES] = { -1, -1, -1 };
  SkeinScheduleState state[MOST_THREADS] = { 0 };
  int n = 0, time = 0;

  memset (models, 0, sizeof models);
  models[n++].tid = 1;
  add_exec (stream, 0, 1, 0, "a");
  state[0] = SKEIN_SCHEDULE_RUNNING;
  runner[0] = 0;
  models[0].last_core = 0;

  while (time < length - 1)
    {
      int core = g_test_rand_int_range (0, N_CORES);
      int i = g_test_rand_int_range (0, n);
      int before = time;

      time += g_test_rand_int_range (0, 4);
      time = MIN (time, length - 1);

      for (int k = 0; k < n; k++)
        fill_model (&models[k], before, time, state[k], models[k].last_core);

      if (runner[core] >= 0)
        {
          Model *model = &models[runner[core]];
          int dice = g_test_rand_int_range (0, 10);

          if (dice == 0 && n < MOST_THREADS)
            {
              models[n].last_core = -1;
              models[n].tid = n + 1;
              add (stream, time, SKEIN_SWITCH_FORK, n + 1, (unsigned) core);
              state[n++] = SKEIN_SCHEDULE_READY;
              continue;
            }

          state[runner[core]] = dice == 1 && runner[core] > 0 ? SKEIN_SCHEDULE_ENDED
                                : dice < 5         ? SKEIN_SCHEDULE_READY
                                                   : SKEIN_SCHEDULE_WAITING;
          add (stream, time, state[runner[core]] == SKEIN_SCHEDULE_ENDED ? SKEIN_SWITCH_EXIT
               : state[runner[core]] == SKEIN_SCHEDULE_READY             ? SKEIN_SWITCH_OUT_PREEMPTED
                                                                         : SKEIN_SWITCH_OUT_BLOCKED,
               model->tid, (unsigned) core);
          model->taken += state[runner[core]] == SKEIN_SCHEDULE_READY;
          model->given_up += state[runner[core]] == SKEIN_SCHEDULE_WAITING;
          runner[core] = -1;
        }
      else if (state[i] == SKEIN_SCHEDULE_READY || state[i] == SKEIN_SCHEDULE_WAITING)
        {
          add (stream, time, SKEIN_SWITCH_IN, models[i].tid, (unsigned) core);
          models[i].moves += models[i].last_core >= 0 && models[i].last_core != core;
          models[i].last_core = core;
          state[i] = SKEIN_SCHEDULE_RUNNING;
          runner[core] = i;
        }
    }

  *ret_n_threads = n;

  return time;
}

static void
assert_like_model (const SkeinSchedule *schedule,
                   unsigned             index,
                   int                  length)
{
  const Model *model = &models[index];
  int64_t ns_in[SKEIN_N_SCHEDULE_STATES] = { 0 };
  int64_t core_ns[N_CORES] = { 0 };
  SkeinScheduleThread thread;

  skein_schedule_get_thread (schedule, index, &thread);

  for (int t = 0; t < length; t++)
    {
      ns_in[model->states[t]]++;

      if (model->states[t] == SKEIN_SCHEDULE_RUNNING)
        core_ns[model->cores[t]]++;
    }

  g_assert_cmpint (thread.tid, ==, model->tid);
  g_assert_cmpint (thread.ns_in[SKEIN_SCHEDULE_RUNNING], ==, ns_in[SKEIN_SCHEDULE_RUNNING]);
  g_assert_cmpint (thread.ns_in[SKEIN_SCHEDULE_READY], ==, ns_in[SKEIN_SCHEDULE_READY]);
  g_assert_cmpint (thread.ns_in[SKEIN_SCHEDULE_WAITING], ==, ns_in[SKEIN_SCHEDULE_WAITING]);
  g_assert_cmpuint (thread.given_up, ==, model->given_up);
  g_assert_cmpuint (thread.taken, ==, model->taken);
  g_assert_cmpuint (thread.moves, ==, model->moves);
  g_assert_cmpint (thread.end_ns - thread.start_ns, ==,
                   ns_in[SKEIN_SCHEDULE_RUNNING] + ns_in[SKEIN_SCHEDULE_READY] + ns_in[SKEIN_SCHEDULE_WAITING]);

  for (unsigned core = 0; core < N_CORES; core++)
    g_assert_cmpint (core < thread.n_cores ? thread.core_ns[core] : 0, ==, core_ns[core]);
}

static void
assert_at_once_like_model (const SkeinSchedule *schedule,
                           int                  n_threads,
                           int                  length)
{
  int64_t running_at[MOST_THREADS + 1] = { 0 };
  int64_t wanting_at[MOST_THREADS + 1] = { 0 };
  SkeinAtOnce parallelism, demand;
  double sum = 0;

  for (int t = 0; t < length; t++)
    {
      int running = 0, ready = 0;

      for (int i = 0; i < n_threads; i++)
        {
          running += models[i].states[t] == SKEIN_SCHEDULE_RUNNING;
          ready += models[i].states[t] == SKEIN_SCHEDULE_READY;
        }

      running_at[running]++;
      wanting_at[running + ready]++;
    }

  skein_schedule_get_parallelism (schedule, &parallelism);
  skein_schedule_get_demand (schedule, &demand);

  for (unsigned i = 0; i <= MOST_THREADS; i++)
    {
      g_assert_cmpint (get_ns_at (&parallelism, i), ==, running_at[i]);
      g_assert_cmpint (get_ns_at (&demand, i), ==, wanting_at[i]);
      sum += skein_at_once_get_share (&parallelism, i);
    }

  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-9);
  skein_at_once_clear (&parallelism);
  skein_at_once_clear (&demand);
}

static void
test_random (void)
{
  for (int round = 0; round < 200; round++)
    {
      g_autoptr (SkeinSchedule) schedule = skein_schedule_new ();
      Stream stream;
      int n_threads, length;

      stream_init (&stream);
      length = make_random (&stream, g_test_rand_int_range (2, 4096), &n_threads);
      append (schedule, &stream, length);

      g_assert_cmpuint (skein_schedule_get_n_threads (schedule), ==, (unsigned) n_threads);

      for (int i = 0; i < n_threads; i++)
        assert_like_model (schedule, (unsigned) i, length);

      assert_at_once_like_model (schedule, n_threads, length);
      stream_clear (&stream);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/schedule/two-on-one-core", test_two_on_one_core);
  g_test_add_func ("/schedule/exec-of-second-thread", test_exec_of_second_thread);
  g_test_add_func ("/schedule/after-its-end", test_after_its_end);
  g_test_add_func ("/schedule/lost", test_lost);
  g_test_add_func ("/schedule/missed", test_missed);
  g_test_add_func ("/schedule/derived", test_derived);
  g_test_add_func ("/schedule/ready-before", test_ready_before);
  g_test_add_func ("/schedule/found", test_found);
  g_test_add_func ("/schedule/random", test_random);

  return g_test_run ();
}
