/* store.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/store.h"

#include <string.h>

struct _SkeinStore
{
  size_t budget;
};

SkeinStore *
skein_store_new (size_t budget_bytes)
{
  SkeinStore *self = g_new0 (SkeinStore, 1);

  self->budget = budget_bytes;

  return self;
}

void
skein_store_free (SkeinStore *self)
{
  g_free (self);
}

void
skein_store_set_budget (SkeinStore *self,
                        size_t      budget_bytes)
{
  self->budget = budget_bytes;
}

size_t
skein_store_get_bytes (const SkeinStore *self)
{
  return sizeof *self;
}

void
skein_store_append (SkeinStore          *self,
                    const SkeinSnapshot *snapshot)
{
}

void
skein_store_clear (SkeinStore *self)
{
}

bool
skein_store_get_extent (const SkeinStore *self,
                        int64_t          *ret_start_ns,
                        int64_t          *ret_end_ns)
{
  *ret_start_ns = 0;
  *ret_end_ns = 0;

  return false;
}

bool
skein_store_get_interval (const SkeinStore *self,
                          int64_t           time_ns,
                          int64_t          *ret_start_ns,
                          int64_t          *ret_end_ns)
{
  *ret_start_ns = INT64_MIN;
  *ret_end_ns = INT64_MAX;

  return false;
}

SkeinId
skein_store_find_process (const SkeinStore   *self,
                          const SkeinTaskKey *key)
{
  return SKEIN_ID_NONE;
}

SkeinId
skein_store_find_thread (const SkeinStore   *self,
                         const SkeinTaskKey *key)
{
  return SKEIN_ID_NONE;
}

bool
skein_store_get_info (const SkeinStore *self,
                      SkeinId           id,
                      SkeinTaskInfo    *ret)
{
  return false;
}

void
skein_store_list_threads (const SkeinStore *self,
                          SkeinId           process,
                          int64_t           start_ns,
                          int64_t           end_ns,
                          GArray           *ids)
{
}

void
skein_store_list_processes (const SkeinStore *self,
                            int64_t           start_ns,
                            int64_t           end_ns,
                            GArray           *ids)
{
}

bool
skein_store_sum (const SkeinStore *self,
                 SkeinId           id,
                 int64_t           start_ns,
                 int64_t           end_ns,
                 SkeinSums        *ret)
{
  memset (ret, 0, sizeof *ret);

  return false;
}

void
skein_store_sum_many (const SkeinStore *self,
                      const SkeinId    *ids,
                      size_t            n_ids,
                      int64_t           start_ns,
                      int64_t           end_ns,
                      SkeinSums        *ret)
{
  memset (ret, 0, sizeof *ret);
}

void
skein_store_bin (const SkeinStore *self,
                 SkeinId           id,
                 int64_t           start_ns,
                 double            column_ns,
                 SkeinBin         *bins,
                 size_t            n_bins)
{
  memset (bins, 0, n_bins * sizeof *bins);
}

void
skein_store_bin_core (const SkeinStore *self,
                      unsigned          core,
                      int64_t           start_ns,
                      double            column_ns,
                      SkeinCoreBin     *bins,
                      size_t            n_bins)
{
  memset (bins, 0, n_bins * sizeof *bins);
}
