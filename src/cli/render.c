/* render.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli/render.h"

#include "cli/run.h"
#include "draw/scene.h"
#include "present/axis-ticks.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n.h>

#define EXIT_WRONG_CALL 2

#define FONT   "Sans 10"
#define MARGIN 12

#define DEFAULT_WIDTH 1200
#define MIN_SIZE      200
#define MAX_SIZE      16000

/* A label of the axis, with the room beside it, is about so many lines wide. */
#define LABEL_LINES 8

typedef struct
{
  char     *size;
  char     *output;
  gboolean  dark;
  gboolean  sampled;
  int       width;
  int       height; /* 0: what shows everything */
} Options;

typedef enum
{
  FORMAT_PNG,
  FORMAT_SVG,
  FORMAT_PDF,
  N_FORMATS
} Format;

static const char *const suffixes[N_FORMATS] = { ".png", ".svg", ".pdf" };

/* Returns: the format, or N_FORMATS */
static Format
find_format (const char *name)
{
  Format format = 0;

  while (format < N_FORMATS && !g_str_has_suffix (name, suffixes[format]))
    format++;

  return format;
}

static bool
parse_size (Options  *options,
            GError  **error)
{
  char after;

  options->width = DEFAULT_WIDTH;
  if (options->size == NULL)
    return true;

  if (sscanf (options->size, "%5dx%5d%c", &options->width, &options->height, &after) == 2 &&
      options->width >= MIN_SIZE && options->width <= MAX_SIZE &&
      options->height >= MIN_SIZE && options->height <= MAX_SIZE)
    return true;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _("“%s” is no size: give width and height from %d to %d, as 1200x800"),
               options->size, MIN_SIZE, MAX_SIZE);

  return false;
}

static bool
parse_options (int       *argc,
               char    ***argv,
               Options   *options,
               GError   **error)
{
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output, N_("Where to write it: a .png, .svg or .pdf"),
      N_("FILE") },
    { "size", 0, 0, G_OPTION_ARG_STRING, &options->size, N_("Width and height in pixels"), N_("WxH") },
    { "dark", 0, 0, G_OPTION_ARG_NONE, &options->dark, N_("For a dark background"), NULL },
    { "sampled", 0, 0, G_OPTION_ARG_NONE, &options->sampled,
      N_("Take samples, even where every switch can be recorded"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (_("timeline -- COMMAND [ARGUMENT …]"));
  GOptionGroup *group = g_option_group_new ("render", "", "", options, NULL);

  g_option_group_add_entries (group, entries);
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  g_option_context_set_main_group (context, group);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _("Runs a command, and draws which threads had the cores, and when."));
  g_option_context_set_description (
    context, _("Without --size the picture is as high as all that is to be seen.\n"
               "Exit status: 0 done, whatever the command's own was; 1 it failed; 2 the call is wrong."));

  return g_option_context_parse (context, argc, argv, error) && parse_size (options, error);
}

/* What stands before "--" is ours: a view, and at most a file. */
static bool
check_call (int             argc,
            char          **argv,
            char          **command,
            const Options  *options,
            GError        **error)
{
  const char *problem = NULL;

  if (argc < 2)
    problem = _("say what to draw: timeline");
  else if (strcmp (argv[1], "timeline") != 0)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("“%s” cannot be drawn; timeline can"), argv[1]);

      return false;
    }
  else if (argc > 2)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("%s: files cannot be drawn; give a command after “--”"), argv[2]);

      return false;
    }
  else if (command == NULL || command[0] == NULL)
    problem = _("say which command to run, after “--”");
  else if (options->output == NULL)
    problem = _("say with -o where to write the picture");
  else if (find_format (options->output) == N_FORMATS)
    problem = _("the name of the picture must end in .png, .svg or .pdf");

  if (problem != NULL)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, problem);

  return problem == NULL;
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

static cairo_status_t
write_cb (void                *data,
          const unsigned char *bytes,
          unsigned             length)
{
  return fwrite (bytes, 1, length, data) == length ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static cairo_surface_t *
surface_new (Format  format,
             FILE   *file,
             int     width,
             int     height)
{
  switch (format)
    {
    case FORMAT_SVG:
      return cairo_svg_surface_create_for_stream (write_cb, file, width, height);

    case FORMAT_PDF:
      return cairo_pdf_surface_create_for_stream (write_cb, file, width, height);

    case FORMAT_PNG:
    case N_FORMATS:
    default:
      return cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
    }
}

static void
draw_page (SkeinScene           *scene,
           cairo_t              *cr,
           const SkeinRendering *rendering)
{
  SkeinColumns columns = columns_for (scene, rendering);
  g_autofree double *busy = dup_busy (rendering);

  if (scene->palette->dark)
    cairo_set_source_rgb (cr, 0.14, 0.14, 0.14);
  else
    cairo_set_source_rgb (cr, 0.98, 0.98, 0.98);
  cairo_paint (cr);

  scene->once_most = (unsigned) MAX (ceil (skein_scene_most_demand (scene, &columns) - 0.05), 1.0);
  cairo_translate (cr, MARGIN, MARGIN);
  skein_scene_draw (scene, cr, &columns, busy);
}

static cairo_status_t
draw_file (SkeinScene           *scene,
           const SkeinRendering *rendering,
           Format                format,
           FILE                 *file)
{
  cairo_surface_t *surface = surface_new (format, file, scene->width + 2 * MARGIN, scene->height + 2 * MARGIN);
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  draw_page (scene, cr, rendering);
  cairo_destroy (cr);
  if (format == FORMAT_PNG)
    status = cairo_surface_write_to_png_stream (surface, write_cb, file);
  else
    {
      cairo_surface_finish (surface);
      status = cairo_surface_status (surface);
    }

  cairo_surface_destroy (surface);

  return status;
}

static cairo_status_t
draw (const SkeinRendering *rendering,
      const Options        *options,
      char                **command,
      FILE                 *file)
{
  g_autoptr (SkeinTimeline) timeline = skein_timeline_new ();
  g_autoptr (SkeinPalette) palette = skein_palette_new (options->dark, false, 1.0);
  g_autoptr (SkeinScene) scene = skein_scene_new ();
  PangoFontDescription *font = pango_font_description_from_string (FONT);

  skein_timeline_set_processes (timeline, (const SkeinId *) (void *) rendering->processes->data,
                                rendering->processes->len);
  skein_timeline_update (timeline, rendering->store, rendering->start_ns, rendering->end_ns);

  scene->store = rendering->store;
  scene->timeline = timeline;
  scene->palette = palette;
  scene->text = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  pango_context_set_font_description (scene->text, font);
  pango_font_description_free (font);
  scene->colour = colour_of_process;
  scene->colour_data = (gpointer) rendering;
  g_array_append_vals (scene->cores, rendering->cores->data, rendering->cores->len);
  fill_headings (scene, timeline, command);

  scene->width = options->width - 2 * MARGIN;
  scene->height = options->height - 2 * MARGIN;
  if (options->height == 0)
    scene->height = MIN (skein_scene_natural_height (scene), MAX_SIZE);
  skein_scene_layout (scene);

  return draw_file (scene, rendering, find_format (options->output), file);
}

static int
fail (const char *what,
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
      status = draw (&rendering, options, argv, file);
    }

  skein_rendering_clear (&rendering);
  is_written = fclose (file) == 0;

  if (result < 0 || status != CAIRO_STATUS_SUCCESS || !is_written)
    remove (options->output);

  if (result < 0)
    return fail (argv[0], g_strerror (-result));
  if (status != CAIRO_STATUS_SUCCESS)
    return fail (options->output, cairo_status_to_string (status));

  return is_written ? EXIT_SUCCESS : fail (options->output, g_strerror (errno));
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
skein_cli_render (int    argc,
                  char **argv)
{
  char **command = split_command (&argc, argv);
  Options options = { 0 };
  g_autoptr (GError) error = NULL;
  int status = EXIT_WRONG_CALL;
  FILE *file;

  g_set_prgname ("skein-cli render");

  if (!parse_options (&argc, &argv, &options, &error) || !check_call (argc, argv, command, &options, &error))
    g_printerr ("skein-cli render: %s\n", error->message);
  else if ((file = fopen (options.output, "wbe")) == NULL) /* before the command is run in vain */
    status = fail (options.output, g_strerror (errno));
  else
    status = record_and_draw (&options, command, file);

  g_free (options.size);
  g_free (options.output);

  return status;
}
