/* test-sweep.c - what no clock tells is found when its turn comes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "base/clock.h"
#include "sampler/sweep.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_CHILDREN 10

/* After a longer pause than that a sample makes up for no more. */
#define STEP_NS (2 * SKEIN_NS_PER_S)

/**
 * World:
 * @children: processes that do nothing
 * @watches: (element-type SkeinWatch): of them, sorted by pid
 *
 * Processes that are stopped: nothing of them changes but what the test makes wrong.
 */
typedef struct
{
  pid_t       children[N_CHILDREN];
  SkeinReader reader;
  GPtrArray  *watches;
  SkeinSweep  sweep;
} World;

static pid_t
start_stopped (void)
{
  pid_t pid = fork ();

  if (pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      raise (SIGSTOP);
      _exit (0);
    }

  g_assert_cmpint (pid, >, 0);
  g_assert_cmpint (waitpid (pid, NULL, WUNTRACED), ==, pid);

  return pid;
}

static int
compare_watches (gconstpointer a,
                 gconstpointer b)
{
  const SkeinWatch *first = *(SkeinWatch *const *) a;
  const SkeinWatch *second = *(SkeinWatch *const *) b;

  return (first->pid > second->pid) - (first->pid < second->pid);
}

/* The letter is the kernel's last word on a stopped process, some moments after waitpid(). */
static SkeinWatch *
watch_when_still (SkeinReader *reader,
                  pid_t        pid)
{
  SkeinWatch *watch;

  for (;;)
    {
      g_assert_cmpint (skein_watch_new (pid, reader, &watch), ==, 0);

      if (watch->is_exact && watch->letter == 'T')
        return watch;

      skein_watch_free (watch, reader);
      g_usleep (1000);
    }
}

static void
world_close (World *world)
{
  for (guint i = 0; i < world->watches->len; i++)
    {
      g_assert_cmpint (kill (world->children[i], SIGKILL), ==, 0);
      g_assert_cmpint (waitpid (world->children[i], NULL, 0), ==, world->children[i]);
    }

  for (guint i = 0; i < world->watches->len; i++)
    skein_watch_free (g_ptr_array_index (world->watches, i), &world->reader);

  g_ptr_array_unref (world->watches);
  close (world->reader.proc_fd);
  skein_reader_clear (&world->reader);
}

/* Returns: whether there are clocks that could be believed */
static bool
world_open (World *world)
{
  int fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  *world = (World) { .watches = g_ptr_array_new () };
  skein_reader_init (&world->reader, fd);
  world->reader.has_steal = true;
  world->reader.sample = 1;

  if (!world->reader.has_gate || !world->reader.has_schedstat)
    {
      g_test_skip ("no clocks or no schedstat");
      world_close (world);
      return false;
    }

  for (int i = 0; i < N_CHILDREN; i++)
    {
      world->children[i] = start_stopped ();
      g_ptr_array_add (world->watches, watch_when_still (&world->reader, world->children[i]));
    }

  g_ptr_array_sort (world->watches, compare_watches);

  return true;
}

/* As before a slice of which the hypervisor took all: it was stopped in it. */
static void
take_back_a_slice (SkeinWatch *watch)
{
  SkeinThread *thread = &watch->threads[0];

  g_assert_cmpuint (thread->slices, >, 0);
  thread->slices--;
  thread->ready_ns -= MIN (thread->ready_ns, 1);
  thread->letter = 'S';
  watch->letter = 'S';
}

static guint
count_late (const World *world)
{
  guint n = 0;

  for (guint i = 0; i < world->watches->len; i++)
    n += ((const SkeinWatch *) g_ptr_array_index (world->watches, i))->letter != 'T';

  return n;
}

static void
go_on (World  *world,
       double  seconds)
{
  uint32_t n_threads = world->watches->len;

  for (double gone = 0.0; gone < seconds; gone += (double) STEP_NS / SKEIN_NS_PER_S)
    {
      world->reader.sample++;
      world->reader.interval_ns = STEP_NS;

      for (guint i = 0; i < world->watches->len; i++)
        g_assert_cmpint (skein_watch_look (g_ptr_array_index (world->watches, i), &world->reader), ==, 0);

      skein_sweep_all (&world->sweep, &world->reader, world->watches, n_threads);
    }
}

/* The clock says that it never ran: letter, slices and ready time are right 20 s later. */
static void
test_uncounted (void)
{
  World world;
  SkeinWatch *watch;
  SkeinThread right;

  if (!world_open (&world))
    return;

  watch = g_ptr_array_index (world.watches, N_CHILDREN / 2);
  right = watch->threads[0];

  for (guint i = 0; i < world.watches->len; i++)
    take_back_a_slice (g_ptr_array_index (world.watches, i));

  go_on (&world, 10.0);
  g_assert_cmpuint (count_late (&world), >, 0);
  g_assert_cmpuint (count_late (&world), <, N_CHILDREN);
  go_on (&world, 12.0);
  g_assert_cmpuint (count_late (&world), ==, 0);
  g_assert_cmpuint (watch->threads[0].slices, ==, right.slices);
  g_assert_cmpuint (watch->threads[0].ready_ns, ==, right.ready_ns);
  g_assert_cmpuint (watch->threads[0].run_ns, ==, right.run_ns);
  g_assert_cmpint (watch->threads[0].letter, ==, 'T');
  g_assert_cmpuint (watch->tracks[0].moved, >, 1);
  world_close (&world);
}

/* Where nobody steals, the clock is believed. */
static void
test_nothing_stolen (void)
{
  World world;

  if (!world_open (&world))
    return;

  world.reader.has_steal = false;

  for (guint i = 0; i < world.watches->len; i++)
    take_back_a_slice (g_ptr_array_index (world.watches, i));

  world.reader.n_read = 0;
  go_on (&world, 22.0);
  g_assert_cmpuint (world.reader.n_read, ==, 0);
  world_close (&world);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sweep/uncounted", test_uncounted);
  g_test_add_func ("/sweep/nothing-stolen", test_nothing_stolen);

  return g_test_run ();
}
