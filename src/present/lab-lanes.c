/* lab-lanes.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "present/lab-lanes.h"

#include <math.h>
#include <string.h>

/* As many as a core seldom has more of in a run. */
#define FEW_SLICES 4096

/* A thread of the run: what it is told as, and when. */
typedef struct
{
  pid_t    tid;
  uint32_t number;
  GArray  *times; /* (nullable) of SkeinLabSpan, in the order of time: at which task it was */
} Worker;

typedef struct
{
  GArray  *stays;   /* of SkeinLabStay */
  guint    settled; /* so many of them do not change any more */
  int64_t  settled_ns; /* what ended before is in them */
  uint32_t n_turns;
} Core;

struct _SkeinLabLanes
{
  const SkeinLabRun *run;
  GHashTable        *workers; /* SkeinId → Worker */
  GHashTable        *times;   /* tid → GArray of SkeinLabSpan */
  GHashTable        *own;     /* SkeinId of the run's processes */
  Core              *cores;
  guint              n_cores;
  bool               has_tasks;
  bool               has_ended; /* it had when it was looked at last */
};

static void
worker_free (gpointer data)
{
  Worker *worker = data;

  g_clear_pointer (&worker->times, g_array_unref);
  g_free (worker);
}

static gpointer
key_of (uint32_t id)
{
  return GUINT_TO_POINTER (id + 1);
}

/* The marks */

static void
add_time (SkeinLabLanes      *self,
          const SkeinLabSpan *time)
{
  GArray *times = g_hash_table_lookup (self->times, GINT_TO_POINTER (time->tid));

  if (times == NULL)
    {
      times = g_array_new (FALSE, FALSE, sizeof (SkeinLabSpan));
      g_hash_table_insert (self->times, GINT_TO_POINTER (time->tid), times);
    }

  g_array_append_vals (times, time, 1);
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  const SkeinLabSpan *x = a;
  const SkeinLabSpan *y = b;

  return (x->start_ns > y->start_ns) - (x->start_ns < y->start_ns);
}

/* No thread is at two tasks at once: the one that began later is what it is at. */
static void
sort_times (gpointer key,
            gpointer value,
            gpointer data)
{
  GArray *times = value;

  g_array_sort (times, compare_times);

  for (guint i = 1; i < times->len; i++)
    {
      SkeinLabSpan *before = &g_array_index (times, SkeinLabSpan, i - 1);

      before->end_ns = MIN (before->end_ns, g_array_index (times, SkeinLabSpan, i).start_ns);
    }
}

static void
read_marks (SkeinLabLanes *self)
{
  const SkeinLabRun *run = self->run;

  g_hash_table_remove_all (self->times);

  for (guint i = 0; i < run->spans->len; i++)
    add_time (self, &g_array_index (run->spans, SkeinLabSpan, i));

  for (guint i = 0; run->spans->len == 0 && i < run->tasks->len; i++)
    {
      const SkeinLabTask *task = &g_array_index (run->tasks, SkeinLabTask, i);
      SkeinLabSpan time = { i, task->tid, task->start_ns, task->end_ns != 0 ? task->end_ns : run->end_ns };

      if (task->start_ns != 0)
        add_time (self, &time);
    }

  g_hash_table_foreach (self->times, sort_times, NULL);
  self->has_tasks = g_hash_table_size (self->times) > 0;
}

/* The threads */

/* "worker 3" is most likely at the third task: colours stay when the marks come. */
static uint32_t
number_of (const char *name,
           uint32_t    otherwise)
{
  const char *digits = name + strlen (name);
  uint32_t number;

  while (digits > name && g_ascii_isdigit (digits[-1]))
    digits--;

  number = (uint32_t) g_ascii_strtoull (digits, NULL, 10);

  return number > 0 && number < SKEIN_LAB_NO_TASK ? number - 1 : otherwise;
}

static const Worker *
get_worker (SkeinLabLanes *self,
            SkeinId        thread)
{
  Worker *worker = g_hash_table_lookup (self->workers, key_of (thread));
  SkeinTaskInfo info;
  GArray *times;

  if (worker != NULL)
    return worker;

  worker = g_new0 (Worker, 1);
  worker->number = g_hash_table_size (self->workers);
  if (skein_store_get_info (self->run->store, thread, &info))
    {
      worker->tid = info.key.tid;
      worker->number = number_of (info.name, worker->number);
    }

  times = g_hash_table_lookup (self->times, GINT_TO_POINTER (worker->tid));
  worker->times = times != NULL ? g_array_ref (times) : NULL;
  g_hash_table_insert (self->workers, key_of (thread), worker);

  return worker;
}

static bool
is_own (const SkeinLabLanes *self,
        SkeinId              process)
{
  return g_hash_table_contains (self->own, key_of (process));
}

/* The stays */

static void
add_stay (Core         *core,
          SkeinLabStay  stay)
{
  SkeinLabStay *last = NULL;

  if (stay.end_ns <= stay.start_ns)
    return;

  if (core->stays->len > core->settled)
    last = &g_array_index (core->stays, SkeinLabStay, core->stays->len - 1);

  /* Of others it is enough that they were there. */
  if (last != NULL && last->task == stay.task && last->tid == stay.tid && last->end_ns == stay.start_ns)
    last->end_ns = stay.end_ns;
  else
    g_array_append_val (core->stays, stay);
}

/* The last time that began at @time_ns or before; with none, the first. */
static guint
find_time (const GArray *times,
           int64_t       time_ns)
{
  guint low = 0;
  guint high = times->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (times, SkeinLabSpan, middle).start_ns <= time_ns)
        low = middle + 1;
      else
        high = middle;
    }

  return low > 0 ? low - 1 : 0;
}

/* One slice, cut where the thread went from one task to the next. */
static void
add_own (const SkeinLabLanes *self,
         Core                *core,
         const Worker        *worker,
         int64_t              start_ns,
         int64_t              end_ns)
{
  guint i;

  if (!self->has_tasks)
    {
      add_stay (core, (SkeinLabStay) { start_ns, end_ns, worker->number, worker->tid });
      return;
    }

  for (i = worker->times != NULL ? find_time (worker->times, start_ns) : 0;
       worker->times != NULL && i < worker->times->len && start_ns < end_ns; i++)
    {
      const SkeinLabSpan *time = &g_array_index (worker->times, SkeinLabSpan, i);
      int64_t from_ns = CLAMP (time->start_ns, start_ns, end_ns);
      int64_t to_ns = CLAMP (time->end_ns, from_ns, end_ns);

      if (time->start_ns >= end_ns)
        break;

      add_stay (core, (SkeinLabStay) { start_ns, from_ns, SKEIN_LAB_NO_TASK, worker->tid });
      add_stay (core, (SkeinLabStay) { from_ns, to_ns, time->task, worker->tid });
      start_ns = MAX (start_ns, to_ns);
    }

  add_stay (core, (SkeinLabStay) { start_ns, end_ns, SKEIN_LAB_NO_TASK, worker->tid });
}

static void
add_slice (SkeinLabLanes    *self,
           Core             *core,
           const SkeinSlice *slice)
{
  int64_t start_ns = MAX (slice->start_ns, self->run->start_ns);
  int64_t end_ns = MIN (slice->end_ns, self->run->end_ns);

  if (end_ns <= start_ns)
    return;

  if (is_own (self, slice->process))
    {
      add_own (self, core, get_worker (self, slice->thread), start_ns, end_ns);
      core->n_turns++;
    }
  else
    add_stay (core, (SkeinLabStay) { start_ns, end_ns, SKEIN_LAB_OTHERS_TASK, 0 });
}

/* Asked once, where it is not more than was thought: to count them costs as much as to read them.
 * Returns: (transfer full): what the core was at since what is settled; @ret_n of them */
static SkeinSlice *
get_slices (const SkeinLabLanes *self,
            guint                index,
            size_t              *ret_n)
{
  const Core *core = &self->cores[index];
  unsigned number = g_array_index (self->run->cores, uint16_t, index);
  size_t room = FEW_SLICES;
  SkeinSlice *slices = g_new (SkeinSlice, room);
  size_t n = skein_store_get_slices_core (self->run->store, number, core->settled_ns, self->run->end_ns, slices, room);

  if (n > room)
    {
      room = n;
      slices = g_renew (SkeinSlice, slices, room);
      n = skein_store_get_slices_core (self->run->store, number, core->settled_ns, self->run->end_ns, slices, room);
    }

  *ret_n = MIN (n, room);

  return slices;
}

static void
read_slices (SkeinLabLanes *self,
             guint          index)
{
  Core *core = &self->cores[index];
  size_t n;
  g_autofree SkeinSlice *slices = get_slices (self, index, &n);

  g_array_set_size (core->stays, core->settled);

  for (size_t i = 0; i < n; i++)
    {
      if (slices[i].end == SKEIN_SLICE_RUNNING || slices[i].end_ns > self->run->end_ns)
        {
          core->settled = core->stays->len;
          add_slice (self, core, &slices[i]);
          /* It is counted again when more of it is known. */
          if (!self->has_ended)
            core->n_turns -= is_own (self, slices[i].process);
          return;
        }

      add_slice (self, core, &slices[i]);
      core->settled_ns = slices[i].end_ns;
    }

  core->settled = core->stays->len;
}

static void
forget (SkeinLabLanes *self)
{
  g_hash_table_remove_all (self->workers);

  for (guint i = 0; i < self->n_cores; i++)
    {
      g_array_set_size (self->cores[i].stays, 0);
      self->cores[i].settled = 0;
      self->cores[i].settled_ns = self->run->start_ns;
      self->cores[i].n_turns = 0;
    }
}

static void
make_cores (SkeinLabLanes *self)
{
  guint n = self->run->cores->len;

  if (n == self->n_cores)
    return;

  self->cores = g_renew (Core, self->cores, n);
  for (guint i = self->n_cores; i < n; i++)
    self->cores[i] = (Core) { g_array_new (FALSE, FALSE, sizeof (SkeinLabStay)), 0, self->run->start_ns, 0 };
  self->n_cores = n;
}

SkeinLabLanes *
skein_lab_lanes_new (const SkeinLabRun *run)
{
  SkeinLabLanes *self = g_new0 (SkeinLabLanes, 1);

  self->run = run;
  self->workers = g_hash_table_new_full (NULL, NULL, NULL, worker_free);
  self->own = g_hash_table_new (NULL, NULL);
  self->times = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  skein_lab_lanes_update (self);

  return self;
}

void
skein_lab_lanes_free (SkeinLabLanes *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < self->n_cores; i++)
    g_array_unref (self->cores[i].stays);
  g_free (self->cores);
  g_hash_table_unref (self->workers);
  g_hash_table_unref (self->times);
  g_hash_table_unref (self->own);
  g_free (self);
}

void
skein_lab_lanes_update (SkeinLabLanes *self)
{
  if (self->has_ended)
    return;

  make_cores (self);
  for (guint i = g_hash_table_size (self->own); i < self->run->processes->len; i++)
    g_hash_table_add (self->own, key_of (g_array_index (self->run->processes, SkeinId, i)));

  self->has_ended = self->run->has_ended || self->run->problem != NULL;
  if (self->has_ended)
    {
      forget (self);
      read_marks (self);
    }

  for (guint i = 0; self->run->is_exact && self->run->store != NULL && i < self->n_cores; i++)
    read_slices (self, i);
}

bool
skein_lab_lanes_has_tasks (const SkeinLabLanes *self)
{
  return self->has_tasks;
}

const SkeinLabStay *
skein_lab_lanes_get_stays (const SkeinLabLanes *self,
                           unsigned             core,
                           uint32_t            *ret_n)
{
  *ret_n = core < self->n_cores ? self->cores[core].stays->len : 0;

  return *ret_n > 0 ? (const SkeinLabStay *) (void *) self->cores[core].stays->data : NULL;
}

const SkeinLabStay *
skein_lab_lanes_find_stay (const SkeinLabLanes *self,
                           unsigned             core,
                           int64_t              time_ns)
{
  uint32_t n;
  const SkeinLabStay *stays = skein_lab_lanes_get_stays (self, core, &n);
  uint32_t low = 0;

  for (uint32_t high = n; low < high;)
    {
      uint32_t middle = low + (high - low) / 2;

      if (stays[middle].end_ns <= time_ns)
        low = middle + 1;
      else
        high = middle;
    }

  return low < n && stays[low].start_ns <= time_ns ? &stays[low] : NULL;
}

/* Layout */

static void
add_part (SkeinLabColumn *column,
          uint32_t        task,
          float           share)
{
  unsigned place = 0;

  while (place < column->n_parts && column->parts[place].task < task)
    place++;

  if (place < column->n_parts && column->parts[place].task == task)
    {
      column->parts[place].share += share;
      return;
    }

  /* The last place is for what has none. */
  if (column->n_parts == SKEIN_LAB_COLUMN_PARTS)
    {
      column->parts[MIN (place, SKEIN_LAB_COLUMN_PARTS - 1)].share += share;
      return;
    }

  memmove (&column->parts[place + 1], &column->parts[place], (column->n_parts - place) * sizeof column->parts[0]);
  column->parts[place] = (SkeinLabPart) { task, share };
  column->n_parts++;
}

/* A part of the time in each column that it touches. */
static void
spread (SkeinLabLane *lane,
        uint32_t      task,
        double        start,
        double        end)
{
  int first = MAX ((int) floor (start), 0);
  int last = MIN ((int) ceil (end), lane->n_columns);

  for (int x = first; x < last; x++)
    {
      double share = MIN (end, x + 1.0) - MAX (start, (double) x);

      if (share > 0.0)
        add_part (&lane->columns[x], task, (float) share);
    }
}

static void
add_box (SkeinLabLane *lane,
         int           x,
         int           end,
         uint32_t      stay)
{
  SkeinLabBox box = { MAX (x, 0), MIN (end, lane->n_columns), stay };

  if (box.x >= box.end)
    return;

  g_array_append_val (lane->boxes, box);
  for (int i = box.x; i < box.end; i++)
    lane->columns[i].in_box = true;
}

static void
lay_out_stays (const SkeinLabLanes *self,
               SkeinLabLane        *lane,
               unsigned             core,
               double               column_ns,
               int                  least)
{
  uint32_t n;
  const SkeinLabStay *stays = skein_lab_lanes_get_stays (self, core, &n);

  for (uint32_t i = 0; i < n; i++)
    {
      double start = (double) (stays[i].start_ns - self->run->start_ns) / column_ns;
      double end = (double) (stays[i].end_ns - self->run->start_ns) / column_ns;

      if (end - start >= least)
        add_box (lane, (int) lround (start), (int) lround (end), i);
      else
        spread (lane, stays[i].task, start, end);
    }
}

/* Where the run ended, or is by now, everything known of it does. */
static void
fill_observed (const SkeinLabLanes *self,
               SkeinLabLane        *lane,
               double               column_ns)
{
  double end = (double) (self->run->end_ns - self->run->start_ns) / column_ns;

  for (int x = 0; x < lane->n_columns && x < end; x++)
    lane->columns[x].observed = (float) MIN (end - x, 1.0);
}

/* Samples tell on which core a thread was seen, and what share of the time it ran. */
static void
add_thread (const SkeinLabLanes *self,
            SkeinLabLane        *lane,
            unsigned             core,
            SkeinId              thread,
            double               column_ns)
{
  const Worker *worker = get_worker ((SkeinLabLanes *) self, thread);
  g_autofree SkeinBin *bins = g_new0 (SkeinBin, lane->n_columns);
  guint time = 0;

  skein_store_bin (self->run->store, thread, self->run->start_ns, column_ns, bins, (size_t) lane->n_columns);

  for (int x = 0; x < lane->n_columns; x++)
    {
      int64_t middle_ns = self->run->start_ns + (int64_t) ((x + 0.5) * column_ns);
      uint32_t task = self->has_tasks ? SKEIN_LAB_NO_TASK : worker->number;

      if (bins[x].run <= 0.0f || bins[x].core != (int) core || lane->columns[x].observed <= 0.0f)
        continue;

      while (worker->times != NULL && time < worker->times->len &&
             g_array_index (worker->times, SkeinLabSpan, time).end_ns <= middle_ns)
        time++;
      if (worker->times != NULL && time < worker->times->len &&
          g_array_index (worker->times, SkeinLabSpan, time).start_ns <= middle_ns)
        task = g_array_index (worker->times, SkeinLabSpan, time).task;

      add_part (&lane->columns[x], task, bins[x].run);
    }
}

/* Of others what the core was busy with beside the run, and where it was not looked at, a gap. */
static void
add_others (const SkeinLabLanes *self,
            SkeinLabLane        *lane,
            unsigned             core,
            double               column_ns)
{
  g_autofree SkeinCoreBin *bins = g_new0 (SkeinCoreBin, lane->n_columns);

  skein_store_bin_core (self->run->store, core, self->run->start_ns, column_ns, bins, (size_t) lane->n_columns);

  for (int x = 0; x < lane->n_columns; x++)
    {
      SkeinLabColumn *column = &lane->columns[x];
      float others = bins[x].busy;

      column->observed = MIN (column->observed, bins[x].observed);
      for (unsigned i = 0; i < column->n_parts; i++)
        others -= column->parts[i].share;

      /* A tick of the clock that the core counts in is no other program. */
      if (column->observed > 0.0f && others > 0.1f)
        add_part (column, SKEIN_LAB_OTHERS_TASK, others);
    }
}

static void
lay_out_shares (const SkeinLabLanes *self,
                SkeinLabLane        *lane,
                unsigned             core,
                double               column_ns)
{
  g_autoptr (GArray) threads = g_array_new (FALSE, FALSE, sizeof (SkeinId));

  for (guint i = 0; i < self->run->processes->len; i++)
    skein_store_list_threads (self->run->store, g_array_index (self->run->processes, SkeinId, i), self->run->start_ns,
                              self->run->end_ns, threads);

  for (guint i = 0; i < threads->len; i++)
    add_thread (self, lane, core, g_array_index (threads, SkeinId, i), column_ns);

  add_others (self, lane, core, column_ns);
}

SkeinLabLane *
skein_lab_lanes_lay_out (const SkeinLabLanes *self,
                         unsigned             core,
                         double               column_ns,
                         int                  n_columns,
                         int                  least)
{
  SkeinLabLane *lane = g_new0 (SkeinLabLane, 1);

  lane->n_columns = MAX (n_columns, 0);
  lane->columns = g_new0 (SkeinLabColumn, MAX (n_columns, 1));
  lane->boxes = g_array_new (FALSE, FALSE, sizeof (SkeinLabBox));
  if (core >= self->n_cores || self->run->store == NULL)
    return lane;

  fill_observed (self, lane, column_ns);
  if (self->run->is_exact)
    lay_out_stays (self, lane, core, column_ns, MAX (least, 1));
  else
    lay_out_shares (self, lane, g_array_index (self->run->cores, uint16_t, core), column_ns);

  return lane;
}

void
skein_lab_lane_free (SkeinLabLane *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->boxes);
  g_free (self->columns);
  g_free (self);
}

static void
count_task (GHashTable *tasks,
            uint32_t    task)
{
  if (task < SKEIN_LAB_NO_TASK)
    g_hash_table_add (tasks, GUINT_TO_POINTER (task));
}

void
skein_lab_lanes_sum (const SkeinLabLanes *self,
                     unsigned             core,
                     SkeinLabCoreSums    *ret)
{
  g_autoptr (GHashTable) tasks = g_hash_table_new (NULL, NULL);
  int64_t length_ns = self->run->end_ns - self->run->start_ns;
  uint32_t n;
  const SkeinLabStay *stays = skein_lab_lanes_get_stays (self, core, &n);

  *ret = (SkeinLabCoreSums) { 0 };
  if (core >= self->n_cores || length_ns <= 0)
    return;

  ret->n_turns = self->cores[core].n_turns;

  for (uint32_t i = 0; i < n; i++)
    {
      *(stays[i].task == SKEIN_LAB_OTHERS_TASK ? &ret->others_ns : &ret->own_ns) += stays[i].end_ns - stays[i].start_ns;
      count_task (tasks, stays[i].task);
    }

  if (!self->run->is_exact)
    {
      /* A few hundred columns are finer than the samples are. */
      const int n_columns = 256;
      double column_ns = (double) length_ns / n_columns;
      g_autoptr (SkeinLabLane) lane = skein_lab_lanes_lay_out (self, core, column_ns, n_columns, 1);

      for (int x = 0; x < n_columns; x++)
        for (unsigned i = 0; i < lane->columns[x].n_parts; i++)
          {
            const SkeinLabPart *part = &lane->columns[x].parts[i];

            *(part->task == SKEIN_LAB_OTHERS_TASK ? &ret->others_ns : &ret->own_ns) +=
              (int64_t) ((double) part->share * column_ns);
            count_task (tasks, part->task);
          }
    }

  ret->n_tasks = g_hash_table_size (tasks);
}

unsigned
skein_lab_lanes_count_at_once (const SkeinLabLanes *self)
{
  g_autofree guint *next = g_new0 (guint, MAX (self->n_cores, 1));
  int64_t time_ns = INT64_MIN;
  unsigned most = 0;

  /* It only becomes more where a stay begins: each is looked at, in the order of time. */
  while (self->has_tasks)
    {
      unsigned n = 0;
      guint first = self->n_cores;
      int64_t start_ns = INT64_MAX;

      for (guint i = 0; i < self->n_cores; i++)
        {
          const GArray *stays = self->cores[i].stays;

          while (next[i] < stays->len && g_array_index (stays, SkeinLabStay, next[i]).end_ns <= time_ns)
            next[i]++;
          if (next[i] >= stays->len)
            continue;

          n += g_array_index (stays, SkeinLabStay, next[i]).start_ns <= time_ns &&
               g_array_index (stays, SkeinLabStay, next[i]).task < SKEIN_LAB_NO_TASK;
        }

      most = MAX (most, n);

      for (guint i = 0; i < self->n_cores; i++)
        {
          const GArray *stays = self->cores[i].stays;
          guint later = next[i];

          while (later < stays->len && g_array_index (stays, SkeinLabStay, later).start_ns <= time_ns)
            later++;
          if (later < stays->len && g_array_index (stays, SkeinLabStay, later).start_ns < start_ns)
            {
              start_ns = g_array_index (stays, SkeinLabStay, later).start_ns;
              first = i;
            }
        }

      if (first == self->n_cores)
        break;
      time_ns = start_ns;
    }

  return most;
}
