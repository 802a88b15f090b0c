import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { humanPace } from '@ils/testing/screens/hands'
import { openScreens } from '@ils/testing/screens/open-screens'
import { orderAgain, orderProgressive, orderSingleVision, type Scripted } from '@ils/testing/screens/scripted-orders'
import { frameTrace } from './frame-trace.ts'
import { median } from './measure.ts'
import { withPortalBeside } from './portal-beside.ts'

const ROUNDS = 3
const goals = { 'new, single vision': 45, 'new, progressive with a trace': 75, 'ordered again': 10 } as const

/** Whole orders by keyboard alone at the pace of a person: how long each takes. */
export function provePortalHands(): Promise<{ good: boolean; lines: string[] }> {
  return withPortalBeside(async ({ url, robin }) => {
    await robin.portal.addPatient({ body: { givenName: 'Robin', familyName: 'Example' } })
    const folder = mkdtempSync(join(tmpdir(), 'ils-proof-'))
    const file = join(folder, 'frame.oma')
    writeFileSync(file, frameTrace())
    const screens = await openScreens(url, robin)
    const runs = new Map<keyof typeof goals, Scripted[]>(
      Object.keys(goals).map((name) => [name as keyof typeof goals, []]),
    ) // Its own keys.
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, of] of runs) {
        const single = name === 'new, single vision'
        const last = runs.get('new, single vision')?.at(-1)
        const page =
          name === 'ordered again'
            ? await screens.tab(`/orders/${last?.orderId ?? ''}`, 'a[href*="way=reorder"]')
            : await screens.tab('/orders/new', '[name=design]')
        const run =
          name === 'ordered again'
            ? await orderAgain(page, humanPace)
            : single
              ? await orderSingleVision(page, humanPace)
              : await orderProgressive(page, humanPace, file)
        of.push(run)
        await page.close()
        process.stdout.write(`\r  round ${round + 1}, ${name}: ${run.seconds.toFixed(1)} s, ${run.keys} keys `)
      }
    }
    process.stdout.write('\n')
    await screens.close()
    rmSync(folder, { recursive: true, force: true })
    const seen = [...runs].map(([name, all]) => {
      const seconds = median(all.map((run) => run.seconds))
      const told = `${name}: ${seconds.toFixed(1)} s with ${all[0]?.keys ?? 0} keys (goal ≤ ${goals[name]} s)`
      return { told, met: seconds <= goals[name] }
    })
    const { keyMs, thinkMs, lookMs } = humanPace
    return {
      good: seen.every(({ met }) => met),
      lines: [
        `keyboard only, by the keystroke-level model (Card, Moran, Newell 1983): ${keyMs} ms a key (a skilled typist of 55 words a minute), ${thinkMs} ms of thought before each choice and before sending, and ${lookMs} ms for each value that is read off; Tabs count as keys, and so does every wait of the screen; the patient is known; median of ${ROUNDS}, load of the machine ${loadavg()[0]?.toFixed(1) ?? '?'}`,
        ...seen.map(({ told }) => told),
      ],
    }
  })
}
