import type { Item } from '../../domain/values/evidence.ts'
import type { ProviderId } from '../../domain/values/identity.ts'
import type { Doors } from '../../domain/values/verification.ts'
import type { RuleFault } from './rule.ts'

/** The parts of a stage that decide which items a visitor can give. */
interface ItemSources {
  readonly policy: { readonly requiredItems: readonly Item[]; readonly verifiedItems: readonly Item[] }
  readonly sms: object | null
  readonly doors: Pick<Doors, 'phoneSignUp' | 'smsCodeSignIn'>
  readonly identityGateway: object | null
  readonly providers: Readonly<Record<ProviderId, object | null>>
}

/**
 * The items of the policy that no visitor of the stage could ever give, and the doors that nobody could pass. Without texts, a number comes only from Kakao,
 * which verifies it, and from Naver, which does not.
 */
export function itemFaults(stage: ItemSources): readonly RuleFault[] {
  const { policy, identityGateway } = stage
  const list = (['verifiedItems', 'requiredItems'] as const).find((of) => policy[of].includes('identity'))
  const identity: readonly RuleFault[] =
    list === undefined || identityGateway !== null
      ? []
      : [{ at: ['policy', list], allowed: 'an identity only where identityGateway checks one' }]
  return [...identity, ...phoneFaults(stage), ...textFaults(stage)]
}

/** A door that waits for a code by text, which a stage without texts sends to nobody. */
const textFaults = ({ sms, doors }: ItemSources): readonly RuleFault[] =>
  (['phoneSignUp', 'smsCodeSignIn'] as const)
    .filter((door) => sms === null && doors[door])
    .map((door) => ({
      at: ['doors', door],
      allowed: 'false where sms is null, since its codes come by text',
    }))

function phoneFaults({ policy, sms, providers }: ItemSources): readonly RuleFault[] {
  const { requiredItems, verifiedItems } = policy
  if (sms !== null || providers.kakao !== null) return []
  if (verifiedItems.includes('phone')) {
    return [{ at: ['policy', 'verifiedItems'], allowed: 'a phone only where sms or kakao verifies one' }]
  }
  return requiredItems.includes('phone') && providers.naver === null
    ? [{ at: ['policy', 'requiredItems'], allowed: 'a phone only where sms, kakao or naver gives one' }]
    : []
}
