/* run.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli/run.h"

#include "base/clock.h"
#include "proc/cpulist.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gi18n.h>

#define EXIT_WRONG_CALL 2
#define EXIT_NOT_STARTABLE 126
#define EXIT_NOT_FOUND 127

typedef struct
{
  char     *cores;
  char     *json; /* a file; empty: standard output */
  gboolean  sampled;
  gboolean  version;
} Options;

void
skein_run_init (SkeinRun *self)
{
  *self = (SkeinRun) { .refusal = SKEIN_REFUSAL_NONE };
  self->threads = g_array_new (FALSE, TRUE, sizeof (SkeinRunThread));
  skein_at_once_init (&self->parallelism);
  skein_at_once_init (&self->demand);
}

void
skein_run_clear (SkeinRun *self)
{
  for (unsigned i = 0; i < self->threads->len; i++)
    g_array_unref (g_array_index (self->threads, SkeinRunThread, i).core_ns);

  g_array_unref (self->threads);
  skein_at_once_clear (&self->parallelism);
  skein_at_once_clear (&self->demand);
}

SkeinRunThread *
skein_run_add_thread (SkeinRun *self)
{
  SkeinRunThread *thread;

  g_array_set_size (self->threads, self->threads->len + 1);
  thread = &g_array_index (self->threads, SkeinRunThread, self->threads->len - 1);
  thread->core_ns = g_array_new (FALSE, TRUE, sizeof (int64_t));

  return thread;
}

/* Those that end a program, and the news of the command's end. */
static void
fill_signals (sigset_t *ret)
{
  sigemptyset (ret);
  sigaddset (ret, SIGINT);
  sigaddset (ret, SIGQUIT);
  sigaddset (ret, SIGTERM);
  sigaddset (ret, SIGHUP);
  sigaddset (ret, SIGCHLD);
}

/* One that is ignored is not even kept waiting while it is blocked: so this one is not. */
static void
ignore_cb (int signal_number)
{
}

void
skein_run_block_signals (void)
{
  struct sigaction action = { .sa_handler = ignore_cb };
  sigset_t signals;

  fill_signals (&signals);
  sigaction (SIGCHLD, &action, NULL);
  sigprocmask (SIG_BLOCK, &signals, NULL);
}

static bool
has_ended (SkeinCommand *command)
{
  siginfo_t info = { 0 };

  return waitid (P_PID, (id_t) skein_command_get_pid (command), &info, WEXITED | WNOWAIT | WNOHANG) == 0 &&
         info.si_pid != 0;
}

/* What comes from the terminal the command has been sent as well. */
static void
pass_on (SkeinCommand    *command,
         const siginfo_t *info)
{
  if (info->si_signo != SIGCHLD && info->si_code <= 0)
    kill (skein_command_get_pid (command), info->si_signo);
}

bool
skein_run_wait (SkeinCommand *command,
                int64_t       until_ns)
{
  sigset_t signals;
  siginfo_t info;
  int64_t left_ns;

  fill_signals (&signals);

  while (!has_ended (command))
    {
      struct timespec timeout;

      left_ns = until_ns - skein_clock_now_ns ();

      if (left_ns <= 0)
        return false;

      timeout = skein_ns_to_timespec (left_ns);

      if (sigtimedwait (&signals, &info, &timeout) > 0)
        pass_on (command, &info);
    }

  return true;
}

static gboolean
take_json_cb (const char  *name,
              const char  *value,
              gpointer     data,
              GError     **error)
{
  Options *options = data;

  g_free (options->json);
  options->json = g_strdup (value != NULL ? value : "");

  return TRUE;
}

/* --json has a file or none, which GOption can tell only by its "=". What follows the
 * options is the command's own. */
static void
mark_plain_json (int    argc,
                 char **argv)
{
  static char plain_json[] = "--json=";

  for (int i = 1; i < argc && argv[i][0] == '-' && strcmp (argv[i], "--") != 0; i++)
    {
      if (strcmp (argv[i], "--json") == 0)
        argv[i] = plain_json;
      else if (strcmp (argv[i], "--cores") == 0)
        i++;
    }
}

static bool
parse_options (int       *argc,
               char    ***argv,
               Options   *options,
               GError   **error)
{
  const GOptionEntry entries[] = {
    { "cores", 0, 0, G_OPTION_ARG_STRING, &options->cores, N_("Let it run on these cores only, as 0-3,7"), N_("LIST") },
    { "sampled", 0, 0, G_OPTION_ARG_NONE, &options->sampled,
      N_("Take samples, even where every switch can be recorded"), NULL },
    { "json", 0, G_OPTION_FLAG_OPTIONAL_ARG, G_OPTION_ARG_CALLBACK, take_json_cb,
      N_("Print one JSON object, or write it to a file"), N_("FILE") },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->version, N_("Say which version this is"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (_("-- COMMAND [ARGUMENT …]"));
  GOptionGroup *group = g_option_group_new ("run", "", "", options, NULL);

  mark_plain_json (*argc, *argv);
  g_option_group_add_entries (group, entries);
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  g_option_context_set_main_group (context, group);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_strict_posix (context, TRUE);
  g_option_context_set_summary (context,
                                _("Runs a command, and shows what it and all that it starts do with the cores."));
  g_option_context_set_description (
    context, _("The command has standard input, output and error for itself. When it has ended, the report goes\n"
               "to standard error; with --json the object goes to standard output, or to FILE.\n"
               "The exit status is the command's own, or 128 + the number of the signal that ended it;\n"
               "127: there is no such command, 126: it cannot be started."));

  return g_option_context_parse (context, argc, argv, error);
}

/* Returns: whether all of them can be used */
static bool
parse_cores (const char  *list,
             cpu_set_t   *ret,
             size_t       size,
             GError     **error)
{
  g_autofree SkeinCpulist *wanted = g_new0 (SkeinCpulist, 1);
  g_autofree SkeinCpulist *online = g_new0 (SkeinCpulist, 1);
  bool knows_online;

  if (skein_cpulist_parse (list, strlen (list), wanted) < 0 || skein_cpulist_count (wanted) == 0)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("“%s” is no list of cores, as 0-3,7 is"), list);
      return false;
    }

  knows_online = skein_cpulist_read_at (AT_FDCWD, "/sys/devices/system/cpu/online", online) == 0;
  CPU_ZERO_S (size, ret);

  for (unsigned core = 0; core < SKEIN_CPULIST_MAX; core++)
    {
      if (!skein_cpulist_contains (wanted, core))
        continue;

      if (knows_online && !skein_cpulist_contains (online, core))
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("there is no core %u"), core);
          return false;
        }

      CPU_SET_S (core, size, ret);
    }

  return true;
}

static bool
is_in_path (const char *name)
{
  const char *path = g_getenv ("PATH");
  g_auto (GStrv) folders = g_strsplit (path != NULL ? path : "/bin:/usr/bin", ":", -1);
  bool found = false;

  for (int i = 0; folders[i] != NULL && !found; i++)
    {
      g_autofree char *file = g_build_filename (folders[i], name, NULL);

      found = access (file, F_OK) == 0;
    }

  return found;
}

/* For a folder of the path that may not be searched, too, execvp() says EACCES. */
static int
start_failed (const char *name,
              int         error)
{
  if (error == -EACCES && strchr (name, '/') == NULL && !is_in_path (name))
    error = -ENOENT;

  g_printerr (_("skein-cli run: %s: %s\n"), name, g_strerror (-error));

  return error == -ENOENT ? EXIT_NOT_FOUND : EXIT_NOT_STARTABLE;
}

/* Before anything is started: to run it in vain may cost hours.
 * Returns: (nullable): where the report goes; NULL: nowhere, and that was said */
static FILE *
open_report (const Options *options)
{
  FILE *file;

  if (options->json == NULL)
    return stderr;
  if (options->json[0] == '\0')
    return stdout;

  file = fopen (options->json, "we");

  if (file == NULL)
    g_printerr ("skein-cli run: %s: %s\n", options->json, g_strerror (errno));

  return file;
}

/* Closes @file. */
static bool
print_report (const SkeinRun *run,
              const Options  *options,
              FILE           *file)
{
  if (options->json != NULL)
    skein_run_print_json (file, run);
  else
    skein_run_print_text (file, run);

  if (fclose (file) == 0)
    return true;

  if (options->json != NULL)
    g_printerr (_("skein-cli run: the report cannot be written: %s\n"), g_strerror (errno));

  return false;
}

static int
get_exit_status (int status)
{
  return WIFSIGNALED (status) ? 128 + WTERMSIG (status) : WEXITSTATUS (status);
}

static int
run_command (const Options   *options,
             FILE            *file,
             char           **argv,
             const cpu_set_t *cores,
             size_t           cores_size)
{
  g_autoptr (SkeinCommand) command = NULL;
  SkeinRun run;
  int result, status;

  skein_run_block_signals ();
  skein_run_init (&run);
  run.argv = argv;
  result = skein_command_new (argv, cores, cores_size, &command);

  if (result == 0)
    result = options->sampled ? skein_run_sampled (&run, command) : skein_run_exact (&run, command);
  if (result == -EXDEV)
    result = skein_run_sampled (&run, command);

  if (result < 0)
    status = start_failed (argv[0], result);
  else
    {
      (void) TEMP_FAILURE_RETRY (waitpid (skein_command_get_pid (command), &run.status, 0));
      status = get_exit_status (run.status);

      if (!print_report (&run, options, file) && status == EXIT_SUCCESS)
        status = EXIT_FAILURE;
    }

  skein_run_clear (&run);

  return status;
}

static int
run_with_cores (const Options *options,
                char         **argv)
{
  size_t size = CPU_ALLOC_SIZE (SKEIN_CPULIST_MAX);
  cpu_set_t *cores = CPU_ALLOC (SKEIN_CPULIST_MAX);
  g_autoptr (GError) error = NULL;
  int status = EXIT_WRONG_CALL;
  FILE *file;

  if (options->cores != NULL && !parse_cores (options->cores, cores, size, &error))
    g_printerr ("skein-cli run: %s\n", error->message);
  else if ((file = open_report (options)) == NULL)
    status = EXIT_FAILURE;
  else
    status = run_command (options, file, argv, options->cores != NULL ? cores : NULL, size);

  CPU_FREE (cores);

  return status;
}

int
skein_cli_run (int    argc,
               char **argv)
{
  Options options = { 0 };
  g_autoptr (GError) error = NULL;
  int status = EXIT_WRONG_CALL;

  g_set_prgname ("skein-cli run");

  if (!parse_options (&argc, &argv, &options, &error))
    g_printerr ("skein-cli run: %s\n", error->message);
  else if (options.version)
    {
      g_print ("skein-cli %s\n", SKEIN_VERSION);
      status = EXIT_SUCCESS;
    }
  else
    {
      if (argc > 1 && strcmp (argv[1], "--") == 0)
        {
          argc--;
          argv++;
        }

      if (argc > 1)
        status = run_with_cores (&options, argv + 1);
      else
        g_printerr (_("skein-cli run: say which command to run\n"));
    }

  g_free (options.cores);
  g_free (options.json);

  return status;
}
