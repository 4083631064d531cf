/* bench-store.c - what history costs: ratios, so that a slow machine is no failure
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib.h>
#include <time.h>

#include "store/store.h"

#define CADENCE_NS INT64_C (100000000)
#define MINUTE_NS  INT64_C (60000000000)
#define HOUR_NS    (60 * MINUTE_NS)
#define COLUMNS    1200

/* Machines of processes with ten threads each, of which the first few are busy. */
typedef struct
{
  uint32_t             n_processes;
  uint32_t             n_busy;
  int64_t              now_ns;
  const SkeinSnapshot *last;
  SkeinStore          *store;
} Machine;

static SkeinProcess *
make_process (pid_t    pid,
              bool     is_busy,
              uint64_t seed)
{
  SkeinProcess *process = skein_process_new (10);

  process->pid = pid;
  process->name = g_ref_string_new_intern ("busy");
  process->command = g_ref_string_new_intern ("");
  process->user = g_ref_string_new_intern ("");
  process->cgroup = g_ref_string_new_intern ("");

  for (uint32_t i = 0; i < process->n_threads; i++)
    {
      process->threads[i] = (SkeinThread) {
        .tid = pid + (pid_t) i,
        .letter = is_busy ? 'R' : 'S',
        .core = (int16_t) ((seed + i) % 8),
        .name = "busy",
      };

      if (is_busy)
        {
          process->threads[i].run_delta_ns = 1000000 * (1 + (seed * 7 + i) % 40);
          process->threads[i].ready_delta_ns = 1000000 * (1 + (seed * 3 + i) % 20);
          process->run_delta_ns += process->threads[i].run_delta_ns;
          process->ready_delta_ns += process->threads[i].ready_delta_ns;
        }
    }

  return process;
}

/* Returns: CPU time of the append alone */
static int64_t
append (Machine *machine)
{
  SkeinSnapshot *snapshot = skein_snapshot_new (8, machine->n_processes);
  struct timespec before, after;

  machine->now_ns += CADENCE_NS;
  snapshot->taken_ns = machine->now_ns;
  snapshot->interval_ns = machine->last != NULL ? CADENCE_NS : 0;

  for (uint32_t i = 0; i < 8; i++)
    snapshot->cores[i] = (SkeinCore) { .id = (uint16_t) i, .is_online = true, .busy = 0.9f };

  for (uint32_t i = 0; i < machine->n_processes; i++)
    {
      bool is_busy = i < machine->n_busy / 10 && machine->last != NULL;

      if (is_busy || machine->last == NULL)
        snapshot->processes[i] = make_process (10 + 10 * (pid_t) i, is_busy,
                                               (uint64_t) (machine->now_ns / CADENCE_NS) + i);
      else
        snapshot->processes[i] = skein_process_ref (machine->last->processes[i]);
    }

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &before);
  skein_store_append (machine->store, snapshot);
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &after);

  if (machine->last != NULL)
    skein_snapshot_unref (machine->last);
  machine->last = snapshot;

  return (after.tv_sec - before.tv_sec) * INT64_C (1000000000) + after.tv_nsec - before.tv_nsec;
}

static void
machine_init (Machine *machine,
              uint32_t n_threads,
              uint32_t n_busy,
              size_t   budget)
{
  *machine = (Machine) {
    .n_processes = n_threads / 10,
    .n_busy = n_busy,
    .now_ns = HOUR_NS,
    .store = skein_store_new (budget),
  };
  append (machine);
}

static void
machine_clear (Machine *machine)
{
  skein_snapshot_unref (machine->last);
  skein_store_free (machine->store);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return (first > second) - (first < second);
}

static double
get_median (GArray *costs)
{
  g_array_sort (costs, compare);

  return g_array_index (costs, double, costs->len / 2);
}

typedef void (*Work) (const Machine *machine,
                      SkeinId        id,
                      int64_t        length_ns);

static void
sum (const Machine *machine,
     SkeinId        id,
     int64_t        length_ns)
{
  SkeinSums sums;

  for (int i = 0; i < 100; i++)
    skein_store_sum (machine->store, id, machine->now_ns - length_ns + i, machine->now_ns - i, &sums);
}

static void
bin (const Machine *machine,
     SkeinId        id,
     int64_t        length_ns)
{
  static SkeinBin bins[COLUMNS];

  skein_store_bin (machine->store, id, machine->now_ns - length_ns, (double) length_ns / COLUMNS, bins, COLUMNS);
}

static void
bin_core (const Machine *machine,
          SkeinId        id,
          int64_t        length_ns)
{
  static SkeinCoreBin bins[COLUMNS];

  skein_store_bin_core (machine->store, id % 8, machine->now_ns - length_ns, (double) length_ns / COLUMNS, bins,
                        COLUMNS);
}

/* What a live timeline asks for at each tick, of one lane. */
static void
bin_live (const Machine *machine,
          SkeinId        id,
          int64_t        length_ns)
{
  SkeinBin bins[10];

  for (int i = 0; i < 100; i++)
    skein_store_bin (machine->store, id, machine->now_ns - 5 * CADENCE_NS, (double) CADENCE_NS / 2, bins, 10);
}

static double
measure (const Machine *machine,
         Work           work,
         int64_t        length_ns)
{
  g_autoptr (GArray) costs = g_array_new (FALSE, FALSE, sizeof (double));

  for (SkeinId id = 1; id <= 200; id++)
    {
      struct timespec before, after;
      double cost;

      clock_gettime (CLOCK_THREAD_CPUTIME_ID, &before);
      work (machine, id, length_ns);
      clock_gettime (CLOCK_THREAD_CPUTIME_ID, &after);
      cost = (double) (after.tv_sec - before.tv_sec) * 1e9 + (double) (after.tv_nsec - before.tv_nsec);
      g_array_append_val (costs, cost);
    }

  return get_median (costs);
}

static void
compare_ranges (const Machine *machine,
                const char    *what,
                Work           work,
                double         limit)
{
  double minute = measure (machine, work, MINUTE_NS);
  double hour = measure (machine, work, HOUR_NS);

  g_test_message ("%s: a minute %.1f us, an hour %.1f us, ratio %.2f", what, minute / 1000.0, hour / 1000.0,
                  hour / minute);
  g_assert_cmpfloat (hour, <, limit * minute);
}

/* An hour of samples, all kept as they are. */
static void
bench_ranges (void)
{
  Machine machine;
  size_t empty;
  double live_early, live_late;

  machine_init (&machine, 200, 200, (size_t) 1 << 30);
  for (int i = 0; i < 600; i++)
    append (&machine);

  empty = skein_store_get_bytes (machine.store);
  live_early = measure (&machine, bin_live, 0);
  for (int i = 600; i < 36000; i++)
    append (&machine);

  live_late = measure (&machine, bin_live, 0);
  g_test_message ("bytes per thread-sample: %.1f (with its process, cores and the machine)",
                  (double) (skein_store_get_bytes (machine.store) - empty) / (36000 - 600) / 200);
  g_test_message ("ten live columns of a lane: after a minute %.2f us, after an hour %.2f us",
                  live_early / 1e5, live_late / 1e5);
  g_assert_cmpfloat (live_late, <, 3 * live_early);

  compare_ranges (&machine, "100 sums", sum, 3.0);
  compare_ranges (&machine, "1200 columns", bin, 3.5);
  /* A column of a minute has at most one interval, with eight users; a wider one adds up
   * to some ten blocks of eight, and then no more. */
  compare_ranges (&machine, "1200 columns of a core", bin_core, 20.0);
  machine_clear (&machine);
}

static double
measure_append (Machine *machine,
                int      n)
{
  g_autoptr (GArray) costs = g_array_new (FALSE, FALSE, sizeof (double));

  for (int i = 0; i < n; i++)
    {
      double cost = (double) append (machine);

      g_array_append_val (costs, cost);
    }

  return get_median (costs);
}

/* Who does nothing costs nothing. */
static void
bench_append (void)
{
  Machine few, many;
  double few_cost, many_cost;

  machine_init (&few, 1000, 100, (size_t) 1 << 30);
  machine_init (&many, 10000, 100, (size_t) 1 << 30);
  few_cost = measure_append (&few, 500);
  many_cost = measure_append (&many, 500);
  g_test_message ("append, 100 threads changed of 1000: %.1f us, of 10000: %.1f us, ratio %.2f", few_cost / 1000.0,
                  many_cost / 1000.0, many_cost / few_cost);
  g_assert_cmpfloat (many_cost, <, 2 * few_cost);
  machine_clear (&few);
  machine_clear (&many);
}

/* A full history costs little more than one that still grows, and no sample pays for all. */
static void
bench_thin (void)
{
  Machine machine;
  size_t budget = (size_t) 16 << 20;
  double growing = 0.0;
  double full = 0.0;
  double worst = 0.0;

  machine_init (&machine, 200, 200, budget);
  for (int i = 0; i < 1000; i++)
    growing += (double) append (&machine) / 1000;

  for (int i = 0; i < 20000; i++)
    {
      double cost = (double) append (&machine);

      full += cost / 20000;
      worst = MAX (worst, cost);
      g_assert_cmpuint (skein_store_get_bytes (machine.store), <=, budget);
    }

  g_test_message ("append while growing %.1f us, when full %.1f us, the worst %.1f us", growing / 1000.0,
                  full / 1000.0, worst / 1000.0);
  g_assert_cmpfloat (full, <, 3 * growing);
  machine_clear (&machine);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/bench/store/ranges", bench_ranges);
  g_test_add_func ("/bench/store/append", bench_append);
  g_test_add_func ("/bench/store/thin", bench_thin);

  return g_test_run ();
}
