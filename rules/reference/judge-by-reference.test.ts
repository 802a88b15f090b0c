import { describe, expect, it } from 'vitest'
import { compileRelease } from '../engine/compile-release.ts'
import { decisionBytes } from '../engine/hash-decision.ts'
import { judge } from '../engine/judge.ts'
import { exampleRulebook } from '../language/example-rulebook.ts'
import { judgeByReference } from './judge-by-reference.ts'

describe('a whole decision', () => {
  const release = compileRelease(exampleRulebook)

  it.each(exampleRulebook.cases)(
    'is the same bytes when json-rules-engine matches every condition: $id',
    async (one) => {
      const moment = one.moment ?? 'order'
      const decision = judge(release, moment, one.configuration)
      expect(decision.fired.length).toBeGreaterThan(0)
      expect(decisionBytes(await judgeByReference(release, moment, one.configuration))).toBe(decisionBytes(decision))
    },
  )
})
