/* format.h - figures as people read them: they are in base now, where the lab may use them, too
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "base/format.h"
