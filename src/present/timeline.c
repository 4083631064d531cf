/* timeline.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "present/timeline.h"

#include <string.h>

#include <glib/gi18n.h>

/* A lane is given up only to a thread that is clearly busier. */
#define STAY_FACTOR 1.25

struct _SkeinTimeline
{
  GArray     *processes; /* of SkeinId */
  GArray     *lanes;     /* of SkeinLane */
  GHashTable *pinned;    /* of SkeinId, as pointers */
  GHashTable *hidden;
  unsigned    n_threads;
  unsigned    n_hidden;
  bool        show_all;
};

/* A thread that may get a lane. */
typedef struct
{
  SkeinId  id;
  SkeinId  process;
  unsigned order; /* of processes, then of creation */
  double   busy;
  bool     is_pinned;
  bool     is_among_busiest; /* where there are more than a screen holds */
} Candidate;

static void
lane_clear (gpointer data)
{
  SkeinLane *lane = data;

  g_clear_pointer (&lane->title, g_free);
  g_clear_pointer (&lane->subtitle, g_free);
}

static GArray *
lanes_new (void)
{
  GArray *lanes = g_array_new (FALSE, TRUE, sizeof (SkeinLane));

  g_array_set_clear_func (lanes, lane_clear);

  return lanes;
}

SkeinTimeline *
skein_timeline_new (void)
{
  SkeinTimeline *self = g_new0 (SkeinTimeline, 1);

  self->processes = g_array_new (FALSE, FALSE, sizeof (SkeinId));
  self->lanes = lanes_new ();
  self->pinned = g_hash_table_new (NULL, NULL);
  self->hidden = g_hash_table_new (NULL, NULL);

  return self;
}

void
skein_timeline_free (SkeinTimeline *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->processes);
  g_array_unref (self->lanes);
  g_hash_table_unref (self->pinned);
  g_hash_table_unref (self->hidden);
  g_free (self);
}

void
skein_timeline_set_processes (SkeinTimeline *self,
                              const SkeinId *processes,
                              size_t         n_processes)
{
  g_array_set_size (self->processes, 0);
  g_array_append_vals (self->processes, processes, (guint) n_processes);
}

const SkeinId *
skein_timeline_get_processes (const SkeinTimeline *self,
                              size_t              *ret_n)
{
  *ret_n = self->processes->len;

  return (const SkeinId *) (const void *) self->processes->data;
}

void
skein_timeline_set_show_all (SkeinTimeline *self,
                             bool           show_all)
{
  self->show_all = show_all;
}

bool
skein_timeline_get_show_all (const SkeinTimeline *self)
{
  return self->show_all;
}

void
skein_timeline_set_pinned (SkeinTimeline *self,
                           SkeinId        thread,
                           bool           pinned)
{
  if (pinned)
    g_hash_table_add (self->pinned, GUINT_TO_POINTER (thread));
  else
    g_hash_table_remove (self->pinned, GUINT_TO_POINTER (thread));
}

void
skein_timeline_hide (SkeinTimeline *self,
                     SkeinId        thread)
{
  g_hash_table_remove (self->pinned, GUINT_TO_POINTER (thread));
  g_hash_table_add (self->hidden, GUINT_TO_POINTER (thread));
}

void
skein_timeline_unhide_all (SkeinTimeline *self)
{
  g_hash_table_remove_all (self->hidden);
}

unsigned
skein_timeline_get_n_hidden (const SkeinTimeline *self)
{
  return self->n_hidden;
}

unsigned
skein_timeline_get_n_threads (const SkeinTimeline *self)
{
  return self->n_threads;
}

const SkeinLane *
skein_timeline_get_lanes (const SkeinTimeline *self,
                          size_t              *ret_n)
{
  *ret_n = self->lanes->len;

  return (const SkeinLane *) (const void *) self->lanes->data;
}

int
skein_timeline_find_lane (const SkeinTimeline *self,
                          SkeinId              id)
{
  for (guint i = 0; i < self->lanes->len; i++)
    {
      const SkeinLane *lane = &g_array_index (self->lanes, SkeinLane, i);

      if (lane->id == id && lane->kind == SKEIN_LANE_THREAD)
        return (int) i;
    }

  return -1;
}

static void
add_candidates (SkeinTimeline    *self,
                const SkeinStore *store,
                SkeinId           process,
                int64_t           start_ns,
                int64_t           end_ns,
                GArray           *candidates)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (SkeinId));

  skein_store_list_threads (store, process, start_ns, end_ns, ids);

  for (guint i = 0; i < ids->len; i++)
    {
      SkeinId id = g_array_index (ids, SkeinId, i);
      Candidate candidate = {
        .id = id,
        .process = process,
        .order = candidates->len,
        .is_pinned = g_hash_table_contains (self->pinned, GUINT_TO_POINTER (id)),
      };

      self->n_threads++;
      if (g_hash_table_contains (self->hidden, GUINT_TO_POINTER (id)))
        self->n_hidden++;
      else
        g_array_append_val (candidates, candidate);
    }
}

static int
compare_busy (gconstpointer a,
              gconstpointer b)
{
  const Candidate *one = a;
  const Candidate *other = b;

  if (one->is_pinned != other->is_pinned)
    return one->is_pinned ? -1 : 1;
  if (one->busy != other->busy)
    return one->busy > other->busy ? -1 : 1;

  return one->order < other->order ? -1 : 1;
}

static int
compare_order (gconstpointer a,
               gconstpointer b)
{
  const Candidate *one = a;
  const Candidate *other = b;

  if (one->is_pinned != other->is_pinned)
    return one->is_pinned ? -1 : 1;
  if (one->is_among_busiest != other->is_among_busiest)
    return one->is_among_busiest ? -1 : 1;

  return one->order < other->order ? -1 : 1;
}

static GHashTable *
lanes_by_id (const SkeinTimeline *self)
{
  GHashTable *set = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < self->lanes->len; i++)
    {
      const SkeinLane *lane = &g_array_index (self->lanes, SkeinLane, i);

      if (lane->kind == SKEIN_LANE_THREAD)
        g_hash_table_add (set, GUINT_TO_POINTER (lane->id));
    }

  return set;
}

/* When there are more than a screen holds: only the busiest or, if all are wanted, those first. */
static void
choose_busiest (SkeinTimeline    *self,
                const SkeinStore *store,
                int64_t           start_ns,
                int64_t           end_ns,
                GArray           *candidates)
{
  g_autoptr (GHashTable) shown = lanes_by_id (self);

  for (guint i = 0; i < candidates->len; i++)
    {
      Candidate *candidate = &g_array_index (candidates, Candidate, i);
      SkeinSums sums;

      skein_store_sum (store, candidate->id, start_ns, end_ns, &sums);
      candidate->busy = (double) (sums.run_ns + sums.ready_ns);
      if (g_hash_table_contains (shown, GUINT_TO_POINTER (candidate->id)))
        candidate->busy *= STAY_FACTOR;
    }

  g_array_sort (candidates, compare_busy);
  for (guint i = 0; i < SKEIN_TIMELINE_N_BUSIEST; i++)
    g_array_index (candidates, Candidate, i).is_among_busiest = true;

  if (!self->show_all)
    g_array_set_size (candidates, SKEIN_TIMELINE_N_BUSIEST);
}

static char *
dup_name (const SkeinTaskInfo *info)
{
  return g_utf8_make_valid (info->name, -1);
}

static void
add_process_lane (GArray           *lanes,
                  const SkeinStore *store,
                  SkeinId           process)
{
  SkeinLane lane = { .kind = SKEIN_LANE_PROCESS, .id = process, .process = process };
  SkeinTaskInfo info;

  if (!skein_store_get_info (store, process, &info))
    return;

  lane.key = info.key;
  lane.title = dup_name (&info);
  lane.subtitle = g_strdup_printf ("%d", (int) info.key.pid);
  g_array_append_val (lanes, lane);
}

static void
add_thread_lane (GArray           *lanes,
                 const SkeinStore *store,
                 const Candidate  *candidate)
{
  SkeinLane lane = {
    .kind = SKEIN_LANE_THREAD,
    .id = candidate->id,
    .process = candidate->process,
    .is_pinned = candidate->is_pinned,
  };
  SkeinTaskInfo info;

  if (!skein_store_get_info (store, candidate->id, &info))
    return;

  lane.key = info.key;
  lane.title = dup_name (&info);
  /* Translators: the number of a thread */
  lane.subtitle = g_strdup_printf (_("tid %d"), (int) info.key.tid);
  g_array_append_val (lanes, lane);
}

static void
add_more_lane (const SkeinTimeline *self,
               GArray              *lanes,
               unsigned             n_candidates)
{
  SkeinLane lane = { .kind = SKEIN_LANE_MORE, .id = SKEIN_ID_NONE, .process = SKEIN_ID_NONE };

  if (n_candidates <= SKEIN_TIMELINE_N_BUSIEST)
    return;

  if (self->show_all)
    lane.title = g_strdup_printf (_("Show only the busiest %d"), SKEIN_TIMELINE_N_BUSIEST);
  else
    lane.title = g_strdup_printf (ngettext ("Show all %u thread", "Show all %u threads", n_candidates),
                                  n_candidates);
  lane.subtitle = g_strdup ("");
  g_array_append_val (lanes, lane);
}

static GArray *
build_lanes (const SkeinTimeline *self,
             const SkeinStore    *store,
             const GArray        *candidates,
             unsigned             n_candidates)
{
  GArray *lanes = lanes_new ();
  SkeinId group = SKEIN_ID_NONE;

  for (guint i = 0; i < candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (candidates, Candidate, i);

      if (!candidate->is_pinned && self->processes->len > 1 && candidate->process != group)
        {
          group = candidate->process;
          add_process_lane (lanes, store, group);
        }
      add_thread_lane (lanes, store, candidate);
    }

  add_more_lane (self, lanes, n_candidates);

  return lanes;
}

static bool
lanes_equal (const GArray *a,
             const GArray *b)
{
  if (a->len != b->len)
    return false;

  for (guint i = 0; i < a->len; i++)
    {
      const SkeinLane *one = &g_array_index (a, SkeinLane, i);
      const SkeinLane *other = &g_array_index (b, SkeinLane, i);

      if (one->kind != other->kind || one->id != other->id || one->is_pinned != other->is_pinned ||
          strcmp (one->title, other->title) != 0)
        return false;
    }

  return true;
}

bool
skein_timeline_update (SkeinTimeline    *self,
                       const SkeinStore *store,
                       int64_t           start_ns,
                       int64_t           end_ns)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_autoptr (GArray) lanes = NULL;
  unsigned n_candidates;

  self->n_threads = 0;
  self->n_hidden = 0;
  for (guint i = 0; i < self->processes->len; i++)
    add_candidates (self, store, g_array_index (self->processes, SkeinId, i), start_ns, end_ns, candidates);

  n_candidates = candidates->len;
  if (n_candidates > SKEIN_TIMELINE_N_BUSIEST)
    choose_busiest (self, store, start_ns, end_ns, candidates);
  g_array_sort (candidates, compare_order);

  lanes = build_lanes (self, store, candidates, n_candidates);
  if (lanes_equal (lanes, self->lanes))
    return false;

  g_array_unref (self->lanes);
  self->lanes = g_steal_pointer (&lanes);

  return true;
}

SkeinId
skein_timeline_busiest_process (const SkeinStore *store,
                                int64_t           start_ns,
                                int64_t           end_ns)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (SkeinId));
  SkeinId busiest = SKEIN_ID_NONE;
  int64_t most_ns = -1;

  skein_store_list_processes (store, start_ns, end_ns, ids);

  for (guint i = 0; i < ids->len; i++)
    {
      SkeinId id = g_array_index (ids, SkeinId, i);
      SkeinSums sums;

      if (skein_store_sum (store, id, start_ns, end_ns, &sums) && sums.run_ns > most_ns)
        {
          most_ns = sums.run_ns;
          busiest = id;
        }
    }

  return busiest;
}
