#!/bin/bash
# Becomes the first process of another machine: the files of this one under a layer of its own that is thrown away, its
# own processes, network, mounts and control groups, and the real systemd. Runs inside fresh namespaces.
# usage: boot.sh FOLDER PYTHON_HOME PACKAGES STAGE
set -euo pipefail
folder=$1 python_home=$2 packages=$3 stage=$4
mount -t tmpfs -o mode=0755 tmpfs "$folder"
mkdir -p "$folder"/{upper,work,root}
mount -t overlay overlay -o "lowerdir=/,upperdir=$folder/upper,workdir=$folder/work" "$folder/root"
cd "$folder/root"
mkdir -p opt/python opt/packages .outside
mount --bind "$python_home" opt/python
mount --bind "$packages" opt/packages
cp -a "$stage/." .
mount -t proc proc proc
mount -t tmpfs -o mode=0755 tmpfs run
mount -t tmpfs -o mode=1777 tmpfs tmp
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=0755 tmpfs dev
for name in null zero full random urandom tty; do
  touch "dev/$name"
  mount --bind "/dev/$name" "dev/$name"
done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
ln -s pts/ptmx dev/ptmx
mount -t tmpfs -o mode=1777 tmpfs dev/shm
ln -s /proc/self/fd dev/fd
# The kernel's settings belong to the machine outside.
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys
ip link set lo up
hostname mingbai-trial
# Nothing of what this machine starts by itself; only what is asked for.
rm -rf etc/systemd/system/*.wants lib/systemd/system/{sysinit,sockets,timers,local-fs,multi-user,graphical}.target.wants
rm -f etc/machine-id
echo 0123456789abcdef0123456789abcdef >etc/machine-id
mkdir lib/systemd/system/sysinit.target.wants
ln -s ../systemd-journald.service lib/systemd/system/sysinit.target.wants/
pivot_root . .outside
umount -l .outside
exec env -i container=mingbai-trial PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --unit=basic.target --log-target=journal
