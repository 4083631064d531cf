/* server.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "workload/server.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_S INT64_C (1000000000)

/* As all take the same time, the questions are answered in the order in which they came. */
typedef struct
{
  unsigned customer;
  int64_t  due_ns;
} Question;

struct _SkeinServer
{
  SkeinJob      *job;
  unsigned       n_customers;
  int64_t        wait_ns;
  pthread_t      thread;
  int           *customer_fds;

  /*< of the server's thread >*/
  struct pollfd *polls;
  Question      *questions; /* a ring */
  unsigned       first;
  unsigned       n_questions;
  unsigned       n_gone;
};

static void
read_all (SkeinServer *self,
          int          fd,
          uint64_t    *ret,
          ssize_t     *ret_length)
{
  *ret_length = TEMP_FAILURE_RETRY (read (fd, ret, sizeof *ret));

  if (*ret_length != 0 && *ret_length != sizeof *ret)
    skein_job_fail (self->job, "the connection broke: %s", strerror (errno));
}

static void
write_all (SkeinServer *self,
           int          fd,
           uint64_t     word)
{
  if (TEMP_FAILURE_RETRY (write (fd, &word, sizeof word)) != sizeof word)
    skein_job_fail (self->job, "the connection broke: %s", strerror (errno));
}

uint64_t
skein_server_know_answer (unsigned customer)
{
  return (customer + UINT64_C (1)) * 1000003;
}

static void
answer_what_is_due (SkeinServer *self)
{
  while (self->n_questions > 0 && self->questions[self->first].due_ns <= skein_job_now ())
    {
      unsigned customer = self->questions[self->first].customer;

      self->first = (self->first + 1) % self->n_customers;
      self->n_questions--;
      write_all (self, self->polls[customer].fd, skein_server_know_answer (customer));
    }
}

static void
hear (SkeinServer *self,
      unsigned     customer)
{
  uint64_t asked;
  ssize_t length;

  read_all (self, self->polls[customer].fd, &asked, &length);

  if (length == 0)
    {
      close (self->polls[customer].fd);
      self->polls[customer].fd = -1;
      self->n_gone++;
      return;
    }

  self->questions[(self->first + self->n_questions) % self->n_customers] = (Question) {
    .customer = (unsigned) asked,
    .due_ns = skein_job_now () + self->wait_ns,
  };
  self->n_questions++;
}

/* Until somebody asks, or the next answer is due. */
static void
sleep_a_while (SkeinServer *self)
{
  struct timespec timeout;
  int64_t left_ns = 0;

  if (self->n_questions > 0)
    left_ns = self->questions[self->first].due_ns - skein_job_now ();

  if (left_ns < 0)
    left_ns = 0;

  timeout = (struct timespec) { .tv_sec = left_ns / NS_PER_S, .tv_nsec = left_ns % NS_PER_S };

  if (ppoll (self->polls, self->n_customers, self->n_questions > 0 ? &timeout : NULL, NULL) < 0 && errno != EINTR)
    skein_job_fail (self->job, "%s", strerror (errno));
}

static void *
serve (void *data)
{
  SkeinServer *self = data;

  prctl (PR_SET_NAME, "server");

  /* Not up to 50 µs later than asked for. */
  prctl (PR_SET_TIMERSLACK, 1);

  while (self->n_gone < self->n_customers)
    {
      sleep_a_while (self);

      for (unsigned i = 0; i < self->n_customers; i++)
        {
          if (self->polls[i].fd >= 0 && self->polls[i].revents != 0)
            hear (self, i);
        }

      answer_what_is_due (self);
    }

  return NULL;
}

static void
connect_customer (SkeinServer *self,
                  unsigned     customer)
{
  int fds[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
    skein_job_fail (self->job, "after %u connections no more can be had: %s", customer, strerror (errno));

  self->customer_fds[customer] = fds[0];
  self->polls[customer] = (struct pollfd) { .fd = fds[1], .events = POLLIN };
}

SkeinServer *
skein_server_start (SkeinJob *job,
                    unsigned  n_customers,
                    int64_t   wait_ns)
{
  SkeinServer *self = calloc (1, sizeof *self);
  int error = ENOMEM;

  if (self != NULL)
    {
      *self = (SkeinServer) { .job = job, .n_customers = n_customers, .wait_ns = wait_ns };
      self->customer_fds = calloc (n_customers, sizeof *self->customer_fds);
      self->polls = calloc (n_customers, sizeof *self->polls);
      self->questions = calloc (n_customers, sizeof *self->questions);
    }

  if (self == NULL || self->customer_fds == NULL || self->polls == NULL || self->questions == NULL)
    skein_job_fail (job, "%s", strerror (error));

  for (unsigned i = 0; i < n_customers; i++)
    connect_customer (self, i);

  error = pthread_create (&self->thread, NULL, serve, self);
  if (error != 0)
    skein_job_fail (job, "the server cannot be had: %s", strerror (error));

  return self;
}

void
skein_server_stop (SkeinServer *self)
{
  for (unsigned i = 0; i < self->n_customers; i++)
    close (self->customer_fds[i]);

  pthread_join (self->thread, NULL);
  free (self->questions);
  free (self->polls);
  free (self->customer_fds);
  free (self);
}

int
skein_server_get_fd (const SkeinServer *self,
                     unsigned           customer)
{
  return self->customer_fds[customer];
}

void
skein_server_ask (SkeinServer *self,
                  unsigned     customer)
{
  write_all (self, self->customer_fds[customer], customer);
}

uint64_t
skein_server_take_answer (SkeinServer *self,
                          unsigned     customer)
{
  uint64_t answer;
  ssize_t length;

  read_all (self, self->customer_fds[customer], &answer, &length);

  if (length == 0)
    skein_job_fail (self->job, "the server hung up");

  return answer;
}
