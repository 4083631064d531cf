/* timeline-view-private.h - the timeline's widget, for the files that share it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/timeline-labels.h"
#include "app/timeline-tiles.h"
#include "app/timeline-view.h"
#include "draw/scene.h"

G_BEGIN_DECLS

typedef enum
{
  SKEIN_DRAG_NONE,
  SKEIN_DRAG_RANGE, /* from drag_anchor_ns to the pointer */
  SKEIN_DRAG_PAN,
} SkeinDrag;

/* More processes than a sample can look into at leisure. */
#define SKEIN_TIMELINE_MAX_ASKED 8

/* Of the lanes, and of "at once". */
#define SKEIN_TIMELINE_N_HEADINGS 2

struct _SkeinTimelineView
{
  GtkWidget      parent_instance;

  SkeinSession  *session;
  GSettings     *settings;

  /* What is drawn (timeline-view.c) */
  SkeinTimeline *timeline;
  SkeinPalette  *palette;
  SkeinScene    *scene;
  SkeinTiles    *tiles;
  SkeinLabels   *labels;         /* words on the tiles */
  SkeinColumns   page;
  int64_t        scaled_ns;      /* the scale of "at once" is fitted to what is before */
  double        *busy;           /* of each core lane, over the view */
  GskRenderNode *names_node;
  GskRenderNode *axis_node;
  GskRenderNode *heading_nodes[SKEIN_TIMELINE_N_HEADINGS];
  GskRenderNode *range_node;
  GskRenderNode *joins_node;     /* from slice to slice of the chosen thread */
  GtkWidget     *cores_bar;      /* scrollbars of the two stripes that scroll */
  GtkWidget     *lanes_bar;
  gboolean       is_a_guess;
  pid_t          asked[SKEIN_TIMELINE_MAX_ASKED]; /* of which processes it is read what their threads wait for */
  guint          n_asked;

  /* The pointer (timeline-input.c) */
  double         pointer_x;
  double         pointer_y;
  gboolean       has_pointer;
  SkeinDrag      drag;
  int64_t        drag_anchor_ns;
  int64_t        drag_start_ns;  /* the view when panning began */
  int64_t        drag_end_ns;

  /* The keyboard cursor (timeline-cursor.c) */
  GtkWidget     *proxies[2];
  int            proxy;          /* which of them has, or will get, the focus */
  gboolean       has_cursor;
  int            cursor_row;     /* cores first, then lanes */
  int64_t        cursor_ns;      /* an instant in the interval under the cursor */
  gboolean       has_anchor;     /* a range grows from where the cursor was */
  int64_t        anchor_start_ns;
  int64_t        anchor_end_ns;
  GtkWidget     *menu;
  SkeinId        menu_lane;
};

/* timeline-view.c */
void skein_timeline_view_update_lanes (SkeinTimelineView *self);
void skein_timeline_view_redraw_all   (SkeinTimelineView *self);

/* What was drawn of other columns, or with another clock on the axis, is not good any more. */
void skein_timeline_view_forget_drawn (SkeinTimelineView *self);

void skein_timeline_view_redraw_names (SkeinTimelineView *self);

/* timeline-snapshot.c */
void skein_timeline_view_snapshot (GtkWidget   *widget,
                                   GtkSnapshot *snapshot);

/* timeline-slice.c: one stay of a thread on a core, chosen and pointed at */
gboolean skein_timeline_view_slice_at      (SkeinTimelineView *self,
                                            const SkeinHit    *hit,
                                            SkeinSlice        *ret);
gboolean skein_timeline_view_stretch_at    (SkeinTimelineView *self,
                                            SkeinId            thread,
                                            int64_t            time_ns,
                                            SkeinStretch      *ret);
void     skein_timeline_view_choose_slice  (SkeinTimelineView *self,
                                            const SkeinSlice  *slice);
void     skein_timeline_view_outline_slice (SkeinTimelineView *self,
                                            GtkSnapshot       *snapshot);

/* timeline-snapshot.c */
void skein_timeline_view_append_outline (GtkSnapshot        *snapshot,
                                         const GdkRectangle *box,
                                         const SkeinColour  *colour);

/* timeline-time.c: where the page lies in time, and how to get elsewhere */
gboolean skein_timeline_view_place_page      (SkeinTimelineView *self);
int64_t  skein_timeline_view_time_at         (SkeinTimelineView *self,
                                              double             x);
double   skein_timeline_view_x_at            (SkeinTimelineView *self,
                                              int64_t            time_ns);
void     skein_timeline_view_zoom            (SkeinTimelineView *self,
                                              double             factor);
void     skein_timeline_view_pan             (SkeinTimelineView *self,
                                              double             share);
void     skein_timeline_view_show            (SkeinTimelineView *self,
                                              int64_t            start_ns,
                                              int64_t            end_ns);
void     skein_timeline_view_install_time    (GtkWidgetClass    *klass);

/* timeline-input.c */
void skein_timeline_view_init_input (SkeinTimelineView *self);

/* timeline-cursor.c */
void     skein_timeline_view_init_cursor    (SkeinTimelineView *self);
void     skein_timeline_view_install_cursor (GtkWidgetClass    *klass);
gboolean skein_timeline_view_cursor_box     (SkeinTimelineView *self,
                                             GdkRectangle      *ret_box);
void     skein_timeline_view_update_cursor  (SkeinTimelineView *self);
void     skein_timeline_view_clear_cursor   (SkeinTimelineView *self);

/* timeline-menu.c */
void skein_timeline_view_install_menu  (GtkWidgetClass    *klass);
void skein_timeline_view_popup_menu    (SkeinTimelineView *self,
                                        int                lane,
                                        double             x,
                                        double             y);
void skein_timeline_view_activate_lane (SkeinTimelineView *self,
                                        int                lane);

G_END_DECLS
