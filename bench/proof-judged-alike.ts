import type { FullConfiguration } from '@ils/contract/configuration'
import { pseudoRandom } from '@ils/rules/analysis/pseudo-random'
import { loadRulebook } from '@ils/rules/language/load-rulebook'
import type { Rulebook } from '@ils/rules/language/rulebook'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { judgeAlike, triesToCompile } from '@ils/testing/screens/judged-alike'
import { openScreens } from '@ils/testing/screens/open-screens'
import { randomOrders } from '@ils/testing/random-orders'
import { generatedOrders } from './orders.ts'
import { withPortal } from './portal-world.ts'

const ORDERS = 100_000
const USUAL = 5000

/** Random orders, judged in a browser by the file that the order form judges with, and by the LIMS. */
export function proveJudgedAlike(seed: number): Promise<{ good: boolean; lines: string[] }> {
  const { rulebook } = loadRulebook(readStandardLab())
  if (!rulebook) throw new Error('the standard lab has faults')
  return withPortal(async ({ url, practice, ecp, lims }) => {
    const screens = await openScreens(url, ecp)
    const page = await screens.tab('/orders/new', '[name=design]')
    const reached = countReached(rulebook)
    // The engine's form and the wire's are one.
    const usual = generatedOrders(rulebook, USUAL) as unknown as FullConfiguration[]
    const run = await judgeAlike({
      ...{ page, lims: await lims('Another portal', 'service'), practice, count: ORDERS },
      orders: reached.watch(randomOrders(rulebook, usual, pseudoRandom(seed))),
      onProgress: (judged) => process.stdout.write(`\r  ${judged} of ${ORDERS} orders `),
    })
    process.stdout.write('\n')
    const forbidden = run.violations + screens.violations.length
    const [thread] = page.workers()
    const tried = thread ? await triesToCompile(thread) : 'no thread'
    await screens.close()
    const outcomes = [...run.outcomes].map(([outcome, count]) => `${outcome} ${count}`).join(', ')
    const shown = run.different.slice(0, 3).map((one) => ` [${one}]`)
    return {
      good: run.judged === ORDERS && run.different.length === 0 && forbidden === 0 && tried === 'EvalError',
      lines: [
        `random orders judged by the file of the order form in a thread of a real Chromium, and by the LIMS with the whole release: ${run.judged} (${outcomes})`,
        `among them ${reached.says()}`,
        `judged otherwise (outcome, causes with their words, values and limits, charges, total, standard promise): ${run.different.length}${shown.join('')}`,
        `forbidden by the content security policy meanwhile: ${forbidden}; code made of text in that thread: ${tried === 'EvalError' ? 'refused, the policy is in force' : tried}`,
      ],
    }
  })
}

const chosen = ['design.id', 'material.id', 'frame.type', 'tint.id', 'order.service', 'order.priority'] as const

/** What of the catalogue was in the orders, so that nobody has to believe it. */
function countReached({ catalogue, vocabulary }: Rulebook) {
  const seen = new Map<string, Set<string>>([...chosen, 'order.treatments'].map((id) => [id, new Set<string>()]))
  let prisms = 0
  let traces = 0
  const look = ({ job, right, left }: FullConfiguration): void => {
    for (const id of chosen) if (typeof job[id] === 'string') seen.get(id)?.add(job[id])
    const treatments = job['order.treatments']
    if (Array.isArray(treatments)) for (const one of treatments) seen.get('order.treatments')?.add(String(one))
    if ([right, left].some((eye) => typeof eye?.['rx.prism'] === 'number')) prisms += 1
    if ([right, left].some((eye) => typeof eye?.['frame.trace'] === 'object')) traces += 1
  }
  const possible = (id: string): readonly string[] => {
    const fact = vocabulary.find((one) => one.id === id)
    return fact?.valuesOf === undefined ? (fact?.values ?? []) : (catalogue[fact.valuesOf] ?? []).map((one) => one.id)
  }
  const shareOf = (id: string): string => {
    const all = possible(id)
    return `${id} ${all.filter((one) => seen.get(id)?.has(one)).length} of ${all.length}`
  }
  return {
    *watch(orders: Iterable<FullConfiguration>): Generator<FullConfiguration> {
      for (const order of orders) {
        look(order)
        yield order
      }
    },
    says: () => `${[...seen.keys()].map(shareOf).join(', ')}; with a prism ${prisms}, with a trace ${traces}`,
  }
}
