// Tests: random names and passwords, from what people type to what attackers do; the same for the same seed.

export interface Input {
  username: unknown
  password: unknown
}

/** Numbers from 0 to 1, by mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const ALPHABETS = [
  'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-@',
  '()*&|!=<>~\\/,+"#; ',
  'äöüßéñçøÅŁ日本語한국어عربי',
  '\u202e\u200f\u0301\ufeff\u2028\u00a0\u3000',
  '\0\x01\t\n\r\x1b\x7f\ud800\udfff',
  '😀👩‍💻🇩🇪',
]
const KNOWN = [
  'alice',
  'ALICE',
  ' alice ',
  'bob',
  'odd(x)*',
  'twin',
  'loadbalancer',
  'uid=alice,ou=people,dc=test',
  'DOMAIN\\alice',
  'alice@example.com',
]
const SLY = [
  '*',
  '*)(uid=*',
  '(|(uid=*))',
  '#{7*7}',
  '{user}',
  "' OR 1=1 --",
  '../../etc/passwd',
  '%00',
  '@secret:x@',
]
const ODD = [undefined, null, 7, true, [], ['alice'], { $ne: '' }]

export function inputFrom(random: () => number): Input {
  const one = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const text = (longest: number) => {
    const alphabet = [...one(ALPHABETS), ...(random() < 0.5 ? one(ALPHABETS) : '')]
    const length = Math.floor(random() ** 3 * longest)
    return Array.from({ length }, () => one(alphabet)).join('')
  }
  const kind = random()
  const password = random() < 0.2 ? 'alicepw' : text(300)
  if (kind < 0.04) return { username: one(ODD), password: one([...ODD, password]) }
  if (kind < 0.2) return { username: one(KNOWN), password }
  if (kind < 0.35) return { username: one(SLY) + (random() < 0.5 ? text(20) : ''), password }
  return { username: text(300), password }
}
