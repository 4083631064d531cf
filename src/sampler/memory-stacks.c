/* memory-stacks.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/memory-stacks.h"

#include "proc/robust-list.h"
#include "proc/syscall.h"
#include "proc/tasklist.h"

/* How far below the upper end of its stack a thread library keeps what it knows of a thread: its
 * own struct, and on some machines the thread's variables above it. */
#define TOP_MOST (UINT64_C (64) << 10)

/* An inaccessible page or a few; more is room that was reserved for something else. */
#define GUARD_MOST (UINT64_C (1) << 20)

/* The least that a thread library accepts. */
#define STACK_LEAST (UINT64_C (16) << 10)

/* A stack pointer costs ten times what a robust list does: so many at a reading, the others next time. */
#define MOST_POINTERS 64

#define NO_REGION SIZE_MAX

typedef struct
{
  pid_t    tid;
  uint8_t  method;
  bool     is_wandering; /* it has a stack of its own making: its stack pointer was seen there */
  uint64_t address;      /* in its stack, as @method found it; 0: it is not known */
} Thread;

struct _SkeinMemoryStacks
{
  bool    is_live;
  GArray *threads; /* all but the main one */
  GArray *tids;    /* room for the listing */

  /* Of one reading. */
  int          dir_fd;
  SkeinRegion *regions;
  size_t       n_regions;
  uint32_t    *n_claims; /* of each region: how many threads say that they have something in it */
  unsigned     n_pointers;
};

SkeinMemoryStacks *
skein_memory_stacks_new (bool is_live)
{
  SkeinMemoryStacks *self = g_new0 (SkeinMemoryStacks, 1);

  self->is_live = is_live;
  self->threads = g_array_new (FALSE, FALSE, sizeof (Thread));
  self->tids = g_array_new (FALSE, FALSE, sizeof (pid_t));

  return self;
}

void
skein_memory_stacks_free (SkeinMemoryStacks *self)
{
  g_array_unref (self->threads);
  g_array_unref (self->tids);
  g_free (self);
}

static bool
is_candidate (const SkeinRegion *region)
{
  return (region->kind == SKEIN_REGION_ANONYMOUS || region->kind == SKEIN_REGION_THREAD_STACK) &&
         (region->access & (SKEIN_ACCESS_WRITE | SKEIN_ACCESS_SHARED)) == SKEIN_ACCESS_WRITE;
}

static bool
has_guard (const SkeinMemoryStacks *self,
           size_t                   at)
{
  const SkeinRegion *guard = at > 0 ? &self->regions[at - 1] : NULL;
  uint8_t any = SKEIN_ACCESS_READ | SKEIN_ACCESS_WRITE | SKEIN_ACCESS_EXECUTE | SKEIN_ACCESS_SHARED;

  return guard != NULL && guard->end == self->regions[at].start && guard->inode == 0 && (guard->access & any) == 0 &&
         skein_region_get_size (guard) <= GUARD_MOST;
}

static size_t
find_region (const SkeinMemoryStacks *self,
             uint64_t                 address)
{
  size_t first = 0, last = self->n_regions;

  while (first < last)
    {
      size_t middle = first + (last - first) / 2;

      if (address < self->regions[middle].start)
        last = middle;
      else if (address >= self->regions[middle].end)
        first = middle + 1;
      else
        return middle;
    }

  return NO_REGION;
}

/* Whether the thread library answered, be it of no use: then it has the last word. */
static bool
ask_robust_list (const SkeinMemoryStacks *self,
                 Thread                  *thread)
{
  uint64_t address;

  if (!self->is_live || skein_robust_list_get (thread->tid, &address) < 0 || address == 0)
    return false;

  thread->address = address;
  thread->method = SKEIN_STACK_ROBUST_LIST;

  return true;
}

/* Memory without a guard may be anything that a program switches its stack pointer to. */
static void
ask_stack_pointer (SkeinMemoryStacks *self,
                   Thread            *thread)
{
  char path[64];
  SkeinSyscall call;
  size_t at;

  if (thread->is_wandering || self->n_pointers >= MOST_POINTERS)
    return;

  self->n_pointers++;
  g_snprintf (path, sizeof path, "task/%d/syscall", (int) thread->tid);

  if (skein_syscall_read_at (self->dir_fd, path, &call) < 0 || call.stack_pointer == 0)
    return;

  at = find_region (self, call.stack_pointer);

  if (at == NO_REGION || !is_candidate (&self->regions[at]) || !has_guard (self, at) ||
      (thread->address != 0 && at != find_region (self, thread->address)))
    {
      thread->is_wandering = true;
      thread->address = 0;
      return;
    }

  thread->address = call.stack_pointer;
  thread->method = SKEIN_STACK_POINTER;
}

/* Where the kernel was asked once, it is not again, as long as something is mapped there. A stack pointer
 * is looked at each time: it may turn out to change its place. */
static void
ask (SkeinMemoryStacks *self,
     Thread            *thread)
{
  bool is_mapped = thread->address != 0 && find_region (self, thread->address) != NO_REGION;

  if (is_mapped && thread->method == SKEIN_STACK_ROBUST_LIST)
    return;

  if (!is_mapped)
    thread->address = 0;

  if (!ask_robust_list (self, thread))
    ask_stack_pointer (self, thread);
}

static GHashTable *
index_threads (const GArray *threads)
{
  GHashTable *index = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < threads->len; i++)
    g_hash_table_insert (index, GINT_TO_POINTER (g_array_index (threads, Thread, i).tid),
                         &g_array_index (threads, Thread, i));

  return index;
}

/* Takes over what is known of those that are still there. */
static void
list_threads (SkeinMemoryStacks *self,
              pid_t              main_tid)
{
  g_autoptr (GArray) before = self->threads;
  g_autoptr (GHashTable) index = index_threads (before);

  self->threads = g_array_new (FALSE, FALSE, sizeof (Thread));

  if (skein_tasklist_read_at (self->dir_fd, "task", self->tids) < 0)
    return;

  for (guint i = 0; i < self->tids->len; i++)
    {
      pid_t tid = g_array_index (self->tids, pid_t, i);
      const Thread *known = g_hash_table_lookup (index, GINT_TO_POINTER (tid));
      Thread thread = known != NULL ? *known : (Thread) { .tid = tid };

      if (tid != main_tid)
        g_array_append_val (self->threads, thread);
    }
}

static void
give (SkeinRegion      *region,
      pid_t             tid,
      SkeinStackMethod  method)
{
  if (region->kind != SKEIN_REGION_STACK)
    region->kind = SKEIN_REGION_THREAD_STACK;

  region->tid = tid;
  region->stack_method = (uint8_t) method;
}

static void
give_named (SkeinMemoryStacks *self,
            pid_t              main_tid)
{
  for (size_t i = 0; i < self->n_regions; i++)
    {
      if (self->regions[i].kind == SKEIN_REGION_STACK)
        give (&self->regions[i], main_tid, SKEIN_STACK_NAMED);
    }
}

static void
claim (SkeinMemoryStacks *self)
{
  for (guint i = 0; i < self->threads->len; i++)
    {
      Thread *thread = &g_array_index (self->threads, Thread, i);
      size_t at;

      ask (self, thread);
      at = thread->address != 0 ? find_region (self, thread->address) : NO_REGION;

      if (at != NO_REGION)
        self->n_claims[at]++;
    }
}

/* A region that several have something in is nobody's: their stacks stand in it side by side. */
static void
give_claimed (SkeinMemoryStacks *self)
{
  for (guint i = 0; i < self->threads->len; i++)
    {
      const Thread *thread = &g_array_index (self->threads, Thread, i);
      size_t at = thread->address != 0 ? find_region (self, thread->address) : NO_REGION;
      SkeinRegion *region = at != NO_REGION ? &self->regions[at] : NULL;

      if (region == NULL || self->n_claims[at] != 1 || !is_candidate (region))
        continue;

      if (thread->method == SKEIN_STACK_POINTER || region->end - thread->address <= TOP_MOST)
        give (region, thread->tid, thread->method);
    }
}

static bool
looks_like_stack (const SkeinMemoryStacks *self,
                  size_t                   at)
{
  const SkeinRegion *region = &self->regions[at];

  return region->kind == SKEIN_REGION_ANONYMOUS && is_candidate (region) && self->n_claims[at] == 0 &&
         skein_region_get_size (region) >= STACK_LEAST && has_guard (self, at);
}

/* Only where there is nothing to be mistaken about: one thread and one region. */
static void
give_left_over (SkeinMemoryStacks *self)
{
  const Thread *left = NULL;
  SkeinRegion *found = NULL;

  for (guint i = 0; i < self->threads->len; i++)
    {
      const Thread *thread = &g_array_index (self->threads, Thread, i);

      if (thread->address != 0)
        continue;

      if (left != NULL || thread->is_wandering)
        return;

      left = thread;
    }

  for (size_t i = 0; left != NULL && i < self->n_regions; i++)
    {
      if (!looks_like_stack (self, i))
        continue;

      if (found != NULL)
        return;

      found = &self->regions[i];
    }

  if (found != NULL)
    give (found, left->tid, SKEIN_STACK_GUARD);
}

void
skein_memory_stacks_tell (SkeinMemoryStacks  *self,
                          int                 dir_fd,
                          const SkeinTaskKey *process,
                          SkeinRegion        *regions,
                          size_t              n_regions)
{
  g_autofree uint32_t *n_claims = g_new0 (uint32_t, MAX (n_regions, 1));

  self->dir_fd = dir_fd;
  self->regions = regions;
  self->n_regions = n_regions;
  self->n_claims = n_claims;
  self->n_pointers = 0;

  list_threads (self, process->pid);
  give_named (self, process->pid);
  claim (self);
  give_claimed (self);
  give_left_over (self);

  self->regions = NULL;
  self->n_claims = NULL;
}
