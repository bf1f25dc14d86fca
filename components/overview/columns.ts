// The headings of the overview and what each sorts by.
import { by, type Column, compareAddresses, compareNumbers, comparePorts, compareTexts } from '../ui/sort.ts'
import type { ServiceLine } from './lines.ts'
import { rankOf } from './states.ts'

/** Documented headings in their order; STATE and SERVERS are ours. */
export const COLUMNS: readonly Column<ServiceLine>[] = [
  {
    title: 'STATE',
    className: 'c-state',
    width: 'w-[128px]',
    compare: by((l) => rankOf(l.look), compareNumbers),
  },
  { title: 'VIRTUAL SERVICE', className: 'c-name', compare: by((l) => l.label, compareTexts) },
  { title: 'IP', className: 'c-ip', width: 'w-[136px]', compare: by((l) => l.address, compareAddresses) },
  { title: 'PORTS', className: 'c-ports', width: 'w-[98px]', compare: by((l) => l.ports, comparePorts) },
  {
    title: 'SERVERS',
    className: 'c-w',
    width: 'w-[84px]',
    number: true,
    compare: by((l) => l.serversUp, compareNumbers),
  },
  {
    title: 'CONNS',
    className: 'c-conns',
    width: 'w-[72px]',
    number: true,
    compare: by((l) => l.connections, compareNumbers),
  },
  {
    title: 'PROTOCOL',
    className: 'c-proto',
    width: 'w-[92px]',
    compare: by((l) => l.protocol, compareTexts),
  },
  { title: 'METHOD', className: 'c-method', width: 'w-[80px]', compare: by((l) => l.method, compareTexts) },
  { title: 'MODE', className: 'c-mode', width: 'w-[72px]', compare: by((l) => l.mode, compareTexts) },
]
