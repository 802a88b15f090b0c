import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { exampleRulebook } from '../example-rulebook.ts'
import { writeRulebook } from '../write-rulebook.ts'
import { schemas } from './file-schemas.ts'

const ajv = new Ajv2020({ allErrors: true, discriminator: true, allowUnionTypes: true })
const validators = new Map(Object.entries(schemas).map(([kind, schema]) => [kind, ajv.compile(schema)]))

test.each([...writeRulebook(exampleRulebook)])('%s fits its schema', (path, text) => {
  const validate = validators.get(path.includes('/') ? (path.split('/')[0] ?? '') : path.replace('.json', ''))
  expect(validate?.(JSON.parse(text)), JSON.stringify(validate?.errors)).toBe(true)
})

test.each([
  ['rules', [{ id: 'x' }]],
  ['groups', [{ id: 'x', phases: 'derive' }]],
  ['conditions', { x: { all: [] } }],
  ['conditions', { x: { all: [{ fact: 'rx.sphere', operator: 'lesThan', value: 1 }] } }],
])('an editor marks a faulty file of %s', (kind, value) => {
  expect(validators.get(kind)?.(value)).toBe(false)
})

test.each(Object.entries(schemas))('every field of %s is described', (_, schema) => {
  expect(undescribed(schema, '')).toEqual([])
})

function undescribed(schema: unknown, at: string): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([key, below]) => {
    if (key !== 'properties') return key === 'const' || key === 'enum' ? [] : undescribed(below, `${at}/${key}`)
    return Object.entries(below as object).flatMap(([name, field]) => [
      ...('description' in field || '$ref' in field ? [] : [`${at}/${name}`]),
      ...undescribed(field, `${at}/${name}`),
    ])
  })
}
