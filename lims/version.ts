/** Version of the software; the same as in package.json, which a compiled process does not have at hand. */
export const VERSION = '0.1.0'
