#!/usr/bin/env python3
# check-translations.py - is every translation complete, up to date and well formed?
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The texts are taken from the sources anew, so that a po file that was not updated after a
# change of a text fails. To update it: meson compile -C _build skein-update-po

import pathlib
import re
import subprocess
import tempfile

import project

# What meson's i18n module gives xgettext with preset 'glib', as far as it matters here.
XGETTEXT = ['xgettext', '--from-code=UTF-8', '--add-comments', '--package-name=skein',
            '--keyword=_', '--keyword=N_', '--keyword=C_:1c,2', '--keyword=NC_:1c,2', '--keyword=Q_:1g',
            '--keyword=g_dcgettext:2', '--keyword=g_dngettext:2,3', '--keyword=g_dpgettext2:2c,3',
            '--flag=N_:1:pass-c-format', '--flag=C_:2:pass-c-format', '--flag=NC_:2:pass-c-format',
            '--flag=g_dngettext:2:pass-c-format', '--flag=g_strdup_printf:1:c-format',
            '--flag=g_string_printf:2:c-format', '--flag=g_string_append_printf:2:c-format',
            '--flag=g_error_new:3:c-format', '--flag=g_set_error:4:c-format', '--flag=g_markup_printf_escaped:1:c-format']


def run(*command):
    return subprocess.run(command, cwd=project.top, capture_output=True, text=True)


def messages(path, *which):
    """The texts of a po file that msgattrib selects, each in one line."""
    listing = run('msgattrib', '--no-wrap', *which, path).stdout
    for entry in re.split(r'\n\n+', re.sub(r'^#~ ', '', listing, flags=re.M)):
        text = re.search(r'^msgid ((?:"(?:\\.|[^"\\])*"\n?)+)', entry, re.M)
        if text and (text := ''.join(re.findall(r'"((?:\\.|[^"\\])*)"', text.group(1)))):
            yield text


def check(language, template, folder):
    source, merged = f'po/{language}.po', str(pathlib.Path(folder, f'{language}.po'))
    if not (project.top / source).is_file():
        return [(f'{language}: there is a translation', [f'{source} is missing'])]
    merge = run('msgmerge', '--quiet', '--no-fuzzy-matching', '-o', merged, source, template)
    well_formed = run('msgfmt', '--check', '-o', '/dev/null', merged)
    return [
        (f'{language}: can be read', merge.stderr.splitlines()),
        (f'{language}: header, plurals and formats are right', well_formed.stderr.splitlines()),
        (f'{language}: every text is translated', list(messages(merged, '--untranslated', '--no-obsolete'))),
        (f'{language}: no translation is a guess', list(messages(merged, '--only-fuzzy', '--no-obsolete'))),
        (f'{language}: no translation is of a text that is gone', list(messages(merged, '--only-obsolete'))),
    ]


with tempfile.TemporaryDirectory() as folder:
    template = str(pathlib.Path(folder, 'skein.pot'))
    extract = run(*XGETTEXT, '--files-from=po/POTFILES', '-o', template)
    results = [('the texts can be taken from the sources', extract.stderr.splitlines() if extract.returncode else [])]
    if extract.returncode == 0:
        for language in project.read('po/LINGUAS').split():
            results += check(language, template, folder)
    project.tap(results)
