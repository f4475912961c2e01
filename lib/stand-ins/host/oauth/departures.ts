import type { ProviderState } from './state.ts'

/** What a provider does that tells us when a person removes the app. */
export interface Departures<Delivery> {
  /**
   * The person removes the app in the account settings: the connection ends and the service receives a
   * notice. Gives the status of the service's response.
   */
  unlinkFromOutside(persona: string, delivery?: Delivery): Promise<number>
  /** Sends the notice only, as a late or repeated one. */
  noticeUnlinked(persona: string, delivery?: Delivery): Promise<number>
}

/** The notices of a provider. Takes the sender of one about a person. */
export function departuresOf<Person, Consent, Delivery extends object>(
  state: ProviderState<Person, Consent>,
  deliver: (person: Person, delivery: Delivery | undefined) => Promise<number>,
): Departures<Delivery> {
  const noticeUnlinked = (key: string, delivery?: Delivery) => deliver(state.person(key), delivery)
  return {
    noticeUnlinked,
    unlinkFromOutside(key, delivery) {
      state.disconnect(state.person(key))
      return noticeUnlinked(key, delivery)
    },
  }
}

/**
 * Sends a notice to the URL in the console, without following redirects. Gives the status of the response. Throws when
 * the console has no URL.
 */
export async function sendNotice(
  url: URL | string | undefined,
  request: Pick<RequestInit, 'method' | 'headers' | 'body'>,
): Promise<number> {
  if (url === undefined) throw new Error('the app has no URL for notices in the console')
  // Kakao waits 3 seconds; a busy laptop gets longer.
  const signal = AbortSignal.timeout(20_000)
  const response = await fetch(url, { ...request, redirect: 'manual', signal })
  await response.text()
  return response.status
}
