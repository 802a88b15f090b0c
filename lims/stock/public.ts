/** The door of stock: what production asks for in its own transactions. */
export { availableBlanks, blankOf } from './find-blanks.ts'
export { releaseReservations } from './release-reservations.ts'
export { reserveBlanks } from './reserve-blanks.ts'
export { returnBlank } from './return-blank.ts'
export { takeBlank } from './take-blank.ts'
export { writeOffBlank } from './write-off-blank.ts'
