/* test-footprints.c - what every process takes adds up to what the machine has
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "present/footprints.h"

#include <errno.h>

#define MB (UINT64_C (1) << 20)

#define MOST 8

typedef struct
{
  SkeinSnapshot     *snapshot;
  SkeinMemoryReport *report;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->snapshot = skein_snapshot_new (0, MOST);
  self->snapshot->n_processes = 0;
  self->snapshot->memory = (SkeinMemory) { .total = 1000 * MB, .free = 300 * MB, .available = 500 * MB };
  self->report = skein_memory_report_new ();
  self->report->footprints = g_new0 (SkeinFootprint, MOST);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  skein_snapshot_unref (self->snapshot);
  skein_memory_report_unref (self->report);
}

static SkeinProcess *
add_process (Fixture    *self,
             pid_t       pid,
             const char *name)
{
  SkeinProcess *process = skein_process_new (1);

  process->pid = pid;
  process->start_ticks = 7;
  process->name = g_ref_string_new (name);
  process->command = g_ref_string_new (name);
  process->user = g_ref_string_new ("ada");
  process->cgroup = g_ref_string_new ("");
  self->snapshot->processes[self->snapshot->n_processes++] = process;

  return process;
}

static void
add_footprint (Fixture  *self,
               pid_t     pid,
               uint64_t  own,
               uint64_t  pss,
               int       error)
{
  self->report->footprints[self->report->n_footprints++] = (SkeinFootprint) {
    .process = { pid, pid, 7 },
    .read_ns = 100 + pid,
    .own = own,
    .pss = pss,
    .resident = pss,
    .error = error,
  };
}

static void
assert_adds_up (const SkeinFootprints *footprints)
{
  uint64_t own = 0;
  uint64_t rest = 0;

  for (uint32_t i = 0; i < footprints->n_rows; i++)
    {
      own += footprints->rows[i].own;
      rest += footprints->rows[i].rest;
    }

  g_assert_cmpuint (own, ==, footprints->own);
  g_assert_cmpuint (rest, ==, footprints->shared);
  g_assert_cmpuint (footprints->own + footprints->shared + footprints->rest + footprints->free, ==,
                    footprints->total);
}

static void
test_rows (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (SkeinFootprints) footprints = NULL;

  add_process (self, 10, "small");
  add_process (self, 20, "large");
  add_process (self, 30, "small");
  add_footprint (self, 10, 10 * MB, 20 * MB, 0);
  add_footprint (self, 20, 100 * MB, 150 * MB, 0);
  add_footprint (self, 30, 15 * MB, 15 * MB, 0);
  footprints = skein_footprints_new (self->report, self->snapshot);

  g_assert_cmpuint (footprints->n_rows, ==, 3);
  g_assert_cmpint (footprints->rows[0].process.pid, ==, 20);
  g_assert_cmpint (footprints->rows[1].process.pid, ==, 10);
  g_assert_cmpuint (footprints->rows[0].rest, ==, 50 * MB);
  g_assert_false (footprints->rows[0].is_named_twice);
  g_assert_true (footprints->rows[1].is_named_twice);
  g_assert_true (footprints->rows[2].is_named_twice);
  g_assert_cmpint (footprints->oldest_ns, ==, 110);

  g_assert_cmpuint (footprints->total, ==, 1000 * MB);
  g_assert_cmpuint (footprints->free, ==, 300 * MB);
  g_assert_cmpuint (footprints->rest, ==, (1000 - 300 - 185) * MB);
  assert_adds_up (footprints);
}

static void
test_who_is_missing (Fixture       *self,
                     gconstpointer  data)
{
  g_autoptr (SkeinFootprints) footprints = NULL;
  g_autofree char *rest = NULL;

  add_process (self, 10, "mine");
  add_process (self, 20, "theirs");
  add_process (self, 30, "unread");
  add_process (self, 40, "kworker")->is_kernel = true;
  add_footprint (self, 10, 10 * MB, 20 * MB, 0);
  add_footprint (self, 20, 0, 0, -EACCES);
  add_footprint (self, 50, 10 * MB, 20 * MB, 0); /* not in the snapshot: it has ended */
  add_footprint (self, 60, 0, 0, -ESRCH);
  self->snapshot->effort.hidden_processes = 2;
  footprints = skein_footprints_new (self->report, self->snapshot);

  g_assert_cmpuint (footprints->n_rows, ==, 1);
  g_assert_cmpuint (footprints->n_unreadable, ==, 3);
  g_assert_cmpuint (footprints->n_unread, ==, 1);
  assert_adds_up (footprints);

  rest = skein_footprints_dup_rest (footprints);
  g_assert_nonnull (strstr (rest, "3 processes that may not be read"));
  g_assert_nonnull (strstr (rest, "1 process that was not read yet"));
}

/* A number that was taken over is somebody else. */
static void
test_taken_over (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr (SkeinFootprints) footprints = NULL;

  add_process (self, 10, "new")->start_ticks = 8;
  add_footprint (self, 10, 10 * MB, 20 * MB, 0);
  footprints = skein_footprints_new (self->report, self->snapshot);

  g_assert_cmpuint (footprints->n_rows, ==, 0);
  g_assert_cmpuint (footprints->n_unread, ==, 1);
  assert_adds_up (footprints);
}

/* What is read at different times may be more than there is. */
static void
test_more_than_all (Fixture       *self,
                    gconstpointer  data)
{
  g_autoptr (SkeinFootprints) footprints = NULL;

  add_process (self, 10, "one");
  add_process (self, 20, "other");
  add_footprint (self, 10, 600 * MB, 600 * MB, 0);
  add_footprint (self, 20, 300 * MB, 300 * MB, 0);
  footprints = skein_footprints_new (self->report, self->snapshot);

  g_assert_cmpuint (footprints->free, ==, 100 * MB);
  g_assert_cmpuint (footprints->rest, ==, 0);
  assert_adds_up (footprints);
}

#define ADD(path, function) g_test_add ("/present/footprints/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("rows", test_rows);
  ADD ("who-is-missing", test_who_is_missing);
  ADD ("taken-over", test_taken_over);
  ADD ("more-than-all", test_more_than_all);

  return g_test_run ();
}
