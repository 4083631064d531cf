/* memory-watch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/memory-watch.h"

#include <glib-unix.h>

struct _SkeinMemoryWatch
{
  char                 *proc_path;
  SkeinMemoryReader    *reader;  /* NULL before the first wish */
  guint                 source;
  GHashTable           *wishes;  /* who wishes -> Wish */
  SkeinMemoryReport    *report;
  SkeinMemoryWatchRead  read;
  gpointer              data;
  int                   error;
  gboolean              enabled;
};

/* A wish that is kept: what it points to is its own. */
typedef struct
{
  SkeinMemoryWish wish;
  SkeinTaskKey    pages_of;
} Wish;

static void
wish_free (Wish *self)
{
  g_free ((SkeinTaskKey *) self->wish.processes);
  g_free ((SkeinTaskKey *) self->wish.named);
  g_free (self);
}

static Wish *
wish_new (const SkeinMemoryWish *wish)
{
  Wish *self = g_new0 (Wish, 1);

  self->wish = *wish;
  self->wish.processes = g_memdup2 (wish->processes, wish->n_processes * sizeof *wish->processes);
  self->wish.named = g_memdup2 (wish->named, wish->n_named * sizeof *wish->named);

  if (wish->pages_of != NULL)
    {
      self->pages_of = *wish->pages_of;
      self->wish.pages_of = &self->pages_of;
    }

  return self;
}

SkeinMemoryWatch *
skein_memory_watch_new (const char           *proc_path,
                        SkeinMemoryWatchRead  read,
                        gpointer              data)
{
  SkeinMemoryWatch *self = g_new0 (SkeinMemoryWatch, 1);

  self->proc_path = g_strdup (proc_path);
  self->wishes = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) wish_free);
  self->read = read;
  self->data = data;

  return self;
}

void
skein_memory_watch_free (SkeinMemoryWatch *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->reader, skein_memory_reader_free);
  g_clear_pointer (&self->report, skein_memory_report_unref);
  g_hash_table_unref (self->wishes);
  g_free (self->proc_path);
  g_free (self);
}

static gboolean
report_waits_cb (int          fd,
                 GIOCondition condition,
                 gpointer     data)
{
  SkeinMemoryWatch *self = data;
  SkeinMemoryReport *report = skein_memory_reader_pop (self->reader);

  /* One that was under way when nobody may look any more is nobody's. */
  if (report == NULL || !self->enabled || g_hash_table_size (self->wishes) == 0)
    {
      g_clear_pointer (&report, skein_memory_report_unref);

      return G_SOURCE_CONTINUE;
    }

  g_clear_pointer (&self->report, skein_memory_report_unref);
  self->report = report;
  self->read (self->data);

  return G_SOURCE_CONTINUE;
}

static void
ensure_reader (SkeinMemoryWatch *self)
{
  if (self->reader != NULL || self->error < 0)
    return;

  self->error = skein_memory_reader_new (self->proc_path, &self->reader);
  if (self->error < 0)
    return;

  self->source = g_unix_fd_add (skein_memory_reader_get_fd (self->reader), G_IO_IN, report_waits_cb, self);
}

static gboolean
has_process (GArray             *processes,
             const SkeinTaskKey *key)
{
  for (guint i = 0; i < processes->len; i++)
    if (skein_task_key_equal (&g_array_index (processes, SkeinTaskKey, i), key))
      return TRUE;

  return FALSE;
}

static void
add_processes (GArray             *processes,
               const SkeinTaskKey *others,
               size_t              n)
{
  for (size_t i = 0; i < n; i++)
    if (!has_process (processes, &others[i]))
      g_array_append_val (processes, others[i]);
}

/* Who wishes for all sets the pace: those of a few are among them. */
static void
add_footprints (SkeinMemoryWish       *sum,
                const SkeinMemoryWish *wish)
{
  if (wish->all && !sum->all)
    {
      sum->all = true;
      sum->period_ns = wish->period_ns;
    }
  else if (wish->all || (wish->n_named > 0 && !sum->all))
    sum->period_ns = MIN (sum->period_ns, wish->period_ns);
}

static void
add_wish (SkeinMemoryWish       *sum,
          GArray                *processes,
          GArray                *named,
          const SkeinMemoryWish *wish)
{
  add_processes (processes, wish->processes, wish->n_processes);
  add_processes (named, wish->named, wish->n_named);
  add_footprints (sum, wish);

  if (wish->pages_of != NULL)
    {
      sum->pages_of = wish->pages_of;
      sum->pages_start = wish->pages_start;
      sum->pages_end = wish->pages_end;
    }
}

static void
send_wish (SkeinMemoryWatch *self)
{
  g_autoptr (GArray) processes = g_array_new (FALSE, FALSE, sizeof (SkeinTaskKey));
  g_autoptr (GArray) named = g_array_new (FALSE, FALSE, sizeof (SkeinTaskKey));
  SkeinMemoryWish sum = { .period_ns = INT64_MAX };
  GHashTableIter iter;
  gpointer wish;

  if (g_hash_table_size (self->wishes) > 0 && self->enabled)
    ensure_reader (self);
  if (self->reader == NULL)
    return;

  g_hash_table_iter_init (&iter, self->wishes);
  while (self->enabled && g_hash_table_iter_next (&iter, NULL, &wish))
    add_wish (&sum, processes, named, &((Wish *) wish)->wish);

  sum.processes = (const SkeinTaskKey *) (void *) processes->data;
  sum.n_processes = processes->len;
  sum.named = (const SkeinTaskKey *) (void *) named->data;
  sum.n_named = named->len;
  skein_memory_reader_set_wish (self->reader, &sum);
}

void
skein_memory_watch_set_enabled (SkeinMemoryWatch *self,
                                gboolean          enabled)
{
  if (self->enabled == !!enabled)
    return;

  self->enabled = !!enabled;
  send_wish (self);
}

void
skein_memory_watch_set_wish (SkeinMemoryWatch      *self,
                             gpointer               owner,
                             const SkeinMemoryWish *wish)
{
  if (wish != NULL)
    g_hash_table_insert (self->wishes, owner, wish_new (wish));
  else if (!g_hash_table_remove (self->wishes, owner))
    return;

  send_wish (self);
}

const SkeinMemoryReport *
skein_memory_watch_get_report (const SkeinMemoryWatch *self)
{
  return self->report;
}

int
skein_memory_watch_get_error (const SkeinMemoryWatch *self)
{
  return self->error;
}
