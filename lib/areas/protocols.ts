// What a Virtual Service may carry, as choices of its form and as words of lists.

export const LAYER7_PROTOCOLS = [
  { value: 'http', label: 'HTTP Mode' },
  { value: 'tcp', label: 'TCP Mode' },
] as const

export const LAYER4_PROTOCOLS = [
  { value: 'tcp', label: 'TCP' },
  { value: 'udp', label: 'UDP' },
  { value: 'tcpudp', label: 'TCP/UDP' },
  { value: 'ops', label: 'One Packet Scheduling' },
] as const
