/* row-id.h - a task's key as one number, for the rows of tables
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdint.h>

#include "model/key.h"

G_BEGIN_DECLS

/* The kernel's own limit (PID_MAX_LIMIT): no number needs more bits. */
#define SKEIN_ROW_ID_PID_BITS 22

/**
 * skein_row_id_from_key:
 * @key: a process, or a thread: then its tid counts
 *
 * The key itself, only packed, and no hash: another task, later under the same
 * number, has another id. 42 bits of clock ticks are centuries.
 */
static inline uint64_t
skein_row_id_from_key (const SkeinTaskKey *key)
{
  return key->start_ticks << SKEIN_ROW_ID_PID_BITS | (uint64_t) (uint32_t) key->tid;
}

/* Returns: the key of the process that @id was made of */
static inline SkeinTaskKey
skein_row_id_to_process_key (uint64_t id)
{
  pid_t pid = (pid_t) (id & ((UINT64_C (1) << SKEIN_ROW_ID_PID_BITS) - 1));

  return (SkeinTaskKey) { pid, pid, id >> SKEIN_ROW_ID_PID_BITS };
}

G_END_DECLS
