// A program that tells the neighbours of an address: gratuitous ARP for IPv4, an unsolicited neighbour advertisement for IPv6.

/** For `perl -e` with Debian's perl-base, which every machine has: `<interface> <address>`. Sent twice, as one may be lost. */
export const ANNOUNCE = String.raw`
use strict; use Socket qw(:all);
my ($card, $address) = @ARGV;
sub of { open(my $f, '<', "/sys/class/net/$card/$_[0]") or die "no interface $card\n"; chomp(my $v = <$f>); $v }
my ($index, $mac) = (of('ifindex'), pack('H12', of('address') =~ tr/://dr));
my ($socket, $packet, $to);
if ($address =~ /:/) {
  my ($ip, $all) = (inet_pton(AF_INET6, $address), inet_pton(AF_INET6, 'ff02::1'));
  socket($socket, AF_INET6, SOCK_RAW, 58) or die "$!\n";
  bind($socket, pack_sockaddr_in6(0, $ip)) or die "$!\n";
  setsockopt($socket, 41, 18, pack('i', 255)) && setsockopt($socket, 41, 17, pack('i', $index)) or die "$!\n";
  # Type 136, override flag, the address itself, option 2: our link-layer address. The kernel adds the checksum.
  $packet = pack('C C n N', 136, 0, 0, 0x20000000) . $ip . pack('C C', 2, 1) . $mac;
  $to = pack_sockaddr_in6(0, $all, $index);
} else {
  my $ip = inet_aton($address);
  socket($socket, 17, SOCK_DGRAM, 0x0608) or die "$!\n";
  my $everybody = "\xff" x 6;
  # A request for the address that it comes from.
  $packet = pack('n n C C n', 1, 0x0800, 6, 4, 1) . $mac . $ip . $everybody . $ip;
  $to = pack('S n i S C C a8', 17, 0x0806, $index, 1, 0, 6, $everybody);
}
for (1, 2) { defined send($socket, $packet, 0, $to) or die "$!\n"; select(undef, undef, undef, 0.05) }
`
