/* green-preempt.c - how a green thread that does not make way is made to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kernel has the clock's interrupt to take a core away. Here a signal does the same: each carrier has a timer, and
 * the timer's signal comes to that carrier alone. The kernel puts all registers of whoever runs on its stack, and calls
 * tick() there. If the time of the green thread is over, tick() switches to the carrier, from within the handler: the
 * thread that was interrupted does not get to the end of the handler until somebody carries it on. Then the handler
 * returns, and the kernel loads the registers again.
 *
 * What must hold for that:
 *
 *   - Nobody is preempted in here, where locks are held and queues are half-way linked: n_holds.
 *   - The signal is blocked while the handler runs. swapcontext() stores and loads the mask of signals as well, so that
 *     it is open again on the carrier's side.
 *   - The handler runs on the stack of the green thread. On a stack for signals the next signal would write over it.
 *   - errno is the carrier's, not the green thread's, and has to go with it.
 */

#include "config.h"

#include "workload/green-private.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#ifndef sigev_notify_thread_id
#  define sigev_notify_thread_id _sigev_un._tid
#endif

/* The one that is ignored where nobody expects it, so that one that comes late does no harm. */
#define TICK SIGURG

#define NS_PER_S INT64_C (1000000000)

/* Who is that near to the end of its quantum has had it. */
#define SLACK_NS INT64_C (100000)

/* Who could not be preempted just now is asked again after this part of a quantum. */
#define ASK_AGAIN 16

/* By a function of its own, for the reason that skein_green_get_carrier() has. */
__attribute__ ((noinline)) static void
set_errno (int value)
{
  __asm__ volatile ("" ::: "memory");
  errno = value;
}

static void
set_timer (SkeinGreenCarrier *self,
           int64_t            ns)
{
  struct itimerspec when = { .it_value = { .tv_sec = ns / NS_PER_S, .tv_nsec = ns % NS_PER_S } };

  (void) timer_settime (self->timer, 0, &when, NULL);
}

/* A timer that was set anew at each switch would cost a system call each time. So it is set once a quantum, and
 * who has come later than that has the rest granted. Where nobody waits, whoever runs may go on.
 *
 * Returns: whether the one that runs has to make way */
static bool
is_time_over (SkeinGreenCarrier *self)
{
  SkeinGreen *green = self->current;
  int64_t quantum_ns = self->greens->setup.quantum_ns;
  int64_t left_ns = quantum_ns - (skein_green_now () - self->since_ns);

  if (green == NULL)
    set_timer (self, quantum_ns);
  else if (left_ns > SLACK_NS)
    set_timer (self, left_ns);
  else if (green->n_holds > 0 || atomic_load (&self->greens->n_ready) == 0)
    set_timer (self, quantum_ns / ASK_AGAIN);
  else
    return true;

  return false;
}

static void
tick (int number)
{
  int error = errno;
  SkeinGreenCarrier *carrier = skein_green_get_carrier ();

  if (carrier != NULL && is_time_over (carrier))
    {
      SkeinGreen *green = carrier->current;

      carrier->counts.n_preempted++;
      set_timer (carrier, carrier->greens->setup.quantum_ns);

      green->n_holds++;
      skein_green_leave (green, SKEIN_GREEN_MAKES_WAY);
      green->n_holds--;
    }

  set_errno (error);
}

int
skein_green_preempt_start (SkeinGreenCarrier *self)
{
  struct sigaction action = { .sa_handler = tick, .sa_flags = SA_RESTART };
  struct sigevent event = { .sigev_notify = SIGEV_THREAD_ID, .sigev_signo = TICK };

  sigemptyset (&action.sa_mask);
  event.sigev_notify_thread_id = gettid ();

  if (sigaction (TICK, &action, NULL) < 0 || timer_create (CLOCK_MONOTONIC, &event, &self->timer) < 0)
    return -errno;

  set_timer (self, self->greens->setup.quantum_ns);

  return 0;
}

void
skein_green_preempt_stop (SkeinGreenCarrier *self)
{
  timer_delete (self->timer);
}
