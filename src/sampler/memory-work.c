/* memory-work.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/memory-work.h"

#include "base/clock.h"
#include "sampler/memory-footprints.h"
#include "sampler/memory-pace.h"
#include "sampler/memory-pages.h"
#include "sampler/memory-space.h"

#include <unistd.h>

#define PAGES_NS SKEIN_NS_PER_MS
#define NEWS_NS SKEIN_NS_PER_S

/* A step that has taken so long leaves the figures that are due as well to the next. */
#define STEP_NS (20 * SKEIN_NS_PER_MS)

typedef struct
{
  SkeinMemorySpace *space;
  int64_t           maps_due_ns;
  int64_t           resident_due_ns;
  int64_t           figures_due_ns;
  bool              has_figures;
} Looked;

struct _SkeinMemoryWork
{
  int                    proc_fd;
  bool                   is_live;
  GArray                *looked;     /* Looked, in the order of the wish */
  GArray                *bridges;    /* (nullable): of the address spaces as they are; not looked for yet */
  SkeinMemoryFootprints *footprints; /* (nullable): they are not wished for */
  bool                   is_of_all;  /* they are of every process */
  SkeinMemoryPages      *pages;      /* (nullable): none are wished for */
  int64_t                figures_free_ns; /* when figures may be read again, of whomever */
  int64_t                told_ns;    /* when the last report was made */
  int64_t                cost_ns;    /* CPU time since then */
  bool                   is_new;     /* a wish that was not reported on yet */
  bool                   has_news;   /* of footprints, that can wait */
};

SkeinMemoryWork *
skein_memory_work_new (int  proc_fd,
                       bool is_live)
{
  SkeinMemoryWork *self = g_new0 (SkeinMemoryWork, 1);

  self->proc_fd = proc_fd;
  self->is_live = is_live;
  self->looked = g_array_new (FALSE, FALSE, sizeof (Looked));

  return self;
}

static void
free_looked (GArray *looked)
{
  for (guint i = 0; i < looked->len; i++)
    g_clear_pointer (&g_array_index (looked, Looked, i).space, skein_memory_space_free);

  g_array_unref (looked);
}

void
skein_memory_work_free (SkeinMemoryWork *self)
{
  free_looked (self->looked);
  g_clear_pointer (&self->bridges, g_array_unref);
  g_clear_pointer (&self->footprints, skein_memory_footprints_free);
  g_clear_pointer (&self->pages, skein_memory_pages_free);
  close (self->proc_fd);
  g_free (self);
}

/* Takes over what is known of a process that was wished for before. */
static Looked
take_looked (SkeinMemoryWork    *self,
             GArray             *before,
             const SkeinTaskKey *process)
{
  Looked fresh = { 0 };

  for (guint i = 0; i < before->len; i++)
    {
      Looked *looked = &g_array_index (before, Looked, i);

      if (looked->space != NULL && skein_task_key_equal (skein_memory_space_get_process (looked->space), process))
        {
          fresh = *looked;
          looked->space = NULL;
          return fresh;
        }
    }

  fresh.space = skein_memory_space_new (self->proc_fd, self->is_live, process);

  return fresh;
}

static void
set_pages (SkeinMemoryWork       *self,
           const SkeinMemoryWish *wish)
{
  bool is_same = wish->pages_of != NULL && self->pages != NULL &&
                 skein_memory_pages_is_of (self->pages, wish->pages_of, wish->pages_start, wish->pages_end);

  if (is_same)
    return;

  g_clear_pointer (&self->pages, skein_memory_pages_free);

  if (wish->pages_of != NULL)
    self->pages = skein_memory_pages_new (self->proc_fd, wish->pages_of, wish->pages_start, wish->pages_end);
}

static void
set_footprints (SkeinMemoryWork       *self,
                const SkeinMemoryWish *wish)
{
  self->is_of_all = wish->all;

  if (!wish->all && wish->n_named == 0)
    {
      g_clear_pointer (&self->footprints, skein_memory_footprints_free);
      return;
    }

  if (self->footprints == NULL)
    self->footprints = skein_memory_footprints_new (self->proc_fd);

  skein_memory_footprints_set_period (self->footprints, wish->period_ns);
  skein_memory_footprints_set_named (self->footprints, wish->all ? NULL : wish->named, wish->n_named);
}

void
skein_memory_work_set_wish (SkeinMemoryWork       *self,
                            const SkeinMemoryWish *wish)
{
  GArray *before = self->looked;

  self->looked = g_array_new (FALSE, FALSE, sizeof (Looked));

  for (size_t i = 0; i < wish->n_processes; i++)
    {
      Looked looked = take_looked (self, before, &wish->processes[i]);

      g_array_append_val (self->looked, looked);
    }

  free_looked (before);
  g_clear_pointer (&self->bridges, g_array_unref);
  set_pages (self, wish);

  set_footprints (self, wish);
  self->is_new = true;
}

bool
skein_memory_work_is_wanted (const SkeinMemoryWork *self)
{
  return self->looked->len > 0 || self->footprints != NULL || self->pages != NULL;
}

/* Footprints alone can wait until one of them is due, all else has its beat. */
int64_t
skein_memory_work_get_next_ns (const SkeinMemoryWork *self,
                               int64_t                now_ns)
{
  int64_t beat_ns = now_ns + SKEIN_MEMORY_BEAT_NS;

  if (self->looked->len > 0 || self->pages != NULL || self->has_news || self->footprints == NULL)
    return beat_ns;

  return MAX (beat_ns, skein_memory_footprints_get_due_ns (self->footprints));
}

/* Maps and what is in RAM, once a second; of a new one the maps alone. */
static bool
read_maps (Looked  *looked,
           int64_t  now_ns)
{
  bool is_due = now_ns >= looked->resident_due_ns && skein_memory_space_get (looked->space) != NULL;
  int64_t start_ns = skein_clock_now_ns ();
  bool has_changed = skein_memory_space_read (looked->space, is_due ? SKEIN_MEMORY_RESIDENT : 0);
  int64_t cost_ns = skein_clock_now_ns () - start_ns;

  if (is_due)
    looked->resident_due_ns = skein_memory_pace_next (now_ns, cost_ns, SKEIN_MEMORY_MAPS_NS);

  /* Where what is in RAM is dear, the maps go on without it. */
  looked->maps_due_ns = skein_memory_pace_next (now_ns, is_due ? 0 : cost_ns, SKEIN_MEMORY_MAPS_NS);

  return has_changed;
}

static bool
read_figures (SkeinMemoryWork *self,
              Looked          *looked,
              int64_t          now_ns)
{
  int64_t start_ns = skein_clock_now_ns ();
  bool has_changed = skein_memory_space_read (looked->space, SKEIN_MEMORY_FIGURES);
  int64_t cost_ns = skein_clock_now_ns () - start_ns;

  looked->has_figures = true;
  looked->figures_due_ns = skein_memory_pace_next (now_ns, cost_ns, SKEIN_MEMORY_FIGURES_NS);
  looked->maps_due_ns = looked->resident_due_ns = now_ns + SKEIN_MEMORY_MAPS_NS;
  self->figures_free_ns = skein_memory_pace_next (now_ns, cost_ns, 0);

  return has_changed;
}

/* Those that have none yet need not wait for the others. */
static bool
are_figures_due (const SkeinMemoryWork *self,
                 const Looked          *looked,
                 int64_t                now_ns)
{
  return skein_memory_space_get (looked->space) != NULL &&
         (!looked->has_figures || (now_ns >= looked->figures_due_ns && now_ns >= self->figures_free_ns));
}

/* Returns: whether there were any */
static bool
read_new (SkeinMemoryWork *self,
          int64_t          now_ns)
{
  bool has_new = false;

  for (guint i = 0; i < self->looked->len; i++)
    {
      Looked *looked = &g_array_index (self->looked, Looked, i);

      if (skein_memory_space_get (looked->space) != NULL)
        continue;

      (void) read_maps (looked, now_ns);
      has_new = true;
    }

  return has_new;
}

/* What is new is wanted at once, and its maps are quick: all else waits for the next step. */
static bool
step_spaces (SkeinMemoryWork *self,
             int64_t          now_ns)
{
  int64_t end_ns = skein_clock_now_ns () + STEP_NS;
  bool has_changed = false;

  if (read_new (self, now_ns))
    return true;

  for (guint i = 0; i < self->looked->len && skein_clock_now_ns () < end_ns; i++)
    {
      Looked *looked = &g_array_index (self->looked, Looked, i);

      if (are_figures_due (self, looked, now_ns))
        has_changed |= read_figures (self, looked, now_ns);
    }

  for (guint i = 0; i < self->looked->len; i++)
    {
      Looked *looked = &g_array_index (self->looked, Looked, i);

      if (now_ns >= looked->maps_due_ns)
        has_changed |= read_maps (looked, now_ns);
    }

  return has_changed;
}

static void
report_spaces (const SkeinMemoryWork *self,
               SkeinMemoryReport     *report)
{
  report->n_spaces = self->looked->len;
  report->spaces = g_new (const SkeinAddressSpace *, MAX (report->n_spaces, 1));

  for (uint32_t i = 0; i < report->n_spaces; i++)
    {
      const Looked *looked = &g_array_index (self->looked, Looked, i);

      report->spaces[i] = skein_address_space_ref (skein_memory_space_get (looked->space));
    }
}

static GArray *
find_bridges (const SkeinMemoryWork   *self,
              const SkeinMemoryReport *report)
{
  g_autofree pid_t *parents = g_new (pid_t, MAX (self->looked->len, 1));

  for (guint i = 0; i < self->looked->len; i++)
    parents[i] = skein_memory_space_get_parent (g_array_index (self->looked, Looked, i).space);

  return skein_bridges_find (report->spaces, report->n_spaces, parents);
}

/* They are looked for when an address space has changed, and not with each page. */
static void
report_bridges (SkeinMemoryWork   *self,
                SkeinMemoryReport *report)
{
  if (self->bridges == NULL)
    self->bridges = find_bridges (self, report);

  report->n_bridges = self->bridges->len;
  report->bridges = g_new (SkeinBridge, MAX (report->n_bridges, 1));

  for (uint32_t i = 0; i < report->n_bridges; i++)
    skein_bridge_init_copy (&report->bridges[i], &g_array_index (self->bridges, SkeinBridge, i));
}

static SkeinMemoryReport *
report (SkeinMemoryWork *self,
        int64_t          start_ns)
{
  SkeinMemoryReport *result = skein_memory_report_new ();

  report_spaces (self, result);
  report_bridges (self, result);
  result->taken_ns = start_ns;

  if (self->footprints != NULL)
    {
      result->footprints = skein_memory_footprints_dup (self->footprints, &result->n_footprints);
      result->n_processes = self->is_of_all ? skein_memory_footprints_count (self->footprints) : 0;
    }

  if (self->pages != NULL)
    result->pages = skein_memory_pages_dup (self->pages);

  self->is_new = self->has_news = false;
  self->told_ns = start_ns;

  return result;
}

/* What was read without a report goes with the next. */
static void
count_cost (SkeinMemoryWork   *self,
            int64_t            start_cpu_ns,
            SkeinMemoryReport *report)
{
  self->cost_ns += skein_clock_thread_cpu_ns () - start_cpu_ns;

  if (report == NULL)
    return;

  report->cost_ns = self->cost_ns;
  self->cost_ns = 0;
}

/* While the first round lasts all news of footprints are told, then once a second: some come with each step. */
static bool
step_footprints (SkeinMemoryWork *self,
                 int64_t          now_ns)
{
  if (self->footprints == NULL)
    return false;

  self->has_news |= skein_memory_footprints_step (self->footprints, now_ns);

  return self->has_news &&
         (now_ns - self->told_ns >= NEWS_NS || !skein_memory_footprints_are_complete (self->footprints));
}

SkeinMemoryReport *
skein_memory_work_step (SkeinMemoryWork *self,
                        int64_t          now_ns)
{
  int64_t start_cpu_ns = skein_clock_thread_cpu_ns ();
  bool has_changed = self->is_new;
  SkeinMemoryReport *result = NULL;

  if (step_spaces (self, now_ns))
    {
      g_clear_pointer (&self->bridges, g_array_unref);
      has_changed = true;
    }

  if (self->pages != NULL)
    has_changed |= skein_memory_pages_step (self->pages, PAGES_NS);

  has_changed |= step_footprints (self, now_ns);

  if (has_changed)
    result = report (self, now_ns);

  count_cost (self, start_cpu_ns, result);

  return result;
}

SkeinMemoryReport *
skein_memory_work_read_all (SkeinMemoryWork *self)
{
  int64_t start_ns = skein_clock_now_ns ();
  int64_t start_cpu_ns = skein_clock_thread_cpu_ns ();
  SkeinMemoryReport *result;

  for (guint i = 0; i < self->looked->len; i++)
    (void) skein_memory_space_read (g_array_index (self->looked, Looked, i).space, SKEIN_MEMORY_FIGURES);

  if (self->pages != NULL)
    (void) skein_memory_pages_step (self->pages, INT64_MAX);

  if (self->footprints != NULL)
    skein_memory_footprints_read_all (self->footprints);

  result = report (self, start_ns);
  count_cost (self, start_cpu_ns, result);

  return result;
}
