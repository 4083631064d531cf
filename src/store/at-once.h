/* at-once.h - for how long how many did something at the same time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

#include <glib.h>

G_BEGIN_DECLS

/**
 * SkeinAtOnce:
 * @ns_at: (element-type int64_t): how long it was exactly 0, 1, 2 …
 */
typedef struct
{
  GArray *ns_at;
} SkeinAtOnce;

void skein_at_once_init  (SkeinAtOnce *self);
void skein_at_once_clear (SkeinAtOnce *self);

/* @ns: how long it was @n; below 0 takes back. */
void skein_at_once_add (SkeinAtOnce *self,
                        unsigned     n,
                        int64_t      ns);

/* Returns: how long all of it took */
int64_t skein_at_once_get_total_ns (const SkeinAtOnce *self);

/* Returns: how many it was on average; 0 where no time went by */
double skein_at_once_get_mean (const SkeinAtOnce *self);

/* Returns: the most that it was for any time at all */
unsigned skein_at_once_get_most (const SkeinAtOnce *self);

/**
 * skein_at_once_get_share:
 *
 * Returns: the share of the time in which it was exactly @n: from 0 to 1; those of 0
 *   to the most sum to 1, or to 0 where no time went by
 */
double skein_at_once_get_share (const SkeinAtOnce *self,
                                unsigned           n);

G_END_DECLS
