/* memory-pages.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/memory-pages.h"

#include "base/autofd.h"
#include "base/clock.h"
#include "proc/pagemap.h"
#include "sampler/memory-folder.h"
#include "sampler/memory-reader.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Some 20 µs: so fine is the grain of the time that may be spent. */
#define N_ENTRIES 512

struct _SkeinMemoryPages
{
  int          proc_fd;
  SkeinTaskKey process;
  uint64_t     asked_start;
  uint64_t     asked_end;
  uint64_t     page_size;
  uint64_t     first_page;
  uint64_t     n_pages;
  uint64_t     n_region;
  uint64_t     n_seen;
  uint64_t     next; /* where the next step goes on */
  int          error;
  uint8_t     *pages;
};

SkeinMemoryPages *
skein_memory_pages_new (int                 proc_fd,
                        const SkeinTaskKey *process,
                        uint64_t            start,
                        uint64_t            end)
{
  SkeinMemoryPages *self = g_new0 (SkeinMemoryPages, 1);
  uint64_t last_page;

  self->proc_fd = proc_fd;
  self->process = *process;
  self->asked_start = start;
  self->asked_end = end;
  self->page_size = (uint64_t) sysconf (_SC_PAGESIZE);
  self->first_page = start / self->page_size;
  last_page = end / self->page_size + (end % self->page_size != 0);
  self->n_region = last_page > self->first_page ? last_page - self->first_page : 0;
  self->n_pages = MIN (self->n_region, SKEIN_PAGES_MOST);
  self->pages = g_new0 (uint8_t, MAX (self->n_pages, 1));

  return self;
}

void
skein_memory_pages_free (SkeinMemoryPages *self)
{
  g_free (self->pages);
  g_free (self);
}

bool
skein_memory_pages_is_of (const SkeinMemoryPages *self,
                          const SkeinTaskKey     *process,
                          uint64_t                start,
                          uint64_t                end)
{
  return skein_task_key_equal (&self->process, process) && self->asked_start == start && self->asked_end == end;
}

/* Anew each time: an open file stays with the program that was, if another is started in its place. */
static int
open_pagemap (const SkeinMemoryPages *self)
{
  g_auto (SkeinMemoryFolder) folder = { .process_fd = -1, .memory_fd = -1 };
  int result = skein_memory_folder_open_process (self->proc_fd, &self->process, &folder);
  int fd;

  if (result < 0)
    return result;

  if (folder.memory_fd < 0)
    return -ESRCH;

  fd = openat (folder.memory_fd, "pagemap", O_RDONLY | O_CLOEXEC);

  return fd < 0 ? -errno : fd;
}

static uint8_t
get_page (uint64_t entry)
{
  uint8_t flag = (entry & SKEIN_PAGEMAP_FILE) != 0 ? SKEIN_PAGE_FILE : 0;

  if ((entry & SKEIN_PAGEMAP_PRESENT) != 0)
    return (uint8_t) ((entry & SKEIN_PAGEMAP_EXCLUSIVE) != 0 ? SKEIN_PAGE_OWN : SKEIN_PAGE_SHARED) | flag;

  return (entry & SKEIN_PAGEMAP_SWAPPED) != 0 ? SKEIN_PAGE_SWAPPED | flag : SKEIN_PAGE_UNTOUCHED;
}

/* Returns: how many pages were read, or a negative errno */
static ssize_t
read_some (SkeinMemoryPages *self,
           int               fd,
           size_t            n_most,
           bool             *has_changed)
{
  uint64_t entries[N_ENTRIES];
  size_t n = MIN (MIN (self->n_pages - self->next, N_ENTRIES), n_most);
  ssize_t n_read = skein_pagemap_read (fd, self->first_page + self->next, entries, n);

  for (ssize_t i = 0; i < n_read; i++)
    {
      uint8_t page = get_page (entries[i]);

      *has_changed |= self->pages[self->next + (uint64_t) i] != page;
      self->pages[self->next + (uint64_t) i] = page;
    }

  return n_read == 0 ? -ESRCH : n_read;
}

static void
go_on (SkeinMemoryPages *self,
       uint64_t          n_read,
       bool             *has_changed)
{
  self->next += n_read;

  if (self->next > self->n_seen)
    {
      self->n_seen = self->next;
      *has_changed = true;
    }

  if (self->next == self->n_pages)
    self->next = 0;
}

bool
skein_memory_pages_step (SkeinMemoryPages *self,
                         int64_t           budget_ns)
{
  int64_t start_ns = skein_clock_now_ns ();
  skein_autofd int fd = open_pagemap (self);
  bool has_changed = false;
  int error_before = self->error;
  uint64_t n_left = self->n_pages;

  self->error = MIN (fd, 0);

  while (self->error == 0 && n_left > 0)
    {
      ssize_t n_read = read_some (self, fd, n_left, &has_changed);

      if (n_read < 0)
        {
          self->error = (int) n_read;
          break;
        }

      go_on (self, (uint64_t) n_read, &has_changed);
      n_left -= (uint64_t) n_read;

      if (skein_clock_now_ns () - start_ns >= budget_ns)
        break;
    }

  return has_changed || self->error != error_before;
}

SkeinPages *
skein_memory_pages_dup (const SkeinMemoryPages *self)
{
  SkeinPages *pages;

  if (self->error < 0)
    return NULL;

  pages = g_new (SkeinPages, 1);
  *pages = (SkeinPages) {
    .process = self->process,
    .start = self->first_page * self->page_size,
    .page_size = self->page_size,
    .n_pages = self->n_pages,
    .n_region = self->n_region,
    .n_seen = self->n_seen,
    .pages = g_memdup2 (self->pages, MAX (self->n_pages, 1)),
  };

  return pages;
}
