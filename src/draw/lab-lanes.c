/* lab-lanes.c - which task had which core, as boxes where they are wide enough, else as shares
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "draw/lab-scene-private.h"

#include <math.h>

#include <glib/gi18n.h>

#include "base/format.h"

#define BOX_RADIUS   3.0
#define END_WIDTH    2.0
#define END_OVERHANG 3
#define LEGEND_GAP   16
#define SWATCH_GAP   6

/* Narrower boxes join: a line between them would be more of them than they are. */
#define LEAST_WITH_GAP 4

void
skein_lab_round_box (cairo_t *cr,
                     double   x,
                     double   y,
                     double   width,
                     double   height,
                     double   radius)
{
  radius = MIN (radius, MIN (width, height) / 2.0);
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - radius, y + radius, radius, -G_PI / 2.0, 0.0);
  cairo_arc (cr, x + width - radius, y + height - radius, radius, 0.0, G_PI / 2.0);
  cairo_arc (cr, x + radius, y + height - radius, radius, G_PI / 2.0, G_PI);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

/* Others are a thin line at the bottom: they tell themselves apart without a colour. */
static double
height_of (uint32_t task,
           double   height)
{
  return task == SKEIN_LAB_OTHERS_TASK ? MAX (round (height / 4.0), 1.0) : height;
}

static SkeinColour
colour_of (const SkeinLabScene *self,
           uint32_t             task)
{
  if (task == SKEIN_LAB_OTHERS_TASK)
    return skein_colour_with_alpha (self->palette->dim, self->palette->high_contrast ? 0.9f : 0.35f);
  if (task == SKEIN_LAB_NO_TASK)
    return skein_colour_with_alpha (self->palette->text, self->palette->high_contrast ? 0.6f : 0.3f);

  return skein_colour_of_process (task, self->palette->dark);
}

static void
draw_box (SkeinLabScene      *self,
          cairo_t            *cr,
          const SkeinLabBox  *box,
          const SkeinLabStay *stay,
          int                 y,
          int                 lane_height)
{
  SkeinColour colour = colour_of (self, stay->task);
  SkeinColour ink = skein_colour_of_text_on (&colour);
  double width = box->end - box->x;
  double height = height_of (stay->task, lane_height);
  char number[16];

  if (stay->task == SKEIN_LAB_OTHERS_TASK)
    cairo_rectangle (cr, self->lanes_x + box->x, y + lane_height - height, width, height);
  else
    {
      width -= width >= LEAST_WITH_GAP ? 1.0 : 0.0;
      skein_lab_round_box (cr, self->lanes_x + box->x, y, width, height, MIN (BOX_RADIUS, width / 4.0));
    }
  skein_colour_set_source (&colour, cr);
  cairo_fill (cr);

  if (stay->task >= SKEIN_LAB_NO_TASK || lane_height < self->small_height)
    return;

  /* People count from one. */
  g_snprintf (number, sizeof number, "%u", stay->task + 1);
  if (skein_texts_measure (self->texts, number, SKEIN_TEXT_BOLD | SKEIN_TEXT_SMALL) + 4 <= width)
    skein_texts_draw (self->texts, cr, number, self->lanes_x + box->x, y + (lane_height - self->small_height) / 2,
                      (int) width, SKEIN_TEXT_BOLD | SKEIN_TEXT_SMALL | SKEIN_TEXT_CENTRE, &ink);
}

/* Shares stand on each other, the smallest number at the bottom. */
static void
draw_column (const SkeinLabScene  *self,
             cairo_t              *cr,
             const SkeinLabColumn *column,
             int                   x,
             int                   y,
             int                   height)
{
  double bottom = y + height;

  for (unsigned i = 0; i < column->n_parts; i++)
    {
      const SkeinLabPart *part = &column->parts[i];
      SkeinColour colour = colour_of (self, part->task);
      double part_height = MIN ((double) part->share * height_of (part->task, height), bottom - y);

      cairo_rectangle (cr, x, bottom - part_height, 1.0, part_height);
      skein_colour_set_source (&colour, cr);
      cairo_fill (cr);
      bottom -= part_height;
    }
}

static bool
is_gap (const SkeinLabLane *lane,
        int                 x,
        int                 end)
{
  return x < end && lane->columns[x].observed <= 0.0f;
}

/* Where something is known there is a track, else the texture of what was not measured. */
static void
draw_ground (const SkeinLabScene *self,
             cairo_t             *cr,
             const SkeinLabLane  *lane,
             int                  end,
             int                  y,
             int                  height)
{
  for (int x = 0; x < end;)
    {
      bool gap = is_gap (lane, x, end);
      int start = x;

      while (x < end && is_gap (lane, x, end) == gap)
        x++;

      cairo_rectangle (cr, self->lanes_x + start, y, x - start, height);
      if (gap)
        cairo_set_source (cr, self->palette->gap);
      else
        skein_colour_set_source (&self->palette->track, cr);
      cairo_fill (cr);
    }
}

static void
draw_lane (SkeinLabScene          *self,
           cairo_t                *cr,
           const SkeinLabRunLanes *lanes,
           unsigned                core,
           int                     end,
           int                     y,
           int                     height)
{
  const SkeinLabLane *lane = g_ptr_array_index (lanes->laid_out, core);
  uint32_t n;
  const SkeinLabStay *stays = skein_lab_lanes_get_stays (lanes->lanes, core, &n);

  cairo_save (cr);
  skein_lab_round_box (cr, self->lanes_x, y, self->lanes_width, height, BOX_RADIUS);
  cairo_clip (cr);
  draw_ground (self, cr, lane, MIN (end, lane->n_columns), y, height);

  for (int x = 0; x < lane->n_columns; x++)
    if (!lane->columns[x].in_box && lane->columns[x].n_parts > 0)
      draw_column (self, cr, &lane->columns[x], self->lanes_x + x, y, height);

  for (guint i = 0; i < lane->boxes->len; i++)
    {
      const SkeinLabBox *box = &g_array_index (lane->boxes, SkeinLabBox, i);

      draw_box (self, cr, box, &stays[box->stay], y, height);
    }

  cairo_restore (cr);
}

void
skein_lab_draw_lanes (SkeinLabScene           *self,
                      cairo_t                 *cr,
                      const SkeinLabCard      *card,
                      const SkeinLabCardPlace *place)
{
  const SkeinLabRunLanes *lanes = skein_lab_scene_find_lanes (self, card->run);
  int64_t length_ns = card->run->end_ns - card->run->start_ns;
  double end = (double) length_ns / (double) MAX (self->span_ns, 1) * self->lanes_width;
  int bottom = place->lanes_y + (place->n_lanes - 1) * place->lane_step + place->lane_height;

  for (int i = 0; lanes != NULL && i < MIN (place->n_lanes, (int) lanes->laid_out->len); i++)
    draw_lane (self, cr, lanes, (unsigned) i, (int) ceil (end), place->lanes_y + i * place->lane_step,
               place->lane_height);

  if (card->is_live)
    return;

  cairo_rectangle (cr, self->lanes_x + round (end) - END_WIDTH / 2.0, place->lanes_y - END_OVERHANG, END_WIDTH,
                   bottom - place->lanes_y + 2 * END_OVERHANG);
  skein_colour_set_source (&self->palette->text, cr);
  cairo_fill (cr);
}

/* The legend */

typedef enum
{
  LEGEND_TASKS,
  LEGEND_THREADS,
  LEGEND_NO_TASK,
  LEGEND_OTHERS,
  LEGEND_SHARES,
  LEGEND_END,
  N_LEGENDS
} Legend;

static const char *const legend_words[N_LEGENDS] = {
  [LEGEND_TASKS] = N_("a task, by its number"),
  [LEGEND_THREADS] = N_("a thread, until it says what it was at"),
  [LEGEND_NO_TASK] = N_("a thread at no task"),
  [LEGEND_OTHERS] = N_("other programs"),
  [LEGEND_SHARES] = N_("shares of a sample, not who came when"),
  [LEGEND_END] = N_("end of the work"),
};

static Legend
legend_of (uint32_t task,
           bool     has_tasks)
{
  if (task == SKEIN_LAB_OTHERS_TASK)
    return LEGEND_OTHERS;
  if (task == SKEIN_LAB_NO_TASK)
    return LEGEND_NO_TASK;

  return has_tasks ? LEGEND_TASKS : LEGEND_THREADS;
}

static void
note_lane (const SkeinLabLane *lane,
           const SkeinLabStay *stays,
           bool                has_tasks,
           bool               *seen)
{
  for (int x = 0; x < lane->n_columns; x++)
    for (unsigned i = 0; i < lane->columns[x].n_parts; i++)
      seen[legend_of (lane->columns[x].parts[i].task, has_tasks)] = true;

  for (guint i = 0; i < lane->boxes->len; i++)
    seen[legend_of (stays[g_array_index (lane->boxes, SkeinLabBox, i).stay].task, has_tasks)] = true;
}

/* Only what is to be seen is explained. */
static void
find_seen (const SkeinLabScene *self,
           bool                *seen)
{
  for (guint i = 0; self->cards != NULL && i < self->cards->len; i++)
    {
      const SkeinLabCard *card = skein_lab_scene_get_card (self, i);
      const SkeinLabRunLanes *lanes = card->run != NULL ? skein_lab_scene_find_lanes (self, card->run) : NULL;

      for (guint core = 0; lanes != NULL && core < lanes->laid_out->len; core++)
        {
          uint32_t n;
          const SkeinLabStay *stays = skein_lab_lanes_get_stays (lanes->lanes, core, &n);

          note_lane (g_ptr_array_index (lanes->laid_out, core), stays, skein_lab_lanes_has_tasks (lanes->lanes), seen);
        }

      seen[LEGEND_SHARES] |= lanes != NULL && !card->run->is_exact;
      seen[LEGEND_END] |= lanes != NULL && !card->is_live;
    }
}

static void
draw_swatch (SkeinLabScene *self,
             cairo_t       *cr,
             Legend         legend,
             double         x,
             double         y,
             double         size)
{
  uint32_t task = legend == LEGEND_NO_TASK ? SKEIN_LAB_NO_TASK : 0;
  SkeinColour colour;
  double height;

  if (legend == LEGEND_OTHERS)
    task = SKEIN_LAB_OTHERS_TASK;
  colour = colour_of (self, task);
  height = height_of (task, size);

  if (legend == LEGEND_END)
    {
      cairo_rectangle (cr, x + size / 2.0 - 1.0, y, END_WIDTH, size);
      colour = self->palette->text;
    }
  else if (legend == LEGEND_SHARES)
    cairo_rectangle (cr, x, y + size * 0.4, size, size * 0.6);
  else
    skein_lab_round_box (cr, x, y + size - height, size, height, BOX_RADIUS);

  skein_colour_set_source (&colour, cr);
  cairo_fill (cr);
}

int
skein_lab_flow_legend (SkeinLabScene *self,
                       cairo_t       *cr,
                       int            y)
{
  bool seen[N_LEGENDS] = { false };
  int swatch = self->small_height - 4;
  int x = self->left_x;
  int top = y;
  bool any = false;

  find_seen (self, seen);
  self->legend = 0;

  for (int i = 0; i < N_LEGENDS; i++)
    {
      const char *words = i == LEGEND_TASKS && self->tasks != NULL ? g_dgettext (GETTEXT_PACKAGE, self->tasks)
                                                                   : _ (legend_words[i]);
      int width = swatch + SWATCH_GAP + skein_texts_measure (self->texts, words, SKEIN_TEXT_SMALL);

      if (!seen[i])
        continue;
      self->legend |= 1u << i;
      if (any && x + width > self->width)
        {
          x = self->left_x;
          y += self->small_height + 3;
        }
      if (cr != NULL)
        {
          draw_swatch (self, cr, (Legend) i, x, y + 2, swatch);
          skein_texts_draw (self->texts, cr, words, x + swatch + SWATCH_GAP, y, self->width - x - swatch - SWATCH_GAP,
                            SKEIN_TEXT_SMALL, &self->palette->dim);
        }
      x += width + LEGEND_GAP;
      any = true;
    }

  return any ? y + self->small_height - top : 0;
}
