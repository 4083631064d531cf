/* timeline-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "present/timeline-text.h"

#include <glib/gi18n.h>

#include "base/clock.h"
#include "base/format.h"
#include "present/axis-ticks.h"
#include "present/words.h"

/* Less than this share is not worth a line. */
#define NOTABLE_SHARE 0.0005

/* Where a time begins is told to a tenth of a second, or to a part of so short a time. */
#define TEXT_STEP_NS (100 * SKEIN_NS_PER_MS)

SkeinState
skein_bin_get_state (const SkeinBin *bin)
{
  const struct
  {
    SkeinState state;
    float      share;
  } shares[] = {
    { SKEIN_STATE_RUNNING, bin->run },
    { SKEIN_STATE_READY, bin->ready },
    { SKEIN_STATE_WAITING, bin->waiting },
    { SKEIN_STATE_DISK, bin->disk },
    { SKEIN_STATE_SUSPENDED, bin->suspended },
  };
  SkeinState state = SKEIN_STATE_UNKNOWN;
  float most = 0.0f;

  for (size_t i = 0; bin->observed > 0.0f && i < G_N_ELEMENTS (shares); i++)
    {
      if (shares[i].share > most)
        {
          most = shares[i].share;
          state = shares[i].state;
        }
    }

  return state;
}

static int64_t
step_for (int64_t length_ns)
{
  if (length_ns >= TEXT_STEP_NS)
    return TEXT_STEP_NS;

  return length_ns >= TEXT_STEP_NS / 2 ? SKEIN_NS_PER_MS : SKEIN_NS_PER_US;
}

static char *
dup_when (int64_t start_ns,
          int64_t end_ns,
          int64_t offset_ns)
{
  int64_t step_ns = step_for (end_ns - start_ns);
  char clock[SKEIN_FORMAT_SIZE];
  char length[SKEIN_FORMAT_SIZE];

  /* Translators: a time of day, and how long from there */
  return g_strdup_printf (_("from %s, %s long"),
                          skein_axis_format_clock (start_ns, offset_ns, step_ns, clock, sizeof clock),
                          skein_format_duration (end_ns - start_ns, length, sizeof length));
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

/* One line for each state that was seen; its words are translated, with the share in them.
 * Returns: how many */
static unsigned
append_states (GString        *text,
               const SkeinBin *bin,
               const char     *separator)
{
  const struct
  {
    const char *words;
    float       share;
  } states[] = {
    { N_("Running %s (R)"), bin->run },
    { N_("Ready %s (R): wants a core, has none"), bin->ready },
    { N_("Waiting %s (S)"), bin->waiting },
    { N_("Waiting for a disk %s (D)"), bin->disk },
    { N_("Suspended %s (T)"), bin->suspended },
  };
  unsigned n = 0;

  for (size_t i = 0; i < G_N_ELEMENTS (states); i++)
    {
      char percent[SKEIN_FORMAT_SIZE];

      if (states[i].share < NOTABLE_SHARE)
        continue;

      g_string_append (text, separator);
      g_string_append_printf (text, _ (states[i].words),
                              skein_format_percent ((double) states[i].share / (double) bin->observed,
                                                    percent, sizeof percent));
      n++;
    }

  return n;
}

#pragma GCC diagnostic pop

/* Of an interval in which it also did other things, it is what it was last seen to wait for. */
static void
append_wait (GString          *text,
             const SkeinStore *store,
             SkeinId           thread,
             int64_t           start_ns,
             int64_t           end_ns,
             const char       *separator)
{
  char waiting[2 * SKEIN_WORDS_SIZE];

  skein_words_waiting (skein_store_find_wait (store, thread, start_ns, end_ns), waiting, sizeof waiting);
  if (*waiting == '\0')
    return;

  g_string_append (text, separator);
  /* Translators: %s is "waiting for a lock (futex)" */
  g_string_append_printf (text, _("Seen %s"), waiting);
}

static char *
thread_text (const SkeinStore *store,
             const SkeinLane  *lane,
             int64_t           start_ns,
             int64_t           end_ns,
             const SkeinBin   *bin,
             int64_t           offset_ns,
             const char       *separator)
{
  g_autofree char *when = dup_when (start_ns, end_ns, offset_ns);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s (%s)%s%s", lane->title, lane->subtitle, separator, when);

  if (bin->observed <= 0.0f)
    {
      g_string_append (text, separator);
      g_string_append (text, _("Not measured, or it did not exist"));

      return g_string_free (text, FALSE);
    }

  if (append_states (text, bin, separator) > 1 && bin->finer > 0.0f)
    {
      char length[SKEIN_FORMAT_SIZE];

      g_string_append (text, separator);
      /* Translators: a duration, as "1 ms" */
      g_string_append_printf (text, _("Shares of %s: what came first in it is not known"),
                              skein_format_duration (end_ns - start_ns, length, sizeof length));
    }
  if (bin->waiting + bin->disk >= NOTABLE_SHARE)
    append_wait (text, store, lane->id, start_ns, end_ns, separator);
  if (bin->core >= 0 && bin->run >= NOTABLE_SHARE)
    {
      g_string_append (text, separator);
      g_string_append_printf (text, _("Last seen on core %d"), bin->core);
    }

  return g_string_free (text, FALSE);
}

char *
skein_timeline_thread_text (const SkeinStore *store,
                            const SkeinLane  *lane,
                            int64_t           start_ns,
                            int64_t           end_ns,
                            const SkeinBin   *bin,
                            int64_t           offset_ns)
{
  return thread_text (store, lane, start_ns, end_ns, bin, offset_ns, "\n");
}

char *
skein_timeline_thread_speech (const SkeinStore *store,
                              const SkeinLane  *lane,
                              int64_t           start_ns,
                              int64_t           end_ns,
                              const SkeinBin   *bin,
                              int64_t           offset_ns)
{
  return thread_text (store, lane, start_ns, end_ns, bin, offset_ns, ", ");
}

char *
skein_timeline_core_text (const SkeinStore   *store,
                          unsigned            core,
                          int64_t             start_ns,
                          int64_t             end_ns,
                          const SkeinCoreBin *bin,
                          int64_t             offset_ns)
{
  g_autofree char *when = dup_when (start_ns, end_ns, offset_ns);
  GString *text = g_string_new (NULL);
  char percent[SKEIN_FORMAT_SIZE];

  g_string_append_printf (text, _("Core %u"), core);
  g_string_append_printf (text, "\n%s\n", when);

  if (bin->observed <= 0.0f)
    {
      g_string_append (text, _("Not measured"));

      return g_string_free (text, FALSE);
    }

  g_string_append_printf (text, _("%s busy"),
                          skein_format_percent ((double) bin->busy / (double) bin->observed, percent, sizeof percent));

  for (int i = 0; i < bin->n_users; i++)
    {
      g_autofree char *name = NULL;
      SkeinTaskInfo info;

      if (bin->users[i].share < NOTABLE_SHARE || !skein_store_get_info (store, bin->users[i].process, &info))
        continue;

      name = g_utf8_make_valid (info.name, -1);
      skein_format_percent ((double) bin->users[i].share / (double) bin->observed, percent, sizeof percent);
      g_string_append_printf (text, "\n%s (%d) %s", name, (int) info.key.pid, percent);
    }

  return g_string_free (text, FALSE);
}

char *
skein_timeline_once_text (int64_t         start_ns,
                          int64_t         end_ns,
                          const SkeinBin *bin,
                          int64_t         offset_ns)
{
  g_autofree char *when = dup_when (start_ns, end_ns, offset_ns);
  char on_core[SKEIN_FORMAT_SIZE];
  char wanting[SKEIN_FORMAT_SIZE];
  g_autofree char *text = NULL;

  if (bin->observed <= 0.0f)
    return g_strdup_printf ("%s\n%s", when, _("Not measured"));

  skein_format_parallelism ((double) bin->run / (double) bin->observed, on_core, sizeof on_core);
  skein_format_parallelism ((double) (bin->run + bin->ready) / (double) bin->observed, wanting, sizeof wanting);

  text = g_strdup_printf (_("%s\nParallelism %s: threads on a core, on average\nDemand %s: threads that want one"),
                          when, on_core, wanting);
  if (bin->exact <= 0.0f)
    return g_steal_pointer (&text);

  return g_strdup_printf (_("%s\nMost at one instant: %d on a core, %d wanting one"), text, (int) bin->most_run,
                          (int) bin->most_demand);
}

/* Who it is: "worker 1 (5189)"; of a thread that nobody knows any more only a dash. */
static char *
dup_who (const SkeinStore *store,
         SkeinId           thread)
{
  g_autofree char *name = NULL;
  SkeinTaskInfo info;

  if (thread == SKEIN_ID_NONE || !skein_store_get_info (store, thread, &info))
    return g_strdup ("–");

  name = g_utf8_make_valid (info.name, -1);

  return g_strdup_printf ("%s (%d)", name, (int) info.key.tid);
}

const char *
skein_slice_reason (SkeinSliceEnd end)
{
  switch (end)
    {
    case SKEIN_SLICE_RUNNING:
      return _("still running");

    case SKEIN_SLICE_BLOCKED:
      return _("gave up the core, to wait");

    case SKEIN_SLICE_PREEMPTED:
      return _("core taken away");

    case SKEIN_SLICE_ENDED:
      return _("the thread ended");

    case SKEIN_SLICE_UNKNOWN:
    default:
      return _("its end was not seen");
    }
}

char *
skein_slice_dup_reason (const SkeinStore *store,
                        const SkeinSlice *slice)
{
  g_autofree char *taker = NULL;

  if (slice->end != SKEIN_SLICE_PREEMPTED || slice->taker == SKEIN_ID_NONE)
    return g_strdup (skein_slice_reason (slice->end));

  taker = dup_who (store, slice->taker);

  /* Translators: %s is a thread */
  return g_strdup_printf (_("core taken away by %s"), taker);
}

static void
append_next (GString          *text,
             const SkeinStore *store,
             const SkeinSlice *slice,
             const char       *separator)
{
  if (slice->end == SKEIN_SLICE_RUNNING)
    return;

  /* Who took it away was named already. */
  if (slice->next_thread != SKEIN_ID_NONE && slice->taker == SKEIN_ID_NONE)
    {
      g_autofree char *next = dup_who (store, slice->next_thread);

      g_string_append (text, separator);
      g_string_append_printf (text, _("Next on core %d: %s"), (int) slice->core, next);
    }

  if (slice->next_core >= 0)
    {
      g_string_append (text, separator);
      if (slice->next_core == slice->core)
        g_string_append (text, _("The thread ran next on the same core"));
      else
        g_string_append_printf (text, _("The thread ran next on core %d"), (int) slice->next_core);
    }
}

static void
append_ready_before (GString          *text,
                     const SkeinSlice *slice,
                     const char       *separator)
{
  char length[SKEIN_FORMAT_SIZE];

  if (slice->ready_ns <= 0)
    return;

  g_string_append (text, separator);
  g_string_append_printf (text, _("Ready for %s before"),
                          skein_format_duration (slice->ready_ns, length, sizeof length));
}

char *
skein_timeline_slice_text (const SkeinStore *store,
                           const SkeinSlice *slice,
                           int64_t           offset_ns)
{
  GString *text = g_string_new (NULL);
  g_autofree char *who = dup_who (store, slice->thread);
  g_autofree char *when = dup_when (slice->start_ns, slice->end_ns, offset_ns);
  g_autofree char *reason = skein_slice_dup_reason (store, slice);

  g_string_append_printf (text, "%s\n", who);
  g_string_append_printf (text, _("On core %d, %s"), (int) slice->core, when);
  g_string_append_c (text, '\n');
  g_string_append_printf (text, _("Then: %s"), reason);
  append_ready_before (text, slice, "\n");
  append_next (text, store, slice, "\n");

  return g_string_free (text, FALSE);
}

char *
skein_timeline_slice_speech (const SkeinStore *store,
                             const SkeinSlice *slice,
                             int64_t           offset_ns)
{
  GString *text = g_string_new (NULL);
  g_autofree char *reason = skein_slice_dup_reason (store, slice);
  char length[SKEIN_FORMAT_SIZE];
  SkeinTaskInfo info;

  if (skein_store_get_info (store, slice->thread, &info))
    {
      g_autofree char *name = g_utf8_make_valid (info.name, -1);

      g_string_append_printf (text, "%s, ", name);
    }

  skein_format_duration (slice->end_ns - slice->start_ns, length, sizeof length);
  /* Translators: a thread's stay on a core: where, how long, and why it ended */
  g_string_append_printf (text, _("on core %d, %s, %s"), (int) slice->core, length, reason);
  append_ready_before (text, slice, ", ");
  append_next (text, store, slice, ", ");

  return g_string_free (text, FALSE);
}

/* What it waits for, begun as a sentence; empty where nobody knows. */
static const char *
words_of_wait (const SkeinStore   *store,
               SkeinId             thread,
               const SkeinStretch *stretch,
               char               *buffer,
               size_t              size)
{
  const SkeinSeenWait *seen = skein_store_find_wait (store, thread, stretch->start_ns, stretch->end_ns);
  g_autofree char *rest = NULL;
  char words[2 * SKEIN_WORDS_SIZE];
  const char *second;

  skein_words_waiting (seen, words, sizeof words);
  if (*words == '\0')
    return _("Waiting");

  second = g_utf8_next_char (words);
  rest = g_utf8_strup (words, second - words);
  g_snprintf (buffer, size, "%s%s", rest, second);

  return buffer;
}

static const char *
words_of_stretch (const SkeinStore   *store,
                  SkeinId             thread,
                  const SkeinStretch *stretch,
                  char               *buffer,
                  size_t              size)
{
  switch (stretch->state)
    {
    case SKEIN_STATE_RUNNING:
      return _("Running");

    case SKEIN_STATE_READY:
      return stretch->is_derived ? _("Ready, derived: woken up, and no core was free")
                                 : _("Ready: wants a core, has none");

    case SKEIN_STATE_DISK:
      return _("Waiting for a disk");

    case SKEIN_STATE_SUSPENDED:
      return _("Suspended");

    case SKEIN_STATE_WAITING:
      return words_of_wait (store, thread, stretch, buffer, size);

    case SKEIN_STATE_UNKNOWN:
    case SKEIN_STATE_TERMINATED:
    case SKEIN_N_STATES:
    default:
      return _("Not measured");
    }
}

char *
skein_timeline_stretch_text (const SkeinStore   *store,
                             SkeinId             thread,
                             const SkeinStretch *stretch,
                             int64_t             offset_ns)
{
  g_autofree char *who = dup_who (store, thread);
  g_autofree char *when = dup_when (stretch->start_ns, stretch->end_ns, offset_ns);

  char words[2 * SKEIN_WORDS_SIZE];

  return g_strdup_printf ("%s\n%s\n%s", who, words_of_stretch (store, thread, stretch, words, sizeof words), when);
}

char *
skein_timeline_stretch_speech (const SkeinStore   *store,
                               SkeinId             thread,
                               const SkeinStretch *stretch,
                               int64_t             offset_ns)
{
  char words[2 * SKEIN_WORDS_SIZE];
  char length[SKEIN_FORMAT_SIZE];
  g_autofree char *name = NULL;
  SkeinTaskInfo info;

  if (skein_store_get_info (store, thread, &info))
    name = g_utf8_make_valid (info.name, -1);

  return g_strdup_printf ("%s, %s, %s", name != NULL ? name : "",
                          words_of_stretch (store, thread, stretch, words, sizeof words),
                          skein_format_duration (stretch->end_ns - stretch->start_ns, length, sizeof length));
}

char *
skein_timeline_dense_text (uint32_t n_slices)
{
  if (n_slices <= 1)
    return NULL;

  return g_strdup_printf (ngettext ("%u stay on a core in this time: zoom in to see all",
                                    "%u stays on a core in this time: zoom in to see all", n_slices),
                          n_slices);
}
