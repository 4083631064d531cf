/* memory-inspector.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/memory-inspector.h"

#include "app/label.h"
#include "app/memory-curve.h"
#include "base/format.h"
#include "present/colour.h"
#include "present/memory-finding.h"
#include "present/memory-words.h"
#include "present/reach.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define N_FACTS 10

/* More would be a table; those of the region's own process come first. */
#define N_REACH 10

/* Between an answer and the next name, in pixels. */
#define REACH_GAP 6

typedef struct
{
  GtkLabel *name;
  GtkLabel *value;
} FactLine;

typedef struct
{
  GtkLabel *dot;
  GtkLabel *names;
  GtkLabel *why;
} ReachLine;

struct _SkeinMemoryInspector
{
  GtkWidget         parent_instance;

  SkeinMemoryModel *model;

  GtkWidget        *scrolled;
  GtkLabel         *title;
  GtkLabel         *subtitle;
  GtkGrid          *facts;
  GtkWidget        *reach_box;
  GtkGrid          *reach;
  GtkLabel         *reach_note;
  GtkWidget        *past_box;
  GtkLabel         *past_title;
  SkeinMemoryCurve *past;
  GtkWidget        *finding_box;
  GtkLabel         *finding_title;
  GtkLabel         *finding;
  GtkLabel         *machine;

  FactLine          fact_lines[N_FACTS];
  guint             n_facts;
  ReachLine         reach_lines[N_REACH];
};

/* What is looked at: found once for a refresh. */
typedef struct
{
  SkeinMemoryChoice    choice;
  SkeinResident       *residents;
  const SkeinProcess  *process; /* NULL: not seen */
} Subject;

G_DEFINE_FINAL_TYPE (SkeinMemoryInspector, skein_memory_inspector, GTK_TYPE_WIDGET)

static void
show_title (SkeinMemoryInspector *self,
            const Subject        *subject)
{
  const SkeinHouse *house = &subject->choice.houses->houses[subject->choice.house];
  char title[SKEIN_WORDS_SIZE];
  g_autofree char *subtitle = g_strdup_printf (_("of %s (%d)"), house->name, (int) house->process.pid);

  skein_words_region (subject->choice.region, subject->process, title, sizeof title);
  skein_label_set_text (self->title, title);
  skein_label_set_text (self->subtitle, subtitle);
}

/* Facts */

static void
add_fact (SkeinMemoryInspector *self,
          const char           *name,
          const char           *value)
{
  FactLine *line = &self->fact_lines[self->n_facts];

  if (value == NULL || *value == '\0' || self->n_facts == N_FACTS)
    return;

  skein_label_set_text (line->name, name);
  skein_label_set_text (line->value, value);
  gtk_widget_set_tooltip_text (GTK_WIDGET (line->value), value);
  self->n_facts++;
}

static void
add_bytes (SkeinMemoryInspector *self,
           const char           *name,
           bool                  is_known,
           uint64_t              bytes)
{
  char text[SKEIN_FORMAT_SIZE];

  add_fact (self, name, is_known ? skein_format_bytes (bytes, text, sizeof text) : _("not read yet"));
}

static void
add_shared (SkeinMemoryInspector *self,
            const Subject        *subject)
{
  const SkeinRegion *region = subject->choice.region;
  g_autofree char *name = skein_reach_dup_shared_words (subject->choice.houses->report, subject->choice.house,
                                                        subject->choice.index);

  add_bytes (self, name != NULL ? name : _("Shared"), region->has_figures, region->shared);
}

static void
add_access (SkeinMemoryInspector *self,
            const SkeinRegion    *region)
{
  char access[SKEIN_WORDS_SIZE];

  add_fact (self, _("Access"), skein_words_access (region->access, access, sizeof access));
}

/* Of the process: the kernel counts them for no part of it. */
static void
add_faults (SkeinMemoryInspector *self,
            const Subject        *subject)
{
  double rate = skein_memory_model_get_fault_rate (self->model);
  char count[SKEIN_FORMAT_SIZE], per_second[SKEIN_FORMAT_SIZE];
  g_autofree char *text = NULL;

  skein_format_count (subject->choice.space->minor_faults + subject->choice.space->major_faults, count, sizeof count);
  if (rate >= 0.0)
    {
      skein_format_count ((uint64_t) lround (rate), per_second, sizeof per_second);
      /* Translators: a number, and how many more in a second */
      text = g_strdup_printf (_("%s · %s /s"), count, per_second);
    }

  add_fact (self, _("Page faults"), text != NULL ? text : count);
}

static void
show_facts (SkeinMemoryInspector *self,
            const Subject        *subject)
{
  const SkeinRegion *region = subject->choice.region;
  g_autofree char *address = g_strdup_printf ("%" G_GINT64_MODIFIER "x", region->start);
  g_autofree char *name = region->name != NULL ? g_utf8_make_valid (region->name, -1) : NULL;

  self->n_facts = 0;
  add_fact (self, _("Address"), address);
  add_bytes (self, _("Size"), true, skein_region_get_size (region));
  add_bytes (self, _("In memory"), region->has_resident, region->resident);
  add_bytes (self, _("Its own"), region->has_figures, region->own);
  add_shared (self, subject);
  add_bytes (self, _("Swapped"), region->has_figures, region->swap);
  add_access (self, region);
  add_fact (self, _("Known by"), skein_words_stack_method ((SkeinStackMethod) region->stack_method));
  add_fact (self, _("Name"), name);
  add_faults (self, subject);
}

static void
show_fact_lines (SkeinMemoryInspector *self)
{
  for (guint i = 0; i < N_FACTS; i++)
    {
      gtk_widget_set_visible (GTK_WIDGET (self->fact_lines[i].name), i < self->n_facts);
      gtk_widget_set_visible (GTK_WIDGET (self->fact_lines[i].value), i < self->n_facts);
    }
}

/* Who can reach it */

static void
set_dot (GtkLabel            *dot,
         const SkeinReachRow *row)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  SkeinColour colour = skein_colour_of_thread (row->colour, row->shade, dark);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_foreground_new ((guint16) (colour.red * 65535.0f),
                                                                 (guint16) (colour.green * 65535.0f),
                                                                 (guint16) (colour.blue * 65535.0f)));
  gtk_label_set_attributes (dot, attributes);
  pango_attr_list_unref (attributes);
}

static void
show_reach_line (ReachLine           *line,
                 const SkeinReachRow *row)
{
  gtk_widget_set_visible (GTK_WIDGET (line->dot), row != NULL);
  gtk_widget_set_visible (GTK_WIDGET (line->names), row != NULL);
  gtk_widget_set_visible (GTK_WIDGET (line->why), row != NULL);
  if (row == NULL)
    return;

  set_dot (line->dot, row);
  skein_label_set_text (line->names, row->names);
  skein_label_set_text (line->why, row->why);

  if (row->answer == SKEIN_REACH_YES)
    gtk_widget_remove_css_class (GTK_WIDGET (line->why), "dim-label");
  else
    gtk_widget_add_css_class (GTK_WIDGET (line->why), "dim-label");
}

static void
show_reach (SkeinMemoryInspector *self,
            const Subject        *subject)
{
  g_autoptr (GArray) rows = skein_reach_list (subject->choice.houses->report, subject->residents, subject->choice.house,
                                              subject->choice.index, true);
  g_autofree char *note = NULL;

  for (guint i = 0; i < N_REACH; i++)
    show_reach_line (&self->reach_lines[i], i < rows->len ? &g_array_index (rows, SkeinReachRow, i) : NULL);

  if (rows->len > N_REACH)
    note = g_strdup_printf (ngettext ("and %u more", "and %u more", rows->len - N_REACH), rows->len - N_REACH);
  skein_label_set_text (self->reach_note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reach_note), note != NULL);
}

/* The rest */

static gboolean
is_copied_on_write (const Subject *subject)
{
  const SkeinMemoryReport *report = subject->choice.houses->report;

  for (uint32_t i = 0; i < report->n_bridges; i++)
    for (uint32_t j = 0; report->bridges[i].kind == SKEIN_BRIDGE_COPY && j < report->bridges[i].n_ends; j++)
      if (report->bridges[i].ends[j].space == subject->choice.house &&
          report->bridges[i].ends[j].region == subject->choice.index)
        return TRUE;

  return FALSE;
}

static void
show_finding (SkeinMemoryInspector *self,
              const Subject        *subject)
{
  g_autofree char *text = skein_memory_finding (subject->choice.houses->report, subject->residents,
                                                subject->choice.house, subject->choice.index);
  char *sentence = strchr (text, '\n');

  *sentence = '\0';
  skein_label_set_text (self->finding_title, text);
  skein_label_set_text (self->finding, sentence + 1);
  skein_label_set_text (self->past_title,
                        is_copied_on_write (subject) ? _("Copied on write") : _("Its own over time"));
}

static void
show_machine (SkeinMemoryInspector *self)
{
  const SkeinFootprints *footprints = skein_memory_model_get_footprints (self->model);
  const SkeinHouses *houses = skein_memory_model_get_houses (self->model);
  g_autofree char *rest = footprints != NULL ? skein_footprints_dup_rest (footprints) : NULL;
  const char *what_to_do = _("Choose a part of a house to see what it is.");

  if (houses == NULL)
    what_to_do = _("Select a process to see what its memory is made of.");
  else if (!skein_houses_have_floors (houses))
    what_to_do = _("Nothing can be seen of the memory of what is selected.");

  skein_label_set_text (self->title, _("Memory of this computer"));
  skein_label_set_text (self->subtitle, what_to_do);
  skein_label_set_text (self->machine, rest != NULL ? rest : "");

  self->n_facts = 0;
  if (footprints == NULL)
    return;

  add_bytes (self, C_ ("memory", "In all"), true, footprints->total);
  add_bytes (self, C_ ("memory", "Private"), true, footprints->own);
  add_bytes (self, C_ ("memory", "Shared by programs"), true, footprints->shared);
  add_bytes (self, C_ ("memory", "The rest"), true, footprints->rest);
  add_bytes (self, C_ ("memory", "Free"), true, footprints->free);
}

static void
refresh_cb (SkeinMemoryInspector *self)
{
  Subject subject = { 0 };
  gboolean has_region;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  has_region = skein_memory_model_get_choice (self->model, &subject.choice) && subject.choice.region != NULL;
  gtk_widget_set_visible (self->reach_box, has_region);
  gtk_widget_set_visible (self->past_box, has_region);
  gtk_widget_set_visible (self->finding_box, has_region);
  gtk_widget_set_visible (GTK_WIDGET (self->machine), !has_region);

  if (!has_region)
    {
      show_machine (self);
      show_fact_lines (self);
      return;
    }

  subject.residents = skein_memory_model_dup_residents (self->model, subject.choice.houses->report);
  subject.process = subject.residents[subject.choice.house].process;
  show_title (self, &subject);
  show_facts (self, &subject);
  show_fact_lines (self);
  show_reach (self, &subject);
  show_finding (self, &subject);
  g_free (subject.residents);
}

static void
skein_memory_inspector_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (skein_memory_inspector_parent_class)->map (widget);
  refresh_cb (SKEIN_MEMORY_INSPECTOR (widget));
}

static void
skein_memory_inspector_dispose (GObject *object)
{
  SkeinMemoryInspector *self = SKEIN_MEMORY_INSPECTOR (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SKEIN_TYPE_MEMORY_INSPECTOR);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (skein_memory_inspector_parent_class)->dispose (object);
}

static void
skein_memory_inspector_class_init (SkeinMemoryInspectorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = skein_memory_inspector_dispose;
  widget_class->map = skein_memory_inspector_map;

  g_type_ensure (SKEIN_TYPE_MEMORY_CURVE);

  gtk_widget_class_set_template_from_resource (widget_class, SKEIN_RESOURCE_PATH "/ui/memory-inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryInspector, scrolled);
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryInspector, title);
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryInspector, subtitle);
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryInspector, facts);
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryInspector, reach_box);
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryInspector, reach);
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryInspector, reach_note);
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryInspector, past_box);
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryInspector, past_title);
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryInspector, past);
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryInspector, finding_box);
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryInspector, finding_title);
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryInspector, finding);
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryInspector, machine);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_REGION);
}

static GtkLabel *
attach_label (GtkGrid    *grid,
              int         column,
              int         row,
              gboolean    at_end,
              const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), at_end ? 1.0f : 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "numeric");
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  gtk_grid_attach (grid, label, column, row, 1, 1);

  return GTK_LABEL (label);
}

/* A name that is too long gives way to none of the figures. */
static void
let_wrap (GtkLabel *label)
{
  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_NONE);
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (GTK_WIDGET (label), TRUE);
}

static void
skein_memory_inspector_init (SkeinMemoryInspector *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  for (int i = 0; i < N_FACTS; i++)
    {
      self->fact_lines[i] = (FactLine) {
        .name = attach_label (self->facts, 0, i, FALSE, "dim-label"),
        .value = attach_label (self->facts, 1, i, TRUE, NULL),
      };
      let_wrap (self->fact_lines[i].name);
      let_wrap (self->fact_lines[i].value);
      gtk_widget_set_hexpand (GTK_WIDGET (self->fact_lines[i].name), FALSE);
      gtk_label_set_justify (self->fact_lines[i].value, GTK_JUSTIFY_RIGHT);
      gtk_widget_set_valign (GTK_WIDGET (self->fact_lines[i].name), GTK_ALIGN_START);
      gtk_widget_set_valign (GTK_WIDGET (self->fact_lines[i].value), GTK_ALIGN_START);
    }

  for (int i = 0; i < N_REACH; i++)
    {
      self->reach_lines[i] = (ReachLine) {
        .dot = attach_label (self->reach, 0, 2 * i, FALSE, NULL),
        .names = attach_label (self->reach, 1, 2 * i, FALSE, NULL),
        .why = attach_label (self->reach, 1, 2 * i + 1, FALSE, "caption"),
      };
      gtk_label_set_text (self->reach_lines[i].dot, "●");
      gtk_widget_set_valign (GTK_WIDGET (self->reach_lines[i].dot), GTK_ALIGN_START);
      gtk_widget_set_valign (GTK_WIDGET (self->reach_lines[i].names), GTK_ALIGN_START);
      let_wrap (self->reach_lines[i].names);
      let_wrap (self->reach_lines[i].why);
      gtk_widget_set_margin_bottom (GTK_WIDGET (self->reach_lines[i].why), REACH_GAP);
    }
}

GtkWidget *
skein_memory_inspector_new (SkeinMemoryModel *model)
{
  SkeinMemoryInspector *self = g_object_new (SKEIN_TYPE_MEMORY_INSPECTOR, NULL);

  self->model = g_object_ref (model);
  skein_memory_curve_set_model (self->past, model);
  g_signal_connect_object (model, "changed", G_CALLBACK (refresh_cb), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}
