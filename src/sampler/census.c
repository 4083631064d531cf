/* census.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/census.h"

#include "base/clock.h"
#include "proc/cmdline.h"
#include "proc/status.h"

#include <libproc2/meminfo.h>
#include <libproc2/pids.h>
#include <stdlib.h>
#include <string.h>

#define MEMORY_EVERY_NS (500 * SKEIN_NS_PER_MS)

/* The library takes no more at a time. */
#define MOST_AT_ONCE 250

/* Results are taken by position: the library's own macros for that have got
 * another argument in version 4.0.5. */
enum
{
  PROCESS_PID,
  PROCESS_COMMAND,
  PROCESS_UID,
  PROCESS_USER,
  PROCESS_CGROUP,
  N_PROCESS_ITEMS
};

enum
{
  MEMORY_TOTAL,
  MEMORY_AVAILABLE,
  MEMORY_FREE,
  MEMORY_CACHED,
  MEMORY_SWAP_TOTAL,
  MEMORY_SWAP_FREE,
  N_MEMORY_ITEMS
};

struct _SkeinCensus
{
  struct pids_info    *pids;
  struct meminfo_info *meminfo;
  int64_t              memory_read_ns;
  SkeinMemory          memory;
  GString             *text;
};

SkeinCensus *
skein_census_new (void)
{
  static enum pids_item items[N_PROCESS_ITEMS] = {
    [PROCESS_PID] = PIDS_ID_PID,
    [PROCESS_COMMAND] = PIDS_CMDLINE_V,
    [PROCESS_UID] = PIDS_ID_EUID,
    [PROCESS_USER] = PIDS_ID_EUSER,
    [PROCESS_CGROUP] = PIDS_CGROUP_V,
  };
  SkeinCensus *self = g_new0 (SkeinCensus, 1);

  self->text = g_string_new (NULL);

  /* Without them the rows lack some texts, and are shown all the same. */
  if (procps_pids_new (&self->pids, items, N_PROCESS_ITEMS) < 0)
    self->pids = NULL;
  if (procps_meminfo_new (&self->meminfo) < 0)
    self->meminfo = NULL;

  return self;
}

void
skein_census_free (SkeinCensus *self)
{
  if (self->pids != NULL)
    procps_pids_unref (&self->pids);
  if (self->meminfo != NULL)
    procps_meminfo_unref (&self->meminfo);

  g_string_free (self->text, TRUE);
  g_free (self);
}

static void
set_text (SkeinWatch  *watch,
          char       **text,
          const char  *value)
{
  if (*text != NULL && strcmp (*text, value) == 0)
    return;

  g_clear_pointer (text, g_ref_string_release);
  *text = g_ref_string_new_intern (value);
  skein_watch_mark_changed (watch);
}

static void
set_uid (SkeinWatch *watch,
         uid_t       uid)
{
  if (watch->uid != uid)
    skein_watch_mark_changed (watch);

  watch->uid = uid;
}

/* A process without arguments, such as a zombie, gets a dash from the library. */
static const char *
join_command (SkeinCensus  *self,
              char        **arguments)
{
  g_string_truncate (self->text, 0);

  if (arguments == NULL || arguments[0] == NULL ||
      (arguments[1] == NULL && strcmp (arguments[0], "-") == 0))
    return "";

  for (; *arguments != NULL && self->text->len < SKEIN_CMDLINE_MAX; arguments++)
    {
      if (self->text->len > 0)
        g_string_append_c (self->text, ' ');

      g_string_append (self->text, *arguments);
    }

  g_string_truncate (self->text, MIN (self->text->len, SKEIN_CMDLINE_MAX));

  return self->text->str;
}

/* Lines are "number:controllers:path". Where the unified tree, number 0, is not
 * the one in use, the first that says something is as good as any. */
static const char *
choose_cgroup (char **lines)
{
  const char *chosen = "";

  for (; lines != NULL && *lines != NULL; lines++)
    {
      const char *path = strchr (*lines, '/');

      if (path == NULL || path[1] == '\0')
        continue;

      if (g_str_has_prefix (*lines, "0::"))
        return path;

      if (*chosen == '\0')
        chosen = path;
    }

  return chosen;
}

static void
take_answer (SkeinCensus             *self,
             SkeinWatch              *watch,
             const struct pids_stack *stack)
{
  const struct pids_result *items = stack->head;

  set_uid (watch, items[PROCESS_UID].result.u_int);

  if (items[PROCESS_USER].result.str != NULL)
    set_text (watch, &watch->user, items[PROCESS_USER].result.str);

  set_text (watch, &watch->cgroup, choose_cgroup (items[PROCESS_CGROUP].result.strv));

  /* Of a kernel thread it would be its name, which is known. */
  if (!watch->is_kernel)
    set_text (watch, &watch->command, join_command (self, items[PROCESS_COMMAND].result.strv));
}

static void
take_answers (SkeinCensus             *self,
              SkeinWatch             **watches,
              guint                    n_watches,
              const struct pids_fetch *answers)
{
  for (int i = 0; i < answers->counts->total; i++)
    {
      const struct pids_stack *stack = answers->stacks[i];

      for (guint j = 0; j < n_watches; j++)
        {
          if (watches[j]->pid == stack->head[PROCESS_PID].result.s_int)
            {
              take_answer (self, watches[j], stack);
              break;
            }
        }
    }
}

static void
ask_library (SkeinCensus  *self,
             SkeinWatch  **watches,
             guint         n_watches)
{
  unsigned pids[MOST_AT_ONCE];
  struct pids_fetch *answers;

  for (guint i = 0; i < n_watches; i++)
    pids[i] = (unsigned) watches[i]->pid;

  answers = procps_pids_select (self->pids, pids, (int) n_watches, PIDS_SELECT_PID);

  if (answers != NULL)
    take_answers (self, watches, n_watches, answers);
}

static void
ask_readers (SkeinCensus       *self,
             const SkeinReader *reader,
             SkeinWatch        *watch)
{
  char path[SKEIN_READER_PATH_SIZE];
  char number[16];
  SkeinStatus status;

  skein_reader_get_path (watch->pid, 0, "cmdline", path);

  if (skein_cmdline_read_at (reader->proc_fd, path, self->text) == 0)
    set_text (watch, &watch->command, self->text->str);

  skein_reader_get_path (watch->pid, 0, "status", path);

  if (skein_status_read_at (reader->proc_fd, path, &status) == 0)
    {
      set_uid (watch, status.euid);
      g_snprintf (number, sizeof number, "%u", status.euid);
      set_text (watch, &watch->user, number);
    }
}

void
skein_census_ask (SkeinCensus       *self,
                  const SkeinReader *reader,
                  GPtrArray         *watches)
{
  for (guint i = 0; i < watches->len; i += MOST_AT_ONCE)
    {
      SkeinWatch **some = (SkeinWatch **) watches->pdata + i;
      guint n_some = MIN (watches->len - i, MOST_AT_ONCE);

      if (reader->is_live && self->pids != NULL)
        {
          ask_library (self, some, n_some);
          continue;
        }

      for (guint j = 0; j < n_some; j++)
        ask_readers (self, reader, some[j]);
    }
}

static uint64_t
get_bytes (const struct meminfo_stack *stack,
           int                         position)
{
  return (uint64_t) stack->head[position].result.ul_int * 1024;
}

void
skein_census_read_memory (SkeinCensus       *self,
                          const SkeinReader *reader,
                          SkeinMemory       *ret)
{
  static enum meminfo_item items[N_MEMORY_ITEMS] = {
    [MEMORY_TOTAL] = MEMINFO_MEM_TOTAL,
    [MEMORY_AVAILABLE] = MEMINFO_MEM_AVAILABLE,
    [MEMORY_FREE] = MEMINFO_MEM_FREE,
    [MEMORY_CACHED] = MEMINFO_MEM_CACHED_ALL,
    [MEMORY_SWAP_TOTAL] = MEMINFO_SWAP_TOTAL,
    [MEMORY_SWAP_FREE] = MEMINFO_SWAP_FREE,
  };
  const struct meminfo_stack *stack = NULL;
  bool is_due = self->memory_read_ns == 0 || reader->taken_ns - self->memory_read_ns >= MEMORY_EVERY_NS;

  if (is_due && reader->is_live && self->meminfo != NULL)
    stack = procps_meminfo_select (self->meminfo, items, N_MEMORY_ITEMS);

  if (stack != NULL)
    {
      self->memory_read_ns = reader->taken_ns;
      self->memory = (SkeinMemory) {
        .total = get_bytes (stack, MEMORY_TOTAL),
        .available = get_bytes (stack, MEMORY_AVAILABLE),
        .free = get_bytes (stack, MEMORY_FREE),
        .cached = get_bytes (stack, MEMORY_CACHED),
        .swap_total = get_bytes (stack, MEMORY_SWAP_TOTAL),
        .swap_free = get_bytes (stack, MEMORY_SWAP_FREE),
      };
    }

  *ret = self->memory;
}
