import { BadSettings } from '@ils/platform/config/read-settings'
import { serve, type Serving } from '@ils/platform/http/serve'
import { watchTls } from '@ils/platform/http/watched-tls'
import type { App } from '../app.ts'
import { limsSettings } from '../settings.ts'
import type { openWeb } from './api.ts'

type Web = ReturnType<typeof openWeb>

/** The same API on a port of its own, over TLS, for programs whose key is pinned; null where none is set up. */
export async function openServicePort(app: App, web: Web): Promise<Pick<Serving, 'url' | 'close'> | null> {
  const { settings, log, clock } = app
  const { serviceCert: cert, serviceKey: key, servicePeers: peers } = settings
  if (cert === null && key === null && peers === null) return null
  if (cert === null || key === null || peers === null) {
    const missing = (['serviceCert', 'serviceKey', 'servicePeers'] as const).filter((name) => settings[name] === null)
    throw new BadSettings(
      missing.map((name) => {
        const { name: variable, means } = limsSettings[name]
        return { name: variable, value: '(missing)', want: `${means}; the service port needs all three files` }
      }),
    )
  }
  const tls = watchTls({ cert, key, peers }, { log, clock })
  const { live } = web
  const serving = await serve(web.listener, {
    ...{ host: settings.host, port: settings.servicePort, drainMs: settings.drainMs, tls },
    ...(live && { upgrade: (request, socket, head) => live.upgrade(request, socket, head) }),
  })
  return {
    url: serving.url,
    close: async () => {
      tls.close()
      await serving.close()
    },
  }
}
