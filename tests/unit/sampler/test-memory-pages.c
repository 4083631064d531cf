/* test-memory-pages.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/memory-pages.h"
#include "sampler/memory-reader.h"

#include "memory-tree.h"

static const SkeinTaskKey process = { 10, 10, 7 };

static void
set_up (Tree          *tree,
        gconstpointer  data)
{
  tree_open (tree);
  tree_set_process (tree, 10, 'S', 7, "");
}

static void
tear_down (Tree          *tree,
           gconstpointer  data)
{
  tree_close (tree);
}

static uint64_t
get_page_size (void)
{
  return (uint64_t) sysconf (_SC_PAGESIZE);
}

/* Letters as of tree_set_pages(); what was not seen yet is not told. */
static void
assert_pages (SkeinMemoryPages *pages,
              const char       *expected)
{
  SkeinPages *found = skein_memory_pages_dup (pages);
  g_autoptr (GString) text = g_string_new ("");

  g_assert_nonnull (found);

  for (uint64_t i = 0; i < found->n_seen; i++)
    {
      bool is_file = (found->pages[i] & SKEIN_PAGE_FILE) != 0;
      const char *letters = is_file ? "-Ff-" : ".osw";

      g_string_append_c (text, letters[SKEIN_PAGE_STATE (found->pages[i])]);
    }

  g_assert_cmpstr (text->str, ==, expected);
  g_free (found->pages);
  g_free (found);
}

static void
test_states (Tree          *tree,
             gconstpointer  data)
{
  uint64_t size = get_page_size ();
  g_autoptr (SkeinMemoryPages) pages = skein_memory_pages_new (tree->fd, &process, size, 8 * size);

  tree_set_pages (tree, 10, "osfFw..o");
  assert_pages (pages, "");
  g_assert_true (skein_memory_pages_step (pages, INT64_MAX));
  assert_pages (pages, "osfFw..");
  g_assert_false (skein_memory_pages_step (pages, INT64_MAX));

  tree_set_pages (tree, 10, "oofFw..o");
  g_assert_true (skein_memory_pages_step (pages, INT64_MAX));
  assert_pages (pages, "oofFw..");
}

static void
test_bounds (Tree          *tree,
             gconstpointer  data)
{
  uint64_t size = get_page_size ();
  SkeinMemoryPages *pages = skein_memory_pages_new (tree->fd, &process, size + 1, 3 * size + 1);
  SkeinPages *found = skein_memory_pages_dup (pages);

  g_assert_cmpuint (found->start, ==, size);
  g_assert_cmpuint (found->n_pages, ==, 3);
  g_free (found->pages);
  g_free (found);
  g_assert_true (skein_memory_pages_is_of (pages, &process, size + 1, 3 * size + 1));
  g_assert_false (skein_memory_pages_is_of (pages, &process, size, 3 * size + 1));
  skein_memory_pages_free (pages);

  /* Whoever asks for all that there could be gets what can be had. */
  pages = skein_memory_pages_new (tree->fd, &process, 0, UINT64_MAX);
  found = skein_memory_pages_dup (pages);
  g_assert_cmpuint (found->n_pages, ==, SKEIN_PAGES_MOST);
  g_assert_cmpuint (found->n_region, >, SKEIN_PAGES_MOST);
  g_free (found->pages);
  g_free (found);
  skein_memory_pages_free (pages);

  pages = skein_memory_pages_new (tree->fd, &process, 5 * size, 2 * size);
  found = skein_memory_pages_dup (pages);
  g_assert_cmpuint (found->n_pages, ==, 0);
  g_free (found->pages);
  g_free (found);
  skein_memory_pages_free (pages);
}

/* With no time at all each step reads a piece, and the last goes round no further than once. */
static void
test_pieces (Tree          *tree,
             gconstpointer  data)
{
  uint64_t size = get_page_size ();
  g_autofree char *letters = g_strnfill (1200, 'o');
  g_autoptr (SkeinMemoryPages) pages = skein_memory_pages_new (tree->fd, &process, size, 1201 * size);
  uint64_t seen[] = { 512, 1024, 1200, 1200 };

  tree_set_pages (tree, 10, letters);

  for (unsigned i = 0; i < G_N_ELEMENTS (seen); i++)
    {
      g_autofree char *expected = g_strndup (letters, seen[i]);

      g_assert_cmpint (skein_memory_pages_step (pages, 0), ==, i < 3);
      assert_pages (pages, expected);
    }
}

static void
test_ended (Tree          *tree,
            gconstpointer  data)
{
  uint64_t size = get_page_size ();
  g_autoptr (SkeinMemoryPages) pages = skein_memory_pages_new (tree->fd, &process, size, 8 * size);

  tree_set_pages (tree, 10, "osfFw..o");
  g_assert_true (skein_memory_pages_step (pages, INT64_MAX));
  tree_set_process (tree, 10, 'S', 8, "");
  g_assert_true (skein_memory_pages_step (pages, INT64_MAX));
  g_assert_null (skein_memory_pages_dup (pages));
  tree_end_process (tree, 10);
  g_assert_false (skein_memory_pages_step (pages, INT64_MAX));
  g_assert_null (skein_memory_pages_dup (pages));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/memory-pages/states", Tree, NULL, set_up, test_states, tear_down);
  g_test_add ("/memory-pages/bounds", Tree, NULL, set_up, test_bounds, tear_down);
  g_test_add ("/memory-pages/pieces", Tree, NULL, set_up, test_pieces, tear_down);
  g_test_add ("/memory-pages/ended", Tree, NULL, set_up, test_ended, tear_down);

  return g_test_run ();
}
