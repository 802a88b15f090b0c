/** The door of stock: what production asks for in its own transactions. */
export { availableBlanks, blankOf } from './blanks/find-blanks.ts'
export { stockMovesOf } from './moves/stock-moves-of.ts'
export { releaseReservations } from './reservations/release-reservations.ts'
export { reserveBlanks } from './reservations/reserve-blanks.ts'
export { returnBlank } from './moves/return-blank.ts'
export { takeBlank } from './moves/take-blank.ts'
export { writeOffBlank } from './moves/write-off-blank.ts'
