import * as v from 'valibot'
import { dummyHashFor } from '../../passwords/dummy-hash.ts'
import { cloudFrontSchema, rolloutSchema, throttlesSchema } from './deployment-schemas.ts'
import { itemFaults } from './item-faults.ts'
import { identityGatewaySchema, providerSchemas } from './provider-schemas.ts'
import { type RuleFault, rule } from './rule.ts'
import {
  clientIdFaults,
  clientSchema,
  closingSchema,
  doorsSchema,
  limitsSchema,
  mailSchema,
  passkeysSchema,
  policySchema,
  sessionsSchema,
  smsSchema,
  tokensSchema,
} from './service-schemas.ts'
import { termFaults, termSchema } from './terms-schema.ts'
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
  trueOrFalse,
} from './values.ts'
import { type StageReading, withDefaultIn } from './with-default.ts'

const certificateArn = matching(
  /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/,
  'the ARN of an ACM certificate in the region of the stack',
)
const tableName = matching(/^[\w.-]{3,255}$/, 'the name of a DynamoDB table')
const tableStreamArn = matching(
  /^arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:\d{12}:table\/[\w.-]+\/stream\/[\w:.-]+$/,
  'the ARN of the stream of that table',
)
/** A table that is there already, after a restore. Its stream has the new and old images. */
const existingTable = v.pipe(
  object({ name: tableName, streamArn: tableStreamArn }),
  rule(({ name, streamArn }: { readonly name: string; readonly streamArn: string }) =>
    streamArn.includes(`:table/${name}/stream/`)
      ? []
      : [{ at: ['streamArn'], allowed: 'the ARN of the stream of the table that name says' }],
  ),
)
const oldCost = textThat(
  (cost) => dummyHashFor(cost) !== undefined,
  'a scheme with its cost, such as bcrypt:12 or pbkdf2_sha256:600000',
)
/** The service's own module of hooks. */
const modulePath = matching(
  /^[^\0]+\.(?:[cm]?ts|[cm]?js)$/,
  "the path of a TypeScript or JavaScript module, from the folder of the stage's file",
)
/** JSON Schema 2020-12. Compiling it when the stage is bundled checks it as a whole. */
const attributes = v.record(v.string(), v.unknown(), 'a JSON Schema of one object')

/**
 * All settings of a stage, one line each: the key, its schema, and the default of the stage `dev`.
 * Deployment, bundles, functions, laptop and commands read a stage by this schema alone.
 */
export function stageSchema(reading: StageReading) {
  const withDefault = withDefaultIn(reading)
  return v.pipe(
    object({
      $schema: v.optional(v.string('the path of the JSON Schema, for editors'), './stage.schema.json'),
      origin: withDefault(orNull(httpsOrigin(reading)), null),
      certificateArn: withDefault(orNull(certificateArn), null),
      alarmMail: withDefault(orNull(mailAddress), null),
      serviceName: withDefault(bilingual(20), { ko: 'ieum', en: 'ieum' }),
      supportAddress: withDefault(orNull(supportAddress), null),
      timeZone: withDefault(timeZone, 'Asia/Seoul'),
      clients: withDefault(v.pipe(listOf(clientSchema), rule(clientIdFaults)), []),
      providers: withDefault(providerSchemas(reading, withDefault), {}),
      identityGateway: withDefault(orNull(identityGatewaySchema(reading, withDefault)), null),
      policy: withDefault(policySchema(withDefault), {}),
      terms: withDefault(v.pipe(listOf(termSchema(withDefault)), rule(termFaults)), []),
      attributes: withDefault(orNull(attributes), null),
      sessions: withDefault(sessionsSchema(withDefault), {}),
      doors: withDefault(doorsSchema(withDefault), {}),
      passkeys: withDefault(orNull(passkeysSchema(reading)), null),
      closing: withDefault(closingSchema(withDefault), {}),
      sms: withDefault(orNull(smsSchema(withDefault)), {}),
      limits: withDefault(limitsSchema(withDefault), {}),
      mail: withDefault(mailSchema(withDefault), {}),
      tokens: withDefault(tokensSchema(withDefault), {}),
      reactivationUrl: withDefault(orNull(pageAddress), null),
      oldPasswords: withDefault(orNull(oldCost), null),
      hooks: withDefault(orNull(modulePath), null),
      table: withDefault(orNull(existingTable), null),
      rollout: withDefault(orNull(rolloutSchema), null),
      throttles: withDefault(throttlesSchema(withDefault), {}),
      traces: withDefault(trueOrFalse, false),
      customerManagedKey: withDefault(trueOrFalse, false),
      cloudFront: withDefault(orNull(cloudFrontSchema), null),
    }),
    rule((stage: Addressed) => addressFaults(stage, reading)),
    // On a laptop, stand-ins take the place of what the stage `dev` leaves out.
    rule((stage: Parameters<typeof itemFaults>[0]) =>
      reading.implies && reading.loopback ? [] : itemFaults(stage),
    ),
  )
}

interface Addressed {
  readonly origin: string | null
  readonly certificateArn: string | null
  readonly cloudFront: object | null
}

/** The origin is the issuer in tokens, so only a stage without lasting data may take API Gateway's origin. */
function addressFaults(
  { origin, certificateArn, cloudFront }: Addressed,
  { implies }: StageReading,
): readonly RuleFault[] {
  if (cloudFront !== null && certificateArn === null) {
    return [
      { at: ['certificateArn'], allowed: 'a certificate of the API, which CloudFront calls by its host' },
    ]
  }
  if (origin !== null || (implies && certificateArn === null)) return []
  return [{ at: ['origin'], allowed: 'an https origin; null on the stage "dev" without a certificate only' }]
}

/** A stage as read from its file, with every key present. */
export type Stage = v.InferOutput<ReturnType<typeof stageSchema>>
