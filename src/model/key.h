/* key.h - what identifies a process or a thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdint.h>
#include <sys/types.h>

#include <glib.h>

G_BEGIN_DECLS

/**
 * SkeinTaskKey:
 * @pid: the process
 * @tid: the thread; of the process itself: the same as @pid
 * @start_ticks: when the task started, field 22 of its stat
 *
 * A number alone is no identity: the kernel gives it out again. With the start
 * time it never repeats.
 */
typedef struct
{
  pid_t    pid;
  pid_t    tid;
  uint64_t start_ticks;
} SkeinTaskKey;

/**
 * skein_task_key_compare:
 *
 * Orders by pid, then tid, then start.
 *
 * Returns: less than, equal to or more than zero, as strcmp() does
 */
int skein_task_key_compare (const SkeinTaskKey *a,
                            const SkeinTaskKey *b);

/* For a #GHashTable whose keys are #SkeinTaskKey. */
guint    skein_task_key_hash  (gconstpointer key);
gboolean skein_task_key_equal (gconstpointer a,
                               gconstpointer b);

G_END_DECLS
