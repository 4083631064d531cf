/* axis.c - all that is written: the time axis, the names of the lanes, headings, the legend
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "draw/scene-private.h"

#include <glib/gi18n.h>

#include "base/format.h"
#include "present/axis-ticks.h"

#define SMALL         0.85
#define SWATCH_WIDTH  22
#define LEGEND_GAP    14
#define NAMES_PADDING 10

/* Of many thin core lanes, each eighth has its name. */
#define NAMED_CORE 8

typedef struct
{
  const char *words;
  SkeinState  state; /* SKEIN_STATE_UNKNOWN: not measured */
  bool        is_derived;
} LegendItem;

static const LegendItem legend_items[] = {
  { N_("Running"), SKEIN_STATE_RUNNING },
  { N_("Ready: wants a core"), SKEIN_STATE_READY },
  { N_("Ready, derived"), SKEIN_STATE_READY, true },
  { N_("Waiting"), SKEIN_STATE_WAITING },
  { N_("Disk"), SKEIN_STATE_DISK },
  { N_("Suspended"), SKEIN_STATE_SUSPENDED },
  { N_("Not measured"), SKEIN_STATE_UNKNOWN },
};

PangoLayout *
skein_text_layout_new (const SkeinScene *self,
                       const char       *text,
                       bool              bold,
                       bool              small)
{
  PangoLayout *layout = pango_layout_new (self->text);
  PangoAttrList *attributes = pango_attr_list_new ();

  if (bold)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  if (small)
    pango_attr_list_insert (attributes, pango_attr_scale_new (SMALL));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, text, -1);
  pango_attr_list_unref (attributes);

  return layout;
}

int
skein_measure_text (const SkeinScene *self,
                    const char       *text,
                    bool              bold,
                    bool              small)
{
  g_autoptr (PangoLayout) layout = skein_text_layout_new (self, text, bold, small);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);

  return width;
}

int
skein_draw_text (const SkeinScene  *self,
                 cairo_t           *cr,
                 const char        *text,
                 int                x,
                 int                y,
                 int                width,
                 bool               bold,
                 bool               small,
                 const SkeinColour *colour)
{
  g_autoptr (PangoLayout) layout = skein_text_layout_new (self, text, bold, small);
  int ret_width;

  if (width >= 0)
    {
      pango_layout_set_width (layout, width * PANGO_SCALE);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    }

  skein_colour_set_source (colour, cr);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
  pango_layout_get_pixel_size (layout, &ret_width, NULL);

  return ret_width;
}

/* The label of a tick: the time of day or, where that is long, the time since @base_ns. */
static void
format_tick (int64_t             tick_ns,
             int64_t             base_ns,
             const SkeinColumns *columns,
             char               *buffer,
             size_t              size)
{
  char offset[SKEIN_FORMAT_SIZE] = "0";

  if (base_ns == INT64_MIN)
    {
      skein_axis_format_clock (tick_ns, columns->offset_ns, columns->tick_ns, buffer, size);

      return;
    }

  if (tick_ns > base_ns)
    skein_format_offset (tick_ns - base_ns, columns->tick_ns, offset, sizeof offset);
  g_snprintf (buffer, size, "+%s", offset);
}

/* Beside the labels, above the names. */
static void
draw_base (const SkeinScene   *self,
           cairo_t            *cr,
           int64_t             base_ns,
           const SkeinColumns *columns)
{
  char text[SKEIN_FORMAT_SIZE];
  int width;

  skein_axis_format_clock (base_ns, columns->offset_ns, skein_axis_base_step (columns->tick_ns), text, sizeof text);
  width = skein_measure_text (self, text, false, true);
  skein_draw_text (self, cr, text, -MIN (width + 6, self->names_width), self->axis.y + 2, -1, false, true,
                   &self->palette->dim);
}

/* Whether a label has room: it is seen whole, and nothing lies over it. */
static bool
label_has_room (const SkeinScene *self,
                int               x,
                int               width,
                int               n_columns)
{
  if (x < 0 || x + width > n_columns)
    return false;

  return self->axis_taken_width == 0 || x + width <= self->axis_taken_x ||
         x >= self->axis_taken_x + self->axis_taken_width;
}

void
skein_scene_draw_axis (const SkeinScene   *self,
                       cairo_t            *cr,
                       const SkeinColumns *columns)
{
  int64_t end_ns = columns->start_ns + columns->n * columns->column_ns;
  int64_t tick_ns = skein_axis_first_tick (columns->start_ns, columns->tick_ns, columns->offset_ns);
  int64_t base_ns = skein_axis_base (columns->start_ns, columns->tick_ns, columns->offset_ns);

  if (base_ns != INT64_MIN)
    draw_base (self, cr, base_ns, columns);

  for (; tick_ns < end_ns; tick_ns += columns->tick_ns)
    {
      char text[SKEIN_FORMAT_SIZE + 1];
      int x = (int) ((tick_ns - columns->start_ns) / columns->column_ns);
      int width;

      format_tick (tick_ns, base_ns, columns, text, sizeof text);
      width = skein_measure_text (self, text, false, true);
      if (label_has_room (self, x - width / 2, width / 2 * 2, columns->n))
        skein_draw_text (self, cr, text, x - width / 2, self->axis.y + 2, -1, false, true, &self->palette->dim);
    }
}

static void
draw_core_name (const SkeinScene *self,
                cairo_t          *cr,
                int               index,
                int               y,
                const double     *busy)
{
  int width = self->names_width - NAMES_PADDING;
  char percent[SKEIN_FORMAT_SIZE] = "";
  g_autofree char *name = g_strdup_printf (_("Core %u"), g_array_index (self->cores, uint16_t, index));
  g_autofree char *share = NULL;
  int name_width;

  if (busy != NULL && busy[index] >= 0.0)
    share = g_strdup_printf (_("%s busy"), skein_format_percent (busy[index], percent, sizeof percent));

  if (self->core_height < self->line_height)
    {
      if (index % NAMED_CORE == 0)
        skein_draw_text (self, cr, name, 0, y - 2, width, false, true, &self->palette->dim);

      return;
    }

  if (self->core_height >= 2 * self->line_height)
    {
      skein_draw_text (self, cr, name, 0, y, width, true, false, &self->palette->text);
      if (share != NULL)
        skein_draw_text (self, cr, share, 0, y + self->line_height, width, false, true, &self->palette->dim);

      return;
    }

  name_width = skein_draw_text (self, cr, name, 0, y, width, true, false, &self->palette->text);
  if (share != NULL)
    skein_draw_text (self, cr, percent, name_width + 8, y + 1, width - name_width - 8, false, true,
                     &self->palette->dim);
}

static void
draw_lane_name (const SkeinScene *self,
                cairo_t          *cr,
                const SkeinLane  *lane,
                int               y)
{
  int width = self->names_width - NAMES_PADDING;
  int indent = lane->kind == SKEIN_LANE_THREAD ? 8 : 0;

  if (lane->kind == SKEIN_LANE_MORE)
    {
      skein_draw_text (self, cr, lane->title, 0, y + 4, self->names_width + self->columns_width, false, false,
                       &self->palette->accent);

      return;
    }

  if (lane->kind == SKEIN_LANE_PROCESS)
    {
      int used = skein_draw_text (self, cr, lane->title, 0, y + 5, -1, true, false, &self->palette->text);

      skein_draw_text (self, cr, lane->subtitle, used + 8, y + 6, -1, false, true, &self->palette->dim);

      return;
    }

  if (lane->id == self->chosen)
    {
      skein_colour_set_source (&self->palette->accent, cr);
      cairo_rectangle (cr, 0, y + 3, 4, self->lane_height - 6);
      cairo_fill (cr);
    }

  skein_draw_text (self, cr, lane->title, indent, y + 2, width - indent,
                   lane->is_pinned || lane->id == self->chosen, false, &self->palette->text);
  skein_draw_text (self, cr, lane->subtitle, indent, y + 2 + self->line_height, width - indent, false, true,
                   &self->palette->dim);
}

static void
draw_lane_names (const SkeinScene *self,
                 cairo_t          *cr)
{
  size_t n;
  const SkeinLane *lanes = skein_timeline_get_lanes (self->timeline, &n);

  cairo_save (cr);
  cairo_rectangle (cr, 0, self->lane_stripe.y, self->width, self->lane_stripe.height);
  cairo_clip (cr);

  for (size_t i = 0; i < n; i++)
    {
      int y = self->lane_stripe.y - self->lanes_scroll + g_array_index (self->lane_tops, int, i);

      if (y + self->lane_height >= self->lane_stripe.y && y < self->lane_stripe.y + self->lane_stripe.height)
        draw_lane_name (self, cr, &lanes[i], y);
    }

  if (n == 0 && self->hint != NULL)
    skein_draw_text (self, cr, self->hint, 0, self->lane_stripe.y + self->line_height, self->width, false, false,
                     &self->palette->dim);

  cairo_restore (cr);
}

static void
draw_core_names (const SkeinScene *self,
                 cairo_t          *cr,
                 const double     *busy)
{
  cairo_save (cr);
  cairo_rectangle (cr, 0, self->core_stripe.y - 2, self->names_width, self->core_stripe.height + 4);
  cairo_clip (cr);

  for (int i = 0; i < (int) self->cores->len; i++)
    {
      int y = self->core_stripe.y - self->cores_scroll + i * self->core_height;

      if (y + 2 * self->line_height >= self->core_stripe.y && y < self->core_stripe.y + self->core_stripe.height)
        draw_core_name (self, cr, i, y, busy);
    }

  cairo_restore (cr);
}

/* The figures of "at once". */
static void
draw_scale (const SkeinScene *self,
            cairo_t          *cr)
{
  unsigned step = skein_axis_integer_step (self->once_most, 4);

  for (unsigned value = 0; value <= self->once_most; value += step)
    {
      int y = self->once_stripe.y + self->once_stripe.height - 1 -
              (int) value * (self->once_stripe.height - 2) / (int) self->once_most;
      char text[SKEIN_FORMAT_SIZE];
      int width;

      skein_format_count (value, text, sizeof text);
      width = skein_measure_text (self, text, false, true);
      skein_draw_text (self, cr, text, self->names_width - 6 - width, y - self->line_height / 2, -1, false, true,
                       &self->palette->dim);
    }
}

void
skein_scene_draw_names (const SkeinScene *self,
                        cairo_t          *cr,
                        const double     *busy)
{
  draw_core_names (self, cr, busy);
  draw_lane_names (self, cr);
  draw_scale (self, cr);
}

static void
draw_swatch (const SkeinScene *self,
             cairo_t          *cr,
             const LegendItem *item,
             int               x,
             int               y)
{
  cairo_rectangle_int_t box = { .x = x, .y = y + 2, .width = SWATCH_WIDTH, .height = self->line_height - 4 };
  SkeinState state = item->state;

  cairo_save (cr);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);

  if (item->is_derived)
    skein_draw_derived_ready (self, cr, &box);
  else if (state == SKEIN_STATE_READY)
    skein_draw_ready (self, cr, &box);
  else if (state == SKEIN_STATE_RUNNING || state == SKEIN_STATE_UNKNOWN)
    {
      cairo_rectangle (cr, box.x, box.y, box.width, box.height);
      if (state == SKEIN_STATE_RUNNING)
        skein_colour_set_source (&self->palette->running, cr);
      else
        cairo_set_source (cr, self->palette->gap);
      cairo_fill (cr);
    }
  else
    skein_draw_waiting (self, cr, state, x, y + self->line_height / 2, SWATCH_WIDTH);

  cairo_restore (cr);
}

static int
legend_item_width (const SkeinScene *self,
                   int               index)
{
  return SWATCH_WIDTH + 6 + skein_measure_text (self, _ (legend_items[index].words), false, true) + LEGEND_GAP;
}

static int
heading_width (const SkeinScene *self)
{
  return skein_measure_text (self, self->heading != NULL ? self->heading : "", true, false) +
         skein_measure_text (self, self->subheading != NULL ? self->subheading : "", false, true) + 3 * LEGEND_GAP;
}

static int
legend_width (const SkeinScene *self)
{
  int width = 0;

  for (int i = 0; i < (int) G_N_ELEMENTS (legend_items); i++)
    width += legend_item_width (self, i);

  return width;
}

static bool
legend_is_beside (const SkeinScene *self)
{
  return heading_width (self) + legend_width (self) <= self->width;
}

/* Places the legend in lines below each other; draws it where @cr is given. Returns: how many lines. */
static int
flow_legend (const SkeinScene *self,
             cairo_t          *cr,
             int               left,
             int               y)
{
  int x = left;
  int n_lines = 1;

  for (int i = 0; i < (int) G_N_ELEMENTS (legend_items); i++)
    {
      int width = legend_item_width (self, i);

      if (x > left && x + width > self->width)
        {
          x = left;
          y += self->line_height;
          n_lines++;
        }

      if (cr != NULL)
        {
          draw_swatch (self, cr, &legend_items[i], x, y);
          skein_draw_text (self, cr, _ (legend_items[i].words), x + SWATCH_WIDTH + 6, y + 1, -1, false, true,
                           &self->palette->dim);
        }
      x += width;
    }

  return n_lines;
}

int
skein_legend_height (const SkeinScene *self)
{
  return legend_is_beside (self) ? 0 : flow_legend (self, NULL, 0, 0) * self->line_height;
}

static void
draw_heading (const SkeinScene *self,
              cairo_t          *cr,
              const char       *title,
              const char       *explanation,
              int               y)
{
  int width = skein_draw_text (self, cr, title, 0, y, self->width, true, false, &self->palette->text);

  skein_draw_text (self, cr, explanation, width + 10, y + 1, MAX (self->width - width - 10, 0), false, true,
                   &self->palette->dim);
}

void
skein_scene_draw_headings (const SkeinScene *self,
                           cairo_t          *cr)
{
  int y = self->lane_heading.y + 6;

  if (self->heading != NULL)
    draw_heading (self, cr, self->heading, self->subheading != NULL ? self->subheading : "", y);

  if (legend_is_beside (self))
    flow_legend (self, cr, self->width - legend_width (self), y);
  else
    flow_legend (self, cr, 0, y + self->line_height + 2);

  draw_heading (self, cr, _("At once"),
                _("threads on a core (filled) and, above them, those that want one (hatched)"),
                self->once_heading.y + 6);
}
