/* finding-private.h - what the findings of all experiments need
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab/results.h"

G_BEGIN_DECLS

/* Others took so much of what was wanted: what should have been shown may not be. */
#define SKEIN_FINDING_BUSY 0.10

/* Times that differ by less than this part are called the same. */
#define SKEIN_FINDING_SAME 0.10

/* Room for a number as text. */
#define SKEIN_FINDING_SIZE 64

/**
 * SkeinFinding:
 * @results: what was measured
 * @text: the sentences so far
 *
 * A finding is built sentence by sentence, each from figures that were measured: what was not is not
 * spoken of.
 */
typedef struct
{
  const SkeinLabResults *results;
  GString               *text;
} SkeinFinding;

/* Adds a sentence. printf() format. */
void skein_finding_say (SkeinFinding *self,
                        const char   *format,
                        ...) G_GNUC_PRINTF (2, 3);

/* Returns: the value of a parameter */
int64_t skein_finding_get_parameter (const SkeinFinding *self,
                                     const char         *parameter);

/* Returns: the median; NAN: not measured, or that mode was not run */
double skein_finding_get (const SkeinFinding *self,
                          const char         *mode,
                          SkeinLabFigure      figure);

/* Likewise, of a measure of the experiment. */
double skein_finding_get_measure (const SkeinFinding *self,
                                  const char         *mode,
                                  const char         *measure);

/* Returns: how many times as fast @mode was as @base; NAN: not known */
double skein_finding_get_speed_up (const SkeinFinding *self,
                                   const char         *base,
                                   const char         *mode);

/* Returns: whether the mode was run to its end, once at least */
bool skein_finding_has (const SkeinFinding *self,
                        const char         *mode);

/* Returns: the share of the core time wanted that others took, in the mode in which it was most; NAN: not known */
double skein_finding_get_others (const SkeinFinding *self);

/* Returns: whether that was so much that the figures are not the experiment's alone */
bool skein_finding_is_busy (const SkeinFinding *self);

/* Write a time, memory, a share in per cent, and a large number, as people read them. All return @ret. */
const char *skein_finding_write_ns    (double ns,
                                       char   ret[SKEIN_FINDING_SIZE]);
const char *skein_finding_write_bytes (double bytes,
                                       char   ret[SKEIN_FINDING_SIZE]);
const char *skein_finding_write_share (double share,
                                       char   ret[SKEIN_FINDING_SIZE]);
const char *skein_finding_write_count (double count,
                                       char   ret[SKEIN_FINDING_SIZE]);

/* One for each experiment. */
void skein_finding_both         (SkeinFinding *self);
void skein_finding_contention   (SkeinFinding *self);
void skein_finding_event_loop   (SkeinFinding *self);
void skein_finding_green        (SkeinFinding *self);
void skein_finding_parallel     (SkeinFinding *self);
void skein_finding_priority     (SkeinFinding *self);
void skein_finding_race         (SkeinFinding *self);
void skein_finding_scheduler    (SkeinFinding *self);
void skein_finding_slices       (SkeinFinding *self);
void skein_finding_speedup      (SkeinFinding *self);
void skein_finding_thread_local (SkeinFinding *self);
void skein_finding_waiting      (SkeinFinding *self);

G_END_DECLS
