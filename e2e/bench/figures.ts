// Figures of a bench beside their floors: printed as they come, and the exit code says whether all were kept.

let above = 0

/** One figure and what it must stay below, in the same unit. */
export function figure(what: string, value: number, below: number, unit: string): void {
  const good = value < below
  if (!good) above++
  console.log(
    `${good ? 'ok    ' : 'ABOVE '} ${what.padEnd(64)} ${shown(value)} ${unit}, floor ${shown(below)} ${unit}`,
  )
}

const shown = (value: number): string => value.toFixed(value < 100 ? 2 : 0)

/** A figure that has no floor. */
export const note = (what: string, value: number, unit: string): void =>
  console.log(`       ${what.padEnd(64)} ${shown(value)} ${unit}`)

/** Ends the program: 0 when every figure was kept. */
export function finish(): never {
  console.log(above === 0 ? '\nAll figures are below their floors.' : `\n${above} above their floors.`)
  process.exit(above === 0 ? 0 : 1)
}

export const median = (all: readonly number[]): number => {
  const sorted = [...all].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
