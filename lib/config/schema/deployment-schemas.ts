import { defaultThrottles, type Throttle } from '../../domain/limits/throttles.ts'
import { originSecretNames } from '../credentials.ts'
import { matching, object, oneOf, orNull, wholeNumber } from './values.ts'
import type { WithDefault } from './with-default.ts'

/** How the doors move to a new version, by CodeDeploy's own words for its Lambda configurations. */
export const rolloutSchema = oneOf([
  'Canary10Percent5Minutes',
  'Canary10Percent10Minutes',
  'Canary10Percent15Minutes',
  'Linear10PercentEvery1Minute',
  'Linear10PercentEvery2Minutes',
])

/** API Gateway lets an account have 10,000 requests a second, and 5,000 at once. */
const maxRate = 10_000
const maxBurst = 5_000
/** More than this is more than an account has without asking. */
const maxConcurrency = 1_000

/** How many requests the gateway lets through to each kind of door, and how many calls Lambda keeps for a function. */
export function throttlesSchema(withDefault: WithDefault) {
  const throttle = ({ rate, burst }: Throttle) =>
    withDefault(
      object({
        rate: withDefault(wholeNumber(1, maxRate), rate),
        burst: withDefault(wholeNumber(1, maxBurst), burst),
      }),
      {},
    )
  const reserved = withDefault(orNull(wholeNumber(1, maxConcurrency)), null)
  return object({
    busy: throttle(defaultThrottles.busy),
    quiet: throttle(defaultThrottles.quiet),
    costly: throttle(defaultThrottles.costly),
    unknown: throttle(defaultThrottles.unknown),
    reservedConcurrency: withDefault(object({ doors: reserved, jobs: reserved }), {}),
  } satisfies Record<keyof typeof defaultThrottles | 'reservedConcurrency', unknown>)
}

/** WAF counts from 10 on. */
const fewestRequests = 10
const mostRequests = 2_000_000_000

/** The distribution before the API. CloudFront takes certificates and web ACLs from us-east-1 alone. */
export const cloudFrontSchema = object({
  certificateArn: matching(
    /^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/[\w-]+$/,
    'the ARN of an ACM certificate in us-east-1',
  ),
  webAclArn: orNull(
    matching(
      /^arn:aws[a-z-]*:wafv2:us-east-1:\d{12}:global\/webacl\/[\w-]+\/[\w-]+$/,
      'the ARN of a web ACL of AWS WAF for CloudFront',
    ),
  ),
  requestsPer5Minutes: wholeNumber(fewestRequests, mostRequests),
  originSecret: oneOf(originSecretNames),
  direct: oneOf(['allowed', 'refused']),
})
