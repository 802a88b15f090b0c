import { Command } from 'commander'
import type { AuditVerdict } from '@ils/contract/audit'
import colours from 'picocolors'
import { mustFindDatabase } from '../../database-access.ts'
import { exits, Plain, say, sayJson, table } from '../../say.ts'
import { readCliSettings } from '../../settings.ts'

interface VerifyOptions {
  readonly json?: boolean
  readonly expectHead?: string[]
}

export function verifyAuditCommand(): Command {
  return new Command('verify')
    .description('Recompute the chains of the audit trail straight from the database and name the first bad row')
    .option('--expect-head <tenant=seq:hash...>', 'a head noted before, which must still stand there: shows a cut tail')
    .option('--json', 'print JSON for programs')
    .addHelpText('after', '\nExit code 0: every chain holds. 1: something was altered, removed or put in.')
    .action(async (options: VerifyOptions) => {
      const [{ LIMS_SCHEMA }, { verifyChains }, { openDatabase }] = await Promise.all([
        import('@ils/lims/migrations/migrations'),
        import('@ils/platform/audit/verify-chain'),
        import('@ils/platform/db/database'),
      ])
      const { databaseUrl } = mustFindDatabase(readCliSettings())
      const db = openDatabase({
        url: databaseUrl,
        applicationName: 'ils audit verify',
        schema: LIMS_SCHEMA,
        statementTimeoutMs: 600_000,
      })
      try {
        const verdict = await verifyChains(db, {
          expected: (options.expectHead ?? []).map(readHead),
          onProgress: showProgress,
        })
        if (options.json) sayJson(verdict)
        else show(verdict)
        if (!verdict.intact) process.exitCode = exits.wrong
      } finally {
        await db.destroy()
      }
    })
}

function readHead(text: string): { tenant: string; seq: number; hash: string } {
  const [, tenant, seq, hash] = /^([^=]+)=(\d+):([0-9a-f]{64})$/.exec(text) ?? []
  if (!tenant || !seq || !hash)
    throw new Plain(`Not a head: ${text}; write tenant=seq:hash as verify prints it`, exits.usage)
  return { tenant, seq: Number(seq), hash }
}

function showProgress(checked: number): void {
  if (process.stderr.isTTY && checked > 0) process.stderr.write(`\r  ${checked} entries …`)
}

function show(verdict: AuditVerdict): void {
  if (process.stderr.isTTY) process.stderr.write('\r')
  if (verdict.chains.length === 0) say('  The audit trail is empty.')
  else say(table([['chain', 'entries', 'head', ''], ...verdict.chains.map(rowOf)]))
  if (verdict.unsealed > 0) say(`  ${verdict.unsealed} entries wait for their seal.`)
  if (verdict.lost.length > 0)
    say(colours.red(`  Entries that were taken out of the queue of seals: ${verdict.lost.join(', ')}`))
  say(verdict.intact ? colours.green('  ✓ Every chain holds.') : colours.red('  ✗ The audit trail was tampered with.'))
}

function rowOf(chain: AuditVerdict['chains'][number]): string[] {
  const bad = chain.firstBad
  const verdict = bad
    ? colours.red(`${bad.what}: entry ${bad.seq}${bad.entryId ? ` (${bad.entryId})` : ''}`)
    : colours.green('holds')
  return [chain.tenant, String(chain.entries), `${chain.tenant}=${chain.entries}:${chain.head ?? ''}`, verdict]
}
