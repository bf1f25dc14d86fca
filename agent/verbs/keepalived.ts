// Verb: keepalived's own test of its file, and what it is blind to.
import { join } from 'node:path'
import { CONF_FILE } from '../../lib/areas/layer4/render.ts'
import { Refusal } from '../machine.ts'
import { type Places, unitFolder } from '../places.ts'
import { forTest, programsIn } from '../working-file.ts'
import { writeWhole } from './files.ts'
import { run } from './run.ts'
import { isExecutable } from './scripts.ts'

const KEEPALIVED = '/usr/sbin/keepalived'
/** A thousand services take half a second on a slow machine. */
const WITHIN = 60_000

/** Throws a Refusal with keepalived's words (a warning is one too: it means that something is left out), or with ours. `conf` is the generation's, which the working file was made of. */
export async function checkKeepalived(places: Places, conf: string, working: string): Promise<void> {
  for (const { program, line } of programsIn(working))
    if (!isExecutable(program))
      throw new Refusal('layer4', missingSentence(program), CONF_FILE, placeOf(conf, line))
  const scratch = join(unitFolder(places, 'layer4'), 'check.conf')
  const text = forTest(working)
  writeWhole(scratch, text, 0o600)
  const ended = await run(KEEPALIVED, ['-t', '-f', scratch], '/', WITHIN)
  if (ended.code === null)
    throw new Refusal(
      'layer4',
      `keepalived’s test was killed, or did not end within ${WITHIN / 1000} s.`,
      CONF_FILE,
    )
  if (ended.code !== 0) throw refusalFrom(ended.errors + ended.output, text, conf)
}

const missingSentence = (program: string): string =>
  `The check script ${program.split('/').at(-1)} is not on this appliance.`

/** What keepalived says whenever it starts. */
const NOISE = /^(Script user 'keepalived_script'|NOTICE:|\s*$)/
const PLACE = /^\((?:\S+: )?Line (\d+)\) (.*)$/

/** The first thing it has against the file, with the line of the generation's file where it stands there too. */
export function refusalFrom(output: string, working: string, conf: string): Refusal {
  const line = output.split('\n').find((l) => !NOISE.test(l)) ?? 'keepalived gave no reason.'
  const m = PLACE.exec(line)
  if (!m) return new Refusal('layer4', line, CONF_FILE)
  return new Refusal(
    'layer4',
    m[2] ?? line,
    CONF_FILE,
    placeOf(conf, working.split('\n')[Number(m[1]) - 1] ?? ''),
  )
}

/** Where a line of the working file stands in the generation's, counted from 1; null where that is not plain. */
function placeOf(conf: string, line: string): number | null {
  const bare = (text: string) => text.replace(/"[^"\s]*\//, '"')
  const places = conf.split('\n').flatMap((l, i) => (bare(l) === bare(line) ? [i + 1] : []))
  return places.length > 0 && line.trim() !== '}' ? (places[0] ?? null) : null
}

/** Its last complaint after a start or reload that did not end well. */
export function lastWords(log: string): Refusal {
  const lines = log.split('\n').map((l) => l.replace(/^\w{3} \w{3} +\d+ [\d:]+ \d+: /, ''))
  const complaint = lines.filter((l) => /Line \d+|error|fail|cannot|can't|unable/i.test(l)).at(-1)
  return new Refusal('layer4', complaint ?? 'keepalived did not take its file in.', CONF_FILE)
}
