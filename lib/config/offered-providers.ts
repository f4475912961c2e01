import { type ProviderId, providerIds } from '../domain/values/identity.ts'
import type { Stage } from './schema/stage-schema.ts'

/** The providers that a stage offers, in the order of their ids. */
export const offeredProviders = ({ providers }: Pick<Stage, 'providers'>): readonly ProviderId[] =>
  providerIds.filter((id) => providers[id] !== null)
