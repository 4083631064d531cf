/* memory-pages.h - a part of an address space, page by page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "model/memory-report.h"

G_BEGIN_DECLS

typedef struct _SkeinMemoryPages SkeinMemoryPages;

/**
 * skein_memory_pages_new:
 * @proc_fd: the directory to read; stays the caller's
 * @process: whose
 * @start: first address; the page it is in is the first
 * @end: first address behind; after %SKEIN_PAGES_MOST pages it stops all the same
 */
SkeinMemoryPages *skein_memory_pages_new  (int                 proc_fd,
                                           const SkeinTaskKey *process,
                                           uint64_t            start,
                                           uint64_t            end) G_GNUC_WARN_UNUSED_RESULT;
void              skein_memory_pages_free (SkeinMemoryPages   *self);

/* Whether it is of just this part of this process. */
bool skein_memory_pages_is_of (const SkeinMemoryPages *self,
                               const SkeinTaskKey     *process,
                               uint64_t                start,
                               uint64_t                end);

/**
 * skein_memory_pages_step:
 * @budget_ns: stop when so much time has passed; at least some pages are read
 *
 * Goes on where it stopped, and from the start again once it is through; reads each page
 * once at most.
 *
 * Returns: whether anything is different from before
 */
bool skein_memory_pages_step (SkeinMemoryPages *self,
                              int64_t           budget_ns);

/* Returns: (transfer full) (nullable): what is known; %NULL: the process has ended, or may not be read */
SkeinPages *skein_memory_pages_dup (const SkeinMemoryPages *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinMemoryPages, skein_memory_pages_free)

G_END_DECLS
