# Helpers of the program tests: TAP on standard output, one line a case.
# LOANLENS is the program, LOANLENS_SOURCE the source tree, LOANLENS_MORE options for whatever reads
# documents (a sanitizer needs --memory=0).
# shellcheck shell=bash
set -u
export LC_ALL=C.UTF-8
unset LOANLENS_DATA NO_COLOR
cases=0 wrong=0
work=$(mktemp -d)
trap 'chmod -R u+rwx "$work" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work" || exit 1

# loanlens with the options that a sanitizer needs.
run() {
  local command=${1-}
  shift
  case $command in
    check | audit | diff | rules | doctor) "$LOANLENS" "$command" ${LOANLENS_MORE:+"$LOANLENS_MORE"} "$@" ;;
    '') "$LOANLENS" ;;
    *) "$LOANLENS" "$command" "$@" ;;
  esac
}

# tell STATUS NAME: one line, and what was printed when the status is not 0.
tell() {
  cases=$((cases + 1))
  if [ "$1" -eq 0 ]; then
    echo "ok $cases - $2"
  else
    wrong=$((wrong + 1))
    echo "not ok $cases - $2"
    sed 's/^/#   /' "$work/.out" | head -20
  fi
}

# is NAME COMMAND...: the command succeeds.
is() {
  local name=$1 status=0
  shift
  "$@" >"$work/.out" 2>&1 || status=1
  tell "$status" "$name"
}

# says NAME STATUS REGEX ARGUMENTS...: loanlens ends with the status and says something like it, on either
# channel.
says() {
  local name=$1 status=$2 regex=$3 got=0
  shift 3
  run "$@" >"$work/.out" 2>&1 </dev/null || got=$?
  if [ "$got" -eq "$status" ] && grep -Eq -- "$regex" "$work/.out"; then
    tell 0 "$name"
  else
    tell 1 "$name (status $got, not $status, or not like $regex)"
  fi
}

skip() {
  cases=$((cases + 1))
  echo "ok $cases - $1 # SKIP $2"
}

finish() {
  echo "1..$cases"
  [ "$wrong" -eq 0 ]
}
