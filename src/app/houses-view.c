/* houses-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/houses-view.h"

#include "draw/houses-scene.h"

#include <glib/gi18n.h>
#include <math.h>

#define MIN_WIDTH 240

/* In lines of text: a head and some floors. */
#define MIN_LINES 16

struct _SkeinHousesView
{
  SkeinDrawing      parent_instance;

  SkeinMemoryModel *model;
  SkeinHousesScene *scene;
  SkeinHousesSpot   pointed;

  /* The keyboard's cursor is at an address: floors come and go. */
  gboolean          has_cursor;
  uint32_t          cursor_house;
  uint64_t          cursor_address;
};

G_DEFINE_FINAL_TYPE (SkeinHousesView, skein_houses_view, SKEIN_TYPE_DRAWING)

static const SkeinFloor *
get_floor (SkeinHousesView       *self,
           const SkeinHousesSpot *spot)
{
  const SkeinHouse *house;

  if (self->scene->houses == NULL || spot->house >= self->scene->houses->n_houses)
    return NULL;

  house = &self->scene->houses->houses[spot->house];

  return spot->index < house->n_floors ? &house->floors[spot->index] : NULL;
}

/* Returns: the floor under the cursor; its part is NONE where there is no cursor. */
static SkeinHousesSpot
get_cursor_spot (SkeinHousesView *self)
{
  const SkeinHouses *houses = self->scene->houses;
  SkeinHousesSpot spot = { SKEIN_HOUSE_PART_NONE, self->cursor_house, 0 };

  if (!self->has_cursor || houses == NULL || spot.house >= houses->n_houses)
    return spot;

  spot.index = skein_houses_find_floor (houses, spot.house, self->cursor_address);
  if (spot.index != SKEIN_HOUSES_NONE)
    spot.part = SKEIN_HOUSE_PART_FLOOR;

  return spot;
}

static SkeinHousesSpot
get_chosen_spot (SkeinHousesView *self)
{
  SkeinHousesSpot spot = { SKEIN_HOUSE_PART_NONE, 0, 0 };
  SkeinMemoryChoice choice;

  if (!skein_memory_model_get_choice (self->model, &choice) || choice.region == NULL)
    return spot;

  spot.house = choice.house;
  spot.index = skein_houses_find_floor (choice.houses, choice.house, choice.region->start);
  if (spot.index != SKEIN_HOUSES_NONE)
    spot.part = SKEIN_HOUSE_PART_FLOOR;

  return spot;
}

static void
skein_houses_view_arrange (SkeinDrawing *drawing,
                           int           width,
                           int           height,
                           int          *ret_width,
                           int          *ret_height)
{
  SkeinHousesView *self = SKEIN_HOUSES_VIEW (drawing);
  SkeinHousesScene *scene = self->scene;

  scene->houses = skein_memory_model_get_houses (self->model);
  scene->palette = skein_drawing_get_palette (drawing);
  g_set_object (&scene->text, gtk_widget_get_pango_context (GTK_WIDGET (self)));
  if (scene->houses == NULL)
    return;

  scene->width = width;
  scene->height = height;
  skein_houses_scene_layout (scene);
  *ret_width = scene->content_width;
  *ret_height = scene->content_height;
}

static void
skein_houses_view_draw (SkeinDrawing *drawing,
                        cairo_t      *cr)
{
  SkeinHousesView *self = SKEIN_HOUSES_VIEW (drawing);
  SkeinHousesSpot chosen = get_chosen_spot (self);

  if (self->scene->houses == NULL)
    return;

  skein_houses_scene_draw (self->scene, cr);
  skein_houses_scene_draw_marks (self->scene, cr, chosen.part != SKEIN_HOUSE_PART_NONE ? &chosen : NULL,
                                 self->pointed.part != SKEIN_HOUSE_PART_NONE ? &self->pointed : NULL);
}

static void
skein_houses_view_changed_scroll (SkeinDrawing *drawing,
                                  int           x,
                                  int           y)
{
  SkeinHousesView *self = SKEIN_HOUSES_VIEW (drawing);

  self->scene->scroll_x = x;
  self->scene->scroll_y = y;
}

/* The pointer */

static SkeinHousesSpot
hit (SkeinHousesView *self,
     double           x,
     double           y)
{
  if (self->scene->houses == NULL || isnan (x))
    return (SkeinHousesSpot) { SKEIN_HOUSE_PART_NONE, 0, 0 };

  return skein_houses_scene_hit (self->scene, x, y);
}

static gboolean
skein_houses_view_hover (SkeinDrawing *drawing,
                         double        x,
                         double        y)
{
  SkeinHousesView *self = SKEIN_HOUSES_VIEW (drawing);
  SkeinHousesSpot before = self->pointed;

  self->pointed = hit (self, x, y);

  return before.part != self->pointed.part || before.house != self->pointed.house ||
         before.index != self->pointed.index;
}

/* Of several regions that are one floor, the one that has the most in memory. */
static uint64_t
find_main_region (SkeinHousesView  *self,
                  uint32_t          house,
                  const SkeinFloor *floor)
{
  const SkeinAddressSpace *space = self->scene->houses->report->spaces[house];
  const SkeinRegion *best = &space->regions[floor->first];

  for (uint32_t i = 1; i < floor->n_regions; i++)
    if (space->regions[floor->first + i].resident > best->resident)
      best = &space->regions[floor->first + i];

  return best->start;
}

static void
choose_floor (SkeinHousesView *self,
              uint32_t         house,
              uint32_t         index)
{
  const SkeinFloor *floor = get_floor (self, &(SkeinHousesSpot) { SKEIN_HOUSE_PART_FLOOR, house, index });

  if (floor == NULL)
    return;

  self->has_cursor = TRUE;
  self->cursor_house = house;
  self->cursor_address = floor->start;
  skein_memory_model_choose (self->model, house, find_main_region (self, house, floor));
}

static void
choose_inhabitant (SkeinHousesView       *self,
                   const SkeinHousesSpot *spot)
{
  const SkeinHouse *house = &self->scene->houses->houses[spot->house];

  if (spot->index < house->n_inhabitants && house->inhabitants[spot->index].floor != SKEIN_HOUSES_NONE)
    choose_floor (self, spot->house, house->inhabitants[spot->index].floor);
}

static void
toggle_floor (SkeinHousesView *self,
              uint32_t         house,
              uint32_t         index)
{
  if (get_floor (self, &(SkeinHousesSpot) { SKEIN_HOUSE_PART_FLOOR, house, index }) != NULL)
    skein_memory_model_toggle_floor (self->model, house, index);
}

static void
skein_houses_view_press (SkeinDrawing *drawing,
                         double        x,
                         double        y,
                         int           n_press)
{
  SkeinHousesView *self = SKEIN_HOUSES_VIEW (drawing);
  SkeinHousesSpot spot = hit (self, x, y);

  switch (spot.part)
    {
    case SKEIN_HOUSE_PART_INHABITANT:
      choose_inhabitant (self, &spot);
      break;

    case SKEIN_HOUSE_PART_FLOOR:
      if (n_press == 2)
        toggle_floor (self, spot.house, spot.index);
      else
        choose_floor (self, spot.house, spot.index);
      break;

    case SKEIN_HOUSE_PART_JOIN:
      choose_floor (self, self->scene->houses->joins[spot.index].house,
                    self->scene->houses->joins[spot.index].floor);
      break;

    case SKEIN_HOUSE_PART_NONE:
    case SKEIN_HOUSE_PART_HOUSE:
    case SKEIN_HOUSE_PART_MORE:
    case SKEIN_HOUSE_PART_GAP:
    default:
      break;
    }
}

static char *
dup_floor_text (SkeinHousesView       *self,
                const SkeinHousesSpot *spot)
{
  g_autofree char *text = skein_houses_dup_floor_text (self->scene->houses, spot->house, spot->index);
  const SkeinFloor *floor = get_floor (self, spot);

  if (floor != NULL && (floor->n_regions > 1 || floor->is_opened))
    return g_strconcat (text, "\n",
                        floor->is_opened ? _("Double click: all of these as one floor again")
                                         : _("Double click: each of its regions"),
                        NULL);

  return g_steal_pointer (&text);
}

static char *
dup_gap_text (SkeinHousesView       *self,
              const SkeinHousesSpot *spot)
{
  const SkeinFloor *floor = get_floor (self, spot);

  if (floor == NULL || floor->gap_text == NULL)
    return NULL;

  return g_strdup_printf ("%s\n%s", floor->gap_text, skein_houses_height_explanation ());
}

static char *
skein_houses_view_dup_tooltip (SkeinDrawing *drawing,
                               double        x,
                               double        y,
                               GdkRectangle *ret_area)
{
  SkeinHousesView *self = SKEIN_HOUSES_VIEW (drawing);
  SkeinHousesSpot spot = hit (self, x, y);

  if (spot.part != SKEIN_HOUSE_PART_JOIN && spot.part != SKEIN_HOUSE_PART_NONE)
    skein_houses_scene_get_box (self->scene, &spot, ret_area);

  switch (spot.part)
    {
    case SKEIN_HOUSE_PART_HOUSE:
    case SKEIN_HOUSE_PART_MORE:
      return skein_houses_dup_house_text (self->scene->houses, spot.house);

    case SKEIN_HOUSE_PART_INHABITANT:
      return skein_houses_dup_inhabitant_text (self->scene->houses, spot.house, spot.index);

    case SKEIN_HOUSE_PART_FLOOR:
      return dup_floor_text (self, &spot);

    case SKEIN_HOUSE_PART_GAP:
      return dup_gap_text (self, &spot);

    case SKEIN_HOUSE_PART_JOIN:
      return skein_houses_dup_join_text (self->scene->houses, spot.index);

    case SKEIN_HOUSE_PART_NONE:
    default:
      return NULL;
    }
}

/* The keyboard */

/* Sets the cursor down where the choice is, else on the first floor. */
static gboolean
place_cursor (SkeinHousesView *self,
              SkeinHousesSpot *ret)
{
  *ret = get_chosen_spot (self);

  return ret->part != SKEIN_HOUSE_PART_NONE || skein_houses_scene_move (self->scene, ret, 0, 0) ||
         skein_houses_scene_move (self->scene, ret, 0, 1);
}

static gboolean
move_to_end (SkeinHousesView *self,
             gboolean         to_last,
             SkeinHousesSpot *spot)
{
  uint32_t n_floors = self->scene->houses->houses[spot->house].n_floors;

  if (n_floors == 0)
    return FALSE;

  spot->index = to_last ? n_floors - 1 : 0;

  return TRUE;
}

static gboolean
skein_houses_view_move (SkeinDrawing     *drawing,
                        GtkDirectionType  direction)
{
  SkeinHousesView *self = SKEIN_HOUSES_VIEW (drawing);
  SkeinHousesSpot spot = get_cursor_spot (self);
  const SkeinFloor *floor;
  gboolean moved;

  if (self->scene->houses == NULL)
    return FALSE;

  if (spot.part == SKEIN_HOUSE_PART_NONE)
    moved = place_cursor (self, &spot);
  else if (direction == GTK_DIR_TAB_BACKWARD || direction == GTK_DIR_TAB_FORWARD)
    moved = move_to_end (self, direction == GTK_DIR_TAB_FORWARD, &spot);
  else
    moved = skein_houses_scene_move (self->scene, &spot,
                                     (direction == GTK_DIR_RIGHT) - (direction == GTK_DIR_LEFT),
                                     (direction == GTK_DIR_DOWN) - (direction == GTK_DIR_UP));

  floor = moved ? get_floor (self, &spot) : NULL;
  if (floor == NULL)
    return FALSE;

  self->has_cursor = TRUE;
  self->cursor_house = spot.house;
  self->cursor_address = floor->start;

  return TRUE;
}

static gboolean
skein_houses_view_get_cursor (SkeinDrawing *drawing,
                              GdkRectangle *ret)
{
  SkeinHousesView *self = SKEIN_HOUSES_VIEW (drawing);
  SkeinHousesSpot spot = get_cursor_spot (self);

  return spot.part != SKEIN_HOUSE_PART_NONE && skein_houses_scene_get_box (self->scene, &spot, ret);
}

static char *
skein_houses_view_dup_speech (SkeinDrawing *drawing,
                              guint        *ret_position,
                              guint        *ret_size)
{
  SkeinHousesView *self = SKEIN_HOUSES_VIEW (drawing);
  SkeinHousesSpot spot = get_cursor_spot (self);
  const SkeinHouse *house = &self->scene->houses->houses[spot.house];
  g_autofree char *text = skein_houses_dup_floor_text (self->scene->houses, spot.house, spot.index);

  *ret_position = spot.index + 1;
  *ret_size = house->n_floors;

  /* Translators: what a part of memory is, and the name and number of its process */
  return g_strdup_printf (_("%s, in %s (%d)"), g_strdelimit (text, "\n", ','), house->name, (int) house->process.pid);
}

static void
skein_houses_view_activate (SkeinDrawing *drawing)
{
  SkeinHousesView *self = SKEIN_HOUSES_VIEW (drawing);
  SkeinHousesSpot spot = get_cursor_spot (self);

  choose_floor (self, spot.house, spot.index);
}

static void
skein_houses_view_open (SkeinDrawing *drawing)
{
  SkeinHousesView *self = SKEIN_HOUSES_VIEW (drawing);
  SkeinHousesSpot spot = get_cursor_spot (self);

  toggle_floor (self, spot.house, spot.index);
}

static gboolean
skein_houses_view_clear (SkeinDrawing *drawing)
{
  SkeinHousesView *self = SKEIN_HOUSES_VIEW (drawing);

  skein_memory_model_choose_none (self->model);

  return TRUE;
}

static void
changed_cb (SkeinHousesView *self)
{
  const SkeinHouses *houses = skein_memory_model_get_houses (self->model);
  g_autofree char *summary = NULL;

  /* The ones from before are gone, and with them what was pointed at. */
  self->scene->houses = houses;
  self->pointed.part = SKEIN_HOUSE_PART_NONE;
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  if (houses != NULL)
    {
      summary = skein_houses_dup_summary (houses);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, summary, -1);
    }

  skein_drawing_changed (SKEIN_DRAWING (self));
}

static void
skein_houses_view_dispose (GObject *object)
{
  SkeinHousesView *self = SKEIN_HOUSES_VIEW (object);

  self->scene->houses = NULL;
  g_clear_object (&self->model);

  G_OBJECT_CLASS (skein_houses_view_parent_class)->dispose (object);
}

static void
skein_houses_view_finalize (GObject *object)
{
  g_clear_pointer (&SKEIN_HOUSES_VIEW (object)->scene, skein_houses_scene_free);

  G_OBJECT_CLASS (skein_houses_view_parent_class)->finalize (object);
}

static void
skein_houses_view_class_init (SkeinHousesViewClass *klass)
{
  SkeinDrawingClass *drawing_class = SKEIN_DRAWING_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = skein_houses_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = skein_houses_view_finalize;
  drawing_class->arrange = skein_houses_view_arrange;
  drawing_class->draw = skein_houses_view_draw;
  drawing_class->changed_scroll = skein_houses_view_changed_scroll;
  drawing_class->hover = skein_houses_view_hover;
  drawing_class->press = skein_houses_view_press;
  drawing_class->dup_tooltip = skein_houses_view_dup_tooltip;
  drawing_class->move = skein_houses_view_move;
  drawing_class->get_cursor = skein_houses_view_get_cursor;
  drawing_class->dup_speech = skein_houses_view_dup_speech;
  drawing_class->activate = skein_houses_view_activate;
  drawing_class->open = skein_houses_view_open;
  drawing_class->clear = skein_houses_view_clear;
}

static void
skein_houses_view_init (SkeinHousesView *self)
{
  self->scene = skein_houses_scene_new ();
  skein_drawing_set_minimum (SKEIN_DRAWING (self), MIN_WIDTH, MIN_LINES);
  skein_drawing_set_label (SKEIN_DRAWING (self), _("Address spaces"),
                           _("Address spaces: arrow keys move from floor to floor and from house to house"));
}

GtkWidget *
skein_houses_view_new (SkeinMemoryModel *model)
{
  SkeinHousesView *self = g_object_new (SKEIN_TYPE_HOUSES_VIEW, NULL);

  self->model = g_object_ref (model);
  g_signal_connect_object (model, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}
