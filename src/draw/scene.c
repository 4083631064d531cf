/* scene.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "draw/scene-private.h"

#include "present/axis-ticks.h"

/* More cores than this are drawn as thin lines. */
#define MANY_CORES 16

#define THIN_CORE_HEIGHT 8
#define RIGHT_MARGIN     14
#define HEADING_PADDING  12

/* A column of which less was measured is a gap. */
#define MEASURED_SHARE 0.5f

SkeinScene *
skein_scene_new (void)
{
  SkeinScene *self = g_new0 (SkeinScene, 1);

  self->cores = g_array_new (FALSE, FALSE, sizeof (uint16_t));
  self->lane_tops = g_array_new (FALSE, FALSE, sizeof (int));
  self->labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->once_most = 1;
  self->chosen = SKEIN_ID_NONE;

  return self;
}

void
skein_scene_free (SkeinScene *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->cores);
  g_array_unref (self->lane_tops);
  g_hash_table_unref (self->labels);
  g_clear_object (&self->text);
  g_free (self->heading);
  g_free (self->subheading);
  g_free (self->hint);
  g_free (self);
}

static void
measure_font (SkeinScene *self)
{
  PangoFontMetrics *metrics = pango_context_get_metrics (self->text, NULL, NULL);
  int width = PANGO_PIXELS (pango_font_metrics_get_approximate_char_width (metrics));

  self->line_height = PANGO_PIXELS_CEIL (pango_font_metrics_get_ascent (metrics) +
                                         pango_font_metrics_get_descent (metrics));
  self->names_width = CLAMP (width * 15, 40, MAX (self->width * 3 / 10, 40));
  self->columns_width = MAX (self->width - self->names_width - RIGHT_MARGIN, 1);

  pango_font_metrics_unref (metrics);
}

static int
core_height_for (const SkeinScene *self)
{
  if (self->cores->len <= 4)
    return 2 * self->line_height + 4;
  if (self->cores->len <= 8)
    return self->line_height + 8;
  if (self->cores->len <= MANY_CORES)
    return self->line_height + 2;

  return THIN_CORE_HEIGHT;
}

static void
place_lanes (SkeinScene *self)
{
  size_t n;
  const SkeinLane *lanes = skein_timeline_get_lanes (self->timeline, &n);
  int y = 0;

  g_array_set_size (self->lane_tops, 0);

  for (size_t i = 0; i < n; i++)
    {
      g_array_append_val (self->lane_tops, y);
      y += lanes[i].kind == SKEIN_LANE_THREAD ? self->lane_height : self->line_height + 8;
    }

  g_array_append_val (self->lane_tops, y);
  self->lanes_content = n > 0 ? y : 3 * self->line_height;
}

static int
place_stripe (SkeinStripe *stripe,
              int          y,
              int          height)
{
  stripe->y = y;
  stripe->height = MAX (height, 0);

  return y + stripe->height;
}

void
skein_scene_layout (SkeinScene *self)
{
  int least_once;
  int heading;
  int legend;
  int n_lanes;
  int bottom; /* half of the figure beside the zero line */
  int room;
  int cores;
  int lanes;
  int y;

  measure_font (self);
  g_hash_table_remove_all (self->labels);

  self->core_height = core_height_for (self);
  self->lane_height = 2 * self->line_height + 6;
  self->cores_content = self->core_height * (int) self->cores->len;
  place_lanes (self);

  n_lanes = (int) self->lane_tops->len - 1;
  heading = self->line_height + HEADING_PADDING;
  legend = skein_legend_height (self);
  least_once = 4 * self->line_height;
  bottom = self->line_height / 2 + 2;
  room = self->height - (self->line_height + 6) - 2 * heading - legend - least_once - bottom;

  /* Free room makes a few lanes higher. */
  if (n_lanes > 0 && self->lanes_content < room - self->cores_content)
    {
      self->lane_height += MIN ((room - self->cores_content - self->lanes_content) / n_lanes, self->line_height);
      place_lanes (self);
    }

  /* Where it is tight the cores get two fifths, but never more than they fill. */
  cores = MIN (self->cores_content, MAX (room * 2 / 5, room - self->lanes_content));
  cores = MAX (cores, MIN (self->cores_content, self->core_height));
  lanes = CLAMP (room - cores, self->lane_height, self->lanes_content);

  y = place_stripe (&self->axis, 0, self->line_height + 6);
  y = place_stripe (&self->core_stripe, y, cores);
  y = place_stripe (&self->lane_heading, y, heading + legend);
  y = place_stripe (&self->lane_stripe, y, lanes);
  y = place_stripe (&self->once_heading, y, heading);
  place_stripe (&self->once_stripe, y, CLAMP (self->height - y - bottom, least_once, 8 * self->line_height));

  self->cores_scroll = CLAMP (self->cores_scroll, 0, MAX (self->cores_content - cores, 0));
  self->lanes_scroll = CLAMP (self->lanes_scroll, 0, MAX (self->lanes_content - lanes, 0));
}

int
skein_scene_natural_height (SkeinScene *self)
{
  int height = self->height;
  int natural;

  self->height = G_MAXINT / 4;
  skein_scene_layout (self);
  natural = self->once_stripe.y + 6 * self->line_height;

  self->height = height;
  skein_scene_layout (self);

  return natural;
}

void
skein_scene_get_time_stripes (const SkeinScene *self,
                              SkeinStripe       ret[SKEIN_N_TIME_STRIPES])
{
  ret[0] = self->core_stripe;
  ret[1] = self->lane_stripe;
  ret[2] = self->once_stripe;
}

static bool
stripe_contains (const SkeinStripe *stripe,
                 double             y)
{
  return y >= stripe->y && y < stripe->y + stripe->height;
}

static void
hit_lane (const SkeinScene *self,
          int               y,
          SkeinHit         *hit)
{
  int inside = y - self->lane_stripe.y + self->lanes_scroll;

  for (guint i = 0; i + 1 < self->lane_tops->len; i++)
    {
      int top = g_array_index (self->lane_tops, int, i);
      int bottom = g_array_index (self->lane_tops, int, i + 1);

      if (inside < top || inside >= bottom)
        continue;

      hit->part = SKEIN_PART_LANE;
      hit->index = (int) i;
      hit->y = top - self->lanes_scroll + self->lane_stripe.y;
      hit->height = bottom - top;
    }
}

static void
hit_core (const SkeinScene *self,
          int               y,
          SkeinHit         *hit)
{
  int index = (y - self->core_stripe.y + self->cores_scroll) / self->core_height;

  if (index >= (int) self->cores->len)
    return;

  hit->part = SKEIN_PART_CORE;
  hit->index = index;
  hit->y = index * self->core_height - self->cores_scroll + self->core_stripe.y;
  hit->height = self->core_height;
}

SkeinHit
skein_scene_hit (const SkeinScene *self,
                 double            x,
                 double            y)
{
  SkeinHit hit = { .part = SKEIN_PART_NONE, .index = -1 };

  hit.in_names = x < self->names_width;
  hit.x = (int) x - self->names_width;

  if (x < 0 || x >= self->width)
    return hit;

  if (stripe_contains (&self->axis, y))
    hit.part = SKEIN_PART_AXIS;
  else if (stripe_contains (&self->once_stripe, y))
    hit.part = SKEIN_PART_ONCE;
  else if (stripe_contains (&self->core_stripe, y))
    hit_core (self, (int) y, &hit);
  else if (stripe_contains (&self->lane_stripe, y))
    hit_lane (self, (int) y, &hit);

  return hit;
}

static void
draw_gridlines (const SkeinScene   *self,
                cairo_t            *cr,
                const SkeinColumns *columns)
{
  int64_t end_ns = columns->start_ns + columns->n * columns->column_ns;
  int64_t tick_ns = skein_axis_first_tick (columns->start_ns, columns->tick_ns, columns->offset_ns);
  SkeinStripe stripes[SKEIN_N_TIME_STRIPES];

  skein_scene_get_time_stripes (self, stripes);

  for (; tick_ns < end_ns; tick_ns += columns->tick_ns)
    {
      double x = (double) ((tick_ns - columns->start_ns) / columns->column_ns);

      for (guint i = 0; i < G_N_ELEMENTS (stripes); i++)
        cairo_rectangle (cr, x, stripes[i].y, 1, stripes[i].height);
    }

  skein_colour_set_source (&self->palette->line, cr);
  cairo_fill (cr);
}

/* Marks the columns in which every switch is known. */
static void
mark_known (const SkeinScene   *self,
            const SkeinColumns *columns,
            bool               *known)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (SkeinExactTime));

  skein_store_list_whole (self->store, columns->start_ns, columns->start_ns + columns->n * columns->column_ns, times);

  for (guint i = 0; i < times->len; i++)
    {
      const SkeinExactTime *time = &g_array_index (times, SkeinExactTime, i);
      int64_t first = (time->start_ns - columns->start_ns + columns->column_ns - 1) / columns->column_ns;
      int64_t end = (time->end_ns - columns->start_ns) / columns->column_ns;

      for (int64_t j = first; j < end; j++)
        known[j] = true;
    }
}

/* What the machine as a whole was not measured in, nothing on it was. Where every switch is
 * known there is no gap, and to add them up would be work for nothing. */
static bool *
dup_gaps (const SkeinScene   *self,
          const SkeinColumns *columns)
{
  g_autofree SkeinBin *bins = g_new0 (SkeinBin, columns->n);
  g_autofree bool *known = g_new0 (bool, columns->n);
  bool *gaps = g_new0 (bool, columns->n);
  int end;

  mark_known (self, columns, known);

  for (int i = 0; i < columns->n; i = end)
    {
      end = i + 1;
      if (known[i])
        continue;

      while (end < columns->n && !known[end])
        end++;

      skein_store_bin (self->store, SKEIN_ID_MACHINE, columns->start_ns + i * columns->column_ns,
                       (double) columns->column_ns, bins + i, (size_t) (end - i));

      for (int j = i; j < end; j++)
        gaps[j] = bins[j].observed < MEASURED_SHARE;
    }

  return gaps;
}

static void
clip_to (cairo_t           *cr,
         const SkeinStripe *stripe,
         int                n)
{
  cairo_save (cr);
  cairo_rectangle (cr, 0, stripe->y, n, stripe->height);
  cairo_clip (cr);
}

int
skein_core_bar_height (const SkeinScene *self)
{
  return self->core_height - (self->core_height > THIN_CORE_HEIGHT ? 4 : 1);
}

static SkeinStripe
core_lane_at (const SkeinScene *self,
              int               index)
{
  return (SkeinStripe) {
    .y = self->core_stripe.y - self->cores_scroll + index * self->core_height,
    .height = skein_core_bar_height (self),
  };
}

static SkeinStripe
thread_lane_at (const SkeinScene *self,
                size_t            index)
{
  return (SkeinStripe) {
    .y = self->lane_stripe.y - self->lanes_scroll + g_array_index (self->lane_tops, int, index) + 3,
    .height = self->lane_height - 6,
  };
}

/* The lanes of cores that are seen: from the first up to, not with, @ret_end. */
static int
first_core_seen (const SkeinScene *self,
                 int              *ret_end)
{
  int bottom = self->cores_scroll + self->core_stripe.height;

  *ret_end = MIN ((bottom + self->core_height - 1) / self->core_height, (int) self->cores->len);

  return self->cores_scroll / self->core_height;
}

static bool
is_thread_seen (const SkeinScene  *self,
                const SkeinLane   *thread,
                const SkeinStripe *lane)
{
  const SkeinStripe *stripe = &self->lane_stripe;

  return thread->kind == SKEIN_LANE_THREAD && lane->y < stripe->y + stripe->height &&
         lane->y + self->lane_height > stripe->y;
}

static void
draw_cores (const SkeinScene   *self,
            cairo_t            *cr,
            const SkeinColumns *columns,
            const bool         *gaps)
{
  int end;

  clip_to (cr, &self->core_stripe, columns->n);

  for (int i = first_core_seen (self, &end); i < end; i++)
    {
      SkeinStripe lane = core_lane_at (self, i);

      skein_draw_core_lane (self, cr, g_array_index (self->cores, uint16_t, i), &lane, columns);
      skein_draw_gaps (self, cr, gaps, columns->n, &lane);
    }

  cairo_restore (cr);
}

static void
draw_lanes (const SkeinScene   *self,
            cairo_t            *cr,
            const SkeinColumns *columns,
            const bool         *gaps)
{
  size_t n;
  const SkeinLane *lanes = skein_timeline_get_lanes (self->timeline, &n);

  clip_to (cr, &self->lane_stripe, columns->n);

  for (size_t i = 0; i < n; i++)
    {
      SkeinStripe lane = thread_lane_at (self, i);

      if (!is_thread_seen (self, &lanes[i], &lane))
        continue;

      skein_draw_thread_lane (self, cr, &lanes[i], &lane, columns);
      skein_draw_gaps (self, cr, gaps, columns->n, &lane);
    }

  cairo_restore (cr);
}

void
skein_scene_draw_columns (const SkeinScene   *self,
                          cairo_t            *cr,
                          const SkeinColumns *columns)
{
  SkeinColumns known = *columns;
  g_autofree bool *gaps = NULL;

  /* All edges lie on whole pixels; smoothing them would only cost time. */
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  draw_gridlines (self, cr, columns);

  known.n = (int) CLAMP ((columns->until_ns - columns->start_ns) / columns->column_ns, 0, columns->n);
  if (known.n == 0)
    return;

  gaps = dup_gaps (self, &known);
  draw_cores (self, cr, &known, gaps);
  draw_lanes (self, cr, &known, gaps);

  clip_to (cr, &self->once_stripe, known.n);
  skein_draw_once (self, cr, &known);
  skein_draw_gaps (self, cr, gaps, known.n, &self->once_stripe);
  cairo_restore (cr);
}

void
skein_scene_place_labels (const SkeinScene   *self,
                          const SkeinColumns *columns,
                          GArray             *labels)
{
  size_t n;
  const SkeinLane *lanes = skein_timeline_get_lanes (self->timeline, &n);
  int end;

  for (int i = first_core_seen (self, &end); i < end; i++)
    {
      SkeinStripe lane = core_lane_at (self, i);

      skein_place_core_labels (self, g_array_index (self->cores, uint16_t, i), &lane, columns, labels);
    }

  for (size_t i = 0; i < n; i++)
    {
      SkeinStripe lane = thread_lane_at (self, i);

      if (is_thread_seen (self, &lanes[i], &lane))
        skein_place_thread_labels (self, &lanes[i], &lane, columns, labels);
    }
}

void
skein_scene_draw_labels (const SkeinScene   *self,
                         cairo_t            *cr,
                         const SkeinColumns *columns)
{
  g_autoptr (GArray) labels = g_array_new (FALSE, FALSE, sizeof (SkeinLabel));
  SkeinColumns wider = *columns;

  /* Words of which only the end is seen begin before. */
  wider.start_ns -= SKEIN_LABEL_REACH * columns->column_ns;
  wider.n += SKEIN_LABEL_REACH;
  skein_scene_place_labels (self, &wider, labels);

  for (guint i = 0; i < labels->len; i++)
    {
      const SkeinLabel *label = &g_array_index (labels, SkeinLabel, i);

      clip_to (cr, label->part == SKEIN_PART_CORE ? &self->core_stripe : &self->lane_stripe, columns->n);
      skein_colour_set_source (&label->colour, cr);
      cairo_move_to (cr, label->x - SKEIN_LABEL_REACH, label->y);
      pango_cairo_show_layout (cr, label->layout);
      cairo_restore (cr);
    }
}

void
skein_draw_gaps (const SkeinScene  *self,
                 cairo_t           *cr,
                 const bool        *gaps,
                 int                n,
                 const SkeinStripe *lane)
{
  int end;

  for (int i = 0; i < n; i = end)
    {
      end = i + 1;
      while (end < n && gaps[end] == gaps[i])
        end++;
      if (gaps[i])
        cairo_rectangle (cr, i, lane->y, end - i, lane->height);
    }

  cairo_set_source (cr, self->palette->gap);
  cairo_fill (cr);
}

void
skein_scene_draw (const SkeinScene   *self,
                  cairo_t            *cr,
                  const SkeinColumns *columns,
                  const double       *busy)
{
  skein_scene_draw_names (self, cr, busy);
  skein_scene_draw_headings (self, cr);

  cairo_save (cr);
  cairo_translate (cr, self->names_width, 0);
  skein_scene_draw_axis (self, cr, columns);
  skein_scene_draw_columns (self, cr, columns);
  skein_scene_draw_labels (self, cr, columns);
  skein_scene_draw_joins (self, cr, columns);
  cairo_restore (cr);
}
