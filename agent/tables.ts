// Persistence tables on their way from one HAProxy process to the next: what is kept of them and what is put back, pure.
//
// HAProxy hands its tables over by the local peer at a reload, but not before some 10 s after a cold start, and
// never at a restart. Servers are kept by name: their numbers change as others come and go.

/** One client's entry. */
export interface Entry {
  table: string
  /** As HAProxy writes the table's type: ip, ipv6. */
  type: string
  key: string
  server: string
  /** When it ends, milliseconds since 1970. */
  until: number
}

interface Table {
  name: string
  type: string
  used: number
}

/** The tables of a `show table` without a name. */
export const tablesIn = (text: string): Table[] =>
  [...text.matchAll(/^# table: (\S+), type: (\S+), size:\d+, used:(\d+)/gm)].map((m) => ({
    name: m[1] ?? '',
    type: m[2] ?? '',
    used: Number(m[3]),
  }))

/** A server's number in its proxy and its name, by `proxy/...`. */
export interface Servers {
  nameOf: ReadonlyMap<string, string>
  numberOf: ReadonlyMap<string, string>
}

/** From `show servers state`. */
export function serversIn(states: string): Servers {
  const rows = states.split('\n').map((line) => line.split(' '))
  const all = rows.filter((cells) => cells.length > 4 && cells[0] !== '#')
  return {
    nameOf: new Map(all.map(([, proxy, id, name]) => [`${proxy}/${id}`, name ?? ''])),
    numberOf: new Map(all.map(([, proxy, id, name]) => [`${proxy}/${name}`, id ?? ''])),
  }
}

/**
 * The entries of `show table <name>`. One that was put back is known to HAProxy by its server's number alone
 * until its client comes again.
 */
export function entriesIn(text: string, servers: Servers, at: number): Entry[] {
  const [table] = tablesIn(text)
  if (!table) return []
  const lines = text.matchAll(/ key=(\S+) .*\bexp=(\d+) .*\bserver_id=(\d+) server_key=(\S+)/g)
  return [...lines].flatMap(([, key = '', left, id, name]) => {
    const server = name === '-' ? servers.nameOf.get(`${table.name}/${id}`) : name
    if (!server) return []
    return [{ table: table.name, type: table.type, key, server, until: at + Number(left) }]
  })
}

/**
 * The commands that make the tables hold what was kept: nothing for entries that are there already, that have
 * ended, or whose table or server is gone. HAProxy gives each a whole time-out again.
 */
export function restoring(
  kept: readonly Entry[],
  present: readonly Entry[],
  tables: readonly Table[],
  servers: Servers,
  at: number,
): string[] {
  const typeOf = new Map(tables.map((t) => [t.name, t.type]))
  const there = new Map(present.map((e) => [`${e.table} ${e.key}`, e.server]))
  return kept.flatMap((entry) => {
    const { table, type, key, server, until } = entry
    const number = servers.numberOf.get(`${table}/${server}`)
    const now = there.get(`${table} ${key}`)
    if (number === undefined || typeOf.get(table) !== type || until <= at || now === server) return []
    // A name learned meanwhile would win over the number.
    const clear = now === undefined ? [] : [`clear table ${table} key ${key}`]
    return [...clear, `set table ${table} key ${key} data.server_id ${number}`]
  })
}
