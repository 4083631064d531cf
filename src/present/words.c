/* words.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "present/words.h"

#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

#include <glib/gi18n.h>

/* sched.h has it only since glibc 2.41. */
#ifndef SCHED_DEADLINE
# define SCHED_DEADLINE 6
#endif

typedef struct
{
  const char *name;
  const char *explanation;
} StateWords;

static const StateWords state_words[SKEIN_N_STATES] = {
  [SKEIN_STATE_UNKNOWN] = { NC_ ("state", "Unknown"), N_("The kernel does not say what it does") },
  [SKEIN_STATE_RUNNING] = { NC_ ("state", "Running"), N_("Has a core") },
  [SKEIN_STATE_READY] = { NC_ ("state", "Ready"), N_("Wants a core, has none") },
  [SKEIN_STATE_WAITING] = { NC_ ("state", "Waiting"), N_("Wants no core until something happens") },
  [SKEIN_STATE_DISK] = { NC_ ("state", "Waiting for disk"),
                         N_("Waits, mostly for a disk, and cannot be interrupted") },
  [SKEIN_STATE_SUSPENDED] = { NC_ ("state", "Suspended"), N_("Was stopped, and rests until it is continued") },
  [SKEIN_STATE_TERMINATED] = { NC_ ("state", "Ended"), N_("Ended; its parent has not asked how yet") },
};

/* What a system call waits for. Those left out, or marked OTHER, say too little alone. */
typedef struct
{
  long        number;
  SkeinWait   wait;
  const char *name;
} CallMeaning;

static const CallMeaning calls[] = {
  { SYS_futex, SKEIN_WAIT_LOCK, "futex" },
#ifdef SYS_futex_waitv
  { SYS_futex_waitv, SKEIN_WAIT_LOCK, "futex" },
#endif
#ifdef SYS_poll
  { SYS_poll, SKEIN_WAIT_EVENTS, "poll" },
  { SYS_select, SKEIN_WAIT_EVENTS, "select" },
  { SYS_epoll_wait, SKEIN_WAIT_EVENTS, "epoll" },
  { SYS_pause, SKEIN_WAIT_SIGNAL, NULL },
#endif
#ifdef SYS_epoll_pwait2
  { SYS_epoll_pwait2, SKEIN_WAIT_EVENTS, "epoll" },
#endif
  { SYS_ppoll, SKEIN_WAIT_EVENTS, "poll" },
  { SYS_pselect6, SKEIN_WAIT_EVENTS, "select" },
  { SYS_epoll_pwait, SKEIN_WAIT_EVENTS, "epoll" },
  { SYS_io_getevents, SKEIN_WAIT_EVENTS, "aio" },
  { SYS_io_uring_enter, SKEIN_WAIT_EVENTS, "io_uring" },
  { SYS_nanosleep, SKEIN_WAIT_TIMER, NULL },
  { SYS_clock_nanosleep, SKEIN_WAIT_TIMER, NULL },
  { SYS_wait4, SKEIN_WAIT_CHILD, NULL },
  { SYS_waitid, SKEIN_WAIT_CHILD, NULL },
  { SYS_accept, SKEIN_WAIT_CONNECTION, NULL },
  { SYS_accept4, SKEIN_WAIT_CONNECTION, NULL },
  { SYS_connect, SKEIN_WAIT_SOCKET, "connect" },
  { SYS_recvfrom, SKEIN_WAIT_SOCKET, NULL },
  { SYS_recvmsg, SKEIN_WAIT_SOCKET, NULL },
  { SYS_recvmmsg, SKEIN_WAIT_SOCKET, NULL },
  { SYS_sendto, SKEIN_WAIT_SOCKET, NULL },
  { SYS_sendmsg, SKEIN_WAIT_SOCKET, NULL },
  { SYS_sendmmsg, SKEIN_WAIT_SOCKET, NULL },
  { SYS_rt_sigtimedwait, SKEIN_WAIT_SIGNAL, NULL },
  { SYS_rt_sigsuspend, SKEIN_WAIT_SIGNAL, NULL },
  { SYS_flock, SKEIN_WAIT_FILE_LOCK, NULL },
  { SYS_semop, SKEIN_WAIT_SEMAPHORE, NULL },
  { SYS_semtimedop, SKEIN_WAIT_SEMAPHORE, NULL },
  { SYS_msgrcv, SKEIN_WAIT_MESSAGE, NULL },
  { SYS_msgsnd, SKEIN_WAIT_MESSAGE, NULL },
  { SYS_mq_timedreceive, SKEIN_WAIT_MESSAGE, NULL },
  { SYS_mq_timedsend, SKEIN_WAIT_MESSAGE, NULL },
  { SYS_fsync, SKEIN_WAIT_DISK, NULL },
  { SYS_fdatasync, SKEIN_WAIT_DISK, NULL },
  { SYS_sync, SKEIN_WAIT_DISK, NULL },
};

/* What a kernel function waits for, by the beginning of its name: the names
 * change between versions, mostly at the end. The first that fits counts. */
typedef struct
{
  const char *prefix;
  SkeinWait   wait;
  const char *name;
} FunctionMeaning;

static const FunctionMeaning functions[] = {
  { "futex_", SKEIN_WAIT_LOCK, "futex" },
  { "pipe_", SKEIN_WAIT_PIPE, NULL },
  { "anon_pipe_", SKEIN_WAIT_PIPE, NULL },
  { "fifo_", SKEIN_WAIT_PIPE, NULL },
  { "wait_for_partner", SKEIN_WAIT_PIPE, NULL },
  { "unix_accept", SKEIN_WAIT_CONNECTION, NULL },
  { "inet_csk_accept", SKEIN_WAIT_CONNECTION, NULL },
  { "inet_csk_wait_for_connect", SKEIN_WAIT_CONNECTION, NULL },
  { "unix_", SKEIN_WAIT_SOCKET, NULL },
  { "sk_wait_", SKEIN_WAIT_SOCKET, NULL },
  { "sk_stream_", SKEIN_WAIT_SOCKET, NULL },
  { "sock_", SKEIN_WAIT_SOCKET, NULL },
  { "tcp_", SKEIN_WAIT_SOCKET, NULL },
  { "inet_", SKEIN_WAIT_SOCKET, NULL },
  { "__skb_wait_", SKEIN_WAIT_SOCKET, NULL },
  { "skb_", SKEIN_WAIT_SOCKET, NULL },
  { "vsock_", SKEIN_WAIT_SOCKET, NULL },
  { "ep_poll", SKEIN_WAIT_EVENTS, "epoll" },
  { "do_epoll", SKEIN_WAIT_EVENTS, "epoll" },
  { "do_sys_poll", SKEIN_WAIT_EVENTS, "poll" },
  { "poll_schedule", SKEIN_WAIT_EVENTS, "poll" },
  { "do_poll", SKEIN_WAIT_EVENTS, "poll" },
  { "do_select", SKEIN_WAIT_EVENTS, "select" },
  { "eventfd_", SKEIN_WAIT_EVENTS, "eventfd" },
  { "inotify_", SKEIN_WAIT_EVENTS, "inotify" },
  { "fanotify_", SKEIN_WAIT_EVENTS, "fanotify" },
  { "io_cqring_wait", SKEIN_WAIT_EVENTS, "io_uring" },
  { "read_events", SKEIN_WAIT_EVENTS, "aio" },
  { "timerfd_", SKEIN_WAIT_TIMER, NULL },
  { "hrtimer_nanosleep", SKEIN_WAIT_TIMER, NULL },
  { "do_nanosleep", SKEIN_WAIT_TIMER, NULL },
  { "do_wait", SKEIN_WAIT_CHILD, NULL },
  { "kernel_wait", SKEIN_WAIT_CHILD, NULL },
  { "wait_for_vfork_done", SKEIN_WAIT_CHILD, NULL },
  { "signalfd_", SKEIN_WAIT_SIGNAL, NULL },
  { "do_sigtimedwait", SKEIN_WAIT_SIGNAL, NULL },
  { "sigsuspend", SKEIN_WAIT_SIGNAL, NULL },
  { "n_tty_", SKEIN_WAIT_TERMINAL, NULL },
  { "tty_", SKEIN_WAIT_TERMINAL, NULL },
  { "flock_", SKEIN_WAIT_FILE_LOCK, NULL },
  { "locks_", SKEIN_WAIT_FILE_LOCK, NULL },
  { "posix_lock_", SKEIN_WAIT_FILE_LOCK, NULL },
  { "fcntl_setlk", SKEIN_WAIT_FILE_LOCK, NULL },
  { "do_semtimedop", SKEIN_WAIT_SEMAPHORE, NULL },
  { "__do_semtimedop", SKEIN_WAIT_SEMAPHORE, NULL },
  { "do_msgrcv", SKEIN_WAIT_MESSAGE, NULL },
  { "do_msgsnd", SKEIN_WAIT_MESSAGE, NULL },
  { "wq_sleep", SKEIN_WAIT_MESSAGE, NULL },
  { "io_schedule", SKEIN_WAIT_DISK, NULL },
  { "folio_wait_", SKEIN_WAIT_DISK, NULL },
  { "wait_on_page_", SKEIN_WAIT_DISK, NULL },
  { "blk_", SKEIN_WAIT_DISK, NULL },
  { "bio_", SKEIN_WAIT_DISK, NULL },
  { "submit_bio", SKEIN_WAIT_DISK, NULL },
  { "jbd2_", SKEIN_WAIT_DISK, NULL },
  { "ptrace_stop", SKEIN_WAIT_DEBUGGER, NULL },
  { "do_signal_stop", SKEIN_WAIT_CONTINUE, NULL },
  { "worker_thread", SKEIN_WAIT_WORK, NULL },
  { "rescuer_thread", SKEIN_WAIT_WORK, NULL },
  { "kthreadd", SKEIN_WAIT_WORK, NULL },
  { "kthread_worker_fn", SKEIN_WAIT_WORK, NULL },
  { "smpboot_thread_fn", SKEIN_WAIT_WORK, NULL },
  { "irq_thread", SKEIN_WAIT_WORK, NULL },
  { "kswapd", SKEIN_WAIT_WORK, NULL },
  { "kcompactd", SKEIN_WAIT_WORK, NULL },
  { "ksm_", SKEIN_WAIT_WORK, NULL },
  { "khugepaged", SKEIN_WAIT_WORK, NULL },
  { "rcu_", SKEIN_WAIT_WORK, NULL },
};

/* The name of the mechanism is a second column; %s stands for it. */
static const char *const wait_words[] = {
  [SKEIN_WAIT_NONE] = "",
  [SKEIN_WAIT_TURN] = NC_ ("waits for", "its turn on a core"),
  [SKEIN_WAIT_LOCK] = NC_ ("waits for", "a lock"),
  [SKEIN_WAIT_SEMAPHORE] = NC_ ("waits for", "a semaphore"),
  [SKEIN_WAIT_FILE_LOCK] = NC_ ("waits for", "a file lock"),
  [SKEIN_WAIT_PIPE] = NC_ ("waits for", "a pipe"),
  [SKEIN_WAIT_SOCKET] = NC_ ("waits for", "a socket"),
  [SKEIN_WAIT_CONNECTION] = NC_ ("waits for", "a connection"),
  [SKEIN_WAIT_MESSAGE] = NC_ ("waits for", "a message queue"),
  [SKEIN_WAIT_EVENTS] = NC_ ("waits for", "events"),
  [SKEIN_WAIT_TIMER] = NC_ ("waits for", "a timer"),
  [SKEIN_WAIT_CHILD] = NC_ ("waits for", "a child process"),
  [SKEIN_WAIT_SIGNAL] = NC_ ("waits for", "a signal"),
  [SKEIN_WAIT_DISK] = NC_ ("waits for", "the disk"),
  [SKEIN_WAIT_TERMINAL] = NC_ ("waits for", "the terminal"),
  [SKEIN_WAIT_CONTINUE] = NC_ ("waits for", "to be continued"),
  [SKEIN_WAIT_DEBUGGER] = NC_ ("waits for", "its debugger"),
  [SKEIN_WAIT_WORK] = NC_ ("waits for", "work"),
  [SKEIN_WAIT_HIDDEN] = NC_ ("waits for", "not allowed to know"),
  [SKEIN_WAIT_OTHER] = NC_ ("waits for", "in the kernel"),
  [SKEIN_WAIT_UNKNOWN] = "",
};

const char *
skein_words_state (SkeinState state)
{
  g_return_val_if_fail ((unsigned) state < SKEIN_N_STATES, "");

  return g_dpgettext2 (NULL, "state", state_words[state].name);
}

const char *
skein_words_state_explanation (SkeinState state)
{
  g_return_val_if_fail ((unsigned) state < SKEIN_N_STATES, "");

  return _ (state_words[state].explanation);
}

char *
skein_words_state_tooltip (SkeinState  state,
                           char        letter,
                           char       *buffer,
                           size_t      size)
{
  const char *explanation = skein_words_state_explanation (state);

  if (g_ascii_isalpha (letter))
    /* Translators: what a state means, then the one letter that the kernel has for it */
    g_snprintf (buffer, size, _("%s (the kernel writes %c)"), explanation, letter);
  else
    g_strlcpy (buffer, explanation, size);

  return buffer;
}

char *
skein_words_policy (unsigned  policy,
                    unsigned  rt_priority,
                    char     *buffer,
                    size_t    size)
{
  switch (policy)
    {
    case SCHED_OTHER:
      g_strlcpy (buffer, C_ ("scheduling", "normal"), size);
      break;

    case SCHED_BATCH:
      g_strlcpy (buffer, C_ ("scheduling", "batch"), size);
      break;

    case SCHED_IDLE:
      g_strlcpy (buffer, C_ ("scheduling", "idle"), size);
      break;

    case SCHED_FIFO:
      g_snprintf (buffer, size, C_ ("scheduling", "real-time FIFO %u"), rt_priority);
      break;

    case SCHED_RR:
      g_snprintf (buffer, size, C_ ("scheduling", "real-time round robin %u"), rt_priority);
      break;

    case SCHED_DEADLINE:
      g_strlcpy (buffer, C_ ("scheduling", "deadline"), size);
      break;

    default:
      g_snprintf (buffer, size, C_ ("scheduling", "policy %u"), policy);
    }

  return buffer;
}

static const CallMeaning *
find_call (long number)
{
  for (size_t i = 0; i < G_N_ELEMENTS (calls); i++)
    if (calls[i].number == number)
      return &calls[i];

  return NULL;
}

static bool
is_function (const char *wchan)
{
  return wchan != NULL && *wchan != '\0' && strcmp (wchan, "0") != 0;
}

static const FunctionMeaning *
find_function (const char *wchan)
{
  if (!is_function (wchan))
    return NULL;

  for (size_t i = 0; i < G_N_ELEMENTS (functions); i++)
    if (g_str_has_prefix (wchan, functions[i].prefix))
      return &functions[i];

  return NULL;
}

/* @ret_name: the mechanism's name, where it is worth saying */
static SkeinWait
wait_from_kernel (int32_t      number,
                  const char  *wchan,
                  const char **ret_name)
{
  const CallMeaning *call = number >= 0 ? find_call (number) : NULL;
  const FunctionMeaning *function = find_function (wchan);

  if (call != NULL)
    {
      *ret_name = call->name;
      return call->wait;
    }

  if (function != NULL)
    {
      *ret_name = function->name;
      return function->wait;
    }

  if (is_function (wchan))
    {
      *ret_name = wchan;
      return SKEIN_WAIT_OTHER;
    }

  return number == -2 ? SKEIN_WAIT_HIDDEN : SKEIN_WAIT_UNKNOWN;
}

static SkeinWait
find_wait (const SkeinThread        *thread,
           const SkeinThreadDetail  *detail,
           const char              **ret_name)
{
  *ret_name = NULL;

  switch (skein_thread_get_state (thread))
    {
    case SKEIN_STATE_READY:
      return SKEIN_WAIT_TURN;

    case SKEIN_STATE_DISK:
      return SKEIN_WAIT_DISK;

    case SKEIN_STATE_SUSPENDED:
      return thread->letter == 't' ? SKEIN_WAIT_DEBUGGER : SKEIN_WAIT_CONTINUE;

    case SKEIN_STATE_WAITING:
      return detail != NULL ? wait_from_kernel (detail->syscall, detail->wchan, ret_name) : SKEIN_WAIT_UNKNOWN;

    case SKEIN_STATE_UNKNOWN:
    case SKEIN_STATE_RUNNING:
    case SKEIN_STATE_TERMINATED:
    case SKEIN_N_STATES:
    default:
      return SKEIN_WAIT_NONE;
    }
}

SkeinWait
skein_words_get_wait (const SkeinThread       *thread,
                      const SkeinThreadDetail *detail)
{
  const char *name;

  return find_wait (thread, detail, &name);
}

static char *
spell_wait (SkeinWait   wait,
            const char *name,
            char       *buffer,
            size_t      size)
{
  const char *words = wait_words[wait];

  if (*words != '\0')
    words = g_dpgettext2 (NULL, "waits for", words);

  if (name != NULL)
    /* Translators: what a thread waits for, and by which means of the kernel: "a lock (futex)" */
    g_snprintf (buffer, size, C_ ("waits for", "%s (%s)"), words, name);
  else
    g_strlcpy (buffer, words, size);

  return buffer;
}

char *
skein_words_wait (const SkeinThread       *thread,
                  const SkeinThreadDetail *detail,
                  char                    *buffer,
                  size_t                   size)
{
  const char *name;
  SkeinWait wait = find_wait (thread, detail, &name);

  return spell_wait (wait, name, buffer, size);
}

char *
skein_words_waiting (const SkeinSeenWait *seen,
                     char                *buffer,
                     size_t               size)
{
  const char *name = NULL;
  SkeinWait wait = seen != NULL ? wait_from_kernel (seen->syscall, seen->wchan, &name) : SKEIN_WAIT_UNKNOWN;
  char what[SKEIN_WORDS_SIZE];

  if (wait == SKEIN_WAIT_UNKNOWN || wait == SKEIN_WAIT_HIDDEN)
    *buffer = '\0';
  else if (wait == SKEIN_WAIT_OTHER)
    /* Translators: %s is the name of a function of the kernel */
    g_snprintf (buffer, size, _("waiting in the kernel (%s)"), name);
  else
    /* Translators: %s is what a thread waits for: "a lock (futex)", "the disk", "work" */
    g_snprintf (buffer, size, _("waiting for %s"), spell_wait (wait, name, what, sizeof what));

  return buffer;
}

/* How many cores a list like "0-3,7" names; 0: it is no such list. */
static unsigned
count_cores (const char *list)
{
  unsigned n = 0;

  while (*list != '\0')
    {
      char *end;
      unsigned long first = strtoul (list, &end, 10);
      unsigned long last = first;

      if (end == list)
        return 0;

      if (*end == '-')
        {
          list = end + 1;
          last = strtoul (list, &end, 10);
          if (end == list || last < first)
            return 0;
        }

      n += (unsigned) (last - first + 1);
      list = *end == ',' ? end + 1 : end;
      if (*end != ',' && *end != '\0')
        return 0;
    }

  return n;
}

/* An en dash and a space read better than the kernel's "0-3,7". */
static void
spell_list (const char *list,
            char       *buffer,
            size_t      size)
{
  size_t length = 0;

  for (; *list != '\0' && length + 4 < size; list++)
    {
      if (*list == '-')
        length += g_strlcpy (buffer + length, "–", size - length);
      else if (*list == ',')
        length += g_strlcpy (buffer + length, ", ", size - length);
      else
        buffer[length++] = *list;
    }

  buffer[length] = '\0';
}

char *
skein_words_cores (const char *allowed,
                   unsigned    n_cores,
                   char       *buffer,
                   size_t      size)
{
  unsigned n = allowed != NULL ? count_cores (allowed) : 0;
  char list[SKEIN_WORDS_SIZE / 2];

  g_return_val_if_fail (size > 0, buffer);

  if (n == 0)
    {
      *buffer = '\0';
    }
  else if (n >= n_cores)
    {
      g_strlcpy (buffer, C_ ("cores", "all"), size);
    }
  else
    {
      spell_list (allowed, list, sizeof list);
      /* Translators: which cores it may run on: "core 2", "cores 0–3, 7" */
      g_snprintf (buffer, size, ngettext ("core %s", "cores %s", n), list);
    }

  return buffer;
}
