/* clock.h - the CPU clock of another process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdint.h>
#include <sys/types.h>

#include <glib.h>

G_BEGIN_DECLS

int skein_process_clock_ns (pid_t     pid,
                            uint64_t *ret) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
