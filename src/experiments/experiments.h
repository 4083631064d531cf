/* experiments.h - which experiments there are, in which modes, with which parameters
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Plain data, libc only: the program that does the work, the runner and the window
 * all read it here. Texts are in English, for gettext.
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SKEIN_EXPERIMENT_MODES 8
#define SKEIN_EXPERIMENT_PARAMETERS 8
#define SKEIN_EXPERIMENT_MEASURES 12

/* As many modes as an experiment may have that makes one for each number of workers. */
#define SKEIN_EXPERIMENT_MOST_MODES 64

/* In a parameter's limits or default: as many cores as the machine gives. */
#define SKEIN_ALL_CORES INT64_C (-1)

/**
 * SkeinExperimentGroup:
 *
 * Where an experiment stands in the catalogue.
 */
typedef enum
{
  SKEIN_GROUP_CONCURRENCY,
  SKEIN_GROUP_PROCESSES,
  SKEIN_GROUP_COMMUNICATION,
  SKEIN_GROUP_SCHEDULERS,
  SKEIN_GROUP_OWN,
  SKEIN_N_GROUPS,
} SkeinExperimentGroup;

/**
 * SkeinUnit:
 * @SKEIN_UNIT_COUNT: a number of things
 * @SKEIN_UNIT_BLOCKS: of work, each about a millisecond of a core
 * @SKEIN_UNIT_MS: milliseconds
 * @SKEIN_UNIT_NS: nanoseconds; shown in what reads best
 * @SKEIN_UNIT_BYTES: bytes; likewise
 * @SKEIN_UNIT_SHARE: a share, 0 to 1, shown in per cent; as a parameter: whole per cent
 * @SKEIN_UNIT_PER_S: a number in each second
 * @SKEIN_UNIT_TIMES: a ratio
 * @SKEIN_UNIT_ADDRESS: a place in memory, shown as such: 0x7f…
 *
 * What a number is.
 */
typedef enum
{
  SKEIN_UNIT_COUNT,
  SKEIN_UNIT_BLOCKS,
  SKEIN_UNIT_MS,
  SKEIN_UNIT_NS,
  SKEIN_UNIT_BYTES,
  SKEIN_UNIT_SHARE,
  SKEIN_UNIT_PER_S,
  SKEIN_UNIT_TIMES,
  SKEIN_UNIT_ADDRESS,
} SkeinUnit;

/**
 * SkeinModeInfo:
 * @id: as it is given to --mode; unique in its experiment
 * @title: a few words
 * @text: one sentence: what does the work, and where
 * @least_cores: it shows nothing with fewer
 * @is_wrong: its answer is meant to come out wrong
 * @is_real_time: it needs the right to a real-time priority
 *
 * One way to do the work of an experiment.
 */
typedef struct
{
  const char *id;
  const char *title;
  const char *text;
  unsigned    least_cores;
  bool        is_wrong;
  bool        is_real_time;
} SkeinModeInfo;

/**
 * SkeinParameterInfo:
 * @id: as in --set ID=VALUE
 * @title: a few words
 * @text: one sentence: what it does
 * @unit: of the number
 * @least: the least that makes sense
 * @most: the most that can be had; %SKEIN_ALL_CORES
 * @usual: the default; %SKEIN_ALL_CORES
 */
typedef struct
{
  const char *id;
  const char *title;
  const char *text;
  SkeinUnit   unit;
  int64_t     least;
  int64_t     most;
  int64_t     usual;
} SkeinParameterInfo;

/**
 * SkeinMeasureInfo:
 * @id: the key in results: snake_case, with the unit at its end (_ns, _bytes, _per_s,
 *   _share) where it is no count
 * @title: a column's title
 * @text: one sentence: what it is
 * @unit: of the number
 *
 * What an experiment measures beside what all do.
 */
typedef struct
{
  const char *id;
  const char *title;
  const char *text;
  SkeinUnit   unit;
} SkeinMeasureInfo;

/**
 * SkeinExperimentInfo:
 * @id: as in skein-workload ID
 * @group: where it stands
 * @title: a few words
 * @idea: two or three sentences: what is to be seen, for who has not read the book yet
 * @tasks: (nullable): a few words: what the numbers on the lanes are, where they are not all alike
 * @lasts_alike: every mode lasts as long as the others, whatever comes of it: none is the faster one
 * @modes: the first is what the others are compared with; ends with an @id of %NULL
 * @workers: (nullable): the id of the parameter of which each number, from 1 on, is a mode
 *   of its own; then @modes has one entry, whose title is a format with "%u"
 * @parameters: ends with an @id of %NULL
 * @measures: ends with an @id of %NULL
 * @page: which live page shows it best: "timeline" or "memory"
 * @demo: the mode that Launch starts
 * @demo_parameter: (nullable): which parameter is another one then …
 * @demo_value: … and what it is: a round takes some seconds, so that its threads can be watched
 */
typedef struct
{
  const char           *id;
  SkeinExperimentGroup  group;
  const char           *title;
  const char           *idea;
  const char           *tasks;
  bool                  lasts_alike;
  const char           *workers;
  const char           *page;
  const char           *demo;
  const char           *demo_parameter;
  int64_t               demo_value;
  SkeinModeInfo         modes[SKEIN_EXPERIMENT_MODES + 1];
  SkeinParameterInfo    parameters[SKEIN_EXPERIMENT_PARAMETERS + 1];
  SkeinMeasureInfo      measures[SKEIN_EXPERIMENT_MEASURES + 1];
} SkeinExperimentInfo;

/* Returns: (transfer none) (nullable): the one at place @i of the catalogue; %NULL behind the last */
const SkeinExperimentInfo *skein_experiment_get  (unsigned i);

/* Returns: (transfer none) (nullable): the one with that id */
const SkeinExperimentInfo *skein_experiment_find (const char *id);

/* Returns: (transfer none): a group's title, English, for gettext */
const char *skein_experiment_group_get_title (SkeinExperimentGroup group);

/* Returns: how many parameters it has */
unsigned skein_experiment_count_parameters (const SkeinExperimentInfo *self);

/* Returns: the place of the parameter with that id; -1: it has none */
int skein_experiment_find_parameter (const SkeinExperimentInfo *self,
                                     const char                *id);

/* Returns: the place of the measure with that id; -1: it has none */
int skein_experiment_find_measure (const SkeinExperimentInfo *self,
                                   const char                *id);

/* No machine has more. */
#define SKEIN_EXPERIMENT_MOST_CORES 8192

/**
 * skein_experiment_list_cores:
 * @ret: (array length=most) (out caller-allocates): the cores that this process may use, by the kernel's numbers,
 *   in order: sched_getaffinity(2)
 *
 * Returns: how many there are; if it is more than @most, only the first were filled; 0: it is not known
 */
unsigned skein_experiment_list_cores (unsigned *ret,
                                      unsigned  most);

/* Returns: how many cores this process may use; at least 1 */
unsigned skein_experiment_count_cores (void);

/**
 * SkeinLack:
 * @SKEIN_LACK_CORES: too few cores
 * @SKEIN_LACK_REAL_TIME: no right to a real-time priority
 *
 * What this machine, or this user, lacks for a mode.
 */
typedef enum
{
  SKEIN_LACK_NOTHING,
  SKEIN_LACK_CORES,
  SKEIN_LACK_REAL_TIME,
} SkeinLack;

/**
 * skein_mode_info_find_lack:
 *
 * Whether a real-time priority may be had is found out by trying: the calling thread has one
 * for some microseconds.
 */
SkeinLack skein_mode_info_find_lack (const SkeinModeInfo *self);

/**
 * skein_experiment_get_limits:
 * @i: a parameter's place
 * @n_cores: of the machine
 *
 * The limits and the default of a parameter, with numbers in place of %SKEIN_ALL_CORES.
 */
void skein_experiment_get_limits (const SkeinExperimentInfo *self,
                                  unsigned                   i,
                                  unsigned                   n_cores,
                                  int64_t                   *ret_least,
                                  int64_t                   *ret_most,
                                  int64_t                   *ret_usual);

/* Fills @values, one for each parameter, with the defaults. */
void skein_experiment_get_usual (const SkeinExperimentInfo *self,
                                 unsigned                   n_cores,
                                 int64_t                   *values);

/**
 * skein_experiment_count_modes:
 * @values: one for each parameter
 *
 * Returns: how many modes it has with these parameters
 */
unsigned skein_experiment_count_modes (const SkeinExperimentInfo *self,
                                       const int64_t             *values);

/**
 * SkeinMode:
 * @info: (transfer none): what is written of it
 * @workers: of an experiment with a mode for each number of workers: that; else 0
 * @id: its id: @info's, or the number
 *
 * A mode, as the parameters make it.
 */
typedef struct
{
  const SkeinModeInfo *info;
  unsigned             workers;
  char                 id[24];
} SkeinMode;

/* Fills @ret with the mode at place @i. Returns: false behind the last */
bool skein_experiment_get_mode (const SkeinExperimentInfo *self,
                                const int64_t             *values,
                                unsigned                   i,
                                SkeinMode                 *ret);

/* Returns: the place of the mode with that id; -1: there is none */
int skein_experiment_find_mode (const SkeinExperimentInfo *self,
                                const int64_t             *values,
                                const char                *id);

/**
 * skein_mode_write_title:
 * @ret: (array length=size): its title, in the language of the user
 */
void skein_mode_write_title (const SkeinMode *self,
                             char            *ret,
                             size_t           size);
