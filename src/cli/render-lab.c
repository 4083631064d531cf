/* render-lab.c - an experiment is run, and drawn
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli/render.h"

#include "cli/lab.h"
#include "draw/lab-sheet.h"

#include <errno.h>
#include <stdlib.h>

#include <glib/gi18n.h>

bool
skein_render_plan_lab (SkeinLabPlan       *plan,
                       const char         *experiment,
                       const char *const  *settings,
                       int                 repeats,
                       bool                sampled,
                       GError            **error)
{
  const SkeinExperimentInfo *info = skein_experiment_find (experiment);

  if (info == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("there is no experiment “%s”; “skein-cli lab list” lists them"), experiment);

      return false;
    }

  skein_lab_plan_init (plan, info);
  for (int i = 0; settings != NULL && settings[i] != NULL; i++)
    {
      if (!skein_lab_plan_set (plan, settings[i], error))
        return false;
    }

  plan->repeats = (unsigned) MAX (repeats, 0);
  plan->sampled = sampled;

  return skein_lab_plan_check (plan, error);
}

static void
draw_cb (cairo_t  *cr,
         gpointer  data)
{
  skein_lab_sheet_draw (data, cr);
}

static cairo_status_t
draw (const SkeinPicture    *picture,
      const SkeinLabResults *results,
      FILE                  *file)
{
  g_autoptr (SkeinPalette) palette = skein_palette_new (picture->dark, false, 1.0);
  PangoContext *text = skein_picture_text_new ();
  g_autoptr (SkeinLabSheet) sheet =
    skein_lab_sheet_new (results, SKEIN_LAB_TYPICAL, palette, text, picture->width - 2 * SKEIN_PICTURE_MARGIN);
  int height = picture->height - 2 * SKEIN_PICTURE_MARGIN;

  g_object_unref (text);
  if (picture->height == 0)
    height = MIN (skein_lab_sheet_get_height (sheet), SKEIN_PICTURE_MOST);

  return skein_picture_write (picture, file, picture->width - 2 * SKEIN_PICTURE_MARGIN, height, draw_cb, sheet);
}

/* Returns: (nullable): why nothing can be drawn */
static const char *
find_failure (const SkeinLabResults *results,
              const char            *error)
{
  const char *problem = error;

  for (guint i = 0; i < results->runs->len; i++)
    {
      const SkeinLabRun *run = g_ptr_array_index (results->runs, i);

      if (run->has_ended)
        return error;
      if (problem == NULL)
        problem = run->problem;
    }

  return problem != NULL ? problem : _("nothing of it was run");
}

int
skein_render_lab (const SkeinPicture *picture,
                  const SkeinLabPlan *plan,
                  FILE               *file)
{
  g_autoptr (SkeinLabResults) results = skein_lab_results_new (plan);
  g_autofree char *error = NULL;
  cairo_status_t status = CAIRO_STATUS_SUCCESS;
  const char *failure;
  bool is_written;

  skein_cli_lab_do (results, &error);
  failure = find_failure (results, error);
  if (failure == NULL)
    status = draw (picture, results, file);

  is_written = fclose (file) == 0;
  if (failure != NULL || status != CAIRO_STATUS_SUCCESS || !is_written)
    remove (picture->output);

  if (failure != NULL)
    return skein_render_fail (plan->experiment->id, failure);
  if (status != CAIRO_STATUS_SUCCESS)
    return skein_render_fail (picture->output, cairo_status_to_string (status));

  return is_written ? EXIT_SUCCESS : skein_render_fail (picture->output, g_strerror (errno));
}
