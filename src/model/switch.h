/* switch.h - context switches, as the kernel told of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include <glib.h>

G_BEGIN_DECLS

/* Room for a name: 15 bytes, any but zero, and the terminating zero. */
#define SKEIN_SWITCH_NAME_SIZE 16

/* More than any kernel has; a larger number is no core. */
#define SKEIN_MOST_CORES 8192

/* A core of lost records: it may have been any of them. */
#define SKEIN_CORE_ANY UINT16_MAX

/* No name goes with a record. */
#define SKEIN_NO_NAME UINT32_MAX

/**
 * SkeinSwitchKind:
 *
 * What a #SkeinSwitch tells. Beside those two that give them their name, they
 * tell what is needed to know whose they are.
 *
 * @SKEIN_SWITCH_IN: the thread got the core
 * @SKEIN_SWITCH_OUT_BLOCKED: the thread gave the core up: it waits for something
 * @SKEIN_SWITCH_OUT_PREEMPTED: the core was taken away: it is ready
 * @SKEIN_SWITCH_FORK: the thread was made, by @parent_tid, who runs on the core
 * @SKEIN_SWITCH_EXIT: the thread, which runs on the core, ends
 * @SKEIN_SWITCH_NAME: the thread, which runs on the core, has another name
 * @SKEIN_SWITCH_EXEC: likewise, and it became another program: from now on it is
 *   the only thread of its process. The first that is told of a command
 * @SKEIN_SWITCH_FOUND: the thread was there already when the recorder came; what
 *   it does is not known until its next record
 * @SKEIN_SWITCH_LOST: from here to @until_ns nothing is known of the core
 */
typedef enum
{
  SKEIN_SWITCH_IN,
  SKEIN_SWITCH_OUT_BLOCKED,
  SKEIN_SWITCH_OUT_PREEMPTED,
  SKEIN_SWITCH_FORK,
  SKEIN_SWITCH_EXIT,
  SKEIN_SWITCH_NAME,
  SKEIN_SWITCH_EXEC,
  SKEIN_SWITCH_FOUND,
  SKEIN_SWITCH_LOST,
  SKEIN_N_SWITCH_KINDS
} SkeinSwitchKind;

/**
 * SkeinSwitch:
 * @time_ns: when, CLOCK_MONOTONIC
 * @until_ns: of a loss: when it was over
 * @parent_pid: of a fork: who made it
 * @parent_tid: likewise
 * @name: of a name, an exec, a found thread: which of the batch's names;
 *   %SKEIN_NO_NAME: none
 * @pid: the process; of a loss 0
 * @tid: the thread; of a loss 0. The kernel gives a number out again: it is another
 *   thread's after an exit
 * @count: of a loss: how many records; 0: at least one, nobody knows
 * @core: where; of a loss %SKEIN_CORE_ANY where it may be any
 * @kind: a #SkeinSwitchKind
 *
 * One event, of fixed size.
 */
typedef struct
{
  int64_t time_ns;
  union
  {
    int64_t until_ns;
    struct
    {
      pid_t parent_pid;
      pid_t parent_tid;
    };
    uint32_t name;
  };
  pid_t    pid;
  pid_t    tid;
  uint32_t count;
  uint16_t core;
  uint8_t  kind;
} SkeinSwitch;

G_STATIC_ASSERT (sizeof (SkeinSwitch) == 32);

/**
 * SkeinSwitchBatch:
 * @from_ns: the time that this tells of begins here, where the batch before ended
 * @to_ns: and ends here; from @from_ns on, all that was recorded until @to_ns is in it
 * @n_switches: length of @switches
 * @switches: in the order of their times, none of them earlier than @from_ns
 * @n_names: length of @names
 * @names: terminated; the bytes may be anything, not only UTF-8
 *
 * All that happened in a time. Immutable once it is published; may be shared
 * between threads.
 */
typedef struct
{
  gatomicrefcount refs;
  int64_t         from_ns;
  int64_t         to_ns;
  uint32_t        n_switches;
  uint32_t        n_names;
  SkeinSwitch    *switches;
  char          (*names)[SKEIN_SWITCH_NAME_SIZE];
} SkeinSwitchBatch;

/**
 * skein_switch_batch_new_take:
 * @switches: (transfer full) (element-type SkeinSwitch): emptied and freed, its
 *   elements become the batch's
 * @names: (transfer full) (element-type char[16]): likewise
 *
 * Returns: (transfer full): a batch with one reference
 */
SkeinSwitchBatch *skein_switch_batch_new_take (int64_t  from_ns,
                                               int64_t  to_ns,
                                               GArray  *switches,
                                               GArray  *names) G_GNUC_WARN_UNUSED_RESULT;

SkeinSwitchBatch *skein_switch_batch_ref   (const SkeinSwitchBatch *self);
void              skein_switch_batch_unref (const SkeinSwitchBatch *self);

/**
 * skein_switch_batch_get_name:
 * @record: one of @self's
 *
 * Returns: (nullable) (transfer none): the name that goes with it
 */
const char *skein_switch_batch_get_name (const SkeinSwitchBatch *self,
                                         const SkeinSwitch      *record);

/**
 * skein_switch_batch_new_summary:
 *
 * What is kept of a batch that there is no room for: who came, went and changed
 * its name, and that all the rest of this time is lost.
 *
 * Returns: (transfer full): a smaller batch of the same time
 */
SkeinSwitchBatch *skein_switch_batch_new_summary (const SkeinSwitchBatch *self) G_GNUC_WARN_UNUSED_RESULT;

/* Whether it tells who exists and how they are called, rather than who has a core. */
static inline bool
skein_switch_kind_is_life (SkeinSwitchKind kind)
{
  return kind >= SKEIN_SWITCH_FORK && kind <= SKEIN_SWITCH_FOUND;
}

/* Most records say what happens on some core, and are no use without. */
static inline bool
skein_switch_has_sense (const SkeinSwitch *self)
{
  return self->core < SKEIN_MOST_CORES ||
         (self->core == SKEIN_CORE_ANY && (self->kind == SKEIN_SWITCH_LOST || self->kind == SKEIN_SWITCH_FOUND));
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinSwitchBatch, skein_switch_batch_unref)

G_END_DECLS
