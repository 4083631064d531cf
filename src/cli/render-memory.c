/* render-memory.c - houses, bridges and what all take, as a picture
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli/render.h"

#include "base/autofd.h"
#include "draw/footprint-bars.h"
#include "draw/houses-scene.h"
#include "sampler/memory-reader.h"
#include "sampler/scan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n.h>

/* So many of all processes have a bar. */
#define N_BARS 8

#define LEAST_BARS 3

/* They have so much of a page at most. */
#define MOST_OF_BARS 0.35

/* Floors of a house: where they do not fit a page, more of them become one. */
#define MOST_FLOORS  24
#define LEAST_FLOORS 6

#define HEADING_GAP 6
#define PART_GAP    16

/* What is drawn, from the top down; owned. */
typedef struct
{
  SkeinSnapshot      *snapshot;
  SkeinMemoryReport  *report;
  GArray             *keys;      /* of SkeinTaskKey */
  GArray             *residents; /* of SkeinResident */
  SkeinHouses        *houses;
  SkeinFootprints    *footprints;
  SkeinPalette       *palette;
  SkeinHousesScene   *scene;
  SkeinFootprintBars *bars;
  SkeinTexts         *texts;
  PangoContext       *text;
  bool                has_bars;
} Page;

static void
page_clear (Page *self)
{
  g_clear_pointer (&self->bars, skein_footprint_bars_free);
  g_clear_pointer (&self->scene, skein_houses_scene_free);
  g_clear_pointer (&self->palette, skein_palette_free);
  g_clear_pointer (&self->footprints, skein_footprints_free);
  g_clear_pointer (&self->houses, skein_houses_free);
  g_clear_pointer (&self->texts, skein_texts_free);
  g_clear_object (&self->text);
  g_clear_pointer (&self->keys, g_array_unref);
  g_clear_pointer (&self->residents, g_array_unref);
  g_clear_pointer (&self->report, skein_memory_report_unref);
  g_clear_pointer (&self->snapshot, skein_snapshot_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Page, page_clear)

static bool
is_known (const Page         *self,
          const SkeinTaskKey *key)
{
  for (guint i = 0; i < self->keys->len; i++)
    {
      if (skein_task_key_equal (&g_array_index (self->keys, SkeinTaskKey, i), key))
        return true;
    }

  return false;
}

/* Returns: (nullable): the one that is no process; a process that is named twice counts once */
static const char *
find_processes (Page              *self,
                const char *const *pids)
{
  self->keys = g_array_new (FALSE, FALSE, sizeof (SkeinTaskKey));
  self->residents = g_array_new (FALSE, FALSE, sizeof (SkeinResident));

  for (size_t i = 0; pids[i] != NULL; i++)
    {
      guint64 pid;
      SkeinResident resident = { .colour = (uint32_t) i };
      SkeinTaskKey key;

      if (!g_ascii_string_to_unsigned (pids[i], 10, 1, G_MAXINT, &pid, NULL))
        return pids[i];
      resident.process = skein_snapshot_find_process (self->snapshot, (pid_t) pid);
      if (resident.process == NULL)
        return pids[i];

      key = skein_process_get_key (resident.process);
      if (is_known (self, &key))
        continue;

      g_array_append_val (self->keys, key);
      g_array_append_val (self->residents, resident);
    }

  return NULL;
}

static int
read_memory (Page *self)
{
  SkeinMemoryWish wish = {
    .processes = (const SkeinTaskKey *) (void *) self->keys->data,
    .n_processes = self->keys->len,
    .all = true,
  };

  return skein_memory_read (NULL, &wish, &self->report);
}

/* The houses have their colours in the bars too. */
static bool
colour_of (const SkeinTaskKey *process,
           uint32_t           *ret,
           gpointer            data)
{
  const Page *self = data;

  for (guint i = 0; i < self->keys->len; i++)
    {
      if (!skein_task_key_equal (&g_array_index (self->keys, SkeinTaskKey, i), process))
        continue;

      *ret = g_array_index (self->residents, SkeinResident, i).colour;

      return true;
    }

  return false;
}

static int
heading_height (Page *self)
{
  return skein_texts_get_line_height (self->texts, SKEIN_TEXT_BOLD) + HEADING_GAP;
}

static void
draw_heading (Page       *self,
              cairo_t    *cr,
              const char *title,
              const char *explanation)
{
  int width = skein_texts_draw (self->texts, cr, title, 0, 0, self->scene->width, SKEIN_TEXT_BOLD,
                                &self->palette->text);

  skein_texts_draw (self->texts, cr, explanation, width + 10, 1, self->scene->width - width - 10, SKEIN_TEXT_SMALL,
                    &self->palette->dim);
}

static void
draw_page (cairo_t  *cr,
           gpointer  data)
{
  Page *self = data;
  g_autofree char *summary = skein_houses_dup_summary (self->houses);

  draw_heading (self, cr, _("Address spaces"), summary);
  cairo_translate (cr, 0, heading_height (self));
  skein_houses_scene_draw (self->scene, cr);

  if (!self->has_bars)
    return;

  cairo_translate (cr, 0, self->scene->height + PART_GAP);
  draw_heading (self, cr, _("All processes"),
                _("memory that would come back if each ended (private), and its part of what it shares"));
  cairo_translate (cr, 0, heading_height (self));
  skein_footprint_bars_draw (self->bars, cr);
}

static void
build_houses (Page     *self,
              uint32_t  most_floors)
{
  g_clear_pointer (&self->houses, skein_houses_free);
  self->houses = skein_houses_new (self->report, (const SkeinResident *) (void *) self->residents->data, most_floors,
                                   NULL, 0);
  self->scene->houses = self->houses;
}

static void
prepare (Page               *self,
         const SkeinPicture *picture)
{
  self->text = skein_picture_text_new ();
  self->palette = skein_palette_new (picture->dark, false, 1.0);
  self->texts = skein_texts_new ();
  skein_texts_set_context (self->texts, self->text);

  self->scene = skein_houses_scene_new ();
  build_houses (self, MOST_FLOORS);
  self->scene->palette = self->palette;
  self->scene->text = g_object_ref (self->text);
  self->scene->width = picture->width - 2 * SKEIN_PICTURE_MARGIN;

  self->footprints = skein_footprints_new (self->report, self->snapshot);
  self->bars = skein_footprint_bars_new ();
  self->bars->footprints = self->footprints;
  self->bars->palette = self->palette;
  self->bars->text = g_object_ref (self->text);
  self->bars->colour = colour_of;
  self->bars->colour_data = self;
  self->bars->width = self->scene->width;
}

/* How high the bars are on a page of that height: some rows less where there is not much room. */
static int
bars_height (Page *self,
             int   height)
{
  uint32_t n = N_BARS;

  while (n > LEAST_BARS && skein_footprint_bars_natural_height (self->bars, n) > (int) (MOST_OF_BARS * height))
    n--;

  return skein_footprint_bars_natural_height (self->bars, n);
}

/* A file does not scroll. */
static void
fit_houses (Page *self)
{
  uint32_t most = MOST_FLOORS;

  skein_houses_scene_layout (self->scene);
  while (self->scene->content_height > self->scene->height && most > LEAST_FLOORS)
    {
      build_houses (self, --most);
      skein_houses_scene_layout (self->scene);
    }
}

/* Returns: whether the houses fit, with or without the bars below them */
static bool
share_page (Page *self,
            int   height,
            bool  with_bars)
{
  int rest = heading_height (self);

  self->has_bars = with_bars;
  if (with_bars)
    {
      self->bars->height = bars_height (self, height);
      rest += self->bars->height + PART_GAP + heading_height (self);
    }

  self->scene->height = MAX (height - rest, 1);
  build_houses (self, MOST_FLOORS);
  fit_houses (self);

  return self->scene->content_height <= self->scene->height;
}

/* Returns: the height of the page, without margins */
static int
lay_out (Page               *self,
         const SkeinPicture *picture)
{
  int most = SKEIN_PICTURE_MOST - 2 * SKEIN_PICTURE_MARGIN;
  int height = picture->height > 0 ? picture->height - 2 * SKEIN_PICTURE_MARGIN : most;

  if (picture->height == 0)
    height = MIN (2 * heading_height (self) + PART_GAP + bars_height (self, most) +
                    skein_houses_scene_natural_height (self->scene), most);

  /* The houses are what was asked for. */
  if (!share_page (self, height, true))
    share_page (self, height, false);
  skein_footprint_bars_layout (self->bars);

  return height;
}

static SkeinSnapshot *
take_snapshot (void)
{
  skein_autofd int proc_fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  SkeinScan *scan;
  SkeinSnapshot *snapshot;

  if (proc_fd < 0)
    return NULL;

  scan = skein_scan_new (proc_fd);
  snapshot = skein_scan_take (scan);
  skein_scan_free (scan);

  return snapshot;
}

/* Returns: an exit status; on failure the reason was said */
static int
read_and_draw (Page               *self,
               const SkeinPicture *picture,
               const char *const  *pids,
               FILE               *file)
{
  const char *missing;
  cairo_status_t status;
  int result;
  int height;

  self->snapshot = take_snapshot ();
  if (self->snapshot == NULL)
    return skein_render_fail ("/proc", g_strerror (errno));

  missing = find_processes (self, pids);
  if (missing != NULL)
    return skein_render_fail (missing, _("no such process"));

  result = read_memory (self);
  if (result < 0)
    return skein_render_fail ("/proc", g_strerror (-result));

  prepare (self, picture);
  height = lay_out (self, picture);
  status = skein_picture_write (picture, file, self->scene->width, height, draw_page, self);
  if (status != CAIRO_STATUS_SUCCESS)
    return skein_render_fail (picture->output, cairo_status_to_string (status));

  return EXIT_SUCCESS;
}

int
skein_render_memory (const SkeinPicture *picture,
                     const char *const  *pids,
                     FILE               *file)
{
  g_auto (Page) page = { 0 };
  int result = read_and_draw (&page, picture, pids, file);

  if (fclose (file) != 0 && result == EXIT_SUCCESS)
    result = skein_render_fail (picture->output, g_strerror (errno));
  if (result != EXIT_SUCCESS)
    remove (picture->output);

  return result;
}
