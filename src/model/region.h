/* region.h - a part of an address space, and what kind of memory it is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include <glib.h>

G_BEGIN_DECLS

/**
 * SkeinRegionKind:
 * @SKEIN_REGION_CODE: what of the program's own file may be executed, or is read only
 * @SKEIN_REGION_DATA: its globals: the writable part of its file, and the zeroed part behind it
 * @SKEIN_REGION_HEAP: what brk() gave: `[heap]`
 * @SKEIN_REGION_STACK: of the main thread: `[stack]`
 * @SKEIN_REGION_THREAD_STACK: of another thread; see @tid of #SkeinRegion
 * @SKEIN_REGION_LIBRARY: of a shared library: its code, its globals, its read-only data
 * @SKEIN_REGION_FILE: any other file
 * @SKEIN_REGION_ANONYMOUS: of no file, its own: large allocations, arenas of malloc
 * @SKEIN_REGION_SHARED: memory that several may write: shared anonymous, memfd,
 *   /dev/shm, System V, and any file mapped shared and writable
 * @SKEIN_REGION_KERNEL: put there by the kernel: vdso, vvar, vsyscall
 *
 * Every region has exactly one.
 */
typedef enum
{
  SKEIN_REGION_CODE,
  SKEIN_REGION_DATA,
  SKEIN_REGION_HEAP,
  SKEIN_REGION_STACK,
  SKEIN_REGION_THREAD_STACK,
  SKEIN_REGION_LIBRARY,
  SKEIN_REGION_FILE,
  SKEIN_REGION_ANONYMOUS,
  SKEIN_REGION_SHARED,
  SKEIN_REGION_KERNEL,
  SKEIN_N_REGION_KINDS
} SkeinRegionKind;

/* What may be done with it: the four letters of maps. */
typedef enum
{
  SKEIN_ACCESS_READ = 1 << 0,
  SKEIN_ACCESS_WRITE = 1 << 1,
  SKEIN_ACCESS_EXECUTE = 1 << 2,
  SKEIN_ACCESS_SHARED = 1 << 3, /* written for all who map it; else a writer gets a copy */
} SkeinAccess;

/**
 * SkeinStackMethod:
 * @SKEIN_STACK_NONE: it is no thread's stack, as far as is known
 * @SKEIN_STACK_NAMED: the kernel says so: `[stack]`
 * @SKEIN_STACK_ROBUST_LIST: get_robust_list() points into it, where the thread library
 *   keeps what it knows of the thread
 * @SKEIN_STACK_POINTER: the stack pointer of the blocked thread points into it
 * @SKEIN_STACK_GUARD: only by its looks: writable memory just above an inaccessible
 *   page, and the one thread and the one region that were left over
 *
 * How it is known whose stack a region is: the first that answered.
 */
typedef enum
{
  SKEIN_STACK_NONE,
  SKEIN_STACK_NAMED,
  SKEIN_STACK_ROBUST_LIST,
  SKEIN_STACK_POINTER,
  SKEIN_STACK_GUARD,
} SkeinStackMethod;

/**
 * SkeinRegion:
 * @start: first address
 * @end: first address behind it
 * @offset: where in the file or object it begins, in bytes
 * @device: of the file or object, as makedev() makes it; 0: of none
 * @inode: likewise; of System V shared memory its id. 0: of none
 * @kind: what it is
 * @access: #SkeinAccess flags
 * @stack_method: how it is known whose stack it is
 * @has_resident: @resident is known
 * @has_figures: @pss, @own, @shared, @swap and @anonymous are known (and @resident)
 * @tid: of a stack: the thread
 * @resident: bytes in RAM; of PAGEMAP_SCAN or pagemap, or of smaps (Rss), whichever was read
 *   last: it may be newer than the figures that follow
 * @pss: its share of what is shared, its own included: Pss of smaps; all that follow are
 *   of smaps too
 * @own: nobody else maps these: Private_Clean + Private_Dirty (USS)
 * @shared: somebody else maps these as well: Shared_Clean + Shared_Dirty
 * @swap: bytes that were moved out: Swap; of shared memory SwapPss may be less
 * @anonymous: bytes in RAM that are of no file: of a private mapping of a file, what
 *   was written to
 * @name: (nullable): path or name as the kernel has it, bytes, escapes undone; a
 *   #GRefString. " (deleted)" is kept
 *
 * A line of maps, and what was found out about it. Sizes in bytes.
 */
typedef struct
{
  uint64_t         start;
  uint64_t         end;
  uint64_t         offset;
  uint64_t         device;
  uint64_t         inode;
  SkeinRegionKind  kind;
  uint8_t          access;
  uint8_t          stack_method;
  bool             has_resident;
  bool             has_figures;
  pid_t            tid;
  uint64_t         resident;
  uint64_t         pss;
  uint64_t         own;
  uint64_t         shared;
  uint64_t         swap;
  uint64_t         anonymous;
  char            *name;
} SkeinRegion;

static inline uint64_t
skein_region_get_size (const SkeinRegion *self)
{
  return self->end - self->start;
}

/* Whether the same bytes are seen by all who map its object, and may be written by them. */
static inline bool
skein_region_is_writable_by_all (const SkeinRegion *self)
{
  return (self->access & (SKEIN_ACCESS_SHARED | SKEIN_ACCESS_WRITE)) == (SKEIN_ACCESS_SHARED | SKEIN_ACCESS_WRITE);
}

G_END_DECLS
