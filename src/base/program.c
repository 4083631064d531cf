/* program.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "base/program.h"

#include <limits.h>
#include <unistd.h>

static char *
dup_own_folder (void)
{
  char path[PATH_MAX];
  ssize_t length = readlink ("/proc/self/exe", path, sizeof path - 1);

  if (length <= 0)
    return g_strdup (".");

  path[length] = '\0';

  return g_path_get_dirname (path);
}

char *
skein_program_find (const char *name,
                    const char *folder)
{
  g_autofree char *own_folder = dup_own_folder ();
  g_autofree char *beside = g_build_filename (own_folder, name, NULL);
  g_autofree char *installed = g_build_filename (SKEIN_LIBEXECDIR, name, NULL);
  g_autofree char *built = g_build_filename (own_folder, "..", folder, name, NULL);

  if (access (beside, X_OK) == 0)
    return g_steal_pointer (&beside);
  if (access (built, X_OK) == 0)
    return g_steal_pointer (&built);
  if (access (installed, X_OK) == 0)
    return g_steal_pointer (&installed);

  return g_strdup (name);
}
