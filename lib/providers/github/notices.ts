import { createHmac, timingSafeEqual } from 'node:crypto'
import * as v from 'valibot'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import { hasRunOut } from '../../domain/visit/provider-token.ts'
import type { AskedToken, OpenedProviderToken } from '../../flows/ports/provider/stored-token.ts'
import type { RawNotice, UnlinkNotices } from '../../flows/ports/provider.ts'
import { readJsonText } from '../wire/json.ts'
import { githubId } from './profile.ts'
import type { GithubApp } from './settings.ts'

/** What a GitHub App tells when a person has revoked its authorization. It names no time. */
const revocationSchema = v.object({ action: v.literal('revoked'), sender: v.object({ id: githubId }) })

/** The secrets that a delivery may be signed with. The previous one covers what is sent while the secret changes. */
const secretsOf = ({ webhookSecret, previousWebhookSecret }: GithubApp): readonly string[] =>
  [webhookSecret, previousWebhookSecret].filter((secret) => secret !== undefined)

/** Whether a delivery is signed with a secret of ours, over its very bytes (docs.github.com, "Validating webhook deliveries"). */
function isSigned(app: GithubApp, { body, signature }: NonNullable<RawNotice['delivery']>): boolean {
  const [, hex = ''] = /^sha256=([0-9a-f]{64})$/.exec(signature) ?? []
  const given = Buffer.from(hex, 'hex')
  return secretsOf(app)
    .map((secret) => createHmac('sha256', secret).update(body).digest())
    .some((expected) => given.length === expected.length && timingSafeEqual(given, expected))
}

function readNotice(app: GithubApp, { delivery }: RawNotice): ReturnType<UnlinkNotices['read']> {
  if (delivery === undefined || !isSigned(app, delivery)) return { kind: 'not_authentic' }
  // One address gets all events of an app, and the test of its address.
  if (delivery.event !== 'github_app_authorization') return { kind: 'irrelevant' }
  const read = v.safeParse(revocationSchema, readJsonText(delivery.body))
  if (!read.success) return { kind: 'malformed' }
  return { kind: 'unlinked', identity: { provider: 'github', subject: read.output.sender.id } }
}

/** How the adapter asks GitHub about a stored token. */
export interface AskGithub {
  /** Whether GitHub knows an access token of ours. Throws `ProviderFault`. */
  knows(accessToken: string): Promise<boolean>
  /** An access token for a refresh token that works once, or why there is none. Throws `ProviderFault`. */
  accessTokenFor(token: OpenedProviderToken): Promise<'unknown' | 'lost' | { readonly token: string }>
}

/**
 * Whether the grant of a stored token stands. A notice has no time, and whoever recorded one could show it again. So what
 * GitHub cannot be asked about counts as connected: a token that ran out, a refresh token whose successor could not be
 * stored, one whose response got lost.
 */
async function isConnected(ask: AskGithub, storedToken: AskedToken | undefined): Promise<boolean> {
  if (storedToken === undefined || hasRunOut(storedToken, new Date())) return true
  const { renew, ...token } = storedToken
  if (token.kind === 'access') return ask.knows(token.token)
  if (renew === undefined) return true
  return (await ask.accessTokenFor({ ...token, renew })) !== 'unknown'
}

/**
 * The webhook of a GitHub App, as far as it tells that a person has revoked the app's authorization (docs.github.com,
 * "Webhook events and payloads", `github_app_authorization`). An OAuth app has none. Undefined without a secret of the
 * webhook. Takes our app, and how to ask GitHub.
 */
export const unlinkNotices = (app: GithubApp, ask: AskGithub): UnlinkNotices | undefined =>
  app.webhookSecret === undefined
    ? undefined
    : {
        acknowledgement: 200,
        read: (notice) => readNotice(app, notice),
        isConnected: (_, storedToken) => isConnected(ask, storedToken),
      }

/** Whether GitHub's answer about a token says that the token is valid. Throws `ProviderFault` for any other answer. */
export function readKnown(status: number): boolean {
  if (status === 200) return true
  if (status === 404 || status === 422) return false
  throw new ProviderFault('unavailable', `GitHub check responded with ${status}`)
}
