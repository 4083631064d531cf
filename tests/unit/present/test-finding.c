/* test-finding.c - from sums to a sentence
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "present/finding.h"

#include "../tale.h"

static SkeinFinding
finding (unsigned n_active,
         double   parallelism,
         double   demand,
         double   most)
{
  return (SkeinFinding) {
    .n_threads = n_active + 1,
    .n_threads_active = n_active,
    .n_cores = 4,
    .span_ns = SKEIN_NS_PER_S,
    .observed_ns = SKEIN_NS_PER_S,
    .mean_parallelism = parallelism,
    .most_parallelism = most,
    .mean_demand = demand,
    .most_demand = demand,
    .ready_share = demand > 0 ? 1.0 - parallelism / demand : 0.0,
  };
}

/* Takes over @text. A no-break space is hard to read in a test. */
static char *
dup_with_spaces (char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "\302\240", -1);

  g_free (text);

  return g_strjoinv (" ", parts);
}

static void
assert_says (const SkeinFinding *self,
             const char         *title,
             const char         *sentence)
{
  g_autofree char *its_title = skein_finding_title (self);
  g_autofree char *its_sentence = dup_with_spaces (skein_finding_sentence (self));

  g_assert_cmpstr (its_title, ==, title);
  g_assert_cmpstr (its_sentence, ==, sentence);
}

static void
test_unknown (void)
{
  SkeinFinding nothing = { .n_threads = 3, .span_ns = SKEIN_NS_PER_S };

  g_assert_cmpint (skein_finding_get_kind (&nothing), ==, SKEIN_FINDING_UNKNOWN);
  assert_says (&nothing, "Nothing measured",
               "Nobody was measuring then, or it did not exist, so nothing can be said about this time.");
}

static void
test_idle (void)
{
  SkeinFinding idle = finding (0, 0.001, 0.001, 0.01);

  idle.n_threads = 1;
  assert_says (&idle, "At rest", "Its 1 thread hardly wanted a core: it waited for something to do.");
  idle.n_threads = 0;
  assert_says (&idle, "At rest", "Hardly anybody wanted a core: there was nothing to do.");
}

static void
test_one (void)
{
  SkeinFinding one = finding (1, 0.97, 0.97, 1.0);

  assert_says (&one, "One thread at work",
               "One thread did the work: it held a core 97 % of the time, and had one whenever it wanted.");

  one = finding (1, 0.5, 1.0, 1.0);
  assert_says (&one, "One thread at work",
               "One thread did the work: it held a core 50 % of the time. "
               "Of the time it wanted one, it waited its turn 50 %.");
}

static void
test_taking_turns (void)
{
  SkeinFinding turns = finding (4, 0.9, 0.95, 1.0);

  assert_says (&turns, "Concurrent, not parallel",
               "4 threads worked; on average 0.95 of them wanted a core at each instant. In no reading did they use "
               "more than one core: they took turns, and waited for each other rather than for a core.");

  turns = finding (3, 1.0, 3.0, 1.0);
  turns.n_cores = 1;
  assert_says (&turns, "Concurrent, not parallel",
               "3 threads wanted a core all the time. There is one core, so they took turns on it.");
}

/* Less than a core's time together proves nothing about instants, and the title does not say so. */
static void
test_little (void)
{
  SkeinFinding little = finding (3, 0.2, 0.21, 0.5);
  SkeinFinding kept_out = finding (3, 0.75, 3.0, 0.99);

  assert_says (&little, "Concurrent",
               "3 threads worked; on average 0.21 of them wanted a core at each instant. Together they needed less "
               "than one core in every reading, and nearly always had one when they wanted it.");
  assert_says (&kept_out, "Concurrent",
               "3 threads wanted a core all the time. Together they got no more than one core in any reading: "
               "75 % of the time they wanted a core, they had none.");
}

static void
test_parallel (void)
{
  SkeinFinding parallel = finding (4, 3.9, 4.0, 4.0);
  SkeinFinding sometimes = finding (4, 0.4, 0.41, 2.0);

  assert_says (&parallel, "Parallel",
               "4 threads wanted a core all the time. They held 3.90 cores at each instant on average: nearly everyone "
               "who wanted a core had one.");
  assert_says (&sometimes, "Parallel at times",
               "At its busiest it held 2.00 cores at once, 0.40 on average; it seldom waited its turn.");
}

static void
test_overcommitted (void)
{
  SkeinFinding three_on_two = finding (3, 1.93, 3.0, 2.0);
  SkeinFinding now_and_then = finding (3, 1.40, 3.0, 2.0);

  assert_says (&three_on_two, "Concurrent and parallel",
               "3 threads wanted a core all the time. About 2 held one at each instant (1.93 on average), so each also "
               "waited its turn: 36 % of the time it wanted a core.");
  assert_says (&now_and_then, "Concurrent and parallel",
               "3 threads wanted a core all the time. On average they held 1.40 cores, so each also waited its turn: "
               "53 % of the time it wanted a core.");
}

/* Where every switch is known, instants are spoken of, and the most is not a share of an interval. */
static void
test_exact (void)
{
  SkeinFinding turns = finding (2, 0.6, 0.61, 1.0);
  SkeinFinding by_chance = finding (2, 0.1, 0.101, 1.0);
  SkeinFinding pinned = finding (2, 0.99, 1.98, 1.0);

  turns.is_exact = by_chance.is_exact = pinned.is_exact = true;
  assert_says (&turns, "Concurrent, not parallel",
               "2 threads worked; on average 0.61 of them wanted a core at each instant. At no instant did two of them "
               "hold a core: they took turns, and waited for each other rather than for a core.");
  assert_says (&by_chance, "Concurrent",
               "2 threads worked; on average 0.10 of them wanted a core at each instant. At no instant did two of them "
               "hold a core, and whoever wanted one nearly always had it.");
  assert_says (&pinned, "Concurrent",
               "2 threads wanted a core all the time. At no instant did two of them hold a core: "
               "50 % of the time they wanted one, they had none.");
}

/* Milliseconds at 0, 1, 2 …, ended by -1. */
static void
assert_at_once (const int  *ms,
                const char *sentence)
{
  g_autofree char *its_sentence = NULL;
  SkeinAtOnce at_once;

  skein_at_once_init (&at_once);
  for (unsigned n = 0; ms[n] >= 0; n++)
    skein_at_once_add (&at_once, n, ms[n] * TALE_MS);

  its_sentence = skein_finding_at_once_sentence (&at_once);
  its_sentence = its_sentence != NULL ? dup_with_spaces (g_steal_pointer (&its_sentence)) : NULL;
  g_assert_cmpstr (its_sentence, ==, sentence);
  skein_at_once_clear (&at_once);
}

static void
test_at_once (void)
{
  assert_at_once ((int[]) { -1 }, NULL);
  assert_at_once ((int[]) { 100, -1 }, "None on a core for 100 % of the time.");
  assert_at_once ((int[]) { 0, 100, -1 }, "One at a time for 100 % of the time.");
  assert_at_once ((int[]) { 1, 3, 96, -1 }, "Two at once for 96 % of the time, never more.");
  assert_at_once ((int[]) { 70, 20, 0, 10, -1 }, "None on a core for 70 % of the time, at most 3.");
  assert_at_once ((int[]) { 0, 0, 0, 30, 70, -1 }, "Four at once for 70 % of the time, never more.");
  assert_at_once ((int[]) { 0, 0, 0, 0, 0, 0, 0, 60, 40, -1 }, "7 at once for 60 % of the time, at most 8.");
}

static void
test_gaps_are_told (void)
{
  SkeinFinding one = finding (1, 0.97, 0.97, 1.0);

  one.observed_ns = one.span_ns * 6 / 10;
  assert_says (&one, "One thread at work",
               "One thread did the work: it held a core 97 % of the time, and had one whenever it wanted. "
               "It was seen for only 60 % of this time.");
}

/* Means are of the time that was measured: a gap is no rest. */
static void
test_from_sums (void)
{
  SkeinSums sums = {
    .observed_ns = 500 * TALE_MS,
    .run_ns = 1000 * TALE_MS,
    .ready_ns = 250 * TALE_MS,
    .most_run = 2.0,
    .most_demand = 3.0,
  };
  SkeinFinding self;

  skein_finding_from_sums (&self, &sums, SKEIN_NS_PER_S);
  g_assert_cmpfloat_with_epsilon (self.mean_parallelism, 2.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (self.mean_demand, 2.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (self.ready_share, 0.2, 1e-9);

  sums = (SkeinSums) { .observed_ns = 0 };
  skein_finding_from_sums (&self, &sums, SKEIN_NS_PER_S);
  g_assert_cmpfloat (self.mean_parallelism, ==, 0.0);
}

static void
test_measure (void)
{
  const TaleThread threads[] = {
    { 10, 10, "main", 0.0, 0.0, 'S', 0, true },
    { 10, 11, "worker 1", 0.8, 0.2, 'R', 0, true },
    { 10, 12, "worker 2", 0.7, 0.3, 'R', 1, true },
  };
  SkeinFinding self;
  SkeinId process;
  Tale tale;

  tale_begin (&tale, 2);
  for (int i = 0; i < 20; i++)
    tale_tell (&tale, TALE_INTERVAL, threads, G_N_ELEMENTS (threads));

  process = tale_process_id (&tale, 10);
  skein_finding_measure (&self, tale.store, &process, 1, 2, tale.now_ns - 10 * TALE_INTERVAL, tale.now_ns);
  g_assert_cmpuint (self.n_threads, ==, 3);
  g_assert_cmpuint (self.n_threads_active, ==, 2);
  g_assert_cmpfloat_with_epsilon (self.mean_parallelism, 1.5, 1e-3);
  g_assert_cmpfloat_with_epsilon (self.mean_demand, 2.0, 1e-3);

  skein_finding_measure (&self, tale.store, NULL, 0, 2, tale.now_ns - 10 * TALE_INTERVAL, tale.now_ns);
  g_assert_cmpfloat_with_epsilon (self.mean_parallelism, 1.5, 1e-3);
  g_assert_cmpuint (self.n_threads, ==, 0);
  tale_end (&tale);
}

static void
add_slice (GArray  *switches,
           pid_t    tid,
           uint16_t core,
           int64_t  start_ns,
           int64_t  end_ns)
{
  SkeinSwitch in = { .time_ns = start_ns, .pid = 10, .tid = tid, .core = core, .kind = SKEIN_SWITCH_IN };
  SkeinSwitch out = { .time_ns = end_ns, .pid = 10, .tid = tid, .core = core, .kind = SKEIN_SWITCH_OUT_BLOCKED };

  g_array_append_val (switches, in);
  g_array_append_val (switches, out);
}

/* Two that share each millisecond, one after the other: shares say at most 1.6, switches say 1. */
static void
test_measure_exactly (void)
{
  const TaleThread threads[] = {
    { 10, 10, "worker 1", 0.8, 0.0, 'R', 0, true },
    { 10, 11, "worker 2", 0.8, 0.0, 'R', 1, true },
  };
  GArray *switches = g_array_new (FALSE, FALSE, sizeof (SkeinSwitch));
  GArray *names = g_array_new (FALSE, FALSE, SKEIN_SWITCH_NAME_SIZE);
  SkeinSwitchBatch *batch;
  SkeinFinding self;
  SkeinId process;
  int64_t start_ns;
  Tale tale;

  tale_begin (&tale, 2);
  for (int i = 0; i < 5; i++)
    tale_tell (&tale, TALE_INTERVAL, threads, G_N_ELEMENTS (threads));

  process = tale_process_id (&tale, 10);
  start_ns = tale.now_ns - TALE_INTERVAL;
  skein_finding_measure (&self, tale.store, &process, 1, 2, start_ns, tale.now_ns);
  g_assert_false (self.is_exact);
  g_assert_cmpfloat_with_epsilon (self.most_parallelism, 1.6, 1e-3);

  for (int64_t ns = start_ns; ns < tale.now_ns; ns += TALE_MS)
    {
      add_slice (switches, 10, 0, ns, ns + TALE_MS * 4 / 10);
      add_slice (switches, 11, 1, ns + TALE_MS * 5 / 10, ns + TALE_MS * 9 / 10);
    }

  batch = skein_switch_batch_new_take (start_ns, tale.now_ns, switches, names);
  skein_store_append_switches (tale.store, batch);
  skein_switch_batch_unref (batch);

  skein_finding_measure (&self, tale.store, &process, 1, 2, start_ns, tale.now_ns);
  g_assert_true (self.is_exact);
  g_assert_cmpfloat (self.most_parallelism, ==, 1.0);
  g_assert_cmpfloat_with_epsilon (self.mean_parallelism, 0.8, 0.01);
  g_assert_cmpint (skein_finding_get_kind (&self), ==, SKEIN_FINDING_TAKING_TURNS);
  tale_end (&tale);
}

/* Both run in turn, a tenth of a millisecond after the other, from then to now. */
static void
tell_short (Tale    *tale,
            int64_t  start_ns)
{
  GArray *switches = g_array_new (FALSE, FALSE, sizeof (SkeinSwitch));
  GArray *names = g_array_new (FALSE, FALSE, SKEIN_SWITCH_NAME_SIZE);
  SkeinSwitchBatch *batch;

  for (int64_t ns = start_ns; ns < tale->now_ns; ns += TALE_MS / 10)
    {
      add_slice (switches, 10, 0, ns, ns + TALE_MS * 4 / 100);
      add_slice (switches, 11, 1, ns + TALE_MS * 5 / 100, ns + TALE_MS * 9 / 100);
    }

  batch = skein_switch_batch_new_take (start_ns, tale->now_ns, switches, names);
  skein_store_append_switches (tale->store, batch);
  skein_switch_batch_unref (batch);
}

/* What is very short of derived ready time is in the mean, but not in the instants: then the mean tells that there
 * was one with so many. */
static void
test_measure_short (void)
{
  TaleThread threads[] = {
    { 10, 10, "worker 1", 0.4, 0.5, 'R', 0, true },
    { 10, 11, "worker 2", 0.4, 0.5, 'R', 1, true },
  };
  SkeinFinding self;
  SkeinId process;
  int64_t start_ns;
  Tale tale;

  tale_begin (&tale, 2);
  for (int i = 0; i < 3; i++)
    tale_tell (&tale, TALE_INTERVAL, threads, G_N_ELEMENTS (threads));

  start_ns = tale.now_ns;
  tell_short (&tale, start_ns - TALE_INTERVAL);
  threads[0].ready_ns = threads[1].ready_ns = TALE_INTERVAL / 2;
  tale_tell (&tale, TALE_INTERVAL, threads, G_N_ELEMENTS (threads));
  tell_short (&tale, start_ns);

  process = tale_process_id (&tale, 10);
  skein_finding_measure (&self, tale.store, &process, 1, 2, start_ns, tale.now_ns);
  g_assert_true (self.is_exact);
  g_assert_cmpfloat_with_epsilon (self.mean_demand, 1.8, 0.01);
  g_assert_cmpfloat (self.most_demand, ==, 2.0);
  g_assert_cmpfloat (self.most_parallelism, ==, 1.0);
  tale_end (&tale);
}

/* The times of several processes add up; the time that goes by meanwhile does not. */
static void
test_measure_several (void)
{
  const TaleThread threads[] = {
    { 10, 10, "one", 0.8, 0.1, 'R', 0, true, NULL },
    { 20, 20, "other", 0.6, 0.0, 'R', 1, true, NULL },
    { 30, 30, "rests", 0.0, 0.0, 'S', 1, true, NULL },
  };
  SkeinId processes[3];
  SkeinFinding self;
  int64_t start_ns;
  Tale tale;

  tale_begin (&tale, 2);
  start_ns = tale.now_ns;
  for (int i = 0; i < 5; i++)
    tale_tell (&tale, TALE_INTERVAL, threads, G_N_ELEMENTS (threads));
  for (int i = 0; i < 3; i++)
    processes[i] = tale_process_id (&tale, threads[i].pid);

  skein_finding_measure (&self, tale.store, processes, 3, 2, start_ns, tale.now_ns);
  g_assert_cmpint (self.observed_ns, ==, 5 * TALE_INTERVAL);
  g_assert_cmpfloat_with_epsilon (self.mean_parallelism, 1.4, 1e-3);
  g_assert_cmpfloat_with_epsilon (self.mean_demand, 1.5, 1e-3);
  g_assert_cmpuint (self.n_threads, ==, 3);

  /* Before all of them there was nothing to be measured. */
  skein_finding_measure (&self, tale.store, processes, 3, 2, start_ns - 2 * TALE_INTERVAL, tale.now_ns);
  g_assert_cmpint (self.observed_ns, ==, 5 * TALE_INTERVAL);
  g_assert_cmpfloat_with_epsilon (self.mean_parallelism, 1.4, 1e-3);
  tale_end (&tale);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/present/finding/unknown", test_unknown);
  g_test_add_func ("/present/finding/idle", test_idle);
  g_test_add_func ("/present/finding/one", test_one);
  g_test_add_func ("/present/finding/taking-turns", test_taking_turns);
  g_test_add_func ("/present/finding/little", test_little);
  g_test_add_func ("/present/finding/parallel", test_parallel);
  g_test_add_func ("/present/finding/overcommitted", test_overcommitted);
  g_test_add_func ("/present/finding/exact", test_exact);
  g_test_add_func ("/present/finding/at-once", test_at_once);
  g_test_add_func ("/present/finding/gaps-are-told", test_gaps_are_told);
  g_test_add_func ("/present/finding/from-sums", test_from_sums);
  g_test_add_func ("/present/finding/measure", test_measure);
  g_test_add_func ("/present/finding/measure-exactly", test_measure_exactly);
  g_test_add_func ("/present/finding/measure-short", test_measure_short);
  g_test_add_func ("/present/finding/measure-several", test_measure_several);

  return g_test_run ();
}
