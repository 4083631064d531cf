/* houses.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "present/houses.h"

#include "base/format.h"
#include "present/houses-private.h"
#include "present/memory-words.h"
#include "present/timeline.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n.h>

/* What is until written is a join of its own if it is more than this part of what is read only. */
#define MINOR_PART 8

/* The scale of heights: from 2 to the power of LEAST_BITS in doublings. */
#define LEAST_BITS  16
#define N_DOUBLINGS 18

float
skein_houses_height (uint64_t bytes)
{
  int bits = 0;

  while (bits < 63 && bytes >> (bits + 1) != 0)
    bits++;

  return (float) CLAMP (bits - LEAST_BITS, 0, N_DOUBLINGS) / (float) N_DOUBLINGS;
}

const char *
skein_houses_height_explanation (void)
{
  return _("Heights are compressed: each doubling of what is in memory adds the same, or a gigabyte would leave no "
            "room for all else.");
}

uint32_t
skein_house_floor_of_region (const SkeinHouse *house,
                             uint32_t          region)
{
  uint32_t first = 0;
  uint32_t last = house->n_floors;

  while (first < last)
    {
      uint32_t middle = first + (last - first) / 2;

      if (house->floors[middle].first + house->floors[middle].n_regions <= region)
        first = middle + 1;
      else
        last = middle;
    }

  return first < house->n_floors ? first : SKEIN_HOUSES_NONE;
}

uint32_t
skein_houses_find_floor (const SkeinHouses *self,
                         uint32_t           house,
                         uint64_t           address)
{
  const SkeinAddressSpace *space = self->report->spaces[house];
  const SkeinRegion *region = skein_address_space_find (space, address);

  if (region == NULL)
    return SKEIN_HOUSES_NONE;

  return skein_house_floor_of_region (&self->houses[house], (uint32_t) (region - space->regions));
}

/* Joins: bridges, by the floors that they end on. */

static SkeinJoinKind
kind_of_join (const SkeinBridge *bridge,
              const SkeinRegion *one,
              const SkeinRegion *other)
{
  int n_writers = ((one->access & SKEIN_ACCESS_WRITE) != 0) + ((other->access & SKEIN_ACCESS_WRITE) != 0);

  if (bridge->kind == SKEIN_BRIDGE_COPY)
    return SKEIN_JOIN_UNTIL_WRITTEN;
  if (bridge->kind == SKEIN_BRIDGE_FILE)
    return n_writers > 0 ? SKEIN_JOIN_UNTIL_WRITTEN : SKEIN_JOIN_READ_ONLY;
  if (n_writers == 2)
    return SKEIN_JOIN_BOTH_WRITE;

  return n_writers == 1 ? SKEIN_JOIN_ONE_WRITES : SKEIN_JOIN_READ_ONLY;
}

static guint
ends_hash (gconstpointer key)
{
  const SkeinJoin *join = key;

  return ((join->house * 31 + join->floor) * 31 + join->other_house) * 31 + join->other_floor;
}

static gboolean
ends_equal (gconstpointer a,
            gconstpointer b)
{
  const SkeinJoin *one = a;
  const SkeinJoin *other = b;

  return one->house == other->house && one->floor == other->floor && one->other_house == other->other_house &&
         one->other_floor == other->other_floor;
}

static gboolean
join_equal (gconstpointer a,
            gconstpointer b)
{
  const SkeinJoin *one = a;
  const SkeinJoin *other = b;

  return one->kind == other->kind && ends_equal (a, b);
}

static const SkeinRegion *
region_of (const SkeinHouses    *self,
           const SkeinBridgeEnd *end)
{
  return &self->report->spaces[end->space]->regions[end->region];
}

static void
add_join (SkeinHouses *self,
          GHashTable  *joins,
          uint32_t     index,
          uint32_t     end)
{
  const SkeinBridge *bridge = &self->report->bridges[index];
  const SkeinBridgeEnd *one = &bridge->ends[end];
  const SkeinBridgeEnd *other = &bridge->ends[end + 1];
  SkeinJoin join = {
    .kind = kind_of_join (bridge, region_of (self, one), region_of (self, other)),
    .house = one->space,
    .floor = skein_house_floor_of_region (&self->houses[one->space], one->region),
    .other_house = other->space,
    .other_floor = skein_house_floor_of_region (&self->houses[other->space], other->region),
    .first_bridge = index,
  };
  SkeinJoin *known = g_hash_table_lookup (joins, &join);

  if (join.floor == SKEIN_HOUSES_NONE || join.other_floor == SKEIN_HOUSES_NONE)
    return;

  if (known == NULL)
    {
      known = g_memdup2 (&join, sizeof join);
      g_hash_table_add (joins, known);
    }

  if (bridge->bytes > self->report->bridges[known->first_bridge].bytes)
    known->first_bridge = index;
  known->bytes += bridge->bytes;
  known->n_bridges++;
}

static int
compare_joins (const void *a,
               const void *b)
{
  const SkeinJoin *one = a;
  const SkeinJoin *other = b;
  bool one_is_thick = one->kind == SKEIN_JOIN_BOTH_WRITE;
  bool other_is_thick = other->kind == SKEIN_JOIN_BOTH_WRITE;

  if (one_is_thick != other_is_thick)
    return other_is_thick - one_is_thick;
  if (one->bytes != other->bytes)
    return one->bytes < other->bytes ? 1 : -1;
  if (one->first_bridge != other->first_bridge)
    return one->first_bridge > other->first_bridge ? 1 : -1;

  return one->house > other->house ? 1 : -1;
}

static const char *
words_of_join (SkeinJoinKind kind)
{
  switch (kind)
    {
    case SKEIN_JOIN_BOTH_WRITE:
      return C_ ("bridge", "both write");

    case SKEIN_JOIN_ONE_WRITES:
      return C_ ("bridge", "one writes");

    case SKEIN_JOIN_READ_ONLY:
      return C_ ("bridge", "read only");

    case SKEIN_JOIN_UNTIL_WRITTEN:
    default:
      return C_ ("bridge", "until written");
    }
}

/* Shared memory of a house, so that what a bridge leads to is found without looking through all of it. */
typedef struct
{
  GArray  *mapped;  /* of Mapped: by their objects' numbers, then by their offsets */
  uint64_t longest; /* of them all */
} SharedIndex;

typedef struct
{
  uint64_t inode;
  uint64_t offset;
  uint32_t region;
  uint32_t floor;
} Mapped;

static int
compare_mapped (gconstpointer a,
                gconstpointer b)
{
  const Mapped *one = a;
  const Mapped *other = b;

  if (one->inode != other->inode)
    return one->inode < other->inode ? -1 : 1;
  if (one->offset != other->offset)
    return one->offset < other->offset ? -1 : 1;

  return one->region < other->region ? -1 : 1;
}

static SharedIndex
index_shared (const SkeinHouses *self,
              uint32_t           index)
{
  const SkeinHouse *house = &self->houses[index];
  SharedIndex shared = { .mapped = g_array_new (FALSE, FALSE, sizeof (Mapped)) };

  for (uint32_t i = 0; i < house->n_floors; i++)
    for (uint32_t k = 0; k < house->floors[i].n_regions; k++)
      {
        uint32_t at = house->floors[i].first + k;
        const SkeinRegion *region = &self->report->spaces[index]->regions[at];
        Mapped mapped = { region->inode, region->offset, at, i };

        if ((region->access & SKEIN_ACCESS_SHARED) == 0)
          continue;

        g_array_append_val (shared.mapped, mapped);
        shared.longest = MAX (shared.longest, skein_region_get_size (region));
      }

  g_array_sort (shared.mapped, compare_mapped);

  return shared;
}

/* A program may map the same memory more than once: all of these lead over the bridge. */
static void
tell_shared_floors (SkeinHouses       *self,
                    const SharedIndex *shared,
                    const SkeinBridge *bridge,
                    uint32_t           house)
{
  Mapped from = { bridge->inode, bridge->offset - MIN (bridge->offset, shared->longest), 0, 0 };
  guint first = 0;
  guint end = shared->mapped->len;

  while (first < end)
    {
      guint middle = first + (end - first) / 2;

      if (compare_mapped (&g_array_index (shared->mapped, Mapped, middle), &from) < 0)
        first = middle + 1;
      else
        end = middle;
    }

  for (guint i = first; i < shared->mapped->len; i++)
    {
      const Mapped *mapped = &g_array_index (shared->mapped, Mapped, i);
      SkeinFloor *floor = &self->houses[house].floors[mapped->floor];

      if (mapped->inode != bridge->inode || mapped->offset >= bridge->offset + bridge->bytes)
        break;
      if (skein_bridge_find_end (bridge, self->report->spaces, house, mapped->region) != NULL)
        floor->mapped_by = MAX (floor->mapped_by, bridge->n_ends);
    }
}

/* What its floors can tell of a bridge without looking for it. */
static void
tell_floors (SkeinHouses       *self,
             const SharedIndex *shared,
             const SkeinBridge *bridge)
{
  for (uint32_t i = 0; i < bridge->n_ends; i++)
    {
      SkeinHouse *house = &self->houses[bridge->ends[i].space];
      uint32_t index = skein_house_floor_of_region (house, bridge->ends[i].region);
      SkeinFloor *floor = index != SKEIN_HOUSES_NONE ? &house->floors[index] : NULL;

      if (bridge->kind == SKEIN_BRIDGE_SHARED)
        tell_shared_floors (self, &shared[bridge->ends[i].space], bridge, bridge->ends[i].space);
      if (floor != NULL && bridge->kind == SKEIN_BRIDGE_COPY)
        floor->copied_by = MAX (floor->copied_by, bridge->n_ends);
    }
}

/* Libraries have a few pages of globals beside their code: no line of its own for so little. */
static void
fold_minor_joins (GHashTable *joins)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, joins);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const SkeinJoin *join = key;
      SkeinJoin wanted = *join;
      SkeinJoin *major;

      if (join->kind != SKEIN_JOIN_UNTIL_WRITTEN)
        continue;

      wanted.kind = SKEIN_JOIN_READ_ONLY;
      major = g_hash_table_lookup (joins, &wanted);
      if (major == NULL || join->bytes > major->bytes / MINOR_PART)
        continue;

      major->minor_bytes = join->bytes;
      major->n_bridges += join->n_bridges;
      g_hash_table_iter_remove (&iter);
    }
}

/* Those of the same two floors lie beside each other. */
static void
place_joins (SkeinHouses *self)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (ends_hash, ends_equal);

  for (uint32_t i = 0; i < self->n_joins; i++)
    {
      SkeinJoin *join = &self->joins[i];

      join->place = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, join));
      g_hash_table_insert (numbers, join, GUINT_TO_POINTER (join->place + 1));
    }

  for (uint32_t i = 0; i < self->n_joins; i++)
    self->joins[i].n_places = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, &self->joins[i]));
}

static void
make_joins (SkeinHouses *self)
{
  g_autoptr (GHashTable) joins = g_hash_table_new_full (ends_hash, join_equal, g_free, NULL);
  g_autofree SharedIndex *shared = g_new (SharedIndex, self->n_houses + 1);
  GHashTableIter iter;
  gpointer key;

  for (uint32_t i = 0; i < self->n_houses; i++)
    shared[i] = index_shared (self, i);

  for (uint32_t i = 0; i < self->report->n_bridges; i++)
    {
      tell_floors (self, shared, &self->report->bridges[i]);
      for (uint32_t end = 0; end + 1 < self->report->bridges[i].n_ends; end++)
        add_join (self, joins, i, end);
    }

  for (uint32_t i = 0; i < self->n_houses; i++)
    g_array_unref (shared[i].mapped);

  fold_minor_joins (joins);
  self->joins = g_new0 (SkeinJoin, MAX (g_hash_table_size (joins), 1));
  g_hash_table_iter_init (&iter, joins);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    self->joins[self->n_joins++] = *(const SkeinJoin *) key;

  qsort (self->joins, self->n_joins, sizeof *self->joins, compare_joins);
  place_joins (self);

  for (uint32_t i = 0; i < self->n_joins; i++)
    {
      char bytes[SKEIN_FORMAT_SIZE];

      self->joins[i].figure = g_strdup (skein_format_bytes (self->joins[i].bytes, bytes, sizeof bytes));
      self->joins[i].words = g_strdup (words_of_join (self->joins[i].kind));
    }
}

/* Houses */

/* A file that all may only read, and happen to map shared, joins nobody to anybody. */
static bool
has_writer (const SkeinMemoryReport *report,
            const SkeinBridge       *bridge)
{
  for (uint32_t i = 0; i < bridge->n_ends; i++)
    {
      if ((report->spaces[bridge->ends[i].space]->regions[bridge->ends[i].region].access & SKEIN_ACCESS_WRITE) != 0)
        return true;
    }

  return false;
}

static bool **
find_joined_regions (const SkeinMemoryReport *report)
{
  bool **joined = g_new0 (bool *, report->n_spaces);

  for (uint32_t i = 0; i < report->n_spaces; i++)
    joined[i] = g_new0 (bool, report->spaces[i]->n_regions);

  for (uint32_t i = 0; i < report->n_bridges; i++)
    {
      const SkeinBridge *bridge = &report->bridges[i];

      if (bridge->kind != SKEIN_BRIDGE_SHARED || !has_writer (report, bridge))
        continue;

      for (uint32_t end = 0; end < bridge->n_ends; end++)
        joined[bridge->ends[end].space][bridge->ends[end].region] = true;
    }

  return joined;
}

static void
fill_floors (SkeinHouse              *house,
             const SkeinAddressSpace *space,
             const bool              *joined,
             uint32_t                 most_floors,
             const SkeinOpenFloor    *opened,
             size_t                   n_opened)
{
  g_autofree uint64_t *addresses = g_new (uint64_t, n_opened + 1);
  size_t n = 0;
  GArray *floors;

  for (size_t i = 0; i < n_opened; i++)
    {
      if (skein_task_key_equal (&opened[i].process, &space->process))
        addresses[n++] = opened[i].address;
    }

  floors = skein_floors_build (space, most_floors, joined, addresses, n);
  house->n_floors = floors->len;
  house->floors = (gpointer) g_array_free (floors, FALSE);
}

static void
fill_inhabitants (SkeinHouse          *house,
                  const SkeinProcess  *process)
{
  house->inhabitants = g_new0 (SkeinInhabitant, MAX (process->n_threads, 1));
  house->n_inhabitants = process->n_threads;

  for (uint32_t i = 0; i < process->n_threads; i++)
    {
      SkeinTaskKey key = skein_thread_get_key (process, &process->threads[i]);
      char name[SKEIN_WORDS_SIZE];

      house->inhabitants[i] = (SkeinInhabitant) {
        .tid = key.tid,
        .shade = skein_lane_shade (&key),
        .floor = SKEIN_HOUSES_NONE,
        .name = g_strdup (skein_words_thread (process, key.tid, name, sizeof name)),
      };
    }
}

static SkeinInhabitant *
find_inhabitant (SkeinHouse *house,
                 pid_t       tid)
{
  for (uint32_t i = 0; i < house->n_inhabitants; i++)
    {
      if (house->inhabitants[i].tid == tid)
        return &house->inhabitants[i];
    }

  return NULL;
}

/* Each to their own stack. */
static void
house_the_inhabitants (SkeinHouse              *house,
                       const SkeinAddressSpace *space)
{
  for (uint32_t i = 0; i < house->n_floors; i++)
    {
      SkeinFloor *floor = &house->floors[i];
      uint32_t n_stacks = 0;

      for (uint32_t k = 0; k < floor->n_regions; k++)
        {
          const SkeinRegion *region = &space->regions[floor->first + k];
          bool is_main = region->kind == SKEIN_REGION_STACK;
          SkeinInhabitant *inhabitant;

          if (!is_main && region->kind != SKEIN_REGION_THREAD_STACK)
            continue;

          n_stacks++;
          inhabitant = find_inhabitant (house, is_main ? space->process.pid : region->tid);
          if (inhabitant == NULL)
            continue;

          inhabitant->floor = i;
          floor->inhabitant = (uint32_t) (inhabitant - house->inhabitants);
        }

      /* What several live in, or is much else besides, is nobody's. */
      if (n_stacks > 1 || floor->is_mixed)
        floor->inhabitant = SKEIN_HOUSES_NONE;
    }
}

SkeinHouses *
skein_houses_new (const SkeinMemoryReport *report,
                  const SkeinResident     *residents,
                  uint32_t                 most_floors,
                  const SkeinOpenFloor    *opened,
                  size_t                   n_opened)
{
  SkeinHouses *self = g_new0 (SkeinHouses, 1);
  bool **joined = find_joined_regions (report);

  self->report = skein_memory_report_ref (report);
  self->n_houses = report->n_spaces;
  self->houses = g_new0 (SkeinHouse, MAX (report->n_spaces, 1));

  for (uint32_t i = 0; i < self->n_houses; i++)
    {
      SkeinHouse *house = &self->houses[i];

      house->process = report->spaces[i]->process;
      house->colour = residents[i].colour;
      fill_floors (house, report->spaces[i], joined[i], most_floors > 0 ? most_floors : SKEIN_HOUSES_FLOORS,
                   opened, n_opened);
      if (residents[i].process != NULL)
        fill_inhabitants (house, residents[i].process);
      house_the_inhabitants (house, report->spaces[i]);
      g_free (joined[i]);
    }

  g_free (joined);
  make_joins (self);
  skein_houses_align (self);

  for (uint32_t i = 0; i < self->n_houses; i++)
    skein_house_write (self, i, &residents[i]);

  return self;
}

static void
house_clear (SkeinHouse *house)
{
  for (uint32_t i = 0; i < house->n_floors; i++)
    {
      g_free (house->floors[i].title);
      g_free (house->floors[i].short_title);
      g_free (house->floors[i].figure);
      g_free (house->floors[i].short_figure);
      g_free (house->floors[i].detail);
      g_free (house->floors[i].gap_text);
      g_free (house->floors[i].short_gap_text);
    }

  for (uint32_t i = 0; i < house->n_inhabitants; i++)
    g_free (house->inhabitants[i].name);

  g_free (house->floors);
  g_free (house->inhabitants);
  g_free (house->name);
  g_free (house->share);
  g_free (house->private);
  g_free (house->reason);
}

void
skein_houses_free (SkeinHouses *self)
{
  if (self == NULL)
    return;

  for (uint32_t i = 0; i < self->n_houses; i++)
    house_clear (&self->houses[i]);

  for (uint32_t i = 0; i < self->n_joins; i++)
    {
      g_free (self->joins[i].figure);
      g_free (self->joins[i].words);
    }

  g_free (self->houses);
  g_free (self->joins);
  skein_memory_report_unref (self->report);
  g_free (self);
}
