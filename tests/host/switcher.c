/* switcher.c - a program that knows what the kernel says of its own switches
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * switcher spin THREADS MILLISECONDS   each thread uses the core for so long
 * switcher sleep TIMES MICROSECONDS    a thread sleeps so many times
 * switcher pingpong TIMES              two threads hand a byte to and fro through pipes
 * switcher relay TIMES                 two processes do
 * switcher storm CHILDREN              that end at once, one after the other
 * switcher exec-thread PROGRAM         a second thread becomes the program
 * switcher orphan MILLISECONDS         a child goes on for so long after its parent
 *
 * Of each thread but the first there is a line of what the kernel says of it: its number,
 * switches given up, taken away, CPU time, run time, ready time.
 */

#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST_THREADS 16

/* What the kernel says of a thread. */
typedef struct
{
  long          tid;
  struct rusage usage;
  int64_t       cpu_ns;
  uint64_t      run_ns;
  uint64_t      ready_ns;
} Account;

typedef struct
{
  void  (*work) (void *data);
  void   *data;
  Account account;
} Job;

typedef struct
{
  long times;
  int  in;
  int  out;
} Player;

static int64_t
get_ns (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);

  return (int64_t) now.tv_sec * 1000000000 + now.tv_nsec;
}

/* The CPU clock comes last: nothing is done after it but to end. */
static void
take_account (Account *account)
{
  char text[128] = "0 0 0";
  int fd = open ("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);

  account->tid = syscall (SYS_gettid);
  (void) !read (fd, text, sizeof text - 1);
  sscanf (text, "%" SCNu64 " %" SCNu64, &account->run_ns, &account->ready_ns);
  getrusage (RUSAGE_THREAD, &account->usage);
  account->cpu_ns = get_ns (CLOCK_THREAD_CPUTIME_ID);
}

static void
tell (const Account *account)
{
  printf ("%ld %ld %ld %" PRId64 " %" PRIu64 " %" PRIu64 "\n", account->tid, account->usage.ru_nvcsw,
          account->usage.ru_nivcsw, account->cpu_ns, account->run_ns, account->ready_ns);
}

static void *
run (void *data)
{
  Job *job = data;

  job->work (job->data);
  take_account (&job->account);

  return NULL;
}

static void
run_all (Job *jobs,
         int  n_jobs)
{
  pthread_t threads[MOST_THREADS];

  for (int i = 0; i < n_jobs; i++)
    {
      if (pthread_create (&threads[i], NULL, run, &jobs[i]) != 0)
        exit (1);
    }

  for (int i = 0; i < n_jobs; i++)
    {
      pthread_join (threads[i], NULL);
      tell (&jobs[i].account);
    }
}

static void
spin (void *data)
{
  int64_t end = get_ns (CLOCK_MONOTONIC) + *(const long *) data * 1000000;

  while (get_ns (CLOCK_MONOTONIC) < end)
    continue;
}

static void
sleep_often (void *data)
{
  const long *times = data;
  struct timespec for_us = { times[1] / 1000000, times[1] % 1000000 * 1000 };

  for (long i = 0; i < times[0]; i++)
    nanosleep (&for_us, NULL);
}

static void
play (void *data)
{
  const Player *player = data;
  char ball = 0;

  for (long i = 0; i < player->times; i++)
    {
      if (write (player->out, &ball, 1) != 1 || read (player->in, &ball, 1) != 1)
        exit (1);
    }
}

static void
play_both (long times)
{
  int to[2], fro[2];

  if (pipe (to) < 0 || pipe (fro) < 0)
    exit (1);

  Player players[] = { { times, to[0], fro[1] }, { times, fro[0], to[1] } };
  Job jobs[] = { { play, &players[0], { 0 } }, { play, &players[1], { 0 } } };

  run_all (jobs, 2);
}

static void
play_as_processes (long times)
{
  int to[2], fro[2];
  Account account;
  pid_t pid;

  if (pipe (to) < 0 || pipe (fro) < 0 || (pid = fork ()) < 0)
    exit (1);

  play (&(Player) { times, pid == 0 ? to[0] : fro[0], pid == 0 ? fro[1] : to[1] });
  take_account (&account);
  tell (&account);
  fflush (stdout);

  if (pid == 0)
    _exit (0);

  waitpid (pid, NULL, 0);
}

static void
storm (long n_children)
{
  for (long i = 0; i < n_children; i++)
    {
      pid_t pid = fork ();

      if (pid == 0)
        _exit (0);
      if (pid < 0 || waitpid (pid, NULL, 0) != pid)
        exit (1);
    }
}

static void *
become (void *program)
{
  execlp (program, program, (char *) NULL);
  exit (1);
}

static void
exec_from_thread (char *program)
{
  pthread_t thread;

  pthread_create (&thread, NULL, become, program);

  for (;;)
    pause ();
}

static void
leave_orphan (long ms)
{
  if (fork () != 0)
    _exit (0);

  /* Whoever waits for the end of our output is not to wait for the orphan. */
  close (STDOUT_FILENO);
  close (STDERR_FILENO);
  spin (&ms);
  _exit (0);
}

int
main (int   argc,
      char *argv[])
{
  long numbers[2] = { argc > 2 ? atol (argv[2]) : 0, argc > 3 ? atol (argv[3]) : 0 };
  Job jobs[MOST_THREADS] = { 0 };

  if (argc < 3)
    return 2;

  if (strcmp (argv[1], "spin") == 0 && numbers[0] <= MOST_THREADS)
    {
      for (long i = 0; i < numbers[0]; i++)
        jobs[i] = (Job) { spin, &numbers[1], { 0 } };

      run_all (jobs, (int) numbers[0]);
    }
  else if (strcmp (argv[1], "sleep") == 0)
    {
      jobs[0] = (Job) { sleep_often, numbers, { 0 } };
      run_all (jobs, 1);
    }
  else if (strcmp (argv[1], "pingpong") == 0)
    play_both (numbers[0]);
  else if (strcmp (argv[1], "relay") == 0)
    play_as_processes (numbers[0]);
  else if (strcmp (argv[1], "storm") == 0)
    storm (numbers[0]);
  else if (strcmp (argv[1], "exec-thread") == 0)
    exec_from_thread (argv[2]);
  else if (strcmp (argv[1], "orphan") == 0)
    leave_orphan (numbers[0]);
  else
    return 2;

  return 0;
}
