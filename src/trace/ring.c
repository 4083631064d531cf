/* ring.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "trace/ring.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <linux/perf_event.h>

/* A record's length is a 16-bit number. */
#define LONGEST_RECORD 65536

/* The largest power of two that is not larger. */
static size_t
round_down (size_t size)
{
  size_t power = 1;

  while (power <= size / 2)
    power *= 2;

  return power;
}

int
skein_ring_map (SkeinRing *self,
                int        fd,
                size_t     largest,
                size_t     smallest)
{
  size_t page_size = (size_t) sysconf (_SC_PAGESIZE);
  size_t size = MAX (round_down (largest), page_size);
  void *memory;

  while ((memory = mmap (NULL, page_size + size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0)) == MAP_FAILED)
    {
      /* EPERM: too much locked memory. ENOMEM: none of that size in one piece. */
      if ((errno != EPERM && errno != ENOMEM) || size / 2 < MAX (smallest, page_size))
        return -errno;

      size /= 2;
    }

  skein_ring_wrap (self, memory, (uint8_t *) memory + page_size, size);
  self->mapped = page_size + size;

  return 0;
}

void
skein_ring_wrap (SkeinRing                   *self,
                 struct perf_event_mmap_page *page,
                 void                        *data,
                 size_t                       size)
{
  *self = (SkeinRing) { .page = page, .data = data, .size = size };
}

void
skein_ring_clear (SkeinRing *self)
{
  if (self->mapped > 0)
    munmap (self->page, self->mapped);

  g_free (self->joined);
  *self = (SkeinRing) { 0 };
}

/* A record that goes over the end of the ring goes on at its start. */
static const void *
join (SkeinRing *self,
      size_t     at,
      size_t     length)
{
  size_t before_end = self->size - at;

  if (length <= before_end)
    return self->data + at;

  if (self->joined == NULL)
    self->joined = g_malloc (LONGEST_RECORD);

  memcpy (self->joined, self->data + at, before_end);
  memcpy (self->joined + before_end, self->data, length - before_end);

  return self->joined;
}

/* The header never goes over the end: all lengths are multiples of its own. */
static size_t
get_length (const SkeinRing *self,
            uint64_t         tail)
{
  struct perf_event_header header;

  memcpy (&header, self->data + (tail & (self->size - 1)), sizeof header);

  return header.size;
}

int
skein_ring_read (SkeinRing     *self,
                 SkeinRingRead  read,
                 void          *data,
                 size_t        *ret_bytes)
{
  /* Pairs with the kernel's: what is before the head was written before it. */
  uint64_t head = __atomic_load_n (&self->page->data_head, __ATOMIC_ACQUIRE);
  uint64_t tail = self->page->data_tail;
  int result = 0;

  *ret_bytes = (size_t) MIN (head - tail, self->size);

  if (head - tail > self->size || tail % sizeof (struct perf_event_header) != 0)
    result = -EBADMSG;

  while (result == 0 && tail != head)
    {
      size_t length = head - tail < sizeof (struct perf_event_header) ? 0 : get_length (self, tail);

      if (length < sizeof (struct perf_event_header) || length % sizeof (struct perf_event_header) != 0 ||
          length > head - tail)
        {
          result = -EBADMSG;
          break;
        }

      read (join (self, tail & (self->size - 1), length), length, data);
      tail += length;
    }

  /* From here on the kernel may write over what was read. */
  __atomic_store_n (&self->page->data_tail, head, __ATOMIC_RELEASE);

  return result;
}
