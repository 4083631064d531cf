/* render-record.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli/render.h"

#include "base/clock.h"
#include "cli/run.h"
#include "lab/recording.h"

/* So often what came is taken; what reads it has threads of its own. */
#define TAKE_NS (50 * SKEIN_NS_PER_MS)

#define STORE_BYTES ((size_t) 1 << 30)

static int
record (SkeinRendering    *self,
        SkeinLabRecording *recording,
        SkeinCommand      *command)
{
  int result;

  skein_lab_recording_wait (recording);
  skein_lab_recording_begin (recording, self->store, skein_command_get_pid (command));
  self->start_ns = skein_clock_now_ns ();
  result = skein_command_release (command);

  if (result < 0)
    return result;

  while (!skein_run_wait (command, skein_clock_now_ns () + TAKE_NS))
    skein_lab_recording_take (recording);

  skein_lab_recording_end (recording);
  skein_lab_recording_wait (recording);
  self->end_ns = skein_lab_recording_get_last_ns (recording);
  skein_lab_recording_list_processes (recording, self->start_ns, self->end_ns, self->processes);
  skein_lab_recording_list_cores (recording, self->cores);

  return 0;
}

int
skein_render_record (SkeinRendering *self,
                     SkeinCommand   *command,
                     bool            sampled)
{
  g_autoptr (SkeinLabRecording) recording = NULL;
  int result = skein_lab_recording_new (sampled, &recording);

  if (result < 0)
    return result;

  self->store = skein_store_new (STORE_BYTES);
  self->processes = g_array_new (FALSE, FALSE, sizeof (SkeinId));
  self->cores = g_array_new (FALSE, FALSE, sizeof (uint16_t));

  return record (self, recording, command);
}

void
skein_rendering_clear (SkeinRendering *self)
{
  g_clear_pointer (&self->store, skein_store_free);
  g_clear_pointer (&self->processes, g_array_unref);
  g_clear_pointer (&self->cores, g_array_unref);
}
