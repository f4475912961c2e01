import { sendNotice } from '../host/oauth/departures.ts'
import type { KakaoClients } from './persona.ts'

/** The delivery of an unlink notice: the method set in the console, and Kakao's reason. */
export interface UnlinkDelivery {
  readonly method?: 'GET' | 'POST'
  readonly referrer?: string
}

/** Sends Kakao's unlink notice about a person (developers.kakao.com, "Kakao Login: Callback", Unlink). */
export function deliverUnlink(
  { adminKey, appId, unlinkWebhook }: KakaoClients,
  userId: string,
  { method = 'POST', referrer = 'UNLINK_FROM_APPS' }: UnlinkDelivery,
): Promise<number> {
  const fields = new URLSearchParams({ app_id: appId, user_id: userId, referrer_type: referrer })
  const headers = { authorization: `KakaoAK ${adminKey}` }
  return method === 'POST'
    ? sendNotice(unlinkWebhook, { method, headers, body: fields })
    : sendNotice(unlinkWebhook && `${unlinkWebhook}?${fields}`, { method, headers })
}
