/* memory-space.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/memory-space.h"

#include "base/clock.h"
#include "sampler/memory-folder.h"
#include "sampler/memory-kinds.h"
#include "sampler/memory-lines.h"
#include "sampler/memory-resident.h"
#include "sampler/memory-stacks.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

struct _SkeinMemorySpace
{
  int                proc_fd;
  SkeinTaskKey       process;
  pid_t              parent;
  SkeinMemoryStacks *stacks;
  SkeinAddressSpace *newest; /* (nullable) */
};

SkeinMemorySpace *
skein_memory_space_new (int                 proc_fd,
                        bool                is_live,
                        const SkeinTaskKey *process)
{
  SkeinMemorySpace *self = g_new0 (SkeinMemorySpace, 1);

  self->proc_fd = proc_fd;
  self->process = *process;
  self->stacks = skein_memory_stacks_new (is_live);

  return self;
}

void
skein_memory_space_free (SkeinMemorySpace *self)
{
  g_clear_pointer (&self->newest, skein_address_space_unref);
  skein_memory_stacks_free (self->stacks);
  g_free (self);
}

const SkeinTaskKey *
skein_memory_space_get_process (const SkeinMemorySpace *self)
{
  return &self->process;
}

pid_t
skein_memory_space_get_parent (const SkeinMemorySpace *self)
{
  return self->parent;
}

const SkeinAddressSpace *
skein_memory_space_get (const SkeinMemorySpace *self)
{
  return self->newest;
}

/* Of a region that is the same as before. */
static bool
is_same_region (const SkeinRegion *a,
                const SkeinRegion *b)
{
  return a->start == b->start && a->end == b->end && a->offset == b->offset && a->access == b->access &&
         a->device == b->device && a->inode == b->inode;
}

static void
keep_figures (SkeinRegion       *region,
              const SkeinRegion *before)
{
  region->has_resident = before->has_resident;
  region->resident = before->resident;

  if (!before->has_figures)
    return;

  region->has_figures = true;
  region->pss = before->pss;
  region->own = before->own;
  region->shared = before->shared;
  region->swap = before->swap;
  region->anonymous = before->anonymous;
}

/* Both are in the order of their addresses. */
static void
keep_all_figures (GArray                  *regions,
                  const SkeinAddressSpace *before)
{
  uint32_t at = 0;

  for (guint i = 0; i < regions->len; i++)
    {
      SkeinRegion *region = &g_array_index (regions, SkeinRegion, i);

      while (at < before->n_regions && before->regions[at].start < region->start)
        at++;

      if (at < before->n_regions && is_same_region (region, &before->regions[at]))
        keep_figures (region, &before->regions[at]);
    }
}

static void
tell_kinds (int     dir_fd,
            GArray *regions)
{
  char program[PATH_MAX];
  ssize_t length = readlinkat (dir_fd, "exe", program, sizeof program - 1);

  program[MAX (length, 0)] = '\0';
  skein_memory_kinds_tell ((SkeinRegion *) regions->data, regions->len, length > 0 ? program : NULL);
}

static int
read_lines (int       dir_fd,
            unsigned  depth,
            GArray  **ret)
{
  if ((depth & SKEIN_MEMORY_FIGURES) != 0)
    return skein_memory_lines_read_smaps (dir_fd, ret);

  return skein_memory_lines_read_maps (dir_fd, ret);
}

static int
read_regions (SkeinMemorySpace        *self,
              const SkeinMemoryFolder *folder,
              unsigned                 depth,
              GArray                 **ret)
{
  bool has_figures = (depth & SKEIN_MEMORY_FIGURES) != 0;
  int result = read_lines (folder->memory_fd, depth, ret);
  SkeinRegion *regions;

  if (result < 0)
    return result;

  if (!has_figures && self->newest != NULL)
    keep_all_figures (*ret, self->newest);

  regions = (SkeinRegion *) (*ret)->data;
  tell_kinds (folder->memory_fd, *ret);

  if (!has_figures && (depth & SKEIN_MEMORY_RESIDENT) != 0)
    skein_memory_resident_count (folder->memory_fd, regions, (*ret)->len);

  skein_memory_stacks_tell (self->stacks, folder->process_fd, &self->process, regions, (*ret)->len);

  return 0;
}

static bool
is_equal_region (const SkeinRegion *a,
                 const SkeinRegion *b)
{
  return is_same_region (a, b) && a->kind == b->kind && a->stack_method == b->stack_method && a->tid == b->tid &&
         a->has_resident == b->has_resident && a->has_figures == b->has_figures && a->resident == b->resident &&
         a->pss == b->pss && a->own == b->own && a->shared == b->shared && a->swap == b->swap &&
         a->anonymous == b->anonymous && g_strcmp0 (a->name, b->name) == 0;
}

static bool
is_equal (const SkeinAddressSpace *a,
          const SkeinAddressSpace *b)
{
  if (a->n_regions != b->n_regions || a->error != b->error || a->minor_faults != b->minor_faults ||
      a->major_faults != b->major_faults || (a->figures_ns == 0) != (b->figures_ns == 0))
    return false;

  for (uint32_t i = 0; i < a->n_regions; i++)
    {
      if (!is_equal_region (&a->regions[i], &b->regions[i]))
        return false;
    }

  return true;
}

/* Another reading of the same is of no use to anybody. */
static bool
replace (SkeinMemorySpace  *self,
         SkeinAddressSpace *space)
{
  if (self->newest != NULL && is_equal (self->newest, space))
    {
      skein_address_space_unref (space);
      return false;
    }

  g_clear_pointer (&self->newest, skein_address_space_unref);
  self->newest = space;

  return true;
}

bool
skein_memory_space_read (SkeinMemorySpace *self,
                         unsigned          depth)
{
  int64_t now_ns = skein_clock_now_ns ();
  int64_t figures_ns = self->newest != NULL ? self->newest->figures_ns : 0;
  g_auto (SkeinMemoryFolder) folder = { .process_fd = -1, .memory_fd = -1 };
  GArray *regions = NULL;
  SkeinAddressSpace *space;
  int result = skein_memory_folder_open_process (self->proc_fd, &self->process, &folder);

  if (result == 0 && folder.memory_fd >= 0)
    result = read_regions (self, &folder, depth, &regions);

  if (regions == NULL)
    regions = g_array_new (FALSE, FALSE, sizeof (SkeinRegion));

  space = skein_address_space_new_take (&self->process, regions);
  space->read_ns = now_ns;
  space->error = result;
  space->minor_faults = folder.stat.minor_faults;
  space->major_faults = folder.stat.major_faults;
  self->parent = folder.stat.ppid;

  if (result == 0)
    space->figures_ns = (depth & SKEIN_MEMORY_FIGURES) != 0 ? now_ns : figures_ns;

  return replace (self, space);
}
