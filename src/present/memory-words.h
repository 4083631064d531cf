/* memory-words.h - what a region of memory is, said in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "model/process.h"
#include "model/region.h"
#include "present/words.h"

G_BEGIN_DECLS

/* "Program code", "Heap", "Shared memory". */
const char *skein_words_region_kind (SkeinRegionKind kind);

/* One short sentence: "What malloc() hands out, in small pieces". */
const char *skein_words_region_kind_explanation (SkeinRegionKind kind);

/**
 * skein_words_region_object:
 * @name: (nullable): a region's
 *
 * Returns: @buffer, with the part of @name that tells it apart, made fit to be shown:
 *   "libc.so.6" of a library's path, "/skein-demo" of /dev/shm, "frames" of a memfd,
 *   "(deleted)" left out; empty where there is none
 */
char *skein_words_region_object (const char *name,
                                 char       *buffer,
                                 size_t      size);

/**
 * skein_words_region:
 * @process: (nullable): whose it is: knows the names of its threads
 *
 * Returns: @buffer, with what it is: "Heap", "Stack of worker 1", "Library libc.so.6",
 *   "Shared memory /skein-demo", "Guard page"
 */
char *skein_words_region (const SkeinRegion  *region,
                          const SkeinProcess *process,
                          char               *buffer,
                          size_t              size);

/**
 * skein_words_access:
 * @access: #SkeinAccess flags
 *
 * Returns: @buffer, with "read, write, private"; "none: nobody may touch it"
 */
char *skein_words_access (unsigned  access,
                          char     *buffer,
                          size_t    size);

/* How it is known whose stack a region is: "the kernel names it". Empty for
 * %SKEIN_STACK_NONE. */
const char *skein_words_stack_method (SkeinStackMethod method);

/* A thread's name, fit to be shown; "main" of a main thread. */
char *skein_words_thread (const SkeinProcess *process,
                          pid_t               tid,
                          char               *buffer,
                          size_t              size);

G_END_DECLS
