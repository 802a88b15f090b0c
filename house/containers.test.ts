import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { processRoles } from '@ils/lims/processes/roles'
import { limsSettings } from '@ils/lims/settings'
import { portalSettings } from '@ils/portal/server/settings'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

/** No container runs where this is tested: what can be checked of the text is. */
const root = fileURLToPath(new URL('..', import.meta.url))
const read = (file: string): string => readFileSync(`${root}${file}`, 'utf8')

interface Service {
  image?: string
  command?: string[]
  environment?: Record<string, string>
  depends_on?: Record<string, { condition: string }>
  healthcheck?: { disable?: boolean; test?: string[] }
}
const compose = parse(read('docker-compose.yml'), { merge: true }) as {
  services: Record<string, Service>
  volumes: object
  configs: object
}
const services = Object.entries(compose.services)
const ours = services.filter(([, service]) => service.image?.startsWith('ils:'))

/** What follows `node` and its own flags. */
const programOf = ({ command = [] }: Service): string[] => command.slice(1).filter((word) => !word.startsWith('--'))

describe('docker-compose.yml', () => {
  it('runs every role of the LIMS, and no role that there is not', () => {
    const roles = ours.flatMap(([, service]) => {
      const [program, ...words] = programOf(service)
      return program === 'lims/dist/main.js' ? words : []
    })
    expect(roles.toSorted()).toEqual([...processRoles].toSorted())
  })

  it('starts programs that the build makes', () => {
    for (const [name, service] of ours) {
      const [program] = programOf(service)
      expect(existsSync(`${root}${program?.replace('/dist', '').replace('.js', '.ts') ?? ''}`), name).toBe(true)
    }
  })

  it('sets only settings that there are', () => {
    for (const [name, service] of ours) {
      const settings = programOf(service)[0]?.startsWith('portal/') ? portalSettings : limsSettings
      const known = Object.values(settings).map((setting) => setting.name)
      expect(known, name).toEqual(expect.arrayContaining(Object.keys(service.environment ?? {})))
    }
  })

  it('waits for what is healthy: whoever is waited for can say so', () => {
    for (const [name, { depends_on = {} }] of services) {
      for (const [needed, { condition }] of Object.entries(depends_on)) {
        const service = compose.services[needed]
        expect(service, `${name} needs ${needed}`).toBeDefined()
        if (condition === 'service_healthy') expect(service?.healthcheck?.test, `${name} needs ${needed}`).toBeDefined()
      }
    }
    for (const [name, { healthcheck }] of services) expect(healthcheck, name).toBeDefined()
  })

  it('has no password in it, and gives the owner’s only to the migration', () => {
    expect(read('docker-compose.yml')).not.toMatch(/password: *['"]?[a-z0-9]+['"]?$/im)
    const withOwner = ours
      .filter(([, { environment = {} }]) => 'DATABASE_OWNER_URL' in environment)
      .map(([name]) => name)
    expect(withOwner).toEqual(['migrate'])
  })
})

describe('the Dockerfile', () => {
  const dockerfile = read('Dockerfile')

  it('copies the package file of every workspace before it installs', () => {
    const { workspaces } = JSON.parse(read('package.json')) as { workspaces: string[] }
    for (const workspace of workspaces) expect(dockerfile).toContain(`COPY ${workspace}/package.json ${workspace}/`)
  })

  it('runs as somebody who cannot change the program, with a health check', () => {
    expect(dockerfile).toMatch(/^USER 10001/m)
    expect(dockerfile).toContain('HEALTHCHECK')
    expect(dockerfile.indexOf('--chown=root:root')).toBeGreaterThan(0)
  })
})
