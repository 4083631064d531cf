/* test-ring.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "records.h"

#include "trace/ring.h"

#include <errno.h>

#define SIZE 256

/* Plays the kernel: writes at the head, goes on at the start of the memory. */
typedef struct
{
  struct perf_event_mmap_page page;
  _Alignas(8) uint8_t         data[SIZE];
  SkeinRing                   ring;
  GString                    *seen; /* "length:tid " of each record */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  skein_ring_wrap (&fixture->ring, &fixture->page, fixture->data, SIZE);
  fixture->seen = g_string_new ("");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  skein_ring_clear (&fixture->ring);
  g_string_free (fixture->seen, TRUE);
}

static void
write_bytes (Fixture    *fixture,
             GByteArray *bytes)
{
  for (guint i = 0; i < bytes->len; i++)
    fixture->data[fixture->page.data_head++ % SIZE] = bytes->data[i];
}

static void
write_switch (Fixture  *fixture,
              uint32_t  tid)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const uint32_t next[2] = { 77, 78 };

  append_record (bytes, PERF_RECORD_SWITCH_CPU_WIDE, 0, next, sizeof next, 5, tid, 9);
  write_bytes (fixture, bytes);
}

static void
note_cb (const void *record,
         size_t      length,
         void       *data)
{
  Fixture *fixture = data;
  struct perf_event_header header;
  uint32_t tid;

  memcpy (&header, record, sizeof header);
  memcpy (&tid, (const uint8_t *) record + length - 12, sizeof tid);
  g_assert_cmpuint (header.size, ==, length);
  g_string_append_printf (fixture->seen, "%u:%u ", (unsigned) length, tid);
}

static int
read_all (Fixture *fixture,
          size_t  *ret_bytes)
{
  g_string_truncate (fixture->seen, 0);

  return skein_ring_read (&fixture->ring, note_cb, fixture, ret_bytes);
}

static void
assert_read (Fixture    *fixture,
             const char *expected,
             size_t      expected_bytes)
{
  size_t n_bytes;

  g_assert_cmpint (read_all (fixture, &n_bytes), ==, 0);
  g_assert_cmpstr (fixture->seen->str, ==, expected);
  g_assert_cmpuint (n_bytes, ==, expected_bytes);
  g_assert_cmpuint (fixture->page.data_tail, ==, fixture->page.data_head);
}

static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  assert_read (fixture, "", 0);
  write_switch (fixture, 1);
  write_switch (fixture, 2);
  assert_read (fixture, "32:1 32:2 ", 64);
  assert_read (fixture, "", 0);
}

/* A record of 24 bytes does not divide 256: in time it goes over the end at every place. */
static void
test_wrap (Fixture       *fixture,
           gconstpointer  data)
{
  for (uint32_t tid = 1; tid < 1000; tid++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autofree char *expected = g_strdup_printf ("24:%u ", tid);

      append_switch (bytes, 0, tid, 1);
      write_bytes (fixture, bytes);
      assert_read (fixture, expected, 24);
    }
}

static void
test_full (Fixture       *fixture,
           gconstpointer  data)
{
  fixture->page.data_head = fixture->page.data_tail = UINT64_MAX - 15; /* the count itself goes over its end */

  for (uint32_t tid = 1; tid <= SIZE / 32; tid++)
    write_switch (fixture, tid);

  assert_read (fixture, "32:1 32:2 32:3 32:4 32:5 32:6 32:7 32:8 ", SIZE);
}

static void
assert_bad (Fixture *fixture)
{
  size_t n_bytes;

  g_assert_cmpint (read_all (fixture, &n_bytes), ==, -EBADMSG);
  g_assert_cmpstr (fixture->seen->str, ==, "");
  g_assert_cmpuint (n_bytes, <=, SIZE);
  g_assert_cmpuint (fixture->page.data_tail, ==, fixture->page.data_head);
}

/* After nonsense it goes on with what comes next. */
static void
test_nonsense (Fixture       *fixture,
               gconstpointer  data)
{
  struct perf_event_header header = { .size = 0 };

  memcpy (fixture->data, &header, sizeof header);
  fixture->page.data_head = 32;
  assert_bad (fixture); /* no length: it would never end */

  header.size = 48;
  memcpy (fixture->data + 32, &header, sizeof header);
  fixture->page.data_head = 64;
  assert_bad (fixture); /* more than there is */

  fixture->page.data_head += SIZE + 8;
  assert_bad (fixture); /* more than there can be */

  fixture->page.data_head += 24;
  fixture->page.data_tail = fixture->page.data_head;
  write_switch (fixture, 1);
  assert_read (fixture, "32:1 ", 32);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/ring/order", Fixture, NULL, set_up, test_order, tear_down);
  g_test_add ("/ring/wrap", Fixture, NULL, set_up, test_wrap, tear_down);
  g_test_add ("/ring/full", Fixture, NULL, set_up, test_full, tear_down);
  g_test_add ("/ring/nonsense", Fixture, NULL, set_up, test_nonsense, tear_down);

  return g_test_run ();
}
