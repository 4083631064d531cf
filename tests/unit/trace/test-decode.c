/* test-decode.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "records.h"

#include "trace/decode.h"

#include <errno.h>

typedef struct
{
  GByteArray  *bytes;
  SkeinSwitch  record;
  char         name[SKEIN_SWITCH_NAME_SIZE];
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->bytes = g_byte_array_new ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_byte_array_unref (fixture->bytes);
}

static int
decode (Fixture *fixture)
{
  int result = skein_decode (fixture->bytes->data, fixture->bytes->len, 3, &fixture->record, fixture->name);

  g_byte_array_set_size (fixture->bytes, 0);

  return result;
}

static void
test_switch (Fixture       *fixture,
             gconstpointer  data)
{
  append_switch (fixture->bytes, 0, 12, 1000);
  g_assert_cmpint (decode (fixture), ==, 0);
  g_assert_cmpint (fixture->record.kind, ==, SKEIN_SWITCH_IN);
  g_assert_cmpint (fixture->record.tid, ==, 12);
  g_assert_cmpint (fixture->record.time_ns, ==, 1000);

  append_switch (fixture->bytes, PERF_RECORD_MISC_SWITCH_OUT, 12, 1001);
  g_assert_cmpint (decode (fixture), ==, 0);
  g_assert_cmpint (fixture->record.kind, ==, SKEIN_SWITCH_OUT_BLOCKED);

  append_switch (fixture->bytes, PERF_RECORD_MISC_SWITCH_OUT | PERF_RECORD_MISC_SWITCH_OUT_PREEMPT, 12, 1002);
  g_assert_cmpint (decode (fixture), ==, 0);
  g_assert_cmpint (fixture->record.kind, ==, SKEIN_SWITCH_OUT_PREEMPTED);
}

/* Of the whole machine the record also says who came before or comes after. */
static void
test_machine (Fixture       *fixture,
              gconstpointer  data)
{
  const uint32_t next[2] = { 77, 78 };

  append_record (fixture->bytes, PERF_RECORD_SWITCH_CPU_WIDE, PERF_RECORD_MISC_SWITCH_OUT, next, sizeof next,
                 5, 6, 9);
  g_assert_cmpint (decode (fixture), ==, 0);
  g_assert_cmpint (fixture->record.kind, ==, SKEIN_SWITCH_OUT_BLOCKED);
  g_assert_cmpint (fixture->record.pid, ==, 5);
  g_assert_cmpint (fixture->record.tid, ==, 6);
  g_assert_cmpint (fixture->record.core, ==, 3);

  append_switch (fixture->bytes, 0, 0, 10); /* the idle task */
  g_assert_cmpint (decode (fixture), ==, -ENOMSG);
  append_switch (fixture->bytes, PERF_RECORD_MISC_SWITCH_OUT, UINT32_MAX, 11); /* a dead one */
  g_assert_cmpint (decode (fixture), ==, -ENOMSG);
}

static void
test_life (Fixture       *fixture,
           gconstpointer  data)
{
  append_task (fixture->bytes, PERF_RECORD_FORK, 21, 20, 500);
  g_assert_cmpint (decode (fixture), ==, 0);
  g_assert_cmpint (fixture->record.kind, ==, SKEIN_SWITCH_FORK);
  g_assert_cmpint (fixture->record.tid, ==, 21);
  g_assert_cmpint (fixture->record.parent_tid, ==, 20);
  g_assert_cmpint (fixture->record.time_ns, ==, 500);

  append_task (fixture->bytes, PERF_RECORD_EXIT, 21, 20, 600);
  g_assert_cmpint (decode (fixture), ==, 0);
  g_assert_cmpint (fixture->record.kind, ==, SKEIN_SWITCH_EXIT);

  append_lost (fixture->bytes, 42, 700);
  g_assert_cmpint (decode (fixture), ==, 0);
  g_assert_cmpint (fixture->record.kind, ==, SKEIN_SWITCH_LOST);
  g_assert_cmpint (fixture->record.until_ns, ==, 700);
  g_assert_cmpuint (fixture->record.count, ==, 42);
  g_assert_cmpint (fixture->record.tid, ==, 0);
}

static void
test_names (Fixture       *fixture,
            gconstpointer  data)
{
  append_comm (fixture->bytes, PERF_RECORD_MISC_COMM_EXEC, 9, "ls", 1);
  g_assert_cmpint (decode (fixture), ==, 0);
  g_assert_cmpint (fixture->record.kind, ==, SKEIN_SWITCH_EXEC);
  g_assert_cmpmem (fixture->name, sizeof fixture->name, "ls\0\0\0\0\0\0\0\0\0\0\0\0\0", 16);

  append_comm (fixture->bytes, 0, 9, "a) b\xff\n", 2);
  g_assert_cmpint (decode (fixture), ==, 0);
  g_assert_cmpint (fixture->record.kind, ==, SKEIN_SWITCH_NAME);
  g_assert_cmpstr (fixture->name, ==, "a) b\xff\n");

  append_comm (fixture->bytes, 0, 9, "longer than the kernel allows", 3);
  g_assert_cmpint (decode (fixture), ==, 0);
  g_assert_cmpstr (fixture->name, ==, "longer than the");
}

static void
test_nonsense (Fixture       *fixture,
               gconstpointer  data)
{
  const uint32_t one_word = 1;

  g_assert_cmpint (decode (fixture), ==, -EBADMSG);

  append_switch (fixture->bytes, 0, 12, 1000);
  g_byte_array_set_size (fixture->bytes, 23);
  g_assert_cmpint (decode (fixture), ==, -EBADMSG);

  append_record (fixture->bytes, PERF_RECORD_FORK, 0, &one_word, 4, 1, 1, 1);
  g_assert_cmpint (decode (fixture), ==, -EBADMSG);
  append_record (fixture->bytes, PERF_RECORD_LOST, 0, &one_word, 4, 1, 1, 1);
  g_assert_cmpint (decode (fixture), ==, -EBADMSG);
  append_record (fixture->bytes, PERF_RECORD_COMM, 0, "", 0, 1, 1, 1);
  g_assert_cmpint (decode (fixture), ==, -EBADMSG);
  append_record (fixture->bytes, 4711, 0, "", 0, 1, 1, 1); /* of a kernel to come */
  g_assert_cmpint (decode (fixture), ==, -ENOMSG);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/decode/switch", Fixture, NULL, set_up, test_switch, tear_down);
  g_test_add ("/decode/machine", Fixture, NULL, set_up, test_machine, tear_down);
  g_test_add ("/decode/life", Fixture, NULL, set_up, test_life, tear_down);
  g_test_add ("/decode/names", Fixture, NULL, set_up, test_names, tear_down);
  g_test_add ("/decode/nonsense", Fixture, NULL, set_up, test_nonsense, tear_down);

  return g_test_run ();
}
