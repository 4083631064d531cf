/* run-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli/run.h"

#include "base/escape.h"
#include "base/format.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <glib/gi18n.h>

#define BAR_WIDTH 40
#define MOST_LINES 20
#define NAME_WIDTH 16

/* Less of its time than this a thread waited for a core is not worth a sentence. */
#define WORTH_TELLING 0.01

char *
skein_run_dup_reason (const SkeinRun *self)
{
  switch (self->refusal)
    {
    case SKEIN_REFUSAL_NONE:
      return NULL;

    case SKEIN_REFUSAL_SETTING:
      return g_strdup_printf (_("the kernel refuses: kernel.perf_event_paranoid is %d, and must be %d or less"),
                              self->support.paranoid, self->support.needed[SKEIN_TARGET_COMMAND]);

    case SKEIN_REFUSAL_FILTER:
      return g_strdup (_("a sandbox or container keeps the recording of switches from this program"));

    case SKEIN_REFUSAL_KERNEL:
      return g_strdup (_("this kernel cannot record switches"));

    case SKEIN_REFUSAL_MEMORY:
      return g_strdup (_("too little memory may be locked: see kernel.perf_event_mlock_kb and “ulimit -l”"));

    case SKEIN_REFUSAL_DESCRIPTORS:
      return g_strdup (_("too few files may be open: see “ulimit -n”"));

    case SKEIN_REFUSAL_GONE:
    case SKEIN_REFUSAL_OWNER:
    case SKEIN_REFUSAL_OTHER:
    case SKEIN_N_REFUSALS:
    default:
      return g_strdup (_("the kernel does not let this program record switches"));
    }
}

static void
print_title (FILE           *file,
             const SkeinRun *self)
{
  g_autofree char *joined = g_strjoinv (" ", (char **) self->argv);
  g_autofree char *command = skein_escape_bytes (joined, strlen (joined));
  g_autofree char *reason = skein_run_dup_reason (self);
  char wall[SKEIN_FORMAT_SIZE];

  fprintf (file, "\n%s\n", command);
  skein_format_duration (self->end_ns - self->start_ns, wall, sizeof wall);

  if (WIFSIGNALED (self->status))
    fprintf (file, _("Ended by signal %d (%s) after %s."), WTERMSIG (self->status),
             strsignal (WTERMSIG (self->status)), wall);
  else
    fprintf (file, _("Ended with status %d after %s."), WEXITSTATUS (self->status), wall);

  fprintf (file, " %s\n", self->is_exact ? _("Every switch was recorded.") : _("Made of samples."));

  if (reason != NULL)
    fprintf (file, _("Not every switch was recorded: %s.\n"), reason);
}

static void
print_losses (FILE           *file,
              const SkeinRun *self)
{
  char unseen[SKEIN_FORMAT_SIZE], lost[SKEIN_FORMAT_SIZE];

  if (self->lost == 0)
    return;

  skein_format_duration (self->unseen_ns, unseen, sizeof unseen);
  skein_format_count (self->lost, lost, sizeof lost);
  fprintf (file, _("Lost records: %s. Of %s it is not known who ran; the figures are of the rest.\n"), lost, unseen);
}

/* Whether bars can be drawn with blocks. */
static const char *
get_block (void)
{
  return g_get_charset (NULL) ? "█" : "#";
}

static void
print_bar (FILE   *file,
           double  share)
{
  for (int i = 0; i < (int) (share * BAR_WIDTH + 0.5); i++)
    fputs (get_block (), file);

  putc ('\n', file);
}

/* With very many at once, the lines are made of several numbers. */
static void
print_at_once (FILE              *file,
               const char        *title,
               const SkeinAtOnce *at_once)
{
  unsigned most = skein_at_once_get_most (at_once);
  unsigned step = 1 + most / MOST_LINES;
  /* Translators: in a list of numbers of threads at once, after a percentage: "12 % of the time" */
  const char *of = _("of the time");
  char mean[SKEIN_FORMAT_SIZE], percent[SKEIN_FORMAT_SIZE];

  skein_format_parallelism (skein_at_once_get_mean (at_once), mean, sizeof mean);
  fprintf (file, "\n%s: ", title);
  fprintf (file, _("%s on average, %u at most\n"), mean, most);

  for (unsigned n = 0; n <= most; n += step)
    {
      double share = 0;

      for (unsigned i = n; i < n + step; i++)
        share += skein_at_once_get_share (at_once, i);

      skein_format_percent (share, percent, sizeof percent);
      fprintf (file, "%5u%s%*s  ", n, step > 1 ? "…" : "", 8 - (int) g_utf8_strlen (percent, -1), "");
      fprintf (file, "%s %s%*s  ", percent, n == 0 ? of : "", n == 0 ? 0 : (int) g_utf8_strlen (of, -1), "");
      print_bar (file, share);
    }
}

static int
compare_run (gconstpointer a,
             gconstpointer b)
{
  const SkeinRunThread *first = *(const SkeinRunThread *const *) a;
  const SkeinRunThread *second = *(const SkeinRunThread *const *) b;

  return (first->run_ns < second->run_ns) - (first->run_ns > second->run_ns);
}

static int
compare_ready (gconstpointer a,
               gconstpointer b)
{
  const SkeinRunThread *first = *(const SkeinRunThread *const *) a;
  const SkeinRunThread *second = *(const SkeinRunThread *const *) b;

  return (first->ready_ns < second->ready_ns) - (first->ready_ns > second->ready_ns);
}

static GPtrArray *
sort_threads (const SkeinRun *self,
              GCompareFunc    compare)
{
  GPtrArray *sorted = g_ptr_array_new ();

  for (unsigned i = 0; i < self->threads->len; i++)
    g_ptr_array_add (sorted, &g_array_index (self->threads, SkeinRunThread, i));

  g_ptr_array_sort (sorted, compare);

  return sorted;
}

/* Right-aligned by characters, where printf() counts bytes. */
static void
print_cell (FILE       *file,
            const char *text,
            int         width)
{
  fprintf (file, " %*s%s", MAX (width - (int) g_utf8_strlen (text, -1), 0), "", text);
}

static void
print_duration (FILE    *file,
                int64_t  ns,
                int      width)
{
  char text[SKEIN_FORMAT_SIZE];

  print_cell (file, skein_format_duration (ns, text, sizeof text), width);
}

static void
print_count (FILE     *file,
             uint64_t  count,
             int       width)
{
  char text[SKEIN_FORMAT_SIZE];

  print_cell (file, skein_format_count (count, text, sizeof text), width);
}

static void
print_thread (FILE                 *file,
              const SkeinRunThread *thread)
{
  g_autofree char *name = skein_escape_bytes (thread->name, strlen (thread->name));

  fprintf (file, "%8d %s%*s", (int) thread->tid, name, MAX (NAME_WIDTH - (int) g_utf8_strlen (name, -1), 0), "");
  print_duration (file, thread->run_ns, 10);
  print_duration (file, thread->ready_ns, 10);
  print_duration (file, thread->wait_ns, 10);
  print_count (file, thread->given_up, 10);
  print_count (file, thread->taken, 10);
  print_count (file, thread->moves, 7);
  putc ('\n', file);
}

static void
print_threads (FILE           *file,
               const SkeinRun *self)
{
  g_autoptr (GPtrArray) sorted = sort_threads (self, compare_run);
  const char *name = C_("column", "name");
  unsigned n_left = sorted->len - MIN (sorted->len, MOST_LINES);

  fprintf (file, "\n%s\n", _("Threads, by time on a core:"));
  print_cell (file, C_("a thread's number", "tid"), 7);
  fprintf (file, " %s%*s", name, MAX (NAME_WIDTH - (int) g_utf8_strlen (name, -1), 0), "");
  print_cell (file, C_("column", "ran"), 10);
  print_cell (file, C_("column", "ready"), 10);
  print_cell (file, C_("column", "waited"), 10);
  print_cell (file, C_("switches", "given up"), 10);
  print_cell (file, C_("switches", "taken"), 10);
  print_cell (file, C_("column", "moves"), 7);
  putc ('\n', file);

  for (unsigned i = 0; i < sorted->len && i < MOST_LINES; i++)
    print_thread (file, g_ptr_array_index (sorted, i));

  if (n_left > 0)
    fprintf (file, ngettext ("%8s and %u more\n", "%8s and %u more\n", n_left), "", n_left);
}

/* Who would have been faster with more cores. */
static void
print_waiters (FILE           *file,
               const SkeinRun *self)
{
  g_autoptr (GPtrArray) sorted = sort_threads (self, compare_ready);
  bool any = false;

  for (unsigned i = 0; i < sorted->len && i < 5; i++)
    {
      const SkeinRunThread *thread = g_ptr_array_index (sorted, i);
      int64_t lived_ns = MAX (thread->end_ns - thread->start_ns, 1);
      double share = (double) thread->ready_ns / (double) lived_ns;
      g_autofree char *name = skein_escape_bytes (thread->name, strlen (thread->name));
      char ready[SKEIN_FORMAT_SIZE], percent[SKEIN_FORMAT_SIZE];

      if (share < WORTH_TELLING)
        continue;

      if (!any)
        fprintf (file, "\n%s\n", _("Waited their turn, for a core that others had:"));

      any = true;
      skein_format_duration (thread->ready_ns, ready, sizeof ready);
      skein_format_percent (share, percent, sizeof percent);
      fprintf (file, _("%8d %s: %s, %s of its life\n"), (int) thread->tid, name, ready, percent);
    }
}

void
skein_run_print_text (FILE           *file,
                      const SkeinRun *self)
{
  print_title (file, self);
  print_losses (file, self);
  print_at_once (file, _("Parallelism, threads on a core at once"), &self->parallelism);
  print_at_once (file, _("Demand, threads that ran or were ready at once"), &self->demand);
  print_threads (file, self);
  print_waiters (file, self);
}
