import type { Activation, Release } from '@ils/contract/releases'
import type { Command } from 'commander'
import colours from 'picocolors'
import { allPages } from '../../all-pages.ts'
import { connect, type ConnectionOptions } from '../../lims-connection.ts'
import { say, sayJson, table } from '../../say.ts'
import { sayInstant } from '../../say-instant.ts'
import { forWhom } from './practices-option.ts'
import { releaseCommand } from './release-command.ts'

export function historyRulesCommand(): Command {
  return releaseCommand('history', 'Releases, the newest first, or what came into force when', '0: shown. 1: refused.')
    .option('--activations', 'every coming into force: published, scheduled, pilots, rolled back')
    .action(async (options: ConnectionOptions & { readonly activations?: boolean }) => {
      const lims = connect(options)
      if (options.activations) {
        const all = await allPages((after) => lims.listActivations({ query: { limit: 200, ...after } }))
        show(all, activationRow, ['', 'when', 'release', 'how', 'for', 'before', 'by', 'why'], options)
      } else {
        const all = await allPages((after) => lims.listReleases({ query: { limit: 200, ...after } }))
        show(all, releaseRow, ['release', 'state', 'name', 'on', 'rules', 'made', 'by', 'review', 'hash'], options)
      }
    })
}

function show<T>(all: readonly T[], rowOf: (one: T) => string[], head: string[], options: ConnectionOptions): void {
  if (options.json) sayJson(all)
  else if (all.length === 0) say('  Nothing was ever in force. Begin with: ils seed')
  else say(table([head.map(colours.dim), ...all.map(rowOf)]))
}

function releaseRow(release: Release): string[] {
  const { number, state, name, parent, rules, publishedAt, publishedBy, review, approvers, hash, practices } = release
  const shown = state === 'in_force' ? colours.green('in force') : state === 'pilot' ? forWhom(practices) : ''
  const approved = approvers.map((one) => one.name).join(', ')
  return [
    ...[String(number), shown, name, parent === null ? '' : String(parent), String(rules)],
    ...[sayInstant(publishedAt), publishedBy.name],
    review === 'two' ? `approved by ${approved}` : review === 'emergency' ? colours.yellow('emergency') : review,
    hash.slice(0, 12),
  ]
}

function activationRow({ n, at, release, kind, practices, before, by, reason }: Activation): string[] {
  return [
    ...[String(n), sayInstant(at), String(release), kind.replace('_', ' '), forWhom(practices).replace(/^for /, '')],
    ...[before === null ? '' : String(before), by.name, reason ?? ''],
  ]
}
