/* user.h - for tests that are run a second time, as somebody who may do nothing in particular
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>

#include <glib.h>

G_BEGIN_DECLS

/**
 * skein_test_become_user:
 *
 * Becomes the user that SKEIN_TEST_USER names, if it is set: before anything is tested,
 * and after g_test_init().
 *
 * Returns: false if that cannot be, which is said then: there is nothing to test
 */
bool skein_test_become_user (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
