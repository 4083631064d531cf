/* carriers.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "workload/carriers.h"

#include "workload/workers.h"

#include <string.h>
#include <unistd.h>

typedef struct
{
  const SkeinCarriersSetup *setup;
  SkeinGreens              *greens;
} Carriers;

/* The mark goes with the job, of which there is one at a time; the data of green threads is the experiment's. */
static SkeinJob *job_of_spans;

/* Of the carrier. Green threads, which may not touch what is thread-local, never see it. */
static _Thread_local pid_t own_tid;

static void
mark_span (unsigned  number,
           int64_t   start_ns,
           int64_t   end_ns,
           void     *data)
{
  skein_job_add_span (job_of_spans, number, own_tid, start_ns, end_ns);

  /* Preempted before it could say that it starts. */
  if (skein_job_get_start (job_of_spans, number) == 0)
    skein_job_start_task_at (job_of_spans, number, start_ns);
}

static void
carry (SkeinJob *job,
       unsigned  worker,
       void     *data)
{
  Carriers *self = data;
  int status;

  own_tid = gettid ();
  skein_job_pin (job, worker);

  if (worker == 0)
    {
      self->setup->make (self->greens, self->setup->data);
      skein_greens_start (self->greens);
    }

  status = skein_greens_carry (self->greens, worker);
  if (status < 0)
    skein_job_fail (job, "a timer for the quantum: %s", strerror (-status));
}

SkeinGreenCounts
skein_carriers_run (SkeinJob                 *job,
                    const SkeinCarriersSetup *setup)
{
  const SkeinGreensSetup greens_setup = {
    .n_carriers = setup->n,
    .most = setup->most,
    .quantum_ns = setup->quantum_ns,
    .data = setup->data,
    .ran = mark_span,
  };
  Carriers self = { .setup = setup };
  SkeinGreenCounts counts;
  int status = skein_greens_new (&greens_setup, &self.greens);

  if (status < 0)
    skein_job_fail (job, "stacks for %u green threads: %s", setup->most, strerror (-status));

  job_of_spans = job;
  skein_workers_run (job, SKEIN_WORKER_CARRIERS, setup->n, carry, &self);
  counts = skein_greens_get_counts (self.greens);
  skein_greens_free (self.greens);

  return counts;
}

void
skein_carriers_launch (SkeinJob       *job,
                       SkeinGreens    *greens,
                       SkeinGreenFunc  func,
                       unsigned        number)
{
  int status;

  skein_job_launch_task (job, number);
  status = skein_greens_add (greens, func, number);
  if (status < 0)
    skein_job_fail (job, "after %u green threads no more can be had: %s", number, strerror (-status));
}
