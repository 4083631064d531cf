/* memory-folder.h - where the memory of a process can be read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>

#include <glib.h>

#include "model/key.h"
#include "proc/stat.h"

G_BEGIN_DECLS

/**
 * SkeinMemoryFolder:
 * @process_fd: folder of the process
 * @memory_fd: where its maps, smaps, smaps_rollup and pagemap are: in the same; or, where its main
 *   thread has ended before the others, in that of one of them. -1: it is a thread of the kernel,
 *   and has none
 * @stat: of the process, read from there
 *
 * An open folder never becomes another process's: what is read through it is the memory of the one that
 * @stat tells of, or of nobody.
 */
typedef struct
{
  int       process_fd;
  int       memory_fd;
  SkeinStat stat;
} SkeinMemoryFolder;

/**
 * skein_memory_folder_open:
 * @proc_fd: the directory to read
 * @pid: the process
 * @ret: (out caller-allocates): to be closed, whatever the result
 *
 * Returns: 0; -ESRCH: it has ended, if only nobody has waited for it yet; or another negative errno
 */
int skein_memory_folder_open (int                proc_fd,
                              pid_t              pid,
                              SkeinMemoryFolder *ret) G_GNUC_WARN_UNUSED_RESULT;

/* As skein_memory_folder_open(), and -ESRCH if the number is another process's now. */
int skein_memory_folder_open_process (int                 proc_fd,
                                      const SkeinTaskKey *process,
                                      SkeinMemoryFolder  *ret) G_GNUC_WARN_UNUSED_RESULT;

void skein_memory_folder_close (SkeinMemoryFolder *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SkeinMemoryFolder, skein_memory_folder_close)

G_END_DECLS
