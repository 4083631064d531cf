/* workload.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "lab/workload.h"

#include "lab/family.h"
#include "trace/command.h"

#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#define NAME "skein-workload"

/* So much is read at a time: what follows from it must not keep the window waiting. */
#define PART_BYTES 16384

/* One line of it is shown. */
#define MOST_COMPLAINT 1000

/* Where the kernel has no descriptor of a process. */
#define LOOK_MS 10

struct _SkeinLabWorkload
{
  SkeinLabWorkloadEvents  events;
  gpointer                data;
  SkeinCommand           *command;
  SkeinCommandPipes       pipes;
  SkeinLabFamily         *family;
  GString                *complaint;
  int                     pid_fd;  /* -1: none is to be had */
  guint                   out_source;
  guint                   error_source;
  guint                   end_source;
};

static void
add_number (GPtrArray  *argv,
            const char *option,
            int64_t     value)
{
  g_ptr_array_add (argv, g_strdup_printf ("--%s", option));
  g_ptr_array_add (argv, g_strdup_printf ("%" G_GINT64_FORMAT, value));
}

static GPtrArray *
make_argv (const SkeinLabPlan *plan,
           unsigned            mode,
           int                 seconds,
           const char         *program)
{
  GPtrArray *argv = g_ptr_array_new_with_free_func (g_free);
  SkeinMode found = { 0 };

  skein_experiment_get_mode (plan->experiment, plan->values, mode, &found);
  g_ptr_array_add (argv, g_strdup (program));
  g_ptr_array_add (argv, g_strdup (plan->experiment->id));
  g_ptr_array_add (argv, g_strdup ("--mode"));
  g_ptr_array_add (argv, g_strdup (found.id));

  for (unsigned i = 0; plan->experiment->parameters[i].id != NULL; i++)
    add_number (argv, plan->experiment->parameters[i].id, plan->values[i]);

  add_number (argv, "deadline", plan->deadline_s);
  if (seconds >= 0)
    add_number (argv, "seconds", seconds);
  g_ptr_array_add (argv, g_strdup ("--tied"));
  g_ptr_array_add (argv, NULL);

  return argv;
}

/* Returns: how much came; 0: no more will; or a negative errno */
static ssize_t
read_part (int   fd,
           char *buffer)
{
  ssize_t length = TEMP_FAILURE_RETRY (read (fd, buffer, PART_BYTES));

  return length < 0 ? -errno : length;
}

static ssize_t
take_output (SkeinLabWorkload *self)
{
  char buffer[PART_BYTES];
  ssize_t length = read_part (self->pipes.out_fd, buffer);

  if (length > 0 && self->events.said != NULL)
    self->events.said (buffer, (size_t) length, self->data);

  return length;
}

static ssize_t
take_complaint (SkeinLabWorkload *self)
{
  char buffer[PART_BYTES];
  ssize_t length = read_part (self->pipes.error_fd, buffer);

  if (length > 0 && self->complaint->len < MOST_COMPLAINT)
    g_string_append_len (self->complaint, buffer, MIN (length, MOST_COMPLAINT));

  return length;
}

static gboolean
output_waits_cb (int          fd,
                 GIOCondition condition,
                 gpointer     data)
{
  SkeinLabWorkload *self = data;
  ssize_t length = take_output (self);

  if (length > 0 || length == -EAGAIN)
    return G_SOURCE_CONTINUE;

  self->out_source = 0;

  return G_SOURCE_REMOVE;
}

static gboolean
complaint_waits_cb (int          fd,
                    GIOCondition condition,
                    gpointer     data)
{
  SkeinLabWorkload *self = data;
  ssize_t length = take_complaint (self);

  if (length > 0 || length == -EAGAIN)
    return G_SOURCE_CONTINUE;

  self->error_source = 0;

  return G_SOURCE_REMOVE;
}

static void
remove_sources (SkeinLabWorkload *self)
{
  g_clear_handle_id (&self->out_source, g_source_remove);
  g_clear_handle_id (&self->error_source, g_source_remove);
  g_clear_handle_id (&self->end_source, g_source_remove);
}

/* Returns: (nullable): the first line, as text */
static char *
dup_complaint (const SkeinLabWorkload *self)
{
  g_autofree char *line = g_strndup (self->complaint->str, strcspn (self->complaint->str, "\n"));

  return line[0] != '\0' ? g_utf8_make_valid (line, -1) : NULL;
}

/* The first process has ended. Others that have its pipes go on, or not any more. */
static void
end (SkeinLabWorkload *self)
{
  g_autofree char *complaint = NULL;
  int status = skein_lab_family_end (self->family);

  while (take_output (self) > 0)
    continue;
  while (take_complaint (self) > 0)
    continue;

  remove_sources (self);
  complaint = dup_complaint (self);
  self->events.ended (status, complaint, self->data);
}

static bool
has_ended (const SkeinLabWorkload *self)
{
  siginfo_t info = { 0 };

  return waitid (P_PID, (id_t) skein_command_get_pid (self->command), &info, WEXITED | WNOWAIT | WNOHANG) < 0 ||
         info.si_pid != 0;
}

static gboolean
look_cb (gpointer data)
{
  SkeinLabWorkload *self = data;

  if (!has_ended (self))
    return G_SOURCE_CONTINUE;

  self->end_source = 0;
  end (self);

  return G_SOURCE_REMOVE;
}

static gboolean
process_ended_cb (int          fd,
                  GIOCondition condition,
                  gpointer     data)
{
  return look_cb (data);
}

int
skein_lab_workload_new (const SkeinLabPlan            *plan,
                        unsigned                       mode,
                        int                            seconds,
                        const char                    *program,
                        const SkeinLabWorkloadEvents  *events,
                        gpointer                       data,
                        SkeinLabWorkload             **ret)
{
  g_autoptr (GPtrArray) argv = make_argv (plan, mode, seconds, program);
  SkeinLabWorkload *self = g_new0 (SkeinLabWorkload, 1);
  int result = skein_command_new_piped ((char *const *) argv->pdata, &self->pipes, &self->command);

  if (result < 0)
    {
      g_free (self);
      return result;
    }

  self->events = *events;
  self->data = data;
  self->complaint = g_string_new (NULL);
  self->family = skein_lab_family_new (skein_command_get_pid (self->command));
  self->pid_fd = (int) syscall (SYS_pidfd_open, skein_command_get_pid (self->command), 0);
  *ret = self;

  return 0;
}

void
skein_lab_workload_free (SkeinLabWorkload *self)
{
  remove_sources (self);
  skein_lab_family_free (self->family);
  skein_command_free (self->command);
  close (self->pipes.out_fd);
  close (self->pipes.error_fd);
  if (self->pid_fd >= 0)
    close (self->pid_fd);
  g_string_free (self->complaint, TRUE);
  g_free (self);
}

pid_t
skein_lab_workload_get_pid (const SkeinLabWorkload *self)
{
  return skein_command_get_pid (self->command);
}

int
skein_lab_workload_release (SkeinLabWorkload *self)
{
  int result = skein_command_release (self->command);

  if (result < 0)
    return result;

  self->out_source = g_unix_fd_add (self->pipes.out_fd, G_IO_IN | G_IO_HUP, output_waits_cb, self);
  self->error_source = g_unix_fd_add (self->pipes.error_fd, G_IO_IN | G_IO_HUP, complaint_waits_cb, self);
  self->end_source = self->pid_fd >= 0 ? g_unix_fd_add (self->pid_fd, G_IO_IN, process_ended_cb, self)
                                       : g_timeout_add (LOOK_MS, look_cb, self);

  return 0;
}

/* It says first who it is. */
static const char *
skip_name (const char *complaint)
{
  const char *colon = g_str_has_prefix (complaint, NAME) ? strstr (complaint, ": ") : NULL;

  return colon != NULL ? colon + strlen (": ") : complaint;
}

char *
skein_lab_workload_dup_problem (int         status,
                                const char *complaint)
{
  if (WIFEXITED (status) && WEXITSTATUS (status) == 0)
    return NULL;

  if (complaint != NULL)
    return g_strdup (skip_name (complaint));

  if (WIFSIGNALED (status))
    return g_strdup_printf (_("it was ended by signal %d (%s)"), WTERMSIG (status), strsignal (WTERMSIG (status)));

  return g_strdup_printf (_("it ended with status %d"), WEXITSTATUS (status));
}
