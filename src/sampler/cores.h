/* cores.h - what each core did, from sample to sample
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/snapshot.h"
#include "proc/cores.h"
#include "sampler/reader.h"

G_BEGIN_DECLS

/**
 * SkeinCoreWatch:
 * @cores: (element-type SkeinCore): as of the last reading, offline ones included
 *
 * Reads /proc/stat from a descriptor that is kept open: 6 us, against some 60 us
 * that libproc2 takes for the same figures. At ten samples a second that counts;
 * totals of memory, read more seldom, are libproc2's.
 */
typedef struct
{
  GArray     *cores;

  /*< private >*/
  int         fd;
  GByteArray *text;
  SkeinCores  reading;
} SkeinCoreWatch;

void skein_core_watch_init  (SkeinCoreWatch    *self,
                             const SkeinReader *reader);
void skein_core_watch_clear (SkeinCoreWatch    *self);

/**
 * skein_core_watch_read:
 *
 * Reads the cores; @busy is of the time since the last reading, 0 where the
 * sample has no interval. Sets the reader's number of cores, and whether of their
 * time some was stolen.
 */
void skein_core_watch_read  (SkeinCoreWatch    *self,
                             SkeinReader       *reader);

G_END_DECLS
