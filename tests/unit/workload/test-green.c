/* test-green.c - green threads: each runs once, in turn, anywhere, and makes way
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "workload/green.h"

#include <errno.h>
#include <glib.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST 20000
#define MOST_CARRIERS 4
#define MS INT64_C (1000000)

/* No test takes that long on any machine: it would hang. */
#define PATIENCE_S 60

typedef struct
{
  SkeinGreens      *greens;
  SkeinGreenLatch  *latch;
  unsigned          n;
  _Atomic unsigned  n_runs[MOST];
  _Atomic unsigned  n_events;
  unsigned          events[MOST];
  _Atomic unsigned  n_ended;
  _Atomic int       is_done;
  SkeinGreenCounts  counts;
} World;

static World world;

typedef struct
{
  SkeinGreens *greens;
  unsigned     carrier;
} Carrier;

static void *
carry (void *data)
{
  Carrier *carrier = data;

  g_assert_cmpint (skein_greens_carry (carrier->greens, carrier->carrier), ==, 0);

  return NULL;
}

static int64_t
get_now (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);

  return now.tv_sec * INT64_C (1000000000) + now.tv_nsec;
}

/* Runs @n green threads on so many carriers until all have ended. */
static void
run (SkeinGreenFunc func,
     unsigned       n,
     unsigned       n_carriers,
     int64_t        quantum_ns)
{
  SkeinGreensSetup setup = { .n_carriers = n_carriers, .most = MOST, .quantum_ns = quantum_ns, .data = &world };
  Carrier carriers[MOST_CARRIERS];
  pthread_t threads[MOST_CARRIERS];

  alarm (PATIENCE_S);
  memset (&world, 0, sizeof world);
  world.n = n;
  world.latch = skein_green_latch_new (n);
  g_assert_nonnull (world.latch);
  g_assert_cmpint (skein_greens_new (&setup, &world.greens), ==, 0);

  for (unsigned i = 0; i < n; i++)
    g_assert_cmpint (skein_greens_add (world.greens, func, i), ==, 0);

  for (unsigned i = 0; i < n_carriers; i++)
    {
      carriers[i] = (Carrier) { world.greens, i };
      g_assert_cmpint (pthread_create (&threads[i], NULL, carry, &carriers[i]), ==, 0);
    }

  skein_greens_start (world.greens);

  for (unsigned i = 0; i < n_carriers; i++)
    pthread_join (threads[i], NULL);

  world.counts = skein_greens_get_counts (world.greens);
  skein_greens_free (world.greens);
  skein_green_latch_free (world.latch);
}

static void
assert_each_ran (unsigned times)
{
  for (unsigned i = 0; i < world.n; i++)
    g_assert_cmpuint (world.n_runs[i], ==, times);
}

/* What was noted, as text. */
static char *
write_events (void)
{
  GString *text = g_string_new (NULL);

  for (unsigned i = 0; i < world.n_events; i++)
    g_string_append_printf (text, "%s%u", i > 0 ? " " : "", world.events[i]);

  return g_string_free (text, FALSE);
}

static void
note (unsigned number)
{
  world.events[atomic_fetch_add (&world.n_events, 1)] = number;
}

static void
run_once (unsigned  number,
          void     *data)
{
  g_assert_true (data == &world);
  atomic_fetch_add (&world.n_runs[number], 1);
}

static void
note_three_times (unsigned  number,
                  void     *data)
{
  for (unsigned i = 0; i < 3; i++)
    {
      note (number);
      skein_green_yield ();
    }
}

static void
test_once (void)
{
  for (unsigned n_carriers = 1; n_carriers <= MOST_CARRIERS; n_carriers++)
    {
      run (run_once, 1000, n_carriers, 0);
      assert_each_ran (1);
      g_assert_cmpuint (world.counts.n_switches, ==, 1000);
      g_assert_cmpuint (world.counts.n_preempted, ==, 0);
    }
}

static void
test_none (void)
{
  run (run_once, 0, 2, MS);
  g_assert_cmpuint (world.counts.n_switches, ==, 0);
}

/* One carrier: strictly in turn. */
static void
test_order (void)
{
  g_autofree char *text = NULL;

  run (note_three_times, 3, 1, 0);
  text = write_events ();
  g_assert_cmpstr (text, ==, "0 1 2 0 1 2 0 1 2");
  g_assert_cmpuint (world.counts.n_switches, ==, 12);
  g_assert_cmpuint (world.counts.n_stolen, ==, 0);
}

static void
meet_and_note (unsigned  number,
               void     *data)
{
  atomic_fetch_add (&world.n_runs[number], 1);
  skein_green_latch_meet (world.latch);

  for (unsigned i = 0; i < world.n; i++)
    g_assert_cmpuint (world.n_runs[i], ==, 1);

  note (number);

  /* It stays open. */
  skein_green_latch_meet (world.latch);
}

static void
test_latch (void)
{
  g_autofree char *text = NULL;

  run (meet_and_note, 4, 1, 0);
  text = write_events ();
  g_assert_cmpstr (text, ==, "0 1 2 3");

  for (unsigned round = 0; round < 20; round++)
    {
      run (meet_and_note, 500, 4, 0);
      g_assert_cmpuint (world.n_events, ==, 500);
    }
}

static void
add_another (unsigned  number,
             void     *data)
{
  atomic_fetch_add (&world.n_runs[number], 1);
  if (number < 2000)
    g_assert_cmpint (skein_greens_add (world.greens, add_another, number + 1), ==, 0);
}

static void
test_add_from_within (void)
{
  for (unsigned n_carriers = 1; n_carriers <= 2; n_carriers++)
    {
      run (add_another, 1, n_carriers, 0);
      world.n = 2001;
      assert_each_ran (1);
    }
}

static void
test_full (void)
{
  SkeinGreensSetup setup = { .n_carriers = 1, .most = 2 };
  SkeinGreens *greens;

  g_assert_cmpint (skein_greens_new (&setup, &greens), ==, 0);
  g_assert_cmpint (skein_greens_add (greens, run_once, 0), ==, 0);
  g_assert_cmpint (skein_greens_add (greens, run_once, 1), ==, 0);
  g_assert_cmpint (skein_greens_add (greens, run_once, 2), ==, -ENOSPC);
  skein_greens_free (greens);
}

/* The first keeps its carrier until all others have run, those in that carrier's queue too. */
static void
block_or_run (unsigned  number,
              void     *data)
{
  if (number == 0)
    {
      while (atomic_load (&world.n_ended) < world.n - 1)
        sched_yield ();
      return;
    }

  atomic_fetch_add (&world.n_ended, 1);
}

static void
test_steal (void)
{
  run (block_or_run, 100, 2, 0);

  /* Forty-nine; or it was the first that was taken, by a carrier that had done all of its own. */
  g_assert_cmpuint (world.n_ended, ==, 99);
  g_assert_cmpuint (world.counts.n_stolen, >=, 1);
}

/* The second keeps its carrier until all others have run; the first makes way until they have. Those who wait at the
 * second's carrier get on only if the first does not come before them at its own. */
static void
block_or_make_way (unsigned  number,
                   void     *data)
{
  atomic_fetch_add (&world.n_ended, number > 1);

  while (number <= 1 && atomic_load (&world.n_ended) < world.n - 2)
    {
      if (number == 0)
        skein_green_yield ();
      else
        sched_yield ();
    }
}

static void
test_line (void)
{
  run (block_or_make_way, 20, 2, 0);
  g_assert_cmpuint (world.n_ended, ==, 18);
}

/* Makes way many times, and finds itself on another carrier at times: what is on its stack has to come along. */
static void
wander (unsigned  number,
        void     *data)
{
  volatile unsigned mine[64];

  for (unsigned i = 0; i < 64; i++)
    mine[i] = number * 1000 + i;

  for (unsigned i = 0; i < 200; i++)
    {
      skein_green_yield ();
      for (unsigned k = 0; k < 64; k++)
        g_assert_cmpuint (mine[k], ==, number * 1000 + k);
    }

  atomic_fetch_add (&world.n_runs[number], 1);
}

static void
test_wander (void)
{
  run (wander, 50, 4, 0);
  assert_each_ran (1);

  /* And while being preempted as often as it can be. */
  run (wander, 50, 4, MS / 5);
  assert_each_ran (1);
}

static void
spin_until_done (unsigned  number,
                 void     *data)
{
  if (number == world.n - 1)
    atomic_store (&world.is_done, 1);

  while (atomic_load (&world.is_done) == 0)
    ;
}

/* All but the last never make way: without a quantum this would never end. */
static void
test_preempt (void)
{
  run (spin_until_done, 8, 1, 5 * MS);
  g_assert_cmpuint (world.counts.n_preempted, >=, 7);

  run (spin_until_done, 8, 2, 5 * MS);
  g_assert_cmpuint (world.counts.n_preempted, >=, 3);
}

/* Its registers are what they were, wherever it was stopped. */
static void
compute (unsigned  number,
         void     *data)
{
  double sum = 0;
  uint64_t hash = number;

  for (unsigned round = 0; round < 400000; round++)
    {
      sum += 1.0 / (1 + (round % 7));
      hash = hash * UINT64_C (6364136223846793005) + 1;
    }

  world.events[number] = (unsigned) hash ^ (unsigned) sum;
  atomic_fetch_add (&world.n_runs[number], 1);
}

static void
test_registers (void)
{
  unsigned undisturbed[20];

  run (compute, 20, 1, 0);
  memcpy (undisturbed, world.events, sizeof undisturbed);

  run (compute, 20, 4, MS / 5);
  g_assert_cmpmem (undisturbed, sizeof undisturbed, world.events, sizeof undisturbed);
  assert_each_ran (1);
}

__attribute__ ((noinline)) static int
get_errno (void)
{
  __asm__ volatile ("" ::: "memory");

  return errno;
}

__attribute__ ((noinline)) static void
set_errno (int value)
{
  __asm__ volatile ("" ::: "memory");
  errno = value;
}

/* Between finding out where its errno is and going there, nobody may be taken to another carrier. */
static bool
has_errno (int value)
{
  bool result;

  skein_green_hold ();
  result = get_errno () == value;
  skein_green_release ();

  return result;
}

static void
keep_errno (unsigned  number,
            void     *data)
{
  int64_t end_ns = get_now () + 40 * MS;

  skein_green_hold ();
  set_errno ((int) number + 1000);
  skein_green_release ();

  while (get_now () < end_ns)
    {
      if (!has_errno ((int) number + 1000))
        return;
    }

  atomic_fetch_add (&world.n_runs[number], 1);
}

static void
test_errno (void)
{
  /* One more than carriers, so that there is always one that waits, and they go from carrier to carrier. */
  run (keep_errno, 4, 3, MS);
  assert_each_ran (1);
  g_assert_cmpuint (world.counts.n_preempted, >, 4);
}

static void
hold_and_spin (unsigned  number,
               void     *data)
{
  int64_t end_ns;

  skein_green_hold ();
  skein_green_hold ();
  skein_green_release ();
  note (number);
  end_ns = get_now () + 30 * MS;
  while (get_now () < end_ns)
    ;
  note (number);
  skein_green_release ();
}

static void
test_hold (void)
{
  g_autofree char *text = NULL;

  run (hold_and_spin, 3, 1, MS);
  text = write_events ();
  g_assert_cmpstr (text, ==, "0 0 1 1 2 2");
}

static void
meet_all (unsigned  number,
          void     *data)
{
  atomic_fetch_add (&world.n_runs[number], 1);
  skein_green_latch_meet (world.latch);
  atomic_fetch_add (&world.n_runs[number], 1);
}

static void
test_many (void)
{
  run (meet_all, 10000, 1, 0);
  assert_each_ran (2);
  run (meet_all, 10000, 2, 10 * MS);
  assert_each_ran (2);
  g_assert_cmpuint (world.counts.n_switches, >=, 20000);
}

static unsigned
dig (volatile unsigned char *above,
     unsigned                depth)
{
  volatile unsigned char here[512];

  here[0] = above[0];

  return depth == 0 ? here[0] : dig (here, depth - 1) + here[0];
}

static void
dig_deep (unsigned  number,
          void     *data)
{
  volatile unsigned char zero[1] = { 1 };

  /* Deep enough for some of the stacks below it, but not for all: it would end well if nothing were in its way. */
  world.events[number] = dig (zero, number == 9 ? 400 : 20);
}

static void
test_overflow (void)
{
  const struct rlimit none = { 0, 0 };
  pid_t pid = fork ();
  int status;

  if (pid == 0)
    {
      signal (SIGSEGV, SIG_DFL);
      setrlimit (RLIMIT_CORE, &none);
      run (dig_deep, 10, 1, 0);
      _exit (EXIT_SUCCESS);
    }

  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGSEGV);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/green/once", test_once);
  g_test_add_func ("/green/none", test_none);
  g_test_add_func ("/green/order", test_order);
  g_test_add_func ("/green/latch", test_latch);
  g_test_add_func ("/green/add-from-within", test_add_from_within);
  g_test_add_func ("/green/full", test_full);
  g_test_add_func ("/green/steal", test_steal);
  g_test_add_func ("/green/line", test_line);
  g_test_add_func ("/green/wander", test_wander);
  g_test_add_func ("/green/preempt", test_preempt);
  g_test_add_func ("/green/registers", test_registers);
  g_test_add_func ("/green/errno", test_errno);
  g_test_add_func ("/green/hold", test_hold);
  g_test_add_func ("/green/many", test_many);
  g_test_add_func ("/green/overflow", test_overflow);

  return g_test_run ();
}
