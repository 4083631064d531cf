/* axis-ticks.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "present/axis-ticks.h"

#include <locale.h>
#include <time.h>

#include "base/clock.h"

#define NS_PER_MIN (60 * SKEIN_NS_PER_S)
#define NS_PER_H   (60 * NS_PER_MIN)
#define NS_PER_DAY (24 * NS_PER_H)

static const int64_t long_steps[] = {
  SKEIN_NS_PER_S,
  2 * SKEIN_NS_PER_S,
  5 * SKEIN_NS_PER_S,
  10 * SKEIN_NS_PER_S,
  15 * SKEIN_NS_PER_S,
  30 * SKEIN_NS_PER_S,
  NS_PER_MIN,
  2 * NS_PER_MIN,
  5 * NS_PER_MIN,
  10 * NS_PER_MIN,
  15 * NS_PER_MIN,
  30 * NS_PER_MIN,
  NS_PER_H,
  2 * NS_PER_H,
  6 * NS_PER_H,
  12 * NS_PER_H,
};

/* The smallest of 1, 2, 5, 10, 20, 50 … that is not less than @least. */
static int64_t
round_up (int64_t least)
{
  int64_t decade = 1;

  while (decade * 10 <= least)
    decade *= 10;

  if (least <= decade)
    return decade;
  if (least <= 2 * decade)
    return 2 * decade;
  if (least <= 5 * decade)
    return 5 * decade;

  return 10 * decade;
}

int64_t
skein_axis_step (int64_t  span_ns,
                 unsigned n_labels)
{
  int64_t least = MAX (span_ns / MAX (n_labels, 1), 1);

  if (least <= SKEIN_NS_PER_S / 2)
    return round_up (least);

  for (size_t i = 0; i < G_N_ELEMENTS (long_steps); i++)
    {
      if (long_steps[i] >= least)
        return long_steps[i];
    }

  return (least + NS_PER_DAY - 1) / NS_PER_DAY * NS_PER_DAY;
}

int64_t
skein_axis_first_tick (int64_t start_ns,
                       int64_t step_ns,
                       int64_t offset_ns)
{
  int64_t rest = (start_ns + offset_ns) % step_ns;

  if (rest < 0)
    rest += step_ns;

  return rest == 0 ? start_ns : start_ns + step_ns - rest;
}

int64_t
skein_axis_clock_offset (void)
{
  struct timespec now;
  struct tm local;

  clock_gettime (CLOCK_REALTIME, &now);
  localtime_r (&now.tv_sec, &local);

  return skein_timespec_to_ns (&now) + local.tm_gmtoff * SKEIN_NS_PER_S - skein_clock_now_ns ();
}

/* How many digits behind the point tell one label from the next. */
static int
n_digits (int64_t step_ns)
{
  int digits = 0;

  for (int64_t unit = SKEIN_NS_PER_S; digits < 9 && step_ns % unit != 0; unit /= 10)
    digits++;

  return digits;
}

char *
skein_axis_format_clock (int64_t  time_ns,
                         int64_t  offset_ns,
                         int64_t  step_ns,
                         char    *buffer,
                         size_t   size)
{
  int64_t of_day = (time_ns + offset_ns) % NS_PER_DAY;
  int digits = n_digits (step_ns);
  int64_t fraction;
  int hours;
  int minutes;
  int seconds;

  if (of_day < 0)
    of_day += NS_PER_DAY;

  hours = (int) (of_day / NS_PER_H);
  minutes = (int) (of_day / NS_PER_MIN % 60);
  seconds = (int) (of_day / SKEIN_NS_PER_S % 60);
  fraction = of_day % SKEIN_NS_PER_S;

  for (int i = digits; i < 9; i++)
    fraction /= 10;

  if (step_ns % NS_PER_MIN == 0)
    g_snprintf (buffer, size, "%02d:%02d", hours, minutes);
  else if (digits == 0)
    g_snprintf (buffer, size, "%02d:%02d:%02d", hours, minutes, seconds);
  else
    g_snprintf (buffer, size, "%02d:%02d:%02d%s%0*d", hours, minutes, seconds,
                localeconv ()->decimal_point, digits, (int) fraction);

  return buffer;
}

int64_t
skein_axis_base_step (int64_t step_ns)
{
  return step_ns < SKEIN_NS_PER_US ? SKEIN_NS_PER_US : SKEIN_NS_PER_MS;
}

int64_t
skein_axis_base (int64_t start_ns,
                 int64_t step_ns,
                 int64_t offset_ns)
{
  int64_t unit_ns = skein_axis_base_step (step_ns);

  if (step_ns >= SKEIN_NS_PER_MS)
    return INT64_MIN;

  return skein_axis_first_tick (start_ns - unit_ns + 1, unit_ns, offset_ns);
}

unsigned
skein_axis_integer_step (unsigned most,
                         unsigned n_labels)
{
  n_labels = MAX (n_labels, 1);

  return (unsigned) round_up (MAX ((most + n_labels - 1) / n_labels, 1));
}
