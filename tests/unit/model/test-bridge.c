/* test-bridge.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "model/bridge.h"

#include <stdio.h>
#include <string.h>

#define MOST_SPACES 4

/* A region a line: addresses, access, offset, inode, KiB that are shared, name; "-": none. The pid of
 * the first space is 10, of the next 11. */
typedef struct
{
  const char *name;
  const char *spaces[MOST_SPACES];
  pid_t       parents[MOST_SPACES];
  const char *bridges;
} Case;

static const Case cases[] = {
  { "none", { "" }, { 1 }, "" },
  { "alone", { "1000-3000 rw-s 0 7 0 /memfd:a\n5000-7000 rw-s 0 7 0 /memfd:a\n" }, { 1 }, "" },
  { "nothing-in-common",
    { "1000-3000 rw-s 0 7 0 /memfd:a\n", "1000-3000 rw-s 0 8 0 /memfd:a\n", "1000-3000 rw-p 0 0 8 -\n" },
    { 1, 2, 3 },
    "" },
  { "both-write",
    { "1000-3000 rw-s 0 7 0 /memfd:a\n", "5000-7000 rw-s 0 7 0 /memfd:a\n" },
    { 1, 2 },
    "shared 7+0 8 writable 10/0 11/0 /memfd:a\n" },
  { "one-writes",
    { "1000-3000 rw-s 0 7 0 /memfd:a\n", "5000-7000 r--s 0 7 0 /memfd:a\n" },
    { 1, 2 },
    "shared 7+0 8 10/0 11/0 /memfd:a\n" },
  { "two-of-three-write",
    { "1000-3000 r--s 0 7 0 a\n", "1000-3000 rw-s 0 7 0 a\n", "1000-3000 rw-s 0 7 0 a\n" },
    { 1, 2, 3 },
    "shared 7+0 8 writable 10/0 11/0 12/0 a\n" },
  { "a-part",
    { "1000-5000 rw-s 0 7 0 a\n", "1000-5000 rw-s 2000 7 0 a\n" },
    { 1, 2 },
    "shared 7+2000 8 writable 10/0 11/0 a\n" },
  { "side-by-side", { "1000-3000 rw-s 0 7 0 a\n", "1000-3000 rw-s 2000 7 0 a\n" }, { 1, 2 }, "" },
  { "a-third-with-less",
    { "1000-5000 rw-s 0 7 0 a\n", "1000-5000 rw-s 0 7 0 a\n", "1000-2000 rw-s 3000 7 0 a\n" },
    { 1, 2, 3 },
    "shared 7+0 12 writable 10/0 11/0 a\n"
    "shared 7+3000 4 writable 10/0 11/0 12/0 a\n" },
  { "in-pieces",
    { "1000-2000 r--s 0 7 0 a\n2000-3000 rw-s 1000 7 0 a\n", "1000-3000 rw-s 0 7 0 a\n" },
    { 1, 2 },
    "shared 7+1000 4 writable 10/1 11/0 a\n"
    "shared 7+0 4 10/0 11/0 a\n" },
  { "twice",
    { "1000-3000 rw-s 0 7 0 a\n3000-5000 rw-s 0 7 0 a\n", "1000-3000 rw-s 0 7 0 a\n" },
    { 1, 2 },
    "shared 7+0 8 writable 10/0 11/0 a\n" },
  { "twice-the-longer-one",
    { "1000-2000 rw-s 0 7 0 a\n3000-5000 rw-s 0 7 0 a\n", "1000-3000 rw-s 0 7 0 a\n" },
    { 1, 2 },
    "shared 7+0 8 writable 10/1 11/0 a\n" },
  { "written-through-the-other",
    { "1000-3000 r--s 0 7 0 a\n3000-5000 rw-s 0 7 0 a\n", "1000-3000 rw-s 0 7 0 a\n" },
    { 1, 2 },
    "shared 7+0 8 writable 10/1 11/0 a\n" },
  { "system-v-is-no-memfd",
    { "1000-3000 rw-s 0 7 0 /SYSV00000000\n", "1000-3000 rw-s 0 7 0 /memfd:a\n" },
    { 1, 2 },
    "" },
  { "devices-are-not-memory",
    { "1000-3000 rw-s 0 7 0 /dev/dri/card0\n4000-6000 rw-s 0 8 0 anon_inode:[perf_event]\n",
      "1000-3000 rw-s 0 7 0 /dev/dri/card0\n4000-6000 rw-s 0 8 0 anon_inode:[perf_event]\n" },
    { 1, 2 },
    "" },
  { "private-is-read-only",
    { "1000-3000 r-xp 0 7 0 libc.so\n3000-4000 rw-p 2000 7 0 libc.so\n",
      "5000-7000 r-xp 0 7 0 libc.so\n7000-8000 rw-p 2000 7 0 libc.so\n" },
    { 1, 2 },
    "file 7+0 8 10/0 11/0 libc.so\n"
    "file 7+2000 4 10/1 11/1 libc.so\n" },
  { "private-is-not-shared", { "1000-3000 rw-p 0 7 0 a\n", "1000-3000 rw-s 0 7 0 a\n" }, { 1, 2 }, "" },
  { "the-writable-first",
    { "1000-2000 rw-s 0 7 0 a\n2000-9000 r--s 0 8 0 b\n", "1000-2000 rw-s 0 7 0 a\n2000-9000 r--s 0 8 0 b\n" },
    { 1, 2 },
    "shared 7+0 4 writable 10/0 11/0 a\n"
    "shared 8+0 28 10/1 11/1 b\n" },
  { "parent-and-child",
    { "1000-9000 rw-p 0 0 20 [heap]\n", "1000-9000 rw-p 0 0 16 [heap]\n" },
    { 1, 10 },
    "copy 0+1000 16 10/0 11/0 [heap]\n" },
  { "children-of-one",
    { "1000-9000 rw-p 0 0 20 -\n", "1000-9000 rw-p 0 0 24 -\n" },
    { 5, 5 },
    "copy 0+1000 20 10/0 11/0 -\n" },
  { "a-grandchild",
    { "1000-9000 rw-p 0 0 20 -\n", "1000-9000 rw-p 0 0 24 -\n", "1000-9000 rw-p 0 0 28 -\n" },
    { 1, 10, 11 },
    "copy 0+1000 20 10/0 11/0 12/0 -\n" },
  { "strangers", { "1000-9000 rw-p 0 0 20 -\n", "1000-9000 rw-p 0 0 24 -\n" }, { 1, 2 }, "" },
  { "all-written", { "1000-9000 rw-p 0 0 0 -\n", "1000-9000 rw-p 0 0 0 -\n" }, { 1, 10 }, "" },
  { "kernels", { "1000-2000 r-xp 0 0 4 [vdso]\n", "1000-2000 r-xp 0 0 4 [vdso]\n" }, { 1, 10 }, "" },
};

static void
add_region (GArray     *regions,
            const char *line)
{
  SkeinRegion region = { .has_figures = true };
  unsigned long start, end, offset, inode, shared_kib;
  char access[5], name[64];
  int n_read = sscanf (line, "%lx-%lx %4s %lx %lu %lu %63s", &start, &end, access, &offset, &inode, &shared_kib, name);

  g_assert_cmpint (n_read, ==, 7);
  region.start = start;
  region.end = end;
  region.offset = offset;
  region.inode = inode;
  region.device = inode != 0;
  region.shared = shared_kib * 1024;
  region.access = (uint8_t) ((access[0] == 'r' ? SKEIN_ACCESS_READ : 0) | (access[1] == 'w' ? SKEIN_ACCESS_WRITE : 0) |
                             (access[2] == 'x' ? SKEIN_ACCESS_EXECUTE : 0) |
                             (access[3] == 's' ? SKEIN_ACCESS_SHARED : 0));
  region.kind = strcmp (name, "[vdso]") == 0 ? SKEIN_REGION_KERNEL : SKEIN_REGION_ANONYMOUS;
  region.name = strcmp (name, "-") != 0 ? g_ref_string_new (name) : NULL;
  g_array_append_val (regions, region);
}

static SkeinAddressSpace *
make_space (pid_t       pid,
            const char *text)
{
  SkeinTaskKey process = { pid, pid, 1 };
  GArray *regions = g_array_new (FALSE, FALSE, sizeof (SkeinRegion));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (unsigned i = 0; lines[i] != NULL; i++)
    {
      if (lines[i][0] != '\0')
        add_region (regions, lines[i]);
    }

  return skein_address_space_new_take (&process, regions);
}

/* "KIND INODE+OFFSET KIB [writable] PID/REGION … NAME" */
static void
append_bridge (GString                        *text,
               const SkeinBridge              *bridge,
               const SkeinAddressSpace *const *spaces)
{
  static const char *const kinds[] = { "shared", "file", "copy" };

  g_string_append_printf (text, "%s %u+%x %u%s", kinds[bridge->kind], (unsigned) bridge->inode,
                          (unsigned) bridge->offset, (unsigned) (bridge->bytes / 1024),
                          bridge->is_writable ? " writable" : "");

  for (uint32_t i = 0; i < bridge->n_ends; i++)
    g_string_append_printf (text, " %d/%u", (int) spaces[bridge->ends[i].space]->process.pid, bridge->ends[i].region);

  g_string_append_printf (text, " %s\n", bridge->name != NULL ? bridge->name : "-");
}

static void
test_case (gconstpointer data)
{
  const Case *self = data;
  const SkeinAddressSpace *spaces[MOST_SPACES];
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GArray) bridges = NULL;
  size_t n = 0;

  for (; n < MOST_SPACES && self->spaces[n] != NULL; n++)
    spaces[n] = make_space (10 + (pid_t) n, self->spaces[n]);

  bridges = skein_bridges_find (spaces, n, self->parents);

  for (guint i = 0; i < bridges->len; i++)
    append_bridge (text, &g_array_index (bridges, SkeinBridge, i), spaces);

  g_assert_cmpstr (text->str, ==, self->bridges);

  for (size_t i = 0; i < n; i++)
    skein_address_space_unref (spaces[i]);
}

/* Who is born of whom is not known: then nothing that a fork left is told. */
static void
test_without_parents (void)
{
  const SkeinAddressSpace *spaces[] = {
    make_space (10, "1000-9000 rw-p 0 0 20 -\n"),
    make_space (11, "1000-9000 rw-p 0 0 20 -\n"),
  };
  g_autoptr (GArray) bridges = skein_bridges_find (spaces, 2, NULL);

  g_assert_cmpuint (bridges->len, ==, 0);
  skein_address_space_unref (spaces[0]);
  skein_address_space_unref (spaces[1]);
}

/* Who maps the same twice crosses the bridge through both regions; what is another part or another object does not. */
static void
test_find_end (void)
{
  const SkeinAddressSpace *spaces[] = {
    make_space (10, "1000-3000 r--s 0 7 0 a\n3000-5000 rw-s 0 7 0 a\n5000-6000 r--s 1000 7 0 a\n"
                    "6000-8000 rw-s 2000 7 0 a\n8000-a000 rw-s 0 8 0 b\na000-c000 rw-p 0 7 0 a\n"),
    make_space (11, "1000-3000 rw-s 0 7 0 a\n"),
  };
  g_autoptr (GArray) bridges = skein_bridges_find (spaces, 2, NULL);
  const SkeinBridge *bridge = &g_array_index (bridges, SkeinBridge, 0);

  g_assert_cmpuint (bridges->len, ==, 1);
  g_assert_cmpuint (bridge->ends[0].region, ==, 1);
  for (uint32_t i = 0; i < 3; i++)
    g_assert_true (skein_bridge_find_end (bridge, spaces, 0, i) == &bridge->ends[0]);
  for (uint32_t i = 3; i < 6; i++)
    g_assert_null (skein_bridge_find_end (bridge, spaces, 0, i));
  g_assert_true (skein_bridge_find_end (bridge, spaces, 1, 0) == &bridge->ends[1]);

  skein_address_space_unref (spaces[0]);
  skein_address_space_unref (spaces[1]);
}

/* A thousand parts of a file in each of a hundred: what grows with their square would not end. */
static void
test_many (void)
{
  const SkeinAddressSpace *spaces[100];
  g_autoptr (GArray) bridges = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  for (unsigned i = 0; i < 1000; i++)
    g_string_append_printf (text, "%x-%x r--p %x 7 0 a\n", i * 0x2000, i * 0x2000 + 0x1000, i * 0x3000);

  for (unsigned i = 0; i < G_N_ELEMENTS (spaces); i++)
    spaces[i] = make_space (10 + (pid_t) i, text->str);

  bridges = skein_bridges_find (spaces, G_N_ELEMENTS (spaces), NULL);
  g_assert_cmpuint (bridges->len, ==, 1000);
  g_assert_cmpuint (g_array_index (bridges, SkeinBridge, 0).n_ends, ==, G_N_ELEMENTS (spaces));

  for (unsigned i = 0; i < G_N_ELEMENTS (spaces); i++)
    skein_address_space_unref (spaces[i]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/bridge/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }

  g_test_add_func ("/bridge/without-parents", test_without_parents);
  g_test_add_func ("/bridge/find-end", test_find_end);
  g_test_add_func ("/bridge/many", test_many);

  return g_test_run ();
}
