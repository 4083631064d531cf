/* replay.c - runs a fuzz target without a fuzzer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Gives the target every file of a folder, then mutations of them: always the
 * same ones, a few thousand, for about a second at most. For more, and for ones
 * that look for new ways through the code, build with -Dfuzzers=true.
 */

#include "fuzz.h"

#include <stdio.h>

#define N_MUTATIONS 5000
#define MAX_US G_USEC_PER_SEC

/* So that small changes hit what parsers look at. */
static const char *const pieces[] = {
  "\n", " ", "\t", "-", ":", ",", ".", "(", ")", "\\", "\\n", "0", "9", "-1", "0x", "kB", "\xff", "\xc3",
  "4294967296", "2147483648", "18446744073709551615", "18446744073709551616", "0xffffffffffffffff",
  "8191", "0-8191", "running", "cpu", "-----------------------------------"
};

/* The target gets memory that ends where the bytes do, for a sanitizer to watch. */
static void
run (const uint8_t *bytes,
     size_t         length)
{
  g_autofree uint8_t *exact = g_malloc (MAX (length, 1));

  memcpy (exact, bytes, length);
  LLVMFuzzerTestOneInput (exact, length);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
load_corpus (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *corpus = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  const char *name;

  g_assert_nonnull (dir);

  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_build_filename (path, name, NULL));

  /* The order of a folder is nobody's business; that of the mutations hangs on it. */
  g_ptr_array_sort (names, compare_names);

  for (guint i = 0; i < names->len; i++)
    {
      char *bytes;
      size_t length;

      g_assert_true (g_file_get_contents (g_ptr_array_index (names, i), &bytes, &length, NULL));
      g_ptr_array_add (corpus, g_bytes_new_take (bytes, length));
    }

  return corpus;
}

/* Less than n, or 0. */
static guint
pick (GRand *rand,
      guint  n)
{
  return n == 0 ? 0 : g_rand_int (rand) % n;
}

static void
mutate (GRand     *rand,
        GPtrArray *corpus,
        GString   *text)
{
  guint at = pick (rand, (guint) text->len + 1);
  guint n = pick (rand, MIN ((guint) text->len - at, 16) + 1);
  GBytes *other = g_ptr_array_index (corpus, pick (rand, corpus->len));

  switch (pick (rand, 6))
    {
    case 0: /* cut */
      g_string_truncate (text, at);
      break;

    case 1: /* leave out */
      g_string_erase (text, at, n);
      break;

    case 2: /* say twice */
      {
        g_autofree char *again = g_strndup (text->str + at, n);

        g_string_insert (text, at, again);
        break;
      }

    case 3: /* put in */
      g_string_insert (text, at, pieces[pick (rand, G_N_ELEMENTS (pieces))]);
      break;

    case 4: /* flip a bit */
      if (at < text->len)
        text->str[at] = (char) (text->str[at] ^ 1 << pick (rand, 8));
      break;

    default: /* go on as another */
      {
        size_t size;
        const char *bytes = g_bytes_get_data (other, &size);
        guint from = pick (rand, (guint) size + 1);

        g_string_truncate (text, at);
        g_string_append_len (text, bytes + from, (gssize) (size - from));
        break;
      }
    }
}

static guint
run_mutations (GPtrArray *corpus)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20230610);
  gint64 end = g_get_monotonic_time () + MAX_US;
  guint n_run;

  for (n_run = 0; n_run < N_MUTATIONS && g_get_monotonic_time () < end; n_run++)
    {
      GBytes *origin = g_ptr_array_index (corpus, pick (rand, corpus->len));
      g_autoptr (GString) text = g_string_new_len (g_bytes_get_data (origin, NULL), (gssize) g_bytes_get_size (origin));

      for (guint n = 1 + pick (rand, 4); n > 0; n--)
        mutate (rand, corpus, text);

      run ((const uint8_t *) text->str, text->len);
    }

  return n_run;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GPtrArray) corpus = NULL;

  g_assert_cmpint (argc, ==, 2);

  corpus = load_corpus (argv[1]);
  g_assert_cmpuint (corpus->len, >, 0);

  for (guint i = 0; i < corpus->len; i++)
    {
      GBytes *bytes = g_ptr_array_index (corpus, i);

      run (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
    }

  run ((const uint8_t *) "", 0);
  printf ("1..1\nok 1 - %u files, %u mutations\n", corpus->len, run_mutations (corpus));

  return 0;
}
