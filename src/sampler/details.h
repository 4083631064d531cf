/* details.h - what costs more than each sample may: read while somebody looks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sampler/watch.h"

G_BEGIN_DECLS

/* Reads the details of a focused process, if it is time to. */
void skein_details_read   (SkeinWatch        *self,
                           const SkeinReader *reader);

/* Drops them: nobody looks any more, or the threads are others. */
void skein_details_forget (SkeinWatch *self);

/* Copies the details to a record that has room for them. */
void skein_details_copy   (const SkeinWatch *self,
                           SkeinProcess     *record);

G_END_DECLS
