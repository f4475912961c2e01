import type { ProviderId } from '../../domain/values/identity.ts'
import { applePrivateKeys } from '../credentials.ts'
import {
  asciiId,
  bilingual,
  httpsAddress,
  httpsIssuer,
  httpsOrigin,
  listOf,
  matching,
  object,
  oneOf,
  orNull,
} from './values.ts'
import type { StageReading, WithDefault } from './with-default.ts'

/**
 * The stage's settings of our apps at the providers. Null: the provider is not offered. Credentials are in
 * the stage's secret only. A null address means the provider's usual one.
 */
export function providerSchemas(reading: StageReading, withDefault: WithDefault) {
  const origin = withDefault(orNull(httpsOrigin(reading)), null)
  const address = withDefault(orNull(httpsAddress(reading)), null)
  const idList = withDefault(orNull(listOf(asciiId)), null)
  const keyList = withDefault(listOf(asciiId), [])
  const kakao = object({
    clientId: asciiId,
    appId: matching(/^\d{1,20}$/, 'the number of the app, as digits in a text'),
    nativeKeys: keyList,
    javascriptKeys: keyList,
    scopes: idList,
    serviceTerms: idList,
    authOrigin: origin,
    apiOrigin: origin,
  })
  const naver = object({ clientId: asciiId, authOrigin: origin, apiOrigin: origin })
  const google = object({ clientId: asciiId, otherClientIds: keyList, issuer: address })
  const github = object({ clientId: asciiId, origin: address, apiOrigin: address })
  const apple = object({
    clientId: asciiId,
    bundleIds: keyList,
    teamId: matching(/^[A-Z0-9]{10}$/, 'the id of the team: ten capital letters and digits'),
    keyId: matching(/^[A-Z0-9]{10}$/, 'the id of the key: ten capital letters and digits'),
    privateKey: withDefault(oneOf(applePrivateKeys), 'APPLE_PRIVATE_KEY'),
    scopes: withDefault(orNull(listOf(oneOf(['name', 'email']))), null),
    issuer: address,
  })
  const line = object({
    clientId: matching(/^\d{1,20}$/, 'the channel ID, as digits in a text'),
    scopes: idList,
    botPrompt: withDefault(orNull(oneOf(['normal', 'aggressive'])), null),
    authOrigin: origin,
    apiOrigin: origin,
  })
  const trust = withDefault(oneOf(['unverified', 'verified_once', 'vouched']), 'unverified')
  const oidc = object({
    issuer: httpsIssuer(reading),
    clientId: asciiId,
    otherClientIds: keyList,
    scopes: idList,
    displayName: withDefault(bilingual(20), { ko: '회사 계정', en: 'Company account' }),
    trust: withDefault(object({ email: trust, phone: trust }), { email: 'unverified', phone: 'unverified' }),
  })
  return object({
    kakao: withDefault(orNull(kakao), null),
    naver: withDefault(orNull(naver), null),
    google: withDefault(orNull(google), null),
    github: withDefault(orNull(github), null),
    apple: withDefault(orNull(apple), null),
    line: withDefault(orNull(line), null),
    oidc: withDefault(orNull(oidc), null),
  } satisfies Record<ProviderId, unknown>)
}

/** Our store and channel at the identity gateway. A test channel verifies any person without a check. */
export const identityGatewaySchema = (reading: StageReading, withDefault: WithDefault) =>
  object({
    storeId: asciiId,
    channelKey: asciiId,
    channelType: withDefault(oneOf(['LIVE', 'TEST']), 'LIVE'),
    origin: withDefault(orNull(httpsOrigin(reading)), null),
  })
