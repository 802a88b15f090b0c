import { describe, expect, it } from 'vitest'
import { exampleRulebook } from '../language/example-rulebook.ts'
import { expandRulebook } from '../language/expand-rulebook.ts'
import { orderGroups } from '../language/order-groups.ts'
import { moments } from '../vocabulary/fact.ts'
import { compileRelease } from './compile-release.ts'

describe('the order of a judgement', () => {
  const release = compileRelease(exampleRulebook)

  it.each(moments)('lets everything be there before it is read: %s', (moment) => {
    const known = new Set(
      exampleRulebook.vocabulary
        .filter(({ source: { kind } }) => ['given', 'world', 'asked'].includes(kind))
        .map(({ id }) => id),
    )
    const late: string[] = []
    for (const step of release.steps[moment]) {
      if (step.kind !== 'group') {
        const { id, source } = step.into.fact
        const inputs = source.kind === 'computed' ? Object.values(source.from) : 'of' in source ? [source.of] : []
        late.push(...inputs.filter((input) => !known.has(input)).map((input) => `${input} for ${id}`))
        known.add(id)
        continue
      }
      late.push(
        ...[...step.group.reads].filter((fact) => !known.has(fact)).map((fact) => `${fact} for ${step.group.group.id}`),
      )
      for (const target of step.group.group.writes) known.add(target)
    }
    // At another moment, the groups of a third one do not speak: what they write is not there.
    const silent = release.groups.filter((group) => group.moment !== 'order' && group.moment !== moment)
    const never = new Set(silent.flatMap(({ group }) => group.writes))
    expect(late.filter((one) => !never.has(one.split(' for ')[0] ?? ''))).toEqual([])
  })

  it('knows no cycle where the check knows none', () => {
    const { groups, vocabulary, conditions } = exampleRulebook
    expect(orderGroups(groups, expandRulebook(exampleRulebook), vocabulary, conditions).cycles).toEqual([])
    expect(release.steps.order.filter(({ kind }) => kind === 'group').length).toBeGreaterThan(10)
  })
})
