/* houses-scene.c - where everything lies
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "draw/houses-scene-private.h"

#include <math.h>

#include <glib/gi18n.h>

/* In widths of a letter. */
#define LEAST_HOUSE  20
#define NARROW_HOUSE 32
#define MOST_HOUSE   54
#define MOST_ALONE   80
#define MOST_GUTTER  15
#define MOST_PILL    16

/* In heights of a line: what the highest floor has beyond the lowest. Less than the least
 * could not be told apart: rather it scrolls. */
#define LEAST_GROWTH 3
#define LIKED_GROWTH 6
#define MOST_GROWTH  8

#define EMPTY_GUTTER 20
#define PILL_ROWS    2
#define PILL_GAP     5
#define ROW_GAP      4
#define JOIN_SPREAD  9
#define JOIN_REACH   6

SkeinHousesScene *
skein_houses_scene_new (void)
{
  SkeinHousesScene *self = g_new0 (SkeinHousesScene, 1);

  self->row_tops = g_array_new (FALSE, FALSE, sizeof (int));
  self->floor_boxes = g_array_new (FALSE, TRUE, sizeof (cairo_rectangle_int_t));
  self->house_floors = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  self->pills = g_array_new (FALSE, FALSE, sizeof (SkeinPill));
  self->joins = g_array_new (FALSE, FALSE, sizeof (SkeinJoinLine));
  self->texts = skein_texts_new ();

  return self;
}

void
skein_houses_scene_free (SkeinHousesScene *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->row_tops);
  g_array_unref (self->floor_boxes);
  g_array_unref (self->house_floors);
  g_array_unref (self->pills);
  g_array_unref (self->joins);
  skein_texts_free (self->texts);
  g_clear_object (&self->text);
  g_free (self);
}

/* Widths */

static int
widest_label (SkeinHousesScene *self,
              bool              words)
{
  int widest = 0;

  for (uint32_t i = 0; i < self->houses->n_joins; i++)
    {
      const SkeinJoin *join = &self->houses->joins[i];
      int width = words ? skein_texts_measure (self->texts, join->words, SKEIN_TEXT_SMALL | SKEIN_TEXT_BOLD)
                        : skein_texts_measure (self->texts, join->figure, SKEIN_TEXT_SMALL);

      widest = MAX (widest, width);
    }

  return widest;
}

/* What a house wants for its memory to be told without being cut. */
static int
least_width (SkeinHousesScene *self)
{
  int widest = 0;

  for (uint32_t i = 0; i < self->houses->n_houses; i++)
    {
      const SkeinHouse *house = &self->houses->houses[i];

      if (house->share == NULL)
        continue;

      widest = MAX (widest, skein_texts_measure (self->texts, house->share, SKEIN_TEXT_SMALL));
      widest = MAX (widest, skein_texts_measure (self->texts, house->private, SKEIN_TEXT_SMALL));
    }

  return MAX (LEAST_HOUSE * skein_texts_get_char_width (self->texts), widest + 2 * SKEIN_HOUSE_PADDING + 4);
}

static void
place_houses (SkeinHousesScene *self)
{
  int char_width = skein_texts_get_char_width (self->texts);
  int n = (int) MIN (self->houses->n_houses, SKEIN_HOUSES_ABREAST);
  int least = MIN (least_width (self), MAX (self->width, 1));

  self->gutter = EMPTY_GUTTER;
  if (self->houses->n_joins > 0)
    self->gutter = CLAMP (widest_label (self, true) + 12, EMPTY_GUTTER, MOST_GUTTER * char_width);

  /* Where it is tight the words of bridges go before the houses get out of sight, the figures do not. */
  if (n > 1 && n * least + (n - 1) * self->gutter > self->width)
    self->gutter = CLAMP ((self->width - n * least) / (n - 1), MIN (self->gutter, widest_label (self, false) + 8),
                          self->gutter);

  self->house_width = CLAMP ((self->width - (n - 1) * self->gutter) / MAX (n, 1), least,
                             MAX ((n > 1 ? MOST_HOUSE : MOST_ALONE) * char_width, least));
  self->narrow = self->house_width < NARROW_HOUSE * char_width;
  self->content_width = (int) self->houses->n_houses * (self->house_width + self->gutter) - self->gutter;
  self->content_width = MAX (self->content_width, 0);
}

/* Heads */

static int
pill_width (SkeinHousesScene *self,
            const char       *name)
{
  int most = MIN (MOST_PILL * skein_texts_get_char_width (self->texts),
                  self->house_width - 2 * SKEIN_HOUSE_PADDING);

  return MIN (skein_texts_measure (self->texts, name, SKEIN_TEXT_SMALL | SKEIN_TEXT_BOLD) + 16, most);
}

/* Returns: how many rows of pills there are */
static int
place_pills (SkeinHousesScene *self,
             uint32_t          index,
             int               y)
{
  const SkeinHouse *house = &self->houses->houses[index];
  int left = skein_house_x (self, index) + SKEIN_HOUSE_PADDING;
  int right = left + self->house_width - 2 * SKEIN_HOUSE_PADDING;
  int more = pill_width (self, "+9999");
  int height = self->small_height + 6;
  int x = left;
  int row = 0;

  for (uint32_t i = 0; i < house->n_inhabitants; i++)
    {
      bool is_last = i + 1 == house->n_inhabitants;
      SkeinPill pill = { .house = index, .index = i };

      pill.box.width = pill_width (self, house->inhabitants[i].name);
      pill.box.height = height;

      if (x > left && x + pill.box.width > right && row + 1 < PILL_ROWS)
        {
          x = left;
          row++;
        }

      /* The last row keeps room to say how many there is no room for. */
      if (row + 1 == PILL_ROWS && x + pill.box.width + (is_last ? 0 : PILL_GAP + more) > right)
        {
          pill.is_more = true;
          pill.box.width = MIN (more, right - x);
        }

      pill.box.x = x;
      pill.box.y = y + row * (height + PILL_GAP);
      g_array_append_val (self->pills, pill);
      x += pill.box.width + PILL_GAP;
      if (pill.is_more)
        break;
    }

  return house->n_inhabitants > 0 ? row + 1 : 0;
}

/* In how many lines the memory of each house is told. */
static int
memory_lines (SkeinHousesScene *self)
{
  int room = self->house_width - 2 * SKEIN_HOUSE_PADDING;
  int lines = 0;

  for (uint32_t i = 0; i < self->houses->n_houses; i++)
    {
      const SkeinHouse *house = &self->houses->houses[i];
      int width;

      if (house->share == NULL)
        continue;

      width = skein_texts_measure (self->texts, house->share, SKEIN_TEXT_SMALL) +
              skein_texts_measure (self->texts, house->private, SKEIN_TEXT_SMALL) +
              skein_texts_measure (self->texts, ", ", SKEIN_TEXT_SMALL);
      lines = MAX (lines, width <= room ? 1 : 2);
    }

  return lines;
}

static void
place_heads (SkeinHousesScene *self)
{
  int lines = memory_lines (self) + (self->narrow ? 1 : 0);
  int y = SKEIN_HOUSE_PADDING + self->line_height + 4 + lines * self->small_height + 6;
  int rows = 0;

  g_array_set_size (self->pills, 0);
  for (uint32_t i = 0; i < self->houses->n_houses; i++)
    rows = MAX (rows, place_pills (self, i, y));

  self->floors_y = y + rows * (self->small_height + 6 + PILL_GAP) + 5;
}

/* Floors */

static int
gap_height (const SkeinHousesScene *self,
            const SkeinFloor       *floor)
{
  return floor->gap_text != NULL ? self->small_height + 4 : ROW_GAP;
}

/* Of each row what its highest floor and its greatest gap ask for. */
typedef struct
{
  float height; /* as of #SkeinFloor */
  int   gap;
} RowNeed;

static RowNeed *
dup_needs (const SkeinHousesScene *self)
{
  RowNeed *needs = g_new0 (RowNeed, self->houses->n_rows + 1);

  for (uint32_t i = 0; i < self->houses->n_houses; i++)
    {
      const SkeinHouse *house = &self->houses->houses[i];

      for (uint32_t k = 0; k < house->n_floors; k++)
        {
          const SkeinFloor *floor = &house->floors[k];
          RowNeed *need = &needs[floor->row];

          need->height = MAX (need->height, floor->height);
          need->gap = MAX (need->gap, k + 1 < house->n_floors ? gap_height (self, floor) : ROW_GAP);
        }
    }

  return needs;
}

static int
least_floor (const SkeinHousesScene *self)
{
  return self->line_height + 13 + (self->narrow ? self->small_height : 0);
}

/* The wall below the last floor. */
static int
bottom (const SkeinHousesScene *self)
{
  return SKEIN_HOUSE_PADDING + SKEIN_HOUSE_WALL;
}

/* What is written in a house without floors. */
static int
reason_height (SkeinHousesScene *self)
{
  int height = 0;

  for (uint32_t i = 0; i < self->houses->n_houses; i++)
    {
      const char *reason = self->houses->houses[i].reason;

      if (reason != NULL)
        height = MAX (height, skein_texts_measure_lines (self->texts, reason,
                                                         self->house_width - 2 * SKEIN_HOUSE_PADDING,
                                                         SKEIN_TEXT_PLAIN));
    }

  return height;
}

static void
choose_growth (SkeinHousesScene *self,
               const RowNeed    *needs)
{
  double fixed = self->floors_y + bottom (self);
  double heights = 0.0;

  for (uint32_t i = 0; i < self->houses->n_rows; i++)
    {
      fixed += least_floor (self) + needs[i].gap;
      heights += (double) needs[i].height;
    }

  self->growth = LIKED_GROWTH * self->line_height;
  if (heights > 0.0)
    self->growth = CLAMP ((self->height - fixed) / heights, LEAST_GROWTH * self->line_height,
                          MOST_GROWTH * self->line_height);
}

static void
place_rows (SkeinHousesScene *self,
            const RowNeed    *needs)
{
  int y = 0;

  g_array_set_size (self->row_tops, 0);

  for (uint32_t i = 0; i < self->houses->n_rows; i++)
    {
      g_array_append_val (self->row_tops, y);
      y += least_floor (self) + (int) lround (self->growth * (double) needs[i].height) + needs[i].gap;
    }

  g_array_append_val (self->row_tops, y);
  self->content_height = self->floors_y + MAX (y, reason_height (self)) + bottom (self);
}

static void
place_floors (SkeinHousesScene *self)
{
  g_array_set_size (self->floor_boxes, 0);
  g_array_set_size (self->house_floors, 0);

  for (uint32_t i = 0; i < self->houses->n_houses; i++)
    {
      const SkeinHouse *house = &self->houses->houses[i];
      uint32_t first = self->floor_boxes->len;

      g_array_append_val (self->house_floors, first);

      for (uint32_t k = 0; k < house->n_floors; k++)
        {
          cairo_rectangle_int_t box = {
            .x = skein_house_x (self, i) + SKEIN_HOUSE_PADDING,
            .y = g_array_index (self->row_tops, int, house->floors[k].row),
            .width = self->house_width - 2 * SKEIN_HOUSE_PADDING,
            .height = least_floor (self) + (int) lround (self->growth * (double) house->floors[k].height),
          };

          g_array_append_val (self->floor_boxes, box);
        }
    }
}

/* Joins */

static void
place_join (SkeinHousesScene *self,
            uint32_t          index)
{
  const SkeinJoin *join = &self->houses->joins[index];
  const cairo_rectangle_int_t *box = skein_house_floor_box (self, join->house, join->floor);
  const cairo_rectangle_int_t *other = skein_house_floor_box (self, join->other_house, join->other_floor);
  SkeinJoinLine line = { .x = box->x + box->width, .other_x = other->x };
  double shift = ((double) join->place - ((double) join->n_places - 1.0) / 2.0) * JOIN_SPREAD;

  line.y = box->y + box->height / 2.0;
  line.other_y = other->y + other->height / 2.0;
  if (box->y == other->y)
    line.y = line.other_y = box->y + MIN (box->height, other->height) / 2.0;

  line.y = CLAMP (line.y + shift, box->y + 3, box->y + box->height - 3);
  line.other_y = CLAMP (line.other_y + shift, other->y + 3, other->y + other->height - 3);
  g_array_append_val (self->joins, line);
}

static void
layout (SkeinHousesScene *self,
        bool              naturally)
{
  g_autofree RowNeed *needs = NULL;

  skein_texts_set_context (self->texts, self->text);
  skein_texts_begin (self->texts);
  self->line_height = skein_texts_get_line_height (self->texts, SKEIN_TEXT_PLAIN);
  self->small_height = skein_texts_get_line_height (self->texts, SKEIN_TEXT_SMALL);

  place_houses (self);
  place_heads (self);
  needs = dup_needs (self);
  choose_growth (self, needs);
  if (naturally)
    self->growth = LIKED_GROWTH * self->line_height;
  place_rows (self, needs);
  place_floors (self);

  g_array_set_size (self->joins, 0);
  for (uint32_t i = 0; i < self->houses->n_joins; i++)
    place_join (self, i);
}

void
skein_houses_scene_layout (SkeinHousesScene *self)
{
  layout (self, false);
  self->scroll_x = CLAMP (self->scroll_x, 0, MAX (self->content_width - self->width, 0));
  self->scroll_y = CLAMP (self->scroll_y, 0, MAX (self->content_height - self->height, 0));
}

int
skein_houses_scene_natural_height (SkeinHousesScene *self)
{
  int natural;

  layout (self, true);
  natural = self->content_height;
  layout (self, false);

  return natural;
}

/* What lies where */

uint32_t
skein_house_first_floor (const SkeinHousesScene *self,
                         uint32_t                house,
                         int                     y)
{
  uint32_t first = 0;
  uint32_t last = self->houses->houses[house].n_floors;

  while (first < last)
    {
      uint32_t middle = first + (last - first) / 2;
      const cairo_rectangle_int_t *box = skein_house_floor_box (self, house, middle);

      if (box->y + box->height <= y)
        first = middle + 1;
      else
        last = middle;
    }

  return first;
}

cairo_rectangle_int_t
skein_house_gap_box (const SkeinHousesScene *self,
                     uint32_t                house,
                     uint32_t                floor)
{
  const cairo_rectangle_int_t *box = skein_house_floor_box (self, house, floor);
  cairo_rectangle_int_t gap = *box;

  gap.y = box->y + box->height;
  gap.height = 0;
  if (floor + 1 < self->houses->houses[house].n_floors)
    gap.height = skein_house_floor_box (self, house, floor + 1)->y - gap.y;

  return gap;
}

static bool
contains (const cairo_rectangle_int_t *box,
          double                       x,
          double                       y)
{
  return x >= box->x && x < box->x + box->width && y >= box->y && y < box->y + box->height;
}

static bool
hit_join (const SkeinHousesScene *self,
          double                  x,
          double                  y,
          SkeinHousesSpot        *spot)
{
  double nearest = JOIN_REACH;

  for (guint i = 0; i < self->joins->len; i++)
    {
      const SkeinJoinLine *line = &g_array_index (self->joins, SkeinJoinLine, i);
      double along = (x - line->x) / (line->other_x - line->x);
      double distance = fabs (line->y + along * (line->other_y - line->y) - y);

      if (along < 0.0 || along > 1.0 || distance >= nearest)
        continue;

      nearest = distance;
      *spot = (SkeinHousesSpot) { SKEIN_HOUSE_PART_JOIN, self->houses->joins[i].house, i };
    }

  return nearest < JOIN_REACH;
}

static bool
hit_pill (const SkeinHousesScene *self,
          double                  x,
          double                  y,
          SkeinHousesSpot        *spot)
{
  for (guint i = 0; i < self->pills->len; i++)
    {
      const SkeinPill *pill = &g_array_index (self->pills, SkeinPill, i);

      if (!contains (&pill->box, x, y))
        continue;

      spot->part = pill->is_more ? SKEIN_HOUSE_PART_MORE : SKEIN_HOUSE_PART_INHABITANT;
      spot->index = pill->index;

      return true;
    }

  return false;
}

static void
hit_floors (const SkeinHousesScene *self,
            uint32_t                house,
            int                     x,
            int                     y,
            SkeinHousesSpot        *spot)
{
  uint32_t floor = skein_house_first_floor (self, house, y);

  if (floor < self->houses->houses[house].n_floors && contains (skein_house_floor_box (self, house, floor), x, y))
    *spot = (SkeinHousesSpot) { SKEIN_HOUSE_PART_FLOOR, house, floor };
  else if (floor > 0 && floor < self->houses->houses[house].n_floors)
    *spot = (SkeinHousesSpot) { SKEIN_HOUSE_PART_GAP, house, floor - 1 };
}

SkeinHousesSpot
skein_houses_scene_hit (const SkeinHousesScene *self,
                        double                  x,
                        double                  y)
{
  SkeinHousesSpot spot = { SKEIN_HOUSE_PART_NONE, 0, 0 };
  bool in_floors = y >= self->floors_y;
  int step = self->house_width + self->gutter;
  int inside;

  x += self->scroll_x;
  if (x < 0 || x >= self->content_width || y < 0 || y >= self->content_height - self->scroll_y)
    return spot;

  spot.house = (uint32_t) (x / step);
  inside = (int) x - skein_house_x (self, spot.house);
  if (in_floors)
    y += self->scroll_y - self->floors_y;

  if (inside >= self->house_width)
    {
      if (in_floors)
        hit_join (self, x, y, &spot);

      return spot;
    }

  if (!in_floors)
    {
      if (!hit_pill (self, x, y, &spot))
        spot.part = SKEIN_HOUSE_PART_HOUSE;
    }
  else
    hit_floors (self, spot.house, (int) x, (int) y, &spot);

  return spot;
}

static bool
get_pill_box (const SkeinHousesScene *self,
              const SkeinHousesSpot  *spot,
              cairo_rectangle_int_t  *ret)
{
  for (guint i = 0; i < self->pills->len; i++)
    {
      const SkeinPill *pill = &g_array_index (self->pills, SkeinPill, i);

      if (pill->house != spot->house || (pill->index != spot->index && !pill->is_more))
        continue;

      *ret = pill->box;

      return true;
    }

  return false;
}

/* Without scrolling. */
static bool
get_content_box (const SkeinHousesScene *self,
                 const SkeinHousesSpot  *spot,
                 cairo_rectangle_int_t  *ret)
{
  const SkeinHouse *house = spot->house < self->houses->n_houses ? &self->houses->houses[spot->house] : NULL;
  const SkeinJoinLine *line;

  if (house == NULL || spot->part == SKEIN_HOUSE_PART_NONE)
    return false;

  switch (spot->part)
    {
    case SKEIN_HOUSE_PART_INHABITANT:
    case SKEIN_HOUSE_PART_MORE:
      return get_pill_box (self, spot, ret);

    case SKEIN_HOUSE_PART_FLOOR:
    case SKEIN_HOUSE_PART_GAP:
      if (spot->index >= house->n_floors)
        return false;
      *ret = spot->part == SKEIN_HOUSE_PART_FLOOR ? *skein_house_floor_box (self, spot->house, spot->index)
                                                  : skein_house_gap_box (self, spot->house, spot->index);

      return true;

    case SKEIN_HOUSE_PART_JOIN:
      if (spot->index >= self->joins->len)
        return false;
      line = &g_array_index (self->joins, SkeinJoinLine, spot->index);
      ret->x = (int) line->x;
      ret->y = (int) MIN (line->y, line->other_y) - JOIN_REACH;
      ret->width = (int) (line->other_x - line->x);
      ret->height = (int) fabs (line->y - line->other_y) + 2 * JOIN_REACH;

      return true;

    case SKEIN_HOUSE_PART_NONE:
    case SKEIN_HOUSE_PART_HOUSE:
    default:
      ret->x = skein_house_x (self, spot->house);
      ret->y = 0;
      ret->width = self->house_width;
      ret->height = self->floors_y;

      return true;
    }
}

static bool
scrolls_down (const SkeinHousesSpot *spot)
{
  return spot->part == SKEIN_HOUSE_PART_FLOOR || spot->part == SKEIN_HOUSE_PART_GAP ||
         spot->part == SKEIN_HOUSE_PART_JOIN;
}

bool
skein_houses_scene_get_box (const SkeinHousesScene *self,
                            const SkeinHousesSpot  *spot,
                            cairo_rectangle_int_t  *ret)
{
  if (!get_content_box (self, spot, ret))
    return false;

  ret->x -= self->scroll_x;
  if (scrolls_down (spot))
    ret->y += self->floors_y - self->scroll_y;

  return true;
}

/* Returns: how far to scroll so that @start to @end lies within @room */
static int
scroll_into (int start,
             int end,
             int low,
             int high)
{
  if (start < low)
    return start - low;

  return end > high ? MIN (end - high, start - low) : 0;
}

bool
skein_houses_scene_reveal (SkeinHousesScene      *self,
                           const SkeinHousesSpot *spot)
{
  cairo_rectangle_int_t box;
  int x = self->scroll_x;
  int y = self->scroll_y;

  if (!skein_houses_scene_get_box (self, spot, &box))
    return false;

  x += scroll_into (box.x - SKEIN_HOUSE_PADDING, box.x + box.width + SKEIN_HOUSE_PADDING, 0, self->width);
  if (scrolls_down (spot))
    y += scroll_into (box.y - ROW_GAP, box.y + box.height + SKEIN_HOUSE_PADDING, self->floors_y, self->height);

  x = CLAMP (x, 0, MAX (self->content_width - self->width, 0));
  y = CLAMP (y, 0, MAX (self->content_height - self->height, 0));
  if (x == self->scroll_x && y == self->scroll_y)
    return false;

  self->scroll_x = x;
  self->scroll_y = y;

  return true;
}

/* The floor of @house that lies at the height of @box, or is nearest to it. */
static uint32_t
floor_beside (const SkeinHousesScene      *self,
              uint32_t                     house,
              const cairo_rectangle_int_t *box)
{
  uint32_t floor = skein_house_first_floor (self, house, box->y);

  return MIN (floor, self->houses->houses[house].n_floors - 1);
}

bool
skein_houses_scene_move (const SkeinHousesScene *self,
                         SkeinHousesSpot        *spot,
                         int                     across,
                         int                     down)
{
  int64_t house = (int64_t) spot->house + across;
  int64_t floor = (int64_t) spot->index + down;
  int step = across < 0 ? -1 : 1;

  if (spot->part != SKEIN_HOUSE_PART_FLOOR || spot->house >= self->houses->n_houses ||
      spot->index >= self->houses->houses[spot->house].n_floors)
    {
      /* To the first floor there is. */
      house = 0;
      floor = 0;
      step = 1;
    }
  else if (across == 0)
    {
      floor = CLAMP (floor, 0, (int64_t) self->houses->houses[house].n_floors - 1);
      if (floor == spot->index)
        return false;
      spot->index = (uint32_t) floor;

      return true;
    }

  /* Houses that may not be read have no floors. */
  while (house >= 0 && house < self->houses->n_houses && self->houses->houses[house].n_floors == 0)
    house += step;
  if (house < 0 || house >= self->houses->n_houses)
    return false;

  if (spot->part == SKEIN_HOUSE_PART_FLOOR && across != 0)
    floor = floor_beside (self, (uint32_t) house, skein_house_floor_box (self, spot->house, spot->index));
  *spot = (SkeinHousesSpot) { SKEIN_HOUSE_PART_FLOOR, (uint32_t) house, (uint32_t) floor };

  return true;
}
