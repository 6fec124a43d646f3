#!/usr/bin/env bash
# An audit in shards by GNU parallel and by a one-node Slurm of our own: the same as an audit in one piece.
# shellcheck source=tests/cli/lib.sh
. "${0%/*}/lib.sh"
export LOANLENS
for i in $(seq 1 40); do
  mkdir -p "in/p$((i % 4))"
  printf '借款协议 %s\n第一条 您同意平台读取并上传您的手机通讯录。\n' "$i" >"in/p$((i % 4))/$i.txt"
done
run audit in -o whole >/dev/null
same() {
  diff -r --exclude=audit.sqlite whole "$1"
}

if command -v parallel >/dev/null; then
  is 'GNU parallel' "$LOANLENS_SOURCE/scripts/parallel-audit" 3 par in ${LOANLENS_MORE:+"$LOANLENS_MORE"}
  is 'gives the same' same par/merged
else
  skip 'GNU parallel' 'not installed'
fi

# --- Slurm: munged, slurmctld and slurmd with files of our own, stopped at the end by their numbers
stop_slurm() {
  for name in slurmd slurmctld munged; do
    [ -s "$work/slurm/$name.pid" ] && kill "$(cat "$work/slurm/$name.pid")" 2>/dev/null
  done
}
start_slurm() {
  [ "$(id -u)" -eq 0 ] || return 1
  command -v slurmctld >/dev/null && command -v slurmd >/dev/null && command -v munged >/dev/null || return 1
  mkdir -p slurm/state slurm/spool slurm/munge
  chmod 755 "$work" slurm
  chmod 700 slurm/munge
  dd if=/dev/urandom of=slurm/munge/key bs=1024 count=1 status=none
  chmod 400 slurm/munge/key
  munged --force --key-file="$work/slurm/munge/key" --socket="$work/slurm/munge/socket" \
    --pid-file="$work/slurm/munged.pid" --log-file="$work/slurm/munge/log" --seed-file="$work/slurm/munge/seed" || return 1
  cat >slurm/slurm.conf <<CONF
ClusterName=test
SlurmctldHost=$(hostname -s)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$work/slurm/munge/socket
CredType=cred/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
ReturnToService=2
SlurmctldPort=16817
SlurmdPort=16818
SlurmctldPidFile=$work/slurm/slurmctld.pid
SlurmdPidFile=$work/slurm/slurmd.pid
StateSaveLocation=$work/slurm/state
SlurmdSpoolDir=$work/slurm/spool
SlurmctldLogFile=$work/slurm/slurmctld.log
SlurmdLogFile=$work/slurm/slurmd.log
MpiDefault=none
NodeName=$(hostname -s) NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
  export SLURM_CONF=$work/slurm/slurm.conf
  slurmctld && slurmd || return 1
  for _ in $(seq 1 40); do
    sinfo -h -o %T 2>/dev/null | grep -q idle && return 0
    sleep 0.5
  done
  return 1
}
wait_for() {
  for _ in $(seq 1 240); do
    [ -n "$(squeue -h -j "$1" 2>/dev/null)" ] || return 0
    sleep 0.5
  done
  return 1
}
slurm_audit() {
  local job
  job=$("$LOANLENS_SOURCE/scripts/slurm-audit" 3 slurmed in ${LOANLENS_MORE:+"$LOANLENS_MORE"}) || return 1
  wait_for "${job%%;*}" && cat slurmed/log/*.txt
}
trap 'stop_slurm; chmod -R u+rwx "$work" 2>/dev/null; rm -rf "$work"' EXIT
if start_slurm >slurm.log 2>&1; then
  is 'Slurm' slurm_audit
  is 'gives the same' same slurmed/merged
else
  sed 's/^/# /' slurm.log
  skip 'Slurm' 'could not be started here'
fi

finish
