/* crowd.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "crowd.h"

#include "proc/tasklist.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void
find_children (SkeinCrowd *self)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task/%d/children", (int) self->leader, (int) self->leader);
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      pid_t pid = atoi (words[i]);

      if (pid > 0)
        g_array_append_val (self->pids, pid);
    }
}

SkeinCrowd *
skein_crowd_start (const char *processes,
                   const char *threads,
                   const char *every)
{
  const char *program = g_getenv ("SKEIN_POPULATION");
  SkeinCrowd *self = g_new0 (SkeinCrowd, 1);
  char answer[16];
  int pipe_fds[2];

  g_assert_nonnull (program);
  g_assert_cmpint (pipe (pipe_fds), ==, 0);

  self->pids = g_array_new (FALSE, FALSE, sizeof (pid_t));
  self->leader = fork ();

  if (self->leader == 0)
    {
      dup2 (pipe_fds[1], STDOUT_FILENO);
      close (pipe_fds[0]);
      close (pipe_fds[1]);
      execl (program, "population", processes, threads, every, "100000", "100", "crowd", NULL);
      _exit (1);
    }

  close (pipe_fds[1]);
  g_assert_cmpint (read (pipe_fds[0], answer, sizeof answer), >, 0);
  close (pipe_fds[0]);
  find_children (self);
  g_assert_cmpint (self->pids->len, ==, atoi (processes));

  return self;
}

void
skein_crowd_kill (SkeinCrowd *self,
                  int         signal_number)
{
  for (guint i = 0; i < self->pids->len; i++)
    g_assert_cmpint (kill (g_array_index (self->pids, pid_t, i), signal_number), ==, 0);
}

void
skein_crowd_free (SkeinCrowd *self)
{
  kill (self->leader, SIGKILL);
  waitpid (self->leader, NULL, 0);
  g_array_unref (self->pids);
  g_free (self);
}

bool
skein_thread_is_uncounted (const SkeinThread    *thread,
                           const SkeinSchedstat *now)
{
  return now->run_ns == thread->run_ns && now->slices > thread->slices;
}

static void
compare_thread (const SkeinProcess *process,
                pid_t               pid,
                pid_t               tid,
                SkeinCrowdLateness *ret)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task/%d/schedstat", (int) pid, (int) tid);
  const SkeinThread *thread = process != NULL ? skein_process_find_thread (process, tid) : NULL;
  SkeinSchedstat now;

  g_assert_cmpint (skein_schedstat_read_at (AT_FDCWD, path, &now), ==, 0);
  ret->n_threads++;

  if (thread != NULL && skein_thread_is_uncounted (thread, &now))
    ret->n_uncounted++;
  else if (thread == NULL || thread->run_ns != now.run_ns || thread->ready_ns != now.wait_ns ||
           thread->slices != now.slices)
    ret->n_stale++;
}

void
skein_crowd_compare (SkeinCrowd          *self,
                     const SkeinSnapshot *snapshot,
                     SkeinCrowdLateness  *ret)
{
  g_autoptr (GArray) tids = g_array_new (FALSE, FALSE, sizeof (pid_t));

  *ret = (SkeinCrowdLateness) { 0 };

  for (guint i = 0; i < self->pids->len; i++)
    {
      pid_t pid = g_array_index (self->pids, pid_t, i);
      const SkeinProcess *process = skein_snapshot_find_process (snapshot, pid);
      g_autofree char *path = g_strdup_printf ("/proc/%d/task", (int) pid);

      g_assert_cmpint (skein_tasklist_read_at (AT_FDCWD, path, tids), ==, 0);

      for (guint j = 0; j < tids->len; j++)
        compare_thread (process, pid, g_array_index (tids, pid_t, j), ret);
    }
}

static void
assert_process_sane (const SkeinSnapshot *snapshot,
                     const SkeinProcess  *process)
{
  uint64_t room_ns = (uint64_t) snapshot->interval_ns;
  uint64_t run_ns = 0;
  uint64_t ready_delta_ns = 0;

  g_assert_cmpuint (process->n_threads, >, 0);
  g_assert_nonnull (process->name);
  g_assert_nonnull (process->command);
  g_assert_nonnull (process->user);
  g_assert_nonnull (process->cgroup);

  for (uint32_t i = 0; i < process->n_threads; i++)
    {
      const SkeinThread *thread = &process->threads[i];

      g_assert_true (i == 0 || process->threads[i - 1].tid < thread->tid);
      g_assert_cmpuint (thread->run_delta_ns + thread->ready_delta_ns, <=, room_ns);
      run_ns += thread->run_ns;
      ready_delta_ns += thread->ready_delta_ns;
    }

  g_assert_cmpuint (run_ns, <=, process->run_ns);
  g_assert_cmpuint (ready_delta_ns, ==, process->ready_delta_ns);
  g_assert_cmpuint (process->run_delta_ns, <=, room_ns * snapshot->n_cores);
}

void
skein_snapshot_assert_sane (const SkeinSnapshot *snapshot)
{
  uint32_t n_threads = 0;

  for (uint32_t i = 0; i < snapshot->n_processes; i++)
    {
      const SkeinProcess *process = snapshot->processes[i];

      g_assert_true (i == 0 || snapshot->processes[i - 1]->pid < process->pid);
      assert_process_sane (snapshot, process);
      n_threads += process->n_threads;
    }

  g_assert_cmpuint (n_threads, ==, snapshot->n_threads);
}

static void
assert_quiet (const SkeinProcess *process)
{
  g_assert_cmpuint (process->run_delta_ns, ==, 0);
  g_assert_cmpuint (process->ready_delta_ns, ==, 0);

  for (uint32_t i = 0; i < process->n_threads; i++)
    {
      g_assert_cmpuint (process->threads[i].run_delta_ns, ==, 0);
      g_assert_cmpuint (process->threads[i].ready_delta_ns, ==, 0);
      g_assert_false (process->threads[i].is_new);
    }
}

void
skein_snapshot_assert_shares (const SkeinSnapshot *before,
                              const SkeinSnapshot *after)
{
  for (uint32_t i = 0; i < after->n_processes; i++)
    {
      const SkeinProcess *process = after->processes[i];

      if (skein_snapshot_find_process (before, process->pid) == process)
        assert_quiet (process);
    }
}

SkeinScan *
skein_scan_new_live (void)
{
  static int fd = -1;

  if (fd < 0)
    fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);

  return skein_scan_new (fd);
}
