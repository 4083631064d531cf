/* escape.h - bytes from outside, as text that can be shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>

#include <glib.h>

G_BEGIN_DECLS

char *skein_escape_bytes (const char *bytes,
                          size_t      length) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
