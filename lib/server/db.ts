// The console's database: one file, one writer (this process), opened once.
import { pathToFileURL } from 'node:url'
import { PrismaLibSql } from '@prisma/adapter-libsql'
import { type Prisma, PrismaClient } from '../../prisma/generated/client.ts'
import { databaseFile } from './places.ts'
import { shared } from './shared.ts'

export type Database = PrismaClient
export type Transaction = Prisma.TransactionClient

/** How the file is opened everywhere: a lock of somebody else is waited for, 5 s at most. */
export const adapterFor = (file: string): PrismaLibSql =>
  new PrismaLibSql({ url: pathToFileURL(file).href, timeout: 5000 })

export const openDatabase = (file: string): Database => new PrismaClient({ adapter: adapterFor(file) })

export const db = (): Database => shared('database', () => openDatabase(databaseFile()))

/**
 * Runs all of it or nothing. Transactions wait for each other in this process, so the limits are wide. A connection that
 * was opened while the file was read-only stays so; one that failed is opened anew, hence the second try.
 */
export const transaction = <T>(run: (tx: Transaction) => Promise<T>): Promise<T> =>
  once(run)
    .catch((error) => {
      if (!/SQLITE_READONLY/.test(String(error))) throw error
      return once(run)
    })
    .finally(() => {
      for (const listener of listeners()) listener()
    })

const listeners = () => shared('after transactions', () => new Set<() => void>())

/** Is called after every transaction, however it ended. */
export const afterTransactions = (listener: () => void): void => void listeners().add(listener)

const once = <T>(run: (tx: Transaction) => Promise<T>): Promise<T> =>
  db().$transaction(run, { maxWait: 15_000, timeout: 15_000 })
