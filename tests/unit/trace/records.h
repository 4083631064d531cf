/* records.h - makes the kernel's records, for tests of those who read them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdint.h>
#include <string.h>

#include <linux/perf_event.h>

#include <glib.h>

/* Header, own part, and who and when: as linux/perf_event.h lays it out. */
static inline void
append_record (GByteArray *bytes,
               uint32_t    type,
               uint16_t    misc,
               const void *body,
               size_t      length,
               uint32_t    pid,
               uint32_t    tid,
               uint64_t    time_ns)
{
  size_t padded = (length + 7) / 8 * 8;
  struct perf_event_header header = { type, misc, (uint16_t) (sizeof header + padded + 16) };
  const uint32_t who[2] = { pid, tid };
  const uint8_t zeros[8] = { 0 };

  g_byte_array_append (bytes, (const uint8_t *) &header, sizeof header);
  g_byte_array_append (bytes, body, (guint) length);
  g_byte_array_append (bytes, zeros, (guint) (padded - length));
  g_byte_array_append (bytes, (const uint8_t *) who, sizeof who);
  g_byte_array_append (bytes, (const uint8_t *) &time_ns, sizeof time_ns);
}

static inline void
append_switch (GByteArray *bytes,
               uint16_t    misc,
               uint32_t    tid,
               uint64_t    time_ns)
{
  append_record (bytes, PERF_RECORD_SWITCH, misc, "", 0, tid, tid, time_ns);
}

static inline void
append_comm (GByteArray *bytes,
             uint16_t    misc,
             uint32_t    tid,
             const char *name,
             uint64_t    time_ns)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  const uint32_t who[2] = { tid, tid };

  g_byte_array_append (body, (const uint8_t *) who, sizeof who);
  g_byte_array_append (body, (const uint8_t *) name, (guint) strlen (name) + 1);
  append_record (bytes, PERF_RECORD_COMM, misc, body->data, body->len, tid, tid, time_ns);
}

static inline void
append_task (GByteArray *bytes,
             uint32_t    type,
             uint32_t    tid,
             uint32_t    parent,
             uint64_t    time_ns)
{
  struct
  {
    uint32_t pid, ppid, tid, ptid;
    uint64_t time_ns;
  } body = { tid, parent, tid, parent, time_ns };

  append_record (bytes, type, 0, &body, sizeof body, parent, parent, time_ns + 5);
}

static inline void
append_lost (GByteArray *bytes,
             uint64_t    n_lost,
             uint64_t    time_ns)
{
  const uint64_t body[2] = { 7, n_lost };

  append_record (bytes, PERF_RECORD_LOST, 0, body, sizeof body, 3, 3, time_ns);
}
