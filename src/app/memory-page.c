/* memory-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/memory-page.h"

#include "app/focus.h"
#include "app/footprints-model.h"
#include "app/footprints-view.h"
#include "app/houses-view.h"
#include "app/label.h"
#include "app/pages-view.h"
#include "app/regions-model.h"
#include "app/wrap-layout.h"
#include "present/memory-words.h"

#include <glib/gi18n.h>

/* With less room the pages stand below the houses, in pixels at the normal text size. */
#define NARROW_WIDTH 520

/* Of the pages beside the houses. */
#define PAGES_WIDTH 168

/* Of a line of text at the normal size. */
#define NORMAL_LINE 17

#define SPACING 14

struct _SkeinMemoryPage
{
  GtkWidget         parent_instance;

  SkeinMemoryModel *model;

  GtkWidget        *scrolled;
  GtkLabel         *subtitle;
  GtkToggleButton  *as_table;
  GtkStack         *spaces;
  GtkLabel         *none_title;
  GtkLabel         *none_reason;
  GtkWidget        *beside;
  GtkScrolledWindow *houses;
  GtkBox           *pages;
  GtkLabel         *pages_title;
  GtkLabel         *pages_subtitle;
  GtkScrolledWindow *regions;
  GtkLabel         *reasons;
  GtkLabel         *pages_words;
  GtkStack         *all;
  GtkScrolledWindow *bars;
  GtkScrolledWindow *footprints;
  GtkLabel         *rest;
};

G_DEFINE_FINAL_TYPE (SkeinMemoryPage, skein_memory_page, GTK_TYPE_WIDGET)

/* Layout of the houses and the pages: beside each other, or the one above the other. */

/* Larger text wants more room. */
static int
scale (GtkWidget *beside,
       int        pixels)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (beside, "0");
  int line;

  pango_layout_get_pixel_size (layout, NULL, &line);

  return pixels * MAX (line, NORMAL_LINE) / NORMAL_LINE;
}

static gboolean
is_narrow (GtkWidget *beside,
           int        width)
{
  return width < scale (beside, NARROW_WIDTH);
}

/* Both are given what they like: what does not fit into the window scrolls. */
static int
measure_child (GtkWidget      *child,
               GtkOrientation  orientation,
               int             for_size)
{
  int natural;

  gtk_widget_measure (child, orientation, for_size, NULL, &natural, NULL, NULL);

  return natural;
}

static void
measure_beside (GtkWidget      *beside,
                GtkOrientation  orientation,
                int             for_size,
                int            *minimum,
                int            *natural,
                int            *minimum_baseline,
                int            *natural_baseline)
{
  GtkWidget *houses = gtk_widget_get_first_child (beside);
  GtkWidget *pages = gtk_widget_get_last_child (beside);
  int first = measure_child (houses, orientation, -1);

  if (!gtk_widget_get_visible (pages))
    {
      gtk_widget_measure (houses, orientation, -1, minimum, natural, NULL, NULL);

      return;
    }

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      gtk_widget_measure (pages, orientation, -1, minimum, NULL, NULL, NULL);
      gtk_widget_measure (houses, orientation, -1, &first, NULL, NULL, NULL);
      *minimum = *natural = MAX (first, *minimum);

      return;
    }

  gtk_widget_measure (houses, orientation, -1, minimum, NULL, NULL, NULL);

  if (for_size >= 0 && is_narrow (beside, for_size))
    *natural = first + SPACING + measure_child (pages, orientation, for_size);
  else
    *natural = MAX (first, measure_child (pages, orientation, scale (beside, PAGES_WIDTH)));
}

static GtkSizeRequestMode
get_mode_of_beside (GtkWidget *beside)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
allocate_beside (GtkWidget *beside,
                 int        width,
                 int        height,
                 int        baseline)
{
  GtkWidget *houses = gtk_widget_get_first_child (beside);
  GtkWidget *pages = gtk_widget_get_last_child (beside);
  gboolean is_mirrored = gtk_widget_get_direction (beside) == GTK_TEXT_DIR_RTL;
  int pages_width = scale (beside, PAGES_WIDTH);
  int rest = width - pages_width - SPACING;

  if (!gtk_widget_get_visible (pages))
    {
      gtk_widget_size_allocate (houses, &(GtkAllocation) { 0, 0, width, height }, -1);

      return;
    }

  if (is_narrow (beside, width))
    {
      int pages_height = measure_child (pages, GTK_ORIENTATION_VERTICAL, width);

      gtk_widget_size_allocate (houses, &(GtkAllocation) { 0, 0, width, height - pages_height - SPACING }, -1);
      gtk_widget_size_allocate (pages, &(GtkAllocation) { 0, height - pages_height, width, pages_height }, -1);

      return;
    }

  gtk_widget_size_allocate (houses, &(GtkAllocation) { is_mirrored ? pages_width + SPACING : 0, 0, rest, height }, -1);
  gtk_widget_size_allocate (pages, &(GtkAllocation) { is_mirrored ? 0 : rest + SPACING, 0, pages_width, height }, -1);
}

/* A window that is too low scrolls. GTK would widen it instead, so that texts take fewer
 * lines: the page tells how wide it must be whatever its height. */

static GtkSizeRequestMode
get_mode_of_page (GtkWidget *page)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
measure_page (GtkWidget      *page,
              GtkOrientation  orientation,
              int             for_size,
              int            *minimum,
              int            *natural,
              int            *minimum_baseline,
              int            *natural_baseline)
{
  gtk_widget_measure (gtk_widget_get_first_child (page), orientation, -1, minimum, natural, NULL, NULL);
}

static void
allocate_page (GtkWidget *page,
               int        width,
               int        height,
               int        baseline)
{
  gtk_widget_size_allocate (gtk_widget_get_first_child (page), &(GtkAllocation) { 0, 0, width, height }, -1);
}

/* What is shown, or why nothing is */

static void
show_reason (SkeinMemoryPage *self)
{
  SkeinSession *session = skein_memory_model_get_session (self->model);
  int error = skein_session_get_memory_error (session);
  guint n_selected;

  skein_session_get_selection (session, &n_selected);

  if (error < 0)
    {
      g_autofree char *text = g_strdup_printf (_("It cannot be read: %s."), g_strerror (-error));

      skein_label_set_text (self->none_title, _("Nothing of memory is known"));
      skein_label_set_text (self->none_reason, text);
    }
  else if (n_selected == 0)
    {
      skein_label_set_text (self->none_title, _("No process is selected"));
      skein_label_set_text (self->none_reason,
                            _("Select one in the sidebar to see what its memory is made of; with Ctrl a second "
                               "one, to see what the two share. Below is what each process takes."));
    }
  else if (skein_session_get_paused (session))
    {
      skein_label_set_text (self->none_title, _("Paused"));
      skein_label_set_text (self->none_reason, _("Nothing was read of this selection yet. Go on with Space."));
    }
  else
    {
      skein_label_set_text (self->none_title, _("Reading"));
      skein_label_set_text (self->none_reason, _("In a moment the memory of what is selected is shown here."));
    }
}

/* "2 processes with walls between them", and who has no house although it is selected. */
static char *
dup_subtitle (SkeinMemoryPage   *self,
              const SkeinHouses *houses)
{
  g_autofree char *summary = skein_houses_dup_summary (houses);
  guint n_selected;

  skein_session_get_selection (skein_memory_model_get_session (self->model), &n_selected);
  if (n_selected <= houses->n_houses)
    return g_steal_pointer (&summary);

  /* Translators: a sentence on some processes, and how many there are beside them */
  return g_strdup_printf (ngettext ("%s · %u more is selected", "%s · %u more are selected",
                                    n_selected - houses->n_houses),
                          summary, n_selected - houses->n_houses);
}

/* Where nothing can be seen there are no pages to choose from, and no rows. */
static void
show_reasons (SkeinMemoryPage   *self,
              const SkeinHouses *houses)
{
  g_autofree char *reasons = houses != NULL ? skein_houses_dup_reasons (houses) : NULL;
  gboolean has_floors = houses != NULL && skein_houses_have_floors (houses);

  skein_label_set_text (self->reasons, reasons != NULL ? reasons : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reasons), reasons != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->pages), has_floors);
  gtk_widget_set_visible (GTK_WIDGET (self->regions), has_floors);
  gtk_widget_set_visible (GTK_WIDGET (self->pages_words), has_floors);
}

static void
show_spaces (SkeinMemoryPage *self)
{
  const SkeinHouses *houses = skein_memory_model_get_houses (self->model);
  const char *name = gtk_toggle_button_get_active (self->as_table) ? "table" : "houses";
  g_autofree char *summary = NULL;

  if (houses == NULL)
    show_reason (self);
  else
    summary = dup_subtitle (self, houses);

  skein_label_set_text (self->subtitle, summary != NULL ? summary : "");
  gtk_widget_set_vexpand (GTK_WIDGET (self->spaces), houses != NULL);
  gtk_widget_set_vexpand (GTK_WIDGET (self->all), houses == NULL);
  gtk_stack_set_visible_child_name (self->spaces, houses != NULL ? name : "none");
  show_reasons (self, houses);
}

static char *
dup_pages_title (const SkeinMemoryChoice *choice,
                 const SkeinProcess      *process)
{
  char name[SKEIN_WORDS_SIZE];

  skein_words_region (choice->region, process, name, sizeof name);

  /* Translators: what a part of memory is, such as Heap */
  return g_strdup_printf (_("Pages: %s"), name);
}

static void
show_pages_title (SkeinMemoryPage *self)
{
  const SkeinSnapshot *snapshot = skein_session_get_snapshot (skein_memory_model_get_session (self->model));
  SkeinMemoryChoice choice;
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;

  if (!skein_memory_model_get_choice (self->model, &choice))
    {
      title = g_strdup (_("Pages"));
      subtitle = g_strdup (_("Choose a part of a house to see its pages."));
    }
  else if (choice.region == NULL)
    {
      title = g_strdup (_("Pages"));
      subtitle = g_strdup (_("The part that was chosen is no longer mapped."));
    }
  else
    {
      title = dup_pages_title (&choice, snapshot != NULL ? skein_snapshot_find_key (snapshot, &choice.space->process)
                                                         : NULL);
      /* Translators: name and number of a process */
      subtitle = g_strdup_printf (_("of %s (%d)"), choice.houses->houses[choice.house].name,
                                  (int) choice.space->process.pid);
    }

  skein_label_set_text (self->pages_title, title);
  skein_label_set_text (self->pages_subtitle, subtitle);
}

/* What the grid shows, in words. */
static void
show_pages_words (SkeinMemoryPage *self)
{
  const SkeinPageMap *pages = skein_memory_model_get_pages (self->model);
  g_autofree char *summary = pages->n_pages > 0 ? skein_page_map_dup_summary (pages) : NULL;
  g_autofree char *words = NULL;

  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_last_child (GTK_WIDGET (self->pages))),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, summary != NULL ? summary : "", -1);

  if (summary != NULL)
    words = g_strdup_printf ("%s %s: %s", gtk_label_get_text (self->pages_title),
                             gtk_label_get_text (self->pages_subtitle), summary);
  skein_label_set_text (self->pages_words, words != NULL ? words : gtk_label_get_text (self->pages_subtitle));
}

static void
show_all (SkeinMemoryPage *self)
{
  const SkeinFootprints *footprints = skein_memory_model_get_footprints (self->model);
  g_autofree char *rest = footprints != NULL ? skein_footprints_dup_rest (footprints) : NULL;

  skein_label_set_text (self->rest, rest != NULL ? rest : _("Reading what each process takes, a few at a time."));
  gtk_stack_set_visible_child_name (self->all, gtk_toggle_button_get_active (self->as_table) ? "table" : "bars");
}

static void
changed_cb (SkeinMemoryPage *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  show_spaces (self);
  show_pages_title (self);
  show_pages_words (self);
  show_all (self);
}

static void
skein_memory_page_map (GtkWidget *widget)
{
  SkeinMemoryPage *self = SKEIN_MEMORY_PAGE (widget);

  GTK_WIDGET_CLASS (skein_memory_page_parent_class)->map (widget);
  skein_memory_model_set_watched (self->model, TRUE);
  changed_cb (self);
}

static void
skein_memory_page_unmap (GtkWidget *widget)
{
  skein_memory_model_set_watched (SKEIN_MEMORY_PAGE (widget)->model, FALSE);

  GTK_WIDGET_CLASS (skein_memory_page_parent_class)->unmap (widget);
}

static gboolean
skein_memory_page_grab_focus (GtkWidget *widget)
{
  SkeinMemoryPage *self = SKEIN_MEMORY_PAGE (widget);

  /* Where nothing is selected, all processes are what there is to see. */
  return gtk_widget_child_focus (GTK_WIDGET (self->spaces), GTK_DIR_TAB_FORWARD) ||
         gtk_widget_child_focus (GTK_WIDGET (self->all), GTK_DIR_TAB_FORWARD);
}

static void
as_table_toggled_cb (SkeinMemoryPage *self)
{
  changed_cb (self);
}

static void
skein_memory_page_dispose (GObject *object)
{
  SkeinMemoryPage *self = SKEIN_MEMORY_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SKEIN_TYPE_MEMORY_PAGE);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (skein_memory_page_parent_class)->dispose (object);
}

static void
skein_memory_page_class_init (SkeinMemoryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = skein_memory_page_dispose;
  widget_class->map = skein_memory_page_map;
  widget_class->unmap = skein_memory_page_unmap;
  widget_class->grab_focus = skein_memory_page_grab_focus;
  widget_class->focus = skein_focus_children;

  g_type_ensure (SKEIN_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, SKEIN_RESOURCE_PATH "/ui/memory-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryPage, scrolled);
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryPage, subtitle);
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryPage, as_table);
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryPage, spaces);
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryPage, none_title);
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryPage, none_reason);
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryPage, beside);
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryPage, houses);
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryPage, pages);
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryPage, pages_title);
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryPage, pages_subtitle);
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryPage, reasons);
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryPage, regions);
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryPage, pages_words);
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryPage, all);
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryPage, bars);
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryPage, footprints);
  gtk_widget_class_bind_template_child (widget_class, SkeinMemoryPage, rest);
  gtk_widget_class_bind_template_callback (widget_class, as_table_toggled_cb);
  gtk_widget_class_set_css_name (widget_class, "memory-page");
}

static void
skein_memory_page_init (SkeinMemoryPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (GTK_WIDGET (self),
                                 gtk_custom_layout_new (get_mode_of_page, measure_page, allocate_page));
  gtk_widget_set_layout_manager (self->beside,
                                 gtk_custom_layout_new (get_mode_of_beside, measure_beside, allocate_beside));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Memory"), -1);
}

GtkWidget *
skein_memory_page_new (SkeinMemoryModel *model)
{
  SkeinMemoryPage *self = g_object_new (SKEIN_TYPE_MEMORY_PAGE, NULL);
  GtkWidget *pages = skein_pages_view_new (model);

  self->model = g_object_ref (model);
  gtk_scrolled_window_set_child (self->houses, skein_houses_view_new (model));
  gtk_scrolled_window_set_child (self->regions, skein_regions_table_new (model));
  gtk_scrolled_window_set_child (self->bars, skein_footprints_view_new (model));
  gtk_scrolled_window_set_child (self->footprints, skein_footprints_table_new (model));
  gtk_widget_set_vexpand (pages, TRUE);
  gtk_box_append (self->pages, pages);

  g_signal_connect_object (model, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (skein_memory_model_get_session (model), "notify::paused", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}
