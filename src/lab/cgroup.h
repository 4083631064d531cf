/* cgroup.h - a control group for a few processes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include <glib.h>

G_BEGIN_DECLS

/**
 * SkeinCgroup:
 *
 * Of version 2, below the one that this program is in. It hands out no cores and no memory: it only
 * tells who belongs together.
 */
typedef struct _SkeinCgroup SkeinCgroup;

/**
 * skein_cgroup_new:
 * @pid: a child that has made nobody yet; is put into it
 *
 * Groups that programs left behind that were killed are removed on the way.
 *
 * Returns: (nullable): the group; %NULL: none may be made here
 */
SkeinCgroup *skein_cgroup_new  (pid_t pid) G_GNUC_WARN_UNUSED_RESULT;

/* Removes it, if nobody is left in it. */
void         skein_cgroup_free (SkeinCgroup *self);

/* Kills all that are in it. */
void skein_cgroup_kill (SkeinCgroup *self);

/* Returns: whether nobody is in it who is not dead */
bool skein_cgroup_is_empty (const SkeinCgroup *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinCgroup, skein_cgroup_free)

G_END_DECLS
