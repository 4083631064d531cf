/* rings.h - a ring for each core, and the events that write into it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "trace/recorder.h"
#include "trace/ring.h"

G_BEGIN_DECLS

/**
 * SkeinCoreRing:
 * @core: whose
 * @fd: the event that the ring belongs to
 * @ring: the ring; not mapped: nothing on this core is recorded yet
 */
typedef struct
{
  unsigned  core;
  int       fd;
  SkeinRing ring;
} SkeinCoreRing;

/**
 * SkeinFound:
 * @pid: its process
 * @tid: a thread that was there
 * @name: how it is called
 */
typedef struct
{
  pid_t pid;
  pid_t tid;
  char  name[SKEIN_SWITCH_NAME_SIZE];
} SkeinFound;

/**
 * SkeinRings:
 * @cores: (element-type SkeinCoreRing): those that are recorded
 * @fds: (element-type int): events that write into another's ring
 * @found: (element-type SkeinFound): who was there
 * @coverage: how much of it could be had
 */
typedef struct
{
  GArray        *cores;
  GArray        *fds;
  GArray        *found;
  SkeinCoverage  coverage;
} SkeinRings;

/**
 * skein_rings_open:
 * @self: to be cleared also when this fails
 *
 * Returns: 0, or a negative errno: nothing at all can be recorded
 */
int  skein_rings_open  (SkeinRings                  *self,
                        const SkeinRecorderSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
void skein_rings_clear (SkeinRings *self);

G_END_DECLS
