#!/bin/bash
# Process 1 of the lab's VM after its initrd: file systems, modules, network cards; then it serves commands and reaps orphans.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
vm=$(sed 's/.*vm=//; s/ .*//' /proc/cmdline)
kernel=$(sed 's/.*modules=//; s/ .*//' /proc/cmdline)
node=$(sed 's/.*node=//; s/ .*//' /proc/cmdline)

mount -t tmpfs tmpfs /run
mkdir -p /run/netns /run/lock /dev/pts /dev/shm /lib/modules /var/lib/fulcrum-lab
mount -t devpts devpts /dev/pts
mount -t tmpfs tmpfs /dev/shm
ln -sfn /proc/self/fd /dev/fd
mount --bind "$kernel" /lib/modules
modprobe -a virtio_blk ext4 \
  ip_vs ip_vs_wlc ip_vs_wrr ip_vs_dh ip_vs_sh ip_vs_ftp nf_conntrack \
  nf_tables nft_chain_nat nft_ct nft_masq nft_nat nft_redir nft_reject_inet nft_limit nft_log \
  veth bridge bonding 8021q dummy
# The disk survives a reboot; the shared folder is the same on both sides.
mount -t ext4 /dev/vda /var/lib/fulcrum-lab
mount -t 9p -o trans=virtio,version=9p2000.L,msize=1048576,cache=none shared "$vm/shared"

hostname fulcrum-lab
ip -batch - <<'IP'
link set lo up
link set eth0 up
link set eth1 name door
addr add 10.0.2.15/24 dev eth0
IP
while :; do "$node" "${0%/*}/server.mjs" "$vm/token"; done
