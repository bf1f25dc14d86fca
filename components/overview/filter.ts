// Which services the overview shows: by words that people type, and by state. Pure.
import { parsePorts } from '../../lib/model/port-list.ts'
import type { ServerLine, ServiceLine } from './lines.ts'
import { LOOKS_IN_ORDER, type Look } from './states.ts'

export interface Filter {
  text: string
  chip: string
}
export interface Chip {
  name: string
  /** Null for those that are no state. */
  shape: Look['shape'] | null
  count: number
}

const ALL = 'All'
const NOT_GREEN = 'Not green'
export const EVERYTHING: Filter = { text: '', chip: ALL }
export const isFiltering = ({ text, chip }: Filter): boolean => text.trim() !== '' || chip !== ALL

/** What words are looked for in. */
type Sought = Pick<ServerLine, 'label' | 'address' | 'ports' | 'look'>

export interface Found {
  lines: readonly ServiceLine[]
  /** Keys of services that are here for one of their servers: that has to be seen. */
  opened: ReadonlySet<string>
  chips: readonly Chip[]
}

/** The services that match, in their order. Each word has to stand in the label, address, ports or state of a service or of one of its servers. */
export function find(lines: readonly ServiceLine[], { text, chip }: Filter): Found {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const opened = new Set<string>()
  const named = words.length === 0 ? lines : lines.filter((line) => matches(line, words, opened))
  return { lines: named.filter((line) => inChip(line, chip)), opened, chips: chipsOf(named, chip) }
}

function matches(line: ServiceLine, words: readonly string[], opened: Set<string>): boolean {
  if (speaksOf(line, words)) return true
  if (!line.servers.some((server) => speaksOf(server, words))) return false
  opened.add(line.key)
  return true
}

const speaksOf = (line: Sought, words: readonly string[]): boolean =>
  words.every((word) => says(line, word) || hasPort(line.ports, word))

/** Nothing is kept for it: to keep 11,000 texts up to date costs more than to look through them. */
const says = ({ label, address, ports, look }: Sought, word: string): boolean =>
  label.toLowerCase().includes(word) ||
  address.toLowerCase().includes(word) ||
  ports.includes(word) ||
  look.word.toLowerCase().includes(word)

/** 5015 is among 5011-5025. */
function hasPort(ports: string, word: string): boolean {
  if (!ports.includes('-') || !/^\d{1,5}$/.test(word)) return false
  return (parsePorts(ports) ?? []).some(([first, last]) => Number(word) >= first && Number(word) <= last)
}

const inChip = ({ look }: ServiceLine, chip: string): boolean =>
  chip === ALL || (chip === NOT_GREEN ? look.shape !== 'ok' : look.word === chip)

/** All, then what is not green, then each state there is, worst first; the chosen one stays though it is empty. */
function chipsOf(lines: readonly ServiceLine[], chosen: string): Chip[] {
  const count = (name: string) => lines.filter((line) => inChip(line, name)).length
  const fixed = [ALL, NOT_GREEN].map((name) => ({ name, shape: null, count: count(name) }))
  const states = LOOKS_IN_ORDER.map(({ word, shape }) => ({ name: word, shape, count: count(word) }))
  return [...fixed, ...states.filter((chip) => chip.count > 0 || chip.name === chosen)]
}
