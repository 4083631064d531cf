/* format.h - figures as people read them, in their language
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

G_BEGIN_DECLS

/* Long enough for all that is written here, in any language. */
#define SKEIN_FORMAT_SIZE 64

/* What 100 % is. */
typedef enum
{
  SKEIN_CPU_OF_CORE,
  SKEIN_CPU_OF_MACHINE,
} SkeinCpuOf;

/* All write into @buffer, terminated, cut where it is too short, and return it. */

/* "104.2 ms", "3.1 s", "2 min 5 s", "1 h 12 min": three digits that mean something. */
char *skein_format_duration (int64_t ns,
                             char   *buffer,
                             size_t  size);

/* For axes: the unit of @step_ns is used for all labels: "-250 ms", "-4 s", "now". */
char *skein_format_offset (int64_t ns,
                           int64_t step_ns,
                           char   *buffer,
                           size_t  size);

/* "47.1 MB". */
char *skein_format_bytes (uint64_t bytes,
                          char    *buffer,
                          size_t   size);

/* "97 %", "0.6 %": one digit behind the point below ten. @share: 1 is 100 %. */
char *skein_format_percent (double  share,
                            char   *buffer,
                            size_t  size);

/* A CPU share as per cent of what the user chose. @cores: 1 is one core all the time. */
char *skein_format_cpu (double      cores,
                        SkeinCpuOf  of,
                        unsigned    n_cores,
                        char       *buffer,
                        size_t      size);

/* "1.93": threads on a core, or wanting one. */
char *skein_format_parallelism (double  value,
                                char   *buffer,
                                size_t  size);

/* "12,345", grouped as the language does. */
char *skein_format_count (uint64_t count,
                          char    *buffer,
                          size_t   size);

G_END_DECLS
