import * as v from 'valibot'
import { type Identity, isSubject } from '../../domain/values/identity.ts'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import type { RawNotice, UnlinkNotices } from '../../flows/ports/provider.ts'
import type { ProviderHttp } from '../wire/http.ts'
import { readConnected } from './answers.ts'
import { refreshRequest } from './requests.ts'
import { isSignedWith, unseal } from './seal.ts'
import type { NaverApp } from './settings.ts'

const urlSafe = v.pipe(v.string(), v.regex(/^[\w-]{1,512}={0,2}$/))

const noticeSchema = v.object({
  clientId: v.string(),
  encryptUniqueId: urlSafe,
  timestamp: v.pipe(v.string(), v.regex(/^\d{1,12}$/)),
  signature: urlSafe,
})

/**
 * Seconds that a notice counts after it was signed, and how far Naver's clock may run ahead of ours. Naver sends
 * a notice at once and never again, so that an older one was copied on its way.
 */
const countsFor = 10 * 60
const clockSkew = 60

/** The secrets that a notice may be sealed with: the one before the newest for those that were under way. */
const secretsOf = ({ clientSecret, previousClientSecret }: NaverApp): readonly string[] =>
  previousClientSecret === undefined ? [clientSecret] : [clientSecret, previousClientSecret]

/** What a notice says, by the clock of the day that it is read. */
function readNotice(app: NaverApp, { parameters }: RawNotice, now: Date): ReturnType<UnlinkNotices['read']> {
  const parsed = v.safeParse(noticeSchema, parameters)
  if (!parsed.success) return { kind: 'not_authentic' }
  const notice = parsed.output
  const secret = secretsOf(app).find((one) => isSignedWith(one, notice))
  if (secret === undefined) return { kind: 'not_authentic' }
  const subject = unseal(secret, notice)
  if (notice.clientId !== app.clientId || !isSubject(subject)) return { kind: 'malformed' }
  const age = now.getTime() / 1000 - Number(notice.timestamp)
  if (age > countsFor || age < -clockSkew) return { kind: 'outdated' }
  return { kind: 'unlinked', identity: { provider: 'naver', subject } satisfies Identity }
}

/**
 * Naver's unlink callback (연결끊기 Callback): sent when a person takes the consent back in the account's settings, or
 * leaves Naver. It wants a 204, and is not sent again, whatever comes back.
 */
export const unlinkNotices = (
  app: NaverApp,
  http: ProviderHttp,
  now: () => Date = () => new Date(),
): UnlinkNotices => ({
  acknowledgement: 204,
  read: (notice) => readNotice(app, notice, now()),
  async isConnected(_, kept) {
    // A notice that could not be compared with what Naver says now is believed: it is signed, a few minutes old at
    // most, and lost for good when it is not followed.
    if (kept?.kind !== 'refresh') return false
    try {
      return readConnected(await http(refreshRequest(app, kept.token)))
    } catch (error) {
      if (error instanceof ProviderFault) return false
      throw error
    }
  },
})
