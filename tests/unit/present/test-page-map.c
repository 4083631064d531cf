/* test-page-map.c - pages as cells, and their past
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "present/page-map.h"

#include <string.h>

static SkeinPages *
pages_new (const char *told)
{
  SkeinPages *pages = g_new0 (SkeinPages, 1);

  pages->process = (SkeinTaskKey) { 10, 10, 1 };
  pages->start = 0x10000;
  pages->page_size = 4096;
  pages->n_pages = strlen (told);
  pages->n_region = pages->n_pages;
  pages->n_seen = pages->n_pages;
  pages->pages = g_malloc0 (pages->n_pages);

  for (uint64_t i = 0; i < pages->n_pages; i++)
    {
      switch (told[i])
        {
        case 'o':
          pages->pages[i] = SKEIN_PAGE_OWN;
          break;
        case 's':
          pages->pages[i] = SKEIN_PAGE_SHARED;
          break;
        case 'S':
          pages->pages[i] = SKEIN_PAGE_SHARED | SKEIN_PAGE_FILE;
          break;
        case 'w':
          pages->pages[i] = SKEIN_PAGE_SWAPPED;
          break;
        default:
          break;
        }
    }

  return pages;
}

static void
pages_free (SkeinPages *pages)
{
  g_free (pages->pages);
  g_free (pages);
}

/* Returns: whether it became another part's */
static bool
update (SkeinPageMap *map,
        const char   *told,
        uint64_t      n_seen,
        uint64_t      start)
{
  SkeinPages *pages = pages_new (told);
  bool is_other;

  pages->n_seen = n_seen;
  pages->start = start;
  is_other = skein_page_map_update (map, pages);
  pages_free (pages);

  return is_other;
}

/* "o3s1 …": what each cell has. */
static void
assert_cells (const SkeinPageMap *map,
              const char         *wanted)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (uint32_t i = 0; i < map->n_cells; i++)
    {
      const SkeinPageCell *cell = &map->cells[i];
      const struct
      {
        char     letter;
        uint32_t n;
      } parts[] = {
        { 'o', cell->own }, { 's', cell->shared }, { 'w', cell->swapped }, { '.', cell->untouched },
        { '?', cell->unseen }, { 'f', cell->file },
      };

      if (i > 0)
        g_string_append_c (text, ' ');
      for (size_t k = 0; k < G_N_ELEMENTS (parts); k++)
        {
          if (parts[k].n > 0)
            g_string_append_printf (text, "%c%u", parts[k].letter, parts[k].n);
        }
    }

  g_assert_cmpstr (text->str, ==, wanted);
}

static void
test_cells (void)
{
  g_autoptr (SkeinPageMap) map = skein_page_map_new ();
  g_autofree char *summary = NULL;

  update (map, "osSw.oo", 7, 0x10000);
  assert_cells (map, "o1 s1 s1f1 w1 .1 o1 o1");
  g_assert_cmpuint (map->pages_per_cell, ==, 1);

  skein_page_map_arrange (map, 3);
  g_assert_cmpuint (map->pages_per_cell, ==, 4);
  assert_cells (map, "o1s2w1f1 o2.1");

  g_assert_cmpuint (map->total.own, ==, 3);
  g_assert_cmpuint (map->total.own + map->total.shared + map->total.swapped + map->total.untouched, ==, 7);
  summary = skein_page_map_dup_summary (map);
  g_assert_cmpstr (summary, ==, "3 its own, 2 shared, 1 swapped, 1 never touched");

  skein_page_map_arrange (map, 7);
  g_assert_cmpuint (map->pages_per_cell, ==, 1);
}

/* What was not read is not told to be untouched; what was read once is known. */
static void
test_unseen (void)
{
  g_autoptr (SkeinPageMap) map = skein_page_map_new ();

  g_assert_true (update (map, "oo......", 2, 0x10000));
  skein_page_map_arrange (map, 2);
  assert_cells (map, "o2?2 ?4");

  g_assert_false (update (map, "ooss..ss", 8, 0x10000));
  assert_cells (map, "o2s2 s2.2");

  /* The next reading begins anew: what it did not come to is of the one before. */
  g_assert_false (update (map, "osss..ss", 1, 0x10000));
  assert_cells (map, "o1s3 s2.2");

  g_assert_true (update (map, "o.......", 1, 0x20000));
  assert_cells (map, "o1?3 ?4");
}

static void
test_none (void)
{
  g_autoptr (SkeinPageMap) map = skein_page_map_new ();
  g_autofree char *scale = NULL;

  update (map, "oo", 2, 0x10000);
  g_assert_true (skein_page_map_update (map, NULL));
  g_assert_cmpuint (map->n_cells, ==, 0);
  g_assert_cmpuint (map->total.own, ==, 0);
  scale = skein_page_map_dup_scale (map);
  g_assert_cmpstr (scale, ==, "no pages");
}

static void
test_texts (void)
{
  g_autoptr (SkeinPageMap) map = skein_page_map_new ();
  g_autofree char *scale = NULL;
  g_autofree char *last = NULL;

  update (map, "ooSSs", 5, 0x10000);
  skein_page_map_arrange (map, 2);
  scale = skein_page_map_dup_scale (map);
  g_assert_true (g_str_has_prefix (scale, "1 cell = 4 pages, 16.4"));

  last = skein_page_map_dup_cell_text (map, 0);
  g_assert_cmpstr (last, ==, "10000 – 14000\n2 its own, 2 shared\n2 of a file or of shared memory");
  g_free (last);
  last = skein_page_map_dup_cell_text (map, 1);
  g_assert_cmpstr (last, ==, "14000 – 15000\n1 shared");
}

/* Of a region that is too large only the first pages are read: that is said. */
static void
test_part (void)
{
  g_autoptr (SkeinPageMap) map = skein_page_map_new ();
  SkeinPages *pages = pages_new ("ooss");
  g_autofree char *scale = NULL;
  g_autofree char *summary = NULL;

  pages->n_region = 1000;
  skein_page_map_update (map, pages);
  skein_page_map_arrange (map, 4);
  scale = skein_page_map_dup_scale (map);
  g_assert_cmpstr (scale, ==, "the first 16.4\302\240kB of 4.1\302\240MB\n1 cell = 1 page of 4.1\302\240kB");
  summary = skein_page_map_dup_summary (map);
  g_assert_cmpstr (summary, ==, "the first 16.4\302\240kB of 4.1\302\240MB: 2 its own, 2 shared");
  pages_free (pages);
}

static void
test_past (void)
{
  g_autofree SkeinPagePast *past = g_new0 (SkeinPagePast, 1);

  for (uint32_t i = 1; i <= SKEIN_PAGE_PAST_LENGTH + 5; i++)
    skein_page_past_add (past, i * 100, i, 0);

  g_assert_cmpuint (past->n, ==, SKEIN_PAGE_PAST_LENGTH);
  g_assert_cmpuint (skein_page_past_get (past, 0)->own, ==, 6);
  g_assert_cmpuint (skein_page_past_get (past, past->n - 1)->own, ==, SKEIN_PAGE_PAST_LENGTH + 5);

  /* Time does not run backwards. */
  skein_page_past_add (past, 100, 1, 0);
  g_assert_cmpuint (skein_page_past_get (past, past->n - 1)->own, ==, SKEIN_PAGE_PAST_LENGTH + 5);

  skein_page_past_clear (past);
  skein_page_past_add (past, 100, 1, 2);
  g_assert_cmpuint (past->n, ==, 1);
  g_assert_cmpuint (skein_page_past_get (past, 0)->shared, ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/present/page-map/cells", test_cells);
  g_test_add_func ("/present/page-map/unseen", test_unseen);
  g_test_add_func ("/present/page-map/none", test_none);
  g_test_add_func ("/present/page-map/texts", test_texts);
  g_test_add_func ("/present/page-map/part", test_part);
  g_test_add_func ("/present/page-map/past", test_past);

  return g_test_run ();
}
