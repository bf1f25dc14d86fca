// What a database that takes nothing says, in sentences that tell what to do.

const TROUBLES: readonly (readonly [sign: RegExp, sentence: string])[] = [
  [
    /SQLITE_FULL/,
    'The disk that holds the console’s database is full. Make room on it, then try again; traffic is not affected.',
  ],
  [
    /SQLITE_READONLY|SQLITE_CANTOPEN/,
    'The console’s database is read-only. Make its disk and its file writable again, then try again; traffic is not affected.',
  ],
  [
    /SQLITE_BUSY|SQLITE_LOCKED/,
    'Another program holds the console’s database. Try again; traffic is not affected.',
  ],
  [
    /SQLITE_IOERR|SQLITE_CORRUPT/,
    'The disk that holds the console’s database fails. Look at the kernel’s log, and replace the disk; traffic is not affected.',
  ],
]

/** The sentence for an error of the database itself; null for any other error. SQLite's own name for it is in the text, whoever passed it on. */
export const databaseTrouble = (error: unknown): string | null =>
  TROUBLES.find(([sign]) => sign.test(String(error)))?.[1] ?? null
