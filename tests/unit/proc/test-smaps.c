/* test-smaps.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "proc/smaps.h"

#include "base/readat.h"

#include "fixture.h"

#include <string.h>

#define LINE "1000-5000 rw-p 00000000 00:00 0 \n"
#define NEXT "5000-6000 r--p 00000000 00:01 7      /a b\n"

typedef struct
{
  const char *name;
  const char *text;
  int         result;
  const char *regions; /* as describe() tells them */
} Case;

static const Case cases[] = {
  { "empty", "", 0, "" },
  { "newline", "\n", -EBADMSG, "" },
  { "nonsense", "no such thing\n", -EBADMSG, "" },
  { "no-region", "Rss: 4 kB\nPss: 4 kB\n", -EBADMSG, "" },
  { "no-figures", LINE, -EBADMSG, "" },
  { "no-pss", LINE "Rss: 4 kB\n", -EBADMSG, "" },
  { "no-figures-of-first", LINE NEXT "Rss: 4 kB\nPss: 4 kB\n", -EBADMSG, "" },
  { "bad-line", "1000-5000 rw\nRss: 4 kB\nPss: 4 kB\n", -EBADMSG, "" },
  { "no-number", LINE "Rss: kB\nPss: 4 kB\n", -EBADMSG, "" },
  { "too-large", LINE "Rss: 18446744073709551615 kB\nPss: 4 kB\n", -EBADMSG, "" },
  { "twice", LINE "Rss: 4 kB\nPss: 4 kB\nRss: 8 kB\n", -EBADMSG, "" },
  { "cut-in-figure", LINE "Rss: 4 kB\nPss: 4 kB\nSwap:    12", -EBADMSG, "" },
  { "cut-in-line", LINE "Rss: 4 kB\nPss: 4 kB\n5000-6000 r--p 0 00:01 7 /ha", -EBADMSG, "" },
  { "little", LINE "Rss: 4 kB\nPss: 2 kB\n", 0, "1000: 4 2 0+0 0+0 0 0/0" },
  { "all", LINE "Size: 16 kB\nRss: 16 kB\nPss: 9 kB\nShared_Clean: 1 kB\nShared_Dirty: 2 kB\nPrivate_Clean: 3 kB\n"
                "Private_Dirty: 4 kB\nReferenced: 90 kB\nAnonymous: 5 kB\nSwap: 6 kB\nSwapPss: 7 kB\n"
                "VmFlags: rd wr mr mw me ac\n",
    0, "1000: 16 9 1+2 3+4 5 6/7" },
  { "two", LINE "Rss: 4 kB\nPss: 2 kB\nSwap: 1 kB\n" NEXT "Rss: 8 kB\nPss: 3 kB\n", 0,
    "1000: 4 2 0+0 0+0 0 1/0;5000: 8 3 0+0 0+0 0 0/0" },
  { "bad-second", LINE "Rss: 4 kB\nPss: 2 kB\nextra\n", -EBADMSG, "" },
  { "extras", LINE "Newest: 99 kB\nRss: 4 kB\nRssOfSomething: 7 kB\nPss: 2 kB\nPss_Dirty: 1 kB\nNo number\n\n", 0,
    "1000: 4 2 0+0 0+0 0 0/0" },
};

static void
describe (const SkeinSmapsFigures *figures,
          GString                 *text)
{
  g_string_append_printf (text, "%d %d %d+%d %d+%d %d %d/%d", (int) figures->rss_kib, (int) figures->pss_kib,
                          (int) figures->shared_clean_kib, (int) figures->shared_dirty_kib,
                          (int) figures->private_clean_kib, (int) figures->private_dirty_kib,
                          (int) figures->anonymous_kib, (int) figures->swap_kib, (int) figures->swap_pss_kib);
}

static void
test_parse (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *exact = dup_exactly (c->text, strlen (c->text));
  g_autoptr (GArray) regions = g_array_new (FALSE, FALSE, sizeof (SkeinSmapsRegion));
  g_autoptr (GString) text = g_string_new ("");

  g_array_set_size (regions, 3);
  g_assert_cmpint (skein_smaps_parse (exact, strlen (c->text), regions), ==, c->result);

  for (guint i = 0; i < regions->len; i++)
    {
      const SkeinSmapsRegion *region = &g_array_index (regions, SkeinSmapsRegion, i);

      g_string_append_printf (text, "%s%x: ", i > 0 ? ";" : "", (unsigned) region->line.start);
      describe (&region->figures, text);
    }

  g_assert_cmpstr (text->str, ==, c->regions);
}

static const Case rollups[] = {
  { "empty", "", -EBADMSG, NULL },
  { "newline", "\n", -EBADMSG, NULL },
  { "nonsense", "no such thing\n", -EBADMSG, NULL },
  { "no-line", "Rss: 4 kB\nPss: 4 kB\n", -EBADMSG, NULL },
  { "no-pss", LINE "Rss: 4 kB\n", -EBADMSG, NULL },
  { "two-regions", LINE "Rss: 4 kB\nPss: 4 kB\n" NEXT, -EBADMSG, NULL },
  { "cut", LINE "Rss: 4 kB\nPss: 4", -EBADMSG, NULL },
  { "good", LINE "Rss: 4 kB\nPss: 2 kB\nPss_Anon: 9 kB\nShared_Dirty: 3 kB\n", 0, "4 2 0+3 0+0 0 0/0" },
};

static void
test_rollup (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *exact = dup_exactly (c->text, strlen (c->text));
  g_autoptr (GString) text = g_string_new ("");
  SkeinSmapsFigures figures = { .rss_kib = 99 };

  g_assert_cmpint (skein_smaps_rollup_parse (exact, strlen (c->text), &figures), ==, c->result);

  if (c->result != 0)
    {
      g_assert_cmpuint (figures.rss_kib, ==, 99); /* left alone */
      return;
    }

  describe (&figures, text);
  g_assert_cmpstr (text->str, ==, c->regions);
}

/* What was captured while nothing ran adds up. */
static void
test_captured (void)
{
  skein_autofd int fd = open_fixture ("memory");
  g_autoptr (GByteArray) text = g_byte_array_new ();
  g_autoptr (GArray) regions = g_array_new (FALSE, FALSE, sizeof (SkeinSmapsRegion));
  SkeinSmapsFigures all, sum = { 0 };

  g_assert_cmpint (skein_read_whole_at (fd, "80/smaps", SKEIN_SMAPS_LIMIT, text), ==, 0);
  g_assert_cmpint (skein_smaps_parse ((const char *) text->data, text->len, regions), ==, 0);
  g_assert_cmpint (skein_smaps_rollup_read_at (fd, "80/smaps_rollup", &all), ==, 0);
  g_assert_cmpint (skein_smaps_rollup_read_at (fd, "82/smaps_rollup", &all), ==, -ESRCH);
  g_assert_cmpuint (regions->len, ==, 40);

  for (guint i = 0; i < regions->len; i++)
    {
      const SkeinSmapsFigures *figures = &g_array_index (regions, SkeinSmapsRegion, i).figures;

      sum.rss_kib += figures->rss_kib;
      sum.pss_kib += figures->pss_kib;
      sum.shared_clean_kib += figures->shared_clean_kib;
      sum.shared_dirty_kib += figures->shared_dirty_kib;
      sum.private_dirty_kib += figures->private_dirty_kib;
      sum.anonymous_kib += figures->anonymous_kib;
    }

  g_assert_cmpuint (sum.rss_kib, ==, 4876);
  g_assert_cmpuint (all.rss_kib, ==, 4876);
  g_assert_cmpuint (sum.shared_clean_kib, ==, all.shared_clean_kib);
  g_assert_cmpuint (sum.shared_dirty_kib, ==, all.shared_dirty_kib);
  g_assert_cmpuint (sum.private_dirty_kib, ==, all.private_dirty_kib);
  g_assert_cmpuint (sum.anonymous_kib, ==, all.anonymous_kib);

  /* Each is rounded down, and their sum is once. */
  g_assert_cmpuint (sum.pss_kib, <=, all.pss_kib);
  g_assert_cmpuint (sum.pss_kib + regions->len, >, all.pss_kib);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_cases ("/smaps/parse", cases, test_parse);
  add_cases ("/smaps/rollup", rollups, test_rollup);
  g_test_add_func ("/smaps/captured", test_captured);

  return g_test_run ();
}
