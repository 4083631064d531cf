/* green-private.h - what the parts of the runtime share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "workload/green.h"

#include <pthread.h>
#include <signal.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <time.h>
#include <ucontext.h>

/* Why a green thread goes back to its carrier: what is to become of it. */
typedef enum
{
  SKEIN_GREEN_MAKES_WAY,
  SKEIN_GREEN_WAITS,
  SKEIN_GREEN_ENDS,
} SkeinGreenWish;

typedef struct _SkeinGreen SkeinGreen;

/* The upper end of a stack. Of whoever runs on it, it says who that is. */
typedef struct
{
  SkeinGreen *green;
  ucontext_t  context; /* the registers, while it does not run */
} SkeinGreenTop;

/* A green thread: a cache line, until it first runs. */
struct _SkeinGreen
{
  SkeinGreen            *next; /* in whichever queue it is */
  SkeinGreenTop         *top;  /* NULL: it has not run yet, and has no stack */
  SkeinGreenFunc         func;
  unsigned               number;
  volatile sig_atomic_t  n_holds; /* > 0: it must not be preempted. Written by itself alone */
  SkeinGreenWish         wish;
  SkeinGreenLatch       *latch; /* which it wishes to wait at */
};

/* First come, first served. */
typedef struct
{
  pthread_mutex_t mutex;
  SkeinGreen     *first;
  SkeinGreen     *last;
  _Atomic int     n;
} SkeinGreenQueue;

/* A thread of the kernel that carries green ones. */
typedef struct
{
  alignas (64) SkeinGreens *greens;
  unsigned                  place;
  SkeinGreen *volatile      current;  /* whom it carries; NULL: it is busy with itself */
  volatile int64_t          since_ns; /* since when */
  ucontext_t                context;  /* its own registers, while it carries */
  SkeinGreenQueue           ready;
  timer_t                   timer;
  SkeinGreenCounts          counts;
} SkeinGreenCarrier;

/* One slice of memory for all stacks. */
typedef struct
{
  char  *start; /* of the first stack */
  void  *map;
  size_t map_bytes;
} SkeinGreenStacks;

struct _SkeinGreens
{
  SkeinGreensSetup   setup;
  SkeinGreenStacks   stacks;
  SkeinGreen        *greens;
  _Atomic unsigned   n_made;
  _Atomic unsigned   n_alive;

  /* Carriers with nothing to do sleep here. */
  pthread_mutex_t    mutex;
  pthread_cond_t     call;
  bool               is_started;
  _Atomic int        n_ready;
  _Atomic int        n_idle;

  SkeinGreenCarrier  carriers[];
};

static inline int64_t
skein_green_now (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);

  return now.tv_sec * INT64_C (1000000000) + now.tv_nsec;
}

/* green.c */

/* Returns: (nullable): whose thread this is. To be asked anew after every switch */
SkeinGreenCarrier *skein_green_get_carrier (void);

/* Goes back to the carrier, and returns when somebody carries @self on. @self->n_holds must be above 0. */
void skein_green_leave (SkeinGreen     *self,
                        SkeinGreenWish  wish);

/* Makes it ready, and wakes a carrier for it. @carrier: in whose queue it comes. */
void skein_green_make_ready (SkeinGreenCarrier *carrier,
                             SkeinGreen        *green);

/* green-stack.c */

/* Returns: 0, or a negative errno */
int skein_green_stacks_init (SkeinGreenStacks *self,
                             unsigned          most);

void skein_green_stacks_clear (SkeinGreenStacks *self);

/* Makes the stack at place @i ready for use. Returns: its upper end */
SkeinGreenTop *skein_green_stacks_take (SkeinGreenStacks *self,
                                        unsigned          i);

/* Lets @top->context begin with @func, which never returns. */
void skein_green_stack_prepare (SkeinGreenTop *top,
                                void         (*func) (void));

/* Returns: who runs on the stack that we are on */
SkeinGreen *skein_green_get_self (void);

/* green-queue.c */

void skein_green_queue_init  (SkeinGreenQueue *self);
void skein_green_queue_clear (SkeinGreenQueue *self);

/* At the end. */
void skein_green_queue_push (SkeinGreenQueue *self,
                             SkeinGreen      *green);

/* Returns: (nullable): the one that has waited longest */
SkeinGreen *skein_green_queue_pop (SkeinGreenQueue *self);

/* Returns: (nullable): somebody for this carrier: of its own queue, or else stolen */
SkeinGreen *skein_green_find_work (SkeinGreenCarrier *self);

/* Returns: (transfer none): in whose queue somebody who made way is to wait */
SkeinGreenCarrier *skein_green_find_line (SkeinGreenCarrier *self);

/* green-latch.c */

/* By the carrier, when @green has left its stack. */
void skein_green_latch_add (SkeinGreenLatch   *self,
                            SkeinGreenCarrier *carrier,
                            SkeinGreen        *green);

/* green-preempt.c */

/* For the calling thread, which is @self's. Returns: 0, or a negative errno */
int  skein_green_preempt_start (SkeinGreenCarrier *self);
void skein_green_preempt_stop  (SkeinGreenCarrier *self);
