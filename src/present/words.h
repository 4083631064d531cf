/* words.h - what the kernel says in letters and numbers, said in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "model/process.h"
#include "store/waits.h"

G_BEGIN_DECLS

/* Long enough for each text that is written into a buffer here, in any language. */
#define SKEIN_WORDS_SIZE 128

/**
 * SkeinWait:
 *
 * What a thread that does not run waits for.
 */
typedef enum
{
  SKEIN_WAIT_NONE,         /* it runs, or ended */
  SKEIN_WAIT_TURN,         /* ready: for a core */
  SKEIN_WAIT_LOCK,         /* futex: a mutex, a condition, the end of another thread */
  SKEIN_WAIT_SEMAPHORE,    /* of System V */
  SKEIN_WAIT_FILE_LOCK,
  SKEIN_WAIT_PIPE,
  SKEIN_WAIT_SOCKET,
  SKEIN_WAIT_CONNECTION,   /* accept() */
  SKEIN_WAIT_MESSAGE,      /* a message queue */
  SKEIN_WAIT_EVENTS,       /* poll() and its relatives */
  SKEIN_WAIT_TIMER,
  SKEIN_WAIT_CHILD,
  SKEIN_WAIT_SIGNAL,
  SKEIN_WAIT_DISK,
  SKEIN_WAIT_TERMINAL,
  SKEIN_WAIT_CONTINUE,     /* stopped, until somebody continues it */
  SKEIN_WAIT_DEBUGGER,
  SKEIN_WAIT_WORK,         /* a kernel thread with nothing to do */
  SKEIN_WAIT_HIDDEN,       /* the kernel does not tell us */
  SKEIN_WAIT_OTHER,        /* the kernel's function is all that is known */
  SKEIN_WAIT_UNKNOWN,      /* nobody asked yet */
} SkeinWait;

/* "Running", "Waiting for disk". */
const char *skein_words_state             (SkeinState state);

/* One short sentence: "Wants a core, has none". */
const char *skein_words_state_explanation (SkeinState state);

/**
 * skein_words_state_tooltip:
 * @letter: the kernel's letter for it
 *
 * Returns: @buffer, with the explanation and the letter
 */
char *skein_words_state_tooltip (SkeinState  state,
                                 char        letter,
                                 char       *buffer,
                                 size_t      size);

/**
 * skein_words_policy:
 * @policy: as in field 41 of stat
 * @rt_priority: as in field 40 of stat
 *
 * Returns: @buffer, with "normal", "batch", "idle", "real-time FIFO 50",
 *   "real-time round robin 50", "deadline", or the number of a policy not known here
 */
char *skein_words_policy (unsigned  policy,
                          unsigned  rt_priority,
                          char     *buffer,
                          size_t    size);

/**
 * skein_words_get_wait:
 * @detail: (nullable): %NULL: only the state tells
 *
 * Finds out what @thread waits for: from its state, the system call it is in
 * and the kernel function it sleeps in. Where call and function disagree on how
 * much they say (read() of anything), the function decides.
 */
SkeinWait skein_words_get_wait (const SkeinThread       *thread,
                                const SkeinThreadDetail *detail);

/**
 * skein_words_wait:
 *
 * Returns: @buffer, with what skein_words_get_wait() found, and how it was found
 *   where that says more: "a lock (futex)"; empty where it waits for nothing
 */
char *skein_words_wait (const SkeinThread       *thread,
                        const SkeinThreadDetail *detail,
                        char                    *buffer,
                        size_t                   size);

/**
 * skein_words_waiting:
 * @seen: (nullable): what skein_store_find_wait() found
 *
 * Returns: @buffer, with the same as part of a sentence: "waiting for a lock (futex)";
 *   empty where the kernel does not tell, or nobody asked
 */
char *skein_words_waiting (const SkeinSeenWait *seen,
                           char                *buffer,
                           size_t               size);

/**
 * skein_words_cores:
 * @allowed: (nullable): the kernel's list, as "0-3,7"
 * @n_cores: how many cores the machine has
 *
 * Returns: @buffer, with "all", "core 2", "cores 0–3, 7"; empty if @allowed is
 *   %NULL or no such list
 */
char *skein_words_cores (const char *allowed,
                         unsigned    n_cores,
                         char       *buffer,
                         size_t      size);

G_END_DECLS
