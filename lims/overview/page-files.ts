/** The mark of ILS: a lens, seen from the side. */
export const mark = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#14213d"/><path d="M16 5c5 6 5 16 0 22-5-6-5-16 0-22Z" fill="#9ad1d4" stroke="#fff" stroke-width="1.5"/><path d="M3 16h26" stroke="#fcbf49" stroke-width="1.5"/></svg>`

export const startStyle = `:root { color-scheme: light dark; --ink: #14213d; --soft: #5a6478; --line: #d9dde5; --paper: #fbfbf9; --card: #fff; --good: #1b7f5c; --bad: #b3261e; --link: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --ink: #eef1f6; --soft: #a5aebf; --line: #333c4e; --paper: #10151f; --card: #182030; --good: #5fd3a6; --bad: #ff8a80; --link: #8ab8ff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 3rem 1.5rem 4rem; }
header { display: flex; gap: 1rem; align-items: center; }
header img { width: 3rem; height: 3rem; }
h1 { font-size: 1.5rem; line-height: 1.2; margin: 0; }
header p { margin: 0.15rem 0 0; color: var(--soft); }
h2 { font-size: 1rem; margin: 2.5rem 0 0.75rem; }
.state { display: flex; align-items: center; gap: 0.75rem; margin: 2rem 0 0; padding: 1rem 1.25rem; border: 1px solid var(--line); border-left: 0.3rem solid var(--good); border-radius: 0.5rem; background: var(--card); font-size: 1.1rem; }
.state[data-state="failing"], .state[data-state="stopping"], .state[data-state="away"] { border-left-color: var(--bad); }
.state small { margin-left: auto; color: var(--soft); font-size: 0.875rem; }
.grid { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 0.5rem; padding: 1rem 1.25rem; }
a.card { color: inherit; text-decoration: none; display: block; }
a.card strong { color: var(--link); }
a.card:hover, a.card:focus-visible { border-color: var(--link); outline: none; }
.card > p:first-child { margin-top: 0; }
.card p { margin: 0.25rem 0 0; color: var(--soft); font-size: 0.925rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.35rem 1.5rem; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; }
ul.checks { list-style: none; margin: 0; padding: 0; }
ul.checks li { display: flex; gap: 0.75rem; align-items: baseline; padding: 0.3rem 0; border-top: 1px solid var(--line); }
ul.checks li:first-child { border-top: 0; }
.mark { font-weight: 700; width: 1.2em; text-align: center; }
.ok .mark { color: var(--good); }
.bad .mark { color: var(--bad); }
.checks span:last-child { color: var(--soft); margin-left: auto; text-align: right; }
code { font: 0.9em/1.4 ui-monospace, "Cascadia Code", Menlo, monospace; background: color-mix(in srgb, var(--ink) 7%, transparent); padding: 0.1em 0.35em; border-radius: 0.25em; overflow-wrap: anywhere; }
footer { margin-top: 3rem; color: var(--soft); font-size: 0.875rem; }
`

/** Keeps the state on the page true without reloading it. */
export const startScript = `const state = document.querySelector('[data-state]')
const words = { ok: 'The LIMS is running', failing: 'The LIMS is not ready', stopping: 'The LIMS is stopping', away: 'The LIMS does not answer' }
const item = ({ name, ok, needed, detail }) => {
  const li = document.createElement('li')
  li.className = ok ? 'ok' : 'bad'
  for (const [className, text] of [['mark', ok ? '✓' : '✗'], ['', name], ['', detail ?? (ok ? 'as it should be' : needed ? 'needed' : 'works without')]]) {
    const span = document.createElement('span')
    span.className = className
    span.textContent = text
    li.append(span)
  }
  return li
}
async function look() {
  let seen = { state: 'away', checks: [] }
  try {
    seen = await (await fetch('/readyz', { cache: 'no-store' })).json()
  } catch {}
  state.dataset.state = seen.state
  state.querySelector('span').textContent = words[seen.state]
  state.querySelector('small').textContent = 'checked ' + new Date().toLocaleTimeString()
  if (seen.checks.length) document.querySelector('.checks').replaceChildren(...seen.checks.map(item))
}
setInterval(() => { if (!document.hidden) look() }, 5000)
document.addEventListener('visibilitychange', () => { if (!document.hidden) look() })
look()
`
