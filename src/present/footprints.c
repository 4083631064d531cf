/* footprints.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "present/footprints.h"

#include "base/format.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n.h>

static char *
dup_figure (uint64_t own,
            uint64_t rest)
{
  char first[SKEIN_FORMAT_SIZE];
  char second[SKEIN_FORMAT_SIZE];

  if (rest == 0)
    return g_strdup (skein_format_bytes (own, first, sizeof first));

  /* Translators: private memory, and the process's part of what it shares */
  return g_strdup_printf (_("%s + %s"), skein_format_bytes (own, first, sizeof first),
                          skein_format_bytes (rest, second, sizeof second));
}

static SkeinFootprintRow
row_of (const SkeinFootprint *footprint,
        const SkeinProcess   *process)
{
  SkeinFootprintRow row = {
    .process = footprint->process,
    .name = g_utf8_make_valid (process->name, -1),
    .user = g_utf8_make_valid (process->user, -1),
    .own = MIN (footprint->own, footprint->pss),
    .swap = footprint->swap,
  };

  row.rest = footprint->pss - row.own;
  row.figure = dup_figure (row.own, row.rest);

  return row;
}

static int
compare_rows (const void *a,
              const void *b)
{
  const SkeinFootprintRow *one = a;
  const SkeinFootprintRow *other = b;
  uint64_t one_bytes = one->own + one->rest;
  uint64_t other_bytes = other->own + other->rest;

  if (one_bytes != other_bytes)
    return one_bytes < other_bytes ? 1 : -1;

  return skein_task_key_compare (&one->process, &other->process);
}

static void
mark_equal_names (SkeinFootprints *self)
{
  g_autoptr (GHashTable) first = g_hash_table_new (g_str_hash, g_str_equal);

  for (uint32_t i = 0; i < self->n_rows; i++)
    {
      SkeinFootprintRow *row = &self->rows[i];
      SkeinFootprintRow *known = g_hash_table_lookup (first, row->name);

      if (known == NULL)
        g_hash_table_insert (first, row->name, row);
      else
        {
          known->is_named_twice = true;
          row->is_named_twice = true;
        }
    }
}

/* What programs and nobody use is known; the rest is all else. Samples of different times may
 * add up to more than there is: then programs are believed, and what is free is less. */
static void
add_up (SkeinFootprints   *self,
        const SkeinMemory *memory)
{
  uint64_t programs = self->own + self->shared;

  self->total = MAX (memory->total, programs);
  self->free = MIN (memory->free, self->total - programs);
  self->rest = self->total - programs - self->free;
  self->available = MIN (memory->available, self->total);
}

static void
count_unread (SkeinFootprints         *self,
              const SkeinMemoryReport *report,
              const SkeinSnapshot     *snapshot)
{
  g_autoptr (GHashTable) read = g_hash_table_new (skein_task_key_hash, skein_task_key_equal);

  for (uint32_t i = 0; i < report->n_footprints; i++)
    g_hash_table_add (read, &report->footprints[i].process);

  for (uint32_t i = 0; i < snapshot->n_processes; i++)
    {
      SkeinTaskKey key = skein_process_get_key (snapshot->processes[i]);

      self->n_unread += !snapshot->processes[i]->is_kernel && !g_hash_table_contains (read, &key);
    }
}

SkeinFootprints *
skein_footprints_new (const SkeinMemoryReport *report,
                      const SkeinSnapshot     *snapshot)
{
  SkeinFootprints *self = g_new0 (SkeinFootprints, 1);

  self->rows = g_new0 (SkeinFootprintRow, MAX (report->n_footprints, 1));
  self->oldest_ns = INT64_MAX;

  for (uint32_t i = 0; i < report->n_footprints; i++)
    {
      const SkeinFootprint *footprint = &report->footprints[i];
      const SkeinProcess *process = skein_snapshot_find_key (snapshot, &footprint->process);

      if (process == NULL || process->is_kernel)
        continue;

      self->n_unreadable += footprint->error != 0 && footprint->error != -ESRCH;
      if (footprint->error != 0 || footprint->pss == 0)
        continue;

      self->rows[self->n_rows] = row_of (footprint, process);
      self->own += self->rows[self->n_rows].own;
      self->shared += self->rows[self->n_rows].rest;
      self->oldest_ns = MIN (self->oldest_ns, footprint->read_ns);
      self->n_rows++;
    }

  qsort (self->rows, self->n_rows, sizeof *self->rows, compare_rows);
  mark_equal_names (self);
  count_unread (self, report, snapshot);
  self->n_unreadable += snapshot->effort.hidden_processes;
  add_up (self, &snapshot->memory);

  return self;
}

void
skein_footprints_free (SkeinFootprints *self)
{
  if (self == NULL)
    return;

  for (uint32_t i = 0; i < self->n_rows; i++)
    {
      g_free (self->rows[i].name);
      g_free (self->rows[i].user);
      g_free (self->rows[i].figure);
    }

  g_free (self->rows);
  g_free (self);
}

static void
add_part (GString    *text,
          const char *what,
          uint64_t    bytes)
{
  char value[SKEIN_FORMAT_SIZE];

  g_string_append_c (text, '\n');
  g_string_append_printf (text, _("%s: %s"), what, skein_format_bytes (bytes, value, sizeof value));
}

char *
skein_footprints_dup_rest (const SkeinFootprints *self)
{
  GString *text = g_string_new (_("The rest is what the kernel needs, and what it keeps of files that no program has "
                                    "mapped."));

  if (self->n_unreadable > 0)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text, ngettext ("It also counts %u process that may not be read.",
                                              "It also counts %u processes that may not be read.", self->n_unreadable),
                              self->n_unreadable);
    }
  if (self->n_unread > 0)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text, ngettext ("For now it also counts %u process that was not read yet.",
                                              "For now it also counts %u processes that were not read yet.",
                                              self->n_unread),
                              self->n_unread);
    }

  return g_string_free (text, FALSE);
}

char *
skein_footprints_dup_summary (const SkeinFootprints *self)
{
  g_autofree char *rest = skein_footprints_dup_rest (self);
  GString *text = g_string_new (NULL);
  char total[SKEIN_FORMAT_SIZE];

  g_string_append_printf (text, _("This computer has %s of memory"),
                          skein_format_bytes (self->total, total, sizeof total));
  add_part (text, C_ ("memory", "Private"), self->own);
  add_part (text, C_ ("memory", "Shared by programs"), self->shared);
  add_part (text, C_ ("memory", "The rest"), self->rest);
  add_part (text, C_ ("memory", "Free"), self->free);
  g_string_append_printf (text, "\n%s", rest);

  return g_string_free (text, FALSE);
}

char *
skein_footprints_dup_row_text (const SkeinFootprints *self,
                               uint32_t               index)
{
  const SkeinFootprintRow *row = &self->rows[index];
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, _("%s, pid %d, of %s"), row->name, (int) row->process.pid, row->user);
  add_part (text, _("Private: would come back if it ended"), row->own);
  add_part (text, _("Its part of what it shares"), row->rest);
  add_part (text, _("Together, its proportional memory"), row->own + row->rest);
  if (row->swap > 0)
    add_part (text, C_ ("memory", "Swapped"), row->swap);

  return g_string_free (text, FALSE);
}
