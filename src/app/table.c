/* table.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/table-private.h"

#include "app/focus.h"

#include <glib/gi18n.h>

#define SCROLL_STEP 40

enum
{
  PROP_0,
  PROP_MODEL,
  PROP_SELECTION_MODE,
  PROP_SHOW_HEADER,
  PROP_LABEL,
  PROP_EMPTY_CHILD,
  PROP_LAYOUT,
  PROP_SORT,
  PROP_HOLDING,
  N_PROPS,
  PROP_HADJUSTMENT = N_PROPS,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY
};

enum
{
  SELECTION_CHANGED,
  ROW_ACTIVATED,
  CONTEXT_MENU,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE_WITH_CODE (SkeinTable, skein_table, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

/* --- Places ------------------------------------------------------------ */

static SkeinTableView *
get_view (SkeinTable *self)
{
  return SKEIN_TABLE_VIEW (self->view);
}

/* The rows shown now. */
guint
skein_table_get_n_rows (SkeinTable *self)
{
  return self->model != NULL ? skein_table_model_get_n_rows (self->model) : 0;
}

static void
skein_table_measure (GtkWidget     *widget,
                     GtkOrientation orientation,
                     int            for_size,
                     int           *minimum,
                     int           *natural,
                     int           *minimum_baseline,
                     int           *natural_baseline)
{
  SkeinTable *self = SKEIN_TABLE (widget);
  GtkWidget *parts[] = { self->view, self->empty_child };
  int header = 0;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      int least, wanted;

      if (parts[i] == NULL || !gtk_widget_get_visible (parts[i]))
        continue;

      gtk_widget_measure (parts[i], orientation, -1, &least, &wanted, NULL, NULL);
      *minimum = MAX (*minimum, least);
      *natural = MAX (*natural, wanted);
    }

  if (self->show_header)
    gtk_widget_measure (self->header, orientation, -1, &header, NULL, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum += header;
      *natural += header;
    }
}

/* From right to left, the start is at the right end, and stays in sight there. */
static int
configure_hadjustment (SkeinTable *self,
                       int         width,
                       int         upper)
{
  double value = gtk_adjustment_get_value (self->hadjustment);

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    value = upper - width -
            (gtk_adjustment_get_upper (self->hadjustment) - gtk_adjustment_get_page_size (self->hadjustment) - value);

  value = CLAMP (value, 0., upper - width);
  gtk_adjustment_configure (self->hadjustment, value, 0., upper, SCROLL_STEP, width * 0.9, width);

  return (int) value;
}

static int
allocate_header (SkeinTable *self,
                 int         offset,
                 int         width)
{
  int height;

  if (!self->show_header)
    return 0;

  gtk_widget_measure (self->header, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
  gtk_widget_size_allocate (self->header, &(GtkAllocation) { -offset, 0, width, height }, -1);

  return height;
}

static void
allocate_empty_child (SkeinTable *self,
                      int         top,
                      int         width,
                      int         height)
{
  int least_width, least_height;

  if (self->empty_child == NULL || !gtk_widget_get_visible (self->empty_child))
    return;

  gtk_widget_measure (self->empty_child, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, NULL, NULL, NULL);
  width = MAX (width, least_width);
  gtk_widget_measure (self->empty_child, GTK_ORIENTATION_VERTICAL, width, &least_height, NULL, NULL, NULL);
  gtk_widget_size_allocate (self->empty_child,
                            &(GtkAllocation) { 0, top, width, MAX (height - top, least_height) }, -1);
}

static void
skein_table_size_allocate (GtkWidget *widget,
                           int        width,
                           int        height,
                           int        baseline)
{
  SkeinTable *self = SKEIN_TABLE (widget);
  int inset = skein_table_view_get_inset (get_view (self));
  int offset, top, least;

  skein_table_columns_allocate (self->columns, MAX (width - inset, 0));
  offset = configure_hadjustment (self, width, self->columns->total + inset);
  top = allocate_header (self, offset, self->columns->total + inset);

  skein_table_view_set_hoffset (get_view (self), offset);
  gtk_widget_measure (self->view, GTK_ORIENTATION_VERTICAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_size_allocate (self->view,
                            &(GtkAllocation) { 0, top, width, MAX (height - top, least) }, -1);

  allocate_empty_child (self, top, width, height);
  if (self->popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->popover));
}

/* Default widths are for the normal text size. */
static void
update_scale (SkeinTable *self)
{
  int dpi = -1;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-xft-dpi", &dpi, NULL);
  self->columns->scale = dpi > 0 ? CLAMP (dpi / (96. * 1024.), 0.5, 4.) : 1.;
}

static void
skein_table_system_setting_changed (GtkWidget       *widget,
                                    GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (skein_table_parent_class)->system_setting_changed (widget, setting);

  update_scale (SKEIN_TABLE (widget));
  skein_table_view_columns_resized (get_view (SKEIN_TABLE (widget)));
  gtk_widget_queue_allocate (SKEIN_TABLE (widget)->header);
  gtk_widget_queue_resize (widget);
}

static void
skein_table_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (skein_table_parent_class)->root (widget);
  update_scale (SKEIN_TABLE (widget));
}

static gboolean
skein_table_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (SKEIN_TABLE (widget)->view);
}

/* --- Changes ----------------------------------------------------------- */

/* The cursor may be elsewhere, too. */
void
skein_table_selection_was_changed (SkeinTable *self,
                                   bool        ids_changed)
{
  skein_table_view_selection_moved (get_view (self));
  if (ids_changed)
    g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

static bool
overflows (SkeinTable *self,
           guint       n_rows)
{
  int64_t height = skein_table_view_get_row_height (get_view (self));

  return n_rows * height > gtk_widget_get_height (self->view);
}

/* A scroll bar that comes or goes asks for a new layout of all that is around it. From
 * within our own layout that would be too late for this frame. */
static void
queue_for_rows (SkeinTable *self,
                guint       before,
                guint       n_rows)
{
  if (overflows (self, before) != overflows (self, n_rows))
    gtk_widget_queue_resize (GTK_WIDGET (self));
  else
    gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
model_changed_cb (SkeinTable *self)
{
  guint n_rows = skein_table_get_n_rows (self);
  bool dropped = skein_table_selection_reconcile (&self->selection, self->model);

  skein_table_view_rows_changed (get_view (self));

  if (self->empty_child != NULL)
    gtk_widget_set_visible (self->empty_child, n_rows == 0);
  if (n_rows != self->n_rows)
    {
      queue_for_rows (self, self->n_rows, n_rows);
      self->n_rows = n_rows;
      gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_ROW_COUNT, (int) n_rows, -1);
    }
  if (dropped)
    g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

void
skein_table_emit_row_activated (SkeinTable *self,
                                guint       row)
{
  g_signal_emit (self, signals[ROW_ACTIVATED], 0, skein_table_model_get_id (self->model, row));
}

/* A menu is about what is selected: the row under the pointer, and others only with it. */
void
skein_table_emit_context_menu (SkeinTable *self,
                               guint       row,
                               double      x,
                               double      y)
{
  uint64_t id = skein_table_model_get_id (self->model, row);
  bool changed = false;

  if (!skein_table_selection_contains (&self->selection, id))
    changed = skein_table_selection_set (&self->selection, &id, 1);
  skein_table_selection_set_cursor (&self->selection, row, id, true);
  skein_table_selection_was_changed (self, changed);

  g_signal_emit (self, signals[CONTEXT_MENU], 0, id, x, y);
}

/* --- The object -------------------------------------------------------- */

static void
set_adjustment (SkeinTable     *self,
                GtkAdjustment **place,
                GtkAdjustment  *adjustment,
                const char     *property)
{
  if (adjustment != NULL && *place == adjustment)
    return;

  if (*place != NULL)
    {
      g_signal_handlers_disconnect_by_data (*place, self);
      g_object_unref (*place);
    }
  *place = g_object_ref_sink (adjustment != NULL ? adjustment : gtk_adjustment_new (0, 0, 0, 0, 0, 0));

  /* The first time, before there are columns, there is no view yet. */
  if (place == &self->vadjustment && self->view != NULL)
    skein_table_view_set_vadjustment (get_view (self), *place);
  else if (place == &self->hadjustment)
    g_signal_connect_swapped (*place, "value-changed", G_CALLBACK (gtk_widget_queue_allocate), self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify (G_OBJECT (self), property);
}

static char *
dup_sort (SkeinTable *self)
{
  if (self->sort_column < 0)
    return g_strdup ("");

  return g_strconcat (self->descending ? "-" : "", self->columns->tracks[self->sort_column].id, NULL);
}

static void
skein_table_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  SkeinTable *self = SKEIN_TABLE (object);

  switch (id)
    {
    case PROP_MODEL:
      g_value_set_object (value, self->model);
      break;
    case PROP_SELECTION_MODE:
      g_value_set_enum (value, self->selection.mode);
      break;
    case PROP_SHOW_HEADER:
      g_value_set_boolean (value, self->show_header);
      break;
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    case PROP_EMPTY_CHILD:
      g_value_set_object (value, self->empty_child);
      break;
    case PROP_LAYOUT:
      g_value_take_boxed (value, skein_table_dup_layout (self));
      break;
    case PROP_SORT:
      g_value_take_string (value, dup_sort (self));
      break;
    case PROP_HOLDING:
      g_value_set_boolean (value, skein_table_get_holding (self));
      break;
    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->hadjustment);
      break;
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->vadjustment);
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, GTK_SCROLL_NATURAL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_sort_string (SkeinTable *self,
                 const char *sort)
{
  bool descending = sort != NULL && sort[0] == '-';

  skein_table_set_sort (self, descending ? sort + 1 : sort, descending);
}

static void
skein_table_set_property (GObject      *object,
                          guint         id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  SkeinTable *self = SKEIN_TABLE (object);

  switch (id)
    {
    case PROP_MODEL:
      skein_table_set_model (self, g_value_get_object (value));
      break;
    case PROP_SELECTION_MODE:
      skein_table_set_selection_mode (self, (GtkSelectionMode) g_value_get_enum (value));
      break;
    case PROP_SHOW_HEADER:
      skein_table_set_show_header (self, g_value_get_boolean (value));
      break;
    case PROP_LABEL:
      skein_table_set_label (self, g_value_get_string (value));
      break;
    case PROP_EMPTY_CHILD:
      skein_table_set_empty_child (self, g_value_get_object (value));
      break;
    case PROP_LAYOUT:
      skein_table_set_layout (self, g_value_get_boxed (value));
      break;
    case PROP_SORT:
      set_sort_string (self, g_value_get_string (value));
      break;
    case PROP_HADJUSTMENT:
      set_adjustment (self, &self->hadjustment, g_value_get_object (value), "hadjustment");
      break;
    case PROP_VADJUSTMENT:
      set_adjustment (self, &self->vadjustment, g_value_get_object (value), "vadjustment");
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
skein_table_dispose (GObject *object)
{
  SkeinTable *self = SKEIN_TABLE (object);

  g_clear_handle_id (&self->busy_source, g_source_remove);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);
  if (self->hadjustment != NULL)
    g_signal_handlers_disconnect_by_data (self->hadjustment, self);

  if (self->popover != NULL)
    g_signal_handlers_disconnect_by_data (self->popover, self);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->empty_child, gtk_widget_unparent);
  g_clear_pointer (&self->header, gtk_widget_unparent);
  g_clear_pointer (&self->view, gtk_widget_unparent);
  g_clear_object (&self->hadjustment);
  g_clear_object (&self->vadjustment);
  g_clear_object (&self->actions);
  g_clear_object (&self->columns_menu);

  G_OBJECT_CLASS (skein_table_parent_class)->dispose (object);
}

static void
skein_table_finalize (GObject *object)
{
  SkeinTable *self = SKEIN_TABLE (object);

  g_clear_pointer (&self->columns, skein_table_columns_free);
  skein_table_selection_clear (&self->selection);
  g_free (self->label);

  G_OBJECT_CLASS (skein_table_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  properties[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, SKEIN_TYPE_TABLE_MODEL, flags);
  properties[PROP_SELECTION_MODE] =
      g_param_spec_enum ("selection-mode", NULL, NULL, GTK_TYPE_SELECTION_MODE, GTK_SELECTION_SINGLE, flags);
  properties[PROP_SHOW_HEADER] = g_param_spec_boolean ("show-header", NULL, NULL, TRUE, flags);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_EMPTY_CHILD] = g_param_spec_object ("empty-child", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_LAYOUT] = g_param_spec_boxed ("layout", NULL, NULL, G_TYPE_STRV, flags);
  properties[PROP_SORT] = g_param_spec_string ("sort", NULL, NULL, "", flags);
  properties[PROP_HOLDING] =
      g_param_spec_boolean ("holding", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
}

static void
skein_table_class_init (SkeinTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->get_property = skein_table_get_property;
  object_class->set_property = skein_table_set_property;
  object_class->dispose = skein_table_dispose;
  object_class->finalize = skein_table_finalize;
  widget_class->measure = skein_table_measure;
  widget_class->size_allocate = skein_table_size_allocate;
  widget_class->system_setting_changed = skein_table_system_setting_changed;
  widget_class->root = skein_table_root;
  widget_class->grab_focus = skein_table_grab_focus;
  widget_class->focus = skein_focus_children;

  install_properties (object_class);

  signals[SELECTION_CHANGED] = g_signal_new ("selection-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                             G_TYPE_NONE, 0);
  signals[ROW_ACTIVATED] = g_signal_new ("row-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_UINT64);
  signals[CONTEXT_MENU] = g_signal_new ("context-menu", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 3, G_TYPE_UINT64, G_TYPE_DOUBLE, G_TYPE_DOUBLE);

  gtk_widget_class_set_css_name (widget_class, "columnview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TREE_GRID);
}

static void
skein_table_init (SkeinTable *self)
{
  skein_table_selection_init (&self->selection);
  self->sort_column = -1;
  self->show_header = true;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (GTK_WIDGET (self), "view");
}

/**
 * skein_table_new:
 * @columns: (array length=n_columns): copied; the model counts them in this order
 * @n_columns: how many
 *
 * Returns: (transfer full): a table, to be put into a #GtkScrolledWindow
 */
GtkWidget *
skein_table_new (const SkeinTableColumn *columns,
                 guint                   n_columns)
{
  SkeinTable *self = g_object_new (SKEIN_TYPE_TABLE, NULL);

  self->columns = skein_table_columns_new (columns, n_columns);
  self->header = skein_table_header_new (self->columns);
  self->view = skein_table_view_new (self->columns, &self->selection);
  gtk_widget_set_parent (self->header, GTK_WIDGET (self));
  gtk_widget_set_parent (self->view, GTK_WIDGET (self));

  skein_table_view_set_vadjustment (get_view (self), self->vadjustment);
  skein_table_init_arrangement (self);
  skein_table_init_menu (self);
  skein_table_init_input (self);
  update_scale (self);

  return GTK_WIDGET (self);
}

/**
 * skein_table_new_translated:
 * @columns: (array length=n_columns): titles and explanations are marked by N_()
 *
 * As skein_table_new(), with these in the user's language.
 */
GtkWidget *
skein_table_new_translated (const SkeinTableColumn *columns,
                            guint                   n_columns)
{
  g_autofree SkeinTableColumn *translated = g_memdup2 (columns, n_columns * sizeof *columns);

  for (guint i = 0; i < n_columns; i++)
    {
      translated[i].title = _ (columns[i].title);
      if (columns[i].explanation != NULL)
        translated[i].explanation = _ (columns[i].explanation);
    }

  return skein_table_new (translated, n_columns);
}

/* --- What pages call --------------------------------------------------- */

/**
 * skein_table_set_model:
 * @self: a table
 * @model: (nullable): its rows
 *
 * The model is told of the table's order at once, if the table has one.
 */
void
skein_table_set_model (SkeinTable      *self,
                       SkeinTableModel *model)
{
  g_return_if_fail (SKEIN_IS_TABLE (self));
  g_return_if_fail (model == NULL || SKEIN_IS_TABLE_MODEL (model));

  if (self->model == model)
    return;

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_set_object (&self->model, model);
  if (model != NULL && self->sort_column >= 0)
    skein_table_model_sort (model, (guint) self->sort_column, self->descending);
  if (model != NULL)
    g_signal_connect_swapped (model, "changed", G_CALLBACK (model_changed_cb), self);

  skein_table_view_set_model (get_view (self), model);
  model_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
}

/* Returns: (transfer none) (nullable) */
SkeinTableModel *
skein_table_get_model (SkeinTable *self)
{
  g_return_val_if_fail (SKEIN_IS_TABLE (self), NULL);

  return self->model;
}

void
skein_table_set_selection_mode (SkeinTable      *self,
                                GtkSelectionMode mode)
{
  g_return_if_fail (SKEIN_IS_TABLE (self));

  if (self->selection.mode == mode)
    return;

  self->selection.mode = mode;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_MULTI_SELECTABLE, mode == GTK_SELECTION_MULTIPLE,
                                  -1);
  skein_table_set_selected (self, (const uint64_t *) (void *) self->selection.ids->data, self->selection.ids->len);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTION_MODE]);
}

void
skein_table_set_show_header (SkeinTable *self,
                             gboolean    show_header)
{
  g_return_if_fail (SKEIN_IS_TABLE (self));

  if (self->show_header == !!show_header)
    return;

  self->show_header = show_header;
  gtk_widget_set_visible (self->header, show_header);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_HEADER]);
}

/* What a screen reader calls the table. */
void
skein_table_set_label (SkeinTable *self,
                       const char *label)
{
  g_return_if_fail (SKEIN_IS_TABLE (self));

  if (g_strcmp0 (self->label, label) == 0)
    return;

  g_free (self->label);
  self->label = g_strdup (label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->header), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABEL]);
}

/* @child: (nullable): says why there are no rows */
void
skein_table_set_empty_child (SkeinTable *self,
                             GtkWidget  *child)
{
  g_return_if_fail (SKEIN_IS_TABLE (self));

  if (self->empty_child == child)
    return;

  g_clear_pointer (&self->empty_child, gtk_widget_unparent);
  self->empty_child = child;
  if (child != NULL)
    {
      gtk_widget_set_visible (child, skein_table_get_n_rows (self) == 0);
      gtk_widget_set_parent (child, GTK_WIDGET (self));
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EMPTY_CHILD]);
}
