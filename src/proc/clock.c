/* clock.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "proc/clock.h"

#include "base/clock.h"

#include <errno.h>
#include <time.h>

/* The kernel's way to name a clock of a process: its id, inverted, above three
 * bits, of which 2 asks for the scheduler's exact count. Part of its ABI since
 * 2.6, and what clock_getcpuclockid() of the C library computes. */
#define PROCESS_CLOCK(pid) ((clockid_t) ((~(unsigned) (pid) << 3) | 2U))

/* The kernel's own limit. Far above it an id would lose bits in the shift, and
 * name the clock of somebody else. */
#define PID_LIMIT (4 * 1024 * 1024)

/**
 * skein_process_clock_ns:
 * @pid: a process, by the id of its main thread
 * @ret: (out): CPU time of all its threads, dead ones included, in nanoseconds
 *
 * It is the sum of what schedstat counts as run time, and can be asked of any
 * process by anybody, with one system call and without a file.
 *
 * Returns: 0, or -ESRCH if there is no such process, with @ret left alone
 */
int
skein_process_clock_ns (pid_t     pid,
                        uint64_t *ret)
{
  struct timespec time;

  /* 0 would be the calling process. */
  if (pid <= 0 || pid > PID_LIMIT)
    return -ESRCH;

  /* The kernel refuses the clock of a process that is gone as an invalid one. */
  if (clock_gettime (PROCESS_CLOCK (pid), &time) != 0)
    return errno == EINVAL ? -ESRCH : -errno;

  *ret = (uint64_t) skein_timespec_to_ns (&time);

  return 0;
}
