/* sampler.h - the thread that takes samples and hands them over
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include <glib.h>

#include "model/snapshot.h"

G_BEGIN_DECLS

/**
 * SkeinSampler:
 *
 * Owns a thread that takes a sample on an absolute timer and puts it into a
 * bounded queue. If nobody takes them out, the oldest goes: since a snapshot says
 * what time it covers, the hole shows as a gap. All functions are for the one
 * thread that made the sampler.
 */
typedef struct _SkeinSampler SkeinSampler;

/**
 * SkeinSamplerSettings:
 * @proc_path: the directory to read; %NULL: `/proc`
 * @cadence_ns: time from one sample to the next
 * @budget: CPU share of one core that sampling may cost, 0.02 is two per cent.
 *   Where samples cost more, the cadence is stretched until it fits, and shrinks
 *   back as soon as it may; the snapshot's effort says so. 0: no limit
 * @queue_length: how many samples may wait to be taken; at least 1
 */
typedef struct
{
  const char *proc_path;
  int64_t     cadence_ns;
  double      budget;
  unsigned    queue_length;
} SkeinSamplerSettings;

/**
 * skein_sampler_new:
 * @ret: (out) (transfer full): a running sampler
 *
 * Starts the thread; the first sample is taken at once.
 *
 * Returns: 0, or a negative errno: the directory cannot be opened, no thread or
 *   descriptor was to be had
 */
int  skein_sampler_new  (const SkeinSamplerSettings  *settings,
                         SkeinSampler               **ret) G_GNUC_WARN_UNUSED_RESULT;

/* Ends the thread, waits for it, drops what nobody took. */
void skein_sampler_free (SkeinSampler *self);

/**
 * skein_sampler_get_fd:
 *
 * Returns: (transfer none): a descriptor that is readable while a sample waits;
 *   for poll() or a #GSource. It stays the sampler's
 */
int skein_sampler_get_fd (SkeinSampler *self);

/**
 * skein_sampler_pop:
 *
 * Takes the oldest waiting sample, without blocking.
 *
 * Returns: (transfer full) (nullable): a sample; %NULL: none waits
 */
SkeinSnapshot *skein_sampler_pop (SkeinSampler *self) G_GNUC_WARN_UNUSED_RESULT;

/* Take effect at once: a shorter cadence does not wait for the longer one to end. */
void skein_sampler_set_cadence (SkeinSampler *self,
                                int64_t       cadence_ns);
void skein_sampler_set_budget  (SkeinSampler *self,
                                double        budget);

/**
 * skein_sampler_set_paused:
 *
 * A paused sampler reads nothing at all, but keeps its place: on going on, the
 * first sample has the interval 0.
 */
void skein_sampler_set_paused (SkeinSampler *self,
                               bool          paused);

/* As skein_scan_set_focus(); takes effect with the next sample, which is taken at once. */
void skein_sampler_set_focus (SkeinSampler *self,
                              const pid_t  *pids,
                              size_t        n_pids);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinSampler, skein_sampler_free)

G_END_DECLS
