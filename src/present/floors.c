/* floors.c - regions, put together to what a reader takes for one thing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "present/houses-private.h"

#include <stdlib.h>

/* An anonymous piece just behind a library is the zeroed part of its globals, if no larger. */
#define LARGEST_ZEROED (1u << 20)

/* Small anonymous pieces and files between libraries are the loader's; the kernel puts its own there too. */
#define LARGEST_BETWEEN_LIBRARIES (256u << 10)

/* Anonymous floors that follow each other are one where both are smaller. */
#define SMALL_ANONYMOUS (1u << 20)

/* More stacks than this are one floor. */
#define MANY_STACKS 16

bool
skein_region_is_guard (const SkeinRegion *region)
{
  return (region->access & (SKEIN_ACCESS_READ | SKEIN_ACCESS_WRITE | SKEIN_ACCESS_EXECUTE)) == 0 &&
         region->kind != SKEIN_REGION_LIBRARY && region->kind != SKEIN_REGION_CODE;
}

static bool
is_stack (SkeinRegionKind kind)
{
  return kind == SKEIN_REGION_STACK || kind == SKEIN_REGION_THREAD_STACK;
}

static bool
can_be_touched (const SkeinRegion *region)
{
  return (region->access & (SKEIN_ACCESS_READ | SKEIN_ACCESS_WRITE | SKEIN_ACCESS_EXECUTE)) != 0;
}

static void
floor_add (SkeinFloor        *floor,
           const SkeinRegion *region)
{
  floor->n_regions++;
  floor->end = region->end;
  floor->group_end = region->end;

  if (!can_be_touched (region))
    {
      floor->guarded += skein_region_get_size (region);

      return;
    }

  floor->access = floor->mapped == 0 ? region->access : floor->access & region->access;
  floor->mapped += skein_region_get_size (region);
  floor->resident += region->resident;
  floor->own += region->own;
  floor->shared += region->shared;
  floor->swap += region->swap;
  floor->has_resident = floor->has_resident && (region->has_resident || region->has_figures);
  floor->has_figures = floor->has_figures && region->has_figures;
}

static SkeinFloor
floor_begin (const SkeinRegion *region,
             uint32_t           index)
{
  SkeinFloor floor = {
    .kind = region->kind,
    .has_resident = true,
    .has_figures = true,
    .first = index,
    .start = region->start,
    .group_start = region->start,
    .inhabitant = SKEIN_HOUSES_NONE,
  };

  floor_add (&floor, region);

  return floor;
}

/* Puts @next, which lies behind @floor, into it. */
static void
floor_absorb (SkeinFloor       *floor,
              const SkeinFloor *next)
{
  if (next->mapped > 0)
    floor->access = floor->mapped == 0 ? next->access : floor->access & next->access;

  floor->n_regions += next->n_regions;
  floor->end = next->end;
  floor->group_end = next->end;
  floor->mapped += next->mapped;
  floor->guarded += next->guarded;
  floor->resident += next->resident;
  floor->own += next->own;
  floor->shared += next->shared;
  floor->swap += next->swap;
  floor->has_resident = floor->has_resident && next->has_resident;
  floor->has_figures = floor->has_figures && next->has_figures;
}

/* Whether @region goes on with what @floor is. */
static bool
goes_on (const SkeinAddressSpace *space,
         const SkeinFloor        *floor,
         const SkeinRegion       *region)
{
  const SkeinRegion *last = &space->regions[floor->first + floor->n_regions - 1];
  bool adjacent = last->end == region->start;

  switch (region->kind)
    {
    case SKEIN_REGION_CODE:
    case SKEIN_REGION_DATA:
    case SKEIN_REGION_KERNEL:
      return floor->kind == region->kind;

    case SKEIN_REGION_HEAP:
      return floor->kind == SKEIN_REGION_HEAP && adjacent;

    case SKEIN_REGION_LIBRARY:
    case SKEIN_REGION_FILE:
      return floor->kind == region->kind && g_strcmp0 (last->name, region->name) == 0;

    case SKEIN_REGION_ANONYMOUS:
      if (!adjacent)
        return false;
      if (floor->kind == SKEIN_REGION_LIBRARY)
        return skein_region_get_size (region) <= LARGEST_ZEROED && can_be_touched (region);
      return floor->kind == SKEIN_REGION_ANONYMOUS && (floor->mapped > 0 || can_be_touched (region));

    case SKEIN_REGION_STACK:
    case SKEIN_REGION_THREAD_STACK:
      /* The guard below it is a part of it. */
      return floor->kind == SKEIN_REGION_ANONYMOUS && floor->mapped == 0 && adjacent;

    case SKEIN_REGION_SHARED:
    case SKEIN_N_REGION_KINDS:
    default:
      return false;
    }
}

/* A guard page that lies between an anonymous region and a stack is the stack's. */
static bool
is_guard_of_next (const SkeinAddressSpace *space,
                  uint32_t                 index)
{
  const SkeinRegion *region = &space->regions[index];
  const SkeinRegion *next = index + 1 < space->n_regions ? region + 1 : NULL;

  return next != NULL && skein_region_is_guard (region) && is_stack (next->kind) && region->end == next->start;
}

/* One floor for each thing: a library with all its parts, a stack with its guard. */
static GArray *
build_finely (const SkeinAddressSpace *space)
{
  GArray *floors = g_array_new (FALSE, TRUE, sizeof (SkeinFloor));

  for (uint32_t i = 0; i < space->n_regions; i++)
    {
      const SkeinRegion *region = &space->regions[i];
      SkeinFloor *last = floors->len > 0 ? &g_array_index (floors, SkeinFloor, floors->len - 1) : NULL;
      SkeinFloor floor;

      if (last != NULL && !is_guard_of_next (space, i) && goes_on (space, last, region))
        {
          if (is_stack (region->kind))
            last->kind = region->kind;
          floor_add (last, region);

          continue;
        }

      floor = floor_begin (region, i);
      g_array_append_val (floors, floor);
    }

  return floors;
}

static bool
is_joined (const SkeinFloor *floor,
           const bool       *joined)
{
  for (uint32_t i = 0; joined != NULL && i < floor->n_regions; i++)
    {
      if (joined[floor->first + i])
        return true;
    }

  return false;
}

typedef bool (*Together) (const SkeinFloor *floor,
                          const SkeinFloor *next);

/* Puts neighbours together. */
static void
merge (GArray     *floors,
       const bool *joined,
       Together    together)
{
  uint32_t n = 0;

  for (uint32_t i = 0; i < floors->len; i++)
    {
      SkeinFloor *next = &g_array_index (floors, SkeinFloor, i);
      SkeinFloor *last = n > 0 ? &g_array_index (floors, SkeinFloor, n - 1) : NULL;

      if (last != NULL && together (last, next) && !is_joined (last, joined) && !is_joined (next, joined))
        {
          if (next->kind == SKEIN_REGION_LIBRARY)
            last->kind = SKEIN_REGION_LIBRARY;
          floor_absorb (last, next);
        }
      else
        g_array_index (floors, SkeinFloor, n++) = *next;
    }

  g_array_set_size (floors, n);
}

static bool
is_between_libraries (const SkeinFloor *floor)
{
  bool is_small = floor->end - floor->start <= LARGEST_BETWEEN_LIBRARIES;

  if (floor->kind == SKEIN_REGION_KERNEL)
    return is_small;
  if (floor->kind == SKEIN_REGION_FILE)
    return is_small && (floor->access & SKEIN_ACCESS_WRITE) == 0;

  return floor->kind == SKEIN_REGION_ANONYMOUS && floor->mapped > 0 && is_small;
}

static bool
are_libraries (const SkeinFloor *floor,
               const SkeinFloor *next)
{
  if (floor->kind == SKEIN_REGION_LIBRARY)
    return next->kind == SKEIN_REGION_LIBRARY || is_between_libraries (next);

  return next->kind == SKEIN_REGION_LIBRARY && is_between_libraries (floor);
}

static bool
are_small_anonymous (const SkeinFloor *floor,
                     const SkeinFloor *next)
{
  return floor->kind == SKEIN_REGION_ANONYMOUS && next->kind == SKEIN_REGION_ANONYMOUS &&
         floor->mapped <= SMALL_ANONYMOUS && next->mapped <= SMALL_ANONYMOUS;
}

static bool
are_alike (const SkeinFloor *floor,
           const SkeinFloor *next)
{
  return floor->kind == next->kind && (floor->kind == SKEIN_REGION_FILE || floor->kind == SKEIN_REGION_ANONYMOUS);
}

static bool
are_stacks (const SkeinFloor *floor,
            const SkeinFloor *next)
{
  return floor->kind == SKEIN_REGION_THREAD_STACK && next->kind == SKEIN_REGION_THREAD_STACK;
}

static uint32_t
count_stacks (const GArray *floors)
{
  uint32_t n = 0;

  for (uint32_t i = 0; i < floors->len; i++)
    n += g_array_index (floors, SkeinFloor, i).kind == SKEIN_REGION_THREAD_STACK;

  return n;
}

static uint64_t
weight_of (const SkeinFloor *floor,
           const bool       *joined)
{
  uint64_t bytes = floor->has_resident ? floor->resident : floor->mapped;

  switch (floor->kind)
    {
    case SKEIN_REGION_CODE:
    case SKEIN_REGION_DATA:
    case SKEIN_REGION_HEAP:
    case SKEIN_REGION_STACK:
      return UINT64_MAX;

    case SKEIN_REGION_THREAD_STACK:
    case SKEIN_REGION_LIBRARY:
    case SKEIN_REGION_FILE:
    case SKEIN_REGION_ANONYMOUS:
    case SKEIN_REGION_SHARED:
    case SKEIN_REGION_KERNEL:
    case SKEIN_N_REGION_KINDS:
    default:
      return is_joined (floor, joined) ? UINT64_MAX / 2 + bytes / 2 : bytes;
    }
}

static int
compare_weights (const void *a,
                 const void *b)
{
  uint64_t first = *(const uint64_t *) a;
  uint64_t second = *(const uint64_t *) b;

  return (first < second) - (first > second);
}

/* The kind that most of its memory is of. */
static SkeinRegionKind
main_kind (const SkeinAddressSpace *space,
           const SkeinFloor        *floor)
{
  uint64_t bytes[SKEIN_N_REGION_KINDS] = { 0 };
  SkeinRegionKind most = floor->kind;

  for (uint32_t i = 0; i < floor->n_regions; i++)
    {
      const SkeinRegion *region = &space->regions[floor->first + i];

      bytes[region->kind] += can_be_touched (region) ? skein_region_get_size (region) : 0;
    }

  for (SkeinRegionKind kind = 0; kind < SKEIN_N_REGION_KINDS; kind++)
    most = bytes[kind] > bytes[most] ? kind : most;

  return most;
}

/* Whether each floor is among the @n_kept weightiest. */
static void
choose_kept (const uint64_t *weights,
             const uint64_t *sorted,
             uint32_t        n,
             uint32_t        n_kept,
             bool           *ret)
{
  uint64_t least = sorted[n_kept - 1];
  uint32_t n_so_far = 0;

  /* Of those that weigh the same as the last one not all can be kept. */
  for (uint32_t i = 0; i < n; i++)
    {
      ret[i] = weights[i] > least;
      n_so_far += ret[i];
    }

  for (uint32_t i = 0; i < n && n_so_far < n_kept; i++)
    {
      if (weights[i] != least)
        continue;

      ret[i] = true;
      n_so_far++;
    }
}

/* How many floors there are when what lies between two that are kept becomes one. */
static uint32_t
count_merged (const bool *is_kept,
              uint32_t    n)
{
  uint32_t count = 0;

  for (uint32_t i = 0; i < n; i++)
    count += is_kept[i] || i == 0 || is_kept[i - 1];

  return count;
}

static void
merge_between (GArray     *floors,
               const bool *is_kept)
{
  uint32_t n = 0;

  for (uint32_t i = 0; i < floors->len; i++)
    {
      SkeinFloor next = g_array_index (floors, SkeinFloor, i);
      SkeinFloor *last = n > 0 ? &g_array_index (floors, SkeinFloor, n - 1) : NULL;

      if (last == NULL || is_kept[i] || is_kept[i - 1])
        {
          g_array_index (floors, SkeinFloor, n++) = next;
          continue;
        }

      last->is_mixed = last->is_mixed || last->kind != next.kind;
      floor_absorb (last, &next);
    }

  g_array_set_size (floors, n);
}

/* Keeps the weightiest floors, as many as there can be. */
static void
merge_the_small (const SkeinAddressSpace *space,
                 GArray                  *floors,
                 const bool              *joined,
                 uint32_t                 most_floors)
{
  g_autofree uint64_t *weights = g_new (uint64_t, floors->len);
  g_autofree bool *is_kept = g_new0 (bool, floors->len);
  g_autofree uint64_t *sorted = NULL;
  uint32_t n_kept = MAX (most_floors, 2);

  for (uint32_t i = 0; i < floors->len; i++)
    weights[i] = weight_of (&g_array_index (floors, SkeinFloor, i), joined);

  sorted = g_memdup2 (weights, floors->len * sizeof *weights);
  qsort (sorted, floors->len, sizeof *sorted, compare_weights);

  do
    choose_kept (weights, sorted, floors->len, --n_kept, is_kept);
  while (n_kept > 1 && count_merged (is_kept, floors->len) > most_floors);

  merge_between (floors, is_kept);

  for (uint32_t i = 0; i < floors->len; i++)
    {
      SkeinFloor *floor = &g_array_index (floors, SkeinFloor, i);

      if (floor->is_mixed)
        floor->kind = main_kind (space, floor);
    }
}

static bool
is_to_be_opened (const SkeinFloor *floor,
                 const uint64_t   *opened,
                 size_t            n_opened)
{
  for (size_t i = 0; i < n_opened; i++)
    {
      if (opened[i] >= floor->start && opened[i] < floor->end)
        return floor->n_regions > 1;
    }

  return false;
}

static void
append_opened (const SkeinAddressSpace *space,
               const SkeinFloor        *group,
               GArray                  *floors)
{
  for (uint32_t i = 0; i < group->n_regions; i++)
    {
      SkeinFloor floor = floor_begin (&space->regions[group->first + i], group->first + i);

      floor.is_opened = true;
      floor.group_start = group->start;
      floor.group_end = group->end;
      g_array_append_val (floors, floor);
    }
}

static GArray *
open_floors (const SkeinAddressSpace *space,
             GArray                  *floors,
             const uint64_t          *opened,
             size_t                   n_opened)
{
  GArray *result;

  if (n_opened == 0)
    return floors;

  result = g_array_new (FALSE, TRUE, sizeof (SkeinFloor));

  for (uint32_t i = 0; i < floors->len; i++)
    {
      const SkeinFloor *floor = &g_array_index (floors, SkeinFloor, i);

      if (is_to_be_opened (floor, opened, n_opened))
        append_opened (space, floor, result);
      else
        g_array_append_vals (result, floor, 1);
    }

  g_array_unref (floors);

  return result;
}

GArray *
skein_floors_build (const SkeinAddressSpace *space,
                    uint32_t                 most_floors,
                    const bool              *joined,
                    const uint64_t          *opened,
                    size_t                   n_opened)
{
  GArray *floors = build_finely (space);

  merge (floors, joined, are_libraries);
  merge (floors, joined, are_small_anonymous);

  if (count_stacks (floors) > MANY_STACKS)
    merge (floors, joined, are_stacks);
  if (floors->len > most_floors)
    merge (floors, joined, are_alike);
  if (floors->len > most_floors)
    merge_the_small (space, floors, joined, most_floors);

  floors = open_floors (space, floors, opened, n_opened);

  for (uint32_t i = 0; i < floors->len; i++)
    {
      SkeinFloor *floor = &g_array_index (floors, SkeinFloor, i);

      floor->height = skein_houses_height (floor->has_resident ? floor->resident : floor->mapped);
      if (i + 1 < floors->len)
        floor->gap = g_array_index (floors, SkeinFloor, i + 1).start - floor->end;
    }

  return floors;
}
