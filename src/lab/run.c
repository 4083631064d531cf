/* run.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "lab/run.h"

#include "lab/run-private.h"

#include <math.h>

typedef struct
{
  const char *key;
  SkeinUnit   unit;
} FigureInfo;

static const FigureInfo infos[SKEIN_LAB_N_FIGURES] = {
  [SKEIN_LAB_WALL] = { "wall_ns", SKEIN_UNIT_NS },
  [SKEIN_LAB_CPU] = { "cpu_ns", SKEIN_UNIT_NS },
  [SKEIN_LAB_CONCURRENCY] = { "concurrency_mean", SKEIN_UNIT_TIMES },
  [SKEIN_LAB_CONCURRENCY_MOST] = { "concurrency_most", SKEIN_UNIT_COUNT },
  [SKEIN_LAB_PARALLELISM] = { "parallelism_mean", SKEIN_UNIT_TIMES },
  [SKEIN_LAB_PARALLELISM_MOST] = { "parallelism_most", SKEIN_UNIT_COUNT },
  [SKEIN_LAB_TOGETHER] = { "together_share", SKEIN_UNIT_SHARE },
  [SKEIN_LAB_READY] = { "ready_ns", SKEIN_UNIT_NS },
  [SKEIN_LAB_GIVEN_UP] = { "given_up", SKEIN_UNIT_COUNT },
  [SKEIN_LAB_TAKEN] = { "taken", SKEIN_UNIT_COUNT },
  [SKEIN_LAB_MOVES] = { "moves", SKEIN_UNIT_COUNT },
  [SKEIN_LAB_PRIVATE] = { "private_bytes", SKEIN_UNIT_BYTES },
  [SKEIN_LAB_PROPORTIONAL] = { "proportional_bytes", SKEIN_UNIT_BYTES },
  [SKEIN_LAB_START] = { "start_latency_ns", SKEIN_UNIT_NS },
  [SKEIN_LAB_OTHERS] = { "others_share", SKEIN_UNIT_SHARE },
};

const char *
skein_lab_figure_get_key (SkeinLabFigure figure)
{
  return infos[figure].key;
}

SkeinUnit
skein_lab_figure_get_unit (SkeinLabFigure figure)
{
  return infos[figure].unit;
}

SkeinLabRun *
skein_lab_run_new (unsigned mode,
                   unsigned repeat,
                   size_t   store_bytes)
{
  SkeinLabRun *self = g_new0 (SkeinLabRun, 1);

  self->mode = mode;
  self->repeat = repeat;
  self->store = skein_store_new (store_bytes);
  self->processes = g_array_new (FALSE, FALSE, sizeof (SkeinId));
  self->cores = g_array_new (FALSE, FALSE, sizeof (uint16_t));
  self->tasks = g_array_new (FALSE, TRUE, sizeof (SkeinLabTask));
  self->spans = g_array_new (FALSE, TRUE, sizeof (SkeinLabSpan));
  self->n_refs = 1;

  for (unsigned i = 0; i < SKEIN_LAB_N_FIGURES; i++)
    self->figures[i] = NAN;
  for (unsigned i = 0; i < SKEIN_EXPERIMENT_MEASURES; i++)
    self->measures[i] = NAN;

  return self;
}

SkeinLabRun *
skein_lab_run_ref (SkeinLabRun *self)
{
  self->n_refs++;

  return self;
}

void
skein_lab_run_unref (SkeinLabRun *self)
{
  if (--self->n_refs > 0)
    return;

  skein_store_free (self->store);
  g_array_unref (self->processes);
  g_array_unref (self->cores);
  g_array_unref (self->tasks);
  g_array_unref (self->spans);
  g_free (self->problem);
  g_free (self);
}
