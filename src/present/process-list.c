/* process-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "present/process-list.h"

#include "base/clock.h"
#include "present/process-filter.h"
#include "present/row-id.h"
#include "present/since.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* How long a row is new. */
#define NEW_NS (3 * SKEIN_NS_PER_S)

#define NO_ROW UINT32_MAX

typedef struct
{
  SkeinProcessRow row;

  int64_t         seen_ns;      /* when it came; INT64_MIN: it was here before us */
  uint64_t        run_ns;       /* its CPU time at the last update */
  SkeinId         store_id;
  uint32_t        rank;         /* its place in the last sorting; NO_ROW: it had none */
  bool            is_closed;

  /* The tree, as indices, renewed whenever rows are arranged. */
  bool            is_visible;
  uint32_t        parent;
  uint32_t        first_child;
  uint32_t        next_sibling;
} Row;

struct _SkeinProcessList
{
  SkeinSnapshot     *snapshot;
  GArray            *rows;     /* of Row, sorted by pid, as the snapshot is */
  GArray            *previous; /* the last update's, kept for its memory */
  GArray            *sorted;   /* of SortItem: the visible rows */
  GArray            *shown;    /* of uint32_t: the rows, as they are shown */

  SkeinProcessFilter filter;
  SkeinProcessOrder  order;
  bool               descending;
  bool               is_tree;
  bool               is_held;
  SkeinProcessTotals totals;
};

/* A row with its sort key taken out once, so that comparing is cheap. */
typedef struct
{
  double      number;
  const char *text;
  pid_t       pid;
  uint32_t    row;
} SortItem;

static inline Row *
row_at (const SkeinProcessList *self,
        uint32_t                index)
{
  return &g_array_index (self->rows, Row, index);
}

SkeinProcessList *
skein_process_list_new (void)
{
  SkeinProcessList *self = g_new0 (SkeinProcessList, 1);

  self->rows = g_array_new (FALSE, TRUE, sizeof (Row));
  self->previous = g_array_new (FALSE, TRUE, sizeof (Row));
  self->sorted = g_array_new (FALSE, FALSE, sizeof (SortItem));
  self->shown = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  self->order = SKEIN_PROCESS_START;
  self->is_tree = true;

  return self;
}

void
skein_process_list_free (SkeinProcessList *self)
{
  g_clear_pointer (&self->snapshot, skein_snapshot_unref);
  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_pointer (&self->previous, g_array_unref);
  g_clear_pointer (&self->sorted, g_array_unref);
  g_clear_pointer (&self->shown, g_array_unref);
  skein_process_filter_clear (&self->filter);
  g_free (self);
}

/* Figures */

/* The store saw the snapshot first, so a process has an id there when it comes here. */
static void
find_figures (Row              *row,
              const SkeinSince *since,
              bool              was_here)
{
  const SkeinProcess *process = row->row.process;
  SkeinTaskKey key = skein_process_get_key (process);
  SkeinSinceFigures figures;

  if (row->store_id == SKEIN_ID_NONE && since->store != NULL)
    row->store_id = skein_store_find_process (since->store, &key);

  if (!skein_since_look_up (since, row->store_id, &figures))
    {
      row->store_id = SKEIN_ID_NONE;
      figures = skein_since_work_out (since, process->run_delta_ns, process->ready_delta_ns, process->run_ns,
                                      was_here ? row->run_ns : UINT64_MAX);
    }

  row->row.run = figures.run;
  row->row.ready = figures.ready;
}

static void
match_row (SkeinProcessList *self,
           Row              *row)
{
  row->row.matches = skein_process_filter_accepts (&self->filter, row->row.process, row->row.state,
                                                   &row->row.n_thread_matches);
}

static void
renew_row (SkeinProcessList *self,
           Row              *row,
           const SkeinSince *since,
           bool              was_here)
{
  const SkeinProcess *process = row->row.process;

  find_figures (row, since, was_here);
  if (!row->row.is_proportional)
    row->row.memory_bytes = process->rss_bytes;
  row->run_ns = process->run_ns;
  row->row.state = skein_process_get_state (process);
  match_row (self, row);
}

static Row
new_row (SkeinProcessList   *self,
         const SkeinProcess *process,
         const SkeinSince   *since)
{
  SkeinTaskKey key = skein_process_get_key (process);
  Row row = {
    .row.id = skein_row_id_from_key (&key),
    .row.process = process,
    .seen_ns = self->snapshot != NULL ? since->snapshot->taken_ns : INT64_MIN,
    .store_id = SKEIN_ID_NONE,
    .rank = NO_ROW,
  };

  renew_row (self, &row, since, false);

  return row;
}

/* The record is the proof: still the same one, nothing happened. */
static void
keep_row (SkeinProcessList   *self,
          Row                *row,
          const SkeinProcess *process,
          const SkeinSince   *since)
{
  if (row->row.process == process)
    {
      row->row.run = 0.0f;
      row->row.ready = 0.0f;
      return;
    }

  row->row.process = process;
  renew_row (self, row, since, true);
}

static void
age_row (Row    *row,
         int64_t now_ns)
{
  row->row.is_new = row->seen_ns != INT64_MIN && now_ns - row->seen_ns < NEW_NS;
}

/* Both are sorted by pid: one walk finds who stayed, came and went. */
static void
merge (SkeinProcessList *self,
       const SkeinSince *since)
{
  const SkeinSnapshot *snapshot = since->snapshot;
  GArray *before = self->rows;
  uint32_t j = 0;

  self->rows = self->previous;
  self->previous = before;
  g_array_set_size (self->rows, snapshot->n_processes);

  for (uint32_t i = 0; i < snapshot->n_processes; i++)
    {
      const SkeinProcess *process = snapshot->processes[i];
      Row *row = row_at (self, i);

      while (j < before->len && g_array_index (before, Row, j).row.process->pid < process->pid)
        j++;

      if (j < before->len &&
          g_array_index (before, Row, j).row.process->pid == process->pid &&
          g_array_index (before, Row, j).row.process->start_ticks == process->start_ticks)
        {
          *row = g_array_index (before, Row, j);
          keep_row (self, row, process, since);
        }
      else
        {
          *row = new_row (self, process, since);
        }

      age_row (row, snapshot->taken_ns);
    }
}

static void
add_up (SkeinProcessList *self)
{
  SkeinProcessTotals *totals = &self->totals;

  *totals = (SkeinProcessTotals) { .n_all = self->rows->len };

  for (uint32_t i = 0; i < self->rows->len; i++)
    {
      const SkeinProcessRow *row = &row_at (self, i)->row;

      if (!row->matches)
        continue;

      totals->n_processes++;
      totals->n_threads += row->process->n_threads;
      totals->run += row->run;
      totals->ready += row->ready;
      totals->memory_bytes += row->memory_bytes;
      totals->n_resident += !row->is_proportional && row->memory_bytes > 0;
    }
}

/* The tree */

static uint32_t
find_pid (const SkeinProcessList *self,
          pid_t                   pid)
{
  uint32_t low = 0;
  uint32_t high = self->rows->len;

  while (low < high)
    {
      uint32_t middle = low + (high - low) / 2;

      if (row_at (self, middle)->row.process->pid < pid)
        low = middle + 1;
      else
        high = middle;
    }

  return low < self->rows->len && row_at (self, low)->row.process->pid == pid ? low : NO_ROW;
}

/* A parent is older than its child. Insisting on it keeps a number that was given
 * out again from becoming the parent, and cycles out of the tree. */
static uint32_t
find_parent (const SkeinProcessList *self,
             const SkeinProcess     *child)
{
  uint32_t index = child->ppid > 0 ? find_pid (self, child->ppid) : NO_ROW;
  const SkeinProcess *parent;

  if (index == NO_ROW)
    return NO_ROW;

  parent = row_at (self, index)->row.process;

  if (parent->start_ticks != child->start_ticks)
    return parent->start_ticks < child->start_ticks ? index : NO_ROW;

  return parent->pid < child->pid ? index : NO_ROW;
}

/* What matches is visible, and whatever is above it. */
static void
show_with_ancestors (SkeinProcessList *self,
                     uint32_t          index)
{
  while (index != NO_ROW && !row_at (self, index)->is_visible)
    {
      row_at (self, index)->is_visible = true;
      index = row_at (self, index)->parent;
    }
}

static void
find_visible (SkeinProcessList *self)
{
  for (uint32_t i = 0; i < self->rows->len; i++)
    {
      Row *row = row_at (self, i);

      row->parent = self->is_tree ? find_parent (self, row->row.process) : NO_ROW;
      row->first_child = NO_ROW;
      row->next_sibling = NO_ROW;
      row->is_visible = false;
      row->row.depth = 0;
      row->row.expandable = false;
      row->row.expanded = false;
    }

  for (uint32_t i = 0; i < self->rows->len; i++)
    if (row_at (self, i)->row.matches)
      show_with_ancestors (self, i);
}

static SortItem
sort_item (const SkeinProcessList *self,
           uint32_t                index)
{
  const Row *row = row_at (self, index);
  SortItem item = { .pid = row->row.process->pid, .row = index };

  if (self->is_held)
    item.number = row->rank;
  else if ((item.text = skein_process_row_get_text (&row->row, self->order)) == NULL)
    item.number = skein_process_row_get_number (&row->row, self->order);

  return item;
}

static int
compare_items (const void *a,
               const void *b,
               void       *data)
{
  const SkeinProcessList *self = data;
  const SortItem *x = a;
  const SortItem *y = b;
  int order = (x->number > y->number) - (x->number < y->number);

  /* Folding by language would cost ten times as much, at every refresh. */
  if (x->text != NULL && y->text != NULL)
    order = g_ascii_strcasecmp (x->text, y->text);

  if (self->descending && !self->is_held)
    order = -order;

  return order != 0 ? order : (x->pid > y->pid) - (x->pid < y->pid);
}

static void
sort_visible (SkeinProcessList *self)
{
  g_array_set_size (self->sorted, 0);

  for (uint32_t i = 0; i < self->rows->len; i++)
    if (row_at (self, i)->is_visible)
      {
        SortItem item = sort_item (self, i);

        g_array_append_val (self->sorted, item);
      }

  if (self->sorted->len > 1)
    qsort_r (self->sorted->data, self->sorted->len, sizeof (SortItem), compare_items, self);

  for (uint32_t i = 0; i < self->sorted->len; i++)
    row_at (self, g_array_index (self->sorted, SortItem, i).row)->rank = i;
}

/* Backwards, each before those that follow it: so siblings end up in order.
 *
 * Returns: the first of the roots */
static uint32_t
link_children (SkeinProcessList *self)
{
  uint32_t first_root = NO_ROW;

  for (uint32_t i = self->sorted->len; i-- > 0;)
    {
      uint32_t index = g_array_index (self->sorted, SortItem, i).row;
      Row *row = row_at (self, index);
      uint32_t *first = row->parent != NO_ROW ? &row_at (self, row->parent)->first_child : &first_root;

      row->next_sibling = *first;
      *first = index;
    }

  return first_root;
}

static void
show_row (SkeinProcessList *self,
          uint32_t          index)
{
  Row *row = row_at (self, index);
  bool is_search = self->filter.text != NULL;

  if (row->parent != NO_ROW)
    row->row.depth = row_at (self, row->parent)->row.depth + 1;

  row->row.expandable = row->first_child != NO_ROW && !is_search;
  row->row.expanded = row->first_child != NO_ROW && (is_search || !row->is_closed);
  g_array_append_val (self->shown, index);
}

/* Down first, then on, then back up: a walk that needs no stack. */
static uint32_t
next_in_tree (const SkeinProcessList *self,
              uint32_t                index)
{
  if (row_at (self, index)->row.expanded)
    return row_at (self, index)->first_child;

  while (index != NO_ROW && row_at (self, index)->next_sibling == NO_ROW)
    index = row_at (self, index)->parent;

  return index != NO_ROW ? row_at (self, index)->next_sibling : NO_ROW;
}

static void
arrange (SkeinProcessList *self)
{
  find_visible (self);
  sort_visible (self);
  add_up (self);

  g_array_set_size (self->shown, 0);
  for (uint32_t i = link_children (self); i != NO_ROW; i = next_in_tree (self, i))
    show_row (self, i);
}

void
skein_process_list_update (SkeinProcessList    *self,
                           const SkeinSnapshot *snapshot,
                           const SkeinStore    *store)
{
  SkeinSnapshot *before = self->snapshot;
  SkeinSince since = skein_since (before, snapshot, store);

  if (before == snapshot)
    return;

  merge (self, &since);

  /* The records of the last update are compared with until here, so that an address
   * used again cannot pass for the same record. */
  self->snapshot = skein_snapshot_ref (snapshot);
  g_clear_pointer (&before, skein_snapshot_unref);

  arrange (self);
}

static void
set_footprint (SkeinProcessRow      *row,
               const SkeinFootprint *footprint)
{
  /* Who has ended keeps what it last had. */
  if (footprint->error == -ESRCH || row->process->start_ticks != footprint->process.start_ticks)
    return;

  row->is_proportional = footprint->error == 0;
  row->memory_error = footprint->error;
  row->memory_bytes = row->is_proportional ? footprint->pss : row->process->rss_bytes;
  row->own_bytes = footprint->own;
}

void
skein_process_list_set_footprints (SkeinProcessList     *self,
                                   const SkeinFootprint *footprints,
                                   uint32_t              n)
{
  uint32_t j = 0;

  for (uint32_t i = 0; i < self->rows->len; i++)
    {
      SkeinProcessRow *row = &row_at (self, i)->row;

      while (j < n && footprints[j].process.pid < row->process->pid)
        j++;

      if (j < n && footprints[j].process.pid == row->process->pid)
        set_footprint (row, &footprints[j]);
    }

  add_up (self);
}

const SkeinSnapshot *
skein_process_list_get_snapshot (const SkeinProcessList *self)
{
  return self->snapshot;
}

/* Arranges anew although the order is held: the user asked for another one. */
static void
arrange_anew (SkeinProcessList *self)
{
  bool is_held = self->is_held;

  self->is_held = false;
  arrange (self);
  self->is_held = is_held;
}

static void
refilter (SkeinProcessList *self)
{
  for (uint32_t i = 0; i < self->rows->len; i++)
    match_row (self, row_at (self, i));

  arrange_anew (self);
}

void
skein_process_list_set_tree (SkeinProcessList *self,
                             bool              tree)
{
  self->is_tree = tree;
  arrange_anew (self);
}

void
skein_process_list_set_order (SkeinProcessList *self,
                              SkeinProcessOrder order,
                              bool              descending)
{
  self->order = order;
  self->descending = descending;
  arrange_anew (self);
}

void
skein_process_list_set_hold (SkeinProcessList *self,
                             bool              hold)
{
  self->is_held = hold;
}

void
skein_process_list_set_text (SkeinProcessList *self,
                             const char       *text)
{
  if (skein_process_filter_set_text (&self->filter, text))
    refilter (self);
}

void
skein_process_list_set_user (SkeinProcessList *self,
                             const char       *user)
{
  if (skein_process_filter_set_user (&self->filter, user))
    refilter (self);
}

void
skein_process_list_set_states (SkeinProcessList *self,
                               unsigned          states)
{
  self->filter.states = states;
  refilter (self);
}

void
skein_process_list_set_kernel (SkeinProcessList *self,
                               bool              show)
{
  self->filter.hide_kernel = !show;
  refilter (self);
}

static Row *
find_row (const SkeinProcessList *self,
          const SkeinTaskKey     *key)
{
  uint32_t index = find_pid (self, key->pid);

  if (index == NO_ROW || row_at (self, index)->row.process->start_ticks != key->start_ticks)
    return NULL;

  return row_at (self, index);
}

void
skein_process_list_set_expanded (SkeinProcessList *self,
                                 uint64_t          id,
                                 bool              expanded)
{
  SkeinTaskKey key = skein_row_id_to_process_key (id);
  Row *row = find_row (self, &key);

  if (row == NULL)
    return;

  row->is_closed = !expanded;
  arrange (self);
}

void
skein_process_list_reveal (SkeinProcessList *self,
                           uint64_t          id)
{
  SkeinTaskKey key = skein_row_id_to_process_key (id);
  Row *row = find_row (self, &key);

  if (row == NULL)
    return;

  while (row->parent != NO_ROW)
    {
      row = row_at (self, row->parent);
      row->is_closed = false;
    }

  arrange (self);
}

uint32_t
skein_process_list_get_n_rows (const SkeinProcessList *self)
{
  return self->shown->len;
}

const SkeinProcessRow *
skein_process_list_get_row (const SkeinProcessList *self,
                            uint32_t                position)
{
  g_return_val_if_fail (position < self->shown->len, NULL);

  return &row_at (self, g_array_index (self->shown, uint32_t, position))->row;
}

const SkeinProcessRow *
skein_process_list_find (const SkeinProcessList *self,
                         const SkeinTaskKey     *key)
{
  const Row *row = find_row (self, key);

  return row != NULL ? &row->row : NULL;
}

SkeinProcessTotals
skein_process_list_get_totals (const SkeinProcessList *self)
{
  return self->totals;
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
skein_process_list_dup_users (const SkeinProcessList *self)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *users = g_ptr_array_new_with_free_func (g_free);

  for (uint32_t i = 0; i < self->rows->len; i++)
    if (g_hash_table_add (seen, row_at (self, i)->row.process->user))
      g_ptr_array_add (users, g_strdup (row_at (self, i)->row.process->user));

  g_ptr_array_sort (users, compare_texts);

  return users;
}
