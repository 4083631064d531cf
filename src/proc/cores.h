/* cores.h - what each core did with its time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

#include <glib.h>

G_BEGIN_DECLS

/**
 * SkeinCoreTicks:
 * @core: its number; in SkeinCores.total 0
 * @user: time in user mode, that of guests included
 * @nice: time in user mode at a nice value above 0, that of guests included
 * @system: time in the kernel
 * @idle: nothing to do
 * @iowait: nothing to do while a thread that ran here waits for a disk; may go back
 * @irq: interrupts
 * @softirq: what interrupts left to do
 * @steal: ready to run, while the hypervisor ran somebody else
 * @guest: part of @user
 * @guest_nice: part of @nice
 *
 * Counted since boot, in ticks of sysconf (_SC_CLK_TCK). @idle and @iowait may go
 * back a little, so take a difference below zero for none.
 */
typedef struct
{
  uint32_t core;
  uint64_t user;
  uint64_t nice;
  uint64_t system;
  uint64_t idle;
  uint64_t iowait;
  uint64_t irq;
  uint64_t softirq;
  uint64_t steal;
  uint64_t guest;
  uint64_t guest_nice;
} SkeinCoreTicks;

/**
 * SkeinCores:
 * @total: all cores together, those that went offline included
 * @cores: (element-type SkeinCoreTicks): those that are online, by ascending number; the others are missing
 * @boot_time_s: when the machine was booted, in seconds since 1970; moves with the wall clock
 * @n_switches: context switches since boot, on all cores
 * @n_forks: processes and threads made since boot
 * @n_running: threads running or ready right now
 * @n_blocked: threads that wait for a disk right now
 *
 * One reading of `/proc/stat`. Made by skein_cores_init(), freed by
 * skein_cores_clear(), and filled again as often as wanted in between.
 */
typedef struct
{
  SkeinCoreTicks total;
  GArray        *cores;
  uint64_t       boot_time_s;
  uint64_t       n_switches;
  uint64_t       n_forks;
  uint32_t       n_running;
  uint32_t       n_blocked;

  /*< private >*/
  GArray        *spare;
  GByteArray    *text;
} SkeinCores;

void skein_cores_init    (SkeinCores *self);
void skein_cores_clear   (SkeinCores *self);
int  skein_cores_parse   (const char *text,
                          size_t      length,
                          SkeinCores *ret) G_GNUC_WARN_UNUSED_RESULT;
int  skein_cores_read_at (int         dir_fd,
                          const char *path,
                          SkeinCores *ret) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SkeinCores, skein_cores_clear)

G_END_DECLS
