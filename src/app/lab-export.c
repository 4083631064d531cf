/* lab-export.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/lab-export.h"

#include "app/compat.h"
#include "draw/lab-file.h"
#include "export/lab-csv.h"
#include "export/lab-json.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

/* Until the user has named a file. */
typedef struct
{
  GtkWidget       *widget;
  SkeinLabResults *results;
  unsigned         repeat;
  char            *format;
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  g_object_unref (export->widget);
  skein_lab_results_free (export->results);
  g_free (export->format);
  g_free (export);
}

static int
write_text (const char *path,
            const char *text)
{
  g_autoptr (GError) error = NULL;

  if (g_file_set_contents (path, text, -1, &error))
    return 0;

  /* All its errors stand for one of the system's; the likely ones have a number of their own. */
  switch (error->code)
    {
    case G_FILE_ERROR_ACCES:
    case G_FILE_ERROR_PERM:
      return -EACCES;

    case G_FILE_ERROR_NOSPC:
      return -ENOSPC;

    case G_FILE_ERROR_NOENT:
      return -ENOENT;

    case G_FILE_ERROR_ROFS:
      return -EROFS;

    default:
      return -EIO;
    }
}

static int
write_file (const Export *export,
            const char   *path)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  g_autofree char *text = NULL;

  if (strcmp (export->format, "csv") == 0)
    text = skein_lab_csv_dup_text (export->results);
  else if (strcmp (export->format, "json") == 0)
    text = skein_lab_json_dup_text (export->results);

  if (text != NULL)
    return write_text (path, text);

  return skein_lab_write_file (export->results, export->repeat,
                               strcmp (export->format, "svg") == 0   ? SKEIN_LAB_FILE_SVG
                               : strcmp (export->format, "pdf") == 0 ? SKEIN_LAB_FILE_PDF
                                                                     : SKEIN_LAB_FILE_PNG,
                               adw_style_manager_get_dark (style), path);
}

static void
save_cb (const char *path,
         gpointer    data)
{
  const Export *export = data;
  g_autofree char *name = g_filename_display_basename (path);
  int result = write_file (export, path);
  g_autofree char *words = result == 0 ? g_strdup_printf (_("“%s” is written"), name)
                                       : g_strdup_printf (_("“%s” cannot be written: %s"), name, g_strerror (-result));

  gtk_widget_activate_action (export->widget, "win.toast", "s", words);
}

void
skein_lab_export (GtkWidget             *widget,
                  const SkeinLabResults *results,
                  unsigned               repeat,
                  const char            *format)
{
  Export *export = g_new0 (Export, 1);
  g_autofree char *name = g_strdup_printf ("%s.%s", results->plan.experiment->id, format);

  export->widget = g_object_ref (widget);
  export->results = skein_lab_results_new (&results->plan);
  for (guint i = 0; i < results->runs->len; i++)
    skein_lab_results_add (export->results, g_ptr_array_index (results->runs, i));
  export->repeat = repeat;
  export->format = g_strdup (format);

  skein_compat_save_file (widget, _("Export"), name, save_cb, export, export_free);
}
