/* command.h - a command that is started, but waits to be let go
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sched.h>
#include <stddef.h>
#include <sys/types.h>

#include <glib.h>

G_BEGIN_DECLS

/**
 * SkeinCommand:
 *
 * A process of ours that is to become a command. Between its start and its
 * release whoever wants to watch it can make ready, and nothing of it is missed.
 */
typedef struct _SkeinCommand SkeinCommand;

/**
 * skein_command_new:
 * @argv: (array zero-terminated=1): the command, found as execvp() does
 * @cores: (nullable): where it may run
 * @cores_size: of @cores, in bytes
 * @ret: (out) (transfer full): the command, which waits
 *
 * The process has the signal mask and the handlers that a shell gives.
 *
 * Returns: 0, or a negative errno: -EINVAL: none of @cores can be used; other: no
 *   process was to be had
 */
int   skein_command_new     (char *const       argv[],
                             const cpu_set_t  *cores,
                             size_t            cores_size,
                             SkeinCommand    **ret) G_GNUC_WARN_UNUSED_RESULT;

/**
 * SkeinCommandPipes:
 * @out_fd: what it writes to standard output is read here
 * @error_fd: likewise: to standard error
 *
 * Neither blocks. Both are the caller's to close.
 */
typedef struct
{
  int out_fd;
  int error_fd;
} SkeinCommandPipes;

/**
 * skein_command_new_piped:
 * @pipes: (out caller-allocates): what it says
 *
 * As skein_command_new(), of a command that nobody types to: it reads nothing, says all to us, and leads a
 * process group of its own, so that keys of the terminal are not for it. It is killed when the calling thread
 * ends, however that comes: call it from one that lives as long as the program.
 */
int   skein_command_new_piped (char *const         argv[],
                               SkeinCommandPipes  *pipes,
                               SkeinCommand      **ret) G_GNUC_WARN_UNUSED_RESULT;

/* Kills it if it was never released; otherwise it goes on. */
void  skein_command_free    (SkeinCommand *self);

pid_t skein_command_get_pid (const SkeinCommand *self);

/**
 * skein_command_release:
 *
 * Lets it become the command. Once.
 *
 * Returns: 0: it did; or a negative errno of execvp(): the process has ended then,
 *   with the status 127, and nobody needs to wait for it
 */
int   skein_command_release (SkeinCommand *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinCommand, skein_command_free)

G_END_DECLS
