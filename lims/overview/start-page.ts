import type { About, ProbeState } from '@ils/contract/system'

const STATES = { ok: 'The LIMS is running', failing: 'The LIMS is not ready', stopping: 'The LIMS is stopping' }

/** What somebody sees who opens the address of the LIMS in a browser. */
export function startPage(about: About, ready: ProbeState, release: number | null): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>ILS LIMS</title>
<link rel="icon" href="/assets/mark.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/start.css">
</head>
<body>
<main>
<header><img src="/assets/mark.svg" alt="" width="48" height="48"><div><h1>ILS LIMS</h1><p>The system of record of an optical lab: rules, production, machines, paper.</p></div></header>
<p class="state" data-state="${ready.state}" role="status"><span>${STATES[ready.state]}</span><small>version ${escape(about.version)}</small></p>

<h2>Go on from here</h2>
<div class="grid">
<a class="card" href="/docs"><strong>Browse the API</strong><p>Every endpoint with its fields, limits and refusals, to read and to try.</p></a>
<a class="card" href="/openapi.json"><strong>openapi.json</strong><p>The same as OpenAPI 3.1, for your tools.</p></a>
<a class="card" href="/metrics"><strong>Metrics</strong><p>Rates, errors and durations for Prometheus.</p></a>
</div>

<h2>Sign in</h2>
<div class="card"><p>Send a key as <code>Authorization: Bearer lims_…</code>. <code>ils up</code> printed where the first one lies; an administrator makes more with <code>POST /api/access/keys</code>. Ask <code>GET /api/access/me</code> who you are.</p></div>

<h2>What runs here</h2>
<div class="grid">
<div class="card"><dl>
<dt>Roles</dt><dd>${about.serves.map(escape).join(', ')}</dd>
<dt>Database</dt><dd>${about.database === 'embedded' ? 'embedded Postgres' : 'Postgres at DATABASE_URL'}</dd>
<dt>Queue</dt><dd>${about.queue === 'redis' ? 'woken by Redis' : 'woken by Postgres'}</dd>
<dt>Events so far</dt><dd>${about.eventPosition ?? 'unknown'}</dd>
<dt>Since</dt><dd><time datetime="${about.startedAt}">${about.startedAt.slice(0, 16).replace('T', ' ')} UTC</time></dd>
</dl></div>
<div class="card"><ul class="checks">${ready.checks.map(checkLine).join('')}</ul></div>
</div>
<footer>${release === null ? 'No rulebook is in force here: the catalogue, orders and the floor come with one.' : `Orders are judged by release ${release}.`}</footer>
</main>
<script src="/assets/start.js" defer></script>
</body>
</html>
`
}

function checkLine({ name, ok, needed, detail }: ProbeState['checks'][number]): string {
  const said = detail ?? (ok ? 'as it should be' : needed ? 'needed' : 'works without')
  return `<li class="${ok ? 'ok' : 'bad'}"><span class="mark">${ok ? '✓' : '✗'}</span><span>${escape(name)}</span><span>${escape(said)}</span></li>`
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (char) => ENTITIES[char] ?? char)
