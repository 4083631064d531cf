/* test-robust-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "proc/robust-list.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <unistd.h>

/* Whether it lies in the memory of the stack of the thread that asks. */
static void *
ask_cb (void *data)
{
  bool *is_inside = data;
  pthread_attr_t attributes;
  uint64_t address = 0;
  size_t size;
  void *stack;

  g_assert_cmpint (pthread_getattr_np (pthread_self (), &attributes), ==, 0);
  g_assert_cmpint (pthread_attr_getstack (&attributes, &stack, &size), ==, 0);
  pthread_attr_destroy (&attributes);
  g_assert_cmpint (skein_robust_list_get (gettid (), &address), ==, 0);
  *is_inside = address >= (uint64_t) (uintptr_t) stack && address < (uint64_t) (uintptr_t) stack + size;

  if (address == 0)
    g_test_skip ("this C library sets its list later");
  else
    g_assert_true (*is_inside);

  return NULL;
}

static void
test_thread (void)
{
  bool is_inside = false;
  pthread_t thread;

  g_assert_cmpint (pthread_create (&thread, NULL, ask_cb, &is_inside), ==, 0);
  g_assert_cmpint (pthread_join (thread, NULL), ==, 0);
}

static void
test_gone (void)
{
  uint64_t address = 99;

  g_assert_cmpint (skein_robust_list_get (0x7ffffff0, &address), ==, -ESRCH);
  g_assert_cmpuint (address, ==, 99);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/robust-list/thread", test_thread);
  g_test_add_func ("/robust-list/gone", test_gone);

  return g_test_run ();
}
