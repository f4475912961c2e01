import { ProviderFault } from '../../lib/domain/visit/provider-fault.ts'

/** Gives the fault that a call throws. Any other error passes through. */
export async function faultOf(call: Promise<unknown>): Promise<ProviderFault> {
  const thrown: unknown = await call.then(
    () => new Error('nothing was thrown'),
    (error: unknown) => error,
  )
  if (thrown instanceof ProviderFault) return thrown
  throw thrown
}
