/* lab-sheet.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "draw/lab-sheet.h"

#include "draw/lab-scene-private.h"

#include <sys/utsname.h>

#include <glib/gi18n.h>

#define SECTION_GAP 14
#define COLUMN_GAP  18
#define ROW_PADDING 4
#define BOX_PADDING 12
#define SWATCH_GAP  6
#define BLOCK_GAP   10

struct _SkeinLabSheet
{
  const SkeinLabResults *results;
  const SkeinPalette    *palette;
  PangoContext          *context;
  SkeinTexts            *texts;
  int                    width;
  int                    height;
  int                    line;
  int                    small;
  GPtrArray             *cards;
  SkeinLabScene         *scene;
  SkeinLabTable         *table;
  int                   *column_widths;
  int                    names_width;
  char                  *words;
  char                  *caption;
  char                  *source;
  char                  *finding;
  char                  *where;
};

static const SkeinExperimentInfo *
experiment (const SkeinLabSheet *self)
{
  return self->results->plan.experiment;
}

/* Each part draws where @cr is given, and returns where it ends. */

static int
flow_lines (SkeinLabSheet     *self,
            cairo_t           *cr,
            const char        *text,
            int                x,
            int                y,
            int                width,
            SkeinTextStyle     style,
            const SkeinColour *colour)
{
  if (text == NULL || text[0] == '\0')
    return y;

  if (cr == NULL)
    return y + skein_texts_measure_lines (self->texts, text, width, style);

  return y + skein_texts_draw_lines (self->texts, cr, text, x, y, width, style, colour);
}

static int
flow_head (SkeinLabSheet *self,
           cairo_t       *cr,
           int            y)
{
  y = flow_lines (self, cr, g_dgettext (GETTEXT_PACKAGE, experiment (self)->title), 0, y, self->width,
                  SKEIN_TEXT_LARGE | SKEIN_TEXT_BOLD, &self->palette->text);
  y = flow_lines (self, cr, g_dgettext (GETTEXT_PACKAGE, experiment (self)->idea), 0, y + 4, self->width,
                  SKEIN_TEXT_PLAIN, &self->palette->dim);
  y = flow_lines (self, cr, self->words, 0, y + 4, self->width, SKEIN_TEXT_PLAIN, &self->palette->text);

  return y + SECTION_GAP;
}

static int
flow_scene (SkeinLabSheet *self,
            cairo_t       *cr,
            int            y)
{
  if (cr != NULL)
    {
      cairo_save (cr);
      cairo_translate (cr, 0, y);
      skein_lab_scene_draw (self->scene, cr);
      cairo_restore (cr);
    }

  return y + self->scene->height + SECTION_GAP;
}

/* The table: as many columns beside each other as there is room for, the others below. */

static void
measure_table (SkeinLabSheet *self)
{
  int swatch = self->small - 4 + SWATCH_GAP;

  self->column_widths = g_new0 (int, MAX (self->table->columns->len, 1));

  for (guint row = 0; row < self->table->names->len; row++)
    {
      int width = skein_texts_measure (self->texts, self->table->names->pdata[row], SKEIN_TEXT_BOLD | SKEIN_TEXT_SMALL);

      self->names_width = MAX (self->names_width, swatch + width);
    }
  self->names_width = MIN (self->names_width, self->width / 3);

  for (guint i = 0; i < self->table->columns->len; i++)
    {
      const SkeinLabTableColumn *column = self->table->columns->pdata[i];

      self->column_widths[i] = skein_texts_measure (self->texts, column->title, SKEIN_TEXT_SMALL);
      for (guint row = 0; row < self->table->names->len; row++)
        self->column_widths[i] = MAX (self->column_widths[i],
                                      skein_texts_measure (self->texts, skein_lab_table_get (self->table, row, i),
                                                           SKEIN_TEXT_SMALL));
    }
}

static void
draw_name (SkeinLabSheet *self,
           cairo_t       *cr,
           guint          row,
           int            y)
{
  unsigned mode = g_array_index (self->table->modes, unsigned, row);
  SkeinColour colour = skein_lab_colour_of_mode (mode, self->palette->dark);
  int size = self->small - 4;

  skein_lab_round_box (cr, 0, y + 2, size, size, size / 2.0);
  skein_colour_set_source (&colour, cr);
  cairo_fill (cr);
  skein_texts_draw (self->texts, cr, self->table->names->pdata[row], size + SWATCH_GAP, y,
                    self->names_width - size - SWATCH_GAP, SKEIN_TEXT_BOLD | SKEIN_TEXT_SMALL, &self->palette->text);
}

static void
draw_cells (SkeinLabSheet *self,
            cairo_t       *cr,
            guint          first,
            guint          end,
            int            row, /* -1: the titles */
            int            y)
{
  int used = self->names_width;
  int gap;

  for (guint i = first; i < end; i++)
    used += self->column_widths[i];
  gap = MIN ((self->width - used) / (int) MAX (end - first, 1), 4 * COLUMN_GAP);

  for (guint i = first, x = (guint) self->names_width; i < end; i++)
    {
      const SkeinLabTableColumn *column = self->table->columns->pdata[i];
      const char *text = row < 0 ? column->title : skein_lab_table_get (self->table, (unsigned) row, i);

      x += (guint) gap;
      skein_texts_draw (self->texts, cr, text, (int) x, y, self->column_widths[i], SKEIN_TEXT_SMALL | SKEIN_TEXT_RIGHT,
                        row < 0 ? &self->palette->dim : &self->palette->text);
      x += (guint) self->column_widths[i];
    }
}

static int
flow_block (SkeinLabSheet *self,
            cairo_t       *cr,
            guint          first,
            guint          end,
            int            y)
{
  int step = self->small + 2 * ROW_PADDING;

  for (int row = -1; row < (int) self->table->names->len; row++, y += step)
    {
      if (cr == NULL)
        continue;
      if (row >= 0)
        {
          draw_name (self, cr, (guint) row, y + ROW_PADDING);
          cairo_rectangle (cr, 0, y, self->width, 1);
          skein_colour_set_source (&self->palette->line, cr);
          cairo_fill (cr);
        }
      draw_cells (self, cr, first, end, row, y + ROW_PADDING);
    }

  return y;
}

static int
flow_table (SkeinLabSheet *self,
            cairo_t       *cr,
            int            y)
{
  guint n = self->table->columns->len;
  int heading;

  if (self->table->names->len == 0)
    return y;

  heading = skein_texts_measure (self->texts, _("Measured"), SKEIN_TEXT_BOLD) + 10;
  if (cr != NULL)
    skein_texts_draw (self->texts, cr, _("Measured"), 0, y, self->width, SKEIN_TEXT_BOLD, &self->palette->text);
  y = flow_lines (self, cr, self->caption, heading, y + 2, self->width - heading, SKEIN_TEXT_SMALL,
                  &self->palette->dim);
  y += 4;

  for (guint first = 0, end; first < n; first = end)
    {
      int width = self->names_width;

      for (end = first; end < n; end++)
        {
          width += COLUMN_GAP + self->column_widths[end];
          if (end > first && width > self->width)
            break;
        }
      y = flow_block (self, cr, first, end, y) + BLOCK_GAP;
    }

  return y + SECTION_GAP - BLOCK_GAP;
}

static int
flow_finding_text (SkeinLabSheet *self,
                   cairo_t       *cr,
                   int            y)
{
  int x = SKEIN_LAB_EDGE + BOX_PADDING;
  int width = self->width - x - BOX_PADDING;

  y = flow_lines (self, cr, _("What this run shows"), x, y + BOX_PADDING, width, SKEIN_TEXT_BOLD,
                  &self->palette->text);
  y = flow_lines (self, cr, self->finding, x, y + 4, width, SKEIN_TEXT_PLAIN, &self->palette->text);

  return y + BOX_PADDING;
}

static int
flow_finding (SkeinLabSheet *self,
              cairo_t       *cr,
              int            y)
{
  SkeinColour ground = skein_colour_with_alpha (self->palette->accent, 0.10f);
  int height;

  if (self->finding == NULL)
    return y;

  height = flow_finding_text (self, NULL, 0);
  if (cr != NULL)
    {
      cairo_save (cr);
      skein_lab_round_box (cr, 0, y, self->width, height, SKEIN_LAB_RADIUS);
      cairo_clip (cr);
      skein_colour_set_source (&ground, cr);
      cairo_paint (cr);
      cairo_rectangle (cr, 0, y, SKEIN_LAB_EDGE, height);
      skein_colour_set_source (&self->palette->accent, cr);
      cairo_fill (cr);
      cairo_restore (cr);
      flow_finding_text (self, cr, y);
    }

  return y + height + SECTION_GAP;
}

static int
flow (SkeinLabSheet *self,
      cairo_t       *cr)
{
  int y = flow_head (self, cr, 0);

  y = flow_scene (self, cr, y);
  y = flow_table (self, cr, y);
  y = flow_finding (self, cr, y);
  y = flow_lines (self, cr, self->source, 0, y, self->width, SKEIN_TEXT_SMALL, &self->palette->dim);

  return flow_lines (self, cr, self->where, 0, y, self->width, SKEIN_TEXT_SMALL, &self->palette->dim);
}

/* Figures say little without the machine that they are of. */
static char *
dup_where (void)
{
  unsigned n_cores = skein_experiment_count_cores ();
  struct utsname names;

  if (uname (&names) < 0)
    return g_strdup_printf (ngettext ("a machine of %u core", "a machine of %u cores", n_cores), n_cores);

  /* Translators: the name and release of the kernel, as "Linux 6.1.0" */
  return g_strdup_printf (ngettext ("a machine of %u core, %s %s; Skein %s", "a machine of %u cores, %s %s; Skein %s",
                                    n_cores), n_cores, names.sysname, names.release, SKEIN_VERSION);
}

SkeinLabSheet *
skein_lab_sheet_new (const SkeinLabResults *results,
                     unsigned               repeat,
                     const SkeinPalette    *palette,
                     PangoContext          *text,
                     int                    width)
{
  SkeinLabSheet *self = g_new0 (SkeinLabSheet, 1);

  self->results = results;
  self->palette = palette;
  self->context = g_object_ref (text);
  self->width = width;
  self->texts = skein_texts_new ();
  skein_texts_set_context (self->texts, text);
  self->line = skein_texts_get_line_height (self->texts, SKEIN_TEXT_PLAIN);
  self->small = skein_texts_get_line_height (self->texts, SKEIN_TEXT_SMALL);

  self->cards = skein_lab_cards_new (&results->plan, results, NULL, repeat, NULL);
  self->table = skein_lab_table_new (results);
  self->words = skein_lab_plan_dup_words (&results->plan);
  self->caption = skein_lab_table_dup_caption (results);
  self->source = skein_lab_results_dup_source (results);
  self->finding = skein_lab_results_dup_finding (results);
  self->where = dup_where ();

  self->scene = skein_lab_scene_new ();
  self->scene->cards = self->cards;
  self->scene->palette = palette;
  self->scene->text = g_object_ref (text);
  self->scene->width = width;
  self->scene->tasks = experiment (self)->tasks;
  self->scene->n_cores = skein_experiment_count_cores ();
  skein_lab_scene_layout (self->scene);

  measure_table (self);
  self->height = flow (self, NULL);

  return self;
}

void
skein_lab_sheet_free (SkeinLabSheet *self)
{
  if (self == NULL)
    return;

  skein_lab_scene_free (self->scene);
  g_ptr_array_unref (self->cards);
  skein_lab_table_free (self->table);
  skein_texts_free (self->texts);
  g_object_unref (self->context);
  g_free (self->column_widths);
  g_free (self->words);
  g_free (self->caption);
  g_free (self->source);
  g_free (self->finding);
  g_free (self->where);
  g_free (self);
}

int
skein_lab_sheet_get_height (const SkeinLabSheet *self)
{
  return self->height;
}

void
skein_lab_sheet_draw (SkeinLabSheet *self,
                      cairo_t       *cr)
{
  flow (self, cr);
}
