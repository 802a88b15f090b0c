import { conditionDefinitions } from './condition-schema.ts'
import { factSchema } from './fact-schema.ts'
import { eventSchema, ruleSchema, tableSchema } from './rule-schema.ts'
import { acceptedSchema, caseSchema, entrySchema, groupSchema, headSchema } from './rulebook-schema.ts'
import { id, list, object, type JsonSchema } from './schema.ts'

const condition: JsonSchema = { $ref: '#/$defs/condition' }

const file = (schema: JsonSchema): JsonSchema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  ...schema,
  $defs: conditionDefinitions,
})
const severalOrOne = (items: JsonSchema): JsonSchema => file({ oneOf: [items, { type: 'array', items }] })

/** For every kind of file of a rulebook's folder, so that any editor completes and checks it. */
export const schemas = {
  rulebook: file(headSchema),
  vocabulary: severalOrOne(factSchema),
  catalogue: file({
    oneOf: [
      object('One kind of the catalogue.', { entries: list('Its entries.', entrySchema) }, { kind: id('The kind.') }),
      list('The entries of the kind that the file is named after.', entrySchema),
    ],
  }),
  groups: severalOrOne(groupSchema),
  conditions: file({ type: 'object', description: 'Shared conditions by name.', additionalProperties: condition }),
  rules: severalOrOne(ruleSchema(condition, eventSchema)),
  tables: severalOrOne(tableSchema),
  cases: severalOrOne(caseSchema),
  accepted: severalOrOne(acceptedSchema),
} as const satisfies Record<string, JsonSchema>
