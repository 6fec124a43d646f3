# fish completion for loanlens; the options are those the program's own help tells.
set -l commands check audit report merge diff rules doctor
complete -c loanlens -n "not __fish_seen_subcommand_from $commands" -f -a "$commands"
for command in $commands
    complete -c loanlens -n "__fish_seen_subcommand_from $command; and string match -q -- '-*' (commandline -ct)" \
        -a "(loanlens $command --lang en --help 2>/dev/null | sed -n 's/^  [ -].*--\([a-z-]*\).*/--\1/p')"
end
complete -c loanlens -n "__fish_seen_subcommand_from rules" -f -a "list explain test lint profile"
