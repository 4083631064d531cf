/* family.h - a process and all that it made, to be ended together
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sys/types.h>

#include <glib.h>

G_BEGIN_DECLS

/**
 * SkeinLabFamily:
 *
 * In a control group of its own where one may be made, which nobody gets out of by himself. Else its
 * process group, and all whose parents lead to it: for that the first process must be the subreaper of what it makes.
 */
typedef struct _SkeinLabFamily SkeinLabFamily;

/**
 * skein_lab_family_new:
 * @pid: a child of ours that leads a process group, and has made nobody yet
 */
SkeinLabFamily *skein_lab_family_new  (pid_t pid) G_GNUC_WARN_UNUSED_RESULT;

/* skein_lab_family_end(), if that was not called; then removes the control group. */
void            skein_lab_family_free (SkeinLabFamily *self);

/**
 * skein_lab_family_end:
 *
 * Kills all that are left of it, and collects the first process, which may have ended by itself. Who was
 * killed is gone when this returns: it takes some milliseconds.
 *
 * Returns: the status of the first process, as waitpid() gives it
 */
int skein_lab_family_end (SkeinLabFamily *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinLabFamily, skein_lab_family_free)

G_END_DECLS
