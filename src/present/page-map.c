/* page-map.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "present/page-map.h"

#include "base/format.h"

#include <string.h>

#include <glib/gi18n.h>

/* Until it is told how many fit. */
#define FIRST_MOST_CELLS 1024

SkeinPageMap *
skein_page_map_new (void)
{
  SkeinPageMap *self = g_new0 (SkeinPageMap, 1);

  self->pages_per_cell = 1;
  self->most_cells = FIRST_MOST_CELLS;

  return self;
}

void
skein_page_map_free (SkeinPageMap *self)
{
  if (self == NULL)
    return;

  g_free (self->pages);
  g_free (self->cells);
  g_free (self);
}

static void
count_page (SkeinPageCell *cell,
            uint8_t        page)
{
  bool is_file = (page & SKEIN_PAGE_FILE) != 0;

  switch (SKEIN_PAGE_STATE (page))
    {
    case SKEIN_PAGE_OWN:
      cell->own++;
      cell->file += is_file;
      break;

    case SKEIN_PAGE_SHARED:
      cell->shared++;
      cell->file += is_file;
      break;

    case SKEIN_PAGE_SWAPPED:
      cell->swapped++;
      break;

    case SKEIN_PAGE_UNTOUCHED:
    case SKEIN_PAGE_FILE:
    default:
      cell->untouched++;
      break;
    }
}

static void
count_cell (SkeinPageMap *self,
            uint32_t      index)
{
  SkeinPageCell *cell = &self->cells[index];
  uint64_t first = (uint64_t) index * self->pages_per_cell;
  uint64_t end = MIN (first + self->pages_per_cell, self->n_pages);
  uint64_t known = CLAMP (self->n_known, first, end);

  *cell = (SkeinPageCell) { .unseen = (uint32_t) (end - known) };
  for (uint64_t i = first; i < known; i++)
    count_page (cell, self->pages[i]);
}

static void
count (SkeinPageMap *self)
{
  self->pages_per_cell = 1;
  while ((self->n_pages + self->pages_per_cell - 1) / self->pages_per_cell > self->most_cells)
    self->pages_per_cell *= 2;

  self->n_cells = (uint32_t) ((self->n_pages + self->pages_per_cell - 1) / self->pages_per_cell);
  self->cells = g_renew (SkeinPageCell, self->cells, MAX (self->n_cells, 1));
  self->total = (SkeinPageCell) { 0 };

  for (uint32_t i = 0; i < self->n_cells; i++)
    {
      const SkeinPageCell *cell = &self->cells[i];

      count_cell (self, i);
      self->total.own += cell->own;
      self->total.shared += cell->shared;
      self->total.swapped += cell->swapped;
      self->total.untouched += cell->untouched;
      self->total.unseen += cell->unseen;
      self->total.file += cell->file;
    }
}

static bool
is_same_part (const SkeinPageMap *self,
              const SkeinPages   *pages)
{
  return pages != NULL && self->pages != NULL && skein_task_key_equal (&self->process, &pages->process) &&
         self->start == pages->start && self->page_size == pages->page_size;
}

bool
skein_page_map_update (SkeinPageMap     *self,
                       const SkeinPages *pages)
{
  bool is_other = !is_same_part (self, pages);
  uint64_t was_known = is_other ? 0 : self->n_known;

  self->n_pages = 0;
  self->n_region = 0;
  self->n_known = 0;
  g_clear_pointer (&self->pages, g_free);

  if (pages != NULL)
    {
      self->process = pages->process;
      self->start = pages->start;
      self->page_size = pages->page_size;
      self->n_pages = pages->n_pages;
      self->n_region = pages->n_region;
      self->n_known = MIN (MAX (was_known, pages->n_seen), pages->n_pages);
      self->pages = g_memdup2 (pages->pages, MAX (pages->n_pages, 1));
    }

  count (self);

  return is_other;
}

void
skein_page_map_arrange (SkeinPageMap *self,
                        uint32_t      most_cells)
{
  if (self->most_cells == MAX (most_cells, 1))
    return;

  self->most_cells = MAX (most_cells, 1);
  count (self);
}

/* Takes @text. Returns: the same, behind of how much of the region it is, where it is not all */
static char *
with_part (const SkeinPageMap *self,
           const char         *separator,
           char               *text)
{
  g_autofree char *of_part = text;
  g_autofree char *part = NULL;
  char shown[SKEIN_FORMAT_SIZE];
  char all[SKEIN_FORMAT_SIZE];

  if (self->n_region <= self->n_pages)
    return g_steal_pointer (&of_part);

  skein_format_bytes (self->page_size * self->n_pages, shown, sizeof shown);
  skein_format_bytes (self->page_size * self->n_region, all, sizeof all);

  /* Translators: of a region of memory that is too large to show all its pages: what is shown of how much. */
  part = g_strdup_printf (_("the first %s of %s"), shown, all);

  return g_strconcat (part, separator, of_part, NULL);
}

char *
skein_page_map_dup_scale (const SkeinPageMap *self)
{
  char bytes[SKEIN_FORMAT_SIZE];
  char all[SKEIN_FORMAT_SIZE];

  if (self->n_pages == 0)
    return g_strdup (_("no pages"));

  skein_format_bytes (self->page_size, bytes, sizeof bytes);
  if (self->pages_per_cell == 1)
    return with_part (self, "\n", g_strdup_printf (_("1 cell = 1 page of %s"), bytes));

  skein_format_bytes (self->page_size * self->pages_per_cell, all, sizeof all);

  return with_part (self, "\n", g_strdup_printf (_("1 cell = %u pages, %s"), self->pages_per_cell, all));
}

static void
add_count (GString    *text,
           uint64_t    n,
           const char *words)
{
  char count_text[SKEIN_FORMAT_SIZE];

  if (n == 0)
    return;
  if (text->len > 0 && text->str[text->len - 1] != '\n')
    g_string_append (text, ", ");

  g_string_append_printf (text, "%s %s", skein_format_count (n, count_text, sizeof count_text), words);
}

static void
add_counts (GString             *text,
            const SkeinPageCell *cell)
{
  add_count (text, cell->own, C_ ("pages", "its own"));
  add_count (text, cell->shared, C_ ("pages", "shared"));
  add_count (text, cell->swapped, C_ ("pages", "swapped"));
  add_count (text, cell->untouched, C_ ("pages", "never touched"));
  add_count (text, cell->unseen, C_ ("pages", "not read yet"));
}

char *
skein_page_map_dup_cell_text (const SkeinPageMap *self,
                              uint32_t            index)
{
  const SkeinPageCell *cell = &self->cells[index];
  uint64_t bytes = self->page_size * self->pages_per_cell;
  uint64_t start = self->start + index * bytes;
  uint64_t end = MIN (start + bytes, self->start + self->n_pages * self->page_size);
  GString *text = g_string_new (NULL);

  g_string_printf (text, "%" G_GINT64_MODIFIER "x – %" G_GINT64_MODIFIER "x\n", start, end);
  add_counts (text, cell);
  if (cell->file > 0)
    {
      g_string_append_c (text, '\n');
      add_count (text, cell->file, C_ ("pages", "of a file or of shared memory"));
    }

  return g_string_free (text, FALSE);
}

char *
skein_page_map_dup_summary (const SkeinPageMap *self)
{
  GString *text = g_string_new (NULL);

  add_counts (text, &self->total);

  return with_part (self, ": ", g_string_free (text, FALSE));
}

void
skein_page_past_add (SkeinPagePast *self,
                     int64_t        time_ns,
                     uint64_t       own,
                     uint64_t       shared)
{
  SkeinPagePoint point = { time_ns, own, shared };

  if (self->n > 0 && skein_page_past_get (self, self->n - 1)->time_ns >= time_ns)
    return;

  if (self->n < SKEIN_PAGE_PAST_LENGTH)
    self->points[(self->first + self->n++) % SKEIN_PAGE_PAST_LENGTH] = point;
  else
    {
      self->points[self->first] = point;
      self->first = (self->first + 1) % SKEIN_PAGE_PAST_LENGTH;
    }
}
