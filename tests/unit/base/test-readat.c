/* test-readat.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "base/autofd.h"
#include "base/readat.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

typedef struct
{
  char *dir;
  int   fd;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->dir = g_dir_make_tmp ("readat-XXXXXX", NULL);
  fixture->fd = open (fixture->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_assert_cmpint (fixture->fd, >=, 0);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  unlinkat (fixture->fd, "file", 0);
  close (fixture->fd);
  g_assert_cmpint (rmdir (fixture->dir), ==, 0);
  g_free (fixture->dir);
}

static void
put (Fixture    *fixture,
     const char *bytes,
     size_t      length)
{
  skein_autofd int fd = openat (fixture->fd, "file", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

  g_assert_cmpint (write (fd, bytes, length), ==, (gssize) length);
}

static void
test_read (Fixture      *fixture,
           gconstpointer data)
{
  char buffer[8];

  g_assert_cmpint (skein_read_at (fixture->fd, "file", buffer, sizeof buffer), ==, -ESRCH);

  put (fixture, "", 0);
  g_assert_cmpint (skein_read_at (fixture->fd, "file", buffer, sizeof buffer), ==, 0);

  put (fixture, "a\0b", 3);
  g_assert_cmpint (skein_read_at (fixture->fd, "file", buffer, sizeof buffer), ==, 3);
  g_assert_cmpmem (buffer, 3, "a\0b", 3);

  put (fixture, "0123456789", 10);
  g_assert_cmpint (skein_read_at (fixture->fd, "file", buffer, sizeof buffer), ==, 8);
  g_assert_cmpmem (buffer, 8, "01234567", 8);

  g_assert_cmpint (skein_read_at (fixture->fd, ".", buffer, sizeof buffer), ==, -EISDIR);
  g_assert_cmpint (skein_read_at (fixture->fd, "file/file", buffer, sizeof buffer), ==, -ENOTDIR);
}

static void
test_again (Fixture      *fixture,
            gconstpointer data)
{
  skein_autofd int fd = -1;
  char buffer[8];

  put (fixture, "one", 3);
  fd = openat (fixture->fd, "file", O_RDONLY | O_CLOEXEC);
  g_assert_cmpint (skein_read_again (fd, buffer, sizeof buffer), ==, 3);
  put (fixture, "other", 5);
  g_assert_cmpint (skein_read_again (fd, buffer, sizeof buffer), ==, 5);
  g_assert_cmpmem (buffer, 5, "other", 5);
}

/* The kernel says ESRCH of a file that is open while its process ends. */
static void
test_again_gone (void)
{
  pid_t child = fork ();
  g_autofree char *path = NULL;
  skein_autofd int fd = -1;
  char buffer[512];

  if (child == 0)
    {
      pause ();
      _exit (0);
    }

  path = g_strdup_printf ("/proc/%d/stat", child);
  fd = open (path, O_RDONLY | O_CLOEXEC);
  g_assert_cmpint (skein_read_again (fd, buffer, sizeof buffer), >, 0);
  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
  g_assert_cmpint (skein_read_again (fd, buffer, sizeof buffer), ==, -ESRCH);
  g_assert_cmpint (skein_read_at (AT_FDCWD, path, buffer, sizeof buffer), ==, -ESRCH);
}

static void
test_whole (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const size_t lengths[] = { 100000, 0, 1, 16383, 16384, 16385, 32768 };
  g_autofree char *text = g_malloc (100000);

  for (size_t i = 0; i < 100000; i++)
    text[i] = (char) (i * 31);

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      put (fixture, text, lengths[i]);
      g_assert_cmpint (skein_read_whole_at (fixture->fd, "file", 1000000, bytes), ==, 0);
      g_assert_cmpmem (bytes->data, bytes->len, text, lengths[i]);
    }

  put (fixture, text, 100000);
  g_assert_cmpint (skein_read_whole_at (fixture->fd, "file", 20000, bytes), ==, 0);
  g_assert_cmpmem (bytes->data, bytes->len, text, 20000);

  g_assert_cmpint (skein_read_whole_at (fixture->fd, "none", 20000, bytes), ==, -ESRCH);
  g_assert_cmpuint (bytes->len, ==, 0);
  g_assert_cmpint (skein_read_whole_at (fixture->fd, ".", 20000, bytes), ==, -EISDIR);
  g_assert_cmpuint (bytes->len, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/readat/read", Fixture, NULL, set_up, test_read, tear_down);
  g_test_add ("/readat/again", Fixture, NULL, set_up, test_again, tear_down);
  g_test_add_func ("/readat/again-gone", test_again_gone);
  g_test_add ("/readat/whole", Fixture, NULL, set_up, test_whole, tear_down);

  return g_test_run ();
}
