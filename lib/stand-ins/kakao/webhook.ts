import type { KakaoClients } from './persona.ts'

/** How the console says that notices are sent, and a reason that Kakao may give. */
export interface UnlinkDelivery {
  readonly method?: 'GET' | 'POST'
  readonly referrer?: string
}

/**
 * Delivers Kakao's unlink notice for a person to the address in the console, follows no redirect, and gives the
 * status that came back. Throws where the console has no address.
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
  const answer = await fetch(url, {
    method,
    redirect: 'manual',
    headers: { authorization: `KakaoAK ${adminKey}` },
    body: method === 'POST' ? fields : null,
    // Kakao waits 3 seconds; a laptop that is busy with other things gets longer.
    signal: AbortSignal.timeout(20_000),
  })
  await answer.text()
  return answer.status
}
