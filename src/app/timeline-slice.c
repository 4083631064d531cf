/* timeline-slice.c - one stay of a thread on a core: found, chosen, outlined
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/timeline-view-private.h"

/* Between two slices there are at most a wait and what is derived of it. */
#define MAX_STRETCHES 8

gboolean
skein_timeline_view_slice_at (SkeinTimelineView *self,
                              const SkeinHit    *hit,
                              SkeinSlice        *ret)
{
  if (self->page.column_ns == 0)
    return FALSE;

  return skein_scene_hit_slice (self->scene, &self->page, hit, ret);
}

/* What @thread does at an instant, if that is exactly known, from its beginning to its end. */
gboolean
skein_timeline_view_stretch_at (SkeinTimelineView *self,
                                SkeinId            thread,
                                int64_t            time_ns,
                                SkeinStretch      *ret)
{
  const SkeinStore *store = self->scene->store;
  int64_t span_ns = self->page.n * self->page.column_ns;
  int64_t start_ns = MIN (time_ns, self->page.start_ns) - span_ns;
  int64_t end_ns = MAX (time_ns, self->page.start_ns + span_ns) + span_ns;
  SkeinStretch stretches[MAX_STRETCHES];
  SkeinSlice slice;
  size_t n;

  if (skein_store_find_slice (store, thread, time_ns, SKEIN_SLICE_AT, &slice))
    {
      *ret = (SkeinStretch) { slice.start_ns, slice.end_ns, SKEIN_STATE_RUNNING, false, slice.core };

      return TRUE;
    }

  if (skein_store_find_slice (store, thread, time_ns, SKEIN_SLICE_PREVIOUS, &slice))
    start_ns = slice.end_ns;
  if (skein_store_find_slice (store, thread, time_ns, SKEIN_SLICE_NEXT, &slice))
    end_ns = slice.start_ns;
  n = skein_store_get_stretches (store, thread, start_ns, end_ns, stretches, MAX_STRETCHES);

  for (size_t i = 0; i < n; i++)
    {
      if (time_ns < stretches[i].start_ns || time_ns >= stretches[i].end_ns)
        continue;

      *ret = stretches[i];

      return TRUE;
    }

  return FALSE;
}

static gboolean
is_chosen (SkeinTimelineView *self,
           const SkeinSlice  *slice)
{
  const SkeinSlice *chosen = skein_session_get_slice (self->session);

  return chosen != NULL && chosen->thread == slice->thread && chosen->start_ns == slice->start_ns;
}

/* Chosen once more it is let go. Its thread is chosen with it, if it has a lane. */
void
skein_timeline_view_choose_slice (SkeinTimelineView *self,
                                  const SkeinSlice  *slice)
{
  SkeinTaskInfo info;

  if (is_chosen (self, slice))
    {
      skein_session_set_slice (self->session, NULL);

      return;
    }

  if (skein_timeline_find_lane (self->timeline, slice->thread) >= 0 &&
      skein_store_get_info (self->scene->store, slice->thread, &info))
    skein_session_set_thread (self->session, &info.key);

  skein_session_set_slice (self->session, slice);
}

void
skein_timeline_view_outline_slice (SkeinTimelineView *self,
                                   GtkSnapshot       *snapshot)
{
  static const SkeinPart parts[] = { SKEIN_PART_CORE, SKEIN_PART_LANE };
  const SkeinSlice *slice = skein_session_get_slice (self->session);
  cairo_rectangle_int_t box;

  for (guint i = 0; slice != NULL && i < G_N_ELEMENTS (parts); i++)
    {
      if (!skein_scene_slice_box (self->scene, &self->page, slice, parts[i], &box))
        continue;

      box = (cairo_rectangle_int_t) { box.x - 2, box.y - 1, box.width + 3, box.height + 2 };
      skein_timeline_view_append_outline (snapshot, &box, &self->palette->text);
    }
}
