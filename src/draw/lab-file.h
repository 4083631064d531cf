/* lab-file.h - what an experiment showed, as a picture or a page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab/results.h"

G_BEGIN_DECLS

typedef enum
{
  SKEIN_LAB_FILE_PNG,
  SKEIN_LAB_FILE_SVG,
  SKEIN_LAB_FILE_PDF, /* one page to print, A4 across */
} SkeinLabFileFormat;

/**
 * skein_lab_write_file:
 * @repeat: which runs are shown; %SKEIN_LAB_TYPICAL
 * @dark: for a dark background; paper is light
 *
 * Returns: 0, or a negative errno; a file that was begun is removed then
 */
int skein_lab_write_file (const SkeinLabResults *results,
                          unsigned               repeat,
                          SkeinLabFileFormat     format,
                          bool                   dark,
                          const char            *path) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
