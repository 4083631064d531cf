/* memory-finding.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "present/memory-finding.h"

#include "base/format.h"
#include "present/memory-words.h"

#include <glib/gi18n.h>

/* Less than this part of a region in memory is worth a word. */
#define SPARSE 0.5

typedef struct
{
  const SkeinMemoryReport *report;
  const SkeinProcess      *process; /* NULL: not seen */
  const SkeinRegion       *region;
  const SkeinBridge       *bridge;  /* the greatest that ends here, NULL: none */
  uint32_t                 n_spaces;
} Subject;

static const SkeinBridge *
find_bridge (const SkeinMemoryReport *report,
             uint32_t                 space,
             uint32_t                 region)
{
  const SkeinBridge *best = NULL;

  for (uint32_t i = 0; i < report->n_bridges; i++)
    {
      const SkeinBridge *bridge = &report->bridges[i];

      if (skein_bridge_find_end (bridge, report->spaces, space, region) != NULL &&
          (best == NULL || bridge->bytes > best->bytes))
        best = bridge;
    }

  return best;
}

static char *
tell_copy (const Subject *subject)
{
  const SkeinRegion *region = subject->region;
  char own[SKEIN_FORMAT_SIZE], shared[SKEIN_FORMAT_SIZE];

  skein_format_bytes (region->own, own, sizeof own);
  skein_format_bytes (region->shared, shared, sizeof shared);

  if (region->own == 0)
    return g_strdup_printf (_("One copy, until somebody writes\nAfter a fork both processes have the same addresses. "
                               "%s are in memory once for both; whoever writes gets a page of its own."),
                            shared);

  return g_strdup_printf (_("Same address, different value\nAfter a fork both processes have the same addresses. "
                             "%s are still in memory once for several; %s are its own, and what is written there "
                             "nobody else sees."),
                          shared, own);
}

static unsigned
count_writers (const Subject *subject)
{
  unsigned n = 0;

  for (uint32_t i = 0; i < subject->bridge->n_ends; i++)
    {
      const SkeinBridgeEnd *end = &subject->bridge->ends[i];

      n += skein_region_is_writable_by_all (&subject->report->spaces[end->space]->regions[end->region]);
    }

  return n;
}

static char *
tell_shared (const Subject *subject)
{
  unsigned n_ends = subject->bridge->n_ends;
  unsigned n_writers = count_writers (subject);
  char bytes[SKEIN_FORMAT_SIZE];

  skein_format_bytes (subject->bridge->bytes, bytes, sizeof bytes);

  if (n_writers == 0)
    return g_strdup_printf (ngettext ("A bridge to read\n%u process maps these %s, and none of them may write there.",
                                      "A bridge to read\n%u processes map these %s, and none of them may write there.",
                                      n_ends),
                            n_ends, bytes);

  return g_strdup_printf (ngettext ("A bridge\n%u of the selected processes maps these %s; what one writes there, "
                                    "the others see. It may be written by %u of them.",
                                    "A bridge\n%u of the selected processes map these %s; what one writes there, "
                                    "the others see. It may be written by %u of them.",
                                    n_ends),
                          n_ends, bytes, n_writers);
}

static char *
tell_file (const Subject *subject)
{
  char bytes[SKEIN_FORMAT_SIZE];

  skein_format_bytes (subject->bridge->bytes, bytes, sizeof bytes);

  return g_strdup_printf (_("In memory once, for all who map it\nThe same %s of a file. Who may write here gets a "
                             "copy of the page that is written; the file stays as it is."),
                          bytes);
}

static char *
tell_stack (const Subject *subject)
{
  unsigned n = subject->process != NULL ? subject->process->n_threads : 0;
  char thread[SKEIN_WORDS_SIZE];

  skein_words_thread (subject->process, subject->region->tid, thread, sizeof thread);

  if (n > 1)
    return g_strdup_printf (_("Its own by agreement only\nThe stack of %s. All %u threads of the process can reach "
                               "it: threads have no walls between them."),
                            thread, n);

  return g_strdup_printf (_("Within the walls\nThe stack of %s, the only thread of the process."), thread);
}

static char *
tell_private (const Subject *subject)
{
  unsigned n = subject->process != NULL ? subject->process->n_threads : 0;

  if (n > 1 && subject->n_spaces > 1)
    return g_strdup_printf (_("Within the walls\nAll %u threads of the process reach it; none of the other selected "
                               "processes does."),
                            n);
  if (n > 1)
    return g_strdup_printf (_("One for all threads\nAll %u threads of the process reach it."), n);

  if (subject->n_spaces > 1)
    return g_strdup (_("Within the walls\nNone of the other selected processes reaches it."));

  return g_strdup (_("Within the walls\nThe process and its one thread reach it."));
}

static char *
tell (const Subject *subject)
{
  SkeinRegionKind kind = subject->region->kind;

  if ((subject->region->access & (SKEIN_ACCESS_READ | SKEIN_ACCESS_WRITE | SKEIN_ACCESS_EXECUTE)) == 0)
    return g_strdup (_("Nobody may touch it\nWho reads or writes here is ended by the kernel. Such pages guard the "
                        "end of a stack, or keep addresses free."));

  if (subject->bridge != NULL && subject->bridge->kind == SKEIN_BRIDGE_COPY)
    return tell_copy (subject);
  if (subject->bridge != NULL && subject->bridge->kind == SKEIN_BRIDGE_SHARED)
    return tell_shared (subject);
  if (subject->bridge != NULL)
    return tell_file (subject);
  if (kind == SKEIN_REGION_STACK || kind == SKEIN_REGION_THREAD_STACK)
    return tell_stack (subject);

  return tell_private (subject);
}

static char *
tell_sparse (const SkeinRegion *region)
{
  uint64_t size = skein_region_get_size (region);
  char resident[SKEIN_FORMAT_SIZE], all[SKEIN_FORMAT_SIZE];

  if (!region->has_resident || (double) region->resident >= SPARSE * (double) size)
    return NULL;

  skein_format_bytes (region->resident, resident, sizeof resident);
  skein_format_bytes (size, all, sizeof all);

  return g_strdup_printf (_("Of %s of addresses %s are in memory; the rest takes none."), all, resident);
}

char *
skein_memory_finding (const SkeinMemoryReport *report,
                      const SkeinResident     *residents,
                      uint32_t                 space,
                      uint32_t                 region)
{
  Subject subject = {
    .report = report,
    .process = residents[space].process,
    .region = &report->spaces[space]->regions[region],
    .bridge = find_bridge (report, space, region),
    .n_spaces = report->n_spaces,
  };
  g_autofree char *text = tell (&subject);
  g_autofree char *sparse = tell_sparse (subject.region);

  return sparse != NULL ? g_strconcat (text, " ", sparse, NULL) : g_steal_pointer (&text);
}
