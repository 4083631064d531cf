/* memory-tree.h - the memory of a small /proc of one's own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tree.h"

#include "proc/pagemap.h"

/* A process, with its maps, or none. */
static inline void
tree_set_process (Tree       *tree,
                  pid_t       pid,
                  char        letter,
                  uint64_t    start_ticks,
                  const char *maps)
{
  Task task = { .pid = pid, .tid = pid, .ppid = 1, .name = "x", .letter = letter, .start_ticks = start_ticks };

  tree_set (tree, &task);

  if (maps != NULL)
    tree_write (tree, maps, "%d/maps", (int) pid);
}

static inline void
tree_set_rollup (Tree  *tree,
                 pid_t  pid,
                 int    pss_kib)
{
  g_autofree char *text = g_strdup_printf ("1000-2000 ---p 00000000 00:00 0  [rollup]\n"
                                           "Rss: %d kB\nPss: %d kB\nPrivate_Dirty: 1 kB\nPrivate_Clean: 2 kB\n"
                                           "Swap: 9 kB\nSwapPss: 3 kB\n", 2 * pss_kib, pss_kib);

  tree_write (tree, text, "%d/smaps_rollup", (int) pid);
}

/* From page 1 on, a letter each: own, shared, File of its own, file, swapped, or anything else for nothing. */
static inline void
tree_set_pages (Tree       *tree,
                pid_t       pid,
                const char *pages)
{
  g_autofree char *path = g_strdup_printf ("%s/%d/pagemap", tree->path, (int) pid);
  size_t n = strlen (pages) + 1;
  g_autofree uint64_t *entries = g_new0 (uint64_t, n);

  for (size_t i = 1; i < n; i++)
    {
      char letter = pages[i - 1];

      if (letter == 'o' || letter == 'F')
        entries[i] |= SKEIN_PAGEMAP_EXCLUSIVE;
      if (letter == 'f' || letter == 'F')
        entries[i] |= SKEIN_PAGEMAP_FILE;
      if (strchr ("osfF", letter) != NULL)
        entries[i] |= SKEIN_PAGEMAP_PRESENT;
      if (letter == 'w')
        entries[i] |= SKEIN_PAGEMAP_SWAPPED;
    }

  g_assert_true (g_file_set_contents (path, (const char *) entries, (gssize) (n * sizeof *entries), NULL));
}
