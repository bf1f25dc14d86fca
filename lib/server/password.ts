// Passwords: how they are kept, how they are compared, and which are too weak. Also used by set-up, before Next runs.
import { hash, verify } from '@node-rs/argon2'
import { LONGEST_PASSWORD } from '../model/limits.ts'

/** argon2id with 19 MiB and two passes (OWASP's first choice); the library's own defaults, written out. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** Nobody's hash, of the same cost: compared with where there is no user, so that the answer takes as long. */
const NOBODY =
  '$argon2id$v=19$m=19456,t=2,p=1$c29tZS1maXhlZC1zYWx0IQ$9vV8UO+0xv4dSkLPjVPm9YyvUqVmDVm4n1Zk5s2fJ1Y'

export const hashPassword = (password: string): Promise<string> => hash(password, COST)

/** Whether it is the password of that hash. Takes the same time without one (empty: a directory's user), and then says no. */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  const same = await verify(stored || NOBODY, password)
  return Boolean(stored) && same
}

/** What guessing programs try first, also as parts of longer ones. */
const COMMON = [
  'password',
  'passwort',
  'passw0rd',
  'loadbalancer',
  'fulcrum',
  'appliance',
  'administrator',
  'admin',
  'letmein',
  'welcome',
  'changeme',
  'secret',
  'default',
  'iloveyou',
  'monkey',
  'dragon',
  'football',
  'qwertyuiop',
  'qwerty',
  'asdfgh',
  'zxcvbn',
  '1234567890',
  '123456789',
  '12345678',
  '123456',
  '12345',
  '1234',
  '0987654321',
  'abcdef',
  'abc123',
]

/** Why the password is too weak, as a whole sentence; null when it is good. */
export function weakness(password: string, user: string): string | null {
  if (password.length > LONGEST_PASSWORD) return `Use at most ${LONGEST_PASSWORD} characters.`
  if (password.length < shortest(password))
    return 'Use at least 12 characters, or at least 10 with small and capital letters, digits and other characters.'
  if (remainder(password, user).length < 6)
    return 'This is too easy to guess: it is little more than a user name, a product name or a common word.'
  if (new Set(password).size < 5) return 'This is too easy to guess: use more different characters.'
  return null
}

/** Ten characters of all four kinds are worth twelve of any. */
const shortest = (password: string): number =>
  [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/].every((kind) => kind.test(password)) ? 10 : 12

/** What is left when all that is easy to guess is taken out. */
const remainder = (password: string, user: string): string =>
  [user.toLowerCase(), ...COMMON].reduce(
    (left, word) => (word === '' ? left : left.replaceAll(word, '')),
    password.toLowerCase(),
  )
