/* compat.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/compat.h"

#include <glib/gi18n.h>

void
skein_compat_show_about (GtkWindow *parent)
{
  static const char *const developers[] = { "The Skein Authors", NULL };

  adw_show_about_window (parent,
                         "application-name", "Skein",
                         "application-icon", SKEIN_APP_ID,
                         "version", SKEIN_VERSION,
                         "developer-name", "The Skein Authors",
                         "developers", developers,
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "comments", _("A process is a skein of threads. Skein shows them at work: who holds "
                                        "which core, and who waits for one."),
                         /* Translators: your name, one translator a line. */
                         "translator-credits", _("translator-credits"),
                         NULL);
}

/* A question, until it is answered. */
typedef struct
{
  SkeinCompatConfirmed confirmed;
  gpointer             data;
  GDestroyNotify       free_data;
} Question;

static void
question_free (gpointer  data,
               GClosure *closure)
{
  Question *question = data;

  question->free_data (question->data);
  g_free (question);
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             Question         *question)
{
  if (g_str_equal (response, "do"))
    question->confirmed (question->data);
}

void
skein_compat_confirm (GtkWidget            *widget,
                      const char           *question,
                      const char           *explanation,
                      const char           *verb,
                      SkeinCompatConfirmed  confirmed,
                      gpointer              data,
                      GDestroyNotify        free_data)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *dialog = adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                              question, explanation);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);
  Question *asked = g_new0 (Question, 1);

  *asked = (Question) { confirmed, data, free_data };

  adw_message_dialog_add_responses (message, "cancel", _("_Cancel"), "do", verb, NULL);
  adw_message_dialog_set_response_appearance (message, "do", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (message, "cancel");
  adw_message_dialog_set_close_response (message, "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), asked, question_free, 0);

  gtk_window_present (GTK_WINDOW (dialog));
}

/* A file to be named. */
typedef struct
{
  SkeinCompatSave save;
  gpointer        data;
  GDestroyNotify  free_data;
} Naming;

static void
naming_free (gpointer  data,
             GClosure *closure)
{
  Naming *naming = data;

  naming->free_data (naming->data);
  g_free (naming);
}

static void
named_cb (GtkNativeDialog *dialog,
          int              response,
          Naming          *naming)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (response == GTK_RESPONSE_ACCEPT && path != NULL)
    naming->save (path, naming->data);

  /* It lives as long as it is asked. */
  g_object_unref (dialog);
}

void
skein_compat_save_file (GtkWidget       *widget,
                        const char      *title,
                        const char      *name,
                        SkeinCompatSave  save,
                        gpointer         data,
                        GDestroyNotify   free_data)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                                              GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"),
                                                              _("_Cancel"));
  Naming *naming = g_new0 (Naming, 1);

  *naming = (Naming) { save, data, free_data };
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (named_cb), naming, naming_free, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
skein_compat_dispose_children (GtkWidget *widget)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (widget)) != NULL)
    gtk_widget_unparent (child);
}

void
skein_compat_get_color (GtkWidget *widget,
                        GdkRGBA   *ret_color)
{
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), ret_color);
}
