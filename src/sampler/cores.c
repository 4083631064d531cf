/* cores.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/cores.h"

#include "base/readat.h"
#include "proc/cpulist.h"

#include <fcntl.h>
#include <unistd.h>

#define PRESENT_PATH "/sys/devices/system/cpu/present"

/* Enough for some forty cores and the counts of interrupts; it grows where it is not. */
#define TEXT_SIZE 8192

static SkeinCore *
ensure_core (SkeinCoreWatch *self,
             uint32_t        id)
{
  SkeinCore core = { .id = (uint16_t) id };
  guint i = 0;

  while (i < self->cores->len && g_array_index (self->cores, SkeinCore, i).id < id)
    i++;

  if (i == self->cores->len || g_array_index (self->cores, SkeinCore, i).id != id)
    g_array_insert_val (self->cores, i, core);

  return &g_array_index (self->cores, SkeinCore, i);
}

/* Cores that are offline now, and so miss in /proc/stat. */
static void
add_present_cores (SkeinCoreWatch *self)
{
  SkeinCpulist present;

  if (skein_cpulist_read_at (AT_FDCWD, PRESENT_PATH, &present) < 0)
    return;

  for (unsigned id = 0; id < SKEIN_CPULIST_MAX; id++)
    {
      if (skein_cpulist_contains (&present, id))
        ensure_core (self, id);
    }
}

void
skein_core_watch_init (SkeinCoreWatch    *self,
                       const SkeinReader *reader)
{
  self->cores = g_array_new (FALSE, FALSE, sizeof (SkeinCore));
  self->fd = openat (reader->proc_fd, "stat", O_RDONLY | O_CLOEXEC);
  self->text = g_byte_array_new ();
  g_byte_array_set_size (self->text, TEXT_SIZE);
  skein_cores_init (&self->reading);

  if (reader->is_live)
    add_present_cores (self);
}

void
skein_core_watch_clear (SkeinCoreWatch *self)
{
  if (self->fd >= 0)
    close (self->fd);

  skein_cores_clear (&self->reading);
  g_clear_pointer (&self->cores, g_array_unref);
  g_clear_pointer (&self->text, g_byte_array_unref);
}

static bool
read_ticks (SkeinCoreWatch *self)
{
  ssize_t length;

  if (self->fd < 0)
    return false;

  while ((length = skein_read_again (self->fd, (char *) self->text->data, self->text->len)) == self->text->len)
    g_byte_array_set_size (self->text, self->text->len * 2);

  return length > 0 && skein_cores_parse ((const char *) self->text->data, (size_t) length, &self->reading) == 0;
}

static uint64_t
get_growth (uint64_t before,
            uint64_t after)
{
  return after > before ? after - before : 0;
}

static float
get_busy (const SkeinCore *before,
          const SkeinCore *after)
{
  uint64_t idle_ns = get_growth (before->idle_ns, after->idle_ns) +
                     get_growth (before->iowait_ns, after->iowait_ns);
  uint64_t busy_ns = get_growth (before->user_ns, after->user_ns) +
                     get_growth (before->system_ns, after->system_ns) +
                     get_growth (before->irq_ns, after->irq_ns) +
                     get_growth (before->steal_ns, after->steal_ns);

  if (!before->is_online || busy_ns + idle_ns == 0)
    return 0;

  return (float) ((double) busy_ns / (double) (busy_ns + idle_ns));
}

static void
take_core (SkeinCoreWatch       *self,
           const SkeinCoreTicks *ticks,
           const SkeinReader    *reader)
{
  uint64_t tick_ns = (uint64_t) reader->tick_ns;
  SkeinCore *core = ensure_core (self, ticks->core);
  SkeinCore before = *core;

  core->is_online = true;
  core->user_ns = (ticks->user + ticks->nice) * tick_ns;
  core->system_ns = ticks->system * tick_ns;
  core->irq_ns = (ticks->irq + ticks->softirq) * tick_ns;
  core->idle_ns = ticks->idle * tick_ns;
  core->iowait_ns = ticks->iowait * tick_ns;
  core->steal_ns = ticks->steal * tick_ns;
  core->busy = reader->interval_ns > 0 ? get_busy (&before, core) : 0;
}

static bool
is_listed (const SkeinCoreWatch *self,
           uint16_t              id)
{
  for (guint i = 0; i < self->reading.cores->len; i++)
    {
      if (g_array_index (self->reading.cores, SkeinCoreTicks, i).core == id)
        return true;
    }

  return false;
}

static void
clear_offline_cores (SkeinCoreWatch *self)
{
  for (guint i = 0; i < self->cores->len; i++)
    {
      SkeinCore *core = &g_array_index (self->cores, SkeinCore, i);

      if (core->is_online && !is_listed (self, core->id))
        *core = (SkeinCore) { .id = core->id };
    }
}

void
skein_core_watch_read (SkeinCoreWatch *self,
                       SkeinReader    *reader)
{
  const GArray *ticks;

  /* Figures that cannot be had stay as they were: no core vanishes for that. */
  if (!read_ticks (self))
    return;

  ticks = self->reading.cores;

  for (guint i = 0; i < ticks->len; i++)
    {
      take_core (self, &g_array_index (ticks, SkeinCoreTicks, i), reader);
      reader->has_steal |= g_array_index (ticks, SkeinCoreTicks, i).steal > 0;
    }

  if (ticks->len < self->cores->len)
    clear_offline_cores (self);

  reader->n_cores = MAX (ticks->len, 1);
}
