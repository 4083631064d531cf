/* plan.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "lab/plan.h"

#include <string.h>

#include <glib/gi18n.h>

void
skein_lab_plan_init (SkeinLabPlan              *self,
                     const SkeinExperimentInfo *experiment)
{
  *self = (SkeinLabPlan) {
    .experiment = experiment,
    .repeats = SKEIN_LAB_REPEATS,
    .deadline_s = SKEIN_LAB_DEADLINE_S,
  };
  skein_experiment_get_usual (experiment, skein_experiment_count_cores (), self->values);
}

unsigned
skein_lab_plan_init_demo (SkeinLabPlan              *self,
                          const SkeinExperimentInfo *experiment)
{
  int place;

  skein_lab_plan_init (self, experiment);
  self->deadline_s = SKEIN_LAB_DEMO_DEADLINE_S;

  if (experiment->demo_parameter != NULL)
    self->values[skein_experiment_find_parameter (experiment, experiment->demo_parameter)] = experiment->demo_value;

  place = skein_experiment_find_mode (experiment, self->values, experiment->demo);

  return (unsigned) MAX (place, 0);
}

static bool
check_value (const SkeinLabPlan  *self,
             unsigned             i,
             int64_t              value,
             GError             **error)
{
  const SkeinParameterInfo *parameter = &self->experiment->parameters[i];
  int64_t least, most, usual;

  skein_experiment_get_limits (self->experiment, i, skein_experiment_count_cores (), &least, &most, &usual);

  if (value >= least && value <= most)
    return true;

  if (parameter->most == SKEIN_ALL_CORES && value > most)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 ngettext ("%s: %lld is more than the %lld core there is",
                           "%s: %lld is more than the %lld cores there are", (gulong) most),
                 parameter->id, (long long) value, (long long) most);
  else
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("%s: %lld is not from %lld to %lld"), parameter->id,
                 (long long) value, (long long) least, (long long) most);

  return false;
}

bool
skein_lab_plan_set (SkeinLabPlan  *self,
                    const char    *setting,
                    GError       **error)
{
  const char *equals = strchr (setting, '=');
  g_autofree char *id = equals != NULL ? g_strndup (setting, (gsize) (equals - setting)) : NULL;
  gint64 value;
  int i;

  if (id == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("“%s” is not NAME=VALUE"), setting);
      return false;
    }

  i = skein_experiment_find_parameter (self->experiment, id);
  if (i < 0)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("%s has no parameter “%s”"), self->experiment->id,
                   id);
      return false;
    }

  if (!g_ascii_string_to_signed (equals + 1, 10, G_MININT64, G_MAXINT64, &value, NULL))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("%s: “%s” is not a number"), id, equals + 1);
      return false;
    }

  if (!check_value (self, (unsigned) i, value, error))
    return false;

  self->values[i] = value;

  return true;
}

bool
skein_lab_plan_add_mode (SkeinLabPlan  *self,
                         const char    *mode,
                         GError       **error)
{
  int place = skein_experiment_find_mode (self->experiment, self->values, mode);

  if (place < 0)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("%s has no mode “%s”"), self->experiment->id,
                   mode);
      return false;
    }

  self->modes |= UINT64_C (1) << place;

  return true;
}

static bool
check_mode (const SkeinMode  *mode,
            GError          **error)
{
  unsigned n_cores;

  switch (skein_mode_info_find_lack (mode->info))
    {
    case SKEIN_LACK_CORES:
      n_cores = skein_experiment_count_cores ();
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   ngettext ("%s needs %u cores; there is %u", "%s needs %u cores; there are %u", n_cores),
                   mode->id, mode->info->least_cores, n_cores);
      return false;
    case SKEIN_LACK_REAL_TIME:
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("%s needs the right to a real-time priority, which this user does not have here"), mode->id);
      return false;
    case SKEIN_LACK_NOTHING:
      break;
    }

  return true;
}

bool
skein_lab_plan_check (const SkeinLabPlan  *self,
                      GError             **error)
{
  SkeinMode mode;

  for (unsigned i = 0; self->experiment->parameters[i].id != NULL; i++)
    {
      if (!check_value (self, i, self->values[i], error))
        return false;
    }

  if (self->repeats < 1 || self->repeats > SKEIN_LAB_MOST_REPEATS)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("it can be repeated from 1 to %d times"),
                   SKEIN_LAB_MOST_REPEATS);
      return false;
    }

  /* Of all modes those that cannot be had here are left out; who asks for one is told. */
  for (unsigned i = 0; self->modes != 0 && skein_experiment_get_mode (self->experiment, self->values, i, &mode); i++)
    {
      if (skein_lab_plan_has_mode (self, i) && !check_mode (&mode, error))
        return false;
    }

  return true;
}

bool
skein_lab_plan_has_mode (const SkeinLabPlan *self,
                         unsigned            mode)
{
  SkeinMode found;

  if (!skein_experiment_get_mode (self->experiment, self->values, mode, &found))
    return false;

  if (self->modes != 0)
    return (self->modes >> mode & 1) != 0;

  return skein_mode_info_find_lack (found.info) == SKEIN_LACK_NOTHING;
}
