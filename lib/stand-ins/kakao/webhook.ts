import type { KakaoClients } from './persona.ts'

/** The delivery of an unlink notice: the method set in the console, and Kakao's reason. */
export interface UnlinkDelivery {
  readonly method?: 'GET' | 'POST'
  readonly referrer?: string
}

/**
 * Sends Kakao's unlink notice about a person to the URL in the console, without following redirects
 * (developers.kakao.com, "Kakao Login: Callback", Unlink). Gives the status of the response. Throws when the
 * console has no URL.
 */
export async function deliverUnlink(
  { adminKey, appId, unlinkWebhook }: KakaoClients,
  userId: string,
  { method = 'POST', referrer = 'UNLINK_FROM_APPS' }: UnlinkDelivery,
): Promise<number> {
  if (unlinkWebhook === undefined) throw new Error('the app has no unlink webhook in the console')
  const fields = new URLSearchParams({ app_id: appId, user_id: userId, referrer_type: referrer })
  const url = new URL(unlinkWebhook)
  if (method === 'GET') url.search = fields.toString()
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: { authorization: `KakaoAK ${adminKey}` },
    body: method === 'POST' ? fields : null,
    // Kakao waits 3 seconds; a busy laptop gets longer.
    signal: AbortSignal.timeout(20_000),
  })
  await response.text()
  return response.status
}
