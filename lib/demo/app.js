import { createClient, memoryStorage } from '@ieum/client'
import { setWords } from '@ieum/client/elements'
import { dressPage, writeClock } from './chrome.js'
import { h } from './dom.js'
import { forgetExchanges, recordingFetch } from './exchanges.js'
import { callLocal } from './local.js'
import { showMailButton } from './mail.js'
import { readClock } from './time.js'
import { showTimeline } from './timeline.js'
import { start } from './words/elements.js'
import { language, t } from './words/language.js'

const page = document.querySelector('ieum-page')
const origin = location.origin
const common = { origin, fetch: recordingFetch }

/** The page's own client. A visit that begins here begins a new record of exchanges. */
const client = createClient({
  ...common,
  clientId: 'web',
  redirectUri: `${origin}/demo/`,
  page: {
    href: () => location.href,
    go(url) {
      if (new URL(url).origin === origin) forgetExchanges()
      location.assign(url)
    },
    clean: (url) => history.replaceState(null, '', url),
  },
})

/** What the demo adds to a screen of the elements. */
const additions = {
  code: ({ extra, to }) => showMailButton(extra, to),
  start: ({ extra }) => extra.append(h('p', { class: 'quiet' }, t('startHint'))),
  password: ({ extra }) =>
    extra.append(
      h('button', { type: 'button', class: 'ieum-plain', onclick: openMembers }, t('passwordHint')),
    ),
}

let screen = ''
page.addEventListener('ieum-screen', ({ detail }) => {
  // Whoever leaves the first screen begins something new.
  if (screen === 'start' && detail.name !== 'start') forgetExchanges()
  screen = detail.name
  additions[screen]?.(detail)
  document.querySelector('#tools').hidden = screen !== 'account'
})

/** Draws what is folded away once somebody opens it, so that the first view does not wait for it. */
function whenOpened(selector, draw) {
  const element = document.querySelector(selector)
  element.closest('details').addEventListener('toggle', () => void draw(element), { once: true })
}

function openMembers() {
  const members = document.querySelector('#members').closest('details')
  members.open = true
  members.querySelector('summary').focus()
}

/** In place of the script of the identity gateway: its window, as a page. */
function openGateway(gateway) {
  return ({ storeId, channelKey, identityVerificationId, nonce }) => {
    const opening = { storeId, channelKey, identityVerificationId, customData: nonce }
    const query = new URLSearchParams({ ...opening, redirectUrl: `${origin}/demo/`, lang: language() })
    location.assign(`${gateway}?${query}`)
  }
}

async function begin() {
  // What the elements ask first goes out beside this. A page that comes back with a ticket asks with that.
  if (location.search === '') void client.accessToken().catch(() => undefined)
  const gateway = await callLocal('GET', '/_local/identity-gateway')
  page.openIdentityGateway = gateway?.window === undefined ? undefined : openGateway(gateway.window)
  page.otherClient = createClient({ ...common, clientId: 'app', storage: memoryStorage() })
  page.client = client
}

// On a phone the log is long, and comes after the screen.
document.querySelector('.happened').open = matchMedia('(min-width: 56rem)').matches
setWords(start)
dressPage()
whenOpened('#cast', async (element) => (await import('./cast.js')).showCast(element))
whenOpened('#members', async (element) =>
  (await import('./members.js')).showMembers(element, page.signIn.bind(page)),
)
// The screen comes first. The rest is beside it.
await begin()
void showTimeline(document.querySelector('#timeline'))
void readClock().then(writeClock)
const { showTools } = await import('./tools.js')
showTools(document.querySelector('#tools'), { client, page })
