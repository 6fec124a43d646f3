# bash completion for loanlens; the options are those the program's own help tells.
_loanlens() {
  local command=${COMP_WORDS[1]-} current=${COMP_WORDS[COMP_CWORD]} commands='check audit report merge diff rules doctor'
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    mapfile -t COMPREPLY < <(compgen -W "$commands --help --version" -- "$current")
  elif [[ $current == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$(loanlens "$command" --lang en --help 2>/dev/null | sed -n 's/^  [ -].*--\([a-z-]*\).*/--\1/p')" -- "$current")
  elif [ "$command" = rules ] && [ "$COMP_CWORD" -eq 2 ]; then
    mapfile -t COMPREPLY < <(compgen -W 'list explain test lint profile' -- "$current")
  else
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
  fi
}
complete -o filenames -F _loanlens loanlens
