/* event-loop.c - ticks, events, and one event that takes long
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each event has a timer of its own that rings when it is due; all are watched with one epoll(7), as a program
 * watches its connections. Task n is event n; the last task is the long work. A task counts as launched when its event
 * was due. Ticks are no tasks: how late each was is kept.
 */

#include "config.h"

#include "workload/block.h"
#include "workload/workers.h"
#include "workload/works.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define NS_PER_S INT64_C (1000000000)
#define TICK_NS INT64_C (10000000)
#define MOST_AT_ONCE 16

/* They only compute. */
#define STACK_BYTES (128 * 1024)

typedef enum
{
  KIND_TICK,
  KIND_EVENT,
  KIND_LONG,
} Kind;

typedef struct _Loop Loop;

/* What rings, and each time it does. */
typedef struct
{
  Loop     *loop;
  Kind      kind;
  unsigned  number; /* of ticks: the how manieth is the next */
  int64_t   due_ns;
  int       fd;
} Source;

struct _Loop
{
  SkeinJob *job;
  unsigned  n_ticks;
  unsigned  n_events;
  int64_t   work;
  int64_t   long_work;
  int64_t  *late_ns; /* of each tick */

  /*< of the loop's thread >*/
  int        epoll;
  Source    *sources;
  unsigned   n_sources;
  unsigned   n_left;      /* events that did not come yet, ticks among them */
  int64_t    pieces_left; /* of the long work, in blocks */
  uint64_t   pieces_answer;
  pthread_t *threads;
  unsigned   n_threads;
  unsigned   n_joined;
};

static unsigned
get_task (const Source *event)
{
  return event->kind == KIND_LONG ? event->loop->n_events : event->number;
}

/* The callback, in whatever thread. */
static void
handle (const Source *event)
{
  Loop *loop = event->loop;
  int64_t n_blocks = event->kind == KIND_LONG ? loop->long_work : loop->work;

  if (event->kind == KIND_TICK)
    {
      loop->late_ns[event->number] = skein_job_now () - event->due_ns;
      return;
    }

  skein_job_start_task (loop->job, get_task (event));
  skein_job_finish_task (loop->job, get_task (event), skein_blocks_compute (n_blocks));
}

static void *
run_thread (void *data)
{
  static const char *const names[] = { [KIND_TICK] = "tick", [KIND_EVENT] = "event", [KIND_LONG] = "long work" };
  Source *event = data;
  char name[16];

  if (event->kind == KIND_LONG)
    snprintf (name, sizeof name, "%s", names[event->kind]);
  else
    snprintf (name, sizeof name, "%s %u", names[event->kind], event->number + 1);

  prctl (PR_SET_NAME, name);
  handle (event);
  free (event);

  return NULL;
}

static void
handle_in_thread (const Source *event)
{
  Loop *loop = event->loop;
  Source *copy = malloc (sizeof *copy);
  pthread_attr_t attributes;
  int error = ENOMEM;

  if (copy != NULL)
    {
      *copy = *event;
      pthread_attr_init (&attributes);
      pthread_attr_setstacksize (&attributes, STACK_BYTES);
      error = pthread_create (&loop->threads[loop->n_threads], &attributes, run_thread, copy);
      pthread_attr_destroy (&attributes);
    }

  if (error != 0)
    skein_job_fail (loop->job, "after %u threads no more can be had: %s", loop->n_threads, strerror (error));

  loop->n_threads++;

  /* A thread that has ended keeps its stack until somebody asks for it. */
  while (loop->n_joined < loop->n_threads && pthread_tryjoin_np (loop->threads[loop->n_joined], NULL) == 0)
    loop->n_joined++;
}

/* One thread is at several tasks by turns. */
static void
handle_in_pieces (const Source *event)
{
  Loop *loop = event->loop;

  if (event->kind == KIND_LONG)
    {
      skein_job_start_task (loop->job, get_task (event));
      loop->pieces_left = loop->long_work;
      return;
    }

  handle (event);

  if (event->kind == KIND_EVENT)
    skein_job_add_span (loop->job, event->number, gettid (),
                        skein_job_get_start (loop->job, event->number), skein_job_get_end (loop->job, event->number));
}

static void
do_piece (Loop *loop)
{
  int64_t start_ns = skein_job_now ();
  int64_t end_ns;

  loop->pieces_answer += skein_block_compute ();
  end_ns = skein_job_now ();

  if (--loop->pieces_left == 0)
    {
      skein_job_finish_task (loop->job, loop->n_events, loop->pieces_answer);
      end_ns = skein_job_get_end (loop->job, loop->n_events);
    }

  skein_job_add_span (loop->job, loop->n_events, gettid (), start_ns, end_ns);
}

static void
dispatch (const Source *event)
{
  Loop *loop = event->loop;

  if (event->kind != KIND_TICK)
    skein_job_launch_task_at (loop->job, get_task (event), event->due_ns);

  if (skein_job_is (loop->job, "threads") || (event->kind == KIND_LONG && skein_job_is (loop->job, "worker")))
    handle_in_thread (event);
  else if (skein_job_is (loop->job, "loop"))
    handle_in_pieces (event);
  else
    handle (event);

  loop->n_left--;
}

/* Ticks that came while the loop was busy are handled now, each as late as it is. */
static void
take (Source *source)
{
  uint64_t n_rings = 0;

  if (TEMP_FAILURE_RETRY (read (source->fd, &n_rings, sizeof n_rings)) != sizeof n_rings)
    return;

  for (; n_rings > 0; n_rings--)
    {
      if (source->kind == KIND_TICK && source->number == source->loop->n_ticks)
        return;

      dispatch (source);

      if (source->kind == KIND_TICK)
        {
          source->number++;
          source->due_ns += TICK_NS;
        }
    }
}

static struct timespec
to_timespec (int64_t ns)
{
  return (struct timespec) { .tv_sec = ns / NS_PER_S, .tv_nsec = ns % NS_PER_S };
}

static void
add_source (Loop     *loop,
            Kind      kind,
            unsigned  number,
            int64_t   due_ns)
{
  Source *source = &loop->sources[loop->n_sources];
  struct itimerspec times = { .it_value = to_timespec (due_ns) };
  struct epoll_event watch = { .events = EPOLLIN, .data.ptr = source };

  if (kind == KIND_TICK)
    times.it_interval = to_timespec (TICK_NS);

  *source = (Source) { loop, kind, number, due_ns, timerfd_create (CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK) };

  if (source->fd < 0 || timerfd_settime (source->fd, TFD_TIMER_ABSTIME, &times, NULL) != 0 ||
      epoll_ctl (loop->epoll, EPOLL_CTL_ADD, source->fd, &watch) != 0)
    skein_job_fail (loop->job, "after %u timers no more can be had: %s", loop->n_sources, strerror (errno));

  loop->n_sources++;
}

/* Events come at even distances; the long one after a quarter of the time. */
static void
add_sources (Loop *loop)
{
  int64_t start_ns = skein_job_now () + TICK_NS;
  int64_t all_ns = loop->n_ticks * TICK_NS;

  add_source (loop, KIND_TICK, 0, start_ns);

  for (unsigned i = 0; i < loop->n_events; i++)
    add_source (loop, KIND_EVENT, i, start_ns + all_ns * (2 * i + 1) / (2 * loop->n_events));

  add_source (loop, KIND_LONG, 0, start_ns + all_ns / 4);
  loop->n_left = loop->n_ticks + loop->n_events + 1;
}

static void
run_loop (SkeinJob *job,
          unsigned  worker,
          void     *data)
{
  Loop *loop = data;

  prctl (PR_SET_NAME, "event loop");
  loop->epoll = epoll_create1 (EPOLL_CLOEXEC);
  if (loop->epoll < 0)
    skein_job_fail (job, "%s", strerror (errno));

  add_sources (loop);

  while (loop->n_left > 0 || loop->pieces_left > 0)
    {
      struct epoll_event events[MOST_AT_ONCE];
      int n = epoll_wait (loop->epoll, events, MOST_AT_ONCE, loop->pieces_left > 0 ? 0 : -1);

      for (int i = 0; i < n; i++)
        take (events[i].data.ptr);

      if (loop->pieces_left > 0)
        do_piece (loop);
    }

  while (loop->n_joined < loop->n_threads)
    pthread_join (loop->threads[loop->n_joined++], NULL);

  for (unsigned i = 0; i < loop->n_sources; i++)
    close (loop->sources[i].fd);
  close (loop->epoll);
}

static int
compare (const void *a,
         const void *b)
{
  const int64_t *first = a, *second = b;

  return (*first > *second) - (*first < *second);
}

static void
put_measures (SkeinJob   *job,
              const Loop *loop)
{
  unsigned n_late = 0;

  for (unsigned i = 0; i < loop->n_ticks; i++)
    n_late += loop->late_ns[i] >= TICK_NS;

  qsort (loop->late_ns, loop->n_ticks, sizeof *loop->late_ns, compare);
  skein_job_put (job, "tick_p50_ns", (double) loop->late_ns[(loop->n_ticks - 1) * 50 / 100]);
  skein_job_put (job, "tick_p99_ns", (double) loop->late_ns[(loop->n_ticks - 1) * 99 / 100]);
  skein_job_put (job, "tick_worst_ns", (double) loop->late_ns[loop->n_ticks - 1]);
  skein_job_put (job, "ticks_late", n_late);
}

void
skein_work_event_loop (SkeinJob *job)
{
  Loop loop = {
    .job = job,
    .n_ticks = (unsigned) skein_job_get (job, "ticks"),
    .n_events = (unsigned) skein_job_get (job, "events"),
    .work = skein_job_get (job, "work"),
    .long_work = skein_job_get (job, "long"),
  };

  skein_job_prepare (job, loop.n_events + 1, loop.n_events + (unsigned) loop.long_work,
                     loop.n_ticks * sizeof (int64_t));
  loop.late_ns = skein_job_get_shared (job);
  loop.sources = calloc (loop.n_events + 2, sizeof *loop.sources);
  loop.threads = calloc (loop.n_ticks + loop.n_events + 1, sizeof *loop.threads);
  if (loop.sources == NULL || loop.threads == NULL)
    skein_job_fail (job, "%s", strerror (ENOMEM));

  skein_workers_run (job, SKEIN_WORKER_THREADS, 1, run_loop, &loop);
  free (loop.threads);
  free (loop.sources);
  put_measures (job, &loop);
  skein_job_answer (job, ((uint64_t) loop.long_work + loop.n_events * (uint64_t) loop.work) * SKEIN_BLOCK_PRIMES,
                    skein_job_sum_answers (job));
}
