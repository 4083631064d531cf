/* decode.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "trace/decode.h"

#include <errno.h>
#include <string.h>

#include <linux/perf_event.h>

/* What ends each record: PERF_SAMPLE_TID and _TIME. */
typedef struct
{
  uint32_t pid;
  uint32_t tid;
  uint64_t time_ns;
} Trailer;

/* PERF_RECORD_FORK and PERF_RECORD_EXIT. */
typedef struct
{
  uint32_t pid;
  uint32_t parent_pid;
  uint32_t tid;
  uint32_t parent_tid;
  uint64_t time_ns;
} Task;

/* PERF_RECORD_LOST. */
typedef struct
{
  uint64_t id;
  uint64_t n_lost;
} Lost;

/* PERF_RECORD_COMM, before the name. */
typedef struct
{
  uint32_t pid;
  uint32_t tid;
} Comm;

G_STATIC_ASSERT (sizeof (Trailer) == 16);
G_STATIC_ASSERT (sizeof (Task) == 24);

/* A record's own part, between header and trailer. Memory of the ring is aligned
 * to 8 bytes, yet memcpy() costs nothing and asks for no such promise. */
typedef struct
{
  const uint8_t *bytes;
  size_t         length;
} Body;

static bool
take (const Body *body,
      void       *ret,
      size_t      size)
{
  if (body->length < size)
    return false;

  memcpy (ret, body->bytes, size);

  return true;
}

/* The idle task's comings and goings, and those of what another pid namespace
 * hides or what is dead already. */
static bool
is_nobody (uint32_t tid)
{
  return tid == 0 || tid > INT32_MAX;
}

static int
decode_switch (uint16_t     misc,
               SkeinSwitch *ret)
{
  if (is_nobody ((uint32_t) ret->tid))
    return -ENOMSG;

  if (!(misc & PERF_RECORD_MISC_SWITCH_OUT))
    ret->kind = SKEIN_SWITCH_IN;
  else if (misc & PERF_RECORD_MISC_SWITCH_OUT_PREEMPT)
    ret->kind = SKEIN_SWITCH_OUT_PREEMPTED;
  else
    ret->kind = SKEIN_SWITCH_OUT_BLOCKED;

  return 0;
}

static int
decode_task (const Body      *body,
             SkeinSwitchKind  kind,
             SkeinSwitch     *ret)
{
  Task task;

  if (!take (body, &task, sizeof task))
    return -EBADMSG;

  if (is_nobody (task.tid))
    return -ENOMSG;

  ret->kind = (uint8_t) kind;
  ret->time_ns = (int64_t) task.time_ns;
  ret->pid = (pid_t) task.pid;
  ret->tid = (pid_t) task.tid;
  ret->parent_pid = (pid_t) task.parent_pid;
  ret->parent_tid = (pid_t) task.parent_tid;

  return 0;
}

static int
decode_comm (const Body  *body,
             uint16_t     misc,
             SkeinSwitch *ret,
             char         name[SKEIN_SWITCH_NAME_SIZE])
{
  Comm comm;
  size_t length;

  if (!take (body, &comm, sizeof comm))
    return -EBADMSG;

  if (is_nobody (comm.tid))
    return -ENOMSG;

  ret->kind = misc & PERF_RECORD_MISC_COMM_EXEC ? SKEIN_SWITCH_EXEC : SKEIN_SWITCH_NAME;
  ret->pid = (pid_t) comm.pid;
  ret->tid = (pid_t) comm.tid;
  ret->name = SKEIN_NO_NAME;

  length = MIN (body->length - sizeof comm, SKEIN_SWITCH_NAME_SIZE - 1);
  memset (name, 0, SKEIN_SWITCH_NAME_SIZE);
  memcpy (name, body->bytes + sizeof comm, length);
  memset (name + strlen (name), 0, SKEIN_SWITCH_NAME_SIZE - strlen (name));

  return 0;
}

static int
decode_lost (const Body  *body,
             SkeinSwitch *ret)
{
  Lost lost;

  if (!take (body, &lost, sizeof lost))
    return -EBADMSG;

  ret->kind = SKEIN_SWITCH_LOST;
  ret->pid = 0;
  ret->tid = 0;
  ret->until_ns = ret->time_ns;
  ret->count = (uint32_t) MIN (lost.n_lost, UINT32_MAX);

  return 0;
}

int
skein_decode (const void  *bytes,
              size_t       length,
              uint16_t     core,
              SkeinSwitch *ret,
              char         name[SKEIN_SWITCH_NAME_SIZE])
{
  struct perf_event_header header;
  Trailer trailer;
  Body body;

  if (length < sizeof header + sizeof trailer)
    return -EBADMSG;

  memcpy (&header, bytes, sizeof header);
  memcpy (&trailer, (const uint8_t *) bytes + length - sizeof trailer, sizeof trailer);
  body.bytes = (const uint8_t *) bytes + sizeof header;
  body.length = length - sizeof header - sizeof trailer;

  *ret = (SkeinSwitch) {
    .time_ns = (int64_t) trailer.time_ns,
    .pid = (pid_t) trailer.pid,
    .tid = (pid_t) trailer.tid,
    .core = core,
  };

  switch (header.type)
    {
    case PERF_RECORD_SWITCH:
    case PERF_RECORD_SWITCH_CPU_WIDE:
      return decode_switch (header.misc, ret);

    case PERF_RECORD_FORK:
      return decode_task (&body, SKEIN_SWITCH_FORK, ret);

    case PERF_RECORD_EXIT:
      return decode_task (&body, SKEIN_SWITCH_EXIT, ret);

    case PERF_RECORD_COMM:
      return decode_comm (&body, header.misc, ret, name);

    case PERF_RECORD_LOST:
      return decode_lost (&body, ret);

    default:
      return -ENOMSG;
    }
}
