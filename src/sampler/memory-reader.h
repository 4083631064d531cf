/* memory-reader.h - the thread that reads who has which memory, while somebody looks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "model/memory-report.h"

G_BEGIN_DECLS

/**
 * SkeinMemoryWish:
 * @processes: (array length=n_processes) (nullable): whose address spaces are wanted
 * @n_processes: how many; with 0 none are read
 * @all: the footprint of every process is wanted
 * @named: (array length=n_named) (nullable): of whom the footprint alone is wanted, where
 *   not all are
 * @n_named: how many
 * @period_ns: no footprint more often than this; less than five seconds: than every
 *   five seconds
 * @pages_of: (nullable): one of @processes, of whose memory pages are wanted
 * @pages_start: the first address of them
 * @pages_end: the first address behind them; of more than %SKEIN_PAGES_MOST
 *   pages only so many are read
 *
 * What somebody looks at.
 */
typedef struct
{
  const SkeinTaskKey *processes;
  size_t              n_processes;
  bool                all;
  const SkeinTaskKey *named;
  size_t              n_named;
  int64_t             period_ns;
  const SkeinTaskKey *pages_of;
  uint64_t            pages_start;
  uint64_t            pages_end;
} SkeinMemoryWish;

/* A gibibyte of 4 KiB pages. */
#define SKEIN_PAGES_MOST (1u << 18)

/**
 * SkeinMemoryReader:
 *
 * Owns a thread that reads what is wished for, each at its own pace: maps once a second;
 * smaps every five seconds, and each time no more often than keeps its reading under two
 * per cent of the time, since it holds up the process it reads; pages ten times a
 * second, for a millisecond at most; of the footprints a few in each tenth of a second,
 * none more often than every five seconds. Reads nothing while nothing is wished for, and
 * sleeps until something is due while that is the footprints of a few alone. All
 * functions are for the one thread that made the reader.
 */
typedef struct _SkeinMemoryReader SkeinMemoryReader;

/**
 * skein_memory_reader_new:
 * @proc_path: (nullable): the directory to read; %NULL: `/proc`
 * @ret: (out) (transfer full): a reader that reads nothing yet
 *
 * Returns: 0, or a negative errno: the directory cannot be opened, no thread or
 *   descriptor was to be had
 */
int  skein_memory_reader_new  (const char         *proc_path,
                               SkeinMemoryReader **ret) G_GNUC_WARN_UNUSED_RESULT;

/* Ends the thread, waits for it, drops what nobody took. */
void skein_memory_reader_free (SkeinMemoryReader  *self);

/* Takes effect at once: what was not wished for before is read first. @wish is copied. */
void skein_memory_reader_set_wish (SkeinMemoryReader     *self,
                                   const SkeinMemoryWish *wish);

/* (transfer none): readable while a report waits. */
int skein_memory_reader_get_fd (SkeinMemoryReader *self);

/* Returns: (transfer full) (nullable): the newest report, once; older ones that nobody
 *   took are gone. %NULL: there is no new one. Does not wait */
SkeinMemoryReport *skein_memory_reader_pop (SkeinMemoryReader *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * skein_memory_read:
 * @proc_path: (nullable): the directory to read; %NULL: `/proc`
 * @ret: (out) (transfer full): all that is wished for, with all figures, read now in
 *   the calling thread, however long it takes
 *
 * For programs that look once.
 *
 * Returns: 0, or a negative errno: the directory cannot be opened. A process that has
 *   ended or may not be read is no error: its address space or footprint says so
 */
int skein_memory_read (const char            *proc_path,
                       const SkeinMemoryWish *wish,
                       SkeinMemoryReport    **ret) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinMemoryReader, skein_memory_reader_free)

G_END_DECLS
