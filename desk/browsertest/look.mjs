// Opens pages of a review desk in a headless browser and says what is wrong with them.
//
// Reads one job as JSON from standard input:
//   {base, chromium, shots, pages: [{name, path, as}], acts: [{name, path, as, steps, expect, saves}]}
// and writes one JSON object a line: {test, faults, shot}.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const require = createRequire(import.meta.url)
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
const job = JSON.parse(readFileSync(0, 'utf8'))
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

// Whatever Tab must come to. Of radio buttons that belong together it comes to one.
const stops = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]'

const browser = await chromium.launch({
  executablePath: job.chromium,
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
})

// Of each reviewer one window.
const windows = new Map()

async function windowOf(as) {
  if (!windows.has(as)) {
    const context = await browser.newContext({ extraHTTPHeaders: { 'X-Reviewer': as }, reducedMotion: 'reduce' })
    windows.set(as, await context.newPage())
  }
  return windows.get(as)
}

// open shows a page as one reviewer sees it, and collects what it asks of other hosts.
async function open({ path, as }) {
  const page = await windowOf(as)
  const faults = []
  page.removeAllListeners('request')
  page.removeAllListeners('console')
  page.on('request', r => {
    if (!r.url().startsWith(job.base) && !r.url().startsWith('data:')) faults.push(`asks another host: ${new URL(r.url()).host}`)
  })
  page.on('console', m => {
    if (m.type() === 'error') faults.push(`console: ${m.text()}`)
  })
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1440, height: 900 })
  const answer = await page.goto(job.base + path)
  if (answer.status() !== 200) faults.push(`status ${answer.status()}`)
  return { page, faults }
}

// judge runs axe-core and measures whether the page is wider than its window.
async function judge(page, faults) {
  const found = await page.evaluate(tags => window.axe.run(document, { runOnly: tags, resultTypes: ['violations'] }), rules)
  for (const v of found.violations) {
    faults.push(`${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map(n => `${n.html.slice(0, 200)} ${n.failureSummary.replaceAll('\n', ' ')}`).join(' | ')} (${v.nodes.length})`)
  }
  const [is, may] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth])
  if (is > may) {
    const wide = await page.evaluate(may => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > may + 1).slice(0, 3).map(e => e.outerHTML.slice(0, 120)), may)
    faults.push(`scrolls sideways: ${is} > ${may}: ${wide.join(' | ')}`)
  }
}

// tabs presses Tab through the whole page: every control is come to, each shows that it has the
// focus, and none keeps it.
async function tabs(page, faults) {
  const expected = await page.evaluate(stops => {
    const shown = e => e.checkVisibility({ checkVisibilityCSS: true, contentVisibilityAuto: true }) && !e.disabled && !e.closest('details:not([open]) > :not(summary)')
    const group = e => e.type === 'radio' ? `radio ${[...document.forms].indexOf(e.form)} ${e.name}` : ''
    const seen = new Set()
    window.stopsOf = []
    for (const e of document.querySelectorAll(stops)) {
      if (!shown(e) || (group(e) && seen.has(group(e)))) continue
      if (group(e)) seen.add(group(e))
      window.stopsOf.push({ e, group: group(e) })
    }
    window.reached = new Set()
    window.unseen = []
    document.addEventListener('focusin', ({ target }) => {
      window.reached.add(group(target) || target)
      const s = getComputedStyle(target)
      const ring = (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1) || s.boxShadow !== 'none'
      if (!ring) window.unseen.push(target.outerHTML.slice(0, 120))
    })
    return window.stopsOf.length
  }, stops)
  const parts = 4 * await page.locator('input[type=date]').count() // day, month, year and calendar are stops of their own
  for (let i = 0; i < expected + parts + 2; i++) await page.keyboard.press('Tab')
  const [missed, unseen] = await page.evaluate(() => [
    window.stopsOf.filter(s => !window.reached.has(s.group || s.e)).map(s => s.e.outerHTML.slice(0, 120)),
    window.unseen,
  ])
  for (const m of missed.slice(0, 3)) faults.push(`Tab does not reach ${m} (${missed.length})`)
  for (const u of unseen.slice(0, 3)) faults.push(`focus cannot be seen on ${u} (${unseen.length})`)
  return expected
}

// seek presses Tab until a control has the focus; of radio buttons, arrows choose the one.
async function seek(page, selector) {
  const at = () => page.evaluate(s => {
    const e = document.activeElement, want = document.querySelector(s)
    if (e.matches(s)) return 'here'
    return e.type === 'radio' && want?.type === 'radio' && e.name === want.name && e.form === want.form ? 'beside' : ''
  }, selector)
  const most = 2 * await page.locator(stops).count() + 10
  for (let i = 0; i < most; i++) {
    const where = await at()
    if (where === 'here') return true
    await page.keyboard.press(where === 'beside' ? 'ArrowDown' : 'Tab')
  }
  return false
}

// act does something with the keyboard alone.
async function act(page, job, faults) {
  for (const step of job.steps) {
    if (!await seek(page, step.to)) {
      faults.push(`Tab does not come to ${step.to}`)
      return
    }
    if (step.type) await page.keyboard.type(step.type)
    if (step.choose) await page.keyboard.type(step.choose) // of a select: its first letters
    if (step.press === 'Enter' && job.saves) {
      const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
      const saved = readFileSync(await file.path(), 'utf8')
      if (!saved.includes(job.expect)) faults.push(`"${job.expect}" is not in the file that is saved`)
      return
    }
    if (step.press === 'Enter') await Promise.all([page.waitForLoadState('load'), page.waitForNavigation(), page.keyboard.press('Enter')])
    else if (step.press) await page.keyboard.press(step.press)
  }
  const text = (await page.innerText('body')).replaceAll(/\s+/g, ' ')
  if (!text.includes(job.expect)) faults.push(`"${job.expect}" is not on the page that follows: ${(await page.innerText('main').catch(() => text)).slice(0, 300)}`)
}

const report = line => process.stdout.write(JSON.stringify(line) + '\n')

for (const p of job.pages ?? []) {
  const { page, faults } = await open(p)
  await page.evaluate(axe)
  for (const scheme of ['light', 'dark']) {
    for (const width of [1440, 375]) {
      const own = faults.splice(0)
      let shot
      try {
        await page.emulateMedia({ colorScheme: scheme })
        await page.setViewportSize({ width, height: 900 })
        await judge(page, own)
        if (p.shot && scheme === 'light' && width === 1440) {
          shot = `${p.shot}.png`
          await page.screenshot({ path: join(job.shots, shot) })
        }
        if (scheme === 'light' && width === 1440) await tabs(page, own)
        await page.evaluate(() => { document.activeElement?.blur(); window.scrollTo(0, 0) })
      } catch (e) {
        own.push(String(e))
      }
      report({ test: `${p.name}/${scheme}-${width}`, faults: own, shot })
    }
  }
}
for (const a of job.acts ?? []) {
  const { page, faults } = await open(a)
  try {
    await act(page, a, faults)
  } catch (e) {
    faults.push(String(e))
  }
  report({ test: `by keyboard/${a.name}`, faults })
}
await browser.close()
