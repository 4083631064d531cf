/* demo.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "lab/demo.h"

#include "lab/workload.h"

struct _SkeinLabDemo
{
  const SkeinExperimentInfo *experiment;
  SkeinLabWorkload          *workload;
  gpointer                   data;
  void                     (*ended) (SkeinLabDemo *self,
                                     const char   *problem,
                                     gpointer      data);
};

static void
ended_cb (int         status,
          const char *complaint,
          gpointer    data)
{
  SkeinLabDemo *self = data;
  g_autofree char *problem = skein_lab_workload_dup_problem (status, complaint);

  if (self->ended != NULL)
    self->ended (self, problem, self->data);
}

int
skein_lab_demo_new (const SkeinLabPlan  *plan,
                    unsigned             mode,
                    unsigned             seconds,
                    const char          *program,
                    void               (*ended) (SkeinLabDemo *self,
                                                 const char   *problem,
                                                 gpointer      data),
                    gpointer             data,
                    SkeinLabDemo       **ret)
{
  const SkeinLabWorkloadEvents events = { .ended = ended_cb };
  SkeinLabDemo *self = g_new0 (SkeinLabDemo, 1);
  int result;

  self->experiment = plan->experiment;
  self->ended = ended;
  self->data = data;
  result = skein_lab_workload_new (plan, mode, (int) seconds, program, &events, self, &self->workload);
  if (result == 0)
    result = skein_lab_workload_release (self->workload);

  if (result < 0)
    {
      g_clear_pointer (&self->workload, skein_lab_workload_free);
      g_free (self);
      return result;
    }

  *ret = self;

  return 0;
}

void
skein_lab_demo_free (SkeinLabDemo *self)
{
  skein_lab_workload_free (self->workload);
  g_free (self);
}

pid_t
skein_lab_demo_get_pid (const SkeinLabDemo *self)
{
  return skein_lab_workload_get_pid (self->workload);
}

const SkeinExperimentInfo *
skein_lab_demo_get_experiment (const SkeinLabDemo *self)
{
  return self->experiment;
}
