/* scan-libproc2.c - what another program pays to read every thread once a second
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <libproc2/pids.h>
#include <stdio.h>
#include <unistd.h>

int
main (void)
{
  enum pids_item items[] = {
    PIDS_ID_TID,
    PIDS_ID_PPID,
    PIDS_CMD,
    PIDS_STATE,
    PIDS_TICS_USER,
    PIDS_TICS_SYSTEM,
    PIDS_PROCESSOR,
    PIDS_NICE,
    PIDS_RSS,
    PIDS_TICS_BEGAN,
  };
  struct pids_info *info = NULL;

  if (procps_pids_new (&info, items, sizeof items / sizeof *items) < 0)
    return 1;

  for (;;)
    {
      if (procps_pids_reap (info, PIDS_FETCH_THREADS_TOO) == NULL)
        return 1;

      sleep (1);
    }
}
