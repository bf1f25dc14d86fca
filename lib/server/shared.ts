// State the whole process has once. Next loads a module once for each of its own layers (pages, routes, proxy,
// start-up), so what they must share hangs on globalThis.
const place = globalThis as { fulcrum?: { [key: string]: unknown } }
place.fulcrum ??= {}
const holder = place.fulcrum

/** The process's one value of this name, made at its first use. */
export function shared<T>(name: string, make: () => T): T {
  if (!(name in holder)) holder[name] = make()
  return holder[name] as T
}
