import * as v from 'valibot'
import { dummyHashFor } from '../../passwords/dummy-hash.ts'
import { givenIn, type Reading } from './given.ts'
import { identityGatewaySchema, providerSchemas } from './provider-schemas.ts'
import { type RuleFault, rule } from './rule.ts'
import {
  clientSchema,
  closingSchema,
  mailSchema,
  policySchema,
  sessionsSchema,
  smsSchema,
  termSchema,
  tokensSchema,
} from './service-schemas.ts'
import {
  bilingual,
  httpsOrigin,
  listOf,
  mailAddress,
  matching,
  object,
  orNull,
  pageAddress,
  supportAddress,
  textThat,
  timeZone,
} from './values.ts'

const certificateArn = matching(
  /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/,
  'the ARN of an ACM certificate in the region of the stack',
)
const oldCost = textThat(
  (cost) => dummyHashFor(cost) !== undefined,
  'a scheme with its cost, such as bcrypt:12 or pbkdf2_sha256:600000',
)
/** JSON Schema 2020-12; it is compiled, and so checked as a whole, where the stage is bundled. */
const attributes = v.record(v.string(), v.unknown(), 'a JSON Schema of one object')

/**
 * All settings of a stage, one line each: its key, its schema, and what the stage `dev` implies. Who deploys, who
 * bundles, the functions, the laptop and the commands read a stage by this schema alone.
 */
export function stageSchema(reading: Reading) {
  const given = givenIn(reading)
  return v.pipe(
    object({
      $schema: v.optional(v.string('the path of the JSON Schema, for editors'), './stage.schema.json'),
      origin: given(orNull(httpsOrigin(reading)), null),
      certificateArn: given(orNull(certificateArn), null),
      alarmMail: given(orNull(mailAddress), null),
      serviceName: given(bilingual(20), { ko: 'ieum', en: 'ieum' }),
      supportAddress: given(orNull(supportAddress), null),
      timeZone: given(timeZone, 'Asia/Seoul'),
      clients: given(listOf(clientSchema), []),
      providers: given(providerSchemas(reading, given), {}),
      identityGateway: given(orNull(identityGatewaySchema(reading, given)), null),
      policy: given(policySchema(given), {}),
      terms: given(listOf(termSchema), []),
      attributes: given(orNull(attributes), null),
      sessions: given(sessionsSchema(given), {}),
      closing: given(closingSchema(given), {}),
      sms: given(orNull(smsSchema(given)), {}),
      mail: given(mailSchema(given), {}),
      tokens: given(tokensSchema(given), {}),
      reactivationUrl: given(orNull(pageAddress), null),
      oldPasswords: given(orNull(oldCost), null),
    }),
    rule((stage: Addressed) => addressFaults(stage, reading)),
  )
}

interface Addressed {
  readonly origin: string | null
  readonly certificateArn: string | null
}

/** Tokens name their issuer by the origin, so it is left to API Gateway only where nothing is meant to last. */
function addressFaults({ origin, certificateArn }: Addressed, { implies }: Reading): readonly RuleFault[] {
  if (origin !== null || (implies && certificateArn === null)) return []
  return [{ at: ['origin'], allowed: 'an https origin; null on the stage "dev" without a certificate only' }]
}

/** A stage as its file says it, with every key there. */
export type Stage = v.InferOutput<ReturnType<typeof stageSchema>>
