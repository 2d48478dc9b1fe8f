#!/bin/bash
# slurm.sh MHO SOURCE_DIR: a sweep of 200 designs on a real Slurm of two virtual nodes on this machine. In the middle
# one node's slurmd is killed with the step that runs there, one task is cancelled, one is requeued: every design is
# looked at, and counts once. Then a search over three tasks. Prints what is wrong, and ends with 1. Nothing under /etc
# is used; needs root, as slurmd does, and the packages slurm-wlm and munge.
set -u
if [ "$(id -u)" != 0 ]; then
  echo "slurm: not run, as slurmd needs root" >&2
  exit 77
fi
mho=$1 source=$2
folder=$(mktemp -d /tmp/mho_slurm_XXXXXX)
export SLURM_CONF=$folder/slurm.conf XDG_CACHE_HOME=$folder/cache MHO_CONFIGS=$source/configs
port=$((20000 + $$ % 10000))
host=$(hostname -s)

stop() {
  for daemon in slurmd.n1 slurmd.n2 slurmctld munged; do
    [ -s "$folder/$daemon.pid" ] && kill "$(cat "$folder/$daemon.pid")" 2>/dev/null
  done
  for _ in $(seq 50); do
    pgrep -f "$folder" >/dev/null || break
    sleep 0.1
  done
  pkill -KILL -f "$folder/slurm.conf" 2>/dev/null
  rm -rf "$folder"
}
trap stop EXIT
fail() {
  echo "slurm: $1" >&2
  tail -n 5 "$folder"/*.log "$folder"/out/slurm/*.log >&2 2>/dev/null
  exit 1
}

mkdir -p "$folder/munge" "$folder/state" "$folder/spool"
chmod 700 "$folder/munge"
(umask 077 && head -c 1024 /dev/urandom >"$folder/munge/key")
munged --force --key-file="$folder/munge/key" --socket="$folder/munge.sock" --pid-file="$folder/munged.pid" \
  --log-file="$folder/munged.log" --seed-file="$folder/munge/seed" || fail "munged does not start"
cat >"$SLURM_CONF" <<CONF
ClusterName=mho
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge.sock
CryptoType=crypto/munge
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool/%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.%n.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
AccountingStorageType=accounting_storage/none
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=1,batch_sched_delay=0,sched_min_interval=0,bf_interval=1
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
ReturnToService=2
SlurmdTimeout=10
KillWait=2
TCPTimeout=5
MessageTimeout=10
CommunicationParameters=NoAddrCache
SlurmdParameters=config_overrides
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=$((port + 1)) CPUs=2 RealMemory=1000
NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=$((port + 2)) CPUs=2 RealMemory=1000
PartitionName=sweep Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
CONF
slurmctld -f "$SLURM_CONF" || fail "slurmctld does not start"
for node in n1 n2; do slurmd -f "$SLURM_CONF" -N $node || fail "slurmd does not start"; done
for _ in $(seq 100); do
  [ "$(sinfo -h -N -o %T 2>/dev/null | grep -c idle)" = 2 ] && break
  sleep 0.2
done
[ "$(sinfo -h -N -o %T | grep -c idle)" = 2 ] || fail "the nodes do not come up"

cat >"$folder/sweep.yaml" <<SWEEP
from: $source/configs/runs/quickstart.yaml
engine: {values: 'off', images: 8}
vary:
  chip.tile.macro.adc.bits: [4, 5, 6, 7, 8]
  chip.supply: {from: 0.7 V, to: 1.0 V, step: 0.1 V}
  chip.technology: [22 nm, 28 nm]
  chip.global_buffer.banks: [1, 2, 4, 8, 16]
objectives: {minimize: [energy.per_inference, area.chip]}
SWEEP
out=$folder/out
finished() { cat "$out"/journal/*.jsonl 2>/dev/null | wc -l; }

"$mho" sweep "$folder/sweep.yaml" --out "$out" --slurm --tasks 4 --patience 5 --no-cache >"$folder/submitted" ||
  fail "not submitted"
job=$(cat "$out/slurm/job")
for _ in $(seq 200); do
  [ "$(finished)" -ge 20 ] && break
  sleep 0.1
done
[ "$(finished)" -ge 20 ] || fail "no task works"
[ "$(finished)" -lt 200 ] || fail "all was done before anything could be broken"
# A node dies, with all that runs there.
kill -KILL "$(cat "$folder/slurmd.n1.pid")"
pkill -KILL -f "slurmstepd: \[$job" -n
scancel "${job}_2"
scontrol requeue "${job}_3" || true
for _ in $(seq 20); do
  "$mho" sweep "$out" --status >"$folder/status" || fail "no status"
  sleep 0.1
done
grep -q "job $job: " "$folder/status" || fail "the status says nothing of the tasks: $(cat "$folder/status")"
slurmd -f "$SLURM_CONF" -N n1 || fail "slurmd does not start again"
for _ in $(seq 400); do
  [ "$(finished)" -ge 200 ] && break
  sleep 0.1
done
"$mho" sweep "$out" --status >"$folder/status"
grep -q "^200 designs looked at (" "$folder/status" || fail "not all designs: $(cat "$folder/status")"
different=$(cat "$out"/journal/*.jsonl | sed 's/.*"id":"\([^"]*\)".*/\1/' | sort -u | wc -l)
[ "$different" = 200 ] || fail "$different different designs"
processes=$(ls "$out"/journal | wc -l)
[ "$processes" -ge 3 ] || fail "$processes processes alone have found designs"
echo "200 designs, $(finished) lines, $processes processes"
scancel "$job" 2>/dev/null

# A search whose tasks learn from each other: its evaluations are those of all of them.
out=$folder/searched
echo 'search: {kind: tpe, evaluations: 60}' | cat "$folder/sweep.yaml" - >"$folder/search.yaml"
"$mho" sweep "$folder/search.yaml" --out "$out" --slurm --tasks 3 --patience 5 --no-cache >/dev/null ||
  fail "a search is not submitted"
for _ in $(seq 300); do
  [ -z "$(squeue --noheader --jobs="$(cat "$out/slurm/job")" 2>/dev/null)" ] && break
  sleep 0.1
done
different=$(cat "$out"/journal/*.jsonl | sed 's/.*"id":"\([^"]*\)".*/\1/' | sort -u | wc -l)
[ "$different" = 60 ] && [ "$(finished)" = 60 ] || fail "a search over tasks: $(finished) lines of $different designs"
processes=$(ls "$out"/journal | wc -l)
[ "$processes" -ge 2 ] || fail "$processes process alone has searched"
echo "a search of 60 designs, $processes processes"
exit 0
