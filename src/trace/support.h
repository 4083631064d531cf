/* support.h - what the kernel lets us record, and why not more
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SkeinTarget:
 *
 * Whose switches are recorded.
 *
 * @SKEIN_TARGET_COMMAND: a process that waits to become a command, and all that
 *   it will make
 * @SKEIN_TARGET_PROCESSES: processes that run, and all that they will make
 * @SKEIN_TARGET_MACHINE: everything
 */
typedef enum
{
  SKEIN_TARGET_COMMAND,
  SKEIN_TARGET_PROCESSES,
  SKEIN_TARGET_MACHINE,
  SKEIN_N_TARGETS
} SkeinTarget;

/**
 * SkeinRefusal:
 *
 * Why not.
 *
 * @SKEIN_REFUSAL_NONE: it is allowed
 * @SKEIN_REFUSAL_SETTING: kernel.perf_event_paranoid is too high for a program
 *   without CAP_PERFMON: it must not be above #SkeinSupport.needed
 * @SKEIN_REFUSAL_FILTER: it is not the setting: a sandbox or container keeps the
 *   system call from us
 * @SKEIN_REFUSAL_KERNEL: the kernel is built without it, or too old
 * @SKEIN_REFUSAL_MEMORY: not even the smallest rings may be locked in memory
 *   (kernel.perf_event_mlock_kb, RLIMIT_MEMLOCK); somebody else of the same user
 *   may have them
 * @SKEIN_REFUSAL_DESCRIPTORS: too few file descriptors are left
 * @SKEIN_REFUSAL_GONE: there is nobody left to record
 * @SKEIN_REFUSAL_OWNER: it belongs to another user, or may not be looked into
 * @SKEIN_REFUSAL_OTHER: for a reason nobody thought of
 */
typedef enum
{
  SKEIN_REFUSAL_NONE,
  SKEIN_REFUSAL_SETTING,
  SKEIN_REFUSAL_FILTER,
  SKEIN_REFUSAL_KERNEL,
  SKEIN_REFUSAL_MEMORY,
  SKEIN_REFUSAL_DESCRIPTORS,
  SKEIN_REFUSAL_GONE,
  SKEIN_REFUSAL_OWNER,
  SKEIN_REFUSAL_OTHER,
  SKEIN_N_REFUSALS
} SkeinRefusal;

/* What kernel.perf_event_paranoid is if there is no such file. */
#define SKEIN_PARANOID_UNKNOWN G_MININT

/**
 * SkeinSupport:
 * @paranoid: kernel.perf_event_paranoid; %SKEIN_PARANOID_UNKNOWN: nobody knows
 * @refusals: for each #SkeinTarget why not. Of processes it says what is true of
 *   our own user's; each may still be refused by itself
 * @needed: for each refused by the setting: the highest that would do
 * @errors: for each refused: the errno
 */
typedef struct
{
  int          paranoid;
  SkeinRefusal refusals[SKEIN_N_TARGETS];
  int          needed[SKEIN_N_TARGETS];
  int          errors[SKEIN_N_TARGETS];
} SkeinSupport;

/**
 * skein_recorder_probe:
 * @ret: (out caller-allocates): what may be recorded
 *
 * Tries it, with events that are closed again at once. Costs some 100 µs; may
 * be asked again when the setting has been changed.
 */
void skein_recorder_probe (SkeinSupport *ret);

/**
 * skein_refusal_from_errno:
 * @error: a negative errno of skein_event_open() or skein_ring_map()
 * @target: what was tried
 * @paranoid: the setting
 */
SkeinRefusal skein_refusal_from_errno (int         error,
                                       SkeinTarget target,
                                       int         paranoid);

G_END_DECLS
