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
    check | audit | diff | doctor) "$LOANLENS" "$command" ${LOANLENS_MORE:+"$LOANLENS_MORE"} "$@" ;;
    '') "$LOANLENS" ;;
    *) "$LOANLENS" "$command" "$@" ;;
  esac
}

# is NAME COMMAND...: the command succeeds.
is() {
  local name=$1
  shift
  cases=$((cases + 1))
  if "$@" >"$work/.out" 2>&1; then
    echo "ok $cases - $name"
  else
    wrong=$((wrong + 1))
    echo "not ok $cases - $name"
    sed 's/^/#   /' "$work/.out" | head -20
  fi
}

# says NAME STATUS REGEX ARGUMENTS...: loanlens ends with the status and says something like it, on either
# channel.
says() {
  local name=$1 status=$2 regex=$3 got=0
  shift 3
  cases=$((cases + 1))
  run "$@" >"$work/.out" 2>&1 </dev/null || got=$?
  if [ "$got" -eq "$status" ] && grep -Eq -- "$regex" "$work/.out"; then
    echo "ok $cases - $name"
  else
    wrong=$((wrong + 1))
    echo "not ok $cases - $name (status $got, not $status, or not like $regex)"
    sed 's/^/#   /' "$work/.out" | head -20
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
