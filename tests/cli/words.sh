#!/usr/bin/env bash
# What the program tells of itself: every option stands in the manual page and in the completions, its version everywhere.
# shellcheck source=tests/cli/lib.sh
. "${0%/*}/lib.sh"
commands='check audit report merge diff rules doctor'

# The long options of a command, by its help.
options() {
  "$LOANLENS" "$1" --lang en --help | sed -n 's/^  [ -].*--\([a-z-]*\).*/--\1/p'
}
in_manual() {
  local missing=
  for option in $(for command in $commands; do options "$command"; done | sort -u); do
    grep -Eq "Fl Fl ${option#--}( |\$)" "$LOANLENS_SOURCE/docs/loanlens.1" || missing="$missing $option"
  done
  echo "not in the manual page:$missing"
  [ -z "$missing" ]
}
only_real() {
  local extra=
  for option in $(grep -oE 'Fl Fl [a-z-]+' "$LOANLENS_SOURCE/docs/loanlens.1" | sed 's/Fl Fl /--/' | sort -u); do
    for command in $commands; do options "$command"; done | grep -qx -- "$option" || extra="$extra $option"
  done
  echo "only in the manual page:$extra"
  [ -z "$extra" ]
}
# That another program's page is not installed here is no fault of ours.
lint() {
  ! mandoc -T lint "$LOANLENS_SOURCE/docs/loanlens.1" 2>&1 | grep -v -e 'mandoc.db' -e 'referenced manual not found'
}
# bash completes the words $1... to something that holds the last argument.
completes() {
  local wanted=${*: -1}
  # shellcheck source=/dev/null
  . "$LOANLENS_SOURCE/scripts/completion/loanlens.bash"
  PATH=$(dirname "$LOANLENS"):$PATH
  COMP_WORDS=("${@:1:$#-1}")
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  _loanlens
  printf '%s\n' "${COMPREPLY[@]}" | grep -qx -- "$wanted"
}
one_version() {
  local version
  version=$("$LOANLENS" --version | sed -n 's/^loanlens //p')
  grep -qx "version: $version" "$LOANLENS_SOURCE/docs/CITATION.cff" && grep -m 1 '^## ' "$LOANLENS_SOURCE/docs/CHANGELOG.md" | grep -qx "## $version"
}

is 'every option is in the manual page' in_manual
is 'and no other' only_real
if command -v mandoc >/dev/null; then is 'the manual page is clean' lint; else skip 'lint' 'no mandoc'; fi
is 'bash completes commands' completes loanlens a audit
is 'and options' completes loanlens check --h --html
is 'and actions' completes loanlens rules pro profile
for command in $commands; do
  is "help of $command fits 80 columns" bash -c "! \"$LOANLENS\" $command --lang en --help | grep -E '.{81}'"
done
is 'the codebook is that of the store and the tables' "$LOANLENS_SOURCE/tests/check-codebook" "$LOANLENS"
is 'the citation and the list of changes are of this version' one_version

finish
