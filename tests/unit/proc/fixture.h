/* fixture.h - directories that stand in for /proc
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "base/autofd.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>

#include <glib.h>

/* Opens tests/fixtures/proc/<name>; what is read is read relative to it. */
static inline int
open_fixture (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "proc", name, NULL);
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);

  return fd;
}

static inline int
open_proc (void)
{
  int fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);

  return fd;
}

/* Memory that ends where the text does, for a sanitizer to watch. */
static inline char *
dup_exactly (const char *text,
             size_t      length)
{
  char *copy = g_malloc (MAX (length, 1));

  memcpy (copy, text, length);

  return copy;
}

/* One test for each case of a table whose rows start with their name. */
#define add_cases(prefix, cases, function) \
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) \
    { \
      g_autofree char *case_path = g_strconcat (prefix "/", cases[i].name, NULL); \
\
      g_test_add_data_func (case_path, &cases[i], function); \
    }
