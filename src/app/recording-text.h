/* recording-text.h - how exact it is, and why not more, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "sampler/switches.h"

G_BEGIN_DECLS

/**
 * SkeinRecordingObstacle:
 * @SKEIN_RECORDING_UNHINDERED: nothing but the kernel may refuse
 * @SKEIN_RECORDING_UNSEEN: nobody looks
 * @SKEIN_RECORDING_PAUSED: nothing is read at all
 * @SKEIN_RECORDING_UNWANTED: the user's settings have it so
 * @SKEIN_RECORDING_ELSEWHERE: what is shown is not of the kernel that we run on
 *
 * Why nothing is recorded, for reasons of our own.
 */
typedef enum
{
  SKEIN_RECORDING_UNHINDERED,
  SKEIN_RECORDING_UNSEEN,
  SKEIN_RECORDING_PAUSED,
  SKEIN_RECORDING_UNWANTED,
  SKEIN_RECORDING_ELSEWHERE,
} SkeinRecordingObstacle;

/**
 * SkeinRecordingState:
 * @obstacle: if there is one, @report is of the last time that there was none
 * @is_too_dear: it cost too much, and was ended
 * @is_sandboxed: Skein runs in a sandbox
 * @report: what is recorded, and what the kernel refuses
 * @n_polled: how many threads are read often since no switch is recorded
 * @poll_period_ns: how often
 * @cadence_ns: how often all others are
 * @has_selection: somebody chose whose threads these are
 */
typedef struct
{
  SkeinRecordingObstacle obstacle;
  gboolean               is_too_dear;
  gboolean               is_sandboxed;
  SkeinSwitchesReport    report;
  guint                  n_polled;
  int64_t                poll_period_ns;
  int64_t                cadence_ns;
  gboolean               has_selection;
} SkeinRecordingState;

/* Returns: what is known now, and why not more, translated */
char *skein_recording_state_dup_why (const SkeinRecordingState *self) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (nullable): what would raise it, translated; %NULL: nothing would, or need */
char *skein_recording_state_dup_how (const SkeinRecordingState *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
