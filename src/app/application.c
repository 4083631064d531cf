/* application.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/application.h"

#include "app/compat.h"
#include "app/preferences.h"
#include "app/screenshot.h"
#include "app/session.h"
#include "app/window.h"

#include <glib/gi18n.h>

struct _SkeinApplication
{
  AdwApplication   parent_instance;

  GSettings       *settings;
  SkeinSession    *session;
  char            *proc_path;  /* NULL: the machine's own */
  SkeinScreenshot  screenshot; /* what the hidden options ask for */
};

G_DEFINE_FINAL_TYPE (SkeinApplication, skein_application, ADW_TYPE_APPLICATION)

static void
apply_colour_scheme (SkeinApplication *self)
{
  g_autofree char *scheme = g_settings_get_string (self->settings, "color-scheme");
  AdwColorScheme wanted = ADW_COLOR_SCHEME_DEFAULT;

  if (g_str_equal (scheme, "light"))
    wanted = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_str_equal (scheme, "dark"))
    wanted = ADW_COLOR_SCHEME_FORCE_DARK;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), wanted);
}

static void
preferences_activated_cb (GSimpleAction *action,
                          GVariant      *parameter,
                          gpointer       data)
{
  SkeinApplication *self = data;
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  gtk_window_present (GTK_WINDOW (skein_preferences_new (window, self->settings)));
}

static void
about_activated_cb (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       data)
{
  skein_compat_show_about (gtk_application_get_active_window (data));
}

static void
quit_activated_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       data)
{
  GtkWindow *window = gtk_application_get_active_window (data);

  /* As by its own button, so that it keeps its state. */
  if (window != NULL)
    gtk_window_close (window);
}

static const GActionEntry entries[] = {
  { .name = "preferences", .activate = preferences_activated_cb },
  { .name = "about", .activate = about_activated_cb },
  { .name = "quit", .activate = quit_activated_cb },
};

static const struct
{
  const char *action;
  const char *keys[3];
} accelerators[] = {
  { "app.quit", { "<Control>q" } },
  { "app.preferences", { "<Control>comma" } },
  { "win.search", { "<Control>f" } },
  { "win.show-sidebar", { "F9" } },
  { "win.show-inspector", { "<Shift>F9" } },
  { "win.page(0)", { "<Alt>1" } },
  { "win.page(1)", { "<Alt>2" } },
  { "win.page(2)", { "<Alt>3" } },
  { "win.page(3)", { "<Alt>4" } },
  { "win.launch", { "<Control>l" } },
  { "win.next-page(1)", { "<Control>Page_Down" } },
  { "win.next-page(-1)", { "<Control>Page_Up" } },
  { "window.close", { "<Control>w" } },
};

static void
skein_application_startup (GApplication *application)
{
  SkeinApplication *self = SKEIN_APPLICATION (application);

  G_APPLICATION_CLASS (skein_application_parent_class)->startup (application);

  self->settings = g_settings_new (SKEIN_APP_ID);
  g_signal_connect_object (self->settings, "changed::color-scheme",
                           G_CALLBACK (apply_colour_scheme), self, G_CONNECT_SWAPPED);
  apply_colour_scheme (self);

  gtk_window_set_default_icon_name (SKEIN_APP_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);

  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accelerators[i].action,
                                           accelerators[i].keys);
}

static gboolean
ensure_session (SkeinApplication *self)
{
  g_autoptr(GError) error = NULL;

  if (self->session == NULL)
    self->session = skein_session_new (self->settings, self->proc_path, &error);

  if (self->session == NULL)
    g_printerr ("%s\n", error->message);

  return self->session != NULL;
}

static void
skein_application_activate (GApplication *application)
{
  SkeinApplication *self = SKEIN_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window == NULL)
    {
      if (!ensure_session (self))
        return;

      window = GTK_WINDOW (skein_window_new (GTK_APPLICATION (self), self->session));
      skein_screenshot_prepare (&self->screenshot, SKEIN_WINDOW (window));
    }

  gtk_window_present (window);
}

static void
skein_application_shutdown (GApplication *application)
{
  SkeinApplication *self = SKEIN_APPLICATION (application);

  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->proc_path, g_free);
  skein_screenshot_clear (&self->screenshot);

  G_APPLICATION_CLASS (skein_application_parent_class)->shutdown (application);
}

static int
skein_application_handle_local_options (GApplication *application,
                                        GVariantDict *options)
{
  SkeinApplication *self = SKEIN_APPLICATION (application);
  g_autoptr(GError) error = NULL;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("Skein %s\n", SKEIN_VERSION);
      return 0;
    }

  g_variant_dict_lookup (options, "proc", "^ay", &self->proc_path);

  if (!skein_screenshot_parse (&self->screenshot, options, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }

  return -1;
}

static void
skein_application_class_init (SkeinApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = skein_application_startup;
  application_class->activate = skein_application_activate;
  application_class->shutdown = skein_application_shutdown;
  application_class->handle_local_options = skein_application_handle_local_options;
}

static void
skein_application_init (SkeinApplication *self)
{
  g_application_add_main_option (G_APPLICATION (self), "version", 0, G_OPTION_FLAG_NONE,
                                 G_OPTION_ARG_NONE, _("Print the version and end"), NULL);
  g_application_add_main_option (G_APPLICATION (self), "proc", 0, G_OPTION_FLAG_HIDDEN,
                                 G_OPTION_ARG_FILENAME, "", NULL);
  skein_screenshot_add_options (G_APPLICATION (self));
}

SkeinApplication *
skein_application_new (void)
{
  return g_object_new (SKEIN_TYPE_APPLICATION,
                       "application-id", SKEIN_APP_ID,
                       "resource-base-path", SKEIN_RESOURCE_PATH,
                       NULL);
}
