#!/usr/bin/env bash
# Builds with warnings as errors and looks at the format.
# usage: scripts/check.sh [--tidy] [--cppcheck]     the two are slow, so they run when asked for
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install --test
mapfile -t programs < <(git ls-files 'src/*.c')
mapfile -t sources < <(git ls-files 'src/*.c' 'src/*.h' 'tests/*.c' 'tests/*.h')

[ -f build-check/build.ninja ] || meson setup build-check -Dwerror=true >/dev/null
ninja -C build-check >build-check/log-build.txt || { grep -E 'error|FAILED' build-check/log-build.txt | head -40; exit 1; }
echo "no warning"
clang-format --dry-run -Werror "${sources[@]}"
echo "format as it should be"
for word in "$@"; do
  case $word in
    --tidy)
      clang-tidy -p build-check --quiet --warnings-as-errors='*' \
        --checks='-*,bugprone-*,-bugprone-easily-swappable-parameters,-bugprone-assignment-in-if-condition,clang-analyzer-*,-clang-analyzer-security.insecureAPI.DeprecatedOrUnsafeBufferHandling,readability-function-size' \
        --config='{CheckOptions: [{key: readability-function-size.LineThreshold, value: 60}]}' \
        "${programs[@]}"
      ;;
    --cppcheck)
      # cppcheck does not know that g_assert() ends the path: four checks that follow from it are off
      cppcheck --project=build-check/compile_commands.json --enable=warning,performance,portability \
        --inline-suppr --library=gtk --file-filter='src/*' --suppress='nullPointerRedundantCheck' --suppress='negativeIndex' --suppress='arrayIndexOutOfBoundsCond' --suppress='nullPointerArithmeticRedundantCheck' --suppress='*:*build-check*' --error-exitcode=1 --quiet -j2
      ;;
    *) sed -n '2,4s/^# //p' "$0"; exit 2 ;;
  esac
done
