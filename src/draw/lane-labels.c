/* lane-labels.c - words on bars and above waits, where there is room for them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "draw/slices.h"

#include <glib/gi18n.h>

#include "present/words.h"

#define PADDING 4

/* Bars and waits of fewer pixels have no words, so that none with words lies between two looks. */
#define MIN_WIDTH 40

/* On a long bar the words come again and again: where they stand depends on the bar's start,
 * and on its end only where that is near. */
#define CELL SKEIN_LABEL_REACH

/* A line that waits this share of its time has nothing else on it. */
#define ALL_OF_IT 0.999

/* What has words in a lane, as they are looked for. */
typedef struct
{
  const SkeinScene   *scene;
  const SkeinColumns *columns;
  SkeinStripe         room; /* of the words, from top to bottom */
  SkeinPart           part;
  GArray             *labels;
} Lane;

/* Words are the same again and again: a layout is made once for each. */
static PangoLayout *
ensure_layout (const SkeinScene *self,
               const char       *text)
{
  PangoLayout *layout = g_hash_table_lookup (self->labels, text);

  if (layout == NULL)
    {
      layout = skein_text_layout_new (self, text, false, true);
      g_hash_table_insert (self->labels, g_strdup (text), layout);
    }

  return layout;
}

/* Returns: whether a bar that ends in that column has ended: one that has not reaches as far as is known */
static bool
is_settled (const SkeinColumns *columns,
            int64_t             end)
{
  return columns->start_ns + (end + 1) * columns->column_ns <= columns->labels_until_ns;
}

/* In each cell that begins in the columns. */
static void
add (Lane              *self,
     const SkeinSpan   *span,
     const char        *text,
     const SkeinColour *ink)
{
  PangoLayout *layout = ensure_layout (self->scene, text);
  int64_t cell = MAX ((-span->start + CELL - 1) / CELL, 0);
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  if (height > self->room.height)
    return;

  for (; span->start + cell * CELL < MIN (span->end, self->columns->n); cell++)
    {
      int64_t start = span->start + cell * CELL;
      int64_t end = MIN (start + CELL, span->end);
      SkeinLabel label = {
        .part = self->part,
        .x = (int) (start + (end - start - width) / 2),
        .y = self->room.y + (self->room.height - height) / 2,
        .layout = layout,
        .colour = *ink,
      };

      if (end - start >= MAX (MIN_WIDTH, width + 2 * PADDING) && is_settled (self->columns, end))
        g_array_append_val (self->labels, label);
    }
}

/* Who had the core. */
static void
add_user (Lane             *self,
          const SkeinSlice *slice,
          const SkeinSpan  *span)
{
  SkeinColour colour = skein_colour_of_slice (self->scene, slice);
  SkeinColour ink = skein_colour_of_text_on (&colour);
  g_autofree char *name = NULL;
  SkeinTaskInfo info;

  if (!skein_store_get_info (self->scene->store, slice->thread, &info))
    return;

  name = g_utf8_make_valid (info.name, -1);
  add (self, span, name, &ink);
}

/* Which core it had. */
static void
add_core (Lane             *self,
          const SkeinLane  *thread,
          const SkeinSlice *slice,
          const SkeinSpan  *span)
{
  SkeinColour colour = skein_colour_of_run (self->scene, thread, slice->core);
  SkeinColour ink = skein_colour_of_text_on (&colour);
  char text[32];

  /* Translators: written on a bar; keep it short */
  g_snprintf (text, sizeof text, _("core %d"), slice->core);
  add (self, span, text, &ink);
}

/* What it waited for, where somebody looked. */
static void
add_wait (Lane            *self,
          SkeinId          thread,
          int64_t          start_ns,
          int64_t          end_ns,
          const SkeinSpan *span)
{
  char words[2 * SKEIN_WORDS_SIZE];

  skein_words_waiting (skein_store_find_wait (self->scene->store, thread, start_ns, end_ns), words, sizeof words);
  if (*words != '\0')
    add (self, span, words, &self->scene->palette->dim);
}

/* The bar or wait that has words: at least one look falls on each, and perhaps more. */
static bool
is_another (const SkeinSpan *span,
            SkeinSpan       *last)
{
  bool is_same = span->start == last->start && span->end == last->end;

  *last = *span;

  return !is_same && span->end - span->start >= MIN_WIDTH;
}

/* One that begins in the columns may be so long that only the look behind them falls on it. */
static int64_t
get_end_of_looks (const SkeinColumns *columns)
{
  return columns->start_ns + (columns->n + MIN_WIDTH) * columns->column_ns;
}

void
skein_place_core_labels (const SkeinScene   *self,
                         unsigned            core,
                         const SkeinStripe  *lane,
                         const SkeinColumns *columns,
                         GArray             *labels)
{
  Lane place = { self, columns, *lane, SKEIN_PART_CORE, labels };
  SkeinSpan last = { 0 };
  SkeinSlice slice;

  for (int64_t time_ns = columns->start_ns; time_ns < get_end_of_looks (columns);
       time_ns += MIN_WIDTH * columns->column_ns)
    {
      SkeinSpan span;

      if (!skein_store_find_slice_core (self->store, core, time_ns, SKEIN_SLICE_AT, &slice))
        continue;

      span = skein_span_of (columns, slice.start_ns, slice.end_ns);
      if (is_another (&span, &last))
        add_user (&place, &slice, &span);
    }
}

/* From the slice before to what comes after, which may be far outside of what is drawn.
 * Returns: false: it does not wait then, or it is not exactly known */
static bool
find_wait (const SkeinScene *self,
           SkeinId           thread,
           int64_t           time_ns,
           SkeinStretch     *ret)
{
  SkeinSlice slice;

  if (skein_store_get_stretches (self->store, thread, time_ns, time_ns + 1, ret, 1) == 0 ||
      ret->state != SKEIN_STATE_WAITING)
    return false;

  skein_store_get_exact_extent (self->store, &ret->start_ns, &ret->end_ns);
  if (skein_store_find_slice (self->store, thread, time_ns, SKEIN_SLICE_PREVIOUS, &slice))
    ret->start_ns = slice.end_ns;
  if (skein_store_find_slice (self->store, thread, time_ns, SKEIN_SLICE_NEXT, &slice))
    ret->end_ns = slice.start_ns - slice.derived_ready_ns;

  return true;
}

/* Of what is exactly known. */
static void
place_slices (Lane            *place,
              Lane            *above,
              const SkeinLane *thread)
{
  const SkeinScene *self = place->scene;
  const SkeinColumns *columns = place->columns;
  SkeinSpan last = { 0 };

  for (int64_t time_ns = columns->start_ns; time_ns < get_end_of_looks (columns);
       time_ns += MIN_WIDTH * columns->column_ns)
    {
      SkeinStretch wait;
      SkeinSlice slice;
      SkeinSpan span;

      if (skein_store_find_slice (self->store, thread->id, time_ns, SKEIN_SLICE_AT, &slice))
        {
          span = skein_span_of (columns, slice.start_ns, slice.end_ns);
          if (is_another (&span, &last))
            add_core (place, thread, &slice, &span);
        }
      else if (find_wait (self, thread->id, time_ns, &wait))
        {
          span = skein_span_of (columns, wait.start_ns, wait.end_ns);
          if (is_another (&span, &last))
            add_wait (above, thread->id, wait.start_ns, wait.end_ns, &span);
        }
    }
}

/* Where only samples tell: at places that do not depend on where the columns begin. */
static void
place_samples (Lane            *above,
               const SkeinLane *thread)
{
  const SkeinColumns *columns = above->columns;
  int64_t cell_ns = CELL * columns->column_ns;
  int64_t end_ns = MIN (columns->start_ns + columns->n * columns->column_ns, columns->labels_until_ns);
  int64_t start_ns = columns->start_ns + cell_ns - 1;

  for (start_ns -= start_ns % cell_ns; start_ns < end_ns; start_ns += cell_ns)
    {
      SkeinSpan span = skein_span_of (columns, start_ns, start_ns + cell_ns);
      SkeinSums sums;

      if (skein_store_sum (above->scene->store, thread->id, start_ns, start_ns + cell_ns, &sums) &&
          sums.exact <= 0.0 && (double) sums.waiting_ns >= ALL_OF_IT * (double) cell_ns)
        add_wait (above, thread->id, start_ns, start_ns + cell_ns, &span);
    }
}

void
skein_place_thread_labels (const SkeinScene   *self,
                           const SkeinLane    *thread,
                           const SkeinStripe  *lane,
                           const SkeinColumns *columns,
                           GArray             *labels)
{
  Lane place = { self, columns, *lane, SKEIN_PART_LANE, labels };
  Lane above = place;

  above.room.height /= 2; /* above the line of the wait */
  place_slices (&place, &above, thread);
  place_samples (&above, thread);
}
