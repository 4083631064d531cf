/* report.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "lab/report.h"

#include "lab/run.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include <json-glib/json-glib.h>

/* A line with many parameters has a few hundred bytes. */
#define LONGEST_LINE 65536

/* More spans are not worth the memory. */
#define MOST_SPANS 1000000

/* The parser calls itself for what is within something else. */
#define DEEPEST 16

void
skein_lab_report_init (SkeinLabReport            *self,
                       const SkeinExperimentInfo *experiment)
{
  *self = (SkeinLabReport) {
    .experiment = experiment,
    .cpu_ns = NAN,
    .given_up = NAN,
    .taken = NAN,
    .workers = NAN,
    .private_bytes = NAN,
    .proportional_bytes = NAN,
    .spans_lost = NAN,
    .cores = g_array_new (FALSE, TRUE, sizeof (uint16_t)),
    .tasks = g_array_new (FALSE, TRUE, sizeof (SkeinLabTask)),
    .spans = g_array_new (FALSE, TRUE, sizeof (SkeinLabSpan)),
    .rest = g_string_new (NULL),
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (self->measures); i++)
    self->measures[i] = NAN;
}

void
skein_lab_report_clear (SkeinLabReport *self)
{
  g_clear_pointer (&self->cores, g_array_unref);
  g_clear_pointer (&self->tasks, g_array_unref);
  g_clear_pointer (&self->spans, g_array_unref);

  if (self->rest != NULL)
    g_string_free (self->rest, TRUE);

  self->rest = NULL;
}

static bool
holds (JsonNode *node,
       GType     type)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

/* Returns: whether there is a whole number of @least at least */
static bool
take_int (JsonObject *object,
          const char *name,
          int64_t     least,
          int64_t    *ret)
{
  JsonNode *node = json_object_get_member (object, name);

  if (!holds (node, G_TYPE_INT64) || json_node_get_int (node) < least)
    return false;

  *ret = json_node_get_int (node);

  return true;
}

static bool
take_pid (JsonObject *object,
          const char *name,
          pid_t      *ret)
{
  int64_t value;

  if (!take_int (object, name, 1, &value) || value > INT32_MAX)
    return false;

  *ret = (pid_t) value;

  return true;
}

/* What is no number, or none that makes sense, was not measured. */
static double
get_double (JsonObject *object,
            const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  bool is_number = holds (node, G_TYPE_INT64) || holds (node, G_TYPE_DOUBLE);
  double value = is_number ? json_node_get_double (node) : NAN;

  return isfinite (value) && value >= 0.0 ? value : NAN;
}

static int
take_start (SkeinLabReport *self,
            JsonObject     *object)
{
  JsonNode *node = json_object_get_member (object, "cores");
  JsonArray *cores = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  int64_t usable;

  for (guint i = 0; cores != NULL && i < json_array_get_length (cores); i++)
    {
      JsonNode *element = json_array_get_element (cores, i);
      int64_t value = holds (element, G_TYPE_INT64) ? json_node_get_int (element) : -1;
      uint16_t core = (uint16_t) value;

      if (value < 0 || value >= SKEIN_MOST_CORES)
        return -EBADMSG;

      g_array_append_val (self->cores, core);
    }

  /* Who does not say how many of them, can use all. */
  if (!take_int (object, "usable", 1, &usable) || usable > self->cores->len)
    usable = self->cores->len;

  self->n_usable = (unsigned) usable;
  self->has_start = true;

  return 0;
}

static bool
take_task_number (JsonObject *object,
                  uint32_t   *ret)
{
  int64_t number;

  if (!take_int (object, "task", 0, &number) || number >= SKEIN_LAB_MOST_TASKS)
    return false;

  *ret = (uint32_t) number;

  return true;
}

/* What never came is left out. */
static int
take_task (SkeinLabReport *self,
           JsonObject     *object)
{
  SkeinLabTask task = { 0 };
  uint32_t number;

  if (!take_task_number (object, &number))
    return -EBADMSG;

  take_pid (object, "pid", &task.pid);
  take_pid (object, "tid", &task.tid);
  take_int (object, "launched_ns", 0, &task.launched_ns);
  take_int (object, "start_ns", 0, &task.start_ns);
  take_int (object, "end_ns", 0, &task.end_ns);

  if (task.end_ns != 0 && (task.start_ns == 0 || task.end_ns < task.start_ns))
    return -EBADMSG;

  if (number >= self->tasks->len)
    g_array_set_size (self->tasks, number + 1);

  g_array_index (self->tasks, SkeinLabTask, number) = task;

  return 0;
}

static int
take_span (SkeinLabReport *self,
           JsonObject     *object)
{
  SkeinLabSpan span = { 0 };

  if (!take_task_number (object, &span.task) || !take_pid (object, "tid", &span.tid) ||
      !take_int (object, "start_ns", 0, &span.start_ns) || !take_int (object, "end_ns", span.start_ns, &span.end_ns))
    return -EBADMSG;

  if (self->spans->len < MOST_SPANS)
    g_array_append_val (self->spans, span);

  return 0;
}

static void
take_measures (SkeinLabReport *self,
               JsonObject     *object)
{
  JsonNode *node = json_object_get_member (object, "measures");

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;

  for (unsigned i = 0; i < SKEIN_EXPERIMENT_MEASURES && self->experiment->measures[i].id != NULL; i++)
    self->measures[i] = get_double (json_node_get_object (node), self->experiment->measures[i].id);
}

static int
take_end (SkeinLabReport *self,
          JsonObject     *object)
{
  int64_t expected, got;

  if (!take_int (object, "start_ns", 1, &self->start_ns) || !take_int (object, "end_ns", self->start_ns, &self->end_ns))
    return -EBADMSG;

  self->cpu_ns = get_double (object, "cpu_ns");
  self->given_up = get_double (object, "given_up");
  self->taken = get_double (object, "taken");
  self->workers = get_double (object, "workers");
  self->private_bytes = get_double (object, "private_bytes");
  self->proportional_bytes = get_double (object, "proportional_bytes");
  self->spans_lost = get_double (object, "spans_lost");
  take_measures (self, object);

  self->has_answer = take_int (object, "expected", 0, &expected) && take_int (object, "got", 0, &got);
  if (self->has_answer)
    {
      self->expected = (uint64_t) expected;
      self->got = (uint64_t) got;
    }

  self->has_end = true;

  return 0;
}

static int
take_object (SkeinLabReport *self,
             JsonObject     *object)
{
  JsonNode *node = json_object_get_member (object, "type");
  const char *type = holds (node, G_TYPE_STRING) ? json_node_get_string (node) : NULL;

  if (type == NULL)
    return -EBADMSG;

  if (self->has_end)
    return 0;
  if (strcmp (type, "start") == 0)
    return take_start (self, object);
  if (!self->has_start)
    return -EBADMSG;
  if (strcmp (type, "task") == 0)
    return take_task (self, object);
  if (strcmp (type, "span") == 0)
    return take_span (self, object);
  if (strcmp (type, "end") == 0)
    return take_end (self, object);

  return 0;
}

/* Brackets in texts count, too: there are none. */
static bool
is_too_deep (const char *line,
             size_t      length)
{
  int depth = 0;

  for (size_t i = 0; i < length && depth <= DEEPEST; i++)
    depth += (line[i] == '[' || line[i] == '{') - (line[i] == ']' || line[i] == '}');

  return depth > DEEPEST;
}

static int
take_line (SkeinLabReport *self,
           const char     *line,
           size_t          length)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root;

  /* The parser takes for text what it is told is some. */
  if (length == 0 || is_too_deep (line, length) || !g_utf8_validate (line, (gssize) length, NULL) ||
      !json_parser_load_from_data (parser, line, (gssize) length, NULL))
    return -EBADMSG;

  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return -EBADMSG;

  return take_object (self, json_node_get_object (root));
}

int
skein_lab_report_take (SkeinLabReport *self,
                       const char     *bytes,
                       size_t          n_bytes)
{
  const char *end = bytes + n_bytes;
  int result = 0;

  while (result == 0 && bytes < end)
    {
      const char *feed = memchr (bytes, '\n', (size_t) (end - bytes));
      const char *until = feed != NULL ? feed : end;

      g_string_append_len (self->rest, bytes, until - bytes);

      if (self->rest->len > LONGEST_LINE)
        result = -EBADMSG;
      else if (feed != NULL)
        {
          result = take_line (self, self->rest->str, self->rest->len);
          g_string_truncate (self->rest, 0);
        }

      bytes = feed != NULL ? feed + 1 : end;
    }

  return result;
}

int
skein_lab_report_close (SkeinLabReport *self)
{
  /* A line that was cut off tells nothing, but what came before does. */
  return self->has_end ? 0 : -EBADMSG;
}
