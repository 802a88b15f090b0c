/** What a machine may do wrong, by name, as machines on floors do it. */
export const misbehaviours = {
  nak: 'refuses the first packet of the host, whole as it is',
  'drop-ack': 'forgets to confirm every second packet of the host',
  fragment: 'sends one byte at a time',
  duplicate: 'sends every packet twice',
  'bad-crc': 'sends its first packet with a wrong check sum',
  stall: 'falls silent in the middle of its first packet',
  disconnect: 'loses its connection in the middle of its first packet, and comes back',
  garbage: 'sends noise between packets',
  'wrong-job': 'asks for a job that does not exist before each of its own',
  slow: 'sends a few bytes at a time, with pauses',
  'no-init': 'asks without saying first who it is',
  flood: 'asks two hundred things at once that nobody can answer, and reads no answer to them',
} as const

export type Misbehaviour = keyof typeof misbehaviours

export const isMisbehaviour = (name: string): name is Misbehaviour => Object.hasOwn(misbehaviours, name)
