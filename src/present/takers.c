/* takers.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "present/takers.h"

#include <glib/gi18n.h>

#include "base/format.h"

/* Of each core. */
#define MAX_SLICES 20000

/* So many are named in one line. */
#define N_NAMED 2

/* By whose it was, then the most frequent. */
static int
compare_takings (gconstpointer a,
                 gconstpointer b)
{
  const SkeinTaking *one = a;
  const SkeinTaking *other = b;

  if (one->thread != other->thread)
    return one->thread < other->thread ? -1 : 1;
  if (one->count != other->count)
    return one->count > other->count ? -1 : 1;

  return (one->taker > other->taker) - (one->taker < other->taker);
}

static int
compare_takers (gconstpointer a,
                gconstpointer b)
{
  const SkeinTaking *one = a;
  const SkeinTaking *other = b;

  return (one->taker > other->taker) - (one->taker < other->taker);
}

/* Adds up those of one taker, which stand together. */
static void
merge_takers (GArray *takings)
{
  guint n = 0;

  g_array_sort (takings, compare_takers);

  for (guint i = 0; i < takings->len; i++)
    {
      SkeinTaking taking = g_array_index (takings, SkeinTaking, i);
      SkeinTaking *last = n > 0 ? &g_array_index (takings, SkeinTaking, n - 1) : NULL;

      taking.thread = SKEIN_ID_NONE;
      if (last != NULL && last->taker == taking.taker)
        last->count += taking.count;
      else
        g_array_index (takings, SkeinTaking, n++) = taking;
    }

  g_array_set_size (takings, n);
}

int64_t
skein_takers_list (const SkeinStore *store,
                   const SkeinId    *processes,
                   size_t            n_processes,
                   int64_t           start_ns,
                   int64_t           end_ns,
                   GArray           *by_thread,
                   GArray           *in_all)
{
  static const SkeinId machine = SKEIN_ID_MACHINE;
  g_autoptr (GArray) takings = g_array_new (FALSE, FALSE, sizeof (SkeinTaking));
  int64_t since_ns = start_ns;

  if (n_processes == 0)
    {
      processes = &machine;
      n_processes = 1;
    }

  for (size_t i = 0; i < n_processes; i++)
    {
      int64_t all_ns = skein_store_list_takings (store, processes[i], start_ns, end_ns, MAX_SLICES, takings);

      since_ns = MAX (since_ns, all_ns);
    }

  if (by_thread != NULL)
    {
      g_array_append_vals (by_thread, takings->data, takings->len);
      g_array_sort (by_thread, compare_takings);
    }

  if (in_all != NULL)
    {
      merge_takers (takings);
      g_array_append_vals (in_all, takings->data, takings->len);
      g_array_sort (in_all, compare_takings);
    }

  return since_ns;
}

const SkeinTaking *
skein_takers_find (const GArray *by_thread,
                   SkeinId       thread,
                   guint        *ret_n)
{
  guint low = 0;
  guint high = by_thread->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (by_thread, SkeinTaking, middle).thread < thread)
        low = middle + 1;
      else
        high = middle;
    }

  for (*ret_n = 0; low + *ret_n < by_thread->len; (*ret_n)++)
    if (g_array_index (by_thread, SkeinTaking, low + *ret_n).thread != thread)
      break;

  return *ret_n > 0 ? &g_array_index (by_thread, SkeinTaking, low) : NULL;
}

char *
skein_takers_dup_name (const SkeinStore *store,
                       SkeinId           taker)
{
  g_autofree char *name = NULL;
  SkeinTaskInfo info;

  if (taker == SKEIN_ID_NONE || !skein_store_get_info (store, taker, &info))
    return g_strdup (_("not known by whom"));

  name = g_utf8_make_valid (info.name, -1);

  return g_strdup_printf ("%s (%d)", name, (int) info.key.tid);
}

char *
skein_takers_dup_line (const SkeinStore  *store,
                       const SkeinTaking *takings,
                       guint              n)
{
  GString *line = g_string_new (NULL);

  for (guint i = 0; i < MIN (n, N_NAMED); i++)
    {
      g_autofree char *name = skein_takers_dup_name (store, takings[i].taker);
      char count[SKEIN_FORMAT_SIZE];

      if (i > 0)
        g_string_append (line, ", ");
      /* Translators: who took a core away, and how often: "worker 2 (5190) ×13" */
      g_string_append_printf (line, _("%s ×%s"), name, skein_format_count (takings[i].count, count, sizeof count));
    }

  if (n > N_NAMED)
    g_string_append (line, ", …");

  return g_string_free (line, FALSE);
}
