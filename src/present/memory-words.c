/* memory-words.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "present/memory-words.h"

#include <stdio.h>
#include <string.h>

#include <glib/gi18n.h>

/* What nobody may touch is a guard if it is not larger than this, else only reserved. */
#define LARGEST_GUARD (1u << 20)

#define DELETED " (deleted)"

typedef struct
{
  const char *name;
  const char *explanation;
} KindWords;

static const KindWords kinds[SKEIN_N_REGION_KINDS] = {
  [SKEIN_REGION_CODE] = { NC_ ("memory", "Program code"),
                          N_("The program’s instructions and constants, of its file") },
  [SKEIN_REGION_DATA] = { NC_ ("memory", "Globals"), N_("The program’s global and static variables") },
  [SKEIN_REGION_HEAP] = { NC_ ("memory", "Heap"), N_("What malloc() hands out, in small pieces") },
  [SKEIN_REGION_STACK] = { NC_ ("memory", "Stack"), N_("Where the main thread keeps its calls and local variables") },
  [SKEIN_REGION_THREAD_STACK] = { NC_ ("memory", "Stack"),
                                  N_("Where a thread keeps its calls and local variables") },
  [SKEIN_REGION_LIBRARY] = { NC_ ("memory", "Library"), N_("Code and data that many programs use") },
  [SKEIN_REGION_FILE] = { NC_ ("memory", "File"), N_("A file that is read as if it were memory") },
  [SKEIN_REGION_ANONYMOUS] = { NC_ ("memory", "Anonymous memory"),
                               N_("Of no file: large pieces of malloc(), and what the program asked for itself") },
  [SKEIN_REGION_SHARED] = { NC_ ("memory", "Shared memory"), N_("What one writes here, all who map it see") },
  [SKEIN_REGION_KERNEL] = { NC_ ("memory", "Kernel"),
                            N_("Put there by the kernel, to tell the time without a call") },
};

const char *
skein_words_region_kind (SkeinRegionKind kind)
{
  return kind < SKEIN_N_REGION_KINDS ? g_dpgettext2 (NULL, "memory", kinds[kind].name) : "";
}

const char *
skein_words_region_kind_explanation (SkeinRegionKind kind)
{
  return kind < SKEIN_N_REGION_KINDS ? _ (kinds[kind].explanation) : "";
}

/* Of System V's shared memory; what has no key was made for relatives alone. */
static const char *
name_sysv (unsigned key,
           char    *buffer,
           size_t   size)
{
  if (key == 0)
    return "System V";

  g_snprintf (buffer, size, "System V 0x%x", key);

  return buffer;
}

char *
skein_words_region_object (const char *name,
                           char       *buffer,
                           size_t      size)
{
  static const char *const prefixes[] = { "/memfd:", "/dev/shm" };
  g_autofree char *whole = g_strdup (name != NULL ? name : "");
  g_autofree char *valid = NULL;
  const char *part = NULL;
  char sysv[SKEIN_WORDS_SIZE];
  unsigned key;

  if (g_str_has_suffix (whole, DELETED))
    whole[strlen (whole) - strlen (DELETED)] = '\0';

  for (size_t i = 0; i < G_N_ELEMENTS (prefixes); i++)
    {
      if (part == NULL && g_str_has_prefix (whole, prefixes[i]))
        part = whole + strlen (prefixes[i]);
    }

  /* What shared anonymous memory is made of says nothing to anybody. */
  if (strcmp (whole, "/dev/zero") == 0)
    part = "";
  else if (sscanf (whole, "/SYSV%8x", &key) == 1)
    part = name_sysv (key, sysv, sizeof sysv);
  else if (part == NULL)
    part = strrchr (whole, '/') != NULL ? strrchr (whole, '/') + 1 : whole;

  valid = g_utf8_make_valid (part, -1);
  g_strlcpy (buffer, valid, size);

  /* Cut within a letter? Then without it. */
  for (const char *end; !g_utf8_validate (buffer, -1, &end);)
    buffer[end - buffer] = '\0';

  return buffer;
}

char *
skein_words_thread (const SkeinProcess *process,
                    pid_t               tid,
                    char               *buffer,
                    size_t              size)
{
  const SkeinThread *thread = process != NULL ? skein_process_find_thread (process, tid) : NULL;
  g_autofree char *valid = NULL;

  if (process != NULL && tid == process->pid)
    g_strlcpy (buffer, C_ ("thread", "main"), size);
  else if (thread != NULL && thread->name[0] != '\0')
    {
      valid = g_utf8_make_valid (thread->name, -1);
      g_strlcpy (buffer, valid, size);
    }
  else
    g_snprintf (buffer, size, _("thread %d"), (int) tid);

  return buffer;
}

static const char *
words_untouchable (const SkeinRegion *region)
{
  return skein_region_get_size (region) <= LARGEST_GUARD ? C_ ("memory", "Guard page")
                                                         : C_ ("memory", "Reserved addresses");
}

char *
skein_words_region (const SkeinRegion  *region,
                    const SkeinProcess *process,
                    char               *buffer,
                    size_t              size)
{
  const char *kind = skein_words_region_kind (region->kind);
  char object[SKEIN_WORDS_SIZE];

  skein_words_region_object (region->name, object, sizeof object);

  if (region->kind == SKEIN_REGION_STACK)
    g_snprintf (buffer, size, _("Stack of %s"), C_ ("thread", "main"));
  else if (region->kind == SKEIN_REGION_THREAD_STACK && region->tid != 0)
    g_snprintf (buffer, size, _("Stack of %s"), skein_words_thread (process, region->tid, object, sizeof object));
  else if (region->kind == SKEIN_REGION_ANONYMOUS && (region->access & ~(unsigned) SKEIN_ACCESS_SHARED) == 0)
    g_strlcpy (buffer, words_untouchable (region), size);
  else if (object[0] != '\0' && (region->kind == SKEIN_REGION_LIBRARY || region->kind == SKEIN_REGION_FILE ||
                                 region->kind == SKEIN_REGION_SHARED || region->kind == SKEIN_REGION_KERNEL))
    g_snprintf (buffer, size, "%s %s", kind, object);
  else
    g_strlcpy (buffer, kind, size);

  return buffer;
}

char *
skein_words_access (unsigned  access,
                    char     *buffer,
                    size_t    size)
{
  static const struct
  {
    unsigned    flag;
    const char *word;
  } rights[] = {
    { SKEIN_ACCESS_READ, NC_ ("memory access", "read") },
    { SKEIN_ACCESS_WRITE, NC_ ("memory access", "write") },
    { SKEIN_ACCESS_EXECUTE, NC_ ("memory access", "execute") },
  };

  buffer[0] = '\0';

  for (size_t i = 0; i < G_N_ELEMENTS (rights); i++)
    {
      if ((access & rights[i].flag) == 0)
        continue;

      g_strlcat (buffer, g_dpgettext2 (NULL, "memory access", rights[i].word), size);
      g_strlcat (buffer, ", ", size);
    }

  if (buffer[0] == '\0')
    g_strlcpy (buffer, _("none: nobody may touch it"), size);
  else if ((access & SKEIN_ACCESS_SHARED) != 0)
    g_strlcat (buffer, C_ ("memory access", "shared"), size);
  else
    g_strlcat (buffer, C_ ("memory access", "private"), size);

  return buffer;
}

const char *
skein_words_stack_method (SkeinStackMethod method)
{
  switch (method)
    {
    case SKEIN_STACK_NAMED:
      return _("the kernel names it");

    case SKEIN_STACK_ROBUST_LIST:
      return _("the thread’s own record of its locks lies in it");

    case SKEIN_STACK_POINTER:
      return _("the thread’s stack pointer points into it");

    case SKEIN_STACK_GUARD:
      return _("only by its looks: it lies above a guard page, and no other was left over");

    case SKEIN_STACK_NONE:
    default:
      return "";
    }
}
