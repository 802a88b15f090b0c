/** Where it would have to connect, we do not: nothing was sent. */
export class AddressRefused extends Error {
  constructor(sentence: string) {
    super(sentence)
    this.name = 'AddressRefused'
  }
}
