/* lab-scene.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "draw/lab-scene-private.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "present/axis-ticks.h"
#include "base/format.h"

/* Of a line of text at the normal size: all that follows is for that. */
#define NORMAL_LINE 17

#define NARROW_WIDTH 700
#define LEFT_WIDTH   190
#define MOST_LEFT    0.22 /* of the width */
#define RIGHT_WIDTH  136

/* A label of the axis, with the room beside it. */
#define LABEL_LINES 5

/* Lanes of a mode together, in lines of text: many cores have thin ones. */
#define LANES_LINES      10.0
#define MOST_LANE_LINES  1.7
#define LEAST_LANE       3
#define NAMED_CORE       8
#define NAMES_GAP        8

static void
run_lanes_free (gpointer data)
{
  SkeinLabRunLanes *lanes = data;

  skein_lab_lanes_free (lanes->lanes);
  g_clear_pointer (&lanes->laid_out, g_ptr_array_unref);
  skein_lab_run_unref (lanes->run);
  g_free (lanes);
}

SkeinLabScene *
skein_lab_scene_new (void)
{
  SkeinLabScene *self = g_new0 (SkeinLabScene, 1);

  self->texts = skein_texts_new ();
  self->places = g_array_new (FALSE, TRUE, sizeof (SkeinLabCardPlace));
  self->lanes = g_hash_table_new_full (NULL, NULL, NULL, run_lanes_free);

  return self;
}

void
skein_lab_scene_free (SkeinLabScene *self)
{
  if (self == NULL)
    return;

  skein_texts_free (self->texts);
  g_clear_object (&self->text);
  g_array_unref (self->places);
  g_hash_table_unref (self->lanes);
  g_free (self);
}

SkeinColour
skein_lab_colour_of_mode (unsigned mode,
                          bool     dark)
{
  /* What the others are compared with stands back. */
  return mode == 0 ? skein_colour_of_rest (dark) : skein_colour_of_process (mode + 2, dark);
}

SkeinLabRunLanes *
skein_lab_scene_find_lanes (const SkeinLabScene *self,
                            const SkeinLabRun   *run)
{
  return g_hash_table_lookup (self->lanes, run);
}

/* Lanes */

static gboolean
is_unused (gpointer key,
           gpointer value,
           gpointer data)
{
  const SkeinLabRunLanes *lanes = value;
  const SkeinLabScene *self = data;

  return lanes->pass != self->pass;
}

static void
lay_out_run (SkeinLabScene *self,
             SkeinLabRun   *run,
             bool           is_live)
{
  SkeinLabRunLanes *lanes = skein_lab_scene_find_lanes (self, run);
  double column_ns = (double) self->span_ns / MAX (self->lanes_width, 1);

  if (lanes == NULL)
    {
      lanes = g_new0 (SkeinLabRunLanes, 1);
      lanes->run = skein_lab_run_ref (run);
      lanes->lanes = skein_lab_lanes_new (run);
      g_hash_table_insert (self->lanes, run, lanes);
    }
  else if (!skein_lab_lanes_has_tasks (lanes->lanes))
    {
      skein_lab_lanes_update (lanes->lanes);
      lanes->width = 0;
    }

  lanes->pass = self->pass;
  if (!is_live && lanes->width == self->lanes_width && lanes->column_ns == column_ns)
    return;

  lanes->width = self->lanes_width;
  lanes->column_ns = column_ns;
  g_clear_pointer (&lanes->laid_out, g_ptr_array_unref);
  lanes->laid_out = g_ptr_array_new_with_free_func ((GDestroyNotify) skein_lab_lane_free);
  for (guint i = 0; i < run->cores->len; i++)
    g_ptr_array_add (lanes->laid_out, skein_lab_lanes_lay_out (lanes->lanes, i, column_ns, self->lanes_width, 2));
}

static void
lay_out_runs (SkeinLabScene *self)
{
  self->pass++;

  for (guint i = 0; self->cards != NULL && i < self->cards->len; i++)
    {
      const SkeinLabCard *card = skein_lab_scene_get_card (self, i);

      if (card->run != NULL)
        lay_out_run (self, card->run, card->is_live);
    }

  g_hash_table_foreach_remove (self->lanes, is_unused, self);
}

/* Places */

static int
scale (const SkeinLabScene *self,
       double               pixels)
{
  return (int) lround (pixels * MAX (self->line_height, NORMAL_LINE) / NORMAL_LINE);
}

static unsigned
count_lanes (const SkeinLabScene *self,
             const SkeinLabCard  *card)
{
  return MAX (card->run != NULL && card->run->cores->len > 0 ? card->run->cores->len : self->n_cores, 1);
}

static unsigned
most_lanes (const SkeinLabScene *self)
{
  unsigned most = 1;

  for (guint i = 0; self->cards != NULL && i < self->cards->len; i++)
    most = MAX (most, count_lanes (self, skein_lab_scene_get_card (self, i)));

  return most;
}

static unsigned
get_core (const SkeinLabCard *card,
          unsigned            place)
{
  return card->run != NULL && place < card->run->cores->len ? g_array_index (card->run->cores, uint16_t, place) : place;
}

static char *
dup_core_name (unsigned core)
{
  return g_strdup_printf (_("core %u"), core);
}

static void
place_columns (SkeinLabScene *self)
{
  g_autofree char *name = dup_core_name (most_lanes (self) > 10 ? 99 : 9);
  int inner = SKEIN_LAB_EDGE + SKEIN_LAB_PADDING;

  self->narrow = self->width < scale (self, NARROW_WIDTH);
  self->names_width = skein_texts_measure (self->texts, name, SKEIN_TEXT_SMALL);
  self->left_x = inner;

  if (self->narrow)
    {
      self->right_width = MIN (scale (self, RIGHT_WIDTH), self->width / 3);
      self->right_x = self->width - SKEIN_LAB_PADDING - self->right_width;
      self->left_width = MAX (self->right_x - inner - SKEIN_LAB_WORDS_GAP, 1);
      self->lanes_x = inner + self->names_width + NAMES_GAP;
      self->lanes_width = MAX (self->width - SKEIN_LAB_PADDING - self->lanes_x, 1);
      return;
    }

  self->left_width = MIN (MAX (scale (self, LEFT_WIDTH), (int) (self->width * MOST_LEFT * 0.8)),
                          (int) (self->width * MOST_LEFT));
  self->right_width = scale (self, RIGHT_WIDTH);
  self->right_x = self->width - SKEIN_LAB_PADDING - self->right_width;
  self->lanes_x = inner + self->left_width + SKEIN_LAB_WORDS_GAP + self->names_width + NAMES_GAP;
  self->lanes_width = MAX (self->right_x - SKEIN_LAB_WORDS_GAP - self->lanes_x, 1);
}

/* Returns: of the longest run; 0: nothing was run yet */
static int64_t
find_longest (const SkeinLabScene *self,
              bool                *ret_is_live)
{
  int64_t longest_ns = 0;

  *ret_is_live = false;
  for (guint i = 0; self->cards != NULL && i < self->cards->len; i++)
    {
      const SkeinLabCard *card = skein_lab_scene_get_card (self, i);

      *ret_is_live |= card->is_live;
      if (card->run != NULL)
        longest_ns = MAX (longest_ns, card->run->end_ns - card->run->start_ns);
    }

  return longest_ns;
}

/* While a run goes on the axis grows in strides: with each step of it all lanes would be others. */
static int64_t
stride (const SkeinLabScene *self,
        int64_t              longest_ns)
{
  bool is_kept = self->span_ns >= longest_ns && self->span_ns <= 2 * longest_ns;

  return is_kept ? self->span_ns : longest_ns + longest_ns / 4;
}

/* The longest run, up to the next gridline. */
static void
place_axis (SkeinLabScene *self)
{
  unsigned n_labels = (unsigned) MAX (self->lanes_width / MAX (LABEL_LINES * self->line_height, 1), 1);
  bool is_live;
  int64_t longest_ns = find_longest (self, &is_live);
  int64_t shown_ns = MAX (is_live && longest_ns > 0 ? stride (self, longest_ns) : longest_ns, 1000);

  self->axis_height = longest_ns > 0 ? self->small_height + 6 : 0;
  self->tick_ns = skein_axis_step (shown_ns, n_labels);
  if (is_live)
    {
      self->span_ns = shown_ns;
      return;
    }

  self->span_ns = (shown_ns + self->tick_ns - 1) / self->tick_ns * self->tick_ns;

  /* Where a gridline is far, the rest of the way to it says nothing. */
  if (self->span_ns > shown_ns + shown_ns / 5)
    self->span_ns = shown_ns + shown_ns / 10;
}

static int
measure_lines (SkeinLabScene *self,
               const char    *text,
               int            width)
{
  return text[0] != '\0' ? skein_texts_measure_lines (self->texts, text, width, SKEIN_TEXT_SMALL) + 4 : 0;
}

static int
measure_left (SkeinLabScene      *self,
              const SkeinLabCard *card)
{
  return skein_texts_measure_lines (self->texts, card->title, self->left_width, SKEIN_TEXT_BOLD) + 2 +
         measure_lines (self, card->workers, self->left_width) + measure_lines (self, card->answer, self->left_width);
}

static int
measure_right (SkeinLabScene      *self,
               const SkeinLabCard *card)
{
  int large = skein_texts_get_line_height (self->texts, SKEIN_TEXT_LARGE);

  if (card->wall[0] == '\0')
    return self->button_size;

  return large + 2 + (card->speed_up[0] != '\0' ? self->small_height + 4 : 0) +
         skein_texts_measure_lines (self->texts, card->at_once, self->right_width, SKEIN_TEXT_SMALL);
}

static void
place_card (SkeinLabScene      *self,
            const SkeinLabCard *card,
            int                 y,
            SkeinLabCardPlace  *place)
{
  double most = LANES_LINES * self->line_height;
  int words, lanes;

  place->n_lanes = (int) count_lanes (self, card);
  place->lane_step = (int) MIN (most / place->n_lanes, MOST_LANE_LINES * self->line_height + 5);
  place->lane_step = MAX (place->lane_step, LEAST_LANE + 1);
  place->lane_height = place->lane_step - (place->lane_step > 20 ? 5 : place->lane_step > 8 ? 2 : 1);
  lanes = (place->n_lanes - 1) * place->lane_step + place->lane_height;
  words = MAX (measure_left (self, card), measure_right (self, card));

  place->card = (cairo_rectangle_int_t) { 0, y, self->width, 0 };
  if (self->narrow)
    {
      place->lanes_y = y + SKEIN_LAB_PADDING + words + 6;
      place->card.height = place->lanes_y + lanes + SKEIN_LAB_PADDING - y;
    }
  else
    {
      place->card.height = MAX (words, lanes) + 2 * SKEIN_LAB_PADDING;
      place->lanes_y = y + (place->card.height - lanes) / 2;
    }

  place->button = (cairo_rectangle_int_t) {
    self->width - self->button_size - 6, y + 6, self->button_size, self->button_size
  };
}

static void
place_all (SkeinLabScene *self)
{
  int y;

  skein_texts_set_context (self->texts, self->text);
  self->line_height = skein_texts_get_line_height (self->texts, SKEIN_TEXT_PLAIN);
  self->small_height = skein_texts_get_line_height (self->texts, SKEIN_TEXT_SMALL);
  place_columns (self);
  place_axis (self);

  y = self->axis_height;
  g_array_set_size (self->places, self->cards != NULL ? self->cards->len : 0);
  for (guint i = 0; i < self->places->len; i++)
    {
      SkeinLabCardPlace *place = &g_array_index (self->places, SkeinLabCardPlace, i);

      place_card (self, skein_lab_scene_get_card (self, i), y, place);
      y += place->card.height + (i + 1 < self->places->len ? SKEIN_LAB_CARD_GAP : 0);
    }

  self->height = y;
}

int
skein_lab_scene_measure (SkeinLabScene *self,
                         int            width)
{
  int before = self->width;
  int height_before = self->height;
  int height, legend;

  self->width = width;
  skein_texts_begin (self->texts);
  place_all (self);
  legend = skein_lab_flow_legend (self, NULL, 0);
  height = self->height + (legend > 0 ? legend + SKEIN_LAB_CARD_GAP : 0);

  self->width = before;
  place_all (self);
  self->height = height_before;

  return height;
}

void
skein_lab_scene_layout (SkeinLabScene *self)
{
  int legend;

  place_all (self);
  lay_out_runs (self);
  legend = skein_lab_flow_legend (self, NULL, 0);
  self->height += legend > 0 ? legend + SKEIN_LAB_CARD_GAP : 0;
}

/* Drawing */

void
skein_lab_format_tick (int64_t  time_ns,
                       int64_t  step_ns,
                       char    *buffer,
                       size_t   size)
{
  char step[SKEIN_FORMAT_SIZE];
  const char *unit;

  skein_format_offset (time_ns != 0 ? time_ns : step_ns, step_ns, step, sizeof step);
  unit = g_utf8_strrchr (step, -1, 0xa0);
  if (time_ns == 0)
    g_snprintf (buffer, size, "0%s", unit != NULL ? unit : "");
  else
    g_strlcpy (buffer, step, size);
}

static double
x_of (const SkeinLabScene *self,
      int64_t              time_ns)
{
  return self->lanes_x + (double) time_ns / (double) self->span_ns * self->lanes_width;
}

static void
draw_axis (SkeinLabScene *self,
           cairo_t       *cr)
{
  char label[SKEIN_FORMAT_SIZE];

  for (int64_t tick_ns = 0; self->axis_height > 0 && tick_ns <= self->span_ns; tick_ns += self->tick_ns)
    {
      int width, x;

      skein_lab_format_tick (tick_ns, self->tick_ns, label, sizeof label);
      width = skein_texts_measure (self->texts, label, SKEIN_TEXT_SMALL);
      x = CLAMP ((int) lround (x_of (self, tick_ns)) - width / 2, 0, self->width - width);
      skein_texts_draw (self->texts, cr, label, x, 0, width + 1, SKEIN_TEXT_SMALL, &self->palette->dim);
    }
}

static void
draw_grid (const SkeinLabScene *self,
           cairo_t             *cr)
{
  const SkeinLabCardPlace *last;

  if (self->axis_height == 0 || self->places->len == 0)
    return;

  last = &g_array_index (self->places, SkeinLabCardPlace, self->places->len - 1);
  skein_colour_set_source (&self->palette->line, cr);
  for (int64_t tick_ns = 0; tick_ns <= self->span_ns; tick_ns += self->tick_ns)
    cairo_rectangle (cr, round (x_of (self, tick_ns)), self->axis_height - 4, 1.0,
                     last->card.y + last->card.height - self->axis_height + 4);
  cairo_fill (cr);
}

static void
draw_ground (const SkeinLabScene         *self,
             cairo_t                     *cr,
             const SkeinLabCard          *card,
             const cairo_rectangle_int_t *box)
{
  SkeinColour edge = skein_lab_colour_of_mode (card->mode, self->palette->dark);

  skein_lab_round_box (cr, box->x + 0.5, box->y + 0.5, box->width - 1.0, box->height - 1.0, SKEIN_LAB_RADIUS);
  skein_colour_set_source (&self->palette->card, cr);
  cairo_fill_preserve (cr);
  skein_colour_set_source (&self->palette->line, cr);
  cairo_set_line_width (cr, 1.0);
  cairo_stroke (cr);

  cairo_save (cr);
  skein_lab_round_box (cr, box->x, box->y, box->width, box->height, SKEIN_LAB_RADIUS);
  cairo_clip (cr);
  cairo_rectangle (cr, box->x, box->y, SKEIN_LAB_EDGE, box->height);
  skein_colour_set_source (&edge, cr);
  cairo_fill (cr);
  cairo_restore (cr);
}

/* Green is right, red is wrong, and what goes wrong as it should is neither; the words and the mark say the same. */
static SkeinColour
colour_of_verdict (const SkeinLabScene *self,
                   SkeinLabVerdict      verdict)
{
  static const SkeinColour light[] = {
    [SKEIN_LAB_VERDICT_RIGHT] = { 0.10f, 0.49f, 0.28f, 1.0f },
    [SKEIN_LAB_VERDICT_MEANT] = { 0.60f, 0.30f, 0.00f, 1.0f },
    [SKEIN_LAB_VERDICT_WRONG] = { 0.75f, 0.11f, 0.16f, 1.0f },
    [SKEIN_LAB_VERDICT_FAILED] = { 0.75f, 0.11f, 0.16f, 1.0f },
  };
  static const SkeinColour dark[] = {
    [SKEIN_LAB_VERDICT_RIGHT] = { 0.40f, 0.86f, 0.58f, 1.0f },
    [SKEIN_LAB_VERDICT_MEANT] = { 1.00f, 0.70f, 0.36f, 1.0f },
    [SKEIN_LAB_VERDICT_WRONG] = { 1.00f, 0.52f, 0.46f, 1.0f },
    [SKEIN_LAB_VERDICT_FAILED] = { 1.00f, 0.52f, 0.46f, 1.0f },
  };

  if (verdict == SKEIN_LAB_VERDICT_NONE)
    return self->palette->dim;
  if (self->palette->high_contrast)
    return self->palette->text;

  return self->palette->dark ? dark[verdict] : light[verdict];
}

static void
draw_left (SkeinLabScene           *self,
           cairo_t                 *cr,
           const SkeinLabCard      *card,
           const SkeinLabCardPlace *place)
{
  SkeinColour colour = colour_of_verdict (self, card->verdict);
  int y = place->card.y + SKEIN_LAB_PADDING;

  if (!self->narrow)
    y = place->card.y + (place->card.height - measure_left (self, card)) / 2;

  y += 2 + skein_texts_draw_lines (self->texts, cr, card->title, self->left_x, y, self->left_width, SKEIN_TEXT_BOLD,
                                   &self->palette->text);
  y += 4 + skein_texts_draw_lines (self->texts, cr, card->workers, self->left_x, y, self->left_width, SKEIN_TEXT_SMALL,
                                   &self->palette->dim);
  skein_texts_draw_lines (self->texts, cr, card->answer, self->left_x, y, self->left_width, SKEIN_TEXT_SMALL, &colour);
}

static SkeinColour
colour_of_gain (const SkeinLabScene *self)
{
  if (self->palette->high_contrast)
    return self->palette->text;

  return self->palette->dark ? (SkeinColour) { 0.47f, 0.72f, 1.0f, 1.0f } : (SkeinColour) { 0.09f, 0.35f, 0.71f, 1.0f };
}

static void
draw_right (SkeinLabScene           *self,
            cairo_t                 *cr,
            const SkeinLabCard      *card,
            const SkeinLabCardPlace *place)
{
  SkeinColour gain = colour_of_gain (self);
  SkeinTextStyle side = self->narrow ? SKEIN_TEXT_RIGHT : SKEIN_TEXT_PLAIN;
  int y = place->card.y + SKEIN_LAB_PADDING;

  if (!self->narrow)
    y = place->card.y + (place->card.height - measure_right (self, card)) / 2;

  skein_texts_draw (self->texts, cr, card->wall, self->right_x, y, self->right_width - self->button_size,
                    SKEIN_TEXT_LARGE | SKEIN_TEXT_BOLD | side, &self->palette->text);
  y += skein_texts_get_line_height (self->texts, SKEIN_TEXT_LARGE) + 2;
  if (card->speed_up[0] != '\0')
    {
      skein_texts_draw (self->texts, cr, card->speed_up, self->right_x, y, self->right_width,
                        SKEIN_TEXT_SMALL | SKEIN_TEXT_BOLD | side,
                        card->is_faster ? &gain : &self->palette->dim);
      y += self->small_height + 4;
    }
  if (self->narrow)
    skein_texts_draw (self->texts, cr, card->at_once, self->right_x, y, self->right_width, SKEIN_TEXT_SMALL | side,
                      &self->palette->dim);
  else
    skein_texts_draw_lines (self->texts, cr, card->at_once, self->right_x, y, self->right_width, SKEIN_TEXT_SMALL,
                            &self->palette->dim);
}

static void
draw_tracks (SkeinLabScene           *self,
             cairo_t                 *cr,
             const SkeinLabCard      *card,
             const SkeinLabCardPlace *place)
{
  SkeinColour pale = skein_colour_with_alpha (self->palette->track, self->palette->track.alpha * 0.55f);

  for (int i = 0; i < place->n_lanes; i++)
    {
      g_autofree char *name = dup_core_name (get_core (card, (unsigned) i));
      int y = place->lanes_y + i * place->lane_step;

      skein_lab_round_box (cr, self->lanes_x, y, self->lanes_width, place->lane_height, 3.0);
      skein_colour_set_source (&pale, cr);
      cairo_fill (cr);

      if (place->lane_step >= self->small_height || i % NAMED_CORE == 0)
        skein_texts_draw (self->texts, cr, name, self->lanes_x - NAMES_GAP - self->names_width,
                          y + (place->lane_height - self->small_height) / 2, self->names_width,
                          SKEIN_TEXT_SMALL | SKEIN_TEXT_RIGHT, &self->palette->dim);
    }
}

void
skein_lab_scene_draw_around (SkeinLabScene *self,
                             cairo_t       *cr)
{
  const SkeinLabCardPlace *last;

  skein_texts_begin (self->texts);
  draw_grid (self, cr);
  draw_axis (self, cr);
  if (self->places->len == 0)
    return;

  last = &g_array_index (self->places, SkeinLabCardPlace, self->places->len - 1);
  skein_lab_flow_legend (self, cr, last->card.y + last->card.height + SKEIN_LAB_CARD_GAP);
}

void
skein_lab_scene_draw_card (SkeinLabScene *self,
                           cairo_t       *cr,
                           unsigned       index)
{
  const SkeinLabCard *card = skein_lab_scene_get_card (self, index);
  const SkeinLabCardPlace *place = &g_array_index (self->places, SkeinLabCardPlace, index);

  draw_ground (self, cr, card, &place->card);
  draw_left (self, cr, card, place);
  draw_right (self, cr, card, place);
  draw_tracks (self, cr, card, place);
  if (card->run != NULL)
    skein_lab_draw_lanes (self, cr, card, place);
}

void
skein_lab_scene_draw (SkeinLabScene *self,
                      cairo_t       *cr)
{
  skein_lab_scene_draw_around (self, cr);

  for (guint i = 0; i < self->places->len; i++)
    skein_lab_scene_draw_card (self, cr, i);
}

/* What is there */

SkeinLabSpot
skein_lab_scene_hit (const SkeinLabScene *self,
                     double               x,
                     double               y)
{
  SkeinLabSpot spot = { -1, -1, 0 };

  for (guint i = 0; i < self->places->len; i++)
    {
      const SkeinLabCardPlace *place = &g_array_index (self->places, SkeinLabCardPlace, i);
      const SkeinLabCard *card = skein_lab_scene_get_card (self, i);
      int lane = ((int) floor (y) - place->lanes_y) / MAX (place->lane_step, 1);

      if (y < place->card.y || y >= place->card.y + place->card.height)
        continue;

      spot.card = (int) i;
      if (card->run == NULL || x < self->lanes_x || x >= self->lanes_x + self->lanes_width || y < place->lanes_y ||
          lane >= place->n_lanes)
        break;

      spot.core = lane;
      spot.time_ns = card->run->start_ns + (int64_t) ((x - self->lanes_x) / self->lanes_width * (double) self->span_ns);
    }

  return spot;
}

static char *
dup_stay_name (const SkeinLabRunLanes *lanes,
               const SkeinLabStay     *stay)
{
  if (stay->task == SKEIN_LAB_OTHERS_TASK)
    return g_strdup (_("other programs"));
  if (stay->task == SKEIN_LAB_NO_TASK)
    return g_strdup_printf (_("at no task, thread %d"), (int) stay->tid);
  if (!skein_lab_lanes_has_tasks (lanes->lanes))
    return g_strdup_printf (_("thread %d"), (int) stay->tid);

  return g_strdup_printf (_("task %u, thread %d"), stay->task + 1, (int) stay->tid);
}

char *
skein_lab_scene_dup_spot_text (SkeinLabScene      *self,
                               const SkeinLabSpot *spot)
{
  const SkeinLabCard *card = spot->card >= 0 ? skein_lab_scene_get_card (self, (unsigned) spot->card) : NULL;
  const SkeinLabRunLanes *lanes = NULL;
  const SkeinLabStay *stay;
  char start[SKEIN_FORMAT_SIZE], length[SKEIN_FORMAT_SIZE];
  g_autofree char *core = NULL;
  g_autofree char *name = NULL;

  if (card != NULL && card->run != NULL)
    lanes = skein_lab_scene_find_lanes (self, card->run);
  if (lanes == NULL || spot->core < 0 || spot->time_ns > card->run->end_ns)
    return NULL;

  core = dup_core_name (get_core (card, (unsigned) spot->core));
  if (!card->run->is_exact)
    /* Translators: "core 0" */
    return g_strdup_printf (_("%s: made of samples: shares, not who came when"), core);

  stay = skein_lab_lanes_find_stay (lanes->lanes, (unsigned) spot->core, spot->time_ns);
  if (stay == NULL)
    /* Translators: "core 0" */
    return g_strdup_printf (_("%s: nobody of this run"), core);

  name = dup_stay_name (lanes, stay);
  skein_format_duration (stay->start_ns - card->run->start_ns, start, sizeof start);
  skein_format_duration (stay->end_ns - stay->start_ns, length, sizeof length);

  /* Translators: "core 0", "task 3, thread 1234", when it began, how long it was there */
  return g_strdup_printf (_("%s: %s\nfrom %s, for %s"), core, name, start, length);
}

static void
say_core (GString                *text,
          const SkeinLabRunLanes *lanes,
          const SkeinLabCard     *card,
          unsigned                core)
{
  SkeinLabCoreSums sums;
  char share[SKEIN_FORMAT_SIZE];
  g_autofree char *name = dup_core_name (get_core (card, core));
  g_autofree char *turns = NULL;
  int64_t length_ns = MAX (card->run->end_ns - card->run->start_ns, 1);

  skein_lab_lanes_sum (lanes->lanes, core, &sums);
  skein_format_percent ((double) sums.own_ns / (double) length_ns, share, sizeof share);
  turns = sums.n_turns > 0 ? g_strdup_printf (ngettext (", %u turn", ", %u turns", sums.n_turns), sums.n_turns)
                           : g_strdup ("");

  /* Translators: "core 0", "98 %", ", 24 turns" */
  g_string_append_printf (text, _("; %s: %s of the time%s"), name, share, turns);
}

char *
skein_lab_scene_dup_card_text (SkeinLabScene *self,
                               unsigned       index)
{
  const SkeinLabCard *card = skein_lab_scene_get_card (self, index);
  const SkeinLabRunLanes *lanes = card->run != NULL ? skein_lab_scene_find_lanes (self, card->run) : NULL;
  GString *text = g_string_new (card->workers);
  const char *const parts[] = { card->wall, card->speed_up, card->at_once, card->answer };

  for (size_t i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i][0] != '\0')
      g_string_append_printf (text, "; %s", parts[i]);

  for (guint i = 0; lanes != NULL && i < MIN (card->run->cores->len, 16); i++)
    say_core (text, lanes, card, i);

  return g_string_free (text, FALSE);
}
