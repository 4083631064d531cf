/* houses-text.c - what is written on houses and said of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "base/format.h"
#include "present/houses-private.h"
#include "present/memory-words.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n.h>

/* What is not mapped is told from this size on. */
#define LEAST_GAP (1u << 20)

/* The upper half of all addresses is the kernel's, on each machine of 64 bits. */
#define KERNEL_START (UINT64_C (1) << 63)

/* So many names are listed in a title; the rest is "…". */
#define LISTED_NAMES 3

/* Of what is mapped, so much is in RAM where no second figure is needed. */
#define NEARLY_ALL 0.95

static const SkeinRegion *
first_region (const SkeinAddressSpace *space,
              const SkeinFloor        *floor)
{
  const SkeinRegion *region = &space->regions[floor->first];

  /* What a floor is is not told by its guard, nor by what the loader put before a library. */
  for (uint32_t i = 0; i < floor->n_regions; i++)
    {
      if (region[i].kind == floor->kind && !skein_region_is_guard (&region[i]))
        return &region[i];
    }

  return region;
}

/* "libm.so.6" is long where many stand in a row. */
static void
shorten_library (char *name)
{
  char *end = strstr (name, ".so");

  if (end != NULL && end != name)
    *end = '\0';
}

/* Names of different objects of the floor's kind, in the order of their memory, the most first. */
typedef struct
{
  const char *name; /* of a region */
  uint64_t    bytes;
} Named;

static int
compare_named (const void *a,
               const void *b)
{
  const Named *one = a;
  const Named *other = b;

  if (one->bytes != other->bytes)
    return one->bytes < other->bytes ? 1 : -1;

  return strcmp (one->name, other->name);
}

static GArray *
list_names (const SkeinAddressSpace *space,
            const SkeinFloor        *floor)
{
  GArray *names = g_array_new (FALSE, FALSE, sizeof (Named));
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);

  for (uint32_t i = 0; i < floor->n_regions; i++)
    {
      const SkeinRegion *region = &space->regions[floor->first + i];
      Named named = { region->name, 0 };
      guint place;

      if (region->name == NULL || region->kind != floor->kind)
        continue;

      place = GPOINTER_TO_UINT (g_hash_table_lookup (places, region->name));
      if (place == 0)
        {
          g_array_append_val (names, named);
          place = names->len;
          g_hash_table_insert (places, region->name, GUINT_TO_POINTER (place));
        }
      g_array_index (names, Named, place - 1).bytes += region->has_resident || region->has_figures
                                                         ? region->resident
                                                         : skein_region_get_size (region);
    }

  qsort (names->data, names->len, sizeof (Named), compare_named);

  return names;
}

/* @title: (nullable): what they are, before their names */
static char *
dup_list_title (const char              *title,
                const SkeinAddressSpace *space,
                const SkeinFloor        *floor)
{
  g_autoptr (GArray) names = list_names (space, floor);
  GString *text = g_string_new (title);

  for (guint i = 0; i < MIN (names->len, LISTED_NAMES); i++)
    {
      char object[SKEIN_WORDS_SIZE];

      skein_words_region_object (g_array_index (names, Named, i).name, object, sizeof object);
      if (floor->kind == SKEIN_REGION_LIBRARY)
        shorten_library (object);
      if (text->len > 0)
        g_string_append (text, i == 0 ? " " : ", ");
      g_string_append (text, object);
    }

  if (names->len > LISTED_NAMES)
    g_string_append (text, " …");

  return g_string_free (text, FALSE);
}

static uint32_t
count_names (const SkeinAddressSpace *space,
             const SkeinFloor        *floor)
{
  g_autoptr (GArray) names = list_names (space, floor);

  return names->len;
}

static uint32_t
count_of_kind (const SkeinAddressSpace *space,
               const SkeinFloor        *floor)
{
  uint32_t n = 0;

  for (uint32_t i = 0; i < floor->n_regions; i++)
    n += space->regions[floor->first + i].kind == floor->kind;

  return n;
}

static char *
dup_title (const SkeinAddressSpace *space,
           const SkeinFloor        *floor,
           const SkeinProcess      *process)
{
  uint32_t n = count_of_kind (space, floor);
  char words[SKEIN_WORDS_SIZE];

  if (floor->is_mixed)
    return g_strdup_printf (ngettext ("%u region", "%u regions", floor->n_regions), floor->n_regions);
  if (floor->kind == SKEIN_REGION_LIBRARY && count_names (space, floor) > 1)
    return dup_list_title (_("Libraries"), space, floor);
  if (floor->kind == SKEIN_REGION_FILE && count_names (space, floor) > 1)
    return dup_list_title (_("Files"), space, floor);
  if (floor->kind == SKEIN_REGION_THREAD_STACK && n > 1)
    return g_strdup_printf (ngettext ("Stack of %u thread", "Stacks of %u threads", n), n);

  return g_strdup (skein_words_region (first_region (space, floor), process, words, sizeof words));
}

static char *
dup_short_title (const SkeinAddressSpace *space,
                 const SkeinFloor        *floor,
                 const SkeinProcess      *process)
{
  const SkeinRegion *region = first_region (space, floor);
  char words[SKEIN_WORDS_SIZE];

  if (floor->is_mixed || floor->mapped == 0)
    return NULL;

  switch (floor->kind)
    {
    case SKEIN_REGION_CODE:
      return g_strdup (C_ ("short for program code", "Code"));

    case SKEIN_REGION_ANONYMOUS:
      return g_strdup (C_ ("short for anonymous memory", "Anonymous"));

    case SKEIN_REGION_SHARED:
      if (*skein_words_region_object (region->name, words, sizeof words) != '\0')
        return g_strdup (words);
      return g_strdup (C_ ("short for shared memory", "Shared"));

    case SKEIN_REGION_LIBRARY:
    case SKEIN_REGION_FILE:
      return count_names (space, floor) > 0 ? dup_list_title (NULL, space, floor) : NULL;

    case SKEIN_REGION_THREAD_STACK:
      if (count_of_kind (space, floor) == 1 && region->tid != 0)
        return g_strdup (skein_words_thread (process, region->tid, words, sizeof words));
      return NULL;

    case SKEIN_REGION_DATA:
    case SKEIN_REGION_HEAP:
    case SKEIN_REGION_STACK:
    case SKEIN_REGION_KERNEL:
    case SKEIN_N_REGION_KINDS:
    default:
      return NULL;
    }
}

static char *
dup_figure (const SkeinFloor *floor)
{
  char resident[SKEIN_FORMAT_SIZE];
  char mapped[SKEIN_FORMAT_SIZE];

  skein_format_bytes (floor->mapped > 0 ? floor->mapped : floor->guarded, mapped, sizeof mapped);
  if (floor->mapped == 0 || !floor->has_resident ||
      (double) floor->resident >= NEARLY_ALL * (double) floor->mapped)
    return g_strdup (mapped);

  /* Translators: how much is in memory, of what is mapped */
  return g_strdup_printf (_("%s of %s"), skein_format_bytes (floor->resident, resident, sizeof resident), mapped);
}

static char *
dup_short_figure (const SkeinFloor *floor)
{
  char bytes[SKEIN_FORMAT_SIZE];
  uint64_t shown = floor->mapped > 0 ? floor->mapped : floor->guarded;

  if (floor->mapped > 0 && floor->has_resident)
    shown = floor->resident;

  return g_strdup (skein_format_bytes (shown, bytes, sizeof bytes));
}

static char *
dup_heap_detail (const SkeinHouses *self,
                 uint32_t           house,
                 uint32_t           floor)
{
  uint32_t n = self->houses[house].n_inhabitants;

  if (n > 1)
    return g_strdup_printf (ngettext ("one heap, its %u thread reaches it", "one heap, all %u threads reach it", n), n);
  if (self->houses[house].floors[floor].copied_by > 1)
    return g_strdup (_("a copy of its own, made page by page"));

  return NULL;
}

static char *
dup_shared_detail (const SkeinHouses *self,
                   uint32_t           house,
                   uint32_t           floor)
{
  uint32_t n = self->houses[house].floors[floor].mapped_by;
  bool is_writable = (self->houses[house].floors[floor].access & SKEIN_ACCESS_WRITE) != 0;

  if (n < 2)
    return g_strdup (is_writable ? _("writable, no other house shown here maps it")
                                 : _("read only here, no other house shown maps it"));
  if (is_writable)
    return g_strdup_printf (ngettext ("writable, mapped by %u process", "writable, mapped by %u processes", n), n);

  return g_strdup_printf (ngettext ("read only here, mapped by %u process",
                                    "read only here, mapped by %u processes", n), n);
}

static char *
dup_mixed_detail (const SkeinAddressSpace *space,
                  const SkeinFloor        *floor)
{
  bool has[SKEIN_N_REGION_KINDS] = { false };
  GString *text = g_string_new (NULL);

  for (uint32_t i = 0; i < floor->n_regions; i++)
    has[space->regions[floor->first + i].kind] = true;

  /* Both have the same word. */
  has[SKEIN_REGION_STACK] = has[SKEIN_REGION_STACK] && !has[SKEIN_REGION_THREAD_STACK];

  for (SkeinRegionKind kind = 0; kind < SKEIN_N_REGION_KINDS; kind++)
    {
      if (!has[kind])
        continue;
      if (text->len > 0)
        g_string_append (text, ", ");
      g_string_append (text, skein_words_region_kind (kind));
    }

  return g_string_free (text, FALSE);
}

static char *
dup_detail (const SkeinHouses *self,
            uint32_t           house,
            uint32_t           index)
{
  const SkeinFloor *floor = &self->houses[house].floors[index];
  const SkeinAddressSpace *space = self->report->spaces[house];
  char bytes[SKEIN_FORMAT_SIZE];

  if (floor->is_mixed)
    return dup_mixed_detail (space, floor);
  if (floor->kind == SKEIN_REGION_HEAP)
    return dup_heap_detail (self, house, index);
  if (floor->kind == SKEIN_REGION_SHARED)
    return dup_shared_detail (self, house, index);
  if (floor->kind == SKEIN_REGION_LIBRARY && count_names (space, floor) > 1)
    return g_strdup_printf (ngettext ("%u library", "%u libraries", count_names (space, floor)),
                            count_names (space, floor));
  if (floor->mapped > 0 && floor->guarded >= LEAST_GAP)
    return g_strdup_printf (_("%s more are reserved"),
                            skein_format_bytes (floor->guarded, bytes, sizeof bytes));
  if (floor->n_regions > 1 && floor->kind == SKEIN_REGION_ANONYMOUS)
    return g_strdup_printf (ngettext ("%u region", "%u regions", floor->n_regions), floor->n_regions);
  if (floor->copied_by > 1 && floor->kind == SKEIN_REGION_ANONYMOUS)
    return g_strdup (_("a copy of its own, made page by page"));

  return NULL;
}

static bool
begins_with_guard (const SkeinAddressSpace *space,
                   const SkeinFloor        *floor)
{
  return floor->n_regions > 1 && skein_region_is_guard (&space->regions[floor->first]);
}

static char *
dup_gap_text (const SkeinAddressSpace *space,
              const SkeinFloor        *floor,
              const SkeinFloor        *next)
{
  char bytes[SKEIN_FORMAT_SIZE];
  bool are_stacks = floor->kind == SKEIN_REGION_THREAD_STACK && next->kind == SKEIN_REGION_THREAD_STACK;

  if (next->start >= KERNEL_START && floor->end < KERNEL_START)
    return g_strdup (_("the kernel’s addresses"));
  if (floor->gap >= LEAST_GAP)
    return g_strdup_printf (_("%s unmapped"), skein_format_bytes (floor->gap, bytes, sizeof bytes));

  /* Between stacks there always is one: it is said once. */
  if (begins_with_guard (space, next) && !are_stacks)
    return g_strdup (next->kind == SKEIN_REGION_THREAD_STACK ? _("guard pages") : _("guard page"));

  return NULL;
}

/* Where a guard page is there is nothing to be said shorter. */
static char *
dup_short_gap_text (const SkeinFloor *floor,
                    const SkeinFloor *next)
{
  char bytes[SKEIN_FORMAT_SIZE];

  if (floor->gap < LEAST_GAP || (next->start >= KERNEL_START && floor->end < KERNEL_START))
    return NULL;

  return g_strdup (skein_format_bytes (floor->gap, bytes, sizeof bytes));
}

static const SkeinFootprint *
find_footprint (const SkeinMemoryReport *report,
                const SkeinTaskKey      *process)
{
  for (uint32_t i = 0; i < report->n_footprints; i++)
    {
      if (skein_task_key_equal (&report->footprints[i].process, process))
        return &report->footprints[i];
    }

  return NULL;
}

static void
write_memory (SkeinHouse              *house,
              const SkeinMemoryReport *report,
              const SkeinAddressSpace *space)
{
  const SkeinFootprint *known = find_footprint (report, &house->process);
  SkeinFootprint sum = { 0 };
  char bytes[SKEIN_FORMAT_SIZE];

  if (space->figures_ns != 0)
    {
      skein_address_space_sum (space, &sum);
      known = &sum;
    }
  if (known == NULL || known->error != 0)
    return;

  house->share = g_strdup_printf (_("%s in its share"), skein_format_bytes (known->pss, bytes, sizeof bytes));
  house->private = g_strdup_printf (_("%s private"), skein_format_bytes (known->own, bytes, sizeof bytes));
}

static char *
dup_reason (const SkeinAddressSpace *space,
            const SkeinProcess      *process)
{
  if (process != NULL && process->is_kernel)
    return g_strdup (_("A thread of the kernel: it lives in the kernel’s memory and has no house of its own."));
  if (space->error == -ESRCH)
    return g_strdup (_("It has ended."));
  if (space->error == -EACCES && process != NULL && process->user[0] != '\0')
    {
      g_autofree char *user = g_utf8_make_valid (process->user, -1);

      return g_strdup_printf (_("It is %s’s: only that user and root may look inside."), user);
    }
  if (space->error == -EACCES || space->error == -EPERM)
    return g_strdup (_("It may not be read: only its user and root may look inside."));
  if (space->error != 0)
    return g_strdup_printf (_("It cannot be read: %s."), g_strerror (-space->error));
  if (space->n_regions == 0)
    return g_strdup (_("It has no memory: it has ended, or is about to."));

  return NULL;
}

static char *
dup_house_name (const SkeinHouse    *house,
                const SkeinResident *resident)
{
  const char *name = resident->process != NULL ? resident->process->name : resident->name;

  if (name == NULL || *name == '\0')
    return g_strdup_printf (_("process %d"), (int) house->process.pid);

  return g_utf8_make_valid (name, -1);
}

void
skein_house_write (SkeinHouses         *self,
                   uint32_t             index,
                   const SkeinResident *resident)
{
  const SkeinAddressSpace *space = self->report->spaces[index];
  const SkeinProcess *process = resident->process;
  SkeinHouse *house = &self->houses[index];

  house->is_kernel = process != NULL && process->is_kernel;
  house->name = dup_house_name (house, resident);
  house->reason = dup_reason (space, process);
  if (house->reason == NULL)
    write_memory (house, self->report, space);

  for (uint32_t i = 0; i < house->n_floors; i++)
    {
      SkeinFloor *floor = &house->floors[i];

      floor->title = dup_title (space, floor, process);
      floor->short_title = dup_short_title (space, floor, process);
      floor->figure = dup_figure (floor);
      floor->short_figure = dup_short_figure (floor);
      floor->detail = dup_detail (self, index, i);
      if (i + 1 < house->n_floors)
        {
          floor->gap_text = dup_gap_text (space, floor, floor + 1);
          floor->short_gap_text = dup_short_gap_text (floor, floor + 1);
        }
    }
}

/* Texts for a hover */

static void
add_line (GString    *text,
          const char *what,
          const char *value)
{
  g_string_append_c (text, '\n');
  g_string_append_printf (text, _("%s: %s"), what, value);
}

static void
add_bytes (GString    *text,
           const char *what,
           uint64_t    bytes)
{
  char value[SKEIN_FORMAT_SIZE];

  add_line (text, what, skein_format_bytes (bytes, value, sizeof value));
}

static void
add_figures (GString          *text,
             const SkeinFloor *floor)
{
  add_bytes (text, _("Size"), floor->mapped + floor->guarded);
  if (floor->mapped > 0 && floor->guarded > 0)
    add_bytes (text, _("Of it nobody may touch"), floor->guarded);

  if (floor->has_resident)
    add_bytes (text, _("In memory"), floor->resident);
  else
    add_line (text, _("In memory"), _("not known yet"));

  if (!floor->has_figures)
    return;

  if (floor->kind == SKEIN_REGION_SHARED && !floor->is_mixed)
    {
      add_bytes (text, _("Touched by no other process yet"), floor->own);
      add_bytes (text, _("Touched by others too"), floor->shared);
    }
  else
    {
      add_bytes (text, _("Its own"), floor->own);
      add_bytes (text, _("Shared"), floor->shared);
    }
  if (floor->swap > 0)
    add_bytes (text, _("Swapped"), floor->swap);
}

char *
skein_houses_dup_floor_text (const SkeinHouses *self,
                             uint32_t           house,
                             uint32_t           index)
{
  const SkeinFloor *floor = &self->houses[house].floors[index];
  const SkeinRegion *region = first_region (self->report->spaces[house], floor);
  GString *text = g_string_new (floor->title);
  const char *method = skein_words_stack_method (region->stack_method);
  char access[SKEIN_WORDS_SIZE];

  if (!floor->is_mixed)
    g_string_append_printf (text, "\n%s", skein_words_region_kind_explanation (floor->kind));
  if (floor->detail != NULL)
    g_string_append_printf (text, "\n%s", floor->detail);

  add_figures (text, floor);
  if (floor->n_regions == 1 || floor->inhabitant != SKEIN_HOUSES_NONE)
    add_line (text, _("Access"), skein_words_access (region->access, access, sizeof access));
  if (floor->inhabitant != SKEIN_HOUSES_NONE && method[0] != '\0')
    add_line (text, _("How that is known"), method);

  return g_string_free (text, FALSE);
}

char *
skein_houses_dup_house_text (const SkeinHouses *self,
                             uint32_t           index)
{
  const SkeinHouse *house = &self->houses[index];
  uint32_t n = house->n_inhabitants;
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, _("%s, pid %d"), house->name, (int) house->process.pid);

  if (house->reason != NULL)
    g_string_append_printf (text, "\n%s", house->reason);
  if (house->share != NULL)
    g_string_append_printf (text, "\n%s, %s", house->share, house->private);
  if (n > 0)
    {
      g_string_append_c (text, '\n');
      g_string_append_printf (text, ngettext ("%u thread lives in it", "%u threads live in it", n), n);
    }
  if (house->n_floors > 0)
    g_string_append_printf (text, "\n%s", skein_houses_height_explanation ());

  return g_string_free (text, FALSE);
}

char *
skein_houses_dup_inhabitant_text (const SkeinHouses *self,
                                  uint32_t           index,
                                  uint32_t           inhabitant)
{
  const SkeinHouse *house = &self->houses[index];
  const SkeinInhabitant *it = &house->inhabitants[inhabitant];
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, _("%s, thread %d of %s"), it->name, (int) it->tid, house->name);
  g_string_append_c (text, '\n');
  if (it->floor != SKEIN_HOUSES_NONE)
    g_string_append_printf (text, _("Its stack: %s"), house->floors[it->floor].figure);
  else
    g_string_append (text, _("Its stack was not found"));
  g_string_append_printf (text, "\n%s", _("It reaches every floor of this house, and of no other but over a bridge"));

  return g_string_free (text, FALSE);
}

static const char *
explain_join (SkeinJoinKind kind)
{
  switch (kind)
    {
    case SKEIN_JOIN_BOTH_WRITE:
      return _("The same memory: what one writes, the other sees, and both may.");

    case SKEIN_JOIN_ONE_WRITES:
      return _("The same memory: one writes, the other sees it and may only read.");

    case SKEIN_JOIN_READ_ONLY:
      return _("One copy in memory, which neither may write.");

    case SKEIN_JOIN_UNTIL_WRITTEN:
    default:
      return _("One copy in memory, page by page, until somebody writes: the writer then gets a copy of its own.");
    }
}

char *
skein_houses_dup_join_text (const SkeinHouses *self,
                            uint32_t           index)
{
  const SkeinJoin *join = &self->joins[index];
  const SkeinHouse *one = &self->houses[join->house];
  const SkeinHouse *other = &self->houses[join->other_house];
  const SkeinBridge *bridge = &self->report->bridges[join->first_bridge];
  GString *text = g_string_new (NULL);

  /* Translators: what two processes have in common: a floor's title, a size, "both write" */
  g_string_append_printf (text, _("%s: %s, %s"), one->floors[join->floor].title, join->figure, join->words);
  g_string_append_printf (text, "\n%s (%d) — %s (%d)", one->name, (int) one->process.pid, other->name,
                          (int) other->process.pid);
  g_string_append_printf (text, "\n%s", explain_join (join->kind));
  if (join->minor_bytes > 0)
    {
      char bytes[SKEIN_FORMAT_SIZE];

      g_string_append_c (text, '\n');
      g_string_append_printf (text, _("Another %s may be written: then the writer gets a copy of its own."),
                              skein_format_bytes (join->minor_bytes, bytes, sizeof bytes));
    }
  if (bridge->kind == SKEIN_BRIDGE_COPY)
    g_string_append_printf (text, "\n%s",
                            _("It is at most so much: the kernel does not say with whom a page is shared."));

  return g_string_free (text, FALSE);
}

static uint32_t
count_open (const SkeinHouses *self)
{
  uint32_t n = 0;

  for (uint32_t i = 0; i < self->n_houses; i++)
    n += self->houses[i].n_floors > 0;

  return n;
}

bool
skein_houses_have_floors (const SkeinHouses *self)
{
  return count_open (self) > 0;
}

/* What is not known of a house that cannot be looked into is not said of it. */
static char *
dup_summary_of_open (const SkeinHouses *self,
                     uint32_t           n)
{
  uint32_t n_joins = self->n_joins;
  g_autofree char *houses = g_strdup_printf (ngettext ("%u process", "%u processes", n), n);
  g_autofree char *joins = g_strdup_printf (ngettext ("%u bridge", "%u bridges", n_joins), n_joins);

  if (n < 2)
    return g_strdup_printf (_("%s: nothing crosses its walls"), houses);
  if (n_joins == 0)
    return g_strdup_printf (_("%s: nothing crosses the walls, and no bridge joins them"), houses);

  return g_strdup_printf (_("%s: nothing crosses the walls but %s between them"), houses, joins);
}

char *
skein_houses_dup_summary (const SkeinHouses *self)
{
  uint32_t n_open = count_open (self);
  uint32_t n_shut = self->n_houses - n_open;
  g_autofree char *open = NULL;

  if (n_open == 0)
    return g_strdup_printf (ngettext ("%u process: nothing can be seen of its memory",
                                      "%u processes: nothing can be seen of their memory", n_shut),
                            n_shut);

  open = dup_summary_of_open (self, n_open);
  if (n_shut == 0)
    return g_steal_pointer (&open);

  /* Translators: a sentence on some processes, and how many there are beside them */
  return g_strdup_printf (ngettext ("%s · nothing can be seen of %u more",
                                    "%s · nothing can be seen of %u more", n_shut),
                          open, n_shut);
}

char *
skein_houses_dup_reasons (const SkeinHouses *self)
{
  GString *text = NULL;

  for (uint32_t i = 0; i < self->n_houses; i++)
    {
      const SkeinHouse *house = &self->houses[i];

      if (house->reason == NULL)
        continue;
      if (text == NULL)
        text = g_string_new (NULL);
      else
        g_string_append_c (text, '\n');
      /* Translators: name and number of a process, and why nothing can be seen of its memory */
      g_string_append_printf (text, _("%s (%d): %s"), house->name, (int) house->process.pid, house->reason);
    }

  return text != NULL ? g_string_free (text, FALSE) : NULL;
}
