import { createHash, timingSafeEqual } from 'node:crypto'
import * as v from 'valibot'
import type { RawNotice, UnlinkNotices } from '../../flows/ports/provider.ts'
import type { ProviderHttp } from '../wire/http.ts'
import { kakaoId, readConnected } from './answers.ts'
import { connectionRequest } from './requests.ts'
import type { KakaoApp } from './settings.ts'

/** Why the person is gone (`referrer_type`) does not matter: whatever the word, the connection has ended. */
const noticeSchema = v.object({ app_id: v.string(), user_id: kakaoId })

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * Kakao proves who it is by our own admin key. Whoever could guess it letter by letter from the time that a
 * comparison takes would hold every member's connection: digests of one length are compared as a whole.
 */
const isFromKakao = ({ adminKey }: KakaoApp, authorization: string): boolean =>
  timingSafeEqual(digest(authorization), digest(`KakaoAK ${adminKey}`))

/**
 * Kakao's unlink webhook (developers.kakao.com, "Kakao Login: Callback", Unlink): sent when a person leaves
 * Kakao or removes the app in the account's settings, never for what we end ourselves.
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
