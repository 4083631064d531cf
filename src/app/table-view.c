/* table-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/table-view.h"

#include <math.h>

/* Lines made ahead, so that a window that grows seldom waits for one. */
#define SPARE_LINES 6
#define MAX_LINES 400

struct _SkeinTableView
{
  GtkWidget                  parent_instance;

  const SkeinTableColumns   *columns;   /* the table's */
  const SkeinTableSelection *selection; /* the table's */
  SkeinTableModel           *model;
  GtkAdjustment             *vadjustment;
  int                        hoffset; /* pixels scrolled to the right */

  GPtrArray                 *lines; /* of SkeinTableLine, from top to bottom */
  guint                      first; /* the row that lines[0] shows */
  int                        row_height;
  guint                      wanted; /* lines that fill the height */

  int64_t                    row_to_show;  /* asked for before there was a height; or -1 */
  bool                       rows_dirty;   /* the model changed */
  bool                       places_dirty; /* it scrolled */
  bool                       order_dirty;  /* the children are not in the order of the lines */
  guint                      tick;
  guint                      grow_source;
};

G_DEFINE_FINAL_TYPE (SkeinTableView, skein_table_view, GTK_TYPE_WIDGET)

enum
{
  ACTIVATE,
  TOGGLE,
  SELECT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static guint
get_n_rows (SkeinTableView *self)
{
  return self->model != NULL ? skein_table_model_get_n_rows (self->model) : 0;
}

static double
get_value (SkeinTableView *self)
{
  return self->vadjustment != NULL ? gtk_adjustment_get_value (self->vadjustment) : 0.;
}

static SkeinTableLine *
line_at (SkeinTableView *self,
         guint           position)
{
  return g_ptr_array_index (self->lines, position);
}

static void
line_signal_cb (SkeinTableLine *line,
                SkeinTableView *self,
                guint           which)
{
  guint row = skein_table_line_get_index (line);

  if (row < get_n_rows (self))
    g_signal_emit (self, signals[which], 0, row);
}

static void
line_activate_cb (SkeinTableLine *line,
                  SkeinTableView *self)
{
  line_signal_cb (line, self, ACTIVATE);
}

static void
line_toggle_cb (SkeinTableLine *line,
                SkeinTableView *self)
{
  line_signal_cb (line, self, TOGGLE);
}

static void
line_select_cb (SkeinTableLine *line,
                SkeinTableView *self)
{
  line_signal_cb (line, self, SELECT);
}

static void
add_line (SkeinTableView *self)
{
  GtkWidget *line = skein_table_line_new (self->columns);

  gtk_widget_set_child_visible (line, FALSE);
  gtk_widget_set_parent (line, GTK_WIDGET (self));
  g_signal_connect (line, "activate", G_CALLBACK (line_activate_cb), self);
  g_signal_connect (line, "toggle", G_CALLBACK (line_toggle_cb), self);
  g_signal_connect (line, "select", G_CALLBACK (line_select_cb), self);
  g_ptr_array_add (self->lines, line);
}

/* Never from size_allocate(): a new child asks for another layout. */
static void
ensure_lines (SkeinTableView *self,
              guint           n)
{
  n = MIN (n, MAX_LINES);
  while (self->lines->len < n)
    {
      add_line (self);
      self->places_dirty = true;
    }
}

static int
measure_row_height (SkeinTableView *self)
{
  int height;

  gtk_widget_measure (g_ptr_array_index (self->lines, 0), GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);

  return MAX (height, 1);
}

/* Moves the lines that scrolled out at one end to the other, so that those
 * that stay in sight keep their widget. */
static void
rotate_lines (SkeinTableView *self,
              guint           first)
{
  guint len = self->lines->len;

  if (first > self->first && first - self->first < len)
    for (; self->first < first; self->first++)
      {
        g_ptr_array_add (self->lines, g_ptr_array_steal_index (self->lines, 0));
        self->order_dirty = true;
      }
  else if (first < self->first && self->first - first < len)
    for (; self->first > first; self->first--)
      {
        g_ptr_array_insert (self->lines, 0, g_ptr_array_steal_index (self->lines, len - 1));
        self->order_dirty = true;
      }
  else
    self->first = first;
}

/* The line that has the keyboard focus goes where the cursor's row went, so
 * that a screen reader stays with it instead of reading another row. */
static void
keep_focus_line (SkeinTableView *self)
{
  guint cursor = self->selection->cursor;
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self));
  guint from, to;

  if (focus == NULL || !self->selection->has_cursor || cursor < self->first ||
      cursor - self->first >= self->lines->len ||
      !g_ptr_array_find (self->lines, focus, &from))
    return;

  to = cursor - self->first;
  if (from == to)
    return;

  g_ptr_array_insert (self->lines, (int) to, g_ptr_array_steal_index (self->lines, from));
  self->order_dirty = true;
}

/* Children in the order of the rows, which is how a screen reader goes through them.
 * Each that moves asks for another layout, so it waits until none is under way. */
static void
order_children (SkeinTableView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkWidget *first = g_ptr_array_index (self->lines, 0);
  GtkWidget *before = NULL;
  guint position;

  /* Those that scrolled out at the top are fewer to move than those that stayed. */
  g_ptr_array_find (self->lines, gtk_widget_get_first_child (widget), &position);
  if (position > self->lines->len / 2)
    while (gtk_widget_get_first_child (widget) != first)
      gtk_widget_insert_before (gtk_widget_get_first_child (widget), widget, NULL);

  for (guint i = 0; i < self->lines->len; i++)
    {
      GtkWidget *line = g_ptr_array_index (self->lines, i);

      if (gtk_widget_get_prev_sibling (line) != before)
        gtk_widget_insert_after (line, widget, before);
      before = line;
    }

  self->order_dirty = false;
}

static guint
get_first_row (SkeinTableView *self)
{
  return (guint) (floor (get_value (self)) / self->row_height);
}

/* Makes the lines show what they should. Safe while sizes are allocated: it
 * makes no widget, and texts do not ask for a layout.
 *
 * Returns: whether the lines have to be placed anew */
static bool
sync_lines (SkeinTableView *self)
{
  guint n_rows = get_n_rows (self);
  guint first = n_rows > 0 ? MIN (get_first_row (self), n_rows - 1) : 0;
  bool has_moved = self->places_dirty || self->first != first;

  rotate_lines (self, first);
  if (self->rows_dirty)
    keep_focus_line (self);

  for (guint i = 0; i < self->lines->len; i++)
    {
      SkeinTableLine *line = line_at (self, i);
      guint row = first + i;
      bool visible = row < n_rows && i < self->wanted;

      has_moved |= gtk_widget_get_child_visible (GTK_WIDGET (line)) != visible;
      gtk_widget_set_child_visible (GTK_WIDGET (line), visible);
      if (!visible)
        skein_table_line_forget (line);
      else if (self->rows_dirty || skein_table_line_get_index (line) != row)
        {
          skein_table_line_fill (line, self->model, row);
          skein_table_line_select (line, self->selection);
        }
    }

  has_moved |= self->order_dirty;
  self->rows_dirty = false;
  self->places_dirty = false;

  return has_moved;
}

static void
configure_vadjustment (SkeinTableView *self,
                       int             height)
{
  double content = (double) get_n_rows (self) * self->row_height;
  double value = get_value (self);

  if (self->vadjustment == NULL)
    return;

  gtk_adjustment_configure (self->vadjustment, CLAMP (value, 0., MAX (content - height, 0.)),
                            0., MAX (content, height), self->row_height,
                            MAX (height - self->row_height, self->row_height), height);
}

/* The focus may rest on a line only while that line is the cursor's. */
static void
place_focus (SkeinTableView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  SkeinTableLine *line = NULL;

  if (focus == NULL || (focus != widget && !gtk_widget_is_ancestor (focus, widget)))
    return;

  if (self->selection->has_cursor)
    line = skein_table_view_get_line (self, self->selection->cursor);
  if (line != NULL && focus != GTK_WIDGET (line))
    gtk_widget_grab_focus (GTK_WIDGET (line));
  else if (line == NULL && focus != widget)
    GTK_WIDGET_CLASS (skein_table_view_parent_class)->grab_focus (widget);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  SkeinTableView *self = SKEIN_TABLE_VIEW (widget);

  self->tick = 0;
  if ((self->rows_dirty || self->places_dirty) && sync_lines (self))
    gtk_widget_queue_allocate (widget);
  if (self->order_dirty)
    order_children (self);
  place_focus (self);

  return G_SOURCE_REMOVE;
}

/* Everything that happened before the next frame is shown by one pass. */
static void
queue_sync (SkeinTableView *self)
{
  if (self->tick == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
value_changed_cb (SkeinTableView *self)
{
  self->places_dirty = true;
  queue_sync (self);
}

static gboolean
grow_cb (gpointer data)
{
  SkeinTableView *self = data;

  self->grow_source = 0;
  ensure_lines (self, self->wanted + SPARE_LINES);

  return G_SOURCE_REMOVE;
}

static void
skein_table_view_measure (GtkWidget     *widget,
                          GtkOrientation orientation,
                          int            for_size,
                          int           *minimum,
                          int           *natural,
                          int           *minimum_baseline,
                          int           *natural_baseline)
{
  SkeinTableView *self = SKEIN_TABLE_VIEW (widget);

  for (guint i = 0; i < self->lines->len; i++)
    {
      int least;

      gtk_widget_measure (g_ptr_array_index (self->lines, i), orientation, -1, &least, NULL, NULL, NULL);
      *minimum = MAX (*minimum, least);
    }

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 0;
      *natural = skein_table_columns_get_natural (self->columns) + skein_table_view_get_inset (self);
    }
  else
    {
      int row_height = MAX (*minimum, 1);

      *minimum = row_height * 2;
      *natural = row_height * (int) CLAMP (get_n_rows (self), 2, 12);
    }
}

static void
show_row (SkeinTableView *self,
          guint           row,
          int             height)
{
  double top = (double) row * self->row_height;
  double value = get_value (self);

  self->row_to_show = -1;
  if (self->vadjustment == NULL)
    return;

  if (top < value)
    gtk_adjustment_set_value (self->vadjustment, top);
  else if (top + self->row_height > value + height)
    gtk_adjustment_set_value (self->vadjustment, top + self->row_height - height);
}

static void
allocate_lines (SkeinTableView *self)
{
  int top = (int) floor (get_value (self));
  int inset = skein_table_view_get_inset (self);
  int width = self->columns->total + inset;

  for (guint i = 0; i < self->lines->len; i++)
    {
      GtkWidget *line = g_ptr_array_index (self->lines, i);
      int y = (int) ((int64_t) (self->first + i) * self->row_height - top);

      if (!gtk_widget_get_child_visible (line))
        continue;

      skein_table_line_set_seen (SKEIN_TABLE_LINE (line), self->hoffset - inset,
                                 self->hoffset + gtk_widget_get_width (GTK_WIDGET (self)));
      gtk_widget_size_allocate (line, &(GtkAllocation) { -self->hoffset, y, width, self->row_height }, -1);
    }
}

static void
skein_table_view_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  SkeinTableView *self = SKEIN_TABLE_VIEW (widget);
  int row_height = measure_row_height (self);
  guint wanted;

  if (row_height != self->row_height && self->vadjustment != NULL && self->row_height > 0)
    {
      /* The same row stays on top when the text becomes larger. */
      double value = get_value (self) / self->row_height * row_height;

      self->row_height = row_height;
      gtk_adjustment_configure (self->vadjustment, value, 0., MAX (value + height, height), row_height, height, height);
    }
  self->row_height = row_height;

  wanted = (guint) (height / row_height) + 2;
  self->places_dirty |= wanted != self->wanted;
  self->wanted = wanted;
  if (wanted > self->lines->len && self->lines->len < MAX_LINES && self->grow_source == 0)
    self->grow_source = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, grow_cb, self, NULL);

  configure_vadjustment (self, height);
  if (self->row_to_show >= 0 && height > 0)
    show_row (self, (guint) self->row_to_show, height);
  if (self->rows_dirty || self->places_dirty)
    (void) sync_lines (self);
  allocate_lines (self);
  if (self->order_dirty)
    queue_sync (self);
}

static void
skein_table_view_map (GtkWidget *widget)
{
  SkeinTableView *self = SKEIN_TABLE_VIEW (widget);

  GTK_WIDGET_CLASS (skein_table_view_parent_class)->map (widget);
  queue_sync (self);
}

/* The first frame should have its rows, so they are made for the height that
 * the window is going to have. */
static void
skein_table_view_realize (GtkWidget *widget)
{
  SkeinTableView *self = SKEIN_TABLE_VIEW (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  int width = 0;
  int height = 0;

  GTK_WIDGET_CLASS (skein_table_view_parent_class)->realize (widget);

  if (GTK_IS_WINDOW (root))
    gtk_window_get_default_size (GTK_WINDOW (root), &width, &height);
  ensure_lines (self, MIN ((guint) (MAX (height, 0) / measure_row_height (self)) + 2, get_n_rows (self) + SPARE_LINES));
}

static gboolean
skein_table_view_grab_focus (GtkWidget *widget)
{
  SkeinTableView *self = SKEIN_TABLE_VIEW (widget);

  if (skein_table_view_focus_cursor (self))
    return TRUE;

  return GTK_WIDGET_CLASS (skein_table_view_parent_class)->grab_focus (widget);
}

/* The rows are one stop of the Tab key, not as many as there are rows. */
static gboolean
skein_table_view_focus (GtkWidget       *widget,
                        GtkDirectionType direction)
{
  if (gtk_widget_get_focus_child (widget) != NULL || gtk_widget_has_focus (widget))
    return FALSE;

  return gtk_widget_grab_focus (widget);
}

static void
skein_table_view_dispose (GObject *object)
{
  SkeinTableView *self = SKEIN_TABLE_VIEW (object);

  g_clear_handle_id (&self->grow_source, g_source_remove);
  skein_table_view_set_vadjustment (self, NULL);
  g_clear_object (&self->model);
  g_ptr_array_set_size (self->lines, 0);

  G_OBJECT_CLASS (skein_table_view_parent_class)->dispose (object);
}

static void
skein_table_view_finalize (GObject *object)
{
  g_ptr_array_unref (SKEIN_TABLE_VIEW (object)->lines);

  G_OBJECT_CLASS (skein_table_view_parent_class)->finalize (object);
}

static void
skein_table_view_class_init (SkeinTableViewClass *klass)
{
  static const char *const names[] = { "activate", "toggle", "select" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = skein_table_view_dispose;
  object_class->finalize = skein_table_view_finalize;
  widget_class->measure = skein_table_view_measure;
  widget_class->size_allocate = skein_table_view_size_allocate;
  widget_class->map = skein_table_view_map;
  widget_class->realize = skein_table_view_realize;
  widget_class->grab_focus = skein_table_view_grab_focus;
  widget_class->focus = skein_table_view_focus;

  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                               NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_css_name (widget_class, "listview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ROW_GROUP);
}

static void
skein_table_view_init (SkeinTableView *self)
{
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  self->row_to_show = -1;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "view");
}

GtkWidget *
skein_table_view_new (const SkeinTableColumns   *columns,
                      const SkeinTableSelection *selection)
{
  SkeinTableView *self = g_object_new (SKEIN_TYPE_TABLE_VIEW, NULL);

  self->columns = columns;
  self->selection = selection;
  ensure_lines (self, 1); /* to measure the height of rows by */

  return GTK_WIDGET (self);
}

void
skein_table_view_set_model (SkeinTableView  *self,
                            SkeinTableModel *model)
{
  if (g_set_object (&self->model, model))
    skein_table_view_rows_changed (self);
}

void
skein_table_view_set_vadjustment (SkeinTableView *self,
                                  GtkAdjustment  *adjustment)
{
  if (self->vadjustment != NULL)
    g_signal_handlers_disconnect_by_func (self->vadjustment, value_changed_cb, self);
  g_set_object (&self->vadjustment, adjustment);
  if (adjustment != NULL)
    g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (value_changed_cb), self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
skein_table_view_set_hoffset (SkeinTableView *self,
                              int             offset)
{
  if (self->hoffset == offset)
    return;

  self->hoffset = offset;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* The model changed: read the visible rows again before the next frame. The scroll
 * bar hears at once how many there are: if it has to come or go, it asks for a
 * layout, and from within one that would be lost. */
void
skein_table_view_rows_changed (SkeinTableView *self)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (self->row_height > 0 && height > 0)
    configure_vadjustment (self, height);

  self->rows_dirty = true;
  queue_sync (self);
}

/* Selection or cursor are elsewhere now. */
void
skein_table_view_selection_moved (SkeinTableView *self)
{
  for (guint i = 0; i < self->lines->len; i++)
    if (skein_table_line_get_index (line_at (self, i)) != G_MAXUINT)
      skein_table_line_select (line_at (self, i), self->selection);

  queue_sync (self);
}

/* Columns were shown, hidden or moved. */
void
skein_table_view_columns_changed (SkeinTableView *self)
{
  for (guint i = 0; i < self->lines->len; i++)
    skein_table_line_rebuild (line_at (self, i));

  skein_table_view_rows_changed (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* Columns are wider or narrower; the lines have to place their cells again. */
void
skein_table_view_columns_resized (SkeinTableView *self)
{
  for (guint i = 0; i < self->lines->len; i++)
    gtk_widget_queue_allocate (g_ptr_array_index (self->lines, i));
}

/* Scrolls no more than is needed to see all of the row. */
void
skein_table_view_show_row (SkeinTableView *self,
                           guint           row)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (self->row_height == 0 || height == 0)
    {
      self->row_to_show = row;
      return;
    }

  /* The number of rows may be news to the scrollbar, too. */
  configure_vadjustment (self, height);
  show_row (self, row, height);
}

/* Returns: whether the cursor's row is in sight, and now has the focus */
gboolean
skein_table_view_focus_cursor (SkeinTableView *self)
{
  SkeinTableLine *line = NULL;

  if (self->selection->has_cursor)
    line = skein_table_view_get_line (self, self->selection->cursor);

  return line != NULL && gtk_widget_grab_focus (GTK_WIDGET (line));
}

/* Returns: pixels that margins take from the width of a row, at both ends together */
int
skein_table_view_get_inset (SkeinTableView *self)
{
  int inset;

  gtk_widget_measure (g_ptr_array_index (self->lines, 0), GTK_ORIENTATION_HORIZONTAL, -1, &inset, NULL, NULL, NULL);

  return inset;
}

int
skein_table_view_get_row_height (SkeinTableView *self)
{
  return self->row_height;
}

guint
skein_table_view_get_rows_in_page (SkeinTableView *self)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  return self->row_height > 0 ? (guint) MAX (height / self->row_height, 1) : 1;
}

/* Returns: the row that is @y pixels from the top of the view, or -1 */
int
skein_table_view_get_row_at (SkeinTableView *self,
                             double          y)
{
  double row;

  if (self->row_height == 0 || y < 0)
    return -1;

  row = floor ((y + floor (get_value (self))) / self->row_height);

  return row < get_n_rows (self) ? (int) row : -1;
}

/* Returns: (nullable): the line that shows @row, if one does */
SkeinTableLine *
skein_table_view_get_line (SkeinTableView *self,
                           guint           row)
{
  if (row < self->first || row - self->first >= self->lines->len ||
      skein_table_line_get_index (line_at (self, row - self->first)) != row)
    return NULL;

  return line_at (self, row - self->first);
}

/* Returns: pixels for the widest text in sight in the column at @position */
int
skein_table_view_fit_column (SkeinTableView *self,
                             guint           position)
{
  int width = 0;

  for (guint i = 0; i < self->lines->len; i++)
    {
      SkeinTableLine *line = line_at (self, i);

      if (skein_table_line_get_index (line) != G_MAXUINT)
        width = MAX (width, skein_table_field_get_natural_width (skein_table_line_get_field (line, position)));
    }

  return width;
}
