import { commonSettings } from '@ils/platform/config/common-settings'
import type { ValuesOf } from '@ils/platform/config/read-settings'
import { list, text, whole } from '@ils/platform/config/settings'

/** Settings of the LIMS, by hand. */
export const limsSettings = {
  ...commonSettings,
  port: whole({
    name: 'ILS_LIMS_PORT',
    group: 'Network',
    means: 'Port of the LIMS; 0 takes any free one',
    min: 0,
    max: 65_535,
    fallback: 4600,
  }),
  servicePort: whole({
    name: 'ILS_SERVICE_PORT',
    group: 'Service port',
    means:
      'Port for programs with a pinned certificate, beside the other one; opened when the three files below are given; 0 takes any free one',
    min: 0,
    max: 65_535,
    fallback: 4601,
  }),
  serviceCert: text({
    name: 'ILS_SERVICE_CERT',
    group: 'Service port',
    means: 'File with the certificate of the LIMS, PEM; read anew when it changes',
    example: '/etc/ils/service.crt',
    fallback: null,
  }),
  serviceKey: text({
    name: 'ILS_SERVICE_KEY',
    group: 'Service port',
    means: 'File with its private key, PEM',
    example: '/etc/ils/service.key',
    fallback: null,
  }),
  servicePeers: text({
    name: 'ILS_SERVICE_PEERS',
    group: 'Service port',
    means:
      'File with the programs that may come, a line for each key: name, pin, and until when where a key is being replaced',
    example: '/etc/ils/service-peers.txt',
    fallback: null,
  }),
  deviceHost: text({
    name: 'ILS_DEVICE_HOST',
    group: 'Devices',
    means: 'Address on which machines are listened for; a line of its own port still lets in its peers only',
    example: '127.0.0.1',
    fallback: '127.0.0.1',
  }),
  deviceFolder: text({
    name: 'ILS_DEVICE_FOLDER',
    group: 'Devices',
    means: 'Folder below which machines exchange files; without it there are no folder lines',
    example: '/srv/ils/devices',
    fallback: null,
  }),
  liveSocketsPerHolder: whole({
    name: 'ILS_LIVE_SOCKETS_PER_HOLDER',
    group: 'Live',
    means: 'Most live sockets that one holder may have open at one process',
    min: 1,
    max: 100_000,
    fallback: 100,
  }),
  webhookSealKeys: list({
    name: 'ILS_WEBHOOK_SEAL_KEYS',
    group: 'Webhooks',
    means:
      'Keys of 32 bytes as base64 (openssl rand -base64 32) that seal the secrets of webhooks: the first one seals, all open. `ils up` makes one by itself',
    example: 'base64-of-32-random-bytes',
    each: /^[A-Za-z0-9+/]{43}=$/,
    want: 'base64 of 32 bytes, comma-separated',
    fallback: [],
    secret: true,
  }),
  webhookAllowedNetworks: list({
    name: 'ILS_WEBHOOK_ALLOWED_NETWORKS',
    group: 'Webhooks',
    means:
      'Networks that are not public and may be called all the same, also by http, as CIDR; `ils up` allows this machine',
    example: '127.0.0.0/8,::1/128',
    each: /^[0-9a-fA-F.:]{2,45}\/\d{1,3}$/,
    want: 'networks such as 10.1.0.0/16, comma-separated',
    fallback: [],
  }),
  webhookRetrySeconds: list({
    name: 'ILS_WEBHOOK_RETRY_SECONDS',
    group: 'Webhooks',
    means: 'How long is waited before each try of a delivery, in seconds; after the last one it is given up',
    example: '0,5,300,1800,7200,18000,36000,50400,72000,86400',
    each: /^\d{1,6}([.]\d{1,3})?$/,
    want: 'seconds, comma-separated',
    fallback: ['0', '5', '300', '1800', '7200', '18000', '36000', '50400', '72000', '86400'],
  }),
  webhookTimeoutMs: whole({
    name: 'ILS_WEBHOOK_TIMEOUT_MS',
    group: 'Webhooks',
    means: 'How long one try may take, from looking up the name to the end of the answer',
    min: 100,
    max: 60_000,
    fallback: 15_000,
  }),
  webhooksAtOnce: whole({
    name: 'ILS_WEBHOOKS_AT_ONCE',
    group: 'Webhooks',
    means: 'Most deliveries on their way to one endpoint from one process; each of another subject',
    min: 1,
    max: 1000,
    fallback: 50,
  }),
  webhookKeepDays: whole({
    name: 'ILS_WEBHOOK_KEEP_DAYS',
    group: 'Webhooks',
    means: 'How long tries and settled deliveries are kept',
    min: 1,
    max: 3650,
    fallback: 90,
  }),
} as const

export type LimsSettings = ValuesOf<typeof limsSettings>
