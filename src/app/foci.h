/* foci.h - whose details the pages want, together
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "sampler/sampler.h"

G_BEGIN_DECLS

/**
 * SkeinFoci:
 *
 * Each page has one focus: the processes of which it shows what costs more than each
 * sample may. The sampler is told of all of them.
 */
typedef struct _SkeinFoci SkeinFoci;

SkeinFoci *skein_foci_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void       skein_foci_free (SkeinFoci *self);

/**
 * skein_foci_set:
 * @owner: whose focus is replaced
 * @pids: (array length=n_pids): its processes; none: it has no focus any more
 * @sampler: who is told, where something changed
 */
void skein_foci_set (SkeinFoci    *self,
                     gpointer      owner,
                     const pid_t  *pids,
                     guint         n_pids,
                     SkeinSampler *sampler);

G_END_DECLS
