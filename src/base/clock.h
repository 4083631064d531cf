/* clock.h - the one clock of Skein
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdint.h>
#include <time.h>

#include <glib.h>

G_BEGIN_DECLS

#define SKEIN_NS_PER_S  INT64_C (1000000000)
#define SKEIN_NS_PER_MS INT64_C (1000000)
#define SKEIN_NS_PER_US INT64_C (1000)

static inline int64_t
skein_timespec_to_ns (const struct timespec *time)
{
  return (int64_t) time->tv_sec * SKEIN_NS_PER_S + (int64_t) time->tv_nsec;
}

static inline struct timespec
skein_ns_to_timespec (int64_t ns)
{
  return (struct timespec) { .tv_sec = ns / SKEIN_NS_PER_S, .tv_nsec = ns % SKEIN_NS_PER_S };
}

/**
 * skein_clock_now_ns:
 *
 * Reads CLOCK_MONOTONIC, the clock of every time in Skein: of snapshots, of
 * switch records, of the marks of a workload.
 *
 * Returns: nanoseconds since boot, suspended time left out
 */
static inline int64_t
skein_clock_now_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);

  return skein_timespec_to_ns (&now);
}

/**
 * skein_clock_thread_cpu_ns:
 *
 * Returns: CPU time of the calling thread, in nanoseconds
 */
static inline int64_t
skein_clock_thread_cpu_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return skein_timespec_to_ns (&now);
}

G_END_DECLS
