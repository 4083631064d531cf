/* histogram.h - for which share of the time how many at once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "store/at-once.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_HISTOGRAM (skein_histogram_get_type ())

/**
 * SkeinHistogram:
 *
 * A column for each of 0, 1, 2 …, as high as its share of the time; the last of many
 * stands for all that are as many or more. The shares are in its tooltip, and are read
 * out. Style class `ready`: in the colour of Ready, else of Running.
 */
G_DECLARE_FINAL_TYPE (SkeinHistogram, skein_histogram, SKEIN, HISTOGRAM, GtkWidget)

/**
 * skein_histogram_set:
 * @name: what is counted, for those who do not see it
 */
void skein_histogram_set (SkeinHistogram    *self,
                          const char        *name,
                          const SkeinAtOnce *at_once);

G_END_DECLS
