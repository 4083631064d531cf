/* timeline-tiles.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/timeline-tiles.h"

#include "app/drawn-node.h"
#include "base/clock.h"

#include <math.h>

/* A tile that grows is drawn again after so much time, which is a few columns at most. */
#define GROWTH_NS (200 * SKEIN_NS_PER_MS)

typedef struct
{
  int64_t        index; /* from the beginning of time */
  int            n_known; /* how many of its columns were over when it was drawn; one more: it is settled */
  GskRenderNode *node;
} Tile;

/* Tiles side by side that do not change cost a frame one node. */
#define GROUP_SIZE 8

typedef struct
{
  int64_t        index; /* likewise, in groups */
  int64_t        first; /* the tiles in it */
  int64_t        last;
  GskRenderNode *node;
} Group;

struct _SkeinTiles
{
  GHashTable *tiles;  /* of Tile by index */
  GHashTable *groups; /* of Group by index */
};

static void
tile_free (gpointer data)
{
  Tile *tile = data;

  gsk_render_node_unref (tile->node);
  g_free (tile);
}

static void
group_free (gpointer data)
{
  Group *group = data;

  gsk_render_node_unref (group->node);
  g_free (group);
}

SkeinTiles *
skein_tiles_new (void)
{
  SkeinTiles *self = g_new0 (SkeinTiles, 1);

  self->tiles = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, tile_free);
  self->groups = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, group_free);

  return self;
}

void
skein_tiles_free (SkeinTiles *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->tiles);
  g_hash_table_unref (self->groups);
  g_free (self);
}

void
skein_tiles_clear (SkeinTiles *self)
{
  g_hash_table_remove_all (self->tiles);
  g_hash_table_remove_all (self->groups);
}

void
skein_tiles_clear_from (SkeinTiles *self,
                        int64_t     time_ns,
                        int64_t     column_ns)
{
  GHashTableIter iter;
  gpointer value;

  /* A tile looks at one column beyond its end. */
  g_hash_table_iter_init (&iter, self->tiles);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if ((((const Tile *) value)->index + 1) * SKEIN_TILE_WIDTH + 1 > time_ns / column_ns)
      g_hash_table_iter_remove (&iter);
}

static int64_t
floor_div (int64_t a,
           int64_t b)
{
  return a / b - (a % b < 0 ? 1 : 0);
}

static graphene_rect_t
get_bounds (const SkeinScene *scene,
            int64_t           n_tiles)
{
  int top = scene->core_stripe.y;
  int bottom = scene->once_stripe.y + scene->once_stripe.height;

  return GRAPHENE_RECT_INIT (0, (float) top, (float) (n_tiles * SKEIN_TILE_WIDTH), (float) (bottom - top));
}

/* Most tiles are shown in one frame after another: to put pixels there is cheaper than to draw again what cairo
 * would have noted of each bar. */
static cairo_surface_t *
draw_pixels (const SkeinScene      *scene,
             const SkeinColumns    *columns,
             const graphene_rect_t *bounds)
{
  double scale = scene->palette->scale;
  cairo_surface_t *pixels = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) ceil (bounds->size.width * scale),
                                                        (int) ceil (bounds->size.height * scale));
  cairo_t *cr;

  cairo_surface_set_device_scale (pixels, scale, scale);
  cr = cairo_create (pixels);
  cairo_translate (cr, -bounds->origin.x, -bounds->origin.y);
  skein_scene_draw_columns (scene, cr, columns);
  cairo_destroy (cr);

  return pixels;
}

static GskRenderNode *
draw_tile (const SkeinScene   *scene,
           const SkeinColumns *columns)
{
  graphene_rect_t bounds = get_bounds (scene, 1);
  SkeinDrawnNode node;
  cairo_surface_t *pixels = draw_pixels (scene, columns, &bounds);
  cairo_t *cr = skein_drawn_node_begin (&node, &bounds);

  cairo_set_source_surface (cr, pixels, bounds.origin.x, bounds.origin.y);
  cairo_paint (cr);
  cairo_surface_destroy (pixels);

  return skein_drawn_node_finish (&node, cr);
}

/* While the page fills; one that stands still is drawn to its end. */
static int64_t
growth_of (const SkeinColumns *tile)
{
  return tile->labels_until_ns == INT64_MAX ? 1 : CLAMP (GROWTH_NS / tile->column_ns, 1, tile->n);
}

/* How many of its columns are to be drawn. */
static int
count_known (const SkeinColumns *tile)
{
  int64_t n = MAX (tile->until_ns - tile->start_ns, 0) / tile->column_ns;

  if (n >= tile->n)
    return n >= tile->n + SKEIN_MIN_ROUND_WIDTH ? tile->n + 1 : tile->n;

  return (int) (n - n % growth_of (tile));
}

/* Returns: whether it was drawn anew */
static gboolean
ensure_tile (SkeinTiles         *self,
             const SkeinScene   *scene,
             const SkeinColumns *page,
             int64_t             index)
{
  int64_t tile_ns = SKEIN_TILE_WIDTH * page->column_ns;
  SkeinColumns columns = *page;
  Tile *tile = g_hash_table_lookup (self->tiles, &index);
  int n_known;

  columns.start_ns = index * tile_ns;
  columns.n = SKEIN_TILE_WIDTH;
  n_known = count_known (&columns);

  if (tile != NULL && tile->n_known == n_known)
    return FALSE;

  tile = g_new0 (Tile, 1);
  tile->index = index;
  tile->n_known = n_known;
  columns.until_ns = MIN (columns.until_ns, columns.start_ns + n_known * columns.column_ns);
  tile->node = draw_tile (scene, &columns);
  g_hash_table_replace (self->tiles, &tile->index, tile);

  return TRUE;
}

static GskRenderNode *
join_tiles (SkeinTiles       *self,
            const SkeinScene *scene,
            int64_t           first,
            int64_t           last)
{
  graphene_rect_t bounds = get_bounds (scene, last - first + 1);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *joined, *clip;

  for (int64_t i = first; i <= last; i++)
    {
      const Tile *tile = g_hash_table_lookup (self->tiles, &i);

      gtk_snapshot_append_node (snapshot, tile->node);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (SKEIN_TILE_WIDTH, 0));
    }

  joined = gtk_snapshot_free_to_node (snapshot);
  clip = gsk_clip_node_new (joined, &bounds);
  gsk_render_node_unref (joined);

  return clip;
}

/* Those that are seen of a group. */
static const Group *
ensure_group (SkeinTiles         *self,
              const SkeinScene   *scene,
              const SkeinColumns *page,
              int64_t             first,
              int64_t             last)
{
  int64_t index = floor_div (first, GROUP_SIZE);
  Group *group = g_hash_table_lookup (self->groups, &index);
  gboolean is_new = group == NULL || group->first != first || group->last != last;

  for (int64_t i = first; i <= last; i++)
    is_new |= ensure_tile (self, scene, page, i);

  if (!is_new)
    return group;

  group = g_new0 (Group, 1);
  group->index = index;
  group->first = first;
  group->last = last;
  group->node = join_tiles (self, scene, first, last);
  g_hash_table_replace (self->groups, &group->index, group);

  return group;
}

static void
drop_outside (SkeinTiles *self,
              int64_t     first,
              int64_t     last)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->tiles);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((const Tile *) value)->index < first || ((const Tile *) value)->index > last)
      g_hash_table_iter_remove (&iter);

  g_hash_table_iter_init (&iter, self->groups);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((const Group *) value)->last < first || ((const Group *) value)->first > last)
      g_hash_table_iter_remove (&iter);
}

void
skein_tiles_snapshot (SkeinTiles         *self,
                      GtkSnapshot        *snapshot,
                      const SkeinScene   *scene,
                      const SkeinColumns *page)
{
  int64_t tile_ns = SKEIN_TILE_WIDTH * page->column_ns;
  int64_t first = floor_div (page->start_ns, tile_ns);
  int64_t last = (page->start_ns + page->n * page->column_ns - 1) / tile_ns;

  drop_outside (self, first, last);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) page->n, (float) scene->height));

  for (int64_t i = first, next; i <= last; i = next)
    {
      float x = (float) ((i * tile_ns - page->start_ns) / page->column_ns);

      next = (floor_div (i, GROUP_SIZE) + 1) * GROUP_SIZE;
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, 0));
      gtk_snapshot_append_node (snapshot, ensure_group (self, scene, page, i, MIN (next - 1, last))->node);
      gtk_snapshot_restore (snapshot);
    }

  gtk_snapshot_pop (snapshot);
}
