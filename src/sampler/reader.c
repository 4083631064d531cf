/* reader.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/reader.h"

#include "base/clock.h"
#include "base/readat.h"
#include "proc/tasklist.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

/* The kept descriptors are for the hottest: their memory is the kernel's, 5 KiB each. */
#define MOST_KEPT 512

/* What the rest of the program, and a library underneath, may want at once. */
#define DESCRIPTORS_LEFT_ALONE 64

/* A foreign /proc numbers its processes in its own way, and the clocks are asked
 * by number: only where "self" is ourselves do the two speak of the same. */
static bool
is_own_procfs (int fd)
{
  char target[16] = "";
  struct statfs about;

  if (fstatfs (fd, &about) != 0 || about.f_type != PROC_SUPER_MAGIC)
    return false;

  if (readlinkat (fd, "self", target, sizeof target - 1) <= 0)
    return false;

  return strtol (target, NULL, 10) == getpid ();
}

static unsigned
get_max_kept (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur <= DESCRIPTORS_LEFT_ALONE)
    return 0;

  return (unsigned) MIN ((limit.rlim_cur - DESCRIPTORS_LEFT_ALONE) / 2, MOST_KEPT);
}

void
skein_reader_init (SkeinReader *self,
                   int          proc_fd)
{
  *self = (SkeinReader) {
    .proc_fd = proc_fd,
    .is_live = is_own_procfs (proc_fd),
    .page_size = (uint64_t) sysconf (_SC_PAGESIZE),
    .tick_ns = SKEIN_NS_PER_S / sysconf (_SC_CLK_TCK),
    .n_cores = 1,
    .ids = g_array_new (FALSE, FALSE, sizeof (pid_t)),
    .max_kept = get_max_kept (),
  };

  self->has_gate = self->is_live;
  self->has_schedstat = !self->is_live || faccessat (proc_fd, "self/schedstat", R_OK, 0) == 0;
}

void
skein_reader_clear (SkeinReader *self)
{
  g_clear_pointer (&self->ids, g_array_unref);
}

/* A tenth of what snprintf() takes, for what is done for each thread that is read. */
static char *
put_id (char *cursor,
        pid_t id)
{
  char digits[12];
  int n = 0;

  do
    digits[n++] = (char) ('0' + id % 10);
  while ((id /= 10) > 0);

  while (n > 0)
    *cursor++ = digits[--n];

  return cursor;
}

void
skein_reader_get_path (pid_t       pid,
                       pid_t       tid,
                       const char *file,
                       char        ret[SKEIN_READER_PATH_SIZE])
{
  char *cursor = put_id (ret, pid);

  if (tid != 0)
    cursor = put_id (stpcpy (cursor, "/task/"), tid);

  *cursor++ = '/';
  g_strlcpy (cursor, file, (size_t) (ret + SKEIN_READER_PATH_SIZE - cursor));
}

int
skein_reader_read_stat (const SkeinReader *self,
                        pid_t              pid,
                        pid_t              tid,
                        SkeinStat         *ret)
{
  char path[SKEIN_READER_PATH_SIZE];

  skein_reader_get_path (pid, tid, "stat", path);

  return skein_stat_read_at (self->proc_fd, path, ret);
}

/* The kernel finds /proc/<tid> though it does not list it, and the shorter way is the cheaper. */
static void
get_schedstat_path (const SkeinReader *self,
                    pid_t              pid,
                    pid_t              tid,
                    char               ret[SKEIN_READER_PATH_SIZE])
{
  if (self->is_live)
    skein_reader_get_path (tid, 0, "schedstat", ret);
  else
    skein_reader_get_path (pid, tid, "schedstat", ret);
}

/* Without schedstat, stat still has the CPU time, though in ticks. */
static int
read_ticks (const SkeinReader *self,
            pid_t              pid,
            pid_t              tid,
            SkeinSchedstat    *ret)
{
  SkeinStat stat;
  int result = skein_reader_read_stat (self, pid, tid, &stat);

  if (result < 0)
    return result;

  *ret = (SkeinSchedstat) { .run_ns = (stat.utime_ticks + stat.stime_ticks) * (uint64_t) self->tick_ns };

  return 0;
}

/* If somebody else used up the descriptors, what is kept is given back at each
 * thread's next turn, and nothing is kept again: a row that can be read is worth more. */
static void
open_kept (SkeinReader *self,
           const char  *path,
           int         *kept)
{
  *kept = openat (self->proc_fd, path, O_RDONLY | O_CLOEXEC);

  if (*kept >= 0)
    self->n_kept++;
  else if (errno == EMFILE || errno == ENFILE)
    self->max_kept = 0;
}

static int
read_kept (int             fd,
           SkeinSchedstat *ret)
{
  char text[SKEIN_SCHEDSTAT_SIZE];
  ssize_t length = skein_read_again (fd, text, sizeof text);

  return length < 0 ? (int) length : skein_schedstat_parse (text, (size_t) length, ret);
}

int
skein_reader_read_schedstat (SkeinReader    *self,
                             pid_t           pid,
                             pid_t           tid,
                             int            *kept,
                             bool            keep,
                             SkeinSchedstat *ret)
{
  char path[SKEIN_READER_PATH_SIZE];
  int result;

  self->n_read++;

  if (*kept >= 0 && self->max_kept == 0)
    skein_reader_let_go (self, kept);

  if (*kept >= 0)
    return read_kept (*kept, ret);

  if (!self->has_schedstat)
    return read_ticks (self, pid, tid, ret);

  get_schedstat_path (self, pid, tid, path);

  if (keep && self->has_gate && self->n_kept < self->max_kept)
    {
      open_kept (self, path, kept);

      if (*kept >= 0)
        return read_kept (*kept, ret);
    }

  result = skein_schedstat_read_at (self->proc_fd, path, ret);

  return result == -ESRCH && !self->is_live ? read_ticks (self, pid, tid, ret) : result;
}

int
skein_reader_read_kept_stat (SkeinReader *self,
                             pid_t        pid,
                             pid_t        tid,
                             int         *kept,
                             bool         keep,
                             SkeinStat   *ret)
{
  char path[SKEIN_READER_PATH_SIZE];
  char text[SKEIN_STAT_SIZE];
  ssize_t length;

  if (*kept >= 0 && self->max_kept == 0)
    skein_reader_let_go (self, kept);

  if (*kept < 0 && keep && self->has_gate && self->n_kept < self->max_kept / 2)
    {
      skein_reader_get_path (pid, tid, "stat", path);
      open_kept (self, path, kept);
    }

  if (*kept < 0)
    return skein_reader_read_stat (self, pid, tid, ret);

  length = skein_read_again (*kept, text, sizeof text);

  return length < 0 ? (int) length : skein_stat_parse (text, (size_t) length, ret);
}

void
skein_reader_let_go (SkeinReader *self,
                     int         *kept)
{
  if (*kept < 0)
    return;

  close (*kept);
  *kept = -1;
  self->n_kept--;
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  pid_t first = *(const pid_t *) a;
  pid_t second = *(const pid_t *) b;

  return (first > second) - (first < second);
}

static void
sort_ids (GArray *ids)
{
  for (guint i = 1; i < ids->len; i++)
    {
      if (g_array_index (ids, pid_t, i - 1) > g_array_index (ids, pid_t, i))
        {
          g_array_sort (ids, compare_ids);
          return;
        }
    }
}

int
skein_reader_list (const SkeinReader *self,
                   pid_t              pid,
                   GArray            *ret)
{
  char path[SKEIN_READER_PATH_SIZE] = ".";
  int result;

  if (pid != 0)
    skein_reader_get_path (pid, 0, "task", path);

  result = skein_tasklist_read_at (self->proc_fd, path, ret);

  if (result == 0)
    sort_ids (ret);

  return result;
}

/* Each thread is a directory in "task", and each directory a link to its parent. */
uint32_t
skein_reader_count_threads (const SkeinReader *self,
                            pid_t              pid)
{
  char path[SKEIN_READER_PATH_SIZE];
  struct stat about;

  skein_reader_get_path (pid, 0, "task", path);

  if (fstatat (self->proc_fd, path, &about, 0) != 0 || about.st_nlink <= 2)
    return 0;

  return (uint32_t) about.st_nlink - 2;
}

bool
skein_reader_exists (const SkeinReader *self,
                     pid_t              pid,
                     uint64_t           start_ticks)
{
  SkeinStat stat;
  int result = skein_reader_read_stat (self, pid, 0, &stat);

  return result == 0 ? stat.start_ticks == start_ticks : result != -ESRCH;
}
