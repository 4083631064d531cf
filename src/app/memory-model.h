/* memory-model.h - what the Memory page shows, and its inspector: made once for both
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/session.h"
#include "present/footprints.h"
#include "present/houses.h"
#include "present/page-map.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_MEMORY_MODEL (skein_memory_model_get_type ())

/**
 * SkeinMemoryModel:
 *
 * Wishes for the memory of what is selected while somebody looks, and makes of each
 * report what is drawn. For want of another choice, the heap of the first selected
 * process is the chosen region.
 *
 * Signals, without arguments:
 * - `changed`: another report, selection or choice; all may be different
 * - `pages-changed`: of the chosen region, as often as its pages are read; also just
 *   before each `changed`
 */
G_DECLARE_FINAL_TYPE (SkeinMemoryModel, skein_memory_model, SKEIN, MEMORY_MODEL, GObject)

/**
 * SkeinMemoryChoice:
 * @houses: (nullable): as skein_memory_model_get_houses(); never %NULL where the rest is set
 * @space: of its report: whose region
 * @region: (nullable): %NULL: that address is not mapped
 * @index: of @region among those of its address space
 *
 * The chosen region, as the newest report has it. Valid until the next `changed`.
 */
typedef struct
{
  const SkeinHouses       *houses;
  uint32_t                 house;
  const SkeinAddressSpace *space;
  const SkeinRegion       *region;
  uint32_t                 index;
} SkeinMemoryChoice;

SkeinMemoryModel *skein_memory_model_new (SkeinSession *session) G_GNUC_WARN_UNUSED_RESULT;

SkeinSession *skein_memory_model_get_session (SkeinMemoryModel *self);

/* Whether anybody looks; nobody to begin with. */
void skein_memory_model_set_watched (SkeinMemoryModel *self,
                                     gboolean          watched);

/* Returns: (nullable) (transfer none): the selected processes; %NULL: nothing is
 *   selected, or nothing was read yet */
const SkeinHouses *skein_memory_model_get_houses (SkeinMemoryModel *self);

/* Returns: (nullable) (transfer none): %NULL: none was read yet */
const SkeinFootprints *skein_memory_model_get_footprints (SkeinMemoryModel *self);

/* Returns: (transfer none): of the chosen region; may have no pages */
SkeinPageMap        *skein_memory_model_get_pages (SkeinMemoryModel *self);
const SkeinPagePast *skein_memory_model_get_past  (SkeinMemoryModel *self);

/* Returns: (transfer full): one for each address space of @report, in its order; valid
 *   as long as the session has its newest snapshot */
SkeinResident *skein_memory_model_dup_residents (SkeinMemoryModel        *self,
                                                 const SkeinMemoryReport *report) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: false: none is chosen, or its process is not among the houses */
gboolean skein_memory_model_get_choice (SkeinMemoryModel  *self,
                                        SkeinMemoryChoice *ret);

/* @house: a place among the houses */
void skein_memory_model_choose (SkeinMemoryModel *self,
                                uint32_t          house,
                                uint64_t          address);

/* Lets go of the choice, until something else is selected. */
void skein_memory_model_choose_none (SkeinMemoryModel *self);

/* Shows a floor of several regions region by region, or as one again. */
void skein_memory_model_toggle_floor (SkeinMemoryModel *self,
                                      uint32_t          house,
                                      uint32_t          floor);

/**
 * skein_memory_model_get_fault_rate:
 *
 * Returns: page faults of the chosen region's process in a second, between its last two
 *   readings; negative: there were not two
 */
double skein_memory_model_get_fault_rate (SkeinMemoryModel *self);

G_END_DECLS
