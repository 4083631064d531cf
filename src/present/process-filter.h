/* process-filter.h - which processes are shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "model/process.h"

G_BEGIN_DECLS

/**
 * SkeinProcessFilter:
 * @text: (nullable): looked for in names, command lines, numbers and names of threads
 * @user: (nullable): only this one's
 * @states: only these: 1 << a #SkeinState each; 0: any
 * @hide_kernel: leave the kernel's own threads out
 * @is_ascii: @text is, so that there is a cheap way to compare
 *
 * Zeroed, it accepts everything.
 */
typedef struct
{
  char    *text;
  char    *user;
  unsigned states;
  bool     hide_kernel;
  bool     is_ascii;
} SkeinProcessFilter;

void skein_process_filter_clear    (SkeinProcessFilter *self);

/* Each returns whether the filter is another one now. Blanks around @text do not
 * count; what is empty filters nothing. */
bool skein_process_filter_set_text (SkeinProcessFilter *self,
                                    const char         *text);
bool skein_process_filter_set_user (SkeinProcessFilter *self,
                                    const char         *user);

/**
 * skein_process_filter_accepts:
 * @state: of the process
 * @ret_n_threads: (out): how many of its threads have the text in their name or as
 *   their number; 0 where no text is looked for
 *
 * Upper and lower case are the same.
 */
bool skein_process_filter_accepts  (const SkeinProcessFilter *self,
                                    const SkeinProcess       *process,
                                    SkeinState                state,
                                    uint32_t                 *ret_n_threads);

G_END_DECLS
