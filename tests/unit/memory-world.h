/* memory-world.h - address spaces made by hand, for tests of what is shown of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <string.h>
#include <sys/sysmacros.h>

#include "model/memory-report.h"
#include "present/houses.h"

#define WORLD_MOST 8
#define WORLD_KB   UINT64_C (1024)
#define WORLD_MB   (1024 * WORLD_KB)

#define R   SKEIN_ACCESS_READ
#define RW  (SKEIN_ACCESS_READ | SKEIN_ACCESS_WRITE)
#define RX  (SKEIN_ACCESS_READ | SKEIN_ACCESS_EXECUTE)
#define RWS (RW | SKEIN_ACCESS_SHARED)
#define RS  (R | SKEIN_ACCESS_SHARED)

/* A region, told. @own and @shared in bytes; @own -1: nothing is known of what is in RAM. */
typedef struct
{
  uint64_t        start;
  uint64_t        size;
  SkeinRegionKind kind;
  unsigned        access;
  int64_t         own;
  uint64_t        shared;
  pid_t           tid;
  const char     *name;
  uint64_t        inode;
} WorldRegion;

typedef struct
{
  GArray        *spaces[WORLD_MOST]; /* of SkeinRegion */
  SkeinTaskKey   keys[WORLD_MOST];
  int            errors[WORLD_MOST];
  SkeinResident  residents[WORLD_MOST];
  SkeinProcess  *processes[WORLD_MOST];
  GArray        *bridges;
  uint32_t       n;
} World;

static inline void
world_begin (World *self)
{
  memset (self, 0, sizeof *self);
  self->bridges = g_array_new (FALSE, TRUE, sizeof (SkeinBridge));
}

/* With threads named "w 1", "w 2" … beside the main one. Returns: its place */
static inline uint32_t
world_add (World      *self,
           pid_t       pid,
           const char *name,
           uint32_t    n_threads)
{
  SkeinProcess *process = skein_process_new (n_threads);
  uint32_t index = self->n++;

  process->pid = pid;
  process->ppid = 1;
  process->start_ticks = 100;
  process->name = g_ref_string_new (name);
  process->command = g_ref_string_new (name);
  process->user = g_ref_string_new ("ada");
  process->cgroup = g_ref_string_new ("");

  for (uint32_t i = 0; i < n_threads; i++)
    {
      process->threads[i].tid = pid + (pid_t) i;
      process->threads[i].start_ticks = 100;
      if (i == 0)
        g_strlcpy (process->threads[i].name, name, SKEIN_THREAD_NAME_SIZE);
      else
        g_snprintf (process->threads[i].name, SKEIN_THREAD_NAME_SIZE, "w %u", i);
    }

  self->keys[index] = skein_process_get_key (process);
  self->processes[index] = process;
  self->residents[index] = (SkeinResident) { process, index };
  self->spaces[index] = g_array_new (FALSE, TRUE, sizeof (SkeinRegion));

  return index;
}

/* Returns: its place */
static inline uint32_t
world_map (World       *self,
           uint32_t     space,
           WorldRegion  told)
{
  SkeinRegion region = {
    .start = told.start,
    .end = told.start + told.size,
    .kind = told.kind,
    .access = (uint8_t) told.access,
    .tid = told.tid,
    .inode = told.inode,
    .has_resident = told.own >= 0,
    .has_figures = told.own >= 0,
    .name = told.name != NULL ? g_ref_string_new (told.name) : NULL,
  };

  if (told.own >= 0)
    {
      region.own = (uint64_t) told.own;
      region.shared = told.shared;
      region.resident = region.own + region.shared;
      region.pss = region.own + region.shared / 2;
    }
  if (told.kind == SKEIN_REGION_STACK)
    region.stack_method = SKEIN_STACK_NAMED;
  if (told.kind == SKEIN_REGION_THREAD_STACK)
    region.stack_method = SKEIN_STACK_ROBUST_LIST;

  g_array_append_val (self->spaces[space], region);

  return self->spaces[space]->len - 1;
}

static inline void
world_bridge (World           *self,
              SkeinBridgeKind  kind,
              uint64_t         bytes,
              uint32_t         space,
              uint32_t         region,
              uint32_t         other_space,
              uint32_t         other_region)
{
  SkeinBridge bridge = { .kind = kind, .bytes = bytes, .n_ends = 2 };
  const SkeinRegion *one = &g_array_index (self->spaces[space], SkeinRegion, region);
  const SkeinRegion *other = &g_array_index (self->spaces[other_space], SkeinRegion, other_region);

  bridge.inode = kind == SKEIN_BRIDGE_COPY ? 0 : one->inode;
  bridge.is_writable = skein_region_is_writable_by_all (one) && skein_region_is_writable_by_all (other);
  bridge.ends = g_new (SkeinBridgeEnd, 2);
  bridge.ends[0] = (SkeinBridgeEnd) { space, region };
  bridge.ends[1] = (SkeinBridgeEnd) { other_space, other_region };
  g_array_append_val (self->bridges, bridge);
}

/* Returns: (transfer full): the report; the world has no regions and bridges any more */
static inline SkeinMemoryReport *
world_report (World *self)
{
  SkeinMemoryReport *report = skein_memory_report_new ();

  report->taken_ns = 1;
  report->n_spaces = self->n;
  report->spaces = g_new0 (const SkeinAddressSpace *, self->n);

  for (uint32_t i = 0; i < self->n; i++)
    {
      SkeinAddressSpace *space = skein_address_space_new_take (&self->keys[i], g_steal_pointer (&self->spaces[i]));

      space->read_ns = 1;
      space->error = self->errors[i];
      space->figures_ns = space->n_regions > 0 && space->regions[0].has_figures;
      report->spaces[i] = space;
    }

  report->n_bridges = self->bridges->len;
  report->bridges = (gpointer) g_array_free (g_steal_pointer (&self->bridges), FALSE);

  return report;
}

static inline void
world_end (World *self)
{
  for (uint32_t i = 0; i < self->n; i++)
    {
      g_clear_pointer (&self->spaces[i], g_array_unref);
      skein_process_unref (self->processes[i]);
    }
  g_clear_pointer (&self->bridges, g_array_unref);
}

/* What every program has: code, globals, a heap, libraries, stacks. */
typedef struct
{
  uint32_t code;
  uint32_t data;
  uint32_t heap;
  uint32_t shared;
  uint32_t libc;
  uint32_t stack;
} WorldProgram;

/* @shared_name: (nullable): it maps this, of 4 MiB. @heap_own of its 64 MiB are its own, the rest is shared. */
static inline WorldProgram
world_map_program (World      *self,
                   uint32_t    space,
                   uint64_t    heap_own,
                   const char *shared_name)
{
  static const char libc[] = "/usr/lib/x86_64-linux-gnu/libc.so.6";
  static const char libm[] = "/usr/lib/x86_64-linux-gnu/libm.so.6";
  const SkeinProcess *process = self->processes[space];
  const char *program = "/usr/bin/cow-demo";
  WorldProgram at;
  uint64_t address = UINT64_C (0x555555554000);

  at.code = world_map (self, space, (WorldRegion) { address, 16 * WORLD_KB, SKEIN_REGION_CODE, R, 0,
                                                    16 * WORLD_KB, 0, program });
  world_map (self, space, (WorldRegion) { address + 0x4000, 24 * WORLD_KB, SKEIN_REGION_CODE, RX, 0, 20 * WORLD_KB, 0,
                                          program });
  at.data = world_map (self, space, (WorldRegion) { address + 0xa000, 12 * WORLD_KB, SKEIN_REGION_DATA, RW,
                                                    8 * (int64_t) WORLD_KB, 4 * WORLD_KB, 0, program });
  at.heap = world_map (self, space, (WorldRegion) { address + 0x2000000, 64 * WORLD_MB, SKEIN_REGION_HEAP, RW,
                                                    (int64_t) heap_own, 64 * WORLD_MB - heap_own, 0, "[heap]" });

  address = UINT64_C (0x7f0000000000);
  at.shared = UINT32_MAX;
  if (shared_name != NULL)
    at.shared = world_map (self, space, (WorldRegion) { address, 4 * WORLD_MB, SKEIN_REGION_SHARED, RWS, 0,
                                                        4 * WORLD_MB, 0, shared_name });

  address = UINT64_C (0x7f1000000000);
  for (uint32_t i = process->n_threads; i-- > 1;)
    {
      world_map (self, space, (WorldRegion) { address, 4 * WORLD_KB, SKEIN_REGION_ANONYMOUS, 0, 0, 0, 0, NULL });
      world_map (self, space, (WorldRegion) { address + 0x1000, 8 * WORLD_MB, SKEIN_REGION_THREAD_STACK, RW,
                                              12 * (int64_t) WORLD_KB, 0, process->threads[i].tid, NULL });
      address += 0x1000 + 8 * WORLD_MB;
    }

  address = UINT64_C (0x7f2000000000);
  world_map (self, space, (WorldRegion) { address, 12 * WORLD_KB, SKEIN_REGION_ANONYMOUS, RW,
                                          12 * (int64_t) WORLD_KB, 0, 0, NULL });
  address += 0x10000;
  at.libc = world_map (self, space, (WorldRegion) { address, 152 * WORLD_KB, SKEIN_REGION_LIBRARY, R, 0,
                                                    120 * WORLD_KB, 0, libc });
  world_map (self, space, (WorldRegion) { address + 152 * WORLD_KB, 1400 * WORLD_KB, SKEIN_REGION_LIBRARY, RX, 0,
                                          900 * WORLD_KB, 0, libc });
  world_map (self, space, (WorldRegion) { address + 1552 * WORLD_KB, 8 * WORLD_KB, SKEIN_REGION_LIBRARY, RW,
                                          8 * (int64_t) WORLD_KB, 0, 0, libc });
  world_map (self, space, (WorldRegion) { address + 1560 * WORLD_KB, 52 * WORLD_KB, SKEIN_REGION_ANONYMOUS, RW,
                                          20 * (int64_t) WORLD_KB, 0, 0, NULL });
  world_map (self, space, (WorldRegion) { address + 0x3f0000, 400 * WORLD_KB, SKEIN_REGION_LIBRARY, RX, 0,
                                          100 * WORLD_KB, 0, libm });
  at.stack = world_map (self, space, (WorldRegion) { UINT64_C (0x7ffffffde000), 132 * WORLD_KB, SKEIN_REGION_STACK, RW,
                                                     16 * (int64_t) WORLD_KB, 0, 0, "[stack]" });
  world_map (self, space, (WorldRegion) { UINT64_C (0x7ffffffff000), 8 * WORLD_KB, SKEIN_REGION_KERNEL, RX, 0,
                                          4 * WORLD_KB, 0, "[vdso]" });

  return at;
}
