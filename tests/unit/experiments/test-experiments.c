/* test-experiments.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "experiments/experiments.h"

#include <glib.h>
#include <sched.h>
#include <string.h>

/* What skein-workload understands for every experiment. */
static const char *const taken[] = { "mode", "rounds", "seconds", "deadline", "tied", "help" };

static void
assert_id (const char *id,
           char        separator)
{
  g_assert_true (g_ascii_islower (id[0]));

  for (const char *c = id; *c != '\0'; c++)
    g_assert_true (g_ascii_islower (*c) || g_ascii_isdigit (*c) || *c == separator);
}

static void
assert_title (const char *title)
{
  g_assert_nonnull (title);
  g_assert_cmpuint (strlen (title), >=, 3);
  g_assert_cmpint (g_utf8_strlen (title, -1), <=, 40);
  g_assert_true (g_utf8_validate (title, -1, NULL));
  g_assert_false (g_str_has_suffix (title, "."));
}

static void
assert_sentence (const char *text)
{
  g_assert_nonnull (text);
  g_assert_cmpuint (strlen (text), >=, 10);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_true (g_ascii_isupper (text[0]));
  g_assert_true (g_str_has_suffix (text, "."));
  g_assert_null (strstr (text, "  "));
  g_assert_null (strchr (text, '\''));
}

static void
test_catalogue (void)
{
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) titles = g_hash_table_new (g_str_hash, g_str_equal);
  const SkeinExperimentInfo *experiment;
  SkeinExperimentGroup group = SKEIN_GROUP_CONCURRENCY;
  unsigned n = 0;

  for (; (experiment = skein_experiment_get (n)) != NULL; n++)
    {
      assert_id (experiment->id, '-');
      g_assert_true (g_hash_table_add (ids, (void *) experiment->id));
      g_assert_true (g_hash_table_add (titles, (void *) experiment->title));
      g_assert_true (skein_experiment_find (experiment->id) == experiment);

      /* Each group is in one piece. */
      g_assert_cmpint (experiment->group, >=, group);
      g_assert_cmpint (experiment->group, <, SKEIN_N_GROUPS);
      group = experiment->group;
    }

  g_assert_cmpuint (n, >, 1);
  g_assert_null (skein_experiment_get (n + 1));
  g_assert_null (skein_experiment_find (""));
  g_assert_null (skein_experiment_find ("nonsense"));

  for (group = SKEIN_GROUP_CONCURRENCY; group < SKEIN_N_GROUPS; group++)
    assert_title (skein_experiment_group_get_title (group));
}

/* The command line shows no unit beside the number. */
static void
assert_tells_unit (const SkeinParameterInfo *parameter)
{
  const bool is_time = parameter->unit == SKEIN_UNIT_MS || parameter->unit == SKEIN_UNIT_BLOCKS;

  g_assert_true (!is_time || strstr (parameter->text, "millisecond") != NULL);
  g_assert_true (parameter->unit != SKEIN_UNIT_SHARE || strstr (parameter->text, "per cent") != NULL);
}

static void
test_texts (void)
{
  const SkeinExperimentInfo *experiment;

  for (unsigned n = 0; (experiment = skein_experiment_get (n)) != NULL; n++)
    {
      g_test_message ("%s", experiment->id);
      assert_title (experiment->title);
      assert_sentence (experiment->idea);
      g_assert_cmpint (g_utf8_strlen (experiment->idea, -1), <=, 400);
      g_assert_true (g_str_equal (experiment->page, "timeline") || g_str_equal (experiment->page, "memory"));

      for (unsigned i = 0; experiment->modes[i].id != NULL; i++)
        {
          assert_title (experiment->modes[i].title);
          assert_sentence (experiment->modes[i].text);
        }

      for (unsigned i = 0; experiment->parameters[i].id != NULL; i++)
        {
          assert_title (experiment->parameters[i].title);
          assert_sentence (experiment->parameters[i].text);
          assert_tells_unit (&experiment->parameters[i]);
        }

      for (unsigned i = 0; experiment->measures[i].id != NULL; i++)
        {
          assert_title (experiment->measures[i].title);
          assert_sentence (experiment->measures[i].text);
        }
    }
}

static void
assert_demo (const SkeinExperimentInfo *experiment)
{
  int64_t least, most, usual;
  int place;

  if (experiment->demo_parameter == NULL)
    return;

  place = skein_experiment_find_parameter (experiment, experiment->demo_parameter);
  g_assert_cmpint (place, >=, 0);
  skein_experiment_get_limits (experiment, (unsigned) place, 2, &least, &most, &usual);
  g_assert_cmpint (experiment->demo_value, >, usual);
  g_assert_cmpint (experiment->demo_value, <=, most);
}

static void
test_modes (void)
{
  const SkeinExperimentInfo *experiment;

  for (unsigned n = 0; (experiment = skein_experiment_get (n)) != NULL; n++)
    {
      g_autoptr(GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      int64_t values[SKEIN_EXPERIMENT_PARAMETERS];
      unsigned n_modes;
      SkeinMode mode;
      char title[128];

      skein_experiment_get_usual (experiment, 2, values);
      n_modes = skein_experiment_count_modes (experiment, values);
      g_assert_cmpuint (n_modes, >=, 1);

      for (unsigned i = 0; i < n_modes; i++)
        {
          g_assert_true (skein_experiment_get_mode (experiment, values, i, &mode));
          g_assert_true (g_hash_table_add (ids, g_strdup (mode.id)));
          g_assert_cmpint (skein_experiment_find_mode (experiment, values, mode.id), ==, (int) i);
          skein_mode_write_title (&mode, title, sizeof title);
          g_assert_null (strchr (title, '%'));
          if (experiment->workers == NULL)
            assert_id (mode.id, '-');
        }

      g_assert_false (skein_experiment_get_mode (experiment, values, n_modes, &mode));
      g_assert_cmpint (skein_experiment_find_mode (experiment, values, "nonsense"), ==, -1);
      g_assert_true (g_hash_table_contains (ids, experiment->demo));
      assert_demo (experiment);
    }
}

static void
test_workers (void)
{
  const SkeinExperimentInfo *speedup = skein_experiment_find ("speedup");
  int workers = skein_experiment_find_parameter (speedup, speedup->workers);
  int64_t values[SKEIN_EXPERIMENT_PARAMETERS];
  SkeinMode mode;
  char title[128];

  g_assert_cmpint (workers, >=, 0);
  g_assert_null (speedup->modes[1].id);
  g_assert_cmpint (speedup->parameters[workers].most, <=, SKEIN_EXPERIMENT_MOST_MODES);

  skein_experiment_get_usual (speedup, 2, values);
  values[workers] = 3;
  g_assert_cmpuint (skein_experiment_count_modes (speedup, values), ==, 3);
  g_assert_true (skein_experiment_get_mode (speedup, values, 2, &mode));
  g_assert_cmpuint (mode.workers, ==, 3);
  g_assert_cmpstr (mode.id, ==, "3");
  skein_mode_write_title (&mode, title, sizeof title);
  g_assert_cmpstr (title, ==, "Workers: 3");
  g_assert_cmpint (skein_experiment_find_mode (speedup, values, "4"), ==, -1);
}

static void
test_parameters (void)
{
  static const unsigned machines[] = { 1, 2, 64 };
  const SkeinExperimentInfo *experiment;

  for (unsigned n = 0; (experiment = skein_experiment_get (n)) != NULL; n++)
    {
      unsigned n_parameters = skein_experiment_count_parameters (experiment);

      g_test_message ("%s", experiment->id);
      g_assert_cmpuint (n_parameters, >=, 1);
      g_assert_cmpint (skein_experiment_find_parameter (experiment, "nonsense"), ==, -1);

      for (unsigned i = 0; i < n_parameters; i++)
        {
          const SkeinParameterInfo *parameter = &experiment->parameters[i];

          assert_id (parameter->id, '-');
          g_assert_cmpint (skein_experiment_find_parameter (experiment, parameter->id), ==, (int) i);
          for (unsigned k = 0; k < G_N_ELEMENTS (taken); k++)
            g_assert_cmpstr (parameter->id, !=, taken[k]);

          for (unsigned k = 0; k < G_N_ELEMENTS (machines); k++)
            {
              int64_t least, most, usual;

              skein_experiment_get_limits (experiment, i, machines[k], &least, &most, &usual);
              g_assert_cmpint (least, >=, 0);
              g_assert_cmpint (least, <=, usual);
              g_assert_cmpint (usual, <=, most);
              if (parameter->most == SKEIN_ALL_CORES)
                g_assert_cmpint (most, ==, machines[k]);
              if (parameter->unit == SKEIN_UNIT_SHARE)
                g_assert_cmpint (most, <=, 100);
            }
        }
    }
}

/* What an id of a measure ends with, by its unit. */
static const char *const suffixes[] = {
  [SKEIN_UNIT_MS] = "_ms",
  [SKEIN_UNIT_NS] = "_ns",
  [SKEIN_UNIT_BYTES] = "_bytes",
  [SKEIN_UNIT_SHARE] = "_share",
  [SKEIN_UNIT_PER_S] = "_per_s",
};

static void
test_measures (void)
{
  const SkeinExperimentInfo *experiment;

  for (unsigned n = 0; (experiment = skein_experiment_get (n)) != NULL; n++)
    {
      g_assert_cmpint (skein_experiment_find_measure (experiment, "nonsense"), ==, -1);

      for (unsigned i = 0; experiment->measures[i].id != NULL; i++)
        {
          const SkeinMeasureInfo *measure = &experiment->measures[i];

          g_test_message ("%s %s", experiment->id, measure->id);
          assert_id (measure->id, '_');
          if (measure->unit < G_N_ELEMENTS (suffixes) && suffixes[measure->unit] != NULL)
            g_assert_true (g_str_has_suffix (measure->id, suffixes[measure->unit]));
          g_assert_cmpint (skein_experiment_find_measure (experiment, measure->id), ==, (int) i);
        }
    }
}

static void
test_lack (void)
{
  SkeinModeInfo mode = { .id = "mode" };
  int policy = sched_getscheduler (0);
  SkeinLack lack;

  g_assert_cmpint (skein_mode_info_find_lack (&mode), ==, SKEIN_LACK_NOTHING);

  mode.is_real_time = true;
  lack = skein_mode_info_find_lack (&mode);
  g_assert_true (lack == SKEIN_LACK_NOTHING || lack == SKEIN_LACK_REAL_TIME);

  /* It was only tried. */
  g_assert_cmpint (sched_getscheduler (0), ==, policy);

  mode.least_cores = skein_experiment_count_cores () + 1;
  g_assert_cmpint (skein_mode_info_find_lack (&mode), ==, SKEIN_LACK_CORES);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/experiments/experiments/catalogue", test_catalogue);
  g_test_add_func ("/experiments/experiments/texts", test_texts);
  g_test_add_func ("/experiments/experiments/modes", test_modes);
  g_test_add_func ("/experiments/experiments/workers", test_workers);
  g_test_add_func ("/experiments/experiments/parameters", test_parameters);
  g_test_add_func ("/experiments/experiments/measures", test_measures);
  g_test_add_func ("/experiments/experiments/lack", test_lack);

  return g_test_run ();
}
