/* memory-curve.h - how many pages of the chosen region were its own, over time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "app/memory-model.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_MEMORY_CURVE (skein_memory_curve_get_type ())

G_DECLARE_FINAL_TYPE (SkeinMemoryCurve, skein_memory_curve, SKEIN, MEMORY_CURVE, GtkWidget)

/* What the width stands for. */
#define SKEIN_MEMORY_CURVE_SPAN_NS INT64_C (30000000000)

void skein_memory_curve_set_model (SkeinMemoryCurve *self,
                                   SkeinMemoryModel *model);

G_END_DECLS
