/* process-filter.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "present/process-filter.h"

#include <string.h>

void
skein_process_filter_clear (SkeinProcessFilter *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->user, g_free);
}

static char *
fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  return g_utf8_casefold (valid, -1);
}

bool
skein_process_filter_set_text (SkeinProcessFilter *self,
                               const char         *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text != NULL ? text : ""));
  g_autofree char *folded = *stripped != '\0' ? fold (stripped) : NULL;

  if (g_strcmp0 (self->text, folded) == 0)
    return false;

  g_free (self->text);
  self->text = g_steal_pointer (&folded);
  self->is_ascii = self->text != NULL && g_str_is_ascii (self->text);

  return true;
}

bool
skein_process_filter_set_user (SkeinProcessFilter *self,
                               const char         *user)
{
  if (g_strcmp0 (self->user, user) == 0)
    return false;

  g_free (self->user);
  self->user = user != NULL && *user != '\0' ? g_strdup (user) : NULL;

  return true;
}

/* Folding every command line would cost more than all the rest of a search, so
 * that is left for what cannot do without. */
static bool
contains (const SkeinProcessFilter *self,
          const char               *text)
{
  g_autofree char *folded = NULL;

  if (text == NULL)
    return false;
  if (self->is_ascii)
    return strcasestr (text, self->text) != NULL;

  folded = fold (text);

  return strstr (folded, self->text) != NULL;
}

static bool
is_number (const SkeinProcessFilter *self,
           pid_t                     number)
{
  char digits[16];

  g_snprintf (digits, sizeof digits, "%d", (int) number);

  return strcmp (digits, self->text) == 0;
}

static uint32_t
count_threads (const SkeinProcessFilter *self,
               const SkeinProcess       *process)
{
  bool may_be_number = g_ascii_isdigit (self->text[0]);
  uint32_t n = 0;

  for (uint32_t i = 0; i < process->n_threads; i++)
    n += contains (self, process->threads[i].name) ||
         (may_be_number && is_number (self, process->threads[i].tid));

  return n;
}

bool
skein_process_filter_accepts (const SkeinProcessFilter *self,
                              const SkeinProcess       *process,
                              SkeinState                state,
                              uint32_t                 *ret_n_threads)
{
  *ret_n_threads = 0;

  if (self->hide_kernel && process->is_kernel)
    return false;
  if (self->states != 0 && (self->states & 1u << state) == 0)
    return false;
  if (self->user != NULL && g_strcmp0 (self->user, process->user) != 0)
    return false;
  if (self->text == NULL)
    return true;

  *ret_n_threads = count_threads (self, process);

  return *ret_n_threads > 0 ||
         contains (self, process->name) ||
         contains (self, process->command) ||
         is_number (self, process->pid);
}
