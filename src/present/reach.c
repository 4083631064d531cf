/* reach.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "present/reach.h"

#include "present/houses-private.h"
#include "present/memory-words.h"
#include "present/timeline.h"

#include <glib/gi18n.h>

/* So many names stand in one row; the rest is counted. */
#define LISTED_NAMES 6

/* So many processes that share a region are told by number; more are counted. */
#define LISTED_SHARERS 3

typedef struct
{
  SkeinReach  answer;
  const char *why;
} Verdict;

static void
row_clear (gpointer data)
{
  SkeinReachRow *row = data;

  g_free (row->names);
  g_free (row->why);
}

static const SkeinBridgeEnd *
find_end (const SkeinBridge *bridge,
          uint32_t           space)
{
  for (uint32_t i = 0; i < bridge->n_ends; i++)
    {
      if (bridge->ends[i].space == space)
        return &bridge->ends[i];
    }

  return NULL;
}

static bool
may (const SkeinRegion *region,
     unsigned           access)
{
  return (region->access & access) != 0;
}

/* Of a thread of the region's own process. */
static Verdict
judge_own (const SkeinRegion *region,
           pid_t              pid,
           pid_t              tid)
{
  pid_t owner = region->kind == SKEIN_REGION_STACK ? pid : region->tid;

  if (!may (region, SKEIN_ACCESS_READ | SKEIN_ACCESS_WRITE | SKEIN_ACCESS_EXECUTE))
    return (Verdict) { SKEIN_REACH_NO, _("no: nobody may touch it") };
  if (owner == tid)
    return (Verdict) { SKEIN_REACH_YES, _("yes: its own stack") };
  if (owner != 0)
    return (Verdict) { SKEIN_REACH_YES, _("yes: the same house, though it is another’s stack") };
  if (region->kind == SKEIN_REGION_HEAP)
    return (Verdict) { SKEIN_REACH_YES, _("yes: its own heap") };
  if (may (region, SKEIN_ACCESS_WRITE))
    return (Verdict) { SKEIN_REACH_YES, _("yes: its own house") };

  return (Verdict) { SKEIN_REACH_YES, _("yes: its own house, read only") };
}

static Verdict
judge_bridge (const SkeinBridge *bridge,
              const SkeinRegion *here,
              const SkeinRegion *there)
{
  bool here_writes = may (here, SKEIN_ACCESS_WRITE);
  bool there_writes = may (there, SKEIN_ACCESS_WRITE);

  if (bridge->kind == SKEIN_BRIDGE_COPY)
    return (Verdict) { SKEIN_REACH_NO, _("no: one copy until somebody writes, then each has its own") };

  if (bridge->kind == SKEIN_BRIDGE_FILE)
    {
      if (here_writes || there_writes)
        return (Verdict) { SKEIN_REACH_NO, _("no: the same file, but what is written stays with the writer") };

      return (Verdict) { SKEIN_REACH_YES, _("yes: the same copy, read only") };
    }

  if (!there_writes)
    return (Verdict) { SKEIN_REACH_YES, _("yes: mapped by both, read only there") };

  return (Verdict) { SKEIN_REACH_YES, here_writes ? _("yes: mapped by both, both write")
                                                  : _("yes: mapped by both, it may write") };
}

/* A bridge that lets through says more than one that does not. */
static Verdict
judge_other (const SkeinMemoryReport *report,
             uint32_t                 space,
             uint32_t                 region,
             uint32_t                 other)
{
  Verdict verdict = { SKEIN_REACH_NO, _("no: another process") };

  if (report->spaces[other]->error != 0)
    return (Verdict) { SKEIN_REACH_UNKNOWN, _("not known: it may not be read") };

  for (uint32_t i = 0; i < report->n_bridges && verdict.answer == SKEIN_REACH_NO; i++)
    {
      const SkeinBridge *bridge = &report->bridges[i];
      const SkeinBridgeEnd *here = skein_bridge_find_end (bridge, report->spaces, space, region);
      const SkeinBridgeEnd *there = find_end (bridge, other);

      if (here != NULL && there != NULL)
        verdict = judge_bridge (bridge, &report->spaces[space]->regions[region],
                                &report->spaces[other]->regions[there->region]);
    }

  return verdict;
}

static SkeinReachRow *
append_row (GArray                  *rows,
            const SkeinMemoryReport *report,
            const SkeinResident     *resident,
            uint32_t                 space,
            Verdict                  verdict)
{
  SkeinReachRow row = {
    .process = report->spaces[space]->process,
    .colour = resident->colour,
    .answer = verdict.answer,
    .why = g_strdup (verdict.why),
  };

  g_array_append_val (rows, row);

  return &g_array_index (rows, SkeinReachRow, rows->len - 1);
}

/* The main thread has the name of no other: its process is told by number. A line ends between two names, not
 * within one. */
static char *
dup_name (const SkeinProcess *process,
          pid_t               tid)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char name[SKEIN_WORDS_SIZE];

  g_string_append (text, skein_words_thread (process, tid, name, sizeof name));
  if (tid == process->pid)
    g_string_append_printf (text, " (%d)", (int) tid);
  g_string_replace (text, " ", "\u00a0", 0);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_thread (SkeinReachRow      *row,
            const SkeinProcess *process,
            const SkeinThread  *thread)
{
  g_autofree char *before = g_steal_pointer (&row->names);
  g_autofree char *name = dup_name (process, thread->tid);

  if (row->n_threads == 0)
    {
      SkeinTaskKey key = skein_thread_get_key (process, thread);

      row->shade = skein_lane_shade (&key);
      row->names = g_steal_pointer (&name);
    }
  else if (row->n_threads < LISTED_NAMES)
    row->names = g_strdup_printf ("%s, %s", before, name);
  else
    row->names = g_steal_pointer (&before);

  row->n_threads++;
}

static void
count_unlisted (SkeinReachRow *row)
{
  g_autofree char *before = NULL;
  uint32_t n;

  if (row->n_threads <= LISTED_NAMES)
    return;

  before = g_steal_pointer (&row->names);
  n = row->n_threads - LISTED_NAMES;
  row->names = g_strdup_printf (ngettext ("%s and %u more", "%s and %u more", n), before, n);
}

static void
add_process (GArray                  *rows,
             const SkeinMemoryReport *report,
             const SkeinResident     *residents,
             uint32_t                 space,
             uint32_t                 region,
             uint32_t                 other,
             bool                     together)
{
  const SkeinProcess *process = residents[other].process;
  const SkeinRegion *wanted = &report->spaces[space]->regions[region];
  Verdict verdict = { 0 };
  guint first = rows->len;

  if (other != space)
    verdict = judge_other (report, space, region, other);

  for (uint32_t i = 0; process != NULL && i < process->n_threads; i++)
    {
      SkeinReachRow *row = rows->len > first ? &g_array_index (rows, SkeinReachRow, rows->len - 1) : NULL;

      if (other == space)
        verdict = judge_own (wanted, process->pid, process->threads[i].tid);
      if (row == NULL || !together || g_strcmp0 (row->why, verdict.why) != 0)
        row = append_row (rows, report, &residents[other], other, verdict);

      add_thread (row, process, &process->threads[i]);
    }

  for (guint i = first; i < rows->len; i++)
    count_unlisted (&g_array_index (rows, SkeinReachRow, i));
}

GArray *
skein_reach_list (const SkeinMemoryReport *report,
                  const SkeinResident     *residents,
                  uint32_t                 space,
                  uint32_t                 region,
                  bool                     together)
{
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (SkeinReachRow));

  g_array_set_clear_func (rows, row_clear);
  add_process (rows, report, residents, space, region, space, together);

  for (uint32_t i = 0; i < report->n_spaces; i++)
    {
      if (i != space)
        add_process (rows, report, residents, space, region, i, together);
    }

  return rows;
}

/* Returns: which of the report's processes have some of it in common by a bridge */
static bool *
find_sharers (const SkeinMemoryReport *report,
              uint32_t                 space,
              uint32_t                 region)
{
  bool *shares = g_new0 (bool, report->n_spaces + 1);

  for (uint32_t i = 0; i < report->n_bridges; i++)
    {
      const SkeinBridge *bridge = &report->bridges[i];

      if (skein_bridge_find_end (bridge, report->spaces, space, region) == NULL)
        continue;

      for (uint32_t end = 0; end < bridge->n_ends; end++)
        shares[bridge->ends[end].space] = bridge->ends[end].space != space;
    }

  return shares;
}

static char *
dup_numbers (const SkeinMemoryReport *report,
             const bool              *shares)
{
  GString *text = NULL;

  for (uint32_t i = 0; i < report->n_spaces; i++)
    {
      if (!shares[i])
        continue;
      if (text == NULL)
        text = g_string_new (NULL);
      else
        g_string_append (text, ", ");
      g_string_append_printf (text, "%d", (int) report->spaces[i]->process.pid);
    }

  return text != NULL ? g_string_free (text, FALSE) : NULL;
}

char *
skein_reach_dup_shared_with (const SkeinMemoryReport *report,
                             uint32_t                 space,
                             uint32_t                 region)
{
  g_autofree bool *shares = find_sharers (report, space, region);

  return dup_numbers (report, shares);
}

char *
skein_reach_dup_shared_words (const SkeinMemoryReport *report,
                              uint32_t                 space,
                              uint32_t                 region)
{
  g_autofree bool *shares = find_sharers (report, space, region);
  g_autofree char *with = dup_numbers (report, shares);
  uint32_t n = 0;

  for (uint32_t i = 0; i < report->n_spaces; i++)
    n += shares[i];

  if (n > LISTED_SHARERS)
    return g_strdup_printf (ngettext ("Shared with %u process", "Shared with %u processes", n), n);

  /* Translators: numbers of processes */
  return with != NULL ? g_strdup_printf (_("Shared with %s"), with) : NULL;
}
