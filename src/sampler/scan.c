/* scan.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/scan.h"

#include "base/clock.h"
#include "base/readat.h"
#include "proc/clock.h"
#include "proc/loadavg.h"
#include "sampler/census.h"
#include "sampler/cores.h"
#include "sampler/details.h"
#include "sampler/reader.h"
#include "sampler/sweep.h"
#include "sampler/watch.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Every so many samples a process's lately busy threads are looked through for
 * those that are not any more. */
#define COOL_EVERY 16

/* Processes that come and go by the thousand are not worth 24 us each to be asked
 * for their users: as many as this in a second; the others later, if they live. */
#define CENSUS_PER_S 300
#define CENSUS_AT_LEAST 20

/* How often all processes are listed, if any came or went, and not only the new
 * ones looked up; and how many ids may have been dealt out for the latter. */
#define WALK_EVERY_NS (5 * SKEIN_NS_PER_S)
#define NEWCOMERS_AT_LEAST 256

struct _SkeinScan
{
  SkeinReader     reader;
  SkeinSweep      sweep;
  SkeinCoreWatch  cores;
  SkeinCensus    *census;
  GPtrArray      *watches;

  int             loadavg_fd;
  SkeinLoadavg    loadavg;
  bool            may_differ;
  int64_t         walked_ns;
  uint32_t        n_hidden;

  int64_t         last_taken_ns;
  int64_t         boot_ns;
  bool            has_forgotten;

  GArray         *focus;
  bool            focus_all;
  bool            has_focus;

  /* Of one sample only, kept for their memory. */
  GPtrArray      *next;
  GPtrArray      *questions;
  GArray         *listed;
  GArray         *gone;
};

SkeinScan *
skein_scan_new (int proc_fd)
{
  SkeinScan *self = g_new0 (SkeinScan, 1);

  skein_reader_init (&self->reader, proc_fd);
  skein_core_watch_init (&self->cores, &self->reader);
  self->census = skein_census_new ();
  self->watches = g_ptr_array_new ();
  self->next = g_ptr_array_new ();
  self->questions = g_ptr_array_new ();
  self->listed = g_array_new (FALSE, FALSE, sizeof (pid_t));
  self->gone = g_array_new (FALSE, FALSE, sizeof (pid_t));
  self->focus = g_array_new (FALSE, FALSE, sizeof (pid_t));
  self->loadavg_fd = openat (proc_fd, "loadavg", O_RDONLY | O_CLOEXEC);

  return self;
}

void
skein_scan_free (SkeinScan *self)
{
  for (guint i = 0; i < self->watches->len; i++)
    skein_watch_free (g_ptr_array_index (self->watches, i), &self->reader);

  if (self->loadavg_fd >= 0)
    close (self->loadavg_fd);

  g_ptr_array_unref (self->watches);
  g_ptr_array_unref (self->next);
  g_ptr_array_unref (self->questions);
  g_array_unref (self->listed);
  g_array_unref (self->gone);
  g_array_unref (self->focus);
  skein_census_free (self->census);
  skein_core_watch_clear (&self->cores);
  skein_reader_clear (&self->reader);
  g_free (self);
}

void
skein_scan_forget_time (SkeinScan *self)
{
  self->has_forgotten = true;
}

static int64_t
read_boot_ns (void)
{
  struct timespec boot;

  clock_gettime (CLOCK_BOOTTIME, &boot);

  return skein_timespec_to_ns (&boot) - skein_clock_now_ns ();
}

static void
begin_sample (SkeinScan *self)
{
  SkeinReader *reader = &self->reader;

  reader->taken_ns = skein_clock_now_ns ();
  reader->interval_ns = 0;
  reader->new_ticks = G_MAXUINT64;
  reader->n_read = 0;
  reader->sample++;
  self->boot_ns = read_boot_ns ();

  if (self->last_taken_ns > 0 && !self->has_forgotten)
    {
      /* A start time is cut to a whole tick: one within the interval's first is new. */
      reader->interval_ns = reader->taken_ns - self->last_taken_ns;
      reader->new_ticks = (uint64_t) ((self->last_taken_ns + self->boot_ns) / reader->tick_ns);
    }

  self->last_taken_ns = reader->taken_ns;
  self->has_forgotten = false;
}

/* The kernel deals out ids in rising order, to processes and threads alike, and
 * says which was the last: so what is new since then is in between. Only of a
 * process there is a clock. That is a tenth of what it takes to list them all. */
static bool
list_newcomers (SkeinScan *self,
                pid_t      last_before)
{
  pid_t last = self->loadavg.last_pid;
  uint64_t clock;

  if (last < last_before || last - last_before > (pid_t) (self->watches->len + NEWCOMERS_AT_LEAST) ||
      self->reader.taken_ns - self->walked_ns >= WALK_EVERY_NS)
    return false;

  g_array_set_size (self->listed, 0);

  for (pid_t pid = last_before + 1; pid <= last; pid++)
    {
      if (skein_process_clock_ns (pid, &clock) == 0)
        g_array_append_val (self->listed, pid);
    }

  return true;
}

/* Fills the list with all that exist, or at least with all that are new. */
static void
list_processes (SkeinScan *self)
{
  char text[SKEIN_LOADAVG_SIZE];
  SkeinLoadavg before = self->loadavg;
  ssize_t length = -ESRCH;

  if (self->loadavg_fd >= 0)
    length = skein_read_again (self->loadavg_fd, text, sizeof text);

  if (length >= 0 && skein_loadavg_parse (text, (size_t) length, &self->loadavg) == 0 && self->reader.has_gate)
    {
      self->may_differ |= before.n_total != self->loadavg.n_total || before.last_pid != self->loadavg.last_pid;

      if (!self->may_differ)
        g_array_set_size (self->listed, 0);

      if (!self->may_differ || list_newcomers (self, before.last_pid))
        return;
    }

  if (skein_reader_list (&self->reader, 0, self->listed) < 0)
    return;

  self->may_differ = false;
  self->walked_ns = self->reader.taken_ns;
  self->n_hidden = 0;
}

static void
swap_arrays (GPtrArray **a,
             GPtrArray **b)
{
  GPtrArray *array = *a;

  *a = *b;
  *b = array;
}

static void
welcome (SkeinScan *self,
         pid_t      pid)
{
  SkeinWatch *watch;
  int result = skein_watch_new (pid, &self->reader, &watch);

  if (result == 0)
    g_ptr_array_add (self->next, watch);
  else if (result == -EACCES || result == -EPERM)
    self->n_hidden++;
}

/* Looks at a known process; if its number is another's now, that one is new. One
 * that is not listed any more may only be hidden since: as long as its clock can
 * be asked it is there. */
static void
look (SkeinScan  *self,
      SkeinWatch *watch)
{
  pid_t pid = watch->pid;

  if (skein_watch_look (watch, &self->reader) == 0)
    {
      g_ptr_array_add (self->next, watch);
      return;
    }

  g_array_append_val (self->gone, pid);
  skein_watch_free (watch, &self->reader);
  welcome (self, pid);
}

static void
walk (SkeinScan *self)
{
  guint i = 0;
  guint j = 0;

  while (i < self->watches->len || j < self->listed->len)
    {
      SkeinWatch *watch = i < self->watches->len ? g_ptr_array_index (self->watches, i) : NULL;
      pid_t known = watch != NULL ? watch->pid : G_MAXINT;
      pid_t pid = j < self->listed->len ? g_array_index (self->listed, pid_t, j) : G_MAXINT;

      if (known <= pid)
        look (self, watch);
      else
        welcome (self, pid);

      i += known <= pid;
      j += pid <= known;
    }
}

static void
look_at_processes (SkeinScan *self)
{
  g_ptr_array_set_size (self->next, 0);
  g_array_set_size (self->gone, 0);

  list_processes (self);
  walk (self);
  swap_arrays (&self->watches, &self->next);
}

static int
compare_pids (gconstpointer a,
              gconstpointer b)
{
  return *(const pid_t *) a - *(const pid_t *) b;
}

/* When a process ends, its children get another parent, and do not run for it. */
static void
look_after_orphans (SkeinScan *self)
{
  if (self->gone->len == 0)
    return;

  for (guint i = 0; i < self->watches->len; i++)
    {
      SkeinWatch *watch = g_ptr_array_index (self->watches, i);
      uint32_t index;

      if (!g_array_binary_search (self->gone, &watch->ppid, compare_pids, NULL))
        continue;

      index = skein_watch_find (watch, watch->pid);

      if (index < watch->n_threads)
        (void) skein_watch_refresh (watch, &self->reader, index);
    }
}

static void
cool (SkeinScan *self)
{
  for (guint i = self->reader.sample % COOL_EVERY; i < self->watches->len; i += COOL_EVERY)
    skein_watch_cool (g_ptr_array_index (self->watches, i), &self->reader);
}

static bool
is_in_focus (const SkeinScan  *self,
             const SkeinWatch *watch)
{
  return self->focus_all || g_array_binary_search (self->focus, &watch->pid, compare_pids, NULL);
}

static void
read_details (SkeinScan *self)
{
  if (!self->has_focus)
    return;

  for (guint i = 0; i < self->watches->len; i++)
    {
      SkeinWatch *watch = g_ptr_array_index (self->watches, i);

      if (is_in_focus (self, watch))
        skein_details_read (watch, &self->reader);
      else
        skein_details_forget (watch);
    }

  self->has_focus = self->focus_all || self->focus->len > 0;
}

/* The first sample is to be whole; after that, the youngest are asked as they come. */
static guint
get_most_questions (const SkeinScan *self)
{
  double seconds = (double) self->reader.interval_ns / (double) SKEIN_NS_PER_S;

  if (self->reader.sample == 1)
    return G_MAXUINT;

  return CENSUS_AT_LEAST + (guint) (CENSUS_PER_S * MIN (seconds, 1.0));
}

static void
take_census (SkeinScan *self)
{
  guint n_most = get_most_questions (self);

  g_ptr_array_set_size (self->questions, 0);

  for (guint i = 0; i < self->watches->len && self->questions->len < n_most; i++)
    {
      SkeinWatch *watch = g_ptr_array_index (self->watches, i);

      if (!watch->wants_census)
        continue;

      watch->wants_census = false;
      watch->asked = self->reader.sample;
      g_ptr_array_add (self->questions, watch);
    }

  if (self->questions->len > 0)
    skein_census_ask (self->census, &self->reader, self->questions);
}

static uint32_t
count_threads (const SkeinScan *self)
{
  uint32_t n = 0;

  for (guint i = 0; i < self->watches->len; i++)
    n += ((const SkeinWatch *) g_ptr_array_index (self->watches, i))->n_threads;

  return n;
}

static SkeinSnapshot *
make_snapshot (SkeinScan *self)
{
  const SkeinReader *reader = &self->reader;
  SkeinSnapshot *snapshot = skein_snapshot_new (self->cores.cores->len, self->watches->len);

  snapshot->taken_ns = reader->taken_ns;
  snapshot->interval_ns = reader->interval_ns;
  snapshot->boot_ns = self->boot_ns;
  snapshot->n_running = self->loadavg.n_running;
  snapshot->n_threads = count_threads (self);
  snapshot->effort.n_read = reader->n_read;
  snapshot->effort.hidden_processes = self->n_hidden;
  skein_census_read_memory (self->census, reader, &snapshot->memory);

  if (snapshot->n_cores > 0)
    memcpy (snapshot->cores, self->cores.cores->data, snapshot->n_cores * sizeof (SkeinCore));

  for (guint i = 0; i < self->watches->len; i++)
    snapshot->processes[i] = skein_process_ref (skein_watch_publish (g_ptr_array_index (self->watches, i), reader));

  return snapshot;
}

SkeinSnapshot *
skein_scan_take (SkeinScan *self)
{
  int64_t cpu_ns = skein_clock_thread_cpu_ns ();
  SkeinSnapshot *snapshot;
  uint32_t n_threads;

  begin_sample (self);
  skein_core_watch_read (&self->cores, &self->reader);
  look_at_processes (self);
  look_after_orphans (self);
  n_threads = count_threads (self);

  if (self->reader.is_live)
    skein_sweep_ready (&self->sweep, &self->reader, self->watches, n_threads, self->loadavg.n_running);

  skein_sweep_all (&self->sweep, &self->reader, self->watches, n_threads);
  cool (self);
  read_details (self);
  take_census (self);

  snapshot = make_snapshot (self);
  snapshot->effort.cpu_ns = skein_clock_thread_cpu_ns () - cpu_ns;

  return snapshot;
}

void
skein_scan_set_focus (SkeinScan   *self,
                      const pid_t *pids,
                      size_t       n_pids)
{
  g_array_set_size (self->focus, 0);
  g_array_append_vals (self->focus, pids, (guint) n_pids);
  g_array_sort (self->focus, compare_pids);
  self->has_focus = true;
}

void
skein_scan_set_focus_all (SkeinScan *self,
                          bool       all)
{
  self->focus_all = all;
  self->has_focus = true;
}

void
skein_scan_set_gate (SkeinScan *self,
                     bool       has_gate)
{
  self->reader.has_gate = self->reader.is_live && has_gate;
}
