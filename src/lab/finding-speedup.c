/* finding-speedup.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "lab/finding-private.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#define SERIAL "serial"

/* What was measured may differ so far from the law. */
#define NEAR 0.10

/* Where the first mode was disturbed, the others look faster than they can be. */
#define BEYOND 1.10

typedef struct
{
  unsigned workers;
  double   speed_up; /* NAN: not known */
  double   law;
} Point;

static Point
get_point (const SkeinFinding *self,
           unsigned            workers)
{
  char mode[16];

  g_snprintf (mode, sizeof mode, "%u", workers);

  return (Point) {
    .workers = workers,
    .speed_up = skein_finding_get_speed_up (self, "1", mode),
    .law = skein_finding_get_measure (self, mode, "amdahl_times"),
  };
}

static Point
find_best (const SkeinFinding *self)
{
  int64_t n = skein_finding_get_parameter (self, "workers");
  Point best = get_point (self, 1);

  for (unsigned workers = 2; workers <= n; workers++)
    {
      Point point = get_point (self, workers);

      if (point.speed_up > best.speed_up)
        best = point;
    }

  return best;
}

static void
say_best (SkeinFinding *self,
          const Point  *best)
{
  skein_finding_say (self, g_dngettext (GETTEXT_PACKAGE, "%u worker was the fastest: %.2f times as fast as one.",
                                        "%u workers were the fastest: %.2f times as fast as one.", best->workers),
                     best->workers, best->speed_up);

  if (isnan (best->law))
    return;

  if (best->speed_up > BEYOND * best->law)
    skein_finding_say (self, _("By Amdahl’s law no more than %.2f can be: one worker alone must have been held up."),
                       best->law);
  else if (best->speed_up >= (1.0 - NEAR) * best->law)
    skein_finding_say (self, _("Amdahl’s law allows %.2f with these cores: that was reached."), best->law);
  else
    skein_finding_say (self, _("Amdahl’s law allows %.2f with these cores: that was not reached."), best->law);
}

/* However many there are. */
static void
say_limit (SkeinFinding *self)
{
  int64_t serial = skein_finding_get_parameter (self, SERIAL);

  if (serial > 0 && serial < 100)
    skein_finding_say (self, _("A serial part of %d %% would allow no more than %.1f times, had one any number of "
                               "cores."),
                       (int) serial, 100.0 / (double) serial);
}

/* More than cores. */
static void
say_more_workers (SkeinFinding *self)
{
  int64_t cores = skein_finding_get_parameter (self, "cores");
  int64_t workers = skein_finding_get_parameter (self, "workers");
  Point enough, many;

  if (workers <= cores || cores < 2)
    return;

  enough = get_point (self, (unsigned) cores);
  many = get_point (self, (unsigned) workers);

  if (many.speed_up <= (1.0 + NEAR) * enough.speed_up)
    skein_finding_say (self, _("More workers than cores brought nothing more: %.2f times with %u."), many.speed_up,
                       many.workers);
}

void
skein_finding_speedup (SkeinFinding *self)
{
  Point best = find_best (self);

  if (isnan (best.speed_up))
    return;

  if (best.workers > 1)
    say_best (self, &best);
  else if (skein_finding_get_parameter (self, "workers") > 1)
    skein_finding_say (self, _("Nothing was faster than one worker alone."));

  say_limit (self);
  say_more_workers (self);
}
