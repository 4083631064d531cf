/* timeline-labels.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/timeline-labels.h"

#include "base/clock.h"

/* Columns whose words are looked for at once. */
#define PIECE_WIDTH 128

/* They are looked for again after so many columns, until all that is to be known of them is known. */
#define STEP 32

/* What a thread waits for is known later than that it waits, by so many columns at most. */
#define WAITS_LATE_NS SKEIN_NS_PER_S
#define MOST_LATE     256

/* Words whose room begins in certain columns. */
typedef struct
{
  int64_t        index;   /* from the beginning of time */
  int64_t        step;    /* how far they were settled */
  uint64_t       n_waits; /* after how many looks at waits they were looked for */
  GskRenderNode *node;    /* (nullable): there are none */
} Piece;

struct _SkeinLabels
{
  GHashTable *pieces; /* of Piece by index */
};

static void
piece_free (gpointer data)
{
  Piece *piece = data;

  g_clear_pointer (&piece->node, gsk_render_node_unref);
  g_free (piece);
}

SkeinLabels *
skein_labels_new (void)
{
  SkeinLabels *self = g_new0 (SkeinLabels, 1);

  self->pieces = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, piece_free);

  return self;
}

void
skein_labels_free (SkeinLabels *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->pieces);
  g_free (self);
}

void
skein_labels_clear (SkeinLabels *self)
{
  g_hash_table_remove_all (self->pieces);
}

void
skein_labels_clear_from (SkeinLabels *self,
                         int64_t      time_ns,
                         int64_t      column_ns)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->pieces);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if ((((const Piece *) value)->index + 1) * PIECE_WIDTH + SKEIN_LABEL_REACH > time_ns / column_ns)
      g_hash_table_iter_remove (&iter);
}

static void
append_label (GtkSnapshot      *snapshot,
              const SkeinLabel *label)
{
  GdkRGBA colour = { label->colour.red, label->colour.green, label->colour.blue, label->colour.alpha };

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) label->x, (float) label->y));
  gtk_snapshot_append_layout (snapshot, label->layout, &colour);
  gtk_snapshot_restore (snapshot);
}

/* Words of cores do not reach into the lanes of threads, where either scroll. */
static void
append_part (GtkSnapshot       *snapshot,
             const GArray      *labels,
             SkeinPart          part,
             const SkeinStripe *stripe)
{
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, (float) stripe->y, PIECE_WIDTH + SKEIN_LABEL_REACH,
                                                         (float) stripe->height));

  for (guint i = 0; i < labels->len; i++)
    {
      const SkeinLabel *label = &g_array_index (labels, SkeinLabel, i);

      if (label->part == part)
        append_label (snapshot, label);
    }

  gtk_snapshot_pop (snapshot);
}

/* Returns: (nullable): no words */
static GskRenderNode *
draw_piece (const SkeinScene   *scene,
            const SkeinColumns *columns)
{
  g_autoptr (GArray) labels = g_array_new (FALSE, FALSE, sizeof (SkeinLabel));
  GtkSnapshot *snapshot;

  skein_scene_place_labels (scene, columns, labels);
  if (labels->len == 0)
    return NULL;

  snapshot = gtk_snapshot_new ();
  append_part (snapshot, labels, SKEIN_PART_CORE, &scene->core_stripe);
  append_part (snapshot, labels, SKEIN_PART_LANE, &scene->lane_stripe);

  return gtk_snapshot_free_to_node (snapshot);
}

/* How many steps of it are settled; one and the same number when nothing is to come any more. */
static int64_t
settled_steps (const SkeinColumns *piece)
{
  int64_t late = MIN (WAITS_LATE_NS / piece->column_ns, MOST_LATE);
  int64_t most = (piece->n + SKEIN_LABEL_REACH + late) / STEP + 1;

  return CLAMP ((piece->labels_until_ns - piece->start_ns) / (STEP * piece->column_ns), 0, most);
}

/* Where all words are shown at once there are no steps, but what is waited for is known late. */
static bool
may_have_new_waits (const SkeinColumns *piece)
{
  int64_t end_ns = piece->start_ns + (piece->n + SKEIN_LABEL_REACH) * piece->column_ns;

  return piece->labels_until_ns == INT64_MAX && piece->start_ns < piece->until_ns &&
         end_ns >= piece->until_ns - WAITS_LATE_NS;
}

static GskRenderNode *
ensure_piece (SkeinLabels        *self,
              const SkeinScene   *scene,
              const SkeinColumns *page,
              int64_t             index)
{
  Piece *piece = g_hash_table_lookup (self->pieces, &index);
  uint64_t n_waits = skein_store_get_n_waits (scene->store);
  SkeinColumns columns = *page;
  int64_t step;

  columns.start_ns = index * PIECE_WIDTH * page->column_ns;
  columns.n = PIECE_WIDTH;
  step = settled_steps (&columns);

  if (piece != NULL && piece->step == step && (piece->n_waits == n_waits || !may_have_new_waits (&columns)))
    return piece->node;

  piece = g_new0 (Piece, 1);
  piece->index = index;
  piece->step = step;
  piece->n_waits = n_waits;
  piece->node = step > 0 ? draw_piece (scene, &columns) : NULL;
  g_hash_table_replace (self->pieces, &piece->index, piece);

  return piece->node;
}

static void
drop_outside (SkeinLabels *self,
              int64_t      first,
              int64_t      last)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->pieces);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((const Piece *) value)->index < first || ((const Piece *) value)->index > last)
      g_hash_table_iter_remove (&iter);
}

void
skein_labels_snapshot (SkeinLabels        *self,
                       GtkSnapshot        *snapshot,
                       const SkeinScene   *scene,
                       const SkeinColumns *page)
{
  int64_t piece_ns = PIECE_WIDTH * page->column_ns;
  int64_t first_ns = page->start_ns - SKEIN_LABEL_REACH * page->column_ns;
  int64_t first = first_ns / piece_ns - (first_ns < 0);
  int64_t last = (page->start_ns + page->n * page->column_ns - 1) / piece_ns;

  drop_outside (self, first, last);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) page->n, (float) scene->height));

  for (int64_t i = first; i <= last; i++)
    {
      GskRenderNode *node = ensure_piece (self, scene, page, i);
      float x = (float) ((i * piece_ns - page->start_ns) / page->column_ns);

      if (node == NULL)
        continue;

      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, 0));
      gtk_snapshot_append_node (snapshot, node);
      gtk_snapshot_restore (snapshot);
    }

  gtk_snapshot_pop (snapshot);
}
