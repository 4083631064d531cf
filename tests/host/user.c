/* user.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "user.h"

#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <unistd.h>

bool
skein_test_become_user (void)
{
  const char *user = g_getenv ("SKEIN_TEST_USER");
  const struct passwd *entry;

  if (user == NULL)
    return true;

  if (getuid () != 0)
    {
      g_print ("1..0 # SKIP only root can become %s\n", user);
      return false;
    }

  entry = getpwnam (user);
  g_assert_nonnull (entry);
  g_assert_cmpint (setgroups (0, NULL), ==, 0);
  g_assert_cmpint (setgid (entry->pw_gid), ==, 0);
  g_assert_cmpint (setuid (entry->pw_uid), ==, 0);

  /* Whoever changed its user may not be looked into until the next exec. */
  g_assert_cmpint (prctl (PR_SET_DUMPABLE, 1), ==, 0);

  return true;
}
