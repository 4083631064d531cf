/* status.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "proc/status.h"

#include "base/parse.h"
#include "base/readat.h"

#include <errno.h>
#include <string.h>

/* About 1.5 KiB, and the list of groups, and two lists of cores and of memory
 * nodes, of which a very large machine makes long ones. */
#define STATUS_SIZE 65536

typedef bool (*TakeValue) (const char *cursor,
                           const char *end,
                           void       *ret);

typedef struct
{
  const char *key;
  bool        vital;
  TakeValue   take;
  size_t      offset;
} Field;

/* The kernel writes \n for a newline and \\ for a backslash, and nothing else. */
static bool
take_name (const char *cursor,
           const char *end,
           void       *ret)
{
  char name[SKEIN_COMM_SIZE];
  size_t length = 0;

  if (!skein_take_byte (&cursor, end, '\t'))
    return false;

  for (; cursor < end && length < sizeof name; cursor++, length++)
    {
      if (*cursor == '\\' && end - cursor > 1)
        name[length] = *++cursor == 'n' ? '\n' : *cursor;
      else
        name[length] = *cursor;
    }

  skein_comm_set (ret, name, length);

  return true;
}

/* The real id and, right behind it in memory as in the file, the effective one. */
static bool
take_ids (const char *cursor,
          const char *end,
          void       *ret)
{
  uint32_t *ids = ret;

  return skein_take_u32 (&cursor, end, &ids[0]) && skein_take_u32 (&cursor, end, &ids[1]);
}

static bool
take_number (const char *cursor,
             const char *end,
             void       *ret)
{
  return skein_take_u64 (&cursor, end, ret);
}

static bool
take_cores (const char *cursor,
            const char *end,
            void       *ret)
{
  return skein_cpulist_parse (cursor, (size_t) (end - cursor), ret) == 0;
}

G_STATIC_ASSERT (offsetof (SkeinStatus, euid) == offsetof (SkeinStatus, uid) + sizeof (uint32_t));
G_STATIC_ASSERT (offsetof (SkeinStatus, egid) == offsetof (SkeinStatus, gid) + sizeof (uint32_t));

static const Field fields[] = {
  { "Name", true, take_name, offsetof (SkeinStatus, name) },
  { "Uid", true, take_ids, offsetof (SkeinStatus, uid) },
  { "Gid", true, take_ids, offsetof (SkeinStatus, gid) },
  { "Threads", true, take_number, offsetof (SkeinStatus, n_threads) },
  { "voluntary_ctxt_switches", true, take_number, offsetof (SkeinStatus, n_voluntary) },
  { "nonvoluntary_ctxt_switches", true, take_number, offsetof (SkeinStatus, n_involuntary) },
  { "Cpus_allowed_list", false, take_cores, offsetof (SkeinStatus, cpus_allowed) },
  { "VmRSS", false, take_number, offsetof (SkeinStatus, vm_rss_kib) },
  { "VmSize", false, take_number, offsetof (SkeinStatus, vm_size_kib) },
  { "VmPeak", false, take_number, offsetof (SkeinStatus, vm_peak_kib) },
  { "VmHWM", false, take_number, offsetof (SkeinStatus, vm_hwm_kib) },
  { "RssAnon", false, take_number, offsetof (SkeinStatus, rss_anon_kib) },
  { "RssFile", false, take_number, offsetof (SkeinStatus, rss_file_kib) },
  { "RssShmem", false, take_number, offsetof (SkeinStatus, rss_shmem_kib) },
  { "VmSwap", false, take_number, offsetof (SkeinStatus, vm_swap_kib) },
};

static int
find_field (const char *key,
            size_t      length)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (strlen (fields[i].key) == length && memcmp (fields[i].key, key, length) == 0)
        return (int) i;
    }

  return -1;
}

/* Marks in @seen which field it was, if any. */
static bool
take_line (const char  *cursor,
           const char  *end,
           uint32_t    *seen,
           SkeinStatus *status)
{
  const char *key;
  size_t key_length;
  int found;

  if (!skein_take_key (&cursor, end, &key, &key_length))
    return true;

  found = find_field (key, key_length);

  if (found < 0)
    return true;

  if ((*seen & 1U << found) != 0 ||
      !fields[found].take (cursor, end, (char *) status + fields[found].offset))
    return false;

  *seen |= 1U << found;
  status->has_memory |= fields[found].offset == offsetof (SkeinStatus, vm_rss_kib);

  return true;
}

/**
 * skein_status_parse:
 * @text: (array length=length): the file's contents, not terminated
 * @length: how much of @text to look at
 * @ret: (out caller-allocates): the reading
 *
 * Lines it does not know are ignored. Missing may be: memory, and the cores.
 *
 * Returns: 0, or -EBADMSG with @ret left alone
 */
int
skein_status_parse (const char  *text,
                    size_t       length,
                    SkeinStatus *ret)
{
  const char *cursor = text;
  const char *end = text + length;
  const char *line;
  const char *line_end;
  SkeinStatus status = { .has_memory = false };
  uint32_t seen = 0;

  while (skein_take_line (&cursor, end, &line, &line_end))
    {
      if (!take_line (line, line_end, &seen, &status))
        return -EBADMSG;
    }

  for (unsigned i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (fields[i].vital && (seen & 1U << i) == 0)
        return -EBADMSG;
    }

  *ret = status;

  return 0;
}

/**
 * skein_status_read_at:
 * @dir_fd: an open directory: /proc, or one of a process or thread
 * @path: the file relative to it, such as "status"
 * @ret: (out caller-allocates): the reading
 *
 * The dearest of the files of a thread: for what is being looked at.
 *
 * Returns: 0, -ESRCH if the process or thread is gone, or another negative errno
 */
int
skein_status_read_at (int          dir_fd,
                      const char  *path,
                      SkeinStatus *ret)
{
  __attribute__ ((uninitialized)) char text[STATUS_SIZE];
  ssize_t length = skein_read_at (dir_fd, path, text, sizeof text);

  if (length < 0)
    return (int) length;

  /* Half a number would pass for one. */
  if ((size_t) length == sizeof text)
    return -EBADMSG;

  return skein_status_parse (text, (size_t) length, ret);
}
