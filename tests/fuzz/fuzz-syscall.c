/* fuzz-syscall.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "proc/syscall.h"

static void
check (const SkeinSyscall *call)
{
  g_assert_true (call->kind == SKEIN_SYSCALL_INSIDE || call->number == 0);
  g_assert_true (call->kind != SKEIN_SYSCALL_RUNNING || call->program_counter == 0);
}

FUZZ_FILL_STRUCT (SkeinSyscall, skein_syscall_parse, check)
