/* experiments.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "experiments/private.h"

#include <libintl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* In the order of the catalogue: by group, the simple before what builds on it. */
static const SkeinExperimentInfo *const catalogue[] = {
  &skein_experiment_parallel,
  &skein_experiment_slices,
  &skein_experiment_both,
  &skein_experiment_speedup,
  &skein_experiment_waiting,
  &skein_experiment_event_loop,
  &skein_experiment_thread_local,
  &skein_experiment_race,
  &skein_experiment_contention,
  &skein_experiment_scheduler,
  &skein_experiment_green,
  &skein_experiment_priority,
};

#define N_EXPERIMENTS (sizeof catalogue / sizeof catalogue[0])

const SkeinExperimentInfo *
skein_experiment_get (unsigned i)
{
  return i < N_EXPERIMENTS ? catalogue[i] : NULL;
}

const SkeinExperimentInfo *
skein_experiment_find (const char *id)
{
  for (unsigned i = 0; i < N_EXPERIMENTS; i++)
    {
      if (strcmp (catalogue[i]->id, id) == 0)
        return catalogue[i];
    }

  return NULL;
}

const char *
skein_experiment_group_get_title (SkeinExperimentGroup group)
{
  switch (group)
    {
    case SKEIN_GROUP_CONCURRENCY:
      return N_("Concurrency and parallelism");
    case SKEIN_GROUP_PROCESSES:
      return N_("Processes and threads");
    case SKEIN_GROUP_COMMUNICATION:
      return N_("Communication");
    case SKEIN_GROUP_SCHEDULERS:
      return N_("Schedulers");
    case SKEIN_GROUP_OWN:
      return N_("Your own program");
    case SKEIN_N_GROUPS:
      break;
    }

  return "";
}

unsigned
skein_experiment_count_parameters (const SkeinExperimentInfo *self)
{
  unsigned n = 0;

  while (self->parameters[n].id != NULL)
    n++;

  return n;
}

int
skein_experiment_find_parameter (const SkeinExperimentInfo *self,
                                 const char                *id)
{
  for (int i = 0; self->parameters[i].id != NULL; i++)
    {
      if (strcmp (self->parameters[i].id, id) == 0)
        return i;
    }

  return -1;
}

int
skein_experiment_find_measure (const SkeinExperimentInfo *self,
                               const char                *id)
{
  for (int i = 0; self->measures[i].id != NULL; i++)
    {
      if (strcmp (self->measures[i].id, id) == 0)
        return i;
    }

  return -1;
}

unsigned
skein_experiment_list_cores (unsigned *ret,
                             unsigned  most)
{
  size_t size = CPU_ALLOC_SIZE (SKEIN_EXPERIMENT_MOST_CORES);
  cpu_set_t *set = CPU_ALLOC (SKEIN_EXPERIMENT_MOST_CORES);
  unsigned n = 0;

  if (set != NULL && sched_getaffinity (0, size, set) == 0)
    {
      for (unsigned core = 0; core < SKEIN_EXPERIMENT_MOST_CORES; core++)
        {
          if (!CPU_ISSET_S (core, size, set))
            continue;
          if (n < most)
            ret[n] = core;
          n++;
        }
    }

  CPU_FREE (set);

  return n;
}

unsigned
skein_experiment_count_cores (void)
{
  unsigned n = skein_experiment_list_cores (NULL, 0);

  return n > 0 ? n : 1;
}

/* Neither the limit nor the capability tells for sure: in a container, or with a share of the
 * group's real-time used up, the kernel says no in spite of both. */
static bool
may_be_real_time (void)
{
  const struct sched_param lowest = { .sched_priority = sched_get_priority_min (SCHED_FIFO) };
  struct sched_param before;
  int policy = sched_getscheduler (0);

  if (policy < 0 || sched_getparam (0, &before) != 0 || sched_setscheduler (0, SCHED_FIFO, &lowest) != 0)
    return false;

  (void) sched_setscheduler (0, policy, &before);

  return true;
}

SkeinLack
skein_mode_info_find_lack (const SkeinModeInfo *self)
{
  if (self->least_cores > skein_experiment_count_cores ())
    return SKEIN_LACK_CORES;

  if (self->is_real_time && !may_be_real_time ())
    return SKEIN_LACK_REAL_TIME;

  return SKEIN_LACK_NOTHING;
}

static int64_t
resolve (int64_t  value,
         unsigned n_cores)
{
  return value == SKEIN_ALL_CORES ? n_cores : value;
}

void
skein_experiment_get_limits (const SkeinExperimentInfo *self,
                             unsigned                   i,
                             unsigned                   n_cores,
                             int64_t                   *ret_least,
                             int64_t                   *ret_most,
                             int64_t                   *ret_usual)
{
  const SkeinParameterInfo *parameter = &self->parameters[i];

  *ret_least = resolve (parameter->least, n_cores);
  *ret_most = resolve (parameter->most, n_cores);
  *ret_usual = resolve (parameter->usual, n_cores);

  /* A default for two cores is too much for one. */
  if (*ret_usual > *ret_most)
    *ret_usual = *ret_most;
}

void
skein_experiment_get_usual (const SkeinExperimentInfo *self,
                            unsigned                   n_cores,
                            int64_t                   *values)
{
  int64_t least, most;

  for (unsigned i = 0; self->parameters[i].id != NULL; i++)
    skein_experiment_get_limits (self, i, n_cores, &least, &most, &values[i]);
}

unsigned
skein_experiment_count_modes (const SkeinExperimentInfo *self,
                              const int64_t             *values)
{
  unsigned n = 0;

  if (self->workers != NULL)
    return (unsigned) values[skein_experiment_find_parameter (self, self->workers)];

  while (self->modes[n].id != NULL)
    n++;

  return n;
}

bool
skein_experiment_get_mode (const SkeinExperimentInfo *self,
                           const int64_t             *values,
                           unsigned                   i,
                           SkeinMode                 *ret)
{
  if (i >= skein_experiment_count_modes (self, values))
    return false;

  ret->info = self->workers != NULL ? &self->modes[0] : &self->modes[i];
  ret->workers = self->workers != NULL ? i + 1 : 0;

  if (ret->workers > 0)
    snprintf (ret->id, sizeof ret->id, "%u", ret->workers);
  else
    snprintf (ret->id, sizeof ret->id, "%s", ret->info->id);

  return true;
}

int
skein_experiment_find_mode (const SkeinExperimentInfo *self,
                            const int64_t             *values,
                            const char                *id)
{
  SkeinMode mode;

  for (unsigned i = 0; skein_experiment_get_mode (self, values, i, &mode); i++)
    {
      if (strcmp (mode.id, id) == 0)
        return (int) i;
    }

  return -1;
}

void
skein_mode_write_title (const SkeinMode *self,
                        char            *ret,
                        size_t           size)
{
  const char *title = dgettext (GETTEXT_PACKAGE, self->info->title);
  const char *number = self->workers > 0 ? strstr (title, "%u") : NULL;

  if (number != NULL)
    snprintf (ret, size, "%.*s%u%s", (int) (number - title), title, self->workers, number + 2);
  else
    snprintf (ret, size, "%s", title);
}
