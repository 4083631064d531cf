/* table-columns.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/table-columns.h"

#include <math.h>

#define DEFAULT_WIDTH 80
#define DEFAULT_MIN_WIDTH 40
#define MAX_WIDTH 4000

static void
collect_shown (SkeinTableColumns *self)
{
  self->n_shown = 0;
  for (guint i = 0; i < self->n_tracks; i++)
    if (self->tracks[self->order[i]].shown)
      self->shown[self->n_shown++] = self->order[i];
}

SkeinTableColumns *
skein_table_columns_new (const SkeinTableColumn *columns,
                         guint                   n_columns)
{
  SkeinTableColumns *self = g_new0 (SkeinTableColumns, 1);

  self->tracks = g_new0 (SkeinTableTrack, n_columns);
  self->order = g_new0 (guint, n_columns);
  self->shown = g_new0 (guint, n_columns);
  self->n_tracks = n_columns;
  self->scale = 1.;

  for (guint i = 0; i < n_columns; i++)
    self->tracks[i] = (SkeinTableTrack) {
      .id = g_strdup (columns[i].id),
      .title = g_strdup (columns[i].title),
      .explanation = g_strdup (columns[i].explanation),
      .width = columns[i].width > 0 ? columns[i].width : DEFAULT_WIDTH,
      .min_width = columns[i].min_width > 0 ? columns[i].min_width : DEFAULT_MIN_WIDTH,
      .xalign = columns[i].flags & SKEIN_TABLE_COLUMN_NUMERIC ? 1.f : columns[i].xalign,
      .flags = columns[i].flags,
    };

  skein_table_columns_reset (self);

  return self;
}

void
skein_table_columns_free (SkeinTableColumns *self)
{
  for (guint i = 0; i < self->n_tracks; i++)
    {
      g_free (self->tracks[i].id);
      g_free (self->tracks[i].title);
      g_free (self->tracks[i].explanation);
    }
  g_free (self->tracks);
  g_free (self->order);
  g_free (self->shown);
  g_free (self);
}

const SkeinTableTrack *
skein_table_columns_get_shown (const SkeinTableColumns *self,
                               guint                    position)
{
  g_return_val_if_fail (position < self->n_shown, NULL);

  return &self->tracks[self->shown[position]];
}

/* Returns: the column of that name, or -1 */
int
skein_table_columns_find (const SkeinTableColumns *self,
                          const char              *id)
{
  for (guint i = 0; i < self->n_tracks; i++)
    if (g_strcmp0 (self->tracks[i].id, id) == 0)
      return (int) i;

  return -1;
}

/* Returns: where the column is among those shown, or -1 */
int
skein_table_columns_find_shown (const SkeinTableColumns *self,
                                guint                    column)
{
  for (guint i = 0; i < self->n_shown; i++)
    if (self->shown[i] == column)
      return (int) i;

  return -1;
}

/* Returns: the position of what is @x pixels from the start, or -1 */
int
skein_table_columns_at (const SkeinTableColumns *self,
                        int                      x)
{
  for (guint i = 0; i < self->n_shown; i++)
    {
      const SkeinTableTrack *track = skein_table_columns_get_shown (self, i);

      if (x >= track->x && x < track->x + track->extent)
        return (int) i;
    }

  return -1;
}

static int
scaled (const SkeinTableColumns *self,
        int                      width)
{
  return (int) lround (width * self->scale);
}

/* Only where the user has not said otherwise. */
static bool
is_elastic (const SkeinTableTrack *track)
{
  return (track->flags & SKEIN_TABLE_COLUMN_EXPAND) && track->chosen_width == 0;
}

static int
sum (const SkeinTableColumns *self,
     bool                     minimum,
     guint                   *ret_n_elastic)
{
  int total = 0;

  *ret_n_elastic = 0;
  for (guint i = 0; i < self->n_shown; i++)
    {
      const SkeinTableTrack *track = skein_table_columns_get_shown (self, i);
      int width = track->chosen_width > 0 ? track->chosen_width : track->width;

      if (is_elastic (track))
        (*ret_n_elastic)++;
      total += scaled (self, is_elastic (track) && minimum ? track->min_width : width);
    }

  return total;
}

/* The narrowest that needs no scrolling, in pixels. */
int
skein_table_columns_get_minimum (const SkeinTableColumns *self)
{
  guint n_elastic;

  return sum (self, true, &n_elastic);
}

int
skein_table_columns_get_natural (const SkeinTableColumns *self)
{
  guint n_elastic;

  return sum (self, false, &n_elastic);
}

/**
 * skein_table_columns_allocate:
 * @self: the columns
 * @width: pixels there are
 *
 * Gives each column its place. The total is @width or more.
 */
void
skein_table_columns_allocate (SkeinTableColumns *self,
                              int                width)
{
  guint n_elastic;
  int free_width = width - sum (self, true, &n_elastic);
  int x = 0;

  for (guint i = 0; i < self->n_shown; i++)
    {
      SkeinTableTrack *track = &self->tracks[self->shown[i]];

      if (is_elastic (track))
        {
          int share = MAX (free_width, 0) / (int) n_elastic;

          track->extent = scaled (self, track->min_width) + share;
          free_width -= share;
          n_elastic--;
        }
      else
        track->extent = scaled (self, track->chosen_width > 0 ? track->chosen_width : track->width);

      track->x = x;
      x += track->extent;
    }

  self->total = MAX (x, width);
}

/* Returns: whether it changed */
bool
skein_table_columns_set_extent (SkeinTableColumns *self,
                                guint              column,
                                int                pixels)
{
  SkeinTableTrack *track = &self->tracks[column];
  int width = CLAMP ((int) lround (pixels / self->scale), track->min_width, MAX_WIDTH);

  if (track->chosen_width == width)
    return false;

  track->chosen_width = width;
  return true;
}

bool
skein_table_columns_set_shown (SkeinTableColumns *self,
                               guint              column,
                               bool               shown)
{
  SkeinTableTrack *track = &self->tracks[column];

  if (track->shown == shown || (!shown && (track->flags & SKEIN_TABLE_COLUMN_ALWAYS)))
    return false;

  track->shown = shown;
  collect_shown (self);
  return true;
}

static guint
position_in_order (const SkeinTableColumns *self,
                   guint                    column)
{
  guint position = 0;

  while (self->order[position] != column)
    position++;

  return position;
}

/* Both count among those shown. Hidden columns keep their neighbour on the left. */
bool
skein_table_columns_move (SkeinTableColumns *self,
                          guint              from,
                          guint              to)
{
  guint column, source, target;
  int step;

  if (from == to || from >= self->n_shown || to >= self->n_shown)
    return false;

  column = self->shown[from];
  source = position_in_order (self, column);
  target = position_in_order (self, self->shown[to]);
  step = target > source ? 1 : -1;
  for (guint i = source; i != target; i += (guint) step)
    self->order[i] = self->order[i + (guint) step];
  self->order[target] = column;
  collect_shown (self);

  return true;
}

void
skein_table_columns_reset (SkeinTableColumns *self)
{
  for (guint i = 0; i < self->n_tracks; i++)
    {
      self->order[i] = i;
      self->tracks[i].chosen_width = 0;
      self->tracks[i].shown = !(self->tracks[i].flags & SKEIN_TABLE_COLUMN_HIDDEN);
    }
  collect_shown (self);
}

/* "name", "name:240", and with a minus sign in front when it is hidden.
 * Returns: the column, if it is known and not placed yet, or -1 */
static int
apply_entry (SkeinTableColumns *self,
             const char        *entry,
             const bool        *placed)
{
  bool shown = entry[0] != '-';
  g_auto (GStrv) parts = g_strsplit (shown ? entry : entry + 1, ":", 2);
  int column = parts[0] != NULL ? skein_table_columns_find (self, parts[0]) : -1;
  SkeinTableTrack *track;

  if (column < 0 || placed[column])
    return -1;

  track = &self->tracks[column];
  track->shown = shown || (track->flags & SKEIN_TABLE_COLUMN_ALWAYS);
  if (parts[1] != NULL)
    {
      gint64 width = g_ascii_strtoll (parts[1], NULL, 10);

      track->chosen_width = width > 0 ? (int) CLAMP (width, track->min_width, MAX_WIDTH) : 0;
    }

  return column;
}

/**
 * skein_table_columns_apply:
 * @self: the columns
 * @layout: from skein_table_columns_dup_layout(), maybe of another version
 *
 * Names that are not known are passed over; columns that are not named are new
 * since then, and come last, as the page wants them.
 */
void
skein_table_columns_apply (SkeinTableColumns *self,
                           const char *const *layout)
{
  g_autofree bool *placed = g_new0 (bool, self->n_tracks);
  guint n = 0;

  skein_table_columns_reset (self);

  for (guint i = 0; layout != NULL && layout[i] != NULL; i++)
    {
      int column = apply_entry (self, layout[i], placed);

      if (column < 0)
        continue;

      self->order[n++] = (guint) column;
      placed[column] = true;
    }
  for (guint i = 0; i < self->n_tracks; i++)
    if (!placed[i])
      self->order[n++] = i;

  collect_shown (self);
}

/* Returns: (transfer full): order, widths and what is hidden; empty if all is as the page made it */
char **
skein_table_columns_dup_layout (const SkeinTableColumns *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  bool arranged = false;

  for (guint i = 0; i < self->n_tracks; i++)
    {
      const SkeinTableTrack *track = &self->tracks[self->order[i]];
      g_autofree char *width = NULL;
      g_autofree char *entry = NULL;

      if (track->chosen_width > 0)
        width = g_strdup_printf (":%d", track->chosen_width);
      entry = g_strconcat (track->shown ? "" : "-", track->id, width, NULL);
      g_strv_builder_add (builder, entry);

      arranged |= self->order[i] != i || width != NULL ||
                  track->shown == !!(track->flags & SKEIN_TABLE_COLUMN_HIDDEN);
    }

  return arranged ? g_strv_builder_end (builder) : g_new0 (char *, 1);
}
