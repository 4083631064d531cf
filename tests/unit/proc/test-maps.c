/* test-maps.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "proc/maps.h"

#include "base/readat.h"

#include "fixture.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/sysmacros.h>
#include <unistd.h>

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
  { "cut-in-address", "1000-20", -EBADMSG, "" },
  { "cut-in-access", "1000-2000 rw\n", -EBADMSG, "" },
  { "cut-before-inode", "1000-2000 rw-p 00000000 00:00 \n", -EBADMSG, "" },
  { "cut-in-name", "1000-2000 rw-p 00000000 00:01 7     /half a na", -EBADMSG, "" },
  { "cut-second", "1000-2000 rw-p 0 00:00 0 \n3000-4000 rw-p 0 00:0", -EBADMSG, "" },
  { "backwards", "2000-1000 rw-p 0 00:00 0 \n", -EBADMSG, "" },
  { "no-access", "1000-2000 rwqp 0 00:00 0 \n", -EBADMSG, "" },
  { "too-large", "1000-20000000000000000 rw-p 0 00:00 0 \n", -EBADMSG, "" },
  { "device-too-large", "1000-2000 rw-p 0 100000000:00 0 \n", -EBADMSG, "" },
  { "inode-runs-on", "1000-2000 rw-p 0 00:00 0x\n", -EBADMSG, "" },
  { "anonymous", "1000-2000 rw-p 00000000 00:00 0 \n", 0, "1000-2000 rw-p 0 0:0 0" },
  { "no-blank", "1000-2000 rw-p 00000000 00:00 0\n", 0, "1000-2000 rw-p 0 0:0 0" },
  { "file", "1000-2000 r-xs 0003d000 fe:00 1234567890123       /a\n", 0,
    "1000-2000 r-xs 3d000 254:0 1234567890123 |/a|" },
  { "blanks", "1000-2000 ---p 0 00:01 7  / b  c \n", 0, "1000-2000 ---p 0 0:1 7 |/ b  c |" },
  { "last", "ffffffffff600000-ffffffffffffffff --xp 0 00:00 0 [vsyscall]\n", 0,
    "ffffffffff600000-ffffffffffffffff --xp 0 0:0 0 |[vsyscall]|" },
  { "escape", "1000-2000 r--p 0 00:01 7 /two\\012lines\\\\0\n", 0, "1000-2000 r--p 0 0:1 7 |/two\nlines\\\\0|" },
  { "escape-cut", "1000-2000 r--p 0 00:01 7 /two\\01\n", 0, "1000-2000 r--p 0 0:1 7 |/two\\01|" },
  { "two", "1000-2000 r--p 0 00:01 7 a\n2000-3000 rw-p 1000 00:01 7 a\n", 0,
    "1000-2000 r--p 0 0:1 7 |a|;2000-3000 rw-p 1000 0:1 7 |a|" },
};

static void
describe (const SkeinMapsLine *line,
          GString             *text)
{
  g_autofree char *name = g_malloc0 (line->name_length + 1);

  g_string_append_printf (text, "%s%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x %c%c%c%c %" G_GINT64_MODIFIER
                                "x %u:%u %" G_GUINT64_FORMAT,
                          text->len > 0 ? ";" : "", line->start, line->end, line->can_read ? 'r' : '-',
                          line->can_write ? 'w' : '-', line->can_execute ? 'x' : '-', line->is_shared ? 's' : 'p',
                          line->offset, major (line->device), minor (line->device), line->inode);

  if (line->name == NULL)
    return;

  skein_maps_unescape (line->name, line->name_length, name);
  g_string_append_printf (text, " |%s|", name);
}

static void
test_parse (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *exact = dup_exactly (c->text, strlen (c->text));
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (SkeinMapsLine));
  g_autoptr (GString) text = g_string_new ("");

  g_array_set_size (lines, 3);
  g_assert_cmpint (skein_maps_parse (exact, strlen (c->text), lines), ==, c->result);

  for (guint i = 0; i < lines->len; i++)
    describe (&g_array_index (lines, SkeinMapsLine, i), text);

  g_assert_cmpstr (text->str, ==, c->regions);
}

static void
test_line_left_alone (void)
{
  SkeinMapsLine line = { .start = 99 };

  g_assert_cmpint (skein_maps_parse_line ("1000-2000 rw-p 0", 16, &line), ==, -EBADMSG);
  g_assert_cmpuint (line.start, ==, 99);
}

static void
read_lines (int         dir_fd,
            const char *path,
            GByteArray *text,
            GArray     *lines)
{
  g_assert_cmpint (skein_read_whole_at (dir_fd, path, SKEIN_MAPS_LIMIT, text), ==, 0);
  g_assert_cmpint (skein_maps_parse ((const char *) text->data, text->len, lines), ==, 0);
}

static void
test_captured (void)
{
  skein_autofd int fd = open_fixture ("memory");
  g_autoptr (GByteArray) text = g_byte_array_new ();
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (SkeinMapsLine));
  g_autoptr (GString) found = g_string_new ("");
  const SkeinMapsLine *reserved;

  read_lines (fd, "80/maps", text, lines);
  g_assert_cmpuint (lines->len, ==, 40);
  reserved = &g_array_index (lines, SkeinMapsLine, 8);
  g_assert_cmpuint (reserved->end - reserved->start, ==, UINT64_C (1) << 40);
  describe (&g_array_index (lines, SkeinMapsLine, 27), found);
  describe (&g_array_index (lines, SkeinMapsLine, 28), found);
  g_assert_cmpstr (found->str, ==, "7fe255ae6000-7fe255aea000 r--p 0 254:0 1089658 |/srv/example/two\nlines|;"
                                   "7fe255aea000-7fe255aee000 rw-s 0 254:0 1089657 |/srv/example/with blanks  in it |");
}

static void
test_self (void)
{
  g_autoptr (GByteArray) text = g_byte_array_new ();
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (SkeinMapsLine));
  skein_autofd int fd = open_proc ();
  size_t size = (size_t) sysconf (_SC_PAGESIZE);
  char *page = mmap (NULL, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  unsigned n_found = 0;

  read_lines (fd, "self/maps", text, lines);

  for (guint i = 0; i < lines->len; i++)
    {
      const SkeinMapsLine *line = &g_array_index (lines, SkeinMapsLine, i);
      uint64_t address = (uint64_t) (uintptr_t) page;

      g_assert_true (i == 0 || line->start >= line[-1].end);

      if (line->start <= address && address < line->end)
        {
          g_assert_true (line->can_read && !line->can_write && !line->can_execute && !line->is_shared);
          n_found++;
        }
    }

  g_assert_cmpuint (n_found, ==, 1);
  munmap (page, size);
}

static void
test_many (void)
{
  g_autoptr (GString) text = g_string_new ("");
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (SkeinMapsLine));

  for (unsigned i = 0; i < 10000; i++)
    g_string_append_printf (text, "7f%08x000-7f%08x000 rw-s %08x000 00:01 %u   /memfd:part %u (deleted)\n",
                            i, i + 1, i, i, i);

  g_assert_cmpint (skein_maps_parse (text->str, text->len, lines), ==, 0);
  g_assert_cmpuint (lines->len, ==, 10000);
  g_assert_cmpuint (g_array_index (lines, SkeinMapsLine, 9999).inode, ==, 9999);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_cases ("/maps/parse", cases, test_parse);
  g_test_add_func ("/maps/line-left-alone", test_line_left_alone);
  g_test_add_func ("/maps/captured", test_captured);
  g_test_add_func ("/maps/self", test_self);
  g_test_add_func ("/maps/many", test_many);

  return g_test_run ();
}
