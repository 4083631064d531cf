/* strip.c - "at once": threads on a core, and above them those that wait their turn
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "draw/scene-private.h"

#include <math.h>

#include "present/axis-ticks.h"

#define LINE_WIDTH 2

#define EXACT_SHARE 0.5f

/* Heights above the zero line, in pixels; less than 0: not measured. */
typedef struct
{
  int run;
  int demand;
} Level;

/* What is asked about: some tasks together, in columns. */
typedef struct
{
  const SkeinId *ids;
  size_t         n_ids;
  int64_t        start_ns;
  int64_t        column_ns;
} Question;

/* Of several processes their figures are added. */
static void
bin_sampled (const SkeinScene *self,
             const Question   *question,
             SkeinBin         *bins,
             int               from,
             int               n)
{
  int64_t start_ns = question->start_ns + from * question->column_ns;
  g_autofree SkeinBin *some = g_new0 (SkeinBin, n);

  skein_store_bin (self->store, question->ids[0], start_ns, (double) question->column_ns, bins + from, (size_t) n);

  for (size_t i = 1; i < question->n_ids; i++)
    {
      skein_store_bin (self->store, question->ids[i], start_ns, (double) question->column_ns, some, (size_t) n);

      for (int j = 0; j < n; j++)
        {
          bins[from + j].observed = MAX (bins[from + j].observed, some[j].observed);
          bins[from + j].run += some[j].run;
          bins[from + j].ready += some[j].ready;
        }
    }

  /* That each is exact does not tell what was at once. */
  for (int j = 0; j < n; j++)
    bins[from + j].exact = 0.0f;
}

static SkeinBin
bin_from_exact (const SkeinAtOnceBin *exact)
{
  return (SkeinBin) {
    .observed = exact->observed,
    .exact = 1.0f,
    .run = exact->parallelism * exact->observed,
    .ready = MAX (exact->demand - exact->parallelism, 0.0f) * exact->observed,
    .most_run = (float) exact->most_parallelism,
    .most_demand = (float) exact->most_demand,
  };
}

/* Where the switches tell, it is no mean of intervals but what was so at each instant, and
 * nobody asks the samples. */
static void
bin_once (const SkeinScene *self,
          const Question   *question,
          SkeinBin         *bins,
          int               n)
{
  g_autofree SkeinAtOnceBin *exact = g_new0 (SkeinAtOnceBin, n);
  int end;

  skein_store_bin_at_once (self->store, question->ids, question->n_ids, question->start_ns,
                           (double) question->column_ns, exact, (size_t) n);

  for (int i = 0; i < n; i = end)
    {
      end = i + 1;
      if (exact[i].observed >= EXACT_SHARE)
        {
          bins[i] = bin_from_exact (&exact[i]);
          continue;
        }

      while (end < n && exact[end].observed < EXACT_SHARE)
        end++;
      bin_sampled (self, question, bins, i, end - i);
    }
}

void
skein_scene_bin_once (const SkeinScene   *self,
                      const SkeinColumns *columns,
                      int                 first,
                      SkeinBin           *bins,
                      int                 n)
{
  static const SkeinId machine = SKEIN_ID_MACHINE;
  Question question = {
    .start_ns = columns->start_ns + first * columns->column_ns,
    .column_ns = columns->column_ns,
  };

  question.ids = skein_timeline_get_processes (self->timeline, &question.n_ids);
  if (question.n_ids == 0 || self->all_coloured)
    {
      question.ids = &machine;
      question.n_ids = 1;
    }

  bin_once (self, &question, bins, n);
}

double
skein_scene_most_demand (const SkeinScene   *self,
                         const SkeinColumns *columns)
{
  int n = (int) CLAMP ((columns->until_ns - columns->start_ns) / columns->column_ns, 0, columns->n);
  g_autofree SkeinBin *bins = g_new0 (SkeinBin, n + 1);
  double most = 0.0;

  skein_scene_bin_once (self, columns, 0, bins, n);

  for (int i = 0; i < n; i++)
    {
      if (bins[i].exact > 0.0f)
        most = MAX (most, (double) bins[i].most_demand);
      else if (bins[i].observed > 0.01f)
        most = MAX (most, (double) ((bins[i].run + bins[i].ready) / bins[i].observed));
    }

  return most;
}

static Level
level_of (const SkeinScene *self,
          const SkeinBin   *bin)
{
  double pixels = (self->once_stripe.height - LINE_WIDTH) / (double) MAX (self->once_most, 1);

  if (bin->observed <= 0.01f)
    return (Level) { -1, -1 };

  return (Level) {
    .run = (int) lround (pixels * (double) (bin->run / bin->observed)),
    .demand = (int) lround (pixels * (double) ((bin->run + bin->ready) / bin->observed)),
  };
}

static void
draw_scale (const SkeinScene *self,
            cairo_t          *cr,
            int               n)
{
  unsigned step = skein_axis_integer_step (self->once_most, 4);

  for (unsigned value = 0; value <= self->once_most; value += step)
    cairo_rectangle (cr, 0, self->once_stripe.y + self->once_stripe.height - 1 -
                            (int) value * (self->once_stripe.height - LINE_WIDTH) / (int) self->once_most,
                     n, 1);

  skein_colour_set_source (&self->palette->line, cr);
  cairo_fill (cr);
}

/* A line that goes up and down in steps; the step from the column before belongs to the column, and stays in it, since
 * the next one may be in another tile. */
static void
add_step (cairo_t *cr,
          int      x,
          int      width,
          int      zero,
          int      before,
          int      now)
{
  cairo_rectangle (cr, x, zero - now - LINE_WIDTH, width, LINE_WIDTH);
  if (before >= 0 && before != now)
    cairo_rectangle (cr, x, zero - MAX (before, now) - LINE_WIDTH, 1, ABS (before - now) + LINE_WIDTH);
}

/* Columns of the same height. */
typedef struct
{
  int   x;
  int   width;
  Level before;
  Level now;
} Stair;

static GArray *
list_stairs (const Level *levels,
             int          n)
{
  GArray *stairs = g_array_new (FALSE, FALSE, sizeof (Stair));
  int end;

  for (int i = SKEIN_MARGIN; i < n; i = end)
    {
      Stair stair = { .x = i - SKEIN_MARGIN, .before = levels[i - 1], .now = levels[i] };

      end = i + 1;
      while (end < n && levels[end].run == levels[i].run && levels[end].demand == levels[i].demand)
        end++;

      stair.width = end - i;
      if (levels[i].run >= 0)
        g_array_append_val (stairs, stair);
    }

  return stairs;
}

/* One path for all of a kind: many small ones would cost more than all their pixels. */
static void
draw_areas (const SkeinScene *self,
            cairo_t          *cr,
            const GArray     *stairs,
            int               zero)
{
  SkeinColour area = skein_colour_with_alpha (self->palette->accent, 0.30f);

  for (guint i = 0; i < stairs->len; i++)
    {
      const Stair *stair = &g_array_index (stairs, Stair, i);

      cairo_rectangle (cr, stair->x, zero - stair->now.run, stair->width, stair->now.run);
    }
  skein_colour_set_source (&area, cr);
  cairo_fill (cr);

  for (guint i = 0; i < stairs->len; i++)
    {
      const Stair *stair = &g_array_index (stairs, Stair, i);

      cairo_rectangle (cr, stair->x, zero - stair->now.demand, stair->width, stair->now.demand - stair->now.run);
    }
  cairo_set_source (cr, self->palette->hatch);
  cairo_fill (cr);
}

static void
draw_steps (const SkeinScene *self,
            cairo_t          *cr,
            const GArray     *stairs,
            int               zero)
{
  for (guint i = 0; i < stairs->len; i++)
    {
      const Stair *stair = &g_array_index (stairs, Stair, i);

      add_step (cr, stair->x, stair->width, zero, stair->before.demand, stair->now.demand);
    }
  skein_colour_set_source (&self->palette->ready, cr);
  cairo_fill (cr);

  for (guint i = 0; i < stairs->len; i++)
    {
      const Stair *stair = &g_array_index (stairs, Stair, i);

      add_step (cr, stair->x, stair->width, zero, stair->before.run, stair->now.run);
    }
  skein_colour_set_source (&self->palette->accent, cr);
  cairo_fill (cr);
}

void
skein_draw_once (const SkeinScene   *self,
                 cairo_t            *cr,
                 const SkeinColumns *columns)
{
  int n = columns->n + SKEIN_MARGIN;
  int zero = self->once_stripe.y + self->once_stripe.height;
  g_autofree SkeinBin *bins = g_new0 (SkeinBin, n);
  g_autofree Level *levels = g_new0 (Level, n);
  g_autoptr (GArray) stairs = NULL;

  draw_scale (self, cr, columns->n);
  skein_scene_bin_once (self, columns, -SKEIN_MARGIN, bins, n);

  for (int i = 0; i < n; i++)
    levels[i] = level_of (self, &bins[i]);

  stairs = list_stairs (levels, n);
  draw_areas (self, cr, stairs, zero);
  draw_steps (self, cr, stairs, zero);
}
