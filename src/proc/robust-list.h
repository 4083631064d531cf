/* robust-list.h - an address in the memory that a thread library keeps of a thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdint.h>
#include <sys/types.h>

#include <glib.h>

G_BEGIN_DECLS

int skein_robust_list_get (pid_t     tid,
                           uint64_t *ret) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
