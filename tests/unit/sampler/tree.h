/* tree.h - a small /proc of one's own, to be changed between two samples
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/snapshot.h"
#include "sampler/scan.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>
#include <glib/gstdio.h>

typedef struct
{
  char *path;
  int   fd;
} Tree;

typedef struct
{
  pid_t       pid;
  pid_t       tid;
  pid_t       ppid;
  const char *name;
  char        letter;
  int         nice;
  uint64_t    start_ticks;
  uint64_t    run_ns;
  uint64_t    ready_ns;
  uint64_t    slices;
} Task;

static inline void
tree_write (Tree       *tree,
            const char *text,
            const char *format,
            ...)
{
  g_autofree char *relative = NULL;
  g_autofree char *path = NULL;
  g_autofree char *folder = NULL;
  va_list arguments;
  FILE *file;

  va_start (arguments, format);
  relative = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  path = g_build_filename (tree->path, relative, NULL);
  folder = g_path_get_dirname (path);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);

  /* In its place, as some are kept open. */
  file = g_fopen (path, "w");
  g_assert_nonnull (file);
  g_assert_cmpint (fputs (text, file), >=, 0);
  g_assert_cmpint (fclose (file), ==, 0);
}

static inline void
tree_set_cores (Tree       *tree,
                const char *lines)
{
  g_autofree char *text = g_strdup_printf ("cpu  20 0 20 160 0 0 0 0 0 0\n%sctxt 1\nbtime 2\nprocesses 3\n"
                                           "procs_running 1\nprocs_blocked 0\n", lines);

  tree_write (tree, text, "stat");
}

static inline void
tree_open (Tree *tree)
{
  tree->path = g_dir_make_tmp ("skein-tree-XXXXXX", NULL);
  g_assert_nonnull (tree->path);
  tree->fd = open (tree->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_assert_cmpint (tree->fd, >=, 0);
  tree_write (tree, "0.10 0.20 0.30 1/3 100\n", "loadavg");
  tree_set_cores (tree, "cpu0 10 0 10 80 0 0 0 0 0 0\ncpu1 10 0 10 80 0 0 0 0 0 0\n");
}

static inline void
tree_remove (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      tree_remove (child);
    }

  g_remove (path);
}

static inline void
tree_close (Tree *tree)
{
  close (tree->fd);
  tree_remove (tree->path);
  g_free (tree->path);
}

/* Writes all files of a thread, and if it is the main one, of the process. */
static inline void
tree_set (Tree       *tree,
          const Task *task)
{
  g_autofree char *stat = NULL;
  g_autofree char *schedstat = NULL;

  stat = g_strdup_printf ("%d (%s) %c %d 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 %d 1 0 %" G_GUINT64_FORMAT
                          " 4096 25 1 0 0 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0\n",
                          (int) task->tid, task->name, task->letter, (int) task->ppid, task->nice, task->start_ticks);
  schedstat = g_strdup_printf ("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT "\n",
                               task->run_ns, task->ready_ns, task->slices);

  tree_write (tree, stat, "%d/task/%d/stat", (int) task->pid, (int) task->tid);
  tree_write (tree, schedstat, "%d/task/%d/schedstat", (int) task->pid, (int) task->tid);

  if (task->tid == task->pid)
    tree_write (tree, stat, "%d/stat", (int) task->pid);
}

static inline void
tree_end_process (Tree  *tree,
                  pid_t  pid)
{
  g_autofree char *path = g_strdup_printf ("%s/%d", tree->path, (int) pid);

  tree_remove (path);
}

static inline void
tree_end_thread (Tree  *tree,
                 pid_t  pid,
                 pid_t  tid)
{
  g_autofree char *path = g_strdup_printf ("%s/%d/task/%d", tree->path, (int) pid, (int) tid);

  tree_remove (path);
}

/* Start ticks of something that starts now. */
static inline uint64_t
get_ticks_now (void)
{
  struct timespec boot;

  clock_gettime (CLOCK_BOOTTIME, &boot);

  return (uint64_t) boot.tv_sec * (uint64_t) sysconf (_SC_CLK_TCK) +
         (uint64_t) boot.tv_nsec / (1000000000U / (uint64_t) sysconf (_SC_CLK_TCK));
}
