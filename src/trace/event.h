/* event.h - asking the kernel for every context switch
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include <glib.h>

G_BEGIN_DECLS

/* All threads of a core, for skein_event_open(). */
#define SKEIN_EVERY_THREAD (-1)

/**
 * skein_event_open:
 * @tid: a thread, or %SKEIN_EVERY_THREAD
 * @core: the core on which it is recorded
 * @from_exec: recording begins when @tid becomes another program, and not at once
 *
 * Asks for context switches, forks, exits and names, on CLOCK_MONOTONIC, of @tid
 * and of all threads and processes that it will make. (A thread needs one event
 * for each core: the kernel allows no other that is inherited and has a ring.)
 *
 * Returns: (transfer full): a descriptor, or a negative errno of perf_event_open():
 *   -ENODEV: the core is offline; -ESRCH: the thread is gone; -EACCES, -EPERM: not
 *   allowed; -EMFILE; -ENOSYS, -EOPNOTSUPP: the kernel cannot
 */
int skein_event_open (pid_t    tid,
                      unsigned core,
                      bool     from_exec) G_GNUC_WARN_UNUSED_RESULT;

/**
 * skein_event_join:
 * @fd: an event
 * @ring_fd: another of the same core, whose ring is mapped already
 *
 * Puts the records of both into one ring.
 *
 * Returns: 0, or a negative errno
 */
int skein_event_join (int fd,
                      int ring_fd) G_GNUC_WARN_UNUSED_RESULT;

/**
 * skein_event_list_cores:
 *
 * Returns: (transfer full) (element-type unsigned): the cores that are online, in order
 */
GArray *skein_event_list_cores (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
