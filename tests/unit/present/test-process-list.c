/* test-process-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "base/clock.h"
#include "present/process-list.h"
#include "present/row-id.h"

#include <errno.h>
#include <string.h>

/* What a process of a test is, in few words. */
typedef struct
{
  pid_t       pid;
  pid_t       ppid;
  uint64_t    start;
  const char *name;
  const char *user;
  const char *thread;   /* of a second thread; NULL: there is none */
  char        letter;
  uint64_t    run_ms;   /* since it started */
  uint64_t    delta_ms; /* in the last interval */
  bool        is_kernel;
} Plan;

static SkeinProcess *
make_process (const Plan *plan)
{
  SkeinProcess *process = skein_process_new (plan->thread != NULL ? 2 : 1);

  process->pid = plan->pid;
  process->ppid = plan->ppid;
  process->start_ticks = plan->start;
  process->name = g_ref_string_new (plan->name);
  process->command = g_ref_string_new (plan->name);
  process->user = g_ref_string_new_intern (plan->user != NULL ? plan->user : "ana");
  process->cgroup = g_ref_string_new ("");
  process->letter = plan->letter != '\0' ? plan->letter : 'S';
  process->run_ns = plan->run_ms * SKEIN_NS_PER_MS;
  process->run_delta_ns = plan->delta_ms * SKEIN_NS_PER_MS;
  process->rss_bytes = 1000;
  process->is_kernel = plan->is_kernel;

  for (uint32_t i = 0; i < process->n_threads; i++)
    {
      process->threads[i].tid = plan->pid + (pid_t) i;
      process->threads[i].start_ticks = plan->start;
      process->threads[i].letter = process->letter;
      g_strlcpy (process->threads[i].name, i == 0 ? plan->name : plan->thread, sizeof process->threads[i].name);
    }

  return process;
}

static SkeinSnapshot *
make_snapshot (int64_t     taken_s,
               const Plan *plans,
               uint32_t    n_plans)
{
  SkeinSnapshot *snapshot = skein_snapshot_new (0, n_plans);

  snapshot->taken_ns = taken_s * SKEIN_NS_PER_S;
  snapshot->interval_ns = SKEIN_NS_PER_S;
  for (uint32_t i = 0; i < n_plans; i++)
    snapshot->processes[i] = make_process (&plans[i]);

  return snapshot;
}

static void
update (SkeinProcessList *list,
        int64_t           taken_s,
        const Plan       *plans,
        uint32_t          n_plans)
{
  g_autoptr(SkeinSnapshot) snapshot = make_snapshot (taken_s, plans, n_plans);

  skein_process_list_update (list, snapshot, NULL);
}

/* The rows in one string: a dot for each level, the number; "+" closed, "?" only for
 * a descendant's sake. */
static char *
describe (const SkeinProcessList *list)
{
  GString *text = g_string_new (NULL);

  for (uint32_t i = 0; i < skein_process_list_get_n_rows (list); i++)
    {
      const SkeinProcessRow *row = skein_process_list_get_row (list, i);

      if (i > 0)
        g_string_append_c (text, ' ');
      for (uint32_t j = 0; j < row->depth; j++)
        g_string_append_c (text, '.');
      g_string_append_printf (text, "%d", (int) row->process->pid);
      if (row->expandable && !row->expanded)
        g_string_append_c (text, '+');
      if (!row->matches)
        g_string_append_c (text, '?');
    }

  return g_string_free (text, FALSE);
}

static void
assert_rows (const SkeinProcessList *list,
             const char             *expected)
{
  g_autofree char *text = describe (list);

  g_assert_cmpstr (text, ==, expected);
}

static const Plan family[] = {
  { 1, 0, 1, "init", "root" },
  { 2, 0, 1, "kthreadd", "root", .is_kernel = true },
  { 3, 2, 1, "kworker/0:1", "root", .is_kernel = true },
  { 10, 1, 5, "shell", "ana" },
  { 11, 10, 9, "make", "ana" },
  { 12, 11, 9, "cc", "ana", .thread = "Linker" },
  { 20, 1, 7, "server", "bob", .letter = 'T' },
};

static SkeinProcessList *
make_list (void)
{
  SkeinProcessList *list = skein_process_list_new ();

  update (list, 1, family, G_N_ELEMENTS (family));

  return list;
}

static void
test_tree (void)
{
  g_autoptr(SkeinProcessList) list = make_list ();

  assert_rows (list, "1 .10 ..11 ...12 .20 2 .3");

  skein_process_list_set_order (list, SKEIN_PROCESS_PID, true);
  assert_rows (list, "2 .3 1 .20 .10 ..11 ...12");

  skein_process_list_set_tree (list, false);
  assert_rows (list, "20 12 11 10 3 2 1");
}

static void
test_expanding (void)
{
  g_autoptr(SkeinProcessList) list = make_list ();
  SkeinTaskKey shell = { 10, 10, 5 };
  SkeinTaskKey compiler = { 12, 12, 9 };
  Plan reused[G_N_ELEMENTS (family)];

  skein_process_list_set_expanded (list, skein_row_id_from_key (&shell), false);
  assert_rows (list, "1 .10+ .20 2 .3");

  /* It stays closed while others come and go … */
  update (list, 2, family, G_N_ELEMENTS (family) - 1);
  assert_rows (list, "1 .10+ 2 .3");

  skein_process_list_reveal (list, skein_row_id_from_key (&compiler));
  assert_rows (list, "1 .10 ..11 ...12 2 .3");

  /* … but its number's next bearer knows nothing of it. */
  skein_process_list_set_expanded (list, skein_row_id_from_key (&shell), false);
  memcpy (reused, family, sizeof family);
  reused[3].start = 8;
  update (list, 3, reused, G_N_ELEMENTS (family));
  assert_rows (list, "1 .20 .10 ..11 ...12 2 .3");
}

/* A child's parent is older than it. Whoever has the parent's number is not always it. */
static void
test_orphans (void)
{
  static const Plan plans[] = {
    { 5, 7, 10, "a" },
    { 7, 5, 20, "b" },
    { 8, 99, 3, "gone" },
    { 9, 9, 3, "itself" },
    { 30, 31, 4, "x" },
    { 31, 30, 4, "y" },
  };
  g_autoptr(SkeinProcessList) list = skein_process_list_new ();

  update (list, 1, plans, G_N_ELEMENTS (plans));
  assert_rows (list, "8 9 30 .31 5 .7");
}

static void
test_text_filter (void)
{
  g_autoptr(SkeinProcessList) list = make_list ();
  SkeinTaskKey compiler = { 12, 12, 9 };

  skein_process_list_set_text (list, "MAKE");
  assert_rows (list, "1? .10? ..11");

  skein_process_list_set_text (list, " linker ");
  assert_rows (list, "1? .10? ..11? ...12");
  g_assert_cmpuint (skein_process_list_find (list, &compiler)->n_thread_matches, ==, 1);

  skein_process_list_set_text (list, "20");
  assert_rows (list, "1? .20");

  skein_process_list_set_tree (list, false);
  skein_process_list_set_text (list, "e");
  assert_rows (list, "2 3 10 20 11 12");

  skein_process_list_set_text (list, "nothing like it");
  assert_rows (list, "");

  skein_process_list_set_text (list, "");
  g_assert_cmpuint (skein_process_list_get_n_rows (list), ==, G_N_ELEMENTS (family));
}

static void
test_text_filter_beyond_ascii (void)
{
  static const Plan plans[] = {
    { 1, 0, 1, "Ação" },
    { 2, 0, 1, "a\xff\xfe" },
  };
  g_autoptr(SkeinProcessList) list = skein_process_list_new ();

  update (list, 1, plans, G_N_ELEMENTS (plans));
  skein_process_list_set_text (list, "AÇÃO");
  assert_rows (list, "1");
}

/* A search opens what is closed, and leaves it closed afterwards. */
static void
test_search_in_closed (void)
{
  g_autoptr(SkeinProcessList) list = make_list ();
  SkeinTaskKey shell = { 10, 10, 5 };

  skein_process_list_set_expanded (list, skein_row_id_from_key (&shell), false);
  skein_process_list_set_text (list, "cc");
  assert_rows (list, "1? .10? ..11? ...12");
  skein_process_list_set_text (list, NULL);
  assert_rows (list, "1 .10+ .20 2 .3");
}

static void
test_other_filters (void)
{
  g_autoptr(SkeinProcessList) list = make_list ();

  skein_process_list_set_kernel (list, false);
  assert_rows (list, "1 .10 ..11 ...12 .20");
  skein_process_list_set_user (list, "bob");
  assert_rows (list, "1? .20");
  skein_process_list_set_user (list, NULL);
  skein_process_list_set_states (list, 1u << SKEIN_STATE_SUSPENDED);
  assert_rows (list, "1? .20");
  skein_process_list_set_states (list, 1u << SKEIN_STATE_RUNNING);
  assert_rows (list, "");
}

static void
test_totals_and_users (void)
{
  g_autoptr(SkeinProcessList) list = make_list ();
  g_autoptr(GPtrArray) users = skein_process_list_dup_users (list);
  SkeinProcessTotals totals;

  g_assert_cmpuint (users->len, ==, 3);
  g_assert_cmpstr (users->pdata[0], ==, "ana");
  g_assert_cmpstr (users->pdata[2], ==, "root");

  /* Ancestors that are shown for their descendants' sake do not count. */
  skein_process_list_set_user (list, "ana");
  totals = skein_process_list_get_totals (list);
  g_assert_cmpuint (totals.n_all, ==, 7);
  g_assert_cmpuint (totals.n_processes, ==, 3);
  g_assert_cmpuint (totals.n_threads, ==, 4);
  g_assert_cmpuint (totals.memory_bytes, ==, 3000);
}

static const SkeinProcessRow *
row_of (const SkeinProcessList *list,
        pid_t                   pid)
{
  SkeinTaskKey key = { pid, pid, 1 };

  return skein_process_list_find (list, &key);
}

/* What is resident, until the share is known; then that, also when the process goes on. */
static void
test_footprints (void)
{
  g_autoptr(SkeinProcessList) list = skein_process_list_new ();
  static const Plan plans[] = {
    { .pid = 1, .start = 1, .name = "a" },
    { .pid = 2, .start = 1, .name = "b" },
    { .pid = 3, .start = 1, .name = "c" },
    { .pid = 4, .start = 1, .name = "d" },
  };
  static const SkeinFootprint footprints[] = {
    { .process = { 1, 1, 1 }, .read_ns = 1, .resident = 1000, .pss = 300, .own = 200 },
    { .process = { 2, 2, 7 }, .read_ns = 1, .resident = 1000, .pss = 10, .own = 10 }, /* who had the number before */
    { .process = { 3, 3, 1 }, .read_ns = 1, .error = -EACCES },
    { .process = { 9, 9, 1 }, .read_ns = 1, .resident = 1000, .pss = 10, .own = 10 },
  };
  static const SkeinFootprint ended = { .process = { 1, 1, 1 }, .read_ns = 2, .error = -ESRCH };
  SkeinProcessTotals totals;

  update (list, 0, plans, G_N_ELEMENTS (plans));
  totals = skein_process_list_get_totals (list);
  g_assert_cmpuint (totals.memory_bytes, ==, 4000);
  g_assert_cmpuint (totals.n_resident, ==, 4);
  g_assert_false (row_of (list, 1)->is_proportional);
  g_assert_cmpuint (row_of (list, 1)->memory_bytes, ==, 1000);

  skein_process_list_set_footprints (list, footprints, G_N_ELEMENTS (footprints));
  update (list, 1, plans, G_N_ELEMENTS (plans));
  g_assert_true (row_of (list, 1)->is_proportional);
  g_assert_cmpuint (row_of (list, 1)->memory_bytes, ==, 300);
  g_assert_cmpuint (row_of (list, 1)->own_bytes, ==, 200);
  g_assert_false (row_of (list, 2)->is_proportional);
  g_assert_cmpint (row_of (list, 2)->memory_error, ==, 0);
  g_assert_false (row_of (list, 3)->is_proportional);
  g_assert_cmpint (row_of (list, 3)->memory_error, ==, -EACCES);
  g_assert_cmpuint (row_of (list, 3)->memory_bytes, ==, 1000);

  totals = skein_process_list_get_totals (list);
  g_assert_cmpuint (totals.memory_bytes, ==, 3300);
  g_assert_cmpuint (totals.n_resident, ==, 3);

  skein_process_list_set_tree (list, false);
  skein_process_list_set_order (list, SKEIN_PROCESS_MEMORY, false);
  g_assert_cmpint (skein_process_list_get_row (list, 0)->process->pid, ==, 1);
  skein_process_list_set_order (list, SKEIN_PROCESS_OWN_MEMORY, true);
  g_assert_cmpint (skein_process_list_get_row (list, 0)->process->pid, ==, 1);

  /* It keeps what it last had. */
  skein_process_list_set_footprints (list, &ended, 1);
  g_assert_cmpuint (row_of (list, 1)->memory_bytes, ==, 300);
}

static double
run_of (const SkeinProcessList *list,
        pid_t                   pid)
{
  SkeinTaskKey key = { pid, pid, 1 };

  return (double) skein_process_list_find (list, &key)->run;
}

static void
test_figures (void)
{
  g_autoptr(SkeinProcessList) list = skein_process_list_new ();
  static const Plan first[] = {
    { 1, 0, 1, "a", .run_ms = 100, .delta_ms = 400 },
    { 2, 0, 1, "b", .run_ms = 100, .delta_ms = 50 },
  };
  static const Plan second[] = {
    { 1, 0, 1, "a", .run_ms = 3100, .delta_ms = 1 },
    { 2, 0, 1, "b" },
  };
  g_autoptr(SkeinSnapshot) before = make_snapshot (1, first, G_N_ELEMENTS (first));
  g_autoptr(SkeinSnapshot) after = make_snapshot (3, second, G_N_ELEMENTS (second));

  /* The first time, the sample's own interval is all there is. */
  skein_process_list_update (list, before, NULL);
  g_assert_cmpfloat_with_epsilon (run_of (list, 1), 0.4, 1e-6);

  /* From then on, what happened since the update before. The same record: nothing. */
  skein_process_unref (after->processes[1]);
  after->processes[1] = skein_process_ref (before->processes[1]);
  skein_process_list_update (list, after, NULL);
  g_assert_cmpfloat_with_epsilon (run_of (list, 1), 1.5, 1e-6);
  g_assert_cmpfloat (run_of (list, 2), ==, 0.0);
  g_assert_cmpfloat_with_epsilon (skein_process_list_get_totals (list).run, 1.5, 1e-6);

  skein_process_list_set_order (list, SKEIN_PROCESS_PARALLELISM, false);
  assert_rows (list, "2 1");
}

/* With a store, a pause between two updates counts for nothing. */
static void
test_figures_of_store (void)
{
  g_autoptr(SkeinStore) store = skein_store_new (1 << 20);
  g_autoptr(SkeinProcessList) list = skein_process_list_new ();
  static const uint64_t run_ms[] = { 0, 500, 1000 };
  static const int64_t taken_s[] = { 1, 2, 12 };

  for (int i = 0; i < 3; i++)
    {
      Plan plan = { 1, 0, 1, "a", .letter = 'R', .run_ms = run_ms[i], .delta_ms = i > 0 ? 500 : 0 };
      g_autoptr(SkeinSnapshot) snapshot = make_snapshot (taken_s[i], &plan, 1);

      skein_store_append (store, snapshot);
      if (i != 1)
        skein_process_list_update (list, snapshot, store);
    }

  g_assert_cmpfloat_with_epsilon (run_of (list, 1), 0.5, 1e-3);
}

static void
test_holding (void)
{
  static const Plan before[] = {
    { 1, 0, 1, "a", .delta_ms = 900 },
    { 2, 0, 1, "b" },
  };
  static const Plan after[] = {
    { 1, 0, 1, "a" },
    { 2, 0, 1, "b", .run_ms = 900 },
    { 3, 0, 1, "c", .delta_ms = 999 },
  };
  g_autoptr(SkeinProcessList) list = skein_process_list_new ();

  skein_process_list_set_order (list, SKEIN_PROCESS_PARALLELISM, true);
  update (list, 1, before, G_N_ELEMENTS (before));
  assert_rows (list, "1 2");

  skein_process_list_set_hold (list, true);
  update (list, 2, after, G_N_ELEMENTS (after));
  assert_rows (list, "1 2 3");

  skein_process_list_set_hold (list, false);
  update (list, 3, before, G_N_ELEMENTS (before));
  assert_rows (list, "1 2");
}

static void
test_new_rows (void)
{
  static const Plan plans[] = { { 1, 0, 1, "a" }, { 2, 0, 2, "b" } };
  g_autoptr(SkeinProcessList) list = skein_process_list_new ();

  /* What was here before us is not new. */
  update (list, 1, plans, 1);
  g_assert_false (skein_process_list_get_row (list, 0)->is_new);

  update (list, 2, plans, 2);
  g_assert_false (skein_process_list_get_row (list, 0)->is_new);
  g_assert_true (skein_process_list_get_row (list, 1)->is_new);

  update (list, 9, plans, 2);
  g_assert_false (skein_process_list_get_row (list, 1)->is_new);
}

static void
test_ids (void)
{
  SkeinTaskKey keys[] = { { 1, 1, 0 }, { 4194303, 4194303, 0 }, { 1, 1, 1 }, { 77, 77, UINT64_C (1) << 40 } };

  for (size_t i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      SkeinTaskKey back = skein_row_id_to_process_key (skein_row_id_from_key (&keys[i]));

      g_assert_true (skein_task_key_equal (&back, &keys[i]));
    }
}

/* Random births, deaths and reused numbers, against a model that has no memory. */

#define MAX_PIDS 40

static uint32_t
make_random_plans (Plan     *plans,
                   uint64_t *starts,
                   uint64_t  now)
{
  static const char *const names[] = { "alpha", "Beta", "gamma", "delta" };
  uint32_t n = 0;

  for (pid_t pid = 1; pid <= MAX_PIDS; pid++)
    {
      if (starts[pid] != 0 && g_test_rand_int_range (0, 6) == 0)
        starts[pid] = 0;
      if (starts[pid] == 0 && g_test_rand_int_range (0, 3) == 0)
        starts[pid] = now;
      if (starts[pid] == 0)
        continue;

      plans[n++] = (Plan) {
        .pid = pid,
        .ppid = g_test_rand_int_range (0, MAX_PIDS),
        .start = starts[pid],
        .name = names[g_test_rand_int_range (0, 4)],
      };
    }

  return n;
}

static int
find_plan (const Plan *plans,
           uint32_t    n,
           pid_t       pid)
{
  for (uint32_t i = 0; i < n; i++)
    if (plans[i].pid == pid)
      return (int) i;

  return -1;
}

static int
parent_of (const Plan *plans,
           uint32_t    n,
           uint32_t    child)
{
  int parent = find_plan (plans, n, plans[child].ppid);

  if (parent < 0 || plans[parent].start > plans[child].start ||
      (plans[parent].start == plans[child].start && plans[parent].pid >= plans[child].pid))
    return -1;

  return parent;
}

static bool
is_wanted (const Plan *plans,
           uint32_t    n,
           uint32_t    index,
           const char *text)
{
  if (strcasestr (plans[index].name, text) != NULL)
    return true;

  for (uint32_t i = 0; i < n; i++)
    if (parent_of (plans, n, i) == (int) index && is_wanted (plans, n, i, text))
      return true;

  return false;
}

static void
describe_below (const Plan *plans,
                uint32_t    n,
                int         parent,
                uint32_t    depth,
                const char *text,
                GString    *result)
{
  for (uint32_t i = 0; i < n; i++)
    {
      if (parent_of (plans, n, i) != parent || !is_wanted (plans, n, i, text))
        continue;

      if (result->len > 0)
        g_string_append_c (result, ' ');
      for (uint32_t j = 0; j < depth; j++)
        g_string_append_c (result, '.');
      g_string_append_printf (result, "%d%s", (int) plans[i].pid,
                              strcasestr (plans[i].name, text) != NULL ? "" : "?");
      describe_below (plans, n, (int) i, depth + 1, text, result);
    }
}

static void
test_random (void)
{
  g_autoptr(SkeinProcessList) list = skein_process_list_new ();
  uint64_t starts[MAX_PIDS + 1] = { 0 };
  Plan plans[MAX_PIDS];

  skein_process_list_set_order (list, SKEIN_PROCESS_PID, false);

  for (int64_t round = 1; round <= 300; round++)
    {
      uint32_t n = make_random_plans (plans, starts, (uint64_t) round);
      g_autoptr(GString) expected = g_string_new (NULL);
      const char *text = round % 3 == 0 ? "ta" : "";

      skein_process_list_set_text (list, text);
      update (list, round, plans, n);
      describe_below (plans, n, -1, 0, text, expected);
      assert_rows (list, expected->str);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/process-list/tree", test_tree);
  g_test_add_func ("/process-list/expanding", test_expanding);
  g_test_add_func ("/process-list/orphans", test_orphans);
  g_test_add_func ("/process-list/text-filter", test_text_filter);
  g_test_add_func ("/process-list/text-filter-beyond-ascii", test_text_filter_beyond_ascii);
  g_test_add_func ("/process-list/search-in-closed", test_search_in_closed);
  g_test_add_func ("/process-list/other-filters", test_other_filters);
  g_test_add_func ("/process-list/totals-and-users", test_totals_and_users);
  g_test_add_func ("/process-list/footprints", test_footprints);
  g_test_add_func ("/process-list/figures", test_figures);
  g_test_add_func ("/process-list/figures-of-store", test_figures_of_store);
  g_test_add_func ("/process-list/holding", test_holding);
  g_test_add_func ("/process-list/new-rows", test_new_rows);
  g_test_add_func ("/process-list/ids", test_ids);
  g_test_add_func ("/process-list/random", test_random);

  return g_test_run ();
}
