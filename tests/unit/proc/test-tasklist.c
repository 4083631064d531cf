/* test-tasklist.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "proc/tasklist.h"

#include "fixture.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Their entries are larger than the room that one system call gets. */
#define N_THREADS 1500

static char *
to_text (GArray *ids)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, i == 0 ? "%d" : " %d", g_array_index (ids, pid_t, i));

  return g_string_free (text, FALSE);
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  return *(const pid_t *) a - *(const pid_t *) b;
}

static bool
contains (GArray *ids,
          pid_t   id)
{
  for (guint i = 0; i < ids->len; i++)
    {
      if (g_array_index (ids, pid_t, i) == id)
        return true;
    }

  return false;
}

static void
test_numbers_only (void)
{
  g_autofree char *dir = g_dir_make_tmp ("tasklist-XXXXXX", NULL);
  const char *names[] = { "1", "4194304", "007", "12a", "a12", "-3", "+4", "2147483648", "self", "thread-self" };
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (pid_t));
  g_autofree char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (dir, names[i], NULL);

      g_assert_cmpint (mkdir (path, 0700), ==, 0);
    }

  g_assert_cmpint (skein_tasklist_read_at (AT_FDCWD, dir, ids), ==, 0);
  g_array_sort (ids, compare_ids);
  text = to_text (ids);
  g_assert_cmpstr (text, ==, "1 7 4194304");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (dir, names[i], NULL);

      g_assert_cmpint (rmdir (path), ==, 0);
    }

  g_assert_cmpint (skein_tasklist_read_at (AT_FDCWD, dir, ids), ==, 0);
  g_assert_cmpuint (ids->len, ==, 0);
  g_assert_cmpint (rmdir (dir), ==, 0);
}

static void
test_fixture (void)
{
  skein_autofd int fd = open_fixture ("threads");
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (pid_t));
  g_autofree char *text = NULL;

  g_assert_cmpint (skein_tasklist_read_at (fd, "52/task", ids), ==, 0);
  g_array_sort (ids, compare_ids);
  text = to_text (ids);
  g_assert_cmpstr (text, ==, "52 53 54 55 56 57 58");
}

static void
test_gone (void)
{
  skein_autofd int fd = open_fixture ("threads");
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (pid_t));
  pid_t stale = 7;

  g_array_append_val (ids, stale);
  g_assert_cmpint (skein_tasklist_read_at (fd, "53/task", ids), ==, -ESRCH);
  g_assert_cmpuint (ids->len, ==, 0);
  g_assert_cmpint (skein_tasklist_read_at (fd, "52/stat", ids), ==, -ENOTDIR);
}

/* A directory that is kept open gives the news at every reading, and ESRCH once
 * its process is gone. */
static void
test_kept_open (void)
{
  skein_autofd int proc_fd = open_proc ();
  skein_autofd int task_fd = -1;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (pid_t));
  g_autofree char *path = NULL;
  pid_t child = fork ();

  if (child == 0)
    {
      pause ();
      _exit (0);
    }

  path = g_strdup_printf ("%d/task", child);
  task_fd = openat (proc_fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_assert_cmpint (task_fd, >=, 0);

  for (int i = 0; i < 2; i++)
    {
      g_assert_cmpint (skein_tasklist_read (task_fd, ids), ==, 0);
      g_assert_cmpuint (ids->len, ==, 1);
      g_assert_cmpint (g_array_index (ids, pid_t, 0), ==, child);

      g_assert_cmpint (skein_tasklist_read (proc_fd, ids), ==, 0);
      g_assert_true (contains (ids, child));
      g_assert_true (contains (ids, getpid ()));
    }

  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);

  g_assert_cmpint (skein_tasklist_read (task_fd, ids), ==, -ESRCH);
  g_assert_cmpuint (ids->len, ==, 0);
  g_assert_cmpint (skein_tasklist_read (proc_fd, ids), ==, 0);
  g_assert_false (contains (ids, child));
}

static gpointer
wait_for_end (gpointer data)
{
  GMutex *end = data;

  g_mutex_lock (end);
  g_mutex_unlock (end);

  return NULL;
}

static gpointer
do_nothing (gpointer data)
{
  return data;
}

/* More threads than go into one system call, and short ones coming and going. */
static void
test_many_threads (void)
{
  skein_autofd int proc_fd = open_proc ();
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (pid_t));
  g_autoptr (GPtrArray) threads = g_ptr_array_new ();
  GMutex end;

  g_mutex_init (&end);
  g_mutex_lock (&end);

  for (int i = 0; i < N_THREADS; i++)
    {
      GThread *thread = g_thread_try_new ("idle", wait_for_end, &end, NULL);

      if (thread == NULL)
        break;

      g_ptr_array_add (threads, thread);
    }

  g_assert_cmpint (skein_tasklist_read_at (proc_fd, "self/task", ids), ==, 0);
  g_assert_cmpuint (ids->len, >=, threads->len + 1);
  g_assert_cmpint (g_array_index (ids, pid_t, 0), ==, getpid ());

  for (int i = 0; i < 50; i++)
    {
      GThread *thread = g_thread_new ("brief", do_nothing, NULL);

      g_assert_cmpint (skein_tasklist_read_at (proc_fd, "self/task", ids), ==, 0);
      g_assert_true (contains (ids, getpid ()));
      g_thread_join (thread);
    }

  g_mutex_unlock (&end);

  for (guint i = 0; i < threads->len; i++)
    g_thread_join (g_ptr_array_index (threads, i));

  g_mutex_clear (&end);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tasklist/numbers-only", test_numbers_only);
  g_test_add_func ("/tasklist/fixture", test_fixture);
  g_test_add_func ("/tasklist/gone", test_gone);
  g_test_add_func ("/tasklist/kept-open", test_kept_open);
  g_test_add_func ("/tasklist/many-threads", test_many_threads);

  return g_test_run ();
}
