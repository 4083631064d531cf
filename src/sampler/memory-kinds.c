/* memory-kinds.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/memory-kinds.h"

#include <string.h>

/* What stands right behind a library may be its zeroed globals, or a mapping that happened to be
 * put there: the kernel fills its room from above. Nothing but size tells them apart. */
#define LIBRARY_ZEROED_MOST (UINT64_C (1) << 20)

/* The names in brackets, and what they are the names of. */
static const struct
{
  const char      *name;
  SkeinRegionKind  kind;
} named[] = {
  { "[heap]", SKEIN_REGION_HEAP },
  { "[stack]", SKEIN_REGION_STACK },
  { "[vdso]", SKEIN_REGION_KERNEL },
  { "[vvar]", SKEIN_REGION_KERNEL },
  { "[vvar_vclock]", SKEIN_REGION_KERNEL },
  { "[vsyscall]", SKEIN_REGION_KERNEL },
  { "[uprobes]", SKEIN_REGION_KERNEL },
  { "[sigpage]", SKEIN_REGION_KERNEL },
  { "[vectors]", SKEIN_REGION_KERNEL },
};

/* Objects that live in memory alone. */
static const char *const memory_objects[] = {
  "/dev/zero",
  "/memfd:",
  "/dev/shm/",
  "/SYSV",
  "/anon_hugepage",
  "/dev/hugepages/",
  "[anon_shmem:",
};

static bool
is_memory_object (const char *name)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (memory_objects); i++)
    {
      if (g_str_has_prefix (name, memory_objects[i]))
        return true;
    }

  return false;
}

static SkeinRegionKind
tell_named (const SkeinRegion *region)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (named); i++)
    {
      if (strcmp (region->name, named[i].name) == 0)
        return named[i].kind;
    }

  return SKEIN_REGION_ANONYMOUS;
}

/* "libm.so.6", "libm-2.36.so", "libm.so.6 (deleted)" */
static bool
is_library_name (const char *name)
{
  const char *base = strrchr (name, '/');
  const char *so = strstr (base != NULL ? base : name, ".so");

  return so != NULL && (so[3] == '\0' || so[3] == '.' || so[3] == ' ');
}

static guint
hash_file (gconstpointer data)
{
  const SkeinRegion *region = data;

  return (guint) ((region->inode ^ region->device << 20) * UINT64_C (0x9e3779b97f4a7c15) >> 32);
}

static gboolean
equal_files (gconstpointer a,
             gconstpointer b)
{
  const SkeinRegion *one = a, *other = b;

  return one->inode == other->inode && one->device == other->device;
}

/* A region each for the files of which some may be executed. */
static GHashTable *
find_executed (const SkeinRegion *regions,
               size_t             n_regions)
{
  GHashTable *executed = g_hash_table_new (hash_file, equal_files);

  for (size_t i = 0; i < n_regions; i++)
    {
      if (regions[i].inode != 0 && (regions[i].access & SKEIN_ACCESS_EXECUTE) != 0)
        g_hash_table_add (executed, (gpointer) &regions[i]);
    }

  return executed;
}

/* Returns: a region of the program's file; where its path is not known, or not among them, of
 *   the first that lies on a disk */
static const SkeinRegion *
find_program (const SkeinRegion *regions,
              size_t             n_regions,
              const char        *program)
{
  const SkeinRegion *first = NULL;

  for (size_t i = 0; i < n_regions; i++)
    {
      if (regions[i].inode == 0 || regions[i].name == NULL)
        continue;

      if (program != NULL && strcmp (regions[i].name, program) == 0)
        return &regions[i];

      if (first == NULL && !is_memory_object (regions[i].name))
        first = &regions[i];
    }

  return first;
}

/* Zeroed memory that may be written, of nobody, right behind what may be written of a file. */
static bool
is_zeroed_part (const SkeinRegion *region,
                const SkeinRegion *before)
{
  return before != NULL && before->end == region->start && before->inode != 0 &&
         (before->access & SKEIN_ACCESS_WRITE) != 0 && (region->access & SKEIN_ACCESS_WRITE) != 0 &&
         (before->kind == SKEIN_REGION_DATA ||
          (before->kind == SKEIN_REGION_LIBRARY && skein_region_get_size (region) <= LIBRARY_ZEROED_MOST));
}

static SkeinRegionKind
tell_unnamed (const SkeinRegion *region,
              const SkeinRegion *before)
{
  if ((region->access & SKEIN_ACCESS_SHARED) != 0)
    return SKEIN_REGION_SHARED;

  return is_zeroed_part (region, before) ? before->kind : SKEIN_REGION_ANONYMOUS;
}

static bool
is_shared (const SkeinRegion *region)
{
  return skein_region_is_writable_by_all (region) ||
         ((region->access & SKEIN_ACCESS_SHARED) != 0 && is_memory_object (region->name));
}

void
skein_memory_kinds_tell (SkeinRegion *regions,
                         size_t       n_regions,
                         const char  *program)
{
  g_autoptr (GHashTable) executed = find_executed (regions, n_regions);
  const SkeinRegion *program_file = find_program (regions, n_regions, program);

  for (size_t i = 0; i < n_regions; i++)
    {
      SkeinRegion *region = &regions[i];

      if (region->name == NULL)
        region->kind = tell_unnamed (region, i > 0 ? &regions[i - 1] : NULL);
      else if (is_shared (region))
        region->kind = SKEIN_REGION_SHARED;
      else if (region->inode == 0 || strcmp (region->name, "/dev/zero") == 0)
        region->kind = tell_named (region);
      else if (program_file != NULL && equal_files (region, program_file))
        region->kind = (region->access & SKEIN_ACCESS_WRITE) != 0 ? SKEIN_REGION_DATA : SKEIN_REGION_CODE;
      else if (g_hash_table_contains (executed, region) || is_library_name (region->name))
        region->kind = SKEIN_REGION_LIBRARY;
      else
        region->kind = SKEIN_REGION_FILE;
    }
}
