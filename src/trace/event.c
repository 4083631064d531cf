/* event.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "trace/event.h"

#include "base/parse.h"
#include "base/readat.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <linux/perf_event.h>

/* The longest list: every second core of 8192. */
#define LIST_SIZE (8192 / 2 * 5)

int
skein_event_open (pid_t    tid,
                  unsigned core,
                  bool     from_exec)
{
  struct perf_event_attr attributes = {
    .type = PERF_TYPE_SOFTWARE,
    .size = sizeof attributes,
    .config = PERF_COUNT_SW_DUMMY,
    /* Not the core, which the ring tells: each byte costs the threads that are recorded. */
    .sample_type = PERF_SAMPLE_TID | PERF_SAMPLE_TIME,
    .sample_id_all = 1,
    .context_switch = 1,
    .task = 1,
    .comm = 1,
    .comm_exec = 1,
    .exclude_kernel = 1,
    .exclude_hv = 1,
    .use_clockid = 1,
    .clockid = CLOCK_MONOTONIC,
    .inherit = tid != SKEIN_EVERY_THREAD,
    .disabled = from_exec,
    .enable_on_exec = from_exec,
    /* The reader has a timer, and is woken only where a core's ring is half full, which
     * 0 means. (An event whose thread has ended says POLLHUP for ever, so that waiting
     * for it would be no waiting.) */
    .watermark = 1,
    .wakeup_watermark = tid == SKEIN_EVERY_THREAD ? 0 : UINT32_MAX,
  };
  long fd = syscall (SYS_perf_event_open, &attributes, tid, (int) core, -1, PERF_FLAG_FD_CLOEXEC);

  return fd < 0 ? -errno : (int) fd;
}

int
skein_event_join (int fd,
                  int ring_fd)
{
  return ioctl (fd, PERF_EVENT_IOC_SET_OUTPUT, ring_fd) < 0 ? -errno : 0;
}

/* Appends what a list such as 0-3,7 says. */
static bool
parse_list (const char *text,
            const char *end,
            GArray     *ret)
{
  do
    {
      uint32_t first, last;

      if (!skein_take_u32 (&text, end, &first))
        return false;

      last = first;

      if (skein_take_byte (&text, end, '-') && !skein_take_u32 (&text, end, &last))
        return false;

      for (uint32_t core = first; core <= last && ret->len < LIST_SIZE; core++)
        g_array_append_val (ret, core);
    }
  while (skein_take_byte (&text, end, ','));

  return true;
}

GArray *
skein_event_list_cores (void)
{
  GArray *cores = g_array_new (FALSE, FALSE, sizeof (unsigned));
  g_autofree char *text = g_malloc (LIST_SIZE);
  ssize_t length = skein_read_at (AT_FDCWD, "/sys/devices/system/cpu/online", text, LIST_SIZE);

  if (length > 0 && parse_list (text, text + length, cores))
    return cores;

  /* Without /sys: most often they are numbered without holes. */
  g_array_set_size (cores, 0);

  for (unsigned core = 0; core < (unsigned) sysconf (_SC_NPROCESSORS_ONLN); core++)
    g_array_append_val (cores, core);

  return cores;
}
