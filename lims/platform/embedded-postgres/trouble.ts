/** The embedded database cannot run; the message says why and what to do. */
export class DatabaseTrouble extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'DatabaseTrouble'
  }
}

export const USE_YOUR_OWN = 'Or set DATABASE_URL to a Postgres of your own.'
