/* timeline-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "present/timeline-text.h"

#include <glib/gi18n.h>

#include "base/clock.h"
#include "present/axis-ticks.h"
#include "present/format.h"

/* Less than this share is not worth a line. */
#define NOTABLE_SHARE 0.0005

/* Names of instants in texts are exact to a tenth of a second, shorter intervals to a ms. */
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

static char *
dup_when (int64_t start_ns,
          int64_t end_ns,
          int64_t offset_ns)
{
  int64_t step_ns = end_ns - start_ns < TEXT_STEP_NS ? SKEIN_NS_PER_MS : TEXT_STEP_NS;
  char clock[SKEIN_FORMAT_SIZE];
  char length[SKEIN_FORMAT_SIZE];

  /* Translators: a time of day, and how long from there */
  return g_strdup_printf (_ ("from %s, %s long"),
                          skein_axis_format_clock (start_ns, offset_ns, step_ns, clock, sizeof clock),
                          skein_format_duration (end_ns - start_ns, length, sizeof length));
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

/* One line for each state that was seen; its words are translated, with the share in them. */
static void
append_states (GString        *text,
               const SkeinBin *bin,
               const char     *separator)
{
  const struct
  {
    const char *words;
    float       share;
  } states[] = {
    { N_ ("Running %s (R)"), bin->run },
    { N_ ("Ready %s (R): wants a core, has none"), bin->ready },
    { N_ ("Waiting %s (S)"), bin->waiting },
    { N_ ("Waiting for a disk %s (D)"), bin->disk },
    { N_ ("Suspended %s (T)"), bin->suspended },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (states); i++)
    {
      char percent[SKEIN_FORMAT_SIZE];

      if (states[i].share < NOTABLE_SHARE)
        continue;

      g_string_append (text, separator);
      g_string_append_printf (text, _ (states[i].words),
                              skein_format_percent ((double) states[i].share / (double) bin->observed,
                                                    percent, sizeof percent));
    }
}

#pragma GCC diagnostic pop

static char *
thread_text (const SkeinLane *lane,
             int64_t          start_ns,
             int64_t          end_ns,
             const SkeinBin  *bin,
             int64_t          offset_ns,
             const char      *separator)
{
  g_autofree char *when = dup_when (start_ns, end_ns, offset_ns);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s (%s)%s%s", lane->title, lane->subtitle, separator, when);

  if (bin->observed <= 0.0f)
    {
      g_string_append (text, separator);
      g_string_append (text, _ ("Not measured, or it did not exist"));

      return g_string_free (text, FALSE);
    }

  append_states (text, bin, separator);
  if (bin->core >= 0 && bin->run >= NOTABLE_SHARE)
    {
      g_string_append (text, separator);
      g_string_append_printf (text, _ ("Last seen on core %d"), bin->core);
    }

  return g_string_free (text, FALSE);
}

char *
skein_timeline_thread_text (const SkeinLane *lane,
                            int64_t          start_ns,
                            int64_t          end_ns,
                            const SkeinBin  *bin,
                            int64_t          offset_ns)
{
  return thread_text (lane, start_ns, end_ns, bin, offset_ns, "\n");
}

char *
skein_timeline_thread_speech (const SkeinLane *lane,
                              int64_t          start_ns,
                              int64_t          end_ns,
                              const SkeinBin  *bin,
                              int64_t          offset_ns)
{
  return thread_text (lane, start_ns, end_ns, bin, offset_ns, ", ");
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

  g_string_append_printf (text, _ ("Core %u"), core);
  g_string_append_printf (text, "\n%s\n", when);

  if (bin->observed <= 0.0f)
    {
      g_string_append (text, _ ("Not measured"));

      return g_string_free (text, FALSE);
    }

  g_string_append_printf (text, _ ("%s busy"),
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

  if (bin->observed <= 0.0f)
    return g_strdup_printf ("%s\n%s", when, _ ("Not measured"));

  skein_format_parallelism ((double) bin->run / (double) bin->observed, on_core, sizeof on_core);
  skein_format_parallelism ((double) (bin->run + bin->ready) / (double) bin->observed, wanting, sizeof wanting);

  return g_strdup_printf (_ ("%s\nParallelism %s: threads on a core, on average\nDemand %s: threads that want one"),
                          when, on_core, wanting);
}
