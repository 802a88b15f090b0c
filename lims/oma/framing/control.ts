/** Bytes that frame packets and confirm them; within a packet they must not stand by themselves. */
export const FS = 0x1c
export const GS = 0x1d
export const RS = 0x1e
export const ACK = 0x06
export const NAK = 0x15
export const XON = 0x11
export const XOFF = 0x13
export const ESC = 0x1b
