import { createAttributeRules } from '../../lib/attributes/attribute-rules.ts'
import { stageAttributes } from '../../lib/attributes/no-attributes.ts'
import { calendar } from '../../lib/calendar/calendar.ts'
import { defaultClosing } from '../../lib/domain/leaving/closing-policy.ts'
import { defaultLimits, limitsOf } from '../../lib/domain/limits/stage-limits.ts'
import type { Member } from '../../lib/domain/member/member.ts'
import type { Message } from '../../lib/domain/message/message.ts'
import { isProviderId } from '../../lib/domain/values/identity.ts'
import { defaultSessionLifetimes } from '../../lib/domain/values/lifetimes.ts'
import type { Locale } from '../../lib/domain/values/locale.ts'
import { Problem } from '../../lib/domain/values/problem.ts'
import { defaultSmsPolicy } from '../../lib/domain/values/sms-policy.ts'
import { allDoors } from '../../lib/domain/values/verification.ts'
import type { LogContext } from '../../lib/domain/visit/funnel.ts'
import { defaultPolicy } from '../../lib/domain/visit/match-policy.ts'
import type { ServiceHooks } from '../../lib/flows/ports/hooks.ts'
import type { MailContent } from '../../lib/flows/ports/mail.ts'
import type { StagePolicy, World } from '../../lib/flows/ports/world.ts'
import { ids } from '../../lib/runtime/ids.ts'
import { secrets } from '../../lib/tokens/secrets.ts'
import { type FakeProvider, fakeProvider } from './fake-provider.ts'
import { withoutHooks } from './hooks.ts'
import { type Kept, nameOf, nothingKept, readMessages, unasked } from './kept.ts'
import { memoryStore } from './memory-store.ts'
import { memoryUploads, type Uploaded } from './memory-uploads.ts'
import { clientId, kakaoIdentity, profileOf, sure } from './people.ts'
import { plainLimits } from './plain-limits.ts'
import { plainSealing } from './plain-messages.ts'
import { plainTokens } from './plain-tokens.ts'

/** What a transaction left to be said, or a flow sent. */
interface Said {
  readonly to: string
  readonly locale: Locale
  readonly message: Message | MailContent
}

/** A world of plain objects, with handles on everything that a story sets or reads. */
export interface TestWorld extends World {
  hooks: ServiceHooks
  readonly kept: Kept
  readonly kakao: FakeProvider
  /** The reports to the operators. */
  readonly reports: Parameters<World['report']>[0][]
  /** The counted metrics, oldest first. */
  readonly noted: readonly LogContext[]
  /** The mails, oldest first. */
  readonly mailed: Said[]
  /** The texts, oldest first. */
  readonly texted: Said[]
  /** The uploaded files. */
  readonly uploaded: Uploaded
  /** Moves the clock. */
  pass(seconds: number): void
  /** Adds a member with a Kakao identity. Gives the member. */
  admit(subject: string, member: Member): Member
}

/** The time at which every story begins. */
export const beginning = new Date('2026-11-22T10:00:00.000Z')

export const origin = 'https://auth.example.com'

const term = (tag: string, required: boolean) => ({
  term: {
    tag,
    version: '2026-01',
    title: { ko: `${tag} 약관`, en: `${tag} terms` },
    required,
    url: `https://www.example.com/terms/${tag}`,
  },
})

/** A web client, an app, and a client without any redirect; two required terms and an optional one. */
export const stage: StagePolicy = {
  origin,
  clients: [
    {
      id: clientId('web'),
      type: 'web',
      redirectUris: ['https://www.example.com/done', 'https://www.example.com/done?from=social'],
      origins: ['https://www.example.com'],
    },
    { id: clientId('app'), type: 'mobile', redirectUris: ['https://app.example.com/done'], origins: [] },
    { id: clientId('sdk'), type: 'mobile', redirectUris: [], origins: [] },
  ],
  match: defaultPolicy,
  terms: [term('service', true), term('privacy', true), term('marketing', false)],
  sessions: defaultSessionLifetimes,
  sms: defaultSmsPolicy,
  closing: defaultClosing,
  limits: limitsOf(defaultLimits),
  reactivationUrl: 'https://www.example.com/done',
  doors: allDoors,
  passkeys: null,
  tokens: { claims: [] },
  timeZone: 'Asia/Seoul',
}

/** A new world in which `9001` is the next visitor at Kakao, and nobody is a member yet. */
export function openWorld(more: Partial<StagePolicy> = {}): TestWorld {
  let now = beginning
  const clock = { now: () => now }
  const messageSealing = plainSealing()
  const kept = nothingKept()
  readMessages(kept, (message) => {
    const { to, message: said } = sure(messageSealing.open(message, message.sealed), 'content')
    const left = { to: to.value, locale: message.locale, message: said }
    if (to.channel === 'email') mailed.push(left)
    else texted.push(left)
  })
  const kakao = fakeProvider(profileOf('9001'))
  const uploaded: Uploaded = new Map()
  const reports: TestWorld['reports'] = []
  const noted: LogContext[] = []
  const mailed: Said[] = []
  const texted: Said[] = []
  return {
    stage: { ...stage, ...more },
    attributes: createAttributeRules(stageAttributes()),
    clock,
    calendar,
    ids,
    secrets,
    originSecrets: [],
    tokens: plainTokens(clock.now),
    hashes: { hash: (purpose, value) => secrets.hash(`${purpose} ${value}`) },
    passwords: { hash: unasked, verify: unasked, verifyNothing: unasked, renew: unasked },
    uploads: memoryUploads(uploaded),
    messageSealing,
    receivesTexts: (to) => to.startsWith('+82'),
    providers: { find: (id) => (isProviderId(id) ? kakao.provider : undefined) },
    identityGateway: undefined,
    device: () => undefined,
    addToLogContext: (more) => void noted.push(more),
    report: (notice) => void reports.push(notice),
    hooks: withoutHooks,
    ...memoryStore(kept),
    limits: plainLimits(),
    kept,
    kakao,
    reports,
    noted,
    uploaded,
    mailed,
    texted,
    pass: (seconds) => {
      now = new Date(now.getTime() + seconds * 1000)
    },
    admit: (subject, member) => admit(kept, subject, member),
  }
}

function admit(kept: Kept, subject: string, member: Member): Member {
  const identity = kakaoIdentity(subject)
  kept.members.set(member.id, member)
  kept.identities.set(member.id, [{ ...identity, linkedAt: beginning }])
  kept.claims.set(nameOf(identity), { ...identity, state: 'linked', memberId: member.id })
  return member
}

/** The problem that a flow ends with. Throws when the flow ends otherwise. */
export async function problemOf(flow: Promise<unknown>): Promise<Problem> {
  const thrown: unknown = await flow.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (thrown instanceof Problem) return thrown
  throw thrown ?? new Error('no problem at all')
}
