/* takings.c - who took a core away from whom
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/private.h"

/* Leaving a core and coming to it are two records of one switch. What comes later than this,
 * and the thread itself, came after somebody whose switches are not recorded or were lost. */
#define AT_ONCE_NS (20 * INT64_C (1000))

SkeinId
skein_store_find_taker (const SkeinStore  *self,
                        const SkeinSlices *slices,
                        uint32_t           group,
                        uint32_t           index)
{
  int64_t end_ns = skein_slices_get_end (slices, group, index, self->exact.now_ns);
  uint32_t next = index + 1;
  SkeinId taker;

  if (skein_slice_tag_get_end (slices->entries[index].tag) != SKEIN_SLICE_PREEMPTED || next >= slices->n)
    return SKEIN_ID_NONE;

  group += next >= skein_slices_group_end (slices, group);

  if (skein_slices_get_start (slices, group, next) - end_ns > AT_ONCE_NS)
    return SKEIN_ID_NONE;

  taker = skein_slice_tag_get_value (slices->entries[next].tag);

  return taker != skein_slice_tag_get_value (slices->entries[index].tag) ? taker : SKEIN_ID_NONE;
}

static guint
taking_hash (gconstpointer data)
{
  const SkeinTaking *taking = data;

  return taking->thread * 2654435761u ^ taking->taker;
}

static gboolean
taking_equal (gconstpointer a,
              gconstpointer b)
{
  const SkeinTaking *one = a;
  const SkeinTaking *other = b;

  return one->thread == other->thread && one->taker == other->taker;
}

static void
count_taking (GHashTable *takings,
              SkeinId     thread,
              SkeinId     taker)
{
  SkeinTaking wanted = { thread, taker, 1 };
  SkeinTaking *taking = g_hash_table_lookup (takings, &wanted);

  if (taking != NULL)
    taking->count++;
  else
    g_hash_table_add (takings, g_memdup2 (&wanted, sizeof wanted));
}

static bool
is_of_process (const SkeinStore *self,
               SkeinId           thread,
               SkeinId           process)
{
  const SkeinTask *task = process != SKEIN_ID_MACHINE ? skein_tasks_get (&self->tasks, thread) : NULL;

  return process == SKEIN_ID_MACHINE || (task != NULL && task->process != NULL && task->process->id == process);
}

/* From the newest backwards. Returns: from when on all were counted */
static int64_t
count_on_core (const SkeinStore  *self,
               const SkeinSlices *slices,
               SkeinId            process,
               int64_t            start_ns,
               int64_t            end_ns,
               uint32_t           max_slices,
               GHashTable        *takings)
{
  uint32_t group = 0;
  uint32_t index = skein_slices_find (slices, &group, end_ns - 1);

  for (; index != SKEIN_SLICES_NONE; index--)
    {
      uint32_t tag = slices->entries[index].tag;
      int64_t ended_ns;

      while (index < slices->groups[group].first)
        group--;

      ended_ns = skein_slices_get_end (slices, group, index, self->exact.now_ns);
      if (ended_ns < start_ns)
        break;
      if (max_slices-- == 0)
        return ended_ns + 1;

      if (skein_slice_tag_get_end (tag) == SKEIN_SLICE_PREEMPTED && ended_ns < end_ns &&
          is_of_process (self, skein_slice_tag_get_value (tag), process))
        count_taking (takings, skein_slice_tag_get_value (tag), skein_store_find_taker (self, slices, group, index));
    }

  return start_ns;
}

int64_t
skein_store_list_takings (const SkeinStore *self,
                          SkeinId           process,
                          int64_t           start_ns,
                          int64_t           end_ns,
                          uint32_t          max_slices,
                          GArray           *takings)
{
  g_autoptr (GHashTable) counts = g_hash_table_new_full (taking_hash, taking_equal, g_free, NULL);
  int64_t since_ns = start_ns = MAX (start_ns, self->exact.start_ns);
  GHashTableIter iter;
  gpointer taking;

  if (!self->exact.is_begun || start_ns >= end_ns)
    return start_ns;

  for (uint32_t i = 0; i < self->exact.n_lanes; i++)
    {
      const SkeinSlices *slices = &self->exact.lanes[i].slices;
      int64_t all_ns = count_on_core (self, slices, process, start_ns, end_ns, max_slices, counts);

      since_ns = MAX (since_ns, all_ns);
    }

  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &taking, NULL))
    g_array_append_vals (takings, taking, 1);

  return since_ns;
}
