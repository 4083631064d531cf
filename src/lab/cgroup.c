/* cgroup.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "lab/cgroup.h"

#include "base/autofd.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define PREFIX "skein-lab."

/* Where the kernel mounts one hierarchy within another, deeper than this nobody does. */
#define MOST_TEXT ((size_t) 1 << 20)

struct _SkeinCgroup
{
  char *path;
};

/* Returns: (nullable): where version 2 is mounted, whole */
static char *
find_mount (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents ("/proc/self/mountinfo", &text, NULL, NULL))
    return NULL;

  lines = g_strsplit (text, "\n", -1);

  for (int i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", -1);
      const char *type = strstr (lines[i], " - ");

      /* Blanks in a name would be written as octal numbers. */
      if (type != NULL && g_str_has_prefix (type + 3, "cgroup2 ") && g_strv_length (words) > 5 &&
          strcmp (words[3], "/") == 0 && strchr (words[4], '\\') == NULL)
        return g_strdup (words[4]);
    }

  return NULL;
}

/* Returns: (nullable): the folder of the group that we are in */
static char *
find_own (void)
{
  g_autofree char *text = NULL;
  g_autofree char *mount = find_mount ();
  g_auto (GStrv) lines = NULL;

  if (mount == NULL || !g_file_get_contents ("/proc/self/cgroup", &text, NULL, NULL))
    return NULL;

  lines = g_strsplit (text, "\n", -1);

  for (int i = 0; lines[i] != NULL; i++)
    {
      if (g_str_has_prefix (lines[i], "0::/") && strstr (lines[i], "/..") == NULL)
        return g_build_filename (mount, lines[i] + strlen ("0::"), NULL);
    }

  return NULL;
}

/* Where groups have shares of cores, one more would change what is measured. */
static bool
hands_out_shares (const char *path)
{
  g_autofree char *file = g_build_filename (path, "cgroup.subtree_control", NULL);
  g_autofree char *text = NULL;

  return !g_file_get_contents (file, &text, NULL, NULL) || g_strstrip (text)[0] != '\0';
}

static void
remove_left_behind (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *group = NULL;
      long pid;

      if (!g_str_has_prefix (name, PREFIX))
        continue;

      pid = strtol (name + strlen (PREFIX), NULL, 10);
      group = g_build_filename (path, name, NULL);

      if (pid > 0 && kill ((pid_t) pid, 0) < 0 && errno == ESRCH)
        rmdir (group);
    }
}

static bool
write_to (const SkeinCgroup *self,
          const char        *file,
          const char        *text)
{
  g_autofree char *path = g_build_filename (self->path, file, NULL);
  skein_autofd int fd = open (path, O_WRONLY | O_CLOEXEC);

  return fd >= 0 && write (fd, text, strlen (text)) == (ssize_t) strlen (text);
}

SkeinCgroup *
skein_cgroup_new (pid_t pid)
{
  static unsigned n_made;
  g_autofree char *own = find_own ();
  g_autofree char *name = g_strdup_printf (PREFIX "%d.%u", (int) getpid (), n_made++);
  g_autoptr (SkeinCgroup) self = NULL;
  char number[16];

  if (own == NULL || hands_out_shares (own))
    return NULL;

  remove_left_behind (own);
  self = g_new0 (SkeinCgroup, 1);
  self->path = g_build_filename (own, name, NULL);
  g_snprintf (number, sizeof number, "%d", (int) pid);

  if (mkdir (self->path, 0755) < 0)
    g_clear_pointer (&self->path, g_free);
  else if (write_to (self, "cgroup.procs", number))
    return g_steal_pointer (&self);

  return NULL;
}

void
skein_cgroup_free (SkeinCgroup *self)
{
  if (self->path != NULL)
    rmdir (self->path);

  g_free (self->path);
  g_free (self);
}

/* Before Linux 5.14. Who is stopped makes nobody new. */
static void
kill_one_by_one (SkeinCgroup *self)
{
  g_autofree char *path = g_build_filename (self->path, "cgroup.procs", NULL);

  for (int signal = SIGSTOP;; signal = SIGKILL)
    {
      g_autofree char *text = NULL;
      g_auto (GStrv) lines = NULL;

      if (!g_file_get_contents (path, &text, NULL, NULL))
        return;

      lines = g_strsplit (text, "\n", -1);

      for (int i = 0; lines[i] != NULL; i++)
        {
          long pid = strtol (lines[i], NULL, 10);

          if (pid > 0)
            kill ((pid_t) pid, signal);
        }

      if (signal == SIGKILL)
        return;
    }
}

void
skein_cgroup_kill (SkeinCgroup *self)
{
  if (!write_to (self, "cgroup.kill", "1"))
    kill_one_by_one (self);
}

bool
skein_cgroup_is_empty (const SkeinCgroup *self)
{
  g_autofree char *path = g_build_filename (self->path, "cgroup.events", NULL);
  g_autofree char *text = NULL;

  return !g_file_get_contents (path, &text, NULL, NULL) || strstr (text, "populated 1") == NULL;
}
