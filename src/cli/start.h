/* start.h - what programs without a display have in common
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

/* Texts are in the user's language, and a reader that is gone is an error of writing. Before all else. */
void skein_cli_start (void);
