/* decode.h - one record of the kernel's rings, bytes to struct
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

#include "model/switch.h"

G_BEGIN_DECLS

/**
 * skein_decode:
 * @bytes: (array length=length): one whole record, its header included
 * @length: how long it is, not what the header says
 * @core: whose ring it was in
 * @ret: (out caller-allocates): what it tells; its @name is not filled
 * @name: (out caller-allocates): of %SKEIN_SWITCH_NAME and %SKEIN_SWITCH_EXEC the
 *   name, zeros behind it
 *
 * Reads a record of an event that was opened with what skein_event_open() asks
 * for: each ends with who made it, and when. Of a loss, @time_ns is when it
 * was over; when it began, only the record before can tell. See
 * linux/perf_event.h for the format.
 *
 * Returns: 0; -ENOMSG: a record that tells nothing of interest; -EBADMSG: it is
 *   shorter than what it must hold
 */
int skein_decode (const void  *bytes,
                  size_t       length,
                  uint16_t     core,
                  SkeinSwitch *ret,
                  char         name[SKEIN_SWITCH_NAME_SIZE]) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
