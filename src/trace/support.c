/* support.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "trace/support.h"

#include "base/parse.h"
#include "base/readat.h"
#include "trace/event.h"
#include "trace/ring.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <unistd.h>

/* The highest settings of the kernel's own (Debian and Ubuntu add 3 and 4, which
 * refuse everything) that allow it without a capability. */
static const int highest[SKEIN_N_TARGETS] = {
  [SKEIN_TARGET_COMMAND] = 2,
  [SKEIN_TARGET_PROCESSES] = 2,
  [SKEIN_TARGET_MACHINE] = 0,
};

static int
read_paranoid (void)
{
  char text[32];
  ssize_t length = skein_read_at (AT_FDCWD, "/proc/sys/kernel/perf_event_paranoid", text, sizeof text);
  const char *cursor = text;
  int32_t value;

  if (length < 0 || !skein_take_i32 (&cursor, text + length, &value))
    return SKEIN_PARANOID_UNKNOWN;

  return value;
}

SkeinRefusal
skein_refusal_from_errno (int         error,
                          SkeinTarget target,
                          int         paranoid)
{
  switch (-error)
    {
    case 0:
      return SKEIN_REFUSAL_NONE;

    case EACCES:
    case EPERM:
      /* Too high a setting is told by EACCES, or by EPERM where Debian's adds to it. */
      if (paranoid > highest[target])
        return SKEIN_REFUSAL_SETTING;

      return target == SKEIN_TARGET_PROCESSES && error == -EACCES ? SKEIN_REFUSAL_OWNER : SKEIN_REFUSAL_FILTER;

    case ENOSYS:
    case EOPNOTSUPP:
    case ENOENT:
    case EINVAL:
    case E2BIG:
      return SKEIN_REFUSAL_KERNEL;

    case EMFILE:
    case ENFILE:
      return SKEIN_REFUSAL_DESCRIPTORS;

    case ENOMEM:
      return SKEIN_REFUSAL_MEMORY;

    case ESRCH:
      return SKEIN_REFUSAL_GONE;

    default:
      return SKEIN_REFUSAL_OTHER;
    }
}

/* Tries an event and the smallest ring. */
static void
try_target (SkeinSupport *self,
            SkeinTarget   target,
            unsigned      core)
{
  pid_t tid = target == SKEIN_TARGET_MACHINE ? SKEIN_EVERY_THREAD : 0;
  int fd = skein_event_open (tid, core, false);
  SkeinRing ring = { 0 };
  int result;

  self->needed[target] = highest[target];

  if (fd < 0)
    {
      self->errors[target] = -fd;
      self->refusals[target] = skein_refusal_from_errno (fd, target, self->paranoid);

      /* What was tried is ours. */
      if (self->refusals[target] == SKEIN_REFUSAL_OWNER)
        self->refusals[target] = SKEIN_REFUSAL_FILTER;
      return;
    }

  result = skein_ring_map (&ring, fd, 0, 0);
  self->errors[target] = -result;
  self->refusals[target] = result == 0 ? SKEIN_REFUSAL_NONE : SKEIN_REFUSAL_MEMORY;
  skein_ring_clear (&ring);
  close (fd);
}

void
skein_recorder_probe (SkeinSupport *ret)
{
  g_autoptr (GArray) cores = skein_event_list_cores ();

  *ret = (SkeinSupport) { .paranoid = read_paranoid () };

  for (int target = 0; target < SKEIN_N_TARGETS; target++)
    try_target (ret, (SkeinTarget) target, g_array_index (cores, unsigned, 0));
}
