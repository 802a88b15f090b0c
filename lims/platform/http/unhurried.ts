import type { Duplex } from 'node:stream'

/** Connections whose request may take as long as it takes: streams of lines, which look after their time themselves. */
const unhurried = new WeakSet<Duplex>()

export function letTakeItsTime(connection: Duplex): void {
  unhurried.add(connection)
}

export function hurryAgain(connection: Duplex): void {
  unhurried.delete(connection)
}

export const mayTakeItsTime = (connection: Duplex): boolean => unhurried.has(connection)
