/* test-cpulist.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "proc/cpulist.h"

#include "fixture.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *text;
  const char *same; /* the list as the kernel would write it; NULL: not to be understood */
  unsigned    count;
} Case;

static const Case cases[] = {
  { "empty", "", NULL, 0 },
  { "nonsense", "no such thing\n", NULL, 0 },
  { "cut-in-range", "0-", NULL, 0 },
  { "cut-after-comma", "0,", NULL, 0 },
  { "comma-first", ",0", NULL, 0 },
  { "backwards", "3-1\n", NULL, 0 },
  { "duplicate", "1,1\n", NULL, 0 },
  { "overlapping", "0-3,2-5\n", NULL, 0 },
  { "unsorted", "5,0-3\n", NULL, 0 },
  { "negative", "-1\n", NULL, 0 },
  { "too-large", "8192\n", NULL, 0 },
  { "range-too-large", "0-4294967295\n", NULL, 0 },
  { "stride", "0-10:2/4\n", NULL, 0 },
  { "none", "\n", "", 0 },
  { "one", "0\n", "0", 1 },
  { "no-newline", "0-1", "0-1", 2 },
  { "mixed", "0-3,5,7-9\n", "0-3,5,7-9", 8 },
  { "words-edge", "63-64,127-128\n", "63-64,127-128", 4 },
  { "all", "0-8191\n", "0-8191", 8192 },
  { "last", "8191\n", "8191", 1 },
  { "more-lines", "0-1\n0-1\n", "0-1", 2 },
};

static void
test_parse (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *exact = dup_exactly (c->text, strlen (c->text));
  g_autofree char *same = NULL;
  SkeinCpulist list = { { 7 } };

  g_assert_cmpint (skein_cpulist_parse (exact, strlen (c->text), &list), ==, c->same != NULL ? 0 : -EBADMSG);

  if (c->same == NULL)
    {
      g_assert_cmpuint (list.words[0], ==, 7); /* left alone */
      return;
    }

  same = skein_cpulist_dup_text (&list);
  g_assert_cmpstr (same, ==, c->same);
  g_assert_cmpuint (skein_cpulist_count (&list), ==, c->count);
}

static void
test_contains (void)
{
  const char *text = "0,2-3,64";
  SkeinCpulist list;

  g_assert_cmpint (skein_cpulist_parse (text, strlen (text), &list), ==, 0);
  g_assert_true (skein_cpulist_contains (&list, 0));
  g_assert_false (skein_cpulist_contains (&list, 1));
  g_assert_true (skein_cpulist_contains (&list, 2));
  g_assert_true (skein_cpulist_contains (&list, 3));
  g_assert_false (skein_cpulist_contains (&list, 63));
  g_assert_true (skein_cpulist_contains (&list, 64));
  g_assert_false (skein_cpulist_contains (&list, SKEIN_CPULIST_MAX));
  g_assert_false (skein_cpulist_contains (&list, UINT_MAX));
}

static void
test_fixtures (void)
{
  skein_autofd int many_fd = open_fixture ("cores-512");
  skein_autofd int few_fd = open_fixture ("cores-offline");
  SkeinCpulist list;

  g_assert_cmpint (skein_cpulist_read_at (many_fd, "cpu/online", &list), ==, 0);
  g_assert_cmpuint (skein_cpulist_count (&list), ==, 512);
  g_assert_cmpint (skein_cpulist_read_at (many_fd, "cpu/offline", &list), ==, 0);
  g_assert_cmpuint (skein_cpulist_count (&list), ==, 0);
  g_assert_cmpint (skein_cpulist_read_at (few_fd, "cpu/online", &list), ==, 0);
  g_assert_cmpuint (skein_cpulist_count (&list), ==, 4);
  g_assert_false (skein_cpulist_contains (&list, 1));
  g_assert_true (skein_cpulist_contains (&list, 7));
  g_assert_cmpint (skein_cpulist_read_at (few_fd, "cpu/no-such-file", &list), ==, -ESRCH);
}

/* Every other core of the largest machine: the longest list there is. What does
 * not fit must not be taken for a shorter one. */
static void
test_longest (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *path = NULL;
  g_autofree char *same = NULL;
  SkeinCpulist list;
  int fd;

  for (unsigned core = 0; core < SKEIN_CPULIST_MAX; core += 2)
    g_string_append_printf (text, core == 0 ? "%u" : ",%u", core);

  g_assert_cmpint (skein_cpulist_parse (text->str, text->len, &list), ==, 0);
  same = skein_cpulist_dup_text (&list);
  g_assert_cmpstr (same, ==, text->str);

  fd = g_file_open_tmp ("cpulist-XXXXXX", &path, NULL);
  g_assert_cmpint (write (fd, text->str, text->len), ==, (int) text->len);
  g_assert_cmpint (skein_cpulist_read_at (AT_FDCWD, path, &list), ==, -EBADMSG);
  close (fd);
  unlink (path);
}

static void
test_real (void)
{
  SkeinCpulist list;

  g_assert_cmpint (skein_cpulist_read_at (AT_FDCWD, "/sys/devices/system/cpu/online", &list), ==, 0);
  g_assert_cmpuint (skein_cpulist_count (&list), ==, (unsigned) sysconf (_SC_NPROCESSORS_ONLN));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_cases ("/cpulist/parse", cases, test_parse);
  g_test_add_func ("/cpulist/contains", test_contains);
  g_test_add_func ("/cpulist/fixtures", test_fixtures);
  g_test_add_func ("/cpulist/longest", test_longest);
  g_test_add_func ("/cpulist/real", test_real);

  return g_test_run ();
}
