#!/bin/sh
# The first process of the namespace: lays a network and a PC/SC service that nobody outside can see, says `ready`, and
# stays until its input ends. With it ends everything that runs in here.
# $1: a folder for the service's configuration and log.
set -eu
PATH=$PATH:/usr/sbin:/sbin

# /run as a whole, so that not even the folder of the socket is made on the machine itself.
mount -t tmpfs tmpfs /run
mkdir /run/pcscd

# vpcd writes head and body of a message apart; without quick acknowledgements each costs 40 ms.
ip link set lo up
for route in 127.0.0.0/8 127.0.0.1; do
  ip route replace local "$route" dev lo table local proto kernel scope host src 127.0.0.1 quickack 1
done

# Only the virtual reader: a real one on this machine stays with its own service.
mkdir "$1/readers" "$1/drivers"
cp /etc/reader.conf.d/vpcd "$1/readers/"
PCSCLITE_HP_DROPDIR="$1/drivers" pcscd --foreground --config "$1/readers" >"$1/pcscd.log" 2>&1 &
service=$!

tries=0
until [ -S /run/pcscd/pcscd.comm ]; do
  tries=$((tries + 1))
  if [ "$tries" -gt 200 ] || ! kill -0 "$service"; then
    cat "$1/pcscd.log" >&2
    exit 1
  fi
  sleep 0.05
done
echo ready
read -r _ || exit 0
