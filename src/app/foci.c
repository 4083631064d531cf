/* foci.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/foci.h"

struct _SkeinFoci
{
  GHashTable *of; /* owner -> GArray of pid_t */
};

SkeinFoci *
skein_foci_new (void)
{
  SkeinFoci *self = g_new0 (SkeinFoci, 1);

  self->of = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);

  return self;
}

void
skein_foci_free (SkeinFoci *self)
{
  g_hash_table_unref (self->of);
  g_free (self);
}

static void
tell (const SkeinFoci *self,
      SkeinSampler    *sampler)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (pid_t));
  GHashTableIter iter;
  gpointer pids;

  g_hash_table_iter_init (&iter, self->of);
  while (g_hash_table_iter_next (&iter, NULL, &pids))
    g_array_append_vals (all, ((GArray *) pids)->data, ((GArray *) pids)->len);

  skein_sampler_set_focus (sampler, (const pid_t *) (void *) all->data, all->len);
}

void
skein_foci_set (SkeinFoci    *self,
                gpointer      owner,
                const pid_t  *pids,
                guint         n_pids,
                SkeinSampler *sampler)
{
  if (n_pids > 0)
    {
      GArray *focus = g_array_sized_new (FALSE, FALSE, sizeof (pid_t), n_pids);

      g_array_append_vals (focus, pids, n_pids);
      g_hash_table_insert (self->of, owner, focus);
    }
  else if (!g_hash_table_remove (self->of, owner))
    {
      return;
    }

  tell (self, sampler);
}
