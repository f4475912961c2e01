import * as v from 'valibot'
import { type Identity, isSubject } from '../../domain/values/identity.ts'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import type { RawNotice, UnlinkNotices } from '../../flows/ports/provider.ts'
import type { ProviderHttp } from '../wire/http.ts'
import { refreshRequest } from './requests.ts'
import { readConnected } from './responses.ts'
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
 * Seconds that a notice is valid after it was signed, and the tolerated lead of Naver's clock. Naver sends a
 * notice at once and never again, so an older one was copied on its way.
 */
const validSeconds = 10 * 60
const clockSkewSeconds = 60

/**
 * The secrets that a notice may be sealed with. The previous one covers notices sent before the secret
 * changed.
 */
const secretsOf = ({ clientSecret, previousClientSecret }: NaverApp): readonly string[] =>
  previousClientSecret === undefined ? [clientSecret] : [clientSecret, previousClientSecret]

/** Reads a notice at the time `now`. */
function readNotice(app: NaverApp, { parameters }: RawNotice, now: Date): ReturnType<UnlinkNotices['read']> {
  const parsed = v.safeParse(noticeSchema, parameters)
  if (!parsed.success) return { kind: 'not_authentic' }
  const notice = parsed.output
  const secret = secretsOf(app).find((one) => isSignedWith(one, notice))
  if (secret === undefined) return { kind: 'not_authentic' }
  const subject = unseal(secret, notice)
  if (notice.clientId !== app.clientId || !isSubject(subject)) return { kind: 'malformed' }
  const age = now.getTime() / 1000 - Number(notice.timestamp)
  if (age > validSeconds || age < -clockSkewSeconds) return { kind: 'outdated' }
  return { kind: 'unlinked', identity: { provider: 'naver', subject } satisfies Identity }
}

/**
 * Naver's unlink callback (developers.naver.com, "연결끊기 Callback"). Naver sends it when a person withdraws the
 * consent in the account settings or leaves Naver, expects a 204 and never repeats it. Takes the application,
 * the HTTP port and the clock. `isConnected` never throws `ProviderFault`.
 */
export const unlinkNotices = (
  app: NaverApp,
  http: ProviderHttp,
  now: () => Date = () => new Date(),
): UnlinkNotices => ({
  acknowledgement: 204,
  read: (notice) => readNotice(app, notice, now()),
  async isConnected(_, storedToken) {
    // A notice is believed where Naver cannot confirm it now: the notice is signed, minutes old at most, and
    // never sent again.
    if (storedToken?.kind !== 'refresh') return false
    try {
      return readConnected(await http(refreshRequest(app, storedToken.token)))
    } catch (error) {
      if (error instanceof ProviderFault) return false
      throw error
    }
  },
})
