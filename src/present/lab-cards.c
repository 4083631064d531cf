/* lab-cards.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "present/lab-cards.h"

#include "base/format.h"
#include "present/lab-lanes.h"

#include <math.h>

#include <glib/gi18n.h>

/* Below this it is no gain that one would show to others, and turned over no loss: the finding calls it the same. */
#define WORTH_SAYING 1.10

/* Long enough for a title in any language. */
#define TITLE_SIZE 256

#define TEXT_OF(text) g_dgettext (GETTEXT_PACKAGE, text)

static void
card_free (gpointer data)
{
  SkeinLabCard *card = data;

  g_clear_pointer (&card->run, skein_lab_run_unref);
  g_free (card->title);
  g_free (card->workers);
  g_free (card->answer);
  g_free (card->wall);
  g_free (card->speed_up);
  g_free (card->at_once);
  g_free (card);
}

/* Who did the work */

/* Returns: (nullable): "2 cores", "all on core 0"; NULL: samples do not tell */
static char *
dup_cores (const SkeinLabRun   *run,
           const SkeinLabLanes *lanes)
{
  unsigned n_used = 0;
  unsigned used = 0;

  for (guint i = 0; run->is_exact && i < run->cores->len; i++)
    {
      SkeinLabCoreSums sums;

      skein_lab_lanes_sum (lanes, i, &sums);
      if (sums.n_tasks > 0)
        {
          used = g_array_index (run->cores, uint16_t, i);
          n_used++;
        }
    }

  if (n_used == 1)
    /* Translators: all of the threads, or processes, that were just counted */
    return g_strdup_printf (_("all on core %u"), used);

  return n_used > 1 ? g_strdup_printf (ngettext ("%u core", "%u cores", n_used), n_used) : NULL;
}

static char *
dup_workers (const SkeinLabRun   *run,
             const SkeinLabLanes *lanes)
{
  g_autoptr (GHashTable) pids = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) tids = g_hash_table_new (NULL, NULL);
  g_autofree char *cores = dup_cores (run, lanes);
  g_autofree char *workers = NULL;
  unsigned n_processes, n_threads;

  for (guint i = 0; i < run->tasks->len; i++)
    {
      const SkeinLabTask *task = &g_array_index (run->tasks, SkeinLabTask, i);

      if (task->start_ns == 0)
        continue;
      g_hash_table_add (pids, GINT_TO_POINTER (task->pid));
      g_hash_table_add (tids, GINT_TO_POINTER (task->tid));
    }

  n_processes = g_hash_table_size (pids);
  n_threads = g_hash_table_size (tids);
  workers = n_processes > 1 ? g_strdup_printf (ngettext ("%u process", "%u processes", n_processes), n_processes)
                            : g_strdup_printf (ngettext ("%u thread", "%u threads", n_threads), n_threads);

  /* One thread is on one core at a time, wherever. */
  if (cores == NULL || n_threads < 2)
    return g_steal_pointer (&workers);

  /* Translators: "6 threads", and "2 cores" or "all on core 0" */
  return g_strdup_printf (_("%s, %s"), workers, cores);
}

/* What came out */

static char *
dup_difference (const SkeinLabRun *run)
{
  char expected[SKEIN_FORMAT_SIZE];
  char got[SKEIN_FORMAT_SIZE];
  char lost[SKEIN_FORMAT_SIZE];

  skein_format_count (run->expected, expected, sizeof expected);
  skein_format_count (run->got, got, sizeof got);
  if (run->got >= run->expected)
    return g_strdup_printf (_("expected %s, got %s"), expected, got);

  skein_format_count (run->expected - run->got, lost, sizeof lost);

  return g_strdup_printf (_("expected %s, got %s: lost %s"), expected, got, lost);
}

static void
judge (SkeinLabCard          *card,
       const SkeinLabResults *results,
       bool                   is_meant)
{
  const SkeinLabRun *run = card->run;
  unsigned n = skein_lab_results_count (results, card->mode);
  unsigned n_right = skein_lab_results_count_right (results, card->mode);

  if (run->problem != NULL)
    {
      card->verdict = SKEIN_LAB_VERDICT_FAILED;
      card->answer = g_strdup_printf ("⚠ %s", run->problem);
    }
  else if (!run->has_answer)
    card->answer = g_strdup ("");
  else if (!run->answer_ok)
    {
      g_autofree char *difference = dup_difference (run);

      card->verdict = is_meant ? SKEIN_LAB_VERDICT_MEANT : SKEIN_LAB_VERDICT_WRONG;
      /* Translators: "expected 100, got 80: lost 20", of what is meant to go wrong */
      card->answer = is_meant ? g_strdup_printf (_("✗ as it is meant to: %s"), difference)
                              : g_strdup_printf (_("✗ wrong answer: %s"), difference);
    }
  else
    {
      card->verdict = SKEIN_LAB_VERDICT_RIGHT;
      if (is_meant)
        card->answer = g_strdup (_("✓ right answer, by luck"));
      else
        card->answer = g_strdup (n > 1 && n_right == n ? _("✓ same answer in each run") : _("✓ right answer"));
    }
}

/* How long it took */

static double
speed_up_of (const SkeinLabResults *results,
             unsigned               mode,
             const SkeinLabRun     *run,
             unsigned               repeat)
{
  SkeinLabRun *first = NULL;

  if (repeat == SKEIN_LAB_TYPICAL)
    return skein_lab_results_get_speed_up (results, mode);

  for (unsigned i = 0; first == NULL && i <= mode; i++)
    first = skein_lab_results_get (results, i, repeat);

  return first != NULL ? first->figures[SKEIN_LAB_WALL] / run->figures[SKEIN_LAB_WALL] : NAN;
}

static bool
is_first (const SkeinLabPlan *plan,
          unsigned            mode)
{
  for (unsigned i = 0; i < mode; i++)
    if (skein_lab_plan_has_mode (plan, i))
      return false;

  return true;
}

static char *
dup_at_once (const SkeinLabRun   *run,
             const SkeinLabLanes *lanes)
{
  unsigned at_once = skein_lab_lanes_count_at_once (lanes);
  double under_way = run->figures[SKEIN_LAB_CONCURRENCY_MOST];
  double mean = run->figures[SKEIN_LAB_PARALLELISM];
  char most[SKEIN_FORMAT_SIZE];

  if (at_once > 0 && !isnan (under_way))
    /* Translators: of six tasks under way two at most were on a core at an instant */
    return g_strdup_printf (_("at once: %u of %s"), at_once,
                            skein_format_count ((uint64_t) llround (under_way), most, sizeof most));

  return isnan (mean) ? NULL : g_strdup_printf (_("%.2f at once, on average"), mean);
}

static void
say_time (SkeinLabCard          *card,
          const SkeinLabPlan    *plan,
          const SkeinLabResults *results,
          unsigned               repeat)
{
  const SkeinLabRun *run = card->run;
  double wall = run->figures[SKEIN_LAB_WALL];
  double speed_up = speed_up_of (results, card->mode, run, repeat);
  char text[SKEIN_FORMAT_SIZE];

  if (!isnan (wall))
    card->wall = g_strdup (skein_format_duration ((int64_t) wall, text, sizeof text));

  card->is_faster = !isnan (speed_up) && speed_up >= WORTH_SAYING && !plan->experiment->lasts_alike;
  if (isnan (speed_up) || plan->experiment->lasts_alike)
    card->speed_up = NULL;
  else if (is_first (plan, card->mode))
    card->speed_up = g_strdup_printf (_("%.2f × (baseline)"), speed_up);
  else if (card->is_faster)
    card->speed_up = g_strdup_printf (_("%.2f × faster"), speed_up);
  else if (speed_up <= 1.0 / WORTH_SAYING)
    card->speed_up = g_strdup_printf (_("%.2f × slower"), 1.0 / speed_up);
  else
    card->speed_up = g_strdup_printf (_("%.2f ×"), speed_up);
}

/* What takes reading all that was recorded. */
static void
say_work (SkeinLabCard    *card,
          const GPtrArray *before)
{
  g_autoptr (SkeinLabLanes) lanes = NULL;

  for (guint i = 0; before != NULL && i < before->len; i++)
    {
      const SkeinLabCard *other = g_ptr_array_index ((GPtrArray *) before, i);

      if (other->run == card->run && !other->is_live)
        {
          card->workers = g_strdup (other->workers);
          card->at_once = g_strdup (other->at_once);
          return;
        }
    }

  lanes = skein_lab_lanes_new (card->run);
  card->at_once = dup_at_once (card->run, lanes);
  if (card->run->tasks->len > 0)
    card->workers = dup_workers (card->run, lanes);
}

static const char *
say_nothing (char **text)
{
  if (*text == NULL)
    *text = g_strdup ("");

  return *text;
}

static SkeinLabCard *
card_new (const SkeinLabPlan    *plan,
          const SkeinLabResults *results,
          SkeinLabRun           *current,
          unsigned               mode,
          unsigned               repeat,
          const GPtrArray       *before)
{
  SkeinLabCard *card = g_new0 (SkeinLabCard, 1);
  char title[TITLE_SIZE];
  SkeinLabRun *run = NULL;
  SkeinMode info;

  card->mode = mode;
  skein_experiment_get_mode (plan->experiment, plan->values, mode, &info);
  skein_mode_write_title (&info, title, sizeof title);
  card->title = g_strdup (title);

  card->is_live = current != NULL && current->mode == mode;
  if (card->is_live)
    run = current;
  else if (results != NULL)
    run = repeat == SKEIN_LAB_TYPICAL ? skein_lab_results_get_typical (results, mode)
                                      : skein_lab_results_get (results, mode, repeat);

  /* None of them got to its end: why is better than nothing. */
  if (run == NULL && results != NULL && repeat == SKEIN_LAB_TYPICAL)
    run = skein_lab_results_get (results, mode, 0);

  card->run = run != NULL ? skein_lab_run_ref (run) : NULL;
  if (card->is_live)
    card->answer = g_strdup (_("running …"));
  else if (run != NULL)
    {
      judge (card, results, info.info->is_wrong);
      say_time (card, plan, results, repeat);
      say_work (card, before);
    }

  if (card->workers == NULL)
    card->workers = g_strdup (TEXT_OF (info.info->text));

  say_nothing (&card->answer);
  say_nothing (&card->wall);
  say_nothing (&card->speed_up);
  say_nothing (&card->at_once);

  return card;
}

GPtrArray *
skein_lab_cards_new (const SkeinLabPlan    *plan,
                     const SkeinLabResults *results,
                     SkeinLabRun           *current,
                     unsigned               repeat,
                     const GPtrArray       *before)
{
  GPtrArray *cards = g_ptr_array_new_with_free_func (card_free);
  unsigned n = skein_experiment_count_modes (plan->experiment, plan->values);

  for (unsigned i = 0; i < n; i++)
    if (skein_lab_plan_has_mode (plan, i))
      g_ptr_array_add (cards, card_new (plan, results, current, i, repeat, before));

  return cards;
}

char *
skein_lab_dup_parameter (const SkeinParameterInfo *parameter,
                         int64_t                   value)
{
  char text[SKEIN_FORMAT_SIZE];

  switch (parameter->unit)
    {
    case SKEIN_UNIT_BLOCKS:
      skein_format_count ((uint64_t) value, text, sizeof text);
      return g_strdup_printf (ngettext ("%s block", "%s blocks", (gulong) value), text);

    case SKEIN_UNIT_MS:
      return g_strdup (skein_format_duration (value * INT64_C (1000000), text, sizeof text));

    case SKEIN_UNIT_NS:
      return g_strdup (skein_format_duration (value, text, sizeof text));

    case SKEIN_UNIT_BYTES:
      return g_strdup (skein_format_bytes ((uint64_t) value, text, sizeof text));

    case SKEIN_UNIT_ADDRESS:
      return g_strdup_printf ("0x%" G_GINT64_MODIFIER "x", (guint64) value);

    case SKEIN_UNIT_SHARE:
      return g_strdup (skein_format_percent ((double) value / 100.0, text, sizeof text));

    case SKEIN_UNIT_COUNT:
    case SKEIN_UNIT_PER_S:
    case SKEIN_UNIT_TIMES:
    default:
      return g_strdup (skein_format_count ((uint64_t) value, text, sizeof text));
    }
}

char *
skein_lab_plan_dup_words (const SkeinLabPlan *plan)
{
  const SkeinParameterInfo *parameters = plan->experiment->parameters;
  GString *words = g_string_new (NULL);

  for (unsigned i = 0; parameters[i].id != NULL; i++)
    {
      g_autofree char *value = skein_lab_dup_parameter (&parameters[i], plan->values[i]);

      g_string_append_printf (words, "%s%s: %s", i > 0 ? " · " : "", TEXT_OF (parameters[i].title), value);
    }

  return g_string_free (words, FALSE);
}

static const char *
why_sampled (SkeinRefusal refusal)
{
  switch ((int) refusal)
    {
    case SKEIN_REFUSAL_NONE:
      return _("made of samples, as it was asked for");

    case SKEIN_REFUSAL_SETTING:
      return _("made of samples: a setting of the kernel, kernel.perf_event_paranoid, keeps the switches from us");

    case SKEIN_REFUSAL_FILTER:
      return _("made of samples: a sandbox keeps the switches from us");

    default:
      return _("made of samples: switches cannot be recorded here");
    }
}

char *
skein_lab_results_dup_source (const SkeinLabResults *results)
{
  const SkeinLabRun *run = results != NULL && results->runs->len > 0 ? g_ptr_array_index (results->runs, 0) : NULL;

  if (run == NULL)
    return g_strdup ("");

  return g_strdup (run->is_exact ? _("every switch of the lab’s own processes recorded") : why_sampled (run->refusal));
}
