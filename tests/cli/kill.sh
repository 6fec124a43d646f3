#!/usr/bin/env bash
# An audit killed at fifty random moments (parent, workers, or all) ends as if nothing had happened;
# a disk that fills up loses nothing.
# shellcheck source=tests/cli/lib.sh
. "${0%/*}/lib.sh"
RANDOM=${LOANLENS_SEED:-7}

mkdir -p in/a in/b
for i in $(seq 1 120); do
  printf '借款协议 %s\n第一条 您同意平台读取并上传您的手机通讯录，编号%s。\n' "$i" "$i" >"in/a/$i.txt"
  printf '隐私政策 %s\n第一条 我们会向催收机构提供您的联系方式，编号%s。\n' "$i" "$i" >"in/b/$i.txt"
done
cp "$LOANLENS_SOURCE"/corpus/*/*.pdf in/b/
inputs=$(find in -type f | wc -l)

# Ends in the program itself, so that in the background its process is the one whose number we are told.
audit() {
  exec "$LOANLENS" audit ${LOANLENS_MORE:+"$LOANLENS_MORE"} in -j 2 -o "$1"
}
same() {
  diff -r --exclude=audit.sqlite whole "$1"
}
sound() {
  [ "$(sqlite3 "$1/audit.sqlite" 'PRAGMA integrity_check; PRAGMA foreign_key_check')" = ok ]
}

began=$(date +%s%N)
(audit whole) >/dev/null
took=$((($(date +%s%N) - began) / 1000000))

for _ in $(seq 1 50); do
  audit killed >/dev/null 2>&1 &
  pid=$!
  sleep "$(awk -v r="$RANDOM" -v t=$took 'BEGIN { printf "%.3f", r / 32767 * t / 1000 / 3 }')"
  case $((RANDOM % 3)) in
    0) kill -KILL $pid 2>/dev/null ;;
    1) # a worker; the parent goes on, so it is killed a little later
      worker=$(pgrep -P $pid | head -1)
      [ -n "$worker" ] && kill -KILL "$worker" 2>/dev/null
      sleep 0.05
      kill -KILL $pid 2>/dev/null
      ;;
    2)
      workers=$(pgrep -P $pid)
      # shellcheck disable=SC2086 # one word each
      kill -KILL $pid $workers 2>/dev/null
      ;;
  esac
  wait $pid 2>/dev/null
done
# A worker that was killed from outside cost its document: it is tried again.
"$LOANLENS" audit ${LOANLENS_MORE:+"$LOANLENS_MORE"} in -j 2 -o killed --retry-failed >last 2>&1
is 'killed fifty times, the exports are the same' same killed
is 'and the store is sound' sound killed
is 'with every input' grep -q "$inputs inputs" last

if [ "$(id -u)" -eq 0 ] && mkdir small && mount -t tmpfs -o size=600k none small 2>/dev/null; then
  "$LOANLENS" audit ${LOANLENS_MORE:+"$LOANLENS_MORE"} in -o small/out >full 2>&1
  status=$?
  is 'a full disk: status 2' test $status -eq 2
  is 'and a message' grep -Eq 'full|No space' full
  mount -o remount,size=64m small
  "$LOANLENS" audit ${LOANLENS_MORE:+"$LOANLENS_MORE"} in -o small/out >again 2>&1
  is 'with more room it goes on' same small/out
  is 'and is sound' sound small/out
  umount small
else
  skip 'a full disk' 'no tmpfs can be mounted here'
fi

finish
