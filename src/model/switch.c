/* switch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "model/switch.h"

SkeinSwitchBatch *
skein_switch_batch_new_take (int64_t  from_ns,
                             int64_t  to_ns,
                             GArray  *switches,
                             GArray  *names)
{
  SkeinSwitchBatch *self = g_new0 (SkeinSwitchBatch, 1);

  g_atomic_ref_count_init (&self->refs);
  self->from_ns = from_ns;
  self->to_ns = to_ns;
  self->n_switches = switches->len;
  self->n_names = names->len;
  self->switches = (gpointer) g_array_free (switches, FALSE);
  self->names = (gpointer) g_array_free (names, FALSE);

  return self;
}

SkeinSwitchBatch *
skein_switch_batch_ref (const SkeinSwitchBatch *self)
{
  SkeinSwitchBatch *mutable = (SkeinSwitchBatch *) self;

  g_atomic_ref_count_inc (&mutable->refs);

  return mutable;
}

void
skein_switch_batch_unref (const SkeinSwitchBatch *self)
{
  SkeinSwitchBatch *mutable = (SkeinSwitchBatch *) self;

  if (!g_atomic_ref_count_dec (&mutable->refs))
    return;

  g_free (mutable->switches);
  g_free (mutable->names);
  g_free (mutable);
}

static bool
has_name (const SkeinSwitch *record)
{
  return record->kind == SKEIN_SWITCH_NAME || record->kind == SKEIN_SWITCH_EXEC || record->kind == SKEIN_SWITCH_FOUND;
}

const char *
skein_switch_batch_get_name (const SkeinSwitchBatch *self,
                             const SkeinSwitch      *record)
{
  if (!has_name (record) || record->name >= self->n_names)
    return NULL;

  return self->names[record->name];
}

SkeinSwitchBatch *
skein_switch_batch_new_summary (const SkeinSwitchBatch *self)
{
  GArray *switches = g_array_new (FALSE, FALSE, sizeof (SkeinSwitch));
  GArray *names = g_array_new (FALSE, FALSE, SKEIN_SWITCH_NAME_SIZE);
  SkeinSwitch loss = {
    .time_ns = self->from_ns,
    .until_ns = self->to_ns,
    .core = SKEIN_CORE_ANY,
    .kind = SKEIN_SWITCH_LOST,
  };

  g_array_append_val (switches, loss);
  g_array_append_vals (names, self->names, self->n_names);

  for (uint32_t i = 0; i < self->n_switches; i++)
    {
      if (skein_switch_kind_is_life (self->switches[i].kind))
        g_array_append_val (switches, self->switches[i]);
      else
        g_array_index (switches, SkeinSwitch, 0).count += MAX (self->switches[i].count, 1);
    }

  return skein_switch_batch_new_take (self->from_ns, self->to_ns, switches, names);
}
