/* main.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "workload/job.h"

int
main (void)
{
  return 0;
}
