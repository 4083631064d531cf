/* fuzz-ring.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "trace/decode.h"
#include "trace/merge.h"
#include "trace/ring.h"

#include <errno.h>

#include <linux/perf_event.h>

#define SIZE 4096

/* How far the kernel and the reader are, then what is in the ring. */
typedef struct
{
  uint64_t head;
  uint64_t tail;
} Counts;

static void
read_cb (const void *bytes,
         size_t      length,
         void       *data)
{
  char name[SKEIN_SWITCH_NAME_SIZE];
  SkeinSwitch record;
  bool is_named;

  if (skein_decode (bytes, length, 0, &record, name) < 0)
    return;

  g_assert_cmpint (record.kind, <, SKEIN_N_SWITCH_KINDS);
  is_named = record.kind == SKEIN_SWITCH_NAME || record.kind == SKEIN_SWITCH_EXEC;

  if (is_named)
    g_assert_cmpint (name[SKEIN_SWITCH_NAME_SIZE - 1], ==, '\0');

  skein_merge_add (data, (unsigned) record.tid % 2, &record, is_named ? name : NULL);
}

static void
check_merged (SkeinMerge *merge)
{
  g_autoptr (GArray) switches = g_array_new (FALSE, FALSE, sizeof (SkeinSwitch));
  g_autoptr (GArray) names = g_array_new (FALSE, FALSE, SKEIN_SWITCH_NAME_SIZE);
  int64_t before_ns = INT64_MIN;

  skein_merge_take (merge, INT64_MAX, switches, names);

  for (guint i = 0; i < switches->len; i++)
    {
      const SkeinSwitch *record = &g_array_index (switches, SkeinSwitch, i);

      g_assert_cmpint (record->time_ns, >=, before_ns);
      before_ns = record->time_ns;

      if (record->kind == SKEIN_SWITCH_NAME || record->kind == SKEIN_SWITCH_EXEC)
        g_assert_cmpuint (record->name, <, names->len);
      if (record->kind == SKEIN_SWITCH_LOST)
        g_assert_cmpint (record->until_ns, >=, record->time_ns);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  struct perf_event_mmap_page page = { 0 };
  g_autofree uint8_t *memory = g_malloc0 (SIZE);
  g_autoptr (SkeinMerge) merge = skein_merge_new ();
  SkeinRing ring;
  Counts counts;
  size_t n_bytes;
  int result;

  if (size < sizeof counts)
    return 0;

  memcpy (&counts, data, sizeof counts);
  memcpy (memory, data + sizeof counts, MIN (size - sizeof counts, SIZE));
  page.data_head = counts.head;
  page.data_tail = counts.tail;
  skein_merge_add_lane (merge);
  skein_merge_add_lane (merge);
  skein_ring_wrap (&ring, &page, memory, SIZE);

  result = skein_ring_read (&ring, read_cb, merge, &n_bytes);
  g_assert_true (result == 0 || result == -EBADMSG);
  g_assert_cmpuint (n_bytes, <=, SIZE);
  g_assert_cmpuint (page.data_tail, ==, page.data_head);
  check_merged (merge);
  skein_ring_clear (&ring);

  return 0;
}
