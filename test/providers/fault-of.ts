import { ProviderFault } from '../../lib/domain/visit/provider-fault.ts'

/** The fault that a call throws; whatever else happens is passed on as an error. */
export async function faultOf(call: Promise<unknown>): Promise<ProviderFault> {
  const thrown: unknown = await call.then(
    () => new Error('nothing was thrown'),
    (error: unknown) => error,
  )
  if (thrown instanceof ProviderFault) return thrown
  throw thrown
}
