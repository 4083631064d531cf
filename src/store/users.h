/* users.h - which processes used a core over time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdint.h>

#include <glib.h>

#include "store/axis.h"
#include "store/store.h"

G_BEGIN_DECLS

/* As many as are told apart while intervals are added up. */
#define SKEIN_TALLY_MAX 64

typedef struct
{
  SkeinId  process;
  float    run_ns;
} SkeinUse;

/**
 * SkeinTally:
 * @places: where the use of a process is, by its hash: 0: nowhere, else 1 + the index
 *
 * Adds up uses by process. Where there are too many, the smallest are lost.
 */
typedef struct
{
  uint32_t n;
  SkeinUse uses[SKEIN_TALLY_MAX];
  uint8_t  places[4 * SKEIN_TALLY_MAX];
} SkeinTally;

/* The uses of one interval: those from @first on, @n of them. */
typedef struct
{
  int64_t  end_ns;
  uint32_t first;
  uint32_t n;
} SkeinUsersSlot;

/* The uses of several slots together. */
typedef struct
{
  uint32_t n;
  SkeinUse uses[SKEIN_CORE_USERS];
} SkeinUsersBlock;

#define SKEIN_USERS_FAN    8
#define SKEIN_USERS_LEVELS 3

/**
 * SkeinUsers:
 *
 * One slot for each interval in which somebody used the core, and a pyramid of
 * blocks over them for wide ranges.
 */
typedef struct
{
  SkeinUsersSlot *slots;
  SkeinUse       *uses;
  uint32_t        n;
  uint32_t        capacity;
  uint32_t        n_uses;
  uint32_t        uses_capacity;

  struct
  {
    SkeinUsersBlock *blocks;
    uint32_t         n;
    uint32_t         capacity;
  } levels[SKEIN_USERS_LEVELS];
} SkeinUsers;

void skein_tally_clear (SkeinTally *self);

void skein_tally_add (SkeinTally *self,
                      SkeinId     process,
                      float       run_ns);

/* The greatest first; keeps at most %SKEIN_CORE_USERS. Nothing can be added any more. */
void skein_tally_sort (SkeinTally *self);

void   skein_users_clear     (SkeinUsers       *self);
size_t skein_users_get_bytes (const SkeinUsers *self);

/* Adds what was used in the interval that ends at @end_ns. @tally is sorted by this. */
void skein_users_add (SkeinUsers *self,
                      int64_t     end_ns,
                      SkeinTally *tally);

/**
 * skein_users_count:
 * @slot: (inout): where a walk forward is; 0 at its start
 * @interval: (inout): likewise, in @axis
 * @tally: what was used from @start_ns to @end_ns is added to it
 */
void skein_users_count (const SkeinUsers *self,
                        const SkeinAxis  *axis,
                        uint32_t         *slot,
                        uint32_t         *interval,
                        int64_t           start_ns,
                        int64_t           end_ns,
                        SkeinTally       *tally);

/* As skein_track_follow(). */
void skein_users_follow (SkeinUsers *self,
                         SkeinAxis  *axis,
                         int64_t     start_ns,
                         int64_t     end_ns);

G_END_DECLS
