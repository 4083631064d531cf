/* timeline-time.c - where the timeline's page lies in time, and how to get elsewhere
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/timeline-view-private.h"

#include "base/clock.h"
#include "present/axis-ticks.h"

/* How much of a full page stays when it moves on. */
#define KEPT_SHARE 0.75

#define ZOOM_STEP 1.5
#define PAN_STEP  0.2

/* Pointing this near to the end of a page that follows now means: stay with now. */
#define NEAR_NOW 0.9

#define MIN_SPAN_NS (10 * SKEIN_NS_PER_US)
#define MAX_SPAN_NS (3600 * SKEIN_NS_PER_S)

/* Shorter pages are not seen to fill: they come as a whole when they are over, and stay for
 * a while. */
#define FILLING_SPAN_NS (2 * SKEIN_NS_PER_S)
#define STAY_NS         (SKEIN_NS_PER_S / 2)

/* Switches come in batches, after the samples: for so long they are waited for. */
#define MAX_DELAY_NS (SKEIN_NS_PER_S / 2)

/* The kernel adds up run time at its ticks, and ready time when a wait is over: so late a share
 * may still be told of. */
#define SHARE_DELAY_NS (50 * SKEIN_NS_PER_MS)

/* A label of the axis, with the room beside it, is about so many characters wide. */
#define LABEL_LINES 5

static int64_t
whole_columns (int64_t time_ns,
               int64_t column_ns)
{
  int64_t rest = time_ns % column_ns;

  return time_ns - (rest < 0 ? rest + column_ns : rest);
}

/* Returns: whether the page that is shown may stay where it is. */
static gboolean
page_is_good (SkeinTimelineView *self,
              int64_t            newest_ns,
              int64_t            column_ns)
{
  int64_t length_ns = self->scene->columns_width * column_ns;
  int64_t end_ns = self->page.start_ns + length_ns;

  if (column_ns != self->page.column_ns || self->page.n != self->scene->columns_width)
    return FALSE;

  if (length_ns < FILLING_SPAN_NS)
    return newest_ns >= end_ns && newest_ns < end_ns + MAX (length_ns, STAY_NS);

  return newest_ns >= self->page.start_ns + length_ns / 4 && newest_ns <= end_ns;
}

/* While following, the page stands still until it is full. */
static int64_t
page_start (SkeinTimelineView *self,
            int64_t            view_start_ns,
            int64_t            newest_ns,
            int64_t            oldest_ns,
            int64_t            column_ns)
{
  int64_t length_ns = self->scene->columns_width * column_ns;
  int64_t start_ns;

  if (!skein_session_get_following (self->session))
    return whole_columns (view_start_ns, column_ns);

  if (page_is_good (self, newest_ns, column_ns))
    return self->page.start_ns;
  if (length_ns < FILLING_SPAN_NS)
    return whole_columns (newest_ns - length_ns, column_ns);

  start_ns = newest_ns - (int64_t) (KEPT_SHARE * (double) length_ns);

  /* The first column is whole, so that history does not begin with a gap. */
  return whole_columns (MAX (start_ns, oldest_ns + column_ns - 1), column_ns);
}

/* Until when all that is to be known of a time is known. */
static int64_t
known_until (SkeinTimelineView *self,
             int64_t            newest_ns)
{
  int64_t shares_ns = skein_store_get_shares_end (self->scene->store);
  int64_t until_ns = newest_ns;
  int64_t start_ns;
  int64_t end_ns;

  if (skein_store_get_exact_extent (self->scene->store, &start_ns, &end_ns) && newest_ns - end_ns <= MAX_DELAY_NS)
    until_ns = MIN (until_ns, end_ns);
  if (shares_ns >= newest_ns - MAX_DELAY_NS)
    until_ns = MIN (until_ns, shares_ns - SHARE_DELAY_NS);

  return until_ns;
}

/* What a page shows that stands still for a while has all its words. */
static int64_t
labels_until (SkeinTimelineView  *self,
              const SkeinColumns *page)
{
  gboolean fills = skein_session_get_following (self->session) && page->n * page->column_ns >= FILLING_SPAN_NS;

  return fills ? page->until_ns : INT64_MAX;
}

/* Returns: whether the page lies elsewhere than before. */
gboolean
skein_timeline_view_place_page (SkeinTimelineView *self)
{
  SkeinColumns page = self->page;
  int width = self->scene->columns_width;
  int64_t start_ns;
  int64_t end_ns;
  int64_t oldest_ns;
  int64_t newest_ns;
  gboolean moved;

  if (width <= 0 || !skein_store_get_extent (self->scene->store, &oldest_ns, &newest_ns))
    return FALSE;

  skein_session_get_view (self->session, &start_ns, &end_ns);
  newest_ns = known_until (self, newest_ns);
  page.column_ns = MAX ((end_ns - start_ns) / width, 1);
  page.start_ns = page_start (self, start_ns, newest_ns, oldest_ns, page.column_ns);
  page.n = width;
  page.until_ns = newest_ns;
  page.labels_until_ns = labels_until (self, &page);
  moved = page.start_ns != self->page.start_ns || page.column_ns != self->page.column_ns || page.n != self->page.n;

  if (moved)
    {
      page.offset_ns = skein_session_get_clock_offset (self->session);
      page.tick_ns = skein_axis_step (page.n * page.column_ns,
                                      (unsigned) (width / (LABEL_LINES * MAX (self->scene->line_height, 1))));

      /* The clock on the wall was set: gridlines stand at its round times. */
      if (page.tick_ns != self->page.tick_ns ||
          ABS (page.offset_ns - self->page.offset_ns) > page.column_ns + SKEIN_NS_PER_MS)
        skein_timeline_view_forget_drawn (self);
      else
        page.offset_ns = self->page.offset_ns;
    }

  self->page = page;

  return moved;
}

int64_t
skein_timeline_view_time_at (SkeinTimelineView *self,
                             double             x)
{
  return self->page.start_ns + (int64_t) (x * (double) self->page.column_ns);
}

double
skein_timeline_view_x_at (SkeinTimelineView *self,
                          int64_t            time_ns)
{
  return (double) (time_ns - self->page.start_ns) / (double) MAX (self->page.column_ns, 1);
}

/* Shows that time, or as near as history goes. */
void
skein_timeline_view_show (SkeinTimelineView *self,
                          int64_t            start_ns,
                          int64_t            end_ns)
{
  int64_t oldest_ns;
  int64_t newest_ns;
  int64_t span_ns = end_ns - start_ns;

  if (!skein_store_get_extent (self->scene->store, &oldest_ns, &newest_ns))
    return;

  start_ns = MAX (start_ns, MIN (oldest_ns, newest_ns - span_ns));
  end_ns = MIN (start_ns + span_ns, newest_ns);
  skein_session_set_view (self->session, end_ns - span_ns, end_ns);
}

/* Where a zoom holds on to: the pointer, else now, else the middle. */
static double
anchor_share (SkeinTimelineView *self,
              int64_t            start_ns,
              int64_t            span_ns)
{
  double share = skein_session_get_following (self->session) ? 1.0 : 0.5;

  if (self->has_pointer && self->pointer_x >= self->scene->names_width)
    {
      int64_t time_ns = skein_timeline_view_time_at (self, self->pointer_x - self->scene->names_width);

      share = CLAMP ((double) (time_ns - start_ns) / (double) span_ns, 0.0, 1.0);
    }

  return skein_session_get_following (self->session) && share > NEAR_NOW ? 1.0 : share;
}

void
skein_timeline_view_zoom (SkeinTimelineView *self,
                          double             factor)
{
  int64_t start_ns;
  int64_t end_ns;
  int64_t span_ns;
  int64_t wanted_ns;
  double share;

  skein_session_get_view (self->session, &start_ns, &end_ns);
  span_ns = end_ns - start_ns;
  wanted_ns = CLAMP ((int64_t) ((double) span_ns / factor), MIN_SPAN_NS, MAX_SPAN_NS);
  if (wanted_ns == span_ns)
    return;

  /* Seeing more while following now is no reason to leave it. */
  share = factor < 1.0 && skein_session_get_following (self->session) ? 1.0 : anchor_share (self, start_ns, span_ns);
  start_ns += (int64_t) (share * (double) (span_ns - wanted_ns));
  skein_timeline_view_show (self, start_ns, start_ns + wanted_ns);
}

void
skein_timeline_view_pan (SkeinTimelineView *self,
                         double             share)
{
  int64_t start_ns;
  int64_t end_ns;
  int64_t shift_ns;

  skein_session_get_view (self->session, &start_ns, &end_ns);
  shift_ns = (int64_t) (share * (double) (end_ns - start_ns));
  skein_timeline_view_show (self, start_ns + shift_ns, end_ns + shift_ns);
}

static void
zoom_in_activated_cb (GtkWidget  *widget,
                      const char *action,
                      GVariant   *parameter)
{
  skein_timeline_view_zoom (SKEIN_TIMELINE_VIEW (widget), ZOOM_STEP);
}

static void
zoom_out_activated_cb (GtkWidget  *widget,
                       const char *action,
                       GVariant   *parameter)
{
  skein_timeline_view_zoom (SKEIN_TIMELINE_VIEW (widget), 1.0 / ZOOM_STEP);
}

/* The selected range, with a little around it; without one, all of history. */
static void
fit_activated_cb (GtkWidget  *widget,
                  const char *action,
                  GVariant   *parameter)
{
  SkeinTimelineView *self = SKEIN_TIMELINE_VIEW (widget);
  int64_t start_ns;
  int64_t end_ns;

  if (skein_session_get_range (self->session, &start_ns, &end_ns))
    {
      int64_t margin_ns = MAX ((end_ns - start_ns) / 20, MIN_SPAN_NS / 4);

      skein_timeline_view_show (self, start_ns - margin_ns, end_ns + margin_ns);
    }
  else if (skein_store_get_extent (self->scene->store, &start_ns, &end_ns))
    skein_timeline_view_show (self, MAX (start_ns, end_ns - MAX_SPAN_NS), end_ns);
}

static void
earlier_activated_cb (GtkWidget  *widget,
                      const char *action,
                      GVariant   *parameter)
{
  skein_timeline_view_pan (SKEIN_TIMELINE_VIEW (widget), -PAN_STEP);
}

static void
later_activated_cb (GtkWidget  *widget,
                    const char *action,
                    GVariant   *parameter)
{
  skein_timeline_view_pan (SKEIN_TIMELINE_VIEW (widget), PAN_STEP);
}

static void
beginning_activated_cb (GtkWidget  *widget,
                        const char *action,
                        GVariant   *parameter)
{
  SkeinTimelineView *self = SKEIN_TIMELINE_VIEW (widget);
  int64_t start_ns;
  int64_t end_ns;
  int64_t oldest_ns;
  int64_t newest_ns;

  if (!skein_store_get_extent (self->scene->store, &oldest_ns, &newest_ns))
    return;

  skein_session_get_view (self->session, &start_ns, &end_ns);
  skein_timeline_view_show (self, oldest_ns, oldest_ns + end_ns - start_ns);
}

static void
now_activated_cb (GtkWidget  *widget,
                  const char *action,
                  GVariant   *parameter)
{
  skein_session_set_following (SKEIN_TIMELINE_VIEW (widget)->session, TRUE);
}

static void
clear_activated_cb (GtkWidget  *widget,
                    const char *action,
                    GVariant   *parameter)
{
  SkeinTimelineView *self = SKEIN_TIMELINE_VIEW (widget);

  skein_session_clear_range (self->session);
  skein_timeline_view_clear_cursor (self);
}

void
skein_timeline_view_install_time (GtkWidgetClass *klass)
{
  static const struct
  {
    const char                   *name;
    GtkWidgetActionActivateFunc   activate;
    guint                         keys[4];
  } actions[] = {
    { "timeline.zoom-in", zoom_in_activated_cb, { GDK_KEY_w, GDK_KEY_plus, GDK_KEY_equal, GDK_KEY_KP_Add } },
    { "timeline.zoom-out", zoom_out_activated_cb, { GDK_KEY_s, GDK_KEY_minus, GDK_KEY_KP_Subtract } },
    { "timeline.fit", fit_activated_cb, { GDK_KEY_f } },
    { "timeline.earlier", earlier_activated_cb, { GDK_KEY_a } },
    { "timeline.later", later_activated_cb, { GDK_KEY_d } },
    { "timeline.beginning", beginning_activated_cb, { GDK_KEY_Home } },
    { "timeline.now", now_activated_cb, { GDK_KEY_End } },
    { "timeline.clear", clear_activated_cb, { GDK_KEY_Escape } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      gtk_widget_class_install_action (klass, actions[i].name, NULL, actions[i].activate);
      for (guint j = 0; j < G_N_ELEMENTS (actions[i].keys) && actions[i].keys[j] != 0; j++)
        gtk_widget_class_add_binding_action (klass, actions[i].keys[j], 0, actions[i].name, NULL);
    }
}
