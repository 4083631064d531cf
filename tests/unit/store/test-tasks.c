/* test-tasks.c - numbers, names and families
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib.h>

#include "store/tasks.h"

static SkeinTask *
add (SkeinTasks *tasks,
     SkeinTask  *process,
     pid_t       tid,
     uint64_t    start_ticks)
{
  SkeinTaskKey key = { process != NULL ? process->key.pid : tid, tid, start_ticks };

  return skein_tasks_add (tasks, &key, process, g_ref_string_new ("name"));
}

static char *
describe (const SkeinTask *first)
{
  GString *text = g_string_new (NULL);

  for (const SkeinTask *task = first; task != NULL; task = task->next)
    g_string_append_printf (text, " %d", task->key.tid);

  return g_string_free (text, FALSE);
}

static void
assert_list (const SkeinTask *first,
             const char      *wanted)
{
  g_autofree char *text = describe (first);

  g_assert_cmpstr (text, ==, wanted);
}

/* Threads by age, whatever order they are found in; the main thread before all. */
static void
test_order (void)
{
  SkeinTasks tasks;
  SkeinTask *process;

  skein_tasks_init (&tasks, 1);
  process = add (&tasks, NULL, 10, 5);
  add (&tasks, process, 9, 8);
  add (&tasks, process, 10, 5);
  add (&tasks, process, 11, 7);
  add (&tasks, process, 12, 9);
  add (&tasks, process, 13, 7);
  assert_list (process->first, " 10 11 13 9 12");
  skein_tasks_forget (&tasks, process->first->next);
  assert_list (process->first, " 10 13 9 12");
  skein_tasks_forget (&tasks, process->last);
  assert_list (process->first, " 10 13 9");
  skein_tasks_clear (&tasks);
}

static void
test_forget (void)
{
  SkeinTasks tasks;
  SkeinTask *process, *other;
  size_t empty;
  uint32_t id;

  skein_tasks_init (&tasks, 1);
  other = add (&tasks, NULL, 20, 1);
  empty = tasks.bytes;
  process = add (&tasks, NULL, 10, 5);
  id = add (&tasks, process, 10, 5)->id;
  add (&tasks, process, 11, 6);
  g_assert_true (skein_tasks_get (&tasks, id)->process == process);

  skein_tasks_forget (&tasks, process);
  assert_list (tasks.first_process, " 20");
  g_assert_null (skein_tasks_get (&tasks, id));
  g_assert_cmpuint (tasks.bytes, ==, empty);

  skein_tasks_pack (&tasks);
  g_assert_cmpuint (tasks.n, ==, 1);
  g_assert_null (skein_tasks_get (&tasks, id));
  g_assert_true (skein_tasks_get (&tasks, other->id) == other);
  g_assert_cmpuint (add (&tasks, other, 20, 1)->id, >, id);
  skein_tasks_clear (&tasks);
}

/* A task that could not be read for a while comes back under its old key. */
static void
test_again (void)
{
  SkeinTasks tasks;
  SkeinTask *before, *after;

  skein_tasks_init (&tasks, 1);
  before = add (&tasks, NULL, 10, 5);
  after = add (&tasks, NULL, 10, 5);
  g_assert_true (skein_tasks_find_process (&tasks, &before->key) == after);
  g_assert_null (skein_tasks_find_thread (&tasks, &before->key));
  g_assert_true (skein_tasks_get (&tasks, before->id) == before);

  skein_tasks_forget (&tasks, before);
  g_assert_true (skein_tasks_find_process (&tasks, &after->key) == after);
  skein_tasks_clear (&tasks);
}

static void
test_rename (void)
{
  SkeinTasks tasks;
  SkeinTask *process;
  size_t bytes;

  skein_tasks_init (&tasks, 1);
  process = add (&tasks, NULL, 10, 5);
  bytes = tasks.bytes;
  skein_tasks_rename (&tasks, process, g_ref_string_new ("longer"));
  g_assert_cmpstr (process->name, ==, "longer");
  g_assert_cmpuint (tasks.bytes, ==, bytes + 2);
  skein_tasks_clear (&tasks);
}

/* Processes are counted apart from threads: colours of those that follow each other are far apart. */
static void
test_number (void)
{
  SkeinTasks tasks;
  SkeinTask *first, *second, *third;

  skein_tasks_init (&tasks, 1);
  first = add (&tasks, NULL, 10, 5);
  add (&tasks, first, 10, 5);
  add (&tasks, first, 11, 6);
  second = add (&tasks, NULL, 20, 7);
  g_assert_cmpuint (add (&tasks, first, 12, 8)->number, ==, first->number);
  g_assert_cmpuint (second->number, ==, first->number + 1);

  skein_tasks_forget (&tasks, second);
  third = add (&tasks, NULL, 30, 9);
  g_assert_cmpuint (third->number, ==, first->number + 2);
  skein_tasks_clear (&tasks);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tasks/order", test_order);
  g_test_add_func ("/tasks/forget", test_forget);
  g_test_add_func ("/tasks/again", test_again);
  g_test_add_func ("/tasks/rename", test_rename);
  g_test_add_func ("/tasks/number", test_number);

  return g_test_run ();
}
