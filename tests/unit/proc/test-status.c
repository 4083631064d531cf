/* test-status.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "proc/status.h"

#include "fixture.h"

#include <string.h>
#include <unistd.h>

#define VITAL "Name:\tbash\n" AFTER_NAME
#define AFTER_NAME "Uid:\t1\t2\t3\t4\nGid:\t5\t6\t7\t8\nThreads:\t9\n" SWITCHES
#define SWITCHES "voluntary_ctxt_switches:\t10\nnonvoluntary_ctxt_switches:\t11\n"

typedef struct
{
  const char *name;
  const char *text;
  const char *comm; /* NULL: not to be understood */
} Case;

static const Case cases[] = {
  { "empty", "", NULL },
  { "nonsense", "no such thing\n", NULL },
  { "no-name", AFTER_NAME, NULL },
  { "no-uid", "Name:\tbash\nGid:\t5\t6\t7\t8\nThreads:\t9\n" SWITCHES, NULL },
  { "no-switches", "Name:\tbash\nUid:\t1\t2\nGid:\t5\t6\nThreads:\t9\n", NULL },
  { "one-uid", "Name:\tbash\nUid:\t1\nGid:\t5\t6\t7\t8\nThreads:\t9\n" SWITCHES, NULL },
  { "word-for-number", "Name:\tbash\nUid:\t1\t2\nGid:\t5\t6\nThreads:\tmany\n" SWITCHES, NULL },
  { "word-for-memory", VITAL "VmRSS:\tmuch\n", NULL },
  { "word-for-cores", VITAL "Cpus_allowed_list:\tall\n", NULL },
  { "duplicate", VITAL "Threads:\t9\n", NULL },
  { "duplicate-memory", VITAL "VmRSS:\t1 kB\nVmRSS:\t1 kB\n", NULL },
  { "good", VITAL, "bash" },
  { "good-no-newline", AFTER_NAME "Name:\tbash", "bash" },
  { "good-more-lines", "\n:\nnoise\nNew:\tthing\n" VITAL "VmNew:\tx\nThread:\tx\nThreadss:\tx\n", "bash" },
  { "name-empty", "Name:\t\n" AFTER_NAME, "" },
  { "name-blanks", "Name:\t\ttwo  words \n" AFTER_NAME, "\ttwo  words " },
  { "name-colon", "Name:\tUid:\t0\n" AFTER_NAME, "Uid:\t0" },
  { "name-newline", "Name:\tone\\ntwo\n" AFTER_NAME, "one\ntwo" },
  { "name-backslash", "Name:\tback\\\\nslash\\\\\n" AFTER_NAME, "back\\nslash\\" },
  { "name-backslash-last", "Name:\tback\\\n" AFTER_NAME, "back\\" },
  { "name-long", "Name:\taaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg\n" AFTER_NAME,
    "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggg" },
};

static void
test_parse (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *exact = dup_exactly (c->text, strlen (c->text));
  SkeinStatus status = { .name = "untouched" };
  int result = skein_status_parse (exact, strlen (c->text), &status);

  g_assert_cmpint (result, ==, c->comm != NULL ? 0 : -EBADMSG);
  g_assert_cmpstr (status.name, ==, c->comm != NULL ? c->comm : "untouched");

  if (result != 0)
    return;

  g_assert_cmpuint (status.uid, ==, 1);
  g_assert_cmpuint (status.euid, ==, 2);
  g_assert_cmpuint (status.gid, ==, 5);
  g_assert_cmpuint (status.egid, ==, 6);
  g_assert_cmpuint (status.n_threads, ==, 9);
  g_assert_cmpuint (status.n_voluntary, ==, 10);
  g_assert_cmpuint (status.n_involuntary, ==, 11);
  g_assert_cmpuint (skein_cpulist_count (&status.cpus_allowed), ==, 0);
  g_assert_false (status.has_memory);
}

static void
test_memory (void)
{
  const char *text = VITAL "VmPeak:\t1 kB\nVmSize:\t       2 kB\nVmHWM:\t3 kB\nVmRSS:\t4 kB\nRssAnon:\t5 kB\n"
                           "RssFile:\t6 kB\nRssShmem:\t7 kB\nVmSwap:\t8 kB\n";
  SkeinStatus status;

  g_assert_cmpint (skein_status_parse (text, strlen (text), &status), ==, 0);
  g_assert_true (status.has_memory);
  g_assert_cmpuint (status.vm_peak_kib, ==, 1);
  g_assert_cmpuint (status.vm_size_kib, ==, 2);
  g_assert_cmpuint (status.vm_hwm_kib, ==, 3);
  g_assert_cmpuint (status.vm_rss_kib, ==, 4);
  g_assert_cmpuint (status.rss_anon_kib, ==, 5);
  g_assert_cmpuint (status.rss_file_kib, ==, 6);
  g_assert_cmpuint (status.rss_shmem_kib, ==, 7);
  g_assert_cmpuint (status.vm_swap_kib, ==, 8);
}

typedef struct
{
  const char *name; /* of the test */
  const char *fixture;
  const char *path;
  const char *comm;
  bool        has_memory;
  const char *cores;
} Captured;

static const Captured captured[] = {
  { "closing", "names", "42/status", "a) R 1 (b", true, "0-1" },
  { "spaces", "names", "43/status", "two  words ", true, "0-1" },
  { "newline", "names", "44/status", "one\ntwo", true, "0-1" },
  { "not-utf8", "names", "45/status", "\xff\xfe caf\xe9 \x80", true, "0-1" },
  { "backslash", "names", "46/status", "back\\nslash\\", true, "0-1" },
  { "lines", "names", "47/status", "\nprio : 7\n", true, "0-1" },
  { "no-name", "names", "48/status", "", true, "0-1" },
  { "escapes", "names", "50/status", "esc\x1b[31m\t\x07", true, "0-1" },
  { "one-core", "policies", "61/status", "nice", true, "1" },
  { "zombie", "zombie", "59/status", "ended", false, "0-1" },
  { "kernel-thread", "kernel-threads", "18/status", "migration/0", false, "0" },
  { "long-worker", "kernel-threads", "33/status",
    "kworker/u1024:17+a_queue_of_a_driver_with_a_very_long_name_here", false, "0-1" },
};

static void
test_captured (gconstpointer data)
{
  const Captured *c = data;
  skein_autofd int fd = open_fixture (c->fixture);
  g_autofree char *cores = NULL;
  SkeinStatus status;

  g_assert_cmpint (skein_status_read_at (fd, c->path, &status), ==, 0);
  g_assert_cmpstr (status.name, ==, c->comm);
  g_assert_cmpint (status.has_memory, ==, c->has_memory);
  g_assert_cmpuint (status.uid, ==, 0);
  g_assert_cmpuint (status.n_threads, ==, 1);
  g_assert_cmpint (status.vm_rss_kib > 0, ==, c->has_memory);
  cores = skein_cpulist_dup_text (&status.cpus_allowed);
  g_assert_cmpstr (cores, ==, c->cores);
}

static void
test_gone (void)
{
  skein_autofd int fd = open_fixture ("vanished");
  SkeinStatus status = { .n_threads = 7 };

  g_assert_cmpint (skein_status_read_at (fd, "70/status", &status), ==, -ESRCH);
  g_assert_cmpuint (status.n_threads, ==, 7);
}

static void
test_self (void)
{
  skein_autofd int fd = open_proc ();
  SkeinStatus status;

  g_assert_cmpint (skein_status_read_at (fd, "self/status", &status), ==, 0);
  g_assert_cmpuint (status.uid, ==, getuid ());
  g_assert_cmpuint (status.euid, ==, geteuid ());
  g_assert_cmpuint (status.gid, ==, getgid ());
  g_assert_cmpuint (status.egid, ==, getegid ());
  g_assert_cmpuint (status.n_threads, >=, 1);
  g_assert_true (status.has_memory);
  g_assert_cmpuint (skein_cpulist_count (&status.cpus_allowed), >=, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_cases ("/status/parse", cases, test_parse);
  g_test_add_func ("/status/memory", test_memory);
  add_cases ("/status/captured", captured, test_captured);
  g_test_add_func ("/status/gone", test_gone);
  g_test_add_func ("/status/self", test_self);

  return g_test_run ();
}
