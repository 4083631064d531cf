/* preferences.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/preferences.h"

struct _SkeinPreferences
{
  AdwPreferencesWindow  parent_instance;

  GtkSpinButton        *cadence;
  GtkSpinButton        *hidden_cadence;
  GtkSpinButton        *budget;
  GtkSwitch            *exact;
  GtkSpinButton        *history;
  GtkSpinButton        *table_interval;
  AdwComboRow          *cpu_of;
  AdwComboRow          *color_by;
  AdwComboRow          *color_scheme;
};

G_DEFINE_FINAL_TYPE (SkeinPreferences, skein_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* The key's range, or its choices, as the schema has them. */
static GVariant *
dup_range (GSettings  *settings,
           const char *key)
{
  g_autoptr(GSettingsSchema) schema = NULL;
  g_autoptr(GSettingsSchemaKey) schema_key = NULL;
  g_autoptr(GVariant) range = NULL;
  g_autoptr(GVariant) boxed = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  schema_key = g_settings_schema_get_key (schema, key);
  range = g_settings_schema_key_get_range (schema_key);
  boxed = g_variant_get_child_value (range, 1);

  return g_variant_get_variant (boxed);
}

static double
number_from (GVariant *tuple,
             gsize     index)
{
  g_autoptr(GVariant) value = g_variant_get_child_value (tuple, index);

  return g_variant_is_of_type (value, G_VARIANT_TYPE_INT32) ? g_variant_get_int32 (value)
                                                            : g_variant_get_double (value);
}

static void
bind_spin (GSettings     *settings,
           const char    *key,
           GtkSpinButton *spin,
           double         step)
{
  g_autoptr(GVariant) range = dup_range (settings, key);

  gtk_spin_button_set_range (spin, number_from (range, 0), number_from (range, 1));
  gtk_spin_button_set_increments (spin, step, step * 10.0);
  g_settings_bind (settings, key, spin, "value", G_SETTINGS_BIND_DEFAULT);
}

/* The items of a combo stand in the order of the schema's choices. */
static gboolean
choice_to_position (GValue   *value,
                    GVariant *variant,
                    gpointer  data)
{
  const char *choice = g_variant_get_string (variant, NULL);
  const char **choices = data;

  for (guint i = 0; choices[i] != NULL; i++)
    if (g_str_equal (choices[i], choice))
      g_value_set_uint (value, i);

  return TRUE;
}

static GVariant *
position_to_choice (const GValue       *value,
                    const GVariantType *type,
                    gpointer            data)
{
  const char **choices = data;
  guint position = g_value_get_uint (value);

  return position < g_strv_length (data) ? g_variant_new_string (choices[position]) : NULL;
}

static void
bind_choice (GSettings   *settings,
             const char  *key,
             AdwComboRow *row)
{
  g_autoptr(GVariant) choices = dup_range (settings, key);

  g_settings_bind_with_mapping (settings, key, row, "selected", G_SETTINGS_BIND_DEFAULT,
                                choice_to_position, position_to_choice,
                                g_variant_dup_strv (choices, NULL), (GDestroyNotify) g_strfreev);
}

static void
skein_preferences_class_init (SkeinPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, SKEIN_RESOURCE_PATH "/ui/preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, SkeinPreferences, cadence);
  gtk_widget_class_bind_template_child (widget_class, SkeinPreferences, hidden_cadence);
  gtk_widget_class_bind_template_child (widget_class, SkeinPreferences, budget);
  gtk_widget_class_bind_template_child (widget_class, SkeinPreferences, exact);
  gtk_widget_class_bind_template_child (widget_class, SkeinPreferences, history);
  gtk_widget_class_bind_template_child (widget_class, SkeinPreferences, table_interval);
  gtk_widget_class_bind_template_child (widget_class, SkeinPreferences, cpu_of);
  gtk_widget_class_bind_template_child (widget_class, SkeinPreferences, color_by);
  gtk_widget_class_bind_template_child (widget_class, SkeinPreferences, color_scheme);
}

static void
skein_preferences_init (SkeinPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

SkeinPreferences *
skein_preferences_new (GtkWindow *parent,
                       GSettings *settings)
{
  SkeinPreferences *self = g_object_new (SKEIN_TYPE_PREFERENCES, "transient-for", parent, NULL);

  bind_spin (settings, "cadence-ms", self->cadence, 50.0);
  bind_spin (settings, "hidden-cadence-ms", self->hidden_cadence, 250.0);
  bind_spin (settings, "budget-percent", self->budget, 0.5);
  g_settings_bind (settings, "exact", self->exact, "active", G_SETTINGS_BIND_DEFAULT);
  bind_spin (settings, "history-mib", self->history, 16.0);
  bind_spin (settings, "table-interval-ms", self->table_interval, 250.0);
  bind_choice (settings, "cpu-of", self->cpu_of);
  bind_choice (settings, "color-by", self->color_by);
  bind_choice (settings, "color-scheme", self->color_scheme);

  return self;
}
