/* server.h - somebody who answers after a while
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "workload/job.h"

/**
 * SkeinServer:
 *
 * A thread, named "server", that each customer has a connection to (a pair of sockets): what it is asked it answers
 * when some time is over, in the order of the questions. It has no work but that.
 */
typedef struct _SkeinServer SkeinServer;

/* Starts it, with @n_customers connections. Ends the program if it cannot be had. */
SkeinServer *skein_server_start (SkeinJob *job,
                                 unsigned  n_customers,
                                 int64_t   wait_ns);

/* Hangs up all connections, and waits for its end. */
void skein_server_stop (SkeinServer *self);

/* Returns: (transfer none): the customer's end of the connection */
int skein_server_get_fd (const SkeinServer *self,
                         unsigned           customer);

/* Asks. One question at a time for each customer. */
void skein_server_ask (SkeinServer *self,
                       unsigned     customer);

/* Takes the answer; waits for it, if it is not there yet. */
uint64_t skein_server_take_answer (SkeinServer *self,
                                   unsigned     customer);

/* Returns: what it answers to that customer */
uint64_t skein_server_know_answer (unsigned customer);
