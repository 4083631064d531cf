/* session.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/session.h"

#include "app/foci.h"
#include "app/memory-watch.h"
#include "app/recording.h"
#include "base/clock.h"
#include "present/axis-ticks.h"
#include "sampler/sampler.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <stdlib.h>

/* Samples that may wait while the main loop is busy: two seconds at 10 Hz. */
#define QUEUE_LENGTH 20

#define MIN_SPAN_NS     (10 * SKEIN_NS_PER_US)
#define MAX_SPAN_NS     (3600 * SKEIN_NS_PER_S)
#define DEFAULT_SPAN_NS (20 * SKEIN_NS_PER_S)

/* Whoever looks at less than some samples' lengths is at the end with this part of them. */
#define NEAR_THE_END 20

struct _SkeinSession
{
  GObject        parent_instance;

  GSettings     *settings;
  SkeinSampler  *sampler;
  guint          source;
  SkeinStore    *store;
  SkeinRecording *recording;    /* what is known from switches: into the store */
  SkeinSnapshot *snapshot;      /* the newest, NULL before the first */

  GArray        *selection;     /* of SkeinTaskKey */
  SkeinTaskKey   thread;
  SkeinSlice     slice;
  SkeinFoci     *foci;
  SkeinMemoryWatch *memory;
  SkeinTaskKey   region_process;
  uint64_t       region_address;

  int64_t        view_start_ns; /* while following, only their distance counts */
  int64_t        view_end_ns;
  int64_t        range_start_ns;
  int64_t        range_end_ns;
  int64_t        refreshed_ns;
  int64_t        clock_offset_ns;
  int64_t        table_interval_ns;

  guint          has_thread : 1;
  guint          has_slice : 1;
  guint          has_region : 1;
  guint          has_range : 1;
  guint          paused : 1;
  guint          following : 1;
  guint          active : 1;
  guint          recording_wanted : 1;
  guint          elsewhere : 1; /* what is read is not of this machine */
};

enum {
  PROP_0,
  PROP_PAUSED,
  PROP_FOLLOWING,
  PROP_ACTIVE,
  PROP_RECORDING_WANTED,
  N_PROPS
};

enum {
  SAMPLED,
  REFRESH,
  SELECTION_CHANGED,
  VIEW_CHANGED,
  RANGE_CHANGED,
  SLICE_CHANGED,
  EXACTNESS_CHANGED,
  MEMORY_READ,
  REGION_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SkeinSession, skein_session, G_TYPE_OBJECT)

static int64_t
wanted_cadence_ns (SkeinSession *self)
{
  const char *key = self->active ? "cadence-ms" : "hidden-cadence-ms";

  return g_settings_get_int (self->settings, key) * SKEIN_NS_PER_MS;
}

static void
update_recording (SkeinSession *self)
{
  SkeinRecordingObstacle obstacle = SKEIN_RECORDING_UNHINDERED;

  if (self->elsewhere)
    obstacle = SKEIN_RECORDING_ELSEWHERE;
  else if (!self->recording_wanted || !self->active)
    obstacle = SKEIN_RECORDING_UNSEEN;
  else if (self->paused)
    obstacle = SKEIN_RECORDING_PAUSED;
  else if (!g_settings_get_boolean (self->settings, "exact"))
    obstacle = SKEIN_RECORDING_UNWANTED;

  skein_recording_set_obstacle (self->recording, obstacle);
}

static void
recording_changed_cb (gpointer data)
{
  g_signal_emit (data, signals[EXACTNESS_CHANGED], 0);
}

static void
memory_read_cb (gpointer data)
{
  g_signal_emit (data, signals[MEMORY_READ], 0);
}

static void
update_memory (SkeinSession *self)
{
  skein_memory_watch_set_enabled (self->memory, self->active && !self->paused);
}

/* To ask for a setting is too dear for each sample. */
static int64_t
table_interval_ns (SkeinSession *self)
{
  return g_settings_get_int (self->settings, "table-interval-ms") * SKEIN_NS_PER_MS;
}

static void
apply_settings (SkeinSession *self)
{
  size_t history = (size_t) g_settings_get_int (self->settings, "history-mib") << 20;

  self->table_interval_ns = table_interval_ns (self);

  skein_sampler_set_cadence (self->sampler, wanted_cadence_ns (self));
  skein_sampler_set_budget (self->sampler, g_settings_get_double (self->settings, "budget-percent") / 100.0);
  skein_store_set_budget (self->store, history);
  update_recording (self);
}

static gboolean
refresh_is_due (SkeinSession *self)
{
  int64_t half_a_sample = self->snapshot->effort.cadence_ns / 2;

  return self->active && self->snapshot->taken_ns - self->refreshed_ns >= self->table_interval_ns - half_a_sample;
}

static void
refresh (SkeinSession *self)
{
  self->refreshed_ns = self->snapshot->taken_ns;
  g_signal_emit (self, signals[REFRESH], 0);
}

/* Whatever waits is taken at once, switches and samples, and announced once. */
static gboolean
samples_wait_cb (int          fd,
                 GIOCondition condition,
                 gpointer     data)
{
  SkeinSession *self = data;
  SkeinSnapshot *snapshot;
  gboolean any = FALSE;

  skein_recording_take (self->recording);

  while ((snapshot = skein_sampler_pop (self->sampler)) != NULL)
    {
      g_clear_pointer (&self->snapshot, skein_snapshot_unref);
      self->snapshot = snapshot;
      skein_store_append (self->store, snapshot);
      any = TRUE;
    }

  if (any)
    {
      g_object_ref (self);
      g_signal_emit (self, signals[SAMPLED], 0);
      if (refresh_is_due (self))
        refresh (self);
      g_object_unref (self);
    }

  return G_SOURCE_CONTINUE;
}

static void
skein_session_finalize (GObject *object)
{
  SkeinSession *self = SKEIN_SESSION (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->sampler, skein_sampler_free);
  g_clear_pointer (&self->snapshot, skein_snapshot_unref);
  g_clear_pointer (&self->recording, skein_recording_free);
  g_clear_pointer (&self->memory, skein_memory_watch_free);
  g_clear_pointer (&self->store, skein_store_free);
  g_clear_pointer (&self->selection, g_array_unref);
  g_clear_pointer (&self->foci, skein_foci_free);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (skein_session_parent_class)->finalize (object);
}

static void
skein_session_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  SkeinSession *self = SKEIN_SESSION (object);

  switch (prop_id)
    {
    case PROP_PAUSED:
      g_value_set_boolean (value, self->paused);
      break;

    case PROP_FOLLOWING:
      g_value_set_boolean (value, self->following);
      break;

    case PROP_ACTIVE:
      g_value_set_boolean (value, self->active);
      break;

    case PROP_RECORDING_WANTED:
      g_value_set_boolean (value, self->recording_wanted);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
skein_session_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  SkeinSession *self = SKEIN_SESSION (object);

  switch (prop_id)
    {
    case PROP_PAUSED:
      skein_session_set_paused (self, g_value_get_boolean (value));
      break;

    case PROP_FOLLOWING:
      skein_session_set_following (self, g_value_get_boolean (value));
      break;

    case PROP_ACTIVE:
      skein_session_set_active (self, g_value_get_boolean (value));
      break;

    case PROP_RECORDING_WANTED:
      skein_session_set_recording_wanted (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static guint
new_signal (const char *name)
{
  return g_signal_new (name, SKEIN_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
skein_session_class_init (SkeinSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = skein_session_finalize;
  object_class->get_property = skein_session_get_property;
  object_class->set_property = skein_session_set_property;

  properties[PROP_PAUSED] = g_param_spec_boolean ("paused", NULL, NULL, FALSE, flags);
  properties[PROP_FOLLOWING] = g_param_spec_boolean ("following", NULL, NULL, TRUE, flags);
  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE, flags);
  properties[PROP_RECORDING_WANTED] = g_param_spec_boolean ("recording-wanted", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SAMPLED] = new_signal ("sampled");
  signals[REFRESH] = new_signal ("refresh");
  signals[SELECTION_CHANGED] = new_signal ("selection-changed");
  signals[VIEW_CHANGED] = new_signal ("view-changed");
  signals[RANGE_CHANGED] = new_signal ("range-changed");
  signals[SLICE_CHANGED] = new_signal ("slice-changed");
  signals[EXACTNESS_CHANGED] = new_signal ("exactness-changed");
  signals[MEMORY_READ] = new_signal ("memory-read");
  signals[REGION_CHANGED] = new_signal ("region-changed");
}

static void
skein_session_init (SkeinSession *self)
{
  self->selection = g_array_new (FALSE, FALSE, sizeof (SkeinTaskKey));
  self->foci = skein_foci_new ();
  self->following = TRUE;
  self->view_end_ns = DEFAULT_SPAN_NS;
}

SkeinSession *
skein_session_new (GSettings   *settings,
                   const char  *proc_path,
                   GError     **error)
{
  g_autoptr(SkeinSession) self = g_object_new (SKEIN_TYPE_SESSION, NULL);
  SkeinSamplerSettings sampling = { .proc_path = proc_path, .queue_length = QUEUE_LENGTH };
  int result;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self->settings = g_object_ref (settings);
  self->elsewhere = proc_path != NULL;
  self->table_interval_ns = table_interval_ns (self);
  self->store = skein_store_new ((size_t) g_settings_get_int (settings, "history-mib") << 20);
  self->recording = skein_recording_new (self->store, recording_changed_cb, self);
  self->memory = skein_memory_watch_new (proc_path, memory_read_cb, self);

  sampling.cadence_ns = wanted_cadence_ns (self);
  sampling.budget = g_settings_get_double (settings, "budget-percent") / 100.0;
  result = skein_sampler_new (&sampling, &self->sampler);
  if (result < 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (-result),
                   _("The processes of this computer cannot be read: %s"), g_strerror (-result));
      return NULL;
    }

  self->source = g_unix_fd_add (skein_sampler_get_fd (self->sampler), G_IO_IN, samples_wait_cb, self);
  g_signal_connect_object (settings, "changed", G_CALLBACK (apply_settings), self, G_CONNECT_SWAPPED);

  return g_steal_pointer (&self);
}

GSettings *
skein_session_get_settings (SkeinSession *self)
{
  return self->settings;
}

SkeinStore *
skein_session_get_store (SkeinSession *self)
{
  return self->store;
}

const SkeinSnapshot *
skein_session_get_snapshot (SkeinSession *self)
{
  return self->snapshot;
}

gboolean
skein_session_get_paused (SkeinSession *self)
{
  return self->paused;
}

void
skein_session_set_paused (SkeinSession *self,
                          gboolean      paused)
{
  if (self->paused == !!paused)
    return;

  self->paused = !!paused;
  skein_sampler_set_paused (self->sampler, paused);
  update_recording (self);
  update_memory (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAUSED]);
}

gboolean
skein_session_get_following (SkeinSession *self)
{
  return self->following;
}

/* What was shown until now stays where it is when following ends. */
void
skein_session_set_following (SkeinSession *self,
                             gboolean      following)
{
  if (self->following == !!following)
    return;

  skein_session_get_view (self, &self->view_start_ns, &self->view_end_ns);
  self->following = !!following;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLLOWING]);
  g_signal_emit (self, signals[VIEW_CHANGED], 0);
}

void
skein_session_set_active (SkeinSession *self,
                          gboolean      active)
{
  if (self->active == !!active)
    return;

  self->active = !!active;
  skein_sampler_set_cadence (self->sampler, wanted_cadence_ns (self));
  skein_session_refresh_soon (self);
  update_recording (self);
  update_memory (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTIVE]);
}

void
skein_session_set_recording_wanted (SkeinSession *self,
                                    gboolean      wanted)
{
  if (self->recording_wanted == !!wanted)
    return;

  self->recording_wanted = !!wanted;
  update_recording (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECORDING_WANTED]);
}

SkeinExactness
skein_session_get_exactness (SkeinSession  *self,
                             char         **ret_why,
                             char         **ret_how)
{
  SkeinRecordingState state = *skein_recording_get_state (self->recording);

  state.cadence_ns = self->snapshot != NULL ? self->snapshot->effort.cadence_ns : wanted_cadence_ns (self);
  state.has_selection = self->selection->len > 0;

  if (ret_why != NULL)
    *ret_why = skein_recording_state_dup_why (&state);
  if (ret_how != NULL)
    *ret_how = skein_recording_state_dup_how (&state);

  if (!state.report.is_recording)
    return SKEIN_EXACTNESS_SAMPLED;

  return state.report.is_machine ? SKEIN_EXACTNESS_EXACT : SKEIN_EXACTNESS_OWN;
}

void
skein_session_record_again (SkeinSession *self)
{
  skein_recording_begin_again (self->recording);
}

const SkeinTaskKey *
skein_session_get_selection (SkeinSession *self,
                             guint        *ret_n)
{
  *ret_n = self->selection->len;

  return (const SkeinTaskKey *) (void *) self->selection->data;
}

static void
name_processes_to_record (SkeinSession *self)
{
  g_autoptr(GArray) pids = g_array_new (FALSE, FALSE, sizeof (pid_t));

  for (guint i = 0; i < self->selection->len; i++)
    g_array_append_val (pids, g_array_index (self->selection, SkeinTaskKey, i).pid);

  skein_recording_set_processes (self->recording, (const pid_t *) (void *) pids->data, pids->len);
}

void
skein_session_set_threads_in_view (SkeinSession       *self,
                                   const SkeinTaskKey *threads,
                                   guint               n_threads)
{
  skein_recording_set_threads (self->recording, threads, n_threads);
}

static gboolean
selection_equals (SkeinSession       *self,
                  const SkeinTaskKey *keys,
                  guint               n_keys)
{
  if (self->selection->len != n_keys)
    return FALSE;

  for (guint i = 0; i < n_keys; i++)
    if (!skein_task_key_equal (&g_array_index (self->selection, SkeinTaskKey, i), &keys[i]))
      return FALSE;

  return TRUE;
}

void
skein_session_set_selection (SkeinSession       *self,
                             const SkeinTaskKey *keys,
                             guint               n_keys)
{
  if (selection_equals (self, keys, n_keys))
    return;

  g_array_set_size (self->selection, 0);
  if (n_keys > 0)
    g_array_append_vals (self->selection, keys, n_keys);

  self->has_thread = FALSE;
  name_processes_to_record (self);
  skein_session_set_slice (self, NULL);
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

gboolean
skein_session_is_selected (SkeinSession       *self,
                           const SkeinTaskKey *key)
{
  for (guint i = 0; i < self->selection->len; i++)
    if (skein_task_key_equal (&g_array_index (self->selection, SkeinTaskKey, i), key))
      return TRUE;

  return FALSE;
}

const SkeinTaskKey *
skein_session_get_thread (SkeinSession *self)
{
  return self->has_thread ? &self->thread : NULL;
}

void
skein_session_set_thread (SkeinSession       *self,
                          const SkeinTaskKey *key)
{
  gboolean has_thread = key != NULL;

  if (self->has_thread == has_thread && (!has_thread || skein_task_key_equal (&self->thread, key)))
    return;

  self->has_thread = has_thread;
  if (has_thread)
    self->thread = *key;

  skein_session_set_slice (self, NULL);
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

const SkeinSlice *
skein_session_get_slice (SkeinSession *self)
{
  return self->has_slice ? &self->slice : NULL;
}

void
skein_session_set_slice (SkeinSession     *self,
                         const SkeinSlice *slice)
{
  if (slice == NULL && !self->has_slice)
    return;

  self->has_slice = slice != NULL;
  if (slice != NULL)
    self->slice = *slice;

  g_signal_emit (self, signals[SLICE_CHANGED], 0);
}

void
skein_session_get_view (SkeinSession *self,
                        int64_t      *ret_start_ns,
                        int64_t      *ret_end_ns)
{
  int64_t start, end;

  *ret_start_ns = self->view_start_ns;
  *ret_end_ns = self->view_end_ns;

  if (self->following && skein_store_get_extent (self->store, &start, &end))
    {
      *ret_start_ns = end - (self->view_end_ns - self->view_start_ns);
      *ret_end_ns = end;
    }
}

/* One sample's length is as near to the end as anybody can scroll; where that is more
 * than what is looked at, a part of it. */
static gboolean
reaches_the_end (SkeinSession *self,
                 int64_t       end_ns,
                 int64_t       span_ns)
{
  int64_t interval_ns = self->snapshot != NULL ? self->snapshot->interval_ns : 0;
  int64_t first, last;

  return skein_store_get_extent (self->store, &first, &last) &&
         end_ns >= last - MIN (interval_ns, span_ns / NEAR_THE_END);
}

void
skein_session_set_view (SkeinSession *self,
                        int64_t       start_ns,
                        int64_t       end_ns)
{
  int64_t span = CLAMP (end_ns - start_ns, MIN_SPAN_NS, MAX_SPAN_NS);
  gboolean following = reaches_the_end (self, end_ns, span);

  self->view_start_ns = end_ns - span;
  self->view_end_ns = end_ns;

  if (self->following != following)
    {
      self->following = following;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLLOWING]);
    }

  g_signal_emit (self, signals[VIEW_CHANGED], 0);
}

/* Nobody asked for the part of the view that lies before history begins. */
static void
get_seen_view (SkeinSession *self,
               int64_t      *ret_start_ns,
               int64_t      *ret_end_ns)
{
  int64_t first, last;

  skein_session_get_view (self, ret_start_ns, ret_end_ns);

  if (skein_store_get_extent (self->store, &first, &last))
    {
      *ret_start_ns = CLAMP (*ret_start_ns, first, last);
      *ret_end_ns = CLAMP (*ret_end_ns, first, last);
    }
}

gboolean
skein_session_get_range (SkeinSession *self,
                         int64_t      *ret_start_ns,
                         int64_t      *ret_end_ns)
{
  get_seen_view (self, ret_start_ns, ret_end_ns);

  if (self->has_range)
    {
      *ret_start_ns = self->range_start_ns;
      *ret_end_ns = self->range_end_ns;
    }

  return self->has_range;
}

void
skein_session_set_range (SkeinSession *self,
                         int64_t       start_ns,
                         int64_t       end_ns)
{
  self->range_start_ns = MIN (start_ns, end_ns);
  self->range_end_ns = MAX (start_ns, end_ns);
  self->has_range = TRUE;
  g_signal_emit (self, signals[RANGE_CHANGED], 0);
}

void
skein_session_clear_range (SkeinSession *self)
{
  if (!self->has_range)
    return;

  self->has_range = FALSE;
  g_signal_emit (self, signals[RANGE_CHANGED], 0);
}

void
skein_session_set_focus (SkeinSession *self,
                         gpointer      owner,
                         const pid_t  *pids,
                         guint         n_pids)
{
  skein_foci_set (self->foci, owner, pids, n_pids, self->sampler);
}

void
skein_session_set_memory_wish (SkeinSession          *self,
                               gpointer               owner,
                               const SkeinMemoryWish *wish)
{
  skein_memory_watch_set_wish (self->memory, owner, wish);
}

const SkeinMemoryReport *
skein_session_get_memory (SkeinSession *self)
{
  return skein_memory_watch_get_report (self->memory);
}

static int
compare_with_pid (const void *key,
                  const void *element)
{
  const SkeinTaskKey *process = key;
  const SkeinFootprint *footprint = element;

  return (process->pid > footprint->process.pid) - (process->pid < footprint->process.pid);
}

const SkeinFootprint *
skein_session_find_footprint (SkeinSession       *self,
                              const SkeinTaskKey *process)
{
  const SkeinMemoryReport *report = skein_session_get_memory (self);
  const SkeinFootprint *found;

  if (report == NULL || report->n_footprints == 0)
    return NULL;

  found = bsearch (process, report->footprints, report->n_footprints, sizeof *found, compare_with_pid);

  return found != NULL && found->error == 0 && skein_task_key_equal (&found->process, process) ? found : NULL;
}

int
skein_session_get_memory_error (SkeinSession *self)
{
  return skein_memory_watch_get_error (self->memory);
}

const SkeinTaskKey *
skein_session_get_region (SkeinSession *self,
                          uint64_t     *ret_address)
{
  *ret_address = self->region_address;

  return self->has_region ? &self->region_process : NULL;
}

void
skein_session_set_region (SkeinSession       *self,
                          const SkeinTaskKey *process,
                          uint64_t            address)
{
  gboolean has_region = process != NULL;

  if (self->has_region == has_region &&
      (!has_region || (self->region_address == address && skein_task_key_equal (&self->region_process, process))))
    return;

  self->has_region = has_region;
  if (has_region)
    {
      self->region_process = *process;
      self->region_address = address;
    }

  g_signal_emit (self, signals[REGION_CHANGED], 0);
}

void
skein_session_refresh_soon (SkeinSession *self)
{
  self->refreshed_ns = 0;
}

int64_t
skein_session_get_clock_offset (SkeinSession *self)
{
  int64_t offset_ns = skein_axis_clock_offset ();

  if (ABS (offset_ns - self->clock_offset_ns) > SKEIN_NS_PER_MS)
    self->clock_offset_ns = offset_ns;

  return self->clock_offset_ns;
}

guint
skein_session_get_colour_number (SkeinSession       *self,
                                 const SkeinTaskKey *process)
{
  return skein_store_get_process_number (self->store, process);
}
