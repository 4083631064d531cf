/* census.h - who the processes are: command lines, users, groups; and the machine's memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/snapshot.h"
#include "sampler/reader.h"
#include "sampler/watch.h"

G_BEGIN_DECLS

/**
 * SkeinCensus:
 *
 * Asks libproc2, which keeps its buffers per thread and has /proc as a literal:
 * so one census belongs to one thread. Of any other directory our own readers
 * are asked.
 */
typedef struct _SkeinCensus SkeinCensus;

SkeinCensus *skein_census_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void         skein_census_free (SkeinCensus *self);

/**
 * skein_census_ask:
 * @watches: (element-type SkeinWatch): processes of which the texts are wanted
 *
 * What cannot be had stays as it was.
 */
void skein_census_ask (SkeinCensus       *self,
                       const SkeinReader *reader,
                       GPtrArray         *watches);

/**
 * skein_census_read_memory:
 * @ret: (inout): left alone if nothing can be had
 *
 * The machine's memory, read anew at most twice a second.
 */
void skein_census_read_memory (SkeinCensus       *self,
                               const SkeinReader *reader,
                               SkeinMemory       *ret);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinCensus, skein_census_free)

G_END_DECLS
