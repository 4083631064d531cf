/* rings.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "trace/rings.h"

#include "base/parse.h"
#include "base/readat.h"
#include "trace/event.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define USUAL_EVENTS 2000
#define USUAL_RING (512 * 1024)
#define LEAST_RING (16 * 1024)

/* Threads that are made while others are being attached are found in another pass.
 * Who was attached passes the recording on, so that few passes find all. */
#define MOST_PASSES 8

/* What is needed while threads are attached. */
typedef struct
{
  SkeinRings *rings;
  GHashTable *seen; /* tids */
  size_t      ring_bytes;
  unsigned    max_events;
  unsigned    n_events;
  int         error; /* why the last one could not be had */
} Attaching;

static void
note_ring_size (SkeinRings *self,
                size_t      size)
{
  SkeinCoverage *coverage = &self->coverage;

  coverage->ring_bytes = coverage->ring_bytes == 0 ? size : MIN (coverage->ring_bytes, size);
  coverage->n_cores++;
}

/* Takes over @fd. */
static int
add_event (SkeinRings    *self,
           SkeinCoreRing *core,
           int            fd,
           size_t         ring_bytes)
{
  int result;

  if (core->fd >= 0)
    {
      result = skein_event_join (fd, core->fd);

      if (result == 0)
        g_array_append_val (self->fds, fd);
    }
  else
    {
      result = skein_ring_map (&core->ring, fd, ring_bytes, LEAST_RING);

      if (result == 0)
        {
          core->fd = fd;
          note_ring_size (self, core->ring.size);
        }
    }

  if (result < 0)
    close (fd);

  return result;
}

/* One event for each core, of a thread or of all. */
static int
add_thread (SkeinRings *self,
            pid_t       tid,
            bool        from_exec,
            size_t      ring_bytes)
{
  int result = -ENODEV;

  for (unsigned i = 0; i < self->cores->len; i++)
    {
      SkeinCoreRing *core = &g_array_index (self->cores, SkeinCoreRing, i);
      int fd = skein_event_open (tid, core->core, from_exec);

      /* Went offline since they were listed. */
      if (fd == -ENODEV)
        continue;

      result = fd < 0 ? fd : add_event (self, core, fd, ring_bytes);

      if (result < 0)
        break;
    }

  return result;
}

static void
note_failure (Attaching *attaching,
              int        error)
{
  SkeinCoverage *coverage = &attaching->rings->coverage;

  if (error == -EACCES || error == -EPERM)
    coverage->n_refused++;
  else if (error != -ESRCH)
    coverage->n_left_out++;

  attaching->error = error;
}

/* Events of a thread that got too few of them would tell of some cores only: better none. */
static void
drop_events_from (SkeinRings *self,
                  unsigned    first)
{
  for (unsigned i = first; i < self->fds->len; i++)
    close (g_array_index (self->fds, int, i));

  g_array_set_size (self->fds, first);
}

static void
read_name (const char *task_path,
           SkeinFound *found)
{
  g_autofree char *path = g_strdup_printf ("%s/%d/comm", task_path, (int) found->tid);
  ssize_t length = skein_read_at (AT_FDCWD, path, found->name, sizeof found->name);

  memset (found->name + MAX (length, 0), 0, sizeof found->name - (size_t) MAX (length, 0));
  found->name[strcspn (found->name, "\n")] = '\0';
  found->name[sizeof found->name - 1] = '\0';
}

static void
attach_thread (Attaching  *attaching,
               const char *task_path,
               pid_t       pid,
               pid_t       tid)
{
  SkeinRings *rings = attaching->rings;
  SkeinFound found = { .pid = pid, .tid = tid };
  unsigned n_fds = rings->fds->len;
  int result = -EMFILE;

  if (attaching->n_events + rings->cores->len <= attaching->max_events)
    result = add_thread (rings, tid, false, attaching->ring_bytes);

  if (result < 0)
    {
      drop_events_from (rings, n_fds);
      note_failure (attaching, result);
      return;
    }

  read_name (task_path, &found);
  g_array_append_val (rings->found, found);
  attaching->n_events += rings->cores->len;
  rings->coverage.n_threads++;
}

/* Returns: whether there was one that had not been seen */
static bool
attach_threads (Attaching *attaching,
                pid_t      pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task", (int) pid);
  DIR *dir = opendir (path);
  const struct dirent *entry;
  bool any = false;

  while (dir != NULL && (entry = readdir (dir)) != NULL)
    {
      const char *cursor = entry->d_name;
      int32_t tid;

      if (!skein_take_i32 (&cursor, cursor + strlen (cursor), &tid) ||
          !g_hash_table_add (attaching->seen, GINT_TO_POINTER (tid)))
        continue;

      attach_thread (attaching, path, pid, tid);
      any = true;
    }

  if (dir != NULL)
    closedir (dir);

  return any;
}

static int
attach_processes (SkeinRings                  *self,
                  const SkeinRecorderSettings *settings,
                  size_t                       ring_bytes)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  Attaching attaching = {
    .rings = self,
    .seen = seen,
    .ring_bytes = ring_bytes,
    .max_events = settings->max_events > 0 ? settings->max_events : USUAL_EVENTS,
    .error = -ESRCH,
  };

  for (size_t i = 0; i < settings->n_pids; i++)
    {
      for (int pass = 0; pass < MOST_PASSES && attach_threads (&attaching, settings->pids[i]); pass++)
        continue;
    }

  return self->coverage.n_threads > 0 ? 0 : attaching.error;
}

static void
drop_unused_cores (SkeinRings *self)
{
  for (unsigned i = self->cores->len; i > 0; i--)
    {
      if (g_array_index (self->cores, SkeinCoreRing, i - 1).fd < 0)
        g_array_remove_index (self->cores, i - 1);
    }
}

int
skein_rings_open (SkeinRings                  *self,
                  const SkeinRecorderSettings *settings)
{
  size_t ring_bytes = settings->ring_bytes > 0 ? settings->ring_bytes : USUAL_RING;
  g_autoptr (GArray) cores = skein_event_list_cores ();
  int result;

  self->cores = g_array_new (FALSE, TRUE, sizeof (SkeinCoreRing));
  self->fds = g_array_new (FALSE, FALSE, sizeof (int));
  self->found = g_array_new (FALSE, FALSE, sizeof (SkeinFound));

  for (unsigned i = 0; i < cores->len; i++)
    {
      SkeinCoreRing core = { .core = g_array_index (cores, unsigned, i), .fd = -1 };

      g_array_append_val (self->cores, core);
    }

  if (settings->target == SKEIN_TARGET_PROCESSES)
    result = attach_processes (self, settings, ring_bytes);
  else if (settings->target == SKEIN_TARGET_MACHINE)
    result = add_thread (self, SKEIN_EVERY_THREAD, false, ring_bytes);
  else
    result = settings->n_pids == 1 ? add_thread (self, settings->pids[0], true, ring_bytes) : -EINVAL;

  if (result == 0)
    drop_unused_cores (self);

  return result;
}

void
skein_rings_clear (SkeinRings *self)
{
  if (self->cores == NULL)
    return;

  drop_events_from (self, 0);

  for (unsigned i = 0; i < self->cores->len; i++)
    {
      SkeinCoreRing *core = &g_array_index (self->cores, SkeinCoreRing, i);

      skein_ring_clear (&core->ring);

      if (core->fd >= 0)
        close (core->fd);
    }

  g_clear_pointer (&self->cores, g_array_unref);
  g_clear_pointer (&self->fds, g_array_unref);
  g_clear_pointer (&self->found, g_array_unref);
}
