/* memory-model.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/memory-model.h"

#include "base/clock.h"

/* Houses that are read; more could not be told apart. */
#define MOST_HOUSES 12

/* Figures change no more often than they can be read. */
#define PACE_NS SKEIN_NS_PER_S

/* Two readings of the maps, and some: so long nothing new was in them. */
#define QUIET_NS (5 * SKEIN_NS_PER_S / 2)

struct _SkeinMemoryModel
{
  GObject          parent_instance;

  SkeinSession    *session;
  SkeinHouses     *houses;
  SkeinFootprints *footprints;
  SkeinPageMap    *pages;
  SkeinPagePast    past;
  GArray          *opened;         /* of SkeinOpenFloor */

  int64_t          made_ns;        /* when the houses were made, as the report has it */
  SkeinTaskKey     pages_of;       /* what was wished for last */
  uint64_t         pages_start;
  uint64_t         pages_end;
  gboolean         watched;
  gboolean         chose_none;     /* the user wants no choice to be made */

  SkeinTaskKey     faults_of;      /* page faults at the last two readings */
  uint64_t         n_faults;
  int64_t          faults_ns;
  double           fault_rate;
};

enum {
  CHANGED,
  PAGES_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SkeinMemoryModel, skein_memory_model, G_TYPE_OBJECT)

static guint
count_houses (SkeinMemoryModel    *self,
              const SkeinTaskKey **ret_keys)
{
  guint n;

  *ret_keys = skein_session_get_selection (self->session, &n);

  return MIN (n, MOST_HOUSES);
}

static void
send_wish (SkeinMemoryModel *self)
{
  const SkeinTaskKey *keys;
  guint n = count_houses (self, &keys);
  SkeinMemoryWish wish = { .processes = keys, .n_processes = n, .all = true };
  SkeinMemoryChoice choice;

  if (!self->watched)
    {
      skein_session_set_memory_wish (self->session, self, NULL);
      return;
    }

  if (skein_memory_model_get_choice (self, &choice) && choice.region != NULL)
    {
      wish.pages_of = &choice.space->process;
      wish.pages_start = choice.region->start;
      wish.pages_end = choice.region->end;
      self->pages_of = choice.space->process;
    }

  self->pages_start = wish.pages_start;
  self->pages_end = wish.pages_end;
  skein_session_set_memory_wish (self->session, self, &wish);
}

/* A region may have grown, gone, or been replaced by another one. */
static void
follow_region (SkeinMemoryModel *self)
{
  SkeinMemoryChoice choice;
  gboolean has_region = skein_memory_model_get_choice (self, &choice) && choice.region != NULL;

  if (has_region ? choice.region->start != self->pages_start || choice.region->end != self->pages_end ||
                     !skein_task_key_equal (&choice.space->process, &self->pages_of)
                 : self->pages_end != 0)
    send_wish (self);
}

SkeinResident *
skein_memory_model_dup_residents (SkeinMemoryModel        *self,
                                  const SkeinMemoryReport *report)
{
  const SkeinSnapshot *snapshot = skein_session_get_snapshot (self->session);
  const SkeinStore *store = skein_session_get_store (self->session);
  SkeinResident *residents = g_new0 (SkeinResident, report->n_spaces + 1);

  for (uint32_t i = 0; i < report->n_spaces; i++)
    {
      const SkeinTaskKey *key = &report->spaces[i]->process;
      SkeinTaskInfo info;

      residents[i].process = snapshot != NULL ? skein_snapshot_find_key (snapshot, key) : NULL;
      residents[i].colour = skein_session_get_colour_number (self->session, key);
      if (skein_store_get_info (store, skein_store_find_process (store, key), &info))
        residents[i].name = info.name;
    }

  return residents;
}

/* Which region somebody most likely wants to see: the heap, or what has the most in it,
 * once that is known. */
static const SkeinRegion *
guess_region (const SkeinAddressSpace *space)
{
  const SkeinRegion *best = NULL;

  for (uint32_t i = 0; i < space->n_regions; i++)
    {
      const SkeinRegion *region = &space->regions[i];

      if (region->kind == SKEIN_REGION_HEAP)
        return region;
      if (region->has_resident && (region->access & SKEIN_ACCESS_WRITE) != 0 &&
          (best == NULL || region->resident > best->resident))
        best = region;
    }

  return best;
}

static void
ensure_choice (SkeinMemoryModel *self)
{
  SkeinMemoryChoice choice;

  if (self->houses == NULL || self->chose_none || skein_memory_model_get_choice (self, &choice))
    return;

  for (uint32_t i = 0; i < self->houses->report->n_spaces; i++)
    {
      const SkeinAddressSpace *space = self->houses->report->spaces[i];
      const SkeinRegion *region = guess_region (space);

      if (region != NULL)
        {
          skein_session_set_region (self->session, &space->process, region->start);
          return;
        }
    }
}

static void
update_faults (SkeinMemoryModel *self)
{
  SkeinMemoryChoice choice;
  uint64_t n_faults;
  gboolean is_same;

  if (!skein_memory_model_get_choice (self, &choice))
    return;

  is_same = skein_task_key_equal (&self->faults_of, &choice.space->process) && self->faults_ns > 0;
  if (is_same && choice.space->read_ns <= self->faults_ns)
    return;

  n_faults = choice.space->minor_faults + choice.space->major_faults;
  self->fault_rate = -1.0;
  if (is_same && n_faults >= self->n_faults)
    self->fault_rate = (double) (n_faults - self->n_faults) * (double) SKEIN_NS_PER_S /
                       (double) (choice.space->read_ns - self->faults_ns);

  self->faults_of = choice.space->process;
  self->faults_ns = choice.space->read_ns;
  self->n_faults = n_faults;
}

static void
update_pages (SkeinMemoryModel        *self,
              const SkeinMemoryReport *report)
{
  const SkeinPages *pages = report != NULL ? report->pages : NULL;
  uint64_t address;
  const SkeinTaskKey *chosen = skein_session_get_region (self->session, &address);

  /* Those of the choice before are nobody's. */
  if (pages != NULL && (chosen == NULL || !skein_task_key_equal (chosen, &pages->process) ||
                        pages->start != self->pages_start))
    pages = NULL;

  if (skein_page_map_update (self->pages, pages))
    skein_page_past_clear (&self->past);
  if (pages != NULL)
    skein_page_past_add (&self->past, report->taken_ns, self->pages->total.own, self->pages->total.shared);

  g_signal_emit (self, signals[PAGES_CHANGED], 0);
}

/* What was read is of what is selected now, not of what was selected a moment ago. */
static gboolean
is_of_selection (SkeinMemoryModel        *self,
                 const SkeinMemoryReport *report)
{
  const SkeinTaskKey *keys;
  guint n = count_houses (self, &keys);

  if (report->n_spaces != n)
    return FALSE;

  for (guint i = 0; i < n; i++)
    if (!skein_task_key_equal (&report->spaces[i]->process, &keys[i]))
      return FALSE;

  return TRUE;
}

static gboolean
has_same_spaces (const SkeinMemoryReport *a,
                 const SkeinMemoryReport *b)
{
  if (a->n_spaces != b->n_spaces)
    return FALSE;

  for (uint32_t i = 0; i < a->n_spaces; i++)
    if (a->spaces[i] != b->spaces[i])
      return FALSE;

  return TRUE;
}

static void
make_houses (SkeinMemoryModel        *self,
             const SkeinMemoryReport *report)
{
  g_autofree SkeinResident *residents = NULL;

  g_clear_pointer (&self->houses, skein_houses_free);
  if (report == NULL || report->n_spaces == 0 || !is_of_selection (self, report))
    return;

  residents = skein_memory_model_dup_residents (self, report);
  self->houses = skein_houses_new (report, residents, 0, (const SkeinOpenFloor *) (void *) self->opened->data,
                                   self->opened->len);
}

static void
make_footprints (SkeinMemoryModel        *self,
                 const SkeinMemoryReport *report)
{
  const SkeinSnapshot *snapshot = skein_session_get_snapshot (self->session);

  if (report == NULL || snapshot == NULL || report->n_processes == 0)
    return;

  g_clear_pointer (&self->footprints, skein_footprints_free);
  self->footprints = skein_footprints_new (report, snapshot);
}

static void
make_all (SkeinMemoryModel *self)
{
  const SkeinMemoryReport *report = skein_session_get_memory (self->session);

  self->made_ns = report != NULL ? report->taken_ns : 0;
  make_houses (self, report);
  make_footprints (self, report);
  ensure_choice (self);
  follow_region (self);
  update_faults (self);
  update_pages (self, report);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
memory_read_cb (SkeinMemoryModel *self)
{
  const SkeinMemoryReport *report = skein_session_get_memory (self->session);

  if (!self->watched)
    return;

  if (self->houses == NULL || report->taken_ns - self->made_ns >= PACE_NS ||
      !has_same_spaces (report, self->houses->report))
    make_all (self);
  else
    update_pages (self, report);
}

/* What is the same at the next reading is not told anew, while it is looked at: so it
 * is known, too. */
static void
refresh_cb (SkeinMemoryModel *self)
{
  const SkeinSnapshot *snapshot = skein_session_get_snapshot (self->session);
  const SkeinPageCell *total = &self->pages->total;
  SkeinMemoryChoice choice;

  if (!self->watched || !skein_memory_model_get_choice (self, &choice))
    return;

  if (self->faults_ns > 0 && snapshot->taken_ns - self->faults_ns > QUIET_NS)
    {
      self->fault_rate = 0.0;
      self->faults_ns = snapshot->taken_ns - PACE_NS;
      g_signal_emit (self, signals[CHANGED], 0);
    }

  if (self->past.n > 0 && snapshot->taken_ns - skein_page_past_get (&self->past, self->past.n - 1)->time_ns >= PACE_NS)
    {
      skein_page_past_add (&self->past, snapshot->taken_ns, total->own, total->shared);
      g_signal_emit (self, signals[PAGES_CHANGED], 0);
    }
}

static void
selection_changed_cb (SkeinMemoryModel *self)
{
  if (!self->watched)
    return;

  self->chose_none = FALSE;
  make_all (self);
  send_wish (self);
}

static void
region_changed_cb (SkeinMemoryModel *self)
{
  if (!self->watched)
    return;

  self->faults_ns = 0;
  self->fault_rate = -1.0;
  send_wish (self);
  update_faults (self);
  update_pages (self, skein_session_get_memory (self->session));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
skein_memory_model_dispose (GObject *object)
{
  SkeinMemoryModel *self = SKEIN_MEMORY_MODEL (object);

  if (self->session != NULL)
    skein_session_set_memory_wish (self->session, self, NULL);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (skein_memory_model_parent_class)->dispose (object);
}

static void
skein_memory_model_finalize (GObject *object)
{
  SkeinMemoryModel *self = SKEIN_MEMORY_MODEL (object);

  g_clear_pointer (&self->houses, skein_houses_free);
  g_clear_pointer (&self->footprints, skein_footprints_free);
  g_clear_pointer (&self->pages, skein_page_map_free);
  g_clear_pointer (&self->opened, g_array_unref);

  G_OBJECT_CLASS (skein_memory_model_parent_class)->finalize (object);
}

static void
skein_memory_model_class_init (SkeinMemoryModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = skein_memory_model_dispose;
  object_class->finalize = skein_memory_model_finalize;

  signals[CHANGED] = g_signal_new ("changed", SKEIN_TYPE_MEMORY_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[PAGES_CHANGED] = g_signal_new ("pages-changed", SKEIN_TYPE_MEMORY_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 0);
}

static void
skein_memory_model_init (SkeinMemoryModel *self)
{
  self->pages = skein_page_map_new ();
  self->opened = g_array_new (FALSE, FALSE, sizeof (SkeinOpenFloor));
  self->fault_rate = -1.0;
}

SkeinMemoryModel *
skein_memory_model_new (SkeinSession *session)
{
  SkeinMemoryModel *self = g_object_new (SKEIN_TYPE_MEMORY_MODEL, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "memory-read", G_CALLBACK (memory_read_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "refresh", G_CALLBACK (refresh_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "selection-changed", G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "region-changed", G_CALLBACK (region_changed_cb), self, G_CONNECT_SWAPPED);

  return self;
}

SkeinSession *
skein_memory_model_get_session (SkeinMemoryModel *self)
{
  return self->session;
}

void
skein_memory_model_set_watched (SkeinMemoryModel *self,
                                gboolean          watched)
{
  if (self->watched == !!watched)
    return;

  self->watched = !!watched;
  if (self->watched)
    make_all (self);
  send_wish (self);
}

const SkeinHouses *
skein_memory_model_get_houses (SkeinMemoryModel *self)
{
  return self->houses;
}

const SkeinFootprints *
skein_memory_model_get_footprints (SkeinMemoryModel *self)
{
  return self->footprints;
}

SkeinPageMap *
skein_memory_model_get_pages (SkeinMemoryModel *self)
{
  return self->pages;
}

const SkeinPagePast *
skein_memory_model_get_past (SkeinMemoryModel *self)
{
  return &self->past;
}

gboolean
skein_memory_model_get_choice (SkeinMemoryModel  *self,
                               SkeinMemoryChoice *ret)
{
  uint64_t address;
  const SkeinTaskKey *process = skein_session_get_region (self->session, &address);

  if (process == NULL || self->houses == NULL)
    return FALSE;

  for (uint32_t i = 0; i < self->houses->report->n_spaces; i++)
    {
      const SkeinAddressSpace *space = self->houses->report->spaces[i];

      if (!skein_task_key_equal (&space->process, process))
        continue;

      *ret = (SkeinMemoryChoice) { self->houses, i, space, skein_address_space_find (space, address), 0 };
      if (ret->region != NULL)
        ret->index = (uint32_t) (ret->region - space->regions);

      return TRUE;
    }

  return FALSE;
}

void
skein_memory_model_choose (SkeinMemoryModel *self,
                           uint32_t          house,
                           uint64_t          address)
{
  g_return_if_fail (self->houses != NULL && house < self->houses->report->n_spaces);

  skein_session_set_region (self->session, &self->houses->report->spaces[house]->process, address);
}

void
skein_memory_model_choose_none (SkeinMemoryModel *self)
{
  self->chose_none = TRUE;
  skein_session_set_region (self->session, NULL, 0);
}

void
skein_memory_model_toggle_floor (SkeinMemoryModel *self,
                                 uint32_t          house,
                                 uint32_t          floor)
{
  const SkeinHouse *of;
  SkeinOpenFloor opened;

  g_return_if_fail (self->houses != NULL && house < self->houses->n_houses);
  g_return_if_fail (floor < self->houses->houses[house].n_floors);

  of = &self->houses->houses[house];
  for (guint i = 0; i < self->opened->len; i++)
    {
      const SkeinOpenFloor *candidate = &g_array_index (self->opened, SkeinOpenFloor, i);

      if (skein_task_key_equal (&candidate->process, &of->process) &&
          candidate->address >= of->floors[floor].group_start && candidate->address < of->floors[floor].group_end)
        {
          g_array_remove_index (self->opened, i);
          make_all (self);
          return;
        }
    }

  if (of->floors[floor].n_regions < 2)
    return;

  opened = (SkeinOpenFloor) { of->process, of->floors[floor].start };
  g_array_append_val (self->opened, opened);
  make_all (self);
}

double
skein_memory_model_get_fault_rate (SkeinMemoryModel *self)
{
  return self->fault_rate;
}
