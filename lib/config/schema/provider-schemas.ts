import type { ProviderId } from '../../domain/values/identity.ts'
import type { Given, Reading } from './given.ts'
import { httpsAddress, httpsOrigin, identifier, listOf, matching, object, oneOf, orNull } from './values.ts'

/**
 * What the stage tells of its apps at the providers; null: not offered. Credentials stand in the stage's secret alone.
 * An address that is null is the provider's usual one.
 */
export function providerSchemas(reading: Reading, given: Given) {
  const origin = given(orNull(httpsOrigin(reading)), null)
  const address = given(orNull(httpsAddress(reading)), null)
  const words = given(orNull(listOf(identifier)), null)
  const others = given(listOf(identifier), [])
  const kakao = object({
    clientId: identifier,
    appId: matching(/^\d{1,20}$/, 'the number of the app, as digits in a text'),
    nativeKeys: others,
    javascriptKeys: others,
    scopes: words,
    serviceTerms: words,
    authOrigin: origin,
    apiOrigin: origin,
  })
  const naver = object({ clientId: identifier, authOrigin: origin, apiOrigin: origin })
  const google = object({ clientId: identifier, otherClientIds: others, issuer: address })
  const github = object({ clientId: identifier, origin: address, apiOrigin: address })
  return object({
    kakao: given(orNull(kakao), null),
    naver: given(orNull(naver), null),
    google: given(orNull(google), null),
    github: given(orNull(github), null),
  } satisfies Record<ProviderId, unknown>)
}

/** Our store and channel at the identity gateway. A test channel verifies anybody as anybody. */
export const identityGatewaySchema = (reading: Reading, given: Given) =>
  object({
    storeId: identifier,
    channelKey: identifier,
    channelType: given(oneOf(['LIVE', 'TEST']), 'LIVE'),
    origin: given(orNull(httpsOrigin(reading)), null),
  })
