/* waiting.c - customers whose orders take a while, and those who serve them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Task n is customer n: from the order until served.
 */

#include "config.h"

#include "workload/block.h"
#include "workload/server.h"
#include "workload/workers.h"
#include "workload/works.h"

#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  unsigned         n_customers;
  int64_t          work; /* blocks */
  SkeinServer     *server;
  _Atomic int64_t  waiting_ns; /* of all threads */
} Restaurant;

static void
serve_dish (SkeinJob         *job,
            const Restaurant *place,
            unsigned          customer,
            uint64_t          answer)
{
  skein_job_finish_task (job, customer, answer + skein_blocks_compute (place->work));
}

static void
serve_customer (SkeinJob   *job,
                Restaurant *place,
                unsigned    customer)
{
  int64_t asked_ns;
  uint64_t answer;

  skein_job_start_task (job, customer);
  skein_server_ask (place->server, customer);
  asked_ns = skein_job_now ();
  answer = skein_server_take_answer (place->server, customer);
  atomic_fetch_add (&place->waiting_ns, skein_job_now () - asked_ns);
  serve_dish (job, place, customer, answer);
}

static void
serve_own (SkeinJob *job,
           unsigned  worker,
           void     *data)
{
  serve_customer (job, data, worker);
}

static void
serve_one_after_another (SkeinJob *job,
                         unsigned  worker,
                         void     *data)
{
  Restaurant *place = data;

  for (unsigned customer = 0; customer < place->n_customers; customer++)
    serve_customer (job, place, customer);
}

static void
take_orders (SkeinJob         *job,
             const Restaurant *place,
             struct pollfd    *ret)
{
  for (unsigned customer = 0; customer < place->n_customers; customer++)
    {
      skein_job_start_task (job, customer);
      skein_server_ask (place->server, customer);
      skein_job_add_span (job, customer, gettid (), skein_job_get_start (job, customer), skein_job_now ());
      ret[customer] = (struct pollfd) { .fd = skein_server_get_fd (place->server, customer), .events = POLLIN };
    }
}

/* Returns: how many were ready to be served */
static unsigned
serve_who_is_ready (SkeinJob         *job,
                    const Restaurant *place,
                    struct pollfd    *polls)
{
  unsigned n = 0;

  for (unsigned customer = 0; customer < place->n_customers; customer++)
    {
      int64_t start_ns;

      if (polls[customer].fd < 0 || polls[customer].revents == 0)
        continue;

      start_ns = skein_job_now ();
      serve_dish (job, place, customer, skein_server_take_answer (place->server, customer));
      skein_job_add_span (job, customer, gettid (), start_ns, skein_job_get_end (job, customer));
      polls[customer].fd = -1;
      n++;
    }

  return n;
}

static void
serve_multiplexed (SkeinJob *job,
                   unsigned  worker,
                   void     *data)
{
  Restaurant *place = data;
  struct pollfd *polls = calloc (place->n_customers, sizeof *polls);
  unsigned n_served = 0;

  if (polls == NULL)
    skein_job_fail (job, "%s", strerror (ENOMEM));

  take_orders (job, place, polls);

  while (n_served < place->n_customers)
    {
      int64_t asked_ns = skein_job_now ();

      if (poll (polls, place->n_customers, -1) < 0 && errno != EINTR)
        skein_job_fail (job, "%s", strerror (errno));

      atomic_fetch_add (&place->waiting_ns, skein_job_now () - asked_ns);
      n_served += serve_who_is_ready (job, place, polls);
    }

  free (polls);
}

static void
put_measures (SkeinJob         *job,
              const Restaurant *place)
{
  int64_t start_ns = skein_job_get_begin (job);
  double served_ns = 0;

  for (unsigned customer = 0; customer < place->n_customers; customer++)
    served_ns += (double) (skein_job_get_end (job, customer) - start_ns);

  skein_job_put (job, "waiting_ns", (double) place->waiting_ns);
  skein_job_put (job, "requests_per_s", place->n_customers * 1e9 / (double) (skein_job_get_last_end (job) - start_ns));
  skein_job_put (job, "served_ns", served_ns / place->n_customers);
}

static uint64_t
know_sum (const Restaurant *place)
{
  uint64_t sum = 0;

  for (unsigned customer = 0; customer < place->n_customers; customer++)
    sum += skein_server_know_answer (customer) + (uint64_t) place->work * SKEIN_BLOCK_PRIMES;

  return sum;
}

void
skein_work_waiting (SkeinJob *job)
{
  Restaurant place = {
    .n_customers = (unsigned) skein_job_get (job, "customers"),
    .work = skein_job_get (job, "work"),
  };

  /* Each customer is turned to twice by who serves them all. */
  skein_job_prepare (job, place.n_customers, 2 * place.n_customers, 0);

  /* The server stands for another machine: it is not confined. */
  place.server = skein_server_start (job, place.n_customers, skein_job_get (job, "wait") * 1000000);

  if (skein_job_is (job, "threads-one-core"))
    skein_job_confine (job, 1);

  if (skein_job_is (job, "one-after-another"))
    skein_workers_run (job, SKEIN_WORKER_THREADS, 1, serve_one_after_another, &place);
  else if (skein_job_is (job, "multiplexed"))
    skein_workers_run (job, SKEIN_WORKER_THREADS, 1, serve_multiplexed, &place);
  else
    skein_workers_run (job, SKEIN_WORKER_THREADS, place.n_customers, serve_own, &place);

  skein_server_stop (place.server);
  put_measures (job, &place);
  skein_job_answer (job, know_sum (&place), skein_job_sum_answers (job));
}
