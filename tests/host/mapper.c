/* mapper.c - a program that knows what it does with its memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * mapper heap MIB              fills a heap, and forks; then, for each line with a number: the
 *                              child has written so many per cent of it
 * mapper share FOLDER NAME     shares five things with a child, each in another way
 * mapper threads N             has so many threads more, one of which never rests; then, for
 *                              each line with a number: that one has ended
 * mapper contexts N            has stacks of its own making, and sleeps on one of them
 * mapper leaderless MIB        uses so much in a second thread, and its main one has ended
 * mapper files FILE …          maps the first page of each, and reads it
 * mapper regions N             has so many regions, small ones
 * mapper reserve GIB           reserves so much, and uses a little of it
 * mapper faults MIB REST       for each line with a number: gets so much memory, writes to it and
 *                              gives it back, again and again, for so many milliseconds; REST
 *                              MiB more it has all the time
 *
 * Says in a line of JSON what it did, and goes on until its standard input ends, or its parent.
 */

#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#define MIB        (1024ul * 1024)
#define STACK_SIZE (64 * 1024)
#define SHM_SIZE   (3 * MIB)

static size_t page_size;

static void
need (bool        good,
      const char *what)
{
  if (good)
    return;

  perror (what);
  exit (1);
}

static void
die_with_parent (pid_t parent)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);

  if (getppid () != parent)
    _exit (1);
}

/* Nothing of it is buffered: that would be memory as well.
 * Returns: whether there was one; false: the end */
static bool
read_number (long *ret)
{
  char text[32];
  size_t n = 0;

  while (n < sizeof text - 1 && read (STDIN_FILENO, &text[n], 1) == 1)
    {
      if (text[n] == '\n')
        {
          text[n] = '\0';
          *ret = atol (text);
          return true;
        }

      n++;
    }

  return false;
}

static void
wait_for_end (void)
{
  long ignored;

  while (read_number (&ignored))
    continue;
}

/* One byte in each page. */
static void
touch (char   *start,
       size_t  size)
{
  for (size_t i = 0; i < size; i += page_size)
    start[i] = 1;
}

static void *
map (size_t size,
     int    protection,
     int    flags,
     int    fd,
     off_t  offset)
{
  void *start = mmap (NULL, size, protection, flags, fd, offset);

  need (start != MAP_FAILED, "mmap");

  return start;
}

/* The child's part of it. */
static void
write_to_heap (char   *heap,
               size_t  n_pages)
{
  size_t n_written = 0;
  long percent;

  while (read_number (&percent))
    {
      for (; n_written < n_pages * (size_t) percent / 100; n_written++)
        heap[n_written * page_size] = 2;

      dprintf (STDOUT_FILENO, "{\"written\": %zu}\n", n_written * page_size);
    }
}

static int
do_heap (char **arguments)
{
  size_t size = strtoul (arguments[0], NULL, 10) * MIB;
  size_t fill = page_size - (size_t) sbrk (0) % page_size;
  char *heap = (char *) sbrk ((intptr_t) (size + fill)) + fill;
  pid_t parent = getpid ();
  pid_t child;

  touch (heap, size);
  child = fork ();
  need (child >= 0, "fork");

  if (child == 0)
    {
      die_with_parent (parent);
      write_to_heap (heap, size / page_size);
      _exit (0);
    }

  dprintf (STDOUT_FILENO, "{\"pid\": %d, \"child\": %d, \"start\": %zu, \"bytes\": %zu}\n", parent, child,
           (size_t) heap, size);
  waitpid (child, NULL, 0);

  return 0;
}

typedef struct
{
  const char *kind;
  const char *name;
  size_t      offset;       /* in the object, where the common part begins */
  size_t      bytes;        /* of the common part */
  bool        child_writes;
  void       *parent_start;
  void       *child_start;
} Object;

enum
{
  MEMFD,
  SHM,
  SYSV,
  ANONYMOUS,
  FILE_,
  N_OBJECTS
};

typedef struct
{
  Object       objects[N_OBJECTS];
  atomic_bool  is_ready;
  int          memfd;
  void        *again;
  int          sysv_id;
  char         shm_path[256];
  char         file_path[256];
} Shared;

static int
make_file (const char *path,
           size_t      size)
{
  int fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  need (fd >= 0 && ftruncate (fd, (off_t) size) == 0, path);

  return fd;
}

static void
share_as_parent (Shared *shared)
{
  const int both = PROT_READ | PROT_WRITE;
  Object *objects = shared->objects;

  shared->memfd = memfd_create ("skein demo", MFD_CLOEXEC);
  need (shared->memfd >= 0 && ftruncate (shared->memfd, 4 * MIB) == 0, "memfd_create");
  objects[MEMFD].parent_start = map (4 * MIB, both, MAP_SHARED, shared->memfd, 0);
  /* Part of it a second time, as rings are, to go on beyond their end. */
  shared->again = map (MIB, both, MAP_SHARED, shared->memfd, 0);
  objects[SHM].parent_start = map (SHM_SIZE, both, MAP_SHARED, make_file (shared->shm_path, SHM_SIZE), 0);
  shared->sysv_id = shmget (IPC_PRIVATE, 2 * MIB, IPC_CREAT | 0600);
  need (shared->sysv_id >= 0, "shmget");
  objects[SYSV].parent_start = shmat (shared->sysv_id, NULL, 0);
  /* Goes when nobody maps it any more, however we end. */
  shmctl (shared->sysv_id, IPC_RMID, NULL);
  need (objects[SYSV].parent_start != (void *) -1, "shmat");
  objects[FILE_].parent_start = map (5 * MIB, both, MAP_SHARED, make_file (shared->file_path, 5 * MIB), 0);
}

/* Everything anew, but for what can only be inherited; of the file the last part alone. */
static void
share_as_child (Shared *shared)
{
  const int both = PROT_READ | PROT_WRITE;
  Object *objects = shared->objects;
  int shm = open (shared->shm_path, O_RDONLY | O_CLOEXEC);
  int file = open (shared->file_path, O_RDWR | O_CLOEXEC);

  munmap (objects[MEMFD].parent_start, 4 * MIB);
  munmap (shared->again, MIB);
  munmap (objects[SHM].parent_start, SHM_SIZE);
  munmap (objects[FILE_].parent_start, 5 * MIB);
  need (shm >= 0 && file >= 0, "open");
  objects[MEMFD].child_start = map (4 * MIB, both, MAP_SHARED, shared->memfd, 0);
  objects[SHM].child_start = map (SHM_SIZE, PROT_READ, MAP_SHARED, shm, 0);
  objects[SYSV].child_start = objects[SYSV].parent_start;
  objects[ANONYMOUS].child_start = shared;
  objects[FILE_].child_start = map (4 * MIB, both, MAP_SHARED, file, MIB);
  atomic_store (&shared->is_ready, true);
}

static void
tell_shared (const Shared *shared,
             pid_t         child)
{
  dprintf (STDOUT_FILENO, "{\"pid\": %d, \"child\": %d, \"again\": %zu, \"objects\": [", getpid (), child,
           (size_t) shared->again);

  for (int i = 0; i < N_OBJECTS; i++)
    {
      const Object *object = &shared->objects[i];

      dprintf (STDOUT_FILENO,
               "%s{\"kind\": \"%s\", \"name\": \"%s\", \"bytes\": %zu, \"child_writes\": %s, "
               "\"parent_start\": %zu, \"child_start\": %zu}",
               i > 0 ? ", " : "", object->kind, object->name, object->bytes, object->child_writes ? "true" : "false",
               (size_t) object->parent_start + object->offset, (size_t) object->child_start);
    }

  dprintf (STDOUT_FILENO, "]}\n");
}

/* FOLDER and NAME are of whoever starts us, who knows what to remove if we cannot. */
static int
do_share (char **arguments)
{
  Shared *shared = map (MIB, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  pid_t parent = getpid ();
  pid_t child;

  snprintf (shared->shm_path, sizeof shared->shm_path, "/dev/shm/%s", arguments[1]);
  snprintf (shared->file_path, sizeof shared->file_path, "%s/%s", arguments[0], arguments[1]);
  shared->objects[MEMFD] = (Object) { "memfd", "/memfd:skein demo (deleted)", 0, 4 * MIB, true };
  shared->objects[SHM] = (Object) { "shm", shared->shm_path, 0, SHM_SIZE, false };
  shared->objects[SYSV] = (Object) { "sysv", "/SYSV00000000 (deleted)", 0, 2 * MIB, true };
  shared->objects[ANONYMOUS] = (Object) { "anonymous", "/dev/zero (deleted)", 0, MIB, true, shared };
  shared->objects[FILE_] = (Object) { "file", shared->file_path, MIB, 4 * MIB, true };
  share_as_parent (shared);
  child = fork ();
  need (child >= 0, "fork");

  if (child == 0)
    {
      die_with_parent (parent);
      share_as_child (shared);
      wait_for_end ();
      _exit (0);
    }

  while (!atomic_load (&shared->is_ready) && waitpid (child, NULL, WNOHANG) == 0)
    usleep (1000);

  tell_shared (shared, child);
  waitpid (child, NULL, 0);
  unlink (shared->shm_path);
  unlink (shared->file_path);

  return 0;
}

typedef struct
{
  pthread_t    thread;
  atomic_int   tid;
  atomic_bool  is_ending;
  void        *address; /* of a variable of its own */
} Inhabitant;

static Inhabitant *inhabitants;

static void *
inhabit (void *data)
{
  Inhabitant *self = data;
  char here = 0, name[32];

  snprintf (name, sizeof name, "inhabitant %ld", (long) (self - inhabitants));
  prctl (PR_SET_NAME, name);
  self->address = &here;
  atomic_store (&self->tid, (int) syscall (SYS_gettid));

  /* The first is never found asleep. */
  while (!atomic_load (&self->is_ending))
    {
      if (self != inhabitants)
        usleep (20000);
    }

  return NULL;
}

static int
do_threads (char **arguments)
{
  long n = atol (arguments[0]);
  long ending;

  inhabitants = calloc ((size_t) n, sizeof *inhabitants);
  dprintf (STDOUT_FILENO, "{\"pid\": %d, \"threads\": [", getpid ());

  for (long i = 0; i < n; i++)
    {
      need (pthread_create (&inhabitants[i].thread, NULL, inhabit, &inhabitants[i]) == 0, "pthread_create");

      while (atomic_load (&inhabitants[i].tid) == 0)
        usleep (100);

      dprintf (STDOUT_FILENO, "%s{\"tid\": %d, \"address\": %zu, \"name\": \"inhabitant %ld\"}", i > 0 ? ", " : "",
               atomic_load (&inhabitants[i].tid), (size_t) inhabitants[i].address, i);
    }

  dprintf (STDOUT_FILENO, "]}\n");

  while (read_number (&ending))
    {
      atomic_store (&inhabitants[ending].is_ending, true);
      pthread_join (inhabitants[ending].thread, NULL);
      dprintf (STDOUT_FILENO, "{\"ended\": %ld}\n", ending);
    }

  return 0;
}

static ucontext_t main_context, *contexts;

/* On a stack that no thread library knows. */
static void
live_in_context (int n)
{
  dprintf (STDOUT_FILENO, "], \"asleep_in\": %d}\n", n);
  wait_for_end ();
  swapcontext (&contexts[n], &main_context);
}

static void
rest_in_context (int n)
{
  swapcontext (&contexts[n], &main_context);
}

static int
do_contexts (char **arguments)
{
  int n = atoi (arguments[0]);

  contexts = calloc ((size_t) n, sizeof *contexts);
  dprintf (STDOUT_FILENO, "{\"pid\": %d, \"stacks\": [", getpid ());

  for (int i = 0; i < n; i++)
    {
      /* As a careful program does it: a guard page below. */
      char *guard = map (STACK_SIZE + page_size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
      bool is_last = i == n - 1;

      need (mprotect (guard + page_size, STACK_SIZE, PROT_READ | PROT_WRITE) == 0, "mprotect");
      getcontext (&contexts[i]);
      contexts[i].uc_stack.ss_sp = guard + page_size;
      contexts[i].uc_stack.ss_size = STACK_SIZE;
      makecontext (&contexts[i], (void (*) (void)) (is_last ? live_in_context : rest_in_context), 1, i);
      dprintf (STDOUT_FILENO, "%s{\"start\": %zu, \"bytes\": %d}", i > 0 ? ", " : "", (size_t) guard + page_size,
               STACK_SIZE);
      swapcontext (&main_context, &contexts[i]);
    }

  return 0;
}

static void *
outlive (void *data)
{
  const pthread_t *leader = data;

  pthread_join (*leader, NULL);
  dprintf (STDOUT_FILENO, "{\"pid\": %d, \"tid\": %ld}\n", getpid (), syscall (SYS_gettid));
  wait_for_end ();
  _exit (0);
}

static int
do_leaderless (char **arguments)
{
  size_t size = strtoul (arguments[0], NULL, 10) * MIB;
  static pthread_t leader;
  pthread_t thread;

  leader = pthread_self ();
  touch (map (size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), size);
  need (pthread_create (&thread, NULL, outlive, &leader) == 0, "pthread_create");
  pthread_exit (NULL);
}

static int
do_files (char **arguments)
{
  dprintf (STDOUT_FILENO, "{\"pid\": %d, \"starts\": [", getpid ());

  for (int i = 0; arguments[i] != NULL; i++)
    {
      int fd = open (arguments[i], O_RDONLY | O_CLOEXEC);
      const volatile char *start;

      need (fd >= 0, arguments[i]);
      start = map (page_size, PROT_READ, MAP_PRIVATE, fd, 0);
      (void) *start;
      dprintf (STDOUT_FILENO, "%s%zu", i > 0 ? ", " : "", (size_t) start);
    }

  dprintf (STDOUT_FILENO, "]}\n");
  wait_for_end ();

  return 0;
}

static int
do_regions (char **arguments)
{
  size_t n = strtoul (arguments[0], NULL, 10);
  /* A page on either side keeps them apart from all else. */
  char *start = (char *) map ((n + 2) * page_size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) + page_size;

  need (mprotect (start, n * page_size, PROT_READ | PROT_WRITE) == 0, "mprotect");
  touch (start, n * page_size);

  /* Each second one with other rights: none is one with its neighbours. */
  for (size_t i = 0; i < n; i += 2)
    need (mprotect (start + i * page_size, page_size, PROT_READ) == 0, "mprotect");

  dprintf (STDOUT_FILENO, "{\"pid\": %d, \"start\": %zu, \"bytes\": %zu}\n", getpid (), (size_t) start, n * page_size);
  wait_for_end ();

  return 0;
}

static int
do_reserve (char **arguments)
{
  size_t size = strtoul (arguments[0], NULL, 10) * 1024 * MIB;
  char *start = map (size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  size_t n_touched = 64;

  madvise (start, size, MADV_NOHUGEPAGE);

  for (size_t i = 0; i < n_touched; i++)
    start[size / n_touched * i] = 1;

  dprintf (STDOUT_FILENO, "{\"pid\": %d, \"start\": %zu, \"bytes\": %zu, \"touched\": %zu}\n", getpid (),
           (size_t) start, size, n_touched * page_size);
  wait_for_end ();

  return 0;
}

static int64_t
get_now_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);

  return (int64_t) now.tv_sec * 1000000000 + now.tv_nsec;
}

/* Time that it wanted a core and had none: nobody's fault but the machine's. */
static int64_t
get_ready_ns (void)
{
  int64_t run_ns = 0, ready_ns = 0;
  char text[128] = "";
  int fd = open ("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);

  (void) !read (fd, text, sizeof text - 1);
  sscanf (text, "%" SCNd64 " %" SCNd64, &run_ns, &ready_ns);
  close (fd);

  return ready_ns;
}

/* Each page fault, and each mapping made and undone, meets whoever reads the address space. */
static int
do_faults (char **arguments)
{
  size_t size = strtoul (arguments[0], NULL, 10) * MIB;
  size_t rest = strtoul (arguments[1], NULL, 10) * MIB;
  long for_ms;

  touch (map (rest, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), rest);

  dprintf (STDOUT_FILENO, "{\"pid\": %d}\n", getpid ());

  while (read_number (&for_ms))
    {
      int64_t start_ns = get_now_ns (), ready_ns = get_ready_ns ();
      int64_t end_ns = start_ns + for_ms * 1000000;
      long n_rounds = 0;

      while (get_now_ns () < end_ns)
        {
          char *start = map (size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

          touch (start, size);
          munmap (start, size);
          n_rounds++;
        }

      dprintf (STDOUT_FILENO, "{\"rounds\": %ld, \"wall_ns\": %" PRId64 ", \"ready_ns\": %" PRId64 "}\n", n_rounds,
               get_now_ns () - start_ns, get_ready_ns () - ready_ns);
    }

  return 0;
}

typedef struct
{
  const char *name;
  int         n_arguments;
  int       (*run) (char **arguments);
} Command;

static const Command commands[] = {
  { "heap", 1, do_heap },
  { "share", 2, do_share },
  { "threads", 1, do_threads },
  { "contexts", 1, do_contexts },
  { "leaderless", 1, do_leaderless },
  { "files", 1, do_files },
  { "regions", 1, do_regions },
  { "reserve", 1, do_reserve },
  { "faults", 2, do_faults },
};

int
main (int   argc,
      char *argv[])
{
  pid_t parent = getppid ();

  page_size = (size_t) sysconf (_SC_PAGESIZE);
  die_with_parent (parent);
  /* A page is a page here, on every machine: what is written is what is copied. */
  prctl (PR_SET_THP_DISABLE, 1, 0, 0, 0);

  for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
    {
      if (argc > 1 && strcmp (argv[1], commands[i].name) == 0 && argc - 2 >= commands[i].n_arguments)
        return commands[i].run (argv + 2);
    }

  fputs ("usage: mapper heap|share|threads|contexts|leaderless|files|regions|reserve|faults …\n", stderr);

  return 2;
}
