/* status.h - the long list about a process or a thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <glib.h>

#include "proc/comm.h"
#include "proc/cpulist.h"

G_BEGIN_DECLS

/**
 * SkeinStatus:
 * @name: the name: bytes as they are, zero-terminated, the kernel's escapes undone
 * @uid: real user id
 * @euid: effective user id, the one that decides what it may do
 * @gid: real group id
 * @egid: effective group id
 * @n_threads: threads of the process
 * @n_voluntary: how often the thread gave up its core to wait
 * @n_involuntary: how often its core was taken away
 * @cpus_allowed: the cores it may run on; none if the kernel does not say
 * @has_memory: whether the fields below are known: not for kernel threads and zombies
 * @vm_size_kib: address space
 * @vm_peak_kib: the most that was
 * @vm_rss_kib: memory that is in RAM
 * @vm_hwm_kib: the most that was
 * @rss_anon_kib: part of @vm_rss_kib that belongs to no file
 * @rss_file_kib: part that belongs to files
 * @rss_shmem_kib: part that is shared memory
 * @vm_swap_kib: memory that was written out to swap, without shared memory
 *
 * One reading of `/proc/<pid>/status` or `/proc/<pid>/task/<tid>/status`. Switches
 * and cores are those of the one thread, of the main thread for a process; memory
 * and the number of threads are those of the process. Memory is in KiB.
 */
typedef struct
{
  char         name[SKEIN_COMM_SIZE];
  uid_t        uid;
  uid_t        euid;
  gid_t        gid;
  gid_t        egid;
  uint64_t     n_threads;
  uint64_t     n_voluntary;
  uint64_t     n_involuntary;
  SkeinCpulist cpus_allowed;
  bool         has_memory;
  uint64_t     vm_size_kib;
  uint64_t     vm_peak_kib;
  uint64_t     vm_rss_kib;
  uint64_t     vm_hwm_kib;
  uint64_t     rss_anon_kib;
  uint64_t     rss_file_kib;
  uint64_t     rss_shmem_kib;
  uint64_t     vm_swap_kib;
} SkeinStatus;

int skein_status_parse   (const char  *text,
                          size_t       length,
                          SkeinStatus *ret) G_GNUC_WARN_UNUSED_RESULT;
int skein_status_read_at (int          dir_fd,
                          const char  *path,
                          SkeinStatus *ret) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
