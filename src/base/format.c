/* format.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "base/format.h"

#include "base/clock.h"

#include <glib/gi18n.h>

#define NS_PER_MIN (60 * SKEIN_NS_PER_S)
#define NS_PER_H   (60 * NS_PER_MIN)

typedef struct
{
  int64_t     ns;
  const char *with_fraction;
  const char *whole;
} Unit;

/* Greatest first. A no-break space keeps figure and unit together. */
static const Unit units[] = {
  { NS_PER_H, N_("%.1f h"), N_("%.0f h") },
  { NS_PER_MIN, N_("%.1f min"), N_("%.0f min") },
  { SKEIN_NS_PER_S, N_("%.1f s"), N_("%.0f s") },
  { SKEIN_NS_PER_MS, N_("%.1f ms"), N_("%.0f ms") },
  { SKEIN_NS_PER_US, N_("%.1f µs"), N_("%.0f µs") },
  { 1, N_("%.0f ns"), N_("%.0f ns") },
};

static const Unit *
unit_for (int64_t ns)
{
  const Unit *unit = units;

  while (unit->ns > 1 && ns < unit->ns)
    unit++;

  return unit;
}

/* The formats come from the table above, or from its translation, which msgfmt checks. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

static char *
format_in_unit (double      value,
                bool        with_fraction,
                const Unit *unit,
                char       *buffer,
                size_t      size)
{
  g_snprintf (buffer, size, with_fraction ? _ (unit->with_fraction) : _ (unit->whole), value);

  return buffer;
}

#pragma GCC diagnostic pop

/* From a minute on, two units say more than a fraction does. */
static char *
format_long_duration (int64_t ns,
                      char   *buffer,
                      size_t  size)
{
  int64_t seconds = (ns + SKEIN_NS_PER_S / 2) / SKEIN_NS_PER_S;

  if (seconds < 3600)
    g_snprintf (buffer, size, _("%d min %d s"), (int) (seconds / 60), (int) (seconds % 60));
  else
    g_snprintf (buffer, size, _("%d h %d min"), (int) (seconds / 3600), (int) (seconds / 60 % 60));

  return buffer;
}

char *
skein_format_duration (int64_t ns,
                       char   *buffer,
                       size_t  size)
{
  const Unit *unit = unit_for (ns);
  double value = (double) ns / (double) unit->ns;

  if (ns >= NS_PER_MIN)
    return format_long_duration (ns, buffer, size);

  return format_in_unit (value, unit->ns > 1 && value < 99.95, unit, buffer, size);
}

char *
skein_format_offset (int64_t ns,
                     int64_t step_ns,
                     char   *buffer,
                     size_t  size)
{
  const Unit *unit = unit_for (step_ns);
  double value = (double) ns / (double) unit->ns;

  if (ns == 0)
    {
      g_strlcpy (buffer, C_ ("time axis", "now"), size);

      return buffer;
    }

  return format_in_unit (value, step_ns % unit->ns != 0, unit, buffer, size);
}

char *
skein_format_bytes (uint64_t bytes,
                    char    *buffer,
                    size_t   size)
{
  g_autofree char *text = g_format_size (bytes);

  g_strlcpy (buffer, text, size);

  return buffer;
}

char *
skein_format_percent (double  share,
                      char   *buffer,
                      size_t  size)
{
  double percent = share * 100.0;

  if (percent > 0.0 && percent < 9.95)
    g_snprintf (buffer, size, _("%.1f %%"), percent);
  else
    g_snprintf (buffer, size, _("%.0f %%"), percent);

  return buffer;
}

char *
skein_format_cpu (double      cores,
                  SkeinCpuOf  of,
                  unsigned    n_cores,
                  char       *buffer,
                  size_t      size)
{
  return skein_format_percent (of == SKEIN_CPU_OF_MACHINE && n_cores > 0 ? cores / n_cores : cores,
                               buffer, size);
}

char *
skein_format_parallelism (double  value,
                          char   *buffer,
                          size_t  size)
{
  g_snprintf (buffer, size, "%.2f", value);

  return buffer;
}

char *
skein_format_count (uint64_t count,
                    char    *buffer,
                    size_t   size)
{
  g_snprintf (buffer, size, "%'" G_GUINT64_FORMAT, count);

  return buffer;
}
