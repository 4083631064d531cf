/* memory-footprints.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/memory-footprints.h"

#include "base/clock.h"
#include "proc/smaps.h"
#include "proc/tasklist.h"
#include "sampler/memory-folder.h"
#include "sampler/memory-pace.h"

#define LIST_NS SKEIN_NS_PER_S

/* Who lives for less than a part of the period need not be known: to read him is what costs. */
#define LISTS_IN_PERIOD 12

/* For each step: so that the reader comes back to what is being looked at. */
#define STEP_NS (2 * SKEIN_NS_PER_MS)

#define KIB UINT64_C (1024)

typedef struct
{
  SkeinFootprint footprint; /* its process is not known, but for the pid, before it was read */
  int64_t        asked_ns;  /* when it was read, as the step has it */
  int64_t        cost_ns;
  int64_t        due_ns;
} Entry;

struct _SkeinMemoryFootprints
{
  int      proc_fd;
  int64_t  listed_ns; /* INT64_MIN: never */
  int64_t  period_ns;
  GArray  *named;   /* (nullable): pids of those that are read alone, each once; all are */
  GArray  *entries; /* by pid */
  GArray  *pids;    /* room for the listing */
};

SkeinMemoryFootprints *
skein_memory_footprints_new (int proc_fd)
{
  SkeinMemoryFootprints *self = g_new0 (SkeinMemoryFootprints, 1);

  self->proc_fd = proc_fd;
  self->listed_ns = INT64_MIN;
  self->period_ns = SKEIN_MEMORY_FIGURES_NS;
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->pids = g_array_new (FALSE, FALSE, sizeof (pid_t));

  return self;
}

void
skein_memory_footprints_free (SkeinMemoryFootprints *self)
{
  g_clear_pointer (&self->named, g_array_unref);
  g_array_unref (self->entries);
  g_array_unref (self->pids);
  g_free (self);
}

static int
compare_pids (gconstpointer a,
              gconstpointer b)
{
  const pid_t *one = a, *other = b;

  return (*one > *other) - (*one < *other);
}

/* Who is to be read, by pid. */
static void
list_pids (SkeinMemoryFootprints *self)
{
  g_array_set_size (self->pids, 0);

  if (self->named != NULL)
    g_array_append_vals (self->pids, self->named->data, self->named->len);
  else if (skein_tasklist_read_at (self->proc_fd, ".", self->pids) < 0)
    g_array_set_size (self->pids, 0);

  g_array_sort (self->pids, compare_pids);
}

/* Takes over those that are still there. Returns: whether any has gone. */
static bool
list (SkeinMemoryFootprints *self,
      int64_t                now_ns)
{
  g_autoptr (GArray) before = self->entries;
  guint at = 0, n_kept = 0;

  list_pids (self);
  self->entries = g_array_sized_new (FALSE, FALSE, sizeof (Entry), MAX (self->pids->len, 1));

  for (guint i = 0; i < self->pids->len; i++)
    {
      Entry entry = { .footprint = { .process = { .pid = g_array_index (self->pids, pid_t, i) } } };

      while (at < before->len && g_array_index (before, Entry, at).footprint.process.pid < entry.footprint.process.pid)
        at++;

      if (at < before->len && g_array_index (before, Entry, at).footprint.process.pid == entry.footprint.process.pid)
        {
          entry = g_array_index (before, Entry, at);
          n_kept++;
        }

      g_array_append_val (self->entries, entry);
    }

  self->listed_ns = now_ns;

  return n_kept < before->len;
}

static int
read_process (int             proc_fd,
              SkeinFootprint *footprint)
{
  g_auto (SkeinMemoryFolder) folder = { .process_fd = -1, .memory_fd = -1 };
  SkeinSmapsFigures figures;
  int result = skein_memory_folder_open (proc_fd, footprint->process.pid, &folder);

  footprint->process.tid = footprint->process.pid;
  footprint->process.start_ticks = folder.stat.start_ticks;

  if (result < 0 || folder.memory_fd < 0)
    return result;

  result = skein_smaps_rollup_read_at (folder.memory_fd, "smaps_rollup", &figures);

  if (result < 0)
    return result;

  footprint->resident = figures.rss_kib * KIB;
  footprint->pss = figures.pss_kib * KIB;
  footprint->own = (figures.private_clean_kib + figures.private_dirty_kib) * KIB;
  footprint->swap = figures.swap_pss_kib * KIB;

  return 0;
}

static void
read_entry (SkeinMemoryFootprints *self,
            Entry                 *entry,
            int64_t                now_ns)
{
  int64_t start_ns = skein_clock_now_ns ();
  SkeinFootprint footprint = { .process = { .pid = entry->footprint.process.pid }, .read_ns = start_ns };

  footprint.error = read_process (self->proc_fd, &footprint);
  entry->footprint = footprint;
  entry->asked_ns = now_ns;
  entry->cost_ns = skein_clock_now_ns () - start_ns;
  entry->due_ns = skein_memory_pace_next (now_ns, entry->cost_ns, self->period_ns);
}

void
skein_memory_footprints_set_period (SkeinMemoryFootprints *self,
                                    int64_t                period_ns)
{
  period_ns = MAX (period_ns, SKEIN_MEMORY_FIGURES_NS);

  if (self->period_ns == period_ns)
    return;

  self->period_ns = period_ns;

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = &g_array_index (self->entries, Entry, i);

      if (entry->footprint.read_ns != 0)
        entry->due_ns = skein_memory_pace_next (entry->asked_ns, entry->cost_ns, period_ns);
    }
}

static bool
has_pid (const GArray *pids,
         pid_t         pid)
{
  for (guint i = 0; i < pids->len; i++)
    if (g_array_index (pids, pid_t, i) == pid)
      return true;

  return false;
}

void
skein_memory_footprints_set_named (SkeinMemoryFootprints *self,
                                   const SkeinTaskKey    *named,
                                   size_t                 n)
{
  g_clear_pointer (&self->named, g_array_unref);

  if (named != NULL)
    self->named = g_array_new (FALSE, FALSE, sizeof (pid_t));

  for (size_t i = 0; named != NULL && i < n; i++)
    if (!has_pid (self->named, named[i].pid))
      g_array_append_val (self->named, named[i].pid);

  self->listed_ns = INT64_MIN;
}

void
skein_memory_footprints_read_all (SkeinMemoryFootprints *self)
{
  int64_t now_ns = skein_clock_now_ns ();

  list (self, now_ns);

  for (guint i = 0; i < self->entries->len; i++)
    read_entry (self, &g_array_index (self->entries, Entry, i), now_ns);
}

static bool
is_list_due (const SkeinMemoryFootprints *self,
             int64_t                      now_ns)
{
  if (self->listed_ns == INT64_MIN)
    return true;

  return self->named == NULL && now_ns - self->listed_ns >= MAX (LIST_NS, self->period_ns / LISTS_IN_PERIOD);
}

static Entry *
find_due (const SkeinMemoryFootprints *self,
          int64_t                      now_ns)
{
  Entry *first = NULL;

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = &g_array_index (self->entries, Entry, i);

      if (entry->due_ns <= now_ns && (first == NULL || entry->due_ns < first->due_ns))
        first = entry;
    }

  return first;
}

bool
skein_memory_footprints_step (SkeinMemoryFootprints *self,
                              int64_t                now_ns)
{
  int64_t end_ns = skein_clock_now_ns () + STEP_NS;
  bool has_changed = false;
  Entry *entry;

  if (is_list_due (self, now_ns))
    has_changed = list (self, now_ns);

  while ((entry = find_due (self, now_ns)) != NULL)
    {
      read_entry (self, entry, now_ns);
      has_changed = true;

      if (skein_clock_now_ns () >= end_ns)
        break;
    }

  return has_changed;
}

int64_t
skein_memory_footprints_get_due_ns (const SkeinMemoryFootprints *self)
{
  int64_t due_ns = INT64_MAX;

  if (self->listed_ns == INT64_MIN)
    return INT64_MIN;

  if (self->named == NULL)
    due_ns = self->listed_ns + MAX (LIST_NS, self->period_ns / LISTS_IN_PERIOD);

  for (guint i = 0; i < self->entries->len; i++)
    due_ns = MIN (due_ns, g_array_index (self->entries, Entry, i).due_ns);

  return due_ns;
}

SkeinFootprint *
skein_memory_footprints_dup (const SkeinMemoryFootprints *self,
                             uint32_t                    *ret_n)
{
  SkeinFootprint *footprints = g_new (SkeinFootprint, MAX (self->entries->len, 1));
  uint32_t n = 0;

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);

      if (entry->footprint.read_ns != 0)
        footprints[n++] = entry->footprint;
    }

  *ret_n = n;

  return footprints;
}

uint32_t
skein_memory_footprints_count (const SkeinMemoryFootprints *self)
{
  return self->entries->len;
}

bool
skein_memory_footprints_are_complete (const SkeinMemoryFootprints *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      if (g_array_index (self->entries, Entry, i).footprint.read_ns == 0)
        return false;
    }

  return true;
}
