import type { Consents, Member, Sessions, Term } from '../../src/api.ts'
import { type Child, h } from '../dom.ts'
import { attributeText, titleOf } from '../parts/attributes.ts'
import { birthText, chip, contact, methodText, phoneText } from '../parts/facts.ts'
import { brandedProviders, providerButton, providerText } from '../parts/providers.ts'
import { actions, button } from '../stage.ts'
import { dateText, t, timeText, wordOf } from '../words/words.ts'
import { edit, type Part } from './edit.ts'
import { type Account, act } from './fresh.ts'
import { addPasskeyButton, passkeyLines } from './passkeys.ts'

/** A part of the account page, with the messages about what was done in it. */
const section = ({ scene }: Account, place: string, title: string, ...children: readonly Child[]): Child =>
  h(
    'section',
    { class: 'ieum-panel', 'aria-labelledby': `ieum-${place}` },
    h('h2', { id: `ieum-${place}` }, title),
    scene.stage.messageAt(place),
    ...children,
  )

const small = (text: string, onclick: () => void, label?: string): HTMLElement =>
  button(text, onclick, { kind: 'small', ...(label !== undefined && { label }) })

/** What is known of the member, each with a button to change it. */
export function profileSection(account: Account): Child {
  const { member, scene } = account
  const changeButton = (part: Part): Child =>
    small(
      t('change'),
      act(account, async () => edit(account, part)),
      t('editPart', { part: t(part) }),
    )
  const line = (label: string, value: Child, part?: Part): Child =>
    h(
      'li',
      {},
      h('span', { class: 'ieum-label' }, label),
      h('span', { class: 'ieum-grow' }, value ?? h('span', { class: 'ieum-quiet' }, '—')),
      part !== undefined && changeButton(part),
    )
  const attributes = Object.entries(member.attributes)
  const { properties = {} } = scene.schema
  return section(
    account,
    'profile',
    t('profile'),
    h(
      'ul',
      { class: 'ieum-lines' },
      line(t('name'), member.name, 'name'),
      member.nickname !== undefined && line(t('nickname'), member.nickname, 'nickname'),
      line(t('email'), contact(member.email, member.emailVerified), 'email'),
      line(t('phone'), contact(phoneText(member.phone), member.phoneVerified), 'phone'),
      line(t('birth'), birthText(member.birth), 'birth'),
      member.gender !== undefined && line(t('gender'), wordOf(member.gender), 'gender'),
      scene.doors.passwordSignIn &&
        line(t('password'), member.methods.includes('password') ? t('passwordSet') : undefined, 'password'),
      Object.keys(properties).length > 0 &&
        line(t('attributes'), attributeLines(attributes, properties), 'attributes'),
      line(t('memberSince'), dateText(member.createdAt)),
      line(t('memberId'), h('code', {}, member.id)),
    ),
    h('p', { class: 'ieum-quiet' }, t('editNote')),
  )
}

const attributeLines = (
  attributes: readonly (readonly [string, unknown])[],
  properties: NonNullable<Account['scene']['schema']['properties']>,
): Child =>
  attributes.length === 0
    ? undefined
    : attributes.map(([name, value]) =>
        h('span', {}, `${titleOf(name, properties[name])}: ${attributeText(value, properties[name])}`),
      )

/** The ways of signing in: what stands there, and the providers to add. */
export function methodsSection(account: Account): Child {
  const { scene, member } = account
  const { client, providers } = scene
  const own = member.methods.filter((method) => method !== 'passkey' && !brandedProviders.includes(method))
  return section(
    account,
    'methods',
    t('loginMethods'),
    h(
      'ul',
      { class: 'ieum-lines' },
      own.map((method) => h('li', {}, h('span', { class: 'ieum-grow' }, methodText(method)))),
      passkeyLines(account),
      member.identities.map((identity) => identityLine(account, identity)),
    ),
    actions(
      providers.map((provider) =>
        providerButton(
          provider,
          act(account, () => client.linkProvider(provider), 'methods'),
          { text: t('add', { provider: providerText(provider) }), isSmall: true },
        ),
      ),
      addPasskeyButton(account),
    ),
    h('p', { class: 'ieum-quiet' }, t('loginMethodsNote')),
  )
}

function identityLine(account: Account, identity: Member['identities'][number]): Child {
  const { client, stage } = account.scene
  const { provider, subject, linkedAt, state } = identity
  const name = providerText(provider)
  const isLinked = state === 'linked'
  const note = isLinked
    ? t('linkedSince', { date: dateText(linkedAt, 'medium') })
    : t('endedThere', { provider: name })
  const unlink = async () => {
    await client.request('POST', '/unlink', { body: { provider, subject } })
    stage.say(() => t('wasUnlinked', { provider: providerText(provider) }), 'methods')
    await account.reload()
  }
  const line = (text: string, action: () => Promise<unknown>): Child =>
    small(text, act(account, action, 'methods'), `${text}: ${name} ${subject}`)
  return h(
    'li',
    {},
    h('span', { class: 'ieum-grow' }, name, ' ', h('small', { class: 'ieum-quiet' }, note)),
    isLinked && line(t('proveAgain'), () => client.reauthenticate(provider)),
    line(t(isLinked ? 'unlink' : 'removeForGood'), unlink),
  )
}

/** The devices that the member is signed in on, once they are asked for. */
export function devicesSection(
  account: Account,
  sessions: Sessions['sessions'] | undefined,
  open: () => Promise<void>,
): Child {
  const { client, stage, startOver } = account.scene
  const signOutEverywhere = async () => {
    await client.signOut({ everywhere: true })
    stage.say(() => t('loggedOutEverywhere'))
    startOver()
  }
  return section(
    account,
    'devices',
    t('devicesTitle'),
    sessions !== undefined &&
      h(
        'ul',
        { class: 'ieum-lines' },
        sessions.map((session) => deviceLine(account, session, open)),
      ),
    actions(
      sessions === undefined && small(t('openDevices'), act(account, open, 'devices')),
      small(t('logoutEverywhere'), act(account, signOutEverywhere, 'devices')),
    ),
    sessions !== undefined && h('p', { class: 'ieum-quiet' }, t('devicesNote')),
  )
}

function deviceLine(
  account: Account,
  session: Sessions['sessions'][number],
  open: () => Promise<void>,
): Child {
  const { client, stage } = account.scene
  const { id, device, methods, lastUsedAt, current } = session
  const name = device ?? t('unknownDevice')
  const used = t('lastUsed', { date: timeText(lastUsedAt) })
  const end = async () => {
    await client.endSession(id)
    await open()
    stage.tell(() => t('wasEnded'), 'devices')
  }
  return h(
    'li',
    {},
    h(
      'span',
      { class: 'ieum-grow' },
      name,
      ' ',
      current && chip(t('thisDevice'), 'good'),
      h('small', { class: 'ieum-quiet ieum-below' }, [...methods.map(methodText), used].join(' · ')),
    ),
    !current && small(t('logout'), act(account, end, 'devices'), `${t('logout')}: ${name}, ${used}`),
  )
}

/** The state of the identity check, where the page can open the gateway. */
export function identitySection(account: Account): Child {
  const { client, openIdentityGateway } = account.scene
  const at = account.member.identityVerifiedAt
  if (openIdentityGateway === undefined) return null
  const check = async () => openIdentityGateway(await client.startIdentityCheck())
  return section(
    account,
    'identity',
    t('identity'),
    h('p', {}, at === undefined ? t('identityNot') : t('identityOn', { date: dateText(at) })),
    actions(small(t('checkIdentity'), act(account, check, 'identity'))),
    h('p', { class: 'ieum-quiet' }, t('identityNote')),
  )
}

/** The terms and what the member has said to them, once they are asked for. */
export interface Answers {
  readonly terms: readonly Term[]
  readonly consents: Consents['consents']
}

export function consentsSection(
  account: Account,
  answers: Answers | undefined,
  open: () => Promise<void>,
): Child {
  return section(
    account,
    'consents',
    t('consentsTitle'),
    answers === undefined
      ? actions(small(t('openConsents'), act(account, open, 'consents')))
      : [
          h(
            'ul',
            { class: 'ieum-lines' },
            answers.terms.map((term) => termLine(account, term, answers, open)),
          ),
          history(answers),
        ],
  )
}

function termLine(account: Account, term: Term, { consents }: Answers, open: () => Promise<void>): Child {
  const { client, stage } = account.scene
  const { tag, version, title, required } = term
  const isAgreed = consents.findLast((each) => each.tag === tag)?.agreed === true
  const text = t(isAgreed ? 'withdraw' : 'agree')
  const change = async () => {
    await client.consentTo([{ tag, version, agreed: !isAgreed }])
    await open()
    stage.tell(() => t(isAgreed ? 'wasWithdrawn' : 'wasAgreed'), 'consents')
  }
  return h(
    'li',
    {},
    h(
      'span',
      { class: 'ieum-grow' },
      title,
      ' ',
      chip(t(isAgreed ? 'agreed' : 'notAgreed'), isAgreed ? 'good' : ''),
    ),
    required
      ? h('small', { class: 'ieum-quiet' }, t('required'))
      : small(text, act(account, change, 'consents'), `${text}: ${title}`),
  )
}

/** All answers. They are only added, never changed. */
const history = ({ consents, terms }: Answers): Child =>
  h(
    'details',
    {},
    h('summary', {}, t('consentHistory')),
    h(
      'ul',
      { class: 'ieum-lines ieum-quiet' },
      consents.map(({ tag, version, agreed, at, source }) => {
        const title = terms.find((term) => term.tag === tag)?.title ?? tag
        return h(
          'li',
          {},
          h('span', { class: 'ieum-grow' }, `${title} · ${t('version', { version })}`),
          h('span', {}, t(agreed ? 'agreed' : 'notAgreed')),
          h('span', {}, wordOf(`source_${source}`)),
          h('time', { datetime: at }, timeText(at)),
        )
      }),
    ),
  )
