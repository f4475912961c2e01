import { createHash, timingSafeEqual } from 'node:crypto'
import * as v from 'valibot'
import type { RawNotice, UnlinkNotices } from '../../flows/ports/provider.ts'
import type { ProviderHttp } from '../wire/http.ts'
import { connectionRequest } from './requests.ts'
import { kakaoId, readConnected } from './responses.ts'
import type { KakaoApp } from './settings.ts'

/** `referrer_type`, the cause, is ignored: the connection has ended in any case. */
const noticeSchema = v.object({ app_id: v.string(), user_id: kakaoId })

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * Kakao authenticates with our own admin key (while it rotates, with the one before), which gives access to every member's connection. Comparing
 * digests of equal length keeps the key from being guessed byte by byte through timing.
 */
const isFromKakao = ({ adminKey, previousAdminKey }: KakaoApp, authorization: string): boolean =>
  [adminKey, previousAdminKey ?? adminKey]
    .map((key) => timingSafeEqual(digest(authorization), digest(`KakaoAK ${key}`)))
    .some((isEqual) => isEqual)

/**
 * Kakao's unlink webhook (developers.kakao.com, "Kakao Login: Callback", Unlink). Kakao sends it when a
 * person leaves Kakao or removes the app in the account settings, never for a disconnection of our own. Takes
 * the app and the HTTP port. `isConnected` throws `ProviderFault('unavailable')`.
 */
export const unlinkNotices = (app: KakaoApp, http: ProviderHttp): UnlinkNotices => ({
  acknowledgement: 200,
  read({ authorization = '', parameters }: RawNotice) {
    if (!isFromKakao(app, authorization)) return { kind: 'not_authentic' }
    const notice = v.safeParse(noticeSchema, parameters)
    if (!notice.success || notice.output.app_id !== app.appId) return { kind: 'malformed' }
    return { kind: 'unlinked', identity: { provider: 'kakao', subject: notice.output.user_id } }
  },
  async isConnected({ subject }) {
    return readConnected(await http(connectionRequest(app, subject)), subject)
  },
})
