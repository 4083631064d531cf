/* workload.h - skein-workload at work: what it says, and when it has ended
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include <glib.h>

#include "lab/plan.h"

G_BEGIN_DECLS

/**
 * SkeinLabWorkload:
 *
 * The process, and all that it makes. For the thread of the default main context, in which the
 * callbacks come; it must be the main thread, since they end with the thread that started them.
 */
typedef struct _SkeinLabWorkload SkeinLabWorkload;

/**
 * SkeinLabWorkloadEvents:
 * @said: (nullable): what came on its standard output, cut anywhere
 * @ended: it has ended by itself, and nobody of it is left. @complaint: (nullable): the first line on
 *   its standard error. The workload may be freed in it
 */
typedef struct
{
  void (*said)  (const char *bytes,
                 size_t      n_bytes,
                 gpointer    data);
  void (*ended) (int         status,
                 const char *complaint,
                 gpointer    data);
} SkeinLabWorkloadEvents;

/**
 * skein_lab_workload_new:
 * @mode: place of the mode
 * @seconds: round after round for so long, 0 for until it is stopped; below 0: one round
 * @ret: (out) (transfer full): waits to be released
 *
 * Returns: 0, or a negative errno: no process was to be had
 */
int   skein_lab_workload_new     (const SkeinLabPlan            *plan,
                                  unsigned                       mode,
                                  int                            seconds,
                                  const char                    *program,
                                  const SkeinLabWorkloadEvents  *events,
                                  gpointer                       data,
                                  SkeinLabWorkload             **ret) G_GNUC_WARN_UNUSED_RESULT;

/* Ends it, with all its descendants, before it returns; no callback comes. */
void  skein_lab_workload_free    (SkeinLabWorkload *self);

pid_t skein_lab_workload_get_pid (const SkeinLabWorkload *self);

/* As skein_command_release(). */
int   skein_lab_workload_release (SkeinLabWorkload *self) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full) (nullable): in words why it did not get to its end; %NULL: it did */
char *skein_lab_workload_dup_problem (int         status,
                                      const char *complaint);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinLabWorkload, skein_lab_workload_free)

G_END_DECLS
