/* houses-rows.c - which floors of several houses lie side by side
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "present/houses-private.h"

#include <string.h>

/* How much it is worth that two floors lie side by side. That any two do keeps houses low. */
#define WORTH_ANY     1
#define WORTH_STACKS  4
#define WORTH_KIND    12
#define WORTH_SAME    40
#define WORTH_JOINED  60
#define WORTH_WRITTEN 100

/* The best rows are looked for among so many pairs of floor and row. Of more, as where
 * thousands of regions are shown one by one, good ones must do. */
#define MOST_PAIRS (1u << 20)

/* Then a floor is put beside what it is joined to, if that is not farther away than so many rows. */
#define LOOK_AHEAD 64

/* A row, in the order from the lowest address on. */
typedef struct
{
  const SkeinFloor *floor; /* the one that began it */
  uint32_t          id;
} Row;

typedef struct
{
  SkeinHouses *houses;
  GArray      *rows;  /* of Row */
  GArray      *worth; /* of uint16_t: of the floor at hand, for each row's id */
  GHashTable  *ends;  /* place of a floor in its house → GArray of its joins to houses before */
} Alignment;

static bool
is_one_of_a_kind (SkeinRegionKind kind)
{
  return kind == SKEIN_REGION_CODE || kind == SKEIN_REGION_DATA || kind == SKEIN_REGION_HEAP ||
         kind == SKEIN_REGION_STACK;
}

static uint16_t
worth_of_likeness (const SkeinFloor *floor,
                   const SkeinFloor *other)
{
  if (floor->is_mixed || other->is_mixed || floor->kind != other->kind)
    return WORTH_ANY;
  if (is_one_of_a_kind (floor->kind) || (floor->start == other->start && floor->end == other->end))
    return WORTH_SAME;

  return floor->kind == SKEIN_REGION_THREAD_STACK ? WORTH_STACKS : WORTH_KIND;
}

static void
list_ends (Alignment *self,
           uint32_t   house)
{
  g_hash_table_remove_all (self->ends);

  for (uint32_t i = 0; i < self->houses->n_joins; i++)
    {
      const SkeinJoin *join = &self->houses->joins[i];
      gpointer place = GUINT_TO_POINTER (join->other_floor);
      GArray *joins;

      if (join->other_house != house)
        continue;

      joins = g_hash_table_lookup (self->ends, place);
      if (joins == NULL)
        {
          joins = g_array_new (FALSE, FALSE, sizeof join);
          g_hash_table_insert (self->ends, place, joins);
        }
      g_array_append_val (joins, join);
    }
}

/* Rows that hold what a floor is joined to. */
static void
add_worth_of_joins (Alignment *self,
                    uint32_t   floor)
{
  const GArray *joins = g_hash_table_lookup (self->ends, GUINT_TO_POINTER (floor));

  for (guint i = 0; joins != NULL && i < joins->len; i++)
    {
      const SkeinJoin *join = g_array_index (joins, const SkeinJoin *, i);
      uint32_t id = self->houses->houses[join->house].floors[join->floor].row;
      uint16_t worth = join->kind == SKEIN_JOIN_BOTH_WRITE ? WORTH_WRITTEN : WORTH_JOINED;

      g_array_index (self->worth, uint16_t, id) = MAX (g_array_index (self->worth, uint16_t, id), worth);
    }
}

static void
fill_worth (Alignment        *self,
            const SkeinHouse *house,
            uint32_t          index,
            uint16_t         *ret)
{
  const SkeinFloor *floor = &house->floors[index];

  if (self->worth->len > 0)
    memset (self->worth->data, 0, self->worth->len * sizeof (uint16_t));
  add_worth_of_joins (self, index);

  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = &g_array_index (self->rows, Row, i);

      ret[i] = MAX (g_array_index (self->worth, uint16_t, row->id), worth_of_likeness (floor, row->floor));
    }
}

static uint32_t
append_row (Alignment        *self,
            GArray           *rows,
            const SkeinFloor *floor)
{
  Row row = { floor, self->worth->len };
  uint16_t nothing = 0;

  g_array_append_val (self->worth, nothing);
  g_array_append_val (rows, row);

  return row.id;
}

/* The most worth that floors from @floor on, and rows from @row on, can have side by side:
 * of a longest common subsequence, with weights. */
static uint32_t *
dup_table (Alignment      *self,
           uint32_t        house,
           const uint16_t *worth)
{
  uint32_t n_floors = self->houses->houses[house].n_floors;
  size_t n_rows = self->rows->len;
  uint32_t *table = g_new0 (uint32_t, (n_floors + 1) * (n_rows + 1));

  for (uint32_t floor = n_floors; floor-- > 0;)
    {
      uint32_t *here = table + floor * (n_rows + 1);
      const uint32_t *next = here + n_rows + 1;

      for (size_t row = n_rows; row-- > 0;)
        here[row] = MAX (worth[floor * n_rows + row] + next[row + 1], MAX (here[row + 1], next[row]));
    }

  return table;
}

/* How many rows behind @row, of those that are looked at, one holds what @floor is joined to. 0: none. */
static size_t
rows_to_join (Alignment *self,
              uint32_t   floor,
              size_t     row)
{
  size_t end = MIN (row + LOOK_AHEAD, self->rows->len);

  if (!g_hash_table_contains (self->ends, GUINT_TO_POINTER (floor)))
    return 0;

  for (size_t i = row; i < end; i++)
    g_array_index (self->worth, uint16_t, g_array_index (self->rows, Row, i).id) = 0;
  add_worth_of_joins (self, floor);

  for (size_t i = row; i < end; i++)
    {
      if (g_array_index (self->worth, uint16_t, g_array_index (self->rows, Row, i).id) > 0)
        return i - row;
    }

  return 0;
}

/* Merges them without looking back. */
static void
align_simply (Alignment *self,
              uint32_t   index)
{
  SkeinHouse *house = &self->houses->houses[index];
  GArray *merged = g_array_new (FALSE, FALSE, sizeof (Row));
  size_t row = 0;

  for (uint32_t i = 0; i < house->n_floors; i++)
    {
      size_t skipped = rows_to_join (self, i, row);

      if (skipped > 0)
        g_array_append_vals (merged, &g_array_index (self->rows, Row, row), (guint) skipped);
      row += skipped;

      if (row < self->rows->len)
        {
          const Row *known = &g_array_index (self->rows, Row, row++);

          house->floors[i].row = known->id;
          g_array_append_vals (merged, known, 1);
        }
      else
        house->floors[i].row = append_row (self, merged, &house->floors[i]);
    }

  if (row < self->rows->len)
    g_array_append_vals (merged, &g_array_index (self->rows, Row, row), (guint) (self->rows->len - row));

  g_array_unref (self->rows);
  self->rows = merged;
}

/* Merges the floors of a house, in their order, with the rows there are. */
static void
align_well (Alignment *self,
            uint32_t   index)
{
  SkeinHouse *house = &self->houses->houses[index];
  size_t n_rows = self->rows->len;
  g_autofree uint16_t *worth = g_new0 (uint16_t, house->n_floors * n_rows + 1);
  g_autofree uint32_t *table = NULL;
  GArray *merged = g_array_new (FALSE, FALSE, sizeof (Row));
  uint32_t floor = 0;
  size_t row = 0;

  for (uint32_t i = 0; i < house->n_floors; i++)
    fill_worth (self, house, i, worth + i * n_rows);
  table = dup_table (self, index, worth);

  while (floor < house->n_floors || row < n_rows)
    {
      const uint32_t *here = table + floor * (n_rows + 1) + row;
      const Row *known = row < n_rows ? &g_array_index (self->rows, Row, row) : NULL;

      if (floor < house->n_floors && known != NULL &&
          here[0] == worth[floor * n_rows + row] + here[n_rows + 2])
        {
          house->floors[floor++].row = known->id;
          g_array_append_vals (merged, known, 1);
          row++;
        }
      else if (known != NULL && (floor == house->n_floors || here[0] == here[1]))
        {
          g_array_append_vals (merged, known, 1);
          row++;
        }
      else
        {
          house->floors[floor].row = append_row (self, merged, &house->floors[floor]);
          floor++;
        }
    }

  g_array_unref (self->rows);
  self->rows = merged;
}

void
skein_houses_align (SkeinHouses *self)
{
  Alignment alignment = {
    .houses = self,
    .rows = g_array_new (FALSE, FALSE, sizeof (Row)),
    .worth = g_array_new (FALSE, FALSE, sizeof (uint16_t)),
    .ends = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref),
  };
  g_autofree uint32_t *places = NULL;

  for (uint32_t i = 0; i < self->n_houses; i++)
    {
      list_ends (&alignment, i);
      if ((uint64_t) self->houses[i].n_floors * alignment.rows->len <= MOST_PAIRS)
        align_well (&alignment, i);
      else
        align_simply (&alignment, i);
    }

  self->n_rows = alignment.rows->len;
  places = g_new (uint32_t, self->n_rows + 1);
  for (uint32_t i = 0; i < self->n_rows; i++)
    places[g_array_index (alignment.rows, Row, i).id] = i;

  for (uint32_t i = 0; i < self->n_houses; i++)
    {
      for (uint32_t k = 0; k < self->houses[i].n_floors; k++)
        self->houses[i].floors[k].row = places[self->houses[i].floors[k].row];
    }

  g_array_unref (alignment.rows);
  g_array_unref (alignment.worth);
  g_hash_table_unref (alignment.ends);
}
