/* finding.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "present/finding.h"

#include <math.h>

#include <glib/gi18n.h>

#include "base/format.h"

/* A thread that wants a core for less than this share of the range only ticked. */
#define ACTIVE_SHARE 0.01

/* Below this demand, in cores, there is nothing to speak of. */
#define IDLE_DEMAND 0.01

/* What a sum of shares may be above one core and still be one core, measured. */
#define ONE_CORE 1.05

/* Whose busiest interval comes so near to one core had work for it, and yet did not pass it. */
#define FULL_CORE 0.9

/* From here on waiting one's turn is worth a sentence. */
#define NOTABLE_READY_SHARE 0.10

/* So near to their number, all of them wanted a core all the time. */
#define ALL_THE_TIME 0.95

/* Who never share an instant, though they hold a core so much of it, do not just miss each other. */
#define NO_CHANCE 0.5

/* A mean no further from a whole number is about that number. */
#define ABOUT 0.2

/* So much more than a whole number a mean may be because of how it was measured. */
#define ABOUT_SO_MANY 0.1

/* Less than this measured, and the reader must know. */
#define WHOLE_RANGE 0.95

void
skein_finding_from_sums (SkeinFinding    *ret,
                         const SkeinSums *sums,
                         int64_t          span_ns)
{
  int64_t demand_ns = sums->run_ns + sums->ready_ns;

  *ret = (SkeinFinding) { .span_ns = span_ns, .observed_ns = sums->observed_ns };

  if (sums->observed_ns <= 0)
    return;

  ret->mean_parallelism = (double) sums->run_ns / (double) sums->observed_ns;
  ret->mean_demand = (double) demand_ns / (double) sums->observed_ns;
  ret->most_parallelism = sums->most_run;
  ret->most_demand = sums->most_demand;
  ret->ready_share = demand_ns > 0 ? (double) sums->ready_ns / (double) demand_ns : 0.0;
  ret->is_exact = sums->exact >= WHOLE_RANGE;
}

static void
count_threads (SkeinFinding     *self,
               const SkeinStore *store,
               SkeinId           process,
               int64_t           start_ns,
               int64_t           end_ns)
{
  g_autoptr (GArray) threads = g_array_new (FALSE, FALSE, sizeof (SkeinId));

  skein_store_list_threads (store, process, start_ns, end_ns, threads);
  self->n_threads += threads->len;

  for (guint i = 0; i < threads->len; i++)
    {
      SkeinSums sums;

      if (skein_store_sum (store, g_array_index (threads, SkeinId, i), start_ns, end_ns, &sums) &&
          (double) (sums.run_ns + sums.ready_ns) >= ACTIVE_SHARE * (double) (end_ns - start_ns))
        self->n_threads_active++;
    }
}

/* The most at one instant, which sums do not tell. Instants leave out what is very short of ready time that is
 * derived, and the mean does not: at some instant there were as many as it says at least. */
static void
look_at_instants (SkeinFinding  *self,
                  SkeinStore    *store,
                  const SkeinId *ids,
                  size_t         n_ids,
                  int64_t        start_ns,
                  int64_t        end_ns)
{
  SkeinAtOnce parallelism, demand;
  unsigned most_parallelism, most_demand;

  skein_store_get_at_once (store, ids, n_ids, start_ns, end_ns, &parallelism, &demand);
  most_parallelism = skein_at_once_get_most (&parallelism);
  most_demand = skein_at_once_get_most (&demand);

  self->most_parallelism = self->is_exact ? most_parallelism : MAX (self->most_parallelism, most_parallelism);
  self->most_demand = self->is_exact ? most_demand : MAX (self->most_demand, most_demand);
  self->most_demand = MAX (self->most_demand, ceil (self->mean_demand - ABOUT_SO_MANY));
  skein_at_once_clear (&parallelism);
  skein_at_once_clear (&demand);
}

/* How long at least one of them was there to be measured. */
static int64_t
sum_observed (const SkeinStore *store,
              const SkeinId    *processes,
              size_t            n_processes,
              int64_t           start_ns,
              int64_t           end_ns)
{
  int64_t first_ns = INT64_MAX;
  int64_t last_ns = INT64_MIN;
  SkeinTaskInfo info;
  SkeinSums machine;

  for (size_t i = 0; i < n_processes; i++)
    {
      if (!skein_store_get_info (store, processes[i], &info))
        continue;

      first_ns = MIN (first_ns, info.first_ns);
      last_ns = MAX (last_ns, info.is_alive ? INT64_MAX : info.last_ns);
    }

  start_ns = MAX (start_ns, first_ns);
  end_ns = MIN (end_ns, last_ns);
  if (start_ns >= end_ns)
    return 0;

  skein_store_sum (store, SKEIN_ID_MACHINE, start_ns, end_ns, &machine);

  return machine.observed_ns;
}

void
skein_finding_measure (SkeinFinding     *ret,
                       SkeinStore       *store,
                       const SkeinId    *processes,
                       size_t            n_processes,
                       unsigned          n_cores,
                       int64_t           start_ns,
                       int64_t           end_ns)
{
  const SkeinId machine = SKEIN_ID_MACHINE;
  const SkeinId *ids = n_processes > 0 ? processes : &machine;
  size_t n_ids = n_processes > 0 ? n_processes : 1;
  SkeinSums sums;

  skein_store_sum_many (store, ids, n_ids, start_ns, end_ns, &sums);
  /* The times of several are added up, but the time that went by is not. */
  if (n_ids > 1)
    sums.observed_ns = sum_observed (store, ids, n_ids, start_ns, end_ns);
  skein_finding_from_sums (ret, &sums, end_ns - start_ns);
  ret->n_cores = n_cores;

  if (sums.exact > 0.0)
    look_at_instants (ret, store, ids, n_ids, start_ns, end_ns);

  for (size_t i = 0; i < n_processes; i++)
    count_threads (ret, store, processes[i], start_ns, end_ns);
}

/* One core is all there is, or they fill one and do not want more: then they wait for each other. */
static bool
takes_turns (const SkeinFinding *self)
{
  bool is_no_chance = self->is_exact ? self->mean_parallelism >= NO_CHANCE : self->most_parallelism >= FULL_CORE;

  return self->n_cores == 1 || (is_no_chance && self->ready_share < NOTABLE_READY_SHARE);
}

SkeinFindingKind
skein_finding_get_kind (const SkeinFinding *self)
{
  if (self->observed_ns <= 0)
    return SKEIN_FINDING_UNKNOWN;
  if (self->mean_demand < IDLE_DEMAND)
    return SKEIN_FINDING_IDLE;
  if (self->n_threads_active == 1 || self->n_threads == 1)
    return SKEIN_FINDING_ONE;
  if (self->most_parallelism <= ONE_CORE)
    return takes_turns (self) ? SKEIN_FINDING_TAKING_TURNS : SKEIN_FINDING_CONCURRENT;
  if (self->ready_share >= NOTABLE_READY_SHARE)
    return SKEIN_FINDING_OVERCOMMITTED;
  if (self->mean_parallelism < 1.0)
    return SKEIN_FINDING_SOMETIMES;

  return SKEIN_FINDING_PARALLEL;
}

char *
skein_finding_title (const SkeinFinding *self)
{
  switch (skein_finding_get_kind (self))
    {
    case SKEIN_FINDING_IDLE:
      return g_strdup (_("At rest"));

    case SKEIN_FINDING_ONE:
      return g_strdup (_("One thread at work"));

    case SKEIN_FINDING_TAKING_TURNS:
      return g_strdup (_("Concurrent, not parallel"));

    case SKEIN_FINDING_CONCURRENT:
      return g_strdup (_("Concurrent"));

    case SKEIN_FINDING_SOMETIMES:
      return g_strdup (_("Parallel at times"));

    case SKEIN_FINDING_PARALLEL:
      return g_strdup (_("Parallel"));

    case SKEIN_FINDING_OVERCOMMITTED:
      return g_strdup (_("Concurrent and parallel"));

    case SKEIN_FINDING_UNKNOWN:
    default:
      return g_strdup (_("Nothing measured"));
    }
}

/* Who wanted a core: all of them all the time, or how many on average. */
static char *
dup_demand (const SkeinFinding *self)
{
  char demand[SKEIN_FORMAT_SIZE];

  skein_format_parallelism (self->mean_demand, demand, sizeof demand);

  if (self->n_threads_active == 0)
    return g_strdup_printf (_("On average %s threads wanted a core at each instant."), demand);
  if (self->mean_demand >= ALL_THE_TIME * self->n_threads_active)
    return g_strdup_printf (ngettext ("%u thread wanted a core all the time.",
                                      "%u threads wanted a core all the time.",
                                      self->n_threads_active),
                            self->n_threads_active);

  return g_strdup_printf (ngettext ("%u thread worked; on average %s of them wanted a core at each instant.",
                                    "%u threads worked; on average %s of them wanted a core at each instant.",
                                    self->n_threads_active),
                          self->n_threads_active, demand);
}

static char *
dup_idle (const SkeinFinding *self)
{
  if (self->n_threads == 0)
    return g_strdup (_("Hardly anybody wanted a core: there was nothing to do."));

  return g_strdup_printf (ngettext ("Its %u thread hardly wanted a core: it waited for something to do.",
                                    "Its %u threads hardly wanted a core: they waited for something to do.",
                                    self->n_threads),
                          self->n_threads);
}

static char *
dup_one (const SkeinFinding *self)
{
  char run[SKEIN_FORMAT_SIZE];
  char ready[SKEIN_FORMAT_SIZE];

  skein_format_percent (self->mean_parallelism, run, sizeof run);
  skein_format_percent (self->ready_share, ready, sizeof ready);

  if (self->ready_share < NOTABLE_READY_SHARE)
    return g_strdup_printf (_("One thread did the work: it held a core %s of the time, "
                               "and had one whenever it wanted."),
                            run);

  return g_strdup_printf (_("One thread did the work: it held a core %s of the time. "
                             "Of the time it wanted one, it waited its turn %s."),
                          run, ready);
}

static char *
dup_taking_turns (const SkeinFinding *self)
{
  g_autofree char *demand = dup_demand (self);

  if (self->n_cores == 1)
    return g_strdup_printf (_("%s There is one core, so they took turns on it."), demand);
  if (self->is_exact)
    return g_strdup_printf (_("%s At no instant did two of them hold a core: they took turns, "
                               "and waited for each other rather than for a core."),
                            demand);

  return g_strdup_printf (_("%s In no reading did they use more than one core: they took turns, "
                             "and waited for each other rather than for a core."),
                          demand);
}

static char *
dup_concurrent_exactly (const SkeinFinding *self)
{
  g_autofree char *demand = dup_demand (self);
  char ready[SKEIN_FORMAT_SIZE];

  if (self->ready_share < NOTABLE_READY_SHARE)
    return g_strdup_printf (_("%s At no instant did two of them hold a core, and whoever wanted one "
                               "nearly always had it."),
                            demand);

  skein_format_percent (self->ready_share, ready, sizeof ready);

  return g_strdup_printf (_("%s At no instant did two of them hold a core: "
                             "%s of the time they wanted one, they had none."),
                          demand, ready);
}

/* Shares do not show an instant: what can be said is said of readings. */
static char *
dup_concurrent (const SkeinFinding *self)
{
  g_autofree char *demand = dup_demand (self);
  char ready[SKEIN_FORMAT_SIZE];

  if (self->ready_share < NOTABLE_READY_SHARE)
    return g_strdup_printf (_("%s Together they needed less than one core in every reading, "
                               "and nearly always had one when they wanted it."),
                            demand);

  skein_format_percent (self->ready_share, ready, sizeof ready);

  return g_strdup_printf (_("%s Together they got no more than one core in any reading: "
                             "%s of the time they wanted a core, they had none."),
                          demand, ready);
}

static char *
dup_sometimes (const SkeinFinding *self)
{
  char most[SKEIN_FORMAT_SIZE];
  char mean[SKEIN_FORMAT_SIZE];

  return g_strdup_printf (_("At its busiest it held %s cores at once, %s on average; "
                             "it seldom waited its turn."),
                          skein_format_parallelism (self->most_parallelism, most, sizeof most),
                          skein_format_parallelism (self->mean_parallelism, mean, sizeof mean));
}

static char *
dup_parallel (const SkeinFinding *self)
{
  g_autofree char *demand = dup_demand (self);
  char mean[SKEIN_FORMAT_SIZE];

  return g_strdup_printf (_("%s They held %s cores at each instant on average: "
                             "nearly everyone who wanted a core had one."),
                          demand, skein_format_parallelism (self->mean_parallelism, mean, sizeof mean));
}

static char *
dup_overcommitted (const SkeinFinding *self)
{
  g_autofree char *demand = dup_demand (self);
  unsigned held = (unsigned) lround (self->mean_parallelism);
  char mean[SKEIN_FORMAT_SIZE];
  char ready[SKEIN_FORMAT_SIZE];

  skein_format_parallelism (self->mean_parallelism, mean, sizeof mean);
  skein_format_percent (self->ready_share, ready, sizeof ready);

  /* Half of the time one and half of the time none is not about one at each instant. */
  if (held == 0 || fabs (self->mean_parallelism - held) > ABOUT)
    return g_strdup_printf (_("%s On average they held %s cores, so each also waited its turn: "
                               "%s of the time it wanted a core."),
                            demand, mean, ready);

  return g_strdup_printf (ngettext ("%s About %u held one at each instant (%s on average), "
                                    "so each also waited its turn: %s of the time it wanted a core.",
                                    "%s About %u held one at each instant (%s on average), "
                                    "so each also waited its turn: %s of the time it wanted a core.",
                                    held),
                          demand, held, mean, ready);
}

static char *
dup_verdict (const SkeinFinding *self)
{
  switch (skein_finding_get_kind (self))
    {
    case SKEIN_FINDING_IDLE:
      return dup_idle (self);

    case SKEIN_FINDING_ONE:
      return dup_one (self);

    case SKEIN_FINDING_TAKING_TURNS:
      return dup_taking_turns (self);

    case SKEIN_FINDING_CONCURRENT:
      return self->is_exact ? dup_concurrent_exactly (self) : dup_concurrent (self);

    case SKEIN_FINDING_SOMETIMES:
      return dup_sometimes (self);

    case SKEIN_FINDING_PARALLEL:
      return dup_parallel (self);

    case SKEIN_FINDING_OVERCOMMITTED:
      return dup_overcommitted (self);

    case SKEIN_FINDING_UNKNOWN:
    default:
      return g_strdup (_("Nobody was measuring then, or it did not exist, so nothing can be said about this time."));
    }
}

/* How many it was longest. */
static unsigned
find_usual (const SkeinAtOnce *at_once)
{
  unsigned usual = 0;

  for (unsigned n = 1; n <= skein_at_once_get_most (at_once); n++)
    if (skein_at_once_get_share (at_once, n) > skein_at_once_get_share (at_once, usual))
      usual = n;

  return usual;
}

/* Small numbers are words, as in a sentence that somebody says. */
static char *
dup_so_many (unsigned    n,
             const char *share)
{
  switch (n)
    {
    case 0:
      return g_strdup_printf (_("None on a core for %s of the time"), share);

    case 1:
      return g_strdup_printf (_("One at a time for %s of the time"), share);

    case 2:
      return g_strdup_printf (_("Two at once for %s of the time"), share);

    case 3:
      return g_strdup_printf (_("Three at once for %s of the time"), share);

    case 4:
      return g_strdup_printf (_("Four at once for %s of the time"), share);

    default:
      return g_strdup_printf (ngettext ("%u at once for %s of the time", "%u at once for %s of the time", n), n, share);
    }
}

char *
skein_finding_at_once_sentence (const SkeinAtOnce *at_once)
{
  unsigned most = skein_at_once_get_most (at_once);
  unsigned usual = find_usual (at_once);
  g_autofree char *so_many = NULL;
  char share[SKEIN_FORMAT_SIZE];

  if (skein_at_once_get_total_ns (at_once) <= 0)
    return NULL;

  skein_format_percent (skein_at_once_get_share (at_once, usual), share, sizeof share);
  so_many = dup_so_many (usual, share);

  if (most > usual)
    /* Translators: comes after "Two at once for 96 % of the time"; and the most that it was. */
    return g_strdup_printf (ngettext ("%s, at most %u.", "%s, at most %u.", most), so_many, most);
  if (most > 0 && skein_at_once_get_share (at_once, usual) < 1.0)
    /* Translators: comes after "Two at once for 96 % of the time". */
    return g_strdup_printf (_("%s, never more."), so_many);

  return g_strdup_printf ("%s.", so_many);
}

char *
skein_finding_sentence (const SkeinFinding *self)
{
  g_autofree char *verdict = dup_verdict (self);
  char measured[SKEIN_FORMAT_SIZE];

  if (self->observed_ns <= 0 || (double) self->observed_ns >= WHOLE_RANGE * (double) self->span_ns)
    return g_steal_pointer (&verdict);

  skein_format_percent ((double) self->observed_ns / (double) self->span_ns, measured, sizeof measured);

  return g_strdup_printf (_("%s It was seen for only %s of this time."), verdict, measured);
}
