/* test-memory-kinds.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/memory-kinds.h"
#include "sampler/memory-lines.h"

#include "tree.h"

#include <string.h>

static const char *const words[SKEIN_N_REGION_KINDS] = {
  "code",
  "data",
  "heap",
  "stack",
  "thread-stack",
  "library",
  "file",
  "anonymous",
  "shared",
  "kernel",
};

typedef struct
{
  const char *name;
  const char *program;
  const char *maps;
  const char *kinds;
} Case;

static const Case cases[] = {
  { "nothing", NULL, "", "" },
  { "program", "/bin/x",
    "1000-2000 r--p 0 08:01 7 /bin/x\n"
    "2000-3000 r-xp 1000 08:01 7 /bin/x\n"
    "3000-4000 rw-p 2000 08:01 7 /bin/x\n"
    "4000-9000 rw-p 0 00:00 0\n"
    "a000-b000 rw-p 0 00:00 0 [heap]\n",
    "code code data data heap" },
  { "program-behind-others", "/bin/x",
    "1000-2000 r--p 0 08:01 6 /usr/lib/locale/a\n"
    "2000-3000 r-xp 0 08:01 7 /bin/x\n",
    "file code" },
  { "program-not-known", NULL,
    "1000-2000 rw-s 0 00:01 5 /memfd:a (deleted)\n"
    "2000-3000 r-xp 0 08:01 7 /bin/x\n"
    "3000-4000 r-xp 0 08:01 8 /bin/y\n",
    "shared code library" },
  { "program-elsewhere", "/other/x", "2000-3000 r-xp 0 08:01 7 /bin/x\n", "code" },
  { "library", "/bin/x",
    "1000-2000 r-xp 0 08:01 7 /bin/x\n"
    "2000-3000 r--p 0 08:01 8 /lib/libm.so.6\n"
    "3000-4000 rw-p 0 08:01 8 /lib/libm.so.6\n"
    "4000-5000 rw-p 0 00:00 0\n"
    "5000-6000 r--p 0 08:01 9 /lib/x.somewhat\n"
    "6000-7000 r--p 0 08:01 10 /lib/plugin\n"
    "7000-8000 r-xp 0 08:01 10 /lib/plugin\n"
    "8000-9000 r--p 0 08:01 11 /lib/old-2.36.so (deleted)\n"
    "9000-a000 r--p 0 08:01 12 /some.so.d/words\n",
    "code library library library file library library library file" },
  { "same-number-other-device", "/bin/x",
    "1000-2000 r-xp 0 08:01 7 /bin/x\n"
    "2000-3000 r--p 0 08:02 7 /data\n"
    "3000-4000 r-xp 0 08:01 8 /lib/a\n"
    "4000-5000 r--p 0 08:02 8 /data2\n",
    "code file library file" },
  { "zeroed", "/bin/x",
    "1000-2000 rw-p 0 08:01 7 /bin/x\n"
    "2000-40000000 rw-p 0 00:00 0\n"    /* however large */
    "40000000-40001000 rw-p 0 08:01 8 /lib/a.so\n"
    "40001000-40201000 rw-p 0 00:00 0\n" /* too large to be believed */
    "50000000-50001000 rw-p 0 08:01 8 /lib/a.so\n"
    "50002000-50003000 rw-p 0 00:00 0\n" /* not right behind */
    "60000000-60001000 r--p 0 08:01 8 /lib/a.so\n"
    "60001000-60002000 rw-p 0 00:00 0\n" /* behind what is read only */
    "70000000-70001000 rw-p 0 08:01 8 /lib/a.so\n"
    "70001000-70002000 ---p 0 00:00 0\n"
    "80000000-80001000 rw-p 0 08:01 9 /file\n"
    "80001000-80002000 rw-p 0 00:00 0\n",
    "data data library anonymous library anonymous library anonymous library anonymous file anonymous" },
  { "shared", "/bin/x",
    "0-1000 r-xp 0 08:01 7 /bin/x\n"
    "1000-2000 rw-s 0 00:01 1 /dev/zero (deleted)\n"
    "2000-3000 r--s 0 00:01 2 /memfd:a b (deleted)\n"
    "3000-4000 rw-s 0 00:1b 3 /dev/shm/a\n"
    "4000-5000 rw-s 0 00:01 32769 /SYSV00000000 (deleted)\n"
    "5000-6000 rw-s 0 08:01 9 /file\n"
    "6000-7000 r--s 0 08:01 9 /file\n"
    "7000-8000 rw-p 0 00:01 2 /memfd:a b (deleted)\n"
    "8000-9000 rw-s 0 00:00 0 [anon_shmem:a]\n"
    "9000-a000 rw-p 0 00:05 4 /dev/zero\n",
    "code shared shared shared shared shared file file shared anonymous" },
  { "named", "/bin/x",
    "1000-2000 rw-p 0 00:00 0 [anon:a b]\n"
    "2000-3000 rw-p 0 00:00 0 [stack]\n"
    "3000-4000 r--p 0 00:00 0 [vvar]\n"
    "4000-5000 r--p 0 00:00 0 [vvar_vclock]\n"
    "5000-6000 r-xp 0 00:00 0 [vdso]\n"
    "ffffffffff600000-ffffffffff601000 --xp 0 00:00 0 [vsyscall]\n",
    "anonymous stack kernel kernel kernel kernel" },
};

static void
test_kinds (gconstpointer data)
{
  const Case *c = data;
  Tree tree;
  g_autoptr (GArray) regions = NULL;
  g_autoptr (GString) text = g_string_new ("");

  tree_open (&tree);
  tree_write (&tree, c->maps, "maps");
  g_assert_cmpint (skein_memory_lines_read_maps (tree.fd, &regions), ==, 0);
  skein_memory_kinds_tell ((SkeinRegion *) regions->data, regions->len, c->program);

  for (guint i = 0; i < regions->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", words[g_array_index (regions, SkeinRegion, i).kind]);

  g_assert_cmpstr (text->str, ==, c->kinds);
  tree_close (&tree);
}

/* The kernel may tell a region again that has changed while it wrote: none is told twice. */
static void
test_overlap (void)
{
  Tree tree;
  g_autoptr (GArray) regions = NULL;
  const SkeinRegion *region;

  tree_open (&tree);
  tree_write (&tree,
              "1000-3000 rw-p 0 00:00 0 \n"
              "2000-5000 r--p 7000 08:01 9 /a\n"
              "4000-5000 r--p 9000 08:01 9 /a\n"
              "5000-6000 r--p a000 08:01 9 /a\n",
              "maps");
  g_assert_cmpint (skein_memory_lines_read_maps (tree.fd, &regions), ==, 0);
  g_assert_cmpuint (regions->len, ==, 3);
  region = &g_array_index (regions, SkeinRegion, 1);
  g_assert_cmphex (region->start, ==, 0x3000);
  g_assert_cmphex (region->end, ==, 0x5000);
  g_assert_cmphex (region->offset, ==, 0x8000);
  g_assert_cmphex (region[1].start, ==, 0x5000);
  g_assert_true (region[1].name == region->name);
  tree_close (&tree);
}

static void
test_unreadable (void)
{
  Tree tree;
  GArray *regions = NULL;

  tree_open (&tree);
  g_assert_cmpint (skein_memory_lines_read_maps (tree.fd, &regions), ==, -ESRCH);
  g_assert_cmpint (skein_memory_lines_read_smaps (tree.fd, &regions), ==, -ESRCH);
  tree_write (&tree, "1000-20", "maps");
  tree_write (&tree, "1000-2000 rw-p 0 00:00 0\nRss: 4 kB\nPss: 4", "smaps");
  g_assert_cmpint (skein_memory_lines_read_maps (tree.fd, &regions), ==, -EBADMSG);
  g_assert_cmpint (skein_memory_lines_read_smaps (tree.fd, &regions), ==, -EBADMSG);
  g_assert_null (regions);
  tree_close (&tree);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/memory-kinds/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_kinds);
    }

  g_test_add_func ("/memory-kinds/overlap", test_overlap);
  g_test_add_func ("/memory-kinds/unreadable", test_unreadable);

  return g_test_run ();
}
