/* core-query.c - columns of a core: exact where switches are known, sampled elsewhere
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/private.h"

static void
set_users (SkeinCoreBin *bin,
           SkeinTally   *tally,
           double        column_ns)
{
  skein_tally_sort (tally);
  bin->n_users = 0;

  for (uint32_t i = 0; i < tally->n; i++)
    {
      bin->users[bin->n_users].process = tally->uses[i].process;
      bin->users[bin->n_users++].share = (float) ((double) tally->uses[i].run_ns / column_ns);
    }
}

/* Adds the users that no switch tells of. Returns: how much they are */
static float
add_others (const SkeinStore   *self,
            const SkeinCoreBin *bin,
            double              column_ns,
            SkeinTally         *tally)
{
  float sum = 0.0f;

  for (unsigned i = 0; i < bin->n_users; i++)
    {
      const SkeinTask *process = skein_tasks_get (&self->tasks, bin->users[i].process);

      if (process != NULL && process->is_recorded)
        continue;

      sum += bin->users[i].share;
      skein_tally_add (tally, bin->users[i].process, (float) ((double) bin->users[i].share * column_ns));
    }

  return sum;
}

/**
 * CoreColumn:
 * @known_ns: of how much of it every switch is known
 * @known_run_ns: how much of that somebody ran
 *
 * A column of a core of which not everything is known.
 */
typedef struct
{
  int64_t start_ns;
  int64_t end_ns;
  int64_t known_ns;
  int64_t known_run_ns;
} CoreColumn;

/* What the samples tell of the column, without what is known. */
static void
leave_out_known (const SkeinStore *self,
                 unsigned          core,
                 const GArray     *known,
                 double            column_ns,
                 CoreColumn       *column,
                 SkeinCoreBin     *bin)
{
  for (guint i = 0; i < known->len; i++)
    {
      const SkeinExactTime *time = &g_array_index (known, SkeinExactTime, i);
      int64_t from_ns = MAX (time->start_ns, column->start_ns);
      int64_t to_ns = MIN (time->end_ns, column->end_ns);
      uint32_t group = 0;
      SkeinCoreBin part;
      double share;
      int64_t run_ns;

      if (from_ns >= to_ns)
        continue;

      share = (double) (to_ns - from_ns) / column_ns;
      skein_store_bin_core_sampled (self, core, from_ns, (double) (to_ns - from_ns), &part, 1);
      bin->busy = MAX (bin->busy - part.busy * (float) share, 0.0f);
      bin->observed = MAX (bin->observed - part.observed * (float) share, 0.0f);
      skein_exact_count_users (&self->exact, core, &group, from_ns, to_ns, NULL, &run_ns);
      column->known_ns += to_ns - from_ns;
      column->known_run_ns += run_ns;
    }

  /* Who used it is not told apart so finely. */
  for (unsigned i = 0; i < bin->n_users; i++)
    bin->users[i].share *= 1.0f - (float) ((double) column->known_ns / column_ns);
}

/* Both layers in one column: who is recorded is told by switches, the others by samples. */
static void
join_core_bin (const SkeinStore *self,
               unsigned          core,
               const GArray     *known,
               double            column_ns,
               CoreColumn       *column,
               SkeinCoreBin     *bin)
{
  uint32_t group = 0;
  int64_t run_ns;
  SkeinTally tally;
  float others, run, known_share;

  skein_tally_clear (&tally);
  bin->n_slices = skein_exact_count_users (&self->exact, core, &group, column->start_ns, column->end_ns, &tally,
                                           &run_ns);
  leave_out_known (self, core, known, column_ns, column, bin);
  if (bin->n_slices == 0 && column->known_ns == 0)
    return;

  others = add_others (self, bin, column_ns, &tally);
  run = (float) ((double) (run_ns - column->known_run_ns) / column_ns);
  known_share = (float) ((double) column->known_ns / column_ns);
  bin->observed = MAX (bin->observed, run) + known_share;
  bin->busy = MIN (MAX (bin->busy, run + others) + (float) ((double) column->known_run_ns / column_ns), bin->observed);
  bin->exact = bin->observed > 0.0f ? known_share / bin->observed : 0.0f;
  set_users (bin, &tally, column_ns);
}

static void
fill_core_bin (const SkeinStore *self,
               unsigned          core,
               uint32_t         *group,
               const CoreColumn *column,
               double            column_ns,
               SkeinCoreBin     *bin)
{
  SkeinTally tally;
  int64_t run_ns;

  skein_tally_clear (&tally);
  bin->n_slices = skein_exact_count_users (&self->exact, core, group, column->start_ns, column->end_ns, &tally,
                                           &run_ns);
  bin->busy = (float) ((double) run_ns / column_ns);
  bin->observed = (float) ((double) (column->end_ns - column->start_ns) / column_ns);
  bin->exact = 1.0f;
  set_users (bin, &tally, column_ns);
}

void
skein_store_bin_core (const SkeinStore *self,
                      unsigned          core,
                      int64_t           start_ns,
                      double            column_ns,
                      SkeinCoreBin     *bins,
                      size_t            n_bins)
{
  g_autoptr (GArray) known = g_array_new (FALSE, FALSE, sizeof (SkeinExactTime));
  int64_t end_ns = skein_store_get_edge (start_ns, column_ns, n_bins);
  uint32_t group = 0;
  guint next = 0;

  skein_store_bin_core_sampled (self, core, start_ns, column_ns, bins, n_bins);
  if (column_ns <= 0.0 || core >= self->exact.n_lanes || !skein_store_has_exact (self, start_ns, end_ns))
    return;

  skein_exact_list_known (&self->exact, core, true, start_ns, end_ns, known);

  for (size_t i = 0; i < n_bins; i++)
    {
      CoreColumn column = {
        .start_ns = MAX (skein_store_get_edge (start_ns, column_ns, i), self->exact.start_ns),
        .end_ns = MIN (skein_store_get_edge (start_ns, column_ns, i + 1), self->exact.now_ns),
      };

      while (next < known->len && g_array_index (known, SkeinExactTime, next).end_ns <= column.start_ns)
        next++;

      if (column.start_ns >= column.end_ns)
        continue;

      if (next < known->len && g_array_index (known, SkeinExactTime, next).start_ns <= column.start_ns &&
          g_array_index (known, SkeinExactTime, next).end_ns >= column.end_ns &&
          (double) (column.end_ns - column.start_ns) > column_ns - 2.0)
        fill_core_bin (self, core, &group, &column, column_ns, &bins[i]);
      else
        join_core_bin (self, core, known, column_ns, &column, &bins[i]);
    }
}
