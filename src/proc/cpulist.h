/* cpulist.h - a set of cores, as the kernel writes it: 0-3,5,7-9
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

G_BEGIN_DECLS

/* The most cores a kernel can be configured for. */
#define SKEIN_CPULIST_MAX 8192

#define SKEIN_CPULIST_N_WORDS (SKEIN_CPULIST_MAX / 64)

/**
 * SkeinCpulist:
 * @words: a bit for each core, the lowest bit of the first word for core 0
 *
 * One reading of `/sys/devices/system/cpu/online`, `present`, ..., or of
 * `Cpus_allowed_list` in `/proc/<pid>/status`.
 */
typedef struct
{
  uint64_t words[SKEIN_CPULIST_N_WORDS];
} SkeinCpulist;

int      skein_cpulist_parse    (const char         *text,
                                 size_t              length,
                                 SkeinCpulist       *ret) G_GNUC_WARN_UNUSED_RESULT;
int      skein_cpulist_read_at  (int                 dir_fd,
                                 const char         *path,
                                 SkeinCpulist       *ret) G_GNUC_WARN_UNUSED_RESULT;
bool     skein_cpulist_contains (const SkeinCpulist *self,
                                 unsigned            core);
unsigned skein_cpulist_count    (const SkeinCpulist *self);
char    *skein_cpulist_dup_text (const SkeinCpulist *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
