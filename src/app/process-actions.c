/* process-actions.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/process-actions.h"

#include "app/compat.h"
#include "base/escape.h"
#include "present/row-id.h"
#include "sampler/control.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* Asking about each of thousands would be felt; of more than this, trying tells. */
#define MAX_ASKED 64

/* What is known of the targets. */
typedef struct
{
  guint n;
  guint n_allowed;
  guint n_stopped; /* of the allowed */
} Permission;

struct _SkeinProcessActions
{
  GObject             parent_instance;

  SkeinSession       *session;
  GtkWidget          *owner;   /* weak */
  GSimpleActionGroup *group;
  SkeinTaskKey        target;
  gboolean            has_target;
  char               *reason;
};

/* A signal, to whom, until it is confirmed. */
typedef struct
{
  SkeinProcessActions *actions;
  GArray              *keys;
  int                  signal;
} Request;

enum {
  OPEN,
  UPDATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SkeinProcessActions, skein_process_actions, G_TYPE_OBJECT)

static const SkeinTaskKey *
get_targets (SkeinProcessActions *self,
             guint               *ret_n)
{
  if (!self->has_target)
    return skein_session_get_selection (self->session, ret_n);

  *ret_n = 1;

  return &self->target;
}

static const SkeinProcess *
find_process (SkeinProcessActions *self,
              const SkeinTaskKey  *key)
{
  const SkeinSnapshot *snapshot = skein_session_get_snapshot (self->session);

  return snapshot != NULL ? skein_snapshot_find_key (snapshot, key) : NULL;
}

static char *
dup_name (SkeinProcessActions *self,
          const SkeinTaskKey  *key)
{
  const SkeinProcess *process = find_process (self, key);

  if (process == NULL)
    return g_strdup_printf (_("Process %d"), (int) key->pid);

  return skein_escape_bytes (process->name, strlen (process->name));
}

/* Why it may not be done */

/* 0, or a negative errno. The kernel's own threads take signals and ignore them, and
 * so does what has ended and only waits to be forgotten. */
static int
ask (const SkeinProcess *process,
     const SkeinTaskKey *key)
{
  if (process == NULL)
    return -ESRCH;
  if (process->is_kernel)
    return -ENOTSUP;
  if (skein_process_get_state (process) == SKEIN_STATE_TERMINATED)
    return -ECHILD;

  return skein_control_may_signal (key);
}

static char *
dup_reason_of_one (const SkeinProcess *process,
                   int                 result)
{
  switch (-result)
    {
    case ESRCH:
      return g_strdup (_("It has ended"));

    case ECHILD:
      return g_strdup (_("It has ended already; only its parent can clear it away"));

    case ENOTSUP:
      return g_strdup (_("A part of the kernel: it takes no signals"));

    case EPERM:
      return g_strdup_printf (_("Belongs to %s: you may not stop or end it"), process->user);

    case ENOSYS:
      return g_strdup (_("This kernel is too old to do it safely"));

    default:
      return g_strdup (g_strerror (-result));
    }
}

static char *
dup_reason (const Permission   *permission,
            const SkeinProcess *last_refused,
            int                 last_result)
{
  guint n_refused = permission->n - permission->n_allowed;

  if (n_refused == 0)
    return NULL;

  if (permission->n == 1)
    return dup_reason_of_one (last_refused, last_result);

  /* Translators: the first is a number of processes, the second of how many */
  return g_strdup_printf (ngettext ("%u of %u is not yours, or has ended: it stays as it is",
                                    "%u of %u are not yours, or have ended: they stay as they are", n_refused),
                          n_refused, permission->n);
}

static Permission
find_permission (SkeinProcessActions *self)
{
  Permission permission = { 0 };
  const SkeinProcess *last_refused = NULL;
  const SkeinTaskKey *keys = get_targets (self, &permission.n);
  int last_result = 0;

  for (guint i = 0; i < permission.n; i++)
    {
      const SkeinProcess *process = find_process (self, &keys[i]);
      int result = i < MAX_ASKED ? ask (process, &keys[i]) : 0;

      if (result < 0)
        {
          last_refused = process;
          last_result = result;
          continue;
        }

      permission.n_allowed++;
      permission.n_stopped += process != NULL && skein_process_get_state (process) == SKEIN_STATE_SUSPENDED;
    }

  g_free (self->reason);
  self->reason = dup_reason (&permission, last_refused, last_result);

  return permission;
}

static void
enable (SkeinProcessActions *self,
        const char          *name,
        gboolean             enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->group), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
skein_process_actions_update (SkeinProcessActions *self)
{
  Permission permission = find_permission (self);

  enable (self, "open", permission.n == 1);
  enable (self, "show-in-timeline", permission.n > 0);
  enable (self, "copy-pid", permission.n > 0);
  enable (self, "copy-command", permission.n > 0);
  enable (self, "end", permission.n_allowed > 0);
  enable (self, "kill", permission.n_allowed > 0);
  enable (self, "stop", permission.n_allowed > permission.n_stopped);
  enable (self, "continue", permission.n_stopped > 0);

  g_signal_emit (self, signals[UPDATED], 0);
}

/* Signals */

static void
toast (SkeinProcessActions *self,
       const char          *text)
{
  if (self->owner != NULL)
    gtk_widget_activate_action (self->owner, "win.toast", "s", text);
}

static void
report_one (SkeinProcessActions *self,
            const SkeinTaskKey  *key,
            int                  result)
{
  const SkeinProcess *process = find_process (self, key);
  g_autofree char *name = dup_name (self, key);
  g_autofree char *text = NULL;

  if (result == -ESRCH)
    text = g_strdup_printf (_("%s has ended already"), name);
  else if (result == -EPERM && process != NULL)
    text = g_strdup_printf (_("%s belongs to %s: you may not do that to it"), name, process->user);
  else
    text = g_strdup_printf (_("%s could not be reached: %s"), name, g_strerror (-result));

  toast (self, text);
}

static void
send (SkeinProcessActions *self,
      const GArray        *keys,
      int                  signal)
{
  guint n_failed = 0;
  guint last_failed = 0;
  int last_result = 0;

  for (guint i = 0; i < keys->len; i++)
    {
      int result = skein_control_signal (&g_array_index (keys, SkeinTaskKey, i), signal);

      if (result < 0)
        {
          n_failed++;
          last_failed = i;
          last_result = result;
        }
    }

  if (n_failed == 1)
    {
      report_one (self, &g_array_index (keys, SkeinTaskKey, last_failed), last_result);
    }
  else if (n_failed > 1)
    {
      g_autofree char *text = g_strdup_printf (ngettext ("%u of %u process could not be reached",
                                                         "%u of %u processes could not be reached", keys->len),
                                               n_failed, keys->len);

      toast (self, text);
    }

  skein_session_refresh_soon (self->session);
}

static Request *
request_new (SkeinProcessActions *self,
             int                  signal)
{
  Request *request = g_new0 (Request, 1);
  const SkeinTaskKey *keys;
  guint n_keys;

  request->actions = g_object_ref (self);
  request->signal = signal;
  request->keys = g_array_new (FALSE, FALSE, sizeof (SkeinTaskKey));

  keys = get_targets (self, &n_keys);
  for (guint i = 0; i < n_keys; i++)
    if (i >= MAX_ASKED || ask (find_process (self, &keys[i]), &keys[i]) == 0)
      g_array_append_val (request->keys, keys[i]);

  return request;
}

static void
request_free (gpointer data)
{
  Request *request = data;

  g_object_unref (request->actions);
  g_array_unref (request->keys);
  g_free (request);
}

static void
request_confirmed_cb (gpointer data)
{
  Request *request = data;

  send (request->actions, request->keys, request->signal);
}

static gboolean
request_has (const Request *request,
             pid_t          pid)
{
  for (guint i = 0; i < request->keys->len; i++)
    if (g_array_index (request->keys, SkeinTaskKey, i).pid == pid)
      return TRUE;

  return FALSE;
}

static const char *
get_verb (int signal)
{
  switch (signal)
    {
    case SIGKILL:
      return _("_Kill");

    case SIGTERM:
      return _("_End");

    case SIGSTOP:
    default:
      return _("_Stop");
    }
}

static char *
dup_question_about_many (guint n,
                         int   signal)
{
  /* Translators: a number of processes, here and in the next two */
  if (signal == SIGKILL)
    return g_strdup_printf (ngettext ("Kill %u process?", "Kill %u processes?", n), n);
  if (signal == SIGTERM)
    return g_strdup_printf (ngettext ("End %u process?", "End %u processes?", n), n);

  return g_strdup_printf (ngettext ("Stop %u process?", "Stop %u processes?", n), n);
}

static char *
dup_question (const Request *request)
{
  g_autofree char *name = dup_name (request->actions, &g_array_index (request->keys, SkeinTaskKey, 0));

  if (request->keys->len > 1)
    return dup_question_about_many (request->keys->len, request->signal);

  switch (request->signal)
    {
    case SIGKILL:
      return g_strdup_printf (_("Kill %s?"), name);

    case SIGTERM:
      return g_strdup_printf (_("End %s?"), name);

    default:
      return g_strdup_printf (_("Stop %s?"), name);
    }
}

/* Returns: (nullable): what there is to think of first; %NULL: nothing, just do it */
static const char *
get_warning (const Request *request)
{
  if (request_has (request, 1))
    return _("Process 1 starts all others and keeps them going. Without it, this computer may go down.");

  if (request_has (request, getpid ()) && request->signal == SIGSTOP)
    return _("This is Skein itself. It cannot be continued from here.");

  if (request_has (request, getpid ()))
    return _("This is Skein itself.");

  if (request->signal == SIGKILL)
    return _("It ends at once and cannot save anything. What is not saved is lost.");

  return NULL;
}

static void
ask_and_send (SkeinProcessActions *self,
              int                  signal)
{
  Request *request = request_new (self, signal);
  g_autofree char *question = NULL;
  const char *warning;

  if (request->keys->len == 0 || self->owner == NULL)
    {
      request_free (request);
      return;
    }

  warning = signal != SIGCONT ? get_warning (request) : NULL;
  if (warning == NULL)
    {
      request_confirmed_cb (request);
      request_free (request);
      return;
    }

  question = dup_question (request);
  skein_compat_confirm (self->owner, question, warning, get_verb (signal),
                        request_confirmed_cb, request, request_free);
}

static void
end_activated_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       data)
{
  ask_and_send (data, SIGTERM);
}

static void
kill_activated_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       data)
{
  ask_and_send (data, SIGKILL);
}

static void
stop_activated_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       data)
{
  ask_and_send (data, SIGSTOP);
}

static void
continue_activated_cb (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       data)
{
  ask_and_send (data, SIGCONT);
}

/* What changes nothing */

static void
open_activated_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       data)
{
  SkeinProcessActions *self = data;
  guint n;
  const SkeinTaskKey *keys = get_targets (self, &n);

  if (n == 1)
    g_signal_emit (self, signals[OPEN], 0, skein_row_id_from_key (&keys[0]));
}

static void
show_in_timeline_activated_cb (GSimpleAction *action,
                               GVariant      *parameter,
                               gpointer       data)
{
  SkeinProcessActions *self = data;

  if (self->has_target)
    skein_session_set_selection (self->session, &self->target, 1);

  if (self->owner != NULL)
    gtk_widget_activate_action (self->owner, "win.page", "i", 0);
}

static void
copy (SkeinProcessActions *self,
      gboolean             command)
{
  g_autoptr(GString) text = g_string_new (NULL);
  guint n;
  const SkeinTaskKey *keys = get_targets (self, &n);

  for (guint i = 0; i < n; i++)
    {
      const SkeinProcess *process = find_process (self, &keys[i]);

      if (i > 0)
        g_string_append_c (text, '\n');

      if (!command)
        {
          g_string_append_printf (text, "%d", (int) keys[i].pid);
        }
      else if (process != NULL)
        {
          const char *bytes = *process->command != '\0' ? process->command : process->name;
          g_autofree char *escaped = skein_escape_bytes (bytes, strlen (bytes));

          g_string_append (text, escaped);
        }
    }

  if (self->owner != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (self->owner), text->str);
}

static void
copy_pid_activated_cb (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       data)
{
  copy (data, FALSE);
}

static void
copy_command_activated_cb (GSimpleAction *action,
                           GVariant      *parameter,
                           gpointer       data)
{
  copy (data, TRUE);
}

static const GActionEntry entries[] = {
  { .name = "open", .activate = open_activated_cb },
  { .name = "show-in-timeline", .activate = show_in_timeline_activated_cb },
  { .name = "stop", .activate = stop_activated_cb },
  { .name = "continue", .activate = continue_activated_cb },
  { .name = "end", .activate = end_activated_cb },
  { .name = "kill", .activate = kill_activated_cb },
  { .name = "copy-pid", .activate = copy_pid_activated_cb },
  { .name = "copy-command", .activate = copy_command_activated_cb },
};

static void
skein_process_actions_dispose (GObject *object)
{
  SkeinProcessActions *self = SKEIN_PROCESS_ACTIONS (object);

  g_clear_weak_pointer (&self->owner);
  g_clear_object (&self->session);
  g_clear_object (&self->group);
  g_clear_pointer (&self->reason, g_free);

  G_OBJECT_CLASS (skein_process_actions_parent_class)->dispose (object);
}

static void
skein_process_actions_class_init (SkeinProcessActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = skein_process_actions_dispose;

  signals[OPEN] =
    g_signal_new ("open", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_UINT64);
  signals[UPDATED] =
    g_signal_new ("updated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
skein_process_actions_init (SkeinProcessActions *self)
{
  self->group = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->group), entries, G_N_ELEMENTS (entries), self);
}

static void
selection_changed_cb (SkeinProcessActions *self)
{
  if (!self->has_target)
    skein_process_actions_update (self);
}

SkeinProcessActions *
skein_process_actions_new (SkeinSession *session,
                           GtkWidget    *owner)
{
  SkeinProcessActions *self = g_object_new (SKEIN_TYPE_PROCESS_ACTIONS, NULL);

  self->session = g_object_ref (session);
  g_set_weak_pointer (&self->owner, owner);
  gtk_widget_insert_action_group (owner, "process", G_ACTION_GROUP (self->group));
  g_signal_connect_object (session, "selection-changed", G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);
  skein_process_actions_update (self);

  return self;
}

void
skein_process_actions_set_target (SkeinProcessActions *self,
                                  const SkeinTaskKey  *key)
{
  self->has_target = key != NULL;
  if (key != NULL)
    self->target = *key;

  skein_process_actions_update (self);
}

const char *
skein_process_actions_get_reason (SkeinProcessActions *self)
{
  return self->reason;
}

/* An item that is insensitive has no tooltip in a menu: the reason heads its section. */
GMenuModel *
skein_process_actions_dup_menu (SkeinProcessActions *self,
                                gboolean             with_open)
{
  g_autoptr(GMenu) look = g_menu_new ();
  g_autoptr(GMenu) act = g_menu_new ();
  g_autoptr(GMenu) take = g_menu_new ();
  GMenu *menu = g_menu_new ();

  skein_process_actions_update (self);

  if (with_open)
    g_menu_append (look, _("_Open"), "process.open");
  g_menu_append (look, _("Show in _Timeline"), "process.show-in-timeline");

  g_menu_append (act, _("_Stop"), "process.stop");
  g_menu_append (act, _("_Continue"), "process.continue");
  g_menu_append (act, _("_End"), "process.end");
  g_menu_append (act, _("_Kill…"), "process.kill");

  g_menu_append (take, _("Copy _Number"), "process.copy-pid");
  g_menu_append (take, _("Copy Co_mmand"), "process.copy-command");

  g_menu_append_section (menu, NULL, G_MENU_MODEL (look));
  g_menu_append_section (menu, self->reason, G_MENU_MODEL (act));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (take));

  return G_MENU_MODEL (menu);
}
