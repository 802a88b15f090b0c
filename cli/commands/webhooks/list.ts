import { Command } from 'commander'
import colours from 'picocolors'
import { allPages } from '../../all-pages.ts'
import { connect, withConnection, type ConnectionOptions } from '../../lims-connection.ts'
import { say, sayAside, sayJson, table } from '../../say.ts'
import { endpointRow } from './endpoint-lines.ts'

export function listWebhooksCommand(): Command {
  const command = new Command('list').description('Who is told of events')
  return withConnection(command).action(async (options: ConnectionOptions) => {
    const lims = connect(options)
    const endpoints = await allPages((after) => lims.listWebhooks({ query: { limit: 200, ...after } }))
    if (options.json) sayJson(endpoints)
    else if (endpoints.length === 0) sayAside('Nobody is told yet: ils webhooks add <url>')
    else {
      const head = ['endpoint', 'state', 'url', 'told of', 'whose', 'what for'].map((word) => colours.dim(word))
      say(table([head, ...endpoints.map(endpointRow)]))
    }
  })
}
