/* bridge.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "model/bridge.h"

#include <stdlib.h>
#include <string.h>

/* What several may map: a file, an object in memory, or the addresses that relatives have in common. */
typedef struct
{
  SkeinBridgeKind kind;
  bool            is_sysv;
  uint64_t        device;
  uint64_t        inode; /* of %SKEIN_BRIDGE_COPY the first of the relatives */
} Object;

/* A part of an object that is mapped by one space. */
typedef struct
{
  Object   object;
  uint64_t start;
  uint64_t end;
  uint32_t space;
  uint32_t region;
  bool     is_writable;
} Part;

/* Where a part begins or ends. */
typedef struct
{
  uint64_t at;
  uint32_t slot;
  uint32_t region;
  bool     is_end;
  bool     is_writer; /* of what may be written; of any otherwise */
} Edge;

/* The state of a space while the edges of an object are passed. */
typedef struct
{
  uint32_t space;
  uint32_t region;
  bool     is_mapped;
  bool     is_writer;
} Slot;

typedef struct
{
  const SkeinAddressSpace *const *spaces;
  size_t                          n_spaces;
  GArray                         *parts;   /* Part */
  GArray                         *edges;   /* Edge */
  GArray                         *slots;   /* Slot */
  GArray                         *bridges; /* SkeinBridge */
  const Object                   *object;
  guint                           n_before; /* bridges before those of the object */
} Search;

void
skein_bridge_init_copy (SkeinBridge       *self,
                        const SkeinBridge *from)
{
  *self = *from;
  self->ends = g_memdup2 (from->ends, from->n_ends * sizeof *from->ends);
  self->name = from->name != NULL ? g_ref_string_acquire (from->name) : NULL;
}

void
skein_bridge_clear (SkeinBridge *self)
{
  g_clear_pointer (&self->ends, g_free);
  g_clear_pointer (&self->name, g_ref_string_release);
}

#define COMPARE(a, b) (((a) > (b)) - ((a) < (b)))
#define FIRST(order, next) ((order) != 0 ? (order) : (next))

static int
compare_objects (const Object *a,
                 const Object *b)
{
  int order = COMPARE (a->kind, b->kind);

  order = FIRST (order, COMPARE (a->inode, b->inode));
  order = FIRST (order, COMPARE (a->device, b->device));

  return FIRST (order, COMPARE (a->is_sysv, b->is_sysv));
}

static int
compare_parts (gconstpointer a,
               gconstpointer b)
{
  const Part *one = a, *other = b;
  int order = compare_objects (&one->object, &other->object);

  order = FIRST (order, COMPARE (one->space, other->space));
  order = FIRST (order, COMPARE (one->start, other->start));
  /* Of two that begin together the longer, so that the shorter does not cut the bridge in two; of two of the same
   * length the one through which it is written. */
  order = FIRST (order, COMPARE (other->end, one->end));
  order = FIRST (order, COMPARE (other->is_writable, one->is_writable));

  return FIRST (order, COMPARE (one->region, other->region));
}

/* Ends before beginnings, so that what is mapped in two pieces side by side is so at one time only. */
static int
compare_edges (gconstpointer a,
               gconstpointer b)
{
  const Edge *one = a, *other = b;
  int order = COMPARE (one->at, other->at);

  order = FIRST (order, COMPARE (other->is_end, one->is_end));

  return FIRST (order, COMPARE (one->slot, other->slot));
}

/* The writable first, then by size. */
static int
compare_bridges (gconstpointer a,
                 gconstpointer b)
{
  const SkeinBridge *one = a, *other = b;
  int order = COMPARE (other->is_writable, one->is_writable);

  order = FIRST (order, COMPARE (other->bytes, one->bytes));
  order = FIRST (order, COMPARE (one->kind, other->kind));
  order = FIRST (order, COMPARE (one->device, other->device));
  order = FIRST (order, COMPARE (one->inode, other->inode));

  return FIRST (order, COMPARE (one->offset, other->offset));
}

/* Of a device, and of what has no file of its own, the same number does not mean the same memory. */
static bool
names_memory (const char *name)
{
  if (name == NULL || g_str_has_prefix (name, "anon_inode:") || strcmp (name, "/dev/zero") == 0)
    return false;

  return !g_str_has_prefix (name, "/dev/") || g_str_has_prefix (name, "/dev/shm/") ||
         g_str_has_prefix (name, "/dev/zero") || g_str_has_prefix (name, "/dev/hugepages/");
}

static Object
object_of (const SkeinRegion *region)
{
  bool is_shared = (region->access & SKEIN_ACCESS_SHARED) != 0;

  return (Object) {
    .kind = is_shared ? SKEIN_BRIDGE_SHARED : SKEIN_BRIDGE_FILE,
    .is_sysv = region->name != NULL && g_str_has_prefix (region->name, "/SYSV"),
    .device = region->device,
    .inode = region->inode,
  };
}

static void
add_object (Search   *search,
            uint32_t  space,
            uint32_t  at)
{
  const SkeinRegion *region = &search->spaces[space]->regions[at];
  Part part = {
    .object = object_of (region),
    .start = region->offset,
    .end = region->offset + skein_region_get_size (region),
    .space = space,
    .region = at,
    .is_writable = skein_region_is_writable_by_all (region),
  };

  if (part.start < part.end && names_memory (region->name))
    g_array_append_val (search->parts, part);
}

static void
add_private (Search   *search,
             uint32_t  space,
             uint32_t  at,
             uint32_t  family)
{
  const SkeinRegion *region = &search->spaces[space]->regions[at];
  Part part = {
    .object = { .kind = SKEIN_BRIDGE_COPY, .inode = family },
    .start = region->start,
    .end = region->end,
    .space = space,
    .region = at,
  };

  if (region->has_figures && region->shared > 0 && region->kind != SKEIN_REGION_KERNEL &&
      (region->access & SKEIN_ACCESS_SHARED) == 0)
    g_array_append_val (search->parts, part);
}

/* Gives each space the number of the first of its relatives, itself included. */
static uint32_t *
find_families (const Search *search,
               const pid_t  *parents)
{
  uint32_t *families = g_new (uint32_t, MAX (search->n_spaces, 1));

  for (uint32_t i = 0; i < search->n_spaces; i++)
    {
      families[i] = i;

      for (uint32_t k = 0; parents != NULL && k < i; k++)
        {
          pid_t one = search->spaces[i]->process.pid, other = search->spaces[k]->process.pid;
          uint32_t from = families[i], to = families[k];

          if (from == to || (parents[i] != other && parents[k] != one && (parents[i] != parents[k] || parents[i] == 0)))
            continue;

          for (uint32_t m = 0; m <= i; m++)
            {
              if (families[m] == MAX (from, to))
                families[m] = MIN (from, to);
            }
        }
    }

  return families;
}

static void
add_parts (Search      *search,
           const pid_t *parents)
{
  g_autofree uint32_t *families = find_families (search, parents);

  for (uint32_t i = 0; i < search->n_spaces; i++)
    {
      for (uint32_t k = 0; k < search->spaces[i]->n_regions; k++)
        {
          if (search->spaces[i]->regions[k].inode != 0)
            add_object (search, i, k);
          else if (parents != NULL)
            add_private (search, i, k, families[i]);
        }
    }
}

/* Adds the edges of what a space maps of the object, each place once: the first region that has it. So there
 * are never more parts at a place than spaces, however often a program maps the same. */
static void
add_edges (Search     *search,
           const Part *parts,
           guint       n_parts,
           uint32_t    slot,
           bool        is_writer)
{
  uint64_t told = 0;

  for (guint i = 0; i < n_parts; i++)
    {
      Edge edge = { .slot = slot, .region = parts[i].region, .is_writer = is_writer };

      if ((is_writer && !parts[i].is_writable) || parts[i].end <= told)
        continue;

      edge.at = MAX (parts[i].start, told);
      g_array_append_val (search->edges, edge);
      edge.at = told = parts[i].end;
      edge.is_end = true;
      g_array_append_val (search->edges, edge);
    }
}

static SkeinBridgeEnd *
dup_ends (const Search *search,
          uint32_t      n_ends)
{
  SkeinBridgeEnd *ends = g_new (SkeinBridgeEnd, n_ends);
  uint32_t n = 0;

  for (guint i = 0; i < search->slots->len; i++)
    {
      const Slot *slot = &g_array_index (search->slots, Slot, i);

      if (slot->is_mapped)
        ends[n++] = (SkeinBridgeEnd) { slot->space, slot->region };
    }

  return ends;
}

/* Whether it goes on with the same ends where the one before stopped. */
static bool
join (const Search      *search,
      const SkeinBridge *bridge)
{
  SkeinBridge *last;

  if (search->bridges->len == search->n_before)
    return false;

  last = &g_array_index (search->bridges, SkeinBridge, search->bridges->len - 1);

  if (last->offset + last->bytes != bridge->offset || last->is_writable != bridge->is_writable ||
      last->n_ends != bridge->n_ends || memcmp (last->ends, bridge->ends, bridge->n_ends * sizeof *bridge->ends) != 0)
    return false;

  last->bytes += bridge->bytes;

  return true;
}

static void
add_bridge (Search   *search,
            uint64_t  start,
            uint64_t  end)
{
  uint32_t n_ends = 0, n_writers = 0;
  SkeinBridge bridge = {
    .kind = search->object->kind,
    .device = search->object->device,
    .inode = search->object->kind == SKEIN_BRIDGE_COPY ? 0 : search->object->inode,
    .offset = start,
    .bytes = end - start,
  };

  for (guint i = 0; i < search->slots->len; i++)
    {
      n_ends += g_array_index (search->slots, Slot, i).is_mapped;
      n_writers += g_array_index (search->slots, Slot, i).is_writer;
    }

  if (n_ends < 2)
    return;

  bridge.n_ends = n_ends;
  bridge.ends = dup_ends (search, n_ends);
  bridge.is_writable = n_writers >= 2;

  if (join (search, &bridge))
    g_free (bridge.ends);
  else
    g_array_append_val (search->bridges, bridge);
}

static void
pass_edges (Search *search)
{
  g_array_sort (search->edges, compare_edges);

  for (guint i = 0; i < search->edges->len; i++)
    {
      const Edge *edge = &g_array_index (search->edges, Edge, i);
      Slot *slot = &g_array_index (search->slots, Slot, edge->slot);

      if (i > 0 && edge->at > edge[-1].at)
        add_bridge (search, edge[-1].at, edge->at);

      if (edge->is_writer)
        {
          slot->is_writer = !edge->is_end;
          continue;
        }

      slot->is_mapped = !edge->is_end;
      slot->region = edge->region;
    }
}

static const SkeinRegion *
get_end (const Search         *search,
         const SkeinBridgeEnd *end)
{
  return &search->spaces[end->space]->regions[end->region];
}

/* What is in one copy cannot be more than any of them shares with somebody. */
static void
finish (const Search *search,
        SkeinBridge  *bridge)
{
  const SkeinRegion *first = get_end (search, &bridge->ends[0]);

  bridge->name = first->name != NULL ? g_ref_string_acquire (first->name) : NULL;

  for (uint32_t i = 0; bridge->kind == SKEIN_BRIDGE_COPY && i < bridge->n_ends; i++)
    bridge->bytes = MIN (bridge->bytes, get_end (search, &bridge->ends[i])->shared);
}

/* @parts: all of one object, by their spaces. */
static void
search_object (Search     *search,
               const Part *parts,
               guint       n_parts)
{
  if (parts[0].space == parts[n_parts - 1].space)
    return;

  search->object = &parts[0].object;
  search->n_before = search->bridges->len;
  g_array_set_size (search->edges, 0);
  g_array_set_size (search->slots, 0);

  for (guint i = 0, next; i < n_parts; i = next)
    {
      Slot slot = { .space = parts[i].space };

      for (next = i; next < n_parts && parts[next].space == parts[i].space; next++)
        continue;

      add_edges (search, &parts[i], next - i, search->slots->len, false);
      add_edges (search, &parts[i], next - i, search->slots->len, true);
      g_array_append_val (search->slots, slot);
    }

  pass_edges (search);

  for (guint i = search->n_before; i < search->bridges->len; i++)
    finish (search, &g_array_index (search->bridges, SkeinBridge, i));
}

static void
search_all (Search *search)
{
  const Part *parts = (const Part *) search->parts->data;
  guint n = search->parts->len;

  g_array_sort (search->parts, compare_parts);

  for (guint i = 0, next; i < n; i = next)
    {
      for (next = i + 1; next < n && compare_objects (&parts[i].object, &parts[next].object) == 0; next++)
        continue;

      search_object (search, &parts[i], next - i);
    }
}

const SkeinBridgeEnd *
skein_bridge_find_end (const SkeinBridge              *self,
                       const SkeinAddressSpace *const *spaces,
                       uint32_t                        space,
                       uint32_t                        region)
{
  const SkeinRegion *here = &spaces[space]->regions[region];
  const SkeinBridgeEnd *end = NULL;
  Object object;
  Object wanted;

  for (uint32_t i = 0; i < self->n_ends && end == NULL; i++)
    end = self->ends[i].space == space ? &self->ends[i] : NULL;

  if (end == NULL || end->region == region)
    return end;
  if (self->kind != SKEIN_BRIDGE_SHARED || here->inode == 0)
    return NULL;

  /* The same through another of its regions. */
  object = object_of (here);
  wanted = object_of (&spaces[space]->regions[end->region]);
  if (compare_objects (&object, &wanted) != 0 || here->offset >= self->offset + self->bytes ||
      here->offset + skein_region_get_size (here) <= self->offset)
    return NULL;

  return end;
}

static void
clear_bridge (gpointer data)
{
  skein_bridge_clear (data);
}

GArray *
skein_bridges_find (const SkeinAddressSpace *const *spaces,
                    size_t                          n_spaces,
                    const pid_t                    *parents)
{
  Search search = {
    .spaces = spaces,
    .n_spaces = n_spaces,
    .parts = g_array_new (FALSE, FALSE, sizeof (Part)),
    .edges = g_array_new (FALSE, FALSE, sizeof (Edge)),
    .slots = g_array_new (FALSE, FALSE, sizeof (Slot)),
    .bridges = g_array_new (FALSE, FALSE, sizeof (SkeinBridge)),
  };

  g_array_set_clear_func (search.bridges, clear_bridge);
  add_parts (&search, parents);

  if (n_spaces > 1)
    search_all (&search);

  g_array_sort (search.bridges, compare_bridges);
  g_array_unref (search.parts);
  g_array_unref (search.edges);
  g_array_unref (search.slots);

  return search.bridges;
}
