/* bench-slices.c - what the exact layer costs: a frame costs the pixels, not the switches
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib.h>
#include <time.h>

#include "store/store.h"

#define LANES    60
#define CORES    8
#define THREADS  (LANES - CORES)
#define COLUMNS  1200
#define FEW      10000
#define MANY     5000000
#define BATCH    5000
#define START_NS INT64_C (1000000000)
#define REPEATS  25

/* How many times as much a frame of many may cost as one of few; and what a machine adds to it
 * whose memory others use as well. */
#define PROMISED 1.5
#define SLACK    1.5

/* Cores that switch from thread to thread, in slices of many lengths. */
typedef struct
{
  GRand      *rand;
  SkeinStore *store;
  int64_t     now_ns;
  int         on_core[CORES]; /* -1: nobody */
  bool        is_on[THREADS];
  GArray     *records;
  int64_t     append_ns;
  size_t      n_records;
} Machine;

static int64_t
get_cpu_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return now.tv_sec * INT64_C (1000000000) + now.tv_nsec;
}

static void
tell (Machine *machine,
      int      kind,
      int      thread,
      int      core)
{
  SkeinSwitch record = {
    .time_ns = machine->now_ns,
    .pid = 1000 + thread / 4 * 4,
    .tid = 1000 + thread,
    .core = (uint16_t) core,
    .kind = (uint8_t) kind,
  };

  g_array_append_val (machine->records, record);
}

/* Somebody leaves a core, and another takes it: one switch, two records. */
static void
switch_once (Machine *machine)
{
  int core = g_rand_int_range (machine->rand, 0, CORES);
  int thread;

  machine->now_ns += g_rand_int_range (machine->rand, 1, 12000);

  if (machine->on_core[core] >= 0)
    {
      int kind = g_rand_int_range (machine->rand, 0, 3) == 0 ? SKEIN_SWITCH_OUT_PREEMPTED : SKEIN_SWITCH_OUT_BLOCKED;

      tell (machine, kind, machine->on_core[core], core);
      machine->is_on[machine->on_core[core]] = false;
    }

  do
    thread = g_rand_int_range (machine->rand, 0, THREADS);
  while (machine->is_on[thread]);

  machine->now_ns += g_rand_int_range (machine->rand, 1, 500);
  machine->on_core[core] = thread;
  machine->is_on[thread] = true;
  tell (machine, SKEIN_SWITCH_IN, thread, core);
}

static void
append (Machine *machine,
        int      n_switches)
{
  int64_t from_ns = machine->now_ns;
  g_autoptr (SkeinSwitchBatch) batch = NULL;
  GArray *names = g_array_new (FALSE, FALSE, SKEIN_SWITCH_NAME_SIZE);
  int64_t cpu_ns;

  machine->records = g_array_sized_new (FALSE, FALSE, sizeof (SkeinSwitch), 2 * BATCH);
  for (int i = 0; i < n_switches; i++)
    switch_once (machine);

  machine->n_records += machine->records->len;
  batch = skein_switch_batch_new_take (from_ns, machine->now_ns, machine->records, names);
  cpu_ns = get_cpu_ns ();
  skein_store_append_switches (machine->store, batch);
  machine->append_ns += get_cpu_ns () - cpu_ns;
}

static void
machine_init (Machine *machine,
              int      n_switches)
{
  *machine = (Machine) {
    .rand = g_rand_new_with_seed (1),
    .store = skein_store_new ((size_t) 1 << 30),
    .now_ns = START_NS,
  };
  skein_store_set_scope (machine->store, SKEIN_SCOPE_MACHINE);
  for (int i = 0; i < CORES; i++)
    machine->on_core[i] = -1;

  for (int i = 0; i < n_switches; i += BATCH)
    append (machine, MIN (BATCH, n_switches - i));
}

static void
machine_clear (Machine *machine)
{
  g_rand_free (machine->rand);
  skein_store_free (machine->store);
}

/* What a frame asks the store for. */
static void
bin_frame (const Machine *machine,
           int64_t        start_ns,
           int64_t        end_ns)
{
  static SkeinCoreBin core_bins[COLUMNS];
  static SkeinBin bins[COLUMNS];
  double column_ns = (double) (end_ns - start_ns) / COLUMNS;

  for (unsigned i = 0; i < CORES; i++)
    skein_store_bin_core (machine->store, i, start_ns, column_ns, core_bins, COLUMNS);

  for (int i = 0; i < THREADS; i++)
    {
      SkeinTaskKey key = { 1000 + i / 4 * 4, 1000 + i, SKEIN_TICKS_UNKNOWN };

      skein_store_bin (machine->store, skein_store_find_thread (machine->store, &key), start_ns, column_ns, bins,
                       COLUMNS);
    }
}

static double
measure_frame (const Machine *machine,
               int64_t        start_ns,
               int64_t        end_ns)
{
  int64_t cpu_ns = get_cpu_ns ();

  bin_frame (machine, start_ns, end_ns);

  return (double) (get_cpu_ns () - cpu_ns);
}

/* All there is in one frame; and a part of it, with as many columns. */
static void
bench_frame (void)
{
  Machine few, many;
  double few_cost = G_MAXDOUBLE;
  double many_cost = G_MAXDOUBLE;
  double part_cost = G_MAXDOUBLE;

  machine_init (&few, FEW);
  machine_init (&many, MANY);

  /* By turns, and the least of each: what others do on the machine only adds, and to all alike. */
  for (int i = 0; i < REPEATS; i++)
    {
      few_cost = MIN (few_cost, measure_frame (&few, START_NS, few.now_ns));
      many_cost = MIN (many_cost, measure_frame (&many, START_NS, many.now_ns));
      part_cost = MIN (part_cost, measure_frame (&many, many.now_ns - (few.now_ns - START_NS), many.now_ns));
    }

  g_test_message ("append: %.2f million records/s, %.2f million switches/s",
                  (double) many.n_records * 1e3 / (double) many.append_ns, MANY * 1e3 / (double) many.append_ns);
  g_test_message ("bytes per switch: %.1f; of %d: %.0f MB", (double) skein_store_get_bytes (many.store) / MANY, MANY,
                  (double) skein_store_get_bytes (many.store) / 1e6);
  g_test_message ("%d lanes, %d columns: of %d switches %.2f ms, of %d %.2f ms, ratio %.2f", LANES, COLUMNS, FEW,
                  few_cost / 1e6, MANY, many_cost / 1e6, many_cost / few_cost);
  g_test_message ("the last %d of those: %.2f ms", FEW, part_cost / 1e6);

  /* What more it costs is memory that is far away, and more users in a column of a core. */
  g_assert_cmpfloat (many_cost, <, PROMISED * SLACK * few_cost);
  g_assert_cmpfloat (part_cost, <, PROMISED * SLACK * few_cost);
  g_assert_cmpuint (skein_store_get_bytes (many.store), <, 200000000);
  g_assert_cmpfloat (MANY * 1e3 / (double) many.append_ns, >, 2.0);
  machine_clear (&few);
  machine_clear (&many);
}

/* How many at once: found out once, and then kept. */
static void
bench_at_once (void)
{
  static SkeinAtOnceBin bins[COLUMNS];
  SkeinId machine_id = SKEIN_ID_MACHINE;
  Machine many;
  int64_t first_ns, next_ns, live_ns, cpu_ns;

  machine_init (&many, MANY / 5);

  cpu_ns = get_cpu_ns ();
  skein_store_bin_at_once (many.store, &machine_id, 1, START_NS, (double) (many.now_ns - START_NS) / COLUMNS, bins,
                           COLUMNS);
  first_ns = get_cpu_ns () - cpu_ns;

  cpu_ns = get_cpu_ns ();
  skein_store_bin_at_once (many.store, &machine_id, 1, START_NS, (double) (many.now_ns - START_NS) / COLUMNS, bins,
                           COLUMNS);
  next_ns = get_cpu_ns () - cpu_ns;

  append (&many, BATCH);
  cpu_ns = get_cpu_ns ();
  skein_store_bin_at_once (many.store, &machine_id, 1, many.now_ns - 10000000, 1e5, bins, 100);
  live_ns = get_cpu_ns () - cpu_ns;

  g_test_message ("at once, %d switches: first %.1f ms, again %.2f ms, after %d more %.2f ms", MANY / 5,
                  (double) first_ns / 1e6, (double) next_ns / 1e6, BATCH, (double) live_ns / 1e6);
  g_assert_cmpint (next_ns, <, first_ns / 5);
  machine_clear (&many);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/bench/slices/frame", bench_frame);
  g_test_add_func ("/bench/slices/at-once", bench_at_once);

  return g_test_run ();
}
