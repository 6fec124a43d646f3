#!/usr/bin/env bash
# Builds with warnings as errors and looks at the format.
# usage: scripts/check.sh [--tidy] [--cppcheck] [--analyzer] [--valgrind]     slow ones run when asked for
# What each tool is told not to say stands here, with the reason, and nowhere else (cppcheck: also inline).
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install --test
mapfile -t programs < <(git ls-files 'src/*.c')
mapfile -t sources < <(git ls-files 'src/*.c' 'src/*.h' 'tests/*.c' 'tests/*.h')

[ -f build-check/build.ninja ] || meson setup build-check -Dwerror=true -Dmimalloc=disabled >/dev/null
ninja -C build-check >build-check/log-build.txt || { grep -E 'error|FAILED' build-check/log-build.txt | head -40; exit 1; }
echo "no warning"
clang-format --dry-run -Werror "${sources[@]}"
echo "format as it should be"
# The unit tests and the golden cases under valgrind, which knows no JIT code. Leaks are LeakSanitizer's (scripts/test).
memcheck() {
  local wrong=0 name test
  local tool=(valgrind -q --error-exitcode=99 --suppressions=tests/valgrind.supp)
  export LOANLENS_NO_JIT=1 CK_EXCLUDE_TAGS=long CK_FORK=no CK_DEFAULT_TIMEOUT=0 LOANLENS_SOURCE=$PWD
  for test in build-check/tests/test_*; do
    [ -x "$test" ] && [ -f "$test" ] || continue
    name=${test##*/test_}
    case $name in
      sandbox | worker) continue ;; # they close system calls and limit memory, which valgrind itself needs
      redos | same_hits | sentences | speed*) continue ;; # long ones of the same code
    esac
    "${tool[@]}" "$test" >build-check/log-valgrind.txt 2>&1 || { echo "valgrind: $name"; tail -40 build-check/log-valgrind.txt; wrong=1; }
  done
  printf '%s\n' '#!/bin/bash' 'command=$1; shift' "exec ${tool[*]/tests/$PWD/tests} --log-file=$PWD/build-check/log-valgrind.%p \\" \
    "  '$PWD/build-check/src/loanlens' \"\$command\" --memory=0 --timeout=0 --no-sandbox \"\$@\"" >build-check/loanlens-valgrind
  chmod +x build-check/loanlens-valgrind
  rm -f build-check/log-valgrind.[0-9]*
  tests/run-golden build-check/loanlens-valgrind >build-check/log-golden.txt || { grep -A20 '^not ok' build-check/log-golden.txt; wrong=1; }
  find build-check -name 'log-valgrind.[0-9]*' -size +0 -exec cat {} + | grep . && wrong=1
  [ $wrong -eq 0 ] && echo "nothing for valgrind"
}

for word in "$@"; do
  case $word in
    --tidy)
      # easily-swappable-parameters, assignment-in-if-condition: a matter of taste
      # macro-parentheses: lists included several times make names and declarations, which take no brackets
      # sizeof-expression: g_clear_pointer() measures a pointer, as it should
      # DeprecatedOrUnsafeBufferHandling: asks for memcpy_s and the like, which glibc has not
      # unix.Malloc: knows nothing of g_autofree; leaks are LeakSanitizer's (scripts/test)
      off=-bugprone-easily-swappable-parameters,-bugprone-assignment-in-if-condition,-bugprone-macro-parentheses
      off=$off,-bugprone-sizeof-expression,-clang-analyzer-security.insecureAPI.DeprecatedOrUnsafeBufferHandling
      off=$off,-clang-analyzer-unix.Malloc
      printf '%s\n' "${programs[@]}" tests/*.c tests/fuzz/*.c | xargs -P "$(nproc)" -n 4 clang-tidy -p build-check --quiet --warnings-as-errors='*' \
        --checks="-*,bugprone-*,clang-analyzer-*,readability-function-size,$off" \
        --config='{CheckOptions: [{key: readability-function-size.LineThreshold, value: 60}]}' >build-check/log-tidy.txt 2>&1 ||
        { grep -vE '^[0-9]+ warnings? generated' build-check/log-tidy.txt; exit 1; }
      echo "nothing for clang-tidy"
      ;;
    --cppcheck)
      # cppcheck does not know that g_assert() ends the path: four checks that follow from it are off
      cppcheck --project=build-check/compile_commands.json --enable=warning,performance,portability \
        --inline-suppr --library=gtk --file-filter='src/*' --suppress='nullPointerRedundantCheck' --suppress='negativeIndex' --suppress='arrayIndexOutOfBoundsCond' --suppress='nullPointerArithmeticRedundantCheck' --suppress='*:*build-check*' --error-exitcode=1 --quiet -j2
      ;;
    --analyzer)
      # malloc-leak: takes what a hash table keeps for lost; leaks are LeakSanitizer's
      # cause, error, node: a GError that is set whenever false comes back, and a node that the caller has just looked at
      rm -rf build-analyzer
      meson setup build-analyzer -Doptimization=1 -Dc_args='-fanalyzer -Wno-analyzer-malloc-leak' >/dev/null
      ninja -C build-analyzer src/libcore.a >build-analyzer/log-build.txt || { tail -20 build-analyzer/log-build.txt; exit 1; }
      if grep 'warning:.*Wanalyzer' build-analyzer/log-build.txt | grep -vE 'NULL [^ ]*(cause|error|node)'; then exit 1; fi
      echo "no complaint of -fanalyzer"
      ;;
    --valgrind) memcheck ;;
    *) sed -n '2,5s/^# //p' "$0"; exit 2 ;;
  esac
done
