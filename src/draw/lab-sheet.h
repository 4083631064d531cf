/* lab-sheet.h - all that an experiment showed, on one page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "draw/lab-scene.h"
#include "present/lab-table.h"

G_BEGIN_DECLS

/**
 * SkeinLabSheet:
 *
 * For a file or for paper: title, idea, parameters, the cards, what was measured, and what that shows.
 */
typedef struct _SkeinLabSheet SkeinLabSheet;

/**
 * skein_lab_sheet_new:
 * @results: (transfer none): lives as long
 * @repeat: which runs are shown; %SKEIN_LAB_TYPICAL
 * @palette: (transfer none): lives as long
 * @text: (transfer none): its font sets the size of everything
 * @width: pixels
 */
SkeinLabSheet *skein_lab_sheet_new  (const SkeinLabResults *results,
                                     unsigned               repeat,
                                     const SkeinPalette    *palette,
                                     PangoContext          *text,
                                     int                    width) G_GNUC_WARN_UNUSED_RESULT;
void           skein_lab_sheet_free (SkeinLabSheet *self);

/* Returns: the height that shows everything */
int skein_lab_sheet_get_height (const SkeinLabSheet *self);

void skein_lab_sheet_draw (SkeinLabSheet *self,
                           cairo_t       *cr);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinLabSheet, skein_lab_sheet_free)

G_END_DECLS
