/* waits.h - what a thread was seen to wait for, each time somebody looked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "model/process.h"

G_BEGIN_DECLS

/**
 * SkeinSeenWait:
 * @from_ns: between this and
 * @until_ns: it was read
 * @wchan: (nullable): a #GRefString, as in #SkeinThreadDetail
 * @syscall: likewise
 *
 * One look at a thread that waited.
 */
typedef struct
{
  int64_t from_ns;
  int64_t until_ns;
  char   *wchan;
  int32_t syscall;
} SkeinSeenWait;

/**
 * SkeinWaits:
 *
 * The looks at one thread, in the order of time, the newest some thousands of them.
 */
typedef struct _SkeinWaits SkeinWaits;

SkeinWaits *skein_waits_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void        skein_waits_free (SkeinWaits *self);

/* Adds what @detail tells, if it tells of a wait, and of a later look than the last.
 * Returns: whether it did */
bool skein_waits_add (SkeinWaits              *self,
                      const SkeinThreadDetail *detail);

size_t skein_waits_get_bytes (const SkeinWaits *self);

/* Returns: (nullable) (transfer none): the last look that began before @time_ns */
const SkeinSeenWait *skein_waits_find_before (const SkeinWaits *self,
                                              int64_t           time_ns);

/* Returns: (nullable) (transfer none): the first look that began at @time_ns or later */
const SkeinSeenWait *skein_waits_find_after (const SkeinWaits *self,
                                             int64_t           time_ns);

G_END_DECLS
