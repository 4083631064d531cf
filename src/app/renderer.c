/* renderer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/renderer.h"

#include <gtk/gtk.h>

static gboolean
has_render_node (void)
{
  g_autoptr(GDir) directory = g_dir_open ("/dev/dri", 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    if (g_str_has_prefix (name, "renderD"))
      return TRUE;

  return FALSE;
}

void
skein_renderer_choose (void)
{
  static const char *const variables[] = { "GSK_RENDERER", "GDK_DISABLE", "GDK_DEBUG" };

  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    if (g_getenv (variables[i]) != NULL)
      return;

  if (has_render_node ())
    return;

  g_setenv ("GSK_RENDERER", "cairo", FALSE);

  /* The switch that keeps GL away has changed its name. */
  if (gtk_get_minor_version () >= 16)
    g_setenv ("GDK_DISABLE", "gl,vulkan", FALSE);
  else
    g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
}
