/* core-lane.c - a core's lane: who used it in each interval, stacked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "draw/scene-private.h"

#include <math.h>

static bool
bin_equal (const SkeinCoreBin *a,
           const SkeinCoreBin *b)
{
  if (a->observed != b->observed || a->busy != b->busy || a->n_users != b->n_users)
    return false;

  for (int i = 0; i < a->n_users; i++)
    {
      if (a->users[i].process != b->users[i].process || a->users[i].share != b->users[i].share)
        return false;
    }

  return true;
}

static bool
is_in_focus (const SkeinScene *self,
             SkeinId           process)
{
  size_t n;
  const SkeinId *processes = skein_timeline_get_processes (self->timeline, &n);

  if (self->all_coloured)
    return true;

  for (size_t i = 0; i < n; i++)
    {
      if (processes[i] == process)
        return true;
    }

  return false;
}

/* Those in focus, in an order that does not depend on the shares, so that a colour
 * stays at its place from interval to interval. */
static int
collect_users (const SkeinScene   *self,
               const SkeinCoreBin *bin,
               SkeinCoreUser      *users)
{
  int n = 0;

  for (int i = 0; i < bin->n_users; i++)
    {
      int place = n;

      if (!is_in_focus (self, bin->users[i].process))
        continue;

      for (; place > 0 && users[place - 1].process > bin->users[i].process; place--)
        users[place] = users[place - 1];
      users[place] = bin->users[i];
      n++;
    }

  return n;
}

static void
fill_share (cairo_t           *cr,
            const SkeinColour *colour,
            int                x,
            int                width,
            const SkeinStripe *lane,
            float              from,
            float              to)
{
  int bottom = (int) lroundf (from * (float) lane->height);
  int top = (int) lroundf (MIN (to, 1.0f) * (float) lane->height);

  if (top <= bottom)
    return;

  skein_colour_set_source (colour, cr);
  cairo_rectangle (cr, x, lane->y + lane->height - top, width, top - bottom);
  cairo_fill (cr);
}

static SkeinColour
colour_of_user (const SkeinScene *self,
                SkeinId           process)
{
  if (self->by_state)
    return self->palette->running;

  return skein_colour_of_process (self->colour (process, self->colour_data), self->palette->dark);
}

static void
draw_stretch (const SkeinScene   *self,
              cairo_t            *cr,
              const SkeinCoreBin *bin,
              int                 x,
              int                 width,
              const SkeinStripe  *lane)
{
  SkeinCoreUser users[SKEIN_CORE_USERS];
  int n = collect_users (self, bin, users);
  float share = 0.0f;

  if (bin->observed <= 0.01f)
    return;

  skein_colour_set_source (&self->palette->track, cr);
  cairo_rectangle (cr, x, lane->y, width, lane->height);
  cairo_fill (cr);

  for (int i = 0; i < n; i++)
    {
      SkeinColour colour = colour_of_user (self, users[i].process);
      float next = share + users[i].share / bin->observed;

      fill_share (cr, &colour, x, width, lane, share, next);
      share = next;
    }

  fill_share (cr, &self->palette->rest, x, width, lane, share, bin->busy / bin->observed);
}

void
skein_draw_core_lane (const SkeinScene   *self,
                      cairo_t            *cr,
                      unsigned            core,
                      const SkeinStripe  *lane,
                      const SkeinColumns *columns)
{
  g_autofree SkeinCoreBin *bins = g_new0 (SkeinCoreBin, columns->n);
  int end;

  skein_store_bin_core (self->store, core, columns->start_ns, (double) columns->column_ns,
                        bins, (size_t) columns->n);

  for (int i = 0; i < columns->n; i = end)
    {
      end = i + 1;
      while (end < columns->n && bin_equal (&bins[end], &bins[i]))
        end++;
      draw_stretch (self, cr, &bins[i], i, end - i, lane);
    }
}
