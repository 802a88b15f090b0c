/** `job.*,catalog.updated` as the contract has it. */
export const typesOf = (text: string): string[] =>
  text
    .split(',')
    .map((type) => type.trim())
    .filter(Boolean)
