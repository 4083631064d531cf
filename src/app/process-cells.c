/* process-cells.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/process-cells.h"

#include "base/clock.h"
#include "base/escape.h"
#include "present/words.h"

#include <adwaita.h>
#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

/* From here on a process is busy: a hundredth of a core. */
#define BUSY 0.01f

/* Less than this is written as nothing. */
#define LEAST_SHARE 0.0005

/* Names of threads in a tooltip; more would fill the screen. */
#define MAX_NAMES 8

/* Of the process that is looked at, and of Skein itself. */
#define SHARE_PERIOD_NS (10 * SKEIN_NS_PER_S)

void
skein_cell_context_init (SkeinCellContext    *self,
                         SkeinSession        *session,
                         const SkeinSnapshot *snapshot)
{
  GSettings *settings = skein_session_get_settings (session);

  *self = (SkeinCellContext) {
    .session = session,
    .snapshot = snapshot,
    .cpu_of = (SkeinCpuOf) g_settings_get_enum (settings, "cpu-of"),
    .dark = adw_style_manager_get_dark (adw_style_manager_get_default ()),
  };

  for (guint i = 0; snapshot != NULL && i < snapshot->n_cores; i++)
    self->n_cores += snapshot->cores[i].is_online;
}

/* A text that is too long is cut between two characters, never within one. */
void
skein_cell_set_bytes (SkeinTableCell *cell,
                      const char     *bytes)
{
  g_autofree char *text = skein_escape_bytes (bytes, strnlen (bytes, cell->size));
  const char *end;

  g_strlcpy (cell->text, text, cell->size);
  if (!g_utf8_validate (cell->text, -1, &end))
    cell->text[end - cell->text] = '\0';
}

void
skein_cell_set_state (SkeinTableCell *cell,
                      SkeinState      state)
{
  static const SkeinTableTone tones[SKEIN_N_STATES] = {
    [SKEIN_STATE_UNKNOWN] = SKEIN_TABLE_TONE_DIM,
    [SKEIN_STATE_RUNNING] = SKEIN_TABLE_TONE_ACCENT,
    [SKEIN_STATE_READY] = SKEIN_TABLE_TONE_WARNING,
    [SKEIN_STATE_WAITING] = SKEIN_TABLE_TONE_DIM,
    [SKEIN_STATE_DISK] = SKEIN_TABLE_TONE_NORMAL,
    [SKEIN_STATE_SUSPENDED] = SKEIN_TABLE_TONE_ERROR,
    [SKEIN_STATE_TERMINATED] = SKEIN_TABLE_TONE_DIM,
  };

  g_strlcpy (cell->text, skein_words_state (state), cell->size);
  cell->tone = tones[state];
}

/* A share of what 100 % is, with a bar behind it. */
void
skein_cell_set_share (SkeinTableCell *cell,
                      double          share)
{
  gboolean any = share >= LEAST_SHARE;

  skein_format_percent (any ? share : 0.0, cell->text, cell->size);
  cell->bar = SKEIN_TABLE_BAR_BEHIND;
  cell->share = CLAMP (share, 0.0, 1.0);
  cell->tone = any ? SKEIN_TABLE_TONE_NORMAL : SKEIN_TABLE_TONE_DIM;
}

/* Of a task: a number that names, so it is not grouped. */
void
skein_cell_set_number (SkeinTableCell *cell,
                       int64_t         number)
{
  g_snprintf (cell->text, cell->size, "%" G_GINT64_FORMAT, number);
}

void
skein_cell_set_colour (SkeinTableCell    *cell,
                       const SkeinColour *colour)
{
  cell->has_color = true;
  cell->color = (GdkRGBA) { colour->red, colour->green, colour->blue, colour->alpha };
}

static GDateTime *
start_time (const SkeinSnapshot *snapshot,
            uint64_t             start_ticks)
{
  int64_t per_tick = SKEIN_NS_PER_S / sysconf (_SC_CLK_TCK);
  int64_t age_ns = snapshot->taken_ns + snapshot->boot_ns - (int64_t) start_ticks * per_tick;
  int64_t since_ns = skein_clock_now_ns () - snapshot->taken_ns;
  int64_t start_us = g_get_real_time () - (since_ns + age_ns) / SKEIN_NS_PER_US;

  return g_date_time_new_from_unix_local (start_us / G_USEC_PER_SEC);
}

char *
skein_dup_start (const SkeinSnapshot *snapshot,
                 uint64_t             start_ticks,
                 gboolean             with_date)
{
  g_autoptr(GDateTime) start = start_time (snapshot, start_ticks);
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  const char *format;

  if (with_date)
    /* Translators: a date and the time of day, for g_date_time_format() */
    format = _("%e %B %Y, %H:%M:%S");
  else if (g_date_time_get_year (start) == g_date_time_get_year (now) &&
           g_date_time_get_day_of_year (start) == g_date_time_get_day_of_year (now))
    /* Translators: a time of today, for g_date_time_format() */
    format = _("%H:%M:%S");
  else
    /* Translators: a day before today, for g_date_time_format() */
    format = _("%e %b %Y");

  return g_strstrip (g_date_time_format (start, format));
}

void
skein_cell_set_start (const SkeinCellContext *context,
                      SkeinTableCell         *cell,
                      uint64_t                start_ticks)
{
  g_autofree char *text = skein_dup_start (context->snapshot, start_ticks, FALSE);

  g_strlcpy (cell->text, text, cell->size);
}

static gboolean
is_selected (const SkeinCellContext *context,
             const SkeinProcessRow  *row)
{
  SkeinTaskKey key = skein_process_get_key (row->process);

  return skein_session_is_selected (context->session, &key);
}

/* Grey is what is not in focus: neither selected nor at work. */
static SkeinColour
colour_of (const SkeinCellContext *context,
           const SkeinProcessRow  *row)
{
  SkeinTaskKey key = skein_process_get_key (row->process);

  if (row->run < BUSY && !is_selected (context, row))
    return skein_colour_of_rest (context->dark);

  return skein_colour_of_process (skein_session_get_colour_number (context->session, &key), context->dark);
}

static void
fill_name (const SkeinCellContext *context,
           const SkeinProcessRow  *row,
           SkeinTableCell         *cell)
{
  SkeinColour colour = colour_of (context, row);

  skein_cell_set_bytes (cell, row->process->name);
  skein_cell_set_colour (cell, &colour);
  cell->swatch = true;

  if (row->is_new)
    cell->tone = SKEIN_TABLE_TONE_SUCCESS;
}

static void
fill_threads_wanting (double          n,
                      SkeinTableCell *cell)
{
  skein_format_parallelism (n, cell->text, cell->size);
  cell->tone = n >= 0.005 ? SKEIN_TABLE_TONE_NORMAL : SKEIN_TABLE_TONE_DIM;
}

static void
fill_cpu (const SkeinCellContext *context,
          const SkeinProcessRow  *row,
          SkeinTableCell         *cell)
{
  double whole = context->cpu_of == SKEIN_CPU_OF_MACHINE ? MAX (context->n_cores, 1) : 1;

  skein_cell_set_share (cell, row->run / whole);
}

static void
fill_cpu_bar (const SkeinCellContext *context,
              const SkeinProcessRow  *row,
              SkeinTableCell         *cell)
{
  SkeinColour colour = colour_of (context, row);
  char percent[SKEIN_FORMAT_SIZE];

  skein_format_percent (row->run, percent, sizeof percent);
  /* Translators: a percentage */
  g_snprintf (cell->text, cell->size, _("%s of one core"), percent);
  skein_cell_set_colour (cell, &colour);
  cell->bar = SKEIN_TABLE_BAR_INSTEAD;
  cell->share = CLAMP (row->run, 0.0f, 1.0f);
}

static void
fill_parent (const SkeinCellContext *context,
             const SkeinProcessRow  *row,
             SkeinTableCell         *cell)
{
  const SkeinProcess *parent = skein_snapshot_find_process (context->snapshot, row->process->ppid);
  g_autofree char *name = NULL;

  if (parent == NULL)
    return;

  name = skein_escape_bytes (parent->name, strlen (parent->name));
  /* Translators: name and number of a process */
  g_snprintf (cell->text, cell->size, _("%s (%d)"), name, (int) parent->pid);
}

static void
fill_scheduling (const SkeinProcessRow *row,
                 SkeinProcessColumn     column,
                 SkeinTableCell        *cell)
{
  const SkeinThread *thread = skein_process_get_main_thread (row->process);

  if (thread == NULL)
    return;

  if (column == SKEIN_PROCESS_COLUMN_NICE)
    skein_cell_set_number (cell, thread->nice);
  else
    skein_words_policy (thread->policy, thread->rt_priority, cell->text, cell->size);
}

static void
fill_short_threads (const SkeinProcessRow *row,
                    SkeinTableCell        *cell)
{
  char n[SKEIN_FORMAT_SIZE];

  skein_format_count (row->process->n_threads, n, sizeof n);
  /* Translators: a number of threads, as short as can be */
  g_snprintf (cell->text, cell->size, C_ ("threads", "%s thr"), n);
  cell->tone = SKEIN_TABLE_TONE_DIM;
}

/* A share is never more than what is resident; where only that is known, it says so. */
static void
fill_memory (const SkeinProcessRow *row,
             SkeinTableCell        *cell)
{
  char memory[SKEIN_FORMAT_SIZE];

  if (row->memory_bytes == 0)
    return;

  skein_format_bytes (row->memory_bytes, memory, sizeof memory);
  /* Translators: an amount of memory that is not exceeded */
  g_snprintf (cell->text, cell->size, row->is_proportional ? "%s" : _("≤ %s"), memory);
  cell->tone = row->is_proportional ? SKEIN_TABLE_TONE_NORMAL : SKEIN_TABLE_TONE_DIM;
}

static void
fill_figures (const SkeinCellContext *context,
              const SkeinProcessRow  *row,
              SkeinProcessColumn      column,
              SkeinTableCell         *cell)
{
  const SkeinProcess *process = row->process;

  switch ((int) column)
    {
    case SKEIN_PROCESS_COLUMN_PARALLELISM:
      fill_threads_wanting (row->run, cell);
      break;

    case SKEIN_PROCESS_COLUMN_DEMAND:
      fill_threads_wanting (row->run + row->ready, cell);
      break;

    case SKEIN_PROCESS_COLUMN_CPU:
      fill_cpu (context, row, cell);
      break;

    case SKEIN_PROCESS_COLUMN_CPU_BAR:
      fill_cpu_bar (context, row, cell);
      break;

    case SKEIN_PROCESS_COLUMN_MEMORY:
      fill_memory (row, cell);
      break;

    case SKEIN_PROCESS_COLUMN_OWN_MEMORY:
      if (row->is_proportional && row->memory_bytes > 0)
        skein_format_bytes (row->own_bytes, cell->text, cell->size);
      break;

    case SKEIN_PROCESS_COLUMN_RESIDENT_MEMORY:
      if (process->rss_bytes > 0)
        skein_format_bytes (process->rss_bytes, cell->text, cell->size);
      break;

    case SKEIN_PROCESS_COLUMN_CPU_TIME:
      skein_format_duration ((int64_t) process->run_ns, cell->text, cell->size);
      break;

    default:
      fill_scheduling (row, column, cell);
    }
}

void
skein_process_cell_fill (const SkeinCellContext *context,
                         const SkeinProcessRow  *row,
                         SkeinProcessColumn      column,
                         SkeinTableCell         *cell)
{
  const SkeinProcess *process = row->process;

  switch ((int) column)
    {
    case SKEIN_PROCESS_COLUMN_NAME:
      fill_name (context, row, cell);
      break;

    case SKEIN_PROCESS_COLUMN_PID:
      skein_cell_set_number (cell, process->pid);
      break;

    case SKEIN_PROCESS_COLUMN_USER:
      skein_cell_set_bytes (cell, process->user);
      break;

    case SKEIN_PROCESS_COLUMN_STATE:
      skein_cell_set_state (cell, row->state);
      break;

    case SKEIN_PROCESS_COLUMN_THREADS:
      skein_format_count (process->n_threads, cell->text, cell->size);
      break;

    case SKEIN_PROCESS_COLUMN_SHORT_THREADS:
      fill_short_threads (row, cell);
      break;

    case SKEIN_PROCESS_COLUMN_START:
      skein_cell_set_start (context, cell, process->start_ticks);
      break;

    case SKEIN_PROCESS_COLUMN_COMMAND:
      skein_cell_set_bytes (cell, process->command);
      break;

    case SKEIN_PROCESS_COLUMN_CGROUP:
      skein_cell_set_bytes (cell, process->cgroup);
      break;

    case SKEIN_PROCESS_COLUMN_PARENT:
      fill_parent (context, row, cell);
      break;

    default:
      fill_figures (context, row, column, cell);
    }
}

/* Tooltips */

static void
append_names (const SkeinProcess *process,
              GString            *text)
{
  for (uint32_t i = 0; i < process->n_threads && i < MAX_NAMES; i++)
    {
      const char *name = process->threads[i].name;
      g_autofree char *escaped = skein_escape_bytes (name, strlen (name));

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", escaped);
    }

  if (process->n_threads > MAX_NAMES)
    g_string_append (text, "…");
}

static char *
dup_name_tooltip (const SkeinProcessRow *row)
{
  const SkeinProcess *process = row->process;
  g_autofree char *name = skein_escape_bytes (process->name, strlen (process->name));
  g_autofree char *command = skein_escape_bytes (process->command, strlen (process->command));
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, _("%s (%d)"), name, (int) process->pid);

  if (process->is_kernel)
    g_string_append_printf (text, "\n%s", _("A thread of the kernel"));
  else if (*command != '\0')
    g_string_append_printf (text, "\n%s", command);

  if (row->n_thread_matches > 0)
    {
      g_string_append_c (text, '\n');
      g_string_append_printf (text,
                              ngettext ("%u thread matches", "%u threads match", row->n_thread_matches),
                              row->n_thread_matches);
    }

  return g_string_free (text, FALSE);
}

static char *
dup_threads_tooltip (const SkeinProcess *process)
{
  GString *text = g_string_new (NULL);
  char n[SKEIN_FORMAT_SIZE];

  skein_format_count (process->n_threads, n, sizeof n);
  g_string_append_printf (text, ngettext ("%s thread", "%s threads", process->n_threads), n);
  g_string_append (text, ": ");
  append_names (process, text);

  return g_string_free (text, FALSE);
}

static char *
dup_cpu_tooltip (const SkeinCellContext *context,
                 const SkeinProcessRow  *row)
{
  char of_core[SKEIN_FORMAT_SIZE], of_machine[SKEIN_FORMAT_SIZE];

  skein_format_cpu (row->run, SKEIN_CPU_OF_CORE, context->n_cores, of_core, sizeof of_core);
  skein_format_cpu (row->run, SKEIN_CPU_OF_MACHINE, context->n_cores, of_machine, sizeof of_machine);

  /* Translators: both are percentages */
  return g_strdup_printf (_("%s of one core, %s of the machine"), of_core, of_machine);
}

static char *
dup_demand_tooltip (const SkeinProcessRow *row)
{
  char run[SKEIN_FORMAT_SIZE], ready[SKEIN_FORMAT_SIZE];

  skein_format_parallelism (row->run, run, sizeof run);
  skein_format_parallelism (row->ready, ready, sizeof ready);

  /* Translators: both are numbers of threads, on average, as 1.93 */
  return g_strdup_printf (_("Threads on a core: %s, waiting for one: %s, on average"), run, ready);
}

void
skein_wish_for_share (SkeinSession       *session,
                      gpointer            owner,
                      const SkeinTaskKey *process)
{
  const SkeinMemoryWish wish = { .named = process, .n_named = 1, .period_ns = SHARE_PERIOD_NS };

  skein_session_set_memory_wish (session, owner, process != NULL ? &wish : NULL);
}

char *
skein_dup_memory (SkeinSession       *session,
                  const SkeinProcess *process)
{
  const SkeinTaskKey key = skein_process_get_key (process);
  const SkeinFootprint *footprint = skein_session_find_footprint (session, &key);
  char memory[SKEIN_FORMAT_SIZE];

  if (process->is_kernel)
    return NULL;

  skein_format_bytes (footprint != NULL ? footprint->pss : process->rss_bytes, memory, sizeof memory);

  return g_strdup_printf (footprint != NULL ? "%s" : _("≤ %s"), memory);
}

static char *
dup_memory_tooltip (const SkeinProcessRow *row)
{
  char share[SKEIN_FORMAT_SIZE], own[SKEIN_FORMAT_SIZE], resident[SKEIN_FORMAT_SIZE];

  if (row->memory_bytes == 0)
    return NULL;

  skein_format_bytes (row->memory_bytes, share, sizeof share);
  skein_format_bytes (row->own_bytes, own, sizeof own);
  skein_format_bytes (row->process->rss_bytes, resident, sizeof resident);

  if (row->is_proportional)
    /* Translators: three amounts of memory */
    return g_strdup_printf (_("Its share: %s, of which %s are its own. Resident: %s, what it shares included"),
                            share, own, resident);

  return g_strdup_printf (row->memory_error == -EACCES
                            ? _("Resident: %s, what it shares included. Its share cannot be read: "
                                 "it belongs to another user")
                            : _("Resident: %s, what it shares included. Its share was not read yet"),
                          resident);
}

static char *
dup_state_tooltip (const SkeinProcessRow *row)
{
  char text[SKEIN_WORDS_SIZE];

  return g_strdup (skein_words_state_tooltip (row->state, skein_process_get_letter (row->process), text, sizeof text));
}

char *
skein_process_cell_dup_tooltip (const SkeinCellContext *context,
                                const SkeinProcessRow  *row,
                                SkeinProcessColumn      column)
{
  switch ((int) column)
    {
    case SKEIN_PROCESS_COLUMN_NAME:
      return dup_name_tooltip (row);

    case SKEIN_PROCESS_COLUMN_STATE:
      return dup_state_tooltip (row);

    case SKEIN_PROCESS_COLUMN_THREADS:
    case SKEIN_PROCESS_COLUMN_SHORT_THREADS:
      return dup_threads_tooltip (row->process);

    case SKEIN_PROCESS_COLUMN_CPU:
    case SKEIN_PROCESS_COLUMN_CPU_BAR:
      return dup_cpu_tooltip (context, row);

    case SKEIN_PROCESS_COLUMN_PARALLELISM:
    case SKEIN_PROCESS_COLUMN_DEMAND:
      return dup_demand_tooltip (row);

    case SKEIN_PROCESS_COLUMN_MEMORY:
    case SKEIN_PROCESS_COLUMN_OWN_MEMORY:
    case SKEIN_PROCESS_COLUMN_RESIDENT_MEMORY:
      return dup_memory_tooltip (row);

    case SKEIN_PROCESS_COLUMN_START:
      return skein_dup_start (context->snapshot, row->process->start_ticks, TRUE);

    default:
      return NULL;
    }
}
