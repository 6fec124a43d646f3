#!/usr/bin/env bash
# scripts/install on a machine that has, has not, or has only heard of a package: dpkg-query and apt-get are stand-ins.
# shellcheck source=tests/cli/lib.sh
. "${0%/*}/lib.sh"

mkdir bin
cat >bin/dpkg-query <<'EOF'
#!/bin/bash
case ${*: -1} in
  qpdf) exit 1 ;;
  poppler-utils) printf 'not-installed ' ;;
  jq) printf 'config-files ' ;;
  zlib1g-dev) printf 'installed installed ' ;;
  *) printf 'installed ' ;;
esac
EOF
printf '%s\n' '#!/bin/bash' "echo \"\$*\" >>'$work/asked'" >bin/apt-get
printf '%s\n' '#!/bin/bash' 'exec "$@"' >bin/sudo
chmod +x bin/*

# The packages that a call asks apt-get for.
asked() {
  rm -f asked
  PATH=$work/bin:$PATH "$LOANLENS_SOURCE/scripts/install" "$@" >/dev/null || return 1
  [ -e asked ] || return 0
  sed -n 's/^install -y -q --no-install-recommends //p' asked
}
asks() {
  local got
  got=$(asked "${@:2}")
  echo "asked for: $got"
  [ "$got" = "$1" ]
}

is 'nothing is missing for a build: nothing is asked for' asks ''
is 'absent, only heard of, or removed: installed' asks 'jq poppler-utils qpdf' --test

finish
