/* houses.h - address spaces as houses: floors, inhabitants, and what joins them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "model/memory-report.h"
#include "model/process.h"

G_BEGIN_DECLS

/* No such floor, inhabitant or house. */
#define SKEIN_HOUSES_NONE UINT32_MAX

/* So many floors a house has at most, but for those that were opened. */
#define SKEIN_HOUSES_FLOORS 24

/**
 * SkeinResident:
 * @process: (nullable): as a snapshot has it: its name, user and threads; %NULL: not seen
 * @colour: number for skein_colour_of_process()
 * @name: (nullable): bytes: its latest name, where it is not seen any more; %NULL: not known
 *
 * Who lives in an address space of the report.
 */
typedef struct
{
  const SkeinProcess *process;
  uint32_t            colour;
  const char         *name;
} SkeinResident;

/**
 * SkeinOpenFloor:
 * @process: whose
 * @address: any within the floor
 *
 * A floor of several regions that is to be shown region by region.
 */
typedef struct
{
  SkeinTaskKey process;
  uint64_t     address;
} SkeinOpenFloor;

/**
 * SkeinFloor:
 * @kind: what it is; of several kinds: that of the most memory
 * @is_mixed: regions of several kinds, too small to be shown each
 * @first: of the regions of the address space: its first one
 * @n_regions: how many, one after the other
 * @start: first address
 * @end: first address behind it
 * @group_start: of a floor that was opened: where all of it begins; else @start
 * @group_end: and ends
 * @is_opened: it is a part of one that was opened
 * @access: #SkeinAccess flags that all its regions have
 * @mapped: bytes that may be touched
 * @guarded: bytes that nobody may touch: guard pages, what is only reserved
 * @has_resident: @resident is known of all its regions
 * @has_figures: and @own, @shared and @swap
 * @resident: bytes in RAM
 * @own: nobody else maps these
 * @shared: somebody else maps these as well
 * @swap: bytes that were moved out
 * @inhabitant: whose stack it is, or %SKEIN_HOUSES_NONE
 * @mapped_by: how many processes of the report map shared memory of it; 0: only its own
 * @copied_by: how many have private memory of it in common since a fork; 0: none
 * @row: floors of several houses with the same row lie side by side
 * @height: 0 to 1: see skein_houses_height()
 * @gap: bytes up to the next floor that are not mapped
 * @title: what it is: "Heap", "Libraries libc, libm …"
 * @short_title: (nullable): for where @title is too wide: what tells it from others of its kind: "libc, libm …";
 *   %NULL: @title is short
 * @figure: "64.0 MB", or "12 kB of 8 MB" where less is in RAM
 * @short_figure: "12 kB": what is in RAM, or mapped where that is not known
 * @detail: (nullable): one line more, where there is room
 * @gap_text: (nullable): "45.2 TB unmapped", "guard page"
 * @short_gap_text: (nullable): for where that is too wide: "45.2 TB"
 *
 * One storey: a region, or several that are one thing to the reader.
 */
typedef struct
{
  SkeinRegionKind kind;
  bool            is_mixed;
  bool            is_opened;
  bool            has_resident;
  bool            has_figures;
  uint8_t         access;
  uint32_t        first;
  uint32_t        n_regions;
  uint64_t        start;
  uint64_t        end;
  uint64_t        group_start;
  uint64_t        group_end;
  uint64_t        mapped;
  uint64_t        guarded;
  uint64_t        resident;
  uint64_t        own;
  uint64_t        shared;
  uint64_t        swap;
  uint32_t        inhabitant;
  uint32_t        mapped_by;
  uint32_t        copied_by;
  uint32_t        row;
  float           height;
  uint64_t        gap;
  char           *title;
  char           *short_title;
  char           *figure;
  char           *short_figure;
  char           *detail;
  char           *gap_text;
  char           *short_gap_text;
} SkeinFloor;

/**
 * SkeinInhabitant:
 * @tid: the thread
 * @shade: for skein_colour_of_thread(), as of skein_lane_shade()
 * @floor: its stack, or %SKEIN_HOUSES_NONE: not found
 * @name: fit to be shown
 */
typedef struct
{
  pid_t    tid;
  uint32_t shade;
  uint32_t floor;
  char    *name;
} SkeinInhabitant;

/**
 * SkeinHouse:
 * @process: whose address space it is
 * @colour: number for skein_colour_of_process()
 * @name: of the process
 * @share: (nullable): "47.1 MB in its share", its proportional memory; %NULL: not known
 * @private: (nullable): "31.8 MB private"
 * @reason: (nullable): why there are no floors: another user's, ended, of the kernel
 * @is_kernel: a thread of the kernel: it has no house
 * @inhabitants: sorted by tid, the main thread first
 * @floors: in the order of their addresses
 */
typedef struct
{
  SkeinTaskKey     process;
  uint32_t         colour;
  bool             is_kernel;
  char            *name;
  char            *share;
  char            *private;
  char            *reason;
  uint32_t         n_inhabitants;
  uint32_t         n_floors;
  SkeinInhabitant *inhabitants;
  SkeinFloor      *floors;
} SkeinHouse;

/**
 * SkeinJoinKind:
 * @SKEIN_JOIN_BOTH_WRITE: what one writes, the other sees, and both may
 * @SKEIN_JOIN_ONE_WRITES: and one of them may
 * @SKEIN_JOIN_READ_ONLY: the same copy, which neither may write
 * @SKEIN_JOIN_UNTIL_WRITTEN: one copy, until somebody writes: a writer gets its own
 */
typedef enum
{
  SKEIN_JOIN_BOTH_WRITE,
  SKEIN_JOIN_ONE_WRITES,
  SKEIN_JOIN_READ_ONLY,
  SKEIN_JOIN_UNTIL_WRITTEN,
} SkeinJoinKind;

/**
 * SkeinJoin:
 * @kind: drawn solid and thick where both write, else thin and dashed
 * @house: one end
 * @floor: its floor
 * @other_house: the other end: a house further right
 * @other_floor: its floor
 * @bytes: what they have in common, as of #SkeinBridge, of all its bridges
 * @minor_bytes: of %SKEIN_JOIN_READ_ONLY: what the same floors have in common until somebody
 *   writes, where that is so little that it is no join of its own
 * @first_bridge: of the report: the one with the most bytes
 * @n_bridges: how many became this one
 * @place: which of those that join the same two floors, each in its manner
 * @n_places: of how many
 * @figure: "4.0 MB"
 * @words: "both write"
 *
 * A bridge between two houses. Where several join the same two floors in the same
 * manner, they are one. A bridge with more ends joins each with the next.
 */
typedef struct
{
  SkeinJoinKind kind;
  uint32_t      house;
  uint32_t      floor;
  uint32_t      other_house;
  uint32_t      other_floor;
  uint64_t      bytes;
  uint64_t      minor_bytes;
  uint32_t      first_bridge;
  uint32_t      n_bridges;
  uint32_t      place;
  uint32_t      n_places;
  char         *figure;
  char         *words;
} SkeinJoin;

/**
 * SkeinHouses:
 * @report: what it was made of
 * @n_houses: length of @houses, one for each address space of @report, in its order
 * @n_joins: length of @joins
 * @joins: the thick ones first, then by bytes, the most first
 * @n_rows: rows of floors, from the lowest address on
 *
 * What the houses show. Made once for a report, never changed: a frame of it groups
 * and words nothing.
 */
typedef struct
{
  const SkeinMemoryReport *report;
  uint32_t                 n_houses;
  uint32_t                 n_joins;
  uint32_t                 n_rows;
  SkeinHouse              *houses;
  SkeinJoin               *joins;
} SkeinHouses;

/**
 * skein_houses_new:
 * @report: a reference of it is kept
 * @residents: (array): one for each address space of @report, in its order
 * @most_floors: so many in a house at most; 0: %SKEIN_HOUSES_FLOORS
 * @opened: (array length=n_opened) (nullable): floors shown region by region, beyond
 *   @most_floors
 */
SkeinHouses *skein_houses_new  (const SkeinMemoryReport *report,
                                const SkeinResident     *residents,
                                uint32_t                 most_floors,
                                const SkeinOpenFloor    *opened,
                                size_t                   n_opened) G_GNUC_WARN_UNUSED_RESULT;
void         skein_houses_free (SkeinHouses             *self);

/**
 * skein_houses_height:
 * @bytes: in RAM, or mapped where that is not known
 *
 * The compressed scale of heights: each doubling adds the same, from 64 KiB (0) to
 * 16 GiB (1), in whole steps, so that what grows a little does not move.
 */
float skein_houses_height (uint64_t bytes);

/* A sentence that explains it, for a hover. */
const char *skein_houses_height_explanation (void);

/* Returns: the floor of house @house that contains @address, or %SKEIN_HOUSES_NONE */
uint32_t skein_houses_find_floor (const SkeinHouses *self,
                                  uint32_t           house,
                                  uint64_t           address);

/* Texts for a hover and for who does not see: several lines, the first is a title. */
char *skein_houses_dup_house_text      (const SkeinHouses *self,
                                        uint32_t           house) G_GNUC_WARN_UNUSED_RESULT;
char *skein_houses_dup_floor_text      (const SkeinHouses *self,
                                        uint32_t           house,
                                        uint32_t           floor) G_GNUC_WARN_UNUSED_RESULT;
char *skein_houses_dup_inhabitant_text (const SkeinHouses *self,
                                        uint32_t           house,
                                        uint32_t           inhabitant) G_GNUC_WARN_UNUSED_RESULT;
char *skein_houses_dup_join_text       (const SkeinHouses *self,
                                        uint32_t           join) G_GNUC_WARN_UNUSED_RESULT;

/* One sentence on all that can be looked into: "2 processes: nothing crosses the walls but 3 bridges between
 * them"; and how many cannot. */
char *skein_houses_dup_summary (const SkeinHouses *self) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (nullable): a line for each house without floors: whose it is and why; %NULL: there is none */
char *skein_houses_dup_reasons (const SkeinHouses *self) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: whether anything can be seen in any of them */
bool skein_houses_have_floors (const SkeinHouses *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinHouses, skein_houses_free)

G_END_DECLS
