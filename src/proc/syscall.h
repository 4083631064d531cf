/* syscall.h - the system call a thread is in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

#include <glib.h>

G_BEGIN_DECLS

/* Room for a whole file: the call's number, and eight hexadecimal ones. */
#define SKEIN_SYSCALL_SIZE (12 + 8 * 19)

#define SKEIN_SYSCALL_N_ARGS 6

/**
 * SkeinSyscallKind:
 * @SKEIN_SYSCALL_RUNNING: it runs or is ready to: nothing else is known
 * @SKEIN_SYSCALL_OUTSIDE: it waits, yet not in a system call, such as for a page to be read
 * @SKEIN_SYSCALL_INSIDE: it waits in a system call
 */
typedef enum
{
  SKEIN_SYSCALL_RUNNING,
  SKEIN_SYSCALL_OUTSIDE,
  SKEIN_SYSCALL_INSIDE,
} SkeinSyscallKind;

/**
 * SkeinSyscall:
 * @kind: what the other fields are good for; those that are not are 0
 * @number: of the system call, on this machine's architecture; inside one only
 * @args: its arguments, as many as it takes, the others are left-overs; inside one only
 * @stack_pointer: of the thread, in its own address space; not if it runs
 * @program_counter: likewise
 *
 * One reading of `/proc/<pid>/task/<tid>/syscall`. It needs the right to trace the
 * thread (-EPERM or -EACCES otherwise). Of a kernel thread it says system call 0
 * with all arguments 0, and stack pointer 0: that means nothing.
 */
typedef struct
{
  SkeinSyscallKind kind;
  uint32_t         number;
  uint64_t         args[SKEIN_SYSCALL_N_ARGS];
  uint64_t         stack_pointer;
  uint64_t         program_counter;
} SkeinSyscall;

int skein_syscall_parse   (const char   *text,
                           size_t        length,
                           SkeinSyscall *ret) G_GNUC_WARN_UNUSED_RESULT;
int skein_syscall_read_at (int           dir_fd,
                           const char   *path,
                           SkeinSyscall *ret) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
