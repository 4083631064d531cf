/* recorder.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "trace/recorder.h"

#include "base/clock.h"
#include "base/worker.h"
#include "trace/decode.h"
#include "trace/merge.h"
#include "trace/rings.h"
#include "trace/switch-queue.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define USUAL_QUEUE (1000 * 1000)

/* How often the rings are emptied: half a megabyte takes what 20 ms can bring; when
 * it fills faster than that, sooner. Where the kernel wakes us before a ring is full,
 * rings that hold next to nothing are looked at as often as a window shows them. */
#define LONGEST_WAIT       (20 * SKEIN_NS_PER_MS)
#define LONGEST_WAIT_WOKEN (100 * SKEIN_NS_PER_MS)
#define SHORTEST_WAIT      (1 * SKEIN_NS_PER_MS)

/* No core takes longer to write what it has dated already. */
#define MOST_DELAY_NS (20 * SKEIN_NS_PER_MS)

/* How often records are handed over: at once where there are many, some twenty times
 * a second else, if they are looked for so often; and that nothing happened is said
 * four times a second. */
#define MANY_RECORDS 65536
#define BATCH_NS (50 * SKEIN_NS_PER_MS)
#define EMPTY_BATCH_NS (250 * SKEIN_NS_PER_MS)

struct _SkeinRecorder
{
  pthread_t          thread;
  SkeinSwitchQueue  *queue;
  SkeinCoverage      coverage;
  int                end_fd; /* an eventfd: readable when the thread is to end */
  bool               is_started;

  /* Guarded by the mutex. */
  pthread_mutex_t    mutex;
  SkeinRecorderCost  cost;

  /* Of the thread alone, once it is started. */
  SkeinRings         rings;
  SkeinMerge        *merge;
  GArray            *switches;
  GArray            *names;
  int64_t            from_ns;   /* where the next batch begins */
  int64_t            merged_ns; /* all before is in order */
  int64_t            looked_ns; /* when the rings were last begun to be emptied */
  int64_t            wait_ns;
  int64_t            longest_wait_ns;
  struct pollfd     *polls;     /* what is waited for: @end_fd, and rings that wake us */
  nfds_t             n_polls;
  uint64_t           n_records;
  uint64_t           n_lost;
};

typedef struct
{
  SkeinRecorder *recorder;
  unsigned       lane;
  uint16_t       core;
} Reading;

static void
read_record_cb (const void *bytes,
                size_t      length,
                void       *data)
{
  const Reading *reading = data;
  SkeinRecorder *self = reading->recorder;
  char name[SKEIN_SWITCH_NAME_SIZE];
  SkeinSwitch record;
  bool is_named;

  self->n_records++;

  if (skein_decode (bytes, length, reading->core, &record, name) < 0)
    return;

  if (record.kind == SKEIN_SWITCH_LOST)
    self->n_lost += record.count;

  is_named = record.kind == SKEIN_SWITCH_NAME || record.kind == SKEIN_SWITCH_EXEC;
  skein_merge_add (self->merge, reading->lane, &record, is_named ? name : NULL);
}

/* What makes no sense is a loss as well, of nobody knows how much. */
static void
add_loss (SkeinRecorder *self,
          unsigned       lane,
          unsigned       core)
{
  SkeinSwitch loss = {
    .until_ns = skein_clock_now_ns (),
    .core = (uint16_t) core,
    .kind = SKEIN_SWITCH_LOST,
  };

  skein_merge_add (self->merge, lane, &loss, NULL);
}

/* Returns: whether they were so far from full that nothing can have been lost */
static bool
empty_rings (SkeinRecorder *self)
{
  bool is_filling = false;
  bool is_calm = true;

  for (unsigned i = 0; i < self->rings.cores->len; i++)
    {
      SkeinCoreRing *core = &g_array_index (self->rings.cores, SkeinCoreRing, i);
      Reading reading = { self, i, (uint16_t) core->core };
      size_t n_bytes;

      if (skein_ring_read (&core->ring, read_record_cb, &reading, &n_bytes) < 0)
        add_loss (self, i, core->core);

      is_filling |= n_bytes > core->ring.size / 4;
      is_calm &= n_bytes < core->ring.size / 16;
    }

  if (is_filling)
    self->wait_ns = MAX (self->wait_ns / 2, SHORTEST_WAIT);
  else if (is_calm)
    self->wait_ns = MIN (self->wait_ns * 2, self->longest_wait_ns);

  return is_calm;
}

static void
hand_over (SkeinRecorder *self)
{
  SkeinSwitchBatch *batch = skein_switch_batch_new_take (self->from_ns, self->merged_ns, self->switches, self->names);

  self->switches = g_array_new (FALSE, FALSE, sizeof (SkeinSwitch));
  self->names = g_array_new (FALSE, FALSE, SKEIN_SWITCH_NAME_SIZE);
  self->from_ns = self->merged_ns;
  skein_switch_queue_push (self->queue, batch);
}

static void
note_cost (SkeinRecorder *self)
{
  pthread_mutex_lock (&self->mutex);
  self->cost.cpu_ns = (uint64_t) skein_clock_thread_cpu_ns ();
  self->cost.n_records = self->n_records;
  self->cost.n_lost = self->n_lost;
  pthread_mutex_unlock (&self->mutex);
}

/* Until when all is known: a core may be slow to write what it has dated already. What was
 * written before the rings were emptied the last time can have no such straggler any more;
 * nor what is from long ago, if no record was lost since, which the next look would tell. */
static int64_t
get_settled (const SkeinRecorder *self,
             int64_t              now_ns,
             bool                 is_calm)
{
  int64_t settled_ns = MAX (self->looked_ns, self->merged_ns);

  return is_calm ? MAX (settled_ns, now_ns - MOST_DELAY_NS) : settled_ns;
}

static void
work (SkeinRecorder *self,
      bool           is_last)
{
  int64_t now_ns = skein_clock_now_ns ();
  bool is_calm = empty_rings (self);
  int64_t age_ns;

  self->merged_ns = is_last ? now_ns : get_settled (self, now_ns, is_calm);
  self->looked_ns = now_ns;
  skein_merge_take (self->merge, is_last ? INT64_MAX : self->merged_ns, self->switches, self->names);
  age_ns = self->merged_ns - self->from_ns;

  if (is_last || self->switches->len >= MANY_RECORDS ||
      age_ns >= (self->switches->len > 0 ? BATCH_NS : EMPTY_BATCH_NS))
    {
      hand_over (self);
      note_cost (self);
    }
}

/* Returns: whether to end */
static bool
wait_for_end (SkeinRecorder *self)
{
  struct timespec wait = skein_ns_to_timespec (self->wait_ns);

  if (ppoll (self->polls, self->n_polls, &wait, NULL) <= 0)
    return false;

  /* Of a core that went offline no more is to be expected. */
  for (nfds_t i = 1; i < self->n_polls; i++)
    if (self->polls[i].revents & (POLLHUP | POLLERR | POLLNVAL))
      self->polls[i].fd = -1;

  return self->polls[0].revents != 0;
}

static void *
run (void *data)
{
  SkeinRecorder *self = data;

  pthread_setname_np (pthread_self (), "switches");

  while (!wait_for_end (self))
    work (self, false);

  work (self, true);

  return NULL;
}

static void
add_found (SkeinRecorder *self,
           int64_t        now_ns)
{
  for (unsigned i = 0; i < self->rings.found->len; i++)
    {
      const SkeinFound *found = &g_array_index (self->rings.found, SkeinFound, i);
      SkeinSwitch record = {
        .time_ns = now_ns,
        .pid = found->pid,
        .tid = found->tid,
        .name = i,
        .core = SKEIN_CORE_ANY,
        .kind = SKEIN_SWITCH_FOUND,
      };

      g_array_append_val (self->switches, record);
      g_array_append_vals (self->names, found->name, 1);
    }
}

/* Only events of whole cores wake us. */
static void
list_polls (SkeinRecorder *self,
            SkeinTarget    target)
{
  bool is_woken = target == SKEIN_TARGET_MACHINE;

  self->n_polls = is_woken ? 1 + self->rings.cores->len : 1;
  self->polls = g_new0 (struct pollfd, self->n_polls);
  self->polls[0] = (struct pollfd) { .fd = self->end_fd, .events = POLLIN };
  self->longest_wait_ns = is_woken ? LONGEST_WAIT_WOKEN : LONGEST_WAIT;

  for (nfds_t i = 1; i < self->n_polls; i++)
    {
      self->polls[i].fd = g_array_index (self->rings.cores, SkeinCoreRing, i - 1).fd;
      self->polls[i].events = POLLIN;
    }
}

static int
start (SkeinRecorder *self)
{
  int result;

  self->from_ns = self->merged_ns = self->looked_ns = skein_clock_now_ns ();
  self->wait_ns = LONGEST_WAIT;
  skein_merge_set_start (self->merge, self->from_ns);
  add_found (self, self->from_ns);

  for (unsigned i = 0; i < self->rings.cores->len; i++)
    skein_merge_add_lane (self->merge);

  result = skein_worker_start (&self->thread, run, self);
  self->is_started = result == 0;

  return result;
}

static SkeinRecorder *
make (void)
{
  SkeinRecorder *self = g_new0 (SkeinRecorder, 1);

  pthread_mutex_init (&self->mutex, NULL);
  self->end_fd = -1;
  self->merge = skein_merge_new ();
  self->switches = g_array_new (FALSE, FALSE, sizeof (SkeinSwitch));
  self->names = g_array_new (FALSE, FALSE, SKEIN_SWITCH_NAME_SIZE);

  return self;
}

static int
open_end (SkeinRecorder *self)
{
  self->end_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);

  return self->end_fd < 0 ? -errno : 0;
}

int
skein_recorder_new (const SkeinRecorderSettings  *settings,
                    SkeinRecorder               **ret)
{
  size_t queue_length = settings->queue_length > 0 ? settings->queue_length : USUAL_QUEUE;
  g_autoptr (SkeinRecorder) self = make ();
  int result = skein_switch_queue_new (queue_length, &self->queue);

  if (result == 0)
    result = open_end (self);
  if (result == 0)
    result = skein_rings_open (&self->rings, settings);

  if (result == 0)
    {
      list_polls (self, settings->target);
      result = start (self);
    }

  if (result == 0)
    {
      self->coverage = self->rings.coverage;
      *ret = g_steal_pointer (&self);
    }

  return result;
}

void
skein_recorder_stop (SkeinRecorder *self)
{
  if (!self->is_started)
    return;

  /* Cannot fail: the count is 0 before. */
  (void) eventfd_write (self->end_fd, 1);
  pthread_join (self->thread, NULL);
  self->is_started = false;
  skein_rings_clear (&self->rings);
}

void
skein_recorder_free (SkeinRecorder *self)
{
  skein_recorder_stop (self);
  skein_rings_clear (&self->rings);
  g_clear_pointer (&self->queue, skein_switch_queue_free);
  skein_merge_free (self->merge);
  g_array_unref (self->switches);
  g_array_unref (self->names);
  g_free (self->polls);

  if (self->end_fd >= 0)
    close (self->end_fd);

  pthread_mutex_destroy (&self->mutex);
  g_free (self);
}

int
skein_recorder_get_fd (SkeinRecorder *self)
{
  return skein_switch_queue_get_fd (self->queue);
}

SkeinSwitchBatch *
skein_recorder_pop (SkeinRecorder *self)
{
  return skein_switch_queue_pop (self->queue);
}

const SkeinCoverage *
skein_recorder_get_coverage (const SkeinRecorder *self)
{
  return &self->coverage;
}

void
skein_recorder_get_cost (SkeinRecorder     *self,
                         SkeinRecorderCost *ret)
{
  pthread_mutex_lock (&self->mutex);
  *ret = self->cost;
  pthread_mutex_unlock (&self->mutex);
}
