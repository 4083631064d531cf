/* switches.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/switches.h"

#include "trace/recorder.h"

/* A machine of many cores gets smaller rings: together they stay in memory. */
#define ALL_RINGS_BYTES  (32 << 20)
#define USUAL_RING_BYTES (512 << 10)

struct _SkeinSwitches
{
  SkeinRecorder *recorder;
};

static SkeinRecorder *
record (SkeinTarget          target,
        const pid_t         *pids,
        size_t               n_pids,
        SkeinSwitchesReport *report)
{
  SkeinSupport *support = &report->support;
  SkeinRecorderSettings settings = {
    .target = target,
    .pids = pids,
    .n_pids = n_pids,
    .ring_bytes = MIN (USUAL_RING_BYTES, ALL_RINGS_BYTES / g_get_num_processors ()),
  };
  SkeinRecorder *recorder = NULL;
  int result;

  if (support->refusals[target] != SKEIN_REFUSAL_NONE)
    return NULL;

  result = skein_recorder_new (&settings, &recorder);
  if (result < 0)
    {
      support->errors[target] = -result;
      support->refusals[target] = skein_refusal_from_errno (result, target, support->paranoid);
    }

  return recorder;
}

SkeinSwitches *
skein_switches_new (const pid_t         *pids,
                    size_t               n_pids,
                    SkeinSwitchesReport *ret_report)
{
  SkeinSwitches *self;
  SkeinRecorder *recorder;

  *ret_report = (SkeinSwitchesReport) { 0 };
  skein_recorder_probe (&ret_report->support);

  recorder = record (SKEIN_TARGET_MACHINE, NULL, 0, ret_report);
  ret_report->is_machine = recorder != NULL;
  if (recorder == NULL && n_pids > 0)
    recorder = record (SKEIN_TARGET_PROCESSES, pids, n_pids, ret_report);

  if (recorder == NULL)
    return NULL;

  ret_report->is_recording = true;
  ret_report->n_threads = skein_recorder_get_coverage (recorder)->n_threads;
  ret_report->n_refused = skein_recorder_get_coverage (recorder)->n_refused;
  ret_report->n_left_out = skein_recorder_get_coverage (recorder)->n_left_out;

  self = g_new0 (SkeinSwitches, 1);
  self->recorder = recorder;

  return self;
}

void
skein_switches_free (SkeinSwitches *self)
{
  skein_recorder_free (self->recorder);
  g_free (self);
}

void
skein_switches_stop (SkeinSwitches *self)
{
  skein_recorder_stop (self->recorder);
}

SkeinSwitchBatch *
skein_switches_pop (SkeinSwitches *self)
{
  return skein_recorder_pop (self->recorder);
}

uint64_t
skein_switches_get_cpu_ns (SkeinSwitches *self)
{
  SkeinRecorderCost cost;

  skein_recorder_get_cost (self->recorder, &cost);

  return cost.cpu_ns;
}
