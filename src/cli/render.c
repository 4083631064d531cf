/* render.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli/render.h"

#include "cli/picture.h"
#include "cli/run.h"
#include "draw/scene.h"
#include "present/axis-ticks.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <glib/gi18n.h>

#define EXIT_WRONG_CALL 2

/* A label of the axis, with the room beside it, is about so many lines wide. */
#define LABEL_LINES 8

typedef struct
{
  SkeinPicture   picture;
  gboolean       sampled;
  char         **pids;
  char         **settings;
  int            repeats;
} Options;

typedef enum
{
  VIEW_TIMELINE,
  VIEW_MEMORY,
  VIEW_LAB,
  N_VIEWS
} View;

static const char *const view_names[N_VIEWS] = { "timeline", "memory", "lab" };

/* What a drawing function needs. */
typedef struct
{
  SkeinScene           *scene;
  const SkeinRendering *rendering;
} Page;

static bool
parse_options (int       *argc,
               char    ***argv,
               Options   *options,
               GError   **error)
{
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->picture.output,
      N_("Where to write it: a .png, .svg or .pdf"), N_("FILE") },
    { "size", 0, 0, G_OPTION_ARG_STRING, &options->picture.size, N_("Width and height in pixels"), N_("WxH") },
    { "dark", 0, 0, G_OPTION_ARG_NONE, &options->picture.dark, N_("For a dark background"), NULL },
    { "sampled", 0, 0, G_OPTION_ARG_NONE, &options->sampled,
      N_("Take samples, even where every switch can be recorded"), NULL },
    { "pid", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->pids, N_("Of memory: a process; may be given more than once"),
      N_("PID") },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->settings,
      N_("Of lab: set a parameter; may be given more than once"), N_("NAME=VALUE") },
    { "repeat", 0, 0, G_OPTION_ARG_INT, &options->repeats, N_("Of lab: how often each mode is run. Default: 5"),
      N_("N") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context =
    g_option_context_new (_("timeline|memory|lab [EXPERIMENT] [-- COMMAND [ARGUMENT …]]"));
  GOptionGroup *group = g_option_group_new ("render", "", "", options, NULL);

  g_option_group_add_entries (group, entries);
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  g_option_context_set_main_group (context, group);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (
    context, _("timeline runs a command, and draws which threads had the cores, and when.\n"
               "memory draws the memory of processes: what is their own, what is shared, and with whom.\n"
               "lab runs an experiment, and draws its modes side by side, and what was measured."));
  g_option_context_set_description (
    context, _("Without --size the picture is as high as all that is to be seen.\n"
               "Exit status: 0 done, whatever the command's own was; 1 it failed; 2 the call is wrong."));

  return g_option_context_parse (context, argc, argv, error) && skein_picture_check_size (&options->picture, error);
}

/* Returns: N_VIEWS: there is none of that name */
static View
find_view (const char *name)
{
  View view = 0;

  while (view < N_VIEWS && strcmp (view_names[view], name) != 0)
    view++;

  return view;
}

/* What is wrong with a call for a view, beside its name. Returns: (nullable): words */
static const char *
find_problem (View            view,
              int             argc,
              char          **command,
              const Options  *options)
{
  bool has_command = command != NULL && command[0] != NULL;

  if (view != VIEW_LAB && (options->settings != NULL || options->repeats != SKEIN_LAB_REPEATS))
    return _("--set and --repeat are of lab");
  if (view != VIEW_MEMORY && options->pids != NULL)
    return _("--pid is of memory");

  switch (view)
    {
    case VIEW_LAB:
      if (has_command)
        return _("lab runs no command; say which experiment");
      return argc == 3 ? NULL : argc < 3 ? _("say which experiment; “skein-cli lab list” lists them")
                                         : _("one experiment at a time");

    case VIEW_MEMORY:
      if (has_command)
        return _("memory runs no command; say with --pid whose memory to draw");
      if (options->sampled)
        return _("--sampled is of timeline and lab");
      return options->pids != NULL ? NULL : _("say with --pid whose memory to draw");

    case VIEW_TIMELINE:
    case N_VIEWS:
    default:
      return has_command ? NULL : _("say which command to run, after “--”");
    }
}

/* What stands before "--" is ours: a view, and at most an experiment. */
static bool
check_call (int       argc,
            char    **argv,
            char    **command,
            Options  *options,
            GError  **error)
{
  View view = argc > 1 ? find_view (argv[1]) : N_VIEWS;
  const char *problem;

  if (argc > 1 && view == N_VIEWS)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("“%s” cannot be drawn; timeline, memory and lab can"), argv[1]);

      return false;
    }

  if (argc > 2 && view != VIEW_LAB)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, view == VIEW_MEMORY
                     ? _("%s: files cannot be drawn; give processes with --pid")
                     : _("%s: files cannot be drawn; give a command after “--”"), argv[2]);

      return false;
    }

  problem = argc < 2 ? _("say what to draw: timeline, memory or lab") : find_problem (view, argc, command, options);
  if (problem == NULL)
    problem = skein_picture_check_output (&options->picture);
  if (problem != NULL)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, problem);

  return problem == NULL;
}

/* Of an experiment. Returns: whether it can be run */
static bool
check_plan (char          **argv,
            const Options  *options,
            SkeinLabPlan   *plan,
            GError        **error)
{
  return find_view (argv[1]) != VIEW_LAB ||
         skein_render_plan_lab (plan, argv[2], (const char *const *) options->settings, options->repeats,
                                options->sampled, error);
}

/* A process's number: its place in the family. */
static uint32_t
colour_of_process (SkeinId  process,
                   gpointer data)
{
  const SkeinRendering *rendering = data;

  for (guint i = 0; i < rendering->processes->len; i++)
    {
      if (g_array_index (rendering->processes, SkeinId, i) == process)
        return i;
    }

  return process;
}

static double *
dup_busy (const SkeinRendering *rendering)
{
  double *busy = g_new0 (double, rendering->cores->len);

  for (guint i = 0; i < rendering->cores->len; i++)
    {
      SkeinCoreBin bin = { 0 };

      skein_store_bin_core (rendering->store, g_array_index (rendering->cores, uint16_t, i), rendering->start_ns,
                            (double) (rendering->end_ns - rendering->start_ns), &bin, 1);
      busy[i] = bin.observed > 0.0f ? (double) (bin.busy / bin.observed) : -1.0;
    }

  return busy;
}

static void
fill_headings (SkeinScene           *scene,
               const SkeinTimeline  *timeline,
               char                **command)
{
  g_autofree char *name = g_path_get_basename (command[0]);
  g_autofree char *shown = g_utf8_make_valid (name, -1);
  unsigned n_threads = skein_timeline_get_n_threads (timeline);

  scene->heading = g_strdup_printf (_("Threads of %s"), shown);
  scene->subheading = g_strdup_printf (ngettext ("%u thread", "%u threads", n_threads), n_threads);
  scene->hint = g_strdup (_("It ended before anything of it was seen."));
}

static SkeinColumns
columns_for (const SkeinScene     *scene,
             const SkeinRendering *rendering)
{
  int64_t span_ns = MAX (rendering->end_ns - rendering->start_ns, 1);
  SkeinColumns columns = {
    .start_ns = rendering->start_ns,
    .n = scene->columns_width,
    .until_ns = rendering->end_ns,
    .labels_until_ns = INT64_MAX,
    .offset_ns = skein_axis_clock_offset (),
  };

  columns.column_ns = (span_ns + columns.n - 1) / columns.n;
  columns.tick_ns = skein_axis_step (columns.n * columns.column_ns,
                                     (unsigned) (columns.n / (LABEL_LINES * scene->line_height)));

  return columns;
}

static void
draw_page (cairo_t  *cr,
           gpointer  data)
{
  const Page *page = data;
  SkeinColumns columns = columns_for (page->scene, page->rendering);
  g_autofree double *busy = dup_busy (page->rendering);

  page->scene->once_most = (unsigned) MAX (ceil (skein_scene_most_demand (page->scene, &columns) - 0.05), 1.0);
  skein_scene_draw (page->scene, cr, &columns, busy);
}

static cairo_status_t
draw (const SkeinRendering *rendering,
      const SkeinPicture   *picture,
      char                **command,
      FILE                 *file)
{
  g_autoptr (SkeinTimeline) timeline = skein_timeline_new ();
  g_autoptr (SkeinPalette) palette = skein_palette_new (picture->dark, false, 1.0);
  g_autoptr (SkeinScene) scene = skein_scene_new ();
  Page page = { scene, rendering };

  skein_timeline_set_processes (timeline, (const SkeinId *) (void *) rendering->processes->data,
                                rendering->processes->len);
  skein_timeline_update (timeline, rendering->store, rendering->start_ns, rendering->end_ns);

  scene->store = rendering->store;
  scene->timeline = timeline;
  scene->palette = palette;
  scene->text = skein_picture_text_new ();
  scene->colour = colour_of_process;
  scene->colour_data = (gpointer) rendering;
  g_array_append_vals (scene->cores, rendering->cores->data, rendering->cores->len);
  fill_headings (scene, timeline, command);

  scene->width = picture->width - 2 * SKEIN_PICTURE_MARGIN;
  scene->height = picture->height - 2 * SKEIN_PICTURE_MARGIN;
  if (picture->height == 0)
    scene->height = MIN (skein_scene_natural_height (scene), SKEIN_PICTURE_MOST);
  skein_scene_layout (scene);

  return skein_picture_write (picture, file, scene->width, scene->height, draw_page, &page);
}

int
skein_render_fail (const char *what,
                   const char *why)
{
  g_printerr ("skein-cli render: %s: %s\n", what, why);

  return EXIT_FAILURE;
}

/* Closes @file. */
static int
record_and_draw (const Options  *options,
                 char          **argv,
                 FILE           *file)
{
  g_autoptr (SkeinCommand) command = NULL;
  SkeinRendering rendering = { 0 };
  cairo_status_t status = CAIRO_STATUS_SUCCESS;
  bool is_written;
  int result;

  skein_run_block_signals ();
  result = skein_command_new (argv, NULL, 0, &command);
  if (result == 0)
    result = skein_render_record (&rendering, command, options->sampled);

  if (result == 0)
    {
      waitpid (skein_command_get_pid (command), NULL, 0);
      status = draw (&rendering, &options->picture, argv, file);
    }

  skein_rendering_clear (&rendering);
  is_written = fclose (file) == 0;

  if (result < 0 || status != CAIRO_STATUS_SUCCESS || !is_written)
    remove (options->picture.output);

  if (result < 0)
    return skein_render_fail (argv[0], g_strerror (-result));
  if (status != CAIRO_STATUS_SUCCESS)
    return skein_render_fail (options->picture.output, cairo_status_to_string (status));

  return is_written ? EXIT_SUCCESS : skein_render_fail (options->picture.output, g_strerror (errno));
}

/* What comes after "--" is the command's own. Returns: (nullable): where that begins */
static char **
split_command (int   *argc,
               char **argv)
{
  for (int i = 1; i < *argc; i++)
    {
      if (strcmp (argv[i], "--") != 0)
        continue;

      *argc = i;

      return argv + i + 1;
    }

  return NULL;
}

int
skein_render (int    argc,
              char **argv)
{
  char **command = split_command (&argc, argv);
  Options options = { .repeats = SKEIN_LAB_REPEATS };
  g_autoptr (GError) error = NULL;
  int status = EXIT_WRONG_CALL;
  SkeinLabPlan plan = { 0 };
  FILE *file;

  g_set_prgname ("skein-cli render");

  if (!parse_options (&argc, &argv, &options, &error) || !check_call (argc, argv, command, &options, &error) ||
      !check_plan (argv, &options, &plan, &error))
    g_printerr ("skein-cli render: %s\n", error->message);
  else if ((file = fopen (options.picture.output, "wbe")) == NULL) /* before the command is run in vain */
    status = skein_render_fail (options.picture.output, g_strerror (errno));
  else if (find_view (argv[1]) == VIEW_LAB)
    status = skein_render_lab (&options.picture, &plan, file);
  else if (find_view (argv[1]) == VIEW_MEMORY)
    status = skein_render_memory (&options.picture, (const char *const *) options.pids, file);
  else
    status = record_and_draw (&options, command, file);

  skein_picture_clear (&options.picture);
  g_strfreev (options.pids);
  g_strfreev (options.settings);

  return status;
}
